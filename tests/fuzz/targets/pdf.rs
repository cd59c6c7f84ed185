//! A PDF, or what pretends to be one, is read or refused with a sentence.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;
use vocation::documents::Side;

fuzz_target!(|bytes: &[u8]| {
    reading::read(bytes, "pdf", Some(Side::Resume));
});
