//! Lines that were wrapped at the width of a page are joined again.

use super::dates;
use super::layout::is_dates;
use super::lines::Line;
use super::lines::Style;
use super::lines::item_mark;

/// Joins lines that were wrapped at the width of a page.
pub(super) fn join_wrapped(lines: Vec<Line>) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::with_capacity(lines.len());
    let mut length_before = 0;
    for line in lines {
        if is_page_number(&line.text) {
            continue;
        }
        let length = usize::from(line.indent) + line.text.len();
        if let Some(last) = joined.last_mut()
            && line.style == Style::Plain
            && is_range_in_pieces(&last.text, &line.text)
        {
            last.text.push(' ');
            last.text.push_str(&line.text);
            continue;
        }
        if let Some(last) = joined.last_mut()
            && line.style == Style::Plain
            && goes_on(last, length_before, &line)
        {
            if last.text.ends_with('-')
                && last.text.chars().rev().nth(1).is_some_and(char::is_lowercase)
                && line.text.starts_with(char::is_lowercase)
            {
                last.text.pop();
            } else {
                last.text.push(' ');
            }
            last.text.push_str(&line.text);
            length_before = length;
            continue;
        }
        length_before = length;
        joined.push(line);
    }
    joined
}

/// True for the number of a page.
fn is_page_number(text: &str) -> bool {
    let text = text.strip_prefix("Page ").unwrap_or(text);
    !text.is_empty()
        && text.len() <= 7
        && text.replace("of", "/").bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b' '))
        && text.split(['/', 'o']).all(|number| number.trim().len() <= 2)
}

/// True for "July 2012", "to" and "December 2013" on lines of their own.
fn is_range_in_pieces(last: &str, line: &str) -> bool {
    const WORDS: [&str; 6] = ["to", "-", "–", "bis", "à", "a"];
    if last.len() > 24 || line.len() > 24 {
        return false;
    }
    let is_date = |text: &str| dates::single(text).is_some_and(|found| found.place == (0..text.len()));
    if WORDS.contains(&line) {
        return is_date(last);
    }
    last.rsplit_once(' ').is_some_and(|(date, word)| WORDS.contains(&word) && is_date(date)) && is_dates(line)
}

/// True where a line is the rest of the one before.
fn goes_on(last: &Line, length_before: usize, line: &Line) -> bool {
    if !matches!(last.style, Style::Plain | Style::Item(_)) || length_before < 50 || item_mark(&line.text).is_some() {
        return false;
    }
    if last.text.ends_with(['.', ':', ';', '!', '?']) && !line.text.starts_with(char::is_lowercase) {
        return false;
    }
    if line.text.starts_with(char::is_lowercase) {
        return true;
    }
    let word = last.text.rsplit(' ').next().unwrap_or("").to_lowercase();
    last.text.ends_with([',', '-', '&', '/'])
        || [
            "and",
            "or",
            "of",
            "in",
            "the",
            "a",
            "an",
            "to",
            "for",
            "with",
            "on",
            "by",
            "at",
            "from",
            "as",
            "using",
            "et",
            "de",
            "des",
            "du",
            "la",
            "le",
            "les",
            "und",
            "der",
            "die",
            "das",
            "mit",
            "y",
            "e",
            "en",
            "con",
            "com",
            "da",
            "do",
            "que",
            "via",
            "into",
            "including",
            "between",
            "our",
            "their",
            "his",
            "her",
            "my",
            "its",
            "that",
            "which",
            "is",
        ]
        .contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "Responsible for the development of machine learning deploy-\nment pipelines in a bakery with very many large and old\novens.\nShort line\nAnother";
        let joined = join_wrapped(lines::read(text));
        assert_eq!(joined.len(), 3, "{joined:?}");
        assert!(joined[0].text.contains("deployment pipelines"));
    }
}
