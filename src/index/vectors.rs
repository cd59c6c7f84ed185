//! Vectors: codes, residuals and steps of rows, in sections of files of blocks.
//!
//! | section | bytes a row |
//! |---|---|
//! | `codes` | the dimension, filled up to a multiple of 64: a byte a value, 128 for zero |
//! | `residuals` | twice as many: an i16 a value, little-endian |
//! | `steps` | 1: the number of the row's step, 0 where the row has no vector |

use std::sync::Arc;

use super::blocks::Blocks;
use super::blocks::BlocksWriter;
use super::blocks::Section;
use super::coding;
use super::coding::Coded;
use super::coding::NO_VECTOR;
use super::coding::Query;
use crate::embedding::Vector;
use crate::error::Error;
use crate::error::Result;

/// The most values that a vector may have.
pub const MAX_DIMENSION: usize = 4096;

/// The vectors of the rows of one file.
#[derive(Clone, Debug)]
pub struct VectorColumns {
    blocks: Arc<Blocks>,
    codes: Section,
    residuals: Section,
    steps: Section,
}

impl VectorColumns {
    /// Writes the vectors of rows, `None` where a row has none, as three sections.
    ///
    /// # Errors
    /// [`Error::Usage`] where a vector has not `dimension` values or there are more than [`MAX_DIMENSION`]; [`Error::Io`].
    pub fn write<'a>(
        rows: impl Iterator<Item = Option<&'a Vector>>,
        dimension: usize,
        into: &mut BlocksWriter,
    ) -> Result<()> {
        check_dimension(dimension)?;
        let coded = |row: Option<&'a Vector>| match row {
            Some(vector) if vector.values().len() == dimension => Ok(Some(Coded::of(vector))),
            Some(vector) => Err(other_dimension(vector.values().len(), dimension)),
            None => Ok(None),
        };
        let rows: Vec<Option<Coded>> = rows.map(coded).collect::<Result<_>>()?;
        Self::write_coded(rows.iter().map(Option::as_ref), dimension, into)
    }

    /// The same, of vectors that are coded already.
    ///
    /// # Errors
    /// As [`VectorColumns::write`].
    pub fn write_coded<'a>(
        rows: impl Iterator<Item = Option<&'a Coded>>,
        dimension: usize,
        into: &mut BlocksWriter,
    ) -> Result<()> {
        let width = coding::width(check_dimension(dimension)?);
        let (mut residuals, mut steps) = (Vec::new(), Vec::new());
        into.section("codes")?;
        let none = Coded { codes: vec![128; width], residuals: vec![0; 2 * width], step: NO_VECTOR };
        for row in rows {
            let coded = row.unwrap_or(&none);
            if coded.codes.len() != width {
                return Err(other_dimension(coded.codes.len(), dimension));
            }
            into.write(&coded.codes)?;
            residuals.extend_from_slice(&coded.residuals);
            steps.push(coded.step);
        }
        into.add("residuals", &residuals)?;
        into.add("steps", &steps)
    }

    /// The vectors that [`VectorColumns::write`] wrote.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the sections are missing.
    pub fn open(blocks: Arc<Blocks>) -> Result<Self> {
        let (codes, residuals, steps) =
            (blocks.section("codes")?, blocks.section("residuals")?, blocks.section("steps")?);
        Ok(Self { blocks, codes, residuals, steps })
    }

    /// The vector of a row, coded; `None` where it has none.
    ///
    /// # Errors
    /// [`Error::Damaged`], also where there is no such row.
    pub fn coded(&self, row: usize, dimension: usize) -> Result<Option<Coded>> {
        let (width, blocks) = (coding::width(dimension), &self.blocks);
        let step = blocks.get(self.steps, row..row + 1)?[0];
        let codes = blocks.get(self.codes, row * width..(row + 1) * width)?.to_vec();
        let residuals = blocks.get(self.residuals, row * width * 2..(row + 1) * width * 2)?.to_vec();
        Ok((step != NO_VECTOR).then_some(Coded { codes, residuals, step }))
    }

    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.steps.len()
    }

    /// True where there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

/// How many rows ahead codes are asked for.
const AHEAD: usize = 8;

/// The vectors of all rows of a side: the rows of one file after those of another.
#[derive(Clone, Debug)]
pub struct Vectors {
    dimension: usize,
    width: usize,
    parts: Vec<VectorColumns>,
    /// The first row of each part, and the number of all rows.
    starts: Vec<u32>,
}

/// A row's vector, as it lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    pub(super) codes: &'a [u8],
    pub(super) residuals: &'a [u8],
    pub(super) step: u8,
}

/// Rows that lie one after the other in one file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch<'a> {
    /// The first row.
    pub(super) first: u32,
    /// The codes of all, which [`Stretch::ensure`] checks.
    pub(super) codes: &'a [u8],
    pub(super) steps: &'a [u8],
    at: usize,
    width: usize,
    part: &'a VectorColumns,
}

impl Stretch<'_> {
    /// Sees to it that the codes of a row, counted from the first, are those that were written.
    #[inline(always)]
    pub(super) fn ensure(&self, row: u32) -> Result<()> {
        let from = (self.at + row as usize) * self.width;
        self.part.blocks.get(self.part.codes, from..from + self.width).map(|_| ())
    }
}

impl Vectors {
    /// The vectors of the rows of some files, in order.
    ///
    /// # Errors
    /// [`Error::Damaged`] where a file's sections are not of one number of rows of this dimension; [`Error::Usage`] where
    /// there are more rows than 2^31, or the dimension is zero or above [`MAX_DIMENSION`].
    pub fn new(dimension: usize, parts: Vec<VectorColumns>) -> Result<Self> {
        let width = coding::width(check_dimension(dimension)?);
        let mut starts = vec![0_u32];
        for part in &parts {
            let rows = part.len();
            if part.codes.len() != rows * width || part.residuals.len() != rows * width * 2 {
                return Err(part.blocks.wrong(format!("its vectors are not {rows} of {dimension} values")));
            }
            let so_far = starts.last().map_or(0, |&start| start as usize);
            let all = u32::try_from(so_far + rows).ok().filter(|&all| all < 1 << 31);
            starts.push(all.ok_or_else(|| usage("more than 2^31 rows", "keep them in several catalogs"))?);
        }
        Ok(Self { dimension, width, parts, starts })
    }

    /// Vectors that stay in memory.
    ///
    /// # Errors
    /// As [`VectorColumns::write`] and [`Vectors::new`].
    pub fn in_memory(dimension: usize, vectors: &[Vector]) -> Result<Self> {
        let mut writer = BlocksWriter::in_memory();
        VectorColumns::write(vectors.iter().map(Some), dimension, &mut writer)?;
        Self::new(dimension, vec![VectorColumns::open(Arc::new(writer.into_blocks()?))?])
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.last().map_or(0, |&all| all as usize)
    }

    /// True where there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many values a vector has.
    #[must_use]
    pub const fn dimension(&self) -> usize {
        self.dimension
    }

    /// How many bytes of codes a row has.
    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// The part of a row, and the row's place in it.
    #[inline]
    fn place(&self, row: u32) -> Result<(&VectorColumns, usize)> {
        let part = self.starts.partition_point(|&start| start <= row);
        match part.checked_sub(1).and_then(|part| Some((self.parts.get(part)?, self.starts[part]))) {
            Some((part, start)) => Ok((part, (row - start) as usize)),
            None => Err(usage(&format!("there is no row {row} of {}", self.len()), "ask for one that there is")),
        }
    }

    /// The vector of a row.
    #[inline]
    pub(super) fn row(&self, row: u32) -> Result<Row<'_>> {
        let (part, at) = self.place(row)?;
        let blocks = &part.blocks;
        Ok(Row {
            codes: blocks.get(part.codes, at * self.width..(at + 1) * self.width)?,
            residuals: blocks.get(part.residuals, at * self.width * 2..(at + 1) * self.width * 2)?,
            step: blocks.get(part.steps, at..at + 1)?[0],
        })
    }

    /// The residuals of a row, which with its codes are its vector.
    #[inline]
    pub(super) fn residuals(&self, row: u32) -> Result<&[u8]> {
        let (part, at) = self.place(row)?;
        part.blocks.get(part.residuals, at * self.width * 2..(at + 1) * self.width * 2)
    }

    /// Asks for the residuals of a row that will be read soon.
    #[inline]
    pub(super) fn prefetch_residuals(&self, row: u32) {
        if let Ok((part, at)) = self.place(row) {
            super::kernels::prefetch(part.blocks.unchecked(part.residuals), at * self.width * 2, self.width * 2);
        }
    }

    /// The parts that some rows lie in.
    pub(super) fn stretches(&self, from: u32, to: u32) -> impl Iterator<Item = Result<Stretch<'_>>> + '_ {
        let bounds = self.starts.iter().zip(self.starts.iter().skip(1));
        self.parts.iter().zip(bounds).filter_map(move |(part, (&start, &end))| {
            let (first, last) = (start.max(from), end.min(to));
            (first < last).then(|| {
                let (at, until) = ((first - start) as usize, (last - start) as usize);
                let codes = &part.blocks.unchecked(part.codes)[at * self.width..until * self.width];
                let steps = part.blocks.get(part.steps, at..until)?;
                Ok(Stretch { first, codes, steps, at, width: self.width, part })
            })
        })
    }

    /// The vector of a row as it was given, to 2^-23 of its largest value; `None` where it has none.
    ///
    /// # Errors
    /// [`Error::Damaged`]; [`Error::Usage`] where there is no such row.
    pub fn vector(&self, row: u32) -> Result<Option<Vector>> {
        let row = self.row(row)?;
        if row.step == NO_VECTOR {
            return Ok(None);
        }
        let residuals = row.residuals.as_chunks::<2>().0;
        let values = row.codes.iter().zip(residuals).take(self.dimension);
        let values: Vec<f32> = values.map(|(&code, &residual)| coding::value(code, residual, row.step)).collect();
        Ok(Vector::new(&values))
    }

    /// The cosines of a query with some rows, which come in rising order, by their codes alone: to about a hundredth. 0
    /// where a row has no vector.
    ///
    /// # Errors
    /// [`Error::Damaged`]; [`Error::Usage`] where the dimensions differ or there is no such row.
    pub fn cosines(&self, query: &Query, rows: &[u32]) -> Result<Vec<f32>> {
        self.check(query)?;
        let cosine = |(at, &row): (usize, &u32)| {
            if let Some(Ok((part, later))) = rows.get(at + AHEAD).map(|&row| self.place(row)) {
                super::kernels::prefetch(part.blocks.unchecked(part.codes), later * self.width, self.width);
            }
            let (part, at) = self.place(row)?;
            let codes = part.blocks.get(part.codes, at * self.width..(at + 1) * self.width)?;
            let step = coding::STEPS[part.blocks.get(part.steps, at..at + 1)?[0] as usize];
            Ok((query.kernel.dot(codes, &query.codes) as f32 * query.step * step).clamp(-1.0, 1.0))
        };
        rows.iter().enumerate().map(|(at, row)| cosine((at, row))).collect()
    }

    /// That a query is of this dimension.
    pub(super) fn check(&self, query: &Query) -> Result<()> {
        if query.dimension() == self.dimension {
            return Ok(());
        }
        Err(other_dimension(query.dimension(), self.dimension))
    }
}

fn check_dimension(dimension: usize) -> Result<usize> {
    if dimension == 0 || dimension > MAX_DIMENSION {
        let problem = format!("vectors of {dimension} values cannot be kept");
        return Err(usage(&problem, &format!("use a model of 1 to {MAX_DIMENSION}")));
    }
    Ok(dimension)
}

fn other_dimension(found: usize, wanted: usize) -> Error {
    usage(&format!("a vector has {found} values, the others {wanted}"), "use the model that the others are of")
}

fn usage(problem: &str, remedy: &str) -> Error {
    Error::Usage { problem: problem.to_owned(), remedy: remedy.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_several_files_come_back_in_order() {
        let all: Vec<Vector> = (0..5).map(|n| Vector::new(&[1.0, n as f32, -2.0]).unwrap()).collect();
        let mut parts = Vec::new();
        for rows in [vec![Some(&all[0]), None, Some(&all[1])], vec![], vec![Some(&all[2]), Some(&all[3])]] {
            let mut writer = BlocksWriter::in_memory();
            VectorColumns::write(rows.into_iter(), 3, &mut writer).unwrap();
            parts.push(VectorColumns::open(Arc::new(writer.into_blocks().unwrap())).unwrap());
        }
        let vectors = Vectors::new(3, parts).unwrap();
        assert_eq!(vectors.len(), 5);
        let near = |row: u32, wanted: &Vector| vectors.vector(row).unwrap().unwrap().dot(wanted) > 0.999_999;
        assert!(near(0, &all[0]) && near(2, &all[1]) && near(3, &all[2]) && near(4, &all[3]));
        assert!(vectors.vector(1).unwrap().is_none());
        assert!(vectors.vector(5).is_err());
        let stretches: Vec<(u32, usize)> =
            vectors.stretches(1, 4).map(|one| one.map(|one| (one.first, one.steps.len())).unwrap()).collect();
        assert_eq!(stretches, [(1, 2), (3, 1)]);
    }

    #[test]
    fn other_dimensions_are_refused() {
        let (two, three) = (Vector::new(&[1.0, 2.0]).unwrap(), Vector::new(&[1.0, 2.0, 3.0]).unwrap());
        assert!(Vectors::in_memory(2, &[two.clone(), three.clone()]).is_err());
        assert!(Vectors::in_memory(0, &[]).is_err() && Vectors::in_memory(MAX_DIMENSION + 1, &[]).is_err());
        let vectors = Vectors::in_memory(2, &[two]).unwrap();
        assert!(vectors.check(&Query::new(&three)).is_err());
    }
}
