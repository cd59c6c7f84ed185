//! Office documents and exports are zip archives: their parts are unpacked one by one, each within limits that stand before.

use std::io::Cursor;
use std::io::Read;

use zip::ZipArchive;

use crate::error::Result;

use super::encoding::unreadable;

/// The most parts of an archive.
const PARTS: usize = 4_096;

/// The most bytes of a part, unpacked.
const PART: u64 = 24 * 1024 * 1024;

/// The most bytes of all parts that are read, unpacked.
const ALL: u64 = 64 * 1024 * 1024;

/// An archive whose parts are read by name.
pub(super) struct Archive<'a> {
    what: &'a str,
    zip: ZipArchive<Cursor<Vec<u8>>>,
    /// How many more bytes may be unpacked.
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens an archive; `what` names it in errors.
    pub(super) fn open(what: &'a str, bytes: Vec<u8>) -> Result<Self> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            unreadable(what, &format!("it is a damaged zip archive or Office document ({error})"), "save it anew")
        })?;
        if zip.len() > PARTS {
            return Err(unreadable(what, &format!("it is an archive of more than {PARTS} parts"), "unpack it first"));
        }
        Ok(Self { what, zip, left: ALL })
    }

    /// The names of all parts, sorted.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.zip.file_names().filter_map(|name| name.ok().map(std::borrow::Cow::into_owned)).collect();
        names.sort_unstable();
        names
    }

    /// The text of a part in UTF-8 or UTF-16; `None` where there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        let encoding = encoding_rs::Encoding::for_bom(&bytes).map_or(encoding_rs::UTF_8, |(encoding, _)| encoding);
        Ok(Some(encoding.decode_with_bom_removal(&bytes).0.into_owned()))
    }

    /// The bytes of a part; `None` where there is no such part.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let what = self.what;
        let Ok(part) = self.zip.by_name(name) else { return Ok(None) };
        let mut bytes = Vec::new();
        part.take(PART + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(what, &format!("its part {name} is damaged ({error})"), "save it anew"))?;
        if bytes.len() as u64 > PART {
            return Err(unreadable(what, &format!("its part {name} unpacks to more than {PART} bytes"), "shorten it"));
        }
        let unpacked = bytes.len() as u64;
        self.left = self
            .left
            .checked_sub(unpacked)
            .ok_or_else(|| unreadable(what, &format!("its parts unpack to more than {ALL} bytes"), "shorten it"))?;
        Ok(Some(bytes))
    }
}
