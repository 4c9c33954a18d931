//! Texts of an attachment that have been read so far, and the limits on reading more.

use std::io::Read;

use super::Passage;

/// Largest size of all parts of a file together when they are unpacked, in bytes.
const UNPACKED_LIMIT: usize = 64 << 20;

/// Greatest number of parts that a file may have, those of files in it included.
const PARTS_LIMIT: usize = 10_000;

/// Greatest length of all text that is kept, in bytes.
const TEXT_LIMIT: usize = 16 << 20;

/// Greatest number of passages that are kept: a cell of one digit costs far more than its digit.
const PASSAGES_LIMIT: usize = 1_000_000;

/// Greatest length of the names of all places together, in bytes: a long one may stand a million
/// times.
const PLACES_LIMIT: usize = 48 << 20;

/// Number of times that parts may be unpacked: one may be named as many different sheets.
const READINGS_LIMIT: usize = 2 * PARTS_LIMIT;

/// Greatest number of reasons that are told one by one; more help nobody.
const REASONS_LIMIT: usize = 5;

/// Longest name shown in a place: a name stands before every cell of a sheet.
const NAME_LIMIT: usize = 60;

/// Collects the texts of one attachment, and of the files in it, within the limits.
#[derive(Debug)]
pub(super) struct Gatherer {
    passages: Vec<Passage>,
    reasons: Vec<String>,
    more_reasons: usize,
    /// Set before every place while a file in the file is read.
    prefix: String,
    /// Set while all that is read is out of sight.
    is_hidden: bool,
    unpacked_left: usize,
    parts_left: usize,
    readings_left: usize,
    text_left: usize,
    places_left: usize,
    is_full: bool,
}

impl Default for Gatherer {
    fn default() -> Self {
        Self {
            passages: Vec::new(),
            reasons: Vec::new(),
            more_reasons: 0,
            prefix: String::new(),
            is_hidden: false,
            unpacked_left: UNPACKED_LIMIT,
            parts_left: PARTS_LIMIT,
            readings_left: READINGS_LIMIT,
            text_left: TEXT_LIMIT,
            places_left: PLACES_LIMIT,
            is_full: false,
        }
    }
}

impl Gatherer {
    /// Keeps a text, unless it is blank.
    pub(super) fn add(&mut self, place: String, text: &str, is_hidden: bool) {
        if self.is_full {
            return;
        }
        // A long blank that a million cells point to costs time as well, so it counts.
        let kept = &text[..text.floor_char_boundary(self.text_left)];
        self.text_left -= kept.len();
        let is_cut = kept.len() < text.len();
        let kept = kept.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        if !kept.is_empty() {
            let place = if self.prefix.is_empty() {
                place
            } else {
                format!("{}{place}", self.prefix)
            };
            self.places_left = self.places_left.saturating_sub(place.len());
            self.passages.push(Passage {
                place,
                text: kept.to_owned(),
                is_hidden: is_hidden || self.is_hidden,
            });
        }
        if is_cut {
            self.fill(&format!("文字超过 {} MB，后面的没有检查", TEXT_LIMIT >> 20));
        } else if self.passages.len() >= PASSAGES_LIMIT || self.places_left == 0 {
            let passages = self.passages.len();
            self.fill(&format!("文字太零碎，读了 {passages} 处，后面的没有检查"));
        }
    }

    /// Keeps a reason why something was not read.
    pub(super) fn fail(&mut self, reason: &str) {
        let reason = format!("{}{reason}", self.prefix);
        if self.reasons.contains(&reason) {
            return;
        }
        if self.reasons.len() < REASONS_LIMIT {
            self.reasons.push(reason);
        } else {
            self.more_reasons += 1;
        }
    }

    /// True if nothing more can be kept: readers stop then.
    pub(super) fn is_full(&self) -> bool {
        self.is_full
    }

    /// Takes one part from the number still allowed; false if no more may be read.
    pub(super) fn takes_part(&mut self) -> bool {
        if self.is_full {
            return false;
        }
        if self.parts_left == 0 {
            self.fill(&format!("里面的文件超过 {PARTS_LIMIT} 个，后面的没有检查"));
            return false;
        }
        self.parts_left -= 1;
        true
    }

    /// Takes one unpacking from the number still allowed; false if no more may be unpacked.
    pub(super) fn takes_reading(&mut self) -> bool {
        if self.readings_left == 0 && !self.is_full {
            self.fill("里面的文件反复引用，没有读全");
        }
        self.readings_left = self.readings_left.saturating_sub(1);
        !self.is_full
    }

    /// Unpacks as much as the limit allows; what came before an error or the limit stays.
    pub(super) fn unpack(&mut self, reader: impl Read) -> (Vec<u8>, Result<(), std::io::Error>) {
        let mut bytes = Vec::new();
        if self.is_full {
            return (bytes, Ok(()));
        }
        let limit = self.unpacked_left as u64 + 1;
        let read = reader.take(limit).read_to_end(&mut bytes);
        self.spend(bytes.len());
        (bytes, read.map(|_| ()))
    }

    /// Counts bytes that were unpacked without [`Self::unpack`].
    pub(super) fn spend(&mut self, bytes: usize) {
        if let Some(left) = self.unpacked_left.checked_sub(bytes) {
            self.unpacked_left = left;
        } else {
            self.unpacked_left = 0;
            self.fill(&format!(
                "解压后超过 {} MB，后面的没有检查",
                UNPACKED_LIMIT >> 20
            ));
        }
    }

    /// Number of bytes of text that may still be kept.
    pub(super) fn text_left(&self) -> usize {
        self.text_left
    }

    /// Number of bytes that may still be unpacked.
    pub(super) fn unpacked_left(&self) -> usize {
        self.unpacked_left
    }

    /// Reads a file that lies in the file: its places start with where it lies.
    pub(super) fn within<T>(
        &mut self,
        prefix: &str,
        is_hidden: bool,
        read: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outer = (self.prefix.len(), self.is_hidden);
        self.prefix.push_str(prefix);
        self.is_hidden |= is_hidden;
        let result = read(self);
        self.prefix.truncate(outer.0);
        self.is_hidden = outer.1;
        result
    }

    /// The passages, and in one line why there are not more.
    pub(super) fn finish(self) -> (Vec<Passage>, Option<String>) {
        let mut reason = self.reasons.join("；");
        if self.more_reasons > 0 {
            reason.push_str(&format!("；另有 {} 处读不出来", self.more_reasons));
        }
        (self.passages, (!reason.is_empty()).then_some(reason))
    }

    fn fill(&mut self, reason: &str) {
        self.fail(reason);
        self.is_full = true;
    }
}

/// A name from a file as it may stand in a message: one line, and not endless.
pub(super) fn shown(name: &str) -> String {
    let mut shown: String = name
        .chars()
        .filter(|c| !c.is_control())
        .take(NAME_LIMIT)
        .collect();
    if name.chars().nth(NAME_LIMIT).is_some() {
        shown.push('…');
    }
    shown
}
