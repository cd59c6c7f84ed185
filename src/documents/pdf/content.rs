//! The operators of a page are run as far as text goes: glyphs with their places, in the order of the file.

use std::rc::Rc;

use hayro_syntax::content::UntypedIter;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Name;
use hayro_syntax::object::Object;
use hayro_syntax::object::Stream;
use hayro_syntax::page::Page;

use super::fonts::Fonts;
use super::fonts::Known;
use super::limits;
use super::limits::Budget;
use super::sources;

/// The most operators of a file that are run.
const OPERATORS: usize = 4_000_000;

/// The most glyphs of a file.
const GLYPHS: usize = 1_000_000;

/// The most bytes of text of a page, beyond which what stands for glyphs is left out.
const TEXT: usize = 4 << 20;

/// The most bytes of text of a file: fonts may say that a character means a whole book.
const ALL_TEXT: usize = 16 << 20;

/// The most forms inside one another.
const FORMS: usize = 12;

/// The most saved states inside one another.
const STATES: usize = 256;

/// A matrix `[a b c d e f]`: x' = a x + c y + e, y' = b x + d y + f.
type Matrix = [f64; 6];

/// A character where it stands on a page, in points from the upper left corner.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// What it says: a range of [`Canvas::text`].
    pub(super) text: (u32, u32),
    /// Where it begins on its baseline.
    pub(super) from: (f32, f32),
    /// Where the next one begins, unless it is moved.
    pub(super) to: (f32, f32),
    /// The size of its font.
    pub(super) size: f32,
    /// Which font of the file it is of.
    pub(super) font: u32,
}

/// What is on a page.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    /// In the order of the file.
    pub(super) glyphs: Vec<Glyph>,
    /// What the glyphs say, in their order.
    pub(super) text: String,
    /// How many pictures it holds.
    pub(super) images: usize,
    /// How many glyphs it holds of which nothing tells what they mean.
    pub(super) unknown: usize,
}

/// What of the state is text's.
#[derive(Clone)]
struct State<'a> {
    matrix: Matrix,
    font: Option<Rc<Known<'a>>>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// Reads the pages of one file.
pub(super) struct Reader<'a> {
    fonts: Fonts<'a>,
    budget: Budget,
    operators: usize,
    glyphs: usize,
    /// How many more bytes of text the glyphs may mean.
    text: usize,
}

/// What a stream of operators is run with.
struct Run<'a, 'r> {
    reader: &'r mut Reader<'a>,
    canvas: &'r mut Canvas,
    state: State<'a>,
    states: Vec<State<'a>>,
    text_matrix: Matrix,
    line_matrix: Matrix,
    /// Text that stands for what is drawn until its end, and where that began.
    marked: Vec<Option<(String, usize)>>,
}

impl<'a> Reader<'a> {
    /// Ready for the first page.
    pub(super) fn new() -> Self {
        Self { fonts: Fonts::new(), budget: Budget::new(), operators: OPERATORS, glyphs: GLYPHS, text: ALL_TEXT }
    }

    /// The font of a name in resources.
    fn font(&mut self, resources: &Dict<'a>, name: &Name<'_>) -> Result<Option<Rc<Known<'a>>>, &'static str> {
        self.fonts.font(resources, name, &mut self.budget)
    }

    /// How many parts of the pages were passed over, being larger than any that is read.
    pub(super) const fn passed_over(&self) -> usize {
        self.budget.passed_over()
    }

    /// What is on a page; the error says of which kind there is too much in the file.
    pub(super) fn read(&mut self, page: &'a Page<'a>) -> Result<Canvas, &'static str> {
        let mut canvas = Canvas::default();
        let content = sources::content_of(page, &mut self.budget)?;
        let matrix = page.initial_transform(true).as_coeffs();
        let mut run = Run {
            reader: self,
            canvas: &mut canvas,
            state: State {
                matrix,
                font: None,
                size: 1.0,
                letter_space: 0.0,
                word_space: 0.0,
                scale: 1.0,
                leading: 0.0,
                rise: 0.0,
            },
            states: Vec::new(),
            text_matrix: IDENTITY,
            line_matrix: IDENTITY,
            marked: Vec::new(),
        };
        let resources = page.raw().get::<Dict<'a>>("Resources");
        let resources = match resources {
            Some(own) => own,
            None => sources::inherited(page, &mut run.reader.budget)?,
        };
        run.all(&content, &resources, 0)?;
        Ok(canvas)
    }
}

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `inner`, then `outer`.
fn product(outer: &Matrix, inner: &Matrix) -> Matrix {
    [
        outer[0] * inner[0] + outer[2] * inner[1],
        outer[1] * inner[0] + outer[3] * inner[1],
        outer[0] * inner[2] + outer[2] * inner[3],
        outer[1] * inner[2] + outer[3] * inner[3],
        outer[0] * inner[4] + outer[2] * inner[5] + outer[4],
        outer[1] * inner[4] + outer[3] * inner[5] + outer[5],
    ]
}

/// The numbers among operands, at most six.
fn numbers(operands: &[&Object<'_>]) -> [f64; 6] {
    let mut found = [0.0; 6];
    for (slot, operand) in found.iter_mut().zip(operands) {
        if let Object::Number(number) = operand {
            *slot = number.as_f64();
        }
    }
    found
}

impl<'a> Run<'a, '_> {
    /// Runs all operators of a stream.
    fn all(&mut self, content: &[u8], resources: &Dict<'a>, depth: usize) -> Result<(), &'static str> {
        self.reader.budget.take(content.len() as u64 + limits::of_pictures(content))?;
        let mut operators = UntypedIter::new(content);
        while let Some(instruction) = operators.next() {
            self.reader.operators = self.reader.operators.checked_sub(1).ok_or(limits::TOO_MUCH)?;
            let operands: Vec<&Object<'_>> = instruction.operands().take(8).collect();
            let name: &[u8] = instruction.operator.as_ref();
            match name {
                b"Do" => {
                    if let Some(Object::Name(name)) = operands.first() {
                        self.draw(name, resources, depth)?;
                    }
                }
                b"Tf" => {
                    if let Some(Object::Name(name)) = operands.first() {
                        self.state.font = self.reader.font(resources, name)?;
                        self.state.size = numbers(&operands)[1];
                    }
                }
                b"TJ" | b"Tj" | b"'" | b"\"" => self.show(name, &operands)?,
                _ => self.set(name, &operands, resources)?,
            }
        }
        Ok(())
    }

    /// Runs an operator that changes the state.
    fn set(&mut self, name: &[u8], operands: &[&Object<'_>], resources: &Dict<'a>) -> Result<(), &'static str> {
        let given = numbers(operands);
        match name {
            b"q" if self.states.len() < STATES => self.states.push(self.state.clone()),
            b"Q" => self.state = self.states.pop().unwrap_or_else(|| self.state.clone()),
            b"cm" => self.state.matrix = product(&self.state.matrix, &given),
            b"BT" => (self.text_matrix, self.line_matrix) = (IDENTITY, IDENTITY),
            b"Tm" => (self.text_matrix, self.line_matrix) = (given, given),
            b"Td" => self.move_line(given[0], given[1]),
            b"TD" => {
                self.state.leading = -given[1];
                self.move_line(given[0], given[1]);
            }
            b"T*" => self.move_line(0.0, -self.state.leading),
            b"TL" => self.state.leading = given[0],
            b"Tc" => self.state.letter_space = given[0],
            b"Tw" => self.state.word_space = given[0],
            b"Tz" => self.state.scale = given[0] / 100.0,
            b"Ts" => self.state.rise = given[0],
            b"BI" | b"EI" => self.canvas.images += 1,
            b"BMC" => self.marked.push(None),
            b"BDC" => {
                let said = sources::said_instead(operands, resources, &mut self.reader.budget)?;
                self.marked.push(said.map(|text| (text, self.canvas.glyphs.len())));
            }
            b"EMC" => {
                if let Some((text, from)) = self.marked.pop().flatten() {
                    self.say_instead(&text, from);
                }
            }
            _ => {}
        }
        self.marked.truncate(STATES);
        Ok(())
    }

    fn move_line(&mut self, x: f64, y: f64) {
        self.line_matrix = product(&self.line_matrix, &[1.0, 0.0, 0.0, 1.0, x, y]);
        self.text_matrix = self.line_matrix;
    }

    /// Runs a form, or counts a picture.
    fn draw(&mut self, name: &Name<'_>, resources: &Dict<'a>, depth: usize) -> Result<(), &'static str> {
        let objects = resources.get::<Dict<'a>>("XObject").unwrap_or_default();
        self.reader.budget.look(&objects)?;
        let Some(stream) = objects.get::<Stream<'a>>(name.as_ref()) else { return Ok(()) };
        let dict = stream.dict();
        if dict.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_ref() == b"Image") {
            self.canvas.images += 1;
            return Ok(());
        }
        let content = if depth < FORMS { self.reader.budget.content(&stream)? } else { None };
        let Some(content) = content else { return Ok(()) };
        let own = dict.get::<Dict<'a>>("Resources").unwrap_or_else(|| resources.clone());
        let matrix = dict.get::<[f64; 6]>("Matrix").unwrap_or(IDENTITY);
        let before = (self.state.clone(), self.text_matrix, self.line_matrix);
        let states = std::mem::take(&mut self.states);
        self.state.matrix = product(&self.state.matrix, &matrix);
        let done = self.all(&content, &own, depth + 1);
        (self.state, self.text_matrix, self.line_matrix) = before;
        self.states = states;
        done
    }

    /// Runs an operator that shows text.
    fn show(&mut self, name: &[u8], operands: &[&Object<'_>]) -> Result<(), &'static str> {
        if name == b"\"" {
            let given = numbers(operands);
            (self.state.word_space, self.state.letter_space) = (given[0], given[1]);
        }
        if matches!(name, b"'" | b"\"") {
            self.move_line(0.0, -self.state.leading);
        }
        match operands.last() {
            Some(Object::String(text)) => self.show_codes(text.as_bytes()),
            Some(Object::Array(pieces)) => {
                for piece in pieces.iter::<Object<'_>>() {
                    match piece {
                        Object::String(text) => self.show_codes(text.as_bytes())?,
                        Object::Number(number) => {
                            self.advance(-number.as_f64() / 1000.0 * self.state.size * self.state.scale);
                        }
                        _ => {}
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn advance(&mut self, x: f64) {
        self.text_matrix = product(&self.text_matrix, &[1.0, 0.0, 0.0, 1.0, x, 0.0]);
    }

    /// Shows the codes of a string in the present font; without one nothing tells what they mean.
    fn show_codes(&mut self, codes: &[u8]) -> Result<(), &'static str> {
        let Some(known) = self.state.font.clone() else {
            self.canvas.unknown += codes.len();
            return Ok(());
        };
        let mut at = 0;
        while at < codes.len() {
            self.reader.glyphs = self.reader.glyphs.checked_sub(1).ok_or(limits::TOO_MANY)?;
            let (code, length) = known.font.read_code(codes, at);
            at += length.max(1);
            let meaning = known.meaning(code);
            let word_space = if code == 32 && length == 1 { self.state.word_space } else { 0.0 };
            let wide = meaning.advance / 1000.0 * self.state.size;
            let step = (wide + self.state.letter_space + word_space) * self.state.scale;
            // The space between letters belongs to the glyph, so that s p a c e d words stay words.
            let covered = (wide + self.state.letter_space.max(0.0)) * self.state.scale;
            match &meaning.text {
                Some(text) => {
                    self.reader.text = self.reader.text.checked_sub(text.len()).ok_or(limits::TOO_MANY)?;
                    self.put(text, covered, known.number);
                }
                None => self.canvas.unknown += 1,
            }
            self.advance(step);
        }
        Ok(())
    }

    /// Puts a glyph of the present font where the text stands.
    fn put(&mut self, text: &str, advance: f64, font: u32) {
        let matrix = product(&self.state.matrix, &self.text_matrix);
        let place = |x: f64, y: f64| {
            let (x, y) = (matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]);
            (x as f32, y as f32)
        };
        let (from, to) = (place(0.0, self.state.rise), place(advance, self.state.rise));
        let size = (self.state.size * matrix[2].hypot(matrix[3])).abs() as f32;
        let begin = self.canvas.text.len() as u32;
        self.canvas.text.push_str(text);
        let is_sane = [from.0, from.1, to.0, to.1, size].iter().all(|value| value.is_finite() && value.abs() < 1e5);
        if is_sane && size > 0.1 {
            let text = (begin, self.canvas.text.len() as u32);
            self.canvas.glyphs.push(Glyph { text, from, to, size, font });
        }
    }

    /// Takes `text` for all that was put since glyph `from`, where that is one run of a line.
    fn say_instead(&mut self, text: &str, from: usize) {
        let Some((first, last)) = self.canvas.glyphs.get(from..).and_then(|all| Some((all.first()?, all.last()?)))
        else {
            return;
        };
        if (first.from.1 - last.from.1).abs() > first.size * 0.5 || last.to.0 < first.from.0 {
            return;
        }
        if self.canvas.text.len() + text.len() > TEXT {
            return;
        }
        let begin = self.canvas.text.len() as u32;
        let (start, to, size, font) = (first.from, last.to, first.size, first.font);
        self.canvas.text.push_str(text);
        let text = (begin, self.canvas.text.len() as u32);
        self.canvas.glyphs.truncate(from);
        self.canvas.glyphs.push(Glyph { text, from: start, to, size, font });
    }
}
