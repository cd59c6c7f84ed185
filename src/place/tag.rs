//! The place tag, and other short stretches that are about nothing but the place: a location line, parts of a title.

use super::Mode;
use super::resolve::Gathered;
use super::resolve::Mention;
use super::resolve::Style;
use super::resolve::gather;
use super::resolve::mentions;
use super::words::Gap;
use super::words::Word;
use super::words::words;

/// What a tag says.
#[derive(Clone, Debug, Default)]
pub(super) struct TagReading {
    /// How the work is done.
    pub(super) mode: Option<Mode>,
    /// True where the tag names several ways of work.
    pub(super) several_modes: bool,
    /// The places.
    pub(super) gathered: Gathered,
    /// The share of words that were understood.
    pub(super) understood: f32,
}

/// A word that says how the work is done: its index, how many words it takes, and the mode.
pub(super) type ModeWord = (usize, usize, Mode);

/// Words that say nothing of their own in a tag.
const FILLERS: [&str; 69] = [
    "must",
    "be",
    "residing",
    "reside",
    "located",
    "live",
    "living",
    "currently",
    "physically",
    "or",
    "and",
    "in",
    "the",
    "of",
    "from",
    "only",
    "within",
    "based",
    "first",
    "fully",
    "full",
    "time",
    "any",
    "all",
    "anywhere",
    "office",
    "offices",
    "friendly",
    "open",
    "to",
    "area",
    "region",
    "metro",
    "select",
    "locations",
    "location",
    "home",
    "work",
    "a",
    "100",
    "flexible",
    "est",
    "pst",
    "cst",
    "mst",
    "et",
    "pt",
    "utc",
    "gmt",
    "cet",
    "preferred",
    "home-based",
    "com",
    "possible",
    "with",
    "at",
    "our",
    "for",
    "is",
    "oder",
    "ou",
    "o",
    "y",
    "und",
    "et",
    "e",
    "possible",
    "de",
    "en",
];

/// Reads a tag.
pub(super) fn read_tag(tag: &str) -> TagReading {
    let words = words(tag);
    let found = mentions(&words, Style::Tag);
    let modes = mode_words(&words);
    let (mode, several_modes) = choose_mode(&words, &modes);
    let gathered = gather(&found);
    TagReading { mode, several_modes, gathered, understood: understood(&words, &found, &modes) }
}

/// The words that say how the work is done.
pub(super) fn mode_words(words: &[Word<'_>]) -> Vec<ModeWord> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let word = |ahead: usize| words.get(at + ahead).map_or("", |word| word.folded.as_str());
        let hit = match (word(0), word(1), word(2)) {
            ("work" | "working", "from", "home") => Some((3, Mode::Remote)),
            ("home", "office" | "based", _) => Some((2, Mode::Remote)),
            ("in", "office" | "person", _) | ("on", "site", _) | ("vor", "ort", _) => Some((2, Mode::Onsite)),
            (
                "remote" | "remoto" | "remota" | "remotely" | "telecommute" | "telecommuting" | "wfh" | "teletravail"
                | "teletrabajo" | "teletrabalho" | "distributed" | "homeoffice",
                _,
                _,
            ) => Some((1, Mode::Remote)),
            ("hybrid" | "hybride" | "hibrido" | "hibrida" | "ibrido" | "ibrida", _, _) => Some((1, Mode::Hybrid)),
            ("onsite" | "presencial" | "presentiel" | "inoffice", _, _) => Some((1, Mode::Onsite)),
            _ => None,
        };
        if let Some((length, mode)) = hit {
            found.push((at, length, mode));
            at += length;
        } else {
            at += 1;
        }
    }
    found
}

/// The mode of a tag, and whether it names several. The most permissive counts, save where "Remote" is but a label set
/// apart by commas and the rest says hybrid ("Remote,Hybrid - Lisbon", "Remote Hybrid").
pub(super) fn choose_mode(words: &[Word<'_>], modes: &[ModeWord]) -> (Option<Mode>, bool) {
    let bare = |&&(at, length, _): &&ModeWord| {
        let after = words.get(at + length).map_or(Gap::Comma, |word| word.before);
        (at == 0 || words[at].before == Gap::Comma) && after == Gap::Comma
    };
    let of = |mode: Mode| modes.iter().filter(move |(_, _, found)| *found == mode);
    let several =
        [Mode::Remote, Mode::Hybrid, Mode::Onsite].into_iter().filter(|&mode| of(mode).count() > 0).count() > 1;
    let before_hybrid = |at: usize| modes.iter().any(|&(next, _, mode)| next == at + 1 && mode == Mode::Hybrid);
    // "Hybrid Remote" is hybrid too.
    let after_hybrid = |at: usize| {
        let follows = |&(last, length, mode): &ModeWord| last + length == at && mode == Mode::Hybrid;
        modes.iter().any(follows) && words[at].before <= Gap::Hyphen
    };
    let own_remote = of(Mode::Remote).any(|found| {
        let label = bare(&found)
            || after_hybrid(found.0)
            || (before_hybrid(found.0) && words[found.0 + 1].before <= Gap::Hyphen);
        // "Hybrid - WFH": working from home is the other half of a hybrid week.
        !label && words[found.0].folded != "wfh"
    });
    let own_hybrid = of(Mode::Hybrid).any(|found| !bare(&found));
    let mode = match (of(Mode::Remote).count() > 0, of(Mode::Hybrid).count() > 0, of(Mode::Onsite).count() > 0) {
        (true, true, _) if own_hybrid && !own_remote => Some(Mode::Hybrid),
        (true, _, _) => Some(Mode::Remote),
        (false, true, _) => Some(Mode::Hybrid),
        (false, false, true) => Some(Mode::Onsite),
        (false, false, false) => None,
    };
    (mode, several)
}

/// The share of words that belong to a mention, a mode or are fillers.
fn understood(words: &[Word<'_>], found: &[Mention], modes: &[ModeWord]) -> f32 {
    let mut known = vec![false; words.len()];
    for mention in found.iter().filter(|mention| mention.spot.is_some()) {
        known[mention.from..mention.to].fill(true);
    }
    for &(at, length, _) in modes {
        known[at..at + length].fill(true);
    }
    for (at, word) in words.iter().enumerate() {
        known[at] |= FILLERS.contains(&word.folded.as_str());
    }
    let count = known.iter().filter(|&&known| known).count();
    if words.is_empty() { 0.0 } else { count as f32 / words.len() as f32 }
}

/// Reads a title: the mode it names, and the places of its parts that are about nothing else ("(Remote, US)", "- EMEA").
pub(super) fn read_title(title: &str) -> TagReading {
    let words = words(title);
    let modes: Vec<ModeWord> = mode_words(&words).into_iter().filter(|mode| !names_a_thing(&words, *mode)).collect();
    let (mode, several_modes) = choose_mode(&words, &modes);
    let found = mentions(&words, Style::Prose);
    let mut kept = Vec::new();
    let mut from = 0;
    while from < words.len() {
        let next = (from + 1..words.len()).find(|&at| words[at].before >= Gap::Dash).unwrap_or(words.len());
        let part = found.iter().filter(|mention| mention.from >= from && mention.to <= next);
        let inside: Vec<Mention> = part.cloned().collect();
        let of_part = |&&(at, _, _): &&ModeWord| at >= from && at < next;
        let shift = |&(at, length, mode): &ModeWord| (at - from, length, mode);
        let local: Vec<ModeWord> = modes.iter().filter(of_part).map(shift).collect();
        let moved: Vec<Mention> = inside.iter().cloned().map(|mention| mention.shifted(from)).collect();
        let whole = understood(&words[from..next], &moved, &local) >= 0.99;
        let headed = inside.first().is_some_and(|mention| mention.from > 0 && words[mention.from - 1].folded == "in");
        if whole || headed {
            kept.extend(inside);
        }
        from = next;
    }
    TagReading { mode, several_modes, gathered: gather(&kept), understood: 1.0 }
}

/// True where a mode word belongs to the name of a thing: "Remote Sensing", "Hybrid Cloud".
pub(super) fn names_a_thing(words: &[Word<'_>], (at, length, mode): ModeWord) -> bool {
    let next = words.get(at + length).filter(|word| word.before < Gap::Dash).map_or("", |word| word.folded.as_str());
    match mode {
        // "Distributed Systems Engineer" names a trade; only alone does the word say how the work is done.
        Mode::Remote if words[at].folded == "distributed" => !matches!(next, "" | "team"),
        Mode::Remote => matches!(
            next,
            "sensing"
                | "support"
                | "monitoring"
                | "control"
                | "access"
                | "desktop"
                | "systems"
                | "sales"
                | "care"
                | "patient"
                | "device"
                | "devices"
                | "management"
                | "infrastructure"
                | "operations"
                | "systeme"
                | "ledger"
                | "data"
        ),
        Mode::Hybrid => {
            matches!(
                next,
                "cloud"
                    | "mobile"
                    | "app"
                    | "apps"
                    | "integration"
                    | "infrastructure"
                    | "data"
                    | "networks"
                    | "systems"
                    | "vehicle"
                    | "search"
                    | "application"
                    | "applications"
                    | "it"
                    | "multi"
                    | "electric"
                    | "electrical"
                    | "car"
                    | "cars"
                    | "vehicles"
                    | "engine"
                    | "engines"
                    | "power"
                    | "securities"
            ) || (matches!(next, "and" | "or" | "electric")
                && word_is(words, at + length + 1, &["electric", "electrical", "ev"]))
        }
        Mode::Onsite => matches!(next, "search" | "support" | "services" | "technician"),
    }
}

fn word_is(words: &[Word<'_>], at: usize, any: &[&str]) -> bool {
    words.get(at).is_some_and(|word| any.contains(&word.folded.as_str()))
}

/// `content` up to a sentence about exceptions: "US or Canada. For exceptional candidates also Europe."
pub(super) fn without_exceptions(content: &str) -> &str {
    let mut at = 0;
    for part in content.split_inclusive(". ") {
        let lower = part.to_lowercase();
        if at > 0 && ["exceptional", "consider", "prefer", "ideally"].iter().any(|word| lower.contains(word)) {
            return &content[..at];
        }
        at += part.len();
    }
    content
}
