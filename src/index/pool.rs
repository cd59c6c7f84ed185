//! The best nodes seen so far, in order, and which of them were looked around from.

/// A node and its score as one number: the smaller, the nearer; equal ones by node. The lowest bit says that the node was
/// looked around from.
pub(super) type Key = u64;

/// A bounded list of nodes, best first.
#[derive(Debug, Default)]
pub(super) struct Pool {
    keys: Vec<Key>,
    room: usize,
    /// All before it were looked around from.
    open: usize,
}

/// A score as a number that is the smaller, the higher the score.
#[inline(always)]
fn rank(score: f32) -> u32 {
    let bits = score.to_bits();
    let ordered = if bits >> 31 == 0 { bits | 1 << 31 } else { !bits };
    !ordered
}

#[inline(always)]
fn score_at(rank: u32) -> f32 {
    let ordered = !rank;
    f32::from_bits(if ordered >> 31 == 1 { ordered & !(1 << 31) } else { !ordered })
}

impl Pool {
    /// Empties the pool and gives it room for so many nodes.
    pub(super) fn reset(&mut self, room: usize) {
        self.keys.clear();
        self.keys.reserve(room + 1);
        self.room = room.max(1);
        self.open = 0;
    }

    /// Takes a node in where it is among the best; true where it is.
    #[inline(always)]
    pub(super) fn offer(&mut self, node: u32, score: f32) -> bool {
        let key = key(node, score);
        if self.keys.len() == self.room {
            if self.keys.last().is_some_and(|&last| key >= last) {
                return false;
            }
            self.keys.pop();
        }
        let at = self.keys.partition_point(|&other| other < key);
        self.keys.insert(at, key);
        self.open = self.open.min(at);
        true
    }

    /// The best node that was not looked around from, which from now on counts as one that was.
    #[inline(always)]
    pub(super) fn take(&mut self) -> Option<u32> {
        while let Some(key) = self.keys.get_mut(self.open) {
            self.open += 1;
            if *key & 1 == 0 {
                *key |= 1;
                return Some(node(*key));
            }
        }
        None
    }

    /// The node that [`Pool::take`] would give.
    #[inline(always)]
    pub(super) fn next(&self) -> Option<u32> {
        self.keys[self.open.min(self.keys.len())..].iter().find(|&key| key & 1 == 0).map(|&key| node(key))
    }

    /// The nodes and their scores, best first.
    pub(super) fn found(&self) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.keys.iter().map(|&key| (node(key), score(key)))
    }

    /// True where it has no room left.
    pub(super) fn is_full(&self) -> bool {
        self.keys.len() == self.room
    }

    /// The score of the last.
    pub(super) fn worst(&self) -> f32 {
        self.keys.last().map_or(f32::NEG_INFINITY, |&key| score(key))
    }
}

/// A node and its score.
#[inline(always)]
pub(super) fn key(node: u32, score: f32) -> Key {
    u64::from(rank(score)) << 32 | u64::from(node) << 1
}

/// The score in a key.
#[allow(clippy::cast_possible_truncation)]
#[inline(always)]
pub(super) fn score(key: Key) -> f32 {
    score_at((key >> 32) as u32)
}

/// The node in a key.
#[allow(clippy::cast_possible_truncation)]
#[inline(always)]
pub(super) const fn node(key: Key) -> u32 {
    (key as u32) >> 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_are_kept_in_order() {
        let mut pool = Pool::default();
        pool.reset(3);
        for (node, score) in [(5, 0.25), (9, -1.0), (2, 0.25), (7, 0.5), (1, -2.0)] {
            pool.offer(node, score);
        }
        assert_eq!(pool.found().collect::<Vec<_>>(), [(7, 0.5), (2, 0.25), (5, 0.25)]);
        assert!(pool.is_full());
        assert_eq!(pool.worst(), 0.25);
        assert_eq!((pool.next(), pool.take(), pool.take()), (Some(7), Some(7), Some(2)));
        pool.offer(4, 0.75);
        assert_eq!((pool.take(), pool.take(), pool.take()), (Some(4), None, None));
        assert_eq!(pool.found().map(|(node, _)| node).collect::<Vec<_>>(), [4, 7, 2]);
    }

    #[test]
    fn scores_come_back_as_they_went_in() {
        for score in [0.0, -0.0, 1.5, -1.5, f32::MIN, f32::MAX, 1e-40] {
            assert_eq!(score_at(rank(score)).to_bits(), f32::to_bits(score));
        }
    }
}
