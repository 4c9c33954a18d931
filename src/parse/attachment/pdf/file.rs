//! The file as a whole: where its objects lie.
//!
//! The table at the end of a PDF is not used. All objects are found by going through the bytes once,
//! which also reads files whose table is broken, and the last object of a number counts, which is
//! what the table of an updated file says as well.

use std::{borrow::Cow, cell::Cell, collections::HashMap, iter::Peekable};

use memchr::memmem;

use crate::parse::attachment::gatherer::Gatherer;

use super::{
    crypt::{Cipher, Lock},
    filter,
    object::{Dict, Lexer, Object, is_blank},
};

/// Greatest number of bytes of objects that may be read, those read again included: many pages may
/// share one thing.
const WORK_LIMIT: usize = 128 << 20;

/// Greatest number of trailers that are read; each update of a file adds one.
const TRAILERS_LIMIT: usize = 1000;

/// Longest trailer, in bytes.
const TRAILER_LIMIT: usize = 1 << 16;

/// Greatest number of references that may follow one another before there is something else.
const CHAIN_LIMIT: usize = 16;

/// Place of an object.
#[derive(Debug, Clone, Copy)]
enum ObjectPlace {
    /// In the file, its first byte after `obj`.
    File {
        at: usize,
        generation: u16,
        stream: Option<(usize, usize)>,
    },
    /// In an unpacked stream of objects.
    Packed { container: usize, at: usize },
}

/// A PDF whose objects can be fetched.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    /// Place of each object by its number, and how late in the file that is.
    places: HashMap<u32, (usize, ObjectPlace)>,
    containers: Vec<Vec<u8>>,
    pub(super) trailer: Dict,
    cipher: Option<Cipher>,
    work_left: Cell<usize>,
}

/// A stream: what stands before it, and its bytes as they lie in the file.
pub(super) struct Stream<'a> {
    dict: Dict,
    data: Cow<'a, [u8]>,
}

/// Reason why a file cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum OpenError {
    /// It needs a password, or a key.
    Locked,
    /// There is nothing to start from.
    Damaged,
}

impl<'a> File<'a> {
    /// Finds the objects of a file.
    pub(super) fn open(bytes: &'a [u8], gatherer: &mut Gatherer) -> Result<Self, OpenError> {
        let mut file = Self {
            bytes,
            places: HashMap::new(),
            containers: Vec::new(),
            trailer: Dict::new(),
            cipher: None,
            work_left: Cell::new(WORK_LIMIT),
        };
        let containers = file.scan();
        if let Some(encrypt) = file.trailer.get("Encrypt").cloned() {
            let encrypt = file.resolve(&encrypt);
            let id = file.trailer.get("ID").map(|id| file.resolve(id));
            let id = id.as_ref().and_then(|id| id.array());
            let id = id.and_then(|id| id.first()?.string()).unwrap_or_default();
            let encrypt = encrypt.dict().ok_or(OpenError::Locked)?;
            let resolved: Dict = encrypt
                .iter()
                .map(|(key, value)| (key.clone(), file.resolve(value).into_owned()))
                .collect();
            match Lock::of(&resolved, id).open() {
                Some(cipher) => file.cipher = Some(cipher),
                None => return Err(OpenError::Locked),
            }
        }
        for number in containers {
            file.unpack_container(number, gatherer);
        }
        if !file.trailer.contains_key("Root") {
            file.find_root();
        }
        if file.trailer.contains_key("Root") {
            Ok(file)
        } else {
            Err(OpenError::Damaged)
        }
    }

    /// Goes through the bytes once; gives the numbers of streams that hold objects.
    fn scan(&mut self) -> Vec<u32> {
        let bytes = self.bytes;
        let mut containers = Vec::new();
        let mut objects = memmem::find_iter(bytes, b"obj").peekable();
        let mut streams = memmem::find_iter(bytes, b"stream").peekable();
        let mut trailers = memmem::find_iter(bytes, b"trailer").peekable();
        // The object in which the scan is, and up to where bytes are known to be a stream.
        let mut open: Option<(u32, u16, usize)> = None;
        let mut skip_to = 0;
        let mut trailers_left = TRAILERS_LIMIT;
        while let Some((hit, word)) = first(&mut objects, &mut streams, &mut trailers) {
            if hit < skip_to {
                continue;
            }
            let before = &bytes[..hit];
            match word {
                Word::Object if before.ends_with(b"end") => open = None,
                Word::Object => {
                    if let Some((number, generation)) = header(before) {
                        let at = hit + b"obj".len();
                        open = Some((number, generation, at));
                        let place = ObjectPlace::File {
                            at,
                            generation,
                            stream: None,
                        };
                        self.places.insert(number, (hit, place));
                    }
                }
                Word::Stream if before.ends_with(b"end") => {}
                Word::Stream => {
                    let Some((number, generation, at)) = open.take() else {
                        continue;
                    };
                    let Some(start) = stream_start(bytes, hit + b"stream".len()) else {
                        continue;
                    };
                    let dict = Lexer::new(&bytes[..hit], at).object();
                    let Some(Object::Dict(dict)) = dict else {
                        continue;
                    };
                    let end = self.stream_end(&dict, start, &mut streams);
                    skip_to = end;
                    let place = ObjectPlace::File {
                        at,
                        generation,
                        stream: Some((start, end)),
                    };
                    self.places.insert(number, (hit, place));
                    match dict.get("Type").and_then(Object::name) {
                        Some("ObjStm") => containers.push(number),
                        Some("XRef") => self.note_trailer(dict),
                        _ => {}
                    }
                }
                Word::Trailer if trailers_left > 0 => {
                    trailers_left -= 1;
                    let start = hit + b"trailer".len();
                    let end = bytes.len().min(start + TRAILER_LIMIT);
                    let object = Lexer::new(&bytes[..end], start).object();
                    if let Some(Object::Dict(dict)) = object {
                        self.note_trailer(dict);
                    }
                }
                Word::Trailer => {}
            }
        }
        containers
    }

    /// End of a stream: where it says so, if that is true, else at the next word that ends one.
    fn stream_end(
        &self,
        dict: &Dict,
        start: usize,
        streams: &mut Peekable<impl Iterator<Item = usize>>,
    ) -> usize {
        let bytes = self.bytes;
        let told = dict
            .get("Length")
            .and_then(Object::number)
            .and_then(|length| start.checked_add(length as usize))
            .filter(|end| {
                let after = bytes.get(*end..).unwrap_or_default();
                after[..after.len().min(20)]
                    .trim_ascii_start()
                    .starts_with(b"endstream")
            });
        if let Some(end) = told {
            return end;
        }
        let is_no_end = |hit: &usize| !bytes[..*hit].ends_with(b"end") || *hit < start;
        while streams.next_if(is_no_end).is_some() {}
        let end = streams.peek().map_or(bytes.len(), |hit| hit - b"end".len());
        let end = end.max(start);
        let data = &bytes[start..end];
        let data = data.strip_suffix(b"\n").unwrap_or(data);
        start + data.strip_suffix(b"\r").unwrap_or(data).len()
    }

    /// Notes a trailer: later ones count more, but what only earlier ones say stays.
    fn note_trailer(&mut self, dict: Dict) {
        for (key, value) in dict {
            if matches!(&*key, "Root" | "Info" | "Encrypt" | "ID") {
                self.trailer.insert(key, value);
            }
        }
    }

    fn unpack_container(&mut self, number: u32, gatherer: &mut Gatherer) {
        let Some(stream) = self.stream(number) else {
            return;
        };
        let Some((position, _)) = self.places.get(&number).copied() else {
            return;
        };
        let entry = |name: &str| {
            let number = self.resolve(stream.dict.get(name)?).number()?;
            Some(number as usize)
        };
        let (count, first) = (entry("N").unwrap_or(0), entry("First").unwrap_or(0));
        let Some(data) = self.decode(&stream, gatherer) else {
            return;
        };
        let mut lexer = Lexer::new(data.get(..first).unwrap_or_default(), 0);
        let container = self.containers.len();
        for _ in 0..count {
            let (Some(Object::Number(number)), Some(Object::Number(offset))) =
                (lexer.object(), lexer.object())
            else {
                break;
            };
            let at = first.saturating_add(offset as usize);
            let place = ObjectPlace::Packed { container, at };
            let entry = self.places.entry(number as u32).or_insert((0, place));
            if entry.0 <= position {
                *entry = (position, place);
            }
        }
        self.containers.push(data);
    }

    fn find_root(&mut self) {
        let root = self
            .places
            .keys()
            .copied()
            .filter(|number| {
                let object = self.fetch(*number);
                let kind = object
                    .as_ref()
                    .and_then(|object| object.dict()?.get("Type"));
                kind.and_then(Object::name) == Some("Catalog")
            })
            .max();
        if let Some(root) = root {
            self.trailer.insert("Root".into(), Object::Reference(root));
        }
    }

    /// True if so much was read that something must be wrong.
    pub(super) fn is_exhausted(&self) -> bool {
        self.work_left.get() == 0
    }

    /// The object itself where there is a reference to it.
    pub(super) fn resolve<'o>(&self, object: &'o Object) -> Cow<'o, Object> {
        let mut object = Cow::Borrowed(object);
        for _ in 0..CHAIN_LIMIT {
            let Object::Reference(number) = *object else {
                return object;
            };
            object = Cow::Owned(self.fetch(number).unwrap_or(Object::Null));
        }
        Cow::Owned(Object::Null)
    }

    /// A value of a dictionary.
    pub(super) fn get<'o>(&self, dict: &'o Dict, key: &str) -> Cow<'o, Object> {
        dict.get(key)
            .map_or(Cow::Owned(Object::Null), |object| self.resolve(object))
    }

    /// A dictionary in a dictionary; the empty one where there is none.
    pub(super) fn get_dict(&self, dict: &Dict, key: &str) -> Dict {
        match self.get(dict, key).into_owned() {
            Object::Dict(dict) => dict,
            _ => Dict::new(),
        }
    }

    fn fetch(&self, number: u32) -> Option<Object> {
        let (_, place) = self.places.get(&number)?;
        match *place {
            ObjectPlace::File { at, generation, .. } => {
                let mut object = self.read(self.bytes, at)?;
                if let Some(cipher) = &self.cipher {
                    decrypt_strings(&mut object, &mut |string| {
                        cipher.string(number, generation, string)
                    });
                }
                Some(object)
            }
            ObjectPlace::Packed { container, at } => self.read(self.containers.get(container)?, at),
        }
    }

    fn read(&self, bytes: &[u8], at: usize) -> Option<Object> {
        let left = self.work_left.get();
        // Whoever reads has a limit: an object that never ends costs no more than what is left.
        let end = at.saturating_add(left).min(bytes.len());
        let mut lexer = Lexer::new(bytes.get(..end)?, at);
        let object = lexer.object();
        self.work_left
            .set(left.saturating_sub(lexer.at().saturating_sub(at)));
        object
    }

    /// The stream of a number.
    pub(super) fn stream(&self, number: u32) -> Option<Stream<'a>> {
        let (_, place) = self.places.get(&number)?;
        let ObjectPlace::File {
            generation,
            stream: Some((start, end)),
            ..
        } = *place
        else {
            return None;
        };
        let Some(Object::Dict(dict)) = self.fetch(number) else {
            return None;
        };
        let data = self.bytes.get(start..end)?;
        let left = self.work_left.get();
        self.work_left.set(left.saturating_sub(data.len()));
        if left < data.len() {
            return None;
        }
        let data = match &self.cipher {
            Some(cipher) => Cow::Owned(cipher.stream(number, generation, data)),
            None => Cow::Borrowed(data),
        };
        Some(Stream { dict, data })
    }

    /// The bytes of a stream without its filters.
    pub(super) fn decode(&self, stream: &Stream<'_>, gatherer: &mut Gatherer) -> Option<Vec<u8>> {
        let list = |long: &str, short: &str| {
            let key = if stream.dict.contains_key(long) {
                long
            } else {
                short
            };
            match self.get(&stream.dict, key).into_owned() {
                Object::Array(items) => items
                    .iter()
                    .map(|item| self.resolve(item).into_owned())
                    .collect(),
                Object::Null => Vec::new(),
                one => vec![one],
            }
        };
        let (filters, parameters) = (list("Filter", "F"), list("DecodeParms", "DP"));
        filter::undo(&filters, &parameters, &stream.data, gatherer)
    }
}

/// The words that the scan looks for.
enum Word {
    Object,
    Stream,
    Trailer,
}

/// The next of three words.
fn first(
    objects: &mut Peekable<impl Iterator<Item = usize>>,
    streams: &mut Peekable<impl Iterator<Item = usize>>,
    trailers: &mut Peekable<impl Iterator<Item = usize>>,
) -> Option<(usize, Word)> {
    let far = usize::MAX;
    let object = objects.peek().copied().unwrap_or(far);
    let stream = streams.peek().copied().unwrap_or(far);
    let trailer = trailers.peek().copied().unwrap_or(far);
    if object < stream && object < trailer {
        objects.next().map(|hit| (hit, Word::Object))
    } else if stream < trailer {
        streams.next().map(|hit| (hit, Word::Stream))
    } else {
        trailers.next().map(|hit| (hit, Word::Trailer))
    }
}

/// The `12 0 ` before an `obj`.
fn header(before: &[u8]) -> Option<(u32, u16)> {
    let (generation, before) = number_before(before)?;
    let (number, _) = number_before(before)?;
    Some((number.parse().ok()?, generation.parse().ok()?))
}

/// The number at the end of the bytes, and the bytes before it.
fn number_before(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let blank = bytes
        .iter()
        .rev()
        .take(8)
        .take_while(|byte| is_blank(**byte));
    let bytes = &bytes[..bytes.len() - blank.count()];
    let digits = bytes.iter().rev().take(10);
    let digits = digits.take_while(|byte| byte.is_ascii_digit()).count();
    let (bytes, digits) = bytes.split_at(bytes.len() - digits);
    Some((std::str::from_utf8(digits).ok()?, bytes))
}

/// The first byte of a stream after its word, which a line end must follow.
fn stream_start(bytes: &[u8], at: usize) -> Option<usize> {
    // Some write blanks before it.
    let blanks = bytes.get(at..)?.iter().take(8);
    let at = at + blanks.take_while(|byte| **byte == b' ').count();
    match bytes.get(at..at + 2) {
        Some(b"\r\n") => Some(at + 2),
        Some([b'\r' | b'\n', _]) => Some(at + 1),
        _ => None,
    }
}

fn decrypt_strings(object: &mut Object, decrypt: &mut impl FnMut(&[u8]) -> Vec<u8>) {
    match object {
        Object::String(string) => *string = decrypt(string),
        Object::Array(items) => {
            for item in items {
                decrypt_strings(item, decrypt);
            }
        }
        Object::Dict(dict) => {
            for value in dict.values_mut() {
                decrypt_strings(value, decrypt);
            }
        }
        _ => {}
    }
}
