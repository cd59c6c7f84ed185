//! Parquet and Arrow files: read as other tables are, and refused where they are damaged or made to fill the memory.
//!
//! `VOCATION_LONG=1` tries ten times as many changes, `VOCATION_SEED` sets another seed.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use arrow_array::ArrayRef;
use arrow_array::BooleanArray;
use arrow_array::DictionaryArray;
use arrow_array::Float64Array;
use arrow_array::Int64Array;
use arrow_array::LargeStringArray;
use arrow_array::RecordBatch;
use arrow_array::StringArray;
use arrow_array::StringViewArray;
use arrow_array::StructArray;
use arrow_array::TimestampMillisecondArray;
use arrow_array::builder::ListBuilder;
use arrow_array::builder::StringBuilder;
use arrow_array::types::Int32Type;
use arrow_ipc::CompressionType;
use arrow_ipc::writer::FileWriter;
use arrow_ipc::writer::IpcWriteOptions;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::DataType;
use arrow_schema::Field;
use jiff::civil::date;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use rayon::prelude::*;
use vocation::Posting;
use vocation::documents;
use vocation::documents::Columns;
use vocation::documents::Document;
use vocation::documents::Options;
use vocation::documents::SectionKind;
use vocation::place::Mode;

use crate::tiny;

/// Two postings and an empty row, in columns of as many kinds as tables have.
fn table() -> RecordBatch {
    let mut skills = ListBuilder::new(StringBuilder::new());
    for of in [Some(["Apache Kafka", "PostgreSQL"]), None, None] {
        match of {
            Some(names) => skills.append_value(names.map(Some)),
            None => skills.append_null(),
        }
    }
    let companies: DictionaryArray<Int32Type> = [Some("Crumb"), Some("Mill"), None].into_iter().collect();
    // 2026-11-03 23:30 in New York is the day after in Greenwich, which is the day that is kept.
    let posted = TimestampMillisecondArray::from(vec![Some(1_793_762_100_000), None, None]).with_timezone("UTC");
    let raw: ArrayRef = Arc::new(StringArray::from(vec![Some("x"), None, None]));
    let nested = StructArray::from(vec![(Arc::new(Field::new("raw", DataType::Utf8, true)), raw)]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("job_id", Arc::new(Int64Array::from(vec![Some(7), Some(8), None]))),
        ("Job Title", Arc::new(StringViewArray::from(vec![Some("Data Engineer"), Some("Baker"), None]))),
        ("company", Arc::new(companies)),
        (
            "description",
            Arc::new(LargeStringArray::from(vec![Some("You build pipelines in Python."), Some("You bake."), None])),
        ),
        ("min_salary", Arc::new(Float64Array::from(vec![Some(60_000.0), None, None]))),
        ("max_salary", Arc::new(Float64Array::from(vec![Some(75_000.0), None, None]))),
        ("currency", Arc::new(StringArray::from(vec![Some("EUR"), None, None]))),
        ("pay_period", Arc::new(StringArray::from(vec![Some("yearly"), None, None]))),
        ("remote", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None]))),
        ("date_posted", Arc::new(posted)),
        ("skills", Arc::new(skills.finish())),
        ("location", Arc::new(nested)),
    ];
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, column)| (name, column, true))).unwrap()
}

fn parquet(batch: &RecordBatch, compression: Compression) -> Vec<u8> {
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

fn arrow_file(batch: &RecordBatch, compression: Option<CompressionType>) -> Vec<u8> {
    let options = IpcWriteOptions::default().try_with_compression(compression).unwrap();
    let mut writer = FileWriter::try_new_with_options(Vec::new(), &batch.schema(), options).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

fn arrow_stream(batch: &RecordBatch) -> Vec<u8> {
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

/// The table in every container.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let table = table();
    vec![
        ("snappy.parquet", parquet(&table, Compression::SNAPPY)),
        ("zstd.parquet", parquet(&table, Compression::ZSTD(Default::default()))),
        ("gzip.parquet", parquet(&table, Compression::GZIP(Default::default()))),
        ("lz4.parquet", parquet(&table, Compression::LZ4_RAW)),
        ("plain.arrow", arrow_file(&table, None)),
        ("lz4.feather", arrow_file(&table, Some(CompressionType::LZ4_FRAME))),
        ("zstd.ipc", arrow_file(&table, Some(CompressionType::ZSTD))),
        ("stream.arrows", arrow_stream(&table)),
    ]
}

/// What a file of these bytes holds, and what is remarked on it.
fn read(name: &str, bytes: &[u8], options: &Options) -> (Vec<Result<Document, String>>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let mut listing = documents::list_with(folder.path(), options).unwrap();
    let one = |raw: vocation::Result<documents::Raw>| raw.and_then(|raw| raw.read(None)).map(|found| found.document);
    let found = listing.by_ref().map(|raw| one(raw).map_err(|error| error.to_string())).collect();
    (found, listing.remarks())
}

fn posting(found: &Result<Document, String>) -> &Posting {
    match found {
        Ok(Document::Posting(posting)) => posting,
        other => panic!("no posting: {other:?}"),
    }
}

#[test]
fn rows_of_every_container_become_the_same_postings() {
    for (name, bytes) in files() {
        let (found, remarks) = read(name, &bytes, &Options::default());
        let [engineer, baker] = &found[..] else { panic!("{name}: {found:?}") };
        let (engineer, baker) = (posting(engineer), posting(baker));
        let head = |one: &Posting| (one.id.clone(), one.title.clone(), one.company.clone().unwrap());
        let words = |id: &str, title: &str, company: &str| (id.to_owned(), title.to_owned(), company.to_owned());
        assert_eq!(head(engineer), words("7", "Data Engineer", "Crumb"), "{name}");
        assert_eq!(head(baker), words("8", "Baker", "Mill"), "{name}");
        let pay = engineer.pay.as_ref().unwrap();
        assert_eq!((pay.min, pay.max, pay.currency.code()), (Some(60_000.0), Some(75_000.0), "EUR"), "{name}");
        assert_eq!((engineer.posted, engineer.mode), (Some(date(2026, 11, 4)), Some(Mode::Remote)), "{name}");
        let listed = engineer.sections.iter().find(|section| section.kind == SectionKind::Skills).unwrap();
        assert_eq!(listed.text, "Apache Kafka, PostgreSQL", "{name}");
        assert!(engineer.body().contains("pipelines in Python") && baker.body().contains("You bake"), "{name}");
        let [remark] = &remarks[..] else { panic!("{name}: {remarks:?}") };
        assert!(remark.contains("title=Job Title") && remark.ends_with("not read: location (nested)"), "{remark}");
    }
}

#[test]
fn columns_and_formats_that_are_named_count() {
    let columns = Columns::parse("title=company,company=Job Title").unwrap();
    for (name, bytes) in files() {
        let format = if name.ends_with("parquet") { "parquet" } else { "arrow" };
        let formats = documents::Formats::parse(format).unwrap();
        let options = Options { columns: columns.clone(), formats };
        let (found, _) = read("named.dat", &bytes, &options);
        assert_eq!(posting(&found[1]).title, "Mill", "{name}");
        let columns = Columns::parse("title=Label").unwrap();
        let (found, _) = read(name, &bytes, &Options { columns, ..Options::default() });
        assert!(matches!(&found[..], [Err(error)] if error.contains("no column is called \"Label\"")), "{found:?}");
    }
    let without = table().project(&[0, 4, 9]).unwrap();
    let (found, _) = read("a.parquet", &parquet(&without, Compression::UNCOMPRESSED), &Options::default());
    assert!(matches!(&found[..], [Err(error)] if error.contains("--columns title=NAME")), "{found:?}");
    let options = Options { formats: documents::Formats::parse("parquet").unwrap(), ..Options::default() };
    let (found, _) = read("a.md", b"# Baker\n\nWe bake all day long.", &options);
    assert!(
        matches!(&found[..], [Err(error)] if error.contains("a.md") && error.contains("without an end")),
        "{found:?}"
    );
}

#[test]
fn texts_with_ids_are_documents_as_they_were_written() {
    let texts = [
        "# [Baker](https://crumb.example/1)\n### Crumb\n#### `\u{1F4B0} EUR 30k~35k` `\u{1F30E} Remote - Austria`\n\nYou will bake.",
        "# Ida Novak\nida@novak.example\n\nData Engineer\n\n## Experience\nData Engineer, Crumb, 2019 - 2024\n\n## Skills\nPython",
    ];
    let columns: [(&str, ArrayRef); 2] = [
        ("id", Arc::new(StringArray::from(vec!["a", "b"]))),
        ("text", Arc::new(LargeStringArray::from(texts.to_vec()))),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let (found, _) = read("a.parquet", &parquet(&batch, Compression::SNAPPY), &Options::default());
    let wanted = ["a", "b"].iter().zip(texts).map(|(id, text)| Ok(Document::parse(id, text, None)));
    assert_eq!(found, wanted.collect::<Vec<Result<_, String>>>());
    assert!(posting(&found[0]).pay_tag.is_some() && matches!(&found[1], Ok(Document::Resume(_))), "{found:?}");
    let quoted = texts.map(|text| format!("\"{}\"", text.replace('"', "\"\"")));
    let csv = format!("id,text\na,{}\nb,{}\n", quoted[0], quoted[1]);
    assert_eq!(read("a.csv", csv.as_bytes(), &Options::default()).0, found, "as a table of text");
}

#[test]
fn a_file_of_one_row_is_one_document() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.parquet");
    fs::write(&path, parquet(&table().slice(1, 1), Compression::SNAPPY)).unwrap();
    assert_eq!(Posting::read(&path).unwrap().title, "Baker");
    fs::write(&path, parquet(&table(), Compression::SNAPPY)).unwrap();
    let error = Posting::read(&path).unwrap_err().to_string();
    assert!(error.contains("several rows where one document is asked for"), "{error}");
}

/// A table of one text that repeats itself.
fn long(bytes: usize) -> RecordBatch {
    let columns: [(&str, ArrayRef); 2] = [
        ("title", Arc::new(StringArray::from(vec!["Baker"]))),
        ("text", Arc::new(StringArray::from(vec!["0".repeat(bytes)]))),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

#[test]
fn what_unpacks_to_more_than_the_limits_is_refused() {
    let much = 130 << 20;
    let one = |name: &str, bytes: &[u8]| match &read(name, bytes, &Options::default()).0[..] {
        [Err(error)] => error.clone(),
        other => panic!("{name}: {} items", other.len()),
    };
    let error = one("bomb.parquet", &parquet(&long(much), Compression::ZSTD(Default::default())));
    assert!(error.contains("a page") && error.contains("more than the limit of 134217728"), "{error}");
    let error = one("row.parquet", &parquet(&long(5 << 20), Compression::ZSTD(Default::default())));
    assert!(error.contains("row 1") && error.contains("more than the limit of 4194304"), "{error}");
    // The number before a packed buffer claims what would fill the memory.
    let mut bytes = arrow_file(&long(100_000), Some(CompressionType::ZSTD));
    let claim = 100_000_i64.to_le_bytes();
    let at = bytes.windows(8).rposition(|eight| eight == claim).unwrap();
    bytes[at..at + 8].copy_from_slice(&(1_i64 << 45).to_le_bytes());
    let error = one("claim.arrow", &bytes);
    assert!(error.contains("a batch of rows takes") && error.contains("write smaller batches"), "{error}");
}

#[test]
fn cut_files_are_errors_that_name_them() {
    for (name, bytes) in files() {
        for end in (9..bytes.len()).step_by(61) {
            let (found, _) = read(name, &bytes[..end], &Options::default());
            // A stream may end behind any message; files are not read without their end.
            let whole = found.iter().filter(|one| one.is_ok()).count();
            let may_end = name == "stream.arrows";
            assert!(whole == 0 || (whole == 2 && may_end), "{name}, {end}: {found:?}");
            assert!(may_end || found.iter().any(Result::is_err), "{name}, {end}: {found:?}");
            assert!(found.iter().flat_map(|one| one.as_ref().err()).all(|error| error.contains(name)), "{found:?}");
        }
    }
}

/// A file with some of its bytes changed, moved or cut.
fn changed(bytes: &[u8], random: &mut fastrand::Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..random.usize(1..4) {
        let at = random.usize(..bytes.len());
        let end = at + random.usize(..=(bytes.len() - at).min(40));
        match random.u8(..12) {
            0 => bytes.truncate(at.max(16)),
            1 => drop(bytes.drain(at..end)),
            2 => bytes[at..end].fill(0xFF),
            3 => bytes[at..end].fill(0),
            4..=7 => bytes[at] = random.u8(..),
            _ => bytes[at] ^= 1 << random.u8(..8),
        }
        if bytes.is_empty() {
            bytes.push(0);
        }
    }
    bytes
}

fn read_beside_another(folder: &Path, name: &str, about: &str) -> bool {
    let begun = Instant::now();
    let found: Vec<_> = documents::read_path(folder, None).unwrap().collect();
    assert!(begun.elapsed() < Duration::from_secs(5), "{about}");
    for error in found.iter().filter_map(|one| one.as_ref().err()).map(ToString::to_string) {
        assert!(error.contains(name), "{about}: {error}");
    }
    let last = found.last().unwrap().as_ref().unwrap_or_else(|error| panic!("{about}: the other file: {error}"));
    assert_eq!(last.id, "zz", "{about}");
    found.iter().any(Result::is_err)
}

#[test]
fn a_changed_file_is_an_error_or_documents() {
    let rounds = tiny::rounds(1_000, 10_000);
    files().par_iter().for_each(|(name, bytes)| {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("zz.md"), "# [Miller](https://mill.example)\n\nWe grind flour.").unwrap();
        let mut random = fastrand::Rng::with_seed(tiny::seed());
        let mut errors = 0;
        for round in 0..rounds {
            fs::write(folder.path().join(name), changed(bytes, &mut random)).unwrap();
            let about = format!("{name}, seed {}, round {round}", tiny::seed());
            errors += usize::from(read_beside_another(folder.path(), name, &about));
        }
        println!("{name}: {errors} of {rounds} changes are errors");
        assert!(errors > rounds / 10, "{name}: {errors} of {rounds}");
    });
}
