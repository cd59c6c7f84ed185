//! The static model beside `model2vec-rs` on one core: the same table, the same texts, one text a call.
//!
//! The other program gets the table as floats (and once more as its own eight bits), under the same word-pieces, so that
//! both make the same vector of a text; words of which they do not (those that the vocabulary cannot spell count here, and not
//! there) are left out before the clock starts. Texts are the demonstration
//! postings, cut into lines of eight words and into paragraphs of at most 256 tokens, which is where both would cut.

use std::collections::BTreeMap;
use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use safetensors::Dtype;
use safetensors::tensor::TensorView;
use serde_json::json;
use vocation::embedding::StaticModel;

const TOKENS: usize = 256;
const ROUNDS: usize = 100;

type Other = model2vec_rs::model::StaticModel;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let file = std::fs::read(root.join("models/static.bin"))?;
    let ours = StaticModel::from_bytes(&file)?;
    let table = Table::of(&file)?;
    println!("{} tokens of {} values, one core, texts a second:", table.tokens.len(), table.dimension);
    let (floats, bytes) = (table.in_other_program()?, table.in_other_program()?.quantize_int8());
    let mut texts = postings(&root)?;
    for text in &mut texts {
        let words = text.split_whitespace().filter(|word| apart(&ours, &floats, word) < 1e-5);
        *text = words.collect::<Vec<_>>().join(" ");
    }
    for (name, length) in [("lines of 8 words", 8), ("paragraphs of at most 256 tokens", TOKENS)] {
        let texts: Vec<&str> = texts.iter().flat_map(|text| pieces(text, length)).collect();
        let strings: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
        let apart = texts.iter().map(|text| apart(&ours, &floats, text)).fold(0.0, f32::max);
        assert!(apart < 1e-5, "the programs differ by {apart}");
        let works: [(&str, &dyn Fn()); 4] = [
            ("vocation", &|| texts.iter().for_each(|text| drop(black_box(ours.vector(text))))),
            ("model2vec-rs", &|| strings.iter().for_each(|text| drop(black_box(floats.encode_single(text))))),
            ("model2vec-rs, 8 bits", &|| strings.iter().for_each(|text| drop(black_box(bytes.encode_single(text))))),
            ("model2vec-rs, in one call", &|| drop(black_box(floats.encode_flat_with_args(&strings, Some(TOKENS))))),
        ];
        let seconds = fastest(&works);
        println!("\n{name}: {} texts", texts.len());
        for ((program, _), time) in works.iter().zip(seconds) {
            let (speed, times) = (texts.len() as f64 / time, time / seconds[0]);
            println!("  {program:<26}{speed:>12.0}   vocation is {times:.2} times as fast");
        }
    }
    Ok(())
}

/// The seconds of the fastest of many rounds, each work taking its turn.
fn fastest<const COUNT: usize>(works: &[(&str, &dyn Fn()); COUNT]) -> [f64; COUNT] {
    let mut best = [f64::INFINITY; COUNT];
    for _ in 0..ROUNDS {
        for ((_, work), best) in works.iter().zip(&mut best) {
            let start = Instant::now();
            let mut runs = 0;
            while runs == 0 || start.elapsed().as_secs_f64() < 0.01 {
                work();
                runs += 1;
            }
            *best = best.min(start.elapsed().as_secs_f64() / f64::from(runs));
        }
    }
    best
}

/// The largest difference between two values of both programs' vectors.
fn apart(ours: &StaticModel, other: &Other, text: &str) -> f32 {
    let (ours, other) = (ours.vector(text), other.encode_single(text));
    let ours = ours.as_ref().map_or(&[][..], |vector| vector.values());
    ours.iter().zip(&other).map(|(left, right)| (left - right).abs()).fold(0.0, f32::max)
}

/// The text cut at spaces, so that no piece has more than `length` words, nor more than [`TOKENS`] tokens. Words of letters
/// alone count as one token for six letters begun, other characters as one each: more than they have, as a rule.
fn pieces(text: &str, length: usize) -> Vec<&str> {
    let mut all = Vec::new();
    let (mut start, mut words, mut tokens) = (None, 0, 0);
    let mut end = 0;
    for word in text.split_whitespace() {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let letters = word.chars().filter(|letter| letter.is_alphanumeric()).count();
        let count = letters.div_ceil(6) + word.chars().count() - letters;
        if let Some(begun) = start.filter(|_| words == length || tokens + count > TOKENS) {
            all.push(&text[begun..end]);
            (start, words, tokens) = (None, 0, 0);
        }
        start = start.or(Some(at));
        (words, tokens, end) = (words + 1, tokens + count, at + word.len());
    }
    all
}

/// The bodies of the demonstration postings, written for this project.
fn postings(root: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut paths = std::fs::read_dir(root.join("data/demo/postings"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths.iter().map(std::fs::read_to_string).collect::<Result<_, _>>()?)
}

/// The rows and tokens of a model file (`src/embedding/format.rs`); phrases, which the other program has not, left out.
struct Table {
    dimension: usize,
    rows: Vec<f32>,
    tokens: Vec<String>,
}

impl Table {
    fn of(file: &[u8]) -> Result<Self, Box<dyn Error>> {
        assert_eq!(&file[..8], b"VOCSTAT1", "another layout");
        let number = |at: usize| u32::from_le_bytes([file[at], file[at + 1], file[at + 2], file[at + 3]]);
        let [dimension, rows] = [8, 12].map(|at| number(at) as usize);
        let codes = 24 + rows * 4;
        let words = std::str::from_utf8(&file[codes + rows * dimension..file.len() - 32])?.lines();
        let mut table = Self { dimension, rows: Vec::new(), tokens: vec!["[UNK]".to_owned()] };
        table.rows.resize(dimension, 0.0);
        for (row, word) in words.enumerate().filter(|(_, word)| !word.contains(' ')) {
            table.tokens.push(word.to_owned());
            let scale = if row < rows { f32::from_bits(number(24 + row * 4)) } else { 0.0 };
            let code = |at: usize| if row < rows { file[codes + row * dimension + at].cast_signed() } else { 0 };
            table.rows.extend((0..dimension).map(|at| scale * f32::from(code(at))));
        }
        Ok(table)
    }

    /// The table as a model of the other program: BERT's uncased normalizer and word-pieces.
    fn in_other_program(&self) -> Result<Other, Box<dyn Error>> {
        let vocabulary: BTreeMap<&str, usize> = self.tokens.iter().map(String::as_str).zip(0..).collect();
        let tokenizer = json!({
            "version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
            "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                "strip_accents": null, "lowercase": true},
            "pre_tokenizer": {"type": "BertPreTokenizer"}, "post_processor": null, "decoder": null,
            "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                "max_input_chars_per_word": 100, "vocab": vocabulary},
        });
        let bytes: Vec<u8> = self.rows.iter().flat_map(|value| value.to_le_bytes()).collect();
        let rows = TensorView::new(Dtype::F32, vec![self.tokens.len(), self.dimension], &bytes)?;
        let model = safetensors::serialize([("embeddings", rows)], None)?;
        Ok(Other::from_bytes(tokenizer.to_string(), model, r#"{"normalize": true}"#, None)?)
    }
}
