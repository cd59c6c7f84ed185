//! Levels that a format states in a field of its own, by the vocabularies of the formats.

use super::Level;
use super::Seniority;
use super::Source;
use super::level_from_years;
use super::title;

/// What the fields of formats say, in small letters with blanks between words, and the level that is meant. A span counts
/// as its lower end, as alternatives do in titles. LinkedIn's and SmartRecruiters' experience levels, HR Open's career
/// levels, and what people write into such a field.
const WORDS: [(&str, Level); 30] = [
    ("internship", Level::Intern),
    ("intern", Level::Intern),
    ("student", Level::Intern),
    ("trainee", Level::Intern),
    ("apprenticeship", Level::Intern),
    ("entry level", Level::Junior),
    ("entry", Level::Junior),
    ("recent graduate", Level::Junior),
    ("graduate", Level::Junior),
    ("associate", Level::Junior),
    ("junior", Level::Junior),
    ("junior level", Level::Junior),
    ("mid", Level::Mid),
    ("mid level", Level::Mid),
    ("mid career", Level::Mid),
    ("middle", Level::Mid),
    ("intermediate", Level::Mid),
    ("mid senior", Level::Mid),
    ("mid senior level", Level::Mid),
    ("experienced", Level::Mid),
    ("experienced non manager", Level::Mid),
    ("senior", Level::Senior),
    ("senior level", Level::Senior),
    ("staff", Level::Staff),
    ("lead", Level::Staff),
    ("principal", Level::Principal),
    ("director", Level::Director),
    ("executive", Level::Executive),
    ("senior executive", Level::Executive),
    ("c level", Level::Executive),
];

/// The level that a format's field for it names (`mid_senior_level`, `Entry Level`); `None` where it names none
/// (`not_applicable`, `Manager`: a track).
#[must_use]
pub fn level_of_field(text: &str) -> Option<Level> {
    let plain: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let known = WORDS.iter().find(|(word, _)| *word == plain).map(|&(_, level)| level);
    known.or_else(|| (plain.len() <= 40).then(|| title::read(text).level).flatten())
}

impl Seniority {
    /// The same with what the format states in fields of its own: the level, unless the title names one; and the least
    /// years, with the level that follows from them where nothing names one.
    #[must_use]
    pub fn or_stated(mut self, level: Option<Level>, years: Option<f32>) -> Self {
        if let Some(years) = years {
            self.years.min = Some(years);
            self.years.max = self.years.max.filter(|most| *most >= years);
            if self.source.is_none_or(|source| source == Source::Years) {
                self.level = level_from_years(years);
                self.source = self.level.map(|_| Source::Years);
            }
        }
        if let Some(level) = level
            && self.source != Some(Source::Title)
        {
            self.level = Some(level);
            self.source = Some(Source::Statement);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::of_posting;
    use super::*;

    #[test]
    fn the_vocabularies_of_the_formats_are_known() {
        for (word, level) in [
            ("mid_senior_level", Some(Level::Mid)),
            ("Mid-Senior Level", Some(Level::Mid)),
            ("entry_level", Some(Level::Junior)),
            ("Recent Graduate", Some(Level::Junior)),
            ("Experienced Non-Manager", Some(Level::Mid)),
            ("Senior Executive", Some(Level::Executive)),
            ("not_applicable", None),
            ("Manager", None),
            ("", None),
        ] {
            assert_eq!(level_of_field(word), level, "{word}");
        }
    }

    #[test]
    fn a_title_counts_before_a_field_and_a_field_before_years() {
        let stated = |title, text, level, years| of_posting(title, text).or_stated(level, years);
        assert_eq!(stated("Senior Baker", "", Some(Level::Mid), None).level, Some(Level::Senior));
        let baker = stated("Baker", "5 years of experience in baking", Some(Level::Junior), None);
        assert_eq!((baker.level, baker.source), (Some(Level::Junior), Some(Source::Statement)));
        let years = stated("Baker", "", None, Some(6.0));
        assert_eq!((years.level, years.years.min), (Some(Level::Senior), Some(6.0)));
        assert_eq!(stated("Baker", "", None, None), of_posting("Baker", ""));
    }
}
