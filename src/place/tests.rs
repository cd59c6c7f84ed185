//! Tests of whole readings, on invented postings.

use super::*;

fn codes(countries: &[Country]) -> String {
    countries.iter().map(Country::code).collect::<Vec<_>>().join(" ")
}

fn tag(text: &str) -> Place {
    read(Some(text), "", "", None).place
}

fn body(text: &str) -> Place {
    read(None, "", text, None).place
}

#[test]
fn tags_give_mode_and_countries() {
    use Mode::{Hybrid, Onsite, Remote};
    let cases = [
        ("US,New York, NY,Remote", Some(Remote), "US"),
        ("Remote - United States", Some(Remote), "US"),
        ("TELECOMMUTE Brazil", Some(Remote), "BR"),
        ("Remote,Hybrid - WFH / Bristol, United Kingdom", Some(Hybrid), "GB"),
        ("On-site/ Hybrid / Remote", Some(Remote), ""),
        ("Hybrid Remote - Lisbon", Some(Hybrid), "PT"),
        ("#LI-Remote", Some(Remote), ""),
        ("hybrid,Remote Poland", Some(Remote), "PL"),
        ("remote,Hungary - Budapest", Some(Remote), "HU"),
        ("Atlanta, GA,Indianapolis, IN,US,Remote", Some(Remote), "US"),
        ("San Francisco-Hybrid", Some(Hybrid), "US"),
        ("Onsite, Gdańsk", Some(Onsite), "PL"),
        ("Remote (US/CA)", Some(Remote), "CA US"),
        ("Canada - Remote (BC, AB or ON only)", Some(Remote), "CA"),
        ("Remote, DACH", Some(Remote), "AT CH DE"),
        ("Remote-UK&I", Some(Remote), "GB IE"),
        ("BE Berlin, Berlin, Germany", None, "DE"),
        ("Remote MX", Some(Remote), "MX"),
        ("Remote - EST", Some(Remote), ""),
        ("Remote - Europe Timezone", Some(Remote), ""),
        ("USA, USA timezones", None, "US"),
        ("Remote. Workday must overlap by at least 4 hours with São Paulo, Brazil", Some(Remote), ""),
        ("Teilweise remote, Nürnberg", Some(Remote), "DE"),
        ("Genève", None, "CH"),
        ("Brésil / Allemagne", None, "BR DE"),
        ("Congo, The Democratic Republic of the", None, "CD"),
    ];
    for (text, mode, countries) in cases {
        let place = tag(text);
        assert_eq!((place.mode, codes(&place.countries).as_str()), (mode, countries), "{text}");
        assert_eq!(place.text, text);
    }
}

#[test]
fn names_with_two_meanings_are_read_by_what_stands_around_them() {
    let cases = [
        ("Georgia", "GE"),
        ("Georgia - Atlanta", "US"),
        ("Armenia,Georgia,Portugal", "AM GE PT"),
        ("Remote - Georgia, USA", "US"),
        ("Vancouver, WA", "US"),
        ("Vancouver, CA", "CA"),
        ("London, Ontario", "CA"),
        ("London", "GB"),
        ("Cambridge, MA", "US"),
        ("Paris, TX", "US"),
        ("San Jose, CA", "US"),
        ("San José, Costa Rica", "CR"),
        ("Birmingham, AL", "US"),
        ("Englewood Cliffs, NEW JERSEY", "US"),
        ("Jersey", "JE"),
        ("New Mexico", "US"),
        ("Indiana - Indianapolis", "US"),
        ("Bengaluru, IN", "IN"),
        ("Berlin, DE", "DE"),
        ("Chennai OR Remote", "IN"),
        ("New York, NY OR US-Remote", "US"),
        ("DE, FR, PL", "DE FR PL"),
        ("AL, AZ, CA, CO", "US"),
    ];
    for (text, countries) in cases {
        assert_eq!(codes(&tag(text).countries), countries, "{text}");
    }
}

#[test]
fn cities_and_subdivisions_are_named() {
    let place = tag("Remote,Munich, Germany,Portland, OR");
    assert_eq!(place.cities, ["München", "Portland"]);
    assert_eq!(place.subdivisions, ["US-OR"]);
}

#[test]
fn anywhere_is_told_from_unstated() {
    assert!(tag("Anywhere in the World").anywhere);
    assert!(tag("Global, OTHER").anywhere);
    assert!(!tag("Remote").anywhere);
    assert!(!tag("Anywhere (LATAM)").anywhere);
    assert!(body("This role is remote: you may work from anywhere in the world.").anywhere);
    assert!(!body("Larkspur helps companies hire anyone from anywhere.").anywhere);
}

#[test]
fn the_body_says_how() {
    use Mode::{Hybrid, Onsite, Remote};
    let cases = [
        ("This role is fully remote.", Some(Remote)),
        ("Hybrid: 3 days a week in our Berlin office.", Some(Hybrid)),
        ("We work from the office three days per week.", Some(Hybrid)),
        ("#LI-Hybrid", Some(Hybrid)),
        ("Poste en 100 % télétravail.", Some(Remote)),
        ("Homeoffice möglich.", Some(Remote)),
        ("Modalidad presencial en nuestras oficinas.", Some(Onsite)),
        ("This position is on-site in Turku.", Some(Onsite)),
        ("Location: Hybrid, Leeds", Some(Hybrid)),
        ("You build hybrid cloud platforms and remote sensing models.", None),
        ("We pay a home office stipend.", None),
        ("We support our remote customers on-site.", None),
        ("This is not a remote position.", Some(Onsite)),
        ("The role is based in our Quillby campus, five days a week.", Some(Onsite)),
        ("5 days per week, 2-3 of them in our office.", Some(Hybrid)),
        ("Our office is yours Tuesdays to Thursdays; Mondays and Fridays you work from home.", Some(Hybrid)),
        ("Summer Fridays, and a home office stipend.", None),
        ("Gleitzeit, ein Tag Homeoffice pro Woche", Some(Hybrid)),
        ("O trabalho é no campo; não há teletrabalho.", Some(Onsite)),
        ("There is no remote work.", Some(Onsite)),
        ("Kein Homeoffice.", Some(Onsite)),
        ("Pas de télétravail.", Some(Onsite)),
        ("Puesto en tienda, sin teletrabajo.", Some(Onsite)),
        ("Not a remote role.", Some(Onsite)),
        ("Trabajo presencial, lunes a sábado.", Some(Onsite)),
        ("You repair petrol, hybrid and electric cars.", None),
        ("You mostly will be working remotely, with occasional workshops.", Some(Remote)),
        ("Please note this role is predominantly home based.", Some(Remote)),
        ("As a virtual first company, we bake.", Some(Remote)),
        ("Accord télétravail 2j/semaine", Some(Hybrid)),
        ("You split your working time between the office and your home.", Some(Hybrid)),
        ("Você divide a semana entre o escritório e a casa.", Some(Hybrid)),
        ("The team is a hybrid of bakers and millers.", None),
        ("Choose between the office, a hybrid model or fully remote work.", Some(Remote)),
    ];
    for (text, mode) in cases {
        assert_eq!(body(text).mode, mode, "{text}");
    }
}

#[test]
fn parts_of_the_week_and_limits_make_a_hybrid() {
    let mode = |text: &str| body(text).mode;
    assert_eq!(mode("Our roles are not fully remote; we split our time between bakery and home."), Some(Mode::Hybrid));
    assert_eq!(mode("As a rule, we offer two days of remote working per week."), Some(Mode::Hybrid));
    assert_ne!(mode("We offer 30 days of remote work from abroad a year."), Some(Mode::Hybrid));
    let either = body("You can be based remotely in Oslo, or hybrid from our Bergen bakery.");
    assert_eq!((either.mode, codes(&either.countries).as_str()), (Some(Mode::Remote), "NO"));
}

#[test]
fn the_body_says_from_where() {
    let cases = [
        ("You must be based in the US.", "US"),
        ("Applicants must be authorized to work in the United States.", "US"),
        ("We can hire in Poland, Spain and Portugal.", "ES PL PT"),
        ("US-based candidates only.", "US"),
        ("Location: Lisbon, or Remote Portugal", "PT"),
        ("We hire as follows:\nCanada (remote)\n", "CA"),
        ("**#BI-Remote #LI-Remote**", ""),
        ("This position is on-site in Seattle or Austin.", "US"),
        ("Location: Remote, US. For exceptional candidates we consider Europe.", "US"),
        ("You overlap within +/- 2 hours of CET.", ""),
        ("We are not able to hire in California or Colorado.", ""),
        ("We are seeking a team member located in one of the following areas: UK, Norway or Spain.", "ES GB NO"),
        ("This role is based in Washington, DC. We bake.", "US"),
        ("Tinfoil is based in Paris and you will love it.", ""),
        ("Tinfoil is a fully-remote, US-based, digital bakery.", ""),
        ("We prefer people near Leeds, but are open to this role being remote in the US.", "US"),
        ("Please apply.\n_#LI-remote_", ""),
        ("This position is available as a remote first position, within Canada or the USA.", "CA US"),
        ("We have offices in Paris and Tokyo, and our founders are from Israel.", ""),
        ("Our customers in Germany love us; join us!", ""),
        ("You must reside in one of the following states:\n- Texas\n- Georgia\n", "US"),
    ];
    for (text, countries) in cases {
        assert_eq!(codes(&body(text).countries), countries, "{text}");
    }
}

#[test]
fn the_body_narrows_a_vague_tag_and_no_other() {
    let of = |tag: &str, body: &str| codes(&read(Some(tag), "", body, None).place.countries);
    assert_eq!(of("Remote", "You must reside in the United States."), "US");
    assert_eq!(of("Remote, US", "You must reside in Canada."), "US");
    assert_eq!(of("Remote, UK", "This role is fully remote in any of: the UK, Poland & Spain."), "ES GB PL");
    assert_eq!(of("Remote, UK", "Applicants must be authorized to work in the UK or Ireland, fully remote."), "GB");
    assert_eq!(of("EMEA", "You must be based in Spain."), "ES");
    assert_eq!(of("US,Remote", "We are open to candidates based out of US & Canada"), "CA US");
    let both = "This is a remote role in the US.\nRemote role. Candidates may live anywhere in the continental U.S. or Canada.";
    assert_eq!(of("US,Remote", both), "CA US");
    assert_eq!(of("Remote, India", "We are looking for candidates in APAC only."), "IN");
    let titled = |tag: &str, title: &str| codes(&read(Some(tag), title, "", None).place.countries);
    assert_eq!(titled("Remote, India", "Baker (India/Philippines)"), "IN PH");
    assert_eq!(titled("France, Remote", "Baker - Onsite or Remote (FR, UK, NL, DE)"), "DE FR GB NL");
    assert_eq!(titled("Leeds", "Baker (UK/Ireland)"), "GB");
    assert_eq!(titled("Remote", "Baker, AI, QA"), "");
    let reading = read(Some("Anywhere"), "", "You must be located in the Nordics.", None);
    assert_eq!(codes(&reading.place.countries), "DK FI IS NO SE");
    assert_eq!((reading.place.anywhere, reading.notes.len()), (false, 1));
}

#[test]
fn the_mode_follows_the_most_telling_source() {
    let of = |tag: &str, title: &str, body: &str| read(Some(tag), title, body, None).place.mode;
    assert_eq!(of("Remote", "Clerk", "This role is hybrid."), Some(Mode::Hybrid));
    assert_eq!(of("Remote", "Clerk", "We offer a hybrid workplace."), Some(Mode::Remote));
    assert_eq!(of("Poland", "Clerk (Remote)", ""), Some(Mode::Remote));
    assert_eq!(of("Poland", "Clerk", ""), None);
    assert_eq!((of("Worldwide", "Clerk", ""), of("Worldwide, Lyon", "Clerk", "")), (Some(Mode::Remote), None));
    assert_eq!(of("Worldwide", "Clerk", "This role is hybrid."), Some(Mode::Hybrid));
    assert_eq!(read(Some("Remote"), "", "", Some(Mode::Onsite)).place.mode, Some(Mode::Onsite));
}

#[test]
fn titles_give_what_tag_and_body_do_not() {
    let of = |title: &str| codes(&read(None, title, "", None).place.countries);
    assert_eq!(of("Baker (Remote, US)"), "US");
    assert_eq!(of("Welder (m/w/d) Berlin"), "DE");
    assert_eq!(of("Nurse - Benelux"), "BE LU NL");
    assert_eq!(of("AI/ML Engineer, QA"), "");
    assert_eq!(of("IT Clerk - Remote Sensing"), "");
    let mode = |title: &str| read(None, title, "", None).place.mode;
    assert_eq!((mode("Mechanic (hybrid and electric)"), mode("Distributed Systems Engineer")), (None, None));
    assert_eq!(read(None, "Remote Sensing Analyst", "", None).place.mode, None);
}

#[test]
fn people_say_where_they_are_and_what_they_wish() {
    let ada = read_person("Warsaw, Poland — open to remote", None);
    assert_eq!((codes(&ada.countries).as_str(), ada.mode, ada.would_move), ("PL", Some(Mode::Remote), false));
    let ben = read_person("Leeds, UK. Willing to relocate to Germany", None);
    assert_eq!((codes(&ben.countries).as_str(), ben.would_move), ("GB", true));
    assert_eq!(codes(&read_person("", Country::from_code("FR")).countries), "FR");
    assert!(!read_person("Oslo, not willing to relocate", None).would_move);
    assert_eq!(read_person("Worldwide", None).mode, Some(Mode::Remote));
    assert_eq!(read_person("Oslo, Norway; willing to relocate: Anywhere", None).mode, None);
}

#[test]
fn countries_are_parsed_from_codes_names_and_regions() {
    let of = |text: &str| parse_countries(text).map(|countries| codes(&countries));
    assert_eq!(of("PL").as_deref(), Some("PL"));
    assert_eq!(of("pl, de").as_deref(), Some("DE PL"));
    assert_eq!(of("Poland").as_deref(), Some("PL"));
    assert_eq!(of("uk").as_deref(), Some("GB"));
    assert_eq!(of("ca").as_deref(), Some("CA"));
    assert_eq!(parse_countries("European Union").unwrap().len(), 27);
    assert_eq!(parse_countries("eu").unwrap().len(), 27);
    assert_eq!(of("Worldwide").as_deref(), Some(""));
    assert_eq!(of("Atlantis"), None);
    assert_eq!(of(""), None);
}

#[test]
fn a_place_allows_or_does_not() {
    let pole = read_person("Warsaw, Poland", None);
    let of = |text: &str| tag(text).allows(&pole);
    assert_eq!(of("Remote - US"), Reach::No);
    assert_eq!(of("Remote - EMEA"), Reach::Yes);
    assert_eq!(of("Anywhere in the World"), Reach::Yes);
    assert_eq!(of("Remote"), Reach::Unknown);
    assert_eq!(of("Hybrid, Warszawa"), Reach::Yes);
    assert_eq!(of("Onsite, Kraków"), Reach::Unknown);
    assert_eq!(of("Onsite, Berlin"), Reach::No);
    let indian = read_person("Pune, India. Open to relocation within India", None);
    assert_eq!(tag("Onsite, Berlin").allows(&indian), Reach::No);
    let european = read_person("Leeds, United Kingdom. Would move within the EU", None);
    assert_eq!(tag("Onsite, Berlin").allows(&european), Reach::Unknown);
    assert_eq!(tag("Onsite, Boston, MA").allows(&european), Reach::No);
    assert_eq!(tag("Onsite, Berlin").allows(&read_person("Poland, would relocate", None)), Reach::Unknown);
}

#[test]
fn compatibility_says_why() {
    let pole = read_person("Poland", None);
    let of = |text: &str| tag(text).compatibility(&pole);
    assert_eq!(of("Remote, EU"), Some((1.0, "remote from Poland is allowed".to_owned())));
    assert_eq!(of("Remote, US"), Some((0.0, "remote from the United States only; the person is in Poland".to_owned())));
    assert_eq!(of("Onsite, Berlin"), Some((0.0, "on site in Berlin, Germany; the person is in Poland".to_owned())));
    assert_eq!(of(""), None);
}

#[test]
fn odd_input_is_read_without_harm() {
    for text in ["", ",", "., .", "🌎", "Remote,.., Hungary", "ΑΒΓ", "Location:", "must be based in", "\u{301}", "İ"]
    {
        let _ = read(Some(text), text, text, None);
        let _ = read_person(text, None);
        let _ = parse_countries(text);
    }
    let long = "remote hybrid location: must be based in ".repeat(20_000);
    let _ = read(Some(&long[..2_000]), "", &long, None);
}

#[test]
fn long_lists_of_countries_are_read_to_their_end() {
    let list = "We are currently able to hire in the following countries: Australia, Austria, Bangladesh, Belgium, Brazil, \
        Canada, Colombia, Costa Rica, Croatia, Czech Republic, Denmark, Egypt, Estonia, Finland, France, Germany, Ghana, \
        Greece, India, Indonesia, Ireland, Israel, Italy, Kenya, Mexico, Netherlands, Nigeria, Peru, Poland, Singapore, \
        South Africa, Spain, Sweden, Switzerland, Uganda, United Arab Emirates, United Kingdom and Uruguay.";
    let read = read(Some("Remote"), "", list, None).place;
    assert_eq!(read.countries.len(), 38);
    assert!(codes(&read.countries).contains("ES") && codes(&read.countries).contains("UY"));
}

#[test]
fn a_region_in_the_title_widens_the_tag() {
    let place = read(Some("France"), "Cloud Engineer - EMEA remote", "", None).place;
    assert_eq!(place.mode, Some(Mode::Remote));
    assert!(codes(&place.countries).contains("ES") && codes(&place.countries).contains("FR"));
    let place = read(Some("France"), "Cloud Engineer, EMEA Sales", "Come to our office.", None).place;
    assert_eq!(codes(&place.countries), "FR");
}
