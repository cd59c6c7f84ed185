//! The hierarchy of skills: who stands above whom.

use crate::error::Error;

use super::table::Entry;
use super::table::Row;

/// Rows that are their own ancestors.
pub(super) fn circles(entries: &[Entry], rows: &[Row<'_>]) -> Vec<Error> {
    let mut children_left: Vec<usize> = vec![0; entries.len()];
    for parent in entries.iter().flat_map(|entry| &entry.parents) {
        children_left[parent.0 as usize] += 1;
    }
    let mut free: Vec<usize> = (0..entries.len()).filter(|&at| children_left[at] == 0).collect();
    let mut seen = vec![false; entries.len()];
    while let Some(at) = free.pop() {
        seen[at] = true;
        for parent in &entries[at].parents {
            let left = &mut children_left[parent.0 as usize];
            *left -= 1;
            if *left == 0 {
                free.push(parent.0 as usize);
            }
        }
    }
    let caught = (0..entries.len()).filter(|&at| !seen[at]);
    caught
        .map(|at| rows[at].place.error(format!("{:?} is its own ancestor, or an ancestor of one", rows[at].name)))
        .collect()
}
