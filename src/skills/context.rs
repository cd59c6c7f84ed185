//! Which doubtful names are skills: "Go" in a list of languages, not in "Go live"; "German" where somebody speaks it.

use std::collections::BTreeSet;

use super::Kind;
use super::Need;
use super::SkillId;
use super::cues::role;
use super::reading::Reading;
use super::tokens::gap;

/// What ends an item of a list.
pub(super) const EDGE: u16 = gap::COMMA
    | gap::SLASH
    | gap::BULLET
    | gap::COLON
    | gap::OPEN
    | gap::CLOSE
    | gap::STOP
    | gap::NEWLINE
    | gap::BLANK
    | gap::WIDE;

impl Reading<'_> {
    /// Decides every doubtful name by the words around it, and forgets those that are no skills.
    pub(super) fn settle_doubts(&mut self) {
        for number in 0..self.found.len() {
            if self.weighs(number) {
                self.found[number].sure = self.is_believed(number);
            } else if !self.found[number].sure {
                self.found[number].sure =
                    if self.is_language(number) { self.spoken(number) } else { self.cued(number) };
            }
        }
        let rivals: Vec<bool> = (0..self.found.len()).map(|number| self.is_spelled_otherwise(number)).collect();
        let led = self.led_lists();
        for (number, led) in led.iter().enumerate().skip(1) {
            self.believe_neighbor(number - 1, number, *led);
        }
        for (number, led) in led.iter().enumerate().skip(1).rev() {
            self.believe_neighbor(number, number - 1, *led);
        }
        self.believe_listed();
        self.believe_columns();
        let written = |name: &super::reading::Found| self.words(name.first, name.end);
        let rivals = self.found.iter().zip(rivals).filter(|(_, rival)| *rival);
        // Once spelled out otherwise, they are so in the whole passage.
        let otherwise: BTreeSet<&str> = rivals.map(|(name, _)| written(name)).collect();
        let rivals: Vec<bool> = self.found.iter().map(|name| otherwise.contains(written(name))).collect();
        let mut rivals = rivals.into_iter();
        self.found.retain(|name| !rivals.next().unwrap_or(false) && name.sure);
        self.own();
    }

    /// True for initials that the text spells out as something else than the skill: "CAD (computer-aided dispatch)".
    fn is_spelled_otherwise(&self, number: usize) -> bool {
        let name = &self.found[number];
        let written = self.words(name.first, name.end);
        let length = written.len();
        if self.spells_before(number) {
            return true;
        }
        let end = name.end + length;
        let bracketed = self.gap(name.end) & gap::OPEN != 0 && self.gap(end) & gap::CLOSE != 0;
        if !bracketed || end > self.tokens.len() || !written.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return false;
        }
        let spells =
            |initials: &mut dyn Iterator<Item = u8>| initials.map(|byte| byte.to_ascii_uppercase()).eq(written.bytes());
        let expansion = &self.tokens[name.end..end];
        let full = &self.taxonomy.entry(SkillId(name.skill)).name;
        let words = full.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.bytes().next());
        spells(&mut expansion.iter().map(|token| self.text.as_bytes()[token.start as usize]))
            && spells(&mut words.into_iter())
            && (name.end..end).all(|at| self.owner(at).is_none_or(|other| self.found[other].skill != name.skill))
    }

    /// True for initials in brackets of other words than the skill's: "computer-aided dispatch (CAD)".
    fn spells_before(&self, number: usize) -> bool {
        let name = &self.found[number];
        let written = self.words(name.first, name.end);
        let bracketed = self.gap(name.first) & gap::OPEN != 0 && self.gap(name.end) & gap::CLOSE != 0;
        let Some(begin) = name.first.checked_sub(written.len()).filter(|_| bracketed) else { return false };
        let spells =
            |initials: &mut dyn Iterator<Item = u8>| initials.map(|byte| byte.to_ascii_uppercase()).eq(written.bytes());
        let full = &self.taxonomy.entry(SkillId(name.skill)).name;
        let words = full.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.bytes().next());
        let expansion = &self.tokens[begin..name.first];
        spells(&mut expansion.iter().map(|token| self.text.as_bytes()[token.start as usize]))
            && (self.kind(number) == Kind::ProgrammingLanguage || spells(&mut words.into_iter()))
            && (begin..name.first).all(|at| self.owner(at).is_none_or(|other| self.found[other].skill != name.skill))
    }

    fn kind(&self, number: usize) -> Kind {
        self.taxonomy.entry(SkillId(self.found[number].skill)).kind
    }

    fn is_language(&self, number: usize) -> bool {
        self.kind(number) == Kind::Language
    }

    /// True where the name is an item of its own: nothing but list marks, "and", "or" beside it.
    fn is_item(&self, number: usize) -> bool {
        let name = &self.found[number];
        let joins = |at: usize| self.word_roles(at) & (role::AND | role::OR) != 0;
        let begins = name.first == 0 || self.gap(name.first) & EDGE != 0 || joins(name.first - 1);
        let ends = self.gap(name.end) & EDGE != 0 || joins(name.end);
        begins && ends
    }

    /// True where the name is all that a list item says.
    fn is_bulleted(&self, number: usize) -> bool {
        let name = &self.found[number];
        self.gap(name.first) & (gap::BULLET | gap::HYPHEN) != 0
            && (name.first == 0 || self.gap(name.first) & gap::NEWLINE != 0)
            && self.gap(name.end) & (gap::NEWLINE | gap::BLANK) != 0
    }

    /// The roles of the cues that end right before the name; a determiner or two may stand between.
    pub(super) fn roles_before(&self, number: usize, wanted: u64) -> bool {
        let first = self.found[number].first;
        for back in 0..=2usize.min(first) {
            let at = first - back;
            let stopped = self.gap(at) & (gap::STOP | gap::BLANK) != 0
                || self.gap(at) & gap::NEWLINE != 0 && self.gap(at) & gap::COLON == 0;
            if back == 0 && stopped {
                return false;
            }
            if self.ends[at] & wanted != 0 {
                return true;
            }
            if at == 0 || self.word_roles(at - 1) & role::DETERMINER == 0 || stopped {
                return false;
            }
        }
        false
    }

    /// The roles of the cues that begin right after the name.
    pub(super) fn roles_after(&self, number: usize, wanted: u64) -> bool {
        let end = self.found[number].end;
        let closed = gap::STOP | gap::BLANK | gap::NEWLINE | gap::COMMA | gap::BULLET | gap::CLOSE;
        self.gap(end) & closed == 0 && self.begins.get(end).is_some_and(|roles| roles & wanted != 0)
    }

    fn cued(&self, number: usize) -> bool {
        let name = &self.found[number];
        let product = self.kind(number).is_product();
        let letter = name.end - name.first == 1 && self.words(name.first, name.end).len() == 1;
        if name.weak {
            return self.lists() && self.is_item(number) && !letter;
        }
        if self.lists() && (self.is_item(number) || !product) {
            return true;
        }
        if self.demands() && (!product || name.exact && (self.is_inside(number) || self.is_item(number) && !letter)) {
            return true;
        }
        let coded = self.kind(number) == Kind::ProgrammingLanguage
            && name.exact
            && name.first > 0
            && self.gap(name.first) == gap::SPACE
            && self.words(name.first - 1, name.first).eq_ignore_ascii_case("in");
        let listed = (!product || name.exact) && self.need != Need::Shown && self.is_bulleted(number);
        coded || listed || self.roles_before(number, role::BEFORE) || self.roles_after(number, role::AFTER)
    }

    /// True where a word of the same line stands before the name, so that its capital letter is its own.
    fn is_inside(&self, number: usize) -> bool {
        let first = self.found[number].first;
        first > 0 && self.gap(first) & (gap::NEWLINE | gap::BLANK | gap::STOP | gap::BULLET | gap::COLON) == 0
    }

    /// True where a demand names a language of people for its own sake: as an item, after "in", or before what says how
    /// well it must be known; not before what it describes ("German customers").
    fn is_demanded(&self, number: usize) -> bool {
        let name = &self.found[number];
        let follows = self.tokens.get(name.end).map_or("", |_| self.words(name.end, name.end + 1));
        let level = [
            "at", "is", "or", "and", "for", "on", "to", "level", "skills", "required", "a1", "a2", "b1", "b2", "c1",
            "c2",
        ];
        let ends = self.gap(name.end) & EDGE != 0 || level.contains(&follows.to_lowercase().as_str());
        let before = if name.first == 0 { "" } else { self.words(name.first - 1, name.first) };
        let opens = name.first == 0 || self.gap(name.first) & EDGE != 0;
        let led =
            ["in", "of", "and", "or", "spoken", "written", "fluent", "good", "excellent", "conversational", "native"];
        ends && (opens || led.contains(&before.to_lowercase().as_str()))
    }

    fn spoken(&self, number: usize) -> bool {
        let name = &self.found[number];
        if name.weak {
            return false;
        }
        if self.lists() && self.is_item(number) || self.demands() && self.is_demanded(number) {
            return true;
        }
        let aside = self.gap(name.end) & (gap::OPEN | gap::COLON | gap::HYPHEN) != 0
            && self.gap(name.end) & (gap::NEWLINE | gap::STOP) == 0
            && self.begins.get(name.end).is_some_and(|roles| roles & role::LANGUAGE_AFTER != 0);
        let after = role::LANGUAGE_AFTER | role::PREFERRED_BEFORE | role::REQUIRED_BEFORE | role::UNNEEDED;
        let entitled = self.gap(name.end) & gap::COLON != 0
            && (name.first == 0 || self.gap(name.first) & (gap::NEWLINE | gap::STOP) != 0);
        aside || entitled || self.roles_before(number, role::LANGUAGE_BEFORE) || self.roles_after(number, after)
    }

    /// For every name, whether the list it stands in is led by a cue: "Skills: bookkeeping, Excel".
    fn led_lists(&self) -> Vec<bool> {
        let mut led = Vec::with_capacity(self.found.len());
        for number in 0..self.found.len() {
            let follows = number > 0 && led[number - 1] && self.joined(number - 1, number).is_some();
            led.push(follows || self.lists() || self.roles_before(number, role::BEFORE));
        }
        led
    }

    /// Believes `other` where it stands beside the believed `sure` in a list; what is weighed by points is left to them.
    fn believe_neighbor(&mut self, sure: usize, other: usize, led: bool) {
        if self.weighs(other)
            || !self.found[sure].sure
            || self.found[other].sure
            || self.is_language(sure) != self.is_language(other)
        {
            return;
        }
        if self.joined(sure.min(other), sure.max(other)).is_none() {
            return;
        }
        let name = &self.found[other];
        let alike = self.kind(sure).is_product() || led && name.exact || !self.kind(other).is_product();
        if alike && (!name.weak && !self.trails_off(other) || self.is_item(other)) {
            self.found[other].sure = true;
        }
    }

    /// True where an ordinary word follows the name at once, so that it may be the beginning of another phrase.
    fn trails_off(&self, number: usize) -> bool {
        let name = &self.found[number];
        !name.exact && !self.is_item(number)
    }

    /// Believes items that a believed product stands in one list with, further off.
    fn believe_listed(&mut self) {
        let mut from = 0;
        for clause in self.clauses.clone() {
            let begin = from;
            while self.found.get(from).is_some_and(|name| name.first < clause.end) {
                from += 1;
            }
            let sure = (begin..from)
                .any(|number| self.found[number].sure && self.kind(number).is_product() && !self.is_language(number));
            let listed = (clause.first + 1..clause.end)
                .filter(|&at| self.gap(at) & (gap::COMMA | gap::SLASH | gap::BULLET) != 0)
                .count();
            if !sure || listed < 2 {
                continue;
            }
            for number in begin..from {
                let name = &self.found[number];
                if !name.sure && name.exact && !self.is_language(number) && self.is_item(number) {
                    self.found[number].sure = true;
                }
            }
        }
    }

    /// Believes a name that is a whole line where a line beside it is a believed name too.
    fn believe_columns(&mut self) {
        let whole: Vec<Option<usize>> = self
            .lines
            .iter()
            .map(|line| {
                let owner = self.owner(line.first)?;
                let name = &self.found[owner];
                (name.first == line.first && name.end == line.end).then_some(owner)
            })
            .collect();
        let mut last_sure = false;
        let mut decide = |found: &mut Vec<super::reading::Found>, spot: Option<usize>| {
            let Some(number) = spot else {
                last_sure = false;
                return;
            };
            found[number].sure |= last_sure;
            last_sure = found[number].sure;
        };
        for spot in &whole {
            decide(&mut self.found, *spot);
        }
        decide(&mut self.found, None);
        for spot in whole.iter().rev() {
            decide(&mut self.found, *spot);
        }
    }
}
