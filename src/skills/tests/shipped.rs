//! What the shipped taxonomy says of names that read like a skill and are none, and of what a person rules out.

use super::Need;
use super::Taxonomy;
use super::passage;

/// The names found over the shipped tables, by name, where the passage says line by line what one must bring.
fn found(text: &str, need: Need) -> Vec<String> {
    let taxonomy = Taxonomy::builtin();
    let passage = crate::skills::Passage { setting: crate::skills::Setting::Demands, ..passage(text, need) };
    taxonomy.find(&[passage]).iter().map(|skill| taxonomy.entry(skill.id).name.clone()).collect()
}

fn has(text: &str, need: Need, name: &str) -> bool {
    found(text, need).iter().any(|known| known == name)
}

#[test]
fn other_things_of_the_same_name_are_no_skills() {
    for (text, wrong) in [
        ("Tested with VoiceOver and a keyboard", "voice acting"),
        ("Carta de condução B", "equity administration"),
        ("Telemetry and step-down patients on the ward", "observability"),
        ("Review data processing agreements with vendors", "data pipelines"),
        ("A clean record on corrections", "corrections"),
        ("Clusters on bare metal", "embedded systems"),
        ("GPS in every van", "wireless communication"),
        ("HealthKit and charts", "Core Location"),
        ("Strong customer authentication for card payments", "identity and access management"),
        ("Wheel alignment and tires", "brake repair"),
        ("Own the payment routing service", "network routing"),
        ("Aerial lift and scissor lift", "heavy equipment operation"),
        ("Build pipelines in Python", "continuous integration and delivery"),
        ("Milk of grade D", "D"),
        ("Visits to the oracle of Delphi", "Delphi"),
        ("A degree of Java House University", "Java"),
        ("Web and mobile (using RN)", "registered nurse license"),
        ("Acting as a strategic partner to hiring teams", "acting"),
        ("Post-secondary education in accounting", "secondary education"),
        ("Experience in building automation to test web applications", "building automation systems"),
        ("An understanding of the code pipeline", "AWS CodePipeline"),
        ("Automate controls validations and evidence collections", "crime scene investigation"),
        ("Experience with cleaning challenging data sets", "cleaning services"),
        ("Security collateral for customers (e.g., SIG, CAIQ)", "GIS"),
        ("Reduced CPL by 40% in six months", "commercial pilot license"),
        ("Spark/EMR at scale", "electronic health records"),
        ("Azure networks (subscriptions, security zoning)", "urban planning"),
        ("A B2B application of our own", "B2B sales"),
        ("A CPP designation in compensation", "C++"),
        ("#LI-KS1", "National Curriculum"),
        ("Customers such as Stitch Fix", "Stitch Data"),
        ("Groups in PHP and IOP", "PHP"),
        ("Groups in a partial hospitalization program (PHP)", "PHP"),
        ("Dispatch by computer-aided dispatch (CAD)", "computer-aided design"),
        ("#BI-Remote", "business intelligence"),
        ("Care for lions as a zookeeper", "Apache ZooKeeper"),
    ] {
        assert!(!has(text, Need::Required, wrong), "{text}: {:?}", found(text, Need::Required));
    }
    for (text, right) in [
        ("Skills: stage acting", "acting"),
        ("C/CPP and Rust", "C++"),
        ("Experience with building automation systems", "building automation systems"),
        ("Pipelines in CodePipeline", "AWS CodePipeline"),
        ("Experience with Zookeeper and Kafka", "Apache ZooKeeper"),
        ("Knowledge of Node and Express", "Node.js"),
        ("Sites in PHP (Laravel)", "PHP"),
        ("Spark/EMR at scale", "Amazon EMR"),
        ("Teaching Key Stage 1 (KS1)", "National Curriculum"),
        ("Services behind mTLS", "mutual TLS"),
        ("Pivot tables, VLOOKUP, HLOOKUP", "HLOOKUP"),
    ] {
        assert!(has(text, Need::Required, right), "{text}: {:?}", found(text, Need::Required));
    }
    assert!(has("Maintain CI build pipelines", Need::Required, "continuous integration and delivery"));
    assert!(has("Experience with Delphi and Java", Need::Required, "Delphi"));
    assert!(has("Inspection Authorization (IA)", Need::Required, "FAA inspection authorization"));
    assert!(has("Active RN license", Need::Required, "registered nurse license"));
    assert!(has("Voiceover and narration for adverts", Need::Required, "voice acting"));
}

#[test]
fn whom_one_works_with_is_asked_of_nobody() {
    let need = |text: &str, name: &str| {
        let taxonomy = Taxonomy::builtin();
        let passage =
            crate::skills::Passage { setting: crate::skills::Setting::Demands, ..passage(text, Need::Required) };
        let found = taxonomy.find(&[passage]);
        found.iter().find(|skill| taxonomy.entry(skill.id).name == name).map(|skill| skill.need)
    };
    for (text, name) in [
        ("- Du arbeitest in agilen Teams aus UX/UI Designern und Entwicklern", "user experience design"),
        ("- Unser Team besteht aus UX-Designern und Testern", "user experience design"),
        ("- Du stimmst dich mit Machine-Learning-Experten ab", "machine learning"),
        ("- Schnittstelle zu Marketing und Logistik", "logistics"),
        ("- Zusammen mit Kollegen aus dem Controlling", "controlling"),
    ] {
        assert!(matches!(need(text, name), None | Some(Need::Mentioned)), "{text}");
    }
    for (text, name) in [
        ("- Erfahrung mit UX-Design und Marketing", "user experience design"),
        ("- Gemeinsam mit dem Team entwickelst du Machine Learning Modelle", "machine learning"),
        ("- Wir suchen Machine-Learning-Experten", "machine learning"),
        ("- Erfahrung als Leiter von Machine-Learning-Experten", "machine learning"),
    ] {
        assert_eq!(need(text, name), Some(Need::Required), "{text}");
    }
    for text in ["Freude an der Arbeit in internationalen Teams", "Werde Teil unseres Teams"] {
        assert!(!has(text, Need::Required, "Microsoft Teams"), "{text}");
    }
    assert!(has("Erfahrung mit Microsoft Teams und Excel", Need::Required, "Microsoft Teams"));
}

#[test]
fn a_person_rules_out() {
    for (text, wrong) in [
        ("I do not look for people management.", "people management"),
        ("Python daily; some Java read, none wanted.", "Java"),
        ("PHP (not what I want to do again), Python", "PHP"),
        ("Not interested in Salesforce.", "Salesforce"),
    ] {
        assert!(!has(text, Need::Shown, wrong), "{text}: {:?}", found(text, Need::Shown));
    }
    assert!(has("PHP (not what I want to do again), Python", Need::Shown, "Python"));
    assert!(has("Python daily; some Java read, none wanted.", Need::Shown, "Python"));
}

#[test]
fn a_person_shows() {
    for (text, name) in [
        ("Shared on-call one week in six", "on-call"),
        ("Lockout trainer for the north hall", "lockout/tagout"),
        ("Mentor of two engineers", "mentoring"),
        ("Mentored three engineers", "mentoring"),
    ] {
        assert!(has(text, Need::Shown, name), "{text}: {:?}", found(text, Need::Shown));
    }
}

#[test]
fn an_extra_is_wished_for() {
    let taxonomy = Taxonomy::builtin();
    for text in ["Dutch is a nice extra.", "Knowledge of Dutch would help"] {
        let skills = taxonomy.find(&[passage(text, Need::Required)]);
        let dutch = skills.iter().find(|skill| taxonomy.entry(skill.id).name == "Dutch");
        assert_eq!(dutch.map(|skill| skill.need), Some(Need::Preferred), "{text}");
    }
}
