//! The entries of one side, and the index over their vectors.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::Entry;
use crate::embedding::Vector;
use crate::error::Result;
use crate::index::Graph;
use crate::index::Index;
use crate::index::Vectors;

/// Up to how many entries a query looks at all of them: scoring so many takes less time than a reader notices, and
/// misses nothing.
const LOOKED_AT: usize = 50_000;

/// The breadth of a graph search, as a multiple of the entries that are wanted.
const BREADTH: usize = 2;

/// The entries of one side. Those that have a vector come first, in the order of the index's rows.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    entries: Vec<Entry>,
    index: Option<Index>,
    places: OnceLock<HashMap<String, usize>>,
}

impl Shelf {
    /// A shelf from its parts, as they were stored.
    pub(super) fn from_parts(entries: Vec<Entry>, index: Option<Index>) -> Self {
        Self { entries, index, places: OnceLock::new() }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn index(&self) -> Option<&Index> {
        self.index.as_ref()
    }

    pub(super) fn get(&self, id: &str) -> Option<&Entry> {
        let places = self.places.get_or_init(|| {
            self.entries.iter().enumerate().map(|(place, entry)| (entry.profile.id.clone(), place)).collect()
        });
        places.get(id).map(|&place| &self.entries[place])
    }

    pub(super) fn answered_by(&self) -> String {
        if self.entries.len() <= LOOKED_AT {
            let graph = self.index.as_ref().and_then(Index::graph).map_or(0, Graph::len);
            let stored = if graph == 0 { String::new() } else { format!(" (a graph over {graph} is stored)") };
            return format!("every one of {} entries is looked at{stored}", self.entries.len());
        }
        self.index.as_ref().map_or_else(String::new, Index::answered_by)
    }

    /// All entries where they are few, otherwise about the `count` nearest and those that have no vector.
    pub(super) fn nearest(&self, vector: Option<&Vector>, count: usize) -> Vec<&Entry> {
        match (vector, &self.index) {
            (Some(vector), Some(index)) if self.entries.len() > LOOKED_AT => {
                let near = index.nearest(vector, count, count.saturating_mul(BREADTH));
                let near = near.into_iter().map(|(row, _)| &self.entries[row as usize]);
                near.chain(&self.entries[index.len()..]).collect()
            }
            _ => self.entries.iter().collect(),
        }
    }

    /// The shelf without the entries that are `gone` and with `added` ones, which come in order of their ids. Rows
    /// keep their order, so that the graph stays good.
    pub(super) fn changed<'a>(
        &self,
        gone: impl Fn(&str) -> bool,
        added: impl Iterator<Item = &'a (Entry, Option<Vector>)>,
        dimension: usize,
    ) -> Result<Self> {
        let rows = self.index.as_ref().map_or(0, Index::len);
        let (mut with, mut without, mut flat) = (Vec::new(), Vec::new(), Vec::new());
        let mut kept = vec![None; rows];
        for (row, entry) in self.entries.iter().enumerate().filter(|(_, entry)| !gone(&entry.profile.id)) {
            match &self.index {
                Some(index) if row < rows => {
                    kept[row] = u32::try_from(with.len()).ok();
                    with.push(entry.clone());
                    flat.extend(index.vectors().row(row));
                }
                _ => without.push(entry.clone()),
            }
        }
        let unchanged = with.len() == rows;
        for (entry, vector) in added {
            match vector {
                Some(vector) => {
                    with.push(entry.clone());
                    flat.extend_from_slice(vector.values());
                }
                None => without.push(entry.clone()),
            }
        }
        let graph = self.index.as_ref().and_then(Index::graph).map(|graph| match unchanged {
            true => graph.clone(),
            false => graph.without(&kept[..graph.len()]),
        });
        let index = Index::from_parts(Vectors::from_flat(flat, dimension)?, graph);
        with.extend(without);
        Ok(Self::from_parts(with, Some(index)))
    }
}
