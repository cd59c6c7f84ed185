//! `vocation score`: whole populations, in parts that are kept where a run breaks off.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use vocation::Engine;
use vocation::batch::Folder;
use vocation::batch::Form;
use vocation::batch::Inputs;
use vocation::batch::Job;
use vocation::batch::Population;
use vocation::batch::ProfilesFile;
use vocation::batch::Run;
use vocation::catalog::Catalog;
use vocation::documents::Side;
use vocation::engine::Options;
use vocation::pay::Rates;
use vocation::profile;
use vocation::ranking::Wishes;

use super::Failure;
use super::excluding;
use super::finishing;
use super::globs;
use super::interruption;
use super::means;
use super::output;
use super::populations::Score;
use super::populations::Which;
use super::rank;
use super::reading;
use super::reading_in;
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
    let unfinished = Folder::path_of(&asked.output).exists();
    if !(asked.resume && unfinished) {
        check_free(asked)?;
    }
    let options = options(asked)?;
    let job = job(asked, &options)?;
    let told = told(asked, given, &job, &options)?;
    if asked.resume && !unfinished {
        output::warn("there is no unfinished run of this output; a new one begins");
    }
    let folder = Folder::begin(&asked.output, form, told, inputs(asked), asked.resume)?;
    if folder.is_over() {
        output::warn(&format!("{} is finished; what was left of its run is removed", asked.output.display()));
        return Ok(folder.remove()?);
    }
    if folder.is_whole()? {
        output::warn(&format!("{} is whole already; what is left to do beside it is done", asked.output.display()));
        return finishing::keep_and_remove(asked, folder, &options);
    }
    // Another run may have finished while this one waited for its turn to look.
    if let Err(failure) = check_free(asked) {
        if folder.plan().is_none() {
            folder.remove()?;
        }
        return Err(failure);
    }
    if let Some(changes) = folder.changes() {
        output::warn(&format!("{changes}; everything is read as it is now"));
    }
    read_and_score(asked, folder, &options, &job)
}

fn read_and_score(asked: &Score, mut folder: Folder, options: &Options, job: &Job) -> Result<(), Failure> {
    let wishes = wishes(&asked.which)?;
    let read = match reading_in::both(asked, &folder, options) {
        Ok(read) if read.interrupted => return Err(finishing::broken_off(&asked.output, "reading")),
        Ok(read) => read,
        Err(failure) => {
            // Where nothing was read, there is nothing to go on with.
            if folder.plan().is_none() && !folder.catalog().exists() {
                let _ = folder.remove();
            }
            return Err(failure);
        }
    };
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
            let _ = folder.remove();
            return Err(Failure::NoAnswer(format!("there is no {what} to score; name other paths, or ask for less")));
        }
    }
    let run = match folder.plan() {
        Some(plan) => Run::planned(plan, &postings, &resumes, job, &options.taxonomy, &options.rates)?,
        None => {
            let run = Run::new(&postings, &resumes, job, &options.taxonomy, &options.rates)?;
            folder.cut(run.plan())?;
            run
        }
    };
    let worked = watching::work(&folder, &run).map_err(|failure| finishing::not_lost(&asked.output, &failure))?;
    let Some(stats) = worked else { return Err(finishing::broken_off(&asked.output, "scoring")) };
    if job.through_index {
        tell_recall(&run)?;
    }
    let published = finishing::publish(asked, &mut folder, &run, &stats);
    published.map_err(|failure| finishing::not_lost(&asked.output, &failure))?;
    finishing::keep_and_remove(asked, folder, options)
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

/// Whether what is to be written may be written where it is to.
fn check_output(asked: &Score) -> Result<(), Failure> {
    let inputs = asked.postings.iter().chain(&asked.resumes).map(PathBuf::as_path);
    output::check_apart(&asked.output, inputs.clone())?;
    if let Some(kept) = &asked.keep_profiles {
        ProfilesFile::named(kept)?;
        output::check_apart(kept, inputs.chain([asked.output.as_path()]))?;
    }
    Ok(())
}

/// Whether what is to be written is not there yet, or may be written over.
fn check_free(asked: &Score) -> Result<(), Failure> {
    let files = [Some(&asked.output), asked.keep_profiles.as_ref()];
    if let Some(file) = files.into_iter().flatten().find(|file| file.exists() && !asked.overwrite) {
        let problem = match asked.resume && *file == asked.output {
            true => {
                "it is there already, and no run of it is unfinished; name another file, or say --overwrite to begin anew"
            }
            false => "it is there already; name another file, or say --overwrite",
        };
        return Err(Failure::NoAnswer(format!("{}: {problem}", file.display())));
    }
    match asked.keep_catalog.as_ref().filter(|kept| kept.exists()) {
        Some(kept) => {
            Err(Failure::NoAnswer(format!("{}: it is there already; name a folder that is not", kept.display())))
        }
        None => Ok(()),
    }
}

/// The files that are read, and those that change how they are understood; of a catalog the one that names all others.
fn inputs(asked: &Score) -> Inputs {
    let of = |path: &PathBuf| if Catalog::describe(path).is_ok() { path.join("catalog.json") } else { path.clone() };
    let paths = asked.postings.iter().chain(&asked.resumes).chain(&asked.exchange_rates);
    let unread = reading_in::unread_beside(&asked.output);
    let apart = [asked.output.clone(), Folder::path_of(&asked.output), unread];
    Inputs::of(&paths.map(of).collect::<Vec<_>>(), &apart)
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
