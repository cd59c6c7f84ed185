//! Titles that offer the same work with a level and without: "Baker / Senior Baker".

use super::Level;
use super::numerals::numeral;
use super::title;
use super::title::Token;

/// The level of the lower of two alternatives, where a title offers its work with a level above mid and beside it
/// without one: `Some(None)` where the lower one has none, `None` where the title offers no such pair. A numeral is the
/// level of the one that has it ("Baker II / Senior Baker").
pub(super) fn offered(title: &str) -> Option<Option<Level>> {
    let tokens = title::tokens(title);
    let apart = |token: &Token| match token {
        Token::Sign(sign) => matches!(sign, '/' | '|'),
        Token::Word(word) => matches!(word.as_str(), "or" | "oder" | "ou" | "o"),
        Token::Joint => false,
    };
    let parts: Vec<&[Token]> = tokens.split(apart).collect();
    parts.windows(2).find_map(|pair| {
        let [first, second] = pair else { return None };
        let left = first.rsplit(|token| matches!(token, Token::Sign(_))).next()?;
        let right = second.split(|token| matches!(token, Token::Sign(_))).next()?;
        match (after_level(left), after_level(right)) {
            (None, Some((0, rest))) => lower(left, &rest, true),
            (Some((_, rest)), None) => lower(right, &rest, false),
            _ => None,
        }
    })
}

/// Where the level of a part begins, if it is above mid, and the words after it.
fn after_level(part: &[Token]) -> Option<(usize, Vec<&str>)> {
    let levels = (0..part.len()).filter_map(|at| title::phrase_at(part, at).map(|found| (at, found)));
    let (at, (_, to, meaning)) = levels.into_iter().find(|(_, (_, _, meaning))| meaning.level.is_some())?;
    meaning.level.filter(|&level| level > Level::Mid).map(|_| (at, words(&part[to..])))
}

/// The level of the part `plain` beside one that goes on with `rest` after its level, where both name the same work.
fn lower(plain: &[Token], rest: &[&str], begins: bool) -> Option<Option<Level>> {
    if (0..plain.len()).any(|at| title::phrase_at(plain, at).is_some_and(|(_, _, meaning)| meaning.level.is_some())) {
        return None;
    }
    let mut plain = words(plain);
    let level = plain.last().and_then(|last| numeral(last));
    if level.is_some() {
        plain.pop();
    }
    let same = plain == rest || begins && (rest.starts_with(&plain) || plain.last() == rest.last());
    (same && !plain.is_empty()).then_some(level)
}

fn words(tokens: &[Token]) -> Vec<&str> {
    let words = tokens.iter().filter_map(|token| match token {
        Token::Word(word) => Some(word.as_str()),
        _ => None,
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lower_of_two_is_told() {
        for title in [
            "Software / Senior Software Engineer - Ovens",
            "Baker / Senior Baker",
            "Baker or Sr. Baker",
            "Cake Designer/Senior Designer",
            "Senior Baker / Baker (m/f/d)",
            "B\u{e4}cker oder Senior B\u{e4}cker",
            "Panadero o Senior Panadero",
        ] {
            assert_eq!(offered(title), Some(None), "{title}");
        }
        assert_eq!(offered("Baker II / Senior Baker"), Some(Some(Level::Mid)));
        for title in [
            "Senior Baker",
            "Baker / Junior Baker",
            "Junior / Senior Baker",
            "Senior Baker/Architect",
            "Principal Sys/Software Engineer Lead",
            "Cook / Senior Baker",
            "Sr. Associate/Manager Baker",
            "",
        ] {
            assert_eq!(offered(title), None, "{title}");
        }
    }
}
