//! Where the document of each id stood, so that a second one of its id can be told from the first: a few bytes each.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Where a document stood: the number of the file's name, and the line where the name is followed by one.
type Place = (u32, u64);

/// Where the document of each id stood.
#[derive(Debug, Default)]
pub(super) struct Origins {
    names: Vec<Box<str>>,
    places: HashMap<[u8; 16], Place>,
}

impl Origins {
    /// Notes where the document of an id stands; where another has had that id, this is where it stood.
    pub(super) fn note(&mut self, id: &str, origin: &str) -> Option<String> {
        let hash = blake3::hash(id.as_bytes()).as_bytes().first_chunk().copied().unwrap_or_default();
        let (name, line) = parted(origin);
        let last = self.names.len().checked_sub(1).filter(|&last| &*self.names[last] == name);
        match self.places.entry(hash) {
            Entry::Occupied(found) => {
                let (name, line) = *found.get();
                let name = &self.names[name as usize];
                Some(if line == 0 { name.to_string() } else { format!("{name}{LINE}{line}") })
            }
            Entry::Vacant(free) => {
                let number = last.unwrap_or(self.names.len());
                if last.is_none() {
                    self.names.push(name.into());
                }
                free.insert((u32::try_from(number).unwrap_or(u32::MAX), line));
                None
            }
        }
    }
}

/// What stands between a file's name and a line's number.
const LINE: &str = ", line ";

/// A file's name and the number of a line; 0 where none is named.
fn parted(origin: &str) -> (&str, u64) {
    let numbered = origin.rsplit_once(LINE).and_then(|(name, line)| Some((name, line.parse().ok()?)));
    numbered.filter(|&(name, line)| line > 0 && format!("{name}{LINE}{line}") == origin).unwrap_or((origin, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_of_an_id_learns_where_the_first_stood() {
        let mut origins = Origins::default();
        let all = ["a.jsonl, line 1", "a.jsonl, line 2", "b, line 0", "c.md", "d.json, object 3", "e, line 007"];
        for (at, origin) in all.iter().enumerate() {
            assert_eq!(origins.note(&at.to_string(), origin), None);
        }
        for (at, origin) in all.iter().enumerate() {
            assert_eq!(origins.note(&at.to_string(), "z").as_deref(), Some(*origin));
        }
        assert_eq!(origins.names.len(), 5, "lines of one file share its name");
    }
}
