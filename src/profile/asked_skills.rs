//! The skills that a posting asks for, its company's own name apart.

use super::posting_passages;
use crate::documents::Posting;
use crate::documents::SectionKind;
use crate::skills::Need;
use crate::skills::Passage;
use crate::skills::Setting;
use crate::skills::Skill;
use crate::skills::SkillId;
use crate::skills::Taxonomy;

/// The skills of a posting. A company that makes a tool names it on every page without asking for it: such a name counts
/// only where the title or the requirements say it.
pub(super) fn of(posting: &Posting, taxonomy: &Taxonomy) -> Vec<Skill> {
    let mut skills = taxonomy.find(&posting_passages(posting));
    let named = |text: &str, id| {
        let passage = Passage { text, need: Need::Required, setting: Setting::Prose, months: None };
        let told = |end: usize| TELLS.iter().any(|words| text[end..].starts_with(words));
        taxonomy.mentions(&passage).iter().any(|mention| mention.id == id && !told(mention.end))
    };
    let asked = |id| {
        use SectionKind::{Preferred, Requirements, Skills};
        let telling = posting.sections.iter().filter(|part| matches!(part.kind, Requirements | Preferred | Skills));
        named(&posting.title, id) || telling.into_iter().any(|part| named(&part.text, id))
    };
    let company = posting.company.as_deref().unwrap_or("");
    for skill in &mut skills {
        let entry = taxonomy.entry(skill.id);
        let first = entry.name.split(' ').next().unwrap_or("");
        let own = entry.kind.is_product()
            && (company.starts_with(first) && named(company, skill.id) || is_called(&entry.name, company));
        if own && !asked(skill.id) {
            skill.need = Need::Mentioned;
        }
    }
    let own = own_name(posting, taxonomy);
    skills.retain(|skill| own != Some(skill.id));
    skills
}

/// True where a skill's name begins with the whole of the company's: "Oracle Database" of Oracle.
fn is_called(skill: &str, company: &str) -> bool {
    let rest = skill.strip_prefix(company).filter(|_| !company.is_empty());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// What follows a company's name where a sentence tells of the company.
const TELLS: [&str; 12] = [
    " is ",
    " are ",
    " was ",
    " has ",
    " will ",
    " offers ",
    " makes ",
    " helps ",
    " believes ",
    "'s ",
    "’s ",
    ", we ",
];

/// The skill that a posting names only because its company is called so ("Altera Freight").
fn own_name(posting: &Posting, taxonomy: &Taxonomy) -> Option<SkillId> {
    let company = posting.company.as_deref()?;
    let prose = |text| Passage { text, need: Need::Required, setting: Setting::Prose, months: None };
    let called = *taxonomy.mentions(&prose(company)).first()?;
    let word = company.get(..called.end).filter(|_| called.start == 0)?;
    let entry = taxonomy.entry(called.id);
    if entry.name.to_lowercase().contains(&word.to_lowercase()) {
        return None;
    }
    let texts = posting.sections.iter().flat_map(|part| [part.heading.as_str(), part.text.as_str()]);
    let otherwise = std::iter::once(posting.title.as_str()).chain(texts).any(|text| {
        let mentions = taxonomy.mentions(&prose(text));
        mentions.iter().any(|mention| mention.id == called.id && &text[mention.start..mention.end] != word)
    });
    (!otherwise).then_some(called.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(company: &str, body: &str) -> Vec<(String, Need)> {
        let taxonomy = Taxonomy::builtin();
        let text = format!("# [Baker](https://jobs.example/1)\n### {company}\n\n{body}\n");
        let skills = of(&Posting::parse("a", &text), &taxonomy);
        skills.into_iter().map(|skill| (taxonomy.entry(skill.id).name.clone(), skill.need)).collect()
    }

    #[test]
    fn a_letter_is_no_name_of_a_company() {
        assert!(needs("A", "- Apache Kafka").contains(&("Apache Kafka".to_owned(), Need::Required)));
    }

    #[test]
    fn a_company_asks_for_its_own_product_only_outright() {
        let name = "Oracle Database".to_owned();
        let told = needs("Oracle", "## Requirements\n- Join us: Oracle is a maker of ovens\n- Java");
        assert!(!told.contains(&(name.clone(), Need::Required)), "{told:?}");
        let asked = needs("Oracle", "## Requirements\n- Experience with Oracle Database");
        assert!(asked.contains(&(name, Need::Required)), "{asked:?}");
    }
}
