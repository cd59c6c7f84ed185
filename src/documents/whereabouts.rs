//! Where a person is and wishes to work, as written.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::codes::Country;
use crate::place;

use super::headings;
use super::lines::Line;
use super::pattern;
use super::roles;

/// Names of countries beside the English ones of ISO 3166-1, without accents.
const NAMES: [(&str, &str); 60] = [
    ("usa", "US"),
    ("u s a", "US"),
    ("united states", "US"),
    ("us", "US"),
    ("etats unis", "US"),
    ("estados unidos", "US"),
    ("uk", "GB"),
    ("united kingdom", "GB"),
    ("england", "GB"),
    ("scotland", "GB"),
    ("wales", "GB"),
    ("great britain", "GB"),
    ("royaume uni", "GB"),
    ("reino unido", "GB"),
    ("deutschland", "DE"),
    ("allemagne", "DE"),
    ("alemania", "DE"),
    ("alemanha", "DE"),
    ("osterreich", "AT"),
    ("autriche", "AT"),
    ("schweiz", "CH"),
    ("suisse", "CH"),
    ("suiza", "CH"),
    ("frankreich", "FR"),
    ("francia", "FR"),
    ("franca", "FR"),
    ("espana", "ES"),
    ("spanien", "ES"),
    ("espagne", "ES"),
    ("espanha", "ES"),
    ("brasil", "BR"),
    ("bresil", "BR"),
    ("mexico", "MX"),
    ("belgique", "BE"),
    ("belgien", "BE"),
    ("belgica", "BE"),
    ("italia", "IT"),
    ("italien", "IT"),
    ("italie", "IT"),
    ("polska", "PL"),
    ("polen", "PL"),
    ("pologne", "PL"),
    ("polonia", "PL"),
    ("niederlande", "NL"),
    ("netherlands", "NL"),
    ("the netherlands", "NL"),
    ("holland", "NL"),
    ("pays bas", "NL"),
    ("czech republic", "CZ"),
    ("turkey", "TR"),
    ("turkiye", "TR"),
    ("russia", "RU"),
    ("south korea", "KR"),
    ("korea", "KR"),
    ("vietnam", "VN"),
    ("taiwan", "TW"),
    ("iran", "IR"),
    ("uae", "AE"),
    ("bolivia", "BO"),
    ("venezuela", "VE"),
];

static COUNTRIES: LazyLock<HashMap<String, Country>> = LazyLock::new(|| {
    let named = rust_iso3166::ALL.iter().map(|country| (headings::normalize(country.name), country.alpha2));
    let also = NAMES.iter().map(|(name, code)| ((*name).to_owned(), *code));
    named.chain(also).filter_map(|(name, code)| Some((name, Country::from_code(code)?))).collect()
});

static WISH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:willing to relocate|open to (?:remote|relocation|relocating|hybrid|on-?site)|(?:fully |100 ?% )?remote (?:only|preferred|work preferred|or hybrid)|looking for (?:a )?(?:fully )?remote|available for remote|home ?office gewünscht|umzugsbereit|télétravail souhaité|disponibilidad para viajar|disponível para (?:remoto|mudança)|authorized to work)\b|^(?:preferred (?:work )?(?:location|place|mode)|desired location|work (?:preference|mode|arrangement|authorization)s?|mobilité|teletrabajo|relocation|remote)\s?:",
    )
});

/// A way of work and nothing else but where from ("remote (EU)", "Remote only", "hybrid in Lyon").
static MODE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:open to|prefers?|preferably|only|fully|full|100 ?%|wishes|seeking|nur|ausschließlich)\s)*(?:remote(?:ly)?|hybrid[eo]?|híbrido|on-?\s?site|home ?office|télétravail|teletrabajo|teletrabalho|remoto|distanciel|presencial|worldwide|anywhere(?: in the world)?)(?:\s?[/&]\s?(?:remote|hybrid|on-?site|home ?office)\b|\s(?:or|and|oder|ou|o|only|first|work|jobs?|roles?|preferred|worldwide|anywhere|global|within|in|from|remote|hybrid|on-?site|partiel|total|nur|bevorzugt)\b[^|;]{0,40}|\s?\([^)]{1,40}\)|,[^|;]{1,40})*\.?$",
    )
});

/// True for a cell of the first lines that says how the person works or wishes to.
pub(super) fn is_mode(cell: &str) -> bool {
    cell.len() <= 80 && MODE.is_match(cell) && !roles::names_a_role(cell)
}

/// Adds words on where the person is or wishes to work to those that are known.
pub(super) fn add(value: &str, place: &mut Option<String>) {
    match place {
        Some(known) if known.contains(value) => {}
        Some(known) => {
            known.push_str("; ");
            known.push_str(value);
        }
        None => *place = Some(value.to_owned()),
    }
}

/// The country that the text names: alone, or as the last of its parts.
pub(super) fn country_in(text: &str) -> Option<Country> {
    text.split([';', '|'])
        .flat_map(|part| part.rsplit([',', '(', ')', '–', '-', ':']))
        .filter_map(|part| {
            let name = headings::normalize(part);
            (!name.is_empty()).then(|| COUNTRIES.get(&name).copied()).flatten()
        })
        .next()
}

/// True for a short line that is a place: "Lyon, France", "Austin, TX 78701".
pub(super) fn is_place(text: &str) -> bool {
    if text.len() > 60 || text.contains(['@', ':']) || text.ends_with('.') {
        return false;
    }
    let Some((city, region)) = text.rsplit_once(',') else { return country_in(text).is_some() };
    let plain = |part: &str, most: usize| {
        let words: Vec<&str> = part.split_whitespace().collect();
        (1..=most).contains(&words.len()) && words[0].starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    };
    let letters = region.chars().filter(|c| c.is_alphabetic()).count();
    plain(city, 5)
        && plain(region.trim(), 3)
        && letters >= 2
        && !roles::names_a_role(text)
        && is_known(region.trim(), text)
}

/// True where the gazetteer knows a part of a place, or the region is two capital letters ("Millbrook, NY 12545").
fn is_known(region: &str, text: &str) -> bool {
    let capitals = region.split(' ').next().unwrap_or_default();
    let place = place::read_person(text, None);
    capitals.len() == 2 && capitals.bytes().all(|byte| byte.is_ascii_uppercase())
        || country_in(text).is_some()
        || !place.cities.is_empty()
        || !place.countries.is_empty()
}

/// True for a cell that is nothing but a city that the gazetteer knows.
pub(super) fn names_a_city(cell: &str) -> bool {
    let is_short = cell.len() <= 30 && cell.split(' ').count() <= 3 && cell.starts_with(char::is_uppercase);
    is_short && !roles::names_a_role(cell) && !place::read_person(cell, None).cities.is_empty()
}

/// A headline without the place that it ends with, which becomes the person's where none is known.
pub(super) fn without_place(headline: String, known: &mut Option<String>) -> String {
    match behind_role(&headline).filter(|_| known.is_none()) {
        Some((role, place)) => {
            *known = Some(place.to_owned());
            role.to_owned()
        }
        None => headline,
    }
}

/// A headline that ends with a place, in two: what the person is, and where ("Baker, Lyon, France", "Baker in Lyon").
fn behind_role(headline: &str) -> Option<(&str, &str)> {
    let parts = |joint: &'static str| headline.match_indices(joint).map(move |(at, _)| (at, at + joint.len()));
    JOINTS.into_iter().flat_map(parts).find_map(|(end, start)| {
        let (role, place) = (headline[..end].trim(), headline[start..].trim());
        let is_split = place::is_place(place) && roles::names_a_role(role) && !roles::names_a_role(place);
        is_split.then_some((role, place))
    })
}

/// What stands between the role and the place of a headline.
const JOINTS: [&str; 6] = [", ", " based in ", " in ", " - ", " – ", " — "];

/// The place at the end of a street address.
pub(super) fn of_address(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split([',', '—', '–', '|']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let kept: Vec<&str> = parts
        .iter()
        .skip(1)
        .copied()
        .filter(|part| !part.contains('@') && part.chars().any(char::is_alphabetic))
        .take(3)
        .collect();
    (!kept.is_empty()).then(|| kept.join(", "))
}

/// Takes the place behind a label ("Address: …", "Location: …").
pub(super) fn take_labelled(text: &str, place: &mut Option<String>) {
    let Some((label, value)) = text.split_once(':') else { return };
    let label = headings::normalize(label);
    if place.is_none()
        && (label.contains("address")
            || label.contains("adresse")
            || label.contains("direccion")
            || label.contains("endereco"))
    {
        *place = of_address(value).or_else(|| Some(value.trim().to_owned()).filter(|value| is_place(value)));
    }
}

/// Takes a line on where the person is or wishes to work; true where it was one.
pub(super) fn take_wish(text: &str, place: &mut Option<String>) -> bool {
    let is_label = text.split_once(':').is_some_and(|(label, value)| {
        let label = headings::normalize(label);
        !value.trim().is_empty()
            && [
                "location",
                "current location",
                "based in",
                "city",
                "lieu",
                "standort",
                "wohnort",
                "ubicacion",
                "localizacao",
                "residence",
                "ville",
                "ciudad",
                "cidade",
                "place",
            ]
            .contains(&label.as_str())
    });
    let wishes = text.len() < 120 && WISH.is_match(text);
    if !is_label && !wishes {
        return false;
    }
    let wish = || text.split(". ").find(|sentence| WISH.is_match(sentence)).unwrap_or(text);
    let value = if is_label { text.split_once(':').map_or(text, |(_, value)| value.trim()) } else { wish() };
    add(value, place);
    true
}

/// Takes the words on how and where to work under a heading that says they are wishes.
pub(super) fn take_wishes(lines: &[Line], place: &mut Option<String>) {
    let text = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    let parts = text.split(". ").flat_map(|sentence| sentence.split([',', ';', ':'])).map(str::trim);
    for wish in parts.filter(|part| is_mode(part.trim_end_matches('.'))) {
        add(wish.trim_end_matches('.'), place);
    }
}

/// True for a heading over what a person wishes ("What I am looking for").
pub(super) fn is_of_wishes(heading: &str) -> bool {
    let plain = headings::normalize(heading);
    let says = [
        "looking for",
        "preference",
        "availability",
        "what i want",
        "next role",
        "salary expect",
        "desired",
        "wunsch",
        "recherche",
        "souhait",
        "busco",
        "procuro",
    ];
    says.iter().any(|word| plain.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_places_and_wishes() {
        assert!(is_place("Lyon, France") && is_place("Austin, TX 78701") && is_place("Deutschland"));
        assert!(!is_place("Senior Baker, Lyon") && !is_place("We bake, and sell."));
        assert_eq!(behind_role("Software Engineer, Lyon, France"), Some(("Software Engineer", "Lyon, France")));
        assert_eq!(behind_role("Registered Nurse in Leeds"), Some(("Registered Nurse", "Leeds")));
        assert_eq!(behind_role("Teacher, mathematics and physics"), None);
        assert_eq!(behind_role("Engineer in Machine Learning"), None);
        assert_eq!(country_in("Austin, TX, USA"), Country::from_code("US"));
        assert_eq!(country_in("São Paulo, Brasil; open to remote work"), Country::from_code("BR"));
        assert_eq!(country_in("Lyon"), None);
        let mut place = Some("Lyon, France".to_owned());
        assert!(take_wish("Willing to relocate: anywhere", &mut place));
        assert_eq!(place.as_deref(), Some("Lyon, France; Willing to relocate: anywhere"));
    }

    #[test]
    fn tells_ways_of_work() {
        for cell in [
            "remote (EU)",
            "Remote only",
            "open to remote",
            "hybrid in Lyon",
            "Fully remote",
            "Remote / hybrid",
            "100% remote",
            "Worldwide",
            "Anywhere (UTC-3 to UTC+3)",
        ] {
            assert!(is_mode(cell), "{cell}");
        }
        for cell in ["Remote Support Engineer", "hybrid cloud", "remote sensing", "Lyon, France", "on-site manager"] {
            assert!(!is_mode(cell), "{cell}");
        }
    }
}
