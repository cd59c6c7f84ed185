//! Who a person is and how to reach them: found, set aside, and taken out of what is compared.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::headings;
use super::pattern;
use super::roles::names_a_role;

/// Words that no name has, small and without accents.
const NO_NAMES: [&str; 58] = [
    "area",
    "areas",
    "expertise",
    "position",
    "applying",
    "technical",
    "technicalskills",
    "skills",
    "skill",
    "professional",
    "profile",
    "resume",
    "curriculum",
    "vitae",
    "cv",
    "lebenslauf",
    "personal",
    "details",
    "contact",
    "information",
    "experience",
    "summary",
    "objective",
    "education",
    "page",
    "university",
    "college",
    "inc",
    "llc",
    "gmbh",
    "street",
    "road",
    "city",
    "state",
    "company",
    "united",
    "states",
    "high",
    "school",
    "project",
    "projects",
    "and",
    "for",
    "with",
    "management",
    "business",
    "development",
    "software",
    "data",
    "web",
    "public",
    "relations",
    "digital",
    "media",
    "career",
    "work",
    "job",
    "highlights",
];

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

static PRONOUN_DECLARATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)[(\[]?\b(?:she|he|they|xe|ze|any|elle|il|iel|sie|er|ella|él|ela|ele)\s?/\s?(?:her|him|them|they|hers|xem|zir|any|lui|ihr|ihm|ella|ela|dela|dele)(?:\s?/\s?(?:hers|his|theirs|self))?\b[)\]]?",
    )
});

/// The person's name where a line is one: two to four words of letters, none of them a role.
pub(super) fn name_in(line: &str) -> Option<String> {
    let line = PRONOUN_DECLARATION.replace_all(line, "");
    let line = line.split([',', '|', '(', '·', '•']).next().unwrap_or("").trim();
    let line = line.strip_prefix("Name:").or_else(|| line.strip_prefix("NAME:")).unwrap_or(line).trim();
    let line = ["Dr. ", "Dr ", "Mr. ", "Mrs. ", "Ms. ", "Prof. ", "Mr ", "Ms ", "Herr ", "Frau "]
        .iter()
        .find_map(|prefix| line.strip_prefix(prefix))
        .unwrap_or(line);
    if line.len() > 60 || names_a_role(line) || headings::exact(line).is_some() {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_particle = |word: &str| {
        [
            "de", "da", "do", "dos", "del", "della", "der", "den", "van", "von", "zu", "la", "le", "bin", "al", "el",
            "y", "e", "di", "du", "ter", "ten",
        ]
        .contains(&word)
    };
    let is_part = |word: &&str| {
        let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
        letters && (word.chars().next().is_some_and(|c| !c.is_lowercase()) || is_particle(word))
    };
    let wide = line.chars().any(|c| ('\u{2E80}'..='\u{D7AF}').contains(&c));
    let enough = (2..=5).contains(&words.len()) || (wide && words.len() == 1 && line.chars().count() <= 5);
    let plain = headings::normalize(line);
    if plain.split(' ').any(|word| NO_NAMES.contains(&word)) {
        return None;
    }
    (enough && words.iter().all(is_part) && !words.iter().all(|word| is_particle(word))).then(|| line.to_owned())
}

/// The name in a first line that is one although its last word is a trade as well ("Anna Baker"): for a line above an
/// address, where no other line is a name.
pub(super) fn name_of_a_trade(line: &str) -> Option<String> {
    let name = line.split([',', '|', '(', '·', '•']).next().unwrap_or_default().trim();
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_part = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
    };
    let plain = headings::normalize(name);
    let (first, last) = plain.rsplit_once(' ')?;
    let is_trade = ["baker", "cook", "carpenter", "mason", "head", "guard", "porter", "page", "koch"].contains(&last);
    let grades = [
        "head",
        "senior",
        "junior",
        "lead",
        "chief",
        "assistant",
        "executive",
        "apprentice",
        "master",
        "certified",
        "pastry",
        "line",
        "prep",
        "night",
        "bread",
        "cake",
        "artisan",
        "stone",
        "brick",
        "finish",
        "private",
        "personal",
        "security",
        "line",
        "experienced",
        "professional",
        "fry",
        "grill",
    ];
    let graded = first.split(' ').any(|word| grades.contains(&word) || NO_NAMES.contains(&word)) || names_a_role(first);
    ((2..=3).contains(&words.len()) && words.iter().all(is_part) && is_trade && !graded).then(|| name.to_owned())
}

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
    fn tells_names_from_titles() {
        for name in
            ["Ida Novak", "JOHN DOE", "José María Álvarez-Núñez", "Ludwig van der Berg", "李明", "Dr. Mia O'Brien, PhD"]
        {
            assert!(name_in(name).is_some(), "{name}");
        }
        for line in ["SENIOR ACCOUNTANT", "Software Engineer", "Work Experience", "Lyon, France", "Baker", "42 Main St"]
        {
            assert!(name_in(line).is_none(), "{line}");
        }
        assert_eq!(name_in("Alex Kim (they/them)").as_deref(), Some("Alex Kim"));
        assert_eq!(name_of_a_trade("Anna Baker").as_deref(), Some("Anna Baker"));
        assert_eq!((name_of_a_trade("Head Baker"), name_of_a_trade("Software Engineer")), (None, None));
    }

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
