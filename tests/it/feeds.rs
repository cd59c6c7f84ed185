//! Feeds of postings, with the traps of each: documents of our own in the shape that is documented.

use std::path::Path;
use std::path::PathBuf;

use jiff::civil::date;
use vocation::Engine;
use vocation::Posting;
use vocation::documents;
use vocation::documents::Document;
use vocation::documents::Side;
use vocation::pay::Basis;
use vocation::pay::EUR;
use vocation::pay::Period;
use vocation::pay::Source;
use vocation::pay::USD;
use vocation::place::Mode;
use vocation::profile::Profile;
use vocation::seniority::Level;
use vocation::skills::Need;

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/feeds").join(name)
}

/// The documents of a fixture.
pub(crate) fn all(name: &str) -> Vec<Document> {
    documents::read_path(fixture(name), None).unwrap().map(|found| found.unwrap().document).collect()
}

fn postings(name: &str) -> Vec<Posting> {
    let posting = |document| match document {
        Document::Posting(posting) => posting,
        Document::Resume(resume) => panic!("{name}: {} is no posting", resume.id),
    };
    all(name).into_iter().map(posting).collect()
}

pub(crate) fn understood(document: impl Into<Document>) -> Profile {
    Engine::in_memory().understand(&document.into())
}

/// The names of the skills of a need, in order of names.
pub(crate) fn skills(profile: &Profile, need: Need) -> Vec<String> {
    let engine = Engine::in_memory();
    let entry = |id| engine.options().taxonomy.entry(id).name.to_string();
    let mut names: Vec<String> =
        profile.skills.iter().filter(|skill| skill.need == need).map(|skill| entry(skill.id)).collect();
    names.sort();
    names
}

fn countries(profile: &Profile) -> Vec<&str> {
    profile.place.countries.iter().map(|country| country.code()).collect()
}

/// Currency, ends and period of stated pay.
fn paid(posting: &Posting) -> (String, Option<f64>, Option<f64>, Period) {
    let pay = posting.pay.as_ref().unwrap_or_else(|| panic!("no pay: {:?}", posting.notes));
    assert_eq!((pay.source, pay.basis), (Source::Stated, Basis::Base));
    (pay.currency.to_string(), pay.min, pay.max, pay.period)
}

fn noted(posting: &Posting, part: &str) -> bool {
    posting.notes.iter().any(|note| note.contains(part))
}

#[test]
fn a_web_page_states_its_posting_in_a_graph() {
    let [posting] = &postings("job-posting.html")[..] else { panic!("one posting") };
    assert_eq!((posting.id.as_str(), posting.title.as_str()), ("job-posting", "Senior Data Engineer (m/f/d)"));
    assert_eq!(posting.company.as_deref(), Some("Crumb & Sons"), "named by @id");
    assert_eq!(posting.url.as_deref(), Some("https://crumb.example/jobs/17"));
    assert_eq!((posting.posted, posting.valid_through), (Some(date(2026, 10, 2)), Some(date(2026, 12, 31))));
    assert_eq!(posting.tags, ["15-1252.00", "bakeries", "contract", "full-time"]);
    assert_eq!(paid(posting), ("EUR".to_owned(), Some(70_000.0), Some(90_000.0), Period::Year));
    assert_eq!(posting.years, Some(5.0));
    assert_eq!(posting.notes, ["fields that are not read: ovenCount"]);
    let profile = understood(posting.clone());
    assert_eq!((profile.place.mode, countries(&profile)), (Some(Mode::Remote), vec!["AT", "DE", "PL"]));
    assert_eq!((profile.seniority.level, profile.seniority.years.min), (Some(Level::Senior), Some(5.0)));
    assert_eq!(skills(&profile, Need::Required), ["Apache Kafka", "Docker", "PostgreSQL", "Python", "Terraform"]);
    assert_eq!(skills(&profile, Need::Preferred), ["Rust"]);
    let text = posting.body();
    assert_eq!(text.matches("PostgreSQL").count(), 1, "what the description says already is passed over: {text}");
    assert!(!text.contains("Oven Street"), "{text}");
    assert_eq!(Posting::read(fixture("job-posting.html")).unwrap(), *posting);
}

#[test]
fn fields_of_json_ld_are_texts_objects_or_lists() {
    let [barista, miller, cook] = &postings("job-posting.json")[..] else { panic!("three postings") };
    assert_eq!((barista.id.as_str(), barista.company.as_deref()), ("job-posting:1", Some("Crumb")));
    assert_eq!(barista.body(), "Pour coffee & tea in Lyon.");
    assert_eq!(barista.tags, ["part-time", "temporary"]);
    assert_eq!(paid(barista), ("EUR".to_owned(), None, Some(15.0), Period::Hour));
    assert_eq!((barista.place_tag.as_deref(), barista.years), (Some("Lyon, France"), None));

    assert_eq!((miller.company.as_deref(), miller.posted), (Some("Mill"), None));
    assert!(noted(miller, "datePosted names no day: \"soon\""), "{:?}", miller.notes);
    assert_eq!(miller.place_tag.as_deref(), Some("Graz, Austria; Brno, Czechia"));
    assert_eq!(paid(miller), ("EUR".to_owned(), None, Some(2_800.0), Period::Month));
    assert_eq!(countries(&understood(miller.clone())), ["AT", "CZ"]);

    assert_eq!((cook.company.as_deref(), &cook.pay), (None, &None));
    assert!(noted(cook, "only an estimate of the pay"), "{:?}", cook.notes);
    let cook = understood(cook.clone());
    assert_eq!((cook.place.mode, countries(&cook)), (Some(Mode::Remote), vec!["US"]));
}

#[test]
fn greenhouse_escapes_its_html_and_pays_in_cents() {
    let [staff, baker] = &postings("greenhouse.json")[..] else { panic!("two postings") };
    assert_eq!((staff.id.as_str(), staff.company.as_deref()), ("4001", Some("Crumb")));
    assert_eq!((staff.posted, staff.valid_through), (Some(date(2026, 10, 30)), None), "published, not updated");
    assert_eq!(staff.tags, ["full-time", "ovens"]);
    assert_eq!(staff.sections[0].text, "Crumb bakes & ships.");
    assert_eq!(staff.sections[1].heading, "What you'll bring");
    assert_eq!(paid(staff), ("USD".to_owned(), Some(160_000.0), Some(210_000.0), Period::Year));
    assert!(noted(staff, "pay is stated 2 times"), "earnings on target are left out: {:?}", staff.notes);
    let profile = understood(staff.clone());
    assert_eq!(skills(&profile, Need::Required), ["Go", "Kubernetes", "Terraform"]);
    assert_eq!((profile.place.mode, countries(&profile)), (Some(Mode::Remote), vec!["US"]));
    assert_eq!(profile.seniority.level, Some(Level::Staff));

    assert_eq!(paid(baker), ("EUR".to_owned(), Some(15.0), Some(18.0), Period::Hour));
    assert_eq!((baker.body(), baker.posted), ("Bake bread.".to_owned(), None));
    assert!(noted(baker, "\"crumb\" is taken from the link"), "{:?}", baker.notes);
}

#[test]
fn lever_asks_in_its_lists() {
    let [developer, driver] = &postings("lever.json")[..] else { panic!("two postings") };
    assert_eq!((developer.id.as_str(), developer.title.as_str()), ("0a1b", "Backend Developer"));
    assert_eq!((developer.company.as_deref(), developer.posted), (Some("crumb labs"), Some(date(2026, 10, 1))));
    assert_eq!(developer.tags, ["full-time", "ovens", "product"]);
    assert_eq!(paid(developer), ("EUR".to_owned(), Some(65_000.0), Some(80_000.0), Period::Year));
    let profile = understood(developer.clone());
    assert_eq!(skills(&profile, Need::Required), ["Apache Kafka", "Java", "PostgreSQL", "back-end development"]);
    assert_eq!(skills(&profile, Need::Preferred), ["Rust"]);
    assert_eq!((profile.place.mode, countries(&profile)), (Some(Mode::Hybrid), vec!["DE"]));
    assert_eq!(profile.seniority.level, Some(Level::Senior));

    assert_eq!(paid(driver), ("EUR".to_owned(), Some(16.0), Some(18.0), Period::Hour));
    assert!(driver.posted.is_none() && noted(driver, "createdAt names no day: 5"), "{:?}", driver.notes);
    assert_eq!((&driver.countries[..], driver.mode), (&[][..], None), "its country is that of the first place only");
    assert_eq!(countries(&understood(driver.clone())), ["FR", "IT"]);
}

#[test]
fn ashby_has_tiers_of_pay_and_countries_of_three_letters() {
    let [engineer, cook] = &postings("ashby.json")[..] else { panic!("two postings") };
    assert_eq!(engineer.company.as_deref(), Some("Crumb Labs"));
    assert_eq!(
        (engineer.posted, &engineer.tags[..]),
        (Some(date(2026, 11, 1)), &["dough", "full-time", "research"].map(str::to_owned)[..])
    );
    assert_eq!(paid(engineer), ("USD".to_owned(), Some(150_000.0), Some(210_000.0), Period::Year));
    assert!(noted(engineer, "pay is stated 2 times"), "neither equity nor bonus is pay: {:?}", engineer.notes);
    let profile = understood(engineer.clone());
    assert_eq!((profile.place.mode, countries(&profile)), (Some(Mode::Hybrid), vec!["CA", "US"]));
    assert_eq!(skills(&profile, Need::Required), ["PyTorch", "machine learning"]);

    assert_eq!(
        (cook.mode, paid(cook)),
        (Some(Mode::Remote), ("EUR".to_owned(), Some(30_000.0), Some(36_000.0), Period::Year))
    );
    assert!(noted(cook, "does not list it") && cook.tags == ["part-time"], "{:?}", cook.notes);
    assert_eq!(countries(&understood(cook.clone())), ["PT"]);
}

#[test]
fn smart_recruiters_states_the_level() {
    let [engineer] = &postings("smart-recruiters.json")[..] else { panic!("one posting") };
    assert_eq!(
        (engineer.id.as_str(), engineer.title.as_str(), engineer.company.as_deref()),
        ("7430", "Quality Engineer", Some("Crumb GmbH"))
    );
    assert_eq!((engineer.level, engineer.posted), (Some(Level::Mid), Some(date(2026, 9, 30))));
    assert_eq!(engineer.tags, ["engineering", "food production", "full-time", "quality"]);
    let profile = understood(engineer.clone());
    assert_eq!((profile.seniority.level, profile.seniority.years.min), (Some(Level::Mid), Some(2.0)));
    assert_eq!((profile.place.mode, countries(&profile)), (Some(Mode::Hybrid), vec!["AT"]));
    assert!(skills(&profile, Need::Required).contains(&"Python".to_owned()));
    assert!(!skills(&profile, Need::Required).contains(&"SAP".to_owned()), "the company's own story asks nothing");
    assert_eq!(engineer.notes, Vec::<String>::new());
}

#[test]
fn the_job_schema_of_json_resume_writes_pay_as_text() {
    let [developer] = &postings("job-schema.json")[..] else { panic!("one posting") };
    assert_eq!(
        (developer.url.as_deref(), developer.mode),
        (Some("https://crumb.example/jobs/web"), Some(Mode::Hybrid))
    );
    assert_eq!(paid(developer), ("EUR".to_owned(), None, Some(60_000.0), Period::Year));
    assert!(noted(developer, "taken as EUR, the currency of the country"), "{:?}", developer.notes);
    assert!(developer.posted.is_none() && noted(developer, "date names no day: \"2026-07\""), "{:?}", developer.notes);
    assert_eq!(developer.level, Some(Level::Mid));
    let profile = understood(developer.clone());
    assert_eq!((profile.seniority.level, countries(&profile)), (Some(Level::Mid), vec!["DE"]));
    for name in ["CSS", "HTML", "JavaScript", "React"] {
        assert!(skills(&profile, Need::Required).iter().any(|skill| skill == name), "{name}");
    }
    assert!(!developer.body().contains("Oven Street"));
}

#[test]
fn a_posting_is_no_resume_and_lists_are_refused_where_one_is_asked_for() {
    let refused = documents::read_path(fixture("greenhouse.json"), Some(Side::Resume)).unwrap();
    let problems: Vec<String> = refused.map(|found| found.unwrap_err().to_string()).collect();
    assert_eq!(problems.len(), 2);
    assert!(problems[0].contains("object 1: it is a posting (a job of Greenhouse), not a résumé"), "{problems:?}");
    let problem = Posting::read(fixture("lever.json")).unwrap_err().to_string();
    assert!(problem.contains("it holds 2 documents where one is asked for"), "{problem}");
    assert_eq!((USD.to_string(), EUR.to_string()), ("USD".to_owned(), "EUR".to_owned()));
}
