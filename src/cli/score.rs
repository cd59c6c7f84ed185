//! `vocation score`: whole populations, in parts that are kept where a run breaks off.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use vocation::Engine;
use vocation::batch::Folder;
use vocation::batch::Form;
use vocation::batch::Job;
use vocation::batch::Population;
use vocation::batch::ProfilesFile;
use vocation::batch::Run;
use vocation::batch::Stats;
use vocation::batch::Summary;
use vocation::catalog::Catalog;
use vocation::documents::Side;
use vocation::engine::Options;
use vocation::pay::Rates;
use vocation::profile;
use vocation::ranking::Wishes;

use super::Failure;
use super::excluding;
use super::globs;
use super::interruption;
use super::means;
use super::output;
use super::populations::Score;
use super::populations::Which;
use super::rank;
use super::reading;
use super::reading_in;
use super::reading_in::Read;
use super::watching;

/// Scores two populations against each other.
pub(super) fn run(mut asked: Score) -> Result<(), Failure> {
    interruption::note();
    let given = [asked.postings.clone(), asked.resumes.clone()];
    for paths in [&mut asked.postings, &mut asked.resumes] {
        *paths = globs::expanded(paths)?;
    }
    let asked = &asked;
    let form = Form::of(&asked.output)?;
    check_output(asked)?;
    let kept = asked.keep_profiles.as_ref().map(ProfilesFile::named).transpose()?;
    let options = options(asked)?;
    let job = job(asked, &options)?;
    let wishes = wishes(&asked.which)?;
    if asked.resume && !Folder::path_of(&asked.output).exists() {
        output::warn("there is no unfinished run of this output; a new one begins");
    }
    let mut folder = Folder::begin(&asked.output, form, told(asked, given, &job, &options)?, asked.resume)?;
    let read = reading_in::both(asked, &folder, &options).inspect_err(|_| {
        // Where nothing was read, there is nothing to go on with.
        if folder.plan().is_none() && !folder.catalog().exists() {
            let _ = fs::remove_dir_all(Folder::path_of(&asked.output));
        }
    })?;
    if read.interrupted {
        return Err(broken_off(asked, "reading"));
    }
    if !asked.which.without.is_empty() {
        excluding::remark(&read.postings, &asked.which.without)?;
    }
    // All flags but --in choose postings; a level or a language bars no person.
    let people = Wishes { countries: wishes.countries.clone(), ..Wishes::default() };
    let population = |engine: &Engine, side, wishes: &Wishes| Population::of(engine.snapshot(), side, wishes);
    let postings = population(&read.postings, Side::Posting, &wishes)?;
    let resumes = population(&read.resumes, Side::Resume, &people)?;
    for (population, what) in [(&postings, "posting"), (&resumes, "r\u{e9}sum\u{e9}")] {
        if population.is_empty() {
            let _ = fs::remove_dir_all(Folder::path_of(&asked.output));
            return Err(Failure::NoAnswer(format!("there is no {what} to score; name other paths, or ask for less")));
        }
    }
    let run = match folder.plan() {
        Some(plan) => Run::planned(plan, &postings, &resumes, &job, &options.taxonomy, &options.rates)?,
        None => {
            let run = Run::new(&postings, &resumes, &job, &options.taxonomy, &options.rates)?;
            folder.cut(run.plan())?;
            run
        }
    };
    let worked = watching::work(&folder, &run).map_err(|failure| not_lost(&asked.output, &failure))?;
    let Some(stats) = worked else { return Err(broken_off(asked, "scoring")) };
    if job.through_index {
        tell_recall(&run)?;
    }
    finish(asked, &folder, &run, &stats)?;
    if let Some(kept) = kept {
        keep_profiles(&kept, &read).map_err(|failure| whole_but(&asked.output, &failure))?;
    }
    if let Some(kept) = &asked.keep_catalog {
        keep(&folder.catalog(), kept).map_err(|failure| whole_but(&asked.output, &failure))?;
    }
    Ok(folder.remove()?)
}

/// Says how many of the true best the index finds.
fn tell_recall(run: &Run<'_>) -> Result<(), Failure> {
    let recall = run.recall()?;
    let (share, (least, id)) = (recall.share() * 100.0, &recall.least);
    output::warn(&format!(
        "the index finds {share:.1} % of the true best, measured on {} documents; of one alone at the least {:.0} % ({id})",
        recall.asked,
        least * 100.0
    ));
    Ok(())
}

/// Writes what was understood of both sides.
fn keep_profiles(kept: &ProfilesFile, read: &Read) -> Result<(), Failure> {
    let (postings, resumes) = (read.postings.snapshot(), read.resumes.snapshot());
    let sides = [(&*postings, Side::Posting), (&*resumes, Side::Resume)];
    kept.write(&sides, &read.postings.identity())?;
    Ok(())
}

/// Puts the parts together, and what could not be read beside them.
fn finish(asked: &Score, folder: &Folder, run: &Run<'_>, stats: &Stats) -> Result<(), Failure> {
    let unread = reading_in::unread_file(folder);
    let beside = reading_in::unread_beside(&asked.output);
    match fs::metadata(&unread) {
        Ok(file) if file.len() > 0 => {
            fs::copy(&unread, &beside).map_err(|error| Failure::NoAnswer(format!("{}: {error}", beside.display())))?;
            output::warn(&format!("what could not be read is named in {}", beside.display()));
        }
        _ => {
            let _ = fs::remove_file(&beside);
        }
    }
    let unread = fs::read(&unread).map_or(0, |text| text.iter().filter(|&&byte| byte == b'\n').count() as u64);
    let summary = run.summarize(stats, unread)?.to_json()?;
    folder.join(run.parts(), run.weights().short_version(), &[(Summary::KEY.to_owned(), summary)])?;
    output::warn(&format!("{} pairs written to {}", stats.kept, asked.output.display()));
    Ok(())
}

/// Moves the catalog of what was read to where it is to be kept.
fn keep(catalog: &Path, kept: &Path) -> Result<(), Failure> {
    if !catalog.exists() {
        output::warn("nothing was read from documents, so there is no catalog to keep");
        return Ok(());
    }
    fs::rename(catalog, kept).map_err(|error| {
        Failure::NoAnswer(format!(
            "{}: the catalog cannot be kept there ({error}); name a folder that is not there yet, on the same disk",
            kept.display()
        ))
    })
}

fn broken_off(asked: &Score, what: &str) -> Failure {
    Failure::NoAnswer(format!(
        "interrupted while {what}; the same command with --resume goes on, and {} holds what is done",
        Folder::path_of(&asked.output).display()
    ))
}

/// A failure while parts are written: what is done stays.
fn not_lost(output: &Path, failure: &Failure) -> Failure {
    let path = Folder::path_of(output);
    Failure::NoAnswer(format!(
        "{}; the parts that are done are kept in {}, and the same command with --resume goes on",
        failure.problem(),
        path.display()
    ))
}

/// A failure after the output is there.
fn whole_but(output: &Path, failure: &Failure) -> Failure {
    let (path, unfinished) = (output.display(), Folder::path_of(output));
    Failure::NoAnswer(format!(
        "{path} is whole, but what was to be kept beside it is not: {}; what was read is still in {}, and the same command \
         with --resume --overwrite tries again",
        failure.problem(),
        unfinished.display()
    ))
}

fn check_output(asked: &Score) -> Result<(), Failure> {
    let inputs = asked.postings.iter().chain(&asked.resumes).map(PathBuf::as_path);
    output::check_apart(&asked.output, inputs.clone())?;
    if asked.output.exists() && !asked.overwrite {
        return Err(Failure::NoAnswer(format!(
            "{}: it is there already; name another file, or say --overwrite",
            asked.output.display()
        )));
    }
    if let Some(kept) = &asked.keep_profiles {
        output::check_apart(kept, inputs.chain([asked.output.as_path()]))?;
        if kept.exists() && !asked.overwrite {
            return Err(Failure::NoAnswer(format!(
                "{}: it is there already; name another file, or say --overwrite",
                kept.display()
            )));
        }
    }
    if let Some(kept) = asked.keep_catalog.as_ref().filter(|kept| kept.exists()) {
        return Err(Failure::NoAnswer(format!("{}: it is there already; name a folder that is not", kept.display())));
    }
    Ok(())
}

fn options(asked: &Score) -> Result<Options, Failure> {
    let mut options = means::options(&asked.means)?;
    if let Some(month) = &asked.as_of {
        options.today = reading::month(month)?;
    }
    if let Some(file) = &asked.exchange_rates {
        options.rates = Arc::new(Rates::read(file)?);
    }
    Ok(options)
}

fn job(asked: &Score, options: &Options) -> Result<Job, Failure> {
    if !(0.0..=1.0).contains(&asked.at_least) {
        return Err(Failure::Usage(format!("--at-least {}: write a score from 0 to 1", asked.at_least)));
    }
    Ok(Job {
        weights: asked.weighing.weights(options.embedder.fingerprint())?,
        top: asked.top.map(|top| top as usize),
        by: asked.by.into(),
        at_least: asked.at_least,
        passing: asked.passing,
        through_index: asked.through_index,
        memory: bytes(&asked.memory)?,
    })
}

/// A size: a number of bytes, or of K, M or G of them.
fn bytes(text: &str) -> Result<u64, Failure> {
    let wrong = || Failure::Usage(format!("--memory {text}: write a size, as in 512M or 2G"));
    let plain = text.trim().trim_end_matches(['B', 'b']).trim_end_matches(['i', 'I']);
    let (number, factor) = match plain.chars().last().map(|unit| unit.to_ascii_uppercase()) {
        Some('K') => (&plain[..plain.len() - 1], 1 << 10),
        Some('M') => (&plain[..plain.len() - 1], 1 << 20),
        Some('G') => (&plain[..plain.len() - 1], 1 << 30),
        _ => (plain, 1_u64),
    };
    let bytes = number.trim().parse::<u64>().ok().and_then(|number| number.checked_mul(factor)).ok_or_else(wrong)?;
    if bytes < LEAST {
        return Err(Failure::Usage(format!(
            "--memory {text}: {} MiB are the least; write a size, as in 512M or 2G",
            LEAST >> 20
        )));
    }
    Ok(bytes)
}

/// The least memory that any job is done in.
const LEAST: u64 = 12 << 20;

fn wishes(which: &Which) -> Result<Wishes, Failure> {
    let mut wishes = Wishes {
        remote: which.remote,
        seniority: which.seniority.clone(),
        without: which.without.clone(),
        posted_since: which.posted_since,
        tags: which.tags.iter().map(|tag| tag.trim().to_lowercase()).collect(),
        ..Wishes::default()
    };
    for text in &which.countries {
        wishes.countries.extend(rank::countries(text)?);
    }
    for text in &which.languages {
        wishes.languages.push(rank::language(text)?);
    }
    Ok(wishes)
}

/// What tells one run from another: what goes on must be the same.
fn told(
    asked: &Score,
    [postings, resumes]: [Vec<PathBuf>; 2],
    job: &Job,
    options: &Options,
) -> Result<BTreeMap<String, String>, Failure> {
    let wishes = wishes(&asked.which)?;
    let identity = format!("{}, {}", options.embedder.fingerprint(), profile::fingerprint(&options.taxonomy));
    let all = |top: Option<u32>| top.map_or_else(|| "all".to_owned(), |top| top.to_string());
    Ok([
        ("--postings", listed(postings.iter().map(|path| place(path)))),
        ("--resumes", listed(resumes.iter().map(|path| place(path)))),
        ("--top", all(asked.top)),
        ("--by", format!("{:?}", job.by).to_lowercase()),
        ("--at-least", job.at_least.to_string()),
        ("--passing", job.passing.to_string()),
        ("--through-index", job.through_index.to_string()),
        ("weights", job.weights.version().to_owned()),
        ("--remote", wishes.remote.to_string()),
        ("--seniority", sorted(&wishes.seniority)),
        ("--without", sorted(&wishes.without)),
        ("--posted-since", wishes.posted_since.map_or_else(|| "none".to_owned(), |day| day.to_string())),
        ("--language", sorted(&wishes.languages)),
        ("--tag", sorted(&wishes.tags)),
        ("--in", sorted(&wishes.countries)),
        ("--as-of", format!("{}-{:02}", options.today.year, options.today.month.unwrap_or(1))),
        ("exchange rates of", options.rates.date().to_owned()),
        ("the model and the understanding", identity),
        ("--columns and --format", format!("{:?}", asked.reading.options()?)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into_iter()
    .collect())
}

/// Where something lies, however that is written; of a catalog also what it holds.
fn place(path: &Path) -> String {
    let whole = if globs::is_pattern(path) { std::path::absolute(path) } else { path.canonicalize() };
    let whole = whole.unwrap_or_else(|_| path.to_owned());
    match Catalog::describe(path) {
        Ok(catalog) => format!("{} (generation {})", whole.display(), catalog.generation),
        Err(_) => whole.display().to_string(),
    }
}

/// Some of something in words, the same in whatever order it was said.
fn sorted(all: &[impl std::fmt::Debug]) -> String {
    let mut words: Vec<String> = all.iter().map(|one| format!("{one:?}")).collect();
    words.sort_unstable();
    words.dedup();
    listed(words.into_iter())
}

fn listed(words: impl ExactSizeIterator<Item = String>) -> String {
    if words.len() == 0 { "none".to_owned() } else { words.collect::<Vec<_>>().join(", ") }
}
