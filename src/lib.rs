//! Matches people and work: reads postings and résumés as they come, understands what they ask and show, and ranks one
//! against the other with reasons that add up exactly to the score. Offline, in one process.
//!
//! ```
//! use vocation::{Engine, Posting, Resume};
//! use vocation::pay::EUR;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # std::env::set_current_dir(&folder)?;
//! # std::fs::write("rust-engineer.md", "# [Senior Rust Engineer](https://jobs.example.org/1)\n### Fjordwerk\n#### `💰 EUR 85k~100k` `🌎 Remote - Germany`\n\n**Requirements:**\n\n  * 5+ years of Rust\n")?;
//! # std::fs::write("ada.md", "# Ada Brandt\nada@mail.example\n\nSenior Rust Engineer\n\nBerlin, Germany\n\n## Skills\nRust, PostgreSQL\n")?;
//! let engine = Engine::open("catalog")?;
//! engine.add(Posting::read("rust-engineer.md")?)?;
//! engine.commit()?;
//!
//! let ada = Resume::read("ada.md")?;
//! for found in engine.postings_for(&ada).paying_at_least(EUR.a_year(80_000)).best(10)? {
//!     println!("{:.2}  {}", found.score(), found.title);
//!     for reason in &found.reasons {
//!         println!("      {reason}");
//!     }
//! }
//! # assert_eq!(engine.postings_for(&ada).best(10)?.len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! Whole populations are scored by [`batch::Run`], whose documentation has a program. And inside another program, an engine
//! answers from many threads while documents come and go; texts that are no documents become vectors by themselves:
//!
//! ```
//! use vocation::embedding::{Embedder, StaticModel};
//! use vocation::{Engine, Posting, Resume};
//!
//! # fn main() -> Result<(), vocation::Error> {
//! // A clone is another handle to the same documents; what is not committed is seen by nobody.
//! let engine = Engine::in_memory();
//! let asked = engine.clone();
//! engine.add(Posting::parse("baker", "# Baker\n\n## Requirements\n- Sourdough\n"))?;
//! let kim = Resume::parse("kim", "Kim Solberg\n\nBaker\n\n## Skills\nSourdough, laminated dough\n");
//! let answers = |engine: &Engine| engine.postings_for(&kim).best(5);
//! assert!(answers(&asked)?.is_empty());
//! engine.commit()?;
//! std::thread::scope(|scope| {
//!     let threads = [0; 4].map(|_| scope.spawn(|| answers(&asked)));
//!     for answered in threads {
//!         assert_eq!(answered.join().expect("no thread panics")?[0].id, "baker");
//!     }
//!     Ok::<_, vocation::Error>(())
//! })?;
//! engine.remove("baker")?;
//! engine.commit()?;
//! assert!(answers(&asked)?.is_empty());
//!
//! // Vectors have unit length, so the dot product tells how near two texts are; a text without a known word has none.
//! let model = StaticModel::builtin();
//! let vectors = model.embed(&["wait tables in a restaurant", "serve food and drinks", "repair diesel engines", ""])?;
//! let [Some(wait), Some(serve), Some(repair), None] = &vectors[..] else { panic!("three texts have words") };
//! assert!(wait.dot(serve) > wait.dot(repair));
//! assert_eq!(wait.values().len(), model.dimension());
//! # Ok(())
//! # }
//! ```
//!
//! A [`Document`] is what was written, a [`Profile`](profile::Profile) what it says, a
//! [`Vector`](embedding::Vector) where it lies, a [`Catalog`](catalog::Catalog) keeps both, and a [`Match`] is a
//! candidate with the reasons that add up to its score.
//!
//! The house has floors; a module uses only lower ones. Each paragraph below is one floor, ground first.

#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod codes;
pub mod error;
mod numbers;
mod tables;

pub mod pay;
pub mod place;
pub mod seniority;
pub mod skills;
pub mod words;

pub mod documents;

pub mod profile;

pub mod embedding;

pub mod linking;
pub mod taxonomies;

pub mod index;

pub mod catalog;

pub mod ranking;

pub mod engine;

pub mod arguing;

pub mod report;

pub mod batch;
pub mod learning;

pub use documents::Document;
pub use documents::Posting;
pub use documents::Resume;
pub use engine::Engine;
pub use error::Error;
pub use error::Result;
pub use ranking::Match;
