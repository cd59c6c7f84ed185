//! Training of a static model: a teacher's table of word-pieces, reduced; then texts that belong together, brought
//! together.
//!
//! 1. *Vocabulary*: whole words of the pair files, pieces that spell the rest, phrases.
//! 2. *Start*: each token's row is the mean of the teacher's pieces that spell it, reduced by principal components, of
//!    unit length, times a weight that falls with its frequency (Arora, Liang and Ma, 2017).
//! 3. *Contrast*: batches of pairs of one source at a time; each text is to be nearer to its own partner than to the
//!    other texts of the batch. A token's row is its weight times (its own direction + what it shares with tokens that
//!    hold the same letters in a row), so that rare words learn from those that are spelled alike.
//!    *Lessons*, where the recipe has some: texts with a teacher's vectors; each text is to see the others of its batch
//!    as the teacher does.
//! 4. *Average*: the tables of the last steps are averaged, some of the start is mixed in, eight bits a value.
//!
//! The same recipe, files and teacher give the same model on any number of threads of one kind of processor.

mod checkpoint;
mod contrast;
mod corpus;
mod imitate;
mod lessons;
mod pairs;
mod pieces;
mod recipe;
mod start;
mod table;
mod teacher;
mod trained;
mod trainer;
mod vocabulary;

pub use recipe::Lesson;
pub use recipe::Recipe;
pub use recipe::Source;
pub use teacher::Teacher;
pub use trained::Trained;
pub use trainer::Progress;
pub use trainer::Trainer;
pub use vocabulary::Sizes;
