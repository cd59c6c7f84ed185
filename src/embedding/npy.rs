//! Vectors as a NumPy file, for other programs to read.

use std::fs::File;
use std::io;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;

use super::Vector;
use crate::error::Error;
use crate::error::Result;

/// Writes `rows` as a NumPy array: format 1.0, `<f4`, C order, shape (rows, dimension). A text that had no vector is
/// a row of zeros. Returns how many rows are zero.
///
/// # Errors
/// When `writer` fails, or when a vector has not `dimension` values ([`io::ErrorKind::InvalidInput`]).
pub fn write_npy(mut writer: impl Write, dimension: usize, rows: &[Option<Vector>]) -> io::Result<usize> {
    let header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, {dimension}), }}", rows.len());
    // Magic, version, length of what follows, then the header padded so that the data starts at a multiple of 64.
    let padded = (10 + header.len() + 1).next_multiple_of(64) - 10;
    let length = u16::try_from(padded).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    writer.write_all(b"\x93NUMPY\x01\x00")?;
    writer.write_all(&length.to_le_bytes())?;
    writeln!(writer, "{header:<width$}", width = padded - 1)?;
    let zeros = vec![0_u8; dimension * 4];
    let mut bytes = Vec::with_capacity(dimension * 4);
    let mut empty = 0;
    for row in rows {
        let Some(vector) = row else {
            empty += 1;
            writer.write_all(&zeros)?;
            continue;
        };
        if vector.values().len() != dimension {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a vector of another dimension"));
        }
        bytes.clear();
        bytes.extend(vector.values().iter().flat_map(|value| value.to_le_bytes()));
        writer.write_all(&bytes)?;
    }
    writer.flush()?;
    Ok(empty)
}

/// [`write_npy`] into the file at `path`, which is replaced where it exists.
///
/// # Errors
/// [`Error::Io`] when the file cannot be written.
pub fn save_npy(path: &Path, dimension: usize, rows: &[Option<Vector>]) -> Result<usize> {
    let file = File::create(path).map_err(|source| Error::io(path, source))?;
    write_npy(BufWriter::new(file), dimension, rows).map_err(|source| Error::io(path, source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_what_numpy_expects() {
        let mut bytes = Vec::new();
        let rows = [Vector::new(&[3.0, 4.0]), None];
        assert_eq!(write_npy(&mut bytes, 2, &rows).unwrap(), 1);
        assert_eq!(&bytes[..8], b"\x93NUMPY\x01\x00");
        let data = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
        assert_eq!(data % 64, 0);
        assert_eq!(bytes.len(), data + 16);
        let header = std::str::from_utf8(&bytes[10..data]).unwrap();
        assert!(
            header.starts_with("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }") && header.ends_with('\n')
        );
        let values: Vec<f32> =
            bytes[data..].chunks(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect();
        assert_eq!(values, [0.6, 0.8, 0.0, 0.0]);
    }

    #[test]
    fn no_rows_still_make_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none.npy");
        assert_eq!(save_npy(&path, 256, &[]).unwrap(), 0);
        assert_eq!(std::fs::metadata(&path).unwrap().len() % 64, 0);
        assert!(save_npy(&folder.path().join("missing/none.npy"), 256, &[]).is_err());
    }

    #[test]
    fn another_dimension_is_refused() {
        assert!(write_npy(Vec::new(), 3, &[Vector::new(&[1.0])]).is_err());
    }
}
