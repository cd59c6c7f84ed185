//! The index: built, opened and searched on vectors from raw files, one JSON object a line. `benches/peers/run.sh` makes the
//! files and runs other programs on them.
//!
//!     index --vectors F --queries F --truth F --dimension D --index FOLDER [--filters F] [--ef 10,20] [--only PART]
//!
//! `--vectors` and `--queries` are f32, `--truth` the ten nearest rows a query as u32, all little-endian without a header;
//! `--filters` has a line a filter: its kind, the percent of entries that pass, and the files of its column (a u32 an
//! entry), its ranges (low and high a query) and its truth. PART is `build`, `search`, `memory` or `filters`. FOLDER is
//! made by `build`. Times are of the processor.

use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;
use vocation::embedding::Vector;
use vocation::index::Blocks;
use vocation::index::BlocksWriter;
use vocation::index::Graph;
use vocation::index::GraphImage;
use vocation::index::Near;
use vocation::index::Passing;
use vocation::index::Query;
use vocation::index::Recipe;
use vocation::index::RowSet;
use vocation::index::Scratch;
use vocation::index::Seal;
use vocation::index::VectorColumns;
use vocation::index::Vectors;

type Failure = Box<dyn std::error::Error>;

/// Answers a query.
const ANSWERS: usize = 10;

/// Rows a file of vectors.
const ROWS: usize = 1 << 15;

/// The least time that a setting is measured for, in seconds.
const LEAST: f64 = 0.5;

#[allow(clippy::print_stdout)]
fn say(line: &Value) {
    println!("{line}");
}

/// Seconds of the processor that this thread has used; of the clock, where they are not to be had.
fn thread_seconds(start: Instant) -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds: Option<f64> = text.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

/// Seconds of the processor that all threads have used, in hundredths; of the clock, where they are not to be had.
fn process_seconds(start: Instant) -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<f64> =
        text.rsplit(')').next().unwrap_or("").split(' ').filter_map(|one| one.parse().ok()).collect();
    match fields.get(10..12) {
        Some(ticks) => (ticks[0] + ticks[1]) / 100.0,
        None => start.elapsed().as_secs_f64(),
    }
}

/// Resident memory in MB of 2^20 bytes; zero where it is not to be had.
fn resident() -> f64 {
    let text = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = text.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0.0);
    pages * 4096.0 / 1_048_576.0
}

fn numbers(path: impl AsRef<Path>) -> Result<Vec<u32>, Failure> {
    let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.as_ref().display()))?;
    Ok(bytes.as_chunks::<4>().0.iter().map(|&four| u32::from_le_bytes(four)).collect())
}

fn vector(bytes: &[u8]) -> Result<Vector, Failure> {
    let values: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|&four| f32::from_le_bytes(four)).collect();
    Vector::new(&values).ok_or_else(|| "a vector is zero, or not of numbers".into())
}

/// The index in a folder.
struct Index {
    vectors: Vectors,
    graph: Graph,
}

fn open_blocks(path: &Path) -> Result<Arc<Blocks>, Failure> {
    let seal: Seal = serde_json::from_str(&fs::read_to_string(path.with_extension("seal"))?)?;
    Ok(Arc::new(Blocks::open(path, &seal)?))
}

fn finish(writer: BlocksWriter, path: &Path) -> Result<u64, Failure> {
    let seal = writer.finish()?;
    fs::write(path.with_extension("seal"), serde_json::to_string(&seal)?)?;
    Ok(seal.bytes)
}

fn open_vectors(folder: &Path, dimension: usize) -> Result<Vectors, Failure> {
    let mut parts = Vec::new();
    while let path = folder.join(format!("vectors-{}.blocks", parts.len()))
        && path.exists()
    {
        parts.push(VectorColumns::open(open_blocks(&path)?)?);
    }
    Ok(Vectors::new(dimension, parts)?)
}

fn open(folder: &Path, dimension: usize) -> Result<Index, Failure> {
    let graph = Graph::open(open_blocks(&folder.join("graph.blocks"))?, dimension)?;
    Ok(Index { vectors: open_vectors(folder, dimension)?, graph })
}

/// Writes the vectors' files and the graph; the time is that of both.
fn build(given: &HashMap<String, String>, folder: &Path, dimension: usize) -> Result<(), Failure> {
    fs::create_dir_all(folder)?;
    let start = Instant::now();
    let before = process_seconds(start);
    let mut file = std::io::BufReader::with_capacity(1 << 20, fs::File::open(&given["--vectors"])?);
    let (mut bytes, mut file_bytes, mut count) = (0, 0, 0_u32);
    for part in 0.. {
        let mut values = Vec::new();
        (&mut file).take((ROWS * dimension * 4) as u64).read_to_end(&mut values)?;
        if values.is_empty() {
            break;
        }
        bytes += values.len();
        let rows: Vec<Vector> = values.chunks(dimension * 4).map(vector).collect::<Result<_, _>>()?;
        count += u32::try_from(rows.len())?;
        let path = folder.join(format!("vectors-{part}.blocks"));
        let mut writer = BlocksWriter::create(&path)?;
        VectorColumns::write(rows.iter().map(Some), dimension, &mut writer)?;
        file_bytes += finish(writer, &path)?;
    }
    let vectors = open_vectors(folder, dimension)?;
    let image = GraphImage::build(&vectors, &(0..count).collect::<Vec<u32>>(), &recipe(given))?;
    let path = folder.join("graph.blocks");
    let mut writer = BlocksWriter::create(&path)?;
    image.write(&mut writer)?;
    let graph_bytes = finish(writer, &path)?;
    say(&json!({
        "measure": "build", "cpu_s": process_seconds(start) - before, "wall_s": start.elapsed().as_secs_f64(),
        "file_bytes": file_bytes + graph_bytes, "graph_bytes": graph_bytes, "vector_bytes": bytes,
    }));
    Ok(())
}

/// The recipe, parts of it as options: `--growth 50`.
fn recipe(given: &HashMap<String, String>) -> Recipe {
    let mut recipe = Recipe::default();
    let number = |name: &str| given.get(name).and_then(|value| value.parse::<usize>().ok());
    recipe.adding_breadth = number("--adding").unwrap_or(recipe.adding_breadth);
    recipe.second_breadth = number("--second").unwrap_or(recipe.second_breadth);
    recipe.growth = number("--growth").unwrap_or(recipe.growth);
    recipe
}

fn found(rows: &[Near], truth: &[u32]) -> usize {
    rows.iter().filter(|one| truth.contains(&one.0)).count()
}

/// Answers every query, again and again until the least time is over: how many a second in the best round, and how many of
/// the true answers were found.
fn rounds(mut answer: impl FnMut() -> Result<(usize, usize), Failure>) -> Result<(f64, usize), Failure> {
    let (mut best, mut spent, mut hits) = (0.0_f64, 0.0, 0);
    while spent < LEAST {
        let start = Instant::now();
        let before = thread_seconds(start);
        let (answered, right) = answer()?;
        let seconds = thread_seconds(start) - before;
        best = best.max(answered as f64 / seconds.max(1e-9));
        spent += seconds;
        hits = right;
    }
    Ok((best, hits))
}

fn search(index: &Index, asked: &[Vector], truth: &[u32], breadths: &[usize]) -> Result<(), Failure> {
    let mut scratch = Scratch::new();
    let known = asked.len().min(truth.len() / ANSWERS);
    for &ef in breadths {
        scratch.reset_compared();
        let mut answered = 0;
        let (qps, hits) = rounds(|| {
            let mut hits = 0;
            for (vector, truth) in asked[..known].iter().zip(truth.chunks(ANSWERS)) {
                let query = Query::new(vector);
                let (rows, _) = index.graph.find(&index.vectors, &query, ANSWERS, ef, None, &mut scratch)?;
                hits += found(&rows, truth);
            }
            answered += known;
            Ok((known, hits))
        })?;
        let recall = hits as f64 / (known * ANSWERS) as f64;
        let compared = scratch.compared() / answered.max(1);
        say(&json!({"measure": "search", "ef": ef, "recall": recall, "qps": qps, "compared": compared}));
    }
    Ok(())
}

fn memory(folder: &Path, dimension: usize, asked: &[Vector], ef: usize) -> Result<(), Failure> {
    let mut scratch = Scratch::new();
    let before = resident();
    let say_memory = |after: &str| say(&json!({"measure": "memory", "after": after, "rss_mb": resident() - before}));
    let start = Instant::now();
    let index = open(folder, dimension)?;
    let mut find =
        |vector: &Vector| index.graph.find(&index.vectors, &Query::new(vector), ANSWERS, ef, None, &mut scratch);
    if let Some(first) = asked.first() {
        find(first)?;
    }
    say(&json!({"measure": "open", "first_answer_ms": start.elapsed().as_secs_f64() * 1e3}));
    say_memory("open");
    index.graph.verify()?;
    say_memory("graph");
    for vector in asked {
        find(vector)?;
    }
    say_memory("queries");
    Ok(())
}

/// The rows whose value lies in a range.
fn passing(column: &[u32], low: u32, high: u32) -> RowSet {
    let width = high.saturating_sub(low);
    let word = |values: &[u32]| {
        let mut passes = [0_u8; 64];
        for (pass, value) in passes.iter_mut().zip(values) {
            *pass = u8::from(value.wrapping_sub(low) < width);
        }
        // Eight bytes of 0 or 1 become eight bits.
        let bits = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        (0..).step_by(8).zip(passes.as_chunks::<8>().0).fold(0, |word, (at, eight)| word | bits(eight) << at)
    };
    RowSet::from_words(column.chunks(64).map(word).collect())
}

fn filters(path: &Path, index: &Index, asked: &[Vector], breadths: &[usize]) -> Result<(), Failure> {
    let mut scratch = Scratch::new();
    let folder = path.parent().unwrap_or(Path::new("."));
    for line in fs::read_to_string(path)?.lines() {
        let filter: Value = serde_json::from_str(line)?;
        let file = |name: &str| numbers(folder.join(filter[name].as_str().unwrap_or("")));
        let (column, ranges, truth) = (file("column")?, file("ranges")?, file("truth")?);
        let wanted = truth.iter().filter(|&&row| row != u32::MAX).count();
        let mut last = (0.0, 0);
        for &ef in breadths {
            let mut ways = HashMap::new();
            let (qps, hits) = rounds(|| {
                let (mut hits, mut answered) = (0, 0);
                for ((vector, truth), range) in asked.iter().zip(truth.chunks(ANSWERS)).zip(ranges.chunks(2)) {
                    let set = passing(&column, range[0], range[1]);
                    let query = Query::new(vector);
                    let passing = Some(Passing::new(&set));
                    let (rows, way) = index.graph.find(&index.vectors, &query, ANSWERS, ef, passing, &mut scratch)?;
                    *ways.entry(format!("{way:?}")).or_insert(0) += 1;
                    hits += found(&rows, truth);
                    answered += 1;
                }
                Ok((answered, hits))
            })?;
            let recall = hits as f64 / wanted.max(1) as f64;
            say(&json!({
                "measure": "filter", "kind": filter["kind"], "percent": filter["percent"], "ef": ef, "recall": recall,
                "qps": qps, "ways": ways,
            }));
            // Scans answer the same at any breadth.
            if recall >= 0.9999 || (ways.len() == 1 && ways.contains_key("Scan") && last.1 > 0) {
                break;
            }
            last = (recall, hits);
        }
    }
    Ok(())
}

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let given: HashMap<String, String> = words.chunks_exact(2).map(|two| (two[0].clone(), two[1].clone())).collect();
    if !["--vectors", "--queries", "--dimension", "--index"].iter().all(|name| given.contains_key(*name)) {
        say(&json!({"measure": "nothing", "because": "give --vectors, --queries, --dimension and --index"}));
        return Ok(());
    }
    let (dimension, folder) = (given["--dimension"].parse::<usize>()?, PathBuf::from(&given["--index"]));
    let part = given.get("--only").map_or("all", String::as_str);
    let wanted = |name: &str| part == "all" || part == name;
    let breadths = given.get("--ef").map_or("10,14,20,28,40,56,80,112,160", String::as_str);
    let breadths: Vec<usize> = breadths.split(',').map(str::parse).collect::<Result<_, _>>()?;
    if part == "build" || !folder.join("graph.seal").exists() {
        build(&given, &folder, dimension)?;
    }
    if part == "build" {
        return Ok(());
    }
    let asked = fs::read(&given["--queries"])?;
    let asked: Vec<Vector> = asked.chunks(dimension * 4).map(vector).collect::<Result<_, _>>()?;
    if wanted("memory") {
        memory(&folder, dimension, &asked, breadths[0])?;
    }
    let index = open(&folder, dimension)?;
    if let Some(truth) = given.get("--truth").filter(|_| wanted("search")) {
        search(&index, &asked, &numbers(truth)?, &breadths)?;
    }
    if let Some(path) = given.get("--filters").filter(|_| wanted("filters")) {
        filters(Path::new(path), &index, &asked, &breadths)?;
    }
    Ok(())
}
