//! What was understood of documents by an earlier run, in place of the documents; and kept for a later one.

use std::collections::HashSet;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use vocation::Engine;
use vocation::batch::Profiles;
use vocation::batch::ProfilesFile;
use vocation::catalog::Identity;
use vocation::catalog::Placed;
use vocation::catalog::Snapshot;
use vocation::documents::Side;

use super::Failure;
use super::exchange;
use super::input;
use super::input::Taken;
use super::interruption;
use super::output;
use super::pace::Pace;
use super::unread::Unread;

/// The paths that are files of profiles, opened, and the others.
pub(super) fn parted(engine: &Engine, paths: &[PathBuf]) -> Result<(Vec<Profiles>, Vec<PathBuf>), Failure> {
    let (mut files, mut others) = (Vec::new(), Vec::new());
    for path in paths {
        match if path.is_file() { Profiles::open(path, engine)? } else { None } {
            Some(profiles) => files.push(profiles),
            None => others.push(path.clone()),
        }
    }
    Ok((files, others))
}

/// Adds the profiles of one side to the engine, `commit_every` at a time; those of the other are passed over. Ids that are taken
/// go to `seen`.
pub(super) fn take(
    engine: &Engine,
    side: Side,
    files: Vec<Profiles>,
    commit_every: usize,
    taken: &mut Taken,
    seen: &mut HashSet<String>,
) -> Result<(), Failure> {
    let mut waiting = 0;
    let (progress, mut pace) = (output::progress("profiles"), Pace::begin(Some("profiles")));
    let before = taken.documents;
    for rows in files.into_iter().flatten() {
        if interruption::asked() {
            taken.interrupted = true;
            break;
        }
        let mut fresh = Vec::new();
        for read in rows_of(rows) {
            match read {
                Ok((_, (entry, _))) if entry.profile.side != side => {}
                Ok((origin, placed)) => match taken.origins.note(&placed.0.profile.id, &origin) {
                    None => fresh.push(placed),
                    Some(other) => {
                        taken.repeated += 1;
                        let problem = input::repeated(&placed.0.profile.id, &origin, &other);
                        progress.suspend(|| output::warn(&problem.problem));
                        taken.problems.push(problem);
                    }
                },
                Err(problem) => {
                    taken.unreadable += 1;
                    progress.suspend(|| output::warn(&problem.problem));
                    taken.problems.push(problem);
                }
            }
        }
        engine.add_placed(&fresh)?;
        seen.extend(fresh.iter().map(|(entry, _)| entry.profile.id.clone()));
        taken.documents += fresh.len();
        waiting += fresh.len();
        progress.inc(fresh.len() as u64);
        pace.tell(taken.documents - before, taken.problems.len());
        if waiting >= commit_every {
            engine.commit()?;
            waiting = 0;
        }
    }
    progress.finish_and_clear();
    engine.commit()?;
    Ok(())
}

type Row = Result<(String, Placed), Unread>;

/// The rows of a batch, or what is wrong with each or with all.
fn rows_of(rows: vocation::Result<Vec<(String, vocation::Result<Placed>)>>) -> Vec<Row> {
    match rows {
        Ok(rows) => rows
            .into_iter()
            .map(|(origin, placed)| placed.map(|placed| (origin, placed)).map_err(|error| Unread::of(&error)))
            .collect(),
        Err(error) => vec![Err(Unread::of(&error))],
    }
}

/// Writes what was understood of the documents of a catalog.
pub(super) fn export(snapshot: &Snapshot, identity: &Identity, catalog: &Path, path: &Path) -> Result<(), Failure> {
    let file = ProfilesFile::named(path)?;
    output::check_apart(path, [])?;
    exchange::check_outside(path, catalog)?;
    let written = file.write(&[(snapshot, Side::Posting), (snapshot, Side::Resume)], identity)?;
    writeln!(std::io::stdout(), "profiles exported: {written}")?;
    Ok(())
}
