//! Sets of rows: one bit a row.

use crate::error::Error;
use crate::error::Result;

/// Rows, each in the set or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSet {
    words: Vec<u64>,
}

impl RowSet {
    /// No row.
    #[must_use]
    pub const fn new() -> Self {
        Self { words: Vec::new() }
    }

    /// The rows whose bits are set, 64 a word, the lowest first.
    #[must_use]
    pub const fn from_words(words: Vec<u64>) -> Self {
        Self { words }
    }

    /// The words, 64 rows each, the lowest first; rows beyond them are not in the set.
    #[must_use]
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// True where a row is in the set.
    #[must_use]
    #[inline]
    pub fn contains(&self, row: u32) -> bool {
        self.words.get(row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Puts a row in; true where it was not.
    pub fn insert(&mut self, row: u32) -> bool {
        let at = row as usize / 64;
        if at >= self.words.len() {
            self.words.resize(at + 1, 0);
        }
        let fresh = !self.contains(row);
        self.words[at] |= 1 << (row % 64);
        fresh
    }

    /// How many rows are in it.
    #[must_use]
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// True where none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..).step_by(64).zip(&self.words).flat_map(|(first, &word)| {
            std::iter::successors((word != 0).then_some(word), |&left| {
                let left = left & (left - 1);
                (left != 0).then_some(left)
            })
            .map(move |left| first + left.trailing_zeros())
        })
    }

    /// The rows of the set that lie in a range, in order.
    pub fn rows_within(&self, range: std::ops::Range<u32>) -> impl Iterator<Item = u32> + '_ {
        let (first, last) = (range.start as usize / 64, (range.end as usize).div_ceil(64).min(self.words.len()));
        let words = self.words.get(first..last).unwrap_or_default();
        (range.start / 64 * 64..).step_by(64).zip(words).flat_map(move |(start, &word)| {
            let below = range.start.saturating_sub(start).min(63);
            let above = range.end.saturating_sub(start).min(64);
            let mask = (u64::MAX << below) & (u64::MAX >> (64 - above));
            let mut left = word & mask;
            std::iter::from_fn(move || {
                let row = (left != 0).then(|| start + left.trailing_zeros());
                left &= left.wrapping_sub(1);
                row
            })
        })
    }

    /// The rows that are in both sets.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self { words: self.words.iter().zip(&other.words).map(|(word, other)| word & other).collect() }
    }

    /// The set as bytes: its words, little-endian.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// The set that [`RowSet::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`Error::BrokenData`] where the bytes are no whole number of words.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let (words, rest) = bytes.as_chunks::<8>();
        if !rest.is_empty() {
            let problem = "its length is no whole number of words".to_owned();
            return Err(Error::BrokenData { what: "a set of rows".to_owned(), problem });
        }
        Ok(Self { words: words.iter().map(|&word| u64::from_le_bytes(word)).collect() })
    }
}

impl FromIterator<u32> for RowSet {
    fn from_iter<I: IntoIterator<Item = u32>>(rows: I) -> Self {
        let mut set = Self::new();
        for row in rows {
            set.insert(row);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_in_order() {
        let set: RowSet = [700, 3, 64, 63, 3].into_iter().collect();
        assert_eq!(set.rows().collect::<Vec<_>>(), [3, 63, 64, 700]);
        assert_eq!(set.count(), 4);
        assert!(set.contains(64) && !set.contains(65) && !set.contains(100_000));
        assert_eq!(RowSet::from_bytes(&set.to_bytes()).unwrap(), set);
        assert!(RowSet::from_bytes(&[0; 9]).is_err());
        assert!(RowSet::new().is_empty() && !set.is_empty());
    }
}
