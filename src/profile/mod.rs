//! Profiles: both kinds of document become one form that can be compared.

mod asked_pay;
mod asked_skills;
mod contracts;
mod fingerprint;
mod lines;
mod months;
mod occupations;
mod other_work;
mod script;
mod studies;

pub use fingerprint::fingerprint;
use months::is_to_come;
use months::months;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::codes::Language;
use crate::documents;
use crate::documents::Document;
use crate::documents::Posting;
use crate::documents::Resume;
use crate::documents::SectionKind;
use crate::documents::Side;
use crate::documents::YearMonth;
use crate::pay;
use crate::pay::Pay;
use crate::place;
use crate::place::Place;
use crate::seniority;
use crate::seniority::Seniority;
use crate::skills::Need;
use crate::skills::Passage;
use crate::skills::Setting;
use crate::skills::Skill;
use crate::skills::Taxonomy;
use crate::words::Words;

/// A stretch of text to embed, and how much it counts in the document's vector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeightedPassage {
    /// The text, without identity.
    pub text: String,
    /// The weight, above zero.
    pub weight: f32,
}

/// What a document says, one form for both sides. What it does not say is absent, never zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// The document's id.
    pub id: String,
    /// Which side it is on.
    pub side: Side,
    /// The title, or what the person calls themselves.
    pub title: String,
    /// The company of a posting.
    pub company: Option<String>,
    /// Level, track and years.
    pub seniority: Seniority,
    /// What is offered or asked.
    pub pay: Option<Pay>,
    /// Where, and how.
    pub place: Place,
    /// What the work is called: a posting's title; a person's headline and their positions' titles, latest first.
    pub roles: Vec<String>,
    /// The same without the words that name a level, in lower case.
    pub plain_roles: Vec<String>,
    /// The skills, each once, strongest need first.
    pub skills: Vec<Skill>,
    /// The telling words of the text.
    pub words: Words,
    /// The telling words of a posting's title; empty for a person, all of whose text is compared with them.
    pub role_words: Words,
    /// The language of the text.
    pub language: Option<Language>,
    /// The day on which a posting was posted, where that is stated.
    pub posted: Option<Date>,
    /// Words that it is filed under, in lower case and in order.
    pub tags: Vec<String>,
    /// What to embed; their weighted, normalized sum is the document's vector.
    pub passages: Vec<WeightedPassage>,
    /// What could not be read or had to be assumed.
    pub notes: Vec<String>,
}

/// What understanding a document needs beside the document.
#[derive(Clone, Copy, Debug)]
pub struct Understanding<'a> {
    /// The skills that are known.
    pub taxonomy: &'a Taxonomy,
    /// The month in which positions that still go on are counted to end, and up to which dates count at all. Years of
    /// experience, and with them levels and scores, depend on it: one month always gives the same.
    pub today: YearMonth,
}

/// The most roles of a person that are compared with a posting's title.
const ROLES: usize = 4;

/// The most text of one section that is embedded, in bytes: what a reader takes in, and a bound on time.
const EMBEDDED_BYTES: usize = 6_000;

impl Profile {
    /// Understands a document with the given taxonomy and date.
    #[must_use]
    pub fn of(document: &Document, with: &Understanding<'_>) -> Self {
        match document {
            Document::Posting(posting) => Self::of_posting(posting, with),
            Document::Resume(resume) => Self::of_resume(resume, with),
        }
    }

    /// The skills that a person shows, in order of rows; none of a posting.
    #[must_use]
    pub fn shown(&self) -> &[Skill] {
        &self.skills[..self.skills.partition_point(|skill| skill.need == Need::Shown)]
    }

    /// Understands a posting with the given taxonomy and date.
    #[must_use]
    pub fn of_posting(posting: &Posting, with: &Understanding<'_>) -> Self {
        let body = posting.body();
        let mut notes = posting.notes.clone();
        let mut where_ = place::read(posting.place_tag.as_deref(), &posting.title, &body, posting.mode);
        notes.extend(where_.notes);
        if !posting.countries.is_empty() {
            where_.place.countries.clone_from(&posting.countries);
            where_.place.anywhere = false;
        }
        let pay = match &posting.pay {
            Some(stated) => Some(stated.clone()),
            None => {
                let read = pay::read(posting.pay_tag.as_deref(), &body, &where_.place.countries, posting.language);
                notes.extend(read.notes);
                read.pay
            }
        };
        contracts::of_posting(posting, pay.as_ref(), &mut notes);
        let asked: String = posting
            .sections
            .iter()
            .filter(|section| {
                !matches!(section.kind, SectionKind::Benefits | SectionKind::Company | SectionKind::Legal)
            })
            .map(|section| format!("{}\n{}\n", section.heading, section.text))
            .collect();
        let passages = posting_embedding(posting);
        notes.extend(script::note(&passages));
        let asked_roles: Vec<String> =
            Some(posting.title.clone()).filter(|title| !title.is_empty()).into_iter().collect();
        Self {
            words: words(&passages),
            role_words: Words::of([(seniority::without_level(&posting.title).as_str(), 1.0)]),
            id: posting.id.clone(),
            side: Side::Posting,
            title: posting.title.clone(),
            company: posting.company.clone(),
            seniority: seniority::of_posting(&posting.title, &asked).or_stated(posting.level, posting.years),
            pay,
            place: where_.place,
            plain_roles: plain(&asked_roles),
            roles: asked_roles,
            skills: sorted(asked_skills::of(posting, with.taxonomy)),
            language: posting.language,
            posted: posting.posted,
            tags: posting.tags.clone(),
            passages,
            notes,
        }
    }

    /// Understands a résumé with the given taxonomy and date.
    #[must_use]
    pub fn of_resume(resume: &Resume, with: &Understanding<'_>) -> Self {
        let summary: String = resume
            .sections
            .iter()
            .filter(|section| matches!(section.kind, SectionKind::Summary | SectionKind::Other))
            .map(|section| format!("{}\n", section.text))
            .collect();
        let mut notes = resume.notes.clone();
        let aim = other_work::aim(resume, &summary);
        let positions = other_work::held(resume, aim, with, &mut notes);
        let mut dates = resume.positions.iter().flat_map(|position| [position.start, position.end]).flatten();
        if dates.any(|date| is_to_come(date, with.today)) {
            notes.push("dates of positions that are still to come do not count as experience".to_owned());
        }
        let place = place::read_person_with(
            resume.place_text.as_deref().unwrap_or(""),
            resume.country,
            &format!("{}\n{summary}", resume.title),
        );
        let pay = asked_pay::read(resume, &place.countries, &mut notes);
        contracts::of_resume(resume, pay.as_ref(), &mut notes);
        let passages = resume_embedding(resume, with.taxonomy);
        notes.extend(script::note(&passages));
        let held_roles = roles(resume);
        let skills = sorted(with.taxonomy.find(&resume_passages(resume, with.today)));
        // Who turns to other work has done none of it before, whatever the summary says of the former.
        let told = if aim.is_some() { "" } else { summary.as_str() };
        let longest =
            if aim.is_some() { Some(0.0) } else { skills.iter().filter_map(|skill| skill.years).reduce(f32::max) };
        Self {
            words: words(&passages),
            role_words: Words::default(),
            id: resume.id.clone(),
            side: Side::Resume,
            title: resume.title.clone(),
            company: None,
            seniority: seniority::of_person(other_work::headline(resume, aim), &positions, told).or_years(longest),
            pay,
            place,
            plain_roles: plain(&held_roles),
            roles: held_roles,
            skills,
            language: resume.language,
            posted: None,
            tags: resume.tags.clone(),
            passages,
            notes,
        }
    }
}

/// Strongest need first, then by row, so that one document always gives one order and can be searched.
fn sorted(mut skills: Vec<Skill>) -> Vec<Skill> {
    skills.sort_by_key(|skill| (std::cmp::Reverse(skill.need), skill.id));
    skills
}

/// What a skill named in a section of a posting means.
const fn need_in(kind: SectionKind) -> Option<Need> {
    match kind {
        SectionKind::Legal => None,
        SectionKind::Preferred => Some(Need::Preferred),
        SectionKind::Benefits
        | SectionKind::Company
        | SectionKind::Process
        | SectionKind::Pay
        | SectionKind::Location
        | SectionKind::Contact => Some(Need::Mentioned),
        _ => Some(Need::Required),
    }
}

/// What sort of text a section of a posting is.
const fn setting_of(kind: SectionKind) -> Setting {
    match kind {
        SectionKind::Skills => Setting::Listing,
        SectionKind::Requirements | SectionKind::Preferred => Setting::Demands,
        SectionKind::Responsibilities => Setting::Duties,
        _ => Setting::Prose,
    }
}

fn posting_passages(posting: &Posting) -> Vec<Passage<'_>> {
    let title = Passage { text: &posting.title, need: Need::Required, setting: Setting::Title, months: None };
    let mut passages = vec![title];
    for section in &posting.sections {
        let Some(need) = need_in(section.kind) else { continue };
        let setting = setting_of(section.kind);
        let said = |text, setting| Passage { text, need, setting, months: None };
        if !section.heading.is_empty() {
            passages.push(said(
                section.heading.as_str(),
                if setting == Setting::Listing { Setting::Demands } else { setting },
            ));
        }
        passages.push(said(section.text.as_str(), setting));
    }
    passages
}

fn resume_passages(resume: &Resume, today: YearMonth) -> Vec<Passage<'_>> {
    let shown = |text, setting, months| Passage { text, need: Need::Shown, setting, months };
    let mut passages = vec![shown(resume.title.as_str(), Setting::Title, None)];
    for position in &resume.positions {
        passages.push(shown(&position.title, Setting::Title, months(position, today)));
        passages.push(shown(&position.text, Setting::Prose, months(position, today)));
    }
    for section in &resume.sections {
        let setting = match section.kind {
            SectionKind::Skills | SectionKind::Languages | SectionKind::Certificates => Setting::Listing,
            _ => Setting::Prose,
        };
        match section.kind {
            SectionKind::Contact => {}
            SectionKind::Education => {
                passages.extend(studies::parts(&section.text).map(|text| shown(text, setting, None)));
            }
            _ => passages.push(shown(&section.text, setting, None)),
        }
    }
    passages
}

/// Titles without the words that name a level.
fn plain(roles: &[String]) -> Vec<String> {
    roles.iter().map(|role| seniority::without_level(role).to_lowercase()).collect()
}

/// The headline and the titles of the latest positions, each once.
fn roles(resume: &Resume) -> Vec<String> {
    let titles = resume.positions.iter().map(|position| &position.title);
    let mut roles: Vec<String> = Vec::new();
    for title in std::iter::once(&resume.title).chain(titles) {
        if roles.len() < ROLES && !title.trim().is_empty() && !roles.contains(title) {
            roles.push(title.clone());
        }
    }
    roles
}

/// How much a section of a posting says about the work.
const fn posting_weight(kind: SectionKind) -> f32 {
    match kind {
        SectionKind::Requirements | SectionKind::Responsibilities | SectionKind::Skills => 2.0,
        SectionKind::About | SectionKind::Other | SectionKind::Preferred => 1.0,
        SectionKind::Company => 0.3,
        _ => 0.0,
    }
}

fn posting_embedding(posting: &Posting) -> Vec<WeightedPassage> {
    let title = (posting.title.as_str(), 2.0);
    let sections = posting.sections.iter().map(|section| (section.text.as_str(), posting_weight(section.kind)));
    weighted(std::iter::once(title).chain(sections))
}

/// How much a section of a résumé says about the work a person does.
const fn resume_weight(kind: SectionKind) -> f32 {
    match kind {
        SectionKind::Summary | SectionKind::Skills => 2.0,
        SectionKind::Experience | SectionKind::Projects => 1.5,
        SectionKind::Other => 1.0,
        SectionKind::Education | SectionKind::Certificates => 0.5,
        _ => 0.0,
    }
}

/// In an order that does not depend on that of the sections, which is a matter of taste: sums of floats depend on it.
fn resume_embedding(resume: &Resume, taxonomy: &Taxonomy) -> Vec<WeightedPassage> {
    let title = (resume.title.as_str(), 2.0);
    let titles = resume.positions.iter().take(ROLES).map(|position| (position.title.as_str(), 0.7));
    let texts: Vec<String> = resume.sections.iter().map(|section| studies::compared(section, taxonomy)).collect();
    let weights = resume.sections.iter().map(|section| resume_weight(section.kind));
    let sections = texts.iter().map(String::as_str).zip(weights);
    let mut passages = weighted(std::iter::once(title).chain(titles).chain(sections));
    passages.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.text.cmp(&b.text)));
    passages
}

fn weighted<'a>(passages: impl Iterator<Item = (&'a str, f32)>) -> Vec<WeightedPassage> {
    passages
        .filter(|(text, weight)| *weight > 0.0 && !text.trim().is_empty())
        .map(|(text, weight)| {
            let text = &text[..text.floor_char_boundary(EMBEDDED_BYTES)];
            WeightedPassage { text: documents::without_pronouns(text).into_owned(), weight }
        })
        .collect()
}

/// The telling words of what is embedded.
fn words(passages: &[WeightedPassage]) -> Words {
    Words::of(passages.iter().map(|passage| (passage.text.as_str(), passage.weight)))
}
