//! Plain text as it lies on a page: columns are read one after the other.

use super::dates;
use super::headings;

/// The widest a page is looked at, in columns.
const WIDTH: usize = 400;

/// The fewest lines with text on both sides that make a gutter.
const EVIDENCE: usize = 3;

/// The bytes at the beginning in which wide gaps part name, headline and contact.
const HEAD: usize = 600;

/// The most lines a page is looked at as one.
const PAGE: usize = 400;

/// A line of a page as characters, so that columns are positions.
struct Row {
    characters: Vec<char>,
}

impl Row {
    /// True where the columns from `from` to `to` are blank.
    fn is_blank(&self, from: usize, to: usize) -> bool {
        self.characters.iter().take(to).skip(from).all(|c| c.is_whitespace())
    }

    /// The text from one column to another.
    fn cell(&self, from: usize, to: usize) -> String {
        self.characters.iter().take(to).skip(from).collect::<String>().trim_end().to_owned()
    }
}

/// The text with its columns one below the other; text without columns stays as it is.
pub(super) fn untangle(text: &str) -> String {
    if memchr::memmem::find(text.as_bytes(), b"   ").is_none() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 64);
    for page in text.split('\u{0C}') {
        let mut rows: Vec<Row> = page
            .split('\n')
            .map(|line| Row { characters: line.replace('\t', "    ").chars().take(100_000).collect() })
            .collect();
        join_margin_dates(&mut rows);
        for chunk in rows.chunks(PAGE) {
            untangle_rows(chunk, &mut out, 0);
        }
    }
    out
}

/// Writes rows, parted into columns where there are some.
fn untangle_rows(rows: &[Row], out: &mut String, depth: usize) {
    let gutter = if depth < 6 { find_gutter(rows) } else { None };
    let Some((column, first, last)) = gutter else {
        for row in rows {
            if out.len() < HEAD {
                out.push_str(&with_bars(row));
            } else {
                out.extend(row.characters.iter());
            }
            out.push('\n');
        }
        return;
    };
    untangle_rows(&rows[..first], out, depth + 1);
    let region = &rows[first..last];
    let left: Vec<String> = region.iter().map(|row| row.cell(0, column)).collect();
    let right: Vec<String> = region.iter().map(|row| row.cell(column, usize::MAX)).collect();
    if is_margin_of_dates(&left, &right) {
        write_with_dates(&left, &right, out);
    } else if right.iter().all(|cell| is_dates(cell)) {
        for row in region {
            out.extend(row.characters.iter());
            out.push('\n');
        }
    } else {
        let columns = |cells: &[String]| -> Vec<Row> {
            cells.iter().map(|cell| Row { characters: cell.chars().collect() }).collect()
        };
        untangle_rows(&columns(&left), out, depth + 2);
        out.push('\n');
        untangle_rows(&columns(&right), out, depth + 2);
        out.push('\n');
    }
    untangle_rows(&rows[last..], out, depth + 1);
}

/// True where the left cells hold dates, and headings with nothing beside them.
fn is_margin_of_dates(left: &[String], right: &[String]) -> bool {
    let is_blank = |cell: &String| cell.trim().is_empty();
    let may_be =
        |(left, right): (&String, &String)| is_dates(left) || is_blank(right) && headings::exact(left.trim()).is_some();
    left.iter().zip(right).all(may_be) && left.iter().any(|cell| !is_blank(cell) && is_dates(cell))
}

/// The row with a bar in every wide gap, so that a name stays apart from what stands beside it.
fn with_bars(row: &Row) -> String {
    let line: String = row.characters.iter().collect();
    let indent = line.len() - line.trim_start().len();
    let cells: Vec<&str> = line.trim().split("   ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
    format!("{}{}", &line[..indent], cells.join(" | "))
}

/// Puts both dates of a range in front where a margin has the first in one line and the second in the next.
fn join_margin_dates(rows: &mut [Row]) {
    for at in 1..rows.len() {
        let (before, rest) = rows.split_at_mut(at);
        let (Some(first), Some(second)) = (before.last_mut(), rest.first_mut()) else { continue };
        let Some((start, column)) = margin(first) else { continue };
        let Some((end, other)) = margin(second) else { continue };
        if column.abs_diff(other) > 3 || !start.ends_with(['–', '-', '—']) || end.ends_with(['–', '-', '—']) {
            continue;
        }
        let dates = format!("{start} {end}   ");
        if dates::range(&dates).is_none() {
            continue;
        }
        first.characters = dates.chars().chain(first.characters[column..].iter().copied()).collect();
        second.characters =
            std::iter::repeat_n(' ', column).chain(second.characters[other..].iter().copied()).collect();
    }
}

/// The dates in the margin of a row and the column behind them, where it begins with some.
fn margin(row: &Row) -> Option<(String, usize)> {
    let mut best = None;
    let limit = row.characters.len().min(32);
    for column in 4..limit {
        if row.characters[column - 1] == ' ' && !row.characters[column].is_whitespace() {
            let cell = row.cell(0, column);
            let text = cell.trim();
            if text.is_empty() || text.len() > 24 {
                continue;
            }
            if is_dates(text) && text.chars().any(char::is_alphanumeric) {
                best = Some((text.to_owned(), column));
            }
        }
    }
    best
}

/// The column where the right side begins, and the rows (from, to) that are parted there.
fn find_gutter(rows: &[Row]) -> Option<(usize, usize, usize)> {
    let mut starts = vec![0_usize; WIDTH];
    for row in rows {
        for column in right_starts(row) {
            starts[column] += 1;
        }
    }
    let mut candidates: Vec<usize> = (8..WIDTH).filter(|column| starts[*column] >= EVIDENCE).collect();
    candidates.sort_by_key(|column| std::cmp::Reverse(starts[*column]));
    candidates.truncate(6);
    let mut best: Option<(usize, usize, usize, usize)> = None;
    for column in candidates {
        if let Some((first, last, evidence)) = longest_run(rows, column)
            && best.is_none_or(|(_, _, _, known)| evidence > known)
        {
            best = Some((column, first, last, evidence));
        }
    }
    best.map(|(column, first, last, _)| (column, first, last))
}

/// The columns at which text begins again after three blanks or more.
fn right_starts(row: &Row) -> Vec<usize> {
    let mut found = Vec::new();
    let mut blanks = 0;
    let mut seen_text = false;
    for (column, c) in row.characters.iter().enumerate().take(WIDTH) {
        if c.is_whitespace() {
            blanks += 1;
            continue;
        }
        if seen_text && blanks >= 3 {
            found.push(column);
        }
        seen_text = true;
        blanks = 0;
    }
    found
}

/// The longest stretch of rows that nothing crosses the gutter in: from, to, and rows with text on both sides.
fn longest_run(rows: &[Row], column: usize) -> Option<(usize, usize, usize)> {
    let mut best: Option<(usize, usize, usize)> = None;
    let mut run: Option<Run> = None;
    let mut take = |run: Option<Run>, end: Option<usize>| {
        if let Some(run) = run
            && run.evidence >= EVIDENCE
            && best.is_none_or(|(_, _, known)| run.evidence > known)
        {
            best = Some((run.from, end.unwrap_or(run.to), run.evidence));
        }
    };
    for (at, row) in rows.iter().enumerate() {
        if !row.is_blank(column.saturating_sub(2), column) {
            take(run.take(), None);
            continue;
        }
        let text_left = !row.is_blank(0, column);
        let text_right = !row.is_blank(column, usize::MAX);
        let indent = row.characters.iter().take_while(|c| c.is_whitespace()).count();
        let begins_there = row.characters.get(column).is_some_and(|c| !c.is_whitespace());
        if text_left && text_right && begins_there {
            let known = run.take().unwrap_or(Run { from: at, to: at, evidence: 0, indent });
            run = Some(Run { to: at + 1, evidence: known.evidence + 1, indent: known.indent.min(indent), ..known });
        } else if text_right {
            run = run.map(|run| Run { to: at + 1, ..run });
        } else if text_left && run.as_ref().is_some_and(|run| indent < run.indent) {
            // Farther out than the left column: a heading over the whole width.
            take(run.take(), None);
        }
    }
    take(run, Some(rows.len()));
    best
}

/// Rows that nothing crosses a gutter in.
struct Run {
    from: usize,
    to: usize,
    /// How many of them have text on both sides.
    evidence: usize,
    /// Where the left column begins.
    indent: usize,
}

/// True for a cell that holds dates or their beginnings or ends only.
pub(super) fn is_dates(cell: &str) -> bool {
    let cell = cell.trim().trim_matches(['–', '-', '—', ' ']);
    if cell.is_empty() {
        return true;
    }
    if cell.len() > 40 {
        return false;
    }
    let rest = match dates::range(cell).or_else(|| dates::single(cell)) {
        Some(found) => format!("{}{}", &cell[..found.place.start], &cell[found.place.end..]),
        None => cell.to_owned(),
    };
    let rest = rest.trim_matches(['–', '-', '—', ' ', '(', ')', ',']).to_lowercase();
    rest.is_empty()
        || ["present", "current", "now", "heute", "today", "atual", "actualidad", "aujourd'hui", "aujourd’hui"]
            .contains(&rest.as_str())
}

/// Writes rows whose left column holds dates: the dates of an entry go in front of its first line.
fn write_with_dates(left: &[String], right: &[String], out: &mut String) {
    let mut at = 0;
    while at < left.len() {
        let mut date = left[at].trim().to_owned();
        let opens = date.ends_with(['–', '-', '—']);
        if opens && at + 1 < left.len() && !left[at + 1].trim().is_empty() {
            date = format!("{date} {}", left[at + 1].trim());
            out.push_str(&format!("{date}   {}\n", right[at].trim()));
            out.push_str(&format!("{}\n", right[at + 1].trim()));
            at += 2;
            continue;
        }
        if date.is_empty() || right[at].trim().is_empty() {
            out.push_str(&date);
            out.push_str(right[at].trim());
        } else {
            out.push_str(&format!("{date}   {}", right[at].trim()));
        }
        out.push('\n');
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_one_after_the_other() {
        let page = "SKILLS            EXPERIENCE\nKneading          Baker at Crumb\nBaking            2015 to 2019\n\nLANGUAGES         Night baker at Loaf\nFrench            2012 to 2015\n";
        let text = untangle(page);
        let order = ["SKILLS", "Kneading", "LANGUAGES", "French", "EXPERIENCE", "Baker at Crumb", "2012 to 2015"];
        let places: Vec<usize> = order.iter().map(|word| text.find(word).unwrap()).collect();
        assert!(places.is_sorted(), "{text}");
    }

    #[test]
    fn a_heading_over_the_whole_width_ends_the_columns() {
        let page = "Skills\n   Kneading       Baking\n   Milling        Selling\n   Mixing         Rolling\nExperience\nBaker at Crumb & Sons, 2015 to 2019\n";
        let text = untangle(page);
        assert!(text.find("Rolling").unwrap() < text.find("Experience").unwrap(), "{text}");
    }

    #[test]
    fn a_heading_does_not_part_dates_in_a_margin_from_their_lines() {
        let page = "Experience\n2021 – present   Head Baker   Crumb\n2018 – 2021   Baker   Crumb\n2016 – 2018   Miller   Mill\n2014 – 2016   Carter   Cart\n\nEducation\n2012 – 2014   School of Flour   Lyon\n";
        let text = untangle(page);
        for part in ["2018 – 2021   Baker", "2014 – 2016   Carter", "Education\n2012 – 2014   School"] {
            assert!(text.contains(part) || text.contains(&part.replace("   ", " | ")), "{text}");
        }
    }

    #[test]
    fn dates_in_a_margin_stay_with_their_lines() {
        let page = " June 2020 –   Baker, Crumb, Lyon\n     Present   Baked bread for all of the town every night\n               and sold it.\n 2015 – 2019   Miller, Mill & Sons, Lyon\n               Ground flour.\n";
        let text = untangle(page);
        for part in ["June 2020 – Present", "Present | Baker, Crumb, Lyon\n", "\n 2015 – 2019 | Miller"] {
            assert!(text.contains(part), "{text}");
        }
    }
}
