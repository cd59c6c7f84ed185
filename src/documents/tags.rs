//! Tags below a posting's title: a picture that says what they are about, and a few words (`💰 50k`, `🌎 Lyon, France`).

use std::sync::LazyLock;

use regex::Regex;

use crate::place;

use super::entities;
use super::headings;
use super::lines;
use super::pattern;

/// Pictures that stand before pay.
const PAY: [char; 7] = ['💰', '💵', '💶', '💷', '💴', '💸', '💲'];

/// Pictures that stand before a place and nothing else.
const PLACE: [char; 8] = ['🌎', '🌍', '🌏', '🌐', '📍', '📌', '🗺', '🧭'];

/// No tag has more words than fit in so many bytes, unless its picture is one of those that boards put there themselves.
const LONGEST: usize = 120;

/// A picture with what may follow it: its color, its form, others that it is joined with.
static PICTURE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:\p{So}[\x{FE0F}\x{200D}\x{20E3}\x{1F3FB}-\x{1F3FF}]*)+\s*"));

/// What a tag says.
#[derive(Debug, PartialEq)]
pub(super) enum Tag {
    /// What is paid.
    Pay(String),
    /// Where, and how.
    Place(String),
    /// Something else, as written.
    Other(String),
}

/// The tag that a piece of a line is; `None` where no picture stands before words.
pub(super) fn read(piece: &str) -> Option<Tag> {
    let piece = piece.trim().trim_start_matches(['·', '|', '•']).trim_start();
    let behind = &piece[PICTURE.find(piece)?.end()..];
    let text = lines::tidy(&entities::decode(behind));
    let begins = |signs: &[char]| piece.starts_with(signs);
    let is_place = || place::is_place(&text) || place::is_town(&text);
    let is_heading = || headings::exact(&text).is_some() && !is_place();
    // Boards put these there themselves, and nothing else behind them.
    if begins(&PAY[..1]) {
        return Some(Tag::Pay(text));
    }
    if begins(&PLACE[..5]) && !is_heading() {
        return Some(Tag::Place(text));
    }
    if text.is_empty() || text.len() > LONGEST || is_heading() {
        return None;
    }
    if begins(&PAY) && text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Some(Tag::Pay(text));
    }
    if begins(&PLACE) || is_place() {
        return Some(Tag::Place(text));
    }
    Some(Tag::Other(piece.trim_end().to_owned()))
}

/// The tags of a line where it holds nothing else; as code (`` `…` ``), or parted by bars and dots.
pub(super) fn all(line: &str) -> Option<Vec<Tag>> {
    let pieces: Vec<&str> =
        if line.contains('`') { line.split('`').collect() } else { line.split(['|', '·', '•']).collect() };
    let said = |piece: &&&str| piece.contains(|c: char| c.is_alphanumeric() || !c.is_ascii() && c != '·' && c != '•');
    pieces.iter().filter(said).map(|piece| read(piece)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_by_its_picture_or_by_its_words() {
        for place in
            ["🌎 Lyon", "📌 Crustville", "🗺️ Remote - Germany", "🏢 Leipzig, Germany", "🏠 Remote", "🇩🇪 Germany"]
        {
            let words = place.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
            assert_eq!(read(place), Some(Tag::Place(words.to_owned())), "{place}");
        }
        assert_eq!(read("💶 55.000 €"), Some(Tag::Pay("55.000 €".to_owned())));
        assert_eq!(read("🏢 Crumb GmbH"), Some(Tag::Other("🏢 Crumb GmbH".to_owned())));
        assert_eq!(read("Lyon"), None);
        assert_eq!(read("📍 Location"), None);
        assert_eq!(read("📍"), Some(Tag::Place(String::new())));
    }

    #[test]
    fn tags_below_a_title_are_read_or_told() {
        let read = |tags: &str| {
            let text = format!("# Night Baker\n### Crumb\n{tags}\n\nWe bake bread.\n");
            let posting = crate::documents::Posting::parse("a", &text);
            assert_eq!(posting.body(), "We bake bread.", "{tags}");
            (posting.pay_tag, posting.place_tag, posting.notes)
        };
        let place = Some("Leipzig, Germany".to_owned());
        for tags in ["#### `🏢 Leipzig, Germany`", "#### 🏠 Leipzig, Germany", "📍 Leipzig, Germany"] {
            assert_eq!(read(tags), (None, place.clone(), Vec::new()), "{tags}");
        }
        let (pay, found, notes) = read("#### `💶 55k EUR` `🗺️ Leipzig, Germany` `🕐 Full-time`");
        assert_eq!((pay.as_deref(), found), (Some("55k EUR"), place));
        assert_eq!(notes, ["the tag \"🕐 Full-time\" below the title was not read"]);
    }

    #[test]
    fn a_line_is_of_tags_or_of_something_else() {
        let place = || Tag::Place("Leipzig".to_owned());
        assert_eq!(all("💶 55k · 📍 Leipzig"), Some(vec![Tag::Pay("55k".to_owned()), place()]));
        assert_eq!(all("`🏡 Leipzig`"), Some(vec![place()]));
        assert_eq!(all("📍 Leipzig · we bake"), None);
    }
}
