//! Lessons: texts with the vectors that a teacher gave them, from `vocation embed --model TEACHER`.

use std::path::Path;

use ndarray::Array2;

use super::recipe::Lesson;
use crate::error::Error;
use crate::error::Result;

/// A larger file of vectors or texts, in bytes, is an error.
const MAX_FILE: u64 = 8 << 30;
/// The longest header of a file of vectors, in bytes.
const MAX_HEADER: usize = 1 << 16;

/// The texts of one lesson, and a unit vector each.
pub(super) struct Taught {
    pub(super) recipe: Lesson,
    pub(super) texts: Vec<String>,
    pub(super) vectors: Array2<f32>,
}

impl Taught {
    /// Reads a lesson's texts and vectors.
    pub(super) fn read(recipe: &Lesson) -> Result<Self> {
        let bytes = limited(&recipe.texts)?;
        let malformed = |path: &Path, problem: &str| Error::Malformed {
            path: path.to_owned(),
            line: None,
            problem: problem.to_owned(),
            form: "make vectors of the texts with `vocation embed --model TEACHER --input TEXTS --output FILE.npy`"
                .to_owned(),
        };
        let text = String::from_utf8(bytes).map_err(|_| malformed(&recipe.texts, "not UTF-8"))?;
        let texts: Vec<String> = text.lines().map(str::to_owned).collect();
        let vectors = read_npy(&limited(&recipe.vectors)?).map_err(|problem| malformed(&recipe.vectors, problem))?;
        if vectors.nrows() != texts.len() || texts.len() < 2 {
            return Err(malformed(&recipe.vectors, "not one vector for each line of the texts, two at least"));
        }
        Ok(Self { recipe: recipe.clone(), texts, vectors: super::contrast::unit(&vectors).0 })
    }
}

fn limited(path: &Path) -> Result<Vec<u8>> {
    let bytes = std::fs::metadata(path).map_err(|source| Error::io(path, source))?.len();
    if bytes > MAX_FILE {
        return Err(Error::TooLarge { what: path.display().to_string(), bytes, limit: MAX_FILE });
    }
    std::fs::read(path).map_err(|source| Error::io(path, source))
}

/// The array of a NumPy file of 32-bit numbers in two dimensions, C order.
fn read_npy(bytes: &[u8]) -> std::result::Result<Array2<f32>, &'static str> {
    const WRONG: &str = "no NumPy file of format 1.0 with 32-bit numbers in two dimensions, in C order";
    let rest = bytes.strip_prefix(b"\x93NUMPY\x01\x00").ok_or(WRONG)?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or(WRONG)?;
    let length = usize::from(u16::from_le_bytes(*length)).min(MAX_HEADER);
    let header = rest.get(..length).and_then(|header| std::str::from_utf8(header).ok()).ok_or(WRONG)?;
    if !header.contains("'descr': '<f4'") || !header.contains("'fortran_order': False") {
        return Err(WRONG);
    }
    let shape = header.split_once("'shape': (").and_then(|(_, rest)| rest.split_once(')')).ok_or(WRONG)?.0;
    let sizes: Vec<usize> = shape.split(',').filter_map(|size| size.trim().parse().ok()).collect();
    let [rows, columns] = sizes[..] else { return Err(WRONG) };
    let data = &rest[length..];
    if rows.checked_mul(columns).and_then(|values| values.checked_mul(4)) != Some(data.len()) || columns == 0 {
        return Err("its size is not that of its shape");
    }
    let values: Vec<f32> = data.as_chunks::<4>().0.iter().map(|&four| f32::from_le_bytes(four)).collect();
    if !values.iter().all(|value| value.is_finite()) {
        return Err("a value is not a finite number");
    }
    Array2::from_shape_vec((rows, columns), values).map_err(|_| WRONG)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::embedding::Vector;
    use crate::embedding::write_npy;

    #[test]
    fn what_embed_writes_is_read() {
        let mut file = Vec::new();
        let vector = Vector::new(&[3.0, 4.0, 0.0]).unwrap();
        write_npy(&mut file, 3, &[Some(vector), None]).unwrap();
        assert_eq!(read_npy(&file).unwrap(), ndarray::array![[0.6, 0.8, 0.0], [0.0, 0.0, 0.0]]);
        for end in [0, 5, 9, 40, file.len() - 1] {
            assert!(read_npy(&file[..end]).is_err(), "{end}");
        }
    }
}
