//! Files whose packed streams would fill the memory are refused before a parser sees them: it unpacks those that hold objects
//! as it likes, and goes to whatever place the file names.

use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::FromBytes;
use hayro_syntax::object::MaybeRef;
use hayro_syntax::object::Name;
use hayro_syntax::object::Object;
use hayro_syntax::object::Stream;

use crate::error::Result;

use super::super::encoding::unreadable;
use super::limits;
use super::unpacking;

/// The most bytes of all streams of a file together, unpacked.
const TOTAL: u64 = 160 * 1024 * 1024;

/// The most bytes of all streams of objects of an encrypted file, unpacked at the utmost.
const ENCRYPTED: u64 = 320 * 1024 * 1024;

/// The most that a byte is deflated from.
const DEFLATED: u64 = 1032;

/// The most bytes that are looked through for what objects hold: dictionaries inside one another are looked at again.
const SOUGHT: u64 = 1 << 30;

/// Refuses a file that unpacks to too much, in whatever chain of filters; `what` names it in errors.
pub(super) fn refuse(what: &str, bytes: &[u8]) -> Result<()> {
    let mut scan = Scan {
        bytes,
        ends: memchr::memmem::find_iter(bytes, b"endstream").collect(),
        encrypted: memchr::memmem::find(bytes, b"/Encrypt").is_some(),
        total: 0,
        hidden: 0,
        sought: 0,
    };
    for at in memchr::memmem::find_iter(bytes, b"obj") {
        if !bytes[..at].ends_with(b"end") {
            scan.object(at + 3).map_err(|problem| {
                unreadable(what, &format!("it is a PDF {problem}"), "save it anew with another program")
            })?;
        }
    }
    Ok(())
}

struct Scan<'a> {
    bytes: &'a [u8],
    /// Where streams may end.
    ends: Vec<usize>,
    encrypted: bool,
    total: u64,
    /// What cannot be looked into comes to so much at the utmost.
    hidden: u64,
    sought: u64,
}

impl Scan<'_> {
    /// Looks at the object that begins somewhere; the error says what is wrong with the file.
    fn object(&mut self, at: usize) -> std::result::Result<(), &'static str> {
        let begin = at + blank(&self.bytes[at..]);
        let body = &self.bytes[begin..];
        if !body.starts_with(b"<<") {
            return Ok(());
        }
        let Some(dict) = Dict::from_bytes(body) else { return Ok(()) };
        let head = dict.data().len();
        self.seek(head)?;
        let after = begin + head + blank(&self.bytes[begin + head..]);
        if !self.bytes[after..].starts_with(b"stream") {
            return Ok(());
        }
        // A parser that has no length it can use looks for the end.
        let next = self.ends.partition_point(|end| *end < after);
        let end = self.ends.get(next).copied().unwrap_or(self.bytes.len());
        self.seek(end - after)?;
        let Some(stream) = Stream::from_bytes(body) else { return Ok(()) };
        self.stream(&stream, &dict, after + b"stream".len())
    }

    /// Counts what a stream comes to.
    fn stream(&mut self, stream: &Stream<'_>, dict: &Dict<'_>, at: usize) -> std::result::Result<(), &'static str> {
        if ["Filter", "F"].iter().any(|key| refers(dict, key)) {
            return Err("that states elsewhere how its streams are packed");
        }
        let filters = stream.filters();
        let packing = filters.iter().filter(|filter| unpacking::packs(**filter)).count();
        if packing > 1 {
            return Err("with a stream that is packed twice");
        }
        if packing == 0 || !filters.iter().all(|filter| unpacking::packs(*filter) || unpacking::is_text(*filter)) {
            return Ok(());
        }
        if !limits::predictors_fit(dict) {
            return Err("with rows of bytes that are too long");
        }
        let raw = stream.raw_data();
        if self.encrypted {
            let holds_objects = dict.get::<Name<'_>>("Type").is_some_and(|kind| kind.as_ref() == b"ObjStm");
            self.hidden += if holds_objects { raw.len() as u64 * DEFLATED } else { 0 };
            return if self.hidden > ENCRYPTED { Err("whose streams may unpack to too much") } else { Ok(()) };
        }
        let size = if matches!(dict.get_raw::<Object<'_>>("Length"), Some(MaybeRef::Ref(_))) {
            // The length that stands elsewhere may reach beyond the first end.
            let rest = &self.bytes[at..];
            let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
            let rest = rest.strip_prefix(b"\n").unwrap_or(rest);
            if filters.len() > 1 || !matches!(filters[0], hayro_syntax::Filter::FlateDecode) {
                self.seek(rest.len())?;
            }
            unpacking::size(rest, &filters, limits::STREAM).max(unpacking::size(&raw, &filters, limits::STREAM))
        } else {
            unpacking::size(&raw, &filters, limits::STREAM)
        };
        self.total += size.unwrap_or(limits::STREAM);
        if self.total > TOTAL { Err("whose streams unpack to too much") } else { Ok(()) }
    }

    fn seek(&mut self, bytes: usize) -> std::result::Result<(), &'static str> {
        self.sought += bytes as u64;
        if self.sought > SOUGHT { Err("of objects or streams that never end") } else { Ok(()) }
    }
}

/// True where the value of a key, or a part of it, stands elsewhere.
fn refers(dict: &Dict<'_>, key: &str) -> bool {
    if dict.get_ref(key).is_some() {
        return true;
    }
    dict.get::<Array<'_>>(key).is_some_and(|all| all.raw_iter().any(|part| matches!(part, MaybeRef::Ref(_))))
}

/// How many bytes of white space and comments there are.
fn blank(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'%' => at += memchr::memchr2(b'\n', b'\r', &bytes[at..]).unwrap_or(bytes.len() - at),
            b'\0' | b'\t' | b'\n' | 0x0C | b'\r' | b' ' => at += 1,
            _ => break,
        }
    }
    at
}
