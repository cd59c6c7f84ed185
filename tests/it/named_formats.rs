//! Formats that one names, where the content of a file tells another or none.

use std::fs;

use vocation::documents;
use vocation::documents::Document;
use vocation::documents::Formats;
use vocation::documents::Options;

use crate::tables;

/// What a file of this content becomes when its format is named.
fn read(name: &str, content: &[u8], format: &str) -> Vec<Result<Document, String>> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), content).unwrap();
    let options = Options { formats: Formats::parse(format).unwrap(), ..Options::default() };
    let listed = documents::list_with(folder.path(), &options).unwrap();
    let read = |raw: vocation::Result<documents::Raw>| raw.and_then(|raw| raw.read(None)).map(|found| found.document);
    listed.map(|raw| read(raw).map_err(|error| error.to_string())).collect()
}

fn title(documents: &[Result<Document, String>]) -> String {
    match documents {
        [Ok(Document::Posting(posting))] => posting.title.clone(),
        other => panic!("no posting: {other:?}"),
    }
}

#[test]
fn a_format_that_is_named_counts_before_what_the_content_tells() {
    assert_eq!(title(&read("a.json", b"# [Baker](https://x.example)\n\nWe bake.", "text")), "Baker");
    assert_eq!(
        title(&read("a.job", b"{\"text\": \"Senior Baker\", \"description\": \"Bake.\"}", "lever")),
        "Senior Baker"
    );
    assert_eq!(title(&read("a.x", b"[{\"title\": \"Cook\"}]", "job-schema")), "Cook");
    assert_eq!(title(&read("a.dat", b"Job Title;x\nBaker;1", "csv")), "Baker");
    assert_eq!(read("a.log", b"{\"text\": \"A\"}\n{\"text\": \"B\"}\n", "log=jsonl").len(), 2);
    // Text that begins like a bzip2 archive.
    assert_eq!(title(&read("a.md", b"BZh Bakers\n\nWe are looking for a baker. You will bake.", "text")), "BZh Bakers");
    assert!(matches!(read("a.bin", &tables::export(), "linkedin")[..], [Ok(Document::Resume(_))]));
}

#[test]
fn what_is_not_of_the_named_format_is_an_error() {
    for (content, format, problem) in [
        (&b"We bake."[..], "docx", "damaged zip archive"),
        (b"We bake.", "pdf", "damaged PDF"),
        (b"We bake.", "greenhouse", "not valid JSON"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0\0\0\0\0\0\0\x01\x02\x03\x04", "text", "binary data"),
        (&tables::export(), "docx", "it is no docx"),
    ] {
        let read = read("a.md", content, format);
        assert!(matches!(&read[..], [Err(error)] if error.contains("a.md") && error.contains(problem)), "{read:?}");
    }
}
