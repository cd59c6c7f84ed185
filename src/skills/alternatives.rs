//! Skills one of which is enough: "Java, Python, Go or similar", "a framework such as React, Vue", "relational databases
//! (PostgreSQL, MySQL, etc.)".

use super::Kind;
use super::Need;
use super::SkillId;
use super::cues::role;
use super::reading::Joint;
use super::reading::Reading;
use super::tokens::gap;

/// How many words before a bracket may ask for one of what it lists.
const CLASS: usize = 8;

impl Reading<'_> {
    /// Numbers the groups of alternatives from `next` on.
    pub(super) fn group_alternatives(&mut self, next: &mut u16) {
        if matches!(self.need, Need::Shown | Need::Mentioned) {
            return;
        }
        let mut first = 0;
        while first < self.found.len() {
            let mut end = first + 1;
            let mut joints = Vec::new();
            while let Some(joint) = (end < self.found.len()).then(|| self.joined(end - 1, end)).flatten() {
                joints.push(joint);
                end += 1;
            }
            if end - first > 1 && self.one_is_enough(first, end, &joints) {
                for name in &mut self.found[first..end] {
                    name.group = Some(*next);
                }
                *next = next.saturating_add(1);
            }
            first = end;
        }
    }

    fn one_is_enough(&self, first: usize, end: usize, joints: &[Joint]) -> bool {
        let (begin, last) = (self.found[first].first, self.found[end - 1].end);
        let examples = self.ends[begin] & role::ALTERNATIVES != 0;
        let listed = examples || self.explains_a_class(begin);
        if joints.contains(&Joint::And) {
            // "Cloud platforms such as AWS, Azure and GCP" asks for one; "tools such as Docker and Kubernetes" for both.
            return listed && self.interchangeable(first, end);
        }
        joints.contains(&Joint::Or)
            || examples
            || self.begins[last] & role::ALTERNATIVES_AFTER != 0
            || (listed || self.trails(last) || joints.iter().all(|joint| *joint == Joint::Slash))
                && self.interchangeable(first, end)
            || listed && self.chooses(begin)
    }

    /// True where a bracket after the name of a class opens before word `begin`: "relational databases (PostgreSQL, ...";
    /// not after a product, whose parts it lists: "AWS (EC2, S3)".
    fn explains_a_class(&self, begin: usize) -> bool {
        let inside = self.gap(begin) & (gap::NEWLINE | gap::BLANK | gap::STOP) == 0;
        let product = |at: usize| {
            let name = self.owner(at).map(|number| self.taxonomy.entry(SkillId(self.found[number].skill)));
            name.is_some_and(|entry| entry.kind.is_product())
        };
        begin > 0 && self.gap(begin) & gap::OPEN != 0 && inside && !product(begin - 1)
    }

    /// True where "etc." follows the list that ends before word `last`.
    fn trails(&self, last: usize) -> bool {
        let closed = gap::NEWLINE | gap::BLANK | gap::STOP | gap::CLOSE;
        last < self.tokens.len()
            && self.gap(last) & closed == 0
            && matches!(self.words(last, last + 1).to_ascii_lowercase().as_str(), "etc" | "usw")
    }

    /// True where the words before a bracket ask for one of a class: "one or more programming languages (Java, Go, C++)".
    fn chooses(&self, begin: usize) -> bool {
        let broken = |at: usize| self.gap(at) & (gap::NEWLINE | gap::BLANK | gap::STOP | gap::COMMA) != 0;
        let from = (begin.saturating_sub(CLASS)..begin).rev().take_while(|&at| !broken(at + 1));
        from.into_iter().any(|at| self.begins[at] & role::ALTERNATIVES != 0)
    }

    /// "AWS/GCP/Azure": products of one kind and one parent, which is no product that all of them are parts of.
    fn interchangeable(&self, first: usize, end: usize) -> bool {
        let entry = |number: usize| self.taxonomy.entry(SkillId(self.found[number].skill));
        let kinds = [Kind::Platform, Kind::Framework, Kind::Library, Kind::Database, Kind::Tool];
        let lead = entry(first);
        let class = |parent: &SkillId| !self.taxonomy.entry(*parent).kind.is_product();
        let alike = |number: usize| {
            let other = entry(number);
            let shared = other.parents.iter().any(|parent| lead.parents.contains(parent) && class(parent));
            kinds.contains(&other.kind) && shared
        };
        (first..end).all(alike)
    }
}
