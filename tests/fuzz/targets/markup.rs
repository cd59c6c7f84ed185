//! Rich Text, a web page and Markdown are read or refused with a sentence.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;
use vocation::documents::Side;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"{\\rtf") {
        reading::read(bytes, "rtf", Some(Side::Resume));
        return;
    }
    reading::read(bytes, "html", Some(Side::Posting));
    reading::read(bytes, "markdown", Some(Side::Resume));
});
