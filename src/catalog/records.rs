//! Records in one stretch of bytes: their number (u64), the end of each counted from the first (u64 each), the records;
//! all little-endian.

use std::ops::Range;

/// The bytes of records, in order.
pub(super) fn pack(records: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let mut bytes = (records.len() as u64).to_le_bytes().to_vec();
    let mut end = 0_u64;
    for record in records {
        end += record.as_ref().len() as u64;
        bytes.extend_from_slice(&end.to_le_bytes());
    }
    for record in records {
        bytes.extend_from_slice(record.as_ref());
    }
    bytes
}

/// Where each record lies in `bytes`; `None` where they are no records.
pub(super) fn unpack(bytes: &[u8]) -> Option<Vec<Range<usize>>> {
    let number = |at: usize| {
        let eight = bytes.get(at..at.checked_add(8)?)?;
        usize::try_from(u64::from_le_bytes(eight.try_into().ok()?)).ok()
    };
    let count = number(0)?;
    let first = count.checked_mul(8)?.checked_add(8)?;
    let mut begin = first;
    if first > bytes.len() {
        return None;
    }
    (0..count)
        .map(|row| {
            let end = first.checked_add(number(row * 8 + 8)?)?;
            bytes.get(begin..end)?;
            Some(std::mem::replace(&mut begin, end)..end)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        for records in [&[][..], &["bread"], &["bread", "", "rye and wheat"]] {
            let bytes = pack(records);
            let found = unpack(&bytes).unwrap().into_iter().map(|range| &bytes[range]);
            assert!(found.eq(records.iter().map(|record| record.as_bytes())), "{records:?}");
        }
    }

    #[test]
    fn broken_bytes_are_no_records() {
        let bytes = pack(&["bread", "rye"]);
        for end in 0..bytes.len() {
            assert_eq!(unpack(&bytes[..end]), None, "cut at {end}");
        }
        let mut back = bytes.clone();
        back[16] = 1;
        assert_eq!(unpack(&back), None, "an end before its beginning");
        assert_eq!(unpack(&u64::MAX.to_le_bytes()), None);
    }
}
