//! How much a mention is wanted: the passage says, unless a phrase beside it says otherwise.

use super::Need;
use super::cues::role;
use super::reading::Cue;
use super::reading::Reading;
use super::reading::Stretch;
use super::tokens::gap;

const PREFERRED: u64 = role::PREFERRED_AFTER | role::PREFERRED_BEFORE;
const REQUIRED: u64 = role::REQUIRED_AFTER | role::REQUIRED_BEFORE;
/// A heading has no more words than this.
const HEADING_WORDS: usize = 9;

impl Reading<'_> {
    /// Gives every name its need.
    pub(super) fn weigh_needs(&mut self) {
        if matches!(self.need, Need::Shown | Need::Mentioned) {
            return;
        }
        self.follow_headings();
        let (mut name, mut cue) = (0, 0);
        for clause in self.clauses.clone() {
            let (first_name, first_cue) = (name, cue);
            while self.found.get(name).is_some_and(|found| found.first < clause.end) {
                name += 1;
            }
            while self.cues.get(cue).is_some_and(|found| found.first < clause.end) {
                cue += 1;
            }
            if first_name < name && first_cue < cue {
                let cues = self.cues[first_cue..cue].to_vec();
                self.weigh_forward(clause, &cues, first_name..name);
                self.weigh_backward(clause, &cues, first_name..name);
                self.set_stories_apart(clause, &cues, first_name..name);
                self.set_degrees_apart(clause, &cues, first_name..name);
                self.set_companions_apart(clause, &cues, first_name..name);
            }
        }
    }

    /// "Nice to have:" leads the lines up to the next heading, or to an empty line that no list follows.
    fn follow_headings(&mut self) {
        let mut lead = None;
        let mut listed = false;
        let mut names = 0;
        for number in 0..self.lines.len() {
            let line = self.lines[number];
            let item = self.gap(line.first) & (gap::BULLET | gap::HYPHEN) != 0;
            if self.is_heading(number) {
                lead = self.heading_need(line);
                listed = false;
            } else if self.gap(line.first) & gap::BLANK != 0 && listed && !item {
                lead = None;
            } else {
                listed = true;
            }
            while self.found.get(names).is_some_and(|found| found.first < line.end) {
                if let Some(need) = lead {
                    self.found[names].need = need;
                }
                names += 1;
            }
        }
    }

    fn is_heading(&self, number: usize) -> bool {
        let line = self.lines[number];
        let after = self.gap(line.end);
        let short = line.end - line.first <= HEADING_WORDS;
        let item = self.gap(line.first) & (gap::BULLET | gap::HYPHEN) != 0;
        let named = (line.first..line.end).any(|at| self.owner(at).is_some());
        let colon = after & gap::COLON != 0;
        let next_item =
            self.lines.get(number + 1).is_some_and(|next| self.gap(next.first) & (gap::BULLET | gap::HYPHEN) != 0);
        short
            && (colon || !item)
            && (colon || !named && after & gap::STOP == 0 && (next_item || after & gap::BLANK != 0))
    }

    fn heading_need(&self, line: Stretch) -> Option<Need> {
        let mut need = None;
        for at in line.first..line.end {
            let roles = self.begins[at];
            if roles & role::INERT != 0 {
                continue;
            }
            if roles & PREFERRED != 0 {
                return Some(Need::Preferred);
            }
            if roles & REQUIRED != 0 {
                need = Some(Need::Required);
            }
        }
        need
    }

    /// "Ideally X", "bonus points for X": what follows, to the end of the clause or of its bracket.
    fn weigh_forward(&mut self, clause: Stretch, cues: &[Cue], names: std::ops::Range<usize>) {
        let mut state = None;
        let mut cues = cues.iter().peekable();
        let mut name = names.start;
        for at in clause.first..clause.end {
            let gap = self.gap(at);
            if gap & gap::CLOSE != 0 && gap & gap::OPEN == 0 || self.word_roles(at) & role::BREAK != 0 {
                state = None;
            }
            while let Some(cue) = cues.next_if(|cue| cue.end <= at) {
                if cue.roles & role::INERT != 0 {
                    continue;
                }
                let leads = cue.roles & PREFERRED != 0 && self.gap(cue.end) & gap::COLON != 0;
                let both = cue.roles & role::PREFERRED != 0
                    && self.gap(cue.end) & (gap::COLON | gap::OPEN) == 0
                    && cue.first > clause.first;
                if leads || cue.roles & role::PREFERRED_AFTER != 0 && !both {
                    state = Some(Need::Preferred);
                } else if cue.roles & role::REQUIRED_AFTER != 0 {
                    state = Some(Need::Required);
                }
            }
            if name < names.end && self.found[name].first == at {
                if let Some(need) = state {
                    self.found[name].need = need;
                }
                name += 1;
            }
        }
    }

    /// "X is a plus": what stands before, back to where something new is asked for.
    fn weigh_backward(&mut self, clause: Stretch, cues: &[Cue], names: std::ops::Range<usize>) {
        let mut state: Option<(Need, bool)> = None;
        // Brackets that were closed since the cue, going back: an opening one beyond them is the cue's own.
        let mut closed = 0usize;
        let mut last_name = clause.end;
        let mut cues = cues.iter().rev().peekable();
        let mut name = names.end;
        for at in (clause.first..clause.end).rev() {
            while let Some(cue) = cues.next_if(|cue| cue.first > at) {
                if self.take_backward(cue, &mut state) {
                    (closed, last_name) = (usize::from(self.gap(cue.first) & gap::CLOSE != 0), clause.end);
                }
            }
            if name > names.start && self.found[name - 1].end == at + 1 {
                name -= 1;
                last_name = self.found[name].first;
                if let Some((need, last_only)) = state {
                    self.found[name].need = need;
                    if last_only && self.gap(last_name) & gap::COMMA != 0 {
                        state = None;
                    }
                }
            }
            let gap = self.gap(at);
            if gap & gap::OPEN != 0 {
                if closed == 0 && last_name < clause.end && at <= last_name {
                    state = None;
                }
                closed = closed.saturating_sub(1);
            }
            closed += usize::from(gap & gap::CLOSE != 0);
            let fresh = gap & gap::COMMA != 0 && self.word_roles(at) & role::HEAD != 0;
            if fresh || self.word_roles(at) & role::BREAK != 0 {
                state = None;
            }
        }
    }

    /// What a cue says of what stands before it; true where it says something.
    fn take_backward(&self, cue: &Cue, state: &mut Option<(Need, bool)>) -> bool {
        if cue.roles & role::INERT != 0 {
            return false;
        }
        let bracketed = self.gap(cue.first) & gap::OPEN != 0;
        if cue.roles & role::PREFERRED_BEFORE != 0
            && !(cue.roles & role::PREFERRED != 0 && self.gap(cue.end) & gap::COLON != 0)
        {
            *state = Some((Need::Preferred, bracketed));
        } else if cue.roles & role::UNNEEDED != 0 {
            // What is not needed and still there is wished for: "not required, but a plus".
            *state = Some((Need::Preferred, false));
        } else if cue.roles & role::REQUIRED_BEFORE != 0 {
            *state = Some((Need::Required, bracketed));
        } else {
            return false;
        }
        true
    }
}
