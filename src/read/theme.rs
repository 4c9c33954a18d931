//! The theme: the one compiled in, with whatever the site puts over it.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{
    diagnostic::{Fault, FaultKind},
    source::{SourceFile, is_leftover},
};

use super::{
    ATTACHMENT_LIMIT, ReadError,
    take::{Taken, take, take_whole},
};

/// The theme `official`, so that a site without `themes/` builds.
#[derive(rust_embed::Embed)]
#[folder = "themes/official/"]
struct Official;

/// Templates and files of a theme.
#[derive(Debug, Default)]
pub struct Theme {
    /// Text of each template by its path below `templates/`.
    pub templates: BTreeMap<String, String>,
    /// Bytes of each file by its path below `assets/`.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// Texts of the site's own files of it, for messages about them.
    pub sources: Vec<SourceFile>,
    /// Faults of the files themselves, found on reading them.
    pub faults: Vec<Fault>,
}

/// Reads a theme: every file of `themes/<name>/` replaces the compiled-in one of the same path.
pub fn read_theme(site: &Path, name: &str) -> Result<Theme, ReadError> {
    let mut theme = Theme::default();
    if name == "official" {
        for path in Official::iter() {
            if let Some(file) = Official::get(&path) {
                theme.put(&path, file.data.into_owned());
            }
        }
    }
    let all = site.join("themes");
    let folder = all.join(name);
    for folder in [&all, &folder] {
        if folder.is_symlink() {
            return Err(ReadError::LinkedFolder(folder.clone()));
        }
    }
    if folder.is_dir() {
        let root = folder
            .canonicalize()
            .map_err(|source| ReadError::folder(&folder, source))?;
        let site_path = format!("themes/{name}/");
        overlay(&root, &site_path, &folder, "", &mut theme)?;
    } else if name != "official" {
        return Err(ReadError::NoTheme(name.to_owned()));
    }
    Ok(theme)
}

impl Theme {
    fn put(&mut self, path: &str, bytes: Vec<u8>) {
        if let Some(name) = path.strip_prefix("templates/") {
            self.templates.insert(
                name.to_owned(),
                String::from_utf8_lossy(&bytes).into_owned(),
            );
        } else if let Some(name) = path.strip_prefix("assets/") {
            self.assets.insert(name.to_owned(), bytes);
        }
    }
}

/// Puts the files of a folder over the theme. `site_path` is the theme's path below the site's
/// folder, `below` that of the folder in the theme.
fn overlay(
    root: &Path,
    site_path: &str,
    folder: &Path,
    below: &str,
    theme: &mut Theme,
) -> Result<(), ReadError> {
    for entry in fs::read_dir(folder).map_err(|source| ReadError::folder(folder, source))? {
        let entry = entry.map_err(|source| ReadError::folder(folder, source))?;
        let (disk, name) = (entry.path(), entry.file_name());
        let Some(name) = name.to_str() else {
            let path = format!("{site_path}{below}{}", name.to_string_lossy());
            theme
                .faults
                .push(Fault::whole(&path, FaultKind::UnreadableName));
            continue;
        };
        let path = format!("{below}{name}");
        if name.starts_with('.') {
            continue;
        }
        let kind = entry
            .file_type()
            .map_err(|source| ReadError::file(&disk, source))?;
        if kind.is_dir() {
            overlay(root, site_path, &disk, &format!("{path}/"), theme)?;
            continue;
        }
        let mut tell = |kind| {
            let fault = Fault::whole(&format!("{site_path}{path}"), kind);
            theme.faults.push(fault);
        };
        if is_leftover(name) {
            tell(FaultKind::LeftoverFile);
            continue;
        }
        let disk = match followed(root, &disk, kind.is_symlink()) {
            Ok(disk) => disk,
            Err(reason) => {
                tell(FaultKind::StrayLink { reason });
                continue;
            }
        };
        let failed = |source| ReadError::file(&disk, source);
        match take_whole(&disk, ATTACHMENT_LIMIT).map_err(failed)? {
            Ok(bytes) => {
                if let Ok(text) = std::str::from_utf8(&bytes) {
                    theme.sources.push(SourceFile {
                        path: format!("{site_path}{path}"),
                        text: text.to_owned(),
                        ..SourceFile::default()
                    });
                }
                theme.put(&path, bytes);
            }
            Err(reason) => match take(&disk).map_err(failed)? {
                Taken::File(_, bytes) => tell(FaultKind::OversizedSource {
                    bytes,
                    limit: ATTACHMENT_LIMIT,
                }),
                Taken::Refused(_) => tell(FaultKind::StrayLink { reason }),
            },
        }
    }
    Ok(())
}

/// Place of a theme's file on the disk: a link is followed within the theme only.
fn followed(root: &Path, disk: &Path, is_link: bool) -> Result<std::path::PathBuf, &'static str> {
    if !is_link {
        return Ok(disk.to_owned());
    }
    match disk.canonicalize() {
        Err(_) => Err("指向不存在的文件，或绕成了圈"),
        Ok(target) if target.is_dir() => Err("指向文件夹"),
        Ok(target) if !target.starts_with(root) => Err("指向主题之外"),
        Ok(target) => Ok(target),
    }
}
