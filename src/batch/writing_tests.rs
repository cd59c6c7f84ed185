//! Disks that are full and files that are gone: what is said names the end that failed.

use std::io::Error as IoError;
use std::io::ErrorKind;
use std::sync::Arc;

use super::*;
use crate::batch::job::Job;
use crate::batch::kept::Kept;
use crate::batch::stats::Stats;
use crate::documents::Side;
use crate::ranking::SIGNALS;
use crate::ranking::Weights;

/// A disk without room.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(IoError::from(ErrorKind::StorageFull))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A part of more rows than any buffer holds.
fn part() -> Part {
    let others: Vec<String> = (0..600).map(|other| format!("other-{other}")).collect();
    let mut kept = Kept::new(&Job::default(), others.len());
    for other in 0..600 {
        kept.put(other, 0.5, [None, None], &vec![0.1; SIGNALS.len()]);
    }
    let (weights, others) = (Weights::default(), Arc::new(others));
    Part { by: Side::Resume, weights, kept: vec![("own".to_owned(), kept)], others, begin: 0, stats: Stats::default() }
}

#[test]
fn a_full_disk_is_called_so_in_every_form() {
    let part = part();
    for failed in [csv(&mut Full, &part, "v"), lines(&mut Full, &part, "v")] {
        let error = failed.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StorageFull);
        let said = Error::io("part-000000.begun", error).to_string();
        assert!(said.contains("make room on the disk"), "{said}");
    }
}

#[test]
fn copying_names_the_end_that_failed() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("part-000000.csv"), folder.path().join("whole.begun"));
    let (end, source) = copy(&from, &mut Vec::new()).unwrap_err();
    assert!(end.error(&from, &to, source).to_string().contains("part-000000.csv"));
    std::fs::write(&from, "1,2\n").unwrap();
    let (end, source) = copy(&from, &mut Full).unwrap_err();
    let said = end.error(&from, &to, source).to_string();
    assert!(said.contains("whole.begun") && said.contains("make room on the disk"), "{said}");
    let mut whole = Vec::new();
    assert_eq!(copy(&from, &mut whole).unwrap(), Made::of(&from).unwrap());
    assert_eq!(whole, b"1,2\n");
}

#[cfg(feature = "columnar")]
#[test]
fn a_full_disk_is_no_damaged_part() {
    let said = parquet::join(&[], &mut Full, Path::new("whole.begun"), "v", &[]).unwrap_err().to_string();
    assert!(said.contains("whole.begun") && said.contains("make room on the disk"), "{said}");
}
