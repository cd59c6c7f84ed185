//! The exact scan.

use ndarray::Array2;
use ndarray::ArrayView1;
use ndarray::s;

use super::Near;
use crate::embedding::Vector;
use crate::error::Error;
use crate::error::Result;

/// Unit vectors of one dimension, one a row.
#[derive(Clone, Debug)]
pub struct Vectors(Array2<f32>);

impl Vectors {
    /// The rows of a flat list, `dimension` values each.
    ///
    /// # Errors
    /// When the list is no whole number of rows or holds a value that is not finite.
    pub fn from_flat(flat: Vec<f32>, dimension: usize) -> Result<Self> {
        let broken = |problem: &str| Error::BrokenData { what: "the vectors".to_owned(), problem: problem.to_owned() };
        if flat.iter().any(|value| !value.is_finite()) {
            return Err(broken("a value is not a number"));
        }
        let rows = flat.len().checked_div(dimension).unwrap_or(0);
        Array2::from_shape_vec((rows, dimension), flat)
            .map(Self)
            .map_err(|_| broken("their length is no whole number of rows"))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.nrows()
    }

    /// True where there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many values each has.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.0.ncols()
    }

    /// One row.
    #[must_use]
    pub fn row(&self, row: usize) -> ArrayView1<'_, f32> {
        self.0.row(row)
    }

    /// All values, row by row.
    #[must_use]
    pub fn flat(&self) -> &[f32] {
        self.0.as_slice().unwrap_or_default()
    }

    /// The `count` rows nearest to `query` among those from row `from` on, nearest first, equal ones by row.
    #[must_use]
    pub fn nearest(&self, query: &Vector, count: usize, from: usize) -> Vec<Near> {
        if from >= self.len() || query.values().len() != self.dimension() {
            return Vec::new();
        }
        let cosines = self.0.slice(s![from.., ..]).dot(&ArrayView1::from(query.values()));
        let rows = (u32::try_from(from).unwrap_or(u32::MAX)..).zip(cosines);
        best(rows.collect(), count)
    }
}

/// The `count` best of `found`, nearest first, equal ones by row.
pub(super) fn best(mut found: Vec<Near>, count: usize) -> Vec<Near> {
    let nearer = |a: &Near, b: &Near| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if count == 0 {
        return Vec::new();
    }
    if found.len() > count {
        found.select_nth_unstable_by(count - 1, nearer);
        found.truncate(count);
    }
    found.sort_unstable_by(nearer);
    found
}
