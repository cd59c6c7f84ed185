//! Level and track from the words of a title.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::Level;
use super::Track;
use super::numerals::is_noun_of_work;
use super::numerals::numeral;
use super::numerals::numerals;

/// The most tokens of a title that are looked at.
const TOKENS: usize = 64;

/// What a phrase of `data/seniority.tsv` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) level: Option<Level>,
    track: Option<Track>,
}

/// The table of phrases.
pub(super) static TABLE: &str = include_str!("../../data/seniority.tsv");

struct Phrases {
    meanings: HashMap<String, Meaning>,
    longest: usize,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut meanings = HashMap::new();
    for (phrase, meaning) in TABLE.lines().filter_map(row) {
        meanings.insert(phrase.to_owned(), meaning);
    }
    let longest = meanings.keys().map(|phrase| phrase.split(' ').count()).max().unwrap_or(1);
    Phrases { meanings, longest }
});

/// A row of the table; nothing for comments and the header.
fn row(line: &str) -> Option<(&str, Meaning)> {
    if line.starts_with('#') {
        return None;
    }
    let mut cells = line.split('\t');
    let (phrase, level, track) = (cells.next()?, cells.next()?, cells.next()?);
    let level = if level == "none" { None } else { Some(Level::named(level)?) };
    let track = (track == "management").then_some(Track::Management);
    Some((phrase, Meaning { level, track }))
}

/// A piece of a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    /// A hyphen inside a word.
    Joint,
    /// Any other sign.
    Sign(char),
}

/// What a title names: a level, with the words that gave it, and a track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) level: Option<Level>,
    pub(super) track: Track,
    pub(super) words: String,
}

/// A level that was found, over the tokens `from..to`.
pub(super) struct Found {
    pub(super) level: Level,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) words: String,
}

/// Reads a title. Levels in a chain take the highest ("Senior Staff"), alternatives the lower ("Senior/Principal"); a
/// numeral names a level only where no word does; an internship is one whatever else is said.
pub(super) fn read(title: &str) -> Named {
    let tokens = tokens(title);
    let (mut found, mut management) = (Vec::new(), Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        let Some((words, to, meaning)) = phrase_at(&tokens, at) else {
            at += 1;
            continue;
        };
        if assists(&tokens, at, to) {
            at = to;
            continue;
        }
        let ends = words == "chief" && matches!(tokens.get(to), None | Some(Token::Sign(_)));
        if let Some(level) = meaning.level.filter(|_| !ends) {
            found.push(Found { level, from: at, to, words });
        }
        if meaning.track.is_some() {
            management.push((at, meaning.level));
        }
        at = to;
    }
    if found.is_empty() && management.is_empty() {
        found = numerals(&tokens);
    }
    if let Some(stage) = french_internship(&tokens) {
        found.push(stage);
    }
    let (level, words) = settle(&tokens, &found);
    // The track of an alternative that was not chosen ("Scientist / Associate Director") is not the track.
    let chosen = |at: usize, named: Option<Level>| {
        let is_other = named.is_some_and(|named| named >= Level::Director && level.is_some_and(|level| level < named));
        !is_other && !alternative_to_work(&tokens, &found, at) && !names_a_product(&tokens, at)
    };
    let offered = management.iter().any(|&(at, named)| chosen(at, named));
    let led = matches!(level, Some(Level::Director | Level::Executive));
    let track = if led || offered { Track::Management } else { Track::Individual };
    Named { level, track, words }
}

/// Lower-case words without accents and gender endings.
pub(super) fn tokens(title: &str) -> Vec<Token> {
    let mut plain: String = title.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect();
    plain = plain.to_lowercase();
    for ending in ["(in)", "*in", ":in", "/in ", "_in", "(e)", "\u{b7}e", ".e ", "(a)", "/a ", "(o)", "/o "] {
        plain = plain.replace(ending, " ");
    }
    let mut tokens = Vec::new();
    let mut word = String::new();
    let signs: Vec<char> = plain.chars().collect();
    for (at, &c) in signs.iter().enumerate() {
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            tokens.push(Token::Word(std::mem::take(&mut word)));
        }
        let inside =
            at > 0 && signs[at - 1].is_alphanumeric() && signs.get(at + 1).is_some_and(|c| c.is_alphanumeric());
        match c {
            '-' | '\u{2011}' | '\u{2010}' if inside => tokens.push(Token::Joint),
            '.' | '\'' | '\u{2019}' => {}
            c if c.is_whitespace() => {}
            c => tokens.push(Token::Sign(c)),
        }
        if tokens.len() > TOKENS {
            return tokens;
        }
    }
    if !word.is_empty() {
        tokens.push(Token::Word(word));
    }
    tokens
}

/// The longest phrase of the table that begins at a token: its words, the token after it, and its meaning.
pub(super) fn phrase_at(tokens: &[Token], from: usize) -> Option<(String, usize, Meaning)> {
    let mut best = None;
    let mut words = String::new();
    let mut count = 0;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match token {
            Token::Word(word) => {
                if !words.is_empty() {
                    words.push(' ');
                }
                words.push_str(word);
                count += 1;
                if let Some(&meaning) = PHRASES.meanings.get(&words) {
                    best = Some((words.clone(), at + 1, meaning));
                }
                if count >= PHRASES.longest {
                    break;
                }
            }
            Token::Joint if count > 0 => {}
            _ => break,
        }
    }
    best
}

/// Of chains the highest, of alternatives the lowest.
fn settle(tokens: &[Token], found: &[Found]) -> (Option<Level>, String) {
    let mut best: Option<&Found> = None;
    let mut chain: Option<&Found> = None;
    for (at, one) in found.iter().enumerate() {
        if one.level == Level::Intern {
            return (Some(Level::Intern), one.words.clone());
        }
        if at > 0 && alternatives(&tokens[found[at - 1].to..one.from]) {
            best = lower(best, chain.take());
        }
        chain = match chain {
            Some(last) if last.level >= one.level => Some(last),
            _ => Some(one),
        };
    }
    best = lower(best, chain);
    best.map_or((None, String::new()), |one| (Some(one.level), one.words.clone()))
}

fn lower<'a>(a: Option<&'a Found>, b: Option<&'a Found>) -> Option<&'a Found> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.level < a.level { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// True where what stands between two levels makes them alternatives. A slash does where it touches one of them or
/// follows a noun of work ("Senior Engineer/Architect"), not inside another pair ("Principal Sys/Software Lead").
pub(super) fn alternatives(between: &[Token]) -> bool {
    let is_numeral = |token: &&Token| matches!(token, Token::Word(word) if numeral(word).is_some());
    let between = &between[between.iter().take_while(is_numeral).count()..];
    match between {
        [Token::Joint] => true,
        [Token::Sign('-' | '\u{2013}' | '\u{2014}' | '~')] => true,
        _ => between.iter().enumerate().any(|(at, token)| match token {
            Token::Sign('|') => true,
            Token::Sign('/') => {
                let noun = |token: &Token| matches!(token, Token::Word(word) if is_noun_of_work(word));
                at == 0 || at + 1 == between.len() || noun(&between[at - 1])
            }
            Token::Word(word) => matches!(word.as_str(), "or" | "oder" | "ou" | "o" | "to" | "bis"),
            _ => false,
        }),
    }
}

/// True where the management word is only an alternative to a level that leads nobody ("Sr. Associate/Manager").
fn alternative_to_work(tokens: &[Token], found: &[Found], management: usize) -> bool {
    let before = found.iter().rev().find(|one| one.to <= management);
    before.is_some_and(|one| {
        one.level < Level::Director && matches!(tokens.get(management.wrapping_sub(1)), Some(Token::Sign('/')))
    })
}

/// True where the phrase names whom somebody assists ("Assistant to the CFO", "CFO Assistant").
fn assists(tokens: &[Token], from: usize, to: usize) -> bool {
    let word = |at: usize, wanted: &[&str]| matches!(tokens.get(at), Some(Token::Word(word)) if wanted.contains(&word.as_str()));
    let aide = ["assistant", "aide", "secretary", "assistentin", "assistent", "assistante"];
    let begins =
        tokens[..from].iter().rposition(|token| matches!(token, Token::Sign('/' | '|' | ';'))).map_or(0, |at| at + 1);
    let serves = (begins + 1..from).any(|at| word(at, &["to", "of"]) && word(at - 1, &aide));
    let served = word(to, &aide) && !word(to - 1, &["associate", "senior", "lead", "staff", "junior", "sr", "jr"]);
    serves || served && !word(from, &["junior", "senior", "graduate", "trainee", "intern"])
}

/// True where "manager" ends the name of a product that somebody works on: it stands behind a dash or a slash after a
/// noun of work ("Engineer - Repository Manager") or before one ("Repository Manager Developer").
fn names_a_product(tokens: &[Token], management: usize) -> bool {
    if !matches!(&tokens[management], Token::Word(word) if word == "manager") {
        return false;
    }
    let work = |token: Option<&Token>| matches!(token, Some(Token::Word(word)) if ["engineer", "developer", "consultant", "programmer", "administrator"].contains(&word.as_str()));
    let dash = (0..management).rev().find(|&at| matches!(tokens[at], Token::Sign('-' | '\u{2013}' | '/')));
    let behind = dash.is_some_and(|dash| dash + 1 < management && tokens[..dash].iter().any(|token| work(Some(token))));
    behind || work(tokens.get(management + 1))
}

/// "Stage" names an internship where it opens the title or stands alone between signs; elsewhere it is an English word.
fn french_internship(tokens: &[Token]) -> Option<Found> {
    let at = tokens.iter().position(|token| matches!(token, Token::Word(word) if word == "stage"))?;
    let opens =
        at == 0 && !matches!(tokens.get(1), Some(Token::Word(next)) if next == "manager" || next == "technician");
    let edge = |token: Option<&Token>| matches!(token, None | Some(Token::Sign(_)));
    let is_sign = |at: usize| matches!(tokens.get(at), Some(Token::Sign(_)));
    let letter = |token: Option<&Token>, wanted: &str| matches!(token, Some(Token::Word(word)) if word == wanted);
    let is_french = || {
        (1..tokens.len()).any(|at| {
            let (before, after) = (tokens.get(at - 1), tokens.get(at + 1));
            letter(before, "h") && letter(after, "f") || letter(before, "f") && letter(after, "h")
        })
    };
    let alone = at > 0 && edge(tokens.get(at - 1)) && (edge(tokens.get(at + 1)) || is_sign(at - 1) && is_french());
    (opens || alone).then(|| Found { level: Level::Intern, from: at, to: at + 1, words: "stage".to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_understood() {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
        let mut seen = std::collections::HashSet::new();
        for line in rows {
            let (phrase, _) = row(line).unwrap_or_else(|| panic!("{line:?}"));
            assert!(seen.insert(phrase), "{phrase:?} stands twice");
            assert_eq!(line.split('\t').count(), 3, "{line:?}");
        }
        assert!(seen.len() > 150);
    }

    #[test]
    fn titles_name_levels_and_tracks() {
        use Level::*;
        let cases: &[(&str, Option<Level>, bool)] = &[
            ("Senior Staff Engineer", Some(Staff), false),
            ("Senior/Principal Engineer", Some(Senior), false),
            ("Staff / Senior ML Engineer", Some(Senior), false),
            ("Senior Engineer II", Some(Senior), false),
            ("Sr. Software Engineer", Some(Senior), false),
            ("Software Engineer III", Some(Senior), false),
            ("Software Engineer II/III", Some(Mid), false),
            ("Software Engineer 4 - Golang", Some(Staff), false),
            ("Software Engineer I or II", Some(Junior), false),
            ("Engineering Manager", None, true),
            ("Senior Engineering Manager", Some(Senior), true),
            ("Product Manager", None, false),
            ("Technical Program Manager", None, false),
            ("Account Executive", None, false),
            ("Executive Assistant", None, false),
            ("Staffing Coordinator", None, false),
            ("Software Engineer, Leadership Tools", None, false),
            ("Software Engineer - Internal Tools", None, false),
            ("Lead Generation Specialist", None, false),
            ("Team Lead Data Engineering", Some(Staff), true),
            ("Tech Lead", Some(Staff), false),
            ("Head of Data", Some(Director), true),
            ("VP, Platform", Some(Executive), true),
            ("Associate Director, IT", Some(Director), true),
            ("Software Architect", Some(Principal), false),
            ("Graduate Software Engineer", Some(Junior), false),
            ("Software Engineering Intern - Graduate", Some(Intern), false),
            ("Praktikant (m/w/d) Datenanalyse", Some(Intern), false),
            ("Werkstudent*in Backend", Some(Intern), false),
            ("Alternance - D\u{e9}veloppeur Java - Lyon", Some(Intern), false),
            ("Stage - Data Analyst", Some(Intern), false),
            ("Early-Stage Product Engineer", None, false),
            ("Desenvolvedor Full Stack Pleno", Some(Mid), false),
            ("Pessoa Desenvolvedora S\u{ea}nior", Some(Senior), false),
            ("D\u{e9}veloppeur confirm\u{e9} PHP", Some(Mid), false),
            ("Mid-Senior Backend Developer", Some(Mid), false),
            ("Mid-level Go Developer", Some(Mid), false),
            ("Mid-Market Account Executive", None, false),
            ("Full-Stack Engineer- Mid-level/Senior/Lead", Some(Mid), false),
            ("Sr. Associate/Manager Java Developer", Some(Senior), false),
            ("Chief of Staff", None, false),
            ("Chief Technology Officer", Some(Executive), true),
            ("Backend Entwickler*in - SaaS / Industrie 4.0", None, false),
            ("C&I Software Developer", None, false),
            ("Support Engineer, Tier 2", None, false),
            ("(Senior) Data Engineer (m/f/x)", Some(Senior), false),
            ("Staff Accountant", None, false),
            ("Staff Development Test Engineer", Some(Staff), false),
            ("Member of Technical Staff - 3", None, false),
            ("Mid II - Senior Software Engineer", Some(Mid), false),
            ("Principal Sys/Software Engineer Lead", Some(Principal), false),
            ("SWE-2, Core Platform", Some(Mid), false),
            ("Sr. Scientist / Principal Scientist / Associate Director", Some(Senior), false),
            ("Senior Engineering Manager/Director", Some(Senior), true),
            ("Senior Engineer - Repository Manager", Some(Senior), false),
            ("Chief of Staff to the CEO", None, false),
            ("Assistant to CFO", None, false),
            ("CFO Assistant", None, false),
            ("Maintenance Chief", None, true),
            ("Technical Leader (Python)", Some(Staff), false),
            ("Vertriebsleiterin DACH", Some(Director), true),
            ("Data Scientist - Stage (H/F)", Some(Intern), false),
            ("Junior High School Teacher", None, false),
            ("Junior High Voltage Technician", Some(Junior), false),
            ("Supervising Associate - Sr Baker", Some(Senior), false),
            ("Partner Development Manager", None, false),
            ("Head Barista", None, true),
            ("Assistant Head Pastry Chef", None, true),
            ("Head, Data Platform", Some(Director), true),
            ("Project Architect", None, false),
            ("Senior Conservation Architect", Some(Senior), false),
            ("Cloud Architect", Some(Principal), false),
            ("", None, false),
        ];
        for &(title, level, management) in cases {
            let named = read(title);
            assert_eq!(named.level, level, "{title}");
            assert_eq!(named.track == Track::Management, management, "{title}");
        }
    }
}
