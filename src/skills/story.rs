//! Mentions that ask for nothing: addresses and labels, the company's own story, the subjects of degrees, the people one works with.

use std::ops::Range;

use super::Need;
use super::cues::role;
use super::reading::Cue;
use super::reading::Reading;
use super::reading::Stretch;
use super::tokens::gap;

/// What web addresses end with.
const ADDRESS_ENDS: [&str; 9] = ["com", "org", "net", "io", "co", "ai", "dev", "de", "eu"];

/// A label begins no farther before its last word, in bytes.
const LABEL: usize = 12;

impl Reading<'_> {
    /// True where words that end before `end` are part of a web address: "docs.example.com".
    pub(super) fn is_address(&self, end: usize) -> bool {
        let joined = end < self.tokens.len() && self.gap(end) == gap::DOT;
        joined && ADDRESS_ENDS.iter().any(|known| self.words(end, end + 1).eq_ignore_ascii_case(known))
    }

    /// True where word `first` stands in a label of a job board: "#BI-Remote", "#LI-KS1" (a recruiter's initials).
    pub(super) fn is_label(&self, first: usize) -> bool {
        let end = self.tokens.get(first).map_or(0, |token| token.start as usize);
        let before = &self.text.as_bytes()[end.saturating_sub(LABEL)..end];
        let leads = before.last() == Some(&b'#') && self.gap(first + 1) & gap::HYPHEN != 0;
        leads && self.tokens.get(first + 1).is_some_and(|next| next.capital)
            || before.last() == Some(&b'-')
                && before
                    .iter()
                    .rposition(|&byte| byte == b'#' || byte.is_ascii_whitespace())
                    .is_some_and(|at| before[at] == b'#')
    }

    /// The company's own story asks nothing, and neither do the tools that people talk by.
    pub(super) fn set_stories_apart(&mut self, clause: Stretch, cues: &[Cue], names: Range<usize>) {
        let roles = cues.iter().filter(|cue| cue.roles & role::INERT == 0).fold(0, |all, cue| all | cue.roles);
        let told = roles & role::STORY != 0 || self.begins[clause.first] & role::STORY_START != 0;
        let story = told && roles & role::STORY_NOT == 0;
        for number in names {
            let (first, end) = (self.found[number].first, self.found[number].end);
            let office = self.taxonomy.office[self.found[number].skill as usize];
            let spoken = self.ends[first] & role::CHAT_NEXT != 0 || self.begins[end] & role::CHAT_AFTER != 0;
            if story || office && (spoken || roles & role::CHAT != 0 && roles & role::STORY_NOT == 0) {
                self.found[number].need = Need::Mentioned;
            }
        }
    }

    /// The subject of a degree is no skill that is asked for.
    pub(super) fn set_degrees_apart(&mut self, clause: Stretch, cues: &[Cue], names: Range<usize>) {
        let mut reached = 0;
        for cue in cues.iter().filter(|cue| cue.roles & role::DEGREE != 0) {
            if let Some(number) = cue.first.checked_sub(1).and_then(|at| self.owner(at)) {
                self.set_subject_apart(number);
            }
            for at in cue.end.max(reached)..clause.end {
                let stops = role::BREAK | role::YEAR | role::NEGATES | role::REQUIRED_AFTER;
                let experience = self.word_roles(at) & role::HEAD != 0 && self.owner(at).is_none();
                if self.word_roles(at) & stops != 0 || experience {
                    break;
                }
                reached = at + 1;
                if let Some(number) = self.owner(at).filter(|number| names.contains(number)) {
                    self.set_subject_apart(number);
                }
            }
        }
    }

    /// Whom one works with is asked for nothing oneself: "work closely with QA and DevOps", "with the data science teams".
    pub(super) fn set_companions_apart(&mut self, clause: Stretch, cues: &[Cue], names: Range<usize>) {
        for cue in cues.iter().filter(|cue| cue.roles & role::COMPANIONS != 0) {
            for at in cue.end..clause.end {
                let stops = self.gap(at) & (gap::COLON | gap::OPEN) != 0 && at > cue.end;
                if stops || self.word_roles(at) & (role::BREAK | role::COMPANIONS_END) != 0 {
                    break;
                }
                if let Some(number) = self.owner(at).filter(|number| names.contains(number)) {
                    self.set_subject_apart(number);
                }
            }
        }
        let leads = cues.iter().any(|cue| cue.roles & role::LEADS != 0);
        let mut people = false;
        for number in names.rev() {
            let end = self.found[number].end;
            let next = self.gap(end) & (gap::COMMA | gap::STOP | gap::COLON | gap::OPEN | gap::NEWLINE) == 0
                && self.begins[end] & role::PEOPLE != 0;
            people = next || people && self.joined(number, number + 1).is_some();
            if people && !leads {
                self.set_subject_apart(number);
            }
        }
    }

    fn set_subject_apart(&mut self, number: usize) {
        let name = &mut self.found[number];
        if !self.taxonomy.entry(super::SkillId(name.skill)).kind.is_product() {
            name.need = Need::Mentioned;
        }
    }
}
