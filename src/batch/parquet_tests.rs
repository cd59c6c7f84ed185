use arrow_array::Array;
use arrow_array::Float64Array;
use arrow_array::StringArray;
use arrow_array::UInt32Array;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::SerializedFileReader;

use super::*;

/// The numbers of a row: made from its place, many of them alike.
fn numbers(at: u32) -> Vec<f64> {
    let signals = u32::try_from(SIGNALS.len()).unwrap();
    (0..signals).map(|signal| f64::from((at.wrapping_mul(2_654_435_761) >> 7) % 1000 + signal) / 9000.0).collect()
}

fn part(path: &Path, rows: std::ops::Range<u32>) {
    let mut part = ParquetPart::create(path, "v-1").unwrap();
    for at in rows {
        let contributions = numbers(at);
        part.push(Row {
            posting: &format!("postings/{}", at / 20),
            resume: &format!("résumé {}", at % 97),
            rank: at % 20 + 1,
            score: contributions.iter().sum(),
            probability: at.is_multiple_of(3).then_some(0.5),
            contributions: &contributions,
            gates: if at.is_multiple_of(5) { "place: fail" } else { "" },
        })
        .unwrap();
    }
    part.finish().unwrap();
}

#[test]
fn joined_parts_hold_all_rows_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let [one, two, none] = ["one", "two", "none"].map(|name| folder.path().join(name));
    part(&one, 0..20_000);
    part(&two, 20_000..20_007);
    part(&none, 0..0);
    let whole = folder.path().join("whole");
    let footer = [("vocation.summary".to_owned(), "{}".to_owned())];
    join(&[one, none, two], &mut File::create(&whole).unwrap(), &whole, "v-1", &footer).unwrap();

    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(&whole).unwrap()).unwrap().build().unwrap();
    let mut at = 0;
    for batch in reader.map(|batch| batch.unwrap()) {
        let texts = |name: &str| batch[name].as_any().downcast_ref::<StringArray>().unwrap().clone();
        let floats = |name: &str| batch[name].as_any().downcast_ref::<Float64Array>().unwrap().clone();
        let (posting, resume, gates, version) = (texts("posting"), texts("resume"), texts("gates"), texts("version"));
        let (score, probability) = (floats("score"), floats("probability"));
        let ranks = batch["rank"].as_any().downcast_ref::<UInt32Array>().unwrap();
        for row in 0..batch.num_rows() {
            let wanted = numbers(at);
            assert_eq!(posting.value(row), format!("postings/{}", at / 20));
            assert_eq!(resume.value(row), format!("résumé {}", at % 97));
            assert_eq!(ranks.value(row), at % 20 + 1);
            assert_eq!(score.value(row).to_bits(), wanted.iter().sum::<f64>().to_bits());
            assert_eq!(probability.is_null(row), !at.is_multiple_of(3));
            assert_eq!((gates.value(row) == "place: fail", version.value(row)), (at.is_multiple_of(5), "v-1"));
            for (signal, wanted) in SIGNALS.iter().zip(wanted) {
                assert_eq!(floats(&format!("contribution_{}", signal.name)).value(row).to_bits(), wanted.to_bits());
            }
            at += 1;
        }
    }
    assert_eq!(at, 20_007);

    let reader = SerializedFileReader::new(File::open(&whole).unwrap()).unwrap();
    let pairs = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let value = |key: &str| pairs.iter().find(|pair| pair.key == key).and_then(|pair| pair.value.as_deref());
    assert_eq!((value(VERSION), value("vocation.summary")), (Some("v-1"), Some("{}")));
    let first = reader.metadata().row_group(0).column(3);
    assert!(first.statistics().is_some() && first.compression() == Compression::ZSTD(ZstdLevel::default()));
}

#[test]
fn the_same_rows_are_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let [one, two] = ["one", "two"].map(|name| folder.path().join(name));
    part(&one, 0..9_000);
    part(&two, 0..9_000);
    assert_eq!(std::fs::read(&one).unwrap(), std::fs::read(&two).unwrap());
}

#[test]
fn no_part_makes_a_file_without_rows() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole");
    join(&[], &mut File::create(&whole).unwrap(), &whole, "v", &[]).unwrap();
    let reader = SerializedFileReader::new(File::open(&whole).unwrap()).unwrap();
    assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
    assert_eq!(reader.metadata().file_metadata().schema_descr().num_columns(), 7 + SIGNALS.len());
}

#[test]
fn damaged_and_foreign_parts_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("part");
    part(&path, 0..100);
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() - 9]).unwrap();
    let whole = folder.path().join("whole");
    let output = || File::create(&whole).unwrap();
    let error = join(std::slice::from_ref(&path), &mut output(), &whole, "v", &[]).unwrap_err().to_string();
    assert!(error.contains("part") && error.contains("write it again"), "{error}");

    let schema = Arc::new(Schema::new(vec![Field::new("a", DataType::Float64, false)]));
    let mut writer = ArrowWriter::try_new(File::create(&path).unwrap(), schema, None).unwrap();
    writer.finish().unwrap();
    let error = join(&[path], &mut output(), &whole, "v", &[]).unwrap_err().to_string();
    assert!(error.contains("columns are not those"), "{error}");
}

#[test]
fn a_row_has_a_contribution_for_each_signal() {
    let folder = tempfile::tempdir().unwrap();
    let mut part = ParquetPart::create(&folder.path().join("part"), "v").unwrap();
    let contributions = &[0.5];
    let row = Row { posting: "p", resume: "r", rank: 1, score: 0.5, probability: None, contributions, gates: "" };
    assert!(part.push(row).unwrap_err().to_string().contains("a row has 1 contributions"));
}

/// Writes two joined parts, and what other programs must find in them, into the folder that `VOCATION_FRAMES` names
/// (`.ci/frames` asks the tools).
#[test]
#[ignore = "a file for other programs"]
fn rows_for_the_tools() {
    let folder = PathBuf::from(std::env::var_os("VOCATION_FRAMES").unwrap());
    let parts = ["one", "two"].map(|name| folder.join(name));
    let rows = 0..1_200_000_u32;
    part(&parts[0], 0..1_100_000);
    part(&parts[1], 1_100_000..rows.end);
    let whole = folder.join("rows.parquet");
    join(&parts, &mut File::create(&whole).unwrap(), &whole, "v-1", &[]).unwrap();
    let mut sums = serde_json::Map::new();
    for (signal, at) in SIGNALS.iter().zip(0..) {
        let sum: f64 = rows.clone().map(|row| numbers(row)[at]).sum();
        sums.insert(format!("contribution_{}", signal.name), sum.into());
    }
    sums.insert("score".to_owned(), rows.clone().map(|row| numbers(row).iter().sum::<f64>()).sum::<f64>().into());
    sums.insert("probability".to_owned(), (f64::from(rows.end / 3) * 0.5).into());
    let counts = serde_json::json!({"rank": rows.clone().map(|row| u64::from(row % 20 + 1)).sum::<u64>(),
        "nulls": rows.end - rows.end / 3, "posting": rows.end / 20, "resume": 97, "gates": 2, "version": 1});
    let mut told = serde_json::json!({"rows": rows.end, "version": "v-1", "sums": sums, "counts": counts});
    std::fs::write(folder.join("rows.json"), told.to_string()).unwrap();
    told["sums"]["score"] = 1.0.into();
    std::fs::write(folder.join("wrong.json"), told.to_string()).unwrap();
}
