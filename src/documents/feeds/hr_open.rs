//! Candidates in the JSON of HR Open Standards (4.1 and later); become a JSON Resume.
//!
//! A candidate is a `person` and one or more `profiles`; names of fields differ between versions, so several are tried.

use serde_json::Value;
use serde_json::json;

use crate::documents::Resume;
use crate::documents::json_resume;

use super::fields;
use super::fields::Object;

/// What only such a profile has.
const MARKS: [&str; 5] = [
    "executiveSummary",
    "positionPreferences",
    "personAvailability",
    "employerPreferences",
    "associatedPositionOpenings",
];

/// The fields of a profile that are read, and those that say nothing about the work.
const KNOWN: [&str; 24] = [
    "profileId",
    "profileName",
    "languageCode",
    "executiveSummary",
    "objective",
    "positionPreferences",
    "positionTitle",
    "employment",
    "employmentHistory",
    "positionHistories",
    "education",
    "educationHistory",
    "qualifications",
    "personCompetencies",
    "competencies",
    "skills",
    "certifications",
    "licenses",
    "languages",
    "languageCompetencies",
    "alternateIds",
    "attachments",
    "references",
    "personAvailability",
];

/// True for a candidate, or what wraps one.
pub(super) fn is_candidate(object: &Object) -> bool {
    let candidate = inner(object);
    let person = candidate.get("person").is_some_and(Value::is_object);
    let profiles = || fields::objects(candidate.get("profiles").or(candidate.get("profile")));
    let marked =
        |profile: &Object| MARKS.iter().any(|mark| profile.contains_key(*mark)) || profile.contains_key("employment");
    (person && !profiles().is_empty()) || profiles().into_iter().any(marked) || (marked(candidate) && person)
}

/// The candidate within a message about one.
fn inner(object: &Object) -> &Object {
    ["candidate", "Candidate", "CandidateType"].iter().find_map(|name| object.get(*name)?.as_object()).unwrap_or(object)
}

/// Reads a candidate.
pub(super) fn read(id: &str, object: &Object) -> Resume {
    let candidate = inner(object);
    let none = Object::new();
    let person = candidate.get("person").and_then(Value::as_object).unwrap_or(&none);
    let profiles = fields::objects(candidate.get("profiles").or(candidate.get("profile")));
    let profile = profiles.first().copied().unwrap_or(candidate);
    let mut resume = Object::new();
    resume.insert("basics".to_owned(), basics(person, profile));
    resume.insert("work".to_owned(), Value::Array(employment(profile)));
    let each = |names: &[&str]| names.iter().flat_map(|name| fields::each(profile.get(*name))).collect::<Vec<_>>();
    let education: Vec<Value> = each(&["education", "educationHistory"]).into_iter().map(school).collect();
    resume.insert("education".to_owned(), Value::Array(education));
    let names = |names: &[&str]| -> Vec<Value> { each(names).into_iter().filter_map(named).collect() };
    resume
        .insert("skills".to_owned(), names(&["qualifications", "personCompetencies", "competencies", "skills"]).into());
    resume.insert("certificates".to_owned(), names(&["certifications", "licenses"]).into());
    let languages = each(&["languages", "languageCompetencies"]).into_iter().filter_map(language);
    resume.insert("languages".to_owned(), Value::Array(languages.collect()));
    let mut resume = json_resume::read(id, &resume);
    if profiles.len() > 1 {
        resume.notes.push(format!("it has {} profiles, the first of which is read", profiles.len()));
    }
    let unread: Vec<&str> = profile
        .iter()
        .filter(|(name, value)| !KNOWN.contains(&name.as_str()) && !value.is_null() && name.as_str() != "person")
        .map(|(name, _)| name.as_str())
        .collect();
    if !unread.is_empty() {
        resume.notes.push(format!("fields that are not read: {}", unread.join(", ")));
    }
    resume
}

/// Who the person is and how to reach them.
fn basics(person: &Object, profile: &Object) -> Value {
    let name = person.get("name").and_then(Value::as_object);
    let part = |field: &str| name.and_then(|name| fields::text(name.get(field)));
    let parts = || [part("given"), part("middle"), part("family")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let whole = part("formatted").or_else(|| part("formattedName")).unwrap_or_else(parts);
    let whole = if whole.is_empty() { fields::text(person.get("name")).unwrap_or_default() } else { whole };
    let reach = person.get("communication").and_then(Value::as_object).unwrap_or(person);
    let mut links: Vec<String> = Vec::new();
    for (list, names) in [
        ("email", ["address", "value"]),
        ("phone", ["formattedNumber", "formatted"]),
        ("phone", ["number", "dialNumber"]),
        ("web", ["url", "address"]),
    ] {
        links.extend(fields::objects(reach.get(list)).into_iter().filter_map(|one| fields::first(one, &names)));
    }
    let address = fields::objects(reach.get("address")).into_iter().next();
    let location = address.map(|address| {
        let subdivision = fields::text(address.get("countrySubdivisions"));
        json!({
            "address": fields::texts(address.get("line")).join(", "),
            "postalCode": fields::text(address.get("postalCode")),
            "city": fields::first(address, &["city", "municipality"]),
            "region": subdivision.or_else(|| fields::first(address, &["region", "countrySubdivision"])),
            "countryCode": fields::first(address, &["countryCode", "country"]),
        })
    });
    let wished = fields::objects(profile.get("positionPreferences"))
        .into_iter()
        .find_map(|wish| fields::text(wish.get("positionTitles").or(wish.get("positionTitle"))));
    let label =
        fields::text(profile.get("positionTitle")).or(wished).or_else(|| fields::text(profile.get("profileName")));
    let summary = [profile.get("executiveSummary"), profile.get("objective")].map(fields::text);
    json!({
        "name": whole,
        "label": label,
        "summary": summary.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        "location": location,
        "profiles": links.into_iter().map(|link| json!({ "url": link })).collect::<Vec<_>>(),
    })
}

/// The positions with each employer.
fn employment(profile: &Object) -> Vec<Value> {
    let mut work = Vec::new();
    for employer in fields::objects(profile.get("employment").or(profile.get("employmentHistory"))) {
        let name = fields::first(employer, &["organization", "employer", "organizationName", "employerName"]);
        let mut held = fields::objects(employer.get("positionHistories").or(employer.get("positionHistory")));
        if held.is_empty() {
            held.push(employer);
        }
        work.extend(held.into_iter().map(|held| position(held, name.as_deref())));
    }
    work.extend(fields::objects(profile.get("positionHistories")).into_iter().map(|held| position(held, None)));
    work
}

fn position(held: &Object, employer: Option<&str>) -> Value {
    let own = fields::first(held, &["organization", "organizationName", "employer"]);
    let end = fields::first(held, &["end", "endDate"]);
    let current = held.get("current").or(held.get("currentIndicator")).and_then(Value::as_bool);
    let said = ["descriptions", "description", "responsibilities", "accomplishments"]
        .map(|field| fields::texts(held.get(field)));
    json!({
        "name": employer.map(str::to_owned).or(own),
        "position": fields::first(held, &["title", "titles", "positionTitle", "positionTitles"]),
        "startDate": fields::first(held, &["start", "startDate"]),
        "endDate": if current == Some(true) { Some("present".to_owned()) } else { end },
        "summary": said.concat().join("\n"),
        "keywords": fields::each(held.get("competencies")).into_iter().filter_map(named).collect::<Vec<_>>(),
    })
}

/// An attended school, with the degree and its field.
fn school(value: &Value) -> Value {
    let none = Object::new();
    let school = value.as_object().unwrap_or(&none);
    let degrees = ["educationDegrees", "degrees", "degree"].iter().find_map(|field| school.get(*field));
    let degree = fields::objects(degrees).into_iter().next();
    let field = |names: &[&str]| {
        degree.and_then(|degree| fields::first(degree, names)).or_else(|| fields::first(school, names))
    };
    json!({
        "institution": fields::first(school, &["institution", "school", "organization"]).or_else(|| fields::text(Some(value))),
        "studyType": degree.and_then(|degree| fields::first(degree, &["name", "degreeName", "code"])).or_else(|| fields::text(degrees)),
        "area": field(&["majors", "specializations", "programs", "major"]),
        "startDate": fields::first(school, &["start", "startDate"]),
        "endDate": fields::first(school, &["end", "endDate"]),
    })
}

/// The name of a competency, a qualification or a certificate.
fn named(value: &Value) -> Option<Value> {
    let names = ["competencyName", "competencyTitle", "title", "name", "qualificationName", "certificationName"];
    let name =
        value.as_object().and_then(|object| fields::first(object, &names)).or_else(|| fields::text(Some(value)))?;
    Some(Value::String(name))
}

/// A language with how well it is known.
fn language(value: &Value) -> Option<Value> {
    let Some(object) = value.as_object() else { return fields::text(Some(value)).map(Value::String) };
    let language = fields::first(object, &["language", "name", "competencyName", "languageCode", "code"])?;
    let fluency = fields::first(object, &["proficiencyLevel", "proficiency", "level", "abilityLevel"]);
    Some(json!({ "language": language, "fluency": fluency }))
}
