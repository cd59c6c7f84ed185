//! Postings in Markdown (`# [Title](url)`, `### Company`, `` #### `💰 pay` `🌎 place` ``, body, apply link; any part
//! may be missing) and in plain text.

use super::Posting;
use super::Side;
use super::entities;
use super::headings;
use super::language;
use super::lines;
use super::masthead;
use super::sections;
use super::tags;
use super::tags::Tag;
use super::wrapping;

/// Words before a colon that name the title in plain text.
const TITLE_LABELS: [&str; 19] = [
    "title",
    "job title",
    "position",
    "position title",
    "role",
    "job",
    "poste",
    "intitulé du poste",
    "titre",
    "stelle",
    "stellenbezeichnung",
    "position offered",
    "puesto",
    "puesto de trabajo",
    "vacante",
    "cargo",
    "vaga",
    "título da vaga",
    "función",
];

/// Words before a colon that name the company.
const COMPANY_LABELS: [&str; 9] =
    ["company", "employer", "organization", "entreprise", "société", "unternehmen", "firma", "empresa", "arbeitgeber"];

/// Words before a colon that name the pay.
const PAY_LABELS: [&str; 11] = [
    "salary",
    "pay",
    "compensation",
    "salary range",
    "pay range",
    "rémunération",
    "salaire",
    "gehalt",
    "salario",
    "salário",
    "remuneração",
];

/// Words before a colon that name the place.
const PLACE_LABELS: [&str; 10] = [
    "location",
    "place",
    "lieu",
    "localisation",
    "standort",
    "arbeitsort",
    "ubicación",
    "localização",
    "local",
    "work location",
];

/// What stands above the body.
#[derive(Default)]
struct Header {
    title: String,
    company: Option<String>,
    pay_tag: Option<String>,
    place_tag: Option<String>,
    url: Option<String>,
    /// What was not understood, in words.
    notes: Vec<String>,
    /// Where the body begins, in bytes.
    body: usize,
}

/// Reads a posting from text that is already decoded; whatever is missing becomes a note.
pub(super) fn read_posting(id: &str, text: &str) -> Posting {
    let mut header = read_header(text);
    let mut notes = std::mem::take(&mut header.notes);
    let (body, apply_url) = without_apply_line(&text[header.body..]);
    if header.url.is_none() {
        header.url = apply_url;
    }
    let mut lines = lines::read(&body);
    if header.body == 0 && !body.contains("\n#") && !body.contains("**") {
        lines = wrapping::join_wrapped(lines);
    }
    if header.title.is_empty() {
        header.title = plausible_title(&lines).or_else(|| title_of_url(header.url.as_deref())).unwrap_or_default();
        notes.push(if header.title.is_empty() {
            "no title was found".to_owned()
        } else {
            "no title link was found; the title is the first line that looks like one".to_owned()
        });
    }
    read_labels(&lines, &mut header);
    if header.company.is_none() {
        let below = masthead::read(&lines, &header.title);
        header.place_tag = header.place_tag.or(below.place);
        header.company = below.company;
    }
    let parts = sections::cut(lines, Side::Posting, header.company.as_deref());
    let sections: Vec<_> = parts.iter().map(sections::Part::section).collect();
    if sections.iter().all(|section| section.text.is_empty()) {
        notes.push("there is no text below the title".to_owned());
    }
    Posting {
        id: id.to_owned(),
        title: header.title,
        company: header.company,
        pay_tag: header.pay_tag,
        place_tag: header.place_tag,
        url: header.url,
        language: language::of_sections(&sections),
        sections,
        notes,
        ..Posting::default()
    }
}

/// Reads title link, company and tags, as far as they stand at the top.
fn read_header(text: &str) -> Header {
    let mut header = Header::default();
    let mut at = 0;
    let mut seen = 0;
    for raw in text.split_inclusive('\n') {
        let end = at + raw.len();
        let line = raw.trim();
        at = end;
        if line.is_empty() {
            continue;
        }
        seen += 1;
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        let content = line[level..].trim();
        let fresh = header.title.is_empty() && header.company.is_none();
        let taken = match level {
            0 if seen > 1 => take_tag_line(&mut header, content),
            0 => content.starts_with('[') && take_title(&mut header, content),
            1 if header.title.is_empty() => take_title(&mut header, content),
            _ if take_tags(&mut header, content) => true,
            2 | 3 if header.company.is_none() && !(fresh && seen > 1) => {
                take_company(&mut header, content, tags_follow(&text[end..]))
            }
            _ => false,
        };
        if !taken {
            break;
        }
        header.body = end;
    }
    header
}

/// Takes the title from `[Title](url)` or from what stands there without a link.
fn take_title(header: &mut Header, content: &str) -> bool {
    let linked = content.strip_prefix('[').and_then(|rest| {
        let middle = rest.rfind("](")?;
        Some((&rest[..middle], rest[middle + 2..].trim_end_matches(')').trim()))
    });
    let title = linked.map_or(content, |(title, _)| title);
    if let Some((_, url)) = linked {
        if is_apply(title) {
            return false;
        }
        header.url = Some(url.split(' ').next().unwrap_or(url).to_owned()).filter(|url| !url.is_empty());
    } else if headings::exact(title).is_some() || title.len() > 200 {
        return false;
    }
    header.title = clean_title(title);
    true
}

/// The title without markup, entities and doubled spaces; single stars stay ("Bäcker*in").
fn clean_title(title: &str) -> String {
    let decoded = entities::decode(title);
    let mut plain = decoded.replace("**", "").replace("__", "").replace('`', "");
    if plain.contains('\\') {
        let mut unescaped = String::with_capacity(plain.len());
        let mut characters = plain.chars().peekable();
        while let Some(c) = characters.next() {
            if c != '\\' || !characters.peek().is_some_and(char::is_ascii_punctuation) {
                unescaped.push(c);
            }
        }
        plain = unescaped;
    }
    let trimmed = plain.trim();
    let unwrapped = trimmed
        .strip_prefix(['*', '_'])
        .and_then(|rest| rest.strip_suffix(['*', '_']))
        .filter(|inner| !inner.is_empty() && !inner.contains(['*', '_']));
    lines::tidy(unwrapped.unwrap_or(trimmed))
}

/// Takes pay and place from `` `💰 …` `🌎 …` ``; false where there is neither.
fn take_tags(header: &mut Header, content: &str) -> bool {
    let found: Vec<Tag> = content.split('`').filter_map(tags::read).collect();
    if !found.iter().any(|tag| !matches!(tag, Tag::Other(_))) {
        return content.trim_matches(['`', ' ']).is_empty();
    }
    keep_tags(header, found);
    true
}

/// Takes a line that is no heading and holds nothing but tags.
fn take_tag_line(header: &mut Header, content: &str) -> bool {
    let found = tags::all(content).unwrap_or_default();
    let says = !header.title.is_empty() && found.iter().any(|tag| matches!(tag, Tag::Pay(_) | Tag::Place(_)));
    if says {
        keep_tags(header, found);
    }
    says
}

/// Keeps what tags say; what is not understood is told.
fn keep_tags(header: &mut Header, tags: Vec<Tag>) {
    for tag in tags {
        match tag {
            Tag::Pay(text) => header.pay_tag = Some(text).filter(|text| !text.is_empty()),
            Tag::Place(text) => header.place_tag = Some(text).filter(|text| !text.is_empty()),
            Tag::Other(text) => header.notes.push(format!("the tag \"{text}\" below the title was not read")),
        }
    }
}

/// True where the next line that says anything holds tags, so that the one before it is no heading of the body, whatever
/// it is called ("Mission").
fn tags_follow(rest: &str) -> bool {
    let next = rest.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let says = |piece| matches!(tags::read(piece), Some(Tag::Pay(_) | Tag::Place(_)));
    next.starts_with('#') && next.trim_start_matches('#').split('`').any(says)
}

/// Takes the company, unless the line is a heading of the body.
fn take_company(header: &mut Header, content: &str, tagged: bool) -> bool {
    let heading = !tagged && headings::exact(content).is_some();
    if content.len() > 120 || heading || content.ends_with(':') || is_apply(content) {
        return false;
    }
    let name = lines::clean(content);
    let nobody = ["none", "null", "n/a", "na", "-", "unknown", "undefined"];
    if name.is_empty() || nobody.contains(&name.to_lowercase().as_str()) {
        return true;
    }
    header.company = Some(name);
    true
}

/// True for the words of the link with which one applies.
fn is_apply(content: &str) -> bool {
    let upper = content.trim_matches(['*', ' ', '[']).to_uppercase();
    upper.starts_with("CLICK TO") || upper.starts_with("APPLY") || upper.starts_with("CLICK HERE")
}

/// The body without the line that links to the application, and that link.
fn without_apply_line(body: &str) -> (std::borrow::Cow<'_, str>, Option<String>) {
    let Some(at) = memchr::memmem::rfind(body.as_bytes(), b"[APPLY](")
        .or_else(|| memchr::memmem::rfind(body.as_bytes(), b"[Apply]("))
    else {
        return (body.into(), None);
    };
    let start = body[..at].rfind('\n').map_or(0, |at| at + 1);
    let end = body[at..].find('\n').map_or(body.len(), |length| at + length);
    let url = body[at + 8..end].split(')').next().map(|url| url.trim().to_owned()).filter(|url| !url.is_empty());
    if end - start > at - start + 400 || at - start > 40 {
        return (body.into(), url);
    }
    (format!("{}{}", &body[..start], &body[end..]).into(), url)
}

/// The first line that looks like a title: labelled as one, or short, no sentence and no known heading.
fn plausible_title(lines: &[lines::Line]) -> Option<String> {
    let top = || lines.iter().filter(|line| !line.text.is_empty()).take(12);
    if let Some(title) = top().find_map(|line| labelled(&line.text, &TITLE_LABELS)) {
        return Some(title.to_owned());
    }
    let fits = |line: &&lines::Line| {
        let text = line.text.as_str();
        let known = headings::exact(text.trim_end_matches(':')).is_some();
        !known
            && text.chars().count() <= 120
            && !text.ends_with(['.', '!', '?', ':', ';'])
            && !text.contains("http")
            && text.chars().any(char::is_alphabetic)
    };
    top().find(fits).map(|line| line.text.clone()).or_else(|| {
        let first = top().find(|line| headings::exact(&line.text).is_none())?;
        let sentence = first.text.split(['.', '!', '?']).next().unwrap_or(&first.text);
        let sentence = &sentence[..sentence.floor_char_boundary(160)];
        let words: Vec<&str> = sentence.split(' ').take(14).collect();
        Some(words.join(" ")).filter(|title| title.chars().any(char::is_alphabetic))
    })
}

/// What stands behind one of the labels: "Company: Acme".
fn labelled<'a>(text: &'a str, labels: &[&str]) -> Option<&'a str> {
    let (label, value) = text.split_once(':')?;
    let label = label.trim().to_lowercase();
    let value = value.trim();
    (labels.contains(&label.as_str()) && !value.is_empty() && value.len() <= 160).then_some(value)
}

/// Takes company, pay and place from labelled lines at the top, where no tag stated them.
fn read_labels(lines: &[lines::Line], header: &mut Header) {
    for line in lines.iter().filter(|line| !line.text.is_empty()).take(10) {
        if !line.text.contains(':') || line.text.len() > 200 {
            continue;
        }
        for (field, labels) in [
            (&mut header.company, &COMPANY_LABELS[..]),
            (&mut header.pay_tag, &PAY_LABELS[..]),
            (&mut header.place_tag, &PLACE_LABELS[..]),
        ] {
            if field.is_none() {
                *field = labelled(&line.text, labels).map(str::to_owned);
            }
        }
    }
}

/// A title from the words of a link: `…/apply/senior-baker-62057` is "senior baker".
fn title_of_url(url: Option<&str>) -> Option<String> {
    let last = url?.split(['?', '#']).next()?.trim_end_matches('/').rsplit('/').next()?;
    let words: Vec<&str> = last
        .split(['-', '_'])
        .filter(|word| !word.is_empty() && word.bytes().any(|b| b.is_ascii_alphabetic()))
        .collect();
    (words.len() >= 2).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::super::SectionKind;
    use super::*;

    const WHOLE: &str = "# [Senior **Baker**  &amp; Cook (m/f\\*)](https://jobs.example/apply/senior-baker-7)  \n### Crumb & Sons  \n#### `💰 50k-60k EUR` `🌎 Lyon, France`  \n\nWe bake bread.\n\n**What you'll do:**\n\n  * Knead\n  * Bake\n\n### Requirements\n\n  * 3 years of baking\n  * Nice to have: Excel\n\n**Location:** Lyon\n\nCrumb & Sons is an equal opportunity employer.\n\n## CLICK TO [APPLY](https://jobs.example/apply/senior-baker-7)\n";

    #[test]
    fn reads_the_whole_layout() {
        let posting = read_posting("a", WHOLE);
        assert_eq!(posting.title, "Senior Baker & Cook (m/f*)");
        assert_eq!(posting.company.as_deref(), Some("Crumb & Sons"));
        assert_eq!(posting.pay_tag.as_deref(), Some("50k-60k EUR"));
        assert_eq!(posting.place_tag.as_deref(), Some("Lyon, France"));
        assert_eq!(posting.url.as_deref(), Some("https://jobs.example/apply/senior-baker-7"));
        let kinds: Vec<(SectionKind, &str)> = posting.sections.iter().map(|s| (s.kind, s.text.as_str())).collect();
        use SectionKind::*;
        assert_eq!(
            kinds,
            [
                (Other, "We bake bread."),
                (Responsibilities, "- Knead\n- Bake"),
                (Requirements, "- 3 years of baking"),
                (Preferred, "- Excel"),
                (Location, "Lyon"),
                (Legal, "Crumb & Sons is an equal opportunity employer."),
            ]
        );
        assert_eq!(posting.notes, Vec::<String>::new());
    }

    #[test]
    fn a_company_may_be_called_as_a_heading() {
        let text = "# [Baker](https://x.example/1)\n### Mission\n#### `\u{1f4b0} USD 50k~60k` `\u{1f30e} United States`\n\nBread.";
        let posting = Posting::parse("one", text);
        assert_eq!(posting.company.as_deref(), Some("Mission"));
        assert_eq!(posting.place_tag.as_deref(), Some("United States"));
    }

    #[test]
    fn any_part_may_be_missing() {
        let bare = read_posting("a", "# Baker*in\n\n### Aufgaben\n\n* Backen");
        assert_eq!((bare.title.as_str(), bare.company), ("Baker*in", None));
        let tagless = read_posting("a", "# [Baker](https://x.example/1)\n### Crumb\n\nText.");
        assert_eq!(tagless.company.as_deref(), Some("Crumb"));
        let headless = read_posting("a", "### Crumb\n#### `🌎 Remote`\n\nWe bake.\n");
        assert_eq!((headless.company.as_deref(), headless.place_tag.as_deref()), (Some("Crumb"), Some("Remote")));
        assert_eq!(headless.notes.len(), 1);
        let plain =
            read_posting("a", "Job title: Night Baker\nCompany: Crumb\nLocation: Lyon\n\nRequirements:\n- Flour\n");
        assert_eq!(plain.title, "Night Baker");
        assert_eq!((plain.company.as_deref(), plain.place_tag.as_deref()), (Some("Crumb"), Some("Lyon")));
    }
}
