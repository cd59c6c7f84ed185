//! A passage as the finder sees it: words, names that may be skills, cues, lines and clauses.

use super::Fluency;
use super::Need;
use super::Passage;
use super::Setting;
use super::cues::role;
use super::forms::KNOWLEDGE;
use super::forms::is_letter;
use super::taxonomy::DECOY;
use super::taxonomy::StoredForm;
use super::taxonomy::Taxonomy;
use super::tokens::Token;
use super::tokens::cut;
use super::tokens::gap;
use super::trie::Hit;
use super::vocabulary::UNKNOWN;

/// The roles that say nothing but that a skill stands beside them: such a cue does not hide those inside it.
const CONTEXT: u64 = role::FILLER
    | role::DETERMINER
    | role::BEFORE
    | role::AFTER
    | role::LANGUAGE_BEFORE
    | role::LANGUAGE_AFTER
    | role::HEAD
    | role::YEAR_FILLER
    | role::YEAR_LINK
    | role::AND
    | role::OR;

/// The roles that a cue keeps where a longer one begins at the same word: "experience" in "experience in".
const BESIDE: u64 = role::BEFORE | role::AFTER | role::LANGUAGE_BEFORE | role::LANGUAGE_AFTER;

/// A name in the text that is, or may be, a skill.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) skill: u32,
    /// Its words: `tokens[first..end]`.
    pub(super) first: usize,
    pub(super) end: usize,
    /// True where it is believed.
    pub(super) sure: bool,
    /// True where the form asks for a capitalization that the text does not show.
    pub(super) weak: bool,
    /// True where the form asks for a capitalization and the text shows it.
    pub(super) exact: bool,
    /// True where the form is named more often than it is asked for.
    pub(super) vague: bool,
    pub(super) need: Need,
    pub(super) years: Option<f32>,
    pub(super) fluency: Option<Fluency>,
    /// Skills of one number are alternatives.
    pub(super) group: Option<u16>,
}

/// A cue in the text: `tokens[first..end]`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cue {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) roles: u64,
}

/// A stretch of words: `tokens[first..end]`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) first: usize,
    pub(super) end: usize,
}

/// A passage taken apart.
pub(super) struct Reading<'a> {
    pub(super) taxonomy: &'a Taxonomy,
    pub(super) text: &'a str,
    pub(super) need: Need,
    pub(super) setting: Setting,
    /// The areas of work that the document is about, as bits.
    pub(super) areas: u32,
    pub(super) tokens: Vec<Token>,
    pub(super) tail: u16,
    pub(super) found: Vec<Found>,
    pub(super) cues: Vec<Cue>,
    /// The roles of the cues that begin at a word.
    pub(super) begins: Vec<u64>,
    /// The roles of the cues that end before a word; one more than there are words.
    pub(super) ends: Vec<u64>,
    pub(super) lines: Vec<Stretch>,
    pub(super) clauses: Vec<Stretch>,
    /// The place in `found` of the name that a word is part of, or [`UNKNOWN`].
    pub(super) owner: Vec<u32>,
}

impl<'a> Reading<'a> {
    /// Takes `passage` apart. Nothing doubtful is believed yet.
    pub(super) fn new(taxonomy: &'a Taxonomy, passage: &Passage<'a>) -> Self {
        let words = cut(passage.text, &taxonomy.vocabulary);
        let count = words.tokens.len();
        let mut reading = Self {
            taxonomy,
            text: passage.text,
            need: passage.need,
            setting: passage.setting,
            areas: 0,
            tokens: words.tokens,
            tail: words.tail,
            found: Vec::new(),
            cues: Vec::new(),
            begins: vec![0; count + 1],
            ends: vec![0; count + 1],
            lines: Vec::new(),
            clauses: Vec::new(),
            owner: Vec::new(),
        };
        reading.cut_lines();
        reading.cut_clauses();
        reading.find_cues();
        reading.find_names();
        reading.find_sharers();
        reading.own();
        reading
    }

    /// True where the passage is a list of skills, or a title, which names what it is about.
    pub(super) const fn lists(&self) -> bool {
        matches!(self.setting, Setting::Listing | Setting::Title)
    }

    /// True where the passage says what one must bring.
    pub(super) const fn demands(&self) -> bool {
        matches!(
            (self.setting, self.need),
            (Setting::Demands, _) | (Setting::Listing, Need::Required | Need::Preferred)
        )
    }

    /// What stands before word `at`, or after the last one.
    pub(super) fn gap(&self, at: usize) -> u16 {
        self.tokens.get(at).map_or(self.tail | gap::BLANK, |token| token.gap)
    }

    /// The text of words `first..end`.
    pub(super) fn words(&self, first: usize, end: usize) -> &'a str {
        match (self.tokens.get(first), self.tokens.get(end.wrapping_sub(1))) {
            (Some(a), Some(b)) if a.start <= b.end => &self.text[a.start as usize..b.end as usize],
            _ => "",
        }
    }

    /// The roles of word `at` alone.
    pub(super) fn word_roles(&self, at: usize) -> u64 {
        self.tokens.get(at).map_or(0, |token| self.taxonomy.cues.word(token.ids))
    }

    /// The place in `found` of the name that word `at` is part of.
    pub(super) fn owner(&self, at: usize) -> Option<usize> {
        self.owner.get(at).filter(|owner| **owner != UNKNOWN).map(|owner| *owner as usize)
    }

    /// Notes which word is part of which name.
    pub(super) fn own(&mut self) {
        self.owner.clear();
        self.owner.resize(self.tokens.len(), UNKNOWN);
        for (number, name) in (0u32..).zip(&self.found) {
            self.owner[name.first..name.end].fill(number);
        }
    }

    fn cut_lines(&mut self) {
        let breaks = |at: usize| at == 0 || self.tokens[at].gap & gap::NEWLINE != 0;
        self.lines = stretches(self.tokens.len(), breaks);
    }

    fn cut_clauses(&mut self) {
        let breaks = |at: usize| {
            let token = &self.tokens[at];
            let wrapped = || {
                let first = self.text[token.start as usize..].chars().next();
                token.gap & (gap::BULLET | gap::HYPHEN | gap::BLANK | gap::STOP | gap::COLON | gap::OTHER) == 0
                    && first.is_some_and(char::is_lowercase)
            };
            at == 0
                || token.gap & (gap::STOP | gap::BLANK) != 0
                || token.gap & gap::NEWLINE != 0 && !wrapped()
                || token.gap & gap::BULLET != 0 && self.need != Need::Shown
        };
        self.clauses = stretches(self.tokens.len(), breaks);
    }

    fn find_cues(&mut self) {
        let mut covered = 0;
        for first in 0..self.tokens.len() {
            let mut best: Option<(usize, u64)> = None;
            let mut beside = 0;
            let Self { taxonomy, tokens, ends, .. } = self;
            taxonomy.cues.trie.walk(tokens, first, &mut |hit| {
                let within =
                    hit.gaps & gap::SLASH == 0 && hit.gaps & (gap::HYPHEN | gap::SPACE) != gap::HYPHEN | gap::SPACE;
                if !within || hit.end <= covered {
                    return;
                }
                let roles = taxonomy.cues.roles(hit.value);
                beside |= roles & BESIDE;
                ends[hit.end] |= roles & BESIDE;
                if best.is_none_or(|(end, _)| hit.end > end) {
                    best = Some((hit.end, roles));
                }
            });
            let Some((end, roles)) = best else { continue };
            if roles & !CONTEXT != 0 {
                covered = end;
            }
            self.begins[first] |= roles | beside;
            self.ends[end] |= roles;
            self.cues.push(Cue { first, end, roles });
        }
    }

    fn find_names(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            let mut best: Option<(Found, bool)> = None;
            self.taxonomy.trie.walk(&self.tokens, at, &mut |hit| {
                let longer = best.as_ref().is_none_or(|(name, _)| hit.end > name.end);
                if let Some(name) = longer.then(|| self.accept(at, hit)).flatten() {
                    best = Some(name);
                }
            });
            at = match best {
                Some((name, decoy)) => {
                    let end = name.end;
                    if !decoy {
                        self.found.push(name);
                    }
                    end
                }
                None => at + 1,
            };
        }
    }

    /// The name that a hit is, and whether it is a decoy; `None` where the form does not allow what is written.
    fn accept(&self, first: usize, hit: Hit) -> Option<(Found, bool)> {
        let spaced_hyphen = hit.gaps & gap::HYPHEN != 0 && hit.gaps & gap::SPACE != 0;
        let mut next = hit.value;
        let mut weak: Option<&StoredForm> = None;
        let mut plain: Option<&StoredForm> = None;
        let written = self.words(first, hit.end);
        while next != UNKNOWN {
            let form = &self.taxonomy.forms[next as usize];
            next = form.next;
            if !form.loose && (hit.gaps & gap::SLASH != 0 || spaced_hyphen) {
                continue;
            }
            match &form.surface {
                Some(surface) if same_letters(surface, written) => return self.found(form, first, hit.end, false),
                Some(_) => weak = weak.or(Some(form).filter(|form| form.skill != DECOY)),
                None => plain = Some(form),
            }
        }
        match (plain, weak) {
            (Some(form), _) => self.found(form, first, hit.end, false),
            (None, Some(form)) => self.found(form, first, hit.end, true),
            (None, None) => None,
        }
    }

    pub(super) fn found(&self, form: &StoredForm, first: usize, end: usize, weak: bool) -> Option<(Found, bool)> {
        let written = self.words(first, end);
        let single = end - first == 1 && written.chars().nth(1).is_none();
        let touching = |at: usize| {
            self.gap(at) & (gap::HYPHEN | gap::APOSTROPHE | gap::DOT) != 0
                && self.gap(at) & (gap::SPACE | gap::NEWLINE | gap::COMMA | gap::STOP | gap::BULLET) == 0
        };
        let ampersand = |at: usize| {
            self.tokens
                .get(at)
                .is_some_and(|token| token.end - token.start == 1 && self.text.as_bytes()[token.start as usize] == b'&')
        };
        if single && form.skill != DECOY {
            let joined = touching(first) && first > 0 || touching(end) && end < self.tokens.len();
            if joined || ampersand(end) || first > 0 && ampersand(first - 1) {
                return None;
            }
        }
        if self.is_address(end) || self.is_label(first) {
            return None;
        }
        let language =
            form.skill != DECOY && self.taxonomy.entry(super::SkillId(form.skill)).kind == super::Kind::Language;
        let shouted = form.marks.exact && written.len() <= 4 && self.shouts(first);
        let spoken = !language || written.ends_with(KNOWLEDGE);
        let sure = !weak && !form.marks.doubtful && spoken && !shouted;
        let found = Found {
            skill: form.skill,
            first,
            end,
            sure,
            weak,
            exact: form.marks.exact && !weak,
            vague: form.marks.vague,
            need: self.need,
            years: None,
            fluency: None,
            group: None,
        };
        Some((found, form.skill == DECOY))
    }

    /// True where the neighbors of word `at` in its line are all capitals, so that capitals say nothing.
    fn shouts(&self, at: usize) -> bool {
        let from = at.saturating_sub(4);
        let mut others = (from..at + 5).filter(|&other| other != at).filter_map(|other| self.tokens.get(other));
        let mut loud = 0;
        let long = |token: &&Token| {
            token.end - token.start >= 3 && self.text.as_bytes()[token.start as usize].is_ascii_alphabetic()
        };
        for token in others.by_ref().filter(long) {
            if !token.capitals {
                return false;
            }
            loud += 1;
        }
        loud > 0
    }

    /// True where names `left` and `right` (places in `found`) are neighbors in a list: "Go, Rust", "Go/Rust", "Go and
    /// Rust". Says whether what joins them is an "or", an "and", or neither.
    pub(super) fn joined(&self, left: usize, right: usize) -> Option<Joint> {
        let (from, to) = (self.found[left].end, self.found[right].first);
        if to < from || to - from > 2 {
            return None;
        }
        let mut gaps = 0;
        for at in from..=to {
            gaps |= self.gap(at);
        }
        if gaps & (gap::STOP | gap::BLANK | gap::COLON | gap::NEWLINE) != 0 {
            return None;
        }
        let mut roles = 0;
        for at in from..to {
            let word = self.word_roles(at) & (role::AND | role::OR);
            if word == 0 {
                return None;
            }
            roles |= word;
        }
        let listed = gap::COMMA | gap::SLASH | gap::BULLET | gap::HYPHEN | gap::PLUS | gap::WIDE | gap::OTHER;
        if roles & role::OR != 0 {
            Some(Joint::Or)
        } else if roles & role::AND != 0 {
            Some(Joint::And)
        } else if gaps & listed != 0 {
            Some(if gaps & gap::SLASH != 0 { Joint::Slash } else { Joint::List })
        } else {
            None
        }
    }
}

/// What joins two neighbors in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// "or".
    Or,
    /// "and".
    And,
    /// A slash.
    Slash,
    /// A comma, a bullet, a column.
    List,
}

/// True where `written` has the letters, digits and signs of `surface`, which has nothing else.
fn same_letters(surface: &str, written: &str) -> bool {
    surface.chars().eq(written.chars().filter(|c| is_letter(*c)))
}

/// Cuts `0..count` where `breaks` says.
fn stretches(count: usize, breaks: impl Fn(usize) -> bool) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    for at in 0..count {
        match all.last_mut() {
            Some(last) if !breaks(at) => last.end = at + 1,
            _ => all.push(Stretch { first: at, end: at + 1 }),
        }
    }
    all
}
