//! Résumés as PDF, DOCX, ODT, RTF and HTML, in `tests/it/papers/`: of people who do not exist, made with WeasyPrint, Typst,
//! ReportLab, LibreOffice and python-docx.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use vocation::Document;
use vocation::Engine;
use vocation::Resume;
use vocation::documents;
use vocation::documents::Side;

use crate::hostile_papers;
use crate::tiny;

fn paper(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/papers").join(name)
}

fn resume(name: &str) -> Resume {
    Resume::read(paper(name)).unwrap()
}

/// That the words stand in this order in what was read.
fn in_order(name: &str, words: &[&str]) {
    let body = resume(name).body();
    let mut at = 0;
    for word in words {
        let found = body[at..].find(word);
        assert!(found.is_some(), "{name}: {word:?} is missing or stands too early in:\n{body}");
        at += found.unwrap() + word.len();
    }
}

#[test]
fn one_resume_in_all_formats_ranks_the_same_postings_alike() {
    let engine = Engine::in_memory();
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo");
    for found in documents::read_path(demo.join("postings"), Some(Side::Posting)).unwrap() {
        let Document::Posting(posting) = found.unwrap().document else { panic!("a posting") };
        engine.add(posting).unwrap();
    }
    engine.commit().unwrap();
    let scores = |resume: &Resume| -> Vec<(String, f64)> {
        engine
            .postings_for(resume)
            .keeping_copies()
            .best(500)
            .unwrap()
            .iter()
            .map(|one| (one.id.clone(), one.score()))
            .collect()
    };
    let original = Resume::read(demo.join("resumes/rust-engineer-wroclaw.md")).unwrap();
    let right = scores(&original);
    let mut wrong = Vec::new();
    for format in ["pdf", "docx", "odt", "rtf", "html", "txt", "json"] {
        let read = resume(&format!("wieczorek.{format}"));
        assert_eq!(read.name.as_deref(), original.name.as_deref(), "{format}");
        let found = scores(&read);
        for (id, score) in right.iter().take(10) {
            let own = found.iter().find(|(other, _)| other == id).unwrap().1;
            if (own - score).abs() > 0.02 {
                wrong.push(format!("{format}, {id}: {own:.3}, not {score:.3}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn positions_are_found_in_all_formats() {
    for format in ["pdf", "docx", "odt", "rtf", "html", "txt"] {
        let read = resume(&format!("wieczorek.{format}"));
        let held: Vec<_> =
            read.positions.iter().map(|one| (one.title.as_str(), one.start.map(|date| date.year))).collect();
        let right = [
            ("Senior Backend Engineer", Some(2021)),
            ("Backend Engineer", Some(2018)),
            ("Junior Developer", Some(2016)),
        ];
        assert_eq!(held, right, "{format}");
    }
}

#[test]
fn columns_are_read_one_after_the_other() {
    in_order(
        "sidebar.pdf",
        &[
            "Summary",
            "efficient",
            "workflow",
            "office-wide",
            "Experience",
            "Kafka and PostgreSQL",
            "Sljeme",
            "Education",
            "Skills",
            "Terraform",
            "Prometheus",
            "Languages",
            "Certificates",
        ],
    );
    in_order(
        "two-columns.pdf",
        &[
            "Profile",
            "planners trust",
            "obligations",
            "Lead Data Scientist",
            "Pennine",
            "Wharfedale",
            "Volunteering",
            "Saturday school",
            "Skills",
            "Programming",
            "Python, R, SQL",
            "7",
            "Modelling",
            "XGBoost",
        ],
    );
    in_order(
        "frames.pdf",
        &[
            "Skills",
            "FMEA",
            "Languages",
            "Six Sigma",
            "Summary",
            "series production",
            "Kattegat Wind",
            "Limfjord Drives",
            "Education",
        ],
    );
    in_order(
        "three-columns.pdf",
        &["banca", "Habilidades", "Telefonía Turia", "Albufera", "Malvarrosa", "Formación", "Proyectos", "Idiomas"],
    );
    let read = resume("sidebar.pdf");
    assert_eq!((read.name.as_deref(), read.title.as_str()), (Some("Mila Horvat"), "Senior Backend Engineer"));
    assert_eq!(read.positions.len(), 2, "{:?}", read.positions);
    let body = resume("three-columns.pdf").body();
    assert!(!body.contains("Page 2") && body.matches("Curriculum vitae").count() <= 1, "{body}");
}

/// A PDF of one page with these texts at so many points from its left and its upper edge, in Helvetica of 10 points.
fn placed(texts: &[(u32, u32, &str)]) -> Vec<u8> {
    let show = |(left, top, text): &(u32, u32, &str)| {
        let size = if *top < 60 { 18 } else { 10 };
        let text = text.replace('(', "\\(").replace(')', "\\)");
        format!("BT /F {size} Tf 1 0 0 1 {left} {} Tm ({text}) Tj ET\n", 800 - top)
    };
    let shown: String = texts.iter().map(show).collect();
    hostile_papers::pdf(hostile_papers::FONT, hostile_papers::stream("", shown.as_bytes()), Vec::new())
}

/// What is read of such a page, as a person's.
fn read_placed(texts: &[(u32, u32, &str)]) -> Resume {
    let file = tempfile::Builder::new().suffix(".pdf").tempfile().unwrap();
    fs::write(file.path(), placed(texts)).unwrap();
    Resume::read(file.path()).unwrap()
}

#[test]
fn three_columns_above_a_table_with_dates_leave_its_rows_whole() {
    let mut texts = vec![(50, 40, "Mattis Lindqvist"), (50, 70, "Product Manager")];
    let columns: [(u32, [&str; 5]); 3] = [
        (50, ["Skills", "Roadmapping", "SQL", "Figma", "User interviews"]),
        (225, ["Languages", "Swedish (native)", "English (C2)", "Finnish (B1)", "German (A2)"]),
        (402, ["Certificates", "Scrum Master", "Product Owner", "ITIL Foundation", "Six Sigma"]),
    ];
    for (left, lines) in columns {
        texts.extend((110..).step_by(12).zip(lines).map(|(top, line)| (left, top, line)));
    }
    texts.push((50, 195, "Experience"));
    let rows = [
        ["2021 - present", "Senior Product Manager", "Owned checkout and payments"],
        ["2018 - 2021", "Product Manager", "Launched the loyalty program"],
        ["2016 - 2018", "Business Analyst", "Analyzed returns of goods"],
        ["2014 - 2016", "Support Specialist", "Answered merchants by telephone"],
        ["2012 - 2014", "Sales Assistant", "Sold shoes in a shop"],
    ];
    for (top, row) in (215..).step_by(15).zip(rows) {
        texts.extend([(50, top, row[0]), (141, top, row[1]), (286, top, row[2])]);
    }
    texts.extend([(50, 310, "Education"), (50, 330, "2009 - 2012"), (141, 330, "B.Sc. Economics")]);
    texts.extend([(286, 330, "University of Tiveden"), (50, 345, "2006 - 2009"), (141, 345, "Secondary School")]);
    let read = read_placed(&texts);
    let held: Vec<(&str, Option<i16>)> =
        read.positions.iter().map(|one| (one.title.as_str(), one.start.map(|date| date.year))).collect();
    let right = rows.map(|row| (row[1], row[0][..4].parse::<i16>().ok()));
    assert_eq!(held.len(), right.len(), "{}", read.body());
    // What stands behind the title in a cell of its own may still be taken for its end.
    for (held, right) in held.iter().zip(right) {
        assert!(held.0.starts_with(right.0) && held.1 == right.1, "{held:?}, {right:?}: {}", read.body());
    }
}

#[test]
fn entries_beside_each_other_under_their_dates_are_read_one_after_the_other() {
    let mut texts = vec![(50, 40, "Ottilie Brandvold"), (50, 70, "Marketing Manager"), (50, 100, "Experience")];
    let columns: [(u32, [&str; 6]); 3] = [
        (
            50,
            [
                "2020 - present",
                "Marketing Manager",
                "Brim AS, Oslo",
                "Plans campaigns for bread",
                "across four countries and",
                "keeps the budget.",
            ],
        ),
        (
            225,
            [
                "2016 - 2020",
                "Content Editor",
                "Havblikk, Bergen",
                "Wrote and edited the",
                "newsletter, which grew to",
                "ninety thousand readers.",
            ],
        ),
        (
            400,
            [
                "2013 - 2016",
                "Marketing Assistant",
                "Myrull, Molde",
                "Organized fairs and looked",
                "after the catalog of fabrics",
                "and of samples.",
            ],
        ),
    ];
    for (left, lines) in columns {
        texts.extend((120..).step_by(13).zip(lines).map(|(top, line)| (left, top, line)));
    }
    let body = read_placed(&texts).body();
    let mut at = 0;
    for words in ["keeps the budget", "2016", "Content Editor", "ninety thousand", "2013", "Myrull", "of samples"] {
        let found = body[at..].find(words);
        assert!(found.is_some(), "{words:?} is missing or stands too early in:\n{body}");
        at += found.unwrap();
    }
}

#[test]
fn dates_in_a_column_of_a_word_table_stay_with_their_entries() {
    let cell = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let entry = |dates: &str, lines: [&str; 2]| {
        format!("<w:tr><w:tc>{}</w:tc><w:tc>{}{}</w:tc></w:tr>", cell(dates), cell(lines[0]), cell(lines[1]))
    };
    let table = [
        entry("2019 – present", ["Site Reliability Engineer, Brim AS, Bergen", "Keeps forty services running."]),
        entry("2015 – 2019", ["Systems Administrator, Havblikk", "Moved the mail of ninety people."]),
    ];
    let inner = format!("<w:tbl>{}</w:tbl>", table.concat());
    let body = format!(
        "<w:document><w:body>{}{}<w:tbl><w:tr><w:tc>{}{}</w:tc><w:tc>{}{inner}</w:tc></w:tr></w:tbl></w:body></w:document>",
        cell("Sunniva Ekeland"),
        cell("Site Reliability Engineer"),
        cell("Skills"),
        cell("Terraform"),
        cell("Experience"),
    );
    let file = tempfile::Builder::new().suffix(".docx").tempfile().unwrap();
    let mut zip = zip::ZipWriter::new(fs::File::create(file.path()).unwrap());
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, body.as_bytes()).unwrap();
    zip.finish().unwrap();
    let read = Resume::read(file.path()).unwrap();
    let held: Vec<(&str, Option<i16>)> =
        read.positions.iter().map(|one| (one.title.as_str(), one.start.map(|date| date.year))).collect();
    assert_eq!(
        held,
        [("Site Reliability Engineer", Some(2019)), ("Systems Administrator", Some(2015))],
        "{}",
        read.body()
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    for (name, why) in [("scan.pdf", "without text (a scan"), ("locked.pdf", "encrypted with a password")] {
        let problem = Resume::read(paper(name)).unwrap_err().to_string();
        assert!(problem.contains(name) && problem.contains(why), "{problem}");
    }
}

#[test]
fn bombs_are_refused_in_time() {
    let folder = tempfile::tempdir().unwrap();
    let packed = {
        use std::io::Write;
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        let block = vec![b' '; 1 << 20];
        for _ in 0..400 {
            packer.write_all(&block).unwrap();
        }
        packer.finish().unwrap()
    };
    let mut pdf = b"%PDF-1.7\n".to_vec();
    for number in 0..8 {
        pdf.extend(format!("{number} 0 obj <</Filter /FlateDecode /Length {}>> stream\n", packed.len()).as_bytes());
        pdf.extend(&packed);
        pdf.extend(b"\nendstream endobj\n");
    }
    fs::write(folder.path().join("bomb.pdf"), pdf).unwrap();
    let mut zip = zip::ZipWriter::new(fs::File::create(folder.path().join("bomb.docx")).unwrap());
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..64 {
        std::io::Write::write_all(&mut zip, &vec![b' '; 1 << 20]).unwrap();
    }
    zip.finish().unwrap();
    let xml = format!("<w:document>{}", "<w:p>".repeat(200_000));
    let mut zip = zip::ZipWriter::new(fs::File::create(folder.path().join("deep.docx")).unwrap());
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, xml.as_bytes()).unwrap();
    zip.finish().unwrap();
    fs::write(folder.path().join("z.md"), "# [Baker](https://x.example)\n\nWe bake.").unwrap();
    let began = Instant::now();
    let found: Vec<_> = documents::read_path(folder.path(), Some(Side::Posting)).unwrap().collect();
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    let problems: Vec<String> = found.iter().filter_map(|one| one.as_ref().err().map(ToString::to_string)).collect();
    assert_eq!((found.len(), problems.len()), (4, 3), "{problems:?}");
    for (problem, part) in problems.iter().zip([
        "bomb.docx: its part word/document.xml unpacks",
        "bomb.pdf: it is a PDF whose streams",
        "deep.docx: it is a damaged Word document (more than",
    ]) {
        assert!(problem.contains(part), "{problem}");
    }
}

/// A thousand changes of each file in full (`VOCATION_LONG=1`), else two hundred: a document or an error that names the file.
#[test]
fn changed_files_are_read_or_refused() {
    let rounds = tiny::rounds(200, 1_000);
    let folder = tempfile::tempdir().unwrap();
    let mut random = fastrand::Rng::with_seed(tiny::seed());
    for name in [
        "wieczorek.pdf",
        "frames.pdf",
        "three-columns.pdf",
        "wieczorek.docx",
        "wieczorek.odt",
        "wieczorek.rtf",
        "wieczorek.html",
    ] {
        let whole = fs::read(paper(name)).unwrap();
        let path = folder.path().join(name);
        let mut read = 0;
        for round in 0..rounds {
            let mut bytes = whole.clone();
            match round % 4 {
                0 => bytes.truncate(random.usize(1..whole.len())),
                1 => {
                    let from = random.usize(..whole.len());
                    let to = (from + random.usize(1..400)).min(whole.len());
                    bytes.drain(from..to);
                }
                2 => {
                    let from = random.usize(..whole.len());
                    let piece = whole[from..(from + random.usize(1..400)).min(whole.len())].to_vec();
                    let at = random.usize(..whole.len());
                    bytes.splice(at..at, piece);
                }
                _ => {
                    for _ in 0..random.usize(1..12) {
                        let at = random.usize(..whole.len());
                        bytes[at] = random.u8(..);
                    }
                }
            }
            fs::write(&path, &bytes).unwrap();
            let began = Instant::now();
            match Resume::read(&path) {
                Ok(_) => read += 1,
                Err(error) => assert!(error.to_string().contains(name), "{error}"),
            }
            assert!(began.elapsed() < Duration::from_secs(10), "{name}, round {round}: {:?}", began.elapsed());
        }
        assert!(read > 0, "{name}");
    }
}
