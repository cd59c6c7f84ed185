//! The words of the tables and their numbers.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::tokens::folded;

/// The number of a word that the vocabulary does not hold.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// A fast hash for words and small numbers; the tables are fixed, so nobody can choose colliding keys.
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

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

/// A map with [`WordHasher`].
pub(super) type WordMap<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// The words that forms and cues are made of.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    ids: WordMap<Box<str>, u32>,
    spellings: Vec<Box<str>>,
    /// Room for the word being read.
    room: [String; 2],
}

impl Vocabulary {
    /// An empty one with room for `words` words.
    pub(super) fn with_room(words: usize) -> Self {
        let ids = WordMap::with_capacity_and_hasher(words, Default::default());
        Self { ids, spellings: Vec::with_capacity(words), room: Default::default() }
    }

    /// The number of a folded word, a new one if need be.
    pub(super) fn intern(&mut self, word: &str) -> u32 {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = u32::try_from(self.spellings.len()).unwrap_or(UNKNOWN);
        self.ids.insert(word.into(), id);
        self.spellings.push(word.into());
        id
    }

    /// The number of a folded word.
    pub(super) fn id(&self, word: &str) -> u32 {
        self.ids.get(word).copied().unwrap_or(UNKNOWN)
    }

    /// The folded word of a number.
    pub(super) fn spelling(&self, id: u32) -> &str {
        self.spellings.get(id as usize).map_or("", |word| word)
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
