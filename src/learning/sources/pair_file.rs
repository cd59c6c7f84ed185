//! A pair file in the making.

use std::collections::HashSet;
use std::io::Write;

/// Groups of texts that belong together, under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairFile {
    name: String,
    groups: Vec<Vec<String>>,
}

impl PairFile {
    /// Cleans the groups: white space is one space, a text stands once whatever its case, and a group has two at least.
    pub(super) fn new<G>(name: impl Into<String>, groups: impl IntoIterator<Item = G>) -> Self
    where
        G: IntoIterator,
        G::Item: AsRef<str>,
    {
        let clean = |group: G| {
            let mut seen = HashSet::new();
            let mut texts = Vec::new();
            for text in group {
                let text = text.as_ref().split_whitespace().collect::<Vec<_>>().join(" ");
                if !text.is_empty() && seen.insert(text.to_lowercase()) {
                    texts.push(text);
                }
            }
            texts
        };
        let groups = groups.into_iter().map(clean).filter(|group| group.len() > 1).collect();
        Self { name: name.into(), groups }
    }

    /// What it is called, without an extension.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The groups: two or more texts each, none of which holds a tab or a line feed.
    #[must_use]
    pub fn groups(&self) -> &[Vec<String>] {
        &self.groups
    }

    /// Writes one group a line, with tabs between the texts.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        for group in &self.groups {
            writeln!(out, "{}", group.join("\t"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_cleaned() {
        let groups = [
            vec!["  ship's\tcook ", "SHIP'S cook", "", "galley\r\n chef"],
            vec!["alone", "Alone"],
            vec!["\u{a0}baker", "pâtissier"],
        ];
        let mut written = Vec::new();
        let file = PairFile::new("some", groups);
        file.write(&mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), "ship's cook\tgalley chef\nbaker\tpâtissier\n");
        assert_eq!((file.name(), file.groups().len()), ("some", 2));
    }
}
