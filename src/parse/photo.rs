//! Metadata that cameras write into pictures beside the picture, and the picture without it.
//!
//! Only whole segments are taken out, so that every byte of the picture itself stays. The
//! orientation stands among what is taken out, and is put back by itself.

use std::ops::Range;

use memchr::memmem;

/// Traces that a picture carries of the place and the device it was taken with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traces {
    /// True if it tells the place.
    pub has_position: bool,
    /// Maker and model of the camera, its serial number, its owner.
    pub device: Vec<String>,
}

/// Greatest number of entries of a directory that are read.
const ENTRIES: usize = 512;

/// Longest text of an entry that is shown, in characters.
const SHOWN: usize = 40;

const EXIF: &[u8] = b"Exif\0\0";
const XMP: [&[u8]; 2] = [
    b"http://ns.adobe.com/xap/1.0/\0",
    b"http://ns.adobe.com/xmp/extension/\0",
];
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Reads the traces of a picture; nothing where it tells neither place nor camera.
pub(super) fn traces(bytes: &[u8]) -> Option<Traces> {
    let mut traces = Traces::default();
    for piece in pieces(bytes)? {
        match piece.kind {
            Kind::Exif => read_exif(&bytes[piece.content], &mut traces),
            Kind::Xmp => read_xmp(&bytes[piece.content], &mut traces),
        }
    }
    traces.device.dedup();
    (traces != Traces::default()).then_some(traces)
}

/// The picture without what cameras write beside it; nothing where there is nothing to take out.
pub fn without_traces(bytes: &[u8]) -> Option<Vec<u8>> {
    let pieces = pieces(bytes)?;
    let first = pieces.first()?.whole.start;
    let orientation = pieces
        .iter()
        .filter(|piece| piece.kind == Kind::Exif)
        .find_map(|piece| orientation(&bytes[piece.content.clone()]));
    let exif = orientation.map(exif_of);
    let is_webp = is_webp(bytes);
    let put = match &exif {
        None => Vec::new(),
        Some(exif) if bytes.starts_with(PNG) => png_chunk(*b"eXIf", exif),
        Some(exif) if is_webp => webp_chunk(*b"EXIF", exif),
        Some(exif) => {
            let length = 2 + EXIF.len() + exif.len();
            let mut segment = vec![0xff, 0xe1];
            segment.extend((length as u16).to_be_bytes());
            segment.extend(EXIF.iter().chain(exif));
            segment
        }
    };
    let mut left = Vec::with_capacity(bytes.len());
    left.extend(&bytes[..first]);
    left.extend(&put);
    let mut from = first;
    for piece in &pieces {
        left.extend(&bytes[from..piece.whole.start]);
        from = piece.whole.end;
    }
    left.extend(&bytes[from..]);
    if is_webp {
        let size = (left.len() as u32).checked_sub(8)?;
        left.get_mut(4..8)?.copy_from_slice(&size.to_le_bytes());
        if left.get(12..16) == Some(b"VP8X") {
            let flags = left.get_mut(20)?;
            *flags &= !0b0000_1100;
            *flags |= u8::from(exif.is_some()) << 3;
        }
    }
    (left != bytes).then_some(left)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Exif,
    Xmp,
}

/// A segment or chunk that cameras and programs write.
#[derive(Debug)]
struct Segment {
    kind: Kind,
    /// All of it.
    whole: Range<usize>,
    /// Bytes of its content, without marks.
    content: Range<usize>,
}

/// The pieces of a picture, if it is one that is known here.
fn pieces(bytes: &[u8]) -> Option<Vec<Segment>> {
    if bytes.starts_with(b"\xff\xd8\xff") {
        Some(of_jpeg(bytes))
    } else if bytes.starts_with(PNG) {
        Some(of_png(bytes))
    } else if is_webp(bytes) {
        Some(of_webp(bytes))
    } else {
        None
    }
}

fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

fn of_jpeg(bytes: &[u8]) -> Vec<Segment> {
    let (mut pieces, mut at) = (Vec::new(), 2);
    while let (Some(0xff), Some(&marker)) = (bytes.get(at), bytes.get(at + 1)) {
        match marker {
            // Any number of them may stand before a marker.
            0xff => {
                at += 1;
                continue;
            }
            // The picture itself begins.
            0xda | 0xd9 => break,
            0x01 | 0xd0..=0xd8 => {
                at += 2;
                continue;
            }
            _ => {}
        }
        let Some(length) = bytes.get(at + 2..at + 4) else {
            break;
        };
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let whole = at..at + 2 + length;
        let Some(content) = bytes.get(at + 4..whole.end).filter(|_| length >= 2) else {
            break;
        };
        if marker == 0xe1 {
            let xmp = XMP.iter().find(|mark| content.starts_with(mark));
            let (kind, mark) = match xmp {
                Some(mark) => (Some(Kind::Xmp), mark.len()),
                None if content.starts_with(EXIF) => (Some(Kind::Exif), EXIF.len()),
                None => (None, 0),
            };
            pieces.extend(kind.map(|kind| Segment {
                kind,
                content: at + 4 + mark..whole.end,
                whole: whole.clone(),
            }));
        }
        at = whole.end;
    }
    pieces
}

fn of_png(bytes: &[u8]) -> Vec<Segment> {
    let (mut pieces, mut at) = (Vec::new(), PNG.len());
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let Some(end) = at.checked_add(length).and_then(|end| end.checked_add(12)) else {
            break;
        };
        let Some(content) = bytes.get(at + 8..end - 4) else {
            break;
        };
        let kind = match &head[4..8] {
            b"eXIf" => Some(Kind::Exif),
            b"iTXt" if content.starts_with(b"XML:com.adobe.xmp\0") => Some(Kind::Xmp),
            // ImageMagick packs them; what they say cannot be read here, only taken out.
            b"tEXt" | b"zTXt" | b"iTXt"
                if ["exif", "app1", "xmp"].iter().any(|profile| {
                    let name = format!("Raw profile type {profile}\0");
                    content
                        .get(..name.len())
                        .is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
                }) =>
            {
                Some(Kind::Xmp)
            }
            _ => None,
        };
        pieces.extend(kind.map(|kind| Segment {
            kind,
            whole: at..end,
            content: at + 8..end - 4,
        }));
        at = end;
    }
    pieces
}

fn of_webp(bytes: &[u8]) -> Vec<Segment> {
    let (mut pieces, mut at) = (Vec::new(), 12);
    while let Some(head) = bytes.get(at..at + 8) {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let Some(content) = (at + 8)
            .checked_add(length)
            .filter(|end| *end <= bytes.len())
        else {
            break;
        };
        // A chunk of odd length has a byte more.
        let end = (content + length % 2).min(bytes.len());
        let kind = match &head[..4] {
            b"EXIF" => Some(Kind::Exif),
            b"XMP " => Some(Kind::Xmp),
            _ => None,
        };
        pieces.extend(kind.map(|kind| {
            // Some programs put the mark of JPEG in.
            let mark = usize::from(bytes[at + 8..content].starts_with(EXIF)) * EXIF.len();
            Segment {
                kind,
                whole: at..end,
                content: at + 8 + mark..content,
            }
        }));
        at = end;
    }
    pieces
}

/// A TIFF, as EXIF is one.
struct Tiff<'b> {
    bytes: &'b [u8],
    is_big: bool,
}

/// An entry of a directory.
struct Entry<'b> {
    tag: u16,
    kind: u16,
    count: u32,
    /// Its value, or where that lies.
    value: &'b [u8],
}

impl<'b> Tiff<'b> {
    fn new(bytes: &'b [u8]) -> Option<Self> {
        let is_big = match bytes.get(..4)? {
            b"II*\0" => false,
            b"MM\0*" => true,
            _ => return None,
        };
        Some(Self { bytes, is_big })
    }

    fn short(&self, bytes: &[u8]) -> Option<u16> {
        let bytes = [*bytes.first()?, *bytes.get(1)?];
        Some(if self.is_big {
            u16::from_be_bytes(bytes)
        } else {
            u16::from_le_bytes(bytes)
        })
    }

    fn long(&self, bytes: &[u8]) -> Option<u32> {
        let bytes = *bytes.first_chunk()?;
        Some(if self.is_big {
            u32::from_be_bytes(bytes)
        } else {
            u32::from_le_bytes(bytes)
        })
    }

    fn first(&self) -> Option<usize> {
        self.long(self.bytes.get(4..8)?).map(|at| at as usize)
    }

    fn entries(&self, at: usize) -> Vec<Entry<'b>> {
        let count = self.bytes.get(at..).and_then(|rest| self.short(rest));
        let count = usize::from(count.unwrap_or_default()).min(ENTRIES);
        let entries = self.bytes.get(at.saturating_add(2)..).unwrap_or_default();
        let entry = |entry: &'b [u8]| {
            Some(Entry {
                tag: self.short(entry)?,
                kind: self.short(&entry[2..])?,
                count: self.long(&entry[4..])?,
                value: &entry[8..],
            })
        };
        entries
            .chunks_exact(12)
            .take(count)
            .filter_map(entry)
            .collect()
    }

    fn text(&self, entry: &Entry<'b>) -> Option<String> {
        let length = entry.count as usize;
        let bytes = if length <= 4 {
            entry.value.get(..length)?
        } else {
            let at = self.long(entry.value)? as usize;
            self.bytes.get(at..at.checked_add(length)?)?
        };
        let text = super::encoding::decode(bytes)?;
        let text: String = text
            .trim_matches(|c: char| c == '\0' || c.is_whitespace())
            .chars()
            .filter(|c| !c.is_control())
            .take(SHOWN)
            .collect();
        (entry.kind == 2 && !text.is_empty()).then_some(text)
    }
}

const ORIENTATION: u16 = 0x0112;
const CAMERA: u16 = 0x8769;
const POSITION: u16 = 0x8825;

fn read_exif(bytes: &[u8], traces: &mut Traces) {
    let Some(tiff) = Tiff::new(bytes) else { return };
    let mut device = Vec::new();
    for entry in tiff.first().map(|at| tiff.entries(at)).unwrap_or_default() {
        let at = || tiff.long(entry.value).unwrap_or_default() as usize;
        match entry.tag {
            // Maker, model, who took it.
            0x010f | 0x0110 | 0x013b => device.extend(tiff.text(&entry)),
            POSITION => {
                // Latitude and longitude; many cameras write the others without knowing where they are.
                let mut entries = tiff.entries(at()).into_iter();
                traces.has_position |= entries.any(|entry| matches!(entry.tag, 2 | 4));
            }
            CAMERA => {
                for entry in tiff.entries(at()) {
                    // Owner, serial numbers of body and lens, model of the lens.
                    if matches!(entry.tag, 0xa430 | 0xa431 | 0xa434 | 0xa435) {
                        device.extend(tiff.text(&entry));
                    }
                }
            }
            _ => {}
        }
    }
    traces.device.extend(device);
}

fn read_xmp(bytes: &[u8], traces: &mut Traces) {
    let has = |word: &str| memmem::find(bytes, word.as_bytes()).is_some();
    traces.has_position |= has("GPSLatitude") || has("GPSLongitude");
    // EXIF says the same, mostly: here only that there is something.
    let is_told = !traces.device.is_empty();
    if !is_told
        && ["tiff:Make", "tiff:Model", "SerialNumber"]
            .iter()
            .any(|word| has(word))
    {
        traces.device.push("XMP".to_owned());
    }
}

/// Orientation of a picture, a number of EXIF, where it is not shown as it is stored.
fn orientation(bytes: &[u8]) -> Option<u16> {
    let tiff = Tiff::new(bytes)?;
    let entries = tiff.entries(tiff.first()?);
    let entry = entries.iter().find(|entry| entry.tag == ORIENTATION)?;
    tiff.short(entry.value).filter(|way| (2..=8).contains(way))
}

/// An EXIF that says which way up, and nothing else.
fn exif_of(orientation: u16) -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend(orientation.to_le_bytes());
    exif.extend([0; 6]);
    exif
}

fn png_chunk(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    let mut check = flate2::Crc::new();
    check.update(&name);
    check.update(content);
    let mut chunk = (content.len() as u32).to_be_bytes().to_vec();
    chunk.extend(name.iter().chain(content));
    chunk.extend(check.sum().to_be_bytes());
    chunk
}

fn webp_chunk(name: [u8; 4], content: &[u8]) -> Vec<u8> {
    let mut chunk = name.to_vec();
    chunk.extend((content.len() as u32).to_le_bytes());
    chunk.extend(content);
    chunk.resize(chunk.len() + content.len() % 2, 0);
    chunk
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An EXIF with maker, place and way up, in either order of bytes.
    fn exif(is_big: bool, way: u16) -> Vec<u8> {
        let short = |n: u16| {
            if is_big {
                n.to_be_bytes()
            } else {
                n.to_le_bytes()
            }
        };
        let long = |n: u32| {
            if is_big {
                n.to_be_bytes()
            } else {
                n.to_le_bytes()
            }
        };
        let mut exif = if is_big { b"MM\0*" } else { b"II*\0" }.to_vec();
        exif.extend(long(8));
        exif.extend(short(3));
        let mut entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
            exif.extend(short(tag).into_iter().chain(short(kind)));
            exif.extend(long(count).into_iter().chain(value));
        };
        entry(0x010f, 2, 6, long(50));
        let way = short(way);
        entry(0x0112, 3, 1, [way[0], way[1], 0, 0]);
        entry(0x8825, 4, 1, long(56));
        exif.extend(long(0));
        exif.extend(b"Nikon\0");
        exif.extend(short(1));
        exif.extend(short(2).into_iter().chain(short(5)));
        exif.extend(long(3).into_iter().chain(long(0)));
        exif
    }

    fn segment(content: &[u8]) -> Vec<u8> {
        let length = (content.len() as u16 + 2).to_be_bytes();
        [&[0xff, 0xe1], &length[..], content].concat()
    }

    const FRAME: &[u8] =
        b"\xff\xe0\x00\x04JF\xff\xe2\x00\x05ICC\xff\xda\x00\x02abc\xff\xe1\xff\xd9";

    fn jpeg(pieces: &[Vec<u8>]) -> Vec<u8> {
        [b"\xff\xd8", &FRAME[..6], &pieces.concat(), &FRAME[6..]].concat()
    }

    #[test]
    fn jpeg_loses_its_traces_and_nothing_else() {
        let plain = jpeg(&[]);
        assert_eq!((traces(&plain), without_traces(&plain)), (None, None));
        for is_big in [false, true] {
            let own = segment(&[EXIF, &exif(is_big, 1)].concat());
            let xmp = segment(&[XMP[0], b"<x exif:GPSLatitude=\"1\"/>"].concat());
            let file = jpeg(&[own, xmp]);
            let found = traces(&file).unwrap();
            assert!(found.has_position);
            assert_eq!(found.device, ["Nikon"]);
            assert_eq!(without_traces(&file).unwrap(), plain);
            // Which way up stays.
            let file = jpeg(&[segment(&[EXIF, &exif(is_big, 6)].concat())]);
            let left = without_traces(&file).unwrap();
            let kept = segment(&[EXIF, &exif_of(6)].concat());
            assert_eq!(left, jpeg(&[kept]));
            assert_eq!((traces(&left), without_traces(&left)), (None, None));
        }
    }

    #[test]
    fn png_loses_its_traces_and_nothing_else() {
        let head = png_chunk(*b"IHDR", &[0; 13]);
        let data = png_chunk(*b"IDAT", b"picture");
        let file = |middle: &[Vec<u8>]| [PNG, &head, &middle.concat(), &data].concat();
        let xmp = png_chunk(*b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x tiff:Make=\"a\"/>");
        let raw = png_chunk(*b"zTXt", b"Raw profile type APP1\0\0packed");
        let own = png_chunk(*b"eXIf", &exif(true, 3));
        let with = file(&[own, xmp, raw]);
        assert!(traces(&with).unwrap().has_position);
        let kept = png_chunk(*b"eXIf", &exif_of(3));
        assert_eq!(without_traces(&with).unwrap(), file(&[kept]));
        assert_eq!(without_traces(&file(&[])), None);
    }

    #[test]
    fn webp_loses_its_traces_and_nothing_else() {
        let file = |flags: u8, more: &[Vec<u8>]| {
            let mut head = vec![flags];
            head.extend([0; 9]);
            let chunks = [webp_chunk(*b"VP8X", &head), webp_chunk(*b"VP8 ", b"abc")].concat();
            let chunks = [chunks, more.concat()].concat();
            let size = (chunks.len() as u32 + 4).to_le_bytes();
            [b"RIFF", &size[..], b"WEBP", &chunks].concat()
        };
        let with = file(
            0b0001_1100,
            &[
                webp_chunk(*b"EXIF", &exif(false, 1)),
                webp_chunk(*b"XMP ", b"<x/>"),
            ],
        );
        assert!(traces(&with).unwrap().has_position);
        assert_eq!(without_traces(&with).unwrap(), file(0b0001_0000, &[]));
        let turned = file(0b0000_1000, &[webp_chunk(*b"EXIF", &exif(false, 8))]);
        let left = without_traces(&turned).unwrap();
        assert_eq!(traces(&left), None);
        assert_eq!(without_traces(&left), None);
    }

    #[test]
    fn broken_pictures_are_left_alone() {
        let whole = jpeg(&[segment(&[EXIF, &exif(false, 6)].concat())]);
        for end in 0..whole.len() {
            let _ = traces(&whole[..end]);
            let _ = without_traces(&whole[..end]);
        }
        for at in 0..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 0xff;
            let _ = (traces(&broken), without_traces(&broken));
        }
    }
}
