//! Repairs text that was UTF-8, was read as Windows-1252 and was encoded again, once or twice over.
//!
//! Only stretches whose bytes form valid UTF-8 are changed, and of those only the ones that correct text does not
//! contain: "AÇÃO" has no such stretch, and «CAFÉ» has one that stands alone and is left as it is.

use std::borrow::Cow;
use std::sync::LazyLock;

/// The characters that Windows-1252 gives the bytes 0x80 to 0xFF; its five holes are the C1 controls of Latin-1.
static HIGH: LazyLock<Vec<char>> = LazyLock::new(|| {
    let bytes: Vec<u8> = (0x80..=0xFF).collect();
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0.chars().collect()
});

/// The characters beyond Latin-1 that Windows-1252 gives a byte, sorted, with that byte.
static BEYOND_LATIN: LazyLock<Vec<(char, u8)>> = LazyLock::new(|| {
    let mut table: Vec<(char, u8)> =
        HIGH.iter().zip(0x80..=0xFF).map(|(&c, byte)| (c, byte)).filter(|(c, _)| u32::from(*c) > 0xFF).collect();
    table.sort_unstable();
    table
});

/// How often one text can have been encoded again.
const MOST_TIMES: usize = 3;

/// The text with every doubly encoded stretch repaired, and whether there was one.
pub(super) fn repair(text: &str) -> (Cow<'_, str>, bool) {
    let mut repaired: Cow<'_, str> = Cow::Borrowed(text);
    let mut changed = false;
    for _ in 0..MOST_TIMES {
        match repair_once(&repaired) {
            Some(better) => {
                repaired = Cow::Owned(better);
                changed = true;
            }
            None => break,
        }
    }
    (repaired, changed)
}

/// The byte that Windows-1252 (or, in its holes, Latin-1) has for a character beyond ASCII.
fn high_byte(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0x80..=0xFF => u8::try_from(code).ok(),
        code if code < 0x80 => None,
        _ => {
            let at = BEYOND_LATIN.binary_search_by_key(&c, |(known, _)| *known).ok()?;
            Some(BEYOND_LATIN[at].1)
        }
    }
}

/// A stretch that decodes.
struct Stretch {
    /// Bytes of the text it covers.
    length: usize,
    /// What it decodes to.
    decoded: char,
    /// False where correct text may contain it too.
    telling: bool,
}

/// What the characters at the start of `rest` decode to, where they are a UTF-8 sequence read as Windows-1252.
fn stretch(previous: Option<char>, rest: &str) -> Option<Stretch> {
    let mut characters = rest.chars();
    let lead_character = characters.next()?;
    let lead = high_byte(lead_character)?;
    let count = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut length = lead_character.len_utf8();
    for byte in bytes.iter_mut().take(count).skip(1) {
        match characters.next() {
            Some(c) => match high_byte(c).filter(|byte| (0x80..0xC0).contains(byte)) {
                Some(found) => {
                    *byte = found;
                    length += c.len_utf8();
                }
                None => return broken_stretch(lead, bytes[1], length, c),
            },
            None => return broken_stretch(lead, bytes[1], length, ' '),
        }
    }
    let decoded = std::str::from_utf8(&bytes[..count]).ok()?.chars().next()?;
    let last = rest[..length].chars().next_back()?;
    let telling = match lead {
        0xC2..=0xC5 => !may_be_meant(previous, last, characters.next()),
        0xE2 | 0xEF | 0xF0 => true,
        _ => false,
    };
    Some(Stretch { length, decoded, telling })
}

/// The two marks whose last byte gets lost on the way, because Windows-1252 has no character for it:
/// the closing quotation mark (E2 80 9D) and the wide hyphen (EF BC 8D).
fn broken_stretch(lead: u8, second: u8, length: usize, next: char) -> Option<Stretch> {
    let lost = match next {
        '\u{FFFD}' | '\u{200B}' => next.len_utf8(),
        c if c.is_alphanumeric() => return None,
        _ => 0,
    };
    let decoded = match (lead, second) {
        (0xE2, 0x80) => '”',
        (0xEF, 0xBC) => '－',
        _ => return None,
    };
    Some(Stretch { length: length + lost, decoded, telling: true })
}

/// True for a capital at the end of a capitalised word with a closing mark behind it ("MAÇÃ”", "PÅ…"), and for a
/// letter in front of a mark that is followed by no letter.
fn may_be_meant(previous: Option<char>, last: char, next: Option<char>) -> bool {
    let closes = matches!(
        last,
        '”' | '“'
            | '’'
            | '‘'
            | '»'
            | '…'
            | '–'
            | '—'
            | '™'
            | '®'
            | '•'
            | '›'
            | '\u{A0}'
            | '·'
            | '„'
            | '‚'
    );
    closes && previous.is_some_and(char::is_uppercase) && !next.is_some_and(char::is_alphabetic)
}

/// What the text holds: stretches that decode, those of them that are telling, and other characters beyond ASCII.
#[derive(Default)]
struct Census {
    decodable: usize,
    telling: usize,
    neighbors: usize,
    other: usize,
}

/// Counts stretches.
fn census(text: &str) -> Census {
    let mut found = Census::default();
    walk(text, |piece| match piece {
        Piece::Decodes { stretch, after_another } => {
            found.decodable += 1;
            found.telling += usize::from(stretch.telling);
            found.neighbors += usize::from(after_another);
        }
        Piece::Other(_) => found.other += 1,
        Piece::Ascii(_) => {}
    });
    found
}

/// A piece of a text.
enum Piece<'a> {
    Ascii(&'a str),
    Decodes { stretch: Stretch, after_another: bool },
    Other(char),
}

/// Cuts the text into pieces, in order.
fn walk<'a>(text: &'a str, mut visit: impl FnMut(Piece<'a>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut previous = None;
    let mut after_another = false;
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            let length = bytes[at..].iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len() - at);
            visit(Piece::Ascii(&text[at..at + length]));
            at += length;
            previous = Some(char::from(bytes[at - 1]));
            after_another = false;
            continue;
        }
        let rest = &text[at..];
        if let Some(stretch) = stretch(previous, rest) {
            at += stretch.length;
            previous = Some(stretch.decoded);
            visit(Piece::Decodes { stretch, after_another });
            after_another = true;
        } else {
            let Some(c) = rest.chars().next() else { break };
            visit(Piece::Other(c));
            at += c.len_utf8();
            previous = Some(c);
            after_another = false;
        }
    }
}

/// One round of repair; `None` where nothing is to be repaired.
fn repair_once(text: &str) -> Option<String> {
    // Every lead byte stands for a character from U+00C2 to U+00F4, whose UTF-8 begins with 0xC3.
    memchr::memchr(0xC3, text.as_bytes())?;
    let found = census(text);
    if found.decodable == 0 {
        return None;
    }
    let all = found.other == 0 && (found.telling > 0 || found.decodable > 2);
    let weak_too = all || found.neighbors > 0 || found.telling > found.other;
    if found.telling == 0 && !weak_too {
        return None;
    }
    let mut repaired = String::with_capacity(text.len());
    let mut changed = false;
    let mut dropped_space = false;
    walk(text, |piece| match piece {
        Piece::Ascii(ascii) => {
            repaired.push_str(if dropped_space { ascii.strip_prefix(' ').unwrap_or(ascii) } else { ascii });
            dropped_space = false;
        }
        Piece::Decodes { stretch, .. } if stretch.telling || weak_too => {
            repaired.push(stretch.decoded);
            changed = true;
        }
        Piece::Decodes { stretch, .. } => repaired.push_str(&encoded_again(stretch.decoded)),
        Piece::Other('Â') if found.telling > 0 && !repaired.ends_with(char::is_uppercase) => {
            // What is left of a no-break space whose second half became a plain space.
            changed = true;
            dropped_space = repaired.ends_with(' ');
        }
        Piece::Other(c) => repaired.push(c),
    });
    changed.then_some(repaired)
}

/// The character as it stood: its UTF-8 bytes read as Windows-1252.
fn encoded_again(decoded: char) -> String {
    let mut buffer = [0; 4];
    decoded.encode_utf8(&mut buffer).bytes().map(|byte| HIGH[usize::from(byte) - 0x80]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode_again(text: &str) -> String {
        encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn repairs_what_was_encoded_again_once_and_twice() {
        let clean = "💰 50k – “quoted” it’s Zürich, naïve café, ação, 東京, Łódź, Привет 🏝️ • fin à Â";
        assert_eq!(repair(&encode_again(clean)).0, clean);
        assert_eq!(repair(&encode_again(&encode_again(clean))).0, clean);
        assert!(repair(&encode_again(clean)).1);
    }

    #[test]
    fn leaves_correct_text_as_it_is() {
        for text in [
            "AÇÃO E REDAÇÃO: “MAÇÔ",
            "«CAFÉ» VOILÀ… ESPAÑA",
            "Straße „Spaß“ – größer",
            "Ärzte, Öl, PÅ…",
            "plain",
            "Привет",
            "São Paulo — Â",
        ] {
            assert_eq!(repair(text), (Cow::Borrowed(text), false), "{text}");
        }
    }

    #[test]
    fn repairs_marks_whose_last_byte_was_lost() {
        assert_eq!(repair("â€œyesâ€\u{FFFD} and Acme ï¼\u{200B} Lyon").0, "“yes” and Acme － Lyon");
    }

    #[test]
    fn repairs_single_words_in_otherwise_correct_text() {
        assert_eq!(repair("Müller aus KÃ¶ln, weâ€™re").0, "Müller aus Köln, we’re");
    }
}
