//! One folder for another, and the end of the one that is left.

use std::{fs, io, path::Path};

use rayon::prelude::*;

/// Puts `new` where `published` is. Afterwards `new` names the old one, if there was one.
pub(super) fn swap(new: &Path, published: &Path) -> io::Result<()> {
    if !published.exists() {
        return fs::rename(new, published);
    }
    if exchange(new, published)? {
        return Ok(());
    }
    // Systems that cannot exchange two folders in one act: the published one steps aside first, and
    // the next build puts it back should this one be killed in between.
    let name = new
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .replace(".staging", ".old");
    let aside = new.with_file_name(name);
    fs::rename(published, &aside)?;
    if let Err(error) = fs::rename(new, published) {
        fs::rename(&aside, published)?;
        return Err(error);
    }
    fs::rename(&aside, new)
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

/// Removes a folder, its parts on every core: a large site has tens of thousands of files.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    if fs::symlink_metadata(folder)?.is_symlink() {
        return fs::remove_file(folder);
    }
    let entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.into_par_iter().try_for_each(|entry| {
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            remove(&path)
        } else {
            fs::remove_file(path)
        }
    })?;
    fs::remove_dir(folder)
}
