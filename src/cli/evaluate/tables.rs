//! What the tables of evaluations have in common.

use comfy_table::Cell;
use comfy_table::CellAlignment;
use comfy_table::Table;
use comfy_table::presets;

/// How wide the column of names is.
const NAME: usize = 8;

pub(super) fn empty_table(header: impl Iterator<Item = String>) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header.map(|name| Cell::new(name).set_alignment(CellAlignment::Right)));
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
    table
}

pub(super) fn row(name: &str, cells: impl Iterator<Item = String>) -> Vec<Cell> {
    let right = |text: String| Cell::new(text).set_alignment(CellAlignment::Right);
    std::iter::once(Cell::new(name)).chain(cells.map(right)).collect()
}

/// A name broken into lines no wider than its column.
pub(super) fn broken(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    characters.chunks(NAME).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

/// A share with three digits: ".552".
pub(super) fn short(share: f64) -> String {
    let text = format!("{share:.3}");
    text.strip_prefix('0').map_or(text.clone(), str::to_owned)
}

/// A difference with its sign: "+.04".
pub(super) fn signed(difference: f64) -> String {
    let sign = if difference < 0.0 { '-' } else { '+' };
    format!("{sign}{}", short(difference.abs()))
}

pub(super) fn probability(p: f64) -> String {
    if p < 0.001 { "<.001".to_owned() } else { short(p) }
}
