//! OpenDocument texts: paragraphs, headings, lists, tables, frames, and what stands in headers and footers of pages.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use crate::error::Result;

use super::archive::Archive;
use super::docx::referred;
use super::docx::value;
use super::encoding::Decoded;
use super::encoding::unreadable;
use super::outline::Kind;
use super::outline::Outline;

/// The most elements inside one another.
const DEPTH: usize = 512;

/// The part that holds the text.
pub(super) const BODY: &str = "content.xml";

/// The text of an OpenDocument text; `what` names it in errors.
pub(super) fn read(what: &str, archive: &mut Archive<'_>) -> Result<Decoded> {
    let body = archive.text(BODY)?.unwrap_or_default();
    let pages = archive.text("styles.xml")?.unwrap_or_default();
    let broken =
        |error: String| unreadable(what, &format!("it is a damaged OpenDocument text ({error})"), "save it anew");
    let mut walk = Walk::new(styles(&body));
    walk.all(&body, "body").map_err(broken)?;
    let pictures = walk.pictures;
    let side = |place: &str| {
        let mut walk = Walk::new(styles(&pages));
        let _damaged = walk.all(&pages, place).is_err();
        walk.outline.text()
    };
    let text = [side("header"), walk.outline.text(), side("footer")].join("\n");
    if text.trim().is_empty() {
        return Err(unreadable(what, "it is an OpenDocument text without text", "check that it is the right file"));
    }
    let mut notes = Vec::new();
    if pictures > 0 {
        notes.push(format!("pictures were not read: {pictures}"));
    }
    Ok(Decoded { text, notes })
}

/// The automatic styles that stand for a named one or are bold.
fn styles(xml: &str) -> HashMap<String, (String, bool)> {
    let mut styles = HashMap::new();
    let mut reader = Reader::from_str(xml);
    let mut name = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "style" => {
                    name = value(&tag, "name").unwrap_or_default();
                    styles.insert(name.clone(), (value(&tag, "parent-style-name").unwrap_or_default(), false));
                }
                "text-properties" if value(&tag, "font-weight").is_some_and(|weight| weight == "bold") => {
                    styles.entry(name.clone()).or_default().1 = true;
                }
                "body" => break,
                _ => {}
            },
            _ => {}
        }
    }
    styles
}

/// A walk through a part.
struct Walk {
    styles: HashMap<String, (String, bool)>,
    outline: Outline,
    pictures: usize,
    depth: usize,
    /// How many elements deep what is under way is passed over; 0: it is read.
    passed: usize,
    /// How many of the elements that are read stand open.
    inside: usize,
    /// Whether each paragraph and span that is open is bold.
    bold: Vec<bool>,
    items: usize,
}

impl Walk {
    fn new(styles: HashMap<String, (String, bool)>) -> Self {
        let bold = Vec::new();
        Self { styles, outline: Outline::default(), pictures: 0, depth: 0, passed: 0, inside: 0, bold, items: 0 }
    }

    /// Reads what stands in elements of a name; the error says what is wrong with the part.
    fn all(&mut self, xml: &str, place: &str) -> std::result::Result<(), String> {
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Eof => return Ok(()),
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Err(format!("more than {DEPTH} elements inside one another"));
                    }
                    let name = tag.local_name();
                    self.inside += usize::from(self.inside > 0 || name.as_ref() == place);
                    if self.passed > 0 || is_passed(name.as_ref()) || self.is_too_deep(name.as_ref()) {
                        self.passed += 1;
                    } else if self.inside > 0 {
                        self.begin(&tag);
                    }
                }
                Event::Empty(tag) if self.passed == 0 && self.inside > 0 => {
                    self.begin(&tag);
                    self.end(tag.local_name().as_ref());
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.passed > 0 {
                        self.passed -= 1;
                    } else if self.inside > 0 {
                        self.end(tag.local_name().as_ref());
                    }
                    self.inside = self.inside.saturating_sub(1);
                }
                Event::Text(text) => self.say(&text.xml10_content()),
                Event::CData(text) => self.say(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    if let Some(said) = referred(&reference) {
                        self.say(&said);
                    }
                }
                _ => {}
            }
        }
    }

    fn say(&mut self, text: &str) {
        if self.passed == 0 && self.inside > 0 && self.outline.is_open() {
            // Line ends of the file are spaces; those of the text are elements.
            let bold = self.bold.last().copied().unwrap_or(false);
            self.outline.say(&text.replace(['\n', '\t'], " "), bold);
        }
    }

    fn is_too_deep(&self, name: &str) -> bool {
        self.outline.is_deep() && matches!(name, "table" | "text-box")
    }

    fn begin(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "h" => {
                let level = value(tag, "outline-level").and_then(|level| level.parse::<u8>().ok()).unwrap_or(1);
                self.outline.begin(Kind::Heading(level.saturating_add(1).min(6)));
                self.bold.push(false);
            }
            "p" => {
                let style = value(tag, "style-name").unwrap_or_default();
                let (parent, bold) = self.styles.get(&style).cloned().unwrap_or_default();
                let is_title = style == "Title" || parent == "Title";
                let item = if self.items > 0 { Kind::Item } else { Kind::Plain };
                self.outline.begin(if is_title { Kind::Heading(1) } else { item });
                self.bold.push(bold);
            }
            "span" => {
                let style = value(tag, "style-name").unwrap_or_default();
                let before = self.bold.last().copied().unwrap_or(false);
                self.bold.push(before || self.styles.get(&style).is_some_and(|(_, bold)| *bold));
            }
            "list-item" => self.items += 1,
            "tab" => self.mark("\t"),
            "line-break" => self.mark("\n"),
            "s" => self.mark(" "),
            "table" | "text-box" => self.outline.enter(),
            "table-row" => self.outline.begin_row(),
            "image" => self.pictures += 1,
            _ => {}
        }
    }

    fn mark(&mut self, mark: &str) {
        if self.outline.is_open() {
            self.outline.say(mark, false);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "h" | "p" => {
                self.outline.end();
                self.bold.pop();
            }
            "span" => {
                self.bold.pop();
            }
            "list-item" => self.items = self.items.saturating_sub(1),
            "table-cell" => self.outline.end_cell(),
            "table-row" => self.outline.end_row(),
            "table" | "text-box" => self.outline.leave(),
            _ => {}
        }
    }
}

/// True for what was deleted, is said about the text, or repeats a page's number.
fn is_passed(name: &str) -> bool {
    matches!(name, "tracked-changes" | "annotation" | "page-number" | "page-count" | "desc" | "title" | "forms")
}
