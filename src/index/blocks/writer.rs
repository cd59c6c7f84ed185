//! Writing files of blocks.

use std::fs::File;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use memmap2::MmapMut;

use super::ALIGNMENT;
use super::BLOCK;
use super::Blocks;
use super::MAGIC;
use super::Named;
use super::SUM;
use super::Seal;
use crate::error::Error;
use crate::error::Result;

/// Where blocks are written to.
#[derive(Debug)]
enum Sink {
    File(BufWriter<File>),
    Memory(Vec<u8>),
}

/// Writes a file of sections, one after the other.
#[derive(Debug)]
pub struct BlocksWriter {
    path: PathBuf,
    sink: Sink,
    contents: Vec<Named>,
    written: usize,
    /// What was written since the last checksum.
    block: Vec<u8>,
    sums: Vec<u8>,
}

impl BlocksWriter {
    /// Begins a file, in place of what may be there.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        // A file of that name that somebody still has mapped is left to them: it is unlinked, not emptied.
        let _ = std::fs::remove_file(path);
        let file = File::create(path).map_err(|error| Error::io(path, error))?;
        Ok(Self::with(path.to_owned(), Sink::File(BufWriter::with_capacity(1 << 20, file))))
    }

    /// Begins what will be kept in memory only.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::with(PathBuf::from("memory"), Sink::Memory(Vec::new()))
    }

    fn with(path: PathBuf, sink: Sink) -> Self {
        Self { path, sink, contents: Vec::new(), written: 0, block: Vec::with_capacity(BLOCK), sums: Vec::new() }
    }

    /// Begins a section, to which all bytes belong that are written until the next begins.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn section(&mut self, name: &str) -> Result<()> {
        let gap = self.written.next_multiple_of(ALIGNMENT) - self.written;
        self.put(&[0; ALIGNMENT][..gap])?;
        self.contents.push(Named { name: name.to_owned(), start: self.written as u64, len: 0 });
        Ok(())
    }

    /// Writes bytes of the section that was begun last.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if let Some(section) = self.contents.last_mut() {
            section.len += bytes.len() as u64;
        }
        self.put(bytes)
    }

    /// Writes a whole section.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.section(name)?;
        self.write(bytes)
    }

    fn put(&mut self, mut bytes: &[u8]) -> Result<()> {
        self.store(bytes)?;
        self.written += bytes.len();
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK - self.block.len()));
            self.block.extend_from_slice(now);
            if self.block.len() == BLOCK {
                self.sum();
            }
            bytes = later;
        }
        Ok(())
    }

    fn sum(&mut self) {
        self.sums.extend_from_slice(&blake3::hash(&self.block).as_bytes()[..SUM]);
        self.block.clear();
    }

    fn store(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.sink {
            Sink::File(file) => file.write_all(bytes).map_err(|error| Error::io(&self.path, error)),
            Sink::Memory(memory) => {
                memory.extend_from_slice(bytes);
                Ok(())
            }
        }
    }

    /// All that follows the sections.
    fn tail(&mut self) -> Result<Vec<u8>> {
        if !self.block.is_empty() {
            self.sum();
        }
        let table = postcard::to_allocvec(&self.contents)
            .map_err(|error| Error::BrokenData { what: self.path.display().to_string(), problem: error.to_string() })?;
        let mut tail = table.clone();
        tail.extend_from_slice(&self.sums);
        tail.extend_from_slice(&(table.len() as u64).to_le_bytes());
        tail.extend_from_slice(&(self.written as u64).to_le_bytes());
        tail.extend_from_slice(MAGIC);
        self.store(&tail)?;
        Ok(tail)
    }

    /// Ends the file, waits until it is on the disk, and seals it.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn finish(mut self) -> Result<Seal> {
        let tail = self.tail()?;
        let io = |error| Error::io(&self.path, error);
        if let Sink::File(file) = self.sink {
            file.into_inner().map_err(|error| io(error.into_error()))?.sync_all().map_err(io)?;
        }
        Ok(Seal { bytes: (self.written + tail.len()) as u64, blake3: blake3::hash(&tail).to_hex().to_string() })
    }

    /// Ends what was written to memory, and opens it.
    ///
    /// # Errors
    /// [`Error::Io`] where there is not enough memory.
    pub fn into_blocks(mut self) -> Result<Blocks> {
        self.tail()?;
        let Sink::Memory(memory) = self.sink else {
            return Err(super::damaged(&self.path, "it is a file, not memory".to_owned()));
        };
        let io = |error| Error::io(&self.path, error);
        let mut map = MmapMut::map_anon(memory.len()).map_err(io)?;
        map.copy_from_slice(&memory);
        Blocks::read(map.make_read_only().map_err(io)?, self.path.clone(), None)
    }
}
