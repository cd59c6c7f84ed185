//! The teacher: a BERT's input table of word-piece embeddings, where the rows start.

use std::collections::HashMap;
use std::path::Path;

use linfa_linalg::eigh::EighInto;
use ndarray::Array1;
use ndarray::Array2;
use safetensors::SafeTensors;

use crate::error::Error;
use crate::error::Result;

/// A larger weights file, in bytes, is an error.
const MAX_WEIGHTS: u64 = 4 << 30;
/// The names that the table goes by.
const TABLE: [&str; 3] =
    ["embeddings.word_embeddings.weight", "bert.embeddings.word_embeddings.weight", "0.auto_model.embeddings.word_embeddings.weight"];

/// Word-pieces, commonest first, and a vector for each.
#[derive(Debug)]
pub struct Teacher {
    /// The pieces by their text, "##" before those that continue a word.
    pub pieces: HashMap<String, usize>,
    /// One row a piece.
    pub table: Array2<f32>,
    pub outputs: HashMap<String, usize>,
    pub output_rows: Array2<f32>,
}

impl Teacher {
    /// The table of the sentence-transformer folder `folder`: `vocab.txt` and `model.safetensors`.
    ///
    /// # Errors
    /// [`Error::Io`] where a file cannot be read, [`Error::BrokenData`] where it holds no such table.
    pub fn read(folder: &Path) -> Result<Self> {
        let (vocabulary, weights) = (folder.join("vocab.txt"), folder.join("model.safetensors"));
        let io = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Io { path, source }
        };
        let broken = |problem: &str| Error::BrokenData { what: weights.display().to_string(), problem: problem.to_owned() };
        if std::fs::metadata(&weights).map_err(io(&weights))?.len() > MAX_WEIGHTS {
            return Err(broken("larger than 4 GiB"));
        }
        let text = std::fs::read_to_string(&vocabulary).map_err(io(&vocabulary))?;
        let pieces: HashMap<String, usize> =
            text.lines().enumerate().map(|(number, piece)| (piece.to_owned(), number)).collect();
        let bytes = std::fs::read(&weights).map_err(io(&weights))?;
        let tensors = SafeTensors::deserialize(&bytes).map_err(|error| broken(&error.to_string()))?;
        let tensor = TABLE
            .iter()
            .find_map(|name| tensors.tensor(name).ok())
            .ok_or_else(|| broken("no table of word embeddings in it"))?;
        let [rows, columns] = *tensor.shape() else { return Err(broken("its table has not two dimensions")) };
        if tensor.dtype() != safetensors::Dtype::F32 || rows < pieces.len() {
            return Err(broken("its table is not of 32-bit numbers, or has fewer rows than the vocabulary pieces"));
        }
        let values = tensor.data().as_chunks::<4>().0.iter().map(|&four| f32::from_le_bytes(four)).collect();
        let table = Array2::from_shape_vec((rows, columns), values).map_err(|error| broken(&error.to_string()))?;
        let (mut outputs, mut output_rows) = (HashMap::new(), Array2::zeros((0, columns)));
        if let Ok(start) = std::env::var("VOC_START") {
            let names = std::fs::read_to_string(format!("{start}.tok")).unwrap();
            outputs = names.lines().enumerate().map(|(i, t)| (t.to_owned(), i)).collect();
            let bytes = std::fs::read(format!("{start}.f32")).unwrap();
            let values: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|&f| f32::from_le_bytes(f)).collect();
            output_rows = Array2::from_shape_vec((values.len() / columns, columns), values).unwrap();
        }
        Ok(Self { pieces, table, outputs, output_rows })
    }
}

/// The rows, centered, turned so that the first column varies most, and cut to `dimension` columns (principal component
/// analysis by the eigenvectors of the covariance). Rows need not be many; columns must be at least `dimension`.
pub(super) fn principal_components(rows: &Array2<f32>, dimension: usize) -> Result<Array2<f32>> {
    let broken = |problem: String| Error::BrokenData { what: "the teacher's table".to_owned(), problem };
    if rows.ncols() < dimension {
        return Err(broken(format!("{} values a row, fewer than the {dimension} that are wanted", rows.ncols())));
    }
    let mean: Array1<f32> = rows.mean_axis(ndarray::Axis(0)).unwrap_or_else(|| Array1::zeros(rows.ncols()));
    let centered = rows - &mean;
    let covariance = centered.t().dot(&centered).mapv(f64::from);
    let size = covariance.nrows();
    let flat = covariance.into_raw_vec_and_offset().0;
    let square = linfa_linalg_array(size, flat).ok_or_else(|| broken("no square matrix".to_owned()))?;
    let (values, vectors) = square.eigh_into().map_err(|error| broken(error.to_string()))?;
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by(|&left, &right| values[right].total_cmp(&values[left]).then(left.cmp(&right)));
    #[allow(clippy::cast_possible_truncation)]
    let turn = Array2::from_shape_fn((size, dimension), |(row, column)| vectors[[row, order[column]]] as f32);
    Ok(centered.dot(&turn))
}

/// The matrix in the version of the array crate that the linear algebra uses.
fn linfa_linalg_array(size: usize, flat: Vec<f64>) -> Option<ndarray_linear::Array2<f64>> {
    ndarray_linear::Array2::from_shape_vec((size, size), flat).ok()
}
