//! Words in letters that the vocabulary lacks (another script): each pair of letters stands for a direction of its own,
//! made from its hash alone, so that texts which share words are near each other, though nothing is known of meaning.

/// Tokens from here on stand for letters, not for rows.
pub(super) const LETTERS: u32 = 1 << 31;

/// The letters of one word that count.
const MAX_LETTERS: usize = 24;

/// The tokens of a word that cannot be spelled, none where it is a sign or a number: each two neighboring letters, or
/// the one that it consists of.
pub(super) fn tokens(word: &str, into: &mut Vec<u32>) {
    if !word.starts_with(char::is_alphabetic) {
        return;
    }
    let mut before: Option<char> = None;
    for letter in word.chars().take(MAX_LETTERS) {
        if let Some(before) = before {
            into.push(token(before, letter));
        }
        before = Some(letter);
    }
    if let (Some(letter), 1) = (before, word.chars().take(2).count()) {
        into.push(token('\0', letter));
    }
}

/// A token of two letters; never the one that stands for nothing (`u32::MAX`).
#[allow(clippy::cast_possible_truncation)]
fn token(first: char, second: char) -> u32 {
    let mixed = mix(u64::from(u32::from(first)) << 32 | u64::from(u32::from(second)));
    LETTERS | (mixed >> 33) as u32 & (LETTERS - 2)
}

/// Adds the direction of a token of letters, each value +1 or -1 times `weight`.
pub(super) fn add(token: u32, weight: f32, sum: &mut [f32]) {
    for (block, values) in sum.chunks_mut(64).enumerate() {
        let signs = mix(u64::from(token) << 16 | block as u64);
        for (bit, value) in values.iter_mut().enumerate() {
            *value += if signs >> bit & 1 == 1 { weight } else { -weight };
        }
    }
}

/// Scatters the bits of a number (the finalizer of `SplitMix64`: Steele, Lea and Flood, 2014).
const fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens_of(word: &str) -> Vec<u32> {
        let mut all = Vec::new();
        tokens(word, &mut all);
        all
    }

    #[test]
    fn words_are_pairs_of_letters() {
        assert_eq!(tokens_of("яма").len(), 2);
        assert_eq!(tokens_of("工").len(), 1);
        assert_eq!(tokens_of("ям")[0], tokens_of("яма")[0]);
        assert!(tokens_of("").is_empty() && tokens_of("→").is_empty());
        assert_eq!(tokens_of(&"я".repeat(1000)).len(), MAX_LETTERS - 1);
        assert!(tokens_of("программист").iter().all(|&token| token >= LETTERS && token != u32::MAX));
    }

    #[test]
    fn directions_of_different_letters_are_far_apart() {
        let direction = |token| {
            let mut sum = vec![0.0; 256];
            add(token, 1.0, &mut sum);
            sum
        };
        let tokens = tokens_of("программист");
        for (at, &left) in tokens.iter().enumerate() {
            for &right in &tokens[at + 1..] {
                let dot: f32 = direction(left).iter().zip(direction(right)).map(|(a, b)| a * b).sum();
                assert!(left == right || dot.abs() < 80.0, "{dot} of 256");
            }
        }
    }
}
