//! Résumés in Markdown and in plain text, also as it is taken off the pages of a PDF.

use std::borrow::Cow;

use super::Position;
use super::Resume;
use super::Section;
use super::SectionKind;
use super::Side;
use super::asking;
use super::calling;
use super::cells;
use super::erasure::Eraser;
use super::headings;
use super::identity;
use super::job_site;
use super::language;
use super::layout;
use super::lines;
use super::lines::Line;
use super::lines::Style;
use super::names;
use super::positions;
use super::roles;
use super::sections;
use super::sections::Part;
use super::whereabouts;
use super::wrapping;

/// The most lines that are looked at for name, headline and contact where no heading comes.
const TOP: usize = 14;

/// What is gathered about the person.
#[derive(Default)]
struct Person {
    name: Option<String>,
    contact: Vec<String>,
    title: String,
    place_text: Option<String>,
    pay_text: Option<String>,
}

/// Reads a résumé from text that is already decoded; whatever is missing becomes a note.
pub(super) fn read_resume(id: &str, text: &str) -> Resume {
    let text = job_site::unglue(text);
    let export = job_site::read(&text);
    let text = export.as_ref().map_or(&*text, |export| export.text.as_str());
    let is_markdown =
        text.lines().any(|line| line.starts_with("# ") || line.starts_with("## ") || line.starts_with("### "));
    let lines =
        if is_markdown { lines::read(text) } else { wrapping::join_wrapped(lines::read(&layout::untangle(text))) };
    let mut person = Person::default();
    let lines = take_top(without_caption(lines), &mut person);
    for part in person.title.split(['(', ')', '|', ',']).map(str::trim).filter(|part| whereabouts::is_mode(part)) {
        whereabouts::add(part, &mut person.place_text);
    }
    let mut lines = take_scattered(lines, &mut person);
    let eraser = Eraser::new(person.name.as_deref());
    for line in &mut lines {
        if let Cow::Owned(erased) = eraser.erase(&line.text) {
            line.text = lines::tidy(&erased);
            line.lead = None;
        }
    }
    if let Some(export) = &export {
        person.title.clone_from(&export.title);
    }
    let held = export.and_then(|_| job_site::positions(&lines));
    let parts = sections::cut(lines, Side::Resume, None);
    finish(id, person, parts, held)
}

/// Puts a résumé together from the person and the parts.
fn finish(id: &str, mut person: Person, parts: Vec<Part>, held: Option<Vec<Position>>) -> Resume {
    let (mut held, mut notes) =
        held.map_or_else(|| positions::read(&experience_lines(&parts)), |held| (held, Vec::new()));
    if held.is_empty() && parts.iter().any(|part| part.kind == SectionKind::Experience && !part.lines.is_empty()) {
        notes.push("no dates of positions could be read".to_owned());
    }
    positions::latest_first(&mut held);
    let mut sections = Vec::with_capacity(parts.len() + 1);
    for part in &parts {
        if whereabouts::is_of_wishes(&part.heading) {
            whereabouts::take_wishes(&part.lines, &mut person.place_text);
            let wished = || part.lines.iter().find_map(|line| asking::under_wishes(&line.text));
            person.pay_text = person.pay_text.or_else(|| wished().map(ToOwned::to_owned));
        }
        if part.kind == SectionKind::Contact {
            person.contact.extend(part.lines.iter().map(|line| line.text.clone()).filter(|text| !text.is_empty()));
            continue;
        }
        let section = part.section();
        if !section.text.is_empty() {
            sections.push(section);
        }
    }
    if person.title.is_empty() {
        person.title = held
            .iter()
            .map(|position| position.title.as_str())
            .find(|title| !title.is_empty() && calling::is_plausible(title))
            .map(ToOwned::to_owned)
            .or_else(|| called(&parts))
            .unwrap_or_default();
    }
    if person.title.is_empty() {
        notes.push("no title or headline was found".to_owned());
    }
    if sections.is_empty() {
        notes.push("there is no text below the name".to_owned());
    }
    let language = language::of_sections(&sections);
    if !person.contact.is_empty() {
        sections.push(Section { kind: SectionKind::Contact, heading: String::new(), text: person.contact.join("\n") });
    }
    let country = person.place_text.as_deref().and_then(whereabouts::country_in);
    Resume {
        id: id.to_owned(),
        name: person.name,
        contact: person.contact,
        title: person.title,
        country,
        place_text: person.place_text,
        pay_text: person.pay_text,
        sections,
        positions: held,
        tags: Vec::new(),
        language,
        notes,
    }
}

/// What the parts call the person's work: behind a label, else in the first sentences of a summary.
fn called(parts: &[Part]) -> Option<String> {
    let labeled = parts.iter().flat_map(|part| &part.lines).find_map(|line| calling::labeled(&line.text));
    labeled.or_else(|| {
        let told = |part: &&Part| matches!(part.kind, SectionKind::Summary | SectionKind::Other);
        parts.iter().filter(told).find_map(|part| calling::in_prose(&sections::text_of(&part.lines)))
    })
}

/// The lines that hold positions: those of experience, or of everything unnamed where there is none.
fn experience_lines(parts: &[Part]) -> Vec<Line> {
    let mut kind = SectionKind::Experience;
    if !parts.iter().any(|part| part.kind == kind) {
        kind = SectionKind::Other;
    }
    let mut lines = Vec::new();
    for part in parts.iter().filter(|part| part.kind == kind) {
        lines.extend(part.lines.iter().cloned());
        lines.push(Line { text: String::new(), style: Style::Blank, indent: 0, lead: None });
    }
    lines
}

/// The lines without a first one that only says what the document is.
fn without_caption(mut lines: Vec<Line>) -> Vec<Line> {
    let first = lines.iter().position(|line| line.style != Style::Blank);
    let is_caption = |line: &Line| {
        ["lebenslauf", "curriculum vitae", "curriculum", "resume", "cv"]
            .contains(&headings::normalize(&line.text).as_str())
    };
    if let Some(at) = first.filter(|&at| is_caption(&lines[at])) {
        lines.drain(..=at);
    }
    lines
}

/// Takes name, headline, contact and place from the lines above the first heading; gives what is left of all lines.
fn take_top(lines: Vec<Line>, person: &mut Person) -> Vec<Line> {
    let end = top_end(&lines);
    let (top, body) = lines.split_at(end);
    let mut rest = Vec::with_capacity(lines.len());
    let has_contact = top.iter().any(|line| {
        line.text.contains('@')
            || identity::is_labelled(&line.text)
            || identity::take_contact(&line.text, true, &mut Vec::new()).is_some()
    });
    let mut name_at = None;
    let first = top.iter().position(|line| line.style != Style::Blank);
    for (at, line) in top.iter().enumerate() {
        let cells = cells::of(&line.text);
        if person.name.is_none() {
            let is_marked = matches!(line.style, Style::Heading(1));
            let is_first = first == Some(at);
            let followed = is_first && top.get(at + 1).is_some_and(|next| roles::names_a_role(&next.text));
            let labelled = line.text.strip_prefix("Name:").and_then(names::name_in);
            let trusted = is_marked || has_contact || followed || labelled.is_some();
            let name = labelled.or_else(|| cells.first().filter(|_| trusted).and_then(|cell| names::name_in(cell)));
            let name =
                name.or_else(|| is_first.then(|| names::in_first_line(line, &top[at + 1..], has_contact)).flatten());
            if let Some(name) = name {
                let headline = line.text.find(&name).map_or("", |from| &line.text[from + name.len()..]);
                let headline = headline.trim_matches([' ', ',', '|', '-', '–', '—', '·', '•', ':']);
                if roles::names_a_role(headline) && headline.len() < 100 {
                    person.title = headline.to_owned();
                }
                take_contact_only(headline, person);
                person.name = Some(name);
                name_at = Some(at);
                continue;
            }
        }
        take_top_line(line, &cells, name_at.is_some_and(|name_at| at <= name_at + 3), person, &mut rest);
    }
    rest.extend(body.iter().cloned());
    rest
}

/// Where the top ends: at the first heading that is known.
fn top_end(lines: &[Line]) -> usize {
    let is_heading = |line: &Line| match line.style {
        Style::Heading(level) => headings::recognize(&line.text).is_some() || level >= 3,
        Style::Strong | Style::Plain => line.text.split(' ').count() <= 5 && headings::exact(&line.text).is_some(),
        _ => true,
    };
    lines
        .iter()
        .take(TOP + 6)
        .position(|line| line.style != Style::Blank && is_heading(line))
        .unwrap_or(lines.len().min(TOP).min(6))
}

/// Keeps the e-mail addresses and links of a text.
fn take_contact_only(text: &str, person: &mut Person) {
    let mut found = Vec::new();
    identity::take_contact(text, true, &mut found);
    person.contact.extend(found);
}

/// Takes one line of the top: contact, place, headline; what is none of them goes to `rest`.
fn take_top_line(line: &Line, cells: &[&str], near_name: bool, person: &mut Person, rest: &mut Vec<Line>) {
    let text = line.text.as_str();
    let is_list = cells.len() > 1 && !text.ends_with('.');
    let is_pay = cells.iter().filter(|cell| take_pay(cell, true, person)).count() == cells.len();
    if line.style == Style::Blank || is_pay || !is_list && whereabouts::take_wish(text, &mut person.place_text) {
        rest.push(line.clone());
        return;
    }
    if identity::is_labelled(text) || identity::is_address(text) {
        whereabouts::take_labelled(text, &mut person.place_text);
        person.contact.push(text.to_owned());
        take_place_of_address(text, person);
        return;
    }
    let before = person.contact.len();
    let (mut left, mut modes) = (Vec::new(), Vec::new());
    for cell in cells {
        if is_list && (take_pay(cell, true, person) || whereabouts::take_wish(cell, &mut person.place_text)) {
            continue;
        }
        if whereabouts::is_mode(cell) {
            modes.push((*cell).to_owned());
            continue;
        }
        let remaining = identity::take_contact(cell, true, &mut person.contact).unwrap_or_else(|| (*cell).to_owned());
        if identity::is_signed(&remaining) {
            person.contact.push(remaining);
        } else if remaining.chars().filter(|c| c.is_alphabetic()).count() < 3 {
            if !remaining.is_empty() && person.contact.len() == before {
                person.contact.push(remaining);
            }
        } else if person.place_text.is_none()
            && (whereabouts::is_place(&remaining) || is_list && whereabouts::names_a_city(&remaining))
        {
            person.contact.push(remaining.clone());
            person.place_text = Some(remaining);
        } else {
            left.push(remaining);
        }
    }
    modes.iter().for_each(|mode| whereabouts::add(mode, &mut person.place_text));
    let left = left.join(" | ");
    let is_headline = left.len() <= 120
        && !left.ends_with('.')
        && (roles::names_a_role(&left) || (near_name && sections::is_capitals(&left)));
    let left = if is_headline { whereabouts::without_place(left, &mut person.place_text) } else { left };
    let told = if is_headline { calling::in_headline(&left) } else { None };
    if is_headline && person.title.is_empty() && told.is_none() {
        person.title = left;
    } else if !left.is_empty() {
        if person.title.is_empty() {
            person.title = told.unwrap_or_default();
        }
        let is_sign = near_name
            && left.split(' ').count() <= 2
            && left.split(' ').next().is_some_and(|word| word.chars().count() <= 1);
        let short_leftover = (person.contact.len() > before && left.split(' ').count() <= 3) || is_sign;
        if short_leftover {
            person.contact.push(left);
        } else {
            rest.push(Line { text: left, lead: None, ..line.clone() });
        }
    }
}

/// The place at the end of a street address.
fn take_place_of_address(text: &str, person: &mut Person) {
    if person.place_text.is_none() {
        person.place_text = whereabouts::of_address(text);
    }
}

/// Takes the pay that is asked for; true where the text says nothing else.
fn take_pay(text: &str, is_top: bool, person: &mut Person) -> bool {
    let Some((pay, is_all)) = asking::pay_in(text, is_top) else { return false };
    if person.pay_text.is_none() {
        person.pay_text = Some(pay.to_owned());
    }
    is_all
}

/// Takes identity, place and pay from anywhere in the text; gives what is left.
fn take_scattered(lines: Vec<Line>, person: &mut Person) -> Vec<Line> {
    let mut rest = Vec::with_capacity(lines.len());
    for mut line in lines {
        if line.style == Style::Blank {
            rest.push(line);
            continue;
        }
        if identity::is_labelled(&line.text) && line.text.len() < 160 {
            if person.name.is_none() && headings::normalize(&line.text).starts_with("name ") {
                person.name = line.text.split_once([':', '–']).and_then(|(_, name)| names::name_in(name));
            }
            whereabouts::take_labelled(&line.text, &mut person.place_text);
            person.contact.push(line.text);
            continue;
        }
        take_pay(&line.text, false, person);
        if line.text.len() < 160 {
            whereabouts::take_wish(&line.text, &mut person.place_text);
        }
        if let Some(left) = identity::take_contact(&line.text, false, &mut person.contact) {
            line.text = lines::tidy(&left);
            line.lead = None;
            if line.text.is_empty() {
                continue;
            }
        }
        rest.push(line);
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKDOWN: &str = "# Ida Novak (she/her)\n**Senior Baker**\n\nLyon, France | ida@novak.example | +33 6 12 34 56 78 | linkedin.com/in/ida\nDesired salary: 45 000 EUR a year\nDate of birth: 1 May 1990\n\n## Summary\nIda Novak is a baker with 10 years of rye. She loves Excel.\n\n## Experience\n### Baker, Crumb & Sons (Mar 2015 – present)\n- Baked rye bread\n\n### Kitchen helper, Mill (2012 - 2015)\n- Helped\n\n## Skills\n- Rye, Excel\n";

    #[test]
    fn reads_markdown() {
        let resume = read_resume("ida", MARKDOWN);
        assert_eq!((resume.name.as_deref(), resume.title.as_str()), (Some("Ida Novak"), "Senior Baker"));
        assert_eq!(resume.place_text.as_deref(), Some("Lyon, France"));
        assert_eq!(resume.country.map(|country| country.to_string()).as_deref(), Some("FR"));
        assert_eq!(resume.pay_text.as_deref(), Some("45 000 EUR a year"));
        assert_eq!(resume.positions.len(), 2);
        assert!(resume.positions[0].current && resume.positions[0].text == "- Baked rye bread");
        assert_eq!(resume.notes, Vec::<String>::new());
    }

    #[test]
    fn another_name_mail_and_pronoun_change_nothing() {
        let other = MARKDOWN
            .replace("Ida Novak", "Bartholomew Quill")
            .replace("ida@novak.example", "bq@quill.example")
            .replace("she/her", "he/him")
            .replace("She", "He")
            .replace("1 May 1990", "2 June 1971");
        let (one, two) = (read_resume("x", MARKDOWN), read_resume("x", &other));
        let said = |resume: &Resume| resume.body();
        assert_eq!(said(&one), said(&two));
        assert_eq!((one.title, one.positions, one.place_text), (two.title, two.positions, two.place_text));
        assert!(!read_resume("x", &other).body().contains("Quill"));
    }

    #[test]
    fn reads_plain_text_without_a_name() {
        let resume = read_resume(
            "a",
            "SENIOR BAKER\nSummary\nBakes.\nExperience\nCompany Name July 2011 to November 2012 Baker\nCity , State\n      Baked bread.\nEducation\nBaking School\n",
        );
        assert_eq!((resume.name, resume.title.as_str()), (None, "SENIOR BAKER"));
        assert_eq!(resume.positions.len(), 1);
        assert_eq!(resume.positions[0].title, "Baker");
    }

    #[test]
    fn finds_the_work_and_the_wish_of_an_untidy_one() {
        let resume = read_resume(
            "a",
            "Ida Novak\nLisbon, Portugal · open to remote · ida@novak.example\n\nExperienced Java developer with 8 years of Spring. Bakes.\n\nSkills\nJava, Spring\n",
        );
        assert_eq!((resume.title.as_str(), resume.name.as_deref()), ("Java developer", Some("Ida Novak")));
        assert_eq!(resume.place_text.as_deref(), Some("Lisbon, Portugal; open to remote"));
        let told = read_resume("a", "# Ida Novak\n\nBread baker. Provo, Utah. ida@novak.example\n\n## Skills\nRye\n");
        assert_eq!((told.title.as_str(), told.place_text.as_deref()), ("Bread baker", Some("Provo, Utah")));
    }
}
