//! A text in whatever encoding is read and understood, as a posting and as a person's.

#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;
use vocation::documents::Side;
use vocation::documents::YearMonth;
use vocation::profile::Profile;
use vocation::profile::Understanding;
use vocation::skills::Taxonomy;

fuzz_target!(|bytes: &[u8]| {
    let taxonomy = Taxonomy::builtin();
    let with = Understanding { taxonomy: &taxonomy, today: YearMonth { year: 2026, month: Some(9) } };
    for side in [Side::Posting, Side::Resume] {
        for document in reading::read(bytes, "text", Some(side)) {
            let profile = Profile::of(&document, &with);
            assert_eq!(profile.side, side);
            assert!(profile.passages.iter().all(|passage| passage.weight > 0.0));
        }
    }
});
