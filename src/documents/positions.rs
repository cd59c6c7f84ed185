//! Positions in a person's account: title, employer, dates and what was done.

use super::Position;
use super::YearMonth;
use super::dates;
use super::dates::Dates;
use super::lines::Line;
use super::lines::Style;
use super::roles::names_a_role;
use super::sections;

/// The most bytes of a line that stands above what was done.
const HEAD: usize = 140;

/// Where a position stands among the lines.
struct Head {
    /// The first line of it.
    first: usize,
    /// The first line that is no longer head.
    text: usize,
    position: Position,
}

/// The positions in the lines of experience sections, in the order written, and notes on dates that make no sense.
pub(super) fn read(lines: &[Line]) -> (Vec<Position>, Vec<String>) {
    let mut heads: Vec<Head> = Vec::new();
    for at in 0..lines.len() {
        let free = heads.last().map_or(0, |head| head.text);
        if at < free || lines[at].style == Style::Blank {
            continue;
        }
        let head = dated_head(lines, at, free).or_else(|| labelled_head(lines, at));
        heads.extend(head);
    }
    let mut notes = Vec::new();
    let ends: Vec<usize> = heads.iter().skip(1).map(|head| head.first).chain([lines.len()]).collect();
    let mut positions = Vec::with_capacity(heads.len());
    for (mut head, end) in heads.into_iter().zip(ends) {
        head.position.text = sections::text_of(&lines[head.text.min(end)..end]);
        if let (Some(start), Some(finish)) = (head.position.start, head.position.end)
            && finish.year - start.year > 60
        {
            notes.push(format!("a position from {} to {} is too long to be right", start.year, finish.year));
        }
        positions.push(head.position);
    }
    (positions, notes)
}

/// Sorts positions by when they ended; one without dates stays beside the one it was written above.
pub(super) fn latest_first(held: &mut Vec<Position>) {
    let mut below = (0, 0);
    let mut keyed: Vec<((i32, i32), Position)> = Vec::with_capacity(held.len());
    for position in held.drain(..).rev() {
        let end = position.end.map(months).or(position.current.then_some(i32::MAX));
        below = end.map_or(below, |end| (end, position.start.map_or(0, months)));
        keyed.push((below, position));
    }
    keyed.reverse();
    keyed.sort_by_key(|(when, _)| std::cmp::Reverse(*when));
    held.extend(keyed.into_iter().map(|(_, position)| position));
}

/// Months since the year 0, to sort by.
pub(super) fn months(date: YearMonth) -> i32 {
    i32::from(date.year) * 12 + i32::from(date.month.unwrap_or(1))
}

/// A position that begins at a line with a range of dates.
fn dated_head(lines: &[Line], at: usize, free: usize) -> Option<Head> {
    let line = &lines[at];
    if line.text.len() > 260 {
        return None;
    }
    let found = match dates::range(&line.text) {
        Some(found) => found,
        None => lone_date(lines, at)?,
    };
    let before = line.text[..found.place.start].trim();
    let after = line.text[found.place.end..].trim();
    if matches!(line.style, Style::Item(_)) && (before.split(' ').count() > 9 || !names_a_role(&line.text)) {
        return None;
    }
    if before.len() > HEAD || (before.len() > 60 && before.contains(". ")) || begins_sentence(before) {
        return None;
    }
    let mut pieces = pieces(before);
    pieces.extend(self::pieces(after.split(". ").next().unwrap_or(after)));
    let mut position = Position { start: found.start, end: found.end, current: found.current, ..Position::default() };
    assign(&mut position, &pieces);
    let mut first = at;
    let mut text = at + 1;
    if position.title.is_empty() || position.employer.is_none() {
        first = take_lines_before(lines, at, free, &mut position);
        text = take_lines_after(lines, at, first < at, &mut position);
    }
    if lines.get(text).is_some_and(|line| line.style == Style::Plain && is_place(&line.text)) {
        text += 1;
    }
    if position.title.is_empty()
        && let Some(employer) = position.employer.take_if(|_| pieces.len() == 1 && first == at)
    {
        position.title = employer;
    }
    if position.title.is_empty() && position.employer.is_none() {
        return None;
    }
    Some(Head { first, text, position })
}

/// A lone date that ends a head ("Baker, Crumb, May 2016"), not one within a sentence.
fn lone_date(lines: &[Line], at: usize) -> Option<Dates> {
    let line = &lines[at];
    let is_head = matches!(line.style, Style::Heading(_) | Style::Strong);
    if !is_head || line.text.len() > 120 {
        return None;
    }
    dates::single(&line.text)
}

/// True for the beginning of a sentence rather than of a title.
fn begins_sentence(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or("");
    text.split(' ').count() > 4 && first.ends_with("ed") || text.split(' ').count() > 14
}

/// Takes title and employer from the one or two lines above; gives the first line taken.
fn take_lines_before(lines: &[Line], at: usize, free: usize, position: &mut Position) -> usize {
    let mut first = at;
    for before in (free..at).rev().take(3) {
        let line = &lines[before];
        let complete = !position.title.is_empty() && position.employer.is_some();
        if complete || first == before + 3 {
            break;
        }
        if line.style == Style::Blank {
            if at - before > 1 || at == 0 {
                break;
            }
            let bold_above = before > free && matches!(lines[before - 1].style, Style::Heading(_) | Style::Strong);
            if bold_above { continue } else { break }
        }
        let is_item = matches!(line.style, Style::Item(_));
        let short = line.text.len() <= 90 && !line.text.ends_with(['.', ';', ',']) && !line.text.ends_with(':');
        if is_item || !short || dates::range(&line.text).is_some() {
            break;
        }
        let known_title = !position.title.is_empty();
        let known_employer = position.employer.is_some();
        let above = pieces(&line.text);
        assign(position, &above);
        if position.title.is_empty() && known_employer && above.len() == 1 && line.text.split(' ').count() <= 6 {
            position.title.clone_from(&above[0]);
        }
        let took_something = !known_title || position.employer.is_some();
        if !took_something {
            break;
        }
        first = before;
        if !matches!(line.style, Style::Heading(_) | Style::Strong) && !position.title.is_empty() {
            break;
        }
    }
    first
}

/// Takes title and employer from the line below; gives the first line that is text.
fn take_lines_after(lines: &[Line], at: usize, has_line_before: bool, position: &mut Position) -> usize {
    let mut text = at + 1;
    for (after, line) in lines.iter().enumerate().take(at + 3).skip(at + 1) {
        let complete = !position.title.is_empty() && position.employer.is_some();
        if complete || !matches!(line.style, Style::Plain | Style::Strong | Style::Heading(_)) {
            break;
        }
        if line.text.len() > 80 || line.text.ends_with(['.', ';', ':']) || dates::range(&line.text).is_some() {
            break;
        }
        if is_place(&line.text) {
            text = after + 1;
            continue;
        }
        let fits = if position.title.is_empty() {
            names_a_role(&line.text) || !has_line_before
        } else {
            line.text.split(' ').count() <= 6 && !has_line_before
        };
        if !fits || begins_sentence(&line.text) {
            break;
        }
        assign(position, &pieces(&line.text));
        text = after + 1;
    }
    text
}

/// "company - Acme", as some collections of accounts have it.
fn labelled_head(lines: &[Line], at: usize) -> Option<Head> {
    let line = &lines[at];
    let rest = line.text.strip_prefix("company - ").or_else(|| line.text.strip_prefix("company -"))?;
    let employer = rest.trim().to_owned();
    let title = lines[..at].iter().rev().find_map(|line| {
        let title = line.text.strip_suffix(&employer)?.trim_end().strip_suffix('-')?.trim();
        (!employer.is_empty() && !title.is_empty() && title.len() <= 80).then(|| title.to_owned())
    });
    let position = Position {
        title: title.unwrap_or_default(),
        employer: Some(employer).filter(|e| !e.is_empty()),
        ..Position::default()
    };
    Some(Head { first: at, text: at + 1, position })
}

/// The pieces of a head: parted by bars, dashes, wide gaps, commas and " at ".
fn pieces(text: &str) -> Vec<String> {
    let mut normalized = text
        .replace(" – ", " | ")
        .replace(" — ", " | ")
        .replace(" - ", " | ")
        .replace(['－', '•', '·', '\t', '@'], " | ");
    for (word, with) in [(" at ", " | "), (" bei ", " | "), (" chez ", " | "), (" (", " | ")] {
        normalized = normalized.replace(word, with);
    }
    let is_edge =
        |c: char| c.is_whitespace() || matches!(c, '|' | ',' | ';' | ':' | '(' | ')' | '-' | '–' | '—' | '*' | '/');
    normalized
        .split('|')
        .flat_map(split_commas)
        .map(|piece| piece.trim_matches(is_edge).to_owned())
        .filter(|piece| piece.chars().any(char::is_alphanumeric))
        .collect()
}

/// Splits at commas, but keeps "City , State" and "Acme, Inc." together.
fn split_commas(text: &str) -> Vec<&str> {
    if is_place(text.trim()) {
        return vec![text];
    }
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices(',') {
        let rest = text[at + 1..].trim_start().to_lowercase();
        let company_form =
            ["inc", "llc", "ltd", "gmbh", "s.a", "co.", "corp", "plc", "lp"].iter().any(|form| rest.starts_with(form));
        if !company_form {
            parts.push(&text[from..at]);
            from = at + 1;
        }
    }
    parts.push(&text[from..]);
    parts
}

/// True for "City , State" and "Lyon, France": two or three short capitalized words parted by a comma, none a role.
fn is_place(text: &str) -> bool {
    let Some((city, region)) = text.split_once(',') else { return false };
    let short = |part: &str, most: usize| {
        let part = part.trim();
        !part.is_empty()
            && part.split(' ').count() <= most
            && part.chars().next().is_some_and(char::is_uppercase)
            && !part.contains(',')
    };
    let region = region.trim();
    let has_form = ["inc", "llc", "ltd", "gmbh"].iter().any(|form| region.to_lowercase().starts_with(form));
    short(city, 3) && short(region, 2) && !names_a_role(text) && !has_form && text.len() <= 40
}

/// Gives the pieces their parts: the first with a role is the title, the first other is the employer.
fn assign(position: &mut Position, pieces: &[String]) {
    let mut rest: Vec<&String> = Vec::new();
    for piece in pieces {
        if position.title.is_empty()
            && piece.len() <= 90
            && names_a_role(piece)
            && !has_company_form(piece)
            && !is_firm(piece)
        {
            let (company, title) = split_placeholder(piece);
            let title = title.strip_prefix("State ").unwrap_or(title);
            position.title = title.to_owned();
            if let Some(company) = company {
                position.employer.get_or_insert_with(|| company.to_owned());
            }
        } else {
            rest.push(piece);
        }
    }
    for piece in rest {
        let is_region = piece.len() <= 3 || is_place(piece);
        if position.employer.is_none() && !is_region && piece.len() <= 90 {
            position.employer = Some(piece.clone());
        }
    }
}

/// "Company Name Accountant", where the collection has left out the company, is a company and a title.
fn split_placeholder(piece: &str) -> (Option<&str>, &str) {
    if let Some(title) = piece.strip_prefix("Company Name ") {
        return (Some("Company Name"), title);
    }
    match piece.split_once(" Company Name") {
        Some((title, _)) => (Some("Company Name"), title),
        None => (None, piece),
    }
}

/// True for a firm that is named after its people and their trade ("Quill & Sons Chartered Accountants").
fn is_firm(piece: &str) -> bool {
    let is_named = piece.contains('&') || piece.contains(" and ") || piece.contains("Chartered");
    is_named && piece.ends_with("ts") && names_a_role(piece.rsplit(' ').next().unwrap_or_default())
}

/// True for a piece that ends as companies do.
pub(super) fn has_company_form(piece: &str) -> bool {
    let lower = piece.to_lowercase();
    [
        " inc",
        " inc.",
        " llc",
        " ltd",
        " ltd.",
        " gmbh",
        " ag",
        " s.a.",
        " sas",
        " corp",
        " corp.",
        " plc",
        " university",
        " school",
    ]
    .iter()
    .any(|form| lower.ends_with(form))
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;

    type Row = (String, Option<String>, Option<i16>, Option<i16>, bool, String);

    fn of(text: &str) -> Vec<Row> {
        let (positions, _) = read(&lines::read(text));
        positions
            .into_iter()
            .map(|p| (p.title, p.employer, p.start.map(|d| d.year), p.end.map(|d| d.year), p.current, p.text))
            .collect()
    }

    #[test]
    fn reads_heads_of_many_shapes() {
        for text in [
            "Crumb & Sons June 2011 to Current Senior Baker\nCity , State\nBaked bread.",
            "Senior Baker\nJune 2011 to Current Crumb & Sons － City , State\nBaked bread.",
            "Senior Baker, Crumb & Sons, Lyon, France, June 2011 - Present\nBaked bread.",
            "### Senior Baker, Crumb & Sons (2011–present)\nBaked bread.",
            "### Crumb & Sons — Senior Baker\n*June 2011 – today | Lyon, France*\n\nBaked bread.",
            "**Senior Baker** | Crumb & Sons | seit 2011\nBaked bread.",
            "June 2011 – Present   Senior Baker at Crumb & Sons\nBaked bread.",
            "Senior Baker\nCrumb & Sons\n06/2011 – heute\nBaked bread.",
        ] {
            let found = of(text);
            let expected = (
                "Senior Baker".to_owned(),
                Some("Crumb & Sons".to_owned()),
                Some(2011),
                None,
                true,
                "Baked bread.".to_owned(),
            );
            assert_eq!(found, [expected], "{text}");
        }
    }

    #[test]
    fn several_positions_keep_their_text() {
        let found = of(
            "Baker\nMay 2015 to June 2017 Crumb\n- Baked for 2 years, from 2015 to 2017, at night, in a very old oven indeed.\n\nCook\nMay 2012 to May 2015 Mill\n- Ground",
        );
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].5.starts_with("- Baked") && found[1].5 == "- Ground");
        assert_eq!((found[1].0.as_str(), found[1].2), ("Cook", Some(2012)));
    }
}
