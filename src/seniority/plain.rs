//! The name of the work without its level.

use super::title;
use super::title::Token;

/// A title without the words that name a level, in lower case: what the work is, apart from its rung. The title itself
/// where nothing else is left.
#[must_use]
pub fn without_level(title: &str) -> String {
    let tokens = title::tokens(title);
    let mut words: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match (title::phrase_at(&tokens, at), token) {
            (Some((_, to, meaning)), _) if meaning.level.is_some() => {
                at = to;
                continue;
            }
            (_, Token::Word(word)) if !matches!(word.as_str(), "i" | "ii" | "iii" | "iv") => words.push(word),
            _ => {}
        }
        at += 1;
    }
    if words.is_empty() { title.to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::without_level;

    #[test]
    fn the_work_stays() {
        assert_eq!(without_level("Senior Software Engineer II, Payments"), "software engineer payments");
        assert_eq!(without_level("Head of Data"), "data");
        assert_eq!(without_level("Junior"), "Junior");
        assert_eq!(without_level(""), "");
    }
}
