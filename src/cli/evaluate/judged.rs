//! What was judged: documents and judgments, read and compared.

use std::collections::BTreeSet;

use vocation::Engine;
use vocation::documents::Document;
use vocation::documents::Side;
use vocation::learning::Ids;
use vocation::learning::Judgments;
use vocation::learning::Resampling;
use vocation::learning::evaluation::JudgedPairs;
use vocation::learning::evaluation::Lists;
use vocation::ranking::Weights;

use super::super::Failure;
use super::super::evaluating::Judged;
use super::super::input;
use super::super::means;
use super::super::output;
use super::super::reading;
use super::super::weighing;
use super::super::weighing::Folder;

/// Judged pairs, ready to be measured.
pub(super) struct Read {
    pub(super) engine: Engine,
    pub(super) pairs: JudgedPairs,
    pub(super) lists: Lists,
    pub(super) judgments: Judgments,
    pub(super) resampling: Resampling,
}

/// Reads documents and judgments and compares each judged pair.
pub(super) fn read(asked: &Judged) -> Result<Read, Failure> {
    let mut engine = Engine::with(means::options(&asked.means)?);
    if let Some(month) = &asked.as_of {
        engine = engine.as_of(reading::month(month)?);
    }
    let mut documents: Vec<Document> = Vec::new();
    let options = asked.reading.options()?;
    for (paths, side) in [(&asked.postings, Side::Posting), (&asked.resumes, Side::Resume)] {
        input::each(
            paths,
            input::Asked { side: Some(side), checked: false, told: None, options: &options },
            |batch, _| {
                documents.extend(batch);
                Ok(())
            },
        )?;
    }
    let of = |side| -> BTreeSet<String> {
        documents.iter().filter(|one| one.side() == side).map(|one| one.id().to_owned()).collect()
    };
    let ids = Ids { postings: of(Side::Posting), resumes: of(Side::Resume) };
    let judgments = Judgments::read(&asked.judgments, asked.queries.map(Into::into), Some(&ids))?;
    warn(judgments.repeated().len(), "lines of the judgments say again what one before them said, and count once");
    let pairs = JudgedPairs::of(&engine, &documents, &judgments)?;
    warn(pairs.unknown(), "judgments are of documents that are not here");
    warn(pairs.unjudged(), "pairs of judged documents are not judged; they are left out of every list");
    let lists = Lists::of(&pairs, asked.by.into());
    warn(lists.left_out, "queries have no grade above 0 and are left out");
    if lists.lists.is_empty() {
        return Err(Failure::NoAnswer("no query has a grade above 0, so no order is better than another".to_owned()));
    }
    Ok(Read { engine, pairs, lists, judgments, resampling: Resampling { times: asked.resamples, seed: asked.seed } })
}

/// The weights of a name: `equal`, signals with numbers in place of the builtin ones, or what `models` knows by it, for vectors by
/// the embedder of what was read.
pub(super) fn weights(name: &str, folder: &Folder, read: &Read) -> Result<Weights, Failure> {
    if name == "equal" {
        return Ok(Weights::equal());
    }
    let pair = |pair: &str| {
        let (signal, weight) = pair.split_once('=')?;
        Some((signal.trim().to_owned(), weight.trim().parse::<f64>().ok()?))
    };
    if let Some(pairs) = name.split(',').map(pair).collect::<Option<Vec<_>>>() {
        return Ok(Weights::with(&pairs)?);
    }
    match weighing::record(name, folder) {
        Ok(None) => Ok(Weights::default()),
        Ok(Some(record)) => {
            record.check_embedder(read.engine.options().embedder.fingerprint())?;
            Ok(record.weights()?)
        }
        Err(failure) if name.contains('=') => {
            let remedy = "signals are given with numbers, as in pay=0.4,place=0";
            Err(Failure::Usage(format!("{name:?} are no weights: {remedy} ({})", failure.problem())))
        }
        Err(failure) => Err(failure),
    }
}

fn warn(count: usize, what: &str) {
    if count > 0 {
        output::warn(&format!("{count} {what}"));
    }
}
