//! Taxonomies of one's own: importing downloads of the size of ESCO's and O*NET's, and finding mentions over what comes of
//! them, beside the taxonomy that ships. Labels are made of words of `data/words.tsv` by chance, which the seed fixes;
//! `VOCATION_TAXONOMY=FILE.tsv` finds mentions over that table as well.

use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use criterion::Criterion;
use criterion::Throughput;
use criterion::criterion_group;
use criterion::criterion_main;
use fastrand::Rng;
use vocation::skills::Need;
use vocation::skills::Passage;
use vocation::skills::Setting;
use vocation::skills::Taxonomy;
use vocation::taxonomies;
use vocation::taxonomies::Import;

/// The numbers of ESCO's skills and of O*NET's technology skills, and of what both have beside them.
const SKILLS: usize = 13_939;
const LABELS: usize = 7;
const OCCUPATIONS: usize = 1_016;
const TOOLS: usize = 8_768;
const TOOLS_OF_OCCUPATIONS: usize = 32_627;

fn words() -> Vec<&'static str> {
    let table = include_str!("../data/words.tsv");
    table.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| line.split('\t').next()).collect()
}

/// A phrase of two to four words.
fn phrase(words: &[&str], rng: &mut Rng) -> String {
    let count = rng.usize(2..5);
    let chosen: Vec<&str> = (0..count).map(|_| words[rng.usize(..words.len())]).collect();
    chosen.join(" ")
}

/// Writes both downloads into a folder.
fn downloads(folder: &Path) {
    let (words, mut rng) = (words(), Rng::with_seed(1));
    let mut skills =
        String::from("conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status\n");
    let mut broader = String::from("conceptType,conceptUri,broaderType,broaderUri\n");
    for at in 0..SKILLS {
        let labels: Vec<String> = (0..=LABELS).map(|_| phrase(&words, &mut rng)).collect();
        let kind = if rng.bool() { "knowledge" } else { "skill/competence" };
        let others = labels[1..].join("\n");
        skills +=
            &format!("KnowledgeSkillCompetence,s/{at},{kind},cross-sector,{},\"{others}\",,released\n", labels[0]);
        broader += &format!("KnowledgeSkillCompetence,s/{at},KnowledgeSkillCompetence,s/{}\n", at / 8);
    }
    let mut tools =
        String::from("O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\tIn Demand\n");
    let names: Vec<String> = (0..TOOLS)
        .map(|_| {
            let capital = |word: &str| {
                let mut letters = word.chars();
                letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
            };
            phrase(&words, &mut rng).split(' ').map(capital).collect::<Vec<_>>().join(" ")
        })
        .collect();
    for _ in 0..TOOLS_OF_OCCUPATIONS {
        let (occupation, tool, kind) = (rng.usize(..OCCUPATIONS), rng.usize(..TOOLS), rng.usize(..150));
        tools += &format!("11-{occupation:04}.00\t{}\t43{kind:06}\tKind {kind} software\tN\tN\n", names[tool]);
    }
    for (name, text) in [("skills_en.csv", skills), ("relations_en.csv", broader), ("Technology Skills.txt", tools)] {
        std::fs::write(folder.join(name), text).expect("a folder to write in");
    }
}

fn postings() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/demo/postings");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("the demonstration postings").flatten().collect();
    files.sort_by_key(std::fs::DirEntry::path);
    files.iter().map(|file| std::fs::read_to_string(file.path()).expect("text")).collect()
}

fn taxonomy(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    downloads(folder.path());
    let import = || Import::new().with(folder.path()).expect("downloads").finish();
    let merge = || Import::of_builtin().with(folder.path()).expect("downloads").finish();
    let mut group = criterion.benchmark_group("taxonomy");
    group.sample_size(10);
    group.bench_function("import", |bencher| bencher.iter(|| black_box(import())));
    let table = merge();
    let parse = || Taxonomy::parse_own(Path::new("all.tsv"), table.table()).expect("a sound table");
    group.bench_function("open", |bencher| bencher.iter(|| black_box(parse())));
    group.finish();

    let mut taxonomies = vec![("builtin", Taxonomy::builtin()), ("merged", Arc::new(parse()))];
    if let Some(path) = std::env::var_os("VOCATION_TAXONOMY") {
        taxonomies.push(("given", taxonomies::open(Path::new(&path)).expect("a table")));
    }
    let texts = postings();
    let mut group = criterion.benchmark_group("mentions");
    group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
    for (name, taxonomy) in &taxonomies {
        group.bench_function(*name, |bencher| {
            bencher.iter(|| {
                for text in &texts {
                    let passage = Passage { text, need: Need::Required, setting: Setting::Demands, months: None };
                    black_box(taxonomy.mentions(&passage));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, taxonomy);
criterion_main!(benches);
