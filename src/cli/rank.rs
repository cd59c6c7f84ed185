//! `vocation rank`.

use std::io::Write;

use vocation::Engine;
use vocation::codes::Country;
use vocation::codes::Language;
use vocation::documents::Document;
use vocation::documents::Side;
use vocation::engine::Asking;
use vocation::engine::Cost;
use vocation::engine::Options;
use vocation::pay;
use vocation::pay::Rates;
use vocation::place;
use vocation::ranking::Match;

use super::Failure;
use super::arguments::Rank;
use super::excluding;
use super::input;
use super::means;
use super::output;

/// Ranks the other side's documents for one.
pub(super) fn run(asked: Rank) -> Result<(), Failure> {
    let document = input::one(&asked.document, asked.side.map(Into::into), &asked.reading.options()?)?;
    let other = match document {
        Document::Posting(_) => Side::Resume,
        Document::Resume(_) => Side::Posting,
    };
    refuse_wishes_of_a_person(&asked, &document)?;
    let replaced = replaced(&asked.weight)?;
    let mut options = means::options(&asked.means)?;
    let weights = asked.weighing.weights(options.embedder.fingerprint())?.replacing(&replaced)?;
    if let Some(file) = &asked.exchange_rates {
        options.rates = std::sync::Arc::new(Rates::read(file)?);
    }
    let engine = match &asked.catalog {
        Some(folder) => Engine::open_existing(folder, options)?,
        None => among(&asked, other, options)?,
    };
    remark(&engine, &document, &asked);
    if !asked.without.is_empty() {
        excluding::remark(&engine, &asked.without)?;
    }
    let asking = match &document {
        Document::Posting(posting) => engine.resumes_for(posting),
        Document::Resume(resume) => engine.postings_for(resume),
    };
    let (matches, cost) = wishing(asking.weighing(weights), &asked)?.best_with_cost(asked.top as usize)?;
    if matches.is_empty() {
        let kind = if other == Side::Posting { "posting" } else { "r\u{e9}sum\u{e9}" };
        return Err(Failure::NoAnswer(format!("there is no {kind} to rank; add some or name other paths")));
    }
    print(&matches, cost, &asked)
}

fn among(asked: &Rank, side: Side, options: Options) -> Result<Engine, Failure> {
    let engine = Engine::with(options);
    let reading = asked.reading.options()?;
    let how = input::Asked { side: Some(side), checked: true, told: None, options: &reading };
    let taken = input::read_into(&engine, &asked.among, how)?;
    if taken.documents == 0 {
        return Err(Failure::NoAnswer("none of the paths holds a document that can be ranked".to_owned()));
    }
    if let Some(first) = &taken.first_misplaced {
        let (looks, ranked) = match side {
            Side::Posting => ("r\u{e9}sum\u{e9}", "posting"),
            Side::Resume => ("posting", "r\u{e9}sum\u{e9}"),
        };
        let (count, all) = (taken.misplaced, taken.documents);
        output::warn(&if count == 1 {
            format!("1 of the {all} documents looks like a {looks} ({first}) and is ranked as a {ranked}")
        } else {
            format!("{count} of the {all} documents look like {looks}s (first: {first}) and are ranked as {ranked}s")
        });
    }
    engine.commit()?;
    Ok(engine)
}

/// Says on standard error what could not be read of the document that asks.
fn remark(engine: &Engine, document: &Document, asked: &Rank) {
    let profile = engine.understand(document);
    let (is, other) = match document {
        Document::Posting(_) => ("posting", "r\u{e9}sum\u{e9}"),
        Document::Resume(_) => ("r\u{e9}sum\u{e9}", "posting"),
    };
    let name = asked.document.display();
    if document.seems_of_the_other_side() {
        output::warn(&format!(
            "{name} looks like a {other} and is read as a {is}; --side {} reads it as one",
            word(document)
        ));
    }
    if profile.skills.is_empty() && profile.title.trim().is_empty() {
        output::warn(&format!(
            "{name} names no skill that is known and no title, so its words alone rank the others; is it a {is}?"
        ));
    }
    for note in &profile.notes {
        output::warn(&format!("note: {name}: {note}"));
    }
}

/// The other side of a document, as `--side` has it.
const fn word(document: &Document) -> &'static str {
    match document {
        Document::Posting(_) => "resume",
        Document::Resume(_) => "posting",
    }
}

pub(super) fn replaced(given: &[String]) -> Result<Vec<(String, f64)>, Failure> {
    given
        .iter()
        .map(|pair| {
            let parsed =
                pair.split_once('=').and_then(|(name, weight)| Some((name.trim(), weight.trim().parse().ok()?)));
            parsed
                .map(|(name, weight): (&str, f64)| (name.to_owned(), weight))
                .ok_or_else(|| Failure::Usage(format!("--weight {pair}: write a signal and a number, as in pay=0.4")))
        })
        .collect()
}

fn refuse_wishes_of_a_person(asked: &Rank, document: &Document) -> Result<(), Failure> {
    let given = [
        ("--pay-at-least", asked.pay_at_least.is_some()),
        ("--remote", asked.remote),
        ("--without", !asked.without.is_empty()),
        ("--posted-since", asked.posted_since.is_some()),
        ("--per-company", asked.per_company.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((flag, _)) if matches!(document, Document::Posting(_)) => Err(Failure::Usage(format!(
            "{flag} is a wish of a person, and {} is a posting; leave it out, or say --side resume",
            asked.document.display()
        ))),
        _ => Ok(()),
    }
}

/// The countries that `--in` names.
pub(super) fn countries(text: &str) -> Result<Vec<Country>, Failure> {
    let countries = place::parse_countries(text).ok_or_else(|| {
        Failure::Usage(format!("--in {text}: no country or region of that name; write a code (PL) or a name (Poland)"))
    })?;
    if countries.is_empty() {
        return Err(Failure::Usage(format!(
            "--in {text}: the whole world excludes nothing; name a country or region, or leave --in out"
        )));
    }
    Ok(countries)
}

/// The language that `--language` names.
pub(super) fn language(text: &str) -> Result<Language, Failure> {
    Language::from_code(text.trim())
        .ok_or_else(|| Failure::Usage(format!("--language {text}: no language code; write en, de, fr, es ...")))
}

fn wishing<'a>(mut asking: Asking<'a>, asked: &Rank) -> Result<Asking<'a>, Failure> {
    if let Some(text) = &asked.pay_at_least {
        let money = pay::parse_amount(text).map_err(|error| Failure::Usage(format!("--pay-at-least: {error}")))?;
        asking = asking.paying_at_least(money);
    }
    if asked.remote {
        asking = asking.remote();
    }
    for text in &asked.countries {
        asking = asking.in_countries(countries(text)?);
    }
    if !(0.0..=1.0).contains(&asked.diversity) {
        return Err(Failure::Usage(format!("--diversity {}: write a share from 0 to 1", asked.diversity)));
    }
    asking = asking.at_levels(asked.seniority.iter().copied()).diversely(asked.diversity).ordered_by(asked.by.into());
    if let Some(most) = asked.per_company {
        asking = asking.at_most_per_company(most as usize);
    }
    if let Some(day) = asked.posted_since {
        asking = asking.posted_since(day);
    }
    for text in &asked.languages {
        asking = asking.in_languages([language(text)?]);
    }
    asking = asking.tagged(&asked.tags);
    for company in &asked.without {
        asking = asking.without_company(company);
    }
    Ok(if asked.keep_copies { asking.keeping_copies() } else { asking })
}

fn print(matches: &[Match], cost: Option<Cost>, asked: &Rank) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    if asked.json {
        for (at, found) in matches.iter().enumerate() {
            output::json_line(&mut out, &output::matched(at + 1, found, cost))?;
        }
        return Ok(());
    }
    writeln!(out, "{}", output::table(matches, asked.by.into()))?;
    if let Some(cost) = cost {
        writeln!(out, "\n{}", output::cost_in_words(cost))?;
    }
    // Weak ones stand where better ones fail a gate; what fits is worth more words.
    let all_weak = matches.iter().all(output::is_weak);
    let told = matches.iter().enumerate().filter(|(_, found)| all_weak || !output::is_weak(found));
    for (at, found) in told.take(asked.reasons) {
        writeln!(out, "\n{}", output::reasons(at + 1, found))?;
    }
    Ok(())
}
