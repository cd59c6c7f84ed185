//! Reads what a target was given, in the way in which files are read.

use std::path::PathBuf;
use std::sync::OnceLock;

use vocation::documents;
use vocation::documents::Document;
use vocation::documents::Formats;
use vocation::documents::Options;
use vocation::documents::Side;

/// A file that is written anew for every input.
#[allow(dead_code)]
pub fn file(bytes: &[u8]) -> PathBuf {
    static FOLDER: OnceLock<tempfile::TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| tempfile::tempdir().expect("a folder to write in"));
    let file = folder.path().join("document");
    std::fs::write(&file, bytes).expect("a file in it");
    file
}

/// Reads bytes as a file of a format, or of the one that they tell where `format` is empty; gives what was read.
///
/// # Panics
/// Where an error does not name the file.
#[allow(dead_code)]
pub fn read(bytes: &[u8], format: &str, side: Option<Side>) -> Vec<Document> {
    let file = file(bytes);
    let options =
        Options { formats: Formats::parse(format).expect("a format that is known"), ..Options::default() };
    let mut documents = Vec::new();
    for raw in documents::list_with(&file, &options).expect("a file that is there") {
        match raw.and_then(|raw| raw.read(side)) {
            Ok(found) => documents.push(found.document),
            Err(error) => {
                let error = error.to_string();
                assert!(error.contains(&*file.to_string_lossy()), "{error}");
            }
        }
    }
    for document in &documents {
        let _ = document.text();
    }
    documents
}

/// An archive of these parts, whose bytes lie in it as they are.
#[allow(dead_code)]
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let how = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(*name, how).expect("a part");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}
