//! Rows of tables: cells of known fields become a posting or a résumé.

use serde_json::Value;

use crate::codes;
use crate::documents::Document;
use crate::documents::Posting;
use crate::documents::Resume;
use crate::documents::SectionKind;
use crate::documents::Side;
use crate::pay;
use crate::pay::Stated;
use crate::seniority;

use super::columns;
use super::columns::Field;
use super::fields;
use super::fields::Object;
use super::offer::Offer;
use super::ranges;

/// The parts of a résumé that columns hold, with their headings.
const PARTS: [(Field, &str); 6] = [
    (Field::Summary, "Summary"),
    (Field::Experience, "Experience"),
    (Field::Skills, "Skills"),
    (Field::Education, "Education"),
    (Field::Certificates, "Certificates"),
    (Field::Languages, "Languages"),
];

/// Words of cells that hold nothing.
const NOTHING: [&str; 6] = ["nan", "none", "null", "n/a", "na", "-1"];

/// The cells of a row, by field; blank ones are left out.
#[derive(Clone, Debug, Default)]
pub(in crate::documents) struct Row {
    cells: Vec<(Field, String)>,
}

impl Row {
    /// Keeps a cell that holds something.
    pub(super) fn push(&mut self, field: Field, cell: &str) {
        let cell = cell.trim();
        if !cell.is_empty() && !NOTHING.contains(&cell.to_ascii_lowercase().as_str()) {
            self.cells.push((field, cell.to_owned()));
        }
    }

    /// The row of a JSON object whose keys are called like columns; those of a place within it too.
    fn of(object: &Object) -> (Self, Vec<&str>) {
        let (mut row, mut unread) = (Self::default(), Vec::new());
        for (name, value) in object {
            if let (Some(inner), "location") = (value.as_object(), name.as_str()) {
                let place = Self::of(inner);
                row.cells.extend(place.0.cells);
                continue;
            }
            match (columns::of_name(name), value) {
                (_, Value::Null) => {}
                (Some((_, Field::Remote)), Value::Bool(remote)) => row.push(Field::Remote, &remote.to_string()),
                (Some((_, field)), value) => row.push(field, &fields::texts(Some(value)).join(", ")),
                (None, _) => unread.push(name.as_str()),
            }
        }
        (row, unread)
    }

    /// The first cell of a field.
    fn get(&self, field: Field) -> Option<&str> {
        self.cells.iter().find(|(known, _)| *known == field).map(|(_, cell)| cell.as_str())
    }

    fn owned(&self, field: Field) -> Option<String> {
        self.get(field).map(str::to_owned)
    }

    fn all(&self, field: Field) -> impl Iterator<Item = &str> {
        self.cells.iter().filter(move |(known, _)| *known == field).map(|(_, cell)| cell.as_str())
    }

    /// The id that the row states.
    pub(in crate::documents) fn id(&self) -> Option<&str> {
        self.get(Field::Id)
    }

    /// True where no cell says what the document is about.
    pub(in crate::documents) fn is_blank(&self) -> bool {
        [Field::Title, Field::Text, Field::Resume, Field::Experience].iter().all(|field| self.get(*field).is_none())
    }

    /// Which side a row is on by its fields: a person has a résumé, or a name and nothing that offers have.
    fn side(&self) -> Side {
        let has = |field: &Field| self.get(*field).is_some();
        let offered = [Field::Company, Field::Posted, Field::Url, Field::PayMin, Field::PayMax].iter().any(has);
        let told = [Field::Resume, Field::Experience].iter().any(has);
        if told || (has(&Field::Name) && !offered) { Side::Resume } else { Side::Posting }
    }

    /// The text of a row that states nothing else: a document as it was written.
    fn whole(&self) -> Option<&str> {
        let alone = self.cells.iter().all(|(field, _)| matches!(field, Field::Id | Field::Text));
        self.get(Field::Text).filter(|_| alone)
    }

    /// The document of the row.
    pub(in crate::documents) fn read(&self, id: &str, side: Option<Side>) -> Document {
        if let Some(text) = self.whole() {
            return Document::parse(id, text, side);
        }
        match side.unwrap_or_else(|| self.side()) {
            Side::Posting => Document::Posting(self.posting(id, Vec::new())),
            Side::Resume => Document::Resume(self.resume(id)),
        }
    }

    fn posting(&self, id: &str, unread: Vec<&str>) -> Posting {
        let mut offer = Offer::titled(self.owned(Field::Title));
        // Some sites write a rating below the name.
        offer.posting.company = self.get(Field::Company).and_then(|cell| cell.lines().next()).map(fields::plain);
        offer.posting.url = self.owned(Field::Url);
        for (field, day) in [(Field::Posted, true), (Field::ValidThrough, false)] {
            let Some(text) = self.get(field) else { continue };
            let read = fields::day(text);
            if read.is_none() {
                offer.note(format!("{} names no day: {text:?}", columns::name_of(field)));
            }
            *(if day { &mut offer.posting.posted } else { &mut offer.posting.valid_through }) = read;
        }
        offer.employment(&self.all(Field::Employment).map(str::to_owned).collect::<Vec<_>>());
        offer.tags(self.all(Field::Tags).flat_map(|cell| cell.split([',', ';'])).map(str::to_owned));
        offer.posting.level = self.get(Field::Level).and_then(seniority::level_of_field);
        self.take_place(&mut offer);
        self.take_pay(&mut offer);
        offer.part("", None, self.owned(Field::Text));
        for (field, heading, kind) in [
            (Field::Responsibilities, "Responsibilities", SectionKind::Responsibilities),
            (Field::Requirements, "Requirements", SectionKind::Requirements),
            (Field::Skills, "Skills", SectionKind::Skills),
            (Field::Benefits, "Benefits", SectionKind::Benefits),
        ] {
            offer.part(heading, Some(kind), self.owned(field));
        }
        if !unread.is_empty() {
            offer.note(format!("fields that are not read: {}", unread.join(", ")));
        }
        offer.finish(id)
    }

    fn take_place(&self, offer: &mut Offer) {
        let parts: Vec<&str> =
            [Field::Town, Field::State, Field::Country].iter().filter_map(|field| self.get(*field)).collect();
        offer.place(self.owned(Field::Place).or_else(|| (!parts.is_empty()).then(|| parts.join(", "))));
        if let Some(country) = self.get(Field::Country).and_then(fields::country) {
            offer.countries([country]);
        }
        offer.mode(self.get(Field::Mode));
        let remote = self.get(Field::Remote).map(str::to_lowercase);
        match remote.as_deref() {
            Some("true" | "yes" | "1" | "1.0" | "y" | "remote") if offer.posting.mode.is_none() => {
                offer.mode(Some("remote"))
            }
            Some("hybrid") => offer.mode(Some("hybrid")),
            _ => {}
        }
    }

    fn take_pay(&self, offer: &mut Offer) {
        if self.get(Field::PaySource) == Some("description") {
            return offer.note("the pay fields were taken from the text by others; the text is read instead");
        }
        let [min, max] = [Field::PayMin, Field::PayMax].map(|field| self.get(field).and_then(fields::amount));
        let [currency, period] = [Field::Currency, Field::Period].map(|field| self.get(field).unwrap_or(""));
        // Numbers without currency and period may be thousands: words that say both count before them.
        if currency.is_empty() && period.is_empty() {
            offer.pay_text(self.owned(Field::Pay));
            if offer.posting.pay.is_some() {
                return;
            }
        }
        offer.pay(vec![Stated {
            min,
            max,
            currency: codes::Currency::from_code(currency),
            period: pay::Period::named(period),
            total: false,
            evidence: format!("{} {currency} {period}", ranges::span(min, max)).trim().to_owned(),
        }]);
        offer.pay_text(self.owned(Field::Pay));
    }

    /// The parts of a résumé as one text with headings, read as such; what columns state counts before what it says.
    fn resume(&self, id: &str) -> Resume {
        let mut text = String::new();
        let name = self.get(Field::Name);
        for line in name.into_iter().chain(self.all(Field::Contact)).chain(self.get(Field::Title)) {
            text.push_str(&fields::plain(line));
            text.push_str("\n\n");
        }
        for whole in [Field::Resume, Field::Text].iter().filter_map(|field| self.get(*field)) {
            text.push_str(whole);
            text.push_str("\n\n");
        }
        for (field, heading) in PARTS {
            if let Some(part) = self.get(field) {
                text.push_str(&format!("## {heading}\n{part}\n\n"));
            }
        }
        let mut resume = Resume::parse(id, &text);
        if let Some(name) = name {
            resume.name = Some(fields::plain(name));
        }
        if let Some(title) = self.get(Field::Title) {
            resume.title = fields::plain(title);
        }
        let place =
            [Field::Place, Field::Town, Field::State, Field::Country].iter().filter_map(|field| self.get(*field));
        let place = place.collect::<Vec<_>>().join(", ");
        if !place.is_empty() {
            resume.country = self.get(Field::Country).and_then(fields::country).or(resume.country);
            resume.place_text = Some(place);
        }
        resume
    }
}

/// True for an object whose keys are called like the columns of a table of postings: a title and a description.
pub(super) fn is_posting(object: &Object) -> bool {
    let holds = |field: Field| {
        object
            .iter()
            .any(|(name, value)| value.is_string() && columns::of_name(name).is_some_and(|(_, of)| of == field))
    };
    !object.contains_key("text") && !object.contains_key("basics") && holds(Field::Title) && holds(Field::Text)
}

/// Reads such an object.
pub(super) fn read(id: &str, object: &Object) -> Posting {
    let (row, unread) = Row::of(object);
    row.posting(id, unread)
}
