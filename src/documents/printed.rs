//! Files that pages are printed from: PDF and Office documents become text, which is read like any other.

use std::fs::File;
use std::io::Read;

use crate::error::Error;
use crate::error::Result;

use super::archive::Archive;
use super::docx;
use super::encoding::Decoded;
use super::encoding::unreadable;
use super::format::Format;
use super::odt;
use super::pdf;
use super::rtf;

/// The most bytes of such a file: pictures and fonts swell them.
pub(super) const LIMIT: u64 = 24 * 1024 * 1024;

/// The text of a file that begins with `head` and goes on with `rest`; `what` names it in errors.
///
/// # Errors
/// [`Error::TooLarge`], [`Error::Unreadable`] where it is damaged, encrypted, without text or of another kind.
pub(super) fn read(what: &str, format: Format, head: Vec<u8>, rest: File, size: u64) -> Result<Decoded> {
    if size > LIMIT {
        return Err(Error::TooLarge { what: what.to_owned(), bytes: size, limit: LIMIT });
    }
    let mut bytes = head;
    let room = (LIMIT + 1).saturating_sub(bytes.len() as u64);
    rest.take(room).read_to_end(&mut bytes).map_err(|source| Error::io(what, source))?;
    if bytes.len() as u64 > LIMIT {
        return Err(Error::TooLarge { what: what.to_owned(), bytes: bytes.len() as u64, limit: LIMIT });
    }
    match format {
        Format::Pdf => pdf::read(what, bytes),
        Format::RichText => rtf::read(what, &bytes),
        _ => read_archive(what, bytes),
    }
}

fn read_archive(what: &str, bytes: Vec<u8>) -> Result<Decoded> {
    let mut archive = Archive::open(what, bytes)?;
    let names = archive.names();
    let has = |name: &str| names.iter().any(|known| known == name);
    if has(docx::BODY) {
        return docx::read(what, &mut archive);
    }
    if has(odt::BODY) {
        return odt::read(what, &mut archive);
    }
    let is_sheet = names.iter().any(|name| name.starts_with("xl/") || name.starts_with("ppt/"));
    let kind = if is_sheet { "a spreadsheet or a presentation" } else { "a zip archive that holds no document" };
    Err(unreadable(what, &format!("it is {kind}"), "save it as DOCX, PDF or text, or unpack it"))
}
