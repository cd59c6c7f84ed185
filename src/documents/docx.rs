//! Word documents: the body, its tables and text boxes, what stands in headers and footers.

use std::collections::HashMap;
use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use crate::error::Result;

use super::archive::Archive;
use super::encoding::Decoded;
use super::encoding::unreadable;
use super::outline::Kind;
use super::outline::Outline;

/// The most elements inside one another.
const DEPTH: usize = 512;

/// The part that a Word document is known by.
pub(super) const BODY: &str = "word/document.xml";

/// The text of a Word document; `what` names it in errors.
pub(super) fn read(what: &str, archive: &mut Archive<'_>) -> Result<Decoded> {
    let styles = archive.text("word/styles.xml")?.map(|xml| styles(&xml)).unwrap_or_default();
    let body = archive.text(BODY)?.unwrap_or_default();
    let mut walk = Walk::new(&styles);
    let (mut heads, mut feet, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for name in archive.names() {
        let place = match name.strip_prefix("word/") {
            Some(part) if part.starts_with("header") => &mut heads,
            Some(part) if part.starts_with("footer") => &mut feet,
            _ => continue,
        };
        if let Some(xml) = archive.text(&name)?
            && seen.insert(xml.clone())
        {
            place.push(xml);
        }
    }
    let mut said: Vec<String> = Vec::new();
    let broken = |error: String| unreadable(what, &format!("it is a damaged Word document ({error})"), "save it anew");
    for xml in &heads {
        said.extend(alone(xml, &styles));
    }
    walk.all(&body).map_err(broken)?;
    let pictures = walk.pictures;
    let text = walk.outline.text();
    let foot: Vec<String> = feet
        .iter()
        .flat_map(|xml| alone(xml, &styles))
        .filter(|text| !text.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    let text = [said.join("\n"), text, foot.join("\n")].join("\n");
    if text.trim().is_empty() {
        let kind = if pictures > 0 {
            "it is a Word document of pictures without text"
        } else {
            "it is a Word document without text"
        };
        return Err(unreadable(what, kind, "check that it is the right file"));
    }
    let mut notes = Vec::new();
    if pictures > 0 {
        notes.push(format!("pictures were not read: {pictures}"));
    }
    Ok(Decoded { text, notes })
}

/// The text of a header or footer, where it has some; a damaged one says nothing.
fn alone(xml: &str, styles: &HashMap<String, Kind>) -> Option<String> {
    let mut walk = Walk::new(styles);
    walk.all(xml).ok()?;
    let text = walk.outline.text();
    let text = text.lines().map(|line| line.trim_matches(['#', ' ', '*'])).filter(|line| !line.is_empty());
    let text: Vec<&str> = text.collect();
    (!text.is_empty()).then(|| text.join("\n"))
}

/// What paragraphs of each style are, by the style's name and level.
fn styles(xml: &str) -> HashMap<String, Kind> {
    let mut styles = HashMap::new();
    let mut reader = Reader::from_str(xml);
    let mut id = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "style" => id = value(&tag, "styleId").unwrap_or_default(),
                "name" => {
                    if let Some(kind) = value(&tag, "val").and_then(|name| kind_of_style(&name)) {
                        styles.insert(id.clone(), kind);
                    }
                }
                "outlineLvl" => {
                    let level = value(&tag, "val").and_then(|level| level.parse::<u8>().ok());
                    if let Some(level) = level.filter(|level| *level < 6) {
                        styles.entry(id.clone()).or_insert(Kind::Heading((level + 2).min(6)));
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    styles
}

/// What a style is called makes its paragraphs: a title stands above headings of the first level.
fn kind_of_style(name: &str) -> Option<Kind> {
    let name = name.to_lowercase();
    if name == "title" {
        return Some(Kind::Heading(1));
    }
    if let Some(level) = name.strip_prefix("heading ").and_then(|level| level.parse::<u8>().ok()) {
        return Some(Kind::Heading((level + 1).min(6)));
    }
    (name.starts_with("list bullet") || name.starts_with("list number")).then_some(Kind::Item)
}

/// The value of an attribute, whatever its prefix.
pub(super) fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// A walk through a part.
struct Walk<'s> {
    styles: &'s HashMap<String, Kind>,
    outline: Outline,
    pictures: usize,
    /// Names of the elements that are open.
    open: Vec<String>,
    /// How many elements deep what is under way is passed over; 0: it is read.
    passed: usize,
    bold: bool,
    is_text: bool,
}

impl<'s> Walk<'s> {
    fn new(styles: &'s HashMap<String, Kind>) -> Self {
        Self {
            styles,
            outline: Outline::default(),
            pictures: 0,
            open: Vec::new(),
            passed: 0,
            bold: false,
            is_text: false,
        }
    }

    /// Reads all of a part; the error says what is wrong with it.
    fn all(&mut self, xml: &str) -> std::result::Result<(), String> {
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Eof => return Ok(()),
                Event::Start(tag) => {
                    self.open.push(tag.local_name().as_ref().to_owned());
                    if self.open.len() > DEPTH {
                        return Err(format!("more than {DEPTH} elements inside one another"));
                    }
                    if self.passed > 0 || is_passed(tag.local_name().as_ref()) || self.is_too_deep(&tag) {
                        self.passed += 1;
                    } else {
                        self.begin(&tag);
                    }
                }
                Event::Empty(tag) if self.passed == 0 => {
                    self.begin(&tag);
                    self.end(tag.local_name().as_ref());
                }
                Event::End(tag) => {
                    self.open.pop();
                    if self.passed > 0 {
                        self.passed -= 1;
                    } else {
                        self.end(tag.local_name().as_ref());
                    }
                }
                Event::Text(text) if self.passed == 0 && self.is_text => {
                    self.outline.say(&text.xml10_content(), self.bold)
                }
                Event::CData(text) if self.passed == 0 && self.is_text => {
                    self.outline.say(&text.xml10_content(), self.bold)
                }
                Event::GeneralRef(reference) if self.passed == 0 && self.is_text => {
                    if let Some(said) = referred(&reference) {
                        self.outline.say(&said, self.bold);
                    }
                }
                _ => {}
            }
        }
    }

    fn is_too_deep(&self, tag: &BytesStart<'_>) -> bool {
        self.outline.is_deep() && matches!(tag.local_name().as_ref(), "tbl" | "txbxContent")
    }

    fn begin(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "p" => self.outline.begin(Kind::Plain),
            "pStyle" => {
                if let Some(kind) = value(tag, "val").and_then(|style| self.styles.get(&style).copied()) {
                    self.outline.set_kind(kind);
                }
            }
            "numPr" => self.outline.set_kind(Kind::Item),
            "r" => self.bold = false,
            "b" if self.open.iter().any(|name| name == "r") => {
                self.bold = !value(tag, "val").is_some_and(|value| matches!(value.as_str(), "0" | "false"));
            }
            "t" => self.is_text = true,
            "tab" if self.open.iter().rev().take(2).all(|name| name != "tabs") => self.outline.say("\t", self.bold),
            "br" | "cr" => self.outline.say("\n", self.bold),
            "noBreakHyphen" => self.outline.say("-", self.bold),
            "sym" => self.outline.say("•", self.bold),
            "tbl" | "txbxContent" => self.outline.enter(),
            "tr" => self.outline.begin_row(),
            "blip" | "imagedata" => self.pictures += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.outline.end(),
            "t" => self.is_text = false,
            "tc" => self.outline.end_cell(),
            "tr" => self.outline.end_row(),
            "tbl" | "txbxContent" => self.outline.leave(),
            _ => {}
        }
    }
}

/// True for what is there twice, was deleted, or is said about the text.
fn is_passed(name: &str) -> bool {
    matches!(name, "Fallback" | "del" | "delText" | "instrText" | "moveFrom" | "sectPr" | "pPrChange" | "rPrChange")
}

/// What a reference to a character stands for; others are not followed.
pub(super) fn referred(reference: &quick_xml::events::BytesRef<'_>) -> Option<String> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c.to_string());
    }
    quick_xml::escape::resolve_predefined_entity(&reference.xml10_content()).map(ToOwned::to_owned)
}
