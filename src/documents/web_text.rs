//! The visible text of a web page: headings, paragraphs, lists and tables; scripts, styles and menus say nothing.

use crate::error::Result;

use super::Document;
use super::Side;
use super::encoding::Decoded;
use super::encoding::unreadable;
use super::entities;
use super::outline::Kind;
use super::outline::Outline;
use super::roles::names_a_role;

/// Elements whose content is not read.
const SILENT: [&str; 15] = [
    "script", "style", "noscript", "template", "svg", "nav", "iframe", "select", "object", "canvas", "math", "audio",
    "video", "title", "textarea",
];

/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 24] = [
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "address",
    "blockquote",
    "pre",
    "dl",
    "dt",
    "dd",
    "ul",
    "ol",
    "figure",
    "figcaption",
    "form",
    "fieldset",
    "hr",
    "body",
    "details",
    "summary",
];

/// Elements that have no end.
const VOID: [&str; 9] = ["br", "hr", "img", "input", "meta", "link", "wbr", "col", "source"];

/// Bytes of a page among which it says what it is called.
const HEAD: usize = 64 * 1024;

/// What stands between the name of a page and that of its site.
const ENDS: [&str; 6] = [" | ", " - ", " \u{2013} ", " \u{2014} ", " \u{b7} ", " :: "];

/// The text of a page; `what` names it in errors.
pub(super) fn read(what: &str, page: &str) -> Result<Decoded> {
    let mut walk = Walk { page, at: 0, outline: Outline::default(), bold: 0, items: 0, is_verbatim: 0 };
    while walk.step() {}
    let text = walk.outline.text();
    if text.trim().is_empty() {
        let problem = "it is a web page without text; what it shows may be loaded by a script";
        return Err(unreadable(what, problem, "save the page as the browser shows it, or copy its text"));
    }
    Ok(Decoded { text, notes: Vec::new() })
}

/// Reads a page; what it is called counts where nothing that it shows names the work or the person. `what` names it in errors.
pub(super) fn document(what: &str, id: &str, page: &str, side: Option<Side>) -> Result<Document> {
    let text = read(what, page)?.text;
    let document = Document::parse(id, &text, side);
    let Some(title) = title(page) else { return Ok(document) };
    let names_it = match &document {
        Document::Posting(posting) => names_a_role(&title) && !names_a_role(&posting.title),
        Document::Resume(resume) => resume.name.is_none() && resume.title.is_empty(),
    };
    Ok(if names_it { Document::parse(id, &format!("# {title}\n\n{text}"), Some(document.side())) } else { document })
}

/// What a page is called, up to where its site begins: "Baker | Crumb's jobs" is "Baker".
fn title(page: &str) -> Option<String> {
    let head = &page[..page.floor_char_boundary(HEAD)];
    let at = head.match_indices('<').map(|(at, _)| at).find(|at| head[at + 1..].get(..5).is_some_and(is_title))?;
    let tag = tag_at(page, at).filter(|tag| tag.name == "title")?;
    let rest = &page[tag.end..];
    let decoded = entities::decode(&rest[..memchr::memchr(b'<', rest.as_bytes())?]);
    let plain = decoded.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = ENDS.iter().filter_map(|end| plain.find(end)).min().unwrap_or(plain.len());
    let title = plain[..end].strip_prefix("Job Application for ").unwrap_or(&plain[..end]).trim();
    (!title.is_empty() && title.len() <= 120).then(|| title.to_owned())
}

fn is_title(name: &str) -> bool {
    name.eq_ignore_ascii_case("title")
}

/// A tag, as far as it matters.
struct Tag<'p> {
    name: String,
    attributes: &'p str,
    closes: bool,
    /// Where what follows it begins.
    end: usize,
}

struct Walk<'p> {
    page: &'p str,
    at: usize,
    outline: Outline,
    bold: usize,
    items: usize,
    is_verbatim: usize,
}

impl<'p> Walk<'p> {
    /// Reads the text up to the next tag, and that; false at the end.
    fn step(&mut self) -> bool {
        let rest = &self.page[self.at..];
        if rest.is_empty() {
            return false;
        }
        let next = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        self.say(&rest[..next]);
        self.at += next;
        if self.at == self.page.len() {
            return true;
        }
        if let Some(end) = self.passed_mark() {
            self.at = end;
            return true;
        }
        match tag_at(self.page, self.at) {
            Some(tag) => {
                self.at = tag.end;
                self.tag(&tag);
            }
            None => {
                self.say("<");
                self.at += 1;
            }
        }
        true
    }

    /// The end of a comment or declaration that begins here.
    fn passed_mark(&self) -> Option<usize> {
        let rest = &self.page[self.at..];
        let (from, end) = match rest.as_bytes() {
            [b'<', b'!', b'-', b'-', ..] => (4, "-->"),
            [b'<', b'!' | b'?', ..] => (2, ">"),
            _ => return None,
        };
        let found = memchr::memmem::find(&rest.as_bytes()[from..], end.as_bytes());
        Some(found.map_or(self.page.len(), |found| self.at + from + found + end.len()))
    }

    fn say(&mut self, text: &str) {
        let decoded = entities::decode(text);
        if decoded.trim().is_empty() {
            if self.outline.is_open() {
                self.outline.say(" ", false);
            }
            return;
        }
        if self.is_verbatim > 0 {
            self.outline.say(&decoded, self.bold > 0);
        } else {
            self.outline.say(&decoded.replace(['\n', '\t', '\r'], " "), self.bold > 0);
        }
    }

    fn tag(&mut self, tag: &Tag<'p>) {
        let name = tag.name.as_str();
        if !tag.closes && !VOID.contains(&name) && (SILENT.contains(&name) || is_hidden(tag.attributes)) {
            self.pass(name);
            return;
        }
        let step = |count: usize| if tag.closes { count.saturating_sub(1) } else { count + 1 };
        match name {
            "b" | "strong" => self.bold = step(self.bold),
            "pre" => self.is_verbatim = step(self.is_verbatim),
            "br" => self.outline.say("\n", self.bold > 0),
            "li" => {
                self.items = step(self.items);
                self.break_line(if tag.closes { None } else { Some(Kind::Item) });
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.break_line(if tag.closes { None } else { Some(Kind::Heading(level)) });
            }
            "table" if tag.closes => self.outline.leave(),
            "table" if !self.outline.is_deep() => {
                self.break_line(None);
                self.outline.enter();
            }
            "tr" if tag.closes => self.outline.end_row(),
            "tr" => self.outline.begin_row(),
            "td" | "th" if tag.closes => self.outline.end_cell(),
            // A paragraph within an item or heading goes on with it while nothing is said yet.
            name if BLOCKS.contains(&name) && (tag.closes || !self.outline.is_blank()) => self.break_line(None),
            _ => {}
        }
    }

    /// Ends the paragraph under way and begins another.
    fn break_line(&mut self, kind: Option<Kind>) {
        while self.outline.is_open() {
            self.outline.end_unless_blank();
        }
        if let Some(kind) = kind {
            self.outline.begin(kind);
        }
    }

    /// Goes on behind the end of an element.
    fn pass(&mut self, name: &str) {
        let mut open = 1_usize;
        while let Some(next) = memchr::memchr(b'<', &self.page.as_bytes()[self.at..]) {
            self.at += next;
            match tag_at(self.page, self.at) {
                Some(tag) if tag.name == name => {
                    self.at = tag.end;
                    // Scripts and styles hold no elements, whatever looks like some.
                    open = if tag.closes {
                        open - 1
                    } else if matches!(name, "script" | "style") {
                        open
                    } else {
                        open + 1
                    };
                    if open == 0 {
                        return;
                    }
                }
                _ => self.at += 1,
            }
        }
        self.at = self.page.len();
    }
}

/// The tag that begins at `at`.
fn tag_at(page: &str, at: usize) -> Option<Tag<'_>> {
    let bytes = page.as_bytes();
    let closes = bytes.get(at + 1) == Some(&b'/');
    let from = at + 1 + usize::from(closes);
    let length =
        bytes[from..].iter().take(24).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    if length == 0 || !bytes[from].is_ascii_alphabetic() {
        return None;
    }
    let mut quote = None;
    for (step, &byte) in bytes[from + length..].iter().enumerate().take(64 * 1024) {
        match (quote, byte) {
            (Some(mark), byte) if mark == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            // Without this, a page of many tags that never end would be looked through again from each.
            (None, b'<') => return None,
            (None, b'>') => {
                let end = from + length + step;
                let name = page[from..from + length].to_ascii_lowercase();
                return Some(Tag { name, attributes: &page[from + length..end], closes, end: end + 1 });
            }
            _ => {}
        }
    }
    None
}

/// True where attributes say that an element is not shown.
fn is_hidden(attributes: &str) -> bool {
    if attributes.len() < 6 {
        return false;
    }
    let plain: String = attributes.to_ascii_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let squeezed = plain.replace(' ', "");
    plain.split(' ').any(|word| word == "hidden" || word == "hidden=\"\"" || word == "hidden=\"hidden\"")
        || squeezed.contains("display:none")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_shown() {
        let page = "<!DOCTYPE html><html><head><title>T</title><style>p{}</style><script>if (a<b) '<p>x</p>'</script></head><body><nav><a>Home</a></nav><!-- <p>no</p> --><h1>Baker</h1><div><p>We <b>bake</b>\nrye &amp; wheat.</p><div style=\"display: none\"><div>secret</div></div></div><ul><li><p>Rye</p></li><li>Wheat<ul><li>Spelt</li></ul></li></ul><table><tr><th>Pay</th><td>30 &euro;</td></tr></table>1 < 2</body></html>";
        let text = read("a.html", page).unwrap().text;
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(lines, ["# Baker", "We bake rye & wheat.", "- Rye", "- Wheat", "- Spelt", "Pay | 30 €", "1 < 2"]);
    }

    #[test]
    fn what_a_page_is_called_counts_where_it_shows_no_title() {
        let read = |head: &str, body: &str| {
            let page = format!("<html><head>{head}</head><body>{body}</body></html>");
            document("a.html", "a", &page, Some(Side::Posting)).unwrap().title().to_owned()
        };
        let body = "<p>We are looking for somebody who bakes rye bread at night.</p>";
        assert_eq!(read("<TITLE lang=en>\nNight &amp; Day Engineer | Crumb</TITLE>", body), "Night & Day Engineer");
        assert_eq!(read("<title>Job Application for Night Cook - Crumb</title>", body), "Night Cook");
        assert_eq!(read("<title>Engineers wanted</title>", &format!("<h1>Night Cook</h1>{body}")), "Night Cook");
    }

    #[test]
    fn a_page_without_text_says_so_and_a_cut_one_is_read() {
        let problem = read("a.html", "<html><body><script>x").unwrap_err().to_string();
        assert!(problem.starts_with("a.html: it is a web page without text"), "{problem}");
        let deep = format!("<html>{}bread", "<table><tr><td>".repeat(20_000));
        assert!(read("a.html", &deep).unwrap().text.contains("bread"));
    }
}
