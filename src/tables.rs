//! What the shipped tables under `data/` have in common: each is compiled in, and known by its text.

/// A table that is compiled in: its path under `data/`, and its text.
pub(crate) type Table = (&'static str, &'static str);

/// Names tables: 16 hexadecimal digits of the BLAKE3 hash of their names and texts, in the order given.
pub(crate) fn fingerprint<'a>(tables: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in tables.into_iter().flat_map(|(name, text)| [name, text]) {
        // Lengths keep what ends one part from beginning the next.
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn any_byte_of_any_table_changes_the_fingerprint() {
        let tables = [("one.tsv", "word\tvalue\nbread\t1\n"), ("two.tsv", "word\tvalue\n")];
        let known = fingerprint(tables);
        assert_eq!(known.len(), 16);
        assert_eq!(known, fingerprint(tables));
        for table in 0..tables.len() {
            let (name, text) = tables[table];
            for at in 0..text.len() {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] ^= 1;
                let mut changed = tables;
                let other = String::from_utf8(bytes).unwrap();
                changed[table] = (name, &other);
                assert_ne!(fingerprint(changed), known, "byte {at} of {name}");
            }
        }
    }

    #[test]
    fn what_moves_between_tables_changes_the_fingerprint() {
        let known = fingerprint([("a", "bc"), ("d", "e")]);
        for other in [[("ab", "c"), ("d", "e")], [("a", "b"), ("cd", "e")], [("d", "e"), ("a", "bc")]] {
            assert_ne!(fingerprint(other), known);
        }
    }
}
