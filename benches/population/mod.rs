//! A market of any size that is like a real one: entries recombined from those of understood documents.
//!
//! Each entry takes its skills from one source and swaps some for those of a kindred one, its title and level from another
//! of like kind, place and pay together from one of the same level. Its vector is the mix of theirs with a little noise, so
//! that what lies near still is alike. One pool, seed and number give one entry, on any machine and any number of threads.

mod recombining;

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;
use std::time::Instant;

use ndarray::Array2;
use ndarray::ArrayView2;
use ndarray::Axis;
use rayon::prelude::*;
use vocation::Document;
use vocation::Engine;
use vocation::Result;
use vocation::catalog::Catalog;
use vocation::catalog::Entry;
use vocation::documents;
use vocation::documents::Side;
use vocation::embedding::Vector;
use vocation::engine::Options;
use vocation::seniority::Level;

/// How many kindred sources each one has.
const KIN: usize = 16;

/// The cosine above which two sources are the same offer written twice, not kin.
const SAME: f32 = 0.97;

/// How many entries are made at once: a bound on memory.
const BATCH: u64 = 1 << 15;

/// Understood documents that new entries are made of.
pub(crate) struct Pool {
    pub(crate) postings: Stock,
    pub(crate) resumes: Stock,
    seed: u64,
}

/// The sources of one side.
pub(crate) struct Stock {
    pub(crate) entries: Vec<Entry>,
    vectors: Vec<Vector>,
    words: Vec<Vec<(u16, f32)>>,
    /// The nearest others of each, nearest first.
    kin: Vec<Vec<usize>>,
    levels: HashMap<Option<Level>, Vec<usize>>,
}

impl Pool {
    /// The documents of a folder: those in children whose names begin with `postings` or `resumes`, or the entries of a
    /// catalog. The demonstration's where no folder is given.
    pub(crate) fn of(folder: Option<&Path>, options: &Options, seed: u64) -> Result<Self> {
        let demonstration = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo");
        let folder = folder.unwrap_or(&demonstration);
        let engine = match folder.join("catalog.json").exists() {
            true => Engine::open_existing(folder, options.clone())?,
            false => understood(folder, options)?,
        };
        let snapshot = engine.snapshot();
        let stock = |side| -> Result<Stock> {
            let entries =
                snapshot.entries(side).map(|entry| Ok(entry?.as_ref().clone())).collect::<Result<Vec<_>>>()?;
            Ok(Stock::of(entries))
        };
        Ok(Self { postings: stock(Side::Posting)?, resumes: stock(Side::Resume)?, seed })
    }

    /// The entry of a number, with its vector.
    pub(crate) fn entry(&self, side: Side, number: u64) -> (Entry, Vector) {
        let stock = match side {
            Side::Posting => &self.postings,
            Side::Resume => &self.resumes,
        };
        recombining::entry(stock, self.seed, side, number)
    }

    /// Adds the entries of these numbers and commits after each batch; with `texts`, each with a short document. Returns the
    /// time that adding and committing took, without that of making the entries.
    pub(crate) fn fill(&self, catalog: &mut Catalog, side: Side, numbers: Range<u64>, texts: bool) -> Result<Duration> {
        let mut took = Duration::ZERO;
        let mut begin = numbers.start;
        while begin < numbers.end {
            let end = numbers.end.min(begin + BATCH);
            let made: Vec<(Entry, Vector)> =
                (begin..end).into_par_iter().map(|number| self.entry(side, number)).collect();
            let documents: Vec<Option<Document>> =
                made.iter().map(|(entry, _)| texts.then(|| recombining::document(entry))).collect();
            let started = Instant::now();
            for ((entry, vector), document) in made.iter().zip(&documents) {
                catalog.add(entry, Some(vector), document.as_ref())?;
            }
            catalog.commit()?;
            took += started.elapsed();
            begin = end;
        }
        Ok(took)
    }
}

fn understood(folder: &Path, options: &Options) -> Result<Engine> {
    let engine = Engine::with(options.clone());
    for child in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = child.file_name();
        let side = match name.to_string_lossy() {
            name if name.starts_with("postings") => Side::Posting,
            name if name.starts_with("resumes") => Side::Resume,
            _ => continue,
        };
        let found = documents::read_path(child.path(), Some(side))?.filter_map(Result::ok);
        engine.add_all(&found.map(|found| found.document).collect::<Vec<_>>())?;
    }
    engine.commit()?;
    Ok(engine)
}

impl Stock {
    fn of(entries: Vec<Entry>) -> Self {
        let entries: Vec<Entry> = entries.into_iter().filter(|entry| entry.codes.is_some()).collect();
        let vectors: Vec<Vector> = entries.iter().filter_map(vector).collect();
        let words = entries.iter().map(|entry| recombining::weights(&entry.profile.words)).collect();
        let mut levels: HashMap<Option<Level>, Vec<usize>> = HashMap::new();
        for (at, entry) in entries.iter().enumerate() {
            levels.entry(entry.profile.seniority.level).or_default().push(at);
        }
        let kin = kin(&vectors);
        Self { entries, vectors, words, kin, levels }
    }
}

/// The vector that codes stand for.
fn vector(entry: &Entry) -> Option<Vector> {
    let values: Vec<f32> = entry.codes.as_ref()?.values().iter().map(|&code| f32::from(code)).collect();
    Vector::new(&values)
}

/// The nearest others of each, a few hundred at a time.
fn kin(vectors: &[Vector]) -> Vec<Vec<usize>> {
    let Some(dimension) = vectors.first().map(|vector| vector.values().len()) else { return Vec::new() };
    let values: Vec<f32> = vectors.iter().flat_map(|vector| vector.values()).copied().collect();
    let Ok(all) = Array2::from_shape_vec((vectors.len(), dimension), values) else { return Vec::new() };
    let parts: Vec<_> = all.axis_chunks_iter(Axis(0), 256).collect();
    let near = |(part, own): (usize, &ArrayView2<'_, f32>)| -> Vec<Vec<usize>> {
        let cosines = own.dot(&all.t());
        (part * 256..).zip(cosines.rows()).map(|(at, row)| nearest(at, row.iter().copied())).collect()
    };
    parts.par_iter().enumerate().map(|(part, own)| near((part, own))).collect::<Vec<_>>().concat()
}

/// The nearest others of one, nearest first.
fn nearest(at: usize, cosines: impl Iterator<Item = f32>) -> Vec<usize> {
    let kindred = |&(cosine, other): &(f32, usize)| other != at && cosine < SAME;
    let mut near: Vec<(f32, usize)> = cosines.zip(0..).filter(kindred).collect();
    let nearer = |a: &(f32, usize), b: &(f32, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if near.len() > KIN {
        near.select_nth_unstable_by(KIN, nearer);
        near.truncate(KIN);
    }
    near.sort_unstable_by(nearer);
    near.iter().map(|&(_, other)| other).collect()
}
