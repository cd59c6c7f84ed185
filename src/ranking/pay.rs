//! The pay signal: how far the offer meets what the person asks.

use super::pair::Pair;
use super::signals::Because;
use crate::pay::Basis;
use crate::pay::Currency;
use crate::pay::Money;
use crate::pay::Pay;
use crate::pay::Period;
use crate::pay::Source;

/// The share of the asked pay at and below which an offer is worth nothing.
const NOTHING: f64 = 0.6;

/// The strength of an offer whose top just meets what is asked.
const JUST_MET: f64 = 0.6;

/// How far the offered range meets what the person asks, both a year and in the person's currency; `None` where either
/// is unstated or no exchange rate is known. Full where even the least offered meets it.
pub(super) fn strength(pair: &Pair<'_>, because: &mut Because) -> Option<f64> {
    let Some(asked) = pair.resume.profile.pay.as_ref().and_then(asked) else {
        because.say(|| match &pair.posting.profile.pay {
            Some(offer) => format!("{offer} offered, none asked; counted as average"),
            None => "pay not stated; counted as average".to_owned(),
        });
        return None;
    };
    let Some(offer) = &pair.posting.profile.pay else {
        because.say(|| format!("pay not stated ({asked} asked); counted as average"));
        return None;
    };
    if offer.is_doubtful() {
        because.say(|| format!("{offer} stands in a tag of the board alone, which may be wrong; counted as average"));
        return None;
    }
    let Some((least, most)) = offer.annual_in(asked.currency, pair.rates).and_then(bounds) else {
        because
            .say(|| format!("no exchange rate between {} and {}; counted as average", offer.currency, asked.currency));
        return None;
    };
    let strength = meets(least, most, asked.amount);
    because.say(|| {
        let here = if offer.currency == asked.currency && offer.period == Period::Year {
            String::new()
        } else {
            format!(", which is {}", a_year(least, most, asked.currency))
        };
        let verdict = match strength {
            s if s >= 1.0 => "meets",
            s if s >= JUST_MET => "can meet",
            _ => "falls short of",
        };
        format!("{offer} offered{here}: {verdict} {asked}")
    });
    Some(strength)
}

/// A range a year, in words.
fn a_year(least: f64, most: f64, currency: Currency) -> String {
    let (min, max) = (Some(least.round()), Some(most.round()));
    Pay {
        currency,
        min,
        max,
        period: Period::Year,
        basis: Basis::Base,
        source: Source::Stated,
        evidence: String::new(),
    }
    .to_string()
}

/// What a person asks, a year: the least of the range they gave.
pub(super) fn asked(pay: &Pay) -> Option<Money> {
    let (least, most) = pay.annual();
    Some(Money { amount: least.or(most)?, currency: pay.currency, period: Period::Year })
}

/// The least and the most of an offer; a lone number stands for both.
pub(super) fn bounds((least, most): (Option<f64>, Option<f64>)) -> Option<(f64, f64)> {
    let either = least.or(most)?;
    Some((least.unwrap_or(either), most.unwrap_or(either)))
}

fn meets(least: f64, most: f64, asked: f64) -> f64 {
    if asked <= 0.0 || least >= asked {
        1.0
    } else if most >= asked {
        JUST_MET + (1.0 - JUST_MET) * (most - asked) / (most - least)
    } else {
        JUST_MET * ((most / asked - NOTHING) / (1.0 - NOTHING)).max(0.0)
    }
}
