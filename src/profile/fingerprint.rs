//! What documents were understood with, in a word that catalogs keep.

use std::sync::LazyLock;

use super::lines;
use crate::documents;
use crate::pay;
use crate::place;
use crate::seniority;
use crate::skills;
use crate::skills::Taxonomy;
use crate::tables;
use crate::tables::Table;
use crate::words;

/// The version of understanding: what is read from a document and how its parts are weighed. A change of either is a
/// new version, and catalogs are made anew.
const VERSION: u32 = 7;

/// Names what documents are understood with: the version of understanding, the taxonomy and every shipped table. Where
/// it differs, profiles cannot be compared.
#[must_use]
pub fn fingerprint(taxonomy: &Taxonomy) -> String {
    static TABLES: LazyLock<String> = LazyLock::new(|| tables::fingerprint(shipped()));
    format!("{VERSION}-{}-{}", taxonomy.fingerprint(), *TABLES)
}

/// The shipped tables that profiles depend on, save the taxonomy's own.
fn shipped() -> impl Iterator<Item = Table> {
    [&words::TABLES[..], &skills::TABLES, &seniority::TABLES, &pay::TABLES, &place::TABLES, &documents::TABLES]
        .into_iter()
        .flatten()
        .copied()
        .chain([lines::TABLE])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Tables that no profile depends on by itself: the taxonomy counts its cues and duties, and pay is kept in its own currency,
    /// and linking reads no documents.
    const EXCEPTED: [&str; 5] =
        ["skills_cues.tsv", "duties.tsv", "exchange_rates.tsv", "sayings.tsv", "linking_weights.tsv"];

    #[test]
    fn every_shipped_table_counts_in_the_fingerprint() {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let mut unnamed: Vec<String> = Vec::new();
        for folder in ["", "places/"] {
            let listed = std::fs::read_dir(data.join(folder)).unwrap().map(|one| one.unwrap().file_name());
            let names = listed.map(|name| format!("{folder}{}", name.to_str().unwrap()));
            unnamed.extend(names.filter(|name| name.ends_with(".tsv") && !EXCEPTED.contains(&name.as_str())));
        }
        for (name, text) in shipped() {
            assert_eq!(std::fs::read_to_string(data.join(name)).unwrap(), text, "{name}");
            unnamed.retain(|other| other != name);
        }
        assert!(unnamed.is_empty(), "{unnamed:?} count in no fingerprint");
        assert!(shipped().all(|(name, _)| !EXCEPTED.contains(&name)));
    }
}
