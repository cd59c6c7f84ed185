//! Days of the week that a sentence divides between a site and home, or gives to a site altogether.

use super::cues::Hit;

/// Words for the place where work is shared.
const SITES: [&str; 18] = [
    "office",
    "onsite",
    "on-site",
    "on site",
    "in person",
    "in-person",
    " hq",
    "campus",
    "studio",
    "our site",
    "the site",
    "our lab",
    "bureau",
    "oficina",
    "escritório",
    "büro",
    "presencial",
    "vor ort",
];
/// Words for the other half of a divided week.
const HOMES: [&str; 8] =
    ["from home", "at home", "home office", "homeoffice", "remot", "télétrav", "teletrab", "trabajo desde casa"];
/// Phrases of days that may be days of a year too, and words that make them so.
const OF_A_YEAR: [&str; 5] = ["days of", "days working", "days remote", "tage home", "tage mobil"];
const YEARS: [&str; 8] = ["year", "annual", "abroad", "jahr", "ausland", "par an", "al año", "por ano"];
/// Words that make the days of a sentence days of something else than work.
const TREATS: [&str; 8] = ["lunch", "meal", "fruit", "yoga", "breakfast", "fitness", "travel to", "happy hour"];

/// True where a sentence with "days a week" speaks of where they are spent; days of the week by name must be divided.
pub(super) fn splits_the_week(sentence: &str, hit: &Hit) -> bool {
    let phrase = &sentence[hit.start..hit.end];
    let named = phrase.to_ascii_lowercase().ends_with("days") && !phrase.contains(' ');
    let sentence = sentence.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let divided = if named { at_a_site(&sentence) && has(&HOMES) } else { has(&SITES) || has(&HOMES) };
    divided && !has(&TREATS)
}

/// True where the days of a statement are days of a year: "30 days of remote work from abroad".
pub(super) fn of_a_year(sentence: &str, hit: &Hit) -> bool {
    let phrase = sentence[hit.start..hit.end].to_ascii_lowercase();
    let lower = sentence.to_lowercase();
    OF_A_YEAR.iter().any(|start| phrase.starts_with(start))
        && YEARS.iter().any(|word| lower.contains(word))
        && !["week", "woche"].iter().any(|word| lower.contains(word))
}

/// True where the days of a statement are the whole week, at a site: "five days a week in our office".
pub(super) fn whole_week(sentence: &str, hit: &Hit) -> bool {
    if !sentence[hit.start..hit.end].to_ascii_lowercase().starts_with("da") {
        return false;
    }
    let before = sentence[..hit.start].trim_end_matches([' ', '-', ')']).to_lowercase();
    let number = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let range = before.strip_suffix(number).is_some_and(|rest| {
        let rest = rest.trim_end();
        rest.ends_with(['-', '–', '/']) || rest.ends_with(" to") || rest.ends_with(" or")
    });
    let lower = sentence.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let all = matches!(number, "5" | "five" | "cinco" | "6" | "six");
    all && !range && has(&SITES) && !has(&HOMES) && !has(&TREATS) && !has(&["hybrid", "of them", "of which", "which "])
}

/// True where a sentence, in small letters, names a site; a home office is none.
fn at_a_site(sentence: &str) -> bool {
    let sentence = sentence.replace("home office", "home").replace("home-office", "home");
    SITES.iter().any(|word| sentence.contains(word))
}
