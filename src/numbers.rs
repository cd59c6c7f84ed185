//! Numbers as words, in the languages that documents are read in.

/// The words for the numbers that people count years and months by, in small letters.
pub(crate) const WORDS: [(&str, f32); 71] = [
    ("one", 1.0),
    ("un", 1.0),
    ("une", 1.0),
    ("ein", 1.0),
    ("eine", 1.0),
    ("einem", 1.0),
    ("uno", 1.0),
    ("um", 1.0),
    ("two", 2.0),
    ("couple of", 2.0),
    ("deux", 2.0),
    ("zwei", 2.0),
    ("dos", 2.0),
    ("dois", 2.0),
    ("three", 3.0),
    ("trois", 3.0),
    ("drei", 3.0),
    ("tres", 3.0),
    ("tr\u{ea}s", 3.0),
    ("four", 4.0),
    ("quatre", 4.0),
    ("vier", 4.0),
    ("cuatro", 4.0),
    ("quatro", 4.0),
    ("five", 5.0),
    ("cinq", 5.0),
    ("f\u{fc}nf", 5.0),
    ("cinco", 5.0),
    ("six", 6.0),
    ("sechs", 6.0),
    ("seis", 6.0),
    ("seven", 7.0),
    ("sept", 7.0),
    ("sieben", 7.0),
    ("siete", 7.0),
    ("sete", 7.0),
    ("eight", 8.0),
    ("huit", 8.0),
    ("acht", 8.0),
    ("ocho", 8.0),
    ("oito", 8.0),
    ("nine", 9.0),
    ("neuf", 9.0),
    ("neun", 9.0),
    ("nueve", 9.0),
    ("nove", 9.0),
    ("ten", 10.0),
    ("dix", 10.0),
    ("zehn", 10.0),
    ("diez", 10.0),
    ("dez", 10.0),
    ("eleven", 11.0),
    ("onze", 11.0),
    ("elf", 11.0),
    ("once", 11.0),
    ("twelve", 12.0),
    ("douze", 12.0),
    ("zw\u{f6}lf", 12.0),
    ("doce", 12.0),
    ("doze", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("quinze", 15.0),
    ("quince", 15.0),
    ("f\u{fc}nfzehn", 15.0),
    ("sixteen", 16.0),
    ("eighteen", 18.0),
    ("twenty", 20.0),
    ("vingt", 20.0),
    ("zwanzig", 20.0),
];

/// The longest of the words, in bytes.
const LONGEST: usize = 9;

/// The number of a word ("three", "Drei"), in any case; `None` where it is none of [`WORDS`].
pub(crate) fn named(word: &str) -> Option<f32> {
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    WORDS.iter().find(|(name, _)| *name == lower).map(|&(_, number)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_a_number_of_its_own() {
        for (at, (word, number)) in WORDS.iter().enumerate() {
            assert!(word.len() <= LONGEST && *word == word.to_lowercase(), "{word}");
            assert!(!WORDS[..at].iter().any(|(other, _)| other == word), "{word} stands twice");
            assert_eq!(named(&word.to_uppercase()), Some(*number));
        }
        assert_eq!(named("dozens"), None);
        assert_eq!(named(""), None);
    }
}
