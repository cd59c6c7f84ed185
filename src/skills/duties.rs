//! Skills that are told as what one does: "improve our release processes" is process improvement. What is done and what it
//! is done to stand in `data/duties.tsv`, with how far apart they may be.

use crate::error::Error;
use crate::error::Result;

use super::Need;
use super::Setting;
use super::SkillId;
use super::belief::areas;
use super::reading::Found;
use super::reading::Reading;
use super::reading::Stretch;
use super::tokens::gap;
use super::trie::Trie;
use super::vocabulary::UNKNOWN;
use super::vocabulary::Vocabulary;

/// The shipped duties.
pub(super) const DUTIES: &str = include_str!("../../data/duties.tsv");

/// The area that a document must be about for duties marked `tech`.
const TECHNOLOGY: &str = "technology";

/// Words for those who do what follows soon after.
const THEY: [&str; 10] = ["who", "whom", "that", "which", "someone", "somebody", "nobody", "others", "else", "they"];

/// People who are not the reader: what follows at once is theirs.
const OTHERS: [&str; 12] = [
    "customers",
    "clients",
    "companies",
    "businesses",
    "users",
    "managers",
    "leaders",
    "teams",
    "engineers",
    "organizations",
    "people",
    "staff",
];

/// One row: what is done to what, and the skill that it takes.
#[derive(Debug)]
struct Duty {
    skill: u32,
    /// No more words than this stand between what is done and what it is done to.
    words: usize,
    /// The area that the document must be about, as a bit; all bits where any will do.
    areas: u32,
}

/// The duties, ready to be found.
#[derive(Debug, Default)]
pub(super) struct Duties {
    all: Vec<Duty>,
    actions: Phrases,
    objects: Phrases,
}

/// Phrases and the duties they belong to.
#[derive(Debug, Default)]
struct Phrases {
    trie: Trie,
    /// The duties of each phrase, by the number that the trie carries.
    duties: Vec<Vec<u16>>,
}

impl Phrases {
    fn add(&mut self, words: &[u32], duty: u16) {
        let value = self.trie.value_mut(words);
        if *value == UNKNOWN {
            *value = u32::try_from(self.duties.len()).unwrap_or(UNKNOWN);
            self.duties.push(Vec::new());
        }
        self.duties[*value as usize].push(duty);
    }
}

/// A line of the table taken apart.
struct Line<'a> {
    name: &'a str,
    actions: Vec<&'a str>,
    objects: Vec<&'a str>,
    words: usize,
    technical: bool,
}

/// The duties of a table, lists put in place of their names.
///
/// # Errors
/// [`Error::BrokenData`] naming the line that is not as it must be.
fn lines(table: &str) -> Result<Vec<Line<'_>>> {
    let mut lists: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut duties = Vec::new();
    let rows = table.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    for (number, line) in rows.skip(1) {
        let broken = |problem: String| Error::BrokenData { what: format!("duties.tsv, line {}", number + 1), problem };
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, actions, objects, words, about] = cells[..] else {
            return Err(broken("needs five columns: skill, actions, objects, words, about".to_owned()));
        };
        if name.starts_with('@') {
            lists.push((name, actions.split('|').collect()));
            continue;
        }
        let mut whole = Vec::new();
        for action in actions.split('|') {
            match lists.iter().find(|(list, _)| *list == action) {
                Some((_, list)) => whole.extend(list),
                None if action.starts_with('@') => return Err(broken(format!("no list is called {action}"))),
                None => whole.push(action),
            }
        }
        let words = words.parse().map_err(|_| broken(format!("{words:?} is no number of words")))?;
        let technical = match about {
            "" => false,
            "tech" => true,
            other => return Err(broken(format!("{other:?} is neither empty nor \"tech\""))),
        };
        duties.push(Line { name, actions: whole, objects: objects.split('|').collect(), words, technical });
    }
    Ok(duties)
}

impl Duties {
    /// Builds the finder of a table. `skill` finds a skill by its name; duties of skills that it does not find are left
    /// out, since a taxonomy of one's own need not have them. `names` are those of the areas.
    ///
    /// # Errors
    /// [`Error::BrokenData`] naming the line that is not as it must be.
    pub(super) fn build(
        table: &str,
        names: &[String],
        vocabulary: &mut Vocabulary,
        skill: impl Fn(&str, &Vocabulary) -> Option<SkillId>,
    ) -> Result<Self> {
        let mut duties = Self::default();
        let technology = names.iter().position(|name| name == TECHNOLOGY).map_or(0, |area| 1 << area);
        for line in lines(table)? {
            let Some(SkillId(skill)) = skill(line.name, vocabulary) else { continue };
            let number = u16::try_from(duties.all.len()).unwrap_or(u16::MAX);
            let areas = if line.technical { technology } else { u32::MAX };
            duties.all.push(Duty { skill, words: line.words, areas });
            for (phrases, texts) in [(&mut duties.actions, line.actions), (&mut duties.objects, line.objects)] {
                for text in texts {
                    let words: Vec<u32> = vocabulary.fold(text).iter().map(|(word, _)| *word).collect();
                    phrases.add(&words, number);
                }
            }
        }
        Ok(duties)
    }
}

impl Reading<'_> {
    /// Adds the skills that the passage tells as duties, each once in a clause, where no name in the clause says the same.
    /// Linear in the length of the text.
    pub(super) fn find_duties(&mut self, about: u32) {
        if self.need == Need::Mentioned || self.lists() {
            return;
        }
        let duties = &self.taxonomy.duties;
        // Where what each duty does was last read: one more than the word's place.
        let mut done = vec![0; duties.all.len()];
        let mut more: Vec<Found> = Vec::new();
        let mut known = 0;
        for clause in self.clauses.iter().filter(|clause| self.tells(clause)) {
            while self.found.get(known).is_some_and(|name| name.first < clause.first) {
                known += 1;
            }
            let named = self.found[known..].iter().take_while(|name| name.first < clause.end);
            let mut said: Vec<u32> = named.map(|name| name.skill).collect();
            let mut floor = clause.first;
            for at in clause.first..clause.end {
                if at > clause.first && self.gap(at) & (gap::COLON | gap::BULLET) != 0 {
                    floor = at;
                }
                duties.objects.trie.walk(&self.tokens, at, &mut |hit| {
                    for &duty in &duties.objects.duties[hit.value as usize] {
                        let Duty { skill, words, areas } = duties.all[usize::from(duty)];
                        let after = done[usize::from(duty)];
                        let near = after > floor
                            && at.checked_sub(after).is_some_and(|gap| gap <= words)
                            && hit.end <= clause.end;
                        if near
                            && areas & about != 0
                            && !said.contains(&skill)
                            && let Some(name) = self.told(skill, at, hit.end, after - 1)
                        {
                            said.push(skill);
                            more.push(name);
                        }
                    }
                });
                let word = self.words(at, at + 1);
                if word.eq_ignore_ascii_case("by") {
                    // "mentored by engineers": what stands behind does it.
                    floor = at + 1;
                }
                duties.actions.trie.walk(&self.tokens, at, &mut |hit| {
                    if self.is_done_by_others(at, clause.first) {
                        return;
                    }
                    for &duty in &duties.actions.duties[hit.value as usize] {
                        done[usize::from(duty)] = hit.end;
                    }
                });
            }
        }
        if !more.is_empty() {
            self.add(more);
            self.own();
        }
    }

    /// True for a clause that tells what is asked for or was done: any of a résumé's, those of a posting's duties and
    /// demands, and items of its other lists.
    fn tells(&self, clause: &Stretch) -> bool {
        self.need == Need::Shown
            || matches!(self.setting, Setting::Duties | Setting::Demands)
            || self.gap(clause.first) & (gap::BULLET | gap::HYPHEN) != 0
    }

    /// True where what a word says is done by others: "who mentored", "helps companies design", "someone else will improve".
    fn is_done_by_others(&self, at: usize, first: usize) -> bool {
        let among =
            |at: usize, words: &[&str]| words.iter().any(|word| self.words(at, at + 1).eq_ignore_ascii_case(word));
        let back = |count: usize| at.checked_sub(count).filter(|&before| before >= first);
        let named = (1..=3).filter_map(back).any(|before| among(before, &THEY));
        let next = |count| back(count).is_some_and(|before| among(before, &OTHERS));
        named || next(1) || next(2) && back(1).is_some_and(|before| among(before, &["to", "will", "can"]))
    }

    /// A duty's skill at the words `first..end` that it is done to, or else at the word `action`: whichever is part of no
    /// name.
    fn told(&self, skill: u32, first: usize, end: usize, action: usize) -> Option<Found> {
        let free = |from: usize, to: usize| (from..to).all(|at| self.owner(at).is_none());
        let (first, end) = if free(first, end) {
            (first, end)
        } else if free(action, action + 1) {
            (action, action + 1)
        } else {
            return None;
        };
        Some(Found {
            skill,
            first,
            end,
            sure: true,
            weak: false,
            exact: false,
            vague: false,
            need: self.need,
            years: None,
            fluency: None,
            group: None,
        })
    }
}

/// The areas that make up a good share of what the passages of a document name, whatever it is named for, as bits.
pub(super) fn about(readings: &[Reading<'_>]) -> u32 {
    let Some(first) = readings.first() else { return 0 };
    let mut counts = vec![0; first.taxonomy.areas().len()];
    for name in readings.iter().flat_map(|reading| &reading.found).filter(|name| name.sure) {
        counts[first.taxonomy.entry(SkillId(name.skill)).area] += 1;
    }
    areas(&counts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::skills::Passage;
    use crate::skills::Taxonomy;

    fn told(text: &str, need: Need, setting: Setting) -> Vec<String> {
        let taxonomy = Taxonomy::builtin();
        let passage = Passage { text, need, setting, months: None };
        taxonomy.mentions(&passage).iter().map(|mention| taxonomy.entry(mention.id).name.clone()).collect()
    }

    fn asked(text: &str) -> Vec<String> {
        told(text, Need::Required, Setting::Duties)
    }

    #[test]
    fn what_one_does_names_a_skill() {
        for (text, skill) in [
            ("Improve our release processes", "process improvement"),
            ("Guide and support less experienced colleagues", "mentoring"),
            ("Tackle the hard problems of bread", "problem solving"),
            ("Work closely with many stakeholders", "stakeholder management"),
            ("Manage two or three projects at once", "project management"),
            ("Automate the packaging of loaves", "automation"),
        ] {
            assert!(asked(text).iter().any(|name| name == skill), "{text}: {:?}", asked(text));
        }
    }

    #[test]
    fn technical_duties_need_a_technical_document() {
        let both = "Python and Docker. Architecting resilient systems";
        assert!(asked(both).iter().any(|name| name == "software architecture"), "{:?}", asked(both));
        let bakery = "Pastry, bread baking and sourdough. Architecting resilient systems";
        assert!(!asked(bakery).iter().any(|name| name == "software architecture"), "{:?}", asked(bakery));
    }

    #[test]
    fn words_apart_tell_nothing() {
        for text in [
            "Improve bread. Follow processes",
            "Improve: the processes",
            "Improve the taste, the smell, the crumb and all processes",
            "Processes improve",
            "You need not improve processes",
            "Help our customers improve their processes",
            "Reported to the manager who refined processes",
            "Someone else will refine our processes",
            "Refined by changed processes",
        ] {
            assert!(!asked(text).iter().any(|name| name == "process improvement"), "{text}");
        }
        assert!(told("Improve our processes", Need::Mentioned, Setting::Prose).is_empty(), "the company's story");
        assert!(told("Improve our processes", Need::Required, Setting::Prose).is_empty(), "no list");
        assert_eq!(told("We bake.\n- Improve our processes", Need::Required, Setting::Prose), ["process improvement"]);
        assert_eq!(told("Improved our processes", Need::Shown, Setting::Prose), ["process improvement"]);
    }

    #[test]
    fn a_broken_table_names_its_line() {
        for (row, problem) in [
            ("mentoring\t@none\tjunior\t3\t", "no list is called @none"),
            ("mentoring\tguide\tjunior\tmany\t", "no number of words"),
            ("mentoring\tguide\tjunior\t3\tbakery", "neither empty nor"),
            ("mentoring\tguide\tjunior", "five columns"),
        ] {
            let table = format!("skill\tactions\tobjects\twords\tabout\n{row}\n");
            let error = lines(&table).err().unwrap().to_string();
            assert!(error.contains(problem) && error.contains("line 2"), "{error}");
        }
    }

    #[test]
    fn every_duty_that_ships_has_its_skill() {
        let taxonomy = Taxonomy::builtin();
        let unknown: Vec<&str> = lines(DUTIES)
            .unwrap()
            .iter()
            .map(|line| line.name)
            .filter(|name| taxonomy.by_name(name).is_none())
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        assert_eq!(taxonomy.duties.all.len(), lines(DUTIES).unwrap().len());
    }
}
