//! Lines of work that nobody takes for one another, by the words of titles, from `data/lines_of_work.tsv`.

use crate::tables::Table;

/// The shipped table.
pub(super) const TABLE: Table = ("lines_of_work.tsv", include_str!("../../data/lines_of_work.tsv"));

/// The line of work that a title names; `None` where it names none, or words of two.
pub(super) fn of(title: &str) -> Option<&'static str> {
    let title = title.to_lowercase();
    let apart = |edge: Option<char>| edge.is_none_or(|c| !c.is_alphanumeric());
    let says = |word: &&str| {
        title.match_indices(word).any(|(at, _)| {
            apart(title[..at].chars().next_back())
                && apart(title[at + word.len()..].trim_start_matches('s').chars().next())
        })
    };
    let rows = TABLE.1.lines().filter(|row| !row.starts_with('#')).skip(1).filter_map(|row| row.split_once('\t'));
    let mut named = rows.filter(|(_, words)| words.split('|').any(|word| says(&word))).map(|(line, _)| line);
    named.next().filter(|_| named.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_their_line_of_work() {
        assert_eq!(of("Junior Web Developer"), Some("software"));
        assert_eq!(of("Teachers' aide"), Some("education"));
        assert_eq!(of("Profesora de matemáticas"), Some("education"));
        assert_eq!(of("Head of Sales"), None);
        assert_eq!(of("Accounting software developer"), None, "words of two lines");
        assert_eq!(of("Screwdriver maker"), None, "a part of a word");
    }

    #[test]
    fn every_row_has_a_line_and_words() {
        let rows = TABLE.1.lines().filter(|row| !row.starts_with('#')).skip(1);
        assert!(rows.clone().count() >= 5);
        assert!(rows.clone().all(|row| row.split_once('\t').is_some_and(|(line, words)| !line.is_empty()
            && words.split('|').all(|word| word.len() > 3 && word == word.to_lowercase()))));
    }
}
