//! Years of skills.

use super::Need;
use super::Passage;
use super::one;
use super::small;

fn years(text: &str, name: &str) -> Option<f32> {
    one(text, name).unwrap_or_else(|| panic!("{name} is not found in {text:?}")).years
}

#[test]
fn years_are_read() {
    for (text, name, expected) in [
        ("5+ years of Python", "Python", 5.0),
        ("At least 3 years' experience with React and Node.js", "React", 3.0),
        ("At least 3 years' experience with React and Node.js", "Node.js", 3.0),
        ("Python (5 years)", "Python", 5.0),
        ("Python: 5+ yrs", "Python", 5.0),
        ("3-5 years of Python", "Python", 3.0),
        ("3 to 5 years working with Python", "Python", 3.0),
        ("5 ans d'expérience en Java", "Java", 5.0),
        ("3 Jahre Erfahrung mit Java", "Java", 3.0),
        ("5 años de experiencia en Java", "Java", 5.0),
        ("3 anos de experiência com Java", "Java", 3.0),
        ("SQL- Exprience - 6 months", "SQL", 0.5),
        ("five years of Java", "Java", 5.0),
        ("five (5) years of Java", "Java", 5.0),
        ("eleven years of Java", "Java", 11.0),
        ("sieben Jahre Erfahrung mit Java", "Java", 7.0),
        ("3 years of Java and Python in one of our teams", "Python", 3.0),
        ("1.5 years of Java", "Java", 1.5),
        ("5yrs of Java", "Java", 5.0),
    ] {
        assert_eq!(years(text, name), Some(expected), "{text}");
    }
}

#[test]
fn years_of_something_else_are_not_the_skills() {
    assert_eq!(years("5+ years of software engineering experience, including Go and Python", "Python"), None);
    assert_eq!(years("Founded 5 years ago in Java", "Java"), None);
    assert_eq!(years("Java. 5 years in a similar role", "Java"), None);
    assert_eq!(years("5 years of Java, 3 years of Python", "Java"), Some(5.0));
    assert_eq!(years("5 years of Java, 3 years of Python", "Python"), Some(3.0));
}

#[test]
fn positions_count_once_where_they_overlap() {
    let months = |first: i32, last: i32| Some((2015 * 12 + first, 2015 * 12 + last));
    let at = |text, months| Passage { text, need: Need::Shown, setting: super::Setting::Prose, months };
    let found = small().find(&[
        at("Wrote Java", months(0, 11)),
        at("Wrote Java and Python", months(6, 17)),
        at("Wrote Java", months(24, 29)),
    ]);
    let of = |name: &str| found.iter().find(|skill| small().entry(skill.id).name == name).unwrap().years;
    assert_eq!(of("Java"), Some(2.0));
    assert_eq!(of("Python"), Some(1.0));
}

#[test]
fn any_text_is_read_in_linear_time() {
    for part in ["machine ", "Java, ", "(", "5 years ", "no ", "a plus ", "& ", "C++", ".", "\n\n-"] {
        let text = part.repeat(200_000 / part.len());
        let started = std::time::Instant::now();
        let _ = small().find(&[super::passage(&text, Need::Required)]);
        assert!(started.elapsed().as_secs() < 5, "{part:?} takes {:?}", started.elapsed());
    }
}
