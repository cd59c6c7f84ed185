//! Reports: HTML pages with inline SVG, drawn from plain numbers. No script, no network, light and dark, fit to print.
//!
//! A [`Page`] is headings, words, tables and figures in order. Each kind of chart is plain numbers with a method `draw`
//! that gives a [`Figure`]: the picture, a text alternative, and the numbers behind it as a table. What is no finite
//! number is left out of the picture and counted in the words; a chart of nothing says so.

mod axis;
mod bars;
mod canvas;
mod curves;
mod facing;
mod figure;
mod heat;
mod histograms;
mod page;
mod swarm;
mod tallies;

pub use bars::Bar;
pub use bars::Bars;
pub use curves::Curve;
pub use curves::Curves;
pub use curves::Point;
pub use facing::Balance;
pub use facing::Facing;
pub use figure::Figure;
pub use figure::Grid;
pub use heat::Heat;
pub use histograms::Group;
pub use histograms::Histograms;
pub use page::Card;
pub use page::Page;
pub use swarm::Dot;
pub use swarm::Row;
pub use swarm::Swarm;
pub use tallies::Tallies;
pub use tallies::Tally;
pub use tallies::grouped;

/// How loud a mark is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// What the chart is about.
    #[default]
    Main,
    /// What it is compared with.
    Other,
    /// What is to be warned of.
    Warning,
}

impl Tone {
    /// The class of the style sheet.
    const fn class(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Other => "other",
            Self::Warning => "warning",
        }
    }
}
