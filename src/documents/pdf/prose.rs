//! A block of rows is written as lines; rows that were wrapped at the width of the column are one line.

use super::super::headings;
use super::super::lines::is_bullet;
use super::blocks::Block;
use super::blocks::wide;
use super::rows::Row;

/// Writes the lines of a block, and a blank line behind them.
pub(super) fn write(block: &Block, text: &mut String) {
    let leading = usual_leading(&block.rows);
    let mut before: Option<&Row> = None;
    for row in &block.rows {
        match before {
            Some(last) if goes_on(last, row, block, leading) => push_rest(&line_of(row), text),
            Some(last) => {
                text.push('\n');
                if row.base - last.base > 1.5 * leading {
                    text.push('\n');
                }
                text.push_str(&line_of(row));
            }
            None => text.push_str(&line_of(row)),
        }
        before = Some(row);
    }
    text.push_str("\n\n");
}

/// The usual distance of two rows.
fn usual_leading(rows: &[Row]) -> f32 {
    let mut steps: Vec<f32> =
        rows.windows(2).map(|pair| pair[1].base - pair[0].base).filter(|step| *step > 0.5).collect();
    steps.sort_by(f32::total_cmp);
    let size = rows.iter().map(|row| row.size).fold(0.0, f32::max);
    steps.get(steps.len() / 3).copied().unwrap_or(size).max(0.8 * rows.first().map_or(1.0, |row| row.size))
}

/// The words of a row; three spaces stand for a wide gap.
fn line_of(row: &Row) -> String {
    let mut line = String::new();
    for (at, word) in row.words.iter().enumerate() {
        if at > 0 {
            let last = &row.words[at - 1];
            let behind_bullet = at == 1 && is_mark(&last.text);
            let is_wide = !behind_bullet && word.left - last.right > 1.3 * wide(word.size);
            line.push_str(if is_wide { "   " } else { " " });
        }
        line.push_str(&word.text);
    }
    line
}

/// True for a bullet or the number of an item.
fn is_mark(text: &str) -> bool {
    let is_dash = matches!(text, "-" | "–" | "—" | "*" | "o" | "•");
    is_dash
        || text.chars().all(is_bullet)
        || text.strip_suffix(['.', ')']).is_some_and(|number| number.len() <= 2 && number.parse::<u8>().is_ok())
}

/// Adds what was wrapped: a hyphen between small letters is the printer's.
fn push_rest(rest: &str, text: &mut String) {
    let is_split = text.ends_with('-')
        && text.chars().rev().nth(1).is_some_and(char::is_lowercase)
        && rest.starts_with(char::is_lowercase);
    if text.ends_with('\u{AD}') || is_split {
        text.pop();
    } else {
        text.push(' ');
    }
    text.push_str(rest);
}

/// True where a row is the rest of the one before: that one had no room for its first word, and nothing begins anew.
fn goes_on(last: &Row, row: &Row, block: &Block, leading: f32) -> bool {
    let (Some(first), Some(end)) = (row.words.first(), last.words.last()) else { return false };
    let fits = last.right() + 0.25 * end.size + (first.right - first.left) <= block.right + 0.5;
    let step = row.base - last.base;
    if fits || step > 1.35 * leading.max(last.size) || (row.size - last.size).abs() > 0.15 * last.size {
        return false;
    }
    if is_mark(&first.text) || is_bullet_word(&first.text) || has_wide_gap(last) || has_wide_gap(row) {
        return false;
    }
    let text_left = match last.words.as_slice() {
        [mark, second, ..] if is_mark(&mark.text) => second.left,
        _ => last.left(),
    };
    let fonts = |row: &Row| {
        let first = row.words.first().map(|word| word.font);
        row.words.iter().all(|word| Some(word.font) == first).then_some(first).flatten()
    };
    let is_other_font = matches!((fonts(last), fonts(row)), (Some(a), Some(b)) if a != b);
    // A line that ends with dates is the head of an entry.
    let dated = super::super::dates::range(&last.text()).is_some_and(|found| last.text().len() <= found.place.end + 1);
    if dated && !first.text.starts_with(char::is_lowercase) {
        return false;
    }
    let is_heading = |row: &Row| row.words.len() <= 5 && headings::exact(&row.text()).is_some();
    let is_level = (row.left() - text_left).abs() < 3.0 || row.left() > text_left && row.left() - text_left < 20.0;
    is_level && !is_other_font && !is_heading(row) && !is_heading(last)
}

/// True for a word that begins with a bullet.
fn is_bullet_word(text: &str) -> bool {
    text.starts_with(is_bullet)
}

/// True where something stands apart from the rest of the row, as dates at the right do.
fn has_wide_gap(row: &Row) -> bool {
    row.words.windows(2).enumerate().any(|(at, pair)| {
        !(at == 0 && is_mark(&pair[0].text)) && pair[1].left - pair[0].right > 2.0 * wide(pair[1].size)
    })
}
