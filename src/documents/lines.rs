//! Lines of text without markup, each with what its markup said about it.

use super::entities;
use super::glued;
use super::html;

/// What the markup of a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Nothing stands there.
    Blank,
    /// A Markdown heading of this level, 1 to 6.
    Heading(u8),
    /// Bold from end to end.
    Strong,
    /// A list item, indented by so many columns.
    Item(u8),
    /// Neither.
    Plain,
}

/// A line without markup.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// The text: no markup, no doubled spaces, no bullet.
    pub(super) text: String,
    /// What the markup said.
    pub(super) style: Style,
    /// Columns before the first character.
    pub(super) indent: u8,
    /// The end, in bytes, of what stands in bold before a colon at the line's start.
    pub(super) lead: Option<usize>,
}

/// A heading.
pub(super) fn heading(text: &str) -> Line {
    Line { text: text.to_owned(), style: Style::Heading(3), indent: 0, lead: None }
}

/// A line that says nothing.
pub(super) fn blank() -> Line {
    Line { text: String::new(), style: Style::Blank, indent: 0, lead: None }
}

/// The characters that begin list items.
pub(super) fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '●'
            | '▪'
            | '◦'
            | '·'
            | '‣'
            | '⁃'
            | '∙'
            | '■'
            | '□'
            | '▶'
            | '►'
            | '➢'
            | '➤'
            | '✓'
            | '✔'
            | '✅'
            | '★'
            | '☆'
            | '◆'
            | '◇'
            | '○'
            | '▸'
            | '➔'
            | '⇒'
            | '→'
            | '❖'
            | '✦'
            | '\u{F0B7}'
            | '\u{F0A7}'
            | '\u{F0D8}'
            | '\u{F076}'
            | '\u{F0FC}'
            | '\u{F02D}'
            | '\u{F0A8}'
    )
}

/// Cuts Markdown, plain text or text with HTML tags into lines.
pub(super) fn read(text: &str) -> Vec<Line> {
    let text = html::to_markdown(text);
    let mut lines: Vec<Line> = Vec::with_capacity(text.len() / 60 + 4);
    for raw in text.split(['\n', '\u{0C}', '\u{0B}']) {
        for (piece, is_item) in glued::apart(raw) {
            let mut line = read_line(piece);
            if is_item && line.style == Style::Plain {
                line.style = Style::Item(0);
            }
            if line.style == Style::Blank && lines.last().is_none_or(|last| last.style == Style::Blank) {
                continue;
            }
            lines.push(line);
        }
    }
    while lines.last().is_some_and(|last| last.style == Style::Blank) {
        lines.pop();
    }
    lines
}

/// Reads one line.
fn read_line(raw: &str) -> Line {
    let trimmed = raw.trim();
    let indent = raw.len() - raw.trim_start().len();
    let indent = u8::try_from(indent.min(200)).unwrap_or(200);
    if is_rule(trimmed) {
        return Line { text: String::new(), style: Style::Blank, indent, lead: None };
    }
    if let Some((level, rest)) = heading_mark(trimmed).filter(|(_, rest)| !is_marked(rest)) {
        let text = clean(rest.trim_end_matches(['#', ' ']));
        let style = if text.is_empty() { Style::Blank } else { Style::Heading(level) };
        return Line { text, style, indent, lead: None };
    }
    let unheaded = heading_mark(trimmed).map_or(trimmed, |(_, rest)| rest);
    let (body, item) = match item_mark(unheaded) {
        Some(rest) => (rest, true),
        None => (trimmed.trim_start_matches("> "), false),
    };
    let (lead, all_bold) = bold(body);
    let text = clean(body);
    let style = if !text.chars().any(char::is_alphanumeric) {
        Style::Blank
    } else if item {
        Style::Item(indent)
    } else if all_bold {
        Style::Strong
    } else {
        Style::Plain
    };
    let lead =
        lead.map(|lead| clean(lead).len()).filter(|end| *end > 0 && *end < text.len() && text.is_char_boundary(*end));
    Line { text, style, indent, lead }
}

/// True for a line that is only there to look at: blank, or rules of dashes and stars.
fn is_rule(trimmed: &str) -> bool {
    trimmed.bytes().all(|byte| matches!(byte, b'-' | b'*' | b'_' | b'=' | b' ' | b'|' | b':' | b'.' | b'~' | b'\\'))
}

/// True for text behind the mark of a heading that is an item of a list all the same: "### • Bread".
fn is_marked(rest: &str) -> bool {
    rest.starts_with(is_bullet) || is_ring(rest)
}

/// True for an item of a list whose ring was read as a letter: "o Bread".
fn is_ring(text: &str) -> bool {
    text.strip_prefix("o ").is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_uppercase()))
}

/// The level of a Markdown heading, and what stands behind its mark.
fn heading_mark(trimmed: &str) -> Option<(u8, &str)> {
    let level = trimmed.bytes().take_while(|byte| *byte == b'#').count();
    let rest = trimmed.get(level..)?;
    if (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t', '\u{A0}'])) {
        return Some((u8::try_from(level).ok()?, rest.trim()));
    }
    None
}

/// What stands behind the mark of a list item.
pub(super) fn item_mark(trimmed: &str) -> Option<&str> {
    let first = trimmed.chars().next()?;
    let rest = &trimmed[first.len_utf8()..];
    if is_bullet(first) {
        return Some(rest.trim_start_matches(is_bullet).trim_start());
    }
    match first {
        '*' | '-' | '+' | '–' | '—' => {
            let content = rest.strip_prefix([' ', '\t', '\u{A0}'])?.trim_start();
            // A list inside a list item, on one line.
            Some(content.strip_prefix("* ").or_else(|| content.strip_prefix("- ")).unwrap_or(content))
        }
        'o' if is_ring(trimmed) => Some(rest.trim_start()),
        '\\' if rest.starts_with("- ") => Some(rest[2..].trim_start()),
        '0'..='9' => {
            let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
            let rest = trimmed.get(digits..).filter(|_| digits <= 2)?;
            let rest = rest.strip_prefix('\\').unwrap_or(rest);
            Some(rest.strip_prefix(['.', ')'])?.strip_prefix([' ', '\t'])?.trim_start())
        }
        _ => None,
    }
}

/// What stands in bold before a colon at the start, and whether the line is bold from end to end.
fn bold(body: &str) -> (Option<&str>, bool) {
    let open = body.trim_start_matches('_');
    if !open.starts_with("**") && !open.starts_with("__") {
        return (None, false);
    }
    let mark = &open[..2];
    let mut inside = false;
    let mut outside_text = false;
    for (at, piece) in open.split(mark).enumerate() {
        inside = at % 2 == 1;
        if !inside && piece.chars().any(char::is_alphanumeric) {
            outside_text = true;
            break;
        }
    }
    if !outside_text && (!inside || open.len() < 160) {
        return (None, true);
    }
    let rest = &open[2..];
    let Some(end) = rest.find(mark) else { return (None, false) };
    let (lead, behind) = (&rest[..end], rest[end + 2..].trim_start_matches('_').trim_start());
    let has_colon =
        lead.trim_end().ends_with([':', '：']) || behind.starts_with([':', '–', '—']) || behind.starts_with("- ");
    if has_colon && end <= 120 {
        let length = body.len() - open.len() + 2 + end + 2;
        return (Some(&body[..length]), false);
    }
    (None, false)
}

/// The text without Markdown marks, character references, invisible characters and doubled spaces.
pub(super) fn clean(text: &str) -> String {
    if text.bytes().all(|b| {
        b.is_ascii_alphanumeric() || matches!(b, b' ' | b',' | b'.' | b';' | b'-' | b'\'' | b'/' | b'(' | b')' | b':')
    }) && memchr::memmem::find(text.as_bytes(), b"  ").is_none()
    {
        return text.trim().to_owned();
    }
    let text = entities::decode(text);
    tidy(&without_marks(&text))
}

/// Without Markdown marks.
fn without_marks(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        match bytes[at] {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => {
                out.push(char::from(bytes[at + 1]));
                at += 2;
            }
            b'*' if rest.starts_with("**") => at += rest.bytes().take_while(|byte| *byte == b'*').count(),
            b'_' if rest.starts_with("__") => at += rest.bytes().take_while(|byte| *byte == b'_').count(),
            b'*' | b'_' if is_emphasis(bytes, at) => at += 1,
            b'`' => at += 1,
            // What a picture is called is no text of the document.
            b'!' if rest.starts_with("![") => at += link(&rest[1..]).map_or(1, |(_, length)| 1 + length),
            b'[' => match link(rest) {
                Some((label, length)) => {
                    out.push_str(&without_marks_of_label(label));
                    at += length;
                }
                None => {
                    out.push('[');
                    at += 1;
                }
            },
            _ => {
                let length = rest
                    .bytes()
                    .skip(1)
                    .position(|b| matches!(b, b'\\' | b'*' | b'_' | b'`' | b'!' | b'['))
                    .map_or(rest.len(), |p| p + 1);
                out.push_str(&rest[..length]);
                at += length;
            }
        }
    }
    out
}

/// A link's label without emphasis.
fn without_marks_of_label(label: &str) -> String {
    label.replace("**", "").replace(['`', '['], "")
}

/// The label of the link `[label](url)` at the start of `text`, and the whole link's length.
pub(super) fn link(text: &str) -> Option<(&str, usize)> {
    let window = &text.as_bytes()[..text.len().min(2048)];
    let middle = memchr::memmem::find(window, b"](")?;
    let mut depth = 0_usize;
    for (at, byte) in window.iter().enumerate().skip(middle + 1) {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some((&text[1..middle], at + 1));
                }
            }
            b' ' | b'\n' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// True where a lone `*` or `_` opens or closes emphasis: a word on one side, none on the other.
fn is_emphasis(bytes: &[u8], at: usize) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
    let before = at.checked_sub(1).map(|before| bytes[before]);
    let after = bytes.get(at + 1).copied();
    let opens = after.is_some_and(|byte| is_word(byte) || matches!(byte, b'"' | b'(' | b'*' | b'['))
        && !before.is_some_and(is_word);
    let closes = before.is_some_and(|byte| {
        is_word(byte) || matches!(byte, b'.' | b',' | b':' | b'!' | b'?' | b')' | b'"' | b'*' | b']')
    }) && !after.is_some_and(is_word);
    let mark = bytes[at];
    // One partner on the same line, near enough to look for it without cost.
    if opens {
        return memchr::memchr(mark, &bytes[at + 1..bytes.len().min(at + 600)]).is_some();
    }
    closes && memchr::memrchr(mark, &bytes[at.saturating_sub(600)..at]).is_some()
}

/// Without invisible characters, with plain single spaces.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' | '\u{202A}'..='\u{202E}' | '\u{FFFC}' => {}
            c if c.is_control() => {}
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}
