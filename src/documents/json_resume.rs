//! JSON Resume, of any version: `basics`, `work`, `education`, `skills` and the rest.

use serde_json::Map;
use serde_json::Value;

use crate::codes::Country;

use super::Position;
use super::Resume;
use super::Section;
use super::SectionKind;
use super::dates;
use super::encoding;
use super::erasure::Eraser;
use super::language;
use super::lines;
use super::positions::months;

type Object = Map<String, Value>;

/// True for an object that has the parts of a JSON Resume.
pub(super) fn is_resume(object: &Object) -> bool {
    object.contains_key("basics") || (object.contains_key("work") && object.contains_key("education"))
}

/// Reads a JSON Resume; what is of the wrong type becomes a note.
pub(super) fn read(id: &str, object: &Object) -> Resume {
    let mut reader = Reader::default();
    let empty = Object::new();
    let basics = reader.object(object, "basics").unwrap_or(&empty);
    let mut resume = Resume { id: id.to_owned(), title: reader.text(basics, "label"), ..Resume::default() };
    resume.name = Some(reader.text(basics, "name")).filter(|name| !name.is_empty());
    reader.read_contact(basics, &mut resume);
    let eraser = Eraser::new(resume.name.as_deref());
    let summary = reader.text(basics, "summary");
    reader.section(SectionKind::Summary, "Summary", vec![summary]);
    for (field, heading) in [("work", "Work"), ("volunteer", "Volunteer")] {
        reader.read_work(object, field, heading, &mut resume.positions);
    }
    reader.read_education(object);
    reader.read_lists(object);
    resume.sections = std::mem::take(&mut reader.sections);
    for section in &mut resume.sections {
        section.text = erase(&eraser, &section.text);
    }
    for position in &mut resume.positions {
        position.text = erase(&eraser, &position.text);
    }
    resume.positions.sort_by_key(|position| {
        let end = position.end.map_or(if position.current { i32::MAX } else { 0 }, months);
        std::cmp::Reverse((end, position.start.map_or(0, months)))
    });
    if resume.title.is_empty() {
        resume.title = resume.positions.first().map(|position| position.title.clone()).unwrap_or_default();
    }
    if resume.title.is_empty() {
        reader.notes.push("no label and no position was found".to_owned());
    }
    resume.language = language::of_sections(&resume.sections);
    if !resume.contact.is_empty() {
        let text = resume.contact.join("\n");
        resume.sections.push(Section { kind: SectionKind::Contact, heading: String::new(), text });
    }
    resume.notes = reader.notes;
    resume
}

/// The text without the person, line by line.
fn erase(eraser: &Eraser, text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| eraser.erase(line).trim().to_owned()).collect();
    lines.join("\n")
}

/// Reads fields, keeps sections and notes.
#[derive(Default)]
struct Reader {
    sections: Vec<Section>,
    notes: Vec<String>,
}

impl Reader {
    /// The object in a field.
    fn object<'a>(&mut self, object: &'a Object, field: &str) -> Option<&'a Object> {
        match object.get(field)? {
            Value::Object(found) => Some(found),
            Value::Null => None,
            _ => {
                self.notes.push(format!("`{field}` is no object and was left out"));
                None
            }
        }
    }

    /// The objects of a list; a single object counts as a list of one.
    fn objects<'a>(&mut self, object: &'a Object, field: &str) -> Vec<&'a Object> {
        match object.get(field) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Object(one)) => vec![one],
            Some(Value::Array(all)) => {
                let found: Vec<&Object> = all.iter().filter_map(Value::as_object).collect();
                if found.len() < all.len() && !all.iter().all(|value| value.is_string() || value.is_object()) {
                    self.notes.push(format!("`{field}` has entries that are no objects; they were left out"));
                }
                found
            }
            Some(_) => {
                self.notes.push(format!("`{field}` is no list and was left out"));
                Vec::new()
            }
        }
    }

    /// The text in a field, without markup; numbers count as text.
    fn text(&mut self, object: &Object, field: &str) -> String {
        match object.get(field) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => clean(text),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => {
                self.notes.push(format!("`{field}` is no text and was left out"));
                String::new()
            }
        }
    }

    /// The text in the first of the fields that has one.
    fn first_text(&mut self, object: &Object, fields: &[&str]) -> String {
        fields.iter().map(|field| self.text(object, field)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// The texts of a list; one text counts as a list of one.
    fn texts(&mut self, object: &Object, field: &str) -> Vec<String> {
        match object.get(field) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::String(one)) => vec![clean(one)],
            Some(Value::Array(all)) => {
                all.iter().filter_map(Value::as_str).map(clean).filter(|text| !text.is_empty()).collect()
            }
            Some(_) => {
                self.notes.push(format!("`{field}` is no list of texts and was left out"));
                Vec::new()
            }
        }
    }

    /// Keeps a section of lines, where there are some.
    fn section(&mut self, kind: SectionKind, heading: &str, lines: Vec<String>) {
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            self.sections.push(Section { kind, heading: heading.to_owned(), text: lines.join("\n") });
        }
    }

    /// Takes how to reach the person and where they are.
    fn read_contact(&mut self, basics: &Object, resume: &mut Resume) {
        for field in ["email", "phone", "url", "website", "image", "picture"] {
            let text = self.text(basics, field);
            if !text.is_empty() {
                resume.contact.push(text);
            }
        }
        for profile in self.objects(basics, "profiles") {
            let text = self.first_text(profile, &["url", "username"]);
            if !text.is_empty() {
                resume.contact.push(text);
            }
        }
        let location = match basics.get("location") {
            Some(Value::String(place)) => {
                resume.place_text = Some(clean(place));
                resume.country = super::whereabouts::country_in(place);
                return;
            }
            _ => self.object(basics, "location"),
        };
        let Some(location) = location else { return };
        for field in ["address", "postalCode"] {
            let text = self.text(location, field);
            if !text.is_empty() {
                resume.contact.push(text);
            }
        }
        let code = self.first_text(location, &["countryCode", "country"]);
        resume.country = Country::from_code(&code).or_else(|| super::whereabouts::country_in(&code));
        if resume.country.is_none() && !code.is_empty() {
            self.notes.push(format!("`countryCode` {code:?} is no ISO 3166-1 code"));
        }
        let mut parts = vec![self.text(location, "city"), self.text(location, "region")];
        parts.push(resume.country.map_or(code, |country| country.name().to_owned()));
        parts.retain(|part| !part.is_empty());
        resume.place_text = Some(parts.join(", ")).filter(|place| !place.is_empty());
    }

    /// A date of a position, with a note where it is none.
    fn date(&mut self, object: &Object, field: &str) -> Option<super::YearMonth> {
        let text = self.text(object, field);
        let date = dates::year_month(&text);
        if date.is_none() && !text.is_empty() && !says_now(&text) {
            self.notes.push(format!("`{field}` {text:?} is no date"));
        }
        date
    }

    /// Takes positions, as positions and as one section.
    fn read_work(&mut self, object: &Object, field: &str, heading: &str, positions: &mut Vec<Position>) {
        let mut lines = Vec::new();
        for work in self.objects(object, field) {
            let title = self.text(work, "position");
            let employer = self.first_text(work, &["name", "company", "organization"]);
            let start = self.date(work, "startDate");
            let end = self.date(work, "endDate");
            let end_text = self.text(work, "endDate");
            let current = start.is_some() && end.is_none() && (end_text.is_empty() || says_now(&end_text));
            let mut text = vec![self.text(work, "summary")];
            text.extend(self.texts(work, "highlights").into_iter().map(|highlight| format!("- {highlight}")));
            let keywords = self.texts(work, "keywords");
            text.push(keywords.join(", "));
            text.retain(|line| !line.is_empty());
            let text = text.join("\n");
            let head: Vec<&str> =
                [title.as_str(), employer.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
            lines.push(head.join(", "));
            lines.push(text.clone());
            let employer = Some(employer).filter(|employer| !employer.is_empty());
            // Volunteer work is shown, but is no position that years are counted from.
            if field == "work" && (!title.is_empty() || employer.is_some()) {
                positions.push(Position { title, employer, start, end, current, text });
            }
        }
        self.section(SectionKind::Experience, heading, lines);
    }

    /// Takes education.
    fn read_education(&mut self, object: &Object) {
        let mut lines = Vec::new();
        for school in self.objects(object, "education") {
            let parts: Vec<String> =
                ["studyType", "area", "institution"].iter().map(|field| self.text(school, field)).collect();
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            lines.push(parts.join(", "));
            lines.extend(self.texts(school, "courses").into_iter().map(|course| format!("- {course}")));
        }
        self.section(SectionKind::Education, "Education", lines);
    }

    /// Takes skills, languages, certificates, projects and what else there is.
    fn read_lists(&mut self, object: &Object) {
        let mut skills = plain_texts(object, "skills");
        for skill in self.objects(object, "skills") {
            let name = self.text(skill, "name");
            let keywords = self.texts(skill, "keywords").join(", ");
            skills.push(if keywords.is_empty() {
                name
            } else if name.is_empty() {
                keywords
            } else {
                format!("{name}: {keywords}")
            });
        }
        self.section(SectionKind::Skills, "Skills", skills);
        let mut languages = plain_texts(object, "languages");
        for language in self.objects(object, "languages") {
            let parts =
                [self.first_text(language, &["language", "name"]), self.first_text(language, &["fluency", "level"])];
            languages.push(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": "));
        }
        self.section(SectionKind::Languages, "Languages", languages);
        for (field, kind, heading, fields) in [
            ("certificates", SectionKind::Certificates, "Certificates", &["name", "issuer"][..]),
            ("certifications", SectionKind::Certificates, "Certificates", &["name", "issuer"][..]),
            ("projects", SectionKind::Projects, "Projects", &["name", "description", "summary"][..]),
            ("awards", SectionKind::Other, "Awards", &["title", "summary"][..]),
            ("publications", SectionKind::Other, "Publications", &["name", "summary"][..]),
            ("interests", SectionKind::Other, "Interests", &["name"][..]),
        ] {
            let mut lines = plain_texts(object, field);
            for entry in self.objects(object, field) {
                let parts: Vec<String> =
                    fields.iter().map(|field| self.text(entry, field)).filter(|part| !part.is_empty()).collect();
                lines.push(parts.join(": "));
                lines.extend(self.texts(entry, "highlights").into_iter().map(|line| format!("- {line}")));
                lines.push(self.texts(entry, "keywords").join(", "));
            }
            self.section(kind, heading, lines);
        }
    }
}

/// The entries of a list that are plain texts.
fn plain_texts(object: &Object, field: &str) -> Vec<String> {
    let all = object.get(field).and_then(Value::as_array);
    all.map(|all| all.iter().filter_map(Value::as_str).map(clean).collect()).unwrap_or_default()
}

/// The text of a field: repaired, without markup, its lines kept.
fn clean(text: &str) -> String {
    let repaired = encoding::repair_text(text).text;
    let lines: Vec<String> = repaired.lines().map(lines::clean).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// True for a word that says that a position goes on.
fn says_now(text: &str) -> bool {
    ["present", "current", "now", "today", "ongoing"].contains(&text.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Resume {
        let value: Value = serde_json::from_str(json).unwrap();
        read("a", value.as_object().unwrap())
    }

    #[test]
    fn reads_every_part() {
        let resume = of(r#"{"basics": {"name": "Ida Novak", "label": "Baker", "email": "ida@novak.example",
            "summary": "Ida is a baker. She bakes.", "location": {"city": "Lyon", "countryCode": "FR"}},
            "work": [{"name": "Crumb", "position": "Baker", "startDate": "2019-03", "highlights": ["Baked"]},
                     {"company": "Mill", "position": "Miller", "startDate": "2015-01-05", "endDate": "2019"}],
            "skills": [{"name": "Bread", "keywords": ["Rye", "Wheat"]}], "languages": [{"language": "French", "fluency": "native"}],
            "projects": [{"name": "Oven", "description": "An oven", "keywords": ["Clay"]}]}"#);
        assert_eq!((resume.name.as_deref(), resume.title.as_str()), (Some("Ida Novak"), "Baker"));
        assert_eq!((resume.country, resume.place_text.as_deref()), (Country::from_code("FR"), Some("Lyon, France")));
        assert_eq!(resume.positions.len(), 2);
        assert!(resume.positions[0].current && resume.positions[0].employer.as_deref() == Some("Crumb"));
        assert_eq!(resume.positions[1].end.map(|end| end.year), Some(2019));
        assert_eq!(resume.sections[0].text, "is a baker. bakes.");
        assert!(resume.sections.iter().any(|section| section.text == "Bread: Rye, Wheat"));
        assert_eq!(resume.notes, Vec::<String>::new());
    }

    #[test]
    fn wrong_types_are_noted() {
        let resume = of(
            r#"{"basics": "x", "work": [{"position": 5, "name": "Mill", "startDate": "soon"}], "skills": ["Rust", 4], "education": 3}"#,
        );
        assert_eq!(resume.positions[0].title, "5");
        assert!(resume.notes.len() >= 3, "{:?}", resume.notes);
        assert!(resume.sections.iter().any(|section| section.text == "Rust"));
    }
}
