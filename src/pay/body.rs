//! Pay in running text: every amount with what stands around it, and whether that makes it pay.

use super::Basis;
use super::Currency;
use super::Period;
use super::cues;
use super::cues::Cue;
use super::cues::Says;
use super::lexer;
use super::lexer::Kind;
use super::lexer::Token;
use super::money;
use super::range;
use super::range::Offer;
use super::resolve;
use super::resolve::Setting;
use super::words::Mark;

/// An amount or a range that is pay.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) currency: Currency,
    /// Why the currency is that one, where the text does not say.
    pub(super) assumed: Option<String>,
    pub(super) period: Period,
    pub(super) basis: Basis,
    /// True for a range that stands as one.
    pub(super) is_range: bool,
    /// True where the words around it say that it is pay.
    pub(super) is_named: bool,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// How far words before and after an amount speak of it, in bytes.
const BEFORE: usize = 160;
const AFTER: usize = 50;
/// A longer line is read in stretches of at most so many bytes.
const LONGEST_LINE: usize = 16_384;
/// An amount that begins within so many bytes of its line is spoken of by the lines above it.
const HEADED: usize = 90;

/// What the words around an amount say of it.
#[derive(Clone, Copy, Debug, Default)]
struct Around {
    is_pay: bool,
    /// It stands in a list of pay: the line above or the range before it is pay.
    is_listed: bool,
    /// It is named pay right before it ("salary: $").
    is_labeled: bool,
    /// The label touches it ("salary: $").
    is_tight: bool,
    /// A least opens its sentence ("Starting at $").
    opens: bool,
    /// A letter goes on right after it ("60k agencies").
    is_counting: bool,
    is_perk: bool,
    is_never: bool,
    basis: Option<Basis>,
    period: Option<Period>,
    region: Option<Says>,
    is_least: bool,
    is_most: bool,
}

/// The pay in `text`, in order. In a text that is `stated` to be pay (a tag, a field) an amount need not be named so.
pub(super) fn candidates(text: &str, setting: Setting<'_>, stated: bool) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut heading = Around::default();
    let mut reach = 0_u8;
    let mut is_list = false;
    let mut start = 0;
    for line in pieces(text) {
        let offset = start;
        start += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let tokens = if line.bytes().any(|byte| byte.is_ascii_digit()) { lexer::tokens(line) } else { Vec::new() };
        let offers = if tokens.is_empty() { Vec::new() } else { joined(line, range::offers(&tokens)) };
        if !offers.iter().any(|offer| offer.mark.is_some() || offer.large || stated) {
            let above = headline(line);
            is_list = false;
            reach = if above.is_pay { 3 } else { reach.saturating_sub(1) };
            if above.is_pay || reach == 0 {
                heading = above;
            }
            continue;
        }
        let cues = cues::find(line);
        let mut above = if reach > 0 { heading } else { Around::default() };
        above.is_listed = is_list;
        is_list = false;
        let before = found.len();
        let scene = Scene { line, tokens: &tokens, cues: &cues, offers: &offers };
        for (position, offer) in offers.iter().enumerate() {
            let mut around = scene.around(position, above);
            around.is_listed |= is_list;
            if let Some(mut candidate) = judge(offer, around, setting, stated) {
                candidate.start += offset;
                candidate.end += offset;
                is_list |= candidate.is_range && candidate.is_named && !stated;
                found.push(candidate);
            }
        }
        if found.len() > before && reach > 0 {
            reach = 3;
        } else {
            reach = reach.saturating_sub(1);
        }
    }
    found
}

/// The lines of a text, with their ends; of a line beyond all measure, stretches of it.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let limit = rest.floor_char_boundary(LONGEST_LINE);
        let head = &rest[..limit];
        let line_end = memchr::memchr(b'\n', head.as_bytes()).map(|at| at + 1);
        let cut = line_end.or_else(|| head.rfind(' ').filter(|at| limit < rest.len() && *at > 0)).unwrap_or(limit);
        let (piece, after) = rest.split_at(cut);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Joins lone amounts that are the ends of one range in words: "from $90,000 in our lowest market up to $120,000".
fn joined(line: &str, offers: Vec<Offer>) -> Vec<Offer> {
    let mut found: Vec<Offer> = Vec::with_capacity(offers.len());
    for offer in offers {
        if let Some(last) = found.last_mut() {
            let between = line.get(last.end..offer.start).unwrap_or_default();
            let is_pair = last.low.is_none() && offer.low.is_none() && last.mark == offer.mark && offer.mark.is_some();
            let is_step = last.high < offer.high && offer.high <= 4.0 * last.high && between.len() <= 70;
            let is_named = is_step && (between.contains("lowest") || between.contains("minimum"));
            if is_pair && is_named && (between.contains("up to") || between.contains(" and ")) {
                last.low = Some(last.high);
                last.high = offer.high;
                last.end = offer.end;
                last.period = last.period.or(offer.period);
                continue;
            }
        }
        found.push(offer);
    }
    found
}

/// What a line without amounts says of those below it: short lines are headings, of long ones the end counts.
fn headline(line: &str) -> Around {
    let line = line.trim_end();
    let end = &line[line.ceil_char_boundary(line.len().saturating_sub(BEFORE))..];
    let mut around = Around::default();
    for cue in cues::find(end) {
        around.hear(&cue);
    }
    let introduces = line.len() <= HEADED || line.trim_end_matches(['*', '_', ' ']).ends_with(':');
    around.is_pay &= introduces && !around.is_never;
    around
}

impl Around {
    /// Takes in a phrase; later ones are nearer and overrule.
    fn hear(&mut self, cue: &Cue) {
        let says = cue.says;
        if says.any(Says::PAY.or(Says::BASE).or(Says::TOTAL)) {
            (self.is_pay, self.is_perk, self.is_never) = (true, false, false);
        }
        if says.any(Says::NEVER) {
            (self.is_pay, self.is_never) = (false, true);
        }
        if says.any(Says::PERK) && !says.any(Says::PAY) {
            self.is_perk = true;
        }
        if says.any(Says::BASE) {
            self.basis = Some(Basis::Base);
        } else if says.any(Says::TOTAL) {
            self.basis = Some(Basis::Total);
        }
        self.period = says.period().or(self.period);
        if says.any(Says::US.or(Says::CANADA).or(Says::AUSTRALIA)) {
            self.region = Some(says);
        }
    }
}

/// A line with its pieces.
struct Scene<'a> {
    line: &'a str,
    tokens: &'a [Token],
    cues: &'a [Cue],
    offers: &'a [Offer],
}

impl Scene<'_> {
    /// What is said around the offer at `position`: in its sentence before it, shortly after it, and above it.
    fn around(&self, position: usize, above: Around) -> Around {
        let offer = &self.offers[position];
        let previous = position.checked_sub(1).map_or(0, |index| self.offers[index].end);
        let from = self.sentence_start(offer.start).max(previous).max(offer.start.saturating_sub(BEFORE));
        let mut around = if offer.start <= HEADED || position > 0 { above } else { Around::default() };
        (around.is_perk, around.is_never) = (false, false);
        let first = self.cues.partition_point(|cue| cue.start < from);
        let last = self.cues.partition_point(|cue| cue.end <= offer.start);
        for cue in self.cues.get(first..last).unwrap_or_default() {
            around.hear(cue);
            let gap = offer.start - cue.end;
            let limit = if cue.end - cue.start >= 12 { 30 } else { 14 };
            if gap <= limit {
                around.is_least = cue.says.any(Says::LEAST);
                around.is_most = cue.says.any(Says::MOST);
            }
            around.opens |= cue.says.any(Says::LEAST) && gap <= 3 && cue.start <= self.sentence_start(offer.start) + 4;
            if cue.says.any(Says::PAY.or(Says::BASE)) && gap <= 45 {
                around.is_labeled = true;
                around.is_tight = gap <= 3;
            } else if cue.says.any(Says::PERK.or(Says::NEVER)) {
                around.is_labeled = false;
            }
        }
        self.hear_after(position, &mut around);
        around
    }

    /// Takes in what is said shortly after the offer, up to a comma, a plus, an "and" or the next amount.
    fn hear_after(&self, position: usize, around: &mut Around) {
        let offer = &self.offers[position];
        let until = self.right_edge(position);
        let first = self.cues.partition_point(|cue| cue.start < offer.end);
        let following = self.tokens.partition_point(|token| token.start < offer.end);
        around.is_counting = self.tokens.get(following).is_some_and(|token| match token.kind {
            Kind::Word(meaning) => meaning == super::words::Meaning::default(),
            _ => false,
        });
        around.is_least |= self.cues.get(first).is_some_and(|cue| self.is_floor_of(offer, cue));
        let mut is_first = true;
        for cue in self.cues[first..].iter().take_while(|cue| cue.end <= until) {
            let says = cue.says;
            if is_first {
                around.is_never |= says.any(Says::NEVER) || says.any(Says::COUNT) && !around.is_labeled;
                let is_adjacent = cue.start <= offer.end + 12;
                if says.any(Says::PERK)
                    && !says.any(Says::PAY)
                    && (is_adjacent && !around.is_tight || !around.is_labeled)
                {
                    around.is_perk = true;
                } else if says.any(Says::PAY) {
                    around.is_pay = true;
                    around.is_labeled |= is_adjacent && !around.is_perk;
                    around.is_counting = false;
                }
                if says.any(Says::TOTAL) && (around.basis.is_none() || cue.start <= offer.end + 2) {
                    around.basis = Some(Basis::Total);
                } else if says.any(Says::BASE) {
                    around.basis = Some(Basis::Base);
                }
            }
            around.period = around.period.or(says.period());
            if cue.start <= offer.end + 24 && says.any(Says::US.or(Says::CANADA).or(Says::AUSTRALIA)) {
                around.region = around.region.or(Some(says));
            }
            is_first &= !says.any(Says::PAY.or(Says::PERK).or(Says::NEVER).or(Says::COUNT).or(Says::TOTAL));
        }
    }

    /// True where the phrase makes the offer a least: it touches its end and no number follows ("$90,000 at least 2 days").
    fn is_floor_of(&self, offer: &Offer, cue: &Cue) -> bool {
        let between = self.line.get(offer.end..cue.start).unwrap_or_default();
        let rest = self.line[cue.end..].trim_start();
        let is_spoken_for = rest.starts_with(|c: char| c.is_numeric() || ['$', '\u{20ac}', '\u{a3}'].contains(&c));
        cue.says.any(Says::FLOOR) && between.chars().all(|c| c.is_whitespace() || c == '(') && !is_spoken_for
    }

    fn sentence_start(&self, at: usize) -> usize {
        let last = self.tokens.partition_point(|token| token.start < at);
        let reversed = self.tokens[..last].iter().rev().take(60);
        reversed.into_iter().find(|token| token.kind == Kind::Stop).map_or(0, |token| token.end)
    }

    fn right_edge(&self, position: usize) -> usize {
        let offer = &self.offers[position];
        let next = self.offers.get(position + 1).map_or(self.line.len(), |next| next.start);
        let limit = next.min(offer.end + AFTER);
        let first = self.tokens.partition_point(|token| token.start < offer.end);
        let cut = self.tokens[first..].iter().take(14).find(|token| match token.kind {
            Kind::Stop | Kind::Plus | Kind::Comma => true,
            Kind::Word(meaning) => meaning.and && !meaning.per,
            _ => false,
        });
        cut.map_or(limit, |token| token.start.min(limit))
    }
}

/// Decides whether an offer is pay, and completes it.
fn judge(offer: &Offer, around: Around, setting: Setting<'_>, stated: bool) -> Option<Candidate> {
    let is_range = offer.low.is_some();
    if offer.high <= 1.0 || around.is_never && (!stated || !around.is_pay) {
        return None;
    }
    let is_large = offer.large && offer.high >= 1_000.0;
    let is_money =
        offer.mark.is_some() || is_large && (around.is_labeled && !around.is_counting || is_range && around.is_pay);
    let is_enough = is_range || offer.large || offer.high >= 1_000.0;
    if !is_money && (!stated || !is_enough) {
        return None;
    }
    let (currency, assumed) = currency(offer, around, setting);
    let by_size = resolve::period_by_size(offer.high, currency);
    let hinted = offer.period.or(around.period.filter(|hint| resolve::is_plausible(offer.high, currency, *hint)));
    let period = match hinted {
        Some(Period::Hour) if !resolve::is_plausible(offer.high, currency, Period::Hour) => by_size,
        Some(hint) => hint,
        None => by_size,
    };
    let is_explicit = stated && offer.period.is_some();
    if !is_explicit && !resolve::is_plausible(offer.high, currency, period) {
        return None;
    }
    if !is_accepted(offer, around, hinted.is_some(), period, in_dollars(offer.high, currency), stated) {
        return None;
    }
    let (min, max) = match offer.low {
        Some(low) => (Some(low).filter(|low| *low * 30.0 > offer.high), Some(offer.high)),
        None if offer.open || around.is_least && !around.is_most => (Some(offer.high), None),
        None => (None, Some(offer.high)),
    };
    let basis = around.basis.unwrap_or(Basis::Base);
    let (start, end, is_named) = (offer.start, offer.end, around.is_pay || around.is_listed);
    Some(Candidate { min, max, currency, assumed, period, basis, is_range, is_named, start, end })
}

/// Whether an offer is pay by its words and its size in dollars.
fn is_accepted(offer: &Offer, around: Around, is_hinted: bool, period: Period, dollars: f64, stated: bool) -> bool {
    let is_range = offer.low.is_some();
    let annual = dollars * period.per_year();
    let is_attached = offer.period.is_some();
    // Without a stated period a small amount may be anything: it is measured as it stands.
    let size = if is_attached { annual } else { dollars };
    let is_small = size < if is_range { 15_000.0 } else { 30_000.0 };
    if stated {
        return !(around.is_perk && is_small);
    }
    if annual < 2_500.0 {
        return false;
    }
    if is_range {
        let is_named = around.is_pay || around.is_listed;
        let is_perk = around.is_perk && (annual < 15_000.0 || !around.is_labeled && annual < 40_000.0);
        return !is_perk && (is_named || is_attached && period != Period::Month || period == Period::Year);
    }
    let is_sized = is_hinted || period == Period::Year || around.is_labeled && period != Period::Day;
    let is_hourly = offer.period == Some(Period::Hour) && offer.mark.is_some();
    let is_start = around.opens && offer.period == Some(Period::Year) && offer.mark.is_some() && annual >= 15_000.0;
    !around.is_perk && (around.is_pay && is_sized || is_hourly || is_start)
}

fn in_dollars(amount: f64, currency: Currency) -> f64 {
    super::Rates::builtin().convert(amount, currency, money::USD).unwrap_or(amount)
}

/// The currency of an offer, and the reason where it is assumed.
fn currency(offer: &Offer, around: Around, setting: Setting<'_>) -> (Currency, Option<String>) {
    match (offer.mark, around.region) {
        (Some(Mark::Dollar), Some(says)) if says.any(Says::US) => (money::USD, None),
        (Some(Mark::Dollar), Some(says)) if says.any(Says::CANADA) => (money::CAD, None),
        (Some(Mark::Dollar), Some(says)) if says.any(Says::AUSTRALIA) => (money::AUD, None),
        (Some(mark), _) => (setting.of_mark(mark, offer.high), None),
        (None, _) => {
            let (currency, reason) = setting.assumed(offer.high);
            (currency, Some(reason))
        }
    }
}
