//! From passages to the skills of a document.

use super::Fluency;
use super::Kind;
use super::Need;
use super::Passage;
use super::Skill;
use super::SkillId;
use super::belief::areas;
use super::duties::about;
use super::reading::Found;
use super::reading::Reading;
use super::taxonomy::Taxonomy;
use super::tokens::gap;
use super::vocabulary::WordMap;
use super::years::months_covered;

/// Evidence is no longer than this many bytes, unless the name itself is.
const EVIDENCE: usize = 160;

/// Where a passage names a skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The skill.
    pub id: SkillId,
    /// Where the name begins, in bytes of the passage's text.
    pub start: usize,
    /// Where it ends, in bytes of the passage's text.
    pub end: usize,
}

/// What is known of one skill so far.
struct Gathered {
    need: Need,
    years: Option<f32>,
    fluency: Option<Fluency>,
    passage: usize,
    evidence: (usize, usize),
    group: Option<u16>,
    /// Alternatives that it is one of and that are settled, since it is asked alone as well.
    left: Vec<u16>,
    spans: Vec<(i32, i32)>,
}

impl Taxonomy {
    /// Where `passage` names skills, in order and without overlaps; names that mean something else, and names of what is
    /// expressly not asked for, are left out. Linear in the length of the text.
    #[must_use]
    pub fn mentions(&self, passage: &Passage<'_>) -> Vec<Mention> {
        let mut reading = Reading::new(self, passage);
        let mut counts = vec![0; self.areas];
        reading.count_areas(&mut counts);
        reading.areas = areas(&counts);
        reading.settle_doubts();
        let about = about(std::slice::from_ref(&reading));
        reading.find_duties(about);
        reading.drop_negated();
        let place = |name: &Found| Mention {
            id: SkillId(name.skill),
            start: reading.tokens[name.first].start as usize,
            end: reading.tokens[name.end - 1].end as usize,
        };
        reading.found.iter().map(place).collect()
    }

    /// The skills of a document: each once, with its strongest need, the words that show it, and the most years that are
    /// stated of it or, where its passages are dated, covered by them. Strongest need first, then in order of appearance.
    #[must_use]
    pub fn find(&self, passages: &[Passage<'_>]) -> Vec<Skill> {
        let mut order: Vec<u32> = Vec::new();
        let mut gathered: WordMap<u32, Gathered> = WordMap::default();
        let mut groups = 0;
        let mut readings: Vec<Reading<'_>> = passages.iter().map(|passage| Reading::new(self, passage)).collect();
        let mut counts = vec![0; self.areas];
        readings.iter().for_each(|reading| reading.count_areas(&mut counts));
        let (asked, about) = (areas(&counts), about(&readings));
        for (number, (reading, passage)) in readings.iter_mut().zip(passages).enumerate() {
            reading.areas = asked;
            reading.settle_doubts();
            reading.find_duties(about);
            reading.drop_negated();
            reading.weigh_needs();
            reading.count_years();
            reading.tell_fluency();
            reading.group_alternatives(&mut groups);
            for name in &reading.found {
                let known = gathered.entry(name.skill).or_insert_with(|| {
                    order.push(name.skill);
                    Gathered {
                        need: name.need,
                        years: None,
                        fluency: None,
                        passage: number,
                        evidence: reading.evidence(name),
                        group: name.group,
                        left: Vec::new(),
                        spans: Vec::new(),
                    }
                });
                known.take(name, number, reading, passage.months);
            }
        }
        let mut skills: Vec<Skill> = Vec::with_capacity(order.len());
        let settled: Vec<u16> = gathered.values().flat_map(|known| known.left.iter().copied()).collect();
        for id in order {
            if let Some(mut known) = gathered.remove(&id) {
                if known.need == Need::Required && known.group.is_some_and(|group| settled.contains(&group)) {
                    // "SQL. Also: Power BI or SQL": who has SQL lacks nothing that is required.
                    known.need = Need::Preferred;
                }
                skills.push(known.finish(SkillId(id), self.entry(SkillId(id)).kind, passages));
            }
        }
        lone_groups_apart(&mut skills);
        skills.sort_by_key(|skill| std::cmp::Reverse(skill.need));
        skills
    }
}

impl Gathered {
    fn take(&mut self, name: &Found, passage: usize, reading: &Reading<'_>, months: Option<(i32, i32)>) {
        let better = name.need > self.need;
        if self.group.is_some() && name.group.is_none() && name.need >= self.need {
            self.left.extend(self.group);
        } else if self.group.is_none() && name.need <= self.need {
            self.left.extend(name.group);
        }
        let dated = name.need == self.need && (name.years > self.years || name.fluency > self.fluency);
        if better {
            self.fluency = None;
            self.group = name.group;
        } else if name.need == self.need && name.group.is_none() {
            self.group = None;
        }
        if better || dated {
            self.need = name.need;
            self.passage = passage;
            self.evidence = reading.evidence(name);
        }
        if name.need == self.need {
            self.fluency = self.fluency.max(name.fluency);
        }
        if name.years > self.years {
            self.years = name.years;
        }
        if let Some(span) = months.filter(|span| self.spans.last() != Some(span)) {
            self.spans.push(span);
        }
    }

    fn finish(mut self, id: SkillId, kind: Kind, passages: &[Passage<'_>]) -> Skill {
        #[expect(clippy::cast_precision_loss, reason = "months of a life are few")]
        let held = months_covered(&mut self.spans) as f32 / 12.0;
        let years = self.years.unwrap_or(0.0).max(held);
        let (start, end) = self.evidence;
        let evidence = passages[self.passage].text[start..end].to_owned();
        let years = (years > 0.0 && kind != Kind::Language).then(|| (years * 10.0).round() / 10.0);
        Skill { id, need: self.need, years, fluency: self.fluency, evidence, group: self.group }
    }
}

/// A group that one skill is left of is no group.
fn lone_groups_apart(skills: &mut [Skill]) {
    let mut sizes: WordMap<u32, u32> = WordMap::default();
    for group in skills.iter().filter_map(|skill| skill.group) {
        *sizes.entry(u32::from(group)).or_insert(0) += 1;
    }
    for skill in skills {
        skill.group = skill.group.filter(|group| sizes.get(&u32::from(*group)).is_some_and(|size| *size > 1));
    }
}

impl Reading<'_> {
    /// The bytes of the clause around a name, as far as one line and [`EVIDENCE`] reach.
    fn evidence(&self, name: &Found) -> (usize, usize) {
        let clause = self.clauses.partition_point(|clause| clause.end <= name.first);
        let bounds =
            self.clauses.get(clause).map_or((name.first, name.end), |clause| (clause.first, clause.end.max(name.end)));
        let start_of = |at: usize| self.tokens[at].start as usize;
        let end_of = |at: usize| self.tokens[at - 1].end as usize;
        let (mut first, mut end) = (name.first, name.end);
        while first > bounds.0 && self.gap(first) & gap::NEWLINE == 0 && end_of(end) - start_of(first - 1) <= EVIDENCE {
            if end_of(end) - start_of(first - 1) > EVIDENCE / 2 && end_of(bounds.1) - start_of(first) > EVIDENCE {
                break;
            }
            first -= 1;
        }
        while end < bounds.1 && self.gap(end) & gap::NEWLINE == 0 && end_of(end + 1) - start_of(first) <= EVIDENCE {
            end += 1;
        }
        let opened = self.text[..start_of(first)].ends_with('(') && first > 0;
        let start = start_of(first) - usize::from(opened);
        let rest = &self.text[end_of(end)..];
        let closing = rest.bytes().take(3).take_while(|byte| b").%!?\"".contains(byte)).count();
        (start, end_of(end) + closing)
    }
}
