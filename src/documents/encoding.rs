//! Bytes become text: which encoding it is, and what is no text at all.

use std::borrow::Cow;

use crate::error::Error;
use crate::error::Result;

use super::format::Format;
use super::format::READABLE;
use super::mojibake;

/// Text, and what had to be assumed to read it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Decoded {
    /// The text; line ends are `\n`, without a byte order mark.
    pub(super) text: String,
    /// What had to be assumed.
    pub(super) notes: Vec<String>,
}

/// The text in `bytes`; `what` names them in errors.
pub(super) fn decode(what: &str, bytes: &[u8]) -> Result<Decoded> {
    refuse_foreign(what, bytes)?;
    decode_as_text(what, bytes)
}

/// The text in `bytes` of a file that is said to be text, however it begins.
pub(super) fn decode_as_text(what: &str, bytes: &[u8]) -> Result<Decoded> {
    let mut notes = Vec::new();
    let text = if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        if broken {
            notes.push(format!("some bytes are not valid {}; they were replaced", encoding.name()));
        }
        text
    } else if let Ok(text) = std::str::from_utf8(bytes) {
        Cow::Borrowed(text)
    } else {
        refuse_binary(what, bytes)?;
        guess(bytes, &mut notes)
    };
    if text.trim().is_empty() {
        return Err(unreadable(what, "it is empty", "write the posting or résumé into it, or leave it out"));
    }
    refuse_binary(what, text.as_bytes())?;
    let (repaired, changed) = mojibake::repair(&text);
    if changed {
        notes.push("the text was encoded twice; it was repaired".to_owned());
    }
    Ok(Decoded { text: with_plain_line_ends(&repaired), notes })
}

/// Text that came inside another format: repaired, with a note where that changed it.
pub(super) fn repair_text(text: &str) -> Decoded {
    let (repaired, changed) = mojibake::repair(text);
    let notes = if changed { vec!["the text was encoded twice; it was repaired".to_owned()] } else { Vec::new() };
    Decoded { text: with_plain_line_ends(&repaired), notes }
}

/// Decodes bytes of unknown encoding by the best guess.
fn guess<'a>(bytes: &'a [u8], notes: &mut Vec<String>) -> Cow<'a, str> {
    if let Some(encoding) = wide_without_mark(bytes) {
        notes.push(format!("the encoding is not stated; read as {}", encoding.name()));
        return encoding.decode_without_bom_handling(bytes).0;
    }
    // Mostly UTF-8 with a few broken bytes stays UTF-8.
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.matches('\u{FFFD}').count();
    let beyond = lossy.chars().filter(|c| !c.is_ascii()).count();
    if beyond > 4 * broken {
        notes.push("some bytes are not valid UTF-8; they were replaced".to_owned());
        return lossy;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    notes.push(format!("the encoding is not stated; read as {}", encoding.name()));
    encoding.decode_without_bom_handling(bytes).0
}

/// UTF-16 without a byte order mark: every other byte of Latin text is zero.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let pairs = head.len() / 2;
    if pairs < 4 {
        return None;
    }
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    if second * 10 > pairs * 7 && first * 20 < pairs {
        Some(encoding_rs::UTF_16LE)
    } else if first * 10 > pairs * 7 && second * 20 < pairs {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// An error where the bytes begin like a known format that is no text.
fn refuse_foreign(what: &str, bytes: &[u8]) -> Result<()> {
    let foreign = match Format::of(bytes) {
        Format::Foreign(name) => Some(name),
        Format::Archive => Some("a zip archive or an Office document"),
        _ => None,
    };
    match foreign {
        Some(name) => {
            let problem = format!("it is {name}; this version reads {READABLE}");
            Err(unreadable(what, &problem, "save it as text first, or name its format with --format"))
        }
        None => Ok(()),
    }
}

/// An error where the bytes are no text.
fn refuse_binary(what: &str, bytes: &[u8]) -> Result<()> {
    let head = &bytes[..bytes.len().min(64 * 1024)];
    if wide_without_mark(head).is_some() {
        return Ok(());
    }
    let controls = head
        .iter()
        .filter(|byte| **byte < 0x20 && !matches!(**byte, b'\n' | b'\r' | b'\t' | 0x0B | 0x0C | 0x1B))
        .count();
    let has_nul = memchr::memchr(0, head).is_some();
    if (has_nul && controls * 200 > head.len()) || controls * 20 > head.len() {
        return Err(unreadable(
            what,
            &format!("it is binary data, not text; this version reads {READABLE}"),
            "check that it is the right file, or save it as text first",
        ));
    }
    Ok(())
}

/// An [`Error::Unreadable`].
pub(super) fn unreadable(what: &str, problem: &str, remedy: &str) -> Error {
    Error::Unreadable { what: what.to_owned(), problem: problem.to_owned(), remedy: remedy.to_owned() }
}

/// The text with `\n` at every line end.
fn with_plain_line_ends(text: &str) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_usual_encodings() {
        let text = "Développeur à Zürich – 50 €, naïve façade\n";
        let wide = |little: bool, mark: bool| -> Vec<u8> {
            let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
            units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
        };
        let marked: Vec<u8> = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        let narrow = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        for (bytes, noted) in [
            (text.as_bytes().to_vec(), false),
            (marked, false),
            (wide(true, true), false),
            (wide(false, true), false),
            (wide(true, false), true),
            (narrow, true),
        ] {
            let decoded = decode("a.txt", &bytes).unwrap();
            assert_eq!(decoded.text, text);
            assert_eq!(!decoded.notes.is_empty(), noted, "{:?}", decoded.notes);
        }
    }

    #[test]
    fn refuses_what_is_no_text_in_one_sentence() {
        for (bytes, word) in [
            (&b"\x89PNG\r\n\x1a\n"[..], "PNG"),
            (b"", "empty"),
            (b" \n\t ", "empty"),
            (b"\x00\x01\x02\x03\xFF\xFE\x07\x00\x00abc", "binary"),
        ] {
            let message = decode("x/y", bytes).unwrap_err().to_string();
            assert!(message.starts_with("x/y: ") && message.contains(word), "{message}");
        }
    }
}
