//! Postings in web pages: `<script type="application/ld+json">`.

use std::borrow::Cow;

use serde_json::Value;

use crate::documents::json;

use super::job_posting;

/// The postings that the page states, in order.
pub(in crate::documents) fn postings(page: &str) -> Vec<Value> {
    scripts(page).into_iter().filter_map(value).flat_map(|value| job_posting::in_value(&value)).collect()
}

/// The JSON-LD of the page.
fn scripts(page: &str) -> Vec<&str> {
    let bytes = page.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(step) = memchr::memchr(b'<', &bytes[at..]) {
        at += step + 1;
        if !bytes[at..].get(..6).is_some_and(|name| name.eq_ignore_ascii_case(b"script")) {
            continue;
        }
        let Some(open) = memchr::memchr(b'>', &bytes[at..]) else { break };
        let (attributes, start) = (&page[at..at + open], at + open + 1);
        let end = end_of_script(&bytes[start..]).map_or(bytes.len(), |length| start + length);
        if attributes.to_ascii_lowercase().contains("ld+json") {
            found.push(&page[start..end]);
        }
        at = end;
    }
    found
}

/// Where `</script` stands.
fn end_of_script(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memmem::find(&bytes[at..], b"</")?;
        if bytes[at + 2..].get(..6).is_some_and(|name| name.eq_ignore_ascii_case(b"script")) {
            return Some(at);
        }
        at += 2;
    }
}

/// The value of a script: as it is, without what comments it out, or, where line feeds stand raw within its texts, which
/// JSON forbids and pages have, with blanks in their place.
fn value(script: &str) -> Option<Value> {
    let script = script.trim();
    let script = script.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")).unwrap_or(script);
    let script =
        script.trim().strip_prefix("//<![CDATA[").and_then(|rest| rest.strip_suffix("//]]>")).unwrap_or(script);
    let script = script.trim().trim_end_matches(';');
    json::weighed("", script, json::HELD / 2).ok()?;
    serde_json::from_str(script).or_else(|_| serde_json::from_str(&without_raw_controls(script))).ok()
}

/// The JSON with escapes in place of control characters within its texts.
fn without_raw_controls(json: &str) -> Cow<'_, str> {
    if !json.bytes().any(|byte| byte < 0x20) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    let (mut inside, mut escaped) = (false, false);
    for c in json.chars() {
        match c {
            '"' if !escaped => inside = !inside,
            '\n' if inside => {
                out.push_str("\\n");
                escaped = false;
                continue;
            }
            c if inside && u32::from(c) < 0x20 => {
                out.push(' ');
                escaped = false;
                continue;
            }
            _ => {}
        }
        escaped = inside && c == '\\' && !escaped;
        out.push(c);
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_found_whatever_their_letters_and_wrapping() {
        let page = "<html><SCRIPT TYPE='application/ld+json'>\n{\"@type\": \"JobPosting\", \"title\": \"Night\nBaker\"}\n</SCRIPT>\
                    <script>var x = \"application/ld+json\";</script>\
                    <script type=\"application/ld+json\"><!-- [{\"@type\": [\"JobPosting\"], \"title\": \"Cook\"}] --></script>\
                    <script type=\"application/ld+json\">{broken</script><script type=\"application/ld+json\">";
        let titles: Vec<Value> = postings(page).iter().map(|posting| posting["title"].clone()).collect();
        assert_eq!(titles, ["Night\nBaker", "Cook"]);
        assert!(postings("<script type=ld+json").is_empty() && postings("<").is_empty());
    }
}
