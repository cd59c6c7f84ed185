//! Order: every node can be reached, and nodes that lie near each other stand near each other.

use super::building::Draft;
use super::nodes::LINK_BYTES;
use super::nodes::NONE;
use super::nodes::Nodes;
use super::nodes::Scratch;
use crate::error::Result;

/// How far around a node that nobody reaches a place for a link to it is looked for, at first.
const BREADTH: usize = 32;

/// The nodes in the order in which they are reached from those in `from`, breadth first; all that are `seen` are left out.
///
/// # Errors
/// Where a link leads to no node.
pub(super) fn reached(view: &Nodes<'_>, from: impl IntoIterator<Item = u32>, seen: &mut [bool]) -> Result<Vec<u32>> {
    let mut order: Vec<u32> = Vec::new();
    let mut enter = |node: u32, order: &mut Vec<u32>| -> Result<()> {
        let seen = seen.get_mut(node as usize).ok_or_else(|| view.outside())?;
        if !std::mem::replace(seen, true) {
            order.push(node);
        }
        Ok(())
    };
    from.into_iter().try_for_each(|node| enter(node, &mut order))?;
    let mut at = 0;
    while let Some(&node) = order.get(at) {
        view.neighbors(node).try_for_each(|other| enter(other, &mut order))?;
        at += 1;
    }
    Ok(order)
}

/// Sees to it that every node can be reached from the first upper node: a node that cannot is linked from the nearest one
/// that can and has a place free.
pub(super) fn reach_all(draft: &mut Draft) -> Result<()> {
    let mut seen = vec![false; draft.len()];
    let view = draft.view();
    reached(&view, view.upper_nodes().next(), &mut seen)?;
    let mut scratch = Scratch::new();
    for node in (0..).take(draft.len()) {
        if seen[node as usize] {
            continue;
        }
        let mut breadth = BREADTH;
        let linked = loop {
            let found = draft.near(node, breadth, &mut scratch)?;
            let from = found.iter().copied().find(|&other| seen[other as usize] && draft.add_link(other, node));
            if from.is_some() || breadth > draft.len() {
                break from;
            }
            breadth *= 4;
        };
        if linked.is_none() {
            let _ = (0..).take(draft.len()).find(|&other| seen[other as usize] && draft.add_link(other, node));
        }
        reached(&draft.view(), [node], &mut seen)?;
    }
    Ok(())
}

/// Puts the nodes in the order in which they are reached from the first upper node.
pub(super) fn arrange(draft: &mut Draft) -> Result<()> {
    let mut seen = vec![false; draft.len()];
    let first = draft.view().upper_nodes().next();
    let order = reached(&draft.view(), first.into_iter().chain((0..).take(draft.len())), &mut seen)?;
    let mut places = vec![NONE; draft.len()];
    for (place, &node) in (0..).zip(&order) {
        places[node as usize] = place;
    }
    let stride = draft.width + LINK_BYTES;
    let mut bytes = Vec::with_capacity(draft.bytes.len());
    for &node in &order {
        let at = bytes.len();
        bytes.extend_from_slice(&draft.bytes[node as usize * stride..(node as usize + 1) * stride]);
        for four in bytes[at + draft.width..].as_chunks_mut::<4>().0 {
            let link = u32::from_le_bytes(*four);
            if link != NONE {
                *four = places[link as usize].to_le_bytes();
            }
        }
    }
    draft.bytes = bytes;
    draft.steps = order.iter().map(|&node| draft.steps[node as usize]).collect();
    draft.copies =
        std::mem::take(&mut draft.copies).into_iter().map(|(node, rows)| (places[node as usize], rows)).collect();
    draft.rows = order.iter().map(|&node| draft.rows[node as usize]).collect();
    for four in draft.upper.as_chunks_mut::<4>().0 {
        *four = places[u32::from_le_bytes(*four) as usize].to_le_bytes();
    }
    Ok(())
}
