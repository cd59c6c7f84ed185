//! Dates of positions: "Aug 2015 to Current", "03/2019 – heute", "seit 2018", "2014-2016", in five languages.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Captures;
use regex::Regex;

use super::YearMonth;
use super::pattern;

/// Names of months without accents; each also stands for its beginnings of three letters and more.
const MONTHS: [(&str, i8); 47] = [
    ("january", 1),
    ("february", 2),
    ("march", 3),
    ("april", 4),
    ("may", 5),
    ("june", 6),
    ("july", 7),
    ("august", 8),
    ("september", 9),
    ("october", 10),
    ("november", 11),
    ("december", 12),
    ("janvier", 1),
    ("fevrier", 2),
    ("mars", 3),
    ("avril", 4),
    ("mai", 5),
    ("juin", 6),
    ("juillet", 7),
    ("aout", 8),
    ("septembre", 9),
    ("octobre", 10),
    ("novembre", 11),
    ("decembre", 12),
    ("januar", 1),
    ("februar", 2),
    ("maerz", 3),
    ("juni", 6),
    ("juli", 7),
    ("oktober", 10),
    ("dezember", 12),
    ("enero", 1),
    ("febrero", 2),
    ("marzo", 3),
    ("mayo", 5),
    ("junio", 6),
    ("julio", 7),
    ("septiembre", 9),
    ("diciembre", 12),
    ("janeiro", 1),
    ("fevereiro", 2),
    ("marco", 3),
    ("maio", 5),
    ("junho", 6),
    ("julho", 7),
    ("setembro", 9),
    ("dezembro", 12),
];

/// A date as one alternative of a pattern.
const DATE: &str = r"(?:(?:\d{1,2}[\s.]{1,2})?(?:\p{L}{3,10}\.?,?\s{0,3}(?:(?:\d{1,2}(?:st|nd|rd|th)?,\s?)|(?:de|of|del|do)\s)?)(?:(?:19|20)\d\d|['’]\d\d)|\d{1,2}\s?[/.-]\s?(?:\d{1,2}[/.-])?(?:19|20)\d\d|(?:19|20)\d\d\s?[/.-]\s?(?:0[1-9]|1[0-2])(?:[/.-]\d{1,2})?|(?:19|20)\d\d)";

/// Words for a position that goes on.
const NOW: &str = r"(?:presently|present|currently|current|now|today|ongoing|till date|to date|date|heute|jetzt|aktuell|laufend|aujourd['’]hui|ce jour|actuellement|actuel|présent|en cours|actualidad|actualmente|la actualidad|actual|presente|el presente|hoy|atualmente|atual|o momento|momento|hoje|o presente)";

/// What parts the ends of a range.
const PARTING: &str = r"\s{0,4}(?:-{1,2}|–|—|－|―|→|~|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bbis zum\b|\bbis\b|\bà\b|\bau\b|\ba\b|\baté\b|\bhasta\b|\bal\b)\s{0,4}";

static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)\(?(?:\b(?:from|von|du|de|desde|since|depuis|seit)\s+)?\b(?P<start>{DATE})\s*{PARTING}(?:la |el |o )?(?P<end>{DATE}|{NOW})\b\)?"
    ))
});

static SINCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)\(?\b(?:since|seit|depuis|desde)\s+(?:le |el |o )?(?P<start>{DATE})\b\)?"))
});

static SINGLE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?i)\(?\b(?P<start>{DATE})\b\)?")));

/// When something began and ended, and where that stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Dates {
    pub(super) start: Option<YearMonth>,
    pub(super) end: Option<YearMonth>,
    pub(super) current: bool,
    /// The bytes of the line that say so.
    pub(super) place: Range<usize>,
}

/// The first range of dates in a line of moderate length.
pub(super) fn range(line: &str) -> Option<Dates> {
    if line.len() > 400 || !has_digits(line) {
        return None;
    }
    for found in RANGE.captures_iter(line) {
        let (Some(all), Some(start)) = (found.get(0), date(&found, "start")) else { continue };
        let end = date(&found, "end");
        let current = end.is_none();
        if end.is_some_and(|end| end.year < start.year) {
            continue;
        }
        return Some(Dates { start: Some(start), end, current, place: all.range() });
    }
    let found = SINCE.captures(line)?;
    let start = date(&found, "start")?;
    Some(Dates { start: Some(start), end: None, current: true, place: found.get(0)?.range() })
}

/// A lone date in a line.
pub(super) fn single(line: &str) -> Option<Dates> {
    if line.len() > 200 || !has_digits(line) {
        return None;
    }
    let found = SINGLE.captures(line)?;
    let start = date(&found, "start")?;
    Some(Dates { start: Some(start), end: None, current: false, place: found.get(0)?.range() })
}

/// True where a line can hold a date.
fn has_digits(line: &str) -> bool {
    line.bytes().filter(u8::is_ascii_digit).take(2).count() == 2
}

/// The date of a named group.
fn date(found: &Captures<'_>, group: &str) -> Option<YearMonth> {
    year_month(found.name(group)?.as_str())
}

/// A year and month as written in any of the notations; `None` where it is none.
pub(super) fn year_month(text: &str) -> Option<YearMonth> {
    let numbers: Vec<(usize, i16)> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty() && digits.len() <= 4)
        .filter_map(|digits| Some((digits.len(), digits.parse().ok()?)))
        .collect();
    let word: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    let month_of_word = month_named(text);
    let year = match numbers.iter().find(|(length, _)| *length == 4) {
        Some((_, year)) => *year,
        None if text.contains(['\'', '’']) => {
            let short = numbers.last()?.1;
            if short > 50 { 1900 + short } else { 2000 + short }
        }
        None => return None,
    };
    if !(1940..=2100).contains(&year) {
        return None;
    }
    if word.is_empty() {
        // Between a day and a month, the one beside the year is the month.
        let at = numbers.iter().position(|(length, _)| *length == 4)?;
        let beside = if at == 0 { numbers.get(1) } else { numbers.get(at - 1) };
        let month = beside.and_then(|(_, month)| i8::try_from(*month).ok()).filter(|month| (1..=12).contains(month));
        return Some(YearMonth { year, month });
    }
    Some(YearMonth { year, month: month_of_word })
}

/// The month that a word of the text names.
fn month_named(text: &str) -> Option<i8> {
    let plain = super::headings::normalize(text);
    plain.split(' ').find_map(|word| {
        if word.len() < 3 || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let word = if word == "marz" { "maerz" } else { word };
        MONTHS
            .iter()
            .find(|(name, _)| name.starts_with(word) || (word == "sept" && *name == "september"))
            .map(|(_, month)| *month)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ym(year: i16, month: Option<i8>) -> Option<YearMonth> {
        Some(YearMonth { year, month })
    }

    #[test]
    fn reads_ranges_in_five_languages() {
        for (line, start, end, current) in [
            ("Aug 2015 to Current", ym(2015, Some(8)), None, true),
            ("Baker, Mar 2020 - present", ym(2020, Some(3)), None, true),
            ("2019/03 – 2020/11", ym(2019, Some(3)), ym(2020, Some(11)), false),
            ("03/2019 – heute", ym(2019, Some(3)), None, true),
            ("seit 2018", ym(2018, None), None, true),
            ("depuis septembre 2019", ym(2019, Some(9)), None, true),
            ("desde marzo de 2018 hasta la actualidad", ym(2018, Some(3)), None, true),
            ("janeiro de 2016 até o momento", ym(2016, Some(1)), None, true),
            ("January 2017 to January 2018", ym(2017, Some(1)), ym(2018, Some(1)), false),
            ("(2014-2016)", ym(2014, None), ym(2016, None), false),
            ("de février 2015 à août 2017", ym(2015, Some(2)), ym(2017, Some(8)), false),
            ("Okt. 2012 bis März 2014", ym(2012, Some(10)), ym(2014, Some(3)), false),
            ("01.02.2015 - 31.03.2016", ym(2015, Some(2)), ym(2016, Some(3)), false),
            ("Jun ’09 – Sep ’11", ym(2009, Some(6)), ym(2011, Some(9)), false),
            ("June 2020 – Present", ym(2020, Some(6)), None, true),
        ] {
            let dates = range(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((dates.start, dates.end, dates.current), (start, end, current), "{line}");
        }
    }

    #[test]
    fn finds_no_dates_where_there_are_none() {
        for line in ["grew sales from 2000 to 3000 units a day", "200-300 guests", "a team of 12", "+1 555 2014"] {
            assert!(range(line).is_none_or(|dates| dates.end.is_some_and(|end| end.year > 2100)), "{line}");
        }
    }
}
