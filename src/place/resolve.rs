//! Which places a stretch of text names: mentions are found, and each is read by what stands around it.

use std::collections::BTreeSet;

use super::gazetteer::Candidate;
use super::gazetteer::GAZETTEER;
use super::gazetteer::Spot;
use super::words::Gap;
use super::words::Word;
use crate::codes::Country;

/// How freely names are taken for places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// A stretch that is about places: names count in any case.
    Tag,
    /// A sentence: names begin with a capital letter, no word means the whole world, short forms need support.
    Prose,
}

/// A name in the text and what it was taken for.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// Index of its first word.
    pub(super) from: usize,
    /// Index just after its last word.
    pub(super) to: usize,
    candidates: &'static [Candidate],
    short: bool,
    /// What it was taken for; `None` where nothing fits.
    pub(super) spot: Option<Spot>,
    /// True where the text excludes it ("except", "outside").
    pub(super) excluded: bool,
}

/// The places of a stretch of text, together.
#[derive(Clone, Debug, Default)]
pub(super) struct Gathered {
    /// The countries, regions spelled out.
    pub(super) countries: BTreeSet<Country>,
    /// The codes of subdivisions.
    pub(super) subdivisions: BTreeSet<String>,
    /// The cities, in order, each once.
    pub(super) cities: Vec<String>,
    /// True where it names the whole world.
    pub(super) world: bool,
    /// True where a region was spelled out.
    pub(super) region: bool,
}

impl Gathered {
    /// True where the whole world is named and no place in it: nobody works at a site in all of it.
    pub(super) fn is_world_alone(&self) -> bool {
        self.world && self.countries.is_empty() && self.cities.is_empty()
    }
}

/// The mentions in `words`, resolved.
pub(super) fn mentions(words: &[Word<'_>], style: Style) -> Vec<Mention> {
    let mut found = find(words, style);
    if style == Style::Prose {
        keep_supported_short(&mut found);
    }
    pair_with_next(&mut found, words);
    settle_short_runs(&mut found, words);
    settle_by_evidence(&mut found);
    mark_excluded(&mut found, words);
    found
}

fn find(words: &[Word<'_>], style: Style) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let named = GAZETTEER.name_at(words, at).filter(|_| style == Style::Tag || words[at].is_capital());
        let named = named.filter(|(_, candidates)| style == Style::Tag || !candidates.iter().any(is_world));
        let (length, candidates, short) = match named {
            Some((length, candidates)) => (length, candidates, false),
            None => match short_at(words, at, found.last()) {
                Some(candidates) => (1, candidates, true),
                None => {
                    at += 1;
                    continue;
                }
            },
        };
        let spot = match candidates {
            [only] if !only.loose => Some(only.spot),
            _ => None,
        };
        found.push(Mention { from: at, to: at + length, candidates, short, spot, excluded: false });
        at += length;
    }
    found
}

fn is_world(candidate: &Candidate) -> bool {
    matches!(candidate.spot, Spot::Region(row) if GAZETTEER.regions[row].members.is_empty())
}

/// The readings of a short form in capitals, where what stands around it allows one.
fn short_at(words: &[Word<'_>], at: usize, last: Option<&Mention>) -> Option<&'static [Candidate]> {
    let word = &words[at];
    if !(2..=4).contains(&word.raw.len()) || !word.is_upper() {
        return None;
    }
    let candidates = GAZETTEER.short(word.raw)?;
    let after = words.get(at + 1).map_or(Gap::Break, |next| next.before);
    // "#LI-Remote" is a label of a board.
    if word.raw == "LI" && after == Gap::Hyphen {
        return None;
    }
    let follows_place = last.is_some_and(|mention| mention.to == at);
    let after_remote = at > 0 && words[at - 1].folded == "remote";
    let is_word = matches!(word.raw, "OR" | "IN" | "ME" | "IT" | "NO" | "SO" | "AS" | "AT" | "BE" | "BY" | "DO" | "TO");
    let begun = word.before >= Gap::Hyphen || follows_place || after_remote;
    let ended = after >= Gap::Hyphen || (!is_word && (word.before >= Gap::Hyphen && at > 0 || follows_place));
    let lone_word = is_word && !follows_place && word.before < Gap::Comma;
    (begun && ended && !lone_word).then_some(candidates)
}

/// In a sentence a short form counts only after a place ("Boston, MA") or among at least three of its kind ("CA, NY, TX"):
/// alone it is rather a term of the trade ("AI", "QA"). So it does right before two places or short forms ("FR, UK, NL").
fn keep_supported_short(found: &mut Vec<Mention>) {
    let run_at = |at: usize| {
        let joined = |here: &usize| found[*here - 1].to == found[*here].from;
        let before = (1..=at).rev().take_while(joined).count();
        let after = (at + 1..found.len()).take_while(joined).count();
        1 + before + after
    };
    let keep: Vec<bool> = (0..found.len())
        .map(|at| {
            let follows_name = at > 0 && !found[at - 1].short && found[at - 1].to == found[at].from;
            !found[at].short || follows_name || run_at(at) >= 3
        })
        .collect();
    let mut at = 0;
    found.retain(|_| {
        at += 1;
        keep[at - 1]
    });
}

/// True where `inner` lies in `outer`.
fn lies_in(inner: Spot, outer: Spot) -> bool {
    match (inner, outer) {
        (Spot::City(city), Spot::Subdivision(row)) => match GAZETTEER.cities[city].subdivision {
            Some(own) => own == row,
            None => GAZETTEER.cities[city].country == GAZETTEER.subdivisions[row].country,
        },
        (Spot::City(_) | Spot::Subdivision(_), Spot::Country(country)) => GAZETTEER.country_of(inner) == Some(country),
        _ => false,
    }
}

/// Reads neighbors together: a city before its state or country ("Cambridge, MA"), or after it ("Georgia - Atlanta").
fn pair_with_next(found: &mut [Mention], words: &[Word<'_>]) {
    for reversed in [false, true] {
        for at in 1..found.len() {
            let (left, right) = found.split_at_mut(at);
            let (Some(first), Some(second)) = (left.last_mut(), right.first_mut()) else { continue };
            if first.to != second.from || words[second.from].before == Gap::Break {
                continue;
            }
            if (first.spot.is_some() && second.spot.is_some()) || (reversed && second.short) {
                continue;
            }
            let pair = readings(first).find_map(|a| {
                let fits = |b: &Spot| if reversed { lies_in(*b, a) } else { lies_in(a, *b) };
                readings(second).find(fits).map(|b| (a, b))
            });
            if let Some((a, b)) = pair {
                first.spot = Some(a);
                second.spot = Some(b);
            }
        }
    }
}

/// What a mention may still be.
fn readings(mention: &Mention) -> impl Iterator<Item = Spot> + use<> {
    let chosen = mention.spot;
    let candidates = if chosen.is_some() { &[] } else { mention.candidates };
    chosen.into_iter().chain(candidates.iter().map(|candidate| candidate.spot))
}

/// Reads runs of short forms alike: "AL, AZ, CA" are states, "DE, FR, CA" are countries.
fn settle_short_runs(found: &mut [Mention], words: &[Word<'_>]) {
    let named = evidence(found, false);
    let mut at = 0;
    while at < found.len() {
        let open = |mention: &Mention| mention.short && (mention.spot.is_none() || mention.candidates.len() == 1);
        let run = found[at..].iter().take_while(|mention| open(mention)).count();
        if run == 0 {
            at += 1;
            continue;
        }
        let slice = &found[at..at + run];
        let states_of = |country: Country| move |mention: &&Mention| state_reading(mention, country).is_some();
        let home = [*b"US", *b"CA", *b"AU"].into_iter().filter_map(|code| {
            let country = Country::from_code(std::str::from_utf8(&code).ok()?)?;
            let known = slice.iter().filter(states_of(country)).count();
            let enough = known == run || (named.contains(&country) && known * 2 > run);
            (enough && (run > 1 || named.contains(&country))).then_some(country)
        });
        let home = home.into_iter().next();
        let beside_country = at > 0
            && found[at - 1].to == found[at].from
            && matches!(found[at - 1].spot, Some(Spot::Country(_)))
            && words[found[at].from].before != Gap::Hyphen;
        for mention in &mut found[at..at + run] {
            let country = mention.candidates.iter().find(|candidate| matches!(candidate.spot, Spot::Country(_)));
            mention.spot = match home {
                Some(home) if run > 1 || !beside_country => state_reading(mention, home),
                _ if run > 1 || beside_country => country.or(mention.candidates.first()).map(|known| known.spot),
                _ => mention.candidates.first().map(|known| known.spot),
            };
        }
        at += run;
    }
}

fn state_reading(mention: &Mention, country: Country) -> Option<Spot> {
    let spots = mention.candidates.iter().map(|candidate| candidate.spot);
    spots.into_iter().find(|&spot| matches!(spot, Spot::Subdivision(_)) && GAZETTEER.country_of(spot) == Some(country))
}

/// The countries that settled mentions speak for; `fine`: only those of cities and subdivisions.
fn evidence(found: &[Mention], fine: bool) -> BTreeSet<Country> {
    let settled = found.iter().filter_map(|mention| mention.spot);
    let counted = settled.filter(|spot| !fine || !matches!(spot, Spot::Country(_)));
    counted.filter_map(|spot| GAZETTEER.country_of(spot)).collect()
}

/// Settles what is left: by what else is named, then by the first reading.
fn settle_by_evidence(found: &mut [Mention]) {
    let any = evidence(found, false);
    let fine = evidence(found, true);
    for mention in found.iter_mut().filter(|mention| mention.spot.is_none()) {
        let agrees = |candidate: &&Candidate, with: &BTreeSet<Country>| {
            GAZETTEER.country_of(candidate.spot).is_some_and(|country| with.contains(&country))
        };
        let firm = || mention.candidates.iter().filter(|candidate| !candidate.loose);
        let loose = || mention.candidates.iter().filter(|candidate| candidate.loose);
        let state = |candidate: &&Candidate| matches!(candidate.spot, Spot::Subdivision(_)) && agrees(candidate, &fine);
        let lone = firm().next().is_none();
        let chosen = loose()
            .find(state)
            .or_else(|| firm().find(|candidate| agrees(candidate, &any)))
            .or_else(|| firm().next())
            .or_else(|| loose().find(|candidate| lone && agrees(candidate, &any)));
        mention.spot = chosen.map(|candidate| candidate.spot).filter(|_| !mention.short);
    }
}

/// Marks what the text excludes, and drops what names only a time zone or a place to overlap with.
fn mark_excluded(found: &mut [Mention], words: &[Word<'_>]) {
    let mut next = 0;
    let (mut excluding, mut overlapping) = (false, false);
    for (at, word) in words.iter().enumerate() {
        if word.before == Gap::Break {
            excluding = false;
        }
        let folded = word.folded.as_str();
        excluding |=
            matches!(folded, "except" | "excluding" | "exclude" | "excl" | "outside" | "not" | "non" | "without");
        overlapping |= matches!(folded, "overlap" | "overlapping" | "overlaps");
        while next < found.len() && found[next].from == at {
            let mention = &mut found[next];
            mention.excluded = excluding;
            if overlapping || before_time_zone(&words[mention.to..]) {
                mention.spot = None;
            }
            next += 1;
        }
    }
}

/// True where the words that follow a name make a time of day or a time zone of it.
fn before_time_zone(rest: &[Word<'_>]) -> bool {
    let near: Vec<&str> =
        rest.iter().take(3).take_while(|word| word.before < Gap::Comma).map(|word| word.folded.as_str()).collect();
    matches!(
        near.as_slice(),
        ["timezone" | "timezones" | "tz" | "hours" | "time", ..]
            | ["working" | "business" | "based" | "compatible" | "friendly", "hours" | "timezone" | "timezones", ..]
            | ["working" | "business" | "compatible" | "friendly", "time", "zone" | "zones"]
    )
}

/// The places of `found` together, without what is excluded.
pub(super) fn gather<'a>(found: impl IntoIterator<Item = &'a Mention>) -> Gathered {
    let mut gathered = Gathered::default();
    let mut without = BTreeSet::new();
    for mention in found {
        let Some(spot) = mention.spot else { continue };
        if mention.excluded {
            if let Spot::Country(country) = spot {
                without.insert(country);
            }
            continue;
        }
        match spot {
            Spot::Country(_) => {}
            Spot::Region(row) => {
                let members = &GAZETTEER.regions[row].members;
                gathered.world |= members.is_empty();
                gathered.region |= !members.is_empty();
                gathered.countries.extend(members.iter().copied());
            }
            Spot::Subdivision(row) => _ = gathered.subdivisions.insert(GAZETTEER.subdivisions[row].code.clone()),
            Spot::City(row) => {
                let city = &GAZETTEER.cities[row];
                if let Some(own) = city.subdivision {
                    gathered.subdivisions.insert(GAZETTEER.subdivisions[own].code.clone());
                }
                if !gathered.cities.contains(&city.name) {
                    gathered.cities.push(city.name.clone());
                }
            }
        }
        gathered.countries.extend(GAZETTEER.country_of(spot));
    }
    gathered.countries.retain(|country| !without.contains(country));
    gathered
}

impl Mention {
    /// The same mention in words of which the first `by` are gone.
    pub(super) fn shifted(mut self, by: usize) -> Self {
        self.from -= by;
        self.to -= by;
        self
    }
}
