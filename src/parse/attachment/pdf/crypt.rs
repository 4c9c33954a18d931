//! Encryption with an empty password: such a file opens for everybody, and only forbids printing.

use aes::{
    Aes128, Aes256,
    cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit},
};
use md5::{Digest, Md5};
use sha2::{Sha256, Sha384, Sha512};

use super::object::{Dict, Object};

/// Bytes that fill a password up (ISO 32000-1, 7.6.3.3).
const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
    0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

/// Length of a block of AES.
const BLOCK: usize = 16;

/// Method by which bytes were encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Plain,
    Rc4,
    Aes128,
    Aes256,
}

/// Encryption entries of a file.
pub(super) struct Lock<'a> {
    dict: &'a Dict,
    id: &'a [u8],
}

/// Undoes the encryption of strings and streams.
#[derive(Debug)]
pub(super) struct Cipher {
    key: Vec<u8>,
    strings: Method,
    streams: Method,
}

impl<'a> Lock<'a> {
    /// The lock of a file, and the first half of the file's name for itself.
    pub(super) fn of(dict: &'a Dict, id: &'a [u8]) -> Self {
        Self { dict, id }
    }

    /// Opens the lock, if an empty password does.
    pub(super) fn open(&self) -> Option<Cipher> {
        if self.dict.get("Filter")?.name()? != "Standard" {
            return None;
        }
        let version = self.number("V")?;
        let revision = self.number("R")?;
        let (strings, streams) = match version {
            1 | 2 => (Method::Rc4, Method::Rc4),
            4 | 5 => (self.method("StrF")?, self.method("StmF")?),
            _ => return None,
        };
        let key = if revision >= 5 {
            self.key_of_today(revision)?
        } else {
            self.key_of_old(version, revision)?
        };
        Some(Cipher {
            key,
            strings,
            streams,
        })
    }

    fn number(&self, name: &str) -> Option<i64> {
        Some(self.dict.get(name)?.number()? as i64)
    }

    fn string(&self, name: &str) -> Option<&[u8]> {
        self.dict.get(name)?.string()
    }

    fn method(&self, name: &str) -> Option<Method> {
        let filter = match self.dict.get(name) {
            Some(filter) => filter.name()?,
            None => "Identity",
        };
        if filter == "Identity" {
            return Some(Method::Plain);
        }
        let filter = self.dict.get("CF")?.dict()?.get(filter)?.dict()?;
        match filter.get("CFM").and_then(Object::name) {
            Some("V2") => Some(Method::Rc4),
            Some("AESV2") => Some(Method::Aes128),
            Some("AESV3") => Some(Method::Aes256),
            Some("None") | None => Some(Method::Plain),
            Some(_) => None,
        }
    }

    /// Algorithms 2, 4 and 5 of ISO 32000-1.
    fn key_of_old(&self, version: i64, revision: i64) -> Option<Vec<u8>> {
        let length = match (version, self.number("Length")) {
            (2 | 4, Some(bits)) => usize::try_from(bits / 8).ok()?.clamp(5, 16),
            (4, None) => 16,
            _ => 5,
        };
        let owner = self.string("O")?.get(..32)?;
        let mut hash = Md5::new();
        hash.update(PADDING);
        hash.update(owner);
        hash.update((self.number("P")? as i32).to_le_bytes());
        hash.update(self.id);
        if revision >= 4 && self.dict.get("EncryptMetadata") == Some(&Object::Bool(false)) {
            hash.update([0xff; 4]);
        }
        let mut key = hash.finalize().to_vec();
        if revision >= 3 {
            for _ in 0..50 {
                key = Md5::digest(&key[..length]).to_vec();
            }
        }
        key.truncate(length);
        let user = self.string("U")?;
        let is_right = if revision == 2 {
            user == rc4(&key, &PADDING)
        } else {
            let mut hash = Md5::new();
            hash.update(PADDING);
            hash.update(self.id);
            let mut check = hash.finalize().to_vec();
            for round in 0..20 {
                let key: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
                check = rc4(&key, &check);
            }
            user.get(..16)? == check
        };
        is_right.then_some(key)
    }

    /// Algorithms 2.A and 11 of ISO 32000-2; revision 5 is that of Acrobat 9.
    fn key_of_today(&self, revision: i64) -> Option<Vec<u8>> {
        let hash = |salt: &[u8]| match revision {
            5 => Sha256::digest(salt).to_vec(),
            _ => hardened(salt),
        };
        let user = self.string("U")?.get(..48)?;
        if hash(&user[32..40]) != user[..32] {
            return None;
        }
        let key = hash(&user[40..48]);
        let sealed = self.string("UE")?.get(..32)?;
        Some(aes_blocks(&key, &[0; BLOCK], sealed))
    }
}

impl Cipher {
    /// A string of an object.
    pub(super) fn string(&self, number: u32, generation: u16, data: &[u8]) -> Vec<u8> {
        self.decrypt(self.strings, number, generation, data)
    }

    /// The bytes of a stream.
    pub(super) fn stream(&self, number: u32, generation: u16, data: &[u8]) -> Vec<u8> {
        self.decrypt(self.streams, number, generation, data)
    }

    fn decrypt(&self, method: Method, number: u32, generation: u16, data: &[u8]) -> Vec<u8> {
        match method {
            Method::Plain => data.to_vec(),
            Method::Rc4 => rc4(&self.key_of(number, generation, b""), data),
            Method::Aes128 => aes_message(&self.key_of(number, generation, b"sAlT"), data),
            Method::Aes256 => aes_message(&self.key, data),
        }
    }

    /// Each object has a key of its own (algorithm 1).
    fn key_of(&self, number: u32, generation: u16, salt: &[u8]) -> Vec<u8> {
        let mut hash = Md5::new();
        hash.update(&self.key);
        hash.update(&number.to_le_bytes()[..3]);
        hash.update(generation.to_le_bytes());
        hash.update(salt);
        let mut key = hash.finalize().to_vec();
        key.truncate((self.key.len() + 5).min(16));
        key
    }
}

fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|at| at as u8);
    let mut j = 0_u8;
    for i in 0..256 {
        let of_key = key.get(i % key.len().max(1)).copied().unwrap_or_default();
        j = j.wrapping_add(state[i]).wrapping_add(of_key);
        state.swap(i, usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    data.iter()
        .map(|byte| {
            i = i.wrapping_add(1);
            j = j.wrapping_add(state[usize::from(i)]);
            state.swap(usize::from(i), usize::from(j));
            let at = state[usize::from(i)].wrapping_add(state[usize::from(j)]);
            byte ^ state[usize::from(at)]
        })
        .collect()
}

/// A message that starts with its first block and is padded at its end.
fn aes_message(key: &[u8], data: &[u8]) -> Vec<u8> {
    let Some((start, data)) = data.split_first_chunk::<BLOCK>() else {
        return Vec::new();
    };
    let mut plain = aes_blocks(key, start, data);
    if let Some(padding) = plain.last().map(|byte| usize::from(*byte))
        && (1..=BLOCK).contains(&padding)
    {
        plain.truncate(plain.len() - padding);
    }
    plain
}

/// Whole blocks in a chain; what is left at the end is dropped.
fn aes_blocks(key: &[u8], start: &[u8; BLOCK], data: &[u8]) -> Vec<u8> {
    fn chain<C: BlockCipherDecrypt<BlockSize = aes::cipher::consts::U16>>(
        cipher: &C,
        start: &[u8; BLOCK],
        data: &[u8],
    ) -> Vec<u8> {
        let (mut plain, mut last) = (Vec::with_capacity(data.len()), *start);
        for sealed in data.as_chunks::<BLOCK>().0 {
            let mut block = Array::from(*sealed);
            cipher.decrypt_block(&mut block);
            plain.extend(block.iter().zip(last).map(|(byte, last)| byte ^ last));
            last = *sealed;
        }
        plain
    }
    if let Ok(cipher) = Aes128::new_from_slice(key) {
        chain(&cipher, start, data)
    } else if let Ok(cipher) = Aes256::new_from_slice(key) {
        chain(&cipher, start, data)
    } else {
        Vec::new()
    }
}

/// Algorithm 2.B of ISO 32000-2 for an empty password.
fn hardened(salt: &[u8]) -> Vec<u8> {
    let mut key = Sha256::digest(salt).to_vec();
    let mut round = 0_u32;
    loop {
        let mut sealed = key.repeat(64);
        let (Some(of_key), Some(start)) = (key.first_chunk::<16>(), key.get(16..32)) else {
            return key;
        };
        let cipher = Aes128::new(&Array::from(*of_key));
        let mut last: [u8; BLOCK] = std::array::from_fn(|at| start[at]);
        for block in sealed.as_chunks_mut::<BLOCK>().0 {
            let mut mixed = Array::from(std::array::from_fn(|at| block[at] ^ last[at]));
            cipher.encrypt_block(&mut mixed);
            last = mixed.into();
            *block = last;
        }
        // The first sixteen bytes as one number modulo three: that of its digits, 256 being 1.
        let sum: u32 = sealed.iter().take(16).map(|byte| u32::from(*byte)).sum();
        key = match sum % 3 {
            0 => Sha256::digest(&sealed).to_vec(),
            1 => Sha384::digest(&sealed).to_vec(),
            _ => Sha512::digest(&sealed).to_vec(),
        };
        round += 1;
        let last = sealed.last().copied().unwrap_or_default();
        if round >= 64 && u32::from(last) <= round - 32 {
            key.truncate(32);
            return key;
        }
    }
}
