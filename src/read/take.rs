//! The one way to take a file: regular files only, never through a link, never one that makes the
//! reader wait.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, Read as _},
    path::Path,
};

/// Largest capacity reserved for a file before it is read, in bytes.
const EXPECTED: u64 = 16 << 20;

/// A file that was opened, or why it was not.
#[derive(Debug)]
pub(super) enum Taken {
    /// A regular file and its size in bytes.
    File(File, u64),
    /// Something else: what it is, in Chinese.
    Refused(&'static str),
}

/// Opens a file for reading.
pub(super) fn take(disk: &Path) -> io::Result<Taken> {
    // To open a device may set it to work, so its kind is looked at before, and again once it is
    // open: in between it may have been exchanged.
    if let Some(reason) = refusal(&fs::symlink_metadata(disk)?) {
        return Ok(Taken::Refused(reason));
    }
    let file = open(disk)?;
    let meta = file.metadata()?;
    Ok(match refusal(&meta) {
        Some(reason) => Taken::Refused(reason),
        None => Taken::File(file, meta.len()),
    })
}

/// The whole of a file, as far as it is no larger than `limit` bytes.
pub(super) fn take_whole(disk: &Path, limit: u64) -> io::Result<Result<Vec<u8>, &'static str>> {
    match take(disk)? {
        Taken::Refused(reason) => Ok(Err(reason)),
        Taken::File(_, size) if size > limit => Ok(Err("太大")),
        Taken::File(file, size) => {
            // A file may say that it is larger than the memory.
            let mut bytes = Vec::with_capacity(size.min(EXPECTED) as usize);
            file.take(limit).read_to_end(&mut bytes)?;
            Ok(Ok(bytes))
        }
    }
}

fn refusal(meta: &Metadata) -> Option<&'static str> {
    if meta.is_symlink() {
        Some("是符号链接")
    } else if meta.is_dir() {
        Some("是文件夹")
    } else if meta.is_file() {
        None
    } else {
        Some("不是普通文件")
    }
}

#[cfg(unix)]
fn open(disk: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    use rustix::fs::OFlags;

    // A pipe without a writer is opened at once instead of never.
    let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::NOCTTY;
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(disk)
}

#[cfg(not(unix))]
fn open(disk: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(disk)
}
