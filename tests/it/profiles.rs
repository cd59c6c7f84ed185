//! What was understood of documents, as Parquet and Arrow: it scores as the documents do, and is refused where it was made with
//! something else or is not what it says.

use std::fs;
use std::fs::File;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::BinaryArray;
use arrow_array::RecordBatch;
use arrow_array::StringArray;
use arrow_array::cast::AsArray;
use arrow_cast::cast;
use arrow_schema::DataType;
use arrow_schema::Field;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use vocation::batch::Profiles;

use crate::samples;
use crate::tiny;

const PROGRAM: &str = env!("CARGO_BIN_EXE_vocation");

fn score(postings: &[&Path], resumes: &Path, output: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.arg("score").arg("--postings").args(postings).arg("--resumes").arg(resumes).arg("--output").arg(output);
    command.args(["--as-of", "2026-04", "--top", "9", "--overwrite"]);
    command.env("VOCATION_WEIGHTS", output.with_file_name("no-weights"));
    command
}

fn done(mut command: Command) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    said
}

/// The demonstration scored, with profiles and a catalog kept, in a folder.
fn scored(folder: &Path) -> String {
    let (postings, resumes) = (samples::demonstration("postings"), samples::demonstration("resumes"));
    let mut command = score(&[&postings], &resumes, &folder.join("first.csv"));
    command.arg("--keep-profiles").arg(folder.join("kept.parquet"));
    command.arg("--keep-catalog").arg(folder.join("catalog"));
    done(command);
    fs::read_to_string(folder.join("first.csv")).unwrap()
}

fn batch_of(path: &Path) -> RecordBatch {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    let all: Vec<RecordBatch> = reader.with_batch_size(1 << 20).build().unwrap().map(Result::unwrap).collect();
    let [batch] = &all[..] else { panic!("{} batches", all.len()) };
    batch.clone()
}

fn write(path: &Path, batch: &RecordBatch) {
    let mut writer = ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

/// The batch with another column of a name.
fn with(batch: &RecordBatch, name: &str, column: ArrayRef) -> RecordBatch {
    let schema = batch.schema();
    let columns = schema.fields().iter().zip(batch.columns()).map(|(field, old)| {
        let new = if field.name() == name { Arc::clone(&column) } else { Arc::clone(old) };
        (field.name().clone(), new)
    });
    RecordBatch::try_from_iter(columns.collect::<Vec<_>>()).unwrap()
}

fn texts<'a>(batch: &'a RecordBatch, name: &str) -> Vec<&'a str> {
    batch.column_by_name(name).unwrap().as_string::<i32>().iter().flatten().collect()
}

#[test]
fn documents_a_catalog_and_profiles_score_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let first = scored(folder.path());
    for (name, more) in [("exported.parquet", None), ("exported.arrow", None), ("again.parquet", Some(()))] {
        let mut export = Command::new(PROGRAM);
        export.arg("export").arg("--catalog").arg(at("catalog")).arg("--profiles").arg(at(name));
        let told = export.output().unwrap();
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        assert_eq!(String::from_utf8_lossy(&told.stdout), "profiles exported: 150\n");
        if more.is_some() {
            assert!(fs::read(at("exported.parquet")).unwrap() == fs::read(at(name)).unwrap(), "not the same bytes");
        }
    }
    let (postings, resumes) = (samples::demonstration("postings"), samples::demonstration("resumes"));
    let sources: [(&Path, &Path); 6] = [
        (&at("catalog"), &at("catalog")),
        (&at("kept.parquet"), &at("kept.parquet")),
        (&at("exported.parquet"), &at("exported.arrow")),
        (&at("exported.arrow"), &resumes),
        (&postings, &at("kept.parquet")),
        (&at("catalog"), &at("exported.arrow")),
    ];
    for (postings, resumes) in sources {
        done(score(&[postings], resumes, &at("other.csv")));
        assert!(fs::read_to_string(at("other.csv")).unwrap() == first, "{postings:?} beside {resumes:?}");
    }
}

#[test]
fn rows_that_other_tools_wrote_again_count_beside_documents() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let first = scored(folder.path());
    let batch = batch_of(&at("kept.parquet"));
    // As a tool that knows no lists of one length, other texts and 64-bit numbers writes it.
    let list = DataType::LargeList(Arc::new(Field::new("element", DataType::Float64, true)));
    let kinds = [("vector", list), ("profile", DataType::LargeUtf8), ("codes", DataType::LargeBinary)];
    let other = kinds.iter().fold(batch, |batch, (name, kind)| {
        with(&batch, name, cast(batch.column_by_name(name).unwrap(), kind).unwrap())
    });
    // The first seventy postings as profiles, the others as documents, one of them twice.
    write(&at("some.parquet"), &other.slice(0, 70));
    let ids: Vec<&str> = texts(&other, "id").into_iter().take(70).collect();
    fs::create_dir(at("rest")).unwrap();
    for file in fs::read_dir(samples::demonstration("postings")).unwrap().map(|file| file.unwrap().path()) {
        let id = file.file_stem().unwrap().to_str().unwrap().to_owned();
        if !ids.contains(&id.as_str()) || id == ids[7] {
            fs::copy(&file, at("rest").join(file.file_name().unwrap())).unwrap();
        }
    }
    let said = done(score(&[&at("some.parquet"), &at("rest")], &samples::demonstration("resumes"), &at("other.csv")));
    assert!(said.contains("119 postings read, 1 not"), "{said}");
    assert!(said.contains(&format!("its id {:?} is also that of", ids[7])), "{said}");
    assert!(fs::read_to_string(at("other.csv")).unwrap() == first);
}

#[test]
fn what_was_made_with_something_else_is_refused_before_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    scored(folder.path());
    let batch = batch_of(&at("kept.parquet"));
    for (column, wanted) in
        [("embedder", "another model (elsewhere-1"), ("understanding", "understanding of documents (elsewhere-1")]
    {
        let mut values = texts(&batch, column);
        values[42] = "elsewhere-1";
        write(&at("other.parquet"), &with(&batch, column, Arc::new(StringArray::from(values))));
        let output =
            score(&[&at("other.parquet")], &samples::demonstration("resumes"), &at("none.csv")).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("other.parquet, row 43") && said.contains(wanted), "{said}");
        assert!(said.contains("vocation reindex --catalog DIR") && !said.contains("read,"), "{said}");
        assert!(!at("none.csv").exists());
    }
    let mut rank = Command::new(PROGRAM);
    rank.arg("rank").arg(samples::demonstration("resumes/chef-lyon.md")).arg("--among").arg(at("kept.parquet"));
    let said = String::from_utf8(rank.output().unwrap().stderr).unwrap();
    assert!(said.contains("what was understood of documents") && said.contains("vocation score"), "{said}");
}

/// The problems of the rows of a file.
fn problems(path: &Path) -> Vec<String> {
    let engine = samples::engine();
    let rows = Profiles::open(path, &engine).unwrap().expect("profiles");
    rows.flat_map(|rows| rows.unwrap()).filter_map(|(_, placed)| placed.err().map(|error| error.to_string())).collect()
}

#[test]
fn a_row_that_is_not_what_it_says_is_named_and_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    scored(folder.path());
    let batch = batch_of(&at("kept.parquet"));
    assert_eq!(problems(&at("kept.parquet")), Vec::<String>::new());
    let changed = |name: &str, change: &dyn Fn(&str) -> String| -> ArrayRef {
        let mut values: Vec<String> = texts(&batch, name).into_iter().map(str::to_owned).collect();
        values[5] = change(&values[5]);
        Arc::new(StringArray::from(values))
    };
    let bytes = |name: &str, change: &dyn Fn(Vec<u8>) -> Vec<u8>| -> ArrayRef {
        let all = batch.column_by_name(name).unwrap().as_binary::<i32>();
        let values = all
            .iter()
            .enumerate()
            .map(|(at, value)| value.map(|value| if at == 5 { change(value.to_vec()) } else { value.to_vec() }));
        Arc::new(BinaryArray::from_iter(values))
    };
    let vectors = batch.column_by_name("vector").unwrap();
    let others =
        arrow_cast::cast(vectors, &DataType::List(Arc::new(Field::new("item", DataType::Float32, true)))).unwrap();
    let turned = others.as_list::<i32>().iter().map(|list| {
        list.map(|list| list.as_primitive::<arrow_array::types::Float32Type>().iter().rev().collect::<Vec<_>>())
    });
    let turned: ArrayRef =
        Arc::new(arrow_array::ListArray::from_iter_primitive::<arrow_array::types::Float32Type, _, _>(turned));
    let cases: [(&str, ArrayRef, usize, &str); 9] = [
        ("profile", changed("profile", &|text| text[..text.len() / 2].to_owned()), 1, "its profile cannot be read"),
        ("profile", changed("profile", &|_| "[".repeat(100_000)), 1, "its profile cannot be read"),
        (
            "profile",
            changed("profile", &|text| text.replacen("\"skills\":[{\"id\":", "\"skills\":[{\"id\":9", 1)),
            1,
            "skills or words",
        ),
        ("id", changed("id", &|_| "someone".to_owned()), 1, "its id is not that of its profile"),
        ("side", changed("side", &|_| "resume".to_owned()), 1, "its side is not that of its profile"),
        ("codes", bytes("codes", &|value| value[1..].to_vec()), 1, "255 values, the model gives 256"),
        ("codes", bytes("codes", &|value| vec![0; value.len()]), 1, "no value other than zero"),
        ("role_codes", bytes("role_codes", &|_| Vec::new()), 1, "one vector for each role"),
        ("vector", turned, 150, "not of one document"),
    ];
    for (name, column, count, wanted) in cases {
        write(&at("other.parquet"), &with(&batch, name, column));
        let found = problems(&at("other.parquet"));
        assert_eq!(found.len(), count, "{name}: {found:?}");
        let first = if count == 1 { "row 6: " } else { "row 1: " };
        assert!(found[0].contains(first) && found[0].contains(wanted), "{name}: {}", found[0]);
        assert!(found[0].contains("vocation export --profiles"), "{}", found[0]);
    }
}

#[test]
fn a_changed_file_is_an_error_or_profiles() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    scored(folder.path());
    write(&at("few.parquet"), &batch_of(&at("kept.parquet")).slice(0, 20));
    let bytes = fs::read(at("few.parquet")).unwrap();
    let engine = samples::engine();
    let mut random = fastrand::Rng::with_seed(tiny::seed());
    let (rounds, mut errors) = (tiny::rounds(300, 5_000), 0);
    let path: PathBuf = at("changed.parquet");
    for _ in 0..rounds {
        let mut changed = bytes.clone();
        for _ in 0..random.usize(1..4) {
            let place = random.usize(4..changed.len());
            changed[place] ^= 1 << random.u8(..8);
        }
        if random.u8(..4) == 0 {
            changed.truncate(random.usize(8..changed.len()));
        }
        fs::write(&path, changed).unwrap();
        errors += match Profiles::open(&path, &engine) {
            Err(_) => 1,
            Ok(None) => 0,
            Ok(Some(rows)) => {
                let wrong = |rows: vocation::Result<Vec<(String, vocation::Result<_>)>>| {
                    rows.map_or(1, |rows| rows.iter().filter(|(_, placed)| placed.is_err()).count())
                };
                usize::from(rows.map(wrong).sum::<usize>() > 0)
            }
        };
    }
    assert!(errors > rounds / 2, "seed {}: {errors} of {rounds}", tiny::seed());
}
