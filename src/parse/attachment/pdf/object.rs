//! The objects of a PDF and the words they are written in.

use std::collections::BTreeMap;

/// Greatest depth of objects in one another.
const DEPTH_LIMIT: usize = 48;

/// Greatest number of objects that may lie in one.
const PARTS_LIMIT: usize = 1 << 20;

/// A dictionary.
pub(super) type Dict = BTreeMap<Box<str>, Object>;

/// An object, or in a content stream an operator.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Bool(bool),
    Number(f64),
    Name(Box<str>),
    String(Vec<u8>),
    Array(Vec<Object>),
    Dict(Dict),
    /// Number of another object.
    Reference(u32),
    /// Any other word.
    Word(Box<str>),
}

impl Object {
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    pub(super) fn array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn string(&self) -> Option<&[u8]> {
        match self {
            Self::String(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// Reads objects one after the other.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    parts: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self {
            bytes,
            at,
            parts: 0,
        }
    }

    /// Place that it has read up to, in bytes.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes on elsewhere.
    pub(super) fn jump(&mut self, at: usize) {
        self.at = at;
    }

    /// The next object; absent at the end and where nothing can be made of the bytes.
    pub(super) fn object(&mut self) -> Option<Object> {
        self.parts = 0;
        self.nested(0)
    }

    fn nested(&mut self, depth: usize) -> Option<Object> {
        self.parts += 1;
        if depth > DEPTH_LIMIT || self.parts > PARTS_LIMIT {
            return None;
        }
        self.skip_blank();
        let byte = self.peek(0)?;
        match byte {
            b'/' => {
                self.at += 1;
                Some(Object::Name(self.name()))
            }
            b'(' => Some(Object::String(self.literal())),
            b'<' if self.peek(1) == Some(b'<') => {
                self.at += 2;
                self.dict(depth)
            }
            b'<' => Some(Object::String(self.hex())),
            b'[' => {
                self.at += 1;
                let mut items = Vec::new();
                loop {
                    self.skip_blank();
                    match self.peek(0) {
                        Some(b']') => {
                            self.at += 1;
                            break;
                        }
                        None => break,
                        _ => items.push(self.nested(depth + 1)?),
                    }
                }
                Some(Object::Array(items))
            }
            b'+' | b'-' | b'.' | b'0'..=b'9' => Some(self.number_or_reference()),
            _ => {
                let word = self.word();
                Some(match &*word {
                    "null" => Object::Null,
                    "true" => Object::Bool(true),
                    "false" => Object::Bool(false),
                    _ => Object::Word(word),
                })
            }
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Object> {
        let mut dict = Dict::new();
        loop {
            self.skip_blank();
            match self.peek(0) {
                Some(b'/') => {
                    self.at += 1;
                    let key = self.name();
                    self.skip_blank();
                    // A key without a value before the end.
                    if self.peek(0) == Some(b'>') {
                        continue;
                    }
                    let value = self.nested(depth + 1)?;
                    dict.insert(key, value);
                }
                Some(b'>') => {
                    self.at += 1;
                    if self.peek(0) == Some(b'>') {
                        self.at += 1;
                    }
                    return Some(Object::Dict(dict));
                }
                None => return Some(Object::Dict(dict)),
                // Something that should not stand here.
                Some(_) => {
                    self.nested(depth + 1)?;
                }
            }
        }
    }

    /// A number; two whole ones and an `R` are a reference.
    fn number_or_reference(&mut self) -> Object {
        let number = self.number();
        if number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number) {
            let back = self.at;
            self.skip_blank();
            if self.peek(0).is_some_and(|byte| byte.is_ascii_digit()) {
                let digits = self.at;
                while self.peek(0).is_some_and(|byte| byte.is_ascii_digit()) && self.at < digits + 6
                {
                    self.at += 1;
                }
                let is_apart = self.peek(0).is_some_and(is_blank);
                self.skip_blank();
                if is_apart
                    && self.peek(0) == Some(b'R')
                    && self.peek(1).is_none_or(|byte| !is_regular(byte))
                {
                    self.at += 1;
                    return Object::Reference(number as u32);
                }
            }
            self.at = back;
        }
        Object::Number(number)
    }

    fn number(&mut self) -> f64 {
        let mut is_negative = false;
        while let Some(sign @ (b'+' | b'-')) = self.peek(0) {
            is_negative |= sign == b'-';
            self.at += 1;
        }
        let (mut number, mut scale) = (0.0_f64, 0.0_f64);
        while let Some(byte) = self.peek(0) {
            match byte {
                b'0'..=b'9' if scale == 0.0 => number = number * 10.0 + f64::from(byte - b'0'),
                b'0'..=b'9' => {
                    number += f64::from(byte - b'0') * scale;
                    scale /= 10.0;
                }
                b'.' if scale == 0.0 => scale = 0.1,
                // Some programs write `1.-5`.
                b'-' | b'.' => {}
                _ => break,
            }
            self.at += 1;
        }
        if is_negative { -number } else { number }
    }

    fn name(&mut self) -> Box<str> {
        let mut name = Vec::new();
        while let Some(byte) = self.peek(0).filter(|byte| is_regular(*byte)) {
            self.at += 1;
            let escaped = (byte == b'#')
                .then(|| Some(digit(self.peek(0)?)? << 4 | digit(self.peek(1)?)?))
                .flatten();
            if escaped.is_some() {
                self.at += 2;
            }
            name.push(escaped.unwrap_or(byte));
        }
        String::from_utf8_lossy(&name).into()
    }

    fn word(&mut self) -> Box<str> {
        let start = self.at;
        while self.peek(0).is_some_and(is_regular) {
            self.at += 1;
        }
        // A stray bracket is a word of its own, or there would be no end.
        self.at = self.at.max(start + 1);
        String::from_utf8_lossy(&self.bytes[start..self.at]).into()
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut string, mut depth) = (Vec::new(), 1_usize);
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    let Some(escaped) = self.peek(0) else { break };
                    self.at += 1;
                    match escaped {
                        b'n' => string.push(b'\n'),
                        b'r' => string.push(b'\r'),
                        b't' => string.push(b'\t'),
                        b'b' => string.push(8),
                        b'f' => string.push(12),
                        b'\n' => {}
                        b'\r' => self.at += usize::from(self.peek(0) == Some(b'\n')),
                        b'0'..=b'7' => {
                            let mut code = u32::from(escaped - b'0');
                            for _ in 0..2 {
                                let Some(octal @ b'0'..=b'7') = self.peek(0) else {
                                    break;
                                };
                                code = code * 8 + u32::from(octal - b'0');
                                self.at += 1;
                            }
                            string.push(code as u8);
                        }
                        other => string.push(other),
                    }
                    continue;
                }
                _ => {}
            }
            string.push(byte);
        }
        string
    }

    fn hex(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut string, mut half) = (Vec::new(), None);
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let Some(digit) = digit(byte) else { continue };
            match half.take() {
                None => half = Some(digit << 4),
                Some(high) => string.push(high | digit),
            }
        }
        string.extend(half);
        string
    }

    fn skip_blank(&mut self) {
        while let Some(byte) = self.peek(0) {
            if byte == b'%' {
                while self
                    .peek(0)
                    .is_some_and(|byte| !matches!(byte, b'\r' | b'\n'))
                {
                    self.at += 1;
                }
            } else if is_blank(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }
}

/// Recognises a byte that separates words.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_blank(byte)
        && !matches!(
            byte,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
        )
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_read_as_written() {
        let text = b"<< /A#42 [1 -2.5 (x\\(y\\)\\101(z)) <4a4B5>] /B 12 0 R /C true /D null >> Tj";
        let mut lexer = Lexer::new(text, 0);
        let object = lexer.object().unwrap();
        let dict = object.dict().unwrap();
        assert_eq!(
            dict["AB"],
            Object::Array(vec![
                Object::Number(1.0),
                Object::Number(-2.5),
                Object::String(b"x(y)A(z)".to_vec()),
                Object::String(b"JKP".to_vec()),
            ])
        );
        assert_eq!(dict["B"], Object::Reference(12));
        assert_eq!(dict["C"], Object::Bool(true));
        assert_eq!(lexer.object(), Some(Object::Word("Tj".into())));
        assert_eq!(lexer.object(), None);
    }

    #[test]
    fn deep_nesting_has_a_floor() {
        let deep = b"[".repeat(1_000_000);
        assert_eq!(Lexer::new(&deep, 0).object(), None);
    }
}
