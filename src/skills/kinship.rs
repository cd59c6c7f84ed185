//! How much one skill says about another.

use super::SkillId;
use super::table::Entry;

/// A child is shown where its parent is asked: who knows PostgreSQL knows relational databases.
pub const CHILD_SHOWN: f32 = 0.9;
/// A grandchild is shown where its grandparent is asked.
pub const GRANDCHILD_SHOWN: f32 = 0.75;
/// The skills are related: MySQL and PostgreSQL.
pub const RELATED: f32 = 0.5;
/// A parent is shown where its child is asked: knowing databases, not yet PostgreSQL.
pub const PARENT_SHOWN: f32 = 0.3;
/// Both are children of one specific parent.
pub const SIBLING: f32 = 0.2;
/// A parent with more children than this is too wide to make siblings of them.
pub const SPECIFIC_PARENT: usize = 12;

/// For each skill that may be asked, the others that say something about it, with their credit: highest first, then by id.
pub(super) fn kin(entries: &[Entry]) -> Vec<Vec<(SkillId, f32)>> {
    let mut children: Vec<Vec<SkillId>> = vec![Vec::new(); entries.len()];
    let mut related: Vec<Vec<SkillId>> = vec![Vec::new(); entries.len()];
    for (id, entry) in (0u32..).map(SkillId).zip(entries) {
        for parent in &entry.parents {
            children[parent.0 as usize].push(id);
        }
        for other in &entry.related {
            related[id.0 as usize].push(*other);
            related[other.0 as usize].push(id);
        }
    }
    (0u32..).map(SkillId).zip(entries).map(|(id, entry)| kin_of(id, entry, &children, &related)).collect()
}

fn kin_of(asked: SkillId, entry: &Entry, children: &[Vec<SkillId>], related: &[Vec<SkillId>]) -> Vec<(SkillId, f32)> {
    let mut all: Vec<(SkillId, f32)> = Vec::new();
    for child in &children[asked.0 as usize] {
        all.push((*child, CHILD_SHOWN));
        all.extend(children[child.0 as usize].iter().map(|grandchild| (*grandchild, GRANDCHILD_SHOWN)));
    }
    all.extend(related[asked.0 as usize].iter().map(|other| (*other, RELATED)));
    for parent in &entry.parents {
        all.push((*parent, PARENT_SHOWN));
        let siblings = &children[parent.0 as usize];
        if siblings.len() <= SPECIFIC_PARENT {
            all.extend(siblings.iter().map(|sibling| (*sibling, SIBLING)));
        }
    }
    all.retain(|(other, _)| *other != asked);
    all.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
    all.dedup_by_key(|(other, _)| *other);
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all
}
