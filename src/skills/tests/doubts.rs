//! Names that mean something else as often as a skill.

use super::Need;
use super::Passage;
use super::asked;
use super::names_in;
use super::small;

#[test]
fn signs_belong_to_names() {
    assert_eq!(asked("C, C++, C# and .NET"), [".NET", "C", "C#", "C++"]);
    assert_eq!(asked("Strong C/C++ required"), ["C", "C++"]);
    assert_eq!(asked("Experience with C++17."), ["C++"]);
    assert_eq!(asked("C++ is what we write"), ["C++"]);
    assert_eq!(asked("ASP.NET is something else, .Net Core is not"), [".NET"]);
}

#[test]
fn words_end_where_words_end() {
    assert_eq!(asked("JavaScript"), ["JavaScript"]);
    assert_eq!(asked("Java Script, Node JS, NodeJS, node.js and Vue.js3"), ["JavaScript", "Node.js", "Vue.js"]);
    assert_eq!(asked("•Python•Java•HTML/CSS"), ["CSS", "HTML", "Java", "Python"]);
    assert_eq!(asked("Python3,Java"), ["Java", "Python"]);
    assert_eq!(asked("javanese dances and phpless days"), [""; 0]);
}

#[test]
fn addresses_are_no_text() {
    assert_eq!(asked("See https://example.com/jobs/python-php?x=java and www.java.example."), [""; 0]);
    assert_eq!(asked("Write to jobs@slack.example or visit docs.react.com"), [""; 0]);
    assert_eq!(asked("[Python](https://java.example) here"), ["Python"]);
}

#[test]
fn the_longest_name_wins() {
    assert_eq!(asked("Spring Boot"), ["Spring Boot"]);
    assert_eq!(asked("Microsoft SQL Server"), ["Microsoft SQL Server"]);
    assert_eq!(asked("SQL and SQL Server"), ["Microsoft SQL Server", "SQL"]);
}

#[test]
fn spelling_is_free() {
    for text in ["CI/CD", "ci-cd", "CI / CD", "CI and CD", "CI\u{2011}CD"] {
        assert_eq!(asked(text), ["CI/CD"], "{text}");
    }
    assert_eq!(asked("front end, frontend and front-end"), ["front-end development"]);
    assert_eq!(asked("building data pipelines"), ["data pipeline"]);
    assert_eq!(asked("a driver’s license"), ["driver's license"]);
    assert_eq!(asked("a drivers license"), ["driver's license"]);
    assert_eq!(asked("a relational database"), ["relational databases"]);
    assert_eq!(asked("Machine\nLearning"), ["machine learning"]);
    assert_eq!(names_in("inglés, ingles o inglês fluente", Need::Required), ["English"]);
}

#[test]
fn ordinary_words_are_no_skills() {
    for text in [
        "You will own our go to market plan and go live in May.",
        "Go beyond what is asked.",
        "Our R&D team is small.",
        "We closed our Series C.",
        "You report to the C-level and take vitamin C.",
        "You excel at communication and Excel in teams.",
        "Candidates come by word of mouth.",
        "Access to all our tools.",
        "A Swift response is what customers get.",
        "A rust-proof hull. Rust never sleeps.",
        "J. R. Miller leads the team.",
        "Spring is our season.",
    ] {
        assert_eq!(asked(text), [""; 0], "{text}");
    }
}

#[test]
fn skill_context_makes_them_skills() {
    for (text, name) in [
        ("You are a Go developer.", "Go"),
        ("Services written in Go", "Go"),
        ("Experience with R", "R"),
        ("We write tooling in Rust.", "Rust"),
        ("Proficient in Excel", "Microsoft Excel"),
        ("Skills: Access", "Microsoft Access"),
        ("Programmiersprachen: C", "C"),
        ("Développement en Swift", "Swift"),
    ] {
        assert_eq!(asked(text), [name], "{text}");
    }
    assert_eq!(asked("Python, Go, R"), ["Go", "Python", "R"]);
    assert_eq!(asked("PYTHON, GO, JAVA"), ["Go", "Java", "Python"]);
    assert_eq!(asked("Skills: bookkeeping, Excel and Word"), ["Microsoft Excel", "Microsoft Word", "bookkeeping"]);
    assert_eq!(asked("Identity, bookkeeping, Access and Risk"), ["bookkeeping"]);
}

#[test]
fn a_list_of_skills_is_believed() {
    let listing = Passage { text: "go, R\nExcel", need: Need::Shown, setting: super::Setting::Listing, months: None };
    let found: Vec<&str> = small().find(&[listing]).iter().map(|skill| small().entry(skill.id).name.as_str()).collect();
    assert_eq!(found, ["Go", "R", "Microsoft Excel"]);
}

#[test]
fn languages_need_somebody_to_speak_them() {
    assert_eq!(asked("fluent in German and French"), ["French", "German"]);
    assert_eq!(asked("German speaking"), ["German"]);
    assert_eq!(asked("English (C1)"), ["English"]);
    assert_eq!(asked("Gute Deutschkenntnisse"), ["German"]);
    assert_eq!(asked("anglais courant"), ["English"]);
    assert_eq!(asked("nível avançado de inglês"), ["English"]);
    assert_eq!(asked("the German market and French cuisine, send your CV in English"), [""; 0]);
}

#[test]
fn negated_skills_are_not_asked() {
    for text in [
        "No PHP",
        "PHP is not required",
        "You don't need PHP",
        "You do not need to know PHP",
        "No prior PHP experience needed.",
        "Experience with PHP is not necessary",
        "We are not looking for PHP developers",
        "We work without PHP",
        "We don't use PHP.",
        "kein PHP",
        "pas de PHP",
        "sin PHP",
        "sem PHP",
    ] {
        assert_eq!(asked(text), [""; 0], "{text}");
    }
    assert_eq!(asked("Not only Python but also Java"), ["Java", "Python"]);
    assert_eq!(asked("No later than May you know Python"), ["Python"]);
    assert_eq!(asked("No PHP, but Python"), ["Python"]);
    assert_eq!(asked("You don't need Java or PHP. Python is needed."), ["Python"]);
}

#[test]
fn what_a_person_has_yet_to_learn_is_not_shown() {
    assert_eq!(names_in("Python. Willing to learn Java.", Need::Shown), ["Python"]);
}

#[test]
fn what_no_one_must_have_worked_with_is_not_asked_for() {
    assert_eq!(asked("No experience with PHP needed. Python is."), ["Python"]);
    assert_eq!(asked("No experience in Java, but Python"), ["Python"]);
}
