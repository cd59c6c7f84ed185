use super::*;

fn read(name: &str, text: &[u8]) -> Result<Taxonomy> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    Taxonomy::read(&path)
}

#[test]
fn a_list_of_labels_keeps_each_once() {
    let taxonomy = read("list.txt", "\u{feff}carve wood\n\nbake bread\r\ncarve wood\n".as_bytes()).unwrap();
    let labels: Vec<&str> = taxonomy.entries().iter().map(|entry| entry.label.as_str()).collect();
    assert_eq!(labels, ["carve wood", "bake bread"]);
}

#[test]
fn esco_rows_have_labels_alternatives_description_and_uri() {
    let text = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,description\n\
                KnowledgeSkillCompetence,http://example.org/1,knowledge,x,carve wood,\"whittle\nsculpt wood\",,released,\"To cut, \
                with knives.\"\n";
    let taxonomy = read("skills_en.csv", text.as_bytes()).unwrap();
    let entry = &taxonomy.entries()[0];
    assert_eq!(entry.label, "carve wood");
    assert_eq!(entry.alternatives, ["whittle", "sculpt wood"]);
    assert_eq!((entry.description.as_str(), entry.code.as_str()), ("To cut, with knives.", "http://example.org/1"));
    let collection = "conceptUri,preferredLabel,altLabels\nhttp://example.org/2,bake bread,make loaves | bake loaves\n";
    let taxonomy = read("collection.csv", collection.as_bytes()).unwrap();
    assert_eq!(taxonomy.entries()[0].alternatives, ["make loaves", "bake loaves"]);
}

#[test]
fn onet_occupations_find_their_titles_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let data = "O*NET-SOC Code\tTitle\tDescription\n51-3011.00\tBakers\tMix and bake.\n";
    let alternates = "O*NET-SOC Code\tAlternate Title\tShort Title\tSource(s)\n51-3011.00\tBread Maker\tn/a\t08\n";
    std::fs::write(folder.path().join("Occupation Data.txt"), data).unwrap();
    std::fs::write(folder.path().join("Alternate Titles.txt"), alternates).unwrap();
    let taxonomy = Taxonomy::read(&folder.path().join("Occupation Data.txt")).unwrap();
    assert_eq!(taxonomy.entries()[0].alternatives, ["Bread Maker"]);
    assert_eq!(taxonomy.entries()[0].code, "51-3011.00");
    let titles = Taxonomy::read(&folder.path().join("Alternate Titles.txt")).unwrap();
    assert_eq!(titles.entries()[0].label, "Bread Maker");
    let skills = "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\n\
                  1\tLoafwright\t43\tBakery software\tN\n2\tLoafwright\t43\tBakery software\tN\n";
    let skills = read("Technology Skills.txt", skills.as_bytes()).unwrap();
    assert_eq!(skills.len(), 1);
    assert_eq!(skills.entries()[0].description, "Bakery software");
}

#[test]
fn what_is_no_taxonomy_is_named_with_its_line() {
    let problem = |name: &str, text: &[u8]| read(name, text).unwrap_err().to_string();
    assert!(problem("a.txt", b"one\ntwo\xff\n").contains("line 2: not UTF-8"));
    assert!(problem("b.xlsx", b"PK\x03\x04rest").contains("spreadsheet"));
    assert!(problem("c.txt", b" \n\n").contains("no label"));
    assert!(problem("d.txt", b"O*NET-SOC Code\tTitle\tDescription\n11\n").contains("line 2"));
    assert!(problem("e.txt", b"O*NET-SOC Code\tTask ID\tTask\n11\t1\tBake\n").contains("no titles"));
    assert!(problem("f.csv", b"conceptUri,preferredLabel\nx,y\nx\n").contains("line 3"));
    assert!(problem("g.txt", "x".repeat(MAX_LABEL + 1).as_bytes()).contains("limit"));
    assert!(Taxonomy::read(Path::new("missing/file")).unwrap_err().to_string().contains("missing"));
}
