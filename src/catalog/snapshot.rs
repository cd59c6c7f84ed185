//! Snapshots: what a catalog held at one commit.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::Entry;
use super::Identity;
use super::SIDES;
use super::columns::Filter;
use super::columns::Glance;
use super::format_1;
use super::freezing;
use super::known::KnownFacts;
use super::manifest;
use super::manifest::Found;
use super::manifest::Listed;
use super::manifest::Manifest;
use super::segment::Segment;
use super::shelf::Held;
use super::shelf::Shelf;
use super::skilled::Skilled;
use super::skilled::Sought;
use super::source;
use super::source::Source;
use crate::documents::Document;
use crate::documents::Side;
use crate::embedding::Vector;
use crate::error::Error;
use crate::error::Result;
use crate::index::Blocks;
use crate::index::Near;
use crate::index::Query;
use crate::index::RowSet;

/// What a catalog held at one commit.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// What the folder's manifest said; `None` for catalogs in memory and of older formats.
    pub(super) manifest: Option<Manifest>,
    pub(super) postings: Shelf,
    pub(super) resumes: Shelf,
}

impl Snapshot {
    pub(super) const fn shelf(&self, side: Side) -> &Shelf {
        match side {
            Side::Posting => &self.postings,
            Side::Resume => &self.resumes,
        }
    }

    pub(super) const fn shelf_mut(&mut self, side: Side) -> &mut Shelf {
        match side {
            Side::Posting => &mut self.postings,
            Side::Resume => &mut self.resumes,
        }
    }

    /// How many entries one side has.
    #[must_use]
    pub const fn len(&self, side: Side) -> usize {
        self.shelf(side).entries
    }

    /// True where there is no entry at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        SIDES.iter().all(|&side| self.len(side) == 0)
    }

    /// The rows of one side: what its entries are found by, in this snapshot.
    pub fn rows(&self, side: Side) -> impl Iterator<Item = u32> + '_ {
        self.shelf(side).rows()
    }

    /// The entry of a row.
    ///
    /// # Errors
    /// When its file is damaged, or there is no such row.
    pub fn entry(&self, side: Side, row: u32) -> Result<Arc<Entry>> {
        self.shelf(side).entry(row)
    }

    /// The entry of a row without the words that it was read from (quotes, notes, names of roles): all that a score looks
    /// at, and read in a fraction of the time.
    ///
    /// # Errors
    /// As [`Snapshot::entry`].
    pub fn outline(&self, side: Side, row: u32) -> Result<Arc<Entry>> {
        self.shelf(side).outline(row)
    }

    /// The same for whoever goes through all rows: it is not kept for the next who asks, so that memory stays bounded.
    ///
    /// # Errors
    /// As [`Snapshot::entry`].
    pub fn passing_outline(&self, side: Side, row: u32) -> Result<Arc<Entry>> {
        self.shelf(side).passing_outline(row)
    }

    /// The id of a row.
    ///
    /// # Errors
    /// As [`Snapshot::entry`].
    pub fn id(&self, side: Side, row: u32) -> Result<&str> {
        let (segment, row) = self.shelf(side).place(row)?;
        segment.id(row)
    }

    /// All entries of one side, in order of their rows.
    pub fn entries(&self, side: Side) -> impl Iterator<Item = Result<Arc<Entry>>> + '_ {
        let shelf = self.shelf(side);
        shelf.rows().map(|row| shelf.entry(row))
    }

    /// The entry of an id on one side; a posting and a résumé may have the same id.
    ///
    /// # Errors
    /// When its file is damaged.
    pub fn get(&self, side: Side, id: &str) -> Result<Option<Arc<Entry>>> {
        let shelf = self.shelf(side);
        shelf.find(id)?.map(|row| shelf.entry(row)).transpose()
    }

    /// The entry of an id on one side, and what it was made from, where that was kept.
    ///
    /// # Errors
    /// When its file is damaged.
    pub fn find(&self, side: Side, id: &str) -> Result<Option<(Arc<Entry>, Option<Source>)>> {
        let Some(row) = self.shelf(side).find(id)? else { return Ok(None) };
        Ok(Some((self.entry(side, row)?, self.source(side, row)?)))
    }

    /// What the entry of a row was made from; `None` where that was not kept.
    ///
    /// # Errors
    /// When its file is damaged, or there is no such row.
    pub fn source(&self, side: Side, row: u32) -> Result<Option<Source>> {
        let (segment, row) = self.shelf(side).place(row)?;
        segment.source(row)
    }

    /// True where the entry of the document's side and id was made from this very document.
    ///
    /// # Errors
    /// When its file is damaged.
    pub fn has(&self, document: &Document) -> Result<bool> {
        let shelf = self.shelf(document.side());
        let Some(row) = shelf.find(document.id())? else { return Ok(false) };
        let (segment, row) = shelf.place(row)?;
        Ok(segment.hash(row)? == source::hash_of(document)?)
    }

    /// The rows of one side that pass a filter.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn passing(&self, side: Side, filter: &Filter<'_>) -> Result<RowSet> {
        self.shelf(side).passing(filter)
    }

    /// The `count` rows of one side that lie nearest to `vector`, with their cosines, nearest first: of those that pass,
    /// where a set is given.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn nearest(
        &self,
        side: Side,
        vector: &Vector,
        count: usize,
        passing: Option<&RowSet>,
    ) -> Result<Vec<(u32, f32)>> {
        self.shelf(side).nearest(&Query::new(vector), count, passing)
    }

    /// The same by the vectors' codes alone: the order and the cosines are right to about a hundredth.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn near(&self, side: Side, vector: &Vector, count: usize, passing: Option<&RowSet>) -> Result<Vec<(u32, f32)>> {
        self.shelf(side).nearest(&Query::new(vector).roughly(), count, passing)
    }

    /// What [`Snapshot::near`] finds of those that pass, and of the rows of a second set that were compared with the vector on
    /// the way the nearest, `most` at most.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn near_and_beside(
        &self,
        side: Side,
        vector: &Vector,
        count: usize,
        passing: &RowSet,
        (others, most): (&RowSet, usize),
    ) -> Result<(Vec<Near>, Vec<Near>)> {
        self.shelf(side).nearest_and(&Query::new(vector).roughly(), count, passing, (others, most))
    }

    /// The vector of each of some rows, as it was given to 2^-23 of its largest value; `None` where a row has none. `dimension`
    /// is that of the catalog's identity.
    ///
    /// # Errors
    /// When a file is damaged, or there is no such row.
    pub fn vectors(&self, side: Side, dimension: usize, rows: &[u32]) -> Result<Vec<Option<Vector>>> {
        let vectors = self.shelf(side).vectors(dimension)?;
        rows.iter().map(|&row| vectors.vector(row)).collect()
    }

    /// What the rows of one side are worth to whom certain skills are. Nothing is known of those in files of format 2, which
    /// have no skill lists.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn skilled(&self, side: Side, sought: &Sought) -> Result<Skilled> {
        self.shelf(side).skilled(sought)
    }

    /// What can be told of the entry of a row without reading it.
    ///
    /// # Errors
    /// When its file is damaged, or there is no such row.
    pub fn glance(&self, side: Side, row: u32) -> Result<Glance<'_>> {
        self.shelf(side).glance(row)
    }

    /// The cosine with `vector` of each of some rows, which come in rising order, to about a hundredth; 0 where a row has no
    /// vector.
    ///
    /// # Errors
    /// When a file is damaged, or there is no such row.
    pub fn cosines(&self, side: Side, vector: &Vector, rows: &[u32]) -> Result<Vec<f32>> {
        self.shelf(side).cosines(vector, rows)
    }

    /// The rows of a set that ask for few skills or none: what their text says hardly tells whom they suit, so that
    /// nearness alone does not find them.
    ///
    /// # Errors
    /// When a file is damaged.
    pub fn modest(&self, side: Side, among: &RowSet) -> Result<RowSet> {
        self.shelf(side).modest(among)
    }

    /// How queries for one side are answered, in words.
    #[must_use]
    pub fn answered_by(&self, side: Side) -> String {
        self.shelf(side).answered_by()
    }

    /// Checks every block of every file, every record and every reference; returns how many entries there are.
    ///
    /// # Errors
    /// [`Error::Damaged`], naming the first file that is not as it must be.
    pub fn verify(&self) -> Result<usize> {
        for side in SIDES {
            let shelf = self.shelf(side);
            shelf.segments.par_iter().try_for_each(|held| held.segment.verify())?;
            if let Some(held) = &shelf.graph {
                held.graph.verify()?;
                if let Some(row) = held.graph.unreachable()?.first() {
                    return Err(no_way_to(&held.file, *row));
                }
            }
            if shelf.rows().count() != shelf.entries {
                let problem = format!("it names {} entries, there are {}", shelf.entries, shelf.rows().count());
                return Err(Error::Damaged { path: manifest::NAME.into(), problem });
            }
        }
        Ok(SIDES.iter().map(|&side| self.len(side)).sum())
    }
}

fn no_way_to(file: &Option<manifest::Rows>, row: u32) -> Error {
    let name = file.as_ref().map_or("memory", |rows| &rows.file.name);
    Error::Damaged { path: name.into(), problem: format!("no walk through the graph comes to row {row}") }
}

/// What the folder holds, whatever it was made with; `None` where there is no catalog yet. What is open in `last` is not
/// opened again. A reader that is overtaken by a commit begins again.
pub(super) fn read_any(folder: &Path, last: &Snapshot) -> Result<Option<(Identity, Snapshot)>> {
    let mut tried = 0;
    loop {
        let read = match manifest::find(folder)? {
            Found::Nothing => return Ok(None),
            Found::Older(header) => format_1::read(folder, header),
            Found::Manifest(manifest) => open(folder, *manifest, last),
        };
        match read {
            Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound && tried < OVERTAKEN => {
                tried += 1;
            }
            read => return read.map(Some),
        }
    }
}

/// The same, of a catalog that was made with what this program has.
pub(super) fn read(folder: &Path, identity: &Identity, last: &Snapshot) -> Result<Option<Snapshot>> {
    match read_any(folder, last)? {
        Some((made, _)) if made != *identity => Err(manifest::unlike(folder, &made, identity)),
        read => Ok(read.map(|(_, snapshot)| snapshot)),
    }
}

/// The same, for the writer, who puts an empty manifest in force where there is none, before the first file of the catalog:
/// so files without a manifest are never those of a catalog that is about to be.
pub(super) fn read_or_begin(folder: &Path, identity: &Identity, last: &Snapshot) -> Result<Snapshot> {
    if let Some(snapshot) = read(folder, identity, last)? {
        return Ok(snapshot);
    }
    manifest::publish(folder, &Manifest::new(identity.clone()))?;
    Ok(Snapshot::default())
}

/// How often a reader begins again when a commit takes the files from under it.
const OVERTAKEN: usize = 20;

fn open(folder: &Path, manifest: Manifest, last: &Snapshot) -> Result<(Identity, Snapshot)> {
    let identity = manifest.identity.clone();
    let shelf = |side| open_shelf(folder, manifest.side(side), identity.dimension, last.shelf(side));
    let (postings, resumes) = (shelf(Side::Posting)?, shelf(Side::Resume)?);
    Ok((identity, Snapshot { postings, resumes, manifest: Some(manifest) }))
}

fn open_shelf(folder: &Path, listed: &Listed, dimension: usize, last: &Shelf) -> Result<Shelf> {
    let mut segments: Vec<Held> = Vec::with_capacity(listed.segments.len());
    let is_open = |rows: &manifest::Rows, held: &Held| held.file.as_ref().is_some_and(|file| file.file == rows.file);
    let any_is_open = listed.segments.iter().any(|rows| last.segments.iter().any(|held| is_open(rows, held)));
    let facts = if any_is_open { Arc::clone(&last.known) } else { Arc::<KnownFacts>::default() };
    for rows in &listed.segments {
        let known = last.segments.iter().find(|held| is_open(rows, held));
        let segment = match known {
            Some(held) => Arc::clone(&held.segment),
            None => Arc::new(Segment::open(&folder.join(&rows.file.name), &rows.file.seal, dimension, &facts)?),
        };
        let fits = segment.rows() == rows.rows as usize && segments.last().map_or(0, Held::end) == rows.first_row;
        if !fits {
            let problem = format!("its rows are not those that {} names", manifest::NAME);
            return Err(Error::Damaged { path: folder.join(&rows.file.name), problem });
        }
        segments.push(Held { first_row: rows.first_row, segment, file: Some(rows.clone()) });
    }
    let removed = match &listed.removed {
        Some(file) => {
            let blocks = Blocks::open(folder.join(&file.name), &file.seal)?;
            RowSet::from_bytes(blocks.all(blocks.section("rows")?)?)?
        }
        None => RowSet::new(),
    };
    let graph = match &listed.graph {
        Some(rows) => {
            let known =
                last.graph.as_ref().filter(|held| held.file.as_ref().is_some_and(|file| file.file == rows.file));
            Some(known.cloned().map_or_else(|| freezing::open(folder, rows, dimension), Ok)?)
        }
        None => None,
    };
    let end = segments.last().map_or(0, Held::end);
    if graph.as_ref().is_some_and(|held| held.end > end || held.graph.end() > held.end) {
        let problem = format!("{} names a graph over more rows than there are", manifest::NAME);
        return Err(Error::Damaged { path: folder.join(manifest::NAME), problem });
    }
    Ok(Shelf { segments, graph, removed: Arc::new(removed), entries: listed.entries as usize, known: facts })
}
