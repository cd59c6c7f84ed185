//! A text as the pieces that matter for pay: numbers, currency marks, words with a meaning, signs.

use super::money;
use super::number;
use super::words;
use super::words::Mark;
use super::words::Meaning;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A number, with its scale (`k`, `m`) where one is glued to it.
    Number {
        /// The value without scale.
        value: f64,
        /// What it is multiplied by.
        scale: Option<f64>,
        /// True where thousands were set apart.
        grouped: bool,
    },
    /// A currency sign.
    Sign(Mark),
    /// A word.
    Word(Meaning),
    /// `-`, `–`, `—`, `~`.
    Dash,
    /// `/`.
    Slash,
    /// An opening or closing bracket.
    Bracket,
    /// `+`.
    Plus,
    /// `%`.
    Percent,
    /// `:`.
    Colon,
    /// `,`.
    Comma,
    /// The end of a sentence, a line, a bullet or a table cell.
    Stop,
    /// Anything else.
    Other,
}

/// A piece of a text, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Signs of one currency that are more than one character long come before those they contain.
const SIGNS: &[(&str, Option<&str>)] = &[
    ("US$", Some("USD")),
    ("U$S", Some("USD")),
    ("U$D", Some("USD")),
    ("USD$", Some("USD")),
    ("CAD$", Some("CAD")),
    ("CDN$", Some("CAD")),
    ("AUD$", Some("AUD")),
    ("NZD$", Some("NZD")),
    ("SGD$", Some("SGD")),
    ("CA$", Some("CAD")),
    ("CA $", Some("CAD")),
    ("AU$", Some("AUD")),
    ("NZ$", Some("NZD")),
    ("SG$", Some("SGD")),
    ("HK$", Some("HKD")),
    ("NT$", Some("TWD")),
    ("MX$", Some("MXN")),
    ("AR$", Some("ARS")),
    ("R$", Some("BRL")),
    ("C$", Some("CAD")),
    ("A$", Some("AUD")),
    ("S$", Some("SGD")),
    ("€", Some("EUR")),
    ("£", Some("GBP")),
    ("₹", Some("INR")),
    ("₪", Some("ILS")),
    ("₴", Some("UAH")),
    ("₱", Some("PHP")),
    ("฿", Some("THB")),
    ("₽", Some("RUB")),
    ("₺", Some("TRY")),
    ("₩", Some("KRW")),
    ("₫", Some("VND")),
    ("₦", Some("NGN")),
    ("₸", Some("KZT")),
    ("₾", Some("GEL")),
];

/// The pieces of `text`, in order; white space and the marks of Markdown emphasis are left out.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::with_capacity(text.len() / 5 + 1);
    let mut at = 0;
    while at < text.len() {
        let token = next(text, at);
        if let Some(kind) = token.0 {
            found.push(Token { kind, start: at, end: at + token.1 });
        }
        at += token.1;
    }
    found
}

/// The piece at `at` (nothing where it is white space) and its length in bytes.
fn next(text: &str, at: usize) -> (Option<Kind>, usize) {
    let rest = &text[at..];
    let Some(first) = rest.chars().next() else { return (None, 1) };
    let width = first.len_utf8();
    if first.is_ascii_digit() {
        return number_at(rest);
    }
    // "San Francisco, CA$160,000": the state and a dollar sign, not Canadian dollars.
    let state = rest.starts_with("CA$") && text[..at].ends_with(", ");
    if let Some((mark, len)) = sign_at(rest, first).filter(|_| !state) {
        return (Some(Kind::Sign(mark)), len);
    }
    if first.is_alphabetic() {
        return word_at(rest);
    }
    let kind = match first {
        ',' | '.' if closes_amount(&text[..at], &rest[1..]) => {
            return (None, 2 + usize::from(!rest[1..].starts_with('-')) * 2);
        }
        '\n' | '•' | '|' | ';' | '!' | '?' | '·' | '●' => Kind::Stop,
        // "$80,000. - $100,000": a slip, not the end of a sentence.
        '.' if rest[1..].trim_start_matches([' ', '*']).starts_with(['-', '–', '—']) => return (None, width),
        '.' if !rest[1..].starts_with(|next: char| next.is_alphanumeric()) => Kind::Stop,
        '-' | '–' | '—' | '~' | '‑' | '−' | '‐' | '―' | '～' | '→' => Kind::Dash,
        '/' => Kind::Slash,
        '(' | ')' | '[' | ']' => Kind::Bracket,
        '+' => Kind::Plus,
        '%' => Kind::Percent,
        ':' => Kind::Colon,
        ',' => Kind::Comma,
        '*' | '_' | '\\' | '`' | '\u{200b}' | '\u{feff}' => return (None, width),
        _ if first.is_whitespace() => return (None, width),
        _ => Kind::Other,
    };
    (Some(kind), width)
}

/// True where a dash stands for no cents: "5.500,-", "5'500.–".
fn closes_amount(before: &str, after: &str) -> bool {
    let rest = after.strip_prefix(['-', '–', '—']);
    before.ends_with(|last: char| last.is_ascii_digit())
        && rest
            .is_some_and(|rest| rest.chars().next().is_none_or(|next| next.is_whitespace() || ").;,€".contains(next)))
}

/// A number and the scale that is glued to it (`90k`, `2.5M`, `80 K`, `70kEUR`).
fn number_at(rest: &str) -> (Option<Kind>, usize) {
    let Some(number) = number::scan(rest) else {
        let len = rest.bytes().take_while(u8::is_ascii_digit).count();
        return (Some(Kind::Other), len);
    };
    let after = &rest[number.len..];
    let spaced = after.strip_prefix(' ').unwrap_or(after);
    let gap = after.len() - spaced.len();
    let word_len: usize = spaced.chars().take_while(|next| next.is_alphanumeric()).map(char::len_utf8).sum();
    let word = &spaced[..word_len];
    let scale = match word.as_bytes() {
        [b'k' | b'K'] => Some((1_000.0, 1)),
        [b'k' | b'K', ..] if gap == 0 && words::meaning(&word[1..]).mark.is_some() => Some((1_000.0, 1)),
        [b'M'] | [b'M', b'M'] => Some((1e6, word_len)),
        [b'm'] if gap == 0 => Some((1e6, 1)),
        [b'B' | b'b'] if gap == 0 => Some((1e9, 1)),
        _ => None,
    };
    let len = number.len + scale.map_or(0, |(_, len)| gap + len);
    let scale = scale.map(|(factor, _)| factor);
    (Some(Kind::Number { value: number.value, scale, grouped: number.grouped }), len)
}

/// The currency sign that `rest` begins with.
fn sign_at(rest: &str, first: char) -> Option<(Mark, usize)> {
    let may_begin_sign = matches!(first, 'U' | 'C' | 'A' | 'N' | 'S' | 'H' | 'M' | 'R' | '$') || !first.is_ascii();
    if !may_begin_sign {
        return None;
    }
    for (sign, code) in SIGNS {
        if rest.starts_with(sign) {
            let mark = code.and_then(super::Currency::from_code).map_or(Mark::Dollar, Mark::Exact);
            let is_word_edge = *sign != "$U" || !rest[2..].starts_with(char::is_alphabetic);
            if is_word_edge {
                return Some((mark, sign.len()));
            }
        }
    }
    match first {
        '$' | '＄' => Some((Mark::Dollar, first.len_utf8())),
        '¥' | '￥' => Some((Mark::Yen, first.len_utf8())),
        _ => rest.strip_prefix("R").filter(|after| rand_follows(after)).map(|_| {
            let rand = super::Currency::from_code("ZAR").unwrap_or(money::USD);
            (Mark::Exact(rand), 1)
        }),
    }
}

/// True where a whole amount with thousands set apart follows, as in `R45 000` (South African rand).
fn rand_follows(after: &str) -> bool {
    number::scan(after).is_some_and(|number| number.grouped && number.value >= 1_000.0)
}

/// A run of letters; letters after it that belong to a currency code glued to a number are left to the next piece.
fn word_at(rest: &str) -> (Option<Kind>, usize) {
    if rest.starts_with("t0 ") {
        return (Some(Kind::Word(words::meaning("to"))), 2);
    }
    let mut len: usize = rest.chars().take_while(|next| next.is_alphabetic()).map(char::len_utf8).sum();
    let mut word = &rest[..len];
    if rest.len() > len + 2 && rest.as_bytes()[len] == b'.' && len == 1 && matches!(word, "p" | "P" | "u" | "U") {
        let dotted = &rest.as_bytes()[..rest.len().min(4)];
        if dotted[2].is_ascii_alphabetic() {
            let has_last = dotted.get(3) == Some(&b'.');
            len = if has_last { 4 } else { 3 };
            word = match dotted[2].to_ascii_lowercase() {
                b'a' => "pa",
                b'm' => "pm",
                b'h' => "ph",
                b'd' => "pd",
                b's' => "us",
                _ => "",
            };
        }
    }
    (Some(Kind::Word(words::meaning(word))), len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        tokens(text).into_iter().map(|token| token.kind).collect()
    }

    fn number(value: f64, scale: Option<f64>) -> Kind {
        Kind::Number { value, scale, grouped: false }
    }

    #[test]
    fn finds_signs_numbers_and_scales() {
        assert_eq!(kinds("$90k"), [Kind::Sign(Mark::Dollar), number(90.0, Some(1_000.0))]);
        assert_eq!(kinds("**CA$**5"), [Kind::Sign(Mark::Exact(money::CAD)), number(5.0, None)]);
        assert_eq!(kinds("2.5M–")[..], [number(2.5, Some(1e6)), Kind::Dash]);
        assert_eq!(kinds("70kEUR").len(), 2);
        assert_eq!(kinds("90 kg").len(), 2);
    }

    #[test]
    fn offsets_are_bytes_of_the_text() {
        let text = "zł 5 €";
        for token in tokens(text) {
            assert!(text.is_char_boundary(token.start) && text.is_char_boundary(token.end));
        }
        assert_eq!(tokens(text).last().map(|token| token.end), Some(text.len()));
    }

    #[test]
    fn survives_anything() {
        for text in ["", "R", "U.", "p.", "p.é", "$U", "99999999999999999999999", "é́…\u{0}", "1,", "1.", "k", "5k"]
        {
            let _ = tokens(text);
        }
    }
}
