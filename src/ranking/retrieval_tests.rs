use super::*;
use crate::documents::Document;
use crate::documents::Posting;
use crate::documents::Resume;
use crate::documents::YearMonth;
use crate::profile::Profile;
use crate::profile::Understanding;

fn entry(document: impl Into<Document>, taxonomy: &Taxonomy) -> Entry {
    let today = YearMonth { year: 2025, month: Some(6) };
    let profile = Profile::of(&document.into(), &Understanding { taxonomy, today });
    Entry { profile, codes: None, roles: Vec::new() }
}

#[test]
fn early_ranking_keeps_the_best_by_the_cheap_signals() {
    let (taxonomy, rates) = (Taxonomy::builtin(), Rates::builtin());
    let ada = "# Ada Voss\n\nSenior Compiler Engineer\n\nCompilers, parsers, register allocation and linkers.\n";
    let ada = entry(Resume::parse("ada", ada), &taxonomy);
    let postings: Vec<Arc<Entry>> = [
        ("cook", "Head Cook", "Menus, kitchens, sauces and suppliers of fresh fish."),
        ("compiler", "Senior Compiler Engineer", "Our compiler needs register allocation, linkers and parsers."),
        ("nurse", "Night Nurse", "Wards, patients, medication and wounds."),
    ]
    .iter()
    .map(|(id, title, text)| entry(Posting::parse(id, &format!("# {title}\n\n{text}\n")), &taxonomy).into())
    .collect();
    let wishes = Wishes::default();
    let asker = Asker { asking: &ada, wishes: &wishes, taxonomy: &taxonomy, rates };
    let kept = |count| {
        let best = early(&asker, &Weights::default(), postings.clone(), count);
        best.iter().map(|entry| entry.profile.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(kept(1), ["compiler"]);
    assert_eq!(kept(2).len(), 2);
    assert_eq!(kept(3), ["cook", "compiler", "nurse"], "the few are left as they are");
}

#[test]
fn early_ranking_keeps_those_that_pass_before_all_others() {
    let (taxonomy, rates) = (Taxonomy::builtin(), Rates::builtin());
    let ada = entry(Resume::parse("ada", "# Ada Voss\n\nCompiler Engineer\n\nCompilers and linkers.\n"), &taxonomy);
    let near = "# [Compiler Engineer](https://jobs.example.org/1)\n### Kornhaus\n\nCompilers and linkers.\n";
    let near = Arc::new(entry(Posting::parse("near", near), &taxonomy));
    let far = Arc::new(entry(Posting::parse("far", "# Head Cook\n\nMenus and sauces.\n"), &taxonomy));
    let wishes = Wishes { without: vec!["Kornhaus".to_owned()], ..Wishes::default() };
    let asker = Asker { asking: &ada, wishes: &wishes, taxonomy: &taxonomy, rates };
    assert_eq!(early(&asker, &Weights::default(), vec![near, Arc::clone(&far)], 1), [far]);
}
