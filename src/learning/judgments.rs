//! Judgments: how well a posting and a résumé go together, said by someone who read both.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::path::Path;

use super::text_files::Judgment as Line;
use super::text_files::TextFile;
use crate::catalog::Snapshot;
use crate::documents::Side;
use crate::error::Error;
use crate::error::Result;

/// The highest grade.
pub const HIGHEST_GRADE: u32 = 3;

/// From this grade on a pair is worth an application or an interview, where grades tell more than yes and no.
const WORTH_IT: u32 = 2;

const FORM: &str = "begin with the heading posting<TAB>resume<TAB>grade (or with commas) and give a pair a line, the grade from 0 \
                    to 3; or write TREC judgments, \"query 0 document grade\"";

/// One graded pair.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Judgment {
    /// The posting's id.
    pub posting: String,
    /// The résumé's id.
    pub resume: String,
    /// 0: a mistake to show; 1: a stretch; 2: worth an application or an interview; 3: a strong fit.
    pub grade: u32,
}

/// The ids of postings and résumés, by which a file of judgments without a heading tells its sides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids {
    /// Those of postings.
    pub postings: BTreeSet<String>,
    /// Those of résumés.
    pub resumes: BTreeSet<String>,
}

impl Ids {
    /// The ids of a catalog's documents.
    ///
    /// # Errors
    /// When a file of the catalog is damaged.
    pub fn of(snapshot: &Snapshot) -> Result<Self> {
        let of = |side| snapshot.entries(side).map(|entry| Ok(entry?.profile.id.clone())).collect::<Result<_>>();
        Ok(Self { postings: of(Side::Posting)?, resumes: of(Side::Resume)? })
    }

    /// True where both documents of a judgment are there.
    #[must_use]
    pub fn have(&self, judgment: &Judgment) -> bool {
        self.postings.contains(&judgment.posting) && self.resumes.contains(&judgment.resume)
    }
}

/// Graded pairs, in order of posting and résumé, no pair twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgments {
    pairs: Vec<Judgment>,
    repeated: Vec<usize>,
}

impl Judgments {
    /// Reads judgments: tabs or commas below a heading that names the columns `posting`, `resume` and `grade` in any order (others
    /// are passed over), or TREC's "query 0 document grade", in which grades below 0 count as 0.
    ///
    /// Which side TREC's queries are is what `queries` says or, where it does not, what `ids` tell.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::TooLarge`], and [`Error::Malformed`] with the line: what is no line of the form, a grade above 3,
    /// two grades of one pair; also where nothing tells which side the queries are.
    pub fn read(path: &Path, queries: Option<Side>, ids: Option<&Ids>) -> Result<Self> {
        let file = TextFile::read(path)?;
        let lines = match separator(&file) {
            Some(separator) => headed(&file, separator)?,
            None => trec(path, &file, queries, ids)?,
        };
        Self::of(&file, lines)
    }

    /// Judgments from a program, in any order.
    ///
    /// # Errors
    /// [`Error::Usage`] for a grade above 3, and for a pair that stands twice.
    pub fn new(mut pairs: Vec<Judgment>) -> Result<Self> {
        pairs.sort_unstable();
        let refused = |problem: String, remedy: &str| Err(Error::Usage { problem, remedy: remedy.to_owned() });
        if let Some(beyond) = pairs.iter().find(|pair| pair.grade > HIGHEST_GRADE) {
            let problem = format!("{:?} and {:?} have the grade {}", beyond.posting, beyond.resume, beyond.grade);
            return refused(problem, "use grades from 0 to 3");
        }
        let same = |pair: &&[Judgment]| pair[0].posting == pair[1].posting && pair[0].resume == pair[1].resume;
        if let Some(twice) = pairs.windows(2).find(same) {
            let problem = format!("{:?} and {:?} are judged twice", twice[0].posting, twice[0].resume);
            return refused(problem, "keep one grade a pair");
        }
        Ok(Self { pairs, repeated: Vec::new() })
    }

    fn of(file: &TextFile<'_>, lines: Vec<(Judgment, usize)>) -> Result<Self> {
        let mut seen: HashMap<(&str, &str), (u32, usize)> = HashMap::new();
        let mut repeated = Vec::new();
        for (one, line) in &lines {
            if one.grade > HIGHEST_GRADE {
                return Err(file.wrong(
                    *line,
                    &format!("the grade {} is above 3", one.grade),
                    "use grades from 0 to 3",
                ));
            }
            match seen.insert((&one.posting, &one.resume), (one.grade, *line)) {
                Some((grade, before)) if grade != one.grade => {
                    let problem = format!(
                        "posting {:?} and r\u{e9}sum\u{e9} {:?} have the grade {} here and {grade} in line {before}",
                        one.posting, one.resume, one.grade
                    );
                    return Err(file.wrong(*line, &problem, "keep one grade a pair"));
                }
                Some(_) => repeated.push(*line),
                None => {}
            }
        }
        let mut pairs: Vec<Judgment> = lines.into_iter().map(|(one, _)| one).collect();
        pairs.sort_unstable();
        pairs.dedup();
        if pairs.is_empty() {
            return Err(file.empty(FORM));
        }
        Ok(Self { pairs, repeated })
    }

    /// The pairs, in order of posting and résumé.
    #[must_use]
    pub fn pairs(&self) -> &[Judgment] {
        &self.pairs
    }

    /// How many pairs there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// True where there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The lines of the file, counted from 1, that say again what a line before them said; they count once.
    #[must_use]
    pub fn repeated(&self) -> &[usize] {
        &self.repeated
    }

    /// From which grade on a pair is one that suits: 2, or 1 where no grade is above 1, so that grades are yes and no.
    #[must_use]
    pub fn suits_from(&self) -> u32 {
        if self.pairs.iter().any(|pair| pair.grade > 1) { WORTH_IT } else { 1 }
    }

    /// The judgments of documents that are there, and how many are of others.
    #[must_use]
    pub fn known(&self, ids: &Ids) -> (Self, usize) {
        let pairs: Vec<Judgment> = self.pairs.iter().filter(|pair| ids.have(pair)).cloned().collect();
        let unknown = self.pairs.len() - pairs.len();
        (Self { pairs, repeated: self.repeated.clone() }, unknown)
    }

    /// The BLAKE3 of all pairs and grades, in hexadecimal digits; the same for the same judgments in any form and order.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for pair in &self.pairs {
            hasher.update(format!("{}\t{}\t{}\n", pair.posting, pair.resume, pair.grade).as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// What stands between the columns, where the first line is a heading.
fn separator(file: &TextFile<'_>) -> Option<u8> {
    let (_, first) = file.lines().next()?;
    let headed = |separator: char| {
        let names = first.split(separator).map(|name| name.trim().trim_matches('"').to_lowercase());
        names.filter(|name| COLUMNS.contains(&name.as_str())).count() >= 2
    };
    ['\t', ','].into_iter().find(|&separator| headed(separator)).map(|separator| separator as u8)
}

const COLUMNS: [&str; 3] = ["posting", "resume", "grade"];

/// The lines below a heading.
fn headed(file: &TextFile<'_>, separator: u8) -> Result<Vec<(Judgment, usize)>> {
    let mut places: Option<[usize; COLUMNS.len()]> = None;
    let mut found = Vec::new();
    for (line, content) in file.lines() {
        let columns = fields(content, separator);
        let Some(places) = places else {
            places = Some(heading(&columns).map_err(|problem| file.wrong(line, &problem, FORM))?);
            continue;
        };
        let [posting, resume, grade] = places.map(|place| columns.get(place).map_or("", String::as_str));
        for (name, value) in COLUMNS.iter().zip([posting, resume, grade]) {
            if value.is_empty() {
                return Err(file.wrong(line, &format!("no {name}"), FORM));
            }
        }
        let problem = || format!("the grade {grade:?} is no whole number from 0 to 3");
        let grade = grade.parse().map_err(|_| file.wrong(line, &problem(), FORM))?;
        found.push((Judgment { posting: posting.to_owned(), resume: resume.to_owned(), grade }, line));
    }
    Ok(found)
}

/// The columns of a line, those between commas without their quotes.
fn fields(line: &str, separator: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader =
        reader.delimiter(separator).quoting(separator == b',').has_headers(false).from_reader(line.as_bytes());
    let record = reader.records().next().and_then(std::result::Result::ok).unwrap_or_default();
    record.iter().map(|field| field.trim().to_owned()).collect()
}

/// Where the columns stand.
fn heading(names: &[String]) -> std::result::Result<[usize; COLUMNS.len()], String> {
    let mut places = [0; COLUMNS.len()];
    for (place, name) in places.iter_mut().zip(COLUMNS) {
        let mut found = names.iter().enumerate().filter(|(_, column)| column.eq_ignore_ascii_case(name));
        *place = match (found.next(), found.next()) {
            (Some((at, _)), None) => at,
            (None, _) => return Err(format!("the heading names no column {name}")),
            (Some(_), Some(_)) => return Err(format!("the heading names {name} twice")),
        };
    }
    Ok(places)
}

/// TREC's lines.
fn trec(path: &Path, file: &TextFile<'_>, queries: Option<Side>, ids: Option<&Ids>) -> Result<Vec<(Judgment, usize)>> {
    let lines = file.judgments()?;
    let side = match (queries, ids) {
        (Some(side), _) => side,
        (None, Some(ids)) => told(&lines, ids).map_err(|problem| Error::Malformed {
            path: path.to_owned(),
            line: None,
            problem,
            form: "say which side the queries are, or check that documents and judgments belong together".to_owned(),
        })?,
        (None, None) => {
            return Err(Error::Malformed {
                path: path.to_owned(),
                line: None,
                problem: "nothing tells which side its queries are".to_owned(),
                form: FORM.to_owned(),
            });
        }
    };
    let judgment = |one: Line| {
        let (posting, resume) = match side {
            Side::Posting => (one.query, one.document),
            Side::Resume => (one.document, one.query),
        };
        (Judgment { posting, resume, grade: one.grade }, one.line)
    };
    Ok(lines.into_iter().map(judgment).collect())
}

/// Which side the queries are, by the ids of both sides.
fn told(lines: &[Line], ids: &Ids) -> std::result::Result<Side, String> {
    let count = |queries: &BTreeSet<String>, documents: &BTreeSet<String>| {
        lines.iter().filter(|one| queries.contains(&one.query) && documents.contains(&one.document)).count()
    };
    let (of_postings, of_resumes) = (count(&ids.postings, &ids.resumes), count(&ids.resumes, &ids.postings));
    match of_postings.cmp(&of_resumes) {
        std::cmp::Ordering::Greater if of_resumes == 0 => Ok(Side::Posting),
        std::cmp::Ordering::Less if of_postings == 0 => Ok(Side::Resume),
        _ if of_postings == 0 => Err("no line names a posting and a r\u{e9}sum\u{e9} that are there".to_owned()),
        _ => Err(format!(
            "its queries are postings by the ids of {of_postings} lines, and r\u{e9}sum\u{e9}s by those of {of_resumes}"
        )),
    }
}

#[cfg(test)]
#[path = "judgments_tests.rs"]
mod tests;
