//! Documents about people and companies that do not exist.

use std::path::Path;
use std::path::PathBuf;

use vocation::Engine;
use vocation::documents::Posting;
use vocation::documents::Resume;
use vocation::documents::YearMonth;

/// An engine in memory that understands documents as of one month, whatever the clock says.
pub(crate) fn engine() -> Engine {
    Engine::in_memory().as_of(engine_month())
}

/// That month.
pub(crate) const fn engine_month() -> YearMonth {
    YearMonth { year: 2026, month: Some(1) }
}

pub(crate) fn demonstration(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo").join(folder)
}

pub(crate) fn rust_posting() -> Posting {
    Posting::parse(
        "rust",
        "# [Senior Rust Engineer](https://jobs.example.org/1)\n### Fjordwerk\n\
         #### `\u{1f4b0} EUR 80k~100k` `\u{1f30e} Remote - Germany`\n\n\
         **Requirements:**\n\n  * 5+ years of Rust in production\n  * PostgreSQL and Kubernetes\n\n\
         **Nice to have:**\n\n  * Kafka\n\n**Benefits:**\n\n  * We chat on Slack and Zoom\n",
    )
}

pub(crate) fn nurse_posting() -> Posting {
    Posting::parse(
        "nurse",
        "# [Registered Nurse](https://jobs.example.org/2)\n### Lindenhof Clinic\n\
         #### `\u{1f4b0} 38 USD/hour` `\u{1f30e} Austin, TX`\n\n\
         **Requirements:**\n\n  * Medication administration and wound care\n  * Basic Life Support certificate\n",
    )
}

pub(crate) fn backend_posting() -> Posting {
    Posting::parse(
        "backend",
        "# [Backend Developer](https://jobs.example.org/3)\n### Kelp Ledger\n#### `\u{1f30e} Remote`\n\n\
         **What you bring:**\n\n  * Go or Java\n  * MySQL, Docker\n  * REST APIs\n",
    )
}

pub(crate) const ADA: &str = "# Ada Brandt\nada.brandt@mail.example\n\nSenior Rust Engineer\n\nBerlin, Germany\n\n\
    ## Summary\nShe builds storage engines and services.\n\n\
    ## Experience\n\n### Senior Software Engineer, Tidewater Systems\nMar 2017 - Dec 2024\n\
    - Wrote a log store in Rust, run on Kubernetes\n- Tuned PostgreSQL for 3 TB of data\n\n\
    ## Skills\nRust, PostgreSQL, Kubernetes, Linux, Git\n";

pub(crate) fn ada() -> Resume {
    Resume::parse("ada", ADA)
}
