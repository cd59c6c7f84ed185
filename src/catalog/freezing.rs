//! Freezing: a graph over rows that so far are scanned, built beside readers and writers.
//!
//! A graph is planned from a snapshot, built without any lock from the one that stands, and adopted by a commit of its own
//! where the segments that it covers are still in force.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use super::Catalog;
use super::SIDES;
use super::lock;
use super::manifest;
use super::manifest::Named;
use super::manifest::Rows;
use super::shelf::HeldGraph;
use super::shelf::Shelf;
use super::snapshot;
use super::snapshot::Snapshot;
use super::writing::Folder;
use crate::documents::Side;
use crate::error::Error;
use crate::error::Result;
use crate::index::Blocks;
use crate::index::BlocksWriter;
use crate::index::Graph;
use crate::index::GraphImage;
use crate::index::Recipe;
use crate::index::Seal;

/// From how many entries of a side a graph is worth building: fewer are scanned in about a millisecond.
const GRAPH_FROM: usize = 50_000;

/// How many rows may be without a graph beside one, and be scanned.
const SCANNED: usize = 1 << 15;

/// From how many entries there is a graph, and how many rows may be without one.
#[derive(Clone, Copy, Debug)]
pub struct Freezing {
    /// From how many entries of a side a graph is worth building.
    pub graph_from: usize,
    /// How many rows may be without a graph beside one.
    pub scanned: usize,
}

impl Default for Freezing {
    fn default() -> Self {
        Self { graph_from: GRAPH_FROM, scanned: SCANNED }
    }
}

/// Graphs that a snapshot lacks.
#[derive(Debug)]
pub struct Plan {
    snapshot: Arc<Snapshot>,
    /// Each side with the row after the last that its graph is to cover.
    sides: Vec<(Side, u32)>,
    dimension: usize,
}

/// A graph that was built and is in no catalog yet.
#[derive(Debug)]
struct Built {
    side: Side,
    end: u32,
    image: GraphImage,
}

/// Graphs that were built and are in no catalog yet.
#[derive(Debug)]
pub struct Frozen {
    snapshot: Arc<Snapshot>,
    built: Vec<Built>,
}

impl Freezing {
    /// The graphs that a catalog lacks; `None` where it lacks none.
    #[must_use]
    pub fn plan(&self, catalog: &Catalog) -> Option<Plan> {
        let snapshot = catalog.snapshot();
        let end = |side: Side| Some((side, self.lacks(snapshot.shelf(side))?));
        let sides: Vec<(Side, u32)> = SIDES.into_iter().filter_map(end).collect();
        (!sides.is_empty()).then(|| Plan { snapshot, sides, dimension: catalog.identity().dimension })
    }

    /// The row up to which a graph is to be built, where too many rows are without one, or one in five that it covers is
    /// gone.
    fn lacks(&self, shelf: &Shelf) -> Option<u32> {
        let (covered, end) = (shelf.covered(), shelf.settled().max(shelf.covered()));
        let many =
            (end - covered) as usize > self.scanned || shelf.graph.as_ref().is_some_and(|held| stale(held, shelf));
        (shelf.entries >= self.graph_from && many).then_some(end)
    }
}

/// True where one in five of the rows in a graph is gone.
fn stale(held: &HeldGraph, shelf: &Shelf) -> bool {
    let many = |gone: usize| gone * 5 > held.graph.covered();
    // Rows that were gone when the graph was built are not in it, but still are removed; they are told apart only where
    // there are many.
    let removed = shelf.removed.rows().take_while(|&row| row < held.end).count();
    many(removed) && many(held.graph.rows().filter(|&row| shelf.removed.contains(row)).count())
}

impl Plan {
    /// How many rows are to be built into graphs.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.sides.iter().map(|&(side, end)| (end - self.snapshot.shelf(side).covered()) as usize).sum()
    }

    /// Builds the graphs, on the threads of the rayon pool that this is called in; the same on any number.
    ///
    /// # Errors
    /// When a file of the catalog is damaged.
    pub fn build(self) -> Result<Frozen> {
        let build = |&(side, end): &(Side, u32)| {
            let shelf = self.snapshot.shelf(side);
            let (vectors, recipe) = (shelf.vectors(self.dimension)?, Recipe::default());
            let covered = shelf.covered();
            let fresh: Vec<u32> = shelf.rows().filter(|row| (covered..end).contains(row)).collect();
            let image = match &shelf.graph {
                None => GraphImage::build(&vectors, &fresh, &recipe)?,
                Some(held) => {
                    let kept = |row: u32| (!shelf.removed.contains(row)).then_some(row);
                    GraphImage::merge(&held.graph, &vectors, kept, &fresh, &recipe)?
                }
            };
            Ok(Built { side, end, image })
        };
        let built = self.sides.iter().map(build).collect::<Result<_>>()?;
        Ok(Frozen { snapshot: self.snapshot, built })
    }
}

/// True where two snapshots have the same graph, and the same segments up to a row.
fn same_segments(one: &Snapshot, other: &Snapshot, side: Side, end: u32) -> bool {
    let within = |snapshot: &Snapshot| {
        let held = snapshot.shelf(side).segments.iter().filter(|held| held.first_row < end);
        held.map(|held| (held.first_row, held.file.clone(), held.in_memory())).collect::<Vec<_>>()
    };
    let graph = |snapshot: &Snapshot| {
        snapshot.shelf(side).graph.as_ref().map(|held| (held.end, held.file.clone(), held.graph.covered()))
    };
    within(one) == within(other) && graph(one) == graph(other)
}

impl Catalog {
    /// Takes graphs that were built, in a commit of their own; what waits goes on waiting. True where they were taken:
    /// they are not where the rows that they cover have been written anew meanwhile, or another process builds too.
    ///
    /// # Errors
    /// As [`Catalog::commit`].
    pub fn adopt(&mut self, frozen: &Frozen) -> Result<bool> {
        let dimension = self.identity().dimension;
        let fits =
            |next: &Snapshot| frozen.built.iter().all(|one| same_segments(&frozen.snapshot, next, one.side, one.end));
        let Some(folder) = self.folder().map(Path::to_owned) else {
            let mut next = Snapshot::clone(&self.snapshot());
            if !fits(&next) {
                return Ok(false);
            }
            for one in &frozen.built {
                next.shelf_mut(one.side).graph = Some(hold(one.side, &one.image, one.end, dimension, None)?);
            }
            self.show(next);
            return Ok(true);
        };
        let Some(_builder) = lock::builder(&folder)? else { return Ok(false) };
        let parts: Vec<(PathBuf, Seal)> =
            frozen.built.iter().map(|one| write_part(&folder, one)).collect::<Result<_>>()?;
        let _writer = lock::writer(&folder)?;
        let newest = snapshot::read(&folder, self.identity(), &self.snapshot())?;
        let Some(mut next) = newest.filter(|next| fits(next)) else {
            parts.iter().for_each(|(path, _)| drop(std::fs::remove_file(path)));
            return Ok(false);
        };
        let identity = self.identity().clone();
        let mut target = Folder::over(&folder, next.manifest.take(), &identity);
        for (one, (part, seal)) in frozen.built.iter().zip(parts) {
            let name = target.name(one.side, "graph");
            std::fs::rename(&part, folder.join(&name)).map_err(|error| Error::io(&part, error))?;
            let rows = Rows { first_row: 0, rows: one.end, file: Named { name, seal } };
            next.shelf_mut(one.side).graph = Some(open(&folder, &rows, dimension)?);
        }
        target.publish(&mut next)?;
        self.show(next);
        Ok(true)
    }
}

/// Writes a graph to a file that no manifest names yet.
fn write_part(folder: &Path, one: &Built) -> Result<(PathBuf, Seal)> {
    let path = folder.join(format!("building-{}.part", manifest::word(one.side)));
    let mut writer = BlocksWriter::create(&path)?;
    one.image.write(&mut writer)?;
    Ok((path, writer.finish()?))
}

/// Holds a graph over the rows before `end`: in a file, where there is a folder, or in memory.
pub(super) fn hold(
    side: Side,
    image: &GraphImage,
    end: u32,
    dimension: usize,
    folder: Option<&mut Folder<'_>>,
) -> Result<HeldGraph> {
    let Some(folder) = folder else {
        let mut writer = BlocksWriter::in_memory();
        image.write(&mut writer)?;
        let graph = Graph::open(Arc::new(writer.into_blocks()?), dimension)?;
        return Ok(HeldGraph { end, graph, file: None });
    };
    let file = folder.write(side, "graph", |writer| image.write(writer))?;
    open(folder.path, &Rows { first_row: 0, rows: end, file }, dimension)
}

/// The graph of a file.
pub(super) fn open(folder: &Path, rows: &Rows, dimension: usize) -> Result<HeldGraph> {
    let blocks = Blocks::open(folder.join(&rows.file.name), &rows.file.seal)?;
    let graph = Graph::open(Arc::new(blocks), dimension)?;
    Ok(HeldGraph { end: rows.rows, graph, file: Some(rows.clone()) })
}
