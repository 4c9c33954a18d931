//! The theme: the one compiled in, with whatever the site puts over it.

use std::{collections::BTreeMap, fs, path::Path};

use super::ReadError;

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
    let folder = site.join("themes").join(name);
    if folder.is_dir() {
        overlay(&folder, "", &mut theme)?;
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

fn overlay(folder: &Path, below: &str, theme: &mut Theme) -> Result<(), ReadError> {
    for entry in fs::read_dir(folder).map_err(|source| ReadError::folder(folder, source))? {
        let entry = entry.map_err(|source| ReadError::folder(folder, source))?;
        let (disk, name) = (entry.path(), entry.file_name());
        let path = format!("{below}{}", name.to_string_lossy());
        if path.starts_with('.') {
            continue;
        }
        if disk.is_dir() {
            overlay(&disk, &format!("{path}/"), theme)?;
        } else {
            theme.put(
                &path,
                fs::read(&disk).map_err(|source| ReadError::file(&disk, source))?,
            );
        }
    }
    Ok(())
}
