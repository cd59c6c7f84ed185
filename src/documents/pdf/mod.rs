//! PDF files: the text of their pages in the order in which people read it.
//!
//! `hayro-syntax` reads the structure and `hayro-font`, by way of [`fonts`], tells what each code of a font means and how
//! wide it is. What follows is ours: [`content`] runs the operators of a page and gives glyphs with their places, [`rows`] makes words and
//! rows of them, [`blocks`] parts the rows into columns and puts these one after the other, [`prose`] writes them as lines
//! with wrapped ones joined, and [`furniture`] takes out what is printed on every page.

mod blocks;
mod bombs;
mod content;
mod fonts;
mod furniture;
mod limits;
mod prose;
mod rows;
mod sources;
mod unpacking;

use hayro_syntax::DecryptionError;
use hayro_syntax::LoadPdfError;
use hayro_syntax::Pdf;

use crate::error::Error;
use crate::error::Result;

use super::encoding::Decoded;
use super::encoding::unreadable;
use content::Canvas;
use content::Reader;
use rows::Row;

/// The most pages that are read.
const PAGES: usize = 60;

/// Bytes of stack for one file: objects inside one another are followed some hundred levels deep.
const STACK: usize = 32 * 1024 * 1024;

/// A page as rows of words.
struct Page {
    rows: Vec<Row>,
    /// Text that is not written from left to right, one list of rows for each direction.
    turned: Vec<Vec<Row>>,
    height: f32,
}

/// The mark of the end stands in so many last bytes.
const ENDING: usize = 2048;

/// The text of a PDF file; `what` names it in errors.
///
/// # Errors
/// [`Error::Unreadable`] where it is encrypted, damaged, over a limit or holds no text.
pub(super) fn read(what: &str, bytes: Vec<u8>) -> Result<Decoded> {
    bombs::refuse(what, &bytes)?;
    let is_cut_off = bytes.starts_with(b"%PDF")
        && memchr::memmem::find(&bytes[bytes.len().saturating_sub(ENDING)..], b"%%EOF").is_none();
    let reading = || read_pages(what, bytes).map_err(|error| if is_cut_off { cut_off(what) } else { error });
    // A thread of its own for its stack; should the parser panic on a damaged file, that ends here as well.
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, reading);
        match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(read)) => read,
            Ok(Err(_)) => Err(damaged(what)),
            Err(source) => Err(Error::io(what, source)),
        }
    })
}

/// A file that cannot be read and lacks the mark at which every PDF ends.
fn cut_off(what: &str) -> Error {
    unreadable(what, "it is a damaged PDF whose end is missing: it was cut off", "download or copy it anew")
}

fn damaged(what: &str) -> Error {
    unreadable(what, "it is a damaged PDF", "save it anew with the program that made it")
}

fn read_pages(what: &str, bytes: Vec<u8>) -> Result<Decoded> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            unreadable(what, "it is a PDF that is encrypted with a password", "save it without one")
        }
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => {
            unreadable(what, "it is a PDF that is encrypted in a way that is not known here", "save it unencrypted")
        }
        LoadPdfError::Decryption(_) => {
            unreadable(what, "it is a PDF whose encryption is damaged", "save it unencrypted, or anew")
        }
        LoadPdfError::Invalid => damaged(what),
    })?;
    let all = pdf.pages();
    let mut reader = Reader::new();
    let mut pages = Vec::new();
    let (mut empty, mut pictured, mut unknown, mut known) = (0, 0, 0, 0);
    for page in all.iter().take(PAGES) {
        let canvas = reader.read(page).map_err(|problem| {
            unreadable(what, &format!("it is a PDF of which {problem}"), "save it anew with another program")
        })?;
        unknown += canvas.unknown;
        known += canvas.glyphs.len();
        if canvas.glyphs.is_empty() {
            empty += 1;
            pictured += usize::from(canvas.images > 0);
        }
        pages.push(page_of(&canvas, page.render_dimensions().1));
    }
    let passed_over = reader.passed_over();
    if known == 0 && passed_over > 0 {
        let problem = format!("it is a PDF whose pages hold more than {} bytes in one piece, unpacked", limits::STREAM);
        return Err(unreadable(what, &problem, "save it anew with another program"));
    }
    if known == 0 {
        return Err(without_text(what, all.len(), pictured, unknown));
    }
    let mut notes = Vec::new();
    if all.len() > PAGES {
        notes.push(format!("{PAGES} of {} pages were read", all.len()));
    }
    if empty > 0 {
        let kind = if pictured > 0 { "pictures without text (scans?)" } else { "empty" };
        notes.push(format!("{empty} of {} pages are {kind} and say nothing here", pages.len()));
    }
    if passed_over > 0 {
        notes.push(format!(
            "parts of the pages that are larger than {} bytes were not read: {passed_over}",
            limits::STREAM
        ));
    }
    if unknown * 50 > known {
        let share = 100 * unknown / (unknown + known);
        notes.push(format!("{share} % of the characters have no known meaning in their font and are missing"));
    }
    furniture::remove(&mut pages);
    Ok(Decoded { text: text_of(&pages), notes })
}

/// The rows of a page, and the rows of what is turned.
fn page_of(canvas: &Canvas, height: f32) -> Page {
    let mut turned = rows::directions(canvas);
    let rows = if turned.first().is_some_and(|first| first.angle == 0) { turned.remove(0).rows } else { Vec::new() };
    Page { rows, turned: turned.into_iter().map(|direction| direction.rows).collect(), height }
}

/// The text of all pages, a form feed between two.
fn text_of(pages: &[Page]) -> String {
    let mut text = String::new();
    for (at, page) in pages.iter().enumerate() {
        if at > 0 {
            text.push('\u{0C}');
        }
        for rows in std::iter::once(&page.rows).chain(&page.turned) {
            for block in blocks::in_reading_order(rows) {
                prose::write(&block, &mut text);
            }
        }
    }
    text
}

/// The error for a file on whose pages nothing is written.
fn without_text(what: &str, pages: usize, pictured: usize, unknown: usize) -> Error {
    if pictured > 0 {
        let problem = format!("it is a PDF of pictures without text (a scan of {pages} pages)");
        return unreadable(what, &problem, "run text recognition over it first");
    }
    if unknown > 0 {
        return unreadable(
            what,
            "it is a PDF whose fonts do not tell what their characters mean",
            "save it anew as PDF or text",
        );
    }
    unreadable(what, "it is a PDF without text", "check that it is the right file")
}
