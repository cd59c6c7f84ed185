//! `vocation inspect`.

use std::io::Write;

use rayon::prelude::*;
use serde_json::Value;
use serde_json::json;
use vocation::Engine;
use vocation::documents::Document;
use vocation::documents::Side;
use vocation::engine::Options;
use vocation::profile::Profile;
use vocation::skills::Occupation;

use super::Failure;
use super::arguments::Inspect;
use super::input;
use super::output;

/// Prints what was understood of documents, in the order given.
pub(super) fn run(asked: &Inspect) -> Result<(), Failure> {
    let options = asked.reading.options()?;
    let engine = Engine::with(Options { taxonomy: asked.skills.taxonomy()?, ..Options::default() });
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let taken = input::each(
        &asked.paths,
        input::Asked { side: asked.side.map(Into::into), checked: false, told: None, options: &options },
        |documents, progress| {
            let objects: Vec<Value> =
                documents.par_iter().map(|document| object(&engine, document, asked.text)).collect();
            for object in &objects {
                if asked.json {
                    output::json_line(&mut out, object)?;
                } else {
                    print(&mut out, object)?;
                }
            }
            progress.inc(documents.len() as u64);
            Ok(())
        },
    )?;
    out.flush()?;
    if taken.documents == 0 {
        return Err(Failure::NoAnswer("none of the paths holds a document that can be read".to_owned()));
    }
    Ok(())
}

/// A profile as the contract of `inspect --json` has it.
fn object(engine: &Engine, document: &Document, text: bool) -> Value {
    let profile = engine.understand(document);
    let options = engine.options();
    let kind = match profile.side {
        Side::Posting => "posting",
        Side::Resume => "resume",
    };
    let skills: Vec<Value> = profile
        .skills
        .iter()
        .map(|skill| {
            let entry = options.taxonomy.entry(skill.id);
            let mut object = json!({
                "name": entry.name,
                "need": skill.need,
                "years": skill.years.map(tenths),
                "level": skill.fluency,
                "evidence": skill.evidence,
            });
            if !entry.codes.is_empty() {
                object["codes"] = json!(entry.codes);
            }
            object
        })
        .collect();
    let mut object = json!({
        "id": profile.id,
        "kind": kind,
        "title": profile.title,
        "company": profile.company,
        "seniority": {
            "level": profile.seniority.level,
            "track": profile.seniority.track,
            "source": profile.seniority.source,
            "years": {
                "min": profile.seniority.years.min.map(tenths),
                "max": profile.seniority.years.max.map(tenths),
            },
        },
        "pay": pay(engine, &profile),
        "place": {
            "mode": profile.place.mode,
            "countries": profile.place.countries,
            "text": profile.place.text,
        },
        "skills": skills,
        "language": profile.language,
        "posted": profile.posted,
        "valid_through": valid_through(document),
        "tags": profile.tags,
        "notes": profile.notes,
    });
    if !options.taxonomy.occupations().is_empty() {
        let named = |one: &Occupation| json!({ "label": one.name, "codes": one.codes });
        object["occupations"] = profile.occupations(&options.taxonomy).into_iter().map(named).collect();
    }
    if text {
        object["text"] = json!(document.text());
    }
    object
}

/// The last day of an offer that states one.
fn valid_through(document: &Document) -> Option<jiff::civil::Date> {
    match document {
        Document::Posting(posting) => posting.valid_through,
        Document::Resume(_) => None,
    }
}

/// Years to a tenth, as a number that prints so.
fn tenths(years: f32) -> f64 {
    (f64::from(years) * 10.0).round() / 10.0
}

fn pay(engine: &Engine, profile: &Profile) -> Value {
    let Some(pay) = &profile.pay else { return Value::Null };
    let (min, max) = pay.annual_usd(&engine.options().rates).unwrap_or((None, None));
    json!({
        "currency": pay.currency,
        "min": pay.min,
        "max": pay.max,
        "period": pay.period,
        "basis": pay.basis,
        "source": pay.source,
        "annual_usd": { "min": min.map(f64::round), "max": max.map(f64::round) },
    })
}

/// The same for people: a block of lines.
fn print(out: &mut impl Write, object: &Value) -> Result<(), Failure> {
    let word = |value: &Value| match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    writeln!(out, "{} ({})", word(&object["title"]), word(&object["id"]))?;
    writeln!(out, "  {:<10} {}", "kind", word(&object["kind"]))?;
    writeln!(out, "  {:<10} {}", "company", word(&object["company"]))?;
    for occupation in object["occupations"].as_array().into_iter().flatten() {
        let codes: Vec<&str> = occupation["codes"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        writeln!(out, "  {:<10} {} [{}]", "occupation", word(&occupation["label"]), codes.join(", "))?;
    }
    let seniority = &object["seniority"];
    let years = word(&seniority["years"]["min"]);
    let (level, track) = (word(&seniority["level"]), word(&seniority["track"]));
    writeln!(out, "  {:<10} {level}, {track}, years {years}", "seniority")?;
    let pay = &object["pay"];
    if pay.is_null() {
        writeln!(out, "  {:<10} -", "pay")?;
    } else {
        let range = format!("{} to {} {}", word(&pay["min"]), word(&pay["max"]), word(&pay["currency"]));
        writeln!(out, "  {:<10} {range} per {}, {}", "pay", word(&pay["period"]), word(&pay["basis"]))?;
    }
    let countries: Vec<&str> =
        object["place"]["countries"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    writeln!(out, "  {:<10} {} {}", "place", word(&object["place"]["mode"]), countries.join(" "))?;
    for skill in object["skills"].as_array().into_iter().flatten() {
        let years = skill["years"].as_f64().map_or(String::new(), |years| format!(", {years} years"));
        let level = skill["level"].as_str().map_or(String::new(), |level| format!(", {level}"));
        let codes: Vec<&str> = skill["codes"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let codes = if codes.is_empty() { String::new() } else { format!(" [{}]", codes.join(", ")) };
        let quote: String = word(&skill["evidence"]).split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(
            out,
            "  {:<10} {}{codes}{years}{level}: \u{201c}{quote}\u{201d}",
            word(&skill["need"]),
            word(&skill["name"])
        )?;
    }
    for note in object["notes"].as_array().into_iter().flatten() {
        writeln!(out, "  {:<10} {}", "note", word(note))?;
    }
    if let Some(text) = object["text"].as_str() {
        writeln!(out, "\n{text}")?;
    }
    writeln!(out)?;
    Ok(())
}
