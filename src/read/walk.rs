//! Which files there are, and which links lead astray.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::diagnostic::{Fault, FaultKind};

use super::ReadError;

/// One file below `content/`.
pub(super) struct Found {
    /// Path below the site's folder.
    pub(super) path: String,
    /// Where it lies.
    pub(super) disk: PathBuf,
    /// Size in bytes.
    pub(super) size: u64,
}

/// Lists the files below `content`, sorted by path. Hidden files and editors' leavings are left out.
pub(super) fn walk(
    site: &Path,
    content: &Path,
    faults: &mut Vec<Fault>,
) -> Result<Vec<Found>, ReadError> {
    let mut found = Vec::new();
    let root = site
        .canonicalize()
        .map_err(|source| ReadError::folder(site, source))?;
    visit(&root, content, "content", &mut found, faults)?;
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

fn visit(
    root: &Path,
    folder: &Path,
    below: &str,
    found: &mut Vec<Found>,
    faults: &mut Vec<Fault>,
) -> Result<(), ReadError> {
    let entries = fs::read_dir(folder).map_err(|source| ReadError::folder(folder, source))?;
    for entry in entries {
        let entry = entry.map_err(|source| ReadError::folder(folder, source))?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            faults.push(Fault::whole(
                &format!("{below}/{}", name.to_string_lossy()),
                FaultKind::UnreadableName,
            ));
            continue;
        };
        if name.starts_with('.')
            || name.starts_with("~$")
            || name.ends_with('~')
            || name == "Thumbs.db"
        {
            continue;
        }
        let path = format!("{below}/{name}");
        let disk = entry.path();
        let kind = entry
            .file_type()
            .map_err(|source| ReadError::file(&disk, source))?;
        if kind.is_symlink() {
            // A link to a folder could lead round in a circle; a link out of the site could publish
            // what nobody meant to.
            let reason = match disk.canonicalize() {
                Err(_) => Some("指向不存在的文件，或绕成了圈"),
                Ok(target) if target.is_dir() => Some("指向文件夹"),
                Ok(target) if !target.starts_with(root) => Some("指向站点之外"),
                Ok(_) => None,
            };
            if let Some(reason) = reason {
                faults.push(Fault::whole(&path, FaultKind::StrayLink { reason }));
                continue;
            }
        }
        if kind.is_dir() {
            visit(root, &disk, &path, found, faults)?;
        } else {
            let meta = fs::metadata(&disk).map_err(|source| ReadError::file(&disk, source))?;
            if !meta.is_file() {
                // Reading a pipe or a device could wait for ever.
                let reason = "不是普通文件";
                faults.push(Fault::whole(&path, FaultKind::StrayLink { reason }));
                continue;
            }
            let size = meta.len();
            found.push(Found { path, disk, size });
        }
    }
    Ok(())
}
