//! Taxonomies of one's own: read, settled, merged, used.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use vocation::Engine;
use vocation::Posting;
use vocation::engine::Options;
use vocation::skills::Kind;
use vocation::skills::Taxonomy;
use vocation::taxonomies;
use vocation::taxonomies::Import;
use vocation::taxonomies::Imported;
use vocation::taxonomies::Trouble;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/taxonomies").join(name)
}

fn imported(names: &[&str]) -> Imported {
    names.iter().fold(Import::new(), |import, name| import.with(&fixture(name)).unwrap()).finish()
}

fn table(imported: &Imported) -> Taxonomy {
    Taxonomy::parse_own("own.tsv".as_ref(), imported.table()).unwrap_or_else(|error| panic!("{error}"))
}

fn codes(taxonomy: &Taxonomy, name: &str) -> Vec<String> {
    let id = taxonomy.by_name(name).unwrap_or_else(|| panic!("no {name}"));
    taxonomy.entry(id).codes.clone()
}

const SKILL: &str = "http://data.europa.eu/esco/skill/";

#[test]
fn esco_comes_with_labels_codes_hierarchy_and_relations() {
    let taxonomy = table(&imported(&["esco"]));
    let id = |name: &str| taxonomy.by_name(name).unwrap_or_else(|| panic!("no {name}"));
    let tune = id("tune tidal gates");
    assert_eq!(taxonomy.entry(tune).codes, [format!("{SKILL}t1")]);
    assert_eq!(taxonomy.entry(tune).kind, Kind::Ability);
    for other in ["adjust tidal gates", "set tidal gates", "gate tuning"] {
        assert_eq!(id(other), tune, "{other}");
    }
    let group = id("working with tides");
    assert_eq!(taxonomy.entry(group).kind, Kind::Group);
    assert!(taxonomy.entry(group).codes.contains(&"S9".to_owned()));
    assert!(taxonomy.entry(tune).parents.contains(&group));
    assert_eq!(taxonomy.entry(tune).related, [id("tidal hydraulics")]);
    assert_eq!(taxonomy.entry(id("Selkish")).kind, Kind::Language);
    assert_eq!(taxonomy.entry(id("Wrackle")).kind, Kind::ProgrammingLanguage);
    // What stands in brackets is no part of what one writes.
    assert_eq!(taxonomy.entry(id("Corvid")).kind, Kind::Tool);
    let tuner = taxonomy.occupations_called("Tidal Gate Tuners");
    assert_eq!(tuner.len(), 1);
    assert_eq!(tuner[0].codes, ["http://data.europa.eu/esco/occupation/o1", "3117.8"]);
    assert_eq!((tuner[0].essential.as_slice(), tuner[0].optional.as_slice()), (&[tune][..], &[id("Corvid")][..]));
    let groups: Vec<&str> = tuner[0].parents.iter().map(|&at| taxonomy.occupations()[at].name.as_str()).collect();
    assert_eq!(groups, ["Tidal technicians"]);
    assert!(taxonomy.occupations_called("tidal technicians").is_empty(), "a heading is nobody's title");
}

#[test]
fn conflicts_are_told_and_settled_by_their_rules() {
    let imported = imported(&["esco"]);
    let told: Vec<(Trouble, &str, &str)> =
        imported.conflicts().iter().map(|one| (one.trouble, one.about.as_str(), one.kept.as_str())).collect();
    let uri = format!("{SKILL}t1");
    for one in [
        (Trouble::SameCode, uri.as_str(), "tune tidal gates"),
        (Trouble::SameName, "tidal hydraulics", format!("{SKILL}t2").as_str()),
        (Trouble::Taken, "adjust tidal gates", "tune tidal gates"),
        (Trouble::Vague, "tune", ""),
        (Trouble::SharedTitle, "tuner of tides", "tide tuner"),
        (Trouble::Nowhere, format!("{SKILL}nowhere").as_str(), ""),
    ] {
        assert!(told.contains(&one), "{one:?} in {told:#?}");
    }
    let circles = told.iter().filter(|one| one.0 == Trouble::Circle).count();
    assert_eq!((circles, told.len()), (1, 7), "{told:#?}");
    let place = &imported.conflicts().iter().find(|one| one.trouble == Trouble::Taken).unwrap().place;
    assert_eq!(place, "skills_en.csv, line 14");
    let taxonomy = table(&imported);
    assert_eq!(codes(&taxonomy, "tidal hydraulics"), [format!("{SKILL}t2"), format!("{SKILL}t7")]);
    assert_eq!(codes(&taxonomy, "tuning of tidal gates"), [uri]);
    assert!(taxonomy.by_name("tune").is_none());
    assert_eq!(taxonomy.occupations_called("tuner of tides").len(), 2);
}

#[test]
fn other_languages_are_further_labels_of_the_same_concepts() {
    let imported = imported(&["esco", "esco_de"]);
    assert_eq!(imported.joined(), 2);
    let taxonomy = table(&imported);
    assert_eq!(taxonomy.by_name("Tidentore einstellen"), taxonomy.by_name("tune tidal gates"));
    assert_eq!(taxonomy.by_name("Gezeitenhydraulik"), taxonomy.by_name("tidal hydraulics"));
}

#[test]
fn onet_comes_with_titles_tools_and_commodities() {
    let imported = imported(&["onet"]);
    assert_eq!(imported.passed_over().len(), 1, "{:?}", imported.passed_over());
    let taxonomy = table(&imported);
    let id = |name: &str| taxonomy.by_name(name).unwrap_or_else(|| panic!("no {name}"));
    let chart = id("TCS");
    assert_eq!(taxonomy.entry(chart).name, "Tidal Chart System TCS software");
    assert_eq!(id("Tidal Chart System"), chart);
    assert_eq!(taxonomy.entry(chart).parents, [id("Tide management software")]);
    // A commodity's code is that of all its tools; it makes them no one entry.
    assert_eq!(codes(&taxonomy, "Corvid Studio"), ["43990001"]);
    assert_ne!(id("Corvid Studio"), chart);
    for title in ["Tide Tuners", "tide tuner", "Chief Tuning Officer", "CTO", "chief tuning officer (CTO)"] {
        let found = taxonomy.occupations_called(title);
        assert_eq!(found.iter().map(|one| one.codes[0].as_str()).collect::<Vec<_>>(), ["17-9901.00"], "{title}");
    }
    assert_eq!(taxonomy.occupations_called("gate tuner").len(), 2);
    let tuner = taxonomy.occupations_called("tide tuner")[0];
    assert_eq!((tuner.essential.as_slice(), tuner.optional.as_slice()), (&[chart][..], &[id("Corvid Studio")][..]));
    let programmer = taxonomy.occupations_called("tidal gate programmer")[0];
    assert_eq!(taxonomy.occupations()[programmer.parents[0]].name, "Tide Tuners");
}

#[test]
fn merging_keeps_what_ships_and_gives_it_codes() {
    let imported = Import::of_builtin().with(&fixture("esco")).unwrap().with(&fixture("onet")).unwrap().finish();
    let (taxonomy, builtin) = (table(&imported), Taxonomy::builtin());
    assert_eq!(codes(&taxonomy, "programming"), [format!("{SKILL}t4")]);
    assert_eq!(codes(&taxonomy, "Microsoft Excel"), ["43990002"]);
    for (id, entry) in builtin.iter() {
        let merged = taxonomy.entry(id);
        assert_eq!((&merged.name, merged.kind, merged.area), (&entry.name, entry.kind, entry.area));
        assert!((merged.telling - entry.telling).abs() < 1e-6, "{}", entry.name);
        assert!(entry.parents.iter().all(|parent| merged.parents.contains(parent)), "{}", entry.name);
    }
    assert_eq!(taxonomy.areas()[..3], ["technology", "business", "care"]);
    assert!(imported.table().starts_with("# vocation's own taxonomy"), "{}", &imported.table()[..200]);
    assert!(imported.table().contains("CC BY 4.0"));
}

#[test]
fn what_ships_alone_comes_out_as_it_went_in() {
    let imported = Import::of_builtin().finish();
    assert!(imported.conflicts().is_empty(), "{:?}", &imported.conflicts()[..3]);
    let (taxonomy, builtin) = (table(&imported), Taxonomy::builtin());
    assert_eq!(taxonomy.writings(), builtin.writings());
    let entries = |taxonomy: &Taxonomy| taxonomy.iter().map(|(_, entry)| entry.clone()).collect::<Vec<_>>();
    assert_eq!(entries(&taxonomy), entries(&builtin));
    let again = Import::new();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("again.tsv");
    fs::write(&file, imported.table()).unwrap();
    assert_eq!(again.with(&file).unwrap().finish().table(), imported.table());
}

#[test]
fn tables_of_ones_own_are_read_by_their_columns() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("harbor.csv");
    let text = "label,synonyms,code,kind,broader\ntidal welding,wet welding; weld under water,H1,method,welding of hulls\n\
                welding of hulls,,H2,field,\ngangway,,H3,equipment,\npontoon,,H3,,\n";
    fs::write(&file, text).unwrap();
    let imported = Import::new().with(&file).unwrap().finish();
    let taxonomy = table(&imported);
    assert_eq!(codes(&taxonomy, "weld under water"), ["H1"]);
    assert_eq!(taxonomy.by_name("pontoon"), taxonomy.by_name("gangway"));
    let welding = taxonomy.entry(taxonomy.by_name("wet welding").unwrap());
    assert_eq!(welding.parents, [taxonomy.by_name("welding of hulls").unwrap()]);
    assert_eq!(taxonomy.areas(), ["harbor"]);
    assert_eq!(imported.conflicts().iter().map(|one| one.trouble).collect::<Vec<_>>(), [Trouble::SameCode]);
}

#[test]
fn broken_files_are_told_with_file_line_and_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let error = |name: &str, bytes: &[u8]| {
        let file = folder.path().join(name);
        fs::write(&file, bytes).unwrap();
        Import::new().with(&file).map(|_| ()).unwrap_err().to_string()
    };
    assert!(error("a.csv", b"conceptUri,preferredLabel\n,nameless\n").contains("a.csv, line 2: a concept needs a URI"));
    assert!(error("b.csv", b"name,kind\nbuoys,boat\n").contains("b.csv, line 2: \"boat\" is no kind; kinds are"));
    assert!(error("c.csv", b"name\nna\xFFme\n").contains("c.csv, line 2: not UTF-8"));
    assert!(error("d.csv", b"a,b\n1,2\n").contains("d.csv: nothing of a taxonomy is in it; give the file as"));
    let long = format!("name\n{}\n", "x".repeat(2_000));
    assert!(error("e.csv", long.as_bytes()).contains("e.csv, line 2: a row needs a name of at most 1000 bytes"));
    let table = "name\taliases\tkind\tparents\trelated\ttelling\tcodes\tarea\nbuoys\t\ttool\tships\t\t\t\t\n";
    let file = folder.path().join("f.tsv");
    fs::write(&file, table).unwrap();
    let opened = taxonomies::open(&file).map(|_| ()).unwrap_err().to_string();
    assert!(
        opened.contains("f.tsv, line 2: the parent \"ships\" of \"buoys\" is no skill; correct the line"),
        "{opened}"
    );
    let csv = folder.path().join("g.csv");
    fs::write(&csv, "name\nbuoys\n").unwrap();
    assert!(taxonomies::open(&csv).map(|_| ()).unwrap_err().to_string().contains("vocation taxonomy import"));
}

#[test]
fn documents_are_understood_with_it() {
    let taxonomy = Arc::new(table(&imported(&["esco"])));
    let engine = Engine::with(Options { taxonomy: Arc::clone(&taxonomy), ..Options::default() });
    let text = "# [Senior Tide Tuner, Night Shift](https://jobs.example.org/2)\n### Nordsluis\n\n**Requirements:**\n\n  \
                * You adjust tidal gates with Corvid\n  * Fluent Selkish\n  * You keep your tune\n";
    let profile = engine.understand(&Posting::parse("tide", text).into());
    let named: Vec<&str> = profile.skills.iter().map(|skill| taxonomy.entry(skill.id).name.as_str()).collect();
    assert_eq!(named, ["tune tidal gates", "Corvid (tidal simulation)", "Selkish"]);
    let occupations = profile.occupations(&taxonomy);
    assert_eq!(occupations.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["tide tuner"]);
}

/// Runs the program; standard output, standard error and the exit code.
fn run(arguments: &[&str]) -> (String, String, i32) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_vocation")).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

#[test]
fn from_a_download_to_reasons_with_codes() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (table, conflicts, catalog) = (path("own.tsv"), path("conflicts.tsv"), path("catalog"));
    let esco = fixture("esco");
    let esco = esco.to_str().unwrap();
    let made = run(&["taxonomy", "import", esco, "--output", &table, "--conflicts", &conflicts]);
    assert_eq!(made.2, 0, "{}", made.1);
    assert!(made.0.contains("skills                 9\n"), "{}", made.0);
    assert!(made.1.contains("1 taken: a label is written for another entry already"), "{}", made.1);
    assert!(made.1.contains("conceptSchemes_en.csv: nothing of a taxonomy is in it; passed over"), "{}", made.1);
    let told = fs::read_to_string(&conflicts).unwrap();
    assert!(
        told.contains("taken\tadjust tidal gates\ttune tidal gates\twrite tidal charts\tskills_en.csv, line 14\n"),
        "{told}"
    );

    let described = run(&["taxonomy", "info", &table, "--entry", "gate tuning", "--entry", "tide tuner", "--json"]);
    let entries: Vec<serde_json::Value> = described.0.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(entries[0]["codes"], serde_json::json!([format!("{SKILL}t1")]));
    assert_eq!(entries[0]["broader"], serde_json::json!(["working with tides", "write tidal charts"]));
    assert_eq!(entries[1]["needs"], serde_json::json!(["tune tidal gates"]));

    let (posting, resume) = (path("posting.md"), path("ada.md"));
    fs::write(
        &posting,
        "# [Tide Tuner](https://jobs.example.org/2)\n### Nordsluis\n\n**Requirements:**\n\n  * Tune tidal gates\n",
    )
    .unwrap();
    fs::write(&resume, "# Ada Brandt\nada@mail.example\n\nTidal Gate Technician\n\nBerlin, Germany\n\n## Experience\n### Tidal Gate Technician, Nordsluis\nJan 2020 - present\n- Set tidal gates\n\n## Skills\nSet tidal gates\n").unwrap();
    let inspected = run(&["inspect", &posting, "--taxonomy", &table, "--json"]);
    let profile: serde_json::Value = serde_json::from_str(inspected.0.trim()).unwrap();
    assert_eq!(profile["skills"][0]["codes"], serde_json::json!([format!("{SKILL}t1")]));
    assert_eq!(profile["occupations"][0]["codes"][1], "3117.8");

    let added = run(&["add", &posting, "--catalog", &catalog, "--taxonomy", &table]);
    assert_eq!(added.2, 0, "{}", added.1);
    let refused = run(&["rank", &resume, "--catalog", &catalog]);
    assert_eq!(refused.2, 1);
    for part in ["another taxonomy", "vocation reindex --catalog", "--taxonomy"] {
        assert!(refused.1.contains(part), "{}", refused.1);
    }
    let ranked = run(&["rank", &resume, "--catalog", &catalog, "--taxonomy", &table, "--json"]);
    let found: serde_json::Value = serde_json::from_str(ranked.0.lines().next().unwrap()).unwrap();
    assert_eq!(found["skills"][0]["codes"], serde_json::json!([format!("{SKILL}t1")]));
    let role = found["reasons"].as_array().unwrap().iter().find(|reason| reason["signal"] == "role").unwrap();
    assert!(role["because"].as_str().unwrap().ends_with("; both are tide tuner (3117.8)"), "{role}");
    assert_eq!(run(&["reindex", "--catalog", &catalog]).2, 0);
    assert_eq!(run(&["rank", &resume, "--catalog", &catalog]).2, 0);

    let lines = path("lines.txt");
    fs::write(&lines, "tune tidal gates\n").unwrap();
    let linked = run(&["link", "--taxonomy", &table, "--input", &lines, "--json"]);
    let linked: serde_json::Value = serde_json::from_str(linked.0.trim()).unwrap();
    assert_eq!(linked["links"][0]["code"], format!("{SKILL}t1"));
}

#[test]
#[cfg(feature = "spreadsheets")]
fn spreadsheets_are_read_as_the_text_files_are() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["Occupation Data", "Alternate Titles", "Technology Skills"] {
        let text = fs::read_to_string(fixture("onet").join(format!("{name}.txt"))).unwrap();
        let rows = text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect::<Vec<Vec<String>>>();
        fs::write(folder.path().join(format!("{name}.xlsx")), workbook(&rows)).unwrap();
    }
    let [text, sheets] =
        [fixture("onet"), folder.path().to_owned()].map(|path| Import::new().with(&path).unwrap().finish());
    assert_eq!(sheets.table(), text.table());
}

/// A workbook with shared strings, as spreadsheet programs write them.
#[cfg(feature = "spreadsheets")]
fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    use std::io::Write;
    let mut strings = String::new();
    let mut sheet = String::new();
    let mut count = 0;
    for (number, row) in rows.iter().enumerate() {
        sheet += &format!("<row r=\"{}\">", number + 1);
        for (column, cell) in row.iter().enumerate() {
            let letter = char::from(b'A' + u8::try_from(column).unwrap());
            sheet += &format!("<c r=\"{letter}{}\" t=\"s\"><v>{count}</v></c>", number + 1);
            strings += &format!("<si><t>{}</t></si>", cell.replace('&', "&amp;"));
            count += 1;
        }
        sheet += "</row>";
    }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relation = |id: &str, kind: &str, to: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{office}/{kind}\" Target=\"{to}\"/>")
    };
    let relations = |all: String| format!("<Relationships xmlns=\"{package}\">{all}</Relationships>");
    let parts = [
        ("_rels/.rels", relations(relation("a", "officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"b\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relations(
                relation("b", "worksheet", "worksheets/sheet1.xml")
                    + &relation("c", "sharedStrings", "sharedStrings.xml"),
            ),
        ),
        ("xl/sharedStrings.xml", format!("<sst xmlns=\"{main}\">{strings}</sst>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>")),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
