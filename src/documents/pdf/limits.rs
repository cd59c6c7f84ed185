//! How much a PDF may hold: sizes that are known before anything is unpacked for good, and work that is counted, not timed.

use hayro_syntax::object::Dict;
use hayro_syntax::object::Object;
use hayro_syntax::object::Stream;

use super::unpacking;

/// The most bytes of one stream, unpacked.
pub(super) const STREAM: u64 = 32 * 1024 * 1024;

/// The most bytes of what describes a font.
const FONT: u64 = 16 * 1024 * 1024;

/// The most columns that a predictor may take a row to have.
const COLUMNS: i32 = 1 << 20;

/// The most bytes that reading a file may unpack or look at, its fonts apart.
const WORK: u64 = 256 * 1024 * 1024;

/// The most bytes of all that describes fonts.
const FONTS: u64 = 96 * 1024 * 1024;

/// What it costs to begin with a form or a font, in bytes.
const BEGIN: u64 = 16 * 1024;

/// The problem of a file that makes more work than it may.
pub(super) const TOO_MUCH: &str = "the pages hold too much to draw";

/// The problem of a file of more text than anybody writes.
pub(super) const TOO_MANY: &str = "the pages hold too many characters";

/// How much a file may still make one do.
pub(super) struct Budget {
    work: u64,
    fonts: u64,
    /// Streams of pages that were passed over, being larger than any that is read.
    passed_over: usize,
}

impl Budget {
    /// All of it.
    pub(super) const fn new() -> Self {
        Self { work: WORK, fonts: FONTS, passed_over: 0 }
    }

    /// How many streams of pages were passed over, being larger than any that is read.
    pub(super) const fn passed_over(&self) -> usize {
        self.passed_over
    }

    /// Takes bytes that are looked at or unpacked; the error says that there were too many.
    pub(super) fn take(&mut self, bytes: u64) -> Result<(), &'static str> {
        self.work = self.work.checked_sub(bytes).ok_or(TOO_MUCH)?;
        Ok(())
    }

    /// Takes a look into a dictionary, which is parsed anew each time.
    pub(super) fn look(&mut self, dict: &Dict<'_>) -> Result<(), &'static str> {
        self.take(4 * dict.data().len() as u64)
    }

    /// The content of a stream; `None` where it is over the limit of one stream or cannot be unpacked.
    pub(super) fn content(&mut self, stream: &Stream<'_>) -> Result<Option<Vec<u8>>, &'static str> {
        self.take(BEGIN + stream.dict().data().len() as u64 + stream.raw_data().len() as u64)?;
        let size = size(stream, STREAM);
        self.take(size.unwrap_or(STREAM))?;
        self.passed_over += usize::from(size.is_none());
        Ok(size.and_then(|_| stream.decoded_data().ok()).map(std::borrow::Cow::into_owned))
    }

    /// True where all that describes a font may be unpacked.
    pub(super) fn font_fits(&mut self, font: &Dict<'_>) -> Result<bool, &'static str> {
        self.take(BEGIN + font.data().len() as u64)?;
        let mut described = Vec::new();
        of_font(font, &mut described);
        if let Some(all) = font.get::<hayro_syntax::object::Array<'_>>("DescendantFonts") {
            for dict in all.iter::<Object<'_>>().filter_map(Object::into_dict).take(4) {
                of_font(&dict, &mut described);
            }
        }
        for stream in described {
            let Some(size) = size(&stream, FONT) else {
                self.take(FONT)?;
                return Ok(false);
            };
            self.fonts = self.fonts.checked_sub(size + BEGIN).ok_or("the fonts hold too much")?;
        }
        Ok(true)
    }
}

/// What it costs to find the ends of the pictures that lie between operators: for each the marks of others are looked at, or
/// all that follows where no end does.
pub(super) fn of_pictures(content: &[u8]) -> u64 {
    let last = memchr::memmem::rfind(content, b"EI").unwrap_or(0);
    let count = |bytes: &[u8], mark: &[u8]| memchr::memmem::find_iter(bytes, mark).count() as u64;
    let (begun, ended) = (count(content, b"BI"), count(content, b"EI"));
    let endless = count(&content[last..], b"BI") * (content.len() - last) as u64;
    8 * begun * (begun + ended) + endless / 32
}

/// The streams that describe a font.
fn of_font<'a>(font: &Dict<'a>, streams: &mut Vec<Stream<'a>>) {
    let descriptor = font.get::<Dict<'a>>("FontDescriptor").unwrap_or_default();
    streams.extend(["ToUnicode", "Encoding", "CIDToGIDMap"].iter().filter_map(|key| font.get::<Stream<'a>>(*key)));
    streams.extend(["FontFile", "FontFile2", "FontFile3"].iter().filter_map(|key| descriptor.get::<Stream<'a>>(*key)));
}

/// What a stream unpacks to, where that is within `most` bytes.
fn size(stream: &Stream<'_>, most: u64) -> Option<u64> {
    if !predictors_fit(stream.dict()) {
        return None;
    }
    unpacking::size(&stream.raw_data(), &stream.filters(), most)
}

/// True where no predictor takes a row to be longer than memory.
pub(super) fn predictors_fit(dict: &Dict<'_>) -> bool {
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
