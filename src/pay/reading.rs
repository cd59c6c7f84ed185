//! Reads tag and body together and decides between them.

use crate::codes::Country;
use crate::codes::Language;
use crate::error::Error;
use crate::error::Result;

use super::Basis;
use super::Money;
use super::Pay;
use super::Period;
use super::Source;
use super::body;
use super::body::Candidate;
use super::lexer;
use super::range;
use super::resolve::Setting;

/// What was read of pay, and what a reader should know about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PayReading {
    /// The pay; `None` where none is stated.
    pub pay: Option<Pay>,
    /// What was assumed, and where tag and body contradict each other.
    pub notes: Vec<String>,
}

/// Tags that job boards put where they know nothing.
const PLACEHOLDERS: &[&str] = &["65k-95k USD"];

/// Two amounts within this share of each other are the same, rounded.
const ROUNDING: f64 = 0.012;

/// Reads the pay of a posting from its pay tag and its text.
///
/// The body beats a tag that is a placeholder, a lone number or a rounding of what the body says, and a tag that
/// contradicts a range which the body names as pay; a tag that repeats one of several ranges of the body picks it. A
/// contradiction becomes a note. Several ranges in one currency (zones, levels) are read as one from the least to the
/// most, with a note; of several currencies the one of the posting's countries is taken, or else the first. Where base
/// and total both stand the base is taken.
///
/// A bare `$` is the dollar of the country where `countries` share one (Canada, Australia, New Zealand, Singapore,
/// Hong Kong) and no word beside it says otherwise, and the US dollar elsewhere. A tag without currency is in the
/// currency of the country: in real postings such tags repeat the body's numbers in it (`~187k` in Vancouver beside
/// "$136,000 and $187,000" Canadian). Without country it is USD; both are noted. Without a period it is what the size
/// allows.
#[must_use]
pub fn read(tag: Option<&str>, body: &str, countries: &[Country], language: Option<Language>) -> PayReading {
    let setting = Setting { countries, language };
    let tag = tag.map(str::trim).filter(|tag| !tag.is_empty());
    let tagged = tag.and_then(|tag| Some((tag, gather(body::candidates(tag, setting, true), setting)?)));
    let found = body::candidates(body, setting, false);
    let Some((tag, tagged)) = tagged else {
        return match gather(found, setting) {
            Some(told) => told.reading(body, Source::Body),
            None => PayReading::default(),
        };
    };
    let is_full = tagged.chosen.is_range && tagged.chosen.min != tagged.chosen.max;
    let picked = found.iter().find(|each| tagged.chosen.is_range && tagged.is_same(each)).cloned();
    let Some(mut told) = gather(found, setting) else {
        let doubt = doubt(tag);
        let mut reading = tagged.reading(tag, if doubt.is_some() { Source::Doubtful } else { Source::Tag });
        reading.notes.extend(doubt.map(|doubt| format!("the pay tag {tag:?} is {doubt}, and the text states no pay")));
        return reading;
    };
    if let Some(picked) = picked.filter(|_| told.is_several) {
        let notes = vec!["several pay ranges are stated: the one of the tag is taken".to_owned()];
        return Gathered { chosen: picked, notes, is_several: true }.reading(body, Source::Body);
    }
    let chosen = &tagged.chosen;
    let is_weak = PLACEHOLDERS.contains(&tag) || !is_full || told.explains(&tagged);
    if !is_weak && told.is_end_of(chosen) {
        return tagged.reading(tag, Source::Tag);
    }
    if !is_weak && !told.chosen.is_named {
        let mut reading = tagged.reading(tag, Source::Tag);
        reading.notes.push(format!("the text says otherwise: {:?}", &body[told.chosen.start..told.chosen.end]));
        return reading;
    }
    if !told.explains(&tagged) {
        told.notes.push(format!("the pay tag {tag:?} says otherwise than the text"));
    }
    told.reading(body, Source::Body)
}

/// Why a tag alone is not believed. Lone numbers that are written like `505000.0`: of 1,225 real ones beside a range in
/// the text, 1,036 were the sum of its two ends and none was its top.
fn doubt(tag: &str) -> Option<&'static str> {
    let is_sum = tag.strip_suffix(".0").is_some_and(|whole| whole.bytes().all(|byte| byte.is_ascii_digit()));
    if PLACEHOLDERS.contains(&tag) {
        Some("a common placeholder")
    } else {
        is_sum.then_some("a number that is mostly the sum of a range's two ends")
    }
}

/// Reads a text that is stated to be pay: a field of a feed, a desired salary. `source` is written into the result;
/// `None` where there is no amount in it.
#[must_use]
pub fn read_range(text: &str, source: Source, countries: &[Country], language: Option<Language>) -> Option<Pay> {
    let setting = Setting { countries, language };
    gather(body::candidates(text, setting, true), setting)?.reading(text, source).pay
}

/// Reads one amount as a person types it: `120000 USD`, `120k USD`, `€80.000`, `55 EUR/hour`, `30 USD an hour`. It is
/// per year unless it says otherwise; a bare `$` is the US dollar.
///
/// # Errors
/// [`Error::Unreadable`] where there is no amount, more than one, or no currency.
pub fn parse_amount(text: &str) -> Result<Money> {
    let refuse = |problem: &str| Error::Unreadable {
        what: format!("amount {text:?}"),
        problem: problem.to_owned(),
        remedy: "write an amount with its currency, such as \"120000 USD\" or \"55 EUR/hour\"".to_owned(),
    };
    let offers = range::offers(&lexer::tokens(text));
    let [offer] = offers.as_slice() else {
        let problem =
            if offers.is_empty() { "there is no amount in it" } else { "there is more than one amount in it" };
        return Err(refuse(problem));
    };
    if offer.low.is_some() {
        return Err(refuse("it is a range"));
    }
    if offer.high <= 0.0 {
        return Err(refuse("it is nothing"));
    }
    let mark = offer.mark.ok_or_else(|| refuse("it names no currency"))?;
    let period = offer.period.unwrap_or(Period::Year);
    Ok(Money { amount: offer.high, currency: range::exact(mark), period })
}

/// What a text says of pay, taken together.
struct Gathered {
    chosen: Candidate,
    notes: Vec<String>,
    is_several: bool,
}

impl Gathered {
    fn reading(self, text: &str, source: Source) -> PayReading {
        let Candidate { min, max, currency, assumed, period, basis, start, end, .. } = self.chosen;
        let evidence = text.get(start..end).unwrap_or_default().trim().to_owned();
        let mut notes = self.notes;
        notes.extend(assumed);
        PayReading { pay: Some(Pay { currency, min, max, period, basis, source, evidence }), notes }
    }

    fn is_same(&self, other: &Candidate) -> bool {
        let close = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() <= ROUNDING * a.max(b),
            (None, None) => true,
            _ => false,
        };
        close(self.chosen.min, other.min) && close(self.chosen.max, other.max)
    }

    /// True where this is a lone amount that is one end of `range`.
    fn is_end_of(&self, range: &Candidate) -> bool {
        let own = self.chosen.top();
        !self.chosen.is_range && [range.min, range.max].into_iter().flatten().any(|end| (end - own).abs() < 1.0)
    }

    /// True where the tag only repeats this: its range, its greater end, the sum of both ends (a tag that aggregators
    /// make), each rounded, or the same for a year.
    fn explains(&self, tagged: &Self) -> bool {
        let (own, tag) = (&self.chosen, &tagged.chosen);
        let factor = own.period.per_year() / tag.period.per_year();
        let close = |a: f64, b: f64| (a - b).abs() <= ROUNDING * a.abs().max(b.abs()) + 1.0;
        let ends = [own.min.or(own.max), own.max.or(own.min)];
        let [Some(least), Some(most)] = ends else { return false };
        let greatest = tag.max.or(tag.min).unwrap_or_default();
        [1.0, factor].into_iter().any(|factor| {
            let is_range = tag.min.is_none_or(|min| close(min, least * factor)) && close(greatest, most * factor);
            is_range || !tag.is_range && close(greatest, (least + most) * factor)
        })
    }
}

/// Takes several statements as one: base before total, one currency and period, from the least to the most.
fn gather(mut found: Vec<Candidate>, setting: Setting<'_>) -> Option<Gathered> {
    found = pair_ends(found);
    if found.iter().any(|each| each.is_range) {
        found.retain(|each| each.is_range);
    }
    if found.iter().any(|each| each.basis == Basis::Base) {
        found.retain(|each| each.basis == Basis::Base);
    }
    if found.iter().any(|each| each.is_named) {
        found.retain(|each| each.is_named);
    }
    let lead = found.iter().find(|each| setting.pays_in(each.currency)).or(found.first())?.clone();
    let mut notes = Vec::new();
    if found.iter().any(|each| each.currency != lead.currency) {
        notes.push(format!("pay is stated in several currencies: that in {} is taken", lead.currency));
    }
    found.retain(|each| each.currency == lead.currency && each.period == lead.period);
    let mut chosen = lead;
    let mut is_several = false;
    for each in &found {
        let widened = (lesser(chosen.bottom(), each.bottom()), greater(chosen.top(), each.top()));
        if widened == (chosen.bottom(), chosen.top()) && each.bottom() == widened.0 && each.top() == widened.1 {
            continue;
        }
        if widened.1 > 8.0 * widened.0 {
            continue;
        }
        is_several = true;
        (chosen.min, chosen.max) = (Some(widened.0), Some(widened.1));
    }
    if is_several {
        let ranges = found.iter().filter(|each| each.is_range).count();
        notes.push(format!("several pay {} are stated: taken together", if ranges > 0 { "ranges" } else { "amounts" }));
    }
    Some(Gathered { chosen, notes, is_several })
}

fn lesser(a: f64, b: f64) -> f64 {
    a.min(b)
}

fn greater(a: f64, b: f64) -> f64 {
    a.max(b)
}

impl Candidate {
    fn bottom(&self) -> f64 {
        self.min.or(self.max).unwrap_or_default()
    }

    fn top(&self) -> f64 {
        self.max.or(self.min).unwrap_or_default()
    }
}

/// Joins a least and a most that follow each other ("Minimum: 90,000 USD", "Maximum: 120,000 USD") into a range; a
/// midpoint between them is passed over.
fn pair_ends(found: Vec<Candidate>) -> Vec<Candidate> {
    let mut joined: Vec<Candidate> = Vec::with_capacity(found.len());
    let mut is_pair = false;
    for each in found {
        if let Some(last) = joined.last_mut() {
            let is_like = last.currency == each.currency && last.period == each.period && last.basis == each.basis;
            let is_near = each.start < last.end + 120;
            let is_top = !each.is_range && each.min.is_none() && last.top() < each.top();
            if is_like && is_near && is_top && (last.max.is_none() || is_pair) {
                last.max = each.max;
                last.end = each.end;
                last.is_range = true;
                is_pair = true;
                continue;
            }
        }
        is_pair = false;
        joined.push(each);
    }
    joined
}
