//! The folder beside the published one in which a build works: only its owner may enter it, so
//! neither an unfinished site nor one that was replaced can be read by others, even after a kill.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, DirBuilder, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use super::{
    error::WriteError,
    place::is_there,
    remedy::{self, Leftover},
    swap,
};

/// Name in the staging folder of a published folder that stepped aside.
const ASIDE: &str = "aside";

/// The staging folder of one build.
#[derive(Debug)]
pub(super) struct StagingFolder {
    /// The folder itself.
    pub(super) folder: PathBuf,
    /// The folder in it that becomes the site.
    pub(super) stage: PathBuf,
    /// Path that the published folder may step aside to.
    pub(super) aside: PathBuf,
    /// The folder, opened before anything is written.
    pub(super) opened: Option<File>,
    /// Folders that earlier builds left outside of the staging folder and that could not be
    /// removed.
    outside: Vec<Leftover>,
    /// Held until the end: two builds never write the same place.
    _lock: File,
}

impl StagingFolder {
    /// Opens the staging folder beside `out`, a real path, and clears away what killed builds left.
    pub(super) fn open(out: &Path) -> Result<Self, WriteError> {
        let (Some(name), Some(parent)) = (out.file_name(), out.parent()) else {
            return Err(WriteError::NotOurs(out.to_owned()));
        };
        fs::create_dir_all(parent).map_err(|source| WriteError::at(parent, source))?;
        let beside = |suffix: &str| parent.join(hidden(name, suffix));
        let lock = lock(&beside(".lock"), out)?;
        let folder = beside(".gongkai");
        let aside = folder.join(ASIDE);
        refuse_strange(&folder)?;
        // If a build was killed between the two renames of a system that cannot exchange folders,
        // the one aside is the published one. Releases before this one kept it under `.old`.
        let earlier = beside(".old");
        for old in [&aside, &earlier] {
            if !is_there(out) && is_folder(old) {
                fs::rename(old, out).map_err(|source| WriteError::at(out, source))?;
            }
        }
        let outside = [beside(".staging"), earlier];
        let outside = outside.into_iter().filter_map(|left| {
            let source = cleared(&left).err()?;
            Some(Leftover {
                path: left,
                source,
                is_open: true,
            })
        });
        let outside = outside.collect();
        if is_there(&aside) {
            // It was replaced, and must never be taken for the published one again.
            let _ = fs::rename(&aside, free(&folder, "old"));
        }
        // What cannot be removed of it is told at the end; this build then works beside it.
        let _ = cleared(&folder);
        make_private(&folder).map_err(|source| WriteError::at(&folder, source))?;
        let stage = free(&folder, "new");
        fs::create_dir(&stage).map_err(|source| WriteError::at(&stage, source))?;
        Ok(Self {
            opened: File::open(&folder).ok(),
            aside: free(&folder, ASIDE),
            folder,
            stage,
            outside,
            _lock: lock,
        })
    }

    /// Removes the staging folder with all that is in it, and tells what could not be removed.
    pub(super) fn clear(&mut self) -> Vec<Leftover> {
        let mut left = std::mem::take(&mut self.outside);
        if let Err(source) = cleared(&self.folder) {
            left.push(Leftover {
                path: self.folder.clone(),
                source,
                is_open: false,
            });
        }
        left
    }
}

/// Refuses early what could not be replaced at the end: folders move only for who may write them.
#[cfg(unix)]
pub(super) fn refuse_unmovable(out: &Path) -> Result<(), WriteError> {
    use rustix::fs::{Access, AtFlags, CWD, accessat};
    use std::os::unix::fs::MetadataExt as _;
    let refused = |what: &str, cure| WriteError::NotReplaceable {
        path: out.to_owned(),
        what: what.to_owned(),
        cure,
    };
    let at = |path: &Path| fs::metadata(path).map_err(|source| WriteError::at(path, source));
    if !is_there(out) {
        return Ok(());
    }
    let (meta, me) = (at(out)?, rustix::process::geteuid());
    let is_mine = me.is_root() || meta.uid() == me.as_raw();
    match accessat(
        CWD,
        out,
        Access::WRITE_OK | Access::EXEC_OK,
        AtFlags::EACCESS,
    ) {
        Ok(()) => {}
        Err(rustix::io::Errno::ACCESS) if is_mine => {
            return Err(refused("文件夹设成了不许写", remedy::allow_writing(out)));
        }
        Err(rustix::io::Errno::ACCESS | rustix::io::Errno::PERM) => {
            return Err(refused("它属于别的用户", remedy::own(out)));
        }
        Err(source) => return Err(WriteError::at(out, source.into())),
    }
    let parent = out.parent().unwrap_or(out);
    let above = at(parent)?;
    let is_sticky = above.mode() & 0o1000 != 0;
    if is_sticky && !is_mine && above.uid() != me.as_raw() {
        return Err(refused("它属于别的用户", remedy::own(out)));
    }
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn refuse_unmovable(_: &Path) -> Result<(), WriteError> {
    Ok(())
}

fn hidden(name: &OsStr, suffix: &str) -> OsString {
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(suffix);
    hidden
}

fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_dir())
}

/// Removes a folder, if it is there.
fn cleared(path: &Path) -> io::Result<()> {
    if is_there(path) {
        swap::remove(path)
    } else {
        Ok(())
    }
}

/// The first free name in a folder.
fn free(folder: &Path, name: &str) -> PathBuf {
    let plain = std::iter::once(name.to_owned());
    let numbered = (2_u32..).map(|number| format!("{name}-{number}"));
    let mut paths = plain.chain(numbered).map(|name| folder.join(name));
    paths
        .find(|path| !is_there(path))
        .unwrap_or_else(|| folder.join(name))
}

/// Opens the lock file and takes the lock. It is opened as it lies there, never through a link, and
/// nothing is ever written to it.
fn lock(path: &Path, out: &Path) -> Result<File, WriteError> {
    let in_the_way = |what: &str| WriteError::InTheWay {
        path: path.to_owned(),
        what: what.to_owned(),
        cure: remedy::remove(path),
    };
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_symlink() => return Err(in_the_way("是一个链接，不是锁文件")),
        Ok(meta) if !meta.is_file() => return Err(in_the_way("不是普通文件，不能作锁文件")),
        _ => {}
    }
    let mut options = File::options();
    // Not emptied: another name may hold the same file.
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        // What it has become since it was looked at: neither a link nor a pipe is waited for.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = match options.open(path) {
        Ok(file) => file,
        Err(source) if source.kind() == io::ErrorKind::PermissionDenied && is_there(path) => {
            return Err(in_the_way("属于别的用户，本用户不能用它上锁"));
        }
        Err(source) => return Err(WriteError::at(path, source)),
    };
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(WriteError::Busy(out.to_owned())),
        Err(TryLockError::Error(source)) => Err(WriteError::at(path, source)),
    }
}

/// Refuses what lies under the name of the staging folder and is none of this user's.
fn refuse_strange(folder: &Path) -> Result<(), WriteError> {
    let Ok(meta) = fs::symlink_metadata(folder) else {
        return Ok(());
    };
    let refused = |what: &str| {
        Err(WriteError::InTheWay {
            path: folder.to_owned(),
            what: what.to_owned(),
            cure: remedy::remove(folder),
        })
    };
    if !meta.is_dir() {
        return refused("不是文件夹，构建时要在这里暂存网站");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let me = rustix::process::geteuid();
        if meta.uid() != me.as_raw() && !me.is_root() {
            return refused("属于别的用户，构建时要在这里暂存网站");
        }
    }
    Ok(())
}

/// Makes a folder that only its owner may enter.
fn make_private(folder: &Path) -> io::Result<()> {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "no modes there"))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => close(folder),
        done => done,
    }
}

/// Closes a folder that could not be removed to everybody but its owner.
#[cfg(unix)]
fn close(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn close(_: &Path) -> io::Result<()> {
    Ok(())
}
