//! The words of the tables and their numbers.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::tokens::folded;

/// The number of a word that the vocabulary does not hold.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// A fast hash for words and small numbers; the tables are fixed or one's own, so nobody else can choose colliding
/// keys.
#[derive(Default)]
pub(super) struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0u8; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u128(&mut self, value: u128) {
        for part in value.to_le_bytes().chunks(8) {
            self.write(part);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

/// A map with [`WordHasher`].
pub(super) type WordMap<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// The words that forms and cues are made of: one string of letters and a table of slots, so that thousands of words are
/// numbered without thousands of allocations.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// The words, one after another.
    letters: String,
    /// Where each word ends in `letters`.
    ends: Vec<u32>,
    /// The number of a word and a part of its hash, or ([`UNKNOWN`], 0); a power of two of them, at most half full.
    slots: Vec<(u32, u32)>,
    /// Room for the word being read.
    room: [String; 2],
}

fn hash(word: &str) -> u64 {
    let mut hasher = WordHasher::default();
    hasher.write(word.as_bytes());
    hasher.write_u64(word.len() as u64);
    hasher.finish()
}

/// The part of a hash that a slot keeps.
fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

impl Vocabulary {
    /// An empty one with room for `words` words.
    pub(super) fn with_room(words: usize) -> Self {
        let slots = vec![(UNKNOWN, 0); (2 * words).next_power_of_two().max(16)];
        let letters = String::with_capacity(8 * words);
        Self { letters, ends: Vec::with_capacity(words), slots, room: Default::default() }
    }

    /// The slot where a word stands or would stand.
    fn slot(&self, word: &str, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        #[expect(clippy::cast_possible_truncation, reason = "only the low bits count")]
        let mut at = hash as usize & mask;
        loop {
            let (id, known) = self.slots[at];
            if id == UNKNOWN || known == tag(hash) && self.spelling(id) == word {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    /// The number of a folded word, a new one if need be.
    pub(super) fn intern(&mut self, word: &str) -> u32 {
        if 2 * self.ends.len() >= self.slots.len() {
            self.grow();
        }
        let hash = hash(word);
        let slot = self.slot(word, hash);
        if self.slots[slot].0 == UNKNOWN {
            self.slots[slot] = (u32::try_from(self.ends.len()).unwrap_or(UNKNOWN), tag(hash));
            self.letters.push_str(word);
            self.ends.push(u32::try_from(self.letters.len()).unwrap_or(UNKNOWN));
        }
        self.slots[slot].0
    }

    fn grow(&mut self) {
        let room = (2 * self.slots.len()).max(16);
        self.slots = vec![(UNKNOWN, 0); room];
        for id in (0u32..).take(self.ends.len()) {
            let hash = hash(self.spelling(id));
            let slot = self.slot(self.spelling(id), hash);
            self.slots[slot] = (id, tag(hash));
        }
    }

    /// The number of a folded word.
    pub(super) fn id(&self, word: &str) -> u32 {
        if self.slots.is_empty() { UNKNOWN } else { self.slots[self.slot(word, hash(word))].0 }
    }

    /// The folded word of a number.
    pub(super) fn spelling(&self, id: u32) -> &str {
        let at = id as usize;
        let begin = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.ends.get(at).map_or("", |end| &self.letters[begin..*end as usize])
    }

    /// The words of a form or cue, each in its most exact reading, with the gap before it; new words get numbers.
    pub(super) fn fold(&mut self, text: &str) -> Vec<(u32, u16)> {
        let room = std::mem::take(&mut self.room);
        let (words, room) = folded(text, room, |word| self.intern(word));
        self.room = room;
        words
    }

    /// The words of a text as [`Vocabulary::fold`] numbers them; [`UNKNOWN`] for a new one.
    pub(super) fn look_up(&self, text: &str) -> Vec<(u32, u16)> {
        folded(text, [String::new(), String::new()], |word| self.id(word)).0
    }
}
