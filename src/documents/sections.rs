//! Lines become sections: headings are found, and each stretch of lines gets its kind.

use super::Section;
use super::SectionKind;
use super::Side;
use super::demands;
use super::headings;
use super::lines;
use super::lines::Line;
use super::lines::Style;
use super::statements;

/// A section as lines.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What it is about.
    pub(super) kind: SectionKind,
    /// Its heading.
    pub(super) heading: String,
    /// Its lines, blank ones too.
    pub(super) lines: Vec<Line>,
}

impl Part {
    /// The section with its text.
    pub(super) fn section(&self) -> Section {
        Section { kind: self.kind, heading: self.heading.clone(), text: text_of(&self.lines) }
    }
}

/// Lines as text: list items begun by "- ".
pub(super) fn text_of(lines: &[Line]) -> String {
    let mut text = String::with_capacity(lines.iter().map(|line| line.text.len() + 3).sum());
    for line in lines {
        if matches!(line.style, Style::Item(_)) {
            text.push_str("- ");
        }
        text.push_str(&line.text);
        text.push('\n');
    }
    text.trim().to_owned()
}

/// A heading that was found.
struct Heading {
    /// Smaller is higher up: 1 to 6 for Markdown headings, then bold lines, then lines with a colon.
    rank: u8,
    /// What it begins, where it is known.
    kind: Option<SectionKind>,
}

/// The rank of a bold or capitalized line.
const STRONG: u8 = 7;
/// The rank of a plain line.
const PLAIN: u8 = 8;

/// Cuts lines into parts.
pub(super) struct Cutter<'a> {
    side: Side,
    company: Option<&'a str>,
    parts: Vec<Part>,
    /// The rank of the running part's heading.
    rank: u8,
    /// The kind to go back to after a lead-in ("Location: Lyon").
    outer: Option<SectionKind>,
}

/// The lines as parts; `company` helps to tell the company's own story.
pub(super) fn cut(lines: Vec<Line>, side: Side, company: Option<&str>) -> Vec<Part> {
    let first = Part { kind: SectionKind::Other, heading: String::new(), lines: Vec::new() };
    let mut cutter = Cutter { side, company, parts: vec![first], rank: 0, outer: None };
    let count = lines.len();
    let styles: Vec<Style> = lines.iter().map(|line| line.style).collect();
    let mut indent_before = None;
    for (at, line) in lines.into_iter().enumerate() {
        let before = at.checked_sub(1).map_or(Style::Blank, |before| styles[before]);
        let after = if at + 1 < count { styles[at + 1] } else { Style::Blank };
        let in_a_list = line.indent >= 2 && indent_before == Some(line.indent);
        indent_before = (line.style != Style::Blank).then_some(line.indent);
        cutter.add(line, before, after, in_a_list);
    }
    cutter.parts.retain(|part| !part.heading.is_empty() || part.lines.iter().any(|line| line.style != Style::Blank));
    if side == Side::Posting {
        demands::tell_by_lines(&mut cutter.parts);
    }
    cutter.parts
}

impl Cutter<'_> {
    /// Takes the next line.
    fn add(&mut self, mut line: Line, before: Style, after: Style, in_a_list: bool) {
        if let Some(item) = item_in_heading(&line) {
            line = item;
        }
        if line.style == Style::Blank {
            return self.keep(line);
        }
        if let Some(heading) = self.heading(&line, before, after, in_a_list) {
            return self.begin_at(line, &heading);
        }
        if self.outer.is_some() && before == Style::Blank && !matches!(line.style, Style::Item(_)) {
            self.go_back();
        }
        if let Some((kind, end)) = self.lead_in(&line) {
            return self.lead(line, kind, end);
        }
        if self.side == Side::Posting
            && line.style == Style::Plain
            && line.text.len() > 30
            && let Some(kind) = statements::kind_of(&line.text, self.company, self.kind())
        {
            let outer = self.outer.unwrap_or(self.kind());
            self.begin(kind, String::new());
            self.outer = Some(after_statement(outer, kind));
        }
        self.keep(line);
    }

    fn kind(&self) -> SectionKind {
        self.parts.last().map_or(SectionKind::Other, |part| part.kind)
    }

    fn keep(&mut self, line: Line) {
        if let Some(part) = self.parts.last_mut() {
            part.lines.push(line);
        }
    }

    fn begin(&mut self, kind: SectionKind, heading: String) {
        self.parts.push(Part { kind, heading, lines: Vec::new() });
        self.outer = None;
    }

    fn go_back(&mut self) {
        if let Some(kind) = self.outer.take() {
            self.begin(kind, String::new());
        }
    }

    /// Begins what a heading begins.
    fn begin_at(&mut self, line: Line, heading: &Heading) {
        let running = self.outer.unwrap_or(self.kind());
        let text = line.text.trim_matches([':', ' ', '：', '_', '*']).to_owned();
        if let Some((kind, end)) = self.stated_in_heading(&text) {
            self.begin(kind, text[..end].to_owned());
            self.rank = heading.rank;
            let rest = text[end..].trim_start_matches([':', ' ', '–', '-']).to_owned();
            self.keep(Line { text: rest, style: Style::Plain, lead: None, ..line });
            self.outer = Some(running);
            return;
        }
        match heading.kind {
            Some(SectionKind::Requirements)
                if running == SectionKind::Preferred && heading.rank > self.rank && !says_required(&text) =>
            {
                self.begin(SectionKind::Preferred, text);
            }
            Some(kind) if self.side == Side::Resume && kind == running && heading.rank > self.rank => self.keep(line),
            Some(SectionKind::Other) if self.side == Side::Resume && heading.rank > self.rank => self.keep(line),
            Some(kind) => {
                self.begin(kind, text);
                self.rank = heading.rank;
            }
            None if heading.rank > self.rank && running != SectionKind::Other => {
                if self.side == Side::Resume {
                    self.go_back();
                    self.keep(line);
                } else {
                    self.begin(running, text);
                }
            }
            None if self.side == Side::Resume && heading.rank >= STRONG => self.keep(line),
            None => {
                self.begin(SectionKind::Other, text);
                self.rank = heading.rank;
            }
        }
    }

    /// What a heading such as "Salary: 50k-60k EUR" or "Job location: Lyon" states, and where its label ends.
    fn stated_in_heading(&self, text: &str) -> Option<(SectionKind, usize)> {
        if self.side == Side::Resume {
            return None;
        }
        if let Some(end) = text.find(": ").or_else(|| text.find(" - "))
            && let Some(kinds) = headings::exact(&text[..end])
            && matches!(kinds.on(self.side), SectionKind::Pay | SectionKind::Location)
        {
            return Some((kinds.on(self.side), end));
        }
        let states_pay =
            text.bytes().filter(u8::is_ascii_digit).count() >= 2 && text.contains(['$', '€', '£', 'k', 'K', ',']);
        let kind = headings::recognize(text)?.on(self.side);
        (kind == SectionKind::Pay && states_pay).then_some((kind, 0))
    }

    /// Whether the line is a heading, and which.
    fn heading(&self, line: &Line, before: Style, after: Style, in_a_list: bool) -> Option<Heading> {
        let text = line.text.trim_end();
        let words = text.split(' ').count();
        let known = |kinds: Option<headings::Kinds>| kinds.map(|kinds| kinds.on(self.side));
        match line.style {
            Style::Heading(level) => {
                let is_sentence = text.len() > 100 || (words > 3 && text.ends_with(['.', ';', ',']));
                (!is_sentence).then(|| Heading { rank: level, kind: known(headings::recognize(text)) })
            }
            Style::Strong if text.len() <= 110 => {
                let kind = known(headings::recognize(text));
                let is_sentence = words > 9 || text.ends_with(['.', ';', ',']);
                (kind.is_some() && words <= 14 && !text.ends_with('.') || !is_sentence)
                    .then_some(Heading { rank: STRONG, kind })
            }
            Style::Plain if text.len() <= 110 => self.plain_heading(text, words, before, after, in_a_list),
            _ => None,
        }
    }

    /// A line without markup that is a heading by its words.
    fn plain_heading(&self, text: &str, words: usize, before: Style, after: Style, in_a_list: bool) -> Option<Heading> {
        if let Some(label) = text.strip_suffix([':', '：']) {
            let limit = if self.side == Side::Resume { 5 } else { 14 };
            if words > limit || label.contains(". ") {
                return None;
            }
            let kinds = if self.side == Side::Resume { headings::exact(label) } else { headings::recognize(label) };
            return Some(Heading { rank: PLAIN, kind: Some(kinds?.on(self.side)) });
        }
        if words > 6
            || text.ends_with(['.', ',', ';'])
            || !text.starts_with(|c: char| c.is_uppercase() || !c.is_ascii())
        {
            return None;
        }
        let capitals = is_capitals(text);
        if self.side == Side::Resume {
            let kind = headings::exact(text)?.on(Side::Resume);
            let free = before == Style::Blank || capitals || !in_a_list;
            return free.then_some(Heading { rank: if capitals { STRONG } else { PLAIN }, kind: Some(kind) });
        }
        if capitals && words <= 6 && text.len() >= 5 {
            let kind = headings::recognize(text).map(|kinds| kinds.on(Side::Posting));
            return (kind.is_some() || (before == Style::Blank && words >= 2))
                .then_some(Heading { rank: STRONG, kind });
        }
        let kind = headings::exact(text)?.on(Side::Posting);
        let stands_free = before == Style::Blank || matches!(after, Style::Item(_));
        let telling = words > 1
            || !matches!(
                kind,
                SectionKind::Location | SectionKind::Legal | SectionKind::Process | SectionKind::Company
            );
        (stands_free && telling && (words > 1 || text.len() > 5)).then_some(Heading { rank: PLAIN, kind: Some(kind) })
    }

    /// What the words before a colon at the start of a line begin, and where they end in bytes.
    fn lead_in(&self, line: &Line) -> Option<(SectionKind, usize)> {
        let end = line.lead.or_else(|| {
            let colon = line.text.bytes().take(50).position(|byte| byte == b':')?;
            line.text[colon + 1..].starts_with(' ').then_some(colon + 1)
        })?;
        let kind = headings::exact(&line.text[..end])?.on(self.side);
        let running = self.outer.unwrap_or(self.kind());
        let counts = match self.side {
            Side::Posting => {
                let of_use = matches!(
                    kind,
                    SectionKind::Requirements
                        | SectionKind::Preferred
                        | SectionKind::Responsibilities
                        | SectionKind::Benefits
                        | SectionKind::Pay
                        | SectionKind::Location
                        | SectionKind::Legal
                );
                let softens = running == SectionKind::Preferred
                    && kind == SectionKind::Requirements
                    && !says_required(&line.text[..end]);
                (of_use || (line.lead.is_some() && line.style == Style::Plain && kind != SectionKind::Other))
                    && !softens
            }
            Side::Resume => {
                kind != SectionKind::Other
                    && kind != SectionKind::Experience
                    && !matches!(
                        running,
                        SectionKind::Experience | SectionKind::Projects | SectionKind::Education | SectionKind::Skills
                    )
            }
        };
        (counts && kind != running).then_some((kind, end))
    }

    /// Keeps a line under the heading it brings along.
    fn lead(&mut self, line: Line, kind: SectionKind, end: usize) {
        let outer = self.outer.unwrap_or(self.kind());
        let is_item = matches!(line.style, Style::Item(_));
        let heading = line.text[..end].trim_end_matches([':', ' ']).to_owned();
        let rest = line.text[end..].trim_start_matches([':', ' ', '–', '—']).to_owned();
        self.begin(kind, heading);
        self.keep(Line { text: rest, lead: None, ..line });
        self.outer = Some(outer);
        if is_item {
            self.go_back();
        }
    }
}

/// The list item that is set as a heading: "### ● Docker".
fn item_in_heading(line: &Line) -> Option<Line> {
    let marked = matches!(line.style, Style::Heading(_) | Style::Strong)
        && line.text.starts_with(|c: char| lines::is_bullet(c) || matches!(c, '-' | '–'));
    let text = marked.then(|| lines::item_mark(&line.text)).flatten()?;
    (headings::exact(text.trim_end_matches([':', ' '])).is_none()).then(|| Line {
        text: text.to_owned(),
        style: Style::Item(line.indent),
        ..line.clone()
    })
}

/// The kind of what follows a statement: closing words, where what the job asks or gives has been told.
fn after_statement(outer: SectionKind, statement: SectionKind) -> SectionKind {
    use SectionKind::{Benefits, Legal, Preferred, Requirements, Responsibilities};
    match outer {
        Requirements | Preferred | Responsibilities | Benefits if statement == Legal => Legal,
        other => other,
    }
}

/// True where the words ask outright.
fn says_required(text: &str) -> bool {
    let text = text.to_lowercase();
    ["requir", "must", "minimum", "mandatory", "essential"].iter().any(|word| text.contains(word))
}

/// True for a line in capital letters.
pub(super) fn is_capitals(text: &str) -> bool {
    let mut letters = 0;
    for c in text.chars() {
        if c.is_lowercase() {
            return false;
        }
        letters += usize::from(c.is_uppercase());
    }
    letters >= 3
}
