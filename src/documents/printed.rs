//! Files that pages are printed from: PDF and Office documents become text, which is read like any other.

use crate::error::Result;

use super::Document;
use super::Side;
use super::archive::Archive;
use super::docx;
use super::encoding::Decoded;
use super::encoding::unreadable;
use super::feeds;
use super::format::Format;
use super::named::Named;
use super::odt;
use super::pdf;
use super::rtf;
use super::source::FILE_LIMIT;

/// Reads such a file; `what` names it in errors.
///
/// # Errors
/// Where it is damaged, encrypted, without text, of another kind or not of the side that is asked for.
pub(super) fn read(
    what: &str,
    id: &str,
    format: Format,
    bytes: Vec<u8>,
    side: Option<Side>,
    named: Option<Named>,
) -> Result<Document> {
    let read = match format {
        Format::Pdf => pdf::read(what, bytes)?,
        Format::RichText => rtf::read(what, &bytes)?,
        _ => {
            let mut archive = Archive::open(what, bytes)?;
            let is_of_a_person = || feeds::is_archive_of_a_person(&archive);
            if named.map_or_else(is_of_a_person, |named| named.name == "linkedin") {
                return feeds::read_archive(what, id, &mut archive, side);
            }
            read_archive(what, &mut archive, named)?
        }
    };
    if read.text.len() as u64 > FILE_LIMIT {
        let problem = format!("its text is longer than {FILE_LIMIT} bytes, the most of one document");
        return Err(unreadable(what, &problem, "split it into its documents"));
    }
    let mut document = Document::parse(id, &read.text, side);
    document.add_notes(read.notes);
    Ok(document)
}

/// The text of an Office document.
fn read_archive(what: &str, archive: &mut Archive<'_>, named: Option<Named>) -> Result<Decoded> {
    let names = archive.names();
    let may_be = |kind: &str| named.is_none_or(|named| named.name == kind);
    let has = |name: &str| names.iter().any(|known| known == name);
    if has(docx::BODY) && may_be("docx") {
        return docx::read(what, archive);
    }
    if has(odt::BODY) && may_be("odt") {
        return odt::read(what, archive);
    }
    let is_sheet = names.iter().any(|name| name.starts_with("xl/") || name.starts_with("ppt/"));
    let kind = match named {
        Some(named) => format!("no {}", named.name),
        None if is_sheet => "a spreadsheet or a presentation".to_owned(),
        None => "a zip archive that holds no document".to_owned(),
    };
    Err(unreadable(what, &format!("it is {kind}"), "save it as DOCX, PDF or text, or unpack it"))
}
