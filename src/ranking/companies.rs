//! Names of companies: the same, whatever their signs and legal form.

/// What companies are, beside their names.
const LEGAL_FORMS: [&str; 22] = [
    "inc",
    "incorporated",
    "llc",
    "ltd",
    "limited",
    "corp",
    "corporation",
    "co",
    "company",
    "plc",
    "gmbh",
    "ag",
    "kg",
    "se",
    "sa",
    "sas",
    "sarl",
    "bv",
    "nv",
    "ab",
    "oy",
    "srl",
];

/// The words of a name, in which points and apostrophes stand for nothing.
fn words_of(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '\'')).filter(|word| letters(word).next().is_some())
}

fn letters(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

fn is_legal_form(word: &str) -> bool {
    LEGAL_FORMS.iter().any(|form| letters(word).eq(form.chars()))
}

/// The words of a company's name in lower case, without signs and the legal form at the end.
pub(super) fn called(name: &str) -> Vec<String> {
    let mut words: Vec<String> = words_of(name).map(|word| letters(word).collect()).collect();
    while words.len() > 1 && words.last().is_some_and(|word| is_legal_form(word)) {
        words.pop();
    }
    words
}

/// True for two names of one company, which signs, capitals and legal forms do not tell apart ("Delta", "DELTA, Inc.").
#[must_use]
pub fn are_of_one_company(one: &str, other: &str) -> bool {
    is_called(one, &called(other))
}

/// The same as one number (FNV-1a over the letters, words apart), without a copy, since there are many names.
pub(super) fn key(name: &str) -> u64 {
    let (mut hash, mut kept) = (0xcbf2_9ce4_8422_2325_u64, None);
    for word in words_of(name) {
        for letter in letters(word).chain(std::iter::once(' ')) {
            hash = (hash ^ u64::from(letter)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        if kept.is_none() || !is_legal_form(word) {
            kept = Some(hash);
        }
    }
    kept.unwrap_or(hash)
}

/// True for a name of these words, whatever its legal form; without a copy, since there are many names.
pub(super) fn is_called(name: &str, words: &[String]) -> bool {
    let mut own = words_of(name);
    let alike = words.iter().all(|word| own.next().is_some_and(|one| letters(one).eq(word.chars())));
    alike && !words.is_empty() && own.all(is_legal_form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_one_key_exactly_where_they_are_called_the_same() {
        let names = [
            "Kornhaus",
            "KORNHAUS GmbH",
            "Korn-Haus",
            "Korn Haus, Inc.",
            "Kornhaus & Co. KG",
            "Co",
            "Co. Ltd",
            "AG",
            "A.G.",
            "",
            "-",
        ];
        for (one, other) in names.iter().flat_map(|one| names.iter().map(move |other| (one, other))) {
            assert_eq!(key(one) == key(other), called(one) == called(other), "{one:?} {other:?}");
            let words = called(other);
            assert_eq!(is_called(one, &words), called(one) == words && !words.is_empty(), "{one:?} {other:?}");
        }
    }
}
