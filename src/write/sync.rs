//! Syncing: files and folders that were written are on the disk, and not only on their way there.

use std::{fs, fs::File, io, path::Path};

use rayon::prelude::*;

/// Brings everything below a folder to the disk. `opened` is a folder of the same file system,
/// opened before the writing began, so that no error since then is missed; some systems open none.
pub(super) fn tree(folder: &Path, opened: Option<&File>) -> io::Result<()> {
    if let Some(opened) = opened
        && whole_system(opened)?
    {
        return Ok(());
    }
    each(folder)?;
    // Folders above may be as new as the tree itself.
    for above in folder.ancestors().skip(1) {
        match self::folder(above) {
            // What may not be opened was not made by this user.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => break,
            done => done?,
        }
    }
    Ok(())
}

/// One call for all files instead of one for each, which takes many times as long.
#[cfg(target_os = "linux")]
fn whole_system(opened: &File) -> io::Result<bool> {
    use rustix::io::Errno;
    match rustix::fs::syncfs(opened) {
        Ok(()) => Ok(true),
        Err(Errno::NOSYS | Errno::OPNOTSUPP | Errno::INVAL) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn whole_system(_: &File) -> io::Result<bool> {
    Ok(false)
}

fn each(folder: &Path) -> io::Result<()> {
    let entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.into_par_iter().try_for_each(|entry| {
        if entry.file_type()?.is_dir() {
            each(&entry.path())
        } else {
            file(&entry.path())
        }
    })?;
    self::folder(folder)
}

/// Brings one file to the disk.
pub(super) fn file(path: &Path) -> io::Result<()> {
    // Windows flushes only what may be written to.
    File::options()
        .read(true)
        .write(cfg!(windows))
        .open(path)?
        .sync_all()
}

/// Brings the names in a folder to the disk.
pub(super) fn folder(path: &Path) -> io::Result<()> {
    // Windows opens no folders; NTFS keeps its names in a journal.
    if cfg!(windows) {
        return Ok(());
    }
    match File::open(path)?.sync_all() {
        // File systems of networks that know no such thing.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        done => done,
    }
}
