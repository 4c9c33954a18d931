//! **In:** output files. **Out:** a published folder, swapped in whole. **Touches:** the disk, writing only.
//!
//! Everything goes to a folder beside the published one and takes its place at the end, so a build
//! that fails or is killed leaves what was published as it was. It is on the disk before it takes
//! that place, so a power cut leaves the old site or the new one, whole.

mod error;
mod files;
mod marker;
mod place;
mod remedy;
mod staging_folder;
mod swap;
mod sync;

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use jiff::civil::Date;
use rayon::prelude::*;

use staging_folder::StagingFolder;
use swap::SwapError;

pub use error::{Refusal, WriteError};
pub use files::{Folder, Product, folder_for, refuse_cache, rewrite};
pub use marker::MARKER;
pub use remedy::Leftover;

/// Durability of a site: kept through a power cut, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It is on the disk before it takes the place of the old one.
    Synced,
    /// The system writes it when it likes: a preview is made again at any time.
    Unsynced,
}

/// An output folder in the making.
#[derive(Debug)]
pub struct Staging {
    out: PathBuf,
    area: StagingFolder,
    durability: Durability,
    is_closed: bool,
    written: AtomicUsize,
    kept: AtomicUsize,
}

/// Counts of the files that a build wrote, and the folders that it could not remove.
#[derive(Debug)]
pub struct Written {
    /// Files that are new or changed.
    pub changed: usize,
    /// Files whose bytes are those of the last build; they keep their time of change.
    pub unchanged: usize,
    /// Folders of this or earlier builds that could not be removed.
    pub leftovers: Vec<Leftover>,
}

/// Opens a folder beside `out` to write to. `site` is the folder that must survive.
pub fn stage(out: &Path, site: &Path, durability: Durability) -> Result<Staging, WriteError> {
    let out = place::replaceable(out, site)?;
    staging_folder::refuse_unmovable(&out)?;
    let area = StagingFolder::open(&out)?;
    Ok(Staging {
        out,
        area,
        durability,
        is_closed: false,
        written: AtomicUsize::new(0),
        kept: AtomicUsize::new(0),
    })
}

impl Staging {
    /// Writes one file, or links the published one where it has the same bytes.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let (target, old) = (self.staged().join(path), self.out.join(path));
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

    /// Puts the files that are copies, each at its path.
    pub fn copy_all(&self, copies: &[(String, &Path)]) -> Result<(), WriteError> {
        let copies = copies.par_iter();
        copies.map(|(path, from)| self.copy(path, from)).collect()
    }

    /// Puts the file by which the folder is known to be ours.
    pub fn mark(&self, as_of: Date, pages: usize) -> Result<(), WriteError> {
        self.put(MARKER, &marker::bytes(as_of, pages))
    }

    /// The folder that files are put into.
    pub fn staged(&self) -> &Path {
        &self.area.stage
    }

    /// Copies a file of the site; its bytes are never held as a whole.
    fn copy(&self, path: &str, from: &Path) -> Result<(), WriteError> {
        let (target, old) = (self.staged().join(path), self.out.join(path));
        let unread = |source| WriteError::Attachment {
            path: from.to_owned(),
            source,
        };
        let mut file = File::open(from).map_err(unread)?;
        if same_file(&old, from).unwrap_or(false)
            && with_folder(&target, || fs::hard_link(&old, &target)).is_ok()
        {
            self.kept.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        // Not `fs::copy`: who may read a source says nothing of who may read the site.
        let mut made = None;
        with_folder(&target, || {
            made = Some(create(&target)?);
            Ok(())
        })
        .map_err(|source| WriteError::made(path, &target, source))?;
        if let Some(mut made) = made {
            io::copy(&mut file, &mut made).map_err(|source| WriteError::at(&target, source))?;
        }
        self.written.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Puts the new folder in the place of the published one.
    pub fn commit(mut self) -> Result<Written, WriteError> {
        let is_durable = self.durability == Durability::Synced;
        if is_durable {
            sync::tree(self.staged(), self.area.opened.as_ref())
                .map_err(|source| WriteError::at(self.staged(), source))?;
        }
        let StagingFolder {
            folder,
            stage,
            aside,
            ..
        } = &self.area;
        swap::swap(stage, &self.out, aside).map_err(|error| match error {
            SwapError::Unchanged(source) => WriteError::at(&self.out, source),
            SwapError::NotPutBack { source, again } => {
                // The old site is in the staging folder, which therefore stays.
                self.is_closed = true;
                WriteError::NotPutBack {
                    out: self.out.clone(),
                    old: aside.clone(),
                    source,
                    again,
                    cure: remedy::put_back(aside, &self.out),
                }
            }
        })?;
        if is_durable {
            // Both folders that an exchange changes. The old site is removed only afterwards.
            let parent = self.out.parent().unwrap_or(&self.out);
            let synced = sync::folder(parent).and_then(|()| sync::folder(folder));
            if let Err(source) = synced {
                self.is_closed = true;
                return Err(WriteError::NotSynced {
                    out: self.out.clone(),
                    source,
                    old: stage.exists().then(|| stage.clone()),
                });
            }
        }
        Ok(Written {
            changed: self.written.load(Ordering::Relaxed),
            unchanged: self.kept.load(Ordering::Relaxed),
            leftovers: self.close(),
        })
    }

    /// Gives up what was staged, and tells what could not be removed.
    pub fn discard(mut self) -> Vec<Leftover> {
        self.close()
    }

    fn close(&mut self) -> Vec<Leftover> {
        self.is_closed = true;
        self.area.clear()
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Only after a panic or in a caller that forgot: what stays is removed by the next build.
        if !self.is_closed {
            self.close();
        }
    }
}

/// Runs an act that makes `target`, making its folder only when that turns out to be missing.
fn with_folder(target: &Path, mut act: impl FnMut() -> io::Result<()>) -> io::Result<()> {
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
