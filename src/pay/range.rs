//! Amounts and ranges of money: the grammar over the pieces of a text.

use super::Period;
use super::lexer::Kind;
use super::lexer::Token;
use super::money;
use super::words::Mark;

/// An amount or a range as it stood, before anything decides whether it is pay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Offer {
    /// The lesser end; `None` for a lone amount.
    pub(super) low: Option<f64>,
    /// The greater end, or the lone amount.
    pub(super) high: f64,
    /// The currency mark, if any.
    pub(super) mark: Option<Mark>,
    /// The period that is attached to it ("/hr", "a year").
    pub(super) period: Option<Period>,
    /// True where `+` follows a lone amount.
    pub(super) open: bool,
    /// True where thousands are set apart or a scale (`k`) stands.
    pub(super) large: bool,
    /// Its bytes.
    pub(super) start: usize,
    pub(super) end: usize,
}

/// One amount with what is attached to it.
#[derive(Clone, Copy, Debug)]
struct Amount {
    value: f64,
    scale: Option<f64>,
    grouped: bool,
    mark: Option<Mark>,
    period: Option<Period>,
    open: bool,
    start: usize,
    end: usize,
    next: usize,
}

impl Amount {
    fn scaled(&self) -> f64 {
        match self.scale {
            // "$75,600k" means 75,600.
            Some(1_000.0) if self.value >= 1_000.0 => self.value,
            Some(scale) => self.value * scale,
            None => self.value,
        }
    }
}

/// How far the pieces after an amount are looked at for its currency, period or second end.
const REACH: usize = 6;

/// Every amount and range in the pieces of a text, in order, none overlapping.
pub(super) fn offers(tokens: &[Token]) -> Vec<Offer> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(first) = amount(tokens, at) else {
            at += 1;
            continue;
        };
        let is_between = tokens[at.saturating_sub(3)..at].iter().any(|token| word(token).from);
        let (offer, next) = extend(tokens, &first, is_between);
        let is_plan = matches!(tokens[at].kind, Kind::Number { .. }) && matches!(first.value, 401.0 | 403.0 | 457.0);
        // "+ $33,500 - $50,000" comes on top of what was stated before.
        let is_extra = !found.is_empty() && at > 0 && tokens[at - 1].kind == Kind::Plus;
        // `401k` and its kin are plans, not amounts.
        if !(is_plan && offer.low.is_none() || is_extra) {
            found.push(offer);
        }
        at = next;
    }
    found
}

/// The range that `first` begins, or `first` alone, and where to go on.
fn extend(tokens: &[Token], first: &Amount, is_between: bool) -> (Offer, usize) {
    let alone = Offer {
        low: None,
        high: first.scaled(),
        mark: first.mark,
        period: first.period,
        open: first.open,
        large: first.grouped || first.scale.is_some(),
        start: first.start,
        end: first.end,
    };
    let Some(second) = second_end(tokens, first, is_between, true) else { return (alone, first.next) };
    let Some(mark) = joined(first.mark, second.mark) else { return (alone, first.next) };
    let (low, high) = ends(first, &second);
    if low > high || low <= 0.0 && high <= 0.0 {
        return (alone, first.next);
    }
    let mut range = Offer {
        low: Some(low),
        high,
        mark,
        period: second.period.or(first.period),
        open: false,
        large: alone.large || second.grouped || second.scale.is_some(),
        start: first.start,
        end: second.end,
    };
    let mut next = second.next;
    let third = second_end(tokens, &second, false, false)
        .filter(|third| third.scaled() > high && first.grouped == third.grouped);
    if let Some(third) = third.filter(|_| low < high) {
        range.high = third.scaled();
        range.period = third.period.or(range.period);
        range.mark = joined(range.mark, third.mark).unwrap_or(range.mark);
        range.end = third.end;
        next = third.next;
    }
    (range, next)
}

/// The two ends with a scale that stands at one of them only given to both (`90-120k`, `10-15,000`).
fn ends(first: &Amount, second: &Amount) -> (f64, f64) {
    let (mut low, mut high) = (first.scaled(), second.scaled());
    match (first.scale, second.scale) {
        (None, Some(scale)) if low < 1_000.0 => low *= scale,
        (Some(scale), None) if high < 1_000.0 => high *= scale,
        (None, None) if (1.0..1_000.0).contains(&low) && high >= 1_000.0 && second.grouped && low * 1_000.0 <= high => {
            low *= 1_000.0;
        }
        (None, None) if low >= 1_000.0 && first.grouped && high < 1_000.0 && high * 1_000.0 >= low => high *= 1_000.0,
        _ => {}
    }
    (low, high)
}

/// The mark of a range from the marks of its ends; `None` where they contradict each other.
#[expect(clippy::option_option, reason = "no mark at all and marks that contradict are different answers")]
fn joined(first: Option<Mark>, second: Option<Mark>) -> Option<Option<Mark>> {
    match (first, second) {
        (Some(Mark::Exact(a)), Some(Mark::Exact(b))) if a != b => None,
        (Some(exact @ Mark::Exact(_)), _) | (_, Some(exact @ Mark::Exact(_))) => Some(Some(exact)),
        (first, second) => Some(first.or(second)),
    }
}

/// The amount after a dash, "to" and the like.
fn second_end(tokens: &[Token], first: &Amount, is_between: bool, is_first: bool) -> Option<Amount> {
    let mut at = first.next;
    let limit = (at + REACH).min(tokens.len());
    let mut is_joined = false;
    while at < limit {
        let token = &tokens[at];
        if let Some(second) = amount(tokens, at) {
            // "$117,600$226,800": the dash was lost.
            let is_touching = second.start == first.end && first.mark.is_some() && second.mark.is_some();
            return (is_joined || is_touching).then_some(second);
        }
        let meaning = word(token);
        match token.kind {
            Kind::Dash => is_joined = true,
            Kind::Slash if is_first && at == first.next && first.period.is_none() => is_joined = true,
            Kind::Word(_) if meaning.to || (meaning.and && is_between) => is_joined = true,
            Kind::Word(_) if meaning.noise || meaning.per || meaning.period.is_some() => {}
            // "€ 5.500,- und € 7.500,-"
            Kind::Comma if tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Dash) => {}
            Kind::Bracket | Kind::Colon | Kind::Slash => {}
            _ if is_mark(token) => {}
            _ => return None,
        }
        at += 1;
    }
    None
}

/// The amount that begins at `at`: marks, a number, its scale, and what is attached after it.
fn amount(tokens: &[Token], at: usize) -> Option<Amount> {
    let mut mark = None;
    let mut place = at;
    while let Some(found) = tokens.get(place).and_then(mark_of) {
        mark = joined(mark, Some(found))?;
        place += 1;
        if place - at > 3 {
            return None;
        }
    }
    let token = tokens.get(place)?;
    let Kind::Number { value, mut scale, grouped } = token.kind else { return None };
    let mut amount = Amount {
        value,
        scale,
        grouped,
        mark,
        period: None,
        open: false,
        start: tokens[at].start,
        end: token.end,
        next: place + 1,
    };
    if let Some(following) = tokens.get(place + 1) {
        if following.kind == Kind::Percent {
            return None;
        }
        let meaning = word(following);
        if scale.is_none() && meaning.scale.is_some() {
            scale = meaning.scale;
            amount.scale = scale;
            amount.end = following.end;
            amount.next += 1;
            if meaning.mark.is_some() {
                amount.mark = amount.mark.or(meaning.mark);
                // "12 LPA" is lakhs per annum.
                amount.period = meaning.period;
            }
        }
    }
    attach(tokens, &mut amount);
    Some(amount)
}

/// Adds the currency and the period that follow an amount.
fn attach(tokens: &[Token], amount: &mut Amount) {
    let limit = (amount.next + REACH).min(tokens.len());
    let mut at = amount.next;
    let mut is_after_slash = false;
    while at < limit {
        let token = &tokens[at];
        let meaning = word(token);
        let following = tokens.get(at + 1);
        if let Some(mark) = mark_of(token) {
            let begins_another = following.is_some_and(|next| matches!(next.kind, Kind::Number { .. } | Kind::Sign(_)));
            if begins_another && (amount.mark.is_some() || matches!(token.kind, Kind::Sign(_))) {
                return;
            }
            let Some(both) = joined(amount.mark, Some(mark)) else { return };
            amount.mark = both;
            keep(amount, tokens, at);
        } else if let Some(period) =
            meaning.period.filter(|_| amount.period.is_none() && is_period(token, is_after_slash))
        {
            amount.period = Some(period);
            keep(amount, tokens, at);
        } else if token.kind == Kind::Plus && token.start == amount.end {
            amount.open = true;
            keep(amount, tokens, at);
        } else {
            let is_bridge = matches!(token.kind, Kind::Slash | Kind::Bracket) || meaning.noise || meaning.per;
            if !is_bridge || meaning.to && following.is_some_and(begins_amount) {
                return;
            }
        }
        is_after_slash = token.kind == Kind::Slash || (meaning.per && !meaning.noise);
        at += 1;
    }
}

fn begins_amount(next: &Token) -> bool {
    matches!(next.kind, Kind::Number { .. } | Kind::Sign(_)) || mark_of(next).is_some()
}

/// Takes the piece at `at` and all before it into the amount.
fn keep(amount: &mut Amount, tokens: &[Token], at: usize) {
    amount.end = tokens[at].end;
    amount.next = at + 1;
}

/// Short words are a period only after a slash or "per": "$50/h", not "50 h".
fn is_period(token: &Token, is_after_slash: bool) -> bool {
    let meaning = word(token);
    is_after_slash || !(meaning.per || meaning.and || meaning.to || token.end - token.start < 2)
}

fn is_mark(token: &Token) -> bool {
    mark_of(token).is_some()
}

/// The currency mark that a piece is; "lakh" is one, but a scale first.
fn mark_of(token: &Token) -> Option<Mark> {
    match token.kind {
        Kind::Sign(mark) => Some(mark),
        Kind::Word(meaning) if meaning.scale.is_none() => meaning.mark,
        _ => None,
    }
}

fn word(token: &Token) -> super::words::Meaning {
    match token.kind {
        Kind::Word(meaning) => meaning,
        _ => super::words::Meaning::default(),
    }
}

/// The currency a mark names without knowing the place.
pub(super) fn exact(mark: Mark) -> super::Currency {
    match mark {
        Mark::Exact(currency) => currency,
        Mark::Dollar => money::USD,
        Mark::Crown => money::SEK,
        Mark::Yen => money::JPY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::lexer::tokens;

    fn first(text: &str) -> (Option<f64>, f64, Option<Period>) {
        let offer = offers(&tokens(text))[0];
        (offer.low, offer.high, offer.period)
    }

    #[test]
    fn reads_ranges_in_every_notation() {
        use Period::*;
        for (text, low, high, period) in [
            ("EUR €60.000~€95.000", 60_000.0, 95_000.0, None),
            ("12 500 - 14 000 PLN gross/month", 12_500.0, 14_000.0, Some(Month)),
            ("90-120k", 90_000.0, 120_000.0, None),
            ("$115-$130k", 115_000.0, 130_000.0, None),
            ("$10-15,000/month", 10_000.0, 15_000.0, Some(Month)),
            ("€80 / 100k + equity", 80_000.0, 100_000.0, None),
            ("$174,000/yr - $235,000/yr", 174_000.0, 235_000.0, Some(Year)),
            ("CHF 110'000 bis 120'000", 110_000.0, 120_000.0, None),
            ("$67.50–$90.00 an hour", 67.5, 90.0, Some(Hour)),
            ("between 181,000 and 271,000 PLN", 181_000.0, 271_000.0, None),
            ("€60,000 EUR Gross - up to €65,000 EUR Gross", 60_000.0, 65_000.0, None),
            ("20 to 45 lakhs INR per annum", 2_000_000.0, 4_500_000.0, Some(Year)),
            ("$165,000 USD - $175,000+ USD per year", 165_000.0, 175_000.0, Some(Year)),
            ("R$ 4.200,00 a R$ 5.000,00 por mês", 4_200.0, 5_000.0, Some(Month)),
            ("low: $170,000 - high: $205,000", 170_000.0, 205_000.0, None),
            ("$100,000 - $120,000 - $140,000", 100_000.0, 140_000.0, None),
            ("$117,600$226,800 USD", 117_600.0, 226_800.0, None),
            ("de 40 000 € à 50 000 € bruts par an", 40_000.0, 50_000.0, Some(Year)),
            ("10 - 12 LPA", 1_000_000.0, 1_200_000.0, Some(Year)),
        ] {
            assert_eq!(first(text), (Some(low), high, period), "{text}");
        }
    }

    #[test]
    fn reads_lone_amounts() {
        assert_eq!(first("TJM 450€"), (None, 450.0, None));
        assert_eq!(first("55 EUR/hour"), (None, 55.0, Some(Period::Hour)));
        assert_eq!(first("3500€/month"), (None, 3_500.0, Some(Period::Month)));
        assert_eq!(first("12 LPA"), (None, 1_200_000.0, Some(Period::Year)));
        assert_eq!(first("$47K USD/yr"), (None, 47_000.0, Some(Period::Year)));
        assert_eq!(first("£45 p/h"), (None, 45.0, Some(Period::Hour)));
        assert_eq!(first("4,500 EUR brutto miesięcznie"), (None, 4_500.0, Some(Period::Month)));
    }

    #[test]
    fn retirement_plans_and_shares_are_no_amounts() {
        assert!(offers(&tokens("401k, 403(b), 401(k), 10% of it")).is_empty());
    }

    #[test]
    fn an_and_joins_only_after_between() {
        assert_eq!(offers(&tokens("$500 and $900")).len(), 2);
        assert_eq!(offers(&tokens("$150,000 CAD - €90,000")).len(), 2);
    }
}
