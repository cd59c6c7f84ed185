//! The recipe: what building a graph costs, and what it is worth.
//!
//! Tried on 100,000 clustered unit vectors of 256 values, ten answers a query. What counts is how many nodes a walk compares
//! until it has found .99 of them, because that does not depend on the machine:
//!
//! | recipe | links a node | compared at .99 | build, CPU s |
//! |---|---|---|---|
//! | as it stands: two rounds of breadth 64, slack 1.0 | 14.7 | 565 | 10 |
//! | slack 1.02 in both | 17.6 | 565 | 12 |
//! | steps of up to 100 in 100 | 15.3 | 570 | 12 |
//! | steps of at most 25 in 100 | 14.3 | 590 | 11 |
//! | breadth 32 in the first round | 13.5 | more than 650 | 9 |
//! | when fewer candidates were compared exactly: as it stands | 14.7 | 590 | 10 |
//! | the same, second round with breadth 150 | 16.6 | 600 | 15 |
//! | the same, one round only | 14.8 | 610 | 5 |
//! | the same, slack 1.1 in the second | 25.7 | 650 | 10 |
//! | the same, slack .95 (fewer links) | 10.1 | .987 at 610 | 12 |
//! | the same, slack 1.2 and 1.3 | 29.8 | .74 at 540 | 14 |
//!
//! Slack is dear where many vectors lie at nearly one distance: neighbors in all the same places crowd out those that lead
//! elsewhere. Upper nodes, one in 16 to one in 128, make no difference. Huge pages make none either; asking for the links of
//! each node that a walk keeps, and for the neighbors of the one it will look around from next, makes walks a quarter
//! faster.

/// How a graph is built.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// One in so many nodes is in the seed.
    pub seed_share: usize,
    /// The fewest nodes in the seed.
    pub seed_least: usize,
    /// Breadth of the search while the seed is built (efConstruction in the paper).
    pub seed_breadth: usize,
    /// Breadth of the search when a node is added.
    pub adding_breadth: usize,
    /// Breadth of the search when a node is looked at again; zero: it is not.
    pub second_breadth: usize,
    /// Nodes added in one step, in hundredths of those that are there.
    pub growth: usize,
    /// The most nodes of one step.
    pub step: usize,
    /// By how much a nearer neighbor must hide a node for it to be left out, the first time.
    pub first_slack: f32,
    /// The same, the second time.
    pub second_slack: f32,
    /// One in so many nodes is an upper node.
    pub upper_share: usize,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            seed_share: 64,
            seed_least: 1024,
            seed_breadth: 64,
            adding_breadth: 64,
            second_breadth: 64,
            growth: 50,
            step: 1 << 15,
            first_slack: 1.0,
            second_slack: 1.0,
            upper_share: 64,
        }
    }
}
