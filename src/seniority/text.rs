//! Years of experience from running text.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::Years;
use crate::numbers;

/// The most years that anyone asks; more is a date or the age of a company.
const MOST_YEARS: f32 = 25.0;

/// How far around a number of years its meaning is looked for, in bytes.
const AROUND: usize = 110;

/// The most bytes of a line that stands over others as their heading.
const HEADING: usize = 60;

static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    let words: Vec<&str> = numbers::WORDS.iter().map(|&(word, _)| word).collect();
    let words = words.join("|");
    let pattern = [
        r"(?i)\b(?:(?P<least>\d{1,2}(?:[.,]5)?|",
        &words,
        r")\b(?:\s*\(\d{1,2}\))?",
        r"\s*(?P<plus>\+|plus\b|or more\b|ou plus\b|oder mehr\b|o m\u{e1}s\b|ou mais\b)?",
        r"(?:\s*(?:-|\u{2010}|\u{2011}|\u{2013}|\u{2014}|~|\bto\b|\bor\b|\b\u{e0}\b|\bou\b|\bbis\b|\boder\b|\ba\b|\bo\b|/)\s*(?P<most>\d{1,2}|",
        &words,
        r")\b\s*(?:\+|plus\b)?)?",
        r"\s*\+?[\s\u{a0}]*(?:\+\s*)?(?:full\s+|solid\s+|total\s+|calendar\s+)?",
        r"(?P<unit>years?|yrs?\b|yoe\b|ans?\b|ann\u{e9}es?|jahren?|a\u{f1}os?|anos?|months?|mois|monate?n?|meses))",
    ];
    Regex::new(&pattern.concat()).expect("the pattern is a constant that the tests compile")
});

/// Years in Chinese, Japanese and Korean, which put no space around numbers.
static YEARS_EASTERN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<least>\d{1,2})\s*(?:[-~\u{2013}\u{ff5e}\u{301c}\u{81f3}\u{5230}]\s*(?P<most>\d{1,2}))?\s*\+?\s*(?P<unit>\u{5e74}|\u{b144})")
        .expect("the pattern is a constant that the tests compile")
});

/// Words without which a line names no years; lines that hold none are not looked at closely.
static UNITS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = [
        "year",
        "yr",
        "yoe",
        " ans",
        " an ",
        "ann\u{e9}e",
        "jahr",
        "a\u{f1}o",
        "anos",
        "month",
        "mois",
        "monat",
        "meses",
        "\u{5e74}",
        "\u{b144}",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("a few words make an automaton")
});

static EXPERIENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)experien|exp\u{e9}rien|erfahrung|experi\u{ea}n|\bexp\b|\bxp\b|\byoe\b|track record|background|hands[- ]on",
        r"|\b(?:work(?:ing|ed)|coding|programming|developing|building|designing|managing|leading|professional|industry|relevant",
        r"|practical|proven|practice|developer|engineer|as an?|in an?|berufspraxis|praxis|exercice|atuando|trabajando)\b",
        r"|\byou(?:['\u{2019}]ve| have) (?:\w+ )?been \w+ing\b",
        r"|\u{7ecf}\u{9a8c}|\u{7d93}\u{9a57}|\u{7d4c}\u{9a13}|\u{acbd}\u{b825}|\u{acbd}\u{d5d8}",
    ))
    .expect("the pattern is a constant that the tests compile")
});

/// What makes the years right before it years of work: "3+ years of product management", "two years in dispatch".
static OF_WORK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^['\u{2019}]?\s*(?:or more |or longer |minimum |oder mehr |ou plus )?(?:of|in|as|with|doing|in der|in einem|als|en|dans|em|como|na|no|de|del",
        r"|after (?:your|the|an?|completing|finishing|graduat\w+|qualif\w+)) (?P<what>\w+)",
    ))
    .expect("the pattern is a constant that the tests compile")
});

/// Words after "years of" and "years in" that name no work.
const NO_WORK: [&str; 31] = [
    "age",
    "growth",
    "innovation",
    "history",
    "service",
    "success",
    "our",
    "the",
    "paid",
    "free",
    "operation",
    "operations",
    "leave",
    "data",
    "vesting",
    "business",
    "a",
    "an",
    "row",
    "existence",
    "its",
    "being",
    "college",
    "university",
    "study",
    "education",
    "funding",
    "runway",
    "support",
    "company",
    "market",
];

static OTHER_AGES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:founded|founding|(?:our|long|rich|year|of) history|heritage|anniversary|years? (?:of age|old|ago)|in a row|consecutive|over the (?:past|last|next)",
        r"|(?:for|in|within|during) the (?:past|last|next)|(?:past|last|next) (?:\w+ )?\d+ years?|vest(?:ing|ed)?|contract|warranty|per year|every \w+ years?",
        r"|we(?:['\u{2019}]ve| have| are)|our (?:company|team|firm|founders|combined|history)|has been|have been (?:helping|working together)|bachelor['\u{2019}]?s? degree \(|degree program",
        r"|for (?:over|more than|nearly|almost) [\w-]+ years|^\W*with (?:over|more than|nearly|almost)|journey\b",
        r"|(?:team|founder|leader|partner|expert|owner)s?\b[^.;]{0,60}\bcombined\b|combined experience (?:of|among|across) (?:our|the)\b",
        r"|(?:within|first|next|d['\u{2019}]ici|innerhalb von) (?:your |the )?(?:first )?\d+ (?:months|mois|monaten)\b",
        r"|(?:look at|see|consider|appl(?:y|ies) (?:for|to)|check out) our other (?:openings|roles|positions|postings|jobs|vacancies)",
        r"|sabbatical|anciennet\u{e9}|existe|seit \u{fc}ber|\u{e1}rea h\u{e1})",
    ))
    .expect("the pattern is a constant that the tests compile")
});

/// Degrees, of which several with years each are alternatives.
static DEGREES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:(?P<bachelor>bachelor['\u{2019}]?s?|b\.?s\.?c?\.?|b\.?a\.?|undergraduate)|(?P<master>master['\u{2019}]?s?|m\.?s\.?c?\.?|graduate|advanced degrees?)|(?P<doctor>ph\.?d|doctorate))\b")
        .expect("the pattern is a constant that the tests compile")
});

/// Who tells of years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaker {
    /// Whoever seeks people; their own years are not asked of anyone.
    Company,
    /// The person whose years they are.
    Person,
}

/// A number of years that a line asks for.
struct Asked<'a> {
    years: Years,
    place: Range<usize>,
    quote: &'a str,
}

/// Years asked overall, with the words: the greatest least of all lines, wishes left out; of alternatives in one line
/// (years by degree) the least.
pub(super) fn years(text: &str, speaker: Speaker) -> (Years, String) {
    let mut best: (Years, &str) = (Years::default(), "");
    let (mut is_wish, mut is_headed, mut was_heading, mut after_demands) = (false, false, false, false);
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        let is_short = line.len() <= HEADING && !line.starts_with(['-', '*', '\u{2022}']);
        if !UNITS.is_match(line) {
            was_heading = is_short && !line.ends_with('.');
            if was_heading {
                let (wished, desired) = heads_wishes(line);
                is_wish = wished || desired && after_demands;
                after_demands |= !wished && !desired && heads_demands(line);
                is_headed = EXPERIENCE.is_match(line);
            }
            continue;
        }
        let headed = is_headed && (was_heading || line.len() <= HEADING);
        was_heading = false;
        if is_wish {
            continue;
        }
        for Asked { years, quote, .. } in of_line(line, headed, speaker) {
            if best.0.min.is_none_or(|last| years.min.is_some_and(|min| min > last)) {
                best = (years, quote);
            }
        }
    }
    (best.0, best.1.to_owned())
}

/// Years asked in a title, with the words: "Baker (3 years)".
pub(super) fn years_in_title(title: &str) -> Option<(Years, String)> {
    if !UNITS.is_match(title) {
        return None;
    }
    of_line(title, true, Speaker::Company).into_iter().next().map(|asked| (asked.years, asked.quote.to_owned()))
}

/// Whether a heading stands above what is only wished for, and whether it does where the demands have a heading of their
/// own: "Desired skills" may be all that is asked.
fn heads_wishes(line: &str) -> (bool, bool) {
    let lower = line.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let wished = [
        "preferred",
        "nice to have",
        "nice-to-have",
        "bonus",
        "good to have",
        "von vorteil",
        "w\u{fc}nschenswert",
        "un plus",
        "pluspunkte",
        "diferenciais",
    ];
    let desired =
        ["desired", "desirable", "souhait", "appr\u{e9}ci", "deseable", "valorable", "se valora", "desej\u{e1}ve"];
    let demands = has(&["required", "minimum", "must", "requis", "erforderlich", "obligatori"]);
    (has(&wished) && !demands, has(&desired) && !demands)
}

/// True for a heading above what is asked.
fn heads_demands(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words =
        ["requir", "minimum", "must", "essential", "basic", "qualifi", "requisit", "anforder", "profil", "exig"];
    words.iter().any(|word| lower.contains(word))
}

/// The years that a line asks for; `headed` where it stands under a heading that speaks of experience.
fn of_line(line: &str, headed: bool, speaker: Speaker) -> Vec<Asked<'_>> {
    let mut asked: Vec<Asked<'_>> = Vec::new();
    for found in YEARS.captures_iter(line).chain(YEARS_EASTERN.captures_iter(line)) {
        let Some(whole) = found.get(0) else { continue };
        let clause = clause(line, whole.start(), whole.end());
        let is_other_degree = asked.last().is_some_and(|last| by_degree(line, &last.place, &whole.range()));
        if speaker == Speaker::Company && boasts(line, &clause) {
            continue;
        }
        if !is_other_degree && !asks_for_experience(line, &clause, whole.range(), headed) {
            continue;
        }
        let months = found.name("unit").is_some_and(|unit| unit.as_str().to_lowercase().starts_with('m'));
        let scale = if months { 12.0 } else { 1.0 };
        let number = |name: &str| found.name(name).and_then(|word| number(word.as_str())).map(|value| value / scale);
        let Some(least) = number("least").filter(|&least| least <= MOST_YEARS) else { continue };
        let most = number("most").filter(|&most| most > least && most <= MOST_YEARS);
        let before = line[clause.start..whole.start()].trim_end().to_lowercase();
        let up_to = ["up to", "at\u{e9}", "hasta", "jusqu'\u{e0}", "bis zu", "less than", "under"];
        let years = match up_to.iter().any(|words| before.ends_with(words)) {
            true => Years { min: None, max: Some(least) },
            false if freshers_too(&before) => Years { min: Some(0.0), max: Some(least) },
            false => Years { min: Some(least), max: most },
        };
        let place = whole.range();
        match asked.last_mut() {
            Some(last) if by_degree(line, &last.place, &place) => {
                last.place = place;
                if years.min.unwrap_or_default() < last.years.min.unwrap_or_default() {
                    last.years = years;
                }
            }
            _ => asked.push(Asked { years, place, quote: line[clause].trim() }),
        }
    }
    asked
}

/// True where people without experience are named as an alternative right before the years.
fn freshers_too(before: &str) -> bool {
    ["fresher or", "freshers or", "none to", "entry level or"].iter().any(|words| before.ends_with(words))
}

/// True where two numbers of years belong to two degrees of which one is enough.
fn by_degree(line: &str, first: &Range<usize>, second: &Range<usize>) -> bool {
    let between = line.get(first.end..second.start).unwrap_or_default().to_lowercase();
    let apart = between.contains(" or ") || between.contains("(or") || between.contains([';', '/']);
    // "... or a Bachelor's degree with 3 years or 6 years of work": the last one stands for any degree.
    let no_degree = between.trim_end().ends_with(" or") || between.trim_end().ends_with(", or");
    apart && (no_degree || DEGREES.is_match(&between)) && has_degrees(line)
}

/// True for a line that names degrees of several kinds.
fn has_degrees(line: &str) -> bool {
    let kinds = |name: &str| DEGREES.captures_iter(line).any(|found| found.name(name).is_some());
    ["bachelor", "master", "doctor"].into_iter().filter(|name| kinds(name)).count() > 1
}

/// The sentence or parenthesis around a number, at most [`AROUND`] bytes to each side.
fn clause(text: &str, start: usize, end: usize) -> Range<usize> {
    let from = text.ceil_char_boundary(start.saturating_sub(AROUND));
    let to = text.floor_char_boundary(end + AROUND);
    let ends = |bytes: &[u8], at: usize| {
        bytes[at] == b';' || bytes[at] == b'.' && bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace)
    };
    let bytes = text.as_bytes();
    let from = (from..start).rev().find(|&at| ends(bytes, at)).map_or(from, |at| at + 1);
    let to = (end..to).find(|&at| ends(bytes, at)).unwrap_or(to);
    from..to
}

fn asks_for_experience(line: &str, clause: &Range<usize>, number: Range<usize>, headed: bool) -> bool {
    let whole = &line[clause.clone()];
    let alternative = line[clause.start..number.start].trim_end().to_lowercase();
    let second =
        [" or", ", or", " oder", " ou"].iter().any(|word| alternative.ends_with(word)) && YEARS.is_match(&alternative);
    let second = second && !has_degrees(line);
    let of_work = || {
        OF_WORK.captures(&line[number.end..]).and_then(|found| found.name("what")).is_some_and(|what| {
            let what = what.as_str().to_lowercase();
            !NO_WORK.contains(&what.as_str())
        })
    };
    !second
        && (headed || EXPERIENCE.is_match(whole) || of_work())
        && !OTHER_AGES.is_match(whole)
        && !is_wished(&line[clause.start..number.start], &line[number.end..clause.end])
}

/// True for a sentence of running text that begins with the years of whoever writes it: "With 25 years of experience,
/// Tinfoil makes hats". One that speaks to the reader asks them.
fn boasts(line: &str, clause: &Range<usize>) -> bool {
    let whole = clause.start == 0 || line[..clause.start].ends_with(['.', ';']);
    let clause = &line[clause.clone()];
    let lower = clause.trim_start().to_lowercase();
    let begins = ["with ", "mit ", "avec ", "con ", "com ", "backed by "].iter().any(|word| lower.starts_with(word));
    let asks =
        ["you", "candidate", "applicant", "du", "sie", "ihr", "vous", "votre", "tu", "usted", "voc\u{ea}", "ideal"];
    let listed = line.starts_with(['-', '*', '\u{2022}']) || line.len() <= HEADING;
    whole
        && begins
        && !listed
        && !lower.split(|c: char| !c.is_alphabetic()).any(|word| asks.contains(&word) || word == "your")
}

/// True where the words before a number of years, or those after it up to a comma or a parenthesis, make it a wish.
fn is_wished(before: &str, after: &str) -> bool {
    let before = before.to_lowercase();
    let before = before.rsplit(['(', '\u{2013}', '\u{2014}']).next().unwrap_or_default();
    let near = before.rsplit(',').next().unwrap_or_default();
    let after = after.to_lowercase();
    let after = after.split([',', '(', ')', '\u{2013}', '\u{2014}']).next().unwrap_or_default();
    let leading = ["nice to have", "ideally", "bonus", "preferably", "idealerweise", "id\u{e9}alement", "idealmente"];
    let trailing = [
        "nice to have",
        "a plus",
        "bonus",
        "preferred",
        "better",
        "von vorteil",
        "un plus",
        "diferencial",
        "an advantage",
    ];
    leading.iter().any(|word| before.contains(word))
        || near.contains("preferred")
        || before.trim_start().starts_with("preferred")
        || trailing.iter().any(|word| after.contains(word))
}

fn number(word: &str) -> Option<f32> {
    numbers::named(word).or_else(|| word.replace(',', ".").parse().ok())
}
