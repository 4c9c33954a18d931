//! One folder for another, and the end of the one that is left.

use std::{fs, io, path::Path};

use rayon::prelude::*;

/// Reason for which the new folder is not in its place.
#[derive(Debug)]
pub(super) enum SwapError {
    /// Everything is as it was.
    Unchanged(io::Error),
    /// The published folder stepped aside and could not be put back.
    NotPutBack { source: io::Error, again: io::Error },
}

/// Puts `new` where `published` is. Afterwards `new` names the old one, if there was one. Systems
/// that cannot exchange two folders in one act need a name for the old one to step aside to.
pub(super) fn swap(new: &Path, published: &Path, aside: &Path) -> Result<(), SwapError> {
    swap_by(
        &mut |from, to| fs::rename(from, to),
        &mut exchange,
        [new, published, aside],
    )
}

fn swap_by(
    rename: &mut dyn FnMut(&Path, &Path) -> io::Result<()>,
    exchange: &mut dyn FnMut(&Path, &Path) -> io::Result<bool>,
    [new, published, aside]: [&Path; 3],
) -> Result<(), SwapError> {
    if !published.exists() {
        return rename(new, published).map_err(SwapError::Unchanged);
    }
    if exchange(new, published).map_err(SwapError::Unchanged)? {
        return Ok(());
    }
    // A kill in between is mended by the next build.
    rename(published, aside).map_err(SwapError::Unchanged)?;
    if let Err(source) = rename(new, published) {
        return Err(match rename(aside, published) {
            Ok(()) => SwapError::Unchanged(source),
            Err(again) => SwapError::NotPutBack { source, again },
        });
    }
    // Only so that no later build takes it for one that has to be put back; it is removed anyhow.
    let _ = rename(aside, new);
    Ok(())
}

#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<bool> {
    use rustix::{
        fs::{CWD, RenameFlags, renameat_with},
        io::Errno,
    };
    match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        // File systems without exchange say one of these.
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Removes a folder, its parts on every core: a large site has tens of thousands of files. What
/// cannot be removed does not keep the rest; the first reason is given.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    let meta = fs::symlink_metadata(folder)?;
    if !meta.is_dir() {
        return fs::remove_file(folder);
    }
    make_writable(folder, &meta);
    let emptied = empty(folder);
    // The reason is what could not be removed, not that the folder is not empty for it.
    fs::remove_dir(folder).map_err(|error| emptied.err().unwrap_or(error))
}

fn empty(folder: &Path) -> io::Result<()> {
    let entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    let removed = entries.into_par_iter().map(|entry| {
        if entry.file_type()?.is_dir() {
            remove(&entry.path())
        } else {
            fs::remove_file(entry.path())
        }
    });
    let failed: Vec<io::Error> = removed.filter_map(Result::err).collect();
    failed.into_iter().next().map_or(Ok(()), Err)
}

/// A folder that its owner made unwritable can be emptied too; of another owner's this fails, and
/// then the removal says so.
#[cfg(unix)]
fn make_writable(folder: &Path, meta: &fs::Metadata) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = meta.permissions().mode();
    if mode & 0o700 != 0o700 {
        let _ = fs::set_permissions(folder, fs::Permissions::from_mode(mode | 0o700));
    }
}

#[cfg(not(unix))]
fn make_writable(_: &Path, _: &fs::Metadata) {}

#[cfg(test)]
mod tests {
    use super::*;

    /// Swaps two folders where folders cannot be exchanged and the renames of these numbers fail.
    fn swapped(failing: &[usize]) -> (Result<(), SwapError>, Vec<(&'static str, String)>) {
        let root = tempfile::tempdir().unwrap();
        let path = |name: &str| root.path().join(name);
        for name in ["new", "published"] {
            fs::create_dir(path(name)).unwrap();
            fs::write(path(name).join("name"), name).unwrap();
        }
        let mut count = 0;
        let mut rename = |from: &Path, to: &Path| {
            count += 1;
            if failing.contains(&count) {
                return Err(io::Error::from_raw_os_error(5));
            }
            fs::rename(from, to)
        };
        let result = swap_by(
            &mut rename,
            &mut |_, _| Ok(false),
            [&path("new"), &path("published"), &path("aside")],
        );
        let names = ["new", "published", "aside"].into_iter();
        let found = names.filter_map(|name| {
            let held = fs::read_to_string(path(name).join("name")).ok()?;
            Some((name, held))
        });
        (result, found.collect())
    }

    #[test]
    fn a_rename_that_fails_leaves_the_published_folder() {
        let held = |pairs: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
            pairs
                .iter()
                .map(|(at, of)| (*at, (*of).to_owned()))
                .collect()
        };
        let (done, found) = swapped(&[]);
        assert!(done.is_ok());
        assert_eq!(found, held(&[("new", "published"), ("published", "new")]));
        for failing in [1, 2] {
            let (done, found) = swapped(&[failing]);
            assert!(matches!(done, Err(SwapError::Unchanged(_))));
            assert_eq!(found, held(&[("new", "new"), ("published", "published")]));
        }
        let (done, found) = swapped(&[2, 3]);
        assert!(matches!(done, Err(SwapError::NotPutBack { .. })));
        assert_eq!(found, held(&[("new", "new"), ("aside", "published")]));
        // The last one only tidies up.
        let (done, found) = swapped(&[3]);
        assert!(done.is_ok());
        assert_eq!(found, held(&[("published", "new"), ("aside", "published")]));
    }
}
