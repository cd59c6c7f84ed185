//! Names that share their last word with the one they are listed before: "unit and integration testing", "front-end and
//! back-end development".

use super::cues::role;
use super::reading::Found;
use super::reading::Reading;
use super::taxonomy::DECOY;
use super::tokens::Token;
use super::tokens::gap;
use super::tokens::plain;
use super::vocabulary::UNKNOWN;

/// No shared word is looked for more than this many items back.
const ITEMS: usize = 4;
/// An item has no more words than this before the shared one.
const WORDS: usize = 3;
/// The end that compounds share has no fewer letters than this, nor has what stands before it.
const ENDING: usize = 4;
/// A bracket is read no farther than so many words.
const BRACKET: usize = 12;

impl Reading<'_> {
    /// Adds the names that lack only the last word of the name behind them, or of the one before their bracket.
    pub(super) fn find_sharers(&mut self) {
        let mut more = self.bracketed();
        more.extend((1..self.tokens.len()).filter_map(|at| self.compound(at)));
        for name in self.found.iter().filter(|name| name.end - name.first > 1) {
            let mut right = name.first;
            for _ in 0..ITEMS {
                let Some(sharer) = self.sharer(right, name.end - 1) else { break };
                right = sharer.first;
                more.push(sharer);
            }
        }
        self.add(more);
    }

    /// Adds names in their order. Of those that overlap the first counts, and of those of the same words the added one.
    pub(super) fn add(&mut self, mut more: Vec<Found>) {
        if more.is_empty() {
            return;
        }
        more.append(&mut self.found);
        self.found = more;
        self.found.sort_by_key(|name| (name.first, name.end));
        let mut covered = 0;
        self.found.retain(|name| {
            let free = name.first >= covered;
            covered = covered.max(name.end);
            free
        });
    }

    /// The name that a word with a hanging hyphen makes with the end of the compound it is listed before: "Kreditoren-" in
    /// "Kreditoren- und Debitorenbuchhaltung".
    fn compound(&self, at: usize) -> Option<Found> {
        let hangs = self.gap(at) & (gap::HYPHEN | gap::SPACE) == gap::HYPHEN | gap::SPACE
            && self.text[self.tokens[at - 1].end as usize..].starts_with('-');
        let whole = at + 1;
        if !hangs || !self.is_conjunction(at) || whole >= self.tokens.len() || self.gap(whole) != gap::SPACE {
            return None;
        }
        let (begin, compound) = (plain(self.words(at - 1, at)), plain(self.words(whole, whole + 1)));
        let ends = compound.char_indices().skip(ENDING).map(|(from, _)| &compound[from..]);
        let mut ends = ends.take_while(|end| end.len() >= ENDING);
        ends.find_map(|end| {
            let id = self.taxonomy.vocabulary.id(&format!("{begin}{end}"));
            let word = Token { ids: [id, UNKNOWN], ..self.tokens[at - 1] };
            let mut made = None;
            self.taxonomy.trie.walk(&[word], 0, &mut |hit| made = self.undoubted(hit.value, at - 1, at));
            made.filter(|_| id != UNKNOWN)
        })
    }

    /// The name that the words in front of the item at word `right` make with word `last`.
    fn sharer(&self, right: usize, last: usize) -> Option<Found> {
        let end = self.before_joint(right)?;
        let joined = |at: usize| self.gap(at) & !(gap::SPACE | gap::HYPHEN) == 0;
        (1..=WORDS.min(end)).rev().find_map(|count| {
            let first = end - count;
            let whole = (first + 1..end).all(joined);
            if whole { self.with_word(first, end, last) } else { None }
        })
    }

    /// The name that words `first..end`, which are part of none, make with word `last`.
    fn with_word(&self, first: usize, end: usize, last: usize) -> Option<Found> {
        let next = self.found.partition_point(|name| name.end <= first);
        if self.found.get(next).is_some_and(|name| name.first < end) {
            return None;
        }
        let mut words = self.tokens[first..end].to_vec();
        words[0].gap = gap::SPACE;
        words.push(self.tokens[last]);
        words[end - first].gap = gap::SPACE;
        let mut best = None;
        self.taxonomy.trie.walk(&words, 0, &mut |hit| {
            if hit.end == words.len() {
                best = self.undoubted(hit.value, first, end);
            }
        });
        best
    }

    /// The names that the items of a bracket make with the last word of a name right or soon before it: "automated tests
    /// for shops (unit, integration)".
    fn bracketed(&self) -> Vec<Found> {
        let mut made = Vec::new();
        for name in self.found.iter().filter(|name| name.end - name.first > 1) {
            let opens = |at: usize| self.gap(at) & gap::OPEN != 0;
            let soon = name.end..(name.end + ITEMS).min(self.tokens.len());
            let Some(open) = soon.clone().find(|&at| opens(at)) else { continue };
            if soon.take_while(|&at| at <= open).any(|at| self.gap(at) & (gap::STOP | gap::BLANK) != 0) {
                continue;
            }
            // No farther, so that brackets that are never closed cost no more than others.
            let most = (open + BRACKET).min(self.tokens.len());
            let mut first = open;
            while first < most && (first == open || self.gap(first) & gap::CLOSE == 0) {
                let apart = |at: usize| self.gap(at) & (gap::COMMA | gap::SLASH | gap::CLOSE) != 0;
                let last = Some(most).filter(|&end| end == self.tokens.len());
                let Some(end) = (first + 1..most).find(|&at| apart(at)).or(last) else { break };
                if end - first <= WORDS {
                    made.extend(self.with_word(first, end, name.end - 1));
                }
                first = end;
            }
        }
        made
    }

    /// Where the item before the one at word `right` ends, if a comma, a slash, "and" or "or" joins them.
    fn before_joint(&self, right: usize) -> Option<usize> {
        let apart = gap::STOP | gap::BLANK | gap::COLON | gap::NEWLINE | gap::OPEN | gap::CLOSE | gap::BULLET;
        let mut at = right;
        let mut listed = false;
        while at > 0 && self.gap(at) & apart == 0 {
            listed |= self.gap(at) & (gap::COMMA | gap::SLASH) != 0;
            if self.is_conjunction(at - 1) && right - at < 2 {
                listed = true;
                at -= 1;
                continue;
            }
            return listed.then_some(at);
        }
        None
    }

    /// True for the word "and", "or" or their like in another language, and for "&".
    fn is_conjunction(&self, at: usize) -> bool {
        let word = self.words(at, at + 1);
        word == "&" || word.len() <= 4 && self.word_roles(at) & (role::AND | role::OR) != 0 && word != "with"
    }

    /// The skill of the first form from `value` on that asks for no capitals and is not doubtful, as a name of words `first..end`.
    fn undoubted(&self, value: u32, first: usize, end: usize) -> Option<Found> {
        let mut next = value;
        while next != UNKNOWN {
            let form = &self.taxonomy.forms[next as usize];
            next = form.next;
            if form.surface.is_none() && form.skill != DECOY && !form.marks.doubtful && !form.marks.vague {
                return self.found(form, first, end, false).map(|(name, _)| name);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::skills::Need;
    use crate::skills::Passage;
    use crate::skills::Setting;
    use crate::skills::Taxonomy;

    fn names(text: &str) -> Vec<String> {
        let taxonomy = Taxonomy::builtin();
        let passage = Passage { text, need: Need::Required, setting: Setting::Demands, months: None };
        taxonomy.mentions(&passage).iter().map(|mention| taxonomy.entry(mention.id).name.clone()).collect()
    }

    #[test]
    fn a_shared_last_word_is_read_with_each() {
        for text in ["unit and integration testing", "Unit/integration tests", "unit & integration testing"] {
            assert_eq!(names(text), ["unit testing", "integration testing"], "{text}");
        }
        assert_eq!(
            names("Writing unit, integration, and end-to-end tests"),
            ["unit testing", "integration testing", "end-to-end testing"]
        );
        assert_eq!(names("front-end and back-end development"), ["front-end development", "back-end development"]);
    }

    #[test]
    fn a_bracket_shares_the_word_before_it() {
        assert_eq!(
            names("Writing automated tests for shops (unit, integration, end-to-end)"),
            ["software testing", "unit testing", "integration testing", "end-to-end testing"]
        );
        assert_eq!(names("Unit tests (Mill, Rye)"), ["unit testing"]);
    }

    #[test]
    fn compounds_share_their_end() {
        assert_eq!(
            names("Kreditoren- und Debitorenbuchhaltung, Anlagen- oder Finanzbuchhaltung"),
            ["accounts payable", "accounts receivable", "fixed assets", "financial accounting"]
        );
    }

    #[test]
    fn words_of_their_own_share_nothing() {
        assert_eq!(names("Tests of one unit. Integration testing"), ["integration testing"]);
        assert_eq!(names("a unit for integration testing"), ["integration testing"]);
        assert_eq!(names("Python and load testing"), ["Python", "load testing"]);
    }
}
