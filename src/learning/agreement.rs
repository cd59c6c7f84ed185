//! Agreement of scores with grades: how far a higher score means a higher grade.

use std::cmp::Ordering;

/// The ranks of values from low to high, from 1; equal values share the mean of their ranks.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let alike = |&&at: &&usize| values[at].total_cmp(&values[order[from]]) == Ordering::Equal;
        let to = from + order[from..].iter().take_while(alike).count();
        for &at in &order[from..to] {
            ranks[at] = (from + 1 + to) as f64 / 2.0;
        }
        from = to;
    }
    ranks
}

/// Spearman's rank correlation of two values a case, -1 to 1: Pearson's correlation of their ranks, in which equal values share
/// their mean rank (Spearman, 1904; Kendall and Gibbons, 1990). `None` where the second values are all alike, so that there is
/// nothing to agree with; 0 where only the first are: they say nothing.
#[must_use]
pub fn spearman(scores: &[f64], grades: &[f64]) -> Option<f64> {
    let (x, y) = (ranks(scores), ranks(grades));
    let mean = (x.len() as f64 + 1.0) / 2.0;
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>();
    let (of_scores, of_grades) = (product(&x, &x), product(&y, &y));
    if of_grades <= 0.0 {
        return None;
    }
    if of_scores <= 0.0 {
        return Some(0.0);
    }
    Some(product(&x, &y) / (of_scores * of_grades).sqrt())
}

/// Pairwise accuracy, 0 to 1: of all two cases with different grades, the share in which the higher grade has the higher
/// score; equal scores count half. Chance gives one half. `None` where all grades are alike.
#[must_use]
pub fn pairwise_accuracy(scores: &[f64], grades: &[u32]) -> Option<f64> {
    let (mut right, mut all) = (0.0, 0.0);
    for (at, (score, grade)) in scores.iter().zip(grades).enumerate() {
        for (other, lower) in scores[..at].iter().zip(grades) {
            let by_grade = grade.cmp(lower);
            if by_grade == Ordering::Equal {
                continue;
            }
            all += 1.0;
            right += match score.total_cmp(other) {
                Ordering::Equal => 0.5,
                by_score => f64::from(u8::from(by_score == by_grade)),
            };
        }
    }
    (all > 0.0).then(|| right / all)
}

/// The area under the ROC curve, 0 to 1: how often a case that suits has a higher score than one that does not, equal scores
/// counting half (the Mann-Whitney statistic; Hanley and McNeil, 1982). `None` where all suit, or none.
#[must_use]
pub fn auc(scores: &[f64], suits: &[bool]) -> Option<f64> {
    let positive = suits.iter().filter(|&&one| one).count() as f64;
    let negative = suits.len() as f64 - positive;
    if positive <= 0.0 || negative <= 0.0 {
        return None;
    }
    let sum: f64 = ranks(scores).iter().zip(suits).filter(|(_, suits)| **suits).map(|(rank, _)| rank).sum();
    Some((sum - positive * (positive + 1.0) / 2.0) / (positive * negative))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: Option<f64>, expected: f64) {
        assert!((value.unwrap() - expected).abs() < 1e-12, "{value:?}, not {expected}");
    }

    #[test]
    fn equal_values_share_their_mean_rank() {
        assert_eq!(ranks(&[0.3, 0.1, 0.3, 0.9, 0.3]), [3.0, 1.0, 3.0, 5.0, 3.0]);
        assert_eq!(ranks(&[]), Vec::<f64>::new());
    }

    #[test]
    fn agreement_is_that_worked_out_by_hand() {
        // Ranks 1 2 3 4 beside 1 3 2 4: 1 - 6 * 2 / (4 * 15).
        near(spearman(&[0.1, 0.2, 0.3, 0.4], &[0.0, 2.0, 1.0, 3.0]), 0.8);
        // Ranks 1 2 3 beside 1.5 1.5 3: a covariance of 1.5 over the root of 2 * 1.5.
        near(spearman(&[1.0, 2.0, 3.0], &[0.0, 0.0, 1.0]), 1.5 / 3.0_f64.sqrt());
        // Of 5 that differ in grade: 3 right, one tie, one wrong.
        near(pairwise_accuracy(&[0.5, 0.5, 0.9, 0.1], &[0, 1, 1, 0]), 0.875);
        near(pairwise_accuracy(&[0.9, 0.1], &[0, 2]), 0.0);
        // Two that suit and three that do not, a tie among them: (3 + 1.5) / 6.
        near(auc(&[0.9, 0.4, 0.1, 0.4, 0.2], &[true, true, false, false, false]), 5.5 / 6.0);
    }

    #[test]
    fn the_extremes_and_nothing() {
        near(spearman(&[1.0, 2.0, 3.0], &[5.0, 6.0, 9.0]), 1.0);
        near(spearman(&[3.0, 2.0, 1.0], &[5.0, 6.0, 9.0]), -1.0);
        near(spearman(&[3.0, 3.0], &[0.0, 1.0]), 0.0);
        assert_eq!(spearman(&[1.0, 2.0], &[1.0, 1.0]), None);
        assert_eq!(pairwise_accuracy(&[1.0, 2.0], &[1, 1]), None);
        assert_eq!(auc(&[1.0, 2.0], &[true, true]), None);
        assert_eq!((spearman(&[], &[]), pairwise_accuracy(&[], &[]), auc(&[], &[])), (None, None, None));
    }
}
