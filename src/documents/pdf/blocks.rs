//! The reading order of a page: where nothing crosses a strip from top to bottom over several rows, it parts columns.

use super::super::SectionKind;
use super::super::Side;
use super::super::headings;
use super::super::layout;
use super::rows::Row;
use super::rows::Word;

/// The fewest rows on either side of a strip that make two columns.
const EVIDENCE: usize = 3;

/// The most strips inside one another.
const DEPTH: usize = 8;

/// The most rows that are looked at as one.
const ROWS: usize = 400;

/// Rows of one column; wide gaps between words are kept.
#[derive(Debug, PartialEq)]
pub(super) struct Block {
    pub(super) rows: Vec<Row>,
    /// How wide the column is: where its longest row ends.
    pub(super) right: f32,
}

/// The rows of a page in blocks, one to be read after the other.
pub(super) fn in_reading_order(rows: &[Row]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for rows in rows.chunks(ROWS) {
        part(rows.to_vec(), 0, &mut blocks);
    }
    blocks
}

/// A strip that parts rows.
struct Strip {
    /// Where what is right of it begins.
    at: f32,
    /// The rows that it parts.
    from: usize,
    to: usize,
    /// How many of them begin anew there, or lie left: the fewer of both.
    evidence: usize,
}

fn part(rows: Vec<Row>, depth: usize, blocks: &mut Vec<Block>) {
    let strip = if depth < DEPTH { widest_evidence(&rows) } else { None };
    let Some(strip) = strip else {
        let right = rows.iter().map(Row::right).fold(0.0, f32::max);
        if !rows.is_empty() {
            blocks.push(Block { rows, right });
        }
        return;
    };
    let mut above = rows;
    let mut region = above.split_off(strip.from);
    let below = region.split_off(strip.to - strip.from);
    part(above, depth + 1, blocks);
    let (left, right) = sides(&region, strip.at);
    match arrangement(&left, &right) {
        Arrangement::Table => part_rows(region, depth, blocks),
        Arrangement::HeadingsInMargin => {
            let mut order: Vec<Row> = left.into_iter().chain(right).flatten().collect();
            order.sort_by(|a, b| a.base.total_cmp(&b.base));
            part_rows(order, depth, blocks);
        }
        Arrangement::Columns { right_first } => {
            let (left, right) = (left.into_iter().flatten().collect(), right.into_iter().flatten().collect());
            let (first, second) = if right_first { (right, left) } else { (left, right) };
            part(first, depth + 1, blocks);
            part(second, depth + 1, blocks);
        }
    }
    part(below, depth + 1, blocks);
}

/// Rows that stay as they are.
fn part_rows(rows: Vec<Row>, _depth: usize, blocks: &mut Vec<Block>) {
    let right = rows.iter().map(Row::right).fold(0.0, f32::max);
    if !rows.is_empty() {
        blocks.push(Block { rows, right });
    }
}

/// What is left and right of a strip, row by row.
fn sides(rows: &[Row], at: f32) -> (Vec<Option<Row>>, Vec<Option<Row>>) {
    rows.iter()
        .map(|row| {
            let (left, right): (Vec<Word>, Vec<Word>) =
                row.words.iter().cloned().partition(|word| word.left < at - 2.0);
            (Row::of(left), Row::of(right))
        })
        .unzip()
}

/// The strip that parts the most rows.
fn widest_evidence(rows: &[Row]) -> Option<Strip> {
    if rows.len() < EVIDENCE {
        return None;
    }
    let mut counts: Vec<(f32, usize)> = Vec::new();
    for start in rows.iter().flat_map(starts) {
        match counts.iter().position(|(at, _)| (at - start).abs() < 2.0) {
            Some(known) => counts[known].1 += 1,
            None if counts.len() < 2_000 => counts.push((start, 1)),
            None => {}
        }
    }
    counts.retain(|(_, count)| *count >= EVIDENCE);
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.total_cmp(&b.0)));
    counts.truncate(8);
    let strips = counts.iter().filter_map(|&(at, _)| longest_run(rows, at));
    strips.max_by(|a, b| a.evidence.cmp(&b.evidence).then(b.at.total_cmp(&a.at)))
}

/// Where the words of a row begin that may be the first of a column: behind a wide gap, or at the row's beginning.
fn starts(row: &Row) -> impl Iterator<Item = f32> {
    let behind_gaps =
        row.words.windows(2).filter(|pair| pair[1].left - pair[0].right > wide(pair[1].size)).map(|pair| pair[1].left);
    row.words.first().map(|word| word.left).into_iter().chain(behind_gaps)
}

/// The least width of a gap that parts columns, beside words of a size.
pub(super) fn wide(size: f32) -> f32 {
    (0.9 * size).max(6.0)
}

/// The longest stretch of rows that nothing crosses the strip left of `at` in.
fn longest_run(rows: &[Row], at: f32) -> Option<Strip> {
    let mut best: Option<Strip> = None;
    let mut from = 0;
    for to in 0..=rows.len() {
        let crosses = rows.get(to).is_some_and(|row| crosses(row, at) || is_title_of_all(rows, to, at));
        if to == rows.len() || crosses {
            if let Some(strip) = trimmed(rows, from, to, at)
                && best.as_ref().is_none_or(|best| strip.evidence > best.evidence)
            {
                best = Some(strip);
            }
            from = to + 1;
        }
    }
    best
}

/// True where a word of the row stands in the strip left of `at`.
fn crosses(row: &Row, at: f32) -> bool {
    let strip = at - (0.5 * row.size).clamp(4.0, 12.0);
    row.words.iter().any(|word| word.left < at - 2.0 && word.right > strip)
}

/// True for a known heading at the left with nothing beside it, and nothing right of the strip just above: it stands over
/// the whole width, where one of a column has the other column beside it.
fn is_title_of_all(rows: &[Row], which: usize, at: f32) -> bool {
    let row = &rows[which];
    let is_right = |other: &Row| other.words.iter().any(|word| word.left >= at - 2.0);
    if is_right(row) || row.words.len() > 5 || headings::exact(&row.text()).is_none() {
        return false;
    }
    let near = |other: &&Row| row.base - other.base < 1.6 * row.size;
    !rows[..which].iter().rev().take_while(near).any(is_right)
}

/// The stretch without rows at its ends that belong to neither column: those above the first that has a right side, and
/// those far below the last one.
fn trimmed(rows: &[Row], from: usize, to: usize, at: f32) -> Option<Strip> {
    let has_right = |row: &Row| row.right() > at && row.words.iter().any(|word| word.left >= at - 2.0);
    let is_left = |row: &Row| row.left() < at - 2.0;
    let stretch = &rows[from..to];
    let first = stretch.iter().position(has_right)?;
    let last = stretch.iter().rposition(has_right)?;
    let mut end = last + 1;
    let ends_page = to == rows.len();
    while end < stretch.len() {
        let gap = stretch[end].base - stretch[end - 1].base;
        let goes_on = gap < 2.2 * stretch[end].size && stretch[end].size <= stretch[end - 1].size * 1.15;
        if !ends_page && !goes_on {
            break;
        }
        end += 1;
    }
    let region = &stretch[first..end];
    let begins = |row: &&Row| row.words.iter().any(|word| (word.left - at).abs() <= 2.0);
    let lefts = region.iter().filter(|row| is_left(row)).count();
    let evidence = region.iter().filter(begins).count().min(lefts);
    let said = |row: &Row| -> usize {
        let words = row.words.iter().filter(|word| word.left < at - 2.0);
        words.flat_map(|word| word.text.chars()).filter(|c| c.is_alphanumeric()).count()
    };
    // Bullets and numbers of a list in front of its items are no column.
    let worded = region.iter().filter(|row| said(row) >= 3).count();
    (evidence >= EVIDENCE && worded >= EVIDENCE && worded * 2 > lefts).then_some(Strip {
        at,
        from: from + first,
        to: from + end,
        evidence,
    })
}

/// How two sides belong together.
enum Arrangement {
    /// Row by row.
    Table,
    /// The left side holds headings for what is right of them.
    HeadingsInMargin,
    /// One after the other.
    Columns {
        /// True where the right one comes first: it begins with the largest words.
        right_first: bool,
    },
}

fn arrangement(left: &[Option<Row>], right: &[Option<Row>]) -> Arrangement {
    let is_heading = |row: &Row| {
        let kinds = headings::exact(&row.text());
        kinds.is_some_and(|kinds| {
            kinds.on(Side::Resume) != SectionKind::Other || kinds.on(Side::Posting) != SectionKind::Other
        })
    };
    let lefts: Vec<&Row> = left.iter().flatten().collect();
    let rights: Vec<&Row> = right.iter().flatten().collect();
    let both = left.iter().zip(right).filter(|(left, right)| left.is_some() && right.is_some()).count();
    let dates = |rows: &[&Row]| rows.iter().filter(|row| layout::is_dates(&row.text())).count() * 10 >= rows.len() * 9;
    if dates(&lefts) || dates(&rights) {
        return Arrangement::Table;
    }
    // An entry of a table has dates once: where they stand on both sides of one row, entries stand beside each other.
    let dated = |row: &Option<Row>| {
        let cell = row.as_ref().map(first_cell).unwrap_or_default();
        cell.bytes().any(|byte| byte.is_ascii_digit()) && layout::is_dates(&cell)
    };
    let entries_beside = left.iter().zip(right).any(|(left, right)| dated(left) && dated(right));
    let headed = |rows: &[&Row]| rows.iter().filter(|row| is_heading(row)).count();
    let (left_headed, right_headed) = (headed(&lefts), headed(&rights));
    if left_headed * 2 > lefts.len() && right_headed == 0 {
        return Arrangement::HeadingsInMargin;
    }
    let alone = lefts.len() - both;
    let beside = both * 10 >= lefts.len() * 8 && alone * 5 <= lefts.len();
    if right_headed == 0 && left_headed == 0 && beside && !entries_beside && filled(&lefts) < 0.6 {
        return Arrangement::Table;
    }
    let largest = |rows: &[&Row]| rows.iter().map(|row| row.size).fold(0.0, f32::max);
    Arrangement::Columns { right_first: largest(&rights) > 1.25 * largest(&lefts) }
}

/// The words of a row up to the first wide gap.
fn first_cell(row: &Row) -> String {
    let gap = row.words.windows(2).position(|pair| pair[1].left - pair[0].right > wide(pair[1].size));
    let words: Vec<&str> =
        row.words.iter().take(gap.map_or(usize::MAX, |at| at + 1)).map(|word| word.text.as_str()).collect();
    words.join(" ")
}

/// How much of a column's width its rows fill in the middle: near 1 for prose, little for names and labels.
fn filled(rows: &[&Row]) -> f32 {
    let left = rows.iter().map(|row| row.left()).fold(f32::MAX, f32::min);
    let mut widths: Vec<f32> = rows.iter().map(|row| row.right() - left).collect();
    widths.sort_by(f32::total_cmp);
    match (widths.get(widths.len() / 2), widths.last()) {
        // A wide column of prose has long rows; short ones fill nothing, however alike they are.
        (Some(middle), Some(widest)) if *widest > 150.0 => middle / widest,
        _ => 0.0,
    }
}
