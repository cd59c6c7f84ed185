//! Rich Text: control words and groups, read as far as text goes.

use std::collections::HashMap;

use encoding_rs::Encoding;

use crate::error::Result;

use super::encoding::Decoded;
use super::encoding::unreadable;
use super::outline::Kind;
use super::outline::Outline;

/// The most groups inside one another.
const DEPTH: usize = 512;

/// Groups that hold no text of the document.
const SILENT: [&str; 26] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "fldinst",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "filetbl",
    "revtbl",
    "mmathPr",
    "annotation",
    "atnid",
    "atnauthor",
    "nonshppict",
    "bkmkstart",
    "bkmkend",
    "falt",
];

/// What a group inherits and its end restores.
#[derive(Clone)]
struct State {
    silent: bool,
    bold: bool,
    /// How many characters stand in for one of `\u`.
    stand_ins: usize,
    encoding: &'static Encoding,
    is_font_table: bool,
    is_mark: bool,
}

/// The text of a Rich Text file; `what` names it in errors.
pub(super) fn read(what: &str, bytes: &[u8]) -> Result<Decoded> {
    let mut reader = Reader::new(bytes);
    reader.all().map_err(|problem| {
        unreadable(what, &format!("it is a damaged Rich Text document ({problem})"), "save it anew")
    })?;
    reader.flush();
    let mut notes = Vec::new();
    if reader.pictures > 0 {
        notes.push(format!("pictures were not read: {}", reader.pictures));
    }
    let text = reader.outline.text();
    if text.trim().is_empty() {
        return Err(unreadable(what, "it is a Rich Text document without text", "check that it is the right file"));
    }
    Ok(Decoded { text, notes })
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    state: State,
    states: Vec<State>,
    /// The encoding of the document.
    page: &'static Encoding,
    fonts: HashMap<i32, &'static Encoding>,
    font: i32,
    /// Bytes that are still to be decoded.
    pending: Vec<u8>,
    /// The first half of a character that UTF-16 has in two.
    high: Option<u16>,
    skip: usize,
    outline: Outline,
    in_row: bool,
    pictures: usize,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let page = encoding_rs::WINDOWS_1252;
        let state =
            State { silent: false, bold: false, stand_ins: 1, encoding: page, is_font_table: false, is_mark: false };
        Self {
            bytes,
            at: 0,
            state,
            states: Vec::new(),
            page,
            fonts: HashMap::new(),
            font: 0,
            pending: Vec::new(),
            high: None,
            skip: 0,
            outline: Outline::default(),
            in_row: false,
            pictures: 0,
        }
    }

    fn all(&mut self) -> std::result::Result<(), String> {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => {
                    if self.states.len() >= DEPTH {
                        return Err(format!("more than {DEPTH} groups inside one another"));
                    }
                    self.flush();
                    self.states.push(self.state.clone());
                }
                b'}' => {
                    self.flush();
                    match self.states.pop() {
                        Some(state) => self.state = state,
                        None => return Err("a group ends that did not begin".to_owned()),
                    }
                    if self.states.is_empty() {
                        return Ok(());
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.push(byte),
            }
        }
        Ok(())
    }

    /// A byte of text.
    fn push(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.state.silent {
            self.pending.push(byte);
        }
    }

    /// Decodes the bytes that wait.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let text = self.state.encoding.decode_without_bom_handling(&self.pending).0.into_owned();
        self.pending.clear();
        self.say(&text);
    }

    fn say(&mut self, text: &str) {
        if self.state.silent {
            return;
        }
        if self.state.is_mark {
            // What stands in front of an item, be it a bullet or a number, says that it is one.
            self.open();
            self.outline.set_kind(Kind::Item);
            return;
        }
        self.open();
        self.outline.say(text, self.state.bold);
    }

    fn open(&mut self) {
        if !self.outline.is_open() {
            self.outline.begin(Kind::Plain);
        }
    }

    /// A control word or sign behind a backslash.
    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else { return };
        self.at += 1;
        if !first.is_ascii_alphabetic() {
            return self.sign(first);
        }
        let from = self.at - 1;
        let letters = self.bytes[from..].iter().take(32).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = String::from_utf8_lossy(&self.bytes[from..from + letters]).into_owned();
        self.at = from + letters;
        let rest = &self.bytes[self.at..];
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let number = std::str::from_utf8(&rest[..if digits > 0 { sign + digits } else { 0 }]).unwrap_or("");
        let given = number.parse::<i32>().ok();
        self.at += number.len();
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(&word, given);
    }

    fn sign(&mut self, sign: u8) {
        match sign {
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2).and_then(|digits| std::str::from_utf8(digits).ok());
                if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.at += 2;
                    self.push(byte);
                }
            }
            b'~' => self.push(b' '),
            b'_' => self.push(b'-'),
            b'*' => self.state.silent |= !self.bytes[self.at..].starts_with(b"\\shppict"),
            b'{' | b'}' | b'\\' => self.push(sign),
            b'\r' | b'\n' => self.word("par", None),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, given: Option<i32>) {
        if word == "bin" {
            let length = usize::try_from(given.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(length).min(self.bytes.len());
            return;
        }
        if word == "u" {
            return given.map_or((), |number| self.unicode(number));
        }
        self.flush();
        match word {
            "par" | "sect" | "page" => self.paragraph(),
            "line" => self.say("\n"),
            "tab" => self.say("\t"),
            "bullet" => self.say("•"),
            "emdash" => self.say("—"),
            "endash" => self.say("–"),
            "lquote" => self.say("‘"),
            "rquote" => self.say("’"),
            "ldblquote" => self.say("“"),
            "rdblquote" => self.say("”"),
            "b" => self.state.bold = given != Some(0),
            "plain" => self.state.bold = false,
            "uc" => self.state.stand_ins = usize::try_from(given.unwrap_or(1)).unwrap_or(1).min(16),
            "listtext" | "pntext" => self.state.is_mark = true,
            "ansicpg" => {
                self.page = page_of(given.unwrap_or(1252));
                self.state.encoding = self.page;
            }
            "mac" => self.state.encoding = encoding_rs::MACINTOSH,
            "trowd" if !self.in_row => {
                self.in_row = true;
                self.outline.enter();
                self.outline.begin_row();
            }
            "cell" if self.in_row => self.outline.end_cell(),
            "row" if self.in_row => {
                self.outline.end_row();
                self.outline.leave();
                self.in_row = false;
            }
            "f" | "fcharset" => self.set_font(word, given.unwrap_or(0)),
            "pict" => {
                self.pictures += 1;
                self.state.silent = true;
            }
            word if SILENT.contains(&word) => {
                self.state.is_font_table |= word == "fonttbl";
                self.state.silent = true;
            }
            _ => {}
        }
    }

    /// The font of the text, or the characters of a font in the table.
    fn set_font(&mut self, word: &str, given: i32) {
        if word == "f" {
            self.font = given;
            if !self.state.is_font_table {
                self.state.encoding = self.fonts.get(&given).copied().unwrap_or(self.page);
            }
        } else if self.state.is_font_table
            && self.fonts.len() < 4096
            && let Some(encoding) = encoding_of_charset(given)
        {
            self.fonts.insert(self.font, encoding);
        }
    }

    fn paragraph(&mut self) {
        if self.state.silent {
            return;
        }
        self.open();
        self.outline.end();
    }

    /// A character by its number, which may be half of one, and may be negative.
    fn unicode(&mut self, given: i32) {
        self.flush();
        self.skip = self.state.stand_ins;
        let unit = (given & 0xFFFF) as u16;
        let pair = self.high.take().map(|high| vec![high, unit]).unwrap_or_else(|| vec![unit]);
        if (0xD800..0xDC00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        let text: String = char::decode_utf16(pair).filter_map(std::result::Result::ok).collect();
        self.say(&text);
    }
}

/// The encoding of a Windows code page.
fn page_of(number: i32) -> &'static Encoding {
    let label = match number {
        65001 => "utf-8".to_owned(),
        10000 => "macintosh".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        number => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252)
}

/// The encoding of a font's character set; `None` where it is the document's.
fn encoding_of_charset(number: i32) -> Option<&'static Encoding> {
    Some(page_of(match number {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_characters_paragraphs_lists_and_rows() {
        let text =
            br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset238 Arial CE;}}{\*\generator x;}
{\b Ida Nov\'e1k}\par Baker \endash  Lyon\par {\f1 \'e8eska}\par \u8364?\u-10179?\u-8704?\par
{\listtext\'b7\tab}Rye bread\par\trowd Languages\cell French\cell\row {\pict 0102ff}end \{x\}}";
        let read = read("a.rtf", text).unwrap();
        for part in [
            "**Ida Novák**\n",
            "Baker – Lyon\n",
            "česka\n",
            "€😀\n",
            "- Rye bread\n",
            "Languages | French\n",
            "end {x}",
        ] {
            assert!(read.text.contains(part), "{part}: {}", read.text);
        }
        assert_eq!(read.notes, ["pictures were not read: 1"]);
        assert!(!read.text.contains("Arial"));
    }

    #[test]
    fn what_is_damaged_says_so() {
        let deep = format!("{{\\rtf1{}", "{".repeat(10_000));
        for text in [deep.as_bytes(), b"{\\rtf1}", b"{\\rtf1 \\'", b"{\\rtf1 \\u"] {
            let problem = read("a.rtf", text).unwrap_err().to_string();
            assert!(problem.starts_with("a.rtf: it is a"), "{problem}");
        }
    }
}
