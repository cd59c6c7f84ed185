//! Writing: rows become segments at the end of a shelf, small segments become larger ones, and a folder comes to hold
//! them.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::Identity;
use super::SIDES;
use super::freezing;
use super::manifest;
use super::manifest::Manifest;
use super::manifest::Named;
use super::manifest::Rows;
use super::segment;
use super::segment::MAX_ROWS;
use super::segment::Row;
use super::segment::Segment;
use super::shelf::ABSORBED;
use super::shelf::Held;
use super::shelf::Shelf;
use super::snapshot::Snapshot;
use crate::documents::Side;
use crate::error::Result;
use crate::index::BlocksWriter;
use crate::index::GraphImage;
use crate::index::Recipe;
use crate::index::RowSet;

/// Takes small segments off the end of a shelf, and puts their rows before the new ones: those that have no more rows
/// than follow them. Where the shelf is to be durable, segments that are in memory only go the same way, and with them
/// all that follow.
pub(super) fn absorb(shelf: &mut Shelf, removed: &mut RowSet, rows: &mut Vec<Row>, durable: bool) -> Result<()> {
    let in_memory = |held: &Held| durable && held.file.is_none();
    let mut first = shelf.segments.iter().position(in_memory).unwrap_or(shelf.segments.len());
    let mut following: usize =
        rows.len() + shelf.segments[first..].iter().map(|held| held.segment.rows()).sum::<usize>();
    while let Some(held) = first.checked_sub(1).map(|at| &shelf.segments[at]) {
        let own = held.segment.rows();
        if rows.is_empty() || own > following || own + following > ABSORBED || held.first_row < shelf.covered() {
            break;
        }
        following += own;
        first -= 1;
    }
    let taken = shelf.segments.split_off(first);
    let Some(begin) = taken.first().map(|held| held.first_row) else { return Ok(()) };
    let live: Vec<(&Segment, usize)> = taken
        .iter()
        .flat_map(|held| held.rows().map(|(row, local)| (row, &*held.segment, local)))
        .filter(|&(row, _, _)| !removed.contains(row))
        .map(|(_, segment, local)| (segment, local))
        .collect();
    let kept: Vec<Row> = live.into_par_iter().map(|(segment, local)| segment.row(local)).collect::<Result<_>>()?;
    *removed = removed.rows().take_while(|&row| row < begin).collect();
    rows.splice(0..0, kept);
    Ok(())
}

/// Writes rows as segments at the end of a shelf.
pub(super) fn append(
    shelf: &mut Shelf,
    side: Side,
    rows: Vec<Row>,
    dimension: usize,
    mut folder: Option<&mut Folder<'_>>,
) -> Result<()> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let part: Vec<Row> = rows.by_ref().take(MAX_ROWS).collect();
        let (first_row, count) = (shelf.segments.last().map_or(0, Held::end), part.len());
        let (segment, file) = match folder.as_deref_mut() {
            None => (Segment::in_memory(part, dimension, &shelf.known)?, None),
            Some(folder) => {
                let file = folder.write(side, "segment", |writer| segment::write(part, dimension, writer))?;
                let segment = Segment::open(&folder.path.join(&file.name), &file.seal, dimension, &shelf.known)?;
                (segment, Some(Rows { first_row, rows: u32::try_from(count).unwrap_or(u32::MAX), file }))
            }
        };
        shelf.segments.push(Held { first_row, segment: Arc::new(segment), file });
    }
    Ok(())
}

/// Writes all live rows of a side again, and its graph.
pub(super) fn rewrite(
    next: &mut Snapshot,
    side: Side,
    dimension: usize,
    mut folder: Option<&mut Folder<'_>>,
) -> Result<()> {
    let old = next.shelf_mut(side);
    let mut shelf = Shelf { entries: old.entries, ..Shelf::default() };
    let live: Vec<u32> = old.rows().collect();
    for part in live.chunks(MAX_ROWS) {
        let read = |&row: &u32| old.place(row).and_then(|(segment, local)| segment.row(local));
        let rows: Vec<Row> = part.par_iter().map(read).collect::<Result<_>>()?;
        append(&mut shelf, side, rows, dimension, folder.as_deref_mut())?;
    }
    if let Some(held) = &old.graph {
        let renumbered: HashMap<u32, u32> = live.into_iter().zip(shelf.rows()).collect();
        let mut fresh: Vec<u32> =
            renumbered.iter().filter(|&(&row, _)| row >= held.end).map(|(_, &number)| number).collect();
        fresh.sort_unstable();
        let kept = |row: u32| renumbered.get(&row).copied();
        let image = GraphImage::merge(&held.graph, &shelf.vectors(dimension)?, kept, &fresh, &Recipe::default())?;
        shelf.graph = Some(freezing::hold(side, &image, shelf.end(), dimension, folder)?);
    }
    *old = shelf;
    Ok(())
}

/// A folder that is being written to, and what its manifest will say.
pub(super) struct Folder<'a> {
    pub(super) path: &'a Path,
    manifest: Manifest,
}

impl<'a> Folder<'a> {
    /// A folder whose manifest says what `last` does, save for the identity.
    pub(super) fn over(path: &'a Path, last: Option<Manifest>, identity: &Identity) -> Self {
        let last = last.unwrap_or_else(|| Manifest::new(identity.clone()));
        Self { path, manifest: Manifest { identity: identity.clone(), ..last } }
    }

    /// Writes entries that are new to a snapshot.
    pub(super) fn grow(&mut self, next: &mut Snapshot, side: Side, rows: Vec<Row>) -> Result<()> {
        let dimension = self.manifest.identity.dimension;
        let shelf = next.shelf_mut(side);
        shelf.entries += rows.len();
        append(shelf, side, rows, dimension, Some(self))
    }

    /// The name of the next file of a side.
    pub(super) fn name(&mut self, side: Side, kind: &str) -> String {
        self.manifest.name(side, kind)
    }

    /// Writes a file of blocks.
    pub(super) fn write(
        &mut self,
        side: Side,
        kind: &str,
        fill: impl FnOnce(&mut BlocksWriter) -> Result<()>,
    ) -> Result<Named> {
        let name = self.manifest.name(side, kind);
        let mut writer = BlocksWriter::create(self.path.join(&name))?;
        fill(&mut writer)?;
        Ok(Named { name, seal: writer.finish()? })
    }

    /// Puts a snapshot in force whose segments are written.
    pub(super) fn publish(&mut self, next: &mut Snapshot) -> Result<()> {
        for side in SIDES {
            let shelf = next.shelf(side);
            let segments = shelf.segments.iter().filter_map(|held| held.file.clone()).collect();
            let graph = shelf.graph.as_ref().and_then(|held| held.file.clone());
            let removed = match shelf.removed.is_empty() {
                true => None,
                false => Some(self.write(side, "removed", |writer| writer.add("rows", &shelf.removed.to_bytes()))?),
            };
            let listed = match side {
                Side::Posting => &mut self.manifest.postings,
                Side::Resume => &mut self.manifest.resumes,
            };
            listed.entries = shelf.entries as u64;
            listed.waiting = shelf.waiting() as u64;
            (listed.segments, listed.graph, listed.removed) = (segments, graph, removed);
        }
        self.manifest.generation += 1;
        manifest::publish(self.path, &self.manifest)?;
        manifest::sweep(self.path, &self.manifest);
        next.manifest = Some(self.manifest.clone());
        Ok(())
    }
}
