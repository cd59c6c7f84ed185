//! What holds for any table that is imported as a taxonomy.

use proptest::prelude::*;
use vocation::skills::Taxonomy;
use vocation::taxonomies::Import;

/// Labels that come near each other: the same words, signs that mean something in a table, none at all.
fn label() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "tide",
        "Tide",
        "tides",
        "gate-tuning",
        "gate tuning",
        "R",
        "R&D",
        "C++",
        "IT",
        "!",
        "=",
        "?~",
        "#",
        "|",
        "  ",
        "é",
        "é\u{301}",
        "(aside)",
        "react quickly",
        "±",
        "Excel",
        "\u{feff}",
        "go live",
    ]);
    prop::collection::vec(part, 1..4).prop_map(|parts| parts.join(" "))
}

fn kind() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "tool", "language", "group", "occupation", "occupation group", "ability"])
}

type Row = (String, Vec<String>, String, &'static str, Vec<String>, Vec<String>);

fn row() -> impl Strategy<Value = Row> {
    let labels = || prop::collection::vec(label(), 0..3);
    (label(), labels(), "[a-c|#]{0,2}", kind(), labels(), labels())
}

fn csv(rows: &[Row]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["name", "aliases", "codes", "kind", "parents", "related"]).unwrap();
    for (name, aliases, codes, kind, parents, related) in rows {
        let [aliases, parents, related] = [aliases, parents, related].map(|list| list.join(";"));
        writer.write_record([name.as_str(), &aliases, codes, kind, &parents, &related]).unwrap();
    }
    writer.into_inner().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_imported_is_sound_and_stays_as_it_is(rows in prop::collection::vec(row(), 1..12), builtin: bool) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("own.csv");
        std::fs::write(&file, csv(&rows)).unwrap();
        // Merging with what ships takes long enough to be tried now and then.
        let start = || if builtin && rows.len() > 10 { Import::of_builtin() } else { Import::new() };
        let Ok(import) = start().with(&file) else { return Ok(()) };
        let imported = import.finish();
        let read = Taxonomy::parse_own("own.tsv".as_ref(), imported.table());
        prop_assert!(read.is_ok(), "{:?}\n{}", read.err(), imported.table());
        let again = folder.path().join("again.tsv");
        std::fs::write(&again, imported.table()).unwrap();
        let repeated = Import::new().with(&again).unwrap().finish();
        let rows = |table: &str| table.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(rows(repeated.table()), rows(imported.table()));
    }
}
