use super::*;

#[test]
fn years_are_asked_in_many_ways() {
    let cases: &[(&str, Option<f32>, Option<f32>)] = &[
        ("- 5+ years of experience with Python", Some(5.0), None),
        ("- 3-5 years' experience in sales", Some(3.0), Some(5.0)),
        ("- 1\u{2010}2 years\u{2019} experience in sales", Some(1.0), Some(2.0)),
        ("at least three years of professional experience", Some(3.0), None),
        ("minimum 7 years working as an engineer", Some(7.0), None),
        ("- 2+ years leading teams\n- 6+ years of software experience", Some(6.0), None),
        ("At least 2 years of experience, or 4 years if no master's degree", Some(2.0), None),
        ("Vous avez 4 ans d'exp\u{e9}rience minimum", Some(4.0), None),
        ("mindestens 3 Jahre Berufserfahrung", Some(3.0), None),
        ("m\u{ed}nimo 2 a\u{f1}os de experiencia", Some(2.0), None),
        ("ao menos 3 anos de experi\u{ea}ncia", Some(3.0), None),
        ("18 months of experience", Some(1.5), None),
        ("- One year of acute care nursing", Some(1.0), None),
        ("- 3+ years of product management, ideally in retail", Some(3.0), None),
        ("- At least three years in practice", Some(3.0), None),
        ("you should have worked with data for two or three years", Some(2.0), Some(3.0)),
        ("Three years after your apprenticeship. A driver license.", Some(3.0), None),
        ("- 5 years of experience as a journeyperson", Some(5.0), None),
        ("Experience\n3+ years\nEducation\nany", Some(3.0), None),
        ("- Bachelor's degree and 4+ years of relevant experience (or Master's degree and 2+ years)", Some(2.0), None),
        ("- 8 years of experience with a Bachelor's degree; or 6 years and a Master's degree", Some(6.0), None),
        ("Preferred qualifications\n- 5+ years of experience", None, None),
        ("- 1-2 years worked as a trader (3-5 years is even better)", Some(1.0), Some(2.0)),
        ("- Freshers or 2 years in application development", Some(0.0), Some(2.0)),
        ("- At\u{e9} 2 anos de experi\u{ea}ncia", None, Some(2.0)),
        ("\u{5177}\u{5907}2\u{5e74}\u{4ee5}\u{4e0a}\u{5de5}\u{4f5c}\u{7ecf}\u{9a8c}", Some(2.0), None),
        ("our bakers have been working together for over 10 years as a team", None, None),
        ("With over 20 years of experience, Tinfoil makes hats", None, None),
        ("- 10 years of growth", None, None),
        ("- 6-8 years combined experience in baking and milling", Some(6.0), Some(8.0)),
        ("Our bakers have 60 years of combined experience", None, None),
        ("Our team has 20 years of combined experience", None, None),
        ("- You've been creating dazzling cakes for 8 or more years", Some(8.0), None),
        ("- A minimum of 3 years xp with rye", Some(3.0), None),
        ("- 3 - 5 plus years of baking experience", Some(3.0), Some(5.0)),
        ("- 3-5 years of experience with a proven history of good bread", Some(3.0), Some(5.0)),
        (
            "With dozens of ovens and 25+ years of experience, Tinfoil, a baker, leads.\n- Minimum of 3-5 years of experience",
            Some(3.0),
            Some(5.0),
        ),
        ("Mit 20 Jahren Erfahrung ist die Zwieback GmbH der Marktf\u{fc}hrer im Norden und im S\u{fc}den.", None, None),
        ("Con m\u{e1}s de 20 a\u{f1}os de experiencia, Panadera es l\u{ed}der en el sector de los hornos.", None, None),
        ("With 5 years of experience in baking you know how to tell good bread from bad bread.", Some(5.0), None),
        ("- With 5 years of experience in baking", Some(5.0), None),
        ("Required Skills\n- Bread\nDesired Skills\n- 3 years of professional experience", None, None),
        ("Examples of desirable skills\n- Minimum 8 years of experience with rye", Some(8.0), None),
        ("Required and Desired Skills\n- 3 years of professional experience", Some(3.0), None),
        ("For the best experience apply to no more than 3 roles within 12 months.", None, None),
        (
            "- A Master's degree with 2+ years of experience or a Bachelor's degree with 3+ years or 6+ years of experience",
            Some(2.0),
            None,
        ),
        ("Founded 10 years ago, we have been building software for 10 years", None, None),
        ("You must be at least 18 years old", None, None),
        ("Options vest over 4 years", None, None),
        ("Ideally 10 years of experience in banking", None, None),
        ("in 2024 we grew", None, None),
    ];
    for &(text, min, max) in cases {
        let (years, _) = text::years(text, Speaker::Company);
        assert_eq!((years.min, years.max), (min, max), "{text}");
    }
}

#[test]
fn a_level_comes_from_title_then_statement_then_years() {
    let read =
        of_posting("Backend Developer", "We are looking for a senior backend developer.\n- 2+ years of experience");
    assert_eq!((read.level, read.source), (Some(Level::Senior), Some(Source::Statement)));
    let early = of_posting("Baker", "We are seeking aspiring early career bakers to join us.");
    assert_eq!(early.level, Some(Level::Junior));
    let read = of_posting("Software / Senior Software Engineer", "- 3+ years of experience");
    assert_eq!((read.level, read.source), (Some(Level::Mid), Some(Source::Years)));
    for text in [
        "Join our team as a Senior Baker, where you bake.",
        "The Senior Oven Engineer Role",
        "Are you a talented senior baker looking for a job?",
        "Als Senior B\u{e4}cker \u{fc}bernimmst du den Ofen.",
        "Como senior panadero, usted hornea.",
        "We are looking for senior bakers.",
        "- Senior-level experience with rye",
    ] {
        let read = of_posting("Baker", text);
        assert_eq!((read.level, read.source), (Some(Level::Senior), Some(Source::Statement)), "{text}");
    }
    assert_eq!(of_posting("Baker", "- Preferred mid-level experience with rye").level, Some(Level::Mid));
    for text in ["Join us as a lead generation expert.", "You report to senior bakers.", "As seniors do, we bake."] {
        assert_eq!(of_posting("Baker", text).level, None, "{text}");
    }
    let read = of_posting("Junior Developer", "Seniority level: Senior");
    assert_eq!((read.level, read.source), (Some(Level::Junior), Some(Source::Title)));
    let read = of_posting("Developer", "- 3 years of experience with Go");
    assert_eq!((read.level, read.source), (Some(Level::Mid), Some(Source::Years)));
    let read = of_posting("Developer", "We like people.");
    assert_eq!((read.level, read.source), (None, None));
    let read = of_posting("Baker (3 yrs xp)", "We like people.");
    assert_eq!((read.level, read.years.min), (Some(Level::Mid), Some(3.0)));
    let read = of_posting("Engineering Manager", "- 8+ years of experience");
    assert_eq!((read.level, read.track), (None, Track::Management));
}

#[test]
fn a_person_holds_years_without_counting_months_twice() {
    let held = |first, last| Held { title: "Developer", months: Some((first, last)), text: "" };
    let person = of_person("", &[held(24_000, 24_023), held(24_012, 24_035)], "");
    assert_eq!(person.years.min, Some(3.0));
    assert_eq!((person.level, person.source), (Some(Level::Mid), Some(Source::Years)));
    let person = of_person("Senior Nurse", &[held(24_000, 24_005)], "");
    assert_eq!(person.level, Some(Level::Senior));
    let chef = "With 12 years of experience in the kitchens of large hotels, she cooks for hundreds.";
    assert_eq!(of_person("", &[], chef).years.min, Some(12.0));
    let person = of_person("", &[], "Chef with 12 years of experience in kitchens");
    assert_eq!(person.years.min, Some(12.0));
    assert_eq!(of_person("", &[], "").level, None);
    assert_eq!(of_person("Head of Bread / Associate Baker", &[], "").level, Some(Level::Director));
}

#[test]
fn the_latest_position_tells_who_leads() {
    let held = |title, text| Held { title, months: None, text };
    let led = held("Night Shift Baker", "- Managed and trained a team of 12 bakers");
    let own = held("Baker", "- Led the move to rye; mentored two apprentices");
    let track = |title: &str, positions: &[Held<'_>], summary: &str| of_person(title, positions, summary).track;
    assert_eq!(track("Baker", &[led, own], ""), Track::Management);
    assert_eq!(track("Baker", &[own, led], ""), Track::Individual);
    assert_eq!(track("Baker", &[led], "I work as an individual contributor."), Track::Individual);
    assert_eq!(track("Baking Intern", &[led], ""), Track::Individual);
}

#[test]
fn every_level_has_one_name() {
    for level in Level::ALL {
        assert_eq!(Level::named(level.name()), Some(level));
        assert_eq!(Level::named(&level.name().to_uppercase()), Some(level));
        assert_eq!(serde_json::to_value(level).unwrap(), level.name());
    }
    assert!(Level::ALL.is_sorted());
    assert_eq!(Level::named("boss"), None);
}

#[test]
fn years_of_those_sent_elsewhere_are_not_asked() {
    let sent = "People with more than one year of experience should look at our other openings.";
    assert_eq!(of_posting("Baker", sent).years.min, None);
    let asked = format!("- 3 years of experience in bread\n{sent}");
    assert_eq!(of_posting("Baker", &asked).years.min, Some(3.0));
}
