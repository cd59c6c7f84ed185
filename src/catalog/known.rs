//! Known values: what the rows of a side say of a fact, each once, whatever segments it stands in. A question then looks at
//! each value once, and not once a segment.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;

use serde::de::DeserializeOwned;

use crate::pay::Pay;
use crate::place::Place;

/// The values of those facts of a side that many rows have in common. They stay as long as one of the segments does that
/// were there together; compacting leaves behind what nobody says any more.
#[derive(Debug, Default)]
pub(super) struct KnownFacts {
    pub(super) place: Known<Place>,
    pub(super) pay: Known<Option<Pay>>,
}

/// The values of one fact. A number that was given to one stays its own.
#[derive(Debug)]
pub(super) struct Known<T> {
    table: RwLock<Table<T>>,
}

#[derive(Debug)]
struct Table<T> {
    /// Of each value's bytes the number.
    numbers: HashMap<Box<[u8]>, u32>,
    values: Arc<Vec<Arc<T>>>,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { table: RwLock::new(Table { numbers: HashMap::new(), values: Arc::default() }) }
    }
}

/// A value that is known, and its number.
#[derive(Debug)]
pub(super) struct Numbered<T> {
    pub(super) number: u32,
    pub(super) value: Arc<T>,
}

impl<T: DeserializeOwned> Known<T> {
    /// The values of a list in postcard's form.
    pub(super) fn read(&self, bytes: &[u8]) -> postcard::Result<Vec<Numbered<T>>> {
        let (count, mut rest): (usize, &[u8]) = postcard::take_from_bytes(bytes)?;
        let mut read = Vec::new();
        for _ in 0..count {
            let (value, after) = postcard::take_from_bytes(rest)?;
            read.push((&rest[..rest.len() - after.len()], value));
            rest = after;
        }
        Ok(self.numbered(read))
    }

    /// Each value, of which the bytes are given too, as the one that is known.
    fn numbered(&self, read: Vec<(&[u8], T)>) -> Vec<Numbered<T>> {
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        let Table { numbers, values } = &mut *table;
        let (mut next, mut fresh) = (values.len(), Vec::new());
        let numbered = |(bytes, value): (&[u8], T)| match numbers.get(bytes) {
            Some(&number) => number,
            None => {
                let number = u32::try_from(next).unwrap_or(u32::MAX);
                numbers.insert(bytes.into(), number);
                fresh.push(Arc::new(value));
                next += 1;
                number
            }
        };
        let given: Vec<u32> = read.into_iter().map(numbered).collect();
        if !fresh.is_empty() {
            // Whoever looks at them now goes on with those that there were.
            Arc::make_mut(values).append(&mut fresh);
        }
        given.into_iter().map(|number| Numbered { number, value: Arc::clone(&values[number as usize]) }).collect()
    }
}

impl<T> Known<T> {
    /// Whether each value passes a test, by number.
    pub(super) fn judged(&self, test: impl Fn(&T) -> bool) -> Vec<bool> {
        // The lock is not held while others' code runs.
        let values = Arc::clone(&self.table.read().unwrap_or_else(PoisonError::into_inner).values);
        values.iter().map(|value| test(value)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_has_one_number_wherever_it_is_read() {
        let known = Known::<String>::default();
        let read = |values: &[&str]| -> Vec<(u32, String)> {
            let read = known.read(&postcard::to_allocvec(values).unwrap()).unwrap();
            read.into_iter().map(|one| (one.number, one.value.to_string())).collect()
        };
        let named = |given: &[(u32, &str)]| given.iter().map(|&(at, name)| (at, name.to_owned())).collect::<Vec<_>>();
        assert_eq!(read(&["Reval", "Thorn", "Reval"]), named(&[(0, "Reval"), (1, "Thorn"), (0, "Reval")]));
        assert_eq!(read(&["", "Thorn"]), named(&[(2, ""), (1, "Thorn")]));
        assert_eq!(known.judged(|name| name.contains('o')), [false, true, false]);
        assert!(known.read(&[200]).is_err() && known.read(&[2, 1, b'a']).is_err());
    }
}
