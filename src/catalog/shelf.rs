//! The entries of one side, and the index over their vectors.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::Entry;
use crate::embedding::Vector;
use crate::error::Result;
use crate::index::Graph;
use crate::index::Index;
use crate::index::Vectors;

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

    /// How queries are answered, in words: by the graph exactly where there is one.
    pub(super) fn answered_by(&self) -> String {
        let Some(graph) = self.graph() else {
            return format!("every one of {} entries is looked at", self.entries.len());
        };
        let besides = match self.entries.len() - graph.len() {
            0 => String::new(),
            other => format!(" and {other} entries beside it"),
        };
        format!(
            "a graph over {} entries gives the nearest{besides}; every entry is looked at where too few of these pass",
            graph.len()
        )
    }

    fn graph(&self) -> Option<&Graph> {
        self.index.as_ref().and_then(Index::graph)
    }

    /// Where there is a graph, about the `count` nearest and those that have no vector; otherwise all entries.
    pub(super) fn nearest(&self, vector: Option<&Vector>, count: usize) -> Vec<&Entry> {
        match (vector, &self.index) {
            (Some(vector), Some(index)) if index.graph().is_some() => {
                let near = index.nearest(vector, count, count);
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
        let graph = self.graph().map(|graph| match unchanged {
            true => graph.clone(),
            false => graph.without(&kept[..graph.len()]),
        });
        let index = Index::from_parts(Vectors::from_flat(flat, dimension)?, graph);
        with.extend(without);
        Ok(Self::from_parts(with, Some(index)))
    }
}

#[cfg(test)]
impl super::Snapshot {
    /// The same entries, with a graph where a side has more than `most` vectors.
    pub(crate) fn with_graph_above(&self, most: usize) -> Self {
        let anew = |shelf: &Shelf| {
            let index = shelf.index.as_ref().map(|index| Index::with_graph_above(most, index.vectors().clone(), None));
            Shelf::from_parts(shelf.entries.clone(), index)
        };
        Self { postings: anew(&self.postings), resumes: anew(&self.resumes) }
    }
}
