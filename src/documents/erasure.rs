//! The person's name and pronouns are taken out of what is compared.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::pattern;
use super::roles::names_a_role;

static PRONOUNS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:[Hh]e|[Ss]he|[Hh]im|[Hh]is|[Hh]er|[Hh]ers|[Hh]imself|[Hh]erself)\b[ ]?"));

static ALL_PRONOUNS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Hh]im|[Hh]is|[Hh]er|[Hh]ers|[Tt]hem|[Tt]heir|[Tt]heirs|[Hh]imself|[Hh]erself|[Tt]hemselves|[Tt]hemself)\b[ ]?",
    )
});

/// Takes the person out of the text: the full name, the first or last name where it stands for the person, and he, she and
/// their forms. (They and their forms stay: they mostly stand for others.)
pub(super) struct Eraser {
    name: Option<Regex>,
}

impl Eraser {
    /// An eraser of this name.
    pub(super) fn new(name: Option<&str>) -> Self {
        Self { name: name.and_then(Self::pattern) }
    }

    /// Matches the name whole, turned around, and its first or last word before a verb or a possessive.
    fn pattern(name: &str) -> Option<Regex> {
        let words: Vec<String> = name.split_whitespace().map(regex::escape).collect();
        let (first, last) = (words.first()?, words.last()?);
        let verbs = "is|was|has|had|holds|brings|works|worked|joined|leads|led|earned|hails|lives|studied|enjoys|loves|specializes|started|began|builds|built|develops|developed|designs|designed|manages|managed|writes|wrote|ist|est|es|é|war|hat";
        // "Lead a team" is not about a person named Lead.
        let verbs = if names_a_role(name) { verbs.to_owned() } else { format!("{verbs}|a") };
        let whole = words.join(r"\s+");
        Regex::new(&format!(
            r"(?i:\b{whole}\b(?:['’]s)?[ ]?)|(?i:\b{last}\s?,\s?{first}\b[ ]?)|\b(?:(?:Mr|Ms|Mrs|Dr)\.?\s)(?:{first}|{last})\b[ ]?|\b(?:{first}|{last})(?:['’]s\b[ ]?|[ ](?P<verb>(?:{verbs})\b))"
        ))
        .ok()
    }

    /// The text without the person.
    pub(super) fn erase<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let without_name = match &self.name {
            Some(name) => name.replace_all(text, "$verb"),
            None => Cow::Borrowed(text),
        };
        match without_name {
            Cow::Borrowed(text) => PRONOUNS.replace_all(text, ""),
            Cow::Owned(text) => Cow::Owned(PRONOUNS.replace_all(&text, "").into_owned()),
        }
    }
}

/// The text without pronouns of the third person, for embedding: he, she, they and their forms.
#[must_use]
pub fn without_pronouns(text: &str) -> Cow<'_, str> {
    ALL_PRONOUNS.replace_all(text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn erases_the_person() {
        let eraser = Eraser::new(Some("Ruby Novak"));
        assert_eq!(
            eraser.erase("Ruby Novak is a baker. Her bread, Ruby's pride. She knows Ruby and HIS."),
            "is a baker. bread, pride. knows Ruby and HIS."
        );
        assert_eq!(eraser.erase("Ruby builds ovens. She wrote Ruby."), "builds ovens. wrote Ruby.");
        assert_eq!(without_pronouns("They bake their bread"), "bake bread");
    }
}
