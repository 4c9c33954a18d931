//! Files below the site's folder, and the links among them that lead astray.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
};

use crate::{
    diagnostic::{Fault, FaultKind},
    source::{extension, is_index, is_leftover, is_markdown, parent},
};

use super::ReadError;

/// One file below `content/`.
pub(super) struct Found {
    /// Path below the site's folder.
    pub(super) path: String,
    /// Place on the disk; for a link, that of the file it leads to.
    pub(super) disk: PathBuf,
    /// Size in bytes.
    pub(super) size: u64,
    /// Path below the site's folder of the file that a link leads to.
    pub(super) links_to: Option<String>,
}

/// Lists the files below `content`, sorted by path. Hidden files are left out, and so are the locks
/// that Word sets beside an open file.
pub(super) fn walk(site: &Path, faults: &mut Vec<Fault>) -> Result<Vec<Found>, ReadError> {
    let content = site.join("content");
    match fs::symlink_metadata(&content) {
        Ok(meta) if meta.is_symlink() => return Err(ReadError::LinkedFolder(content)),
        Ok(meta) if meta.is_dir() => {}
        _ => return Err(ReadError::NoContent(content)),
    }
    let root = content
        .canonicalize()
        .map_err(|source| ReadError::folder(&content, source))?;
    let mut walk = Walk {
        found: Vec::new(),
        links: Vec::new(),
        faults,
    };
    walk.visit(&content, "content")?;
    let Walk {
        mut found, links, ..
    } = walk;
    follow(&root, links, &mut found, faults);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

struct Walk<'f> {
    found: Vec<Found>,
    /// Symbolic links: path below the site's folder, and where they lie.
    links: Vec<(String, PathBuf)>,
    faults: &'f mut Vec<Fault>,
}

impl Walk<'_> {
    fn visit(&mut self, folder: &Path, below: &str) -> Result<(), ReadError> {
        let entries = fs::read_dir(folder).map_err(|source| ReadError::folder(folder, source))?;
        for entry in entries {
            let entry = entry.map_err(|source| ReadError::folder(folder, source))?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let path = format!("{below}/{}", name.to_string_lossy());
                self.faults
                    .push(Fault::whole(&path, FaultKind::UnreadableName));
                continue;
            };
            if name.starts_with("~$") {
                continue;
            }
            let path = format!("{below}/{name}");
            let disk = entry.path();
            let kind = entry
                .file_type()
                .map_err(|source| ReadError::file(&disk, source))?;
            if name.starts_with('.') {
                if !kind.is_dir() && is_leftover(name) {
                    self.faults
                        .push(Fault::whole(&path, FaultKind::LeftoverFile));
                }
            } else if kind.is_symlink() {
                self.links.push((path, disk));
            } else if kind.is_dir() {
                self.visit(&disk, &path)?;
            } else if kind.is_file() {
                let meta = entry
                    .metadata()
                    .map_err(|source| ReadError::file(&disk, source))?;
                self.found.push(Found {
                    path,
                    disk,
                    size: meta.len(),
                    links_to: None,
                });
            } else {
                // Reading a pipe or a device could wait for ever.
                let reason = "不是普通文件";
                self.faults
                    .push(Fault::whole(&path, FaultKind::StrayLink { reason }));
            }
        }
        Ok(())
    }
}

/// Follows the links that lead to a regular file of the same document, and tells the others.
fn follow(
    root: &Path,
    links: Vec<(String, PathBuf)>,
    found: &mut Vec<Found>,
    faults: &mut Vec<Fault>,
) {
    if links.is_empty() {
        return;
    }
    let files: HashMap<String, u64> = found
        .iter()
        .map(|file| (file.path.clone(), file.size))
        .collect();
    let names = files.keys().chain(links.iter().map(|(path, _)| path));
    let documents: HashSet<String> = names
        .filter(|path| is_index(path))
        .map(|path| parent(path).to_owned())
        .collect();
    for (path, disk) in links {
        match target(root, &path, &disk, &documents, &files) {
            Ok((target, disk)) => found.push(Found {
                size: files.get(&target).copied().unwrap_or_default(),
                path,
                disk,
                links_to: Some(target),
            }),
            Err(reason) => faults.push(Fault::whole(&path, FaultKind::StrayLink { reason })),
        }
    }
}

/// The file that a link leads to, by its path and where it lies, or why the link is not followed.
fn target(
    root: &Path,
    path: &str,
    disk: &Path,
    documents: &HashSet<String>,
    files: &HashMap<String, u64>,
) -> Result<(String, PathBuf), &'static str> {
    let Ok(target) = disk.canonicalize() else {
        return Err("指向不存在的文件，或绕成了圈");
    };
    if target.is_dir() {
        return Err("指向文件夹");
    }
    let Ok(below) = target.strip_prefix(root) else {
        let is_out = root.parent().is_none_or(|site| !target.starts_with(site));
        return Err(if is_out {
            "指向站点之外"
        } else {
            "指向 content/ 之外"
        });
    };
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    let below = format!("content/{}", parts.unwrap_or_default().join("/"));
    if !files.contains_key(&below) {
        return Err("指向隐藏的文件，或不是普通文件的东西");
    }
    let document = |path: &str| {
        let mut folder = parent(path);
        while !folder.is_empty() && !documents.contains(folder) {
            folder = parent(folder);
        }
        folder.to_owned()
    };
    match (document(path), document(&below)) {
        (own, _) if own.is_empty() => return Err("不在文档的文件夹里"),
        (own, other) if own == other => {}
        _ => return Err("指向这篇文档之外的文件"),
    }
    // A text below `content/` is a document or the data of one, not a file that it attaches.
    let is_source =
        |path: &str| is_markdown(path) || matches!(extension(path).as_str(), "yaml" | "yml");
    if is_source(path) || is_source(&below) {
        return Err("代替的是正文或数据文件");
    }
    Ok((below, target))
}
