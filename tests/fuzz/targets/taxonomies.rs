//! Whatever is imported as a taxonomy is refused with a sentence, or becomes a table that is sound.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use vocation::skills::Taxonomy;
use vocation::taxonomies::Import;

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder to write in");
    let file = folder.path().join("table");
    std::fs::write(&file, bytes).expect("a file in it");
    if let Ok(import) = Import::new().with(&file) {
        let imported = import.finish();
        let read = Taxonomy::parse_own(Path::new("table"), imported.table());
        assert!(read.is_ok(), "{read:?}\n{}", imported.table());
    }
});
