//! Phrases: two neighboring words that mean more together ("registered nurse"), found by the tokens of the two.

/// A free slot: no phrase has this token.
const FREE: u32 = u32::MAX;

/// Phrases by the tokens of their two words: open addressing, at most half full.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// The two tokens, and the token of the phrase. A power of two long, or empty.
    slots: Box<[(u64, u32)]>,
}

impl Phrases {
    /// The table of these phrases: tokens of the two words, token of the phrase; `None` where a word is not whole in
    /// the vocabulary.
    pub(super) fn new(phrases: impl ExactSizeIterator<Item = Option<(u32, u32, u32)>>) -> Result<Self, &'static str> {
        if phrases.len() == 0 {
            return Ok(Self::default());
        }
        let mut slots = vec![(0, FREE); (phrases.len() * 2).next_power_of_two()].into_boxed_slice();
        for phrase in phrases {
            let (left, right, token) =
                phrase.ok_or("a phrase of the vocabulary has a word that the vocabulary lacks")?;
            let key = key(left, right);
            let mut slot = place(key, slots.len());
            while slots[slot].1 != FREE {
                if slots[slot].0 == key {
                    return Err("a phrase of the vocabulary stands twice");
                }
                slot = (slot + 1) & (slots.len() - 1);
            }
            slots[slot] = (key, token);
        }
        Ok(Self { slots })
    }

    /// The token of the phrase that two words make.
    #[inline]
    pub(super) fn find(&self, left: u32, right: u32) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let key = key(left, right);
        let mut slot = place(key, self.slots.len());
        loop {
            let (other, token) = self.slots[slot];
            if token == FREE {
                return None;
            }
            if other == key {
                return Some(token);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }
}

fn key(left: u32, right: u32) -> u64 {
    u64::from(left) << 32 | u64::from(right)
}

/// Where a key first looks among `slots` (a power of two).
#[allow(clippy::cast_possible_truncation)]
fn place(key: u64, slots: usize) -> usize {
    ((key ^ (key >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & (slots - 1)
}
