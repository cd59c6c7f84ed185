//! A tree of words: which phrases begin at a word of a text. Walking it costs at most the longest phrase per word.

use super::tokens::Token;
use super::tokens::gap;
use super::vocabulary::UNKNOWN;
use super::vocabulary::WordMap;

/// What may stand between the words of any phrase.
const TIGHT: u16 = gap::SPACE | gap::HYPHEN | gap::DOT | gap::NEWLINE | gap::APOSTROPHE | gap::SLASH;

/// Phrases of numbered words; what a phrase carries is a number of the caller's.
#[derive(Debug, Default)]
pub(super) struct Trie {
    /// The node after a first word, by the word's number.
    roots: Vec<u32>,
    /// The node after (node, word).
    edges: WordMap<u64, u32>,
    /// What ends at a node; [`UNKNOWN`] for nothing.
    values: Vec<u32>,
}

/// What a walk found: a phrase of `tokens[first..end]`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    /// One past the last word.
    pub(super) end: usize,
    /// What stands between its words, all bits together.
    pub(super) gaps: u16,
    /// What the phrase carries.
    pub(super) value: u32,
}

impl Trie {
    /// An empty one with room for `phrases` phrases.
    pub(super) fn with_room(phrases: usize) -> Self {
        let edges = WordMap::with_capacity_and_hasher(phrases, Default::default());
        Self { roots: Vec::with_capacity(phrases), edges, values: Vec::with_capacity(2 * phrases) }
    }

    /// What `words` carry so far; a place to write it. `words` is not empty.
    pub(super) fn value_mut(&mut self, words: &[u32]) -> &mut u32 {
        let mut node = UNKNOWN;
        for &word in words {
            node = self.step_or_grow(node, word);
        }
        &mut self.values[node as usize]
    }

    fn step_or_grow(&mut self, node: u32, word: u32) -> u32 {
        let fresh = u32::try_from(self.values.len()).unwrap_or(UNKNOWN);
        let slot = if node == UNKNOWN {
            let at = word as usize;
            if self.roots.len() <= at {
                self.roots.resize(at + 1, UNKNOWN);
            }
            &mut self.roots[at]
        } else {
            self.edges.entry(u64::from(node) << 32 | u64::from(word)).or_insert(UNKNOWN)
        };
        if *slot == UNKNOWN {
            *slot = fresh;
            self.values.push(UNKNOWN);
        }
        *slot
    }

    fn step(&self, node: u32, word: u32) -> Option<u32> {
        if word == UNKNOWN {
            return None;
        }
        let next = if node == UNKNOWN {
            self.roots.get(word as usize).copied()
        } else {
            self.edges.get(&(u64::from(node) << 32 | u64::from(word))).copied()
        };
        next.filter(|node| *node != UNKNOWN)
    }

    /// Calls `found` for every phrase that begins at `tokens[first]`, shorter ones first on each path.
    pub(super) fn walk(&self, tokens: &[Token], first: usize, found: &mut impl FnMut(Hit)) {
        self.walk_from(tokens, first, UNKNOWN, 0, found);
    }

    fn walk_from(&self, tokens: &[Token], at: usize, node: u32, gaps: u16, found: &mut impl FnMut(Hit)) {
        let Some(token) = tokens.get(at) else { return };
        let mut gaps = gaps;
        if node != UNKNOWN {
            let bulleted = token.gap & gap::NEWLINE != 0 && token.gap & (gap::HYPHEN | gap::SLASH) != 0;
            if token.gap & !TIGHT != 0 || bulleted {
                return;
            }
            gaps |= token.gap;
        }
        for word in token.ids {
            if let Some(next) = self.step(node, word) {
                let value = self.values[next as usize];
                if value != UNKNOWN {
                    found(Hit { end: at + 1, gaps, value });
                }
                self.walk_from(tokens, at + 1, next, gaps, found);
            }
        }
    }
}
