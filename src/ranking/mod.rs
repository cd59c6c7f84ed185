//! Ranking: a posting beside a résumé becomes strengths, strengths become a score, and the score is the sum of its
//! reasons.

mod calibration;
mod candidates;
mod companies;
mod copies;
mod diversity;
mod early;
mod filtering;
mod gates;
mod heap;
mod meaning;
mod pair;
mod pay;
mod place;
mod reckoning;
mod retrieval;
mod scoring;
mod seniority;
mod shown;
mod sides;
mod signals;
mod skills;
mod tiles;
mod weights;

pub use calibration::Calibration;
pub use calibration::Point;
#[cfg(test)]
pub(crate) use candidates::Breadth;
pub use companies::are_of_one_company;
pub use filtering::wished;
pub use gates::Gate;
pub use gates::Verdict;
pub use gates::Wishes;
pub use heap::Heap;
pub use heap::Place;
pub use pair::Pair;
pub use pair::Party;
pub use reckoning::Assumed;
pub use reckoning::Named;
pub use reckoning::Rate;
pub use reckoning::Reckoned;
pub use reckoning::Reckoning;
pub use reckoning::Told;
pub use reckoning::Yearly;
pub use reckoning::reckon;
pub use retrieval::Question;
pub use retrieval::rank;
pub use retrieval::rank_among;
#[cfg(test)]
pub(crate) use retrieval::rank_within;
pub use scoring::Match;
pub use scoring::Reason;
pub use scoring::strengths;
pub use sides::By;
pub use sides::Serves;
pub use sides::Sides;
pub use signals::Because;
pub use signals::SIGNALS;
pub use signals::Signal;
pub use skills::MetSkill;
pub use skills::PRIOR_SHARE;
pub use tiles::Met;
pub use tiles::Offers;
pub use tiles::People;
pub use tiles::Tiles;
pub use weights::Weights;
