//! The XML of a Word or OpenDocument text is read or refused with a sentence; so is an archive as it comes.
//!
//! XML is put in an archive here, as the body and as a page's header, so that changes of it are not lost on checksums.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;
use vocation::documents::Side;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        reading::read(bytes, "", Some(Side::Resume));
        return;
    }
    let is_open = bytes.windows(7).any(|piece| piece == b"office:");
    let parts: &[(&str, &[u8])] = if is_open {
        &[("content.xml", bytes), ("styles.xml", bytes)]
    } else {
        &[("word/document.xml", bytes), ("word/styles.xml", bytes), ("word/header1.xml", bytes)]
    };
    reading::read(&reading::zipped(parts), if is_open { "odt" } else { "docx" }, Some(Side::Resume));
});
