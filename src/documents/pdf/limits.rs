//! How much a PDF may hold: sizes that are known before anything is unpacked for good.

use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Object;
use hayro_syntax::object::Stream;

use crate::error::Result;

use super::super::encoding::unreadable;

/// The most bytes of one stream, unpacked.
const STREAM: u64 = 32 * 1024 * 1024;

/// The most bytes of all streams of a file together, unpacked.
const TOTAL: u64 = 160 * 1024 * 1024;

/// The most bytes of what describes a font.
const FONT: u64 = 16 * 1024 * 1024;

/// The most columns that a predictor may take a row to have.
const COLUMNS: i32 = 1 << 20;

/// Refuses a file whose packed streams would fill the memory, before a parser sees it.
pub(super) fn refuse_bombs(what: &str, bytes: &[u8]) -> Result<()> {
    let mut total = 0;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        let packed = bytes[at + 6..].strip_prefix(b"\r").unwrap_or(&bytes[at + 6..]);
        let Some(packed) = packed.strip_prefix(b"\n") else { continue };
        // The head of a zlib stream: method 8, and a check of the two bytes.
        let (Some(&method), Some(&flags)) = (packed.first(), packed.get(1)) else { continue };
        if method & 0x0F != 8 || (u16::from(method) << 8 | u16::from(flags)) % 31 != 0 {
            continue;
        }
        total += unpacked(packed, STREAM + 1);
        if total > TOTAL {
            let problem = format!("it is a PDF whose streams unpack to more than {TOTAL} bytes");
            return Err(unreadable(what, &problem, "save it anew without its large pictures"));
        }
    }
    Ok(())
}

/// The bytes that a zlib stream unpacks to, counted up to `most`.
fn unpacked(packed: &[u8], most: u64) -> u64 {
    let mut counted = 0;
    let mut decoder = ZlibDecoder::new(packed);
    let mut scratch = vec![0; 64 * 1024];
    while counted < most {
        match decoder.read(&mut scratch) {
            Ok(0) | Err(_) => break,
            Ok(read) => counted += read as u64,
        }
    }
    counted
}

/// True where a stream may be unpacked: what it comes to is within `most` bytes, by what can be told without doing so.
fn fits(stream: &Stream<'_>, most: u64) -> bool {
    if !predictors_fit(stream.dict()) {
        return false;
    }
    let raw = stream.raw_data();
    let filters = stream.filters();
    let packs = |filter: &Filter| matches!(filter, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode);
    let Some(first) = filters.iter().position(packs) else { return raw.len() as u64 <= most };
    if filters.iter().skip(first + 1).any(packs) {
        return false;
    }
    // A byte of text codes unpacks to at most four.
    let size = raw.len() as u64 * if first > 0 { 4 } else { 1 };
    match filters[first] {
        Filter::FlateDecode if first == 0 => unpacked(&raw, most + 1) <= most,
        Filter::FlateDecode => size.saturating_mul(1032) <= TOTAL * 4,
        Filter::LzwDecode => size.saturating_mul(2731) <= TOTAL * 4,
        _ => size.saturating_mul(64) <= most,
    }
}

/// True where no predictor takes a row to be longer than memory.
fn predictors_fit(dict: &Dict<'_>) -> bool {
    let fits = |dict: Dict<'_>| {
        dict.get::<i32>("Columns").is_none_or(|columns| (1..COLUMNS).contains(&columns))
            && dict.get::<i32>("Colors").is_none_or(|colors| (1..=8).contains(&colors))
            && dict.get::<i32>("BitsPerComponent").is_none_or(|bits| [1, 2, 4, 8, 16].contains(&bits))
    };
    ["DecodeParms", "DP"].iter().all(|key| match dict.get::<Object<'_>>(key) {
        Some(Object::Dict(dict)) => fits(dict),
        Some(Object::Array(all)) => all.iter::<Object<'_>>().filter_map(Object::into_dict).all(fits),
        _ => true,
    })
}

/// The content of a stream; `None` where it is over the limit or cannot be unpacked.
pub(super) fn content(stream: &Stream<'_>) -> Option<Vec<u8>> {
    if !fits(stream, STREAM) {
        return None;
    }
    stream.decoded_data().ok().map(std::borrow::Cow::into_owned)
}

/// True where all that describes a font may be unpacked.
pub(super) fn font_fits(font: &Dict<'_>) -> bool {
    let stream_fits = |dict: &Dict<'_>, key: &str| dict.get::<Stream<'_>>(key).is_none_or(|stream| fits(&stream, FONT));
    let described = |dict: &Dict<'_>| {
        let descriptor = dict.get::<Dict<'_>>("FontDescriptor").unwrap_or_default();
        ["ToUnicode", "Encoding", "CIDToGIDMap"].iter().all(|key| stream_fits(dict, key))
            && ["FontFile", "FontFile2", "FontFile3"].iter().all(|key| stream_fits(&descriptor, key))
    };
    let descendants = font.get::<hayro_syntax::object::Array<'_>>("DescendantFonts");
    described(font)
        && descendants.is_none_or(|all| {
            all.iter::<Object<'_>>().filter_map(Object::into_dict).take(4).all(|dict| described(&dict))
        })
}
