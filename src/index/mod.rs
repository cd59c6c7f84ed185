//! Index: finds the vectors that lie nearest to another, under any filter.
//!
//! [`Vectors`] are coded in 24 bits a value, of which a walk through a [`Graph`] reads eight; the nearest are compared again
//! in full. [`hnsw_rs`] builds the seed of a graph, the rest grows on it (see `building`); the scan stands beside it, answers
//! where few pass, and is what the graph is tested against. All lies in files of [`Blocks`], read where they lie.

mod blocks;
mod building;
mod coding;
mod finding;
mod flat;
mod kernels;
mod merging;
mod nodes;
mod noting;
mod order;
mod pool;
mod recipe;
mod row_set;
mod seed;
mod tile;
mod vectors;

pub use blocks::BLOCK;
pub use blocks::Blocks;
pub use blocks::BlocksWriter;
pub use blocks::Seal;
pub use blocks::Section;
pub use coding::Coded;
pub use coding::Query;
pub use finding::Near;
pub use finding::Passing;
pub use finding::Way;
pub use flat::Graph;
pub use flat::GraphImage;
pub use nodes::Scratch;
pub use recipe::Recipe;
pub use row_set::RowSet;
pub use tile::Flat;
pub use tile::LANES;
pub use tile::Tile;
pub use vectors::MAX_DIMENSION;
pub use vectors::VectorColumns;
pub use vectors::Vectors;
