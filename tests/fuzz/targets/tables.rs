//! A table of text, lines of JSON and the tables of LinkedIn's export are read or refused with a sentence.
//!
//! Tables are put in an archive here, under each of the names of an export, so that changes are not lost on checksums.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;

/// The tables of an export.
const TABLES: [&str; 9] = [
    "Profile.csv",
    "Positions.csv",
    "Education.csv",
    "Skills.csv",
    "Certifications.csv",
    "Languages.csv",
    "Projects.csv",
    "Volunteering.csv",
    "Email Addresses.csv",
];

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        reading::read(bytes, "linkedin", None);
        return;
    }
    reading::read(bytes, "csv", None);
    reading::read(bytes, "jsonl", None);
    reading::read(&reading::zipped(&TABLES.map(|name| (name, bytes))), "linkedin", None);
});
