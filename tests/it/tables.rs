//! Tables, exports and candidates: one document a row, and one person a file.

use std::fs;
use std::io::Write;

use jiff::civil::date;
use vocation::Posting;
use vocation::Resume;
use vocation::documents;
use vocation::documents::Columns;
use vocation::documents::Document;
use vocation::documents::Options;
use vocation::documents::Position;
use vocation::documents::SectionKind;
use vocation::documents::Side;
use vocation::documents::YearMonth;
use vocation::pay::Period;
use vocation::place::Mode;
use vocation::seniority::Level;
use vocation::skills::Need;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::feeds::all;
use crate::feeds::fixture;
use crate::feeds::skills;
use crate::feeds::understood;

/// A zip of these files.
pub(crate) fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An export as a member downloads it: in a folder, with a preamble, with columns in another order.
pub(crate) fn export() -> Vec<u8> {
    zipped(&[
        (
            "Basic_LinkedInDataExport/Profile.csv",
            "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,Geo Location,Twitter Handles,Websites,Instant Messengers\n\
              Ida,Novak,,Oven Street 1,Mar 3,Senior Data Engineer,\"Ida builds pipelines.\nShe likes bread.\",Food,8010,\"Graz, Austria\",,[PERSONAL:https://ida.novak.example],\n",
        ),
        (
            "Basic_LinkedInDataExport/Positions.csv",
            "Notes:\n\"When exporting your data, some of it may be missing.\"\n\n\
              Title,Company Name,Description,Location,Started On,Finished On\n\
              Senior Data Engineer,Crumb,\"Pipelines with Apache Kafka, in \"\"real time\"\".\",Graz,Mar 2020,\n\
              Data Engineer,Mill,Wrote Python.,Brno,Jan 2017,Feb 2020\n",
        ),
        (
            "Basic_LinkedInDataExport/Education.csv",
            "School Name,Start Date,End Date,Notes,Degree Name,Activities\nSchool of Flour,2012,2016,,Bachelor of Statistics,\n",
        ),
        ("Basic_LinkedInDataExport/Skills.csv", "Name\nDocker\nPostgreSQL\n"),
        (
            "Basic_LinkedInDataExport/Certifications.csv",
            "Name,Url,Authority,Started On,Finished On,License Number\nCertified Kubernetes Administrator,,Oven Foundation,Jan 2021,,7\n",
        ),
        ("Basic_LinkedInDataExport/Languages.csv", "Name,Proficiency\nGerman,Native\n"),
        ("Basic_LinkedInDataExport/Email Addresses.csv", "Email Address,Confirmed\nida@novak.example,Yes\n"),
        ("Basic_LinkedInDataExport/Projects.csv", ""),
        ("Basic_LinkedInDataExport/messages.csv", "FROM,TO,CONTENT\nIda,Ada,Do you know COBOL?\n"),
    ])
}

fn resume(document: Document) -> Resume {
    match document {
        Document::Resume(resume) => resume,
        Document::Posting(posting) => panic!("{} is no résumé", posting.title),
    }
}

fn posting(document: &Document) -> &Posting {
    match document {
        Document::Posting(posting) => posting,
        Document::Resume(resume) => panic!("{} is no posting", resume.title),
    }
}

/// Title, employer, first and last month of each position, in words.
fn held(resume: &Resume) -> Vec<String> {
    let month = |date: YearMonth| format!("{}/{}", date.year, date.month.unwrap_or_default());
    let position = |held: &Position| {
        let end = if held.current { "now".to_owned() } else { held.end.map(month).unwrap_or_default() };
        let (employer, start) = (held.employer.as_deref().unwrap_or(""), held.start.map(month).unwrap_or_default());
        format!("{} at {employer}: {start} to {end}", held.title)
    };
    resume.positions.iter().map(position).collect()
}

#[test]
fn the_export_of_linked_in_becomes_a_resume() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ida.zip");
    fs::write(&path, export()).unwrap();
    let ida = Resume::read(&path).unwrap();
    assert_eq!((ida.name.as_deref(), ida.title.as_str()), (Some("Ida Novak"), "Senior Data Engineer"));
    assert_eq!(ida.contact, ["https://ida.novak.example", "ida@novak.example"]);
    assert_eq!(ida.country.map(|country| country.code().to_owned()).as_deref(), Some("AT"));
    assert_eq!(held(&ida), ["Senior Data Engineer at Crumb: 2020/3 to now", "Data Engineer at Mill: 2017/1 to 2020/2"]);
    let text = ida.body();
    for part in [
        "builds pipelines",
        "\"real time\"",
        "School of Flour",
        "Bachelor of Statistics",
        "Kubernetes Administrator",
        "German: Native",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for part in ["Ida", "Oven Street", "8010", "Mar 3", "COBOL"] {
        assert!(!text.contains(part), "{part}: {text}");
    }
    let shown = skills(&understood(ida.clone()), Need::Shown);
    for name in ["Apache Kafka", "Docker", "PostgreSQL", "Python"] {
        assert!(shown.iter().any(|skill| skill == name), "{name}: {shown:?}");
    }
    assert_eq!(ida.notes, Vec::<String>::new());
    let found = documents::read_path(folder.path(), None).unwrap().next().unwrap().unwrap();
    assert_eq!((found.id.as_str(), found.document), ("ida", Document::Resume(ida)));
    let problem = Posting::read(&path).unwrap_err().to_string();
    assert!(problem.contains("it is a résumé (LinkedIn's data export), not a posting"), "{problem}");
}

#[test]
fn other_archives_and_bombs_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let zeros = "0".repeat(40 << 20);
    let part: &[u8] = b"Company Name,Title,Description,Location,Started On,Finished On\nCrumb,Baker,,,Mar 2020,\n";
    for (name, bytes, problem) in [
        ("other.zip", zipped(&[("a.txt", "x")]), "a zip archive that holds no document"),
        ("bomb.zip", zipped(&[("Positions.csv", zeros.as_str())]), "Positions.csv unpacks to more than 25165824 bytes"),
        ("cut.zip", export()[..300].to_vec(), "a damaged zip archive or Office document"),
        ("Positions.csv", part.to_vec(), "one table of a LinkedIn data export; give the zip"),
    ] {
        fs::write(folder.path().join(name), bytes).unwrap();
        let found = documents::read_path(folder.path(), None).unwrap().next().unwrap();
        let error = found.unwrap_err().to_string();
        assert!(error.contains(name) && error.contains(problem), "{error}");
        fs::remove_file(folder.path().join(name)).unwrap();
    }
}

#[test]
fn a_candidate_of_hr_open_becomes_a_resume() {
    let ida = resume(all("hr-open.json").remove(0));
    assert_eq!((ida.name.as_deref(), ida.title.as_str()), (Some("Ida Novak"), "Data Engineer"));
    assert_eq!(ida.place_text.as_deref(), Some("Graz, Styria, Austria"));
    assert!(
        ida.contact.contains(&"ida@novak.example".to_owned()) && ida.contact.contains(&"+43 1 555 0100".to_owned())
    );
    assert_eq!(
        held(&ida),
        [
            "Senior Data Engineer at Crumb: 2021/3 to now",
            "Data Engineer at Crumb: 2019/1 to 2021/2",
            "Analyst at Mill: 2016/0 to 2018/0",
        ]
    );
    let education = ida.sections.iter().find(|section| section.kind == SectionKind::Education).unwrap();
    assert_eq!(education.text, "Bachelor, Statistics, School of Flour");
    let shown = skills(&understood(ida.clone()), Need::Shown);
    for name in ["Apache Kafka", "Docker", "PostgreSQL", "Python", "SQL"] {
        assert!(shown.iter().any(|skill| skill == name), "{name}: {shown:?}");
    }
    assert_eq!(
        ida.notes,
        ["it has 2 profiles, the first of which is read", "fields that are not read: militaryHistory"]
    );
    assert!(!ida.body().contains("Ida") && !ida.body().contains("Oven Street"), "{}", ida.body());
}

#[test]
fn rows_of_job_spy_are_postings() {
    let mut listing = documents::list(fixture("jobspy.csv")).unwrap();
    let found: Vec<_> = listing.by_ref().map(|raw| raw.and_then(|raw| raw.read(None))).collect();
    let remarks = listing.remarks();
    assert!(remarks[0].contains("title=title") && remarks[0].contains("text=description"), "{remarks:?}");
    assert!(remarks[0].ends_with("not read: site, emails"), "{remarks:?}");
    let [engineer, baker, blank] = &found[..] else { panic!("three rows") };
    let engineer = posting(&engineer.as_ref().unwrap().document);
    assert_eq!(
        (engineer.id.as_str(), engineer.title.as_str(), engineer.company.as_deref()),
        ("in-1", "Data Engineer", Some("Crumb"))
    );
    assert_eq!((engineer.posted, &engineer.tags[..]), (Some(date(2026, 11, 3)), &["full-time".to_owned()][..]));
    let pay = engineer.pay.as_ref().unwrap();
    assert_eq!(
        (pay.min, pay.max, pay.period, pay.currency.code()),
        (Some(60_000.0), Some(75_000.0), Period::Year, "EUR")
    );
    assert_eq!((engineer.level, engineer.mode), (Some(Level::Mid), None));
    let profile = understood(engineer.clone());
    assert_eq!(profile.place.countries.iter().map(|country| country.code()).collect::<Vec<_>>(), ["AT"]);
    assert_eq!(skills(&profile, Need::Required)[..2], ["Apache Kafka", "PostgreSQL"]);

    let baker = posting(&baker.as_ref().unwrap().document);
    assert_eq!((baker.company.as_deref(), baker.mode), (None, Some(Mode::Remote)));
    assert_eq!(baker.tags, ["contract", "part-time"]);
    assert!(
        baker.pay.is_none() && baker.notes.iter().any(|note| note.contains("the text is read instead")),
        "{:?}",
        baker.notes
    );
    assert_eq!(understood(baker.clone()).pay.and_then(|pay| pay.max), Some(19.0));

    let blank = blank.as_ref().unwrap_err().to_string();
    assert!(blank.contains("jobspy.csv, row 3: it has neither a title nor a text"), "{blank}");
}

#[test]
fn tables_come_with_other_marks_and_encodings_and_columns_can_be_named() {
    let documents = all("stellen.csv");
    let baker = posting(&documents[0]);
    assert_eq!((baker.title.as_str(), baker.company.as_deref()), ("Bäcker", Some("Krümel GmbH")));
    assert_eq!(baker.body(), "Brot backen; auch nachts.");
    let pay = baker.pay.as_ref().unwrap();
    assert_eq!((pay.max, pay.period, pay.currency.code()), (Some(2_800.0), Period::Month, "EUR"));

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("odd.csv");
    fs::write(&path, "what,why\nBaker,Bread for all\n").unwrap();
    let problem = documents::list(&path).unwrap().next().unwrap().unwrap_err().to_string();
    assert!(
        problem.contains("no column is known to hold a title or a text (what, why); say which does: --columns"),
        "{problem}"
    );
    let options = Options { columns: Columns::parse("title=what,text=why").unwrap(), ..Options::default() };
    let raw = documents::list_with(&path, &options).unwrap().next().unwrap().unwrap();
    let found = raw.read(Some(Side::Posting)).unwrap();
    assert_eq!((found.id.as_str(), found.document.title()), ("odd:1", "Baker"));
    assert_eq!(posting(&found.document).body(), "Bread for all");
}

#[test]
fn rows_of_people_are_resumes() {
    let ada = resume(all("people.csv").remove(0));
    assert_eq!((ada.name.as_deref(), ada.title.as_str()), (Some("Ada Brandt"), "Platform Engineer"));
    assert_eq!(
        (ada.place_text.as_deref(), ada.country.map(|country| country.code().to_owned()).as_deref()),
        (Some("Lyon, FR"), Some("FR"))
    );
    assert_eq!(held(&ada), ["Senior Platform Engineer at Crumb & Sons: 2019/6 to now"]);
    let shown = skills(&understood(ada.clone()), Need::Shown);
    assert!(shown.contains(&"Kubernetes".to_owned()) && shown.contains(&"Go".to_owned()), "{shown:?}");
    assert!(!ada.body().contains("Ada") && !ada.body().contains("@"), "{}", ada.body());
}

#[test]
fn a_quotation_mark_that_is_never_closed_ends_the_table_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = b"title,description\nBaker,Bread\nCook,\"soup".to_vec();
    text.extend(vec![b'x'; 9 << 20]);
    fs::write(folder.path().join("a.csv"), text).unwrap();
    fs::write(folder.path().join("b.md"), "# [Miller](https://mill.example)\n\nWe grind flour.").unwrap();
    let found: Vec<_> = documents::read_path(folder.path(), Some(Side::Posting)).unwrap().collect();
    let titles: Vec<_> = found.iter().flatten().map(|found| found.document.title()).collect();
    assert_eq!(titles, ["Baker", "Miller"]);
    let problem = found.iter().find_map(|found| found.as_ref().err()).unwrap().to_string();
    assert!(problem.contains("row 2") && problem.contains("a quotation mark is never closed"), "{problem}");
}

#[test]
fn words_of_pay_count_before_bare_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("jobs.csv");
    let header = "Job Title,Company Name,Salary Estimate,min_salary,max_salary,Job Description";
    fs::write(&path, format!("{header}\nBaker,\"Crumb\n3.8\",$53K-$91K (est.),53,91,Bake bread.\n")).unwrap();
    let found = documents::read_path(&path, None).unwrap().next().unwrap().unwrap();
    let baker = posting(&found.document);
    assert_eq!(baker.company.as_deref(), Some("Crumb"), "a rating stands below the name");
    let pay = baker.pay.as_ref().unwrap();
    assert_eq!((pay.min, pay.max, pay.period), (Some(53_000.0), Some(91_000.0), Period::Year));
}
