//! Pieces by their text: open addressing, half empty. The first 16 bytes of a piece lie in its slot, so that finding one
//! costs one look into memory, and not finding one only a look at a small table of tags.

use super::format::Layout;

/// The bytes of a piece that its slot holds.
const HELD: usize = 16;

/// So many first bytes tell which lengths to look for; of shorter pieces all lengths are looked for.
const LEADING: usize = 3;

/// The pieces of a vocabulary. Both tables are of one length, a power of two.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// Some bits of the hash of the piece in a slot; zero where the slot is free.
    tags: Box<[u8]>,
    slots: Box<[Slot]>,
    /// By the first bytes: which lengths there are, a bit each; the highest stands for all that are longer, too.
    lengths: Box<[u32]>,
    /// The token of each ASCII character that is a word by itself, [`FREE`] where it is none: marks are a quarter of a text.
    alone: Box<[u32]>,
}

/// No piece has this token.
const FREE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    key: Key,
    token: u32,
}

/// What a piece is recognized by: wholly, where it is no longer than [`HELD`] bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Key {
    /// The first bytes, zeros after them.
    low: u64,
    high: u64,
    /// Twice the length in bytes, plus one for a piece that starts a word.
    form: u32,
}

impl Pieces {
    /// Room for so many pieces.
    pub(super) fn with_room_for(count: usize) -> Self {
        let length = (count * 2).next_power_of_two().max(2);
        let shorter = (1 << LEADING) - 2;
        Self {
            tags: vec![0; length].into(),
            slots: vec![Slot::default(); length].into(),
            lengths: vec![shorter; length.div_ceil(4)].into(),
            alone: vec![FREE; 128].into(),
        }
    }

    /// Keeps a piece under its text without the mark of a continuation; false where it is there already.
    pub(super) fn insert(&mut self, layout: &Layout, bytes: &[u8], first: bool, text: &[u8], token: u32) -> bool {
        let prefixes = Prefixes::of(text);
        if self.find(layout, bytes, first, text, &prefixes).is_some() {
            return false;
        }
        let key = prefixes.key(first, text.len());
        let (mut slot, tag) = self.place(&key);
        while self.tags[slot] != 0 {
            slot = (slot + 1) & (self.tags.len() - 1);
        }
        self.tags[slot] = tag;
        self.slots[slot] = Slot { key, token };
        if let (true, [byte @ ..=127]) = (first, text) {
            self.alone[usize::from(*byte)] = token;
        }
        let group = self.group(first, &prefixes);
        self.lengths[group] |= 1 << text.len().min(31);
        true
    }

    /// The longest piece that `text` begins with: its length in bytes, at most `longest`, and its token.
    #[inline]
    pub(super) fn longest(
        &self,
        layout: &Layout,
        bytes: &[u8],
        first: bool,
        text: &[u8],
        longest: usize,
    ) -> Option<(usize, u32)> {
        if let (true, [byte @ ..=127]) = (first, text) {
            return Some((1, self.alone[usize::from(*byte)])).filter(|found| found.1 != FREE);
        }
        let prefixes = Prefixes::of(text);
        let find = |length: usize| self.find(layout, bytes, first, text.get(..length)?, &prefixes);
        // As a rule, the whole text is a piece.
        if let Some(token) = find(text.len()) {
            return Some((text.len(), token));
        }
        let lengths = self.lengths[self.group(first, &prefixes)];
        let mut length = longest.min(text.len() - 1);
        while length >= 31 {
            if let Some(token) = find(length).filter(|_| lengths >> 31 == 1) {
                return Some((length, token));
            }
            length -= 1;
        }
        let mut left = lengths & ((2 << length) - 1);
        while left != 0 {
            let length = left.ilog2() as usize;
            if let Some(token) = find(length) {
                return Some((length, token));
            }
            left ^= 1 << length;
        }
        None
    }

    /// Where the lengths stand of pieces with such a beginning.
    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    fn group(&self, first: bool, prefixes: &Prefixes) -> usize {
        let leading = prefixes.low & ((1 << (8 * LEADING)) - 1) | u64::from(first) << 63;
        (leading.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize & (self.lengths.len() - 1)
    }

    /// The token of the piece `text`, which is the text of `prefixes` or its beginning.
    #[inline]
    pub(super) fn find(
        &self,
        layout: &Layout,
        bytes: &[u8],
        first: bool,
        text: &[u8],
        prefixes: &Prefixes,
    ) -> Option<u32> {
        let key = prefixes.key(first, text.len());
        let (mut at, tag) = self.place(&key);
        loop {
            let other = self.tags[at];
            if other == 0 {
                return None;
            }
            if other == tag {
                let slot = &self.slots[at];
                if slot.key == key && (text.len() <= HELD || layout.token(bytes, slot.token as usize).ends_with(text)) {
                    return Some(slot.token);
                }
            }
            at = (at + 1) & (self.tags.len() - 1);
        }
    }

    /// Where a piece is first looked for, and its tag. The hash is one folded multiplication, as in wyhash (Wang Yi).
    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    fn place(&self, key: &Key) -> (usize, u8) {
        let left = key.low ^ 0xa076_1d64_78bd_642f;
        let right = key.high ^ u64::from(key.form).wrapping_mul(0xe703_7ed1_a0b4_28db) ^ 0x8ebc_6af0_9c88_c6e3;
        let product = u128::from(left) * u128::from(right);
        let hash = (product >> 64) as u64 ^ product as u64;
        let hash = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((hash >> 32) as usize & (self.tags.len() - 1), (hash >> 24) as u8 | 0x80)
    }
}

/// The beginning of a text, from which the keys of all its beginnings are made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prefixes {
    low: u64,
    high: u64,
}

impl Prefixes {
    #[inline]
    pub(super) fn of(text: &[u8]) -> Self {
        match text {
            [] => Self { low: 0, high: 0 },
            [first] => Self { low: u64::from(*first), high: 0 },
            _ if text.len() < 8 => Self { low: up_to_8(text), high: 0 },
            _ => {
                let (low, rest) = text.split_at(8);
                let high = match rest.len() {
                    8.. => word(rest),
                    0 => 0,
                    // The last eight bytes of the text without those that `low` has.
                    left => word(&text[left..]) >> (8 * (8 - left)),
                };
                Self { low: word(low), high }
            }
        }
    }

    /// The key of the beginning of so many bytes.
    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    fn key(&self, first: bool, length: usize) -> Key {
        let kept = |value: u64, bytes: usize| if bytes >= 8 { value } else { value & ((1 << (8 * bytes)) - 1) };
        let form = (length as u32) * 2 + u32::from(first);
        Key { low: kept(self.low, length), high: kept(self.high, length.saturating_sub(8)), form }
    }
}

/// The first eight bytes.
#[inline]
fn word(text: &[u8]) -> u64 {
    text.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Two to seven bytes.
#[inline]
fn up_to_8(text: &[u8]) -> u64 {
    if let (Some(start), Some(end)) = (text.first_chunk(), text.last_chunk()) {
        let (start, end) = (u32::from_le_bytes(*start), u32::from_le_bytes(*end));
        return u64::from(start) | u64::from(end) << (8 * (text.len() - 4));
    }
    text.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_the_bytes_of_a_beginning() {
        let text: Vec<u8> = (1..=40).collect();
        for length in 0..=text.len() {
            let whole = Prefixes::of(&text[..length]);
            for shorter in 0..=length {
                let mut bytes = [0; 16];
                let held = shorter.min(16);
                bytes[..held].copy_from_slice(&text[..held]);
                let form = u32::try_from(shorter * 2).unwrap();
                let expected = Key { low: word(&bytes), high: word(&bytes[8..]), form };
                assert_eq!(whole.key(false, shorter), expected, "{shorter} of {length}");
            }
        }
    }

    #[test]
    fn long_pieces_are_told_apart_by_their_ends() {
        let words = ["electroencephalographer", "electroencephalographed", "##lectroencephalographer"];
        let bytes = super::super::format::assemble(1, &[[1].as_slice(); 3], &[1.0; 3], &words);
        let layout = Layout::parse(&bytes).unwrap();
        let mut pieces = Pieces::with_room_for(3);
        for (token, word) in (0..).zip(words) {
            let text = word.trim_start_matches('#').as_bytes();
            assert!(pieces.insert(&layout, &bytes, token < 2, text, token));
            assert!(!pieces.insert(&layout, &bytes, token < 2, text, token), "twice");
        }
        let find =
            |first, text: &str| pieces.find(&layout, &bytes, first, text.as_bytes(), &Prefixes::of(text.as_bytes()));
        assert_eq!(find(true, words[0]), Some(0));
        assert_eq!(find(true, words[1]), Some(1));
        assert_eq!(find(false, "lectroencephalographer"), Some(2));
        assert_eq!(find(true, "lectroencephalographer"), None);
        assert_eq!(find(true, "electroencephalographxx"), None);
    }
}
