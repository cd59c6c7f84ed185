//! Skills one of which is enough: "Java, Python, Go or similar", "a framework such as React, Vue".

use super::Kind;
use super::Need;
use super::SkillId;
use super::cues::role;
use super::reading::Joint;
use super::reading::Reading;

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
        if joints.contains(&Joint::And) {
            return false;
        }
        let (begin, last) = (self.found[first].first, self.found[end - 1].end);
        joints.contains(&Joint::Or)
            || self.ends[begin] & role::ALTERNATIVES != 0
            || self.begins[last] & role::ALTERNATIVES_AFTER != 0
            || joints.iter().all(|joint| *joint == Joint::Slash) && self.interchangeable(first, end)
    }

    /// "AWS/GCP/Azure": products of one kind and one parent.
    fn interchangeable(&self, first: usize, end: usize) -> bool {
        let entry = |number: usize| self.taxonomy.entry(SkillId(self.found[number].skill));
        let lead = entry(first);
        let kinds = matches!(lead.kind, Kind::Platform | Kind::Framework | Kind::Database | Kind::Tool);
        kinds
            && (first + 1..end).all(|number| {
                let other = entry(number);
                other.kind == lead.kind && other.parents.iter().any(|parent| lead.parents.contains(parent))
            })
    }
}
