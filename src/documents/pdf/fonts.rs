//! The fonts of a file: what their codes mean and how wide they are.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_font::CMapResolverFn;
use hayro_font::Font;
use hayro_font::FontCache;
use hayro_font::FontGlyph;
use hayro_font::FontQuery;
use hayro_font::FontResolverFn;
use hayro_font::hayro_cmap::BfString;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Name;

use super::limits::Budget;

/// What a code of a font means, and how far the next one stands, in thousandths of its size.
#[derive(Clone)]
pub(super) struct Meaning {
    pub(super) text: Option<Rc<str>>,
    pub(super) advance: f64,
}

/// A font, with the codes that were looked up.
pub(super) struct Known<'a> {
    pub(super) font: Font<'a>,
    pub(super) number: u32,
    meanings: std::cell::RefCell<HashMap<u32, Meaning>>,
}

/// The fonts that a file was asked for so far.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    programs: FontResolverFn,
    maps: CMapResolverFn,
    fonts: HashMap<String, Option<Rc<Known<'a>>>>,
    numbered: u32,
}

impl<'a> Fonts<'a> {
    /// None yet.
    pub(super) fn new() -> Self {
        let programs: FontResolverFn = Arc::new(|query| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(font) => Some(font.pick_standard_font().get_font_data()),
        });
        let maps: CMapResolverFn = Arc::new(|_| None);
        Self { cache: FontCache::new(), programs, maps, fonts: HashMap::new(), numbered: 0 }
    }

    /// The font of a name in resources.
    pub(super) fn font(
        &mut self,
        resources: &Dict<'a>,
        name: &Name<'_>,
        budget: &mut Budget,
    ) -> Result<Option<Rc<Known<'a>>>, &'static str> {
        let Some(fonts) = resources.get::<Dict<'a>>("Font") else { return Ok(None) };
        budget.look(&fonts)?;
        // The reference names it best; a dictionary that stands there itself is named by its own bytes.
        let key = match fonts.get_ref(name.as_ref()) {
            Some(reference) => format!("{reference:?}"),
            None => match fonts.get::<Dict<'a>>(name.as_ref()) {
                Some(dict) => String::from_utf8_lossy(dict.data()).into_owned(),
                None => return Ok(None),
            },
        };
        if let Some(known) = self.fonts.get(&key) {
            return Ok(known.clone());
        }
        let Some(dict) = fonts.get::<Dict<'a>>(name.as_ref()) else { return Ok(None) };
        let font = budget.font_fits(&dict)?.then(|| self.cache.font(&dict, &self.programs, &self.maps)).flatten();
        self.numbered += 1;
        let number = self.numbered;
        let known = font.map(|font| Rc::new(Known { font, number, meanings: std::cell::RefCell::default() }));
        self.fonts.insert(key, known.clone());
        Ok(known)
    }
}

impl Known<'_> {
    /// What a code means.
    pub(super) fn meaning(&self, code: u32) -> Meaning {
        if let Some(meaning) = self.meanings.borrow().get(&code) {
            return meaning.clone();
        }
        let said = match self.font.glyph(self.font.map_code(code), code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let text: Option<Rc<str>> = said.map(|said| match said {
            BfString::Char(c) => Rc::from(&*c.encode_utf8(&mut [0; 4])),
            BfString::String(text) => Rc::from(text.as_str()),
        });
        let meaning = Meaning { text, advance: self.font.code_advance(code).x };
        self.meanings.borrow_mut().insert(code, meaning.clone());
        meaning
    }
}
