//! Who a person is and how to reach them: found, set aside, and taken out of what is compared.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::headings;
use super::pattern;

/// Words before a colon in front of what says who somebody is, small and without accents.
const LABELS: [&str; 78] = [
    "name",
    "full name",
    "first name",
    "last name",
    "surname",
    "e mail",
    "email",
    "email id",
    "email address",
    "phone",
    "phone number",
    "mobile",
    "mobile no",
    "mobile number",
    "cell",
    "tel",
    "telephone",
    "telefon",
    "handy",
    "telefono",
    "movil",
    "telefone",
    "celular",
    "courriel",
    "portable",
    "address",
    "permanent address",
    "current address",
    "home address",
    "adresse",
    "anschrift",
    "direccion",
    "endereco",
    "linkedin",
    "github",
    "skype",
    "website",
    "web",
    "portfolio",
    "date of birth",
    "dob",
    "birth date",
    "birthday",
    "born",
    "age",
    "gender",
    "sex",
    "marital status",
    "civil status",
    "nationality",
    "citizenship",
    "religion",
    "pronouns",
    "father s name",
    "fathers name",
    "father name",
    "mother s name",
    "passport",
    "passport no",
    "geburtsdatum",
    "geboren",
    "geburtsort",
    "familienstand",
    "staatsangehorigkeit",
    "nationalitat",
    "geschlecht",
    "date de naissance",
    "situation familiale",
    "nationalite",
    "fecha de nacimiento",
    "estado civil",
    "nacionalidad",
    "data de nascimento",
    "nacionalidade",
    "sexo",
    "contact",
    "photo",
    "twitter",
];

static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:e-?mail\s*:?\s*)?[a-z0-9._%+'-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+"));

static LINK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:(?:linkedin|github|gitlab|portfolio|website|twitter|xing|orcid)\s*:\s*)?(?:https?://[^\s)\]>|,]+|www\.[^\s)\]>|,]+|\b(?:[a-z]{2,3}\.)?(?:linkedin|github|gitlab|twitter|medium|stackoverflow|behance|dribbble|xing|kaggle|facebook|instagram|orcid)\.(?:com|org)/[^\s)\]>|,]+)",
    )
});

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:(?:phone|mobile|tel|cell|tél|telefon|handy|m|p|t|i)\s*[.:]?\s*)?(?:\+|\(\+?|\b0|\b[1-9])[\d().\s/-]{7,20}\d\b",
    )
});

static STREET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|\b)(?:\d{1,5}[a-z]?,?\s+(?:[\p{L}.'’]+\s+){1,4}(?:st|street|ave|avenue|rd|road|blvd|boulevard|ln|lane|dr|drive|ct|court|way|place|pl|terrace|broadway)\b|\d{1,5}(?:\s?bis)?,?\s+(?:rue|avenue|boulevard|place|chemin|allée|impasse)\s|(?:calle|avenida|av\.|rua|travessa|plaza|praça)\s+[\p{L} .'’]+,?\s*\d+|\p{L}+(?:straße|strasse|str\.|weg|platz|allee|gasse)\s+\d+|p\.?\s?o\.?\s?box\s+\d+)",
    )
});

pub(super) static PRONOUN_DECLARATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)[(\[]?\b(?:she|he|they|xe|ze|any|elle|il|iel|sie|er|ella|él|ela|ele)\s?/\s?(?:her|him|them|they|hers|xem|zir|any|lui|ihr|ihm|ella|ela|dela|dele)(?:\s?/\s?(?:hers|his|theirs|self))?\b[)\]]?",
    )
});

/// True for a line that says who somebody is behind a label ("Date of birth: …").
pub(super) fn is_labelled(line: &str) -> bool {
    let Some((label, _)) = line.get(..line.floor_char_boundary(40)).and_then(|head| head.split_once([':', '–']))
    else {
        return false;
    };
    LABELS.contains(&headings::normalize(label).as_str())
}

/// True for an account's name behind the sign of its site ("§ inovak"), as it is taken off a page.
pub(super) fn is_signed(cell: &str) -> bool {
    cell.split_once(' ').is_some_and(|(sign, name)| {
        sign.chars().count() == 1 && !sign.starts_with(char::is_alphanumeric) && !name.contains(' ')
    })
}

/// True for a street address.
pub(super) fn is_address(line: &str) -> bool {
    line.len() < 160 && STREET.is_match(line)
}

/// Takes e-mail addresses, links and declared pronouns out of a line, and telephone numbers where `phones` says so.
pub(super) fn take_contact(line: &str, phones: bool, contact: &mut Vec<String>) -> Option<String> {
    let may_hold = line.contains(['@', '/', '.']) || phones;
    if !may_hold {
        return None;
    }
    let mut rest = Cow::Borrowed(line);
    let mut patterns: Vec<&Regex> = Vec::with_capacity(4);
    if line.contains('@') {
        patterns.push(&EMAIL);
    }
    if line.contains('/') || line.contains("www.") {
        patterns.push(&LINK);
        patterns.push(&PRONOUN_DECLARATION);
    }
    if phones {
        patterns.push(&PHONE);
    }
    for pattern in patterns {
        let is_phone = std::ptr::eq(pattern, &*PHONE);
        let found: Vec<(usize, usize)> = pattern
            .find_iter(&rest)
            .filter(|found| !is_phone || is_number(found.as_str()))
            .map(|found| (found.start(), found.end()))
            .collect();
        if found.is_empty() {
            continue;
        }
        let mut without = String::with_capacity(rest.len());
        let mut at = 0;
        for (start, end) in found {
            contact.push(rest[start..end].trim().to_owned());
            without.push_str(&rest[at..start]);
            at = end;
        }
        without.push_str(&rest[at..]);
        rest = Cow::Owned(without);
    }
    match rest {
        Cow::Borrowed(_) => None,
        Cow::Owned(rest) => Some(
            rest.replace("()", "")
                .replace("[]", "")
                .trim_matches([' ', '|', ',', ';', '·', '•', '-', '–', '—', '#', '§', ':'])
                .to_owned(),
        ),
    }
}

/// True for a telephone number: enough digits, and no two years.
fn is_number(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (9..=15).contains(&digits) && super::dates::range(text).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_contact_out() {
        let mut contact = Vec::new();
        let rest = take_contact(
            "Lyon | ida@novak.example | +33 6 12 34 56 78 | linkedin.com/in/ida | she/her",
            true,
            &mut contact,
        );
        assert_eq!(contact.len(), 4, "{contact:?} {rest:?}");
        assert!(rest.is_some_and(|rest| rest.starts_with("Lyon") && !rest.contains("novak")));
        assert_eq!(take_contact("CI/CD with Node.js, 2014-2016", false, &mut contact), None);
    }

    #[test]
    fn tells_labels_and_addresses() {
        assert!(is_labelled("Date of Birth: 1 May 1990") && is_labelled("Familienstand: ledig"));
        assert!(!is_labelled("Databases: Oracle"));
        assert!(is_address("123 Main Street, Springfield") && is_address("Hauptstraße 5, 10115 Berlin"));
        assert!(!is_address("Led 12 bakers in Lyon"));
    }
}
