//! JSON of job boards, of people and of one's own is read or refused with a sentence: as its content tells, as each kind that
//! can be named, and inside of a web page.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;

const KINDS: [&str; 9] = [
    "json",
    "json-resume",
    "job-posting",
    "greenhouse",
    "lever",
    "ashby",
    "smartrecruiters",
    "hr-open",
    "job-schema",
];

fuzz_target!(|bytes: &[u8]| {
    reading::read(bytes, "", None);
    if bytes.trim_ascii_start().starts_with(b"<") {
        return;
    }
    for kind in KINDS {
        reading::read(bytes, kind, None);
    }
    let page = [b"<html><script type=\"application/ld+json\">", bytes, b"</script></html>"].concat();
    reading::read(&page, "html", None);
});
