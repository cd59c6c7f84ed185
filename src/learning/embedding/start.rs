//! Where the rows start: the teacher's pieces that spell each token, reduced.

use std::collections::HashMap;

use ndarray::Array1;
use ndarray::Array2;
use ndarray::Axis;
use ndarray_linear::Array2 as LinearArray2;
use rayon::prelude::*;

use linfa_linalg::eigh::EighInto;

use super::contrast::unit;
use super::recipe::Recipe;
use super::teacher::Teacher;
use crate::error::Error;
use crate::error::Result;

/// Each token's direction, of unit length: the mean of the teacher's pieces that spell it, reduced. Phrases start at
/// zero: they say nothing yet beyond their words.
pub(super) fn directions(tokens: &[String], teacher: &Teacher, dimension: usize) -> Result<Array2<f32>> {
    let mut rows = Array2::<f32>::zeros((tokens.len(), teacher.table.ncols()));
    rows.outer_iter_mut().into_par_iter().zip(tokens).for_each(|(mut row, token)| {
        for piece in spell(token, &teacher.pieces) {
            row += &teacher.table.row(piece);
        }
    });
    let reduced = principal_components(&unit(&rows).0, dimension)?;
    let mut directions = unit(&reduced).0;
    for (mut row, token) in directions.outer_iter_mut().zip(tokens) {
        if token.contains(' ') {
            row.fill(0.0);
        }
    }
    Ok(directions)
}

/// Each token's starting weight, by its share of all tokens.
#[allow(clippy::cast_precision_loss)]
pub(super) fn weights(spelled: &[Box<[u32]>], tokens: usize, frequency: f32) -> Vec<f32> {
    let mut counts = vec![0_u64; tokens];
    for &token in spelled.iter().flatten() {
        counts[token as usize] += 1;
    }
    let all = counts.iter().sum::<u64>().max(1) as f32;
    counts.iter().map(|&count| frequency / (frequency + count as f32 / all)).collect()
}

/// The shared rows that a token takes part in: its letters in a row, its ends marked, hashed.
pub(super) fn parts(token: &str, recipe: &Recipe) -> Box<[u32]> {
    let (from, to) = recipe.letters;
    if from == 0 || token.contains(' ') {
        return Box::default();
    }
    let marked: Vec<char> = match token.strip_prefix("##") {
        Some(rest) => rest.chars().chain(['>']).collect(),
        None => ['<'].into_iter().chain(token.chars()).chain(['>']).collect(),
    };
    let mut parts = Vec::new();
    for letters in (from..=to).flat_map(|length| marked.windows(length)) {
        let text: String = letters.iter().collect();
        let first = blake3::hash(text.as_bytes()).as_bytes().first_chunk().copied().unwrap_or_default();
        #[allow(clippy::cast_possible_truncation)]
        parts.push(u32::from_le_bytes(first) % recipe.buckets as u32);
    }
    parts.into_boxed_slice()
}

/// The teacher's pieces that spell a token, longest first; what cannot be spelled is left out.
fn spell(token: &str, pieces: &HashMap<String, usize>) -> Vec<usize> {
    if let Some(&whole) = pieces.get(token) {
        return vec![whole];
    }
    let (mut inside, mut rest) = match token.strip_prefix("##") {
        Some(rest) => (true, rest),
        None => (false, token),
    };
    let mut found = Vec::new();
    while let Some(letter) = rest.chars().next() {
        let ends = (1..=rest.len()).rev().filter(|&end| rest.is_char_boundary(end));
        let longest = ends.into_iter().find_map(|end| {
            let text = if inside { format!("##{}", &rest[..end]) } else { rest[..end].to_owned() };
            pieces.get(&text).or_else(|| pieces.get(&rest[..end])).map(|&piece| (end, piece))
        });
        let (end, piece) = longest.map_or((letter.len_utf8(), None), |(end, piece)| (end, Some(piece)));
        found.extend(piece);
        rest = &rest[end..];
        inside = true;
    }
    found
}

/// The rows, centered, turned so that the first column varies most, and cut to `dimension` columns: principal component
/// analysis by the eigenvectors of the covariance.
fn principal_components(rows: &Array2<f32>, dimension: usize) -> Result<Array2<f32>> {
    let broken = |problem: String| Error::BrokenData { what: "the teacher's table".to_owned(), problem };
    let size = rows.ncols();
    if size < dimension {
        return Err(broken(format!("{size} values a row, fewer than the {dimension} that are wanted")));
    }
    let mean: Array1<f32> = rows.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(size));
    let centered = rows - &mean;
    let covariance = centered.t().dot(&centered);
    let square = LinearArray2::from_shape_fn((size, size), |(row, column)| f64::from(covariance[[row, column]]));
    let (values, vectors) = square.eigh_into().map_err(|error| broken(error.to_string()))?;
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by(|&left, &right| values[right].total_cmp(&values[left]).then(left.cmp(&right)));
    #[allow(clippy::cast_possible_truncation)]
    let turn = Array2::from_shape_fn((size, dimension), |(row, column)| vectors[[row, order[column]]] as f32);
    Ok(centered.dot(&turn))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_keep_what_varies() {
        let rows = ndarray::array![[3.0_f32, 3.0, 0.1], [-3.0, -3.0, 0.0], [1.0, 1.0, 0.1], [-1.0, -1.0, -0.2]];
        let reduced = principal_components(&rows, 1).unwrap();
        let lengths: Vec<f32> = reduced.iter().map(|value| value.abs()).collect();
        for (length, expected) in lengths.iter().zip([18.0_f32.sqrt(), 18.0_f32.sqrt(), 2.0_f32.sqrt(), 2.0_f32.sqrt()])
        {
            assert!((length - expected).abs() < 0.1, "{lengths:?}");
        }
        assert!(reduced[[0, 0]] * reduced[[1, 0]] < 0.0);
        assert!(principal_components(&rows, 4).is_err());
    }

    #[test]
    fn words_are_spelled_by_the_longest_pieces() {
        let pieces: HashMap<String, usize> =
            ["nurse", "##s", "n", "night"].iter().enumerate().map(|(at, piece)| ((*piece).to_owned(), at)).collect();
        assert_eq!(spell("nurses", &pieces), [0, 1]);
        assert_eq!(spell("##night", &pieces), [3], "a piece of a word may start from the whole one");
        assert_eq!(spell("nänight", &pieces), [2, 3]);
        assert_eq!(spell("ß", &pieces), Vec::<usize>::new());
    }

    #[test]
    fn tokens_share_their_letters() {
        let recipe = Recipe { letters: (3, 3), ..Recipe::default() };
        let (manage, manager) = (parts("manage", &recipe), parts("manager", &recipe));
        assert_eq!(manage.iter().filter(|part| manager.contains(part)).count(), 5);
        assert!(parts("head nurse", &recipe).is_empty());
    }
}
