//! HTML character references: `&amp;`, `&#8217;`, `&#x1F30E;`.

use std::borrow::Cow;

/// The names that occur, without those of Latin-1 letters.
const NAMED: [(&str, char); 36] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("ndash", '–'),
    ("mdash", '—'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("bdquo", '„'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("bull", '•'),
    ("middot", '·'),
    ("hellip", '…'),
    ("euro", '€'),
    ("pound", '£'),
    ("yen", '¥'),
    ("cent", '¢'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("deg", '°'),
    ("times", '×'),
    ("rarr", '→'),
    ("oelig", 'œ'),
    ("szlig", 'ß'),
    ("zwnj", '\u{200C}'),
    ("zwj", '\u{200D}'),
];

/// Marks on Latin letters, as their names end, and the combining character of each.
const MARKS: [(&str, char); 9] = [
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circ", '\u{302}'),
    ("uml", '\u{308}'),
    ("tilde", '\u{303}'),
    ("cedil", '\u{327}'),
    ("ring", '\u{30A}'),
    ("caron", '\u{30C}'),
    ("slash", '\u{338}'),
];

/// The text with its character references replaced; those of references (`&amp;nbsp;`) too.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    match decode_once(text) {
        Some(once) => Cow::Owned(decode_once(&once).unwrap_or(once)),
        None => Cow::Borrowed(text),
    }
}

/// One round of replacing; `None` where there is nothing to replace.
pub(super) fn decode_once(text: &str) -> Option<String> {
    let mut next = memchr::memchr(b'&', text.as_bytes())?;
    let mut decoded = String::with_capacity(text.len());
    let mut at = 0;
    let mut changed = false;
    loop {
        decoded.push_str(&text[at..next]);
        if let Some((c, length)) = reference(&text[next..]) {
            decoded.push(c);
            at = next + length;
            changed = true;
        } else {
            decoded.push('&');
            at = next + 1;
        }
        match memchr::memchr(b'&', &text.as_bytes()[at..]) {
            Some(step) => next = at + step,
            None => break,
        }
    }
    decoded.push_str(&text[at..]);
    changed.then_some(decoded)
}

/// The character that the reference at the start of `text` stands for, and the reference's length in bytes.
fn reference(text: &str) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    let end = bytes.iter().take(12).position(|byte| *byte == b';')?;
    let name = &text[1..end];
    let c = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|c| *c == '\n' || !c.is_control())?
    } else {
        named(name)?
    };
    Some((c, end + 1))
}

/// The character of a name.
fn named(name: &str) -> Option<char> {
    if let Some((_, c)) = NAMED.iter().find(|(known, _)| *known == name) {
        return Some(*c);
    }
    match name {
        "oslash" => return Some('ø'),
        "Oslash" => return Some('Ø'),
        "aelig" => return Some('æ'),
        "AElig" => return Some('Æ'),
        _ => {}
    }
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let (_, mark) = MARKS.iter().find(|(ending, _)| *ending == &name[1..])?;
    unicode_normalization::char::compose(letter, *mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_names_and_numbers_and_leaves_the_rest() {
        assert_eq!(decode("R&amp;D &eacute;t&eacute; &#8217;&#x1F30E; &amp;nbsp;x"), "R&D été ’🌎  x");
        assert_eq!(decode("R&D; AT&T &bogus; & &"), "R&D; AT&T &bogus; & &");
    }
}
