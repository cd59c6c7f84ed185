//! What is required, wished for or only mentioned, and what is an alternative.

use super::Need;
use super::one;
use super::skills;
use super::small;

fn need(text: &str, name: &str) -> Need {
    one(text, name).unwrap_or_else(|| panic!("{name} is not found in {text:?}")).need
}

#[test]
fn phrases_wish() {
    for text in [
        "Python is a plus",
        "Nice to have: Python",
        "Python (nice to have)",
        "Ideally you know Python",
        "Python preferred",
        "Preferred: Python",
        "Bonus points for Python",
        "Python would be great",
        "Python would be an advantage",
        "Python optional",
        "Python is not required, but a plus",
        "Python serait un atout",
        "idéalement Python",
        "Python souhaité",
        "Python von Vorteil",
        "Idealerweise Python",
        "Python wünschenswert",
        "Se valora Python",
        "Python deseable",
        "Python será um diferencial",
        "Desejável Python",
    ] {
        assert_eq!(need(text, "Python"), Need::Preferred, "{text}");
    }
}

#[test]
fn a_wish_reaches_as_far_as_it_says() {
    let text = "Strong Java, ideally with Spring Boot.";
    assert_eq!((need(text, "Java"), need(text, "Spring Boot")), (Need::Required, Need::Preferred));
    let text = "Experience with Python (Django is a plus).";
    assert_eq!((need(text, "Python"), need(text, "Django")), (Need::Required, Need::Preferred));
    let text = "Experience with Python and SQL, knowledge of Terraform is a plus.";
    assert_eq!((need(text, "SQL"), need(text, "Terraform")), (Need::Required, Need::Preferred));
    let text = "Python, SQL, Terraform (nice to have)";
    assert_eq!((need(text, "SQL"), need(text, "Terraform")), (Need::Required, Need::Preferred));
    let text = "Java (for services) or Python (for data) are a plus but not required.";
    assert_eq!((need(text, "Java"), need(text, "Python")), (Need::Preferred, Need::Preferred));
    assert_eq!(need("Helpful but not required: Python", "Python"), Need::Preferred);
    let text = "You know Python. Terraform is a bonus.";
    assert_eq!((need(text, "Python"), need(text, "Terraform")), (Need::Required, Need::Preferred));
}

#[test]
fn a_heading_leads_its_list() {
    let text = "Nice to have:\n\n- Kubernetes\n- Terraform\n\nRequirements:\n- Python";
    assert_eq!(need(text, "Kubernetes"), Need::Preferred);
    assert_eq!(need(text, "Terraform"), Need::Preferred);
    assert_eq!(need(text, "Python"), Need::Required);
}

#[test]
fn a_wish_may_be_a_demand() {
    let found = skills("Java is required. Python.", Need::Preferred);
    assert_eq!(small().entry(found[0].id).name, "Java");
    assert_eq!((found[0].need, found[1].need), (Need::Required, Need::Preferred));
}

#[test]
fn other_meanings_of_the_words_wish_nothing() {
    assert_eq!(need("An annual bonus plan, and Python", "Python"), Need::Required);
    assert_eq!(need("We are a preferred supplier of Python", "Python"), Need::Mentioned);
}

#[test]
fn stories_ask_nothing() {
    assert_eq!(need("We chat on Slack and Zoom.", "Slack"), Need::Mentioned);
    assert_eq!(need("We use Slack for everything.", "Slack"), Need::Mentioned);
    assert_eq!(need("Founded in 2012, we build clouds on AWS.", "AWS"), Need::Mentioned);
    assert_eq!(need("Our investors love Python.", "Python"), Need::Mentioned);
    let degree = "Bachelor's degree in machine learning or 5 years of experience in front-end and Python";
    assert_eq!(need(degree, "machine learning"), Need::Mentioned);
    assert_eq!(need(degree, "front-end development"), Need::Required);
    assert_eq!(need("Our stack: Python, Django", "Django"), Need::Required);
    assert_eq!(need("We use Python and Kubernetes.", "Kubernetes"), Need::Required);
    assert_eq!(need("Experience with Slack", "Slack"), Need::Required);
}

#[test]
fn the_strongest_need_stands() {
    assert_eq!(need("Python is a plus. Python is required.", "Python"), Need::Required);
    let found = skills("Java. Python is a plus. SQL.", Need::Required);
    let names: Vec<&str> = found.iter().map(|skill| small().entry(skill.id).name.as_str()).collect();
    assert_eq!(names, ["Java", "SQL", "Python"]);
}

#[test]
fn evidence_is_quoted() {
    let text = "- We need Python (and more).\n- Nothing else";
    assert_eq!(one(text, "Python").unwrap().evidence, "We need Python (and more).");
    let long = format!("{} Python {}", "and so on ".repeat(40), "and so forth ".repeat(40));
    let evidence = one(&long, "Python").unwrap().evidence;
    assert!(long.contains(&evidence) && evidence.contains("Python"));
    assert!((80..=165).contains(&evidence.len()), "{evidence}");
}

#[test]
fn alternatives_share_a_number() {
    let found = skills("Java, Python or Golang. AWS/GCP/Azure. Kubernetes and Terraform.", Need::Required);
    let group = |name: &str| found.iter().find(|skill| small().entry(skill.id).name == name).unwrap().group;
    assert!(group("Java").is_some());
    assert_eq!(group("Java"), group("Python"));
    assert_eq!(group("Java"), group("Go"));
    assert_eq!(group("AWS"), group("Microsoft Azure"));
    assert_ne!(group("AWS"), group("Java"));
    assert_eq!(group("Kubernetes"), None);
    let such = skills("A framework such as React, Vue.js, Django", Need::Required);
    assert!(such.iter().all(|skill| skill.group.is_some()));
    assert_eq!(one("Java or Python. Java is a must.", "Java").unwrap().group, None);
    assert_eq!(one("Java or Python. Java is a must.", "Python").unwrap().group, None);
}
