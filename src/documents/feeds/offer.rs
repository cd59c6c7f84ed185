//! An offer as feeds state it, field by field; becomes a [`Posting`].

use serde_json::Value;

use crate::codes::Country;
use crate::documents::Posting;
use crate::documents::Section;
use crate::documents::SectionKind;
use crate::documents::Side;
use crate::documents::encoding;
use crate::documents::language;
use crate::documents::lines;
use crate::documents::sections;
use crate::documents::stated;
use crate::pay;
use crate::pay::Stated;
use crate::place::Mode;

use super::fields;
use super::fields::Object;

/// The most names of fields in one note.
const NAMED: usize = 12;

/// The ways of employment, by the words that formats have for them, and the tag of each.
const EMPLOYMENT: [(&str, &str); 25] = [
    ("full time", "full-time"),
    ("fulltime", "full-time"),
    ("regular full time", "full-time"),
    ("permanent", "permanent"),
    ("regular", "permanent"),
    ("part time", "part-time"),
    ("parttime", "part-time"),
    ("regular part time", "part-time"),
    ("contract", "contract"),
    ("contractor", "contract"),
    ("freelance", "contract"),
    ("temporary", "temporary"),
    ("temp", "temporary"),
    ("fixed term", "temporary"),
    ("seasonal", "temporary"),
    ("intern", "internship"),
    ("interns", "internship"),
    ("internship", "internship"),
    ("trainee", "internship"),
    ("volunteer", "volunteer"),
    ("per diem", "per-diem"),
    ("perdiem", "per-diem"),
    ("apprenticeship", "apprenticeship"),
    ("working student", "working-student"),
    ("other", ""),
];

/// A stretch of an offer's text.
struct Part {
    /// What it is about, where its field says so.
    kind: Option<SectionKind>,
    heading: String,
    text: String,
    /// Its letters and digits: what it says, however it is set.
    letters: String,
}

/// What a feed states of an offer.
#[derive(Default)]
pub(super) struct Offer {
    pub(super) posting: Posting,
    /// The places, as text, in order.
    pub(super) places: Vec<String>,
    parts: Vec<Part>,
}

impl Offer {
    /// An offer of this title.
    pub(super) fn titled(title: Option<String>) -> Self {
        let mut offer = Self::default();
        offer.posting.title = title.map(|title| fields::plain(&title)).unwrap_or_default();
        offer
    }

    /// Notes that something could not be read or had to be assumed.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        self.posting.notes.push(note.into());
    }

    /// Notes which fields of an object are not read: those that are not `known` and hold something.
    pub(super) fn note_unknown(&mut self, object: &Object, known: &[&str]) {
        let says = |value: &Value| match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            Value::Array(all) => !all.is_empty(),
            Value::Object(all) => !all.is_empty(),
            _ => true,
        };
        let unread: Vec<&str> = object
            .iter()
            .filter(|(name, value)| !name.starts_with(['@', '$']) && !known.contains(&name.as_str()) && says(value))
            .map(|(name, _)| name.as_str())
            .collect();
        if !unread.is_empty() {
            let more = if unread.len() > NAMED { ", ..." } else { "" };
            self.note(format!("fields that are not read: {}{more}", unread[..unread.len().min(NAMED)].join(", ")));
        }
    }

    /// Takes a stretch of HTML or text; what another stretch says already is passed over.
    pub(super) fn part(&mut self, heading: &str, kind: Option<SectionKind>, text: Option<String>) {
        let Some(text) = text else { return };
        let text = fields::markup(&text);
        let letters = letters(&text);
        if !letters.is_empty() && !self.parts.iter().any(|part| part.letters.contains(&letters)) {
            self.parts.push(Part { kind, heading: fields::plain(heading), text, letters });
        }
    }

    /// Takes a list of lines as items of a list.
    pub(super) fn items(&mut self, heading: &str, kind: SectionKind, items: &[String]) {
        let [item] = items else {
            let items: Vec<String> = items.iter().map(|item| format!("- {}", fields::plain(item))).collect();
            return self.part(heading, Some(kind), Some(items.join("\n")));
        };
        self.part(heading, Some(kind), Some(item.clone()));
    }

    /// Takes the day of posting from the first of these fields that is there.
    pub(super) fn posted(&mut self, object: &Object, names: &[&str]) {
        self.posting.posted = self.day(object, names);
    }

    /// Takes the last day of the offer.
    pub(super) fn valid_through(&mut self, object: &Object, names: &[&str]) {
        self.posting.valid_through = self.day(object, names);
    }

    fn day(&mut self, object: &Object, names: &[&str]) -> Option<jiff::civil::Date> {
        let (name, value) = names.iter().find_map(|&name| Some((name, object.get(name).filter(|v| !v.is_null())?)))?;
        let day = fields::date(value);
        if day.is_none() && value.as_str().is_none_or(|text| !text.trim().is_empty()) {
            self.note(format!("{name} names no day: {value}"));
        }
        day
    }

    /// Takes ways of employment as tags, in whatever words they come.
    pub(super) fn employment(&mut self, words: &[String]) {
        for word in words.iter().flat_map(|word| word.split([',', ';', '/'])) {
            let plain = plain_words(word);
            let known = EMPLOYMENT.iter().find(|(name, _)| *name == plain);
            self.posting.tags.push(known.map_or(plain, |(_, tag)| (*tag).to_owned()));
        }
    }

    /// Takes words that it is filed under as tags.
    pub(super) fn tags(&mut self, words: impl IntoIterator<Item = String>) {
        self.posting.tags.extend(words.into_iter().map(|word| fields::plain(&word)));
    }

    /// Takes a place; the countries count only where every place states its own.
    pub(super) fn place(&mut self, text: Option<String>) {
        if let Some(text) = text.map(|text| fields::plain(&text)).filter(|text| !text.is_empty())
            && !self.places.contains(&text)
        {
            self.places.push(text);
        }
    }

    /// Takes the countries that are stated.
    pub(super) fn countries(&mut self, countries: impl IntoIterator<Item = Country>) {
        self.posting.countries.extend(countries);
        self.posting.countries.sort_unstable();
        self.posting.countries.dedup();
    }

    /// Takes the way of work from a field's word: `TELECOMMUTE`, `Remote`, `hybrid`, `on-site`, `Full`.
    pub(super) fn mode(&mut self, word: Option<&str>) {
        let Some(word) = word else { return };
        self.posting.mode = match plain_words(word).replace(' ', "").as_str() {
            "telecommute" | "remote" | "fullremote" | "fullyremote" | "full" | "anywhere" | "yes" | "true" => {
                Some(Mode::Remote)
            }
            "hybrid" | "partial" | "flexible" | "remotehybrid" => Some(Mode::Hybrid),
            "onsite" | "office" | "inoffice" | "inperson" | "none" | "no" => Some(Mode::Onsite),
            "" | "unspecified" | "false" => None,
            _ => {
                self.note(format!("the way of work could not be read: {word:?}"));
                None
            }
        };
    }

    /// Takes pay that is stated once or for several zones: base before total, one currency, from the least to the most.
    pub(super) fn pay(&mut self, mut ranges: Vec<Stated>) {
        ranges.retain(|range| [range.min, range.max].into_iter().flatten().any(|amount| amount > 0.0));
        if ranges.iter().any(|range| !range.total) {
            ranges.retain(|range| !range.total);
        }
        let countries = &self.posting.countries;
        let local = |range: &&Stated| countries.iter().any(|country| country.currency() == range.currency);
        let Some(mut chosen) = ranges.iter().find(local).or(ranges.first()).cloned() else { return };
        let count = ranges.len();
        ranges.retain(|range| range.currency == chosen.currency && range.period == chosen.period);
        for range in &ranges {
            let ends = || [chosen.min, chosen.max, range.min, range.max].into_iter().flatten().filter(|end| *end > 0.0);
            (chosen.min, chosen.max) = (ends().reduce(f64::min), ends().reduce(f64::max));
        }
        if chosen.min == chosen.max {
            chosen.min = None;
        }
        if ranges.len() > 1 {
            chosen.evidence = ranges.iter().map(|range| range.evidence.as_str()).collect::<Vec<_>>().join("; ");
            self.note(format!("pay is stated {} times: from the least to the most of them is taken", ranges.len()));
        }
        if ranges.len() < count {
            self.note("pay is stated in several currencies or for several periods: one of them is taken");
        }
        let read = chosen.read(&self.posting.countries);
        self.posting.notes.extend(read.notes);
        self.posting.pay = read.pay;
    }

    /// Takes pay that is stated in words, where none is in numbers.
    pub(super) fn pay_text(&mut self, text: Option<String>) {
        let Some(text) = text.filter(|_| self.posting.pay.is_none()) else { return };
        let lone = fields::amount(&text).filter(|amount| *amount > 0.0);
        if let Some(max) = lone {
            return self.pay(vec![Stated { max: Some(max), evidence: text, ..Stated::default() }]);
        }
        self.posting.pay = pay::read_range(&text, pay::Source::Stated, &self.posting.countries, None);
        if self.posting.pay.is_none() && text.chars().any(|c| c.is_ascii_digit()) {
            self.note(format!("the stated pay could not be read: {text:?}"));
        }
    }

    /// The posting.
    pub(super) fn finish(mut self, id: &str) -> Posting {
        self.posting.id = id.to_owned();
        self.posting.place_tag = Some(self.places.join("; ")).filter(|tag| !tag.is_empty());
        self.posting.sections = self.cut();
        self.posting.language = language::of_sections(&self.posting.sections);
        self.posting.tags = stated::tidy_tags(std::mem::take(&mut self.posting.tags));
        if self.posting.title.is_empty() {
            self.note("no title was found");
        }
        if self.posting.sections.iter().all(|section| section.text.is_empty()) {
            self.note("there is no text below the title");
        }
        self.posting
    }

    /// The text as sections. Stretches of no stated kind are cut as one text, so that a heading in one also counts for
    /// what follows it.
    fn cut(&mut self) -> Vec<Section> {
        let company = self.posting.company.clone();
        let cut = |lines| sections::cut(lines, Side::Posting, company.as_deref());
        let (mut found, mut running) = (Vec::new(), Vec::new());
        for part in self.parts.drain(..) {
            let text = lines::read(&encoding::repair_text(&part.text).text);
            let Some(kind) = part.kind else {
                if !part.heading.is_empty() {
                    running.push(lines::heading(&part.heading));
                }
                running.extend(text);
                running.push(lines::blank());
                continue;
            };
            found.extend(cut(std::mem::take(&mut running)).iter().map(sections::Part::section));
            let mut stated: Vec<Section> = cut(text).iter().map(sections::Part::section).collect();
            for section in stated.iter_mut().filter(|section| section.kind == SectionKind::Other) {
                section.kind = kind;
            }
            if let Some(first) = stated.first_mut().filter(|first| first.heading.is_empty()) {
                first.heading = part.heading;
            }
            found.extend(stated);
        }
        found.extend(cut(running).iter().map(sections::Part::section));
        found
    }
}

/// The letters and digits of a text without its tags, in small letters: what it says, however it is set.
fn letters(text: &str) -> String {
    let text = lines::read(text);
    let letters = text.iter().flat_map(|line| line.text.chars());
    letters.filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a code ("FULL_TIME", "FullTime", "Full-time"), in small letters.
fn plain_words(code: &str) -> String {
    let mut words = String::with_capacity(code.len() + 4);
    let mut before_is_small = false;
    for c in code.chars() {
        if c.is_uppercase() && before_is_small {
            words.push(' ');
        }
        before_is_small = c.is_lowercase();
        words.extend(if c.is_alphanumeric() { c.to_lowercase().next() } else { Some(' ') });
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
