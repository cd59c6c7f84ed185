//! `vocation taxonomy`.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::Subcommand;
use serde_json::Value;
use serde_json::json;
use vocation::Error;
use vocation::skills::Kind;
use vocation::skills::Taxonomy;
use vocation::taxonomies::Conflict;
use vocation::taxonomies::Import;
use vocation::taxonomies::Imported;
use vocation::taxonomies::Trouble;

use super::Failure;
use super::means::Skills;
use super::output;

/// `vocation taxonomy`.
#[derive(Debug, Subcommand)]
pub(super) enum Taxonomies {
    /// Make a table of skills and occupations of ESCO, O*NET, or a CSV file
    Import(ImportFiles),
    /// Make one table of several, also with the one that is compiled in
    Merge(MergeTables),
    /// What a table holds, or one of its entries
    Info(TableInfo),
}

/// `vocation taxonomy import`.
#[derive(Args, Debug)]
pub(super) struct ImportFiles {
    /// Folders or files: ESCO's CSV download, O*NET's text files, a CSV file with a column `name`; what comes first
    /// goes before what comes later
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    made: Made,
}

/// `vocation taxonomy merge`.
#[derive(Args, Debug)]
pub(super) struct MergeTables {
    /// Tables, downloads, or `builtin` for the taxonomy that is compiled in; what comes first goes before what comes later
    #[arg(required = true, value_name = "builtin|PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    made: Made,
}

/// What is written.
#[derive(Args, Debug)]
pub(super) struct Made {
    /// Where to write the table: tab-separated text that one can read and correct
    #[arg(long, value_name = "FILE.tsv")]
    output: PathBuf,
    /// Where to write what did not agree, one conflict a line (tab-separated)
    #[arg(long, value_name = "FILE.tsv")]
    conflicts: Option<PathBuf>,
}

/// `vocation taxonomy info`.
#[derive(Args, Debug)]
pub(super) struct TableInfo {
    /// The table; without it, the taxonomy that is compiled in
    #[arg(value_name = "FILE.tsv")]
    table: Option<PathBuf>,
    /// Describe one entry: a skill or an occupation, by any of its names; may be repeated
    #[arg(long = "entry", value_name = "NAME")]
    entries: Vec<String>,
    /// One JSON object, or one an entry
    #[arg(long)]
    json: bool,
}

/// Runs one of the commands.
pub(super) fn run(asked: &Taxonomies) -> Result<(), Failure> {
    match asked {
        Taxonomies::Import(asked) => {
            let mut import = Import::new();
            for path in &asked.paths {
                import = import.with(path)?;
            }
            made(import.finish(), &asked.made)
        }
        Taxonomies::Merge(asked) => {
            let mut import = Import::new();
            for path in &asked.paths {
                import = if path == Path::new("builtin") { import.with_builtin() } else { import.with(path)? };
            }
            made(import.finish(), &asked.made)
        }
        Taxonomies::Info(asked) => info(asked),
    }
}

fn made(imported: Imported, to: &Made) -> Result<(), Failure> {
    let problem = |path: &Path, source| Failure::from(Error::Io { path: path.to_owned(), source });
    let taxonomy = Taxonomy::parse_own(&to.output, imported.table())?;
    std::fs::write(&to.output, imported.table()).map_err(|source| problem(&to.output, source))?;
    for file in imported.passed_over() {
        output::warn(&format!("{file}: nothing of a taxonomy is in it; passed over"));
    }
    let mut counts: BTreeMap<Trouble, usize> = BTreeMap::new();
    for conflict in imported.conflicts() {
        *counts.entry(conflict.trouble).or_default() += 1;
    }
    for (trouble, word, rule) in Trouble::ALL {
        if let Some(count) = counts.get(&trouble) {
            output::warn(&format!("{count} {word}: {rule}"));
        }
    }
    match &to.conflicts {
        Some(path) => {
            std::fs::write(path, table_of(imported.conflicts())).map_err(|source| problem(path, source))?;
        }
        None if !counts.is_empty() => output::warn("--conflicts FILE.tsv names each of them"),
        None => {}
    }
    let mut out = std::io::stdout().lock();
    if imported.joined() > 0 {
        writeln!(out, "{:<22} {}", "already there", imported.joined())?;
    }
    print(&mut out, &facts(&taxonomy), false)
}

/// The conflicts as a table.
fn table_of(conflicts: &[Conflict]) -> String {
    let mut text = String::from("conflict\tabout\tkept by\twithout it\twhere\n");
    for one in conflicts {
        let cells = [one.trouble.word(), &one.about, &one.kept, &one.without, &one.place];
        text.push_str(&cells.map(|cell| cell.replace(['\t', '\n', '\r'], " ")).join("\t"));
        text.push('\n');
    }
    text
}

fn info(asked: &TableInfo) -> Result<(), Failure> {
    let taxonomy = Skills { taxonomy: asked.table.clone() }.taxonomy()?;
    let mut out = std::io::stdout().lock();
    if asked.entries.is_empty() {
        return print(&mut out, &facts(&taxonomy), asked.json);
    }
    let mut answered = false;
    for name in &asked.entries {
        let described = entries(&taxonomy, name);
        if described.is_empty() {
            output::warn(&format!("{name}: no entry of the taxonomy is called so"));
        }
        for facts in described {
            print(&mut out, &facts, asked.json)?;
            answered = true;
        }
    }
    if answered { Ok(()) } else { Err(Failure::NoAnswer("no entry was found".to_owned())) }
}

type Facts = Vec<(&'static str, Value)>;

/// What a taxonomy holds.
fn facts(taxonomy: &Taxonomy) -> Facts {
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut parents, mut related, mut coded) = (0, 0, 0);
    for (_, entry) in taxonomy.iter() {
        *kinds.entry(entry.kind.word()).or_default() += 1;
        parents += entry.parents.len();
        related += entry.related.len();
        coded += usize::from(!entry.codes.is_empty());
    }
    let groups = kinds.get(Kind::Group.word()).copied().unwrap_or_default();
    let occupations = taxonomy.occupations();
    let named = occupations.iter().filter(|one| !one.is_group).count();
    let needed: usize = occupations.iter().map(|one| one.essential.len() + one.optional.len()).sum();
    vec![
        ("skills", json!(taxonomy.len() - groups)),
        ("headings", json!(groups)),
        ("kinds", json!(kinds)),
        ("skill_codes", json!(coded)),
        ("writings", json!(taxonomy.writings())),
        ("broader", json!(parents)),
        ("related", json!(related)),
        ("occupations", json!(named)),
        ("occupation_headings", json!(occupations.len() - named)),
        ("skills_of_occupations", json!(needed)),
        ("areas", json!(taxonomy.areas())),
        ("fingerprint", json!(taxonomy.fingerprint())),
    ]
}

/// The skill and the occupations of a name.
fn entries(taxonomy: &Taxonomy, name: &str) -> Vec<Facts> {
    let names = |ids: &[vocation::skills::SkillId]| {
        json!(ids.iter().map(|id| taxonomy.entry(*id).name.as_str()).collect::<Vec<_>>())
    };
    let skill = taxonomy.by_name(name).map(|id| {
        let entry = taxonomy.entry(id);
        let narrower: Vec<&str> = taxonomy
            .iter()
            .filter(|(_, other)| other.parents.contains(&id))
            .map(|(_, other)| other.name.as_str())
            .collect();
        vec![
            ("name", json!(entry.name)),
            ("kind", json!(entry.kind.word())),
            ("codes", json!(entry.codes)),
            ("broader", names(&entry.parents)),
            ("narrower", json!(narrower)),
            ("related", names(&entry.related)),
            ("telling", json!((f64::from(entry.telling) * 10.0).round() / 10.0)),
            ("area", json!(taxonomy.areas().get(entry.area))),
        ]
    });
    let all = taxonomy.occupations();
    let occupation = |one: &vocation::skills::Occupation| {
        let broader: Vec<&str> = one.parents.iter().filter_map(|&at| all.get(at)).map(|at| at.name.as_str()).collect();
        vec![
            ("name", json!(one.name)),
            ("kind", json!("occupation")),
            ("codes", json!(one.codes)),
            ("broader", json!(broader)),
            ("needs", names(&one.essential)),
            ("of_use", names(&one.optional)),
        ]
    };
    skill.into_iter().chain(taxonomy.occupations_called(name).into_iter().map(occupation)).collect()
}

/// Facts, as an object or as lines.
fn print(out: &mut impl Write, facts: &Facts, json: bool) -> Result<(), Failure> {
    if json {
        let object = facts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        return output::json_line(out, &Value::Object(object));
    }
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    for (name, value) in facts {
        let value = match value {
            Value::Array(list) => list.iter().map(word).collect::<Vec<_>>().join("; "),
            Value::Object(map) => {
                map.iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join("; ")
            }
            Value::Null => String::new(),
            other => word(other),
        };
        writeln!(out, "{:<22} {value}", name.replace('_', " "))?;
    }
    Ok(())
}
