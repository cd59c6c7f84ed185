use super::*;
use crate::documents::Document;
use crate::documents::Posting;
use crate::documents::Resume;
use crate::documents::YearMonth;
use crate::profile::Understanding;
use crate::skills::Taxonomy;

fn understood(document: impl Into<Document>) -> Profile {
    let (taxonomy, today) = (Taxonomy::builtin(), YearMonth { year: 2025, month: Some(6) });
    Profile::of(&document.into(), &Understanding { taxonomy: &taxonomy, today })
}

#[test]
fn another_city_of_the_country_is_named() {
    let posting = "# [Baker](https://jobs.example.org/2)\n### Kornhaus\n#### `\u{1f30e} Hybrid, Hamburg, Germany`\n";
    let posting = understood(Posting::parse("baker", posting));
    let person = understood(Resume::parse("bo", "# Bo Reed\n\nBaker\n\nMunich, Germany\n"));
    let unplaced = understood(Resume::parse("bo", "# Bo Reed\n\nBaker\n"));
    let said = |person: &Profile| {
        let (wishes, rates) = (Wishes::default(), Rates::builtin());
        let mut because = Because::wanted();
        let case = Case { posting: &posting, person, rates, wishes: &wishes, asking: Side::Resume };
        assert_eq!(place(&case, &mut because), Some(Verdict::Unknown));
        because.into_sentence().unwrap()
    };
    assert!(said(&person).starts_with("at a site in Hamburg; the person is in M"), "{}", said(&person));
    assert_eq!(said(&unplaced), "for Germany; the person's country is not stated");
}

#[test]
fn gates_call_countries_by_their_everyday_names() {
    let posting = "# [Ferry Pilot](https://jobs.example.org/1)\n### Meerwerk\n#### `\u{1f30e} Remote - Netherlands`\n";
    let posting = understood(Posting::parse("pilot", posting));
    let person = understood(Resume::parse("bo", "# Bo Reed\n\nFerry Pilot\n\nLeeds, United Kingdom\n"));
    let wishes = Wishes { countries: person.place.countries.clone(), ..Wishes::default() };
    let case =
        Case { posting: &posting, person: &person, rates: Rates::builtin(), wishes: &wishes, asking: Side::Posting };
    let mut because = Because::wanted();
    assert_eq!(place(&case, &mut because), Some(Verdict::Fail));
    let said = because.into_sentence().unwrap();
    assert_eq!(said, "only for the Netherlands; the person is in the United Kingdom");
    let mut because = Because::wanted();
    assert_eq!(country(&case, &mut because), Some(Verdict::Pass));
    assert_eq!(because.into_sentence().unwrap(), "in the United Kingdom");
}

#[test]
fn a_company_is_excluded_with_or_without_its_legal_form() {
    let excluded = |name: &str, without: &str| is_excluded(name, &[without.to_owned()]);
    assert!(
        excluded("Delta, Inc.", "Delta")
            && excluded("delta", "Delta Inc")
            && excluded("Kelp Ledger GmbH", "KELP LEDGER")
    );
    assert!(excluded("Fjordwerk S.A.", "fjordwerk sa") && excluded("Co", "co"));
    assert!(!excluded("Delta Air Lines, Inc.", "Delta") && !excluded("Delta", "Deltoid") && !excluded("Inc", "Co"));
}

#[test]
fn pay_that_is_said_from_what_on_only_may_reach_more() {
    let offer = |min, max| Pay { min, max, ..wish(&crate::pay::EUR.a_year(0)) };
    let asked = crate::pay::EUR.a_year(24_000);
    let verdict = |min, max| reaches(&offer(min, max), &asked, Rates::builtin());
    assert_eq!(verdict(Some(23_400.0), None), Verdict::Unknown);
    assert_eq!(verdict(Some(24_000.0), None), Verdict::Pass);
    assert_eq!(verdict(None, Some(23_400.0)), Verdict::Fail);
    assert_eq!(verdict(Some(23_400.0), Some(23_400.0)), Verdict::Fail);
    assert_eq!(verdict(Some(20_000.0), Some(30_000.0)), Verdict::Pass);
    assert_eq!(verdict(None, None), Verdict::Unknown);
}
