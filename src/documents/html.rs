//! HTML inside text: tags become line breaks, list items and bold marks, or go away.

use std::borrow::Cow;

/// Tags that end a line.
const BREAKING: [&str; 22] = [
    "br",
    "p",
    "div",
    "ul",
    "ol",
    "table",
    "tr",
    "section",
    "article",
    "header",
    "footer",
    "blockquote",
    "hr",
    "dl",
    "dt",
    "dd",
    "tbody",
    "thead",
    "pre",
    "main",
    "body",
    "html",
];

/// Tags that mark a stretch of a line and say nothing that matters here.
const SILENT: [&str; 17] = [
    "span", "a", "u", "em", "i", "font", "small", "sub", "sup", "td", "th", "code", "img", "meta", "label", "center",
    "s",
];

/// The text with its HTML tags replaced by line breaks and Markdown; other angle brackets stay (`Vec<String>`).
pub(super) fn to_markdown(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let Some(mut next) = memchr::memchr(b'<', bytes) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    loop {
        out.push_str(&text[at..next]);
        match tag(&text[next..]) {
            Some((replacement, length)) => {
                out.push_str(replacement);
                at = next + length;
            }
            None => {
                out.push('<');
                at = next + 1;
            }
        }
        match memchr::memchr(b'<', &bytes[at..]) {
            Some(step) => next = at + step,
            None => break,
        }
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// What replaces the tag at the start of `text`, and the length of what it replaces; `None` where it is no known tag.
fn tag(text: &str) -> Option<(&'static str, usize)> {
    let bytes = text.as_bytes();
    if bytes.starts_with(b"<!--") {
        let end = memchr::memmem::find(&bytes[..bytes.len().min(4096)], b"-->")?;
        return Some(("", end + 3));
    }
    let closing = bytes.get(1) == Some(&b'/');
    let start = if closing { 2 } else { 1 };
    let length = bytes[start..].iter().take(11).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if length == 0 || length > 10 {
        return None;
    }
    let end = start + length + memchr::memchr(b'>', &bytes[start + length..bytes.len().min(2048)])? + 1;
    if !matches!(bytes[start + length], b'>' | b'/' | b' ' | b'\n' | b'\t') {
        return None;
    }
    let name = text[start..start + length].to_ascii_lowercase();
    let replacement = match name.as_str() {
        "li" if closing => "\n",
        "li" => "\n- ",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if closing => "\n",
        "h1" | "h2" | "h3" => "\n\n### ",
        "h4" | "h5" | "h6" => "\n\n#### ",
        "b" | "strong" => "**",
        name if BREAKING.contains(&name) => "\n",
        name if SILENT.contains(&name) => "",
        _ => return None,
    };
    Some((replacement, end.min(text.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_lines_and_other_brackets_stay() {
        assert_eq!(
            to_markdown("<p>We <b>bake</b>.<br/>Well</p><ul><li class=\"x\">Bread</li></ul>"),
            "\nWe **bake**.\nWell\n\n\n- Bread\n\n"
        );
        assert_eq!(to_markdown("Vec<String> and a < b, x<y>z"), "Vec<String> and a < b, x<y>z");
    }
}
