//! Formats that know paragraphs, headings, lists and tables are written down here as the text that the readers know best.

use super::layout;

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// An item of a list.
    Item,
    /// Neither.
    Plain,
}

/// The most tables and boxes inside one another.
const DEPTH: usize = 32;

/// A cell of a table.
type Cell = Vec<String>;

/// A paragraph, or the lines of one.
#[derive(Debug)]
struct Paragraph {
    kind: Kind,
    text: String,
    /// How many of its characters are bold, and how many are not.
    bold: usize,
    light: usize,
}

/// A place that lines are written to.
#[derive(Debug, Default)]
struct Level {
    lines: Vec<String>,
    /// The cells of the row under way, where this is a table.
    row: Option<Vec<Cell>>,
    paragraphs: Vec<Paragraph>,
}

/// Lines under way.
#[derive(Debug, Default)]
pub(super) struct Outline {
    levels: Vec<Level>,
    top: Level,
}

impl Outline {
    fn level(&mut self) -> &mut Level {
        self.levels.last_mut().unwrap_or(&mut self.top)
    }

    /// Begins a paragraph; one that is open stays so and goes on behind it.
    pub(super) fn begin(&mut self, kind: Kind) {
        let level = self.level();
        if level.paragraphs.len() < DEPTH {
            level.paragraphs.push(Paragraph { kind, text: String::new(), bold: 0, light: 0 });
        }
    }

    /// Says what the paragraph under way is.
    pub(super) fn set_kind(&mut self, kind: Kind) {
        if let Some(paragraph) = self.level().paragraphs.last_mut() {
            paragraph.kind = kind;
        }
    }

    /// True while a paragraph is under way.
    pub(super) fn is_open(&mut self) -> bool {
        !self.level().paragraphs.is_empty()
    }

    /// True where nothing is said yet in the paragraph under way.
    pub(super) fn is_blank(&mut self) -> bool {
        self.level().paragraphs.last().is_some_and(|paragraph| paragraph.text.trim().is_empty())
    }

    /// Ends the paragraph under way; one that says nothing leaves no line.
    pub(super) fn end_unless_blank(&mut self) {
        if self.is_blank() {
            self.level().paragraphs.pop();
        } else {
            self.end();
        }
    }

    /// Adds text to the paragraph under way; there is one then.
    pub(super) fn say(&mut self, text: &str, bold: bool) {
        if !self.is_open() {
            self.begin(Kind::Plain);
        }
        if let Some(paragraph) = self.level().paragraphs.last_mut() {
            let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
            if bold {
                paragraph.bold += letters
            } else {
                paragraph.light += letters
            }
            paragraph.text.push_str(text);
        }
    }

    /// Ends the paragraph under way.
    pub(super) fn end(&mut self) {
        let Some(paragraph) = self.level().paragraphs.pop() else { return };
        let mut lines = paragraph.text.split('\n').map(tidy);
        let first = lines.next().unwrap_or_default();
        if first.is_empty() && paragraph.kind == Kind::Plain && paragraph.text.trim().is_empty() {
            self.level().lines.push(String::new());
            return;
        }
        let is_bold = paragraph.bold > 0 && paragraph.light == 0 && paragraph.text.len() < 160;
        let mark = |text: String| if is_bold && !text.is_empty() { format!("**{text}**") } else { text };
        match paragraph.kind {
            Kind::Heading(level) if !first.is_empty() => {
                let hashes = "#".repeat(usize::from(level.clamp(1, 6)));
                self.level().lines.extend([String::new(), format!("{hashes} {first}")]);
            }
            Kind::Item if !first.is_empty() => {
                let is_marked = first.starts_with(super::lines::is_bullet) || first.starts_with("- ");
                self.level().lines.push(if is_marked { first } else { format!("- {first}") });
            }
            _ => self.level().lines.push(mark(first)),
        }
        self.level().lines.extend(lines.map(mark));
    }

    /// Begins a box or table that stands inside of what is under way.
    pub(super) fn enter(&mut self) {
        self.levels.push(Level::default());
    }

    /// Ends it: its lines stand behind those that were there.
    pub(super) fn leave(&mut self) {
        self.end_row();
        let Some(mut inner) = self.levels.pop() else { return };
        for paragraph in inner.paragraphs.drain(..) {
            inner.lines.push(tidy(&paragraph.text));
        }
        let level = self.level();
        level.lines.push(String::new());
        level.lines.append(&mut inner.lines);
        level.lines.push(String::new());
    }

    /// True where so much stands inside one another that no more is entered.
    pub(super) fn is_deep(&self) -> bool {
        self.levels.len() >= DEPTH
    }

    /// Begins a row of the table under way.
    pub(super) fn begin_row(&mut self) {
        self.end_row();
        self.level().row = Some(Vec::new());
    }

    /// Ends a cell: all that was written since the last one.
    pub(super) fn end_cell(&mut self) {
        while self.is_open() {
            self.end();
        }
        let level = self.level();
        if let Some(row) = &mut level.row {
            let lines = std::mem::take(&mut level.lines);
            // What was written before the row is held as its first line.
            row.push(lines.into_iter().skip_while(String::is_empty).collect());
        }
    }

    /// Ends a row: short cells stand in one line, long ones below each other.
    pub(super) fn end_row(&mut self) {
        let level = self.level();
        let Some(row) = level.row.take() else { return };
        let mut done: Vec<String> = Vec::new();
        let said = |cell: &Cell| cell.iter().filter(|line| !line.is_empty()).count();
        let is_flat = row.iter().all(|cell| said(cell) <= 1 && !cell.iter().any(|line| line.starts_with('#')));
        if is_flat {
            let cells: Vec<&str> =
                row.iter().flat_map(|cell| cell.iter()).map(String::as_str).filter(|line| !line.is_empty()).collect();
            match cells.as_slice() {
                [one] => done.push((*one).to_owned()),
                _ => done.push(cells.iter().map(|cell| cell.trim_matches('*')).collect::<Vec<_>>().join(" | ")),
            }
        } else {
            for cell in with_dates_inline(row) {
                done.extend(cell);
                done.push(String::new());
            }
        }
        self.row_lines(done);
    }

    fn row_lines(&mut self, lines: Vec<String>) {
        // Rows that are done wait in the outline's own lines, which a cell does not take.
        let depth = self.levels.len();
        let below = if depth >= 2 { &mut self.levels[depth - 2] } else { &mut self.top };
        below.lines.extend(lines);
    }

    /// The text of all that was written.
    pub(super) fn text(mut self) -> String {
        while !self.levels.is_empty() {
            self.leave();
        }
        while self.is_open() {
            self.end();
        }
        self.end_row();
        self.top.lines.join("\n")
    }
}

/// The cells of a row where one that holds nothing but dates is put into the first line of what it dates.
fn with_dates_inline(mut row: Vec<Cell>) -> Vec<Cell> {
    let line = |cell: &Cell| cell.iter().position(|line| !line.is_empty());
    let alone = |cell: &Cell| cell.iter().filter(|line| !line.is_empty()).count() == 1;
    let says = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit()) && layout::is_dates(text);
    let dates = |cell: &Cell| line(cell).map(|at| cell[at].trim_matches('*').to_owned()).filter(|text| says(text));
    let Some(at) = row.iter().position(|cell| alone(cell) && dates(cell).is_some()) else { return row };
    let of = row.iter().enumerate().filter(|(other, cell)| *other != at && !alone(cell)).map(|(other, _)| other).next();
    let Some((of, dates)) = of.zip(dates(&row[at])) else { return row };
    let Some(first) = line(&row[of]).filter(|&first| !row[of][first].starts_with(['#', '-', '•'])) else {
        return row;
    };
    let text = row[of][first].trim_matches('*').to_owned();
    row[of][first] = if at < of { format!("{dates} | {text}") } else { format!("{text} | {dates}") };
    row.remove(at);
    row
}

/// Single spaces; a bar for a tab, which sets apart.
fn tidy(text: &str) -> String {
    let cells: Vec<String> = text
        .split('\t')
        .map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|cell| !cell.is_empty())
        .collect();
    match cells.as_slice() {
        [mark, rest @ ..] if mark.chars().all(super::lines::is_bullet) && !rest.is_empty() => {
            format!("{mark} {}", rest.join(" | "))
        }
        _ => cells.join(" | "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(outline: &mut Outline, kind: Kind, text: &str, bold: bool) {
        outline.begin(kind);
        outline.say(text, bold);
        outline.end();
    }

    #[test]
    fn dates_in_a_cell_stay_with_what_stands_beside_them() {
        let mut outline = Outline::default();
        outline.enter();
        outline.begin_row();
        paragraph(&mut outline, Kind::Plain, "2015 – 2019", false);
        outline.end_cell();
        paragraph(&mut outline, Kind::Plain, "Baker, Crumb", true);
        paragraph(&mut outline, Kind::Item, "Baked rye", false);
        outline.end_cell();
        outline.end_row();
        outline.leave();
        assert_eq!(outline.text().trim(), "2015 – 2019 | Baker, Crumb\n- Baked rye");
    }

    #[test]
    fn writes_headings_items_and_rows() {
        let mut outline = Outline::default();
        paragraph(&mut outline, Kind::Heading(2), "Experience", false);
        paragraph(&mut outline, Kind::Plain, "Baker, Crumb\t2015 – 2019", true);
        paragraph(&mut outline, Kind::Item, "Rye\u{A0} bread", false);
        outline.enter();
        for row in [["Languages", "French"], ["Tools", "Ovens"]] {
            outline.begin_row();
            for cell in row {
                paragraph(&mut outline, Kind::Plain, cell, false);
                outline.end_cell();
            }
            outline.end_row();
        }
        outline.leave();
        assert_eq!(
            outline.text().trim(),
            "## Experience\n**Baker, Crumb | 2015 – 2019**\n- Rye bread\nLanguages | French\nTools | Ovens"
        );
    }
}
