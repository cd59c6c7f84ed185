//! Glyphs become words, and words become rows, in each direction of writing.

use std::collections::BTreeMap;

use super::content::Canvas;
use super::content::Glyph;

/// The least gap between two words, in sizes of their font, where no space is written.
const WORD_GAP: f32 = 0.15;

/// A word where it stands: points from the left and the top.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    pub(super) left: f32,
    pub(super) right: f32,
    /// The baseline.
    pub(super) base: f32,
    /// The size of its font.
    pub(super) size: f32,
    /// Which font it is set in.
    pub(super) font: u32,
    pub(super) text: String,
}

/// Words on one baseline, from left to right.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) base: f32,
    /// The largest size of its words.
    pub(super) size: f32,
    pub(super) words: Vec<Word>,
}

impl Row {
    /// Of words from left to right; `None` of no words.
    pub(super) fn of(words: Vec<Word>) -> Option<Self> {
        let size = words.iter().map(|word| word.size).fold(0.0, f32::max);
        let base = words.iter().max_by_key(|word| word.text.len())?.base;
        Some(Self { base, size, words })
    }

    /// Where it begins.
    pub(super) fn left(&self) -> f32 {
        self.words.first().map_or(0.0, |word| word.left)
    }

    /// Where it ends.
    pub(super) fn right(&self) -> f32 {
        self.words.last().map_or(0.0, |word| word.right)
    }

    /// Its words with single spaces.
    pub(super) fn text(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }
}

/// Rows that are written in one direction.
pub(super) struct Direction {
    /// Degrees clockwise from left to right.
    pub(super) angle: i32,
    pub(super) rows: Vec<Row>,
}

/// The rows of a page by direction: what is written from left to right first, then by the number of glyphs.
pub(super) fn directions(canvas: &Canvas) -> Vec<Direction> {
    let mut glyphs: BTreeMap<i32, Vec<Glyph>> = BTreeMap::new();
    for glyph in &canvas.glyphs {
        let (x, y) = (glyph.to.0 - glyph.from.0, glyph.to.1 - glyph.from.1);
        let angle = if y.abs() <= x.abs() * 0.03 && x >= 0.0 { 0 } else { y.atan2(x).to_degrees().round() as i32 };
        let (sin, cos) = (-(angle as f32)).to_radians().sin_cos();
        let turn = |(x, y): (f32, f32)| (x * cos - y * sin, x * sin + y * cos);
        let turned = Glyph { from: turn(glyph.from), to: turn(glyph.to), ..glyph.clone() };
        glyphs.entry(angle).or_default().push(turned);
    }
    let mut directions: Vec<(i32, Vec<Glyph>)> = glyphs.into_iter().collect();
    directions.sort_by_key(|(angle, glyphs)| (*angle != 0, std::cmp::Reverse(glyphs.len()), *angle));
    directions.truncate(8);
    directions
        .into_iter()
        .map(|(angle, glyphs)| Direction { angle, rows: rows_of(words_of(&glyphs, &canvas.text)) })
        .collect()
}

/// A word that is still being read.
struct Open {
    word: Word,
    /// True where a space was written behind it.
    closed: bool,
}

/// Words from glyphs in the order of the file; `true` beside those that a written space parts from what follows.
fn words_of(glyphs: &[Glyph], text: &str) -> Vec<(Word, bool)> {
    let mut words: Vec<(Word, bool)> = Vec::new();
    let mut open: Option<Open> = None;
    for glyph in glyphs {
        let said = text.get(glyph.text.0 as usize..glyph.text.1 as usize).unwrap_or("");
        if said.chars().all(|c| c.is_whitespace() || c.is_control()) {
            if let Some(open) = &mut open {
                open.closed = true;
            }
            continue;
        }
        if let Some(Open { word, closed: false }) = &mut open {
            let gap = (glyph.from.0 - word.right) / glyph.size.max(1.0);
            let is_near = gap < WORD_GAP && gap > -0.4 && glyph.from.0 >= word.left;
            let is_level = (glyph.from.1 - word.base).abs() < 0.25 * word.size;
            if is_near && is_level && (word.size - glyph.size).abs() < 0.5 * word.size {
                push_readable(&mut word.text, said);
                word.right = word.right.max(glyph.to.0);
                continue;
            }
        }
        if let Some(Open { word, closed }) = open.take() {
            words.push((word, closed));
        }
        let mut word = Word {
            left: glyph.from.0,
            right: glyph.to.0,
            base: glyph.from.1,
            size: glyph.size,
            font: glyph.font,
            text: String::new(),
        };
        push_readable(&mut word.text, said);
        open = Some(Open { word, closed: false });
    }
    words.extend(open.map(|open| (open.word, open.closed)));
    words.retain(|(word, _)| !word.text.is_empty());
    words
}

/// Adds what a glyph says; signs of private use are bullets or pictures, and pictures say nothing.
fn push_readable(text: &mut String, said: &str) {
    for c in said.chars() {
        match c {
            '\u{F0B7}' | '\u{F0A7}' | '\u{F0D8}' | '\u{F076}' | '\u{F0FC}' | '\u{F02D}' | '\u{F0A8}' => text.push('•'),
            '\u{E000}'..='\u{F8FF}' | '\u{FFFD}' => {}
            '\u{2010}' | '\u{2011}' => text.push('-'),
            c if c.is_control() => {}
            c => text.push(c),
        }
    }
}

/// Rows from words, from the top down.
fn rows_of(mut words: Vec<(Word, bool)>) -> Vec<Row> {
    words.sort_by(|(a, _), (b, _)| a.base.total_cmp(&b.base).then(a.left.total_cmp(&b.left)));
    let mut rows: Vec<Vec<(Word, bool)>> = Vec::new();
    // The baseline that a row is held against is that of its largest word, so that a raised one does not begin a row.
    let mut held = (0.0_f32, 0.0_f32);
    for (word, closed) in words {
        let is_same = rows.last().is_some() && (word.base - held.0).abs() < 0.3 * held.1.min(word.size).max(1.0);
        if is_same {
            if word.size > held.1 {
                held = (word.base, word.size);
            }
        } else {
            rows.push(Vec::new());
            held = (word.base, word.size);
        }
        if let Some(row) = rows.last_mut() {
            row.push((word, closed));
        }
    }
    rows.into_iter().filter_map(|row| Row::of(merged(row))).collect()
}

/// The words of a row from left to right: pieces of one word together, what is printed twice once.
fn merged(mut row: Vec<(Word, bool)>) -> Vec<Word> {
    row.sort_by(|(a, _), (b, _)| a.left.total_cmp(&b.left));
    let mut words: Vec<(Word, bool)> = Vec::with_capacity(row.len());
    for (word, closed) in row {
        if let Some((last, last_closed)) = words.last_mut() {
            let gap = (word.left - last.right) / word.size.max(1.0);
            // Printed a second time a little aside, to look bold.
            if word.text == last.text && (word.left - last.left).abs() < 0.2 * word.size {
                continue;
            }
            if !*last_closed && gap < WORD_GAP && gap > -0.4 {
                last.text.push_str(&word.text);
                last.right = last.right.max(word.right);
                *last_closed = closed;
                continue;
            }
        }
        words.push((word, closed));
    }
    join_spaced(words.into_iter().map(|(word, _)| word).collect())
}

/// "E X P E R I E N C E" becomes a word: where nearly all words of a row are single letters, wide gaps part words.
fn join_spaced(words: Vec<Word>) -> Vec<Word> {
    let single = |word: &Word| word.text.chars().count() == 1 && word.text.chars().all(char::is_alphabetic);
    let singles = words.iter().filter(|word| single(word)).count();
    if words.len() < 4 || singles * 10 < words.len() * 9 {
        return words;
    }
    let mut gaps: Vec<f32> = words.windows(2).map(|pair| pair[1].left - pair[0].right).collect();
    gaps.sort_by(f32::total_cmp);
    let usual = gaps[gaps.len() / 2].max(0.01);
    let mut joined: Vec<Word> = Vec::new();
    for word in words {
        match joined.last_mut() {
            Some(last) if word.left - last.right <= usual * 1.7 => {
                last.text.push_str(&word.text);
                last.right = word.right;
            }
            _ => joined.push(word),
        }
    }
    joined
}
