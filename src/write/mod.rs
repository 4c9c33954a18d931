//! **In:** output files. **Out:** a published folder, swapped in whole. **Touches:** the disk, writing only.
//!
//! Everything goes to a folder beside the published one and takes its place at the end, so a build
//! that fails or is killed leaves what was published as it was.

mod error;
mod swap;

use std::{
    ffi::OsString,
    fs::{self, File, TryLockError},
    io::{self, Write as _},
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
    // What a link names is what is published: it is that folder that is replaced, not the link.
    let out = real_path(out).map_err(|source| WriteError::at(out, source))?;
    refuse_foreign(&out, site)?;
    let name = out
        .file_name()
        .ok_or_else(|| WriteError::NotOurs(out.clone()))?
        .to_owned();
    let parent = out
        .parent()
        .ok_or_else(|| WriteError::NotOurs(out.clone()))?
        .to_owned();
    fs::create_dir_all(&parent).map_err(|source| WriteError::at(&parent, source))?;

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
    if !is_there(&out) && is_there(&old) {
        fs::rename(&old, &out).map_err(|source| WriteError::at(&out, source))?;
    }
    for left in [&stage, &old] {
        if is_there(left) {
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

/// Writes a few files into a folder that may hold others too.
pub fn put_beside(folder: &Path, files: &[(&str, Vec<u8>)]) -> Result<(), WriteError> {
    fs::create_dir_all(folder).map_err(|source| WriteError::at(folder, source))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(|source| WriteError::at(&path, source))?;
    }
    Ok(())
}

/// Puts a source in the place of itself in one stroke: an editor never sees half of it.
pub fn rewrite(disk: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let fail = |source| WriteError::Source {
        path: disk.to_owned(),
        source,
    };
    // What a link names is what is mended, not the link.
    let real = disk.canonicalize().map_err(fail)?;
    let permissions = fs::metadata(&real).map_err(fail)?.permissions();
    let mut name = OsString::from(".");
    name.push(real.file_name().unwrap_or_default());
    name.push(".mending");
    let beside = real.with_file_name(name);
    let put = || -> io::Result<()> {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::set_permissions(&beside, permissions)?;
        fs::rename(&beside, &real)
    };
    put().map_err(|source| {
        // Best effort: what is left lies under a name that no build reads.
        let _ = fs::remove_file(&beside);
        fail(source)
    })
}

/// The path with every link in it followed, as far down as it exists.
fn real_path(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let there = path.ancestors().find(|part| part.exists()).unwrap_or(&path);
    let below = path.strip_prefix(there).unwrap_or(Path::new(""));
    let real = there.canonicalize()?;
    Ok(if below.as_os_str().is_empty() {
        real
    } else {
        real.join(below)
    })
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// A folder that we did not make is never replaced, nor one that holds the site or its sources.
fn refuse_foreign(out: &Path, site: &Path) -> Result<(), WriteError> {
    let site = real_path(site).map_err(|source| WriteError::at(site, source))?;
    let holds_sources =
        |part: &&str| real_path(&site.join(part)).is_ok_and(|part| out.starts_with(part));
    if site.starts_with(out) || ["content", "themes"].iter().any(holds_sources) {
        return Err(WriteError::NotOurs(out.to_owned()));
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
        with_folder(&target, || create(&target)?.write_all(bytes))
            .map_err(|source| WriteError::made(path, &target, source))?;
        self.written.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// The folder that files are put into.
    pub fn folder(&self) -> &Path {
        &self.stage
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
        // Not `fs::copy`: who may read a source says nothing of who may read the site.
        with_folder(&target, || {
            io::copy(&mut File::open(from)?, &mut create(&target)?).map(drop)
        })
        .map_err(|source| WriteError::made(path, &target, source))?;
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
        if is_there(&self.stage) {
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

/// A file that was not there: writing over one could change the published file it is a link of.
fn create(target: &Path) -> io::Result<File> {
    File::options().write(true).create_new(true).open(target)
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
