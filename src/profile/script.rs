//! Letters that are not Latin: the models know few words that are written in others.

use super::WeightedPassage;

/// What is said of a document that the model reads by its letters rather than by its words.
pub(super) fn note(passages: &[WeightedPassage]) -> Option<String> {
    is_mostly_foreign(passages.iter().map(|passage| passage.text.as_str())).then(|| {
        "much of it is in letters that the model does not know; there its meaning counts by spelling alone".to_owned()
    })
}

/// Whether more than a third of the letters of these texts are not Latin.
fn is_mostly_foreign<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let (mut letters, mut foreign) = (0_usize, 0_usize);
    for text in texts {
        if text.is_ascii() {
            letters += text.bytes().filter(u8::is_ascii_alphabetic).count();
            continue;
        }
        for letter in text.chars().filter(|letter| letter.is_alphabetic()) {
            letters += 1;
            foreign += usize::from(!is_latin(letter));
        }
    }
    foreign * 3 > letters
}

/// Whether a letter lies in one of Unicode's blocks of Latin letters, signs of pronunciation and modifiers among them.
const fn is_latin(letter: char) -> bool {
    matches!(letter,
        '\0'..='\u{36f}' | '\u{1d00}'..='\u{1dbf}' | '\u{1e00}'..='\u{1eff}' | '\u{2071}'..='\u{218f}'
        | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab6f}' | '\u{fb00}'..='\u{fb06}'
        | '\u{ff21}'..='\u{ff5a}' | '\u{10780}'..='\u{107bf}' | '\u{1df00}'..='\u{1dfff}')
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::super::Profile;
    use super::super::Understanding;
    use super::*;
    use crate::documents::Document;
    use crate::documents::Posting;
    use crate::documents::Resume;
    use crate::documents::YearMonth;
    use crate::skills::Taxonomy;

    #[test]
    fn latin_letters_are_those_of_the_script() {
        let latin = Regex::new(r"^\p{Latin}$").unwrap();
        let others = [
            "Arabic",
            "Armenian",
            "Bengali",
            "Cyrillic",
            "Devanagari",
            "Ethiopic",
            "Georgian",
            "Greek",
            "Gujarati",
            "Gurmukhi",
            "Han",
            "Hangul",
            "Hebrew",
            "Hiragana",
            "Kannada",
            "Katakana",
            "Khmer",
            "Lao",
            "Malayalam",
            "Myanmar",
            "Sinhala",
            "Tamil",
            "Telugu",
            "Thai",
            "Tibetan",
        ];
        let classes: String = others.iter().map(|script| format!(r"\p{{{script}}}")).collect();
        let other = Regex::new(&format!("^[{classes}]$")).unwrap();
        // Greek and Cyrillic letters among the signs of pronunciation, and the ohm sign.
        let mixed = |letter: char| matches!(letter, '\u{1d00}'..='\u{1dbf}' | '\u{2126}' | '\u{ab65}');
        for letter in ('\0'..=char::MAX).filter(|letter| letter.is_alphabetic()) {
            let text = letter.to_string();
            assert!(!latin.is_match(&text) || is_latin(letter), "{letter:?}");
            assert!(!other.is_match(&text) || !is_latin(letter) || mixed(letter), "{letter:?}");
        }
    }

    #[test]
    fn both_sides_are_told() {
        let (taxonomy, today) = (Taxonomy::builtin(), YearMonth { year: 2025, month: Some(6) });
        let notes = |document: Document| {
            let profile = Profile::of(&document, &Understanding { taxonomy: &taxonomy, today });
            profile.notes.iter().filter(|note| note.contains("spelling alone")).count()
        };
        let text = "Разработчик программного обеспечения\n\nПишем сервисы на языке Rust.\n";
        assert_eq!(notes(Posting::parse("a", text).into()), 1);
        assert_eq!(notes(Resume::parse("b", text).into()), 1);
        let text = "Développeur de logiciels\n\nNous écrivons des services en Rust à Besançon.\n";
        assert_eq!(notes(Posting::parse("a", text).into()), 0);
        assert_eq!(notes(Resume::parse("b", text).into()), 0);
    }

    #[test]
    fn a_third_of_the_letters_decides() {
        let foreign = |texts: &[&str]| is_mostly_foreign(texts.iter().copied());
        assert!(foreign(&["Программист на языке Rust", "Казань"]) && foreign(&["資深軟體工程師"]));
        assert!(foreign(&["Μηχανικός λογισμικού"]) && foreign(&["abc", "где"]));
        assert!(!foreign(&["abcd", "до"]) && !foreign(&["abcdef", "где"]), "a third is not more than a third");
        assert!(!foreign(&["Ingénieur à Besançon, Łódź, Đà Nẵng", "1867 – 42"]) && !foreign(&[]) && !foreign(&["12"]));
    }
}
