//! Checkpoints: what a broken-off training goes on from.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | the magic `VOCTRAIN` |
//! | 32 | the checksum of recipe, texts and start |
//! | 8, then as many | `u64` length, state (postcard) |
//! | 4 a value | every learned array and the average, `f32` little endian, in a fixed order |
//! | 32 | BLAKE3 of everything before |

use std::io::Write;
use std::path::Path;

use super::trainer::State;
use crate::error::Error;
use crate::error::Result;

const MAGIC: &[u8; 8] = b"VOCTRAIN";
/// How many bytes of a checkpoint may be other than values.
const MAX_STATE: u64 = 1 << 20;

/// Writes a checkpoint beside `path` and then gives it that name.
pub(super) fn save(path: &Path, identity: &[u8; 32], state: &State, arrays: &mut [&mut [f32]]) -> Result<()> {
    let part = path.with_extension("part");
    let write = || -> std::io::Result<()> {
        let mut file =
            Sealed { file: std::io::BufWriter::new(std::fs::File::create(&part)?), hasher: blake3::Hasher::new() };
        file.write_all(MAGIC)?;
        file.write_all(identity)?;
        let state = postcard::to_stdvec(state).map_err(std::io::Error::other)?;
        file.write_all(&(state.len() as u64).to_le_bytes())?;
        file.write_all(&state)?;
        for values in arrays.iter() {
            for chunk in values.chunks(4096) {
                let bytes: Vec<u8> = chunk.iter().flat_map(|value| value.to_le_bytes()).collect();
                file.write_all(&bytes)?;
            }
        }
        let checksum = file.hasher.finalize();
        file.file.write_all(checksum.as_bytes())?;
        file.file.flush()?;
        file.file.get_ref().sync_all()?;
        std::fs::rename(&part, path)
    };
    write().map_err(|source| Error::Io { path: path.to_owned(), source })
}

/// Reads the checkpoint at `path` into `arrays`; nothing is changed where it does not fit.
pub(super) fn load(path: &Path, identity: &[u8; 32], arrays: &mut [&mut [f32]]) -> Result<State> {
    let io = |source| Error::Io { path: path.to_owned(), source };
    let malformed = |problem: &str| Error::Malformed {
        path: path.to_owned(),
        line: None,
        problem: problem.to_owned(),
        form: "start again without --resume, or give the recipe, pairs and teacher that it was made with".to_owned(),
    };
    let values: usize = arrays.iter().map(|array| array.len()).sum();
    if std::fs::metadata(path).map_err(io)?.len() > 4 * values as u64 + MAX_STATE {
        return Err(malformed("it is of another training"));
    }
    let bytes = std::fs::read(path).map_err(io)?;
    if bytes.len() < 80 || &bytes[..8] != MAGIC {
        return Err(malformed("no checkpoint of a training"));
    }
    let (body, checksum) = bytes.split_at(bytes.len() - 32);
    if blake3::hash(body).as_bytes() != checksum {
        return Err(malformed("its checksum does not fit: bytes are missing or changed"));
    }
    if &body[8..40] != identity {
        return Err(malformed("made with another recipe, other texts or another teacher"));
    }
    let length = body[40..].first_chunk().map_or(0, |&eight| u64::from_le_bytes(eight));
    let rest = &body[48..];
    let state = usize::try_from(length).ok().filter(|&length| rest.len() == length + values * 4);
    let (state, rest) = rest.split_at(state.ok_or_else(|| malformed("its sizes do not add up"))?);
    let state = postcard::from_bytes(state).map_err(|error| malformed(&error.to_string()))?;
    let mut read = rest.as_chunks::<4>().0.iter().map(|&four| f32::from_le_bytes(four));
    for value in arrays.iter_mut().flat_map(|array| array.iter_mut()) {
        *value = read.next().unwrap_or_default();
    }
    Ok(state)
}

/// A file and the checksum of what was written.
struct Sealed<W> {
    file: W,
    hasher: blake3::Hasher,
}

impl<W: Write> Write for Sealed<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hasher.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}
