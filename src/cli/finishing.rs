//! What `vocation score` does once all pairs are scored, and what it says where it breaks off.

use std::fs;
use std::path::Path;

use vocation::batch::Folder;
use vocation::batch::ProfilesFile;
use vocation::batch::Run;
use vocation::batch::Stats;
use vocation::batch::Summary;
use vocation::documents::Side;
use vocation::engine::Options;

use super::Failure;
use super::output;
use super::populations::Score;
use super::reading_in;

/// Puts the parts together, and what could not be read beside them.
pub(super) fn publish(asked: &Score, folder: &mut Folder, run: &Run<'_>, stats: &Stats) -> Result<(), Failure> {
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

/// Keeps what is to be kept beside an output that has its name, and removes the folder.
pub(super) fn keep_and_remove(asked: &Score, folder: Folder, options: &Options) -> Result<(), Failure> {
    let is_kept = |kept: &Path| kept.exists() && !folder.catalog().exists();
    // The catalog goes last, so where it is kept, everything is.
    if !asked.keep_catalog.as_deref().is_some_and(is_kept) {
        let kept = asked.keep_profiles.as_ref().map(|path| keep_profiles(path, asked, &folder, options));
        let kept = kept.unwrap_or(Ok(())).and_then(|()| match &asked.keep_catalog {
            Some(kept) => keep_catalog(&folder.catalog(), kept),
            None => Ok(()),
        });
        kept.map_err(|failure| whole_but(&asked.output, &failure))?;
    }
    Ok(folder.remove()?)
}

/// Writes what was understood of both sides.
fn keep_profiles(path: &Path, asked: &Score, folder: &Folder, options: &Options) -> Result<(), Failure> {
    let read = reading_in::both(asked, folder, options)?;
    let (postings, resumes) = (read.postings.snapshot(), read.resumes.snapshot());
    let sides = [(&*postings, Side::Posting), (&*resumes, Side::Resume)];
    ProfilesFile::named(path)?.write(&sides, &read.postings.identity())?;
    Ok(())
}

/// Moves the catalog of what was read to where it is to be kept.
fn keep_catalog(catalog: &Path, kept: &Path) -> Result<(), Failure> {
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

pub(super) fn broken_off(output: &Path, what: &str) -> Failure {
    Failure::NoAnswer(format!(
        "interrupted while {what}; the same command with --resume goes on, and {} holds what is done",
        Folder::path_of(output).display()
    ))
}

/// A failure while parts are written or put together: what is done stays.
pub(super) fn not_lost(output: &Path, failure: &Failure) -> Failure {
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
         with --resume tries again",
        failure.problem(),
        unfinished.display()
    ))
}
