//! A Parquet or an Arrow file is read or refused with a sentence.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    reading::read(bytes, "", None);
});
