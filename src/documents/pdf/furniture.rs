//! What is printed at the head or foot of every page is read once; numbers of pages are not read.

use std::collections::HashMap;

use super::Page;
use super::rows::Row;

/// How much of a page's height is its head, and how much its foot.
const MARGIN: f32 = 0.1;

/// Takes running heads and feet out of all pages but the first that has them, and numbers of pages out of all.
pub(super) fn remove(pages: &mut [Page]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        let mut here: Vec<String> = margin(page).map(shape).collect();
        here.sort_unstable();
        here.dedup();
        for shape in here {
            *seen.entry(shape).or_default() += 1;
        }
    }
    let often = (pages.len() / 2).max(2);
    let mut read: Vec<String> = Vec::new();
    for page in pages.iter_mut() {
        let height = page.height;
        page.rows.retain(|row| {
            if !is_margin(row, height) {
                return true;
            }
            let shape = shape(row);
            if is_number(&shape) {
                return false;
            }
            if seen.get(&shape).is_none_or(|count| *count < often) {
                return true;
            }
            let is_first = !read.contains(&shape);
            read.push(shape);
            is_first
        });
    }
}

fn margin(page: &Page) -> impl Iterator<Item = &Row> {
    page.rows.iter().filter(|row| is_margin(row, page.height))
}

fn is_margin(row: &Row, height: f32) -> bool {
    row.base < MARGIN * height || row.base > (1.0 - MARGIN) * height
}

/// The text of a row with every number alike.
fn shape(row: &Row) -> String {
    let mut shape = String::new();
    for c in row.text().chars() {
        match c {
            '0'..='9' if shape.ends_with('#') => {}
            '0'..='9' => shape.push('#'),
            c => shape.extend(c.to_lowercase()),
        }
    }
    shape
}

/// True for the number of a page, with or without that of all.
fn is_number(shape: &str) -> bool {
    const SHAPES: [&str; 14] = [
        "page #",
        "page # of #",
        "page #/#",
        "# of #",
        "# / #",
        "#/#",
        "- # -",
        "– # –",
        "seite #",
        "seite # von #",
        "page # sur #",
        "página #",
        "página # de #",
        "# de #",
    ];
    SHAPES.contains(&shape)
}
