//! A figure: a picture, its words, and the numbers behind it.

use std::fmt::Write;

use super::canvas::Anchor;
use super::canvas::Canvas;
use super::canvas::escape;

/// How wide a figure is, in units of its view box.
pub(super) const WIDTH: f64 = 760.0;

/// A table of texts: the first column names the rows, the others are set to the right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

impl Grid {
    /// A table without rows.
    #[must_use]
    pub fn of<const COUNT: usize>(columns: [&str; COUNT]) -> Self {
        Self { columns: columns.map(str::to_owned).to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row<const COUNT: usize>(&mut self, cells: [String; COUNT]) {
        self.rows.push(cells.to_vec());
    }

    pub(super) fn html(&self) -> String {
        let mut html = String::from("<div class=\"wide\"><table>\n<thead><tr>");
        for name in &self.columns {
            let _ = write!(html, "<th scope=\"col\">{}</th>", escape(name));
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        for row in &self.rows {
            html.push_str("<tr>");
            for (at, cell) in row.iter().enumerate() {
                let cell = escape(cell);
                let _ = match at {
                    0 => write!(html, "<th scope=\"row\">{cell}</th>"),
                    _ => write!(html, "<td>{cell}</td>"),
                };
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody></table></div>\n");
        html
    }
}

/// A picture with its title, a sentence in its place for those who do not see it, and the numbers behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    title: String,
    summary: String,
    svg: String,
    numbers: Grid,
}

impl Figure {
    pub(super) fn new(title: &str, summary: &str, canvas: Canvas, numbers: Grid) -> Self {
        let svg = canvas.finish(title, summary);
        Self { title: title.to_owned(), summary: summary.to_owned(), svg, numbers }
    }

    /// What stands where there is nothing to draw: a frame that says so.
    #[must_use]
    pub fn empty(title: &str, why: &str) -> Self {
        let mut canvas = Canvas::new(WIDTH, 72.0);
        canvas.rect((0.5, 0.5), (WIDTH - 1.0, 71.0), "frame", "");
        canvas.text((WIDTH / 2.0, 41.0), Anchor::Middle, "said", why);
        Self::new(title, why, canvas, Grid::default())
    }

    /// The picture alone, an SVG element; its colors are those of the page's style sheet.
    #[must_use]
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// What the picture shows, in words.
    #[must_use]
    pub fn summary(&self) -> &str {
        &self.summary
    }

    pub(super) fn html(&self) -> String {
        let numbers = if self.numbers.rows.is_empty() {
            String::new()
        } else {
            format!("<details><summary>The numbers</summary>\n{}</details>\n", self.numbers.html())
        };
        format!(
            "<figure>\n<figcaption><b>{}</b> {}</figcaption>\n<div class=\"wide\">{}</div>\n{numbers}</figure>\n",
            escape(&self.title),
            escape(&self.summary),
            self.svg
        )
    }
}

/// A number as charts write it: three digits after the point, fewer for large ones.
pub(super) fn shown(value: f64) -> String {
    let decimals = if value.abs() < 10.0 { 3 } else { usize::from(value.abs() < 1_000.0) };
    let text = format!("{value:.decimals$}");
    if text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.')) {
        return text.trim_start_matches('-').to_owned();
    }
    text
}

/// That some values are no numbers, in words that end a summary; nothing where there are none.
pub(super) fn left_out(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => " 1 value is no number and is not drawn.".to_owned(),
        _ => format!(" {count} values are no numbers and are not drawn."),
    }
}
