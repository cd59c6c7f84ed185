//! Whatever a file holds is read or refused with a sentence: the format is told by content, as for any file that is given.

#![no_main]

use libfuzzer_sys::fuzz_target;
use vocation::documents;

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder to write in");
    let file = folder.path().join("document");
    std::fs::write(&file, bytes).expect("a file in it");
    for side in [documents::Side::Posting, documents::Side::Resume] {
        for found in documents::read_path(&file, Some(side)).into_iter().flatten() {
            if let Ok(found) = found {
                let _ = found.document.text();
            }
        }
    }
});
