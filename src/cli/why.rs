//! `vocation why`: from what two documents say, in their words, to the number.

use std::io::Write;

use serde_json::json;
use vocation::pay::Basis;
use vocation::pay::Pay;
use vocation::pay::Period;
use vocation::pay::Source;
use vocation::ranking::MetSkill;
use vocation::ranking::Reckoning;
use vocation::ranking::Told;
use vocation::ranking::Yearly;
use vocation::seniority;

use super::Failure;
use super::disputing;
use super::disputing::Why;
use super::output;
use super::output::quote;
use super::output::wrapped;
use super::parties::Parties;

/// Prints the full reckoning of a pair.
pub(super) fn run(asked: &Why) -> Result<(), Failure> {
    let engine = disputing::engine(asked.catalog.as_deref(), &asked.means, asked.exchange_rates.as_deref())?;
    let kept = if asked.catalog.is_some() { Some(engine.newest()?) } else { None };
    let parties = Parties::find(&engine, [&asked.posting, &asked.resume], kept.as_deref(), &asked.reading.options()?)?;
    let weights = disputing::weights(&asked.weighing, &asked.weight, &engine)?;
    let why = engine.why(&parties.posting.entry, &parties.resume.entry, &weights);
    let mut out = std::io::stdout().lock();
    if asked.json {
        let mut object = json!({ "score": why.score() });
        let rest = serde_json::to_value(&why).map_err(std::io::Error::from)?;
        if let (Some(object), serde_json::Value::Object(rest)) = (object.as_object_mut(), rest) {
            object.extend(rest);
        }
        return output::json_line(&mut out, &object);
    }
    for line in lines(&why) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// The reckoning for people: the sum, then what it was made from.
fn lines(why: &Reckoning) -> Vec<String> {
    let mut lines = vec![wrapped("", &disputing::named(&why.posting)), wrapped("for ", &disputing::named(&why.resume))];
    lines.push("\n  strength x weight = adds".to_owned());
    for one in &why.signals {
        let reason = &one.reason;
        let sum = format!("     {:.3} x {:.3}  = {:.4}  ", reason.strength, reason.weight, reason.contribution);
        lines.push(wrapped(&sum, &format!("{}: {}", reason.signal, reason.because)));
    }
    lines.push(format!("                      {:.4}  the score: the sum of these", why.score()));
    lines.push(wrapped(
        "                              ",
        &format!("{}; from the same reasons", output::sides_in_words(&why.sides)),
    ));
    lines.extend(skills(why));
    lines.push("\nWhat was read".to_owned());
    lines.extend(level(why));
    lines.extend(pay(why));
    lines.extend(place(why));
    if !why.gates.is_empty() {
        lines.push("\nDeal-breakers (they change no score; who fails one is listed last)".to_owned());
        lines.extend(why.gates.iter().map(|gate| wrapped("  ", &output::gate_in_words(gate))));
    }
    lines
}

/// Each asked skill: share of the strength x credit x weight, and both quotes.
fn skills(why: &Reckoning) -> Vec<String> {
    let weight = why.signals.iter().find(|one| one.reason.signal == "skills").map_or(0.0, |one| one.reason.weight);
    let row = |share: f64, credit: f64| {
        format!("  {share:.3} x {credit:.2} x {weight:.3} = {:.4}  ", share * credit * weight)
    };
    let Some(assumed) = why.assumed else { return Vec::new() };
    let mut lines = vec!["\nSkills: share of the strength x credit x weight = adds (rarer is more telling)".to_owned()];
    let mut by_share: Vec<&MetSkill> = why.skills.iter().collect();
    by_share.sort_by(|a, b| b.share.total_cmp(&a.share));
    for skill in by_share {
        let need = serde_json::to_value(skill.need).ok().and_then(|need| need.as_str().map(str::to_owned));
        let by = match &skill.by {
            None => ": nothing shown".to_owned(),
            Some(by) if *by != skill.name => format!(", by {by}"),
            Some(_) => String::new(),
        };
        let years = match (skill.asked_years, skill.shown_years) {
            (Some(asked), Some(shown)) if shown < asked => format!(", {shown} of {asked} years"),
            _ => String::new(),
        };
        let level = match (skill.asked_level, skill.shown_level) {
            (Some(asked), Some(shown)) if shown < asked => {
                format!(", asked at {}, shown at {}", asked.name(), shown.name())
            }
            _ => String::new(),
        };
        let need = need.unwrap_or_default();
        let codes = if skill.codes.is_empty() { String::new() } else { format!(" [{}]", skill.codes.join(", ")) };
        let name = format!("{}{codes} ({need}, telling {:.1}){by}{years}{level}", skill.name, skill.telling);
        lines.push(wrapped(&row(skill.share, skill.credit), &name));
        lines.extend(quotes(skill));
    }
    lines.push(wrapped(&row(assumed.share, assumed.credit), "assumed before any skill is looked at"));
    lines
}

fn quotes(skill: &MetSkill) -> Vec<String> {
    let asked = wrapped("      asked ", &quote(&skill.asked));
    std::iter::once(asked).chain(skill.shown.as_deref().map(|shown| wrapped("      shown ", &quote(shown)))).collect()
}

fn level(why: &Reckoning) -> Vec<String> {
    let of = |who: &str, told: &Told| {
        let held = &told.seniority;
        let level = held.level.map_or("no level stated", seniority::Level::name);
        let by = match held.source {
            Some(seniority::Source::Title) => " by the title",
            Some(seniority::Source::Years) => " by years",
            Some(seniority::Source::Statement) => " by a statement",
            None => "",
        };
        let years = held.years.min.map_or_else(String::new, |years| format!(", {years} years"));
        let words = if held.evidence.is_empty() { String::new() } else { format!(": {}", quote(&held.evidence)) };
        wrapped(&format!("  level  {who:<8} "), &format!("{level}{by}{years}{words}"))
    };
    vec![of("asked", &why.posting), of("held", &why.resume)]
}

fn pay(why: &Reckoning) -> Vec<String> {
    let of = |who: &str, told: &Told| {
        let said = match (&told.pay, &told.pay_a_year) {
            (None, _) => "not stated".to_owned(),
            (Some(pay), yearly) => {
                let here = yearly.as_ref().map(in_words).filter(|text| *text != pay.to_string());
                let here = here.map_or_else(String::new, |text| format!(", which is {text}"));
                format!("{pay}{here}: {}", quote(&pay.evidence))
            }
        };
        wrapped(&format!("  pay    {who:<8} "), &said)
    };
    let mut lines = vec![of("offered", &why.posting), of("asked", &why.resume)];
    if let Some(rate) = &why.rate {
        lines.push(format!("                  1 {} = {:.4} {} as of {}", rate.from, rate.rate, rate.to, rate.date));
    }
    lines
}

fn in_words(yearly: &Yearly) -> String {
    let Yearly { currency, min, max } = *yearly;
    Pay {
        currency,
        min: min.map(f64::round),
        max: max.map(f64::round),
        period: Period::Year,
        basis: Basis::Base,
        source: Source::Stated,
        evidence: String::new(),
    }
    .to_string()
}

fn place(why: &Reckoning) -> Vec<String> {
    let of = |who: &str, told: &Told| {
        let place = &told.place;
        let mode = place.mode.map_or("no way of work stated", vocation::place::Mode::word);
        let countries: Vec<String> = match place.countries.len() {
            0 if place.anywhere => vec!["anywhere".to_owned()],
            1..=4 => place.countries.iter().copied().map(vocation::place::country_name).collect(),
            0 => vec!["no country stated".to_owned()],
            many => vec![format!("{many} countries")],
        };
        let moves = if place.would_move { ", would move" } else { "" };
        let words = if place.text.is_empty() { String::new() } else { format!(": {}", quote(&place.text)) };
        wrapped(&format!("  place  {who:<8} "), &format!("{mode}, {}{moves}{words}", countries.join(", ")))
    };
    vec![of("offered", &why.posting), of("held", &why.resume)]
}
