//! The filters of streams that hold text; pictures are left as they are.

use std::{borrow::Cow, io::Read};

use flate2::read::{DeflateDecoder, ZlibDecoder};

use crate::parse::attachment::gatherer::Gatherer;

use super::object::{Dict, Object, is_blank};

/// Greatest number of filters that one stream may have.
const FILTERS_LIMIT: usize = 8;

/// Undoes the filters of a stream, within what may still be unpacked. Absent where there is one that
/// is not for text.
pub(super) fn undo(
    filters: &[Object],
    parameters: &[Object],
    data: &[u8],
    gatherer: &mut Gatherer,
) -> Option<Vec<u8>> {
    let mut data = Cow::Borrowed(data);
    if filters.is_empty() {
        gatherer.spend(data.len());
    }
    if filters.len() > FILTERS_LIMIT {
        return None;
    }
    for (at, filter) in filters.iter().enumerate() {
        let limit = gatherer.unpacked_left();
        let parameters = parameters.get(at).and_then(Object::dict);
        let undone = match filter.name()? {
            "FlateDecode" | "Fl" => predicted(inflate(&data, limit), parameters),
            "LZWDecode" | "LZW" => predicted(lzw(&data, parameters, limit), parameters),
            "ASCIIHexDecode" | "AHx" => ascii_hex(&data),
            "ASCII85Decode" | "A85" => ascii_85(&data, limit),
            "RunLengthDecode" | "RL" => run_length(&data, limit),
            "Crypt" => continue,
            _ => return None,
        };
        gatherer.spend(undone.len());
        data = Cow::Owned(undone);
        if gatherer.is_full() {
            break;
        }
    }
    Some(data.into_owned())
}

/// Undoes `FlateDecode`; bytes unpacked before an error stay.
fn inflate(data: &[u8], limit: usize) -> Vec<u8> {
    let limit = limit as u64 + 1;
    let mut unpacked = Vec::new();
    let read = ZlibDecoder::new(data)
        .take(limit)
        .read_to_end(&mut unpacked);
    if read.is_err() && unpacked.is_empty() {
        // Some leave the two bytes of the frame out, some break them.
        for data in [data.get(2..).unwrap_or_default(), data] {
            let read = DeflateDecoder::new(data)
                .take(limit)
                .read_to_end(&mut unpacked);
            if read.is_ok() || !unpacked.is_empty() {
                break;
            }
        }
    }
    unpacked
}

fn lzw(data: &[u8], parameters: Option<&Dict>, limit: usize) -> Vec<u8> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let early = parameters
        .and_then(|parameters| parameters.get("EarlyChange")?.number())
        .is_none_or(|early| early != 0.0);
    let mut unpacked: Vec<u8> = Vec::new();
    // Each entry is a stretch of what was unpacked before.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let (mut last, mut width): (Option<(usize, usize)>, u32) = (None, 9);
    let (mut buffer, mut held) = (0_u32, 0_u32);
    for byte in data {
        buffer = buffer << 8 | u32::from(*byte);
        held += 8;
        if held < width {
            continue;
        }
        held -= width;
        let code = (buffer >> held & ((1 << width) - 1)) as usize;
        buffer &= (1 << held) - 1;
        if code == CLEAR {
            table.clear();
            (last, width) = (None, 9);
            continue;
        }
        if code == END || unpacked.len() > limit {
            break;
        }
        let start = unpacked.len();
        if code < CLEAR {
            unpacked.push(code as u8);
        } else if let Some((from, to)) = table.get(code - 258).copied() {
            unpacked.extend_from_within(from..to);
        } else if let Some((from, to)) = last.filter(|_| code - 258 == table.len()) {
            unpacked.extend_from_within(from..to);
            unpacked.push(unpacked[from]);
        } else {
            break;
        }
        if let Some((from, to)) = last
            && table.len() < 4096 - 258
        {
            // The stretch before and the byte after it, which is now unpacked.
            table.push((from, to + 1));
        }
        last = Some((start, unpacked.len()));
        width = match table.len() + 258 + usize::from(early) {
            ..512 => 9,
            512..1024 => 10,
            1024..2048 => 11,
            _ => 12,
        };
    }
    unpacked
}

fn predicted(data: Vec<u8>, parameters: Option<&Dict>) -> Vec<u8> {
    let number = |name: &str, usual: usize| {
        parameters
            .and_then(|parameters| parameters.get(name)?.number())
            .map_or(usual, |number| number as usize)
    };
    if number("Predictor", 1) < 10 {
        return data;
    }
    let bits = number("Colors", 1).clamp(1, 32) * number("BitsPerComponent", 8).clamp(1, 16);
    let pixel = bits.div_ceil(8);
    let row = number("Columns", 1)
        .clamp(1, data.len().max(1))
        .saturating_mul(bits)
        .div_ceil(8);
    let mut plain: Vec<u8> = Vec::with_capacity(data.len());
    for line in data.chunks(row + 1) {
        let Some((kind, line)) = line.split_first() else {
            break;
        };
        let start = plain.len();
        for (at, byte) in line.iter().enumerate() {
            let left = at.checked_sub(pixel).map_or(0, |left| plain[start + left]);
            let above_at = start.checked_sub(row).map(|above| above + at);
            let above = above_at.map_or(0, |above| plain[above]);
            let corner = match (above_at, at >= pixel) {
                (Some(above), true) => plain[above - pixel],
                _ => 0,
            };
            let guess = match kind {
                1 => left,
                2 => above,
                3 => u16::midpoint(u16::from(left), u16::from(above)) as u8,
                4 => paeth(left, above, corner),
                _ => 0,
            };
            plain.push(byte.wrapping_add(guess));
        }
    }
    plain
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let (a, b, c) = (i32::from(left), i32::from(above), i32::from(corner));
    let guess = a + b - c;
    let (by_left, by_above, by_corner) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if by_left <= by_above && by_left <= by_corner {
        left
    } else if by_above <= by_corner {
        above
    } else {
        corner
    }
}

fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .map(|digit| digit as u8)
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or_default())
        .collect()
}

fn ascii_85(data: &[u8], limit: usize) -> Vec<u8> {
    let data = data.strip_prefix(b"<~").unwrap_or(data);
    let (mut unpacked, mut group) = (Vec::new(), Vec::with_capacity(5));
    let mut flush = |group: &mut Vec<u8>| {
        let kept = group.len().saturating_sub(1);
        group.resize(5, 84);
        let number = group.iter().fold(0_u32, |number, digit| {
            number.wrapping_mul(85).wrapping_add(u32::from(*digit))
        });
        unpacked.extend_from_slice(&number.to_be_bytes()[..kept.min(4)]);
        group.clear();
        unpacked.len() > limit
    };
    for byte in data {
        match byte {
            b'!'..=b'u' => group.push(byte - b'!'),
            b'z' if group.is_empty() => group.extend([0; 5]),
            b'~' => break,
            byte if is_blank(*byte) => {}
            _ => break,
        }
        if group.len() == 5 && flush(&mut group) {
            break;
        }
    }
    if !group.is_empty() {
        flush(&mut group);
    }
    unpacked
}

fn run_length(data: &[u8], limit: usize) -> Vec<u8> {
    let (mut unpacked, mut at) = (Vec::new(), 0);
    while let Some(length) = data.get(at).copied() {
        at += 1;
        match length {
            0..=127 => {
                let end = (at + usize::from(length) + 1).min(data.len());
                unpacked.extend_from_slice(&data[at..end]);
                at = end;
            }
            128 => break,
            129.. => {
                let Some(byte) = data.get(at) else { break };
                unpacked.resize(unpacked.len() + 257 - usize::from(length), *byte);
                at += 1;
            }
        }
        if unpacked.len() > limit {
            break;
        }
    }
    unpacked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_undone() {
        assert_eq!(ascii_hex(b"48 65 6c6C 6f>zz"), b"Hello");
        assert_eq!(ascii_85(b"<~87cURD]i,\"Ebo80~>", 100), b"Hello World!");
        assert_eq!(run_length(b"\x02abc\xfed\x80zz", 100), b"abcddd");
        // The example of the specification (7.4.4.2).
        let packed = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert_eq!(
            lzw(&packed, None, 100),
            [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]
        );
    }

    #[test]
    fn rows_are_predicted() {
        let mut parameters = Dict::new();
        parameters.insert("Predictor".into(), Object::Number(15.0));
        parameters.insert("Columns".into(), Object::Number(3.0));
        let rows = vec![1, 1, 1, 1, 2, 1, 1, 1, 4, 1, 0, 0];
        assert_eq!(
            predicted(rows, Some(&parameters)),
            [1, 2, 3, 2, 3, 4, 3, 3, 4]
        );
        parameters.insert("Columns".into(), Object::Number(1e18));
        predicted(vec![4; 10], Some(&parameters));
    }
}
