//! A page: follows the pen, and puts together what it wrote side by side.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use memchr::memmem;

use crate::parse::attachment::gatherer::Gatherer;

use super::{
    file::File,
    font::Font,
    object::{Dict, Lexer, Object, is_blank},
    radical::unified,
};

/// Greatest depth of drawings in one another.
const DEPTH_LIMIT: usize = 12;

/// Number of times that drawings with text in them may be drawn in one file.
const DRAWINGS_LIMIT: usize = 20_000;

/// Greatest number of entries that the tables of all fonts may have.
const FONT_ENTRIES_LIMIT: usize = 4 << 20;

/// Greatest number of states that may be saved.
const STATES_LIMIT: usize = 256;

/// Greatest number of operands that are kept.
const OPERANDS_LIMIT: usize = 1024;

/// A gap wider than this part of the letters' height is a blank.
const BLANK: f64 = 0.15;

/// The same between digits, which are often set apart.
const BLANK_OF_DIGITS: f64 = 0.3;

/// Matrix from one system of coordinates to another.
#[derive(Debug, Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First this, then the other.
    fn then(self, other: Self) -> Self {
        let (first, then) = (self.0, other.0);
        let turned = |x: f64, y: f64| (x * then[0] + y * then[2], x * then[1] + y * then[3]);
        let (across, up) = (turned(first[0], first[1]), turned(first[2], first[3]));
        let origin = turned(first[4], first[5]);
        Self([
            across.0,
            across.1,
            up.0,
            up.1,
            origin.0 + then[4],
            origin.1 + then[5],
        ])
    }

    fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    fn of(numbers: &[Object]) -> Option<Self> {
        let mut matrix = [0.0; 6];
        for (at, entry) in matrix.iter_mut().enumerate() {
            *entry = numbers.get(at)?.number()?;
        }
        Some(Self(matrix))
    }
}

/// Graphics state that `q` saves and `Q` brings back.
#[derive(Debug, Clone)]
struct State {
    place: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    leading: f64,
    of_glyph: f64,
    of_blank: f64,
    stretch: f64,
}

impl State {
    fn at(place: Matrix) -> Self {
        Self {
            place,
            font: None,
            size: 1.0,
            leading: 0.0,
            of_glyph: 0.0,
            of_blank: 0.0,
            stretch: 1.0,
        }
    }
}

/// String as it was drawn: its start, its end, its direction and its height.
#[derive(Debug)]
struct Stroke {
    start: (f64, f64),
    end: (f64, f64),
    direction: (f64, f64),
    height: f64,
    text: String,
}

/// Reads pages one after the other, fonts only once.
pub(super) struct TextExtractor<'f, 'a> {
    file: &'f File<'a>,
    fonts: HashMap<u32, Rc<Font>>,
    /// Font for text whose own is missing.
    plain: Rc<Font>,
    /// Drawings and pictures known to hold no text.
    textless: HashSet<u32>,
    drawings: usize,
    font_entries: usize,
    last: Option<Stroke>,
    /// Text that was written on the page.
    pub(super) text: String,
    pub(super) glyphs: usize,
    pub(super) unknown: usize,
}

impl<'f, 'a> TextExtractor<'f, 'a> {
    pub(super) fn new(file: &'f File<'a>) -> Self {
        Self {
            file,
            fonts: HashMap::new(),
            plain: Rc::new(Font::read(file, &Dict::new(), None)),
            textless: HashSet::new(),
            drawings: 0,
            font_entries: 0,
            last: None,
            text: String::new(),
            glyphs: 0,
            unknown: 0,
        }
    }

    /// Turns to the next page.
    pub(super) fn turn(&mut self) {
        self.last = None;
        self.text.clear();
        self.glyphs = 0;
        self.unknown = 0;
    }

    /// Writes what a content stream says.
    pub(super) fn write(&mut self, content: &[u8], resources: &Dict, gatherer: &mut Gatherer) {
        self.follow(content, resources, Matrix::SAME, 0, gatherer);
    }

    fn follow(
        &mut self,
        content: &[u8],
        resources: &Dict,
        place: Matrix,
        depth: usize,
        gatherer: &mut Gatherer,
    ) {
        let mut lexer = Lexer::new(content, 0);
        let mut given: Vec<Object> = Vec::new();
        let mut saved: Vec<State> = Vec::new();
        let mut state = State::at(place);
        let (mut line, mut text) = (Matrix::SAME, Matrix::SAME);
        let mut fonts: HashMap<Box<str>, Option<Rc<Font>>> = HashMap::new();
        while !gatherer.is_full() && self.text.len() <= gatherer.text_left() {
            let back = lexer.at();
            let Some(object) = lexer.object() else {
                // Past what nobody can read, unless it is the end.
                if lexer.at() >= content.len() {
                    break;
                }
                lexer.jump(lexer.at().max(back + 1));
                continue;
            };
            let Object::Word(word) = object else {
                if given.len() >= OPERANDS_LIMIT {
                    given.clear();
                }
                given.push(object);
                continue;
            };
            let number = |at: usize| given.get(at).and_then(Object::number).unwrap_or(0.0);
            match &*word {
                "q" if saved.len() < STATES_LIMIT => saved.push(state.clone()),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => {
                    if let Some(matrix) = Matrix::of(&given) {
                        state.place = matrix.then(state.place);
                    }
                }
                "BT" => (line, text) = (Matrix::SAME, Matrix::SAME),
                "Tf" => {
                    if let Some(name) = given.first().and_then(Object::name) {
                        let font = fonts
                            .entry(name.into())
                            .or_insert_with(|| self.font(resources, name, gatherer));
                        state.font.clone_from(font);
                    }
                    state.size = number(1);
                }
                "TL" => state.leading = number(0),
                "Tc" => state.of_glyph = number(0),
                "Tw" => state.of_blank = number(0),
                "Tz" => state.stretch = number(0) / 100.0,
                "Td" | "TD" => {
                    if &*word == "TD" {
                        state.leading = -number(1);
                    }
                    line = Matrix::shift(number(0), number(1)).then(line);
                    text = line;
                }
                "Tm" => {
                    if let Some(matrix) = Matrix::of(&given) {
                        (line, text) = (matrix, matrix);
                    }
                }
                "T*" => {
                    line = Matrix::shift(0.0, -state.leading).then(line);
                    text = line;
                }
                "Tj" | "'" | "\"" => {
                    if &*word != "Tj" {
                        line = Matrix::shift(0.0, -state.leading).then(line);
                        text = line;
                    }
                    if &*word == "\"" {
                        (state.of_blank, state.of_glyph) = (number(0), number(1));
                    }
                    if let Some(string) = given.last().and_then(Object::string) {
                        text = self.show(string, &state, text, gatherer);
                    }
                }
                "TJ" => {
                    for item in given.last().and_then(Object::array).unwrap_or_default() {
                        match item {
                            Object::String(string) => {
                                text = self.show(string, &state, text, gatherer);
                            }
                            Object::Number(number) => {
                                let back = number / 1000.0 * state.size * state.stretch;
                                text = Matrix::shift(-back, 0.0).then(text);
                            }
                            _ => {}
                        }
                    }
                }
                "Do" => {
                    if let Some(name) = given.first().and_then(Object::name) {
                        self.draw(name, resources, state.place, depth, gatherer);
                    }
                }
                "ID" => lexer.jump(picture_end(content, lexer.at())),
                _ => {}
            }
            given.clear();
        }
    }

    fn font(&mut self, resources: &Dict, name: &str, gatherer: &mut Gatherer) -> Option<Rc<Font>> {
        let fonts = self.file.get(resources, "Font");
        let entry = fonts.dict()?.get(name)?;
        let number = match entry {
            Object::Reference(number) => Some(*number),
            _ => None,
        };
        if let Some(font) = number.and_then(|number| self.fonts.get(&number)) {
            return Some(Rc::clone(font));
        }
        let dict = self.file.resolve(entry);
        let dict = dict.dict()?;
        let table = match dict.get("ToUnicode") {
            Some(Object::Reference(number)) => self.file.stream(*number),
            _ => None,
        };
        let table = table.and_then(|table| self.file.decode(&table, gatherer));
        let font = Rc::new(Font::read(self.file, dict, table.as_deref()));
        self.font_entries = self.font_entries.saturating_add(font.entries());
        if self.font_entries > FONT_ENTRIES_LIMIT {
            gatherer.fail("字体的表太大，没有读全");
            return None;
        }
        if let Some(number) = number {
            self.fonts.insert(number, Rc::clone(&font));
        }
        Some(font)
    }

    /// Writes a string, and gives where the pen is then.
    fn show(&mut self, string: &[u8], state: &State, text: Matrix, gatherer: &Gatherer) -> Matrix {
        let font = state.font.as_ref().unwrap_or(&self.plain);
        let shown = font.show(string, gatherer.text_left());
        let advance = shown.width * state.size
            + shown.glyphs as f64 * state.of_glyph
            + shown.blanks as f64 * state.of_blank;
        let after = Matrix::shift(advance * state.stretch, 0.0).then(text);
        self.glyphs += shown.glyphs;
        self.unknown += shown.unknown;
        let start = text.then(state.place).0;
        let end = after.then(state.place).0;
        let length = start[0].hypot(start[1]);
        let stroke = Stroke {
            start: (start[4], start[5]),
            end: (end[4], end[5]),
            direction: (start[0] / length, start[1] / length),
            height: (state.size * start[2].hypot(start[3])).abs(),
            text: shown.text,
        };
        self.join(stroke);
        after
    }

    /// Appends a stroke, with what lies between it and the one before.
    fn join(&mut self, stroke: Stroke) {
        if let Some(last) = &self.last {
            let height = last.height.max(stroke.height);
            let away = |from: (f64, f64)| (stroke.start.0 - from.0, stroke.start.1 - from.1);
            let (x, y) = away(last.start);
            // Programs without a bold font write everything twice.
            if x.hypot(y) < height / 4.0 && last.text == stroke.text && !stroke.text.is_empty() {
                return;
            }
            let (x, y) = away(last.end);
            let along = x * last.direction.0 + y * last.direction.1;
            let across = x * last.direction.1 - y * last.direction.0;
            if across.abs() > height / 2.0 || along < -height {
                self.text.push('\n');
            } else {
                let is_digit = |c: char| c.is_ascii_digit();
                let is_number = self.text.ends_with(is_digit) && stroke.text.starts_with(is_digit);
                let blank = if is_number { BLANK_OF_DIGITS } else { BLANK };
                let is_apart = !stroke.text.starts_with(' ') && !self.text.ends_with(' ');
                if along > height * blank && is_apart {
                    self.text.push(' ');
                }
            }
        }
        self.text.extend(stroke.text.chars().map(unified));
        self.last = Some(stroke);
    }

    fn draw(
        &mut self,
        name: &str,
        resources: &Dict,
        place: Matrix,
        depth: usize,
        gatherer: &mut Gatherer,
    ) {
        let drawings = self.file.get(resources, "XObject");
        let entry = drawings.dict().and_then(|drawings| drawings.get(name));
        let Some(entry @ Object::Reference(number)) = entry else {
            return;
        };
        if self.textless.contains(number) || depth >= DEPTH_LIMIT {
            return;
        }
        let dict = self.file.resolve(entry);
        let Some(dict) = dict.dict() else { return };
        if self.file.get(dict, "Subtype").name() != Some("Form") {
            self.textless.insert(*number);
            return;
        }
        self.drawings += 1;
        if self.drawings == DRAWINGS_LIMIT {
            gatherer.fail(&format!("图形超过 {DRAWINGS_LIMIT} 个，后面的没有检查"));
        }
        if self.drawings >= DRAWINGS_LIMIT {
            return;
        }
        let Some(stream) = self.file.stream(*number) else {
            return;
        };
        let Some(content) = self.file.decode(&stream, gatherer) else {
            return;
        };
        let matrix = self.file.get(dict, "Matrix");
        let matrix = matrix.array().and_then(Matrix::of).unwrap_or(Matrix::SAME);
        let own = self.file.get(dict, "Resources");
        let resources = own.dict().unwrap_or(resources);
        let before = self.glyphs;
        self.follow(&content, resources, matrix.then(place), depth + 1, gatherer);
        if self.glyphs == before && depth + 1 < DEPTH_LIMIT {
            self.textless.insert(*number);
        }
    }
}

/// End of a picture that lies in the content.
fn picture_end(content: &[u8], at: usize) -> usize {
    let rest = content.get(at..).unwrap_or_default();
    memmem::find_iter(rest, b"EI")
        .find(|hit| {
            let before = hit.checked_sub(1).and_then(|before| rest.get(before));
            let after = rest.get(hit + 2);
            before.is_some_and(|byte| is_blank(*byte)) && after.is_none_or(|byte| is_blank(*byte))
        })
        .map_or(content.len(), |hit| at + hit + 2)
}
