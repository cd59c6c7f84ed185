//! Freezing: graphs over rows that so far are scanned, built beside readers and writers.
//!
//! A graph covers a range of whole segments. It is planned from a snapshot, built without any lock, and adopted by a
//! commit of its own where the segments that it covers are still in force. Small graphs at the end are built into larger
//! ones, so that there are never many, and each row is built into a new one only as often as the catalog doubles.

use std::ops::Range;
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
use super::snapshot;
use super::snapshot::Snapshot;
use super::writer::Folder;
use crate::documents::Side;
use crate::error::Error;
use crate::error::Result;
use crate::index::Blocks;
use crate::index::BlocksWriter;
use crate::index::next::Graph;
use crate::index::next::GraphImage;
use crate::index::next::Recipe;

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
    parts: Vec<(Side, Range<u32>)>,
    dimension: usize,
}

/// A graph that was built and is in no catalog yet.
#[derive(Debug)]
struct Built {
    side: Side,
    rows: Range<u32>,
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
        let parts: Vec<(Side, Range<u32>)> =
            SIDES.into_iter().filter_map(|side| Some((side, self.lacking(&snapshot, side)?))).collect();
        (!parts.is_empty()).then(|| Plan { snapshot, parts, dimension: catalog.identity().dimension })
    }

    /// The rows of a side that are to have a graph next.
    fn lacking(&self, snapshot: &Snapshot, side: Side) -> Option<Range<u32>> {
        let shelf = snapshot.shelf(side);
        let (covered, end) = (shelf.covered(), shelf.end());
        let enough = shelf.entries >= self.graph_from && (end - covered) as usize > self.scanned;
        if !enough {
            return None;
        }
        let mut begin = covered;
        for graph in shelf.graphs.iter().rev() {
            if graph.rows.len() > 2 * (end - begin) as usize {
                break;
            }
            begin = graph.rows.start;
        }
        Some(begin..end)
    }
}

impl Plan {
    /// How many rows are to be built into graphs.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.parts.iter().map(|(_, rows)| rows.len()).sum()
    }

    /// Builds the graphs, on the threads of the rayon pool that this is called in; the same on any number.
    ///
    /// # Errors
    /// When a file of the catalog is damaged.
    pub fn build(self) -> Result<Frozen> {
        let mut built = Vec::new();
        for (side, rows) in self.parts {
            let shelf = self.snapshot.shelf(side);
            let live: Vec<u32> = shelf.rows().filter(|row| rows.contains(row)).collect();
            let image = GraphImage::build(&shelf.vectors(self.dimension)?, &live, &Recipe::default())?;
            built.push(Built { side, rows, image });
        }
        Ok(Frozen { snapshot: self.snapshot, built })
    }
}

impl Frozen {
    /// Writes the graphs to files that no manifest names yet.
    fn write(&self, folder: &Path) -> Result<Vec<(PathBuf, Named)>> {
        let mut files = Vec::new();
        for (number, one) in self.built.iter().enumerate() {
            let path = folder.join(format!("building-{number}.part"));
            let mut writer = BlocksWriter::create(&path)?;
            one.image.write(&mut writer)?;
            files.push((path, Named { name: String::new(), seal: writer.finish()? }));
        }
        Ok(files)
    }

    /// The graphs in memory.
    fn in_memory(&self, dimension: usize) -> Result<Vec<HeldGraph>> {
        let graph = |one: &Built| {
            let mut writer = BlocksWriter::in_memory();
            one.image.write(&mut writer)?;
            let graph = Graph::open(Arc::new(writer.into_blocks()?), dimension)?;
            Ok(HeldGraph { rows: one.rows.clone(), graph, file: None })
        };
        self.built.iter().map(graph).collect()
    }
}

/// True where two snapshots have the same segments in a range of rows.
fn same_segments(one: &Snapshot, other: &Snapshot, side: Side, rows: &Range<u32>) -> bool {
    let within = |snapshot: &Snapshot| {
        let held = snapshot.shelf(side).segments.iter().filter(|held| rows.contains(&held.first_row));
        held.map(|held| (held.first_row, held.file.clone(), held.in_memory())).collect::<Vec<_>>()
    };
    within(one) == within(other)
}

impl Catalog {
    /// Takes graphs that were built, in a commit of their own; what waits goes on waiting. True where they were taken:
    /// they are not where the rows that they cover have been written anew meanwhile.
    ///
    /// # Errors
    /// As [`Catalog::commit`].
    pub fn adopt(&mut self, frozen: &Frozen) -> Result<bool> {
        let dimension = self.identity().dimension;
        let fits =
            |next: &Snapshot| frozen.built.iter().all(|one| same_segments(&frozen.snapshot, next, one.side, &one.rows));
        let Some(folder) = self.folder().map(Path::to_owned) else {
            let mut next = Snapshot::clone(&self.snapshot());
            if !fits(&next) {
                return Ok(false);
            }
            for (one, graph) in frozen.built.iter().zip(frozen.in_memory(dimension)?) {
                next.shelf_mut(one.side).cover(graph);
            }
            self.show(next);
            return Ok(true);
        };
        let Some(_builder) = lock::builder(&folder)? else { return Ok(false) };
        let parts = frozen.write(&folder)?;
        let _writer = lock::writer(&folder)?;
        let newest = snapshot::read(&folder, self.identity(), &self.snapshot())?;
        let Some(mut next) = newest.filter(|next| fits(next)) else {
            parts.iter().for_each(|(path, _)| drop(std::fs::remove_file(path)));
            return Ok(false);
        };
        let identity = self.identity().clone();
        let mut target = Folder::over(&folder, next.manifest.take(), &identity);
        for (one, (part, file)) in frozen.built.iter().zip(parts) {
            let name = target.name(one.side, "graph");
            let path = folder.join(&name);
            std::fs::rename(&part, &path).map_err(|error| Error::io(&part, error))?;
            let graph = Graph::open(Arc::new(Blocks::open(&path, &file.seal)?), dimension)?;
            let rows = u32::try_from(one.rows.len()).unwrap_or(u32::MAX);
            let file = Rows { first_row: one.rows.start, rows, file: Named { name, ..file } };
            next.shelf_mut(one.side).cover(HeldGraph { rows: one.rows.clone(), graph, file: Some(file) });
        }
        target.publish(&mut next)?;
        self.show(next);
        Ok(true)
    }
}

/// The graph of a file.
pub(super) fn open(folder: &Path, rows: &Rows, dimension: usize) -> Result<HeldGraph> {
    let blocks = Blocks::open(folder.join(&rows.file.name), &rows.file.seal)?;
    let graph = Graph::open(Arc::new(blocks), dimension)?;
    let range = rows.first_row..rows.first_row.saturating_add(rows.rows);
    if graph.len() > range.len() {
        let problem = format!("it has more nodes than {} names rows", manifest::NAME);
        return Err(Error::Damaged { path: folder.join(&rows.file.name), problem });
    }
    Ok(HeldGraph { rows: range, graph, file: Some(rows.clone()) })
}
