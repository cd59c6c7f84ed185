use super::super::early::Early;
use super::super::filtering;
use super::super::pair::Pair;
use super::super::pair::Party;
use super::super::signals::Because;
use super::*;
use crate::catalog::Catalog;
use crate::catalog::Identity;
use crate::codes::Country;
use crate::codes::Language;
use crate::documents::Document;
use crate::documents::Posting;
use crate::documents::Resume;
use crate::documents::YearMonth;
use crate::embedding::Embedder;
use crate::embedding::StaticModel;
use crate::profile::Profile;
use crate::profile::Understanding;

fn entry(document: impl Into<Document>, taxonomy: &Taxonomy) -> Entry {
    let today = YearMonth { year: 2025, month: Some(6) };
    let profile = Profile::of(&document.into(), &Understanding { taxonomy, today });
    Entry { profile, codes: None, roles: Vec::new() }
}

#[test]
fn the_filter_passes_those_for_which_no_gate_fails() {
    let (taxonomy, rates) = (Taxonomy::builtin(), Rates::builtin());
    let identity = Identity { embedder: String::new(), understanding: String::new(), dimension: 4 };
    let mut catalog = Catalog::in_memory(identity);
    let places = ["Remote - Germany", "Austin, TX", "Remote", "Hybrid - Warsaw, Poland", "Onsite - Munich, Germany"];
    let pays = ["EUR 40k~50k", "$120k~150k", "$30/hour", "EUR 90k~100k"];
    for number in 0..400_usize {
        let (level, place, pay) = (["Junior", "Senior", ""][number % 3], places[number % 5], pays[number % 4]);
        let tags = if number % 7 == 0 { "" } else { &format!("#### `\u{1f4b0} {pay}` `\u{1f30e} {place}`\n") };
        let text = format!("# [{level} Baker](https://jobs.example.org/1)\n### Firm {}\n{tags}\nBake.\n", number % 11);
        let mut posting = Posting::parse(&format!("{number}"), &text);
        posting.posted = (number % 3 > 0).then(|| jiff::civil::date(2026, 1, 1 + i8::try_from(number % 28).unwrap()));
        posting.tags = if number % 2 == 0 { vec!["oven".to_owned()] } else { Vec::new() };
        catalog.add(&entry(posting, &taxonomy), None, None).unwrap();
        let home = ["Munich, Germany", "Leeds, United Kingdom", "Warsaw, Poland"][number % 3];
        let pay = if number % 4 == 0 { "Salary expectation: EUR 70000\n\n" } else { "" };
        let text = format!("# Bo Reed\n\n{level} Baker\n\n{home}\n\n{pay}Baking bread.\n");
        catalog.add(&entry(Resume::parse(&format!("{number}"), &text), &taxonomy), None, None).unwrap();
    }
    catalog.commit().unwrap();
    let among = catalog.snapshot();
    let (germany, senior) = (Country::from_code("DE").unwrap(), crate::seniority::Level::Senior);
    let languages = vec![Language::ENGLISH];
    let all_wishes = [
        Wishes::default(),
        Wishes { remote: true, pay_at_least: Some(crate::pay::EUR.a_year(60_000)), ..Wishes::default() },
        Wishes { without: vec!["firm 3".to_owned()], seniority: vec![senior], ..Wishes::default() },
        Wishes { posted_since: Some(jiff::civil::date(2026, 1, 15)), ..Wishes::default() },
        Wishes { tags: vec!["oven".to_owned()], countries: vec![germany], languages, ..Wishes::default() },
    ];
    let ada = Resume::parse("ada", "# Ada Voss\n\nSenior Baker\n\nBerlin, Germany\n\nBread.\n");
    let posting = "# [Baker](https://jobs.example.org/2)\n### Kornhaus\n#### `\u{1f4b0} EUR 50k` `\u{1f30e} Hybrid, Munich, Germany`\n\nBake.\n";
    let posting = entry(Posting::parse("asked", posting), &taxonomy);
    let mut narrowed = 0;
    for (asking, side) in [(entry(ada, &taxonomy), Side::Posting), (posting, Side::Resume)] {
        // Only a person wishes for remote work.
        for wishes in all_wishes.iter().filter(|wishes| side == Side::Posting || !wishes.remote) {
            let mut asking = asking.clone();
            if side == Side::Posting {
                asking.profile = wishes.applied(&asking.profile);
            }
            let asker = Asker::of(&asking, &taxonomy, rates);
            let passing = among.passing(side, &filtering::filter(&asking.profile, wishes, rates)).unwrap();
            narrowed += usize::from(passing.count() < 400);
            for row in among.rows(side) {
                let candidate = among.entry(side, row).unwrap();
                let admitted = gates::passes(&asker.beside(&candidate), wishes, asking.profile.side);
                assert_eq!(passing.contains(row), admitted, "{wishes:?} {:?}", candidate.profile);
            }
        }
    }
    assert!(narrowed >= 8, "{narrowed}");
}

/// The demonstration's documents of one kind, understood and embedded.
fn demonstration(kind: &str, side: Side, taxonomy: &Taxonomy) -> Vec<Arc<Entry>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo").join(kind);
    let found = crate::documents::read_path(folder, Some(side)).unwrap().map(|found| found.unwrap().document);
    let model = StaticModel::builtin();
    let codes = |texts: &[&str]| -> Vec<_> {
        model.embed(texts).unwrap().iter().map(|vector| vector.as_ref().map(Vector::codes)).collect()
    };
    let embedded = |document: Document| {
        let body = document.text();
        let mut entry = entry(document, taxonomy);
        entry.codes = codes(&[&body])[0].clone();
        let roles: Vec<&str> = entry.profile.plain_roles.iter().map(String::as_str).collect();
        entry.roles = codes(&roles).into_iter().flatten().collect();
        Arc::new(entry)
    };
    found.map(embedded).collect()
}

#[test]
fn however_a_pair_is_laid_out_its_score_is_the_same_to_the_last_bit() {
    let (taxonomy, rates) = (Taxonomy::builtin(), Rates::builtin());
    let postings = demonstration("postings", Side::Posting, &taxonomy);
    let resumes = demonstration("resumes", Side::Resume, &taxonomy);
    let catalog = |entries: &[Arc<Entry>]| {
        let identity = Identity { embedder: String::new(), understanding: String::new(), dimension: 4 };
        let mut catalog = Catalog::in_memory(identity);
        entries.iter().for_each(|entry| catalog.add(entry, None, None).unwrap());
        catalog.commit().unwrap();
        catalog.snapshot()
    };
    let (of_postings, of_resumes) = (catalog(&postings), catalog(&resumes));
    let weights = Weights::default();
    let mut scores = Vec::new();
    for resume in &resumes {
        let asker = Asker::of(resume, &taxonomy, rates);
        let row = of_resumes
            .rows(Side::Resume)
            .find(|&row| of_resumes.outline(Side::Resume, row).unwrap().profile.id == resume.profile.id);
        let resume_outline = of_resumes.outline(Side::Resume, row.unwrap()).unwrap();
        for row in of_postings.rows(Side::Posting) {
            let outline = of_postings.outline(Side::Posting, row).unwrap();
            let posting = of_postings.entry(Side::Posting, row).unwrap();
            assert!(outline.profile.skills.iter().all(|skill| skill.evidence.is_empty()));
            assert!(postings.contains(&posting), "the two parts of an entry are the entry");
            let pair = Pair::new(Party::of(&posting), Party::of(resume), &taxonomy, rates);
            let wanted = scoring::score(&pair, &weights, false);
            let other = Asker::of(&posting, &taxonomy, rates);
            for pair in [asker.beside(&outline), asker.beside(&posting), other.beside(&resume_outline)] {
                assert_eq!(scoring::score(&pair, &weights, false).to_bits(), wanted.to_bits());
                assert_eq!(scoring::reasons(&pair, &weights).iter().map(|one| one.contribution).sum::<f64>(), wanted);
            }
            scores.push(wanted);
        }
    }
    scores.sort_by(f64::total_cmp);
    assert!(scores.len() >= 500 && scores[scores.len() - 1] > scores[0] + 0.4, "they differ");
}

#[test]
fn what_is_sought_by_skills_is_nearly_the_skills_signal() {
    let (taxonomy, rates) = (Taxonomy::builtin(), Rates::builtin());
    let (postings, resumes) =
        (demonstration("postings", Side::Posting, &taxonomy), demonstration("resumes", Side::Resume, &taxonomy));
    let identity = Identity { embedder: String::new(), understanding: String::new(), dimension: 4 };
    let mut catalog = Catalog::in_memory(identity);
    postings.iter().chain(&resumes).for_each(|entry| catalog.add(entry, None, None).unwrap());
    catalog.commit().unwrap();
    let among = catalog.snapshot();
    let (mut compared, mut close) = (0, 0);
    for (asking, side) in
        resumes.iter().map(|one| (one, Side::Posting)).chain(postings.iter().map(|one| (one, Side::Resume)))
    {
        let asker = Asker::of(asking, &taxonomy, rates);
        let all: crate::index::RowSet = among.rows(side).collect();
        let skilled = among.skilled(side, &candidates::sought(&asker)).unwrap();
        for row in skilled.best(&all, 10_000) {
            let worth = skilled.worth(row).unwrap();
            let outline = among.outline(side, row).unwrap();
            let strength = skills::strength(&asker.beside(&outline), &mut Because::unwanted());
            compared += 1;
            close += usize::from(strength.is_some_and(|strength| (strength - f64::from(worth)).abs() < 0.05));
        }
    }
    assert!(compared > 500 && close * 100 > compared * 85, "{close} of {compared} are near");
}

#[test]
fn early_rank_keeps_those_that_score_best() {
    let (taxonomy, rates) = (Taxonomy::builtin(), Rates::builtin());
    let postings = demonstration("postings", Side::Posting, &taxonomy);
    let resumes = demonstration("resumes", Side::Resume, &taxonomy);
    let vector = |entry: &Entry| {
        let codes = entry.codes.as_ref().unwrap().values();
        Vector::new(&codes.iter().map(|&code| f32::from(code)).collect::<Vec<_>>()).unwrap()
    };
    let dimension = vector(&postings[0]).values().len();
    let identity = Identity { embedder: String::new(), understanding: String::new(), dimension };
    let mut catalog = Catalog::in_memory(identity);
    postings.iter().chain(&resumes).for_each(|entry| catalog.add(entry, Some(&vector(entry)), None).unwrap());
    catalog.commit().unwrap();
    let (among, weights) = (catalog.snapshot(), Weights::default());
    let (mut kept, mut wanted) = (0, 0);
    let asking = |side| if side == Side::Posting { &resumes } else { &postings };
    for side in [Side::Posting, Side::Resume] {
        let rows: Vec<u32> = among.rows(side).collect();
        for entry in asking(side) {
            let asker = Asker::of(entry, &taxonomy, rates);
            let skilled = among.skilled(side, &candidates::sought(&asker)).unwrap();
            let vector = vector(entry);
            let early =
                Early { asker: &asker, weights: &weights, among: &among, side, vector: &vector, skilled: &skilled };
            let few = early.best(rows.clone(), rows.len() / 4).unwrap();
            assert!(few.len() == rows.len() / 4 && few.is_sorted());
            assert_eq!(early.best(rows.clone(), rows.len()).unwrap(), rows, "the few are left as they are");
            let score = |&row: &u32| {
                let outline = among.outline(side, row).unwrap();
                scoring::score(&asker.beside(&outline), &weights, false)
            };
            let mut best: Vec<(f64, u32)> = rows.iter().map(|row| (score(row), *row)).collect();
            best.sort_by(|a, b| b.0.total_cmp(&a.0));
            wanted += 3;
            kept += best.iter().take(3).filter(|(_, row)| few.contains(row)).count();
        }
    }
    assert!(wanted > 100 && kept * 100 >= wanted * 97, "{kept} of {wanted} are kept");
}
