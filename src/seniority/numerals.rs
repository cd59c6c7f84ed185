//! Levels named by numerals: "Engineer III", "Analyst 2".

use super::Level;
use super::title::Found;
use super::title::Token;
use super::title::alternatives;

/// The level of a Roman numeral.
pub(super) fn numeral(word: &str) -> Option<Level> {
    Some(match word {
        "i" => Level::Junior,
        "ii" => Level::Mid,
        "iii" => Level::Senior,
        "iv" => Level::Staff,
        "v" => Level::Principal,
        _ => return None,
    })
}

/// Levels named by numerals: a Roman one anywhere after the first word, an Arabic one right after the noun of the work.
pub(super) fn numerals(tokens: &[Token]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (at, token) in tokens.iter().enumerate().skip(1) {
        let Token::Word(word) = token else { continue };
        let before = match &tokens[..at] {
            [.., Token::Word(before)] | [.., Token::Word(before), Token::Joint] => Some(before.as_str()),
            _ => None,
        };
        let level = match word.as_str() {
            digit @ ("1" | "2" | "3" | "4" | "5") if before.is_some_and(is_noun_of_work) => {
                [Level::Junior, Level::Mid, Level::Senior, Level::Staff, Level::Principal]
                    [usize::from(digit.as_bytes()[0] - b'1')]
            }
            word => match numeral(word) {
                Some(level) => level,
                None => continue,
            },
        };
        let single = word == "i" || word == "v";
        let after_noun = before.is_some_and(|before| is_noun_of_work(before) || before == "level");
        let follows_level = found.last().is_some_and(|last| alternatives(&tokens[last.to..at]));
        let ampersand = matches!(tokens.get(at + 1), Some(Token::Sign('&')));
        if ampersand || single && !(after_noun || follows_level || at + 1 == tokens.len()) {
            continue;
        }
        found.push(Found { level, from: at, to: at + 1, words: word.to_uppercase() });
    }
    found
}

/// True for the nouns that a numeral of level follows.
pub(super) fn is_noun_of_work(word: &str) -> bool {
    const ENDINGS: [&str; 9] = ["er", "or", "ist", "ant", "st", "ian", "ive", "swe", "sde"];
    matches!(word, "expert" | "clerk" | "nurse" | "mechanic" | "technologist" | "associate" | "aide")
        || ENDINGS.iter().any(|ending| word.ends_with(ending))
            && !matches!(word, "tier" | "other" | "center" | "or" | "for" | "per")
}
