//! Columns of tables: which field of a document each holds, by its name, or as one says.

use crate::error::Error;
use crate::error::Result;

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::documents) enum Field {
    Id,
    Title,
    Company,
    Text,
    Resume,
    Url,
    Place,
    Town,
    State,
    Country,
    Remote,
    Mode,
    Posted,
    ValidThrough,
    Employment,
    Level,
    Pay,
    PayMin,
    PayMax,
    Currency,
    Period,
    PaySource,
    Responsibilities,
    Requirements,
    Benefits,
    Skills,
    Tags,
    Name,
    Contact,
    Summary,
    Experience,
    Education,
    Languages,
    Certificates,
}

use Field::*;

/// Each field with the names of columns that hold it, in small letters with blanks between words; the first is the name that
/// it goes by.
const NAMES: [(Field, &[&str]); 34] = [
    (Id, &["id", "job id", "jobid", "posting id", "resume id", "uuid"]),
    (
        Title,
        &[
            "title",
            "job title",
            "jobtitle",
            "position",
            "position title",
            "job name",
            "role",
            "headline",
            "titre",
            "stellenbezeichnung",
            "puesto",
        ],
    ),
    (
        Company,
        &[
            "company",
            "company name",
            "employer",
            "employer name",
            "organization",
            "organisation",
            "hiring organization",
            "entreprise",
            "unternehmen",
            "empresa",
        ],
    ),
    (
        Text,
        &[
            "text",
            "description",
            "job description",
            "jobdescription",
            "full description",
            "body",
            "content",
            "posting",
            "job text",
            "beschreibung",
            "descripción",
        ],
    ),
    (Resume, &["resume", "cv", "resume text", "resume str", "cv text", "résumé", "lebenslauf"]),
    (Url, &["url", "job url", "link", "job link", "apply url", "posting url", "job posting url"]),
    (Place, &["location", "place", "job location", "locations", "standort", "lieu", "ubicación"]),
    (Town, &["town", "city", "location city"]),
    (State, &["state", "region", "province", "location state"]),
    (Country, &["country", "country code", "location country"]),
    (Remote, &["remote", "is remote", "remote allowed", "work from home"]),
    (Mode, &["mode", "work mode", "workplace type", "work type", "work arrangement", "formatted work type"]),
    (
        Posted,
        &[
            "posted",
            "date posted",
            "posting date",
            "posted date",
            "posted at",
            "published",
            "published at",
            "publication date",
            "listed time",
            "original listed time",
        ],
    ),
    (ValidThrough, &["valid through", "expires", "expiry", "closing date", "deadline", "expiration date"]),
    (Employment, &["employment", "employment type", "job type", "contract type", "contract", "type", "schedule type"]),
    (Level, &["level", "job level", "seniority", "seniority level", "experience level", "formatted experience level"]),
    (
        Pay,
        &[
            "pay",
            "salary",
            "compensation",
            "salary range",
            "pay range",
            "salary estimate",
            "gehalt",
            "salaire",
            "salario",
        ],
    ),
    (PayMin, &["pay min", "min amount", "min salary", "salary min", "minimum salary", "pay minimum", "salary from"]),
    (PayMax, &["pay max", "max amount", "max salary", "salary max", "maximum salary", "pay maximum", "salary to"]),
    (Currency, &["currency", "salary currency", "pay currency"]),
    (Period, &["period", "interval", "pay period", "salary period", "salary interval"]),
    (PaySource, &["pay source", "salary source"]),
    (Responsibilities, &["responsibilities", "duties", "tasks", "aufgaben"]),
    (Requirements, &["requirements", "qualifications", "minimum qualifications", "anforderungen", "requisitos"]),
    (Benefits, &["benefits", "perks"]),
    (Skills, &["skills", "required skills", "key skills", "skills desc", "job skill set", "compétences"]),
    (
        Tags,
        &[
            "tags",
            "department",
            "industry",
            "company industry",
            "sector",
            "function",
            "job function",
            "category",
            "job category",
        ],
    ),
    (Name, &["name", "full name", "candidate", "candidate name", "person"]),
    (Contact, &["contact", "email", "e mail", "phone", "telephone", "mobile", "linkedin", "email address"]),
    (Summary, &["summary", "profile", "objective", "about"]),
    (Experience, &["experience", "work experience", "work history", "employment history", "positions"]),
    (Education, &["education", "degrees", "degree"]),
    (Languages, &["languages", "language skills"]),
    (Certificates, &["certificates", "certifications"]),
];

/// Which column holds which field, where that is said and not guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    said: Vec<(Field, String)>,
}

impl Columns {
    /// The columns of `title=Job Title,text=Body`: on the left a field, on the right the name of a column as it stands in
    /// the table. What is not named stays guessed.
    ///
    /// # Errors
    /// [`Error::Usage`] where a part has no `=` or names no field.
    pub fn parse(text: &str) -> Result<Self> {
        let refuse = |problem: String| {
            let names: Vec<String> = NAMES.iter().map(|(_, names)| names[0].replace(' ', "_")).collect();
            let remedy = format!("write FIELD=COLUMN with commas between; fields are {}", names.join(", "));
            Error::Usage { problem, remedy }
        };
        let part = |part: &str| {
            let (field, column) =
                part.split_once('=').ok_or_else(|| refuse(format!("{:?} has no column", part.trim())))?;
            let named = plain(field);
            let known = NAMES.iter().find(|(_, names)| names[0] == named).map(|(field, _)| *field);
            let known = known.ok_or_else(|| refuse(format!("{:?} is no field of a document", field.trim())))?;
            Ok((known, column.trim().to_owned()))
        };
        let parts = text.split(',').filter(|part| !part.trim().is_empty());
        Ok(Self { said: parts.map(part).collect::<Result<_>>()? })
    }

    /// True where nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    /// The field of each column of a header, each field but tags and contact once: what is said, then what the names tell.
    pub(super) fn of_header(&self, header: &[String]) -> Result<Vec<Option<Field>>> {
        let mut fields: Vec<Option<Field>> = vec![None; header.len()];
        for (field, column) in &self.said {
            let at = header.iter().position(|cell| cell.trim() == column);
            let at = at.or_else(|| header.iter().position(|cell| plain(cell) == plain(column)));
            let Some(at) = at else {
                return Err(Error::Usage {
                    problem: format!("no column is called {column:?}"),
                    remedy: format!("the columns are {}", header.join(", ")),
                });
            };
            fields[at] = Some(*field);
        }
        // The first names of a field are the most telling ones, wherever their columns stand.
        let mut guesses: Vec<(usize, usize, Field)> = header
            .iter()
            .enumerate()
            .filter_map(|(at, cell)| of_name(cell).map(|(rank, field)| (rank, at, field)))
            .collect();
        guesses.sort_unstable_by_key(|&(rank, at, _)| (rank, at));
        for (_, at, field) in guesses {
            let several = matches!(field, Tags | Contact);
            if fields[at].is_none() && (several || !fields.contains(&Some(field))) {
                fields[at] = Some(field);
            }
        }
        Ok(fields)
    }
}

/// The field that the name of a column tells, and how far down the list of its names that name stands.
pub(super) fn of_name(name: &str) -> Option<(usize, Field)> {
    let plain = plain(name);
    NAMES.iter().find_map(|(field, names)| Some((names.iter().position(|known| *known == plain)?, *field)))
}

/// The name that a field goes by.
pub(super) fn name_of(field: Field) -> &'static str {
    NAMES.iter().find(|(known, _)| *known == field).map_or("", |(_, names)| names[0])
}

/// True where the fields make a document: there is a title or a text.
pub(super) fn suffice(fields: &[Option<Field>]) -> bool {
    fields.iter().flatten().any(|field| matches!(field, Title | Text | Resume | Experience))
}

/// A name in small letters with single blanks: "Job_Title" and "jobTitle" are "job title".
fn plain(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut before_is_small = false;
    for c in name.trim().trim_start_matches('\u{feff}').chars() {
        if c.is_uppercase() && before_is_small {
            words.push(' ');
        }
        before_is_small = c.is_lowercase();
        if c.is_alphanumeric() {
            words.extend(c.to_lowercase());
        } else {
            words.push(' ');
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn names_tell_fields_and_the_more_telling_name_wins() {
        let fields =
            Columns::default().of_header(&header(&["Role", "jobTitle", "JOB_DESCRIPTION", "x", "Industry", "Sector"]));
        assert_eq!(fields.unwrap(), [None, Some(Title), Some(Text), None, Some(Tags), Some(Tags)]);
    }

    #[test]
    fn what_is_said_counts_before_what_is_guessed() {
        let columns = Columns::parse("title=Label, pay_min = from").unwrap();
        let fields = columns.of_header(&header(&["title", "Label", "FROM"])).unwrap();
        assert_eq!(fields, [None, Some(Title), Some(PayMin)]);
        let missing = columns.of_header(&header(&["a", "b"])).unwrap_err().to_string();
        assert!(missing.contains("no column is called \"Label\"; the columns are a, b"), "{missing}");
        for (text, problem) in [("title", "\"title\" has no column"), ("titel=x", "\"titel\" is no field")] {
            let error = Columns::parse(text).unwrap_err().to_string();
            assert!(error.contains(problem) && error.contains("pay_min"), "{error}");
        }
    }
}
