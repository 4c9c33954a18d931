//! **In:** output files. **Out:** a published folder, swapped in whole. **Touches:** the disk, writing only.
//!
//! Everything goes to a folder beside the published one and takes its place at the end, so a build
//! that fails or is killed leaves what was published as it was.

mod error;
mod swap;

use std::{
    ffi::OsString,
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

pub use error::WriteError;

/// File by which a folder is known to be one of ours, and may be replaced.
pub const MARKER: &str = "gongkai.json";

/// An output folder in the making.
#[derive(Debug)]
pub struct Staging {
    out: PathBuf,
    stage: PathBuf,
    /// Held until the end: two builds never write the same place.
    _lock: File,
    written: AtomicUsize,
    kept: AtomicUsize,
}

/// What a build left on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or changed.
    pub changed: usize,
    /// Files whose bytes are those of the last build; they keep their time of change.
    pub unchanged: usize,
}

/// Opens a folder beside `out` to write to. `site` is the folder that must survive.
pub fn stage(out: &Path, site: &Path) -> Result<Staging, WriteError> {
    let out = std::path::absolute(out).map_err(|source| WriteError::at(out, source))?;
    let name = out
        .file_name()
        .ok_or_else(|| WriteError::NotOurs(out.clone()))?
        .to_owned();
    let parent = out
        .parent()
        .ok_or_else(|| WriteError::NotOurs(out.clone()))?
        .to_owned();
    fs::create_dir_all(&parent).map_err(|source| WriteError::at(&parent, source))?;
    refuse_foreign(&out, site)?;

    let beside = |suffix: &str| {
        let mut beside = OsString::from(".");
        beside.push(&name);
        beside.push(suffix);
        parent.join(beside)
    };
    let lock_path = beside(".lock");
    let lock = File::create(&lock_path).map_err(|source| WriteError::at(&lock_path, source))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(WriteError::Busy(out)),
        Err(TryLockError::Error(source)) => return Err(WriteError::at(&lock_path, source)),
    }
    let (stage, old) = (beside(".staging"), beside(".old"));
    // What a killed build left behind. If it was killed between the two renames of a system that
    // cannot exchange folders, the old one is the published one.
    if !out.exists() && old.exists() {
        fs::rename(&old, &out).map_err(|source| WriteError::at(&out, source))?;
    }
    for left in [&stage, &old] {
        if left.exists() {
            swap::remove(left).map_err(|source| WriteError::at(left, source))?;
        }
    }
    fs::create_dir(&stage).map_err(|source| WriteError::at(&stage, source))?;
    Ok(Staging {
        out,
        stage,
        _lock: lock,
        written: AtomicUsize::new(0),
        kept: AtomicUsize::new(0),
    })
}

/// A folder that we did not make is never replaced.
fn refuse_foreign(out: &Path, site: &Path) -> Result<(), WriteError> {
    let site = std::path::absolute(site).unwrap_or_else(|_| site.to_owned());
    let sources = ["content", "themes"].map(|part| site.join(part));
    let is_source = |out: &Path| {
        sources.iter().any(|part| {
            part.canonicalize()
                .map_or(part.as_path() == out, |part| out.starts_with(part))
        })
    };
    let resolved = out.canonicalize().unwrap_or_else(|_| out.to_owned());
    if is_source(&resolved)
        || is_source(out)
        || site.canonicalize().unwrap_or(site).starts_with(&resolved)
    {
        return Err(WriteError::NotOurs(resolved));
    }
    match fs::read_dir(out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(WriteError::at(out, source)),
        Ok(mut entries) => {
            let is_foreign = entries.next().is_some() && !out.join(MARKER).is_file();
            if is_foreign {
                Err(WriteError::NotOurs(out.to_owned()))
            } else {
                Ok(())
            }
        }
    }
}

impl Staging {
    /// Writes one file, or links the published one where it has the same bytes.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let (target, old) = (self.stage.join(path), self.out.join(path));
        if same_bytes(&old, bytes) && with_folder(&target, || fs::hard_link(&old, &target)).is_ok()
        {
            self.kept.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        with_folder(&target, || fs::write(&target, bytes))
            .map_err(|source| WriteError::at(&target, source))?;
        self.written.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Copies a file of the site; its bytes are never held as a whole.
    pub fn copy(&self, path: &str, from: &Path) -> Result<(), WriteError> {
        let (target, old) = (self.stage.join(path), self.out.join(path));
        if same_file(&old, from).unwrap_or(false)
            && with_folder(&target, || fs::hard_link(&old, &target)).is_ok()
        {
            self.kept.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        with_folder(&target, || fs::copy(from, &target).map(drop))
            .map_err(|source| WriteError::at(&target, source))?;
        self.written.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Puts the new folder in the place of the published one.
    pub fn commit(self) -> Result<Written, WriteError> {
        let written = Written {
            changed: self.written.load(Ordering::Relaxed),
            unchanged: self.kept.load(Ordering::Relaxed),
        };
        swap::swap(&self.stage, &self.out).map_err(|source| WriteError::at(&self.out, source))?;
        Ok(written)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After a swap this is the old site; after a failure it is the unfinished one. What cannot
        // be removed now is removed by the next build.
        if self.stage.exists() {
            let _ = swap::remove(&self.stage);
        }
    }
}

/// Runs an act that makes `target`, making its folder only when that turns out to be missing.
fn with_folder(target: &Path, act: impl Fn() -> io::Result<()>) -> io::Result<()> {
    match act() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder)?;
            }
            act()
        }
        result => result,
    }
}

fn same_bytes(old: &Path, bytes: &[u8]) -> bool {
    fs::symlink_metadata(old).is_ok_and(|meta| meta.is_file() && meta.len() == bytes.len() as u64)
        && fs::read(old).is_ok_and(|old| old == bytes)
}

fn same_file(old: &Path, new: &Path) -> io::Result<bool> {
    use io::Read as _;
    let (a, b) = (fs::symlink_metadata(old)?, fs::metadata(new)?);
    if !a.is_file() || a.len() != b.len() {
        return Ok(false);
    }
    let (mut a, mut b) = (File::open(old)?, File::open(new)?);
    let (mut block_a, mut block_b) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let read = a.read(&mut block_a)?;
        if read == 0 {
            return Ok(true);
        }
        b.read_exact(&mut block_b[..read])?;
        if block_a[..read] != block_b[..read] {
            return Ok(false);
        }
    }
}
