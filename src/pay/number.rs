//! Numbers in every locale's punctuation: `60.000`, `12 500`, `4.200,00`, `120'000`, `12,00,000`.

/// A number as it stood in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    /// Its value, without any `k` after it.
    pub(super) value: f64,
    /// Bytes it takes.
    pub(super) len: usize,
    /// True where thousands were set apart.
    pub(super) grouped: bool,
}

/// Reads the number that `text` begins with; `None` where it begins with no digit, or the digits are too many.
///
/// A point or comma before exactly three digits sets thousands apart; before one or two, or after thousands set
/// apart by the other sign, it begins the decimals.
pub(super) fn scan(text: &str) -> Option<Number> {
    let bytes = text.as_bytes();
    let mut end = digits(bytes, 0);
    if end == 0 || end > 15 {
        return None;
    }
    let mut value = text[..end].parse::<f64>().ok()?;
    let mut separator = None;
    let leading = end;
    while let Some((sign, width)) = separator_at(text, end) {
        let start = end + width;
        let count = digits(bytes, start) - start;
        let is_group = match separator {
            Some(first) => sign == first && count == 3,
            None => leading <= 3 && count == 3 && bytes[0] != b'0',
        };
        let is_indian = sign == ',' && count == 2 && leading <= 2 && separator.is_none_or(|first| first == ',');
        if is_group {
            value = value * 1000.0 + text[start..start + 3].parse::<f64>().ok()?;
        } else if is_indian && more_groups(bytes, start + 2) {
            value = value * 100.0 + text[start..start + 2].parse::<f64>().ok()?;
        } else {
            break;
        }
        if value > 1e15 {
            return None;
        }
        separator = Some(sign);
        end = start + count;
    }
    let grouped = separator.is_some();
    if let Some(&sign @ (b'.' | b',')) = bytes.get(end) {
        let stop = digits(bytes, end + 1);
        let count = stop - end - 1;
        let differs = separator.is_none_or(|first| first != sign as char);
        if differs && (1..=8).contains(&count) && (count <= 2 || sign == b'.') {
            let decimals = text[end + 1..stop].parse::<f64>().ok()?;
            value += decimals / 10_f64.powi(i32::try_from(count).ok()?);
            end = stop;
        }
    }
    Some(Number { value, len: end, grouped })
}

/// The end of the run of digits at `start`.
fn digits(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// A sign that may set thousands apart at `at`, with its width in bytes; all kinds of space are one sign.
fn separator_at(text: &str, at: usize) -> Option<(char, usize)> {
    let sign = text[at..].chars().next()?;
    match sign {
        ',' | '.' | '\'' => Some((sign, 1)),
        '’' => Some(('\'', sign.len_utf8())),
        ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => Some((' ', sign.len_utf8())),
        _ => None,
    }
}

/// True where `,dd,ddd` or `,ddd` goes on at `at`: Indian groups of two end in one of three.
fn more_groups(bytes: &[u8], at: usize) -> bool {
    let count = digits(bytes, at + 1) - (at + 1).min(bytes.len());
    bytes.get(at) == Some(&b',') && (count == 2 || count == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> f64 {
        scan(text).unwrap().value
    }

    #[test]
    fn reads_every_locale() {
        for (text, expected) in [
            ("120000", 120_000.0),
            ("120,000", 120_000.0),
            ("60.000", 60_000.0),
            ("12 500", 12_500.0),
            ("12\u{a0}500", 12_500.0),
            ("12\u{202f}500", 12_500.0),
            ("120'000", 120_000.0),
            ("120’000", 120_000.0),
            ("4.200,00", 4_200.0),
            ("150,000.00", 150_000.0),
            ("12,00,000", 1_200_000.0),
            ("1,20,00,000", 12_000_000.0),
            ("1.427.000", 1_427_000.0),
            ("22.5", 22.5),
            ("1,5", 1.5),
            ("145000.0", 145_000.0),
            ("87,471.46", 87_471.46),
            ("1 166 000", 1_166_000.0),
        ] {
            assert_eq!(value(text), expected, "{text}");
            assert_eq!(scan(text).unwrap().len, text.len(), "{text}");
        }
    }

    #[test]
    fn stops_where_the_number_does() {
        assert_eq!(scan("120,000, and").unwrap().len, 7);
        assert_eq!(scan("40 hours").unwrap().len, 2);
        assert_eq!(scan("50. Then").unwrap().len, 2);
        assert_eq!(scan("2024 100").unwrap().value, 2024.0);
        assert_eq!(scan("100 2024").unwrap().value, 100.0);
        assert_eq!(scan("k"), None);
        assert_eq!(scan("99999999999999999999"), None);
    }
}
