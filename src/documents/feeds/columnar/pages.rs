//! Limits of Parquet files that stand before the crate decodes anything: the size of the footer and of every page that will be
//! unpacked, as their headers state it.

use std::fs::File;
use std::io::BufReader;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;

use parquet::arrow::ProjectionMask;
use parquet::file::metadata::ParquetMetaData;

use crate::error::Error;
use crate::error::Result;

use super::damaged;

/// The most bytes of a footer.
const FOOTER: u64 = 64 * 1024 * 1024;

/// The most bytes of a page, unpacked. Most programs write one of 1 MiB, DuckDB up to 100 MB.
const PAGE: i64 = 128 * 1024 * 1024;

/// How deep structures of a header may lie in one another.
const DEPTH: u32 = 8;

/// Refuses a footer that is too large, or larger than its file.
pub(super) fn footer(origin: &str, mut file: &File, size: u64) -> Result<()> {
    let mut tail = [0; 8];
    let read = file.seek(SeekFrom::End(-8)).and_then(|_| file.read_exact(&mut tail));
    if size < 12 || read.is_err() || !(tail.ends_with(b"PAR1") || tail.ends_with(b"PARE")) {
        return Err(damaged(origin, "it is a Parquet file without an end"));
    }
    if tail.ends_with(b"PARE") {
        return Err(damaged(origin, "it is an encrypted Parquet file"));
    }
    let length = u64::from(u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]));
    if length > size - 12 {
        return Err(damaged(origin, &format!("its footer claims {length} of {size} bytes")));
    }
    if length > FOOTER {
        return Err(Error::TooLarge { what: format!("{origin}, its footer"), bytes: length, limit: FOOTER });
    }
    Ok(())
}

/// Refuses files with a page, among those that will be read, that unpacks to more than the limit.
pub(super) fn check(origin: &str, file: &File, metadata: &ParquetMetaData, mask: &ProjectionMask) -> Result<()> {
    let size = file.metadata().map_err(|source| Error::io(origin, source))?.len();
    let mut input = BufReader::with_capacity(1024, file);
    for (number, group) in metadata.row_groups().iter().enumerate() {
        for (at, column) in group.columns().iter().enumerate().filter(|(at, _)| mask.leaf_included(*at)) {
            let what = || format!("{origin}, row group {number}, column {at}");
            let begin = column.dictionary_page_offset().unwrap_or_else(|| column.data_page_offset());
            let ends = u64::try_from(begin).ok().zip(u64::try_from(column.compressed_size()).ok());
            let ends = ends.and_then(|(from, length)| Some((from, from.checked_add(length)?)));
            let Some((mut from, to)) = ends.filter(|(_, to)| *to <= size) else {
                return Err(damaged(&what(), "it lies outside of the file"));
            };
            while from < to {
                let sought = input.seek_relative_to(from);
                let header = sought.ok().and_then(|()| Header::read(&mut input));
                let Some(header) = header.filter(|header| header.packed >= 0 && header.unpacked >= 0) else {
                    return Err(damaged(&what(), "it has a page without a header"));
                };
                if header.unpacked > PAGE {
                    let bytes = header.unpacked.unsigned_abs();
                    return Err(Error::TooLarge {
                        what: format!("{}, a page", what()),
                        bytes,
                        limit: PAGE.unsigned_abs(),
                    });
                }
                from += header.bytes + header.packed.unsigned_abs();
            }
        }
    }
    Ok(())
}

/// Seeks that keep what is read ahead where they can.
trait SeekNear {
    fn seek_relative_to(&mut self, to: u64) -> std::io::Result<()>;
}

impl<R: Read + Seek> SeekNear for BufReader<R> {
    fn seek_relative_to(&mut self, to: u64) -> std::io::Result<()> {
        let here = self.stream_position()?;
        match i64::try_from(i128::from(to) - i128::from(here)) {
            Ok(by) => self.seek_relative(by),
            Err(_) => self.seek(SeekFrom::Start(to)).map(|_| ()),
        }
    }
}

/// What the header of a page says of sizes.
#[derive(Debug, Default, PartialEq, Eq)]
struct Header {
    /// How long the header itself is.
    bytes: u64,
    /// Its field 2: the size of the page, unpacked.
    unpacked: i64,
    /// Its field 3: the size of the page as it lies in the file.
    packed: i64,
}

impl Header {
    /// Reads a `PageHeader` of parquet.thrift in Thrift's compact protocol; `None` where it is none.
    fn read(input: &mut impl Read) -> Option<Self> {
        let mut thrift = Thrift { input, bytes: 0 };
        let (mut header, mut found, mut field) = (Self::default(), 0, 0);
        while let Some(kind) = thrift.field(&mut field)? {
            match (field, kind) {
                (2, 5) => header.unpacked = thrift.integer()?,
                (3, 5) => header.packed = thrift.integer()?,
                _ => thrift.skip(kind, DEPTH)?,
            }
            found += usize::from(matches!((field, kind), (2 | 3, 5)));
        }
        header.bytes = thrift.bytes;
        (found == 2).then_some(header)
    }
}

/// Thrift's compact protocol, as much of it as headers need.
struct Thrift<'a, R> {
    input: &'a mut R,
    bytes: u64,
}

impl<R: Read> Thrift<'_, R> {
    fn byte(&mut self) -> Option<u8> {
        let mut byte = [0];
        self.input.read_exact(&mut byte).ok()?;
        self.bytes += 1;
        Some(byte[0])
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn integer(&mut self) -> Option<i64> {
        let value = self.unsigned()?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    /// The type of the next field, whose number is put into `field`; `None` within at the end of the structure.
    #[allow(clippy::option_option)]
    fn field(&mut self, field: &mut i64) -> Option<Option<u8>> {
        let byte = self.byte()?;
        if byte == 0 {
            return Some(None);
        }
        *field = if byte >> 4 == 0 { self.integer()? } else { field.checked_add(i64::from(byte >> 4))? };
        Some(Some(byte & 0x0F))
    }

    fn skip(&mut self, kind: u8, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match kind {
            // A truth that is a field stands in its type.
            1 | 2 => {}
            3 => drop(self.byte()?),
            4..=6 => drop(self.unsigned()?),
            7 => (0..8).try_for_each(|_| self.byte().map(drop))?,
            8 => {
                let length = self.unsigned()?;
                let passed = std::io::copy(&mut self.input.by_ref().take(length), &mut std::io::sink()).ok()?;
                self.bytes += passed;
                (passed == length).then_some(())?;
            }
            9 | 10 => {
                let byte = self.byte()?;
                let count = if byte >> 4 == 15 { self.unsigned()? } else { u64::from(byte >> 4) };
                for _ in 0..count {
                    match byte & 0x0F {
                        1 | 2 => drop(self.byte()?),
                        kind => self.skip(kind, depth)?,
                    }
                }
            }
            12 => {
                let mut field = 0;
                while let Some(kind) = self.field(&mut field)? {
                    self.skip(kind, depth)?;
                }
            }
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_say_their_sizes() {
        // type = 0, unpacked = 300, packed = -2, a structure {1: "ab", 2: true, 3: [1, 2]}, the end.
        let bytes = [0x15, 0, 0x15, 0xD8, 4, 0x15, 3, 0x2C, 0x18, 2, b'a', b'b', 0x11, 0x19, 0x25, 2, 4, 0, 0, 99];
        let header = Header::read(&mut &bytes[..]).unwrap();
        assert_eq!(header, Header { bytes: 19, unpacked: 300, packed: -2 });
        for end in 0..19 {
            assert_eq!(Header::read(&mut &bytes[..end]), None, "{end}");
        }
        // Without sizes, and with structures without end.
        assert_eq!(Header::read(&mut &[0x15, 0, 0][..]), None);
        assert_eq!(Header::read(&mut &[0x1C; 100][..]), None);
    }
}
