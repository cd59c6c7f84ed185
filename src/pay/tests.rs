//! Pay read whole: tags, texts, and both together. Every company and sentence is made up.

use super::*;
use crate::codes::Country;

/// Currency, least, most, period.
type Expected = (&'static str, Option<f64>, Option<f64>, Period);

fn countries(codes: &[&str]) -> Vec<Country> {
    codes.iter().filter_map(|code| Country::from_code(code)).collect()
}

fn brief(pay: Option<&Pay>) -> Option<Expected> {
    pay.map(|pay| (pay.currency.code(), pay.min, pay.max, pay.period))
}

#[track_caller]
fn tag(text: &str, codes: &[&str], expected: Option<Expected>) {
    let reading = read(Some(text), "", &countries(codes), None);
    assert_eq!(brief(reading.pay.as_ref()), expected, "{text}");
}

#[track_caller]
fn body(text: &str, codes: &[&str], expected: Option<Expected>) {
    let reading = read(None, text, &countries(codes), None);
    assert_eq!(brief(reading.pay.as_ref()), expected, "{text}");
    if let Some(pay) = reading.pay {
        assert!(text.contains(&pay.evidence), "{:?} is quoted", pay.evidence);
    }
}

fn range(currency: &'static str, min: f64, max: f64, period: Period) -> Option<Expected> {
    Some((currency, Some(min), Some(max), period))
}

#[test]
fn tags_in_every_notation() {
    use Period::*;
    tag("EUR €60.000~€95.000", &["DE"], range("EUR", 60_000.0, 95_000.0, Year));
    tag("USD 185k~225k", &[], range("USD", 185_000.0, 225_000.0, Year));
    tag("USD 125000.0~157000.0", &["US"], range("USD", 125_000.0, 157_000.0, Year));
    tag("12 500 - 14 000 PLN gross/month", &["PL"], range("PLN", 12_500.0, 14_000.0, Month));
    tag("R$ 4.200,00/month", &["BR"], Some(("BRL", None, Some(4_200.0), Month)));
    tag("DKK 982.000 kr.~1.427.000 kr.", &["DK"], range("DKK", 982_000.0, 1_427_000.0, Year));
    tag("PLN 191 300 zł~258 700 zł", &["PL"], range("PLN", 191_300.0, 258_700.0, Year));
    tag("US$35/hr to US$54/hr", &[], range("USD", 35.0, 54.0, Hour));
    tag("₹ 12,00,000 - ₹ 18,00,000", &["IN"], range("INR", 1_200_000.0, 1_800_000.0, Year));
    tag("1.5 lakh per month", &["IN"], Some(("INR", None, Some(150_000.0), Month)));
    tag("CHF 120'000", &["CH"], Some(("CHF", None, Some(120_000.0), Year)));
    tag("CA$153,000 - CA$210,000", &["CA"], range("CAD", 153_000.0, 210_000.0, Year));
    tag("$90,000 USD (Zone 2)", &[], Some(("USD", None, Some(90_000.0), Year)));
    tag("at least eur 4,500 gross per month", &["AT"], Some(("EUR", Some(4_500.0), None, Month)));
    tag("TJM 450€", &["FR"], Some(("EUR", None, Some(450.0), Day)));
    tag("1800 - 3500 eur", &["HR"], range("EUR", 1_800.0, 3_500.0, Month));
    tag("base $90-155k usd. bonus program (8%)", &["US"], range("USD", 90_000.0, 155_000.0, Year));
}

#[test]
fn tags_that_are_no_pay() {
    for text in [
        "~0k",
        "0",
        "$0/yr - $0/yr",
        "USD $1~$1",
        "Competitive",
        "$Competitive Salary plus Equity",
        "$50M - $12B",
        "$140M",
        "competitive, equity, 401k, health",
        "bonuses up to $5000, health benefits",
        "$1500 towards your home office",
        "$150/month snack budget",
        "$$$$",
        "",
    ] {
        tag(text, &["US"], None);
    }
}

#[test]
fn a_tag_without_currency_is_that_of_the_country_or_usd_with_a_note() {
    let reading = read(Some("~180k"), "", &[], None);
    assert_eq!(brief(reading.pay.as_ref()), Some(("USD", None, Some(180_000.0), Period::Year)));
    assert!(reading.notes.iter().any(|note| note.contains("USD")));
    tag("363863.0", &["PL"], Some(("PLN", None, Some(363_863.0), Period::Year)));
    tag("~250k", &["US"], Some(("USD", None, Some(250_000.0), Period::Year)));
}

#[test]
fn base_goes_before_total() {
    let pay = read(Some("$150,000 annual + variable (OTE $184,000)"), "", &[], None).pay.unwrap();
    assert_eq!((pay.max, pay.basis), (Some(150_000.0), Basis::Base));
    let pay = read(Some("$250,000- $280,000 OTE"), "", &[], None).pay.unwrap();
    assert_eq!((pay.max, pay.basis), (Some(280_000.0), Basis::Total));
    let text = "Base salary: $90,000 - $100,000. On-target earnings: $150,000 - $170,000.";
    body(text, &["US"], range("USD", 90_000.0, 100_000.0, Period::Year));
}

#[test]
fn ranges_in_running_text() {
    use Period::*;
    body(
        "The salary range for this position is $150,000 - $250,000 plus equity.",
        &["US"],
        range("USD", 150_000.0, 250_000.0, Year),
    );
    body("### Salary\n\n  * £45-55k per year", &["GB"], range("GBP", 45_000.0, 55_000.0, Year));
    body("Pay rate starts at **$10.00/hr**.", &[], Some(("USD", Some(10.0), None, Hour)));
    body("Stawka: do 180 PLN/h netto", &["PL"], Some(("PLN", None, Some(180.0), Hour)));
    body("Salaire : 40 à 50 K€ selon profil", &["FR"], range("EUR", 40_000.0, 50_000.0, Year));
    body("Gehalt zwischen € 5.500,- und € 7.500,- monatlich", &["AT"], range("EUR", 5_500.0, 7_500.0, Month));
    body("Salário: R$ 8.000,00 a R$ 10.000,00 por mês", &["BR"], range("BRL", 8_000.0, 10_000.0, Month));
    body("Salario: entre 42.000 y 48.000 € anuales", &["ES"], range("EUR", 42_000.0, 48_000.0, Year));
    body("Salary up to £80,000 per annum", &["GB"], Some(("GBP", None, Some(80_000.0), Year)));
    body("Base pay: $129,000 - $155,000 ($CAD)", &["CA"], range("CAD", 129_000.0, 155_000.0, Year));
    body("Base pay: $129,000 - $155,000", &["CA"], range("CAD", 129_000.0, 155_000.0, Year));
    body("US pay range: $129,000 - $155,000", &["CA"], range("USD", 129_000.0, 155_000.0, Year));
    body("Compensation: $87,841 t0 $109,802", &["US"], range("USD", 87_841.0, 109_802.0, Year));
}

#[test]
fn several_ranges_are_taken_together() {
    let zones = "Pay range:\nZone A: USD $180,000 - USD $240,000\nZone B: USD $170,000 - USD $220,000\n";
    body(zones, &["US"], range("USD", 170_000.0, 240_000.0, Period::Year));
    assert!(read(None, zones, &[], None).notes[0].contains("several"));
    let levels = "Base range per year:\n\nMin: $100,000\n\nMid: $125,000\n\nMax: $150,000\n";
    body(levels, &["US"], range("USD", 100_000.0, 150_000.0, Period::Year));
    let markets = "The base pay ranges from $143,000 in our lowest market up to $198,000 in our highest one.";
    body(markets, &["US"], range("USD", 143_000.0, 198_000.0, Period::Year));
    let currencies = "Salary:\n- US: $90,000-$134,000/year\n- UK: £72,800-£91,000/year\n";
    body(currencies, &["GB"], range("GBP", 72_800.0, 91_000.0, Period::Year));
    body(currencies, &[], range("USD", 90_000.0, 134_000.0, Period::Year));
}

#[test]
fn money_that_is_no_pay() {
    for text in [
        "We raised $30M in a Series B led by Tern Capital, at a $200M valuation.",
        "You manage accounts of $50-200M ARR and carry a $1M quota.",
        "* $900 for your desk\n* $1,500 annual learning budget\n* $250/month wellness stipend",
        "A signing bonus of $10,000 and up to $5,000 relocation.",
        "401k with 4% match, 401(k) (US only), 24/7 support, 60k customers",
        "We serve over 60K agencies. The base of 20,000+ volunteers grows.",
        "Referral bonus: $2,000 - $5,000 for every hire.",
        "PHP 8.1 and Laravel 9, 5 - 10 years, from 2019 - 2024.",
        "Competitive salary. Founded in 2,015 with 1,200 people.",
        "The business makes $50k-$80k deals with 10,000 companies.",
    ] {
        body(text, &["US"], None);
    }
}

#[test]
fn the_body_beats_weak_tags() {
    let text = "The salary range for this role is $150,000 - $181,000.";
    let expected = range("USD", 150_000.0, 181_000.0, Period::Year);
    for weak in ["65k-95k USD", "~181k", "331000.0", "USD 150k~181k", "~0k", "90000.0"] {
        let reading = read(Some(weak), text, &[], None);
        assert_eq!(brief(reading.pay.as_ref()), expected, "{weak}");
        assert_eq!(reading.pay.map(|pay| pay.source), Some(Source::Body));
        let is_conflict = matches!(weak, "65k-95k USD" | "90000.0");
        assert_eq!(reading.notes.iter().any(|note| note.contains("otherwise")), is_conflict, "{weak}");
    }
}

#[test]
fn a_tag_picks_one_of_several_ranges() {
    let text = "Base pay:\n- NY: $197,000-$213,000\n- elsewhere: $177,000-$192,000\n";
    let reading = read(Some("$177,000-$192,000"), text, &countries(&["US"]), None);
    assert_eq!(brief(reading.pay.as_ref()), range("USD", 177_000.0, 192_000.0, Period::Year));
}

#[test]
fn a_placeholder_stands_only_alone_and_says_so() {
    let reading = read(Some("65k-95k USD"), "We build boats.", &[], None);
    assert_eq!(brief(reading.pay.as_ref()), range("USD", 65_000.0, 95_000.0, Period::Year));
    assert!(reading.notes.iter().any(|note| note.contains("placeholder")));
    assert!(reading.pay.is_some_and(|pay| pay.is_doubtful()));
    let sum = read(Some("350000.0"), "We build boats.", &countries(&["US"]), None);
    assert!(sum.pay.is_some_and(|pay| pay.is_doubtful() && pay.max == Some(350_000.0)));
    assert!(sum.notes.iter().any(|note| note.contains("sum")), "{:?}", sum.notes);
    let lone = read(Some("~187k"), "We build boats.", &countries(&["US"]), None);
    assert!(lone.pay.is_some_and(|pay| !pay.is_doubtful()));
}

#[test]
fn a_state_before_a_dollar_sign_is_no_canada() {
    body(
        "Pay Transparency - San Francisco, CA$160,000—$200,000 USD",
        &["US"],
        range("USD", 160_000.0, 200_000.0, Period::Year),
    );
    body("Pay: CA$160,000 - CA$200,000", &["CA"], range("CAD", 160_000.0, 200_000.0, Period::Year));
}

#[test]
fn a_stated_text_is_read_as_pay() {
    let pay = read_range("Desired salary: 90k EUR", Source::Stated, &[], None).unwrap();
    assert_eq!((pay.currency, pay.max, pay.source), (EUR, Some(90_000.0), Source::Stated));
    assert_eq!(read_range("negotiable", Source::Stated, &[], None), None);
}

#[test]
fn amounts_that_people_type() {
    for (text, expected) in [
        ("120000 USD", USD.a_year(120_000)),
        ("120k USD", USD.a_year(120_000)),
        ("€80.000", EUR.a_year(80_000)),
        ("55 EUR/hour", EUR.an_hour(55)),
        ("30 USD an hour", USD.an_hour(30)),
        ("12000 PLN a month", PLN.a_month(12_000)),
        ("£450 per day", GBP.a_day(450)),
        ("$120,000", USD.a_year(120_000)),
    ] {
        assert_eq!(parse_amount(text).unwrap(), expected, "{text}");
    }
    for text in ["", "plenty", "120000", "80k-90k EUR", "0 USD", "10 USD 20 EUR"] {
        assert!(parse_amount(text).unwrap_err().to_string().contains("120000 USD"), "{text}");
    }
}

#[test]
fn anything_is_survived_and_long_lines_are_quick() {
    let endless = "salary $1 - up to € 5.500,- k 12,34 ".repeat(20_000);
    let wall = "9".repeat(300_000);
    let dashes = "$-€–".repeat(50_000);
    for text in [endless.as_str(), wall.as_str(), dashes.as_str(), "\u{0}$\u{feff}k", "ｋ１００ $é 1’"] {
        let _ = read(Some(text), text, &[], None);
    }
}

#[test]
fn lone_amounts_that_open_a_sentence_or_follow_a_label() {
    use Period::*;
    body(
        "Starting at \u{20ac}61,000 a year, a short week and a canteen.",
        &["DE"],
        Some(("EUR", Some(61_000.0), None, Year)),
    );
    body(
        "Starting salary: \u{a3}52,000 Company pension contributions",
        &["GB"],
        Some(("GBP", Some(52_000.0), None, Year)),
    );
    body("Up to \u{a3}47k (depending on experience)", &["GB"], Some(("GBP", None, Some(47_000.0), Year)));
    body(
        "Bruttomonatsgehalt zwischen \u{20ac} 4.100,- und \u{20ac} 5.300,-",
        &["AT"],
        range("EUR", 4_100.0, 5_300.0, Month),
    );
    body("Starting at 9 every day we save $40,000 a year in ink.", &["US"], None);
}

#[test]
fn a_least_may_stand_behind_its_amount() {
    use Period::*;
    body("Salary: $125,000 a year or more", &["US"], Some(("USD", Some(125_000.0), None, Year)));
    body("Salaire : 2 400 \u{20ac} par mois au moins", &["FR"], Some(("EUR", Some(2_400.0), None, Month)));
    body("Gehalt: 52.000 \u{20ac} oder mehr", &["DE"], Some(("EUR", Some(52_000.0), None, Year)));
    body("Salary: \u{a3}41,000 (minimum)", &["GB"], Some(("GBP", Some(41_000.0), None, Year)));
    tag("$38 an hour or better", &["US"], Some(("USD", Some(38.0), None, Hour)));
    body("Salary: $90,000 at least 2 days on site", &["US"], Some(("USD", None, Some(90_000.0), Year)));
    body("Salary: $90,000, or more holidays instead", &["US"], Some(("USD", None, Some(90_000.0), Year)));
}
