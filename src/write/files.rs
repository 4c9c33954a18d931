//! A few files in a folder that may hold others too, and sources in the place of themselves.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

use super::{
    error::{Refusal, WriteError},
    place, sync,
};

/// Kind of the files in a folder of a few.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Product {
    /// The self-assessment, which names what is withheld.
    Report,
    /// The manual of the rules.
    Manual,
}

impl Product {
    /// File by which a folder is known to hold this product, so that it may be written again.
    fn marker(self) -> &'static str {
        match self {
            Self::Report => ".gongkai-report",
            Self::Manual => ".gongkai-manual",
        }
    }

    /// Checks that an earlier release may have written all of these files: it left no marker.
    fn is_of_release_without_marker(self, folder: &Path, names: &[String]) -> bool {
        let page = match self {
            Self::Report => names.iter().any(|name| name == "report.json"),
            // Pages of rules come and go; the title of the first stays.
            Self::Manual => fs::read(folder.join("index.html")).is_ok_and(|page| {
                String::from_utf8_lossy(&page).contains("<title>规则手册</title>")
            }),
        };
        // What those releases wrote; nothing is ever added here.
        page && names.iter().all(|name| match self {
            Self::Report => ["index.html", "自评报告.xlsx", "report.json"].contains(&&**name),
            Self::Manual => name.ends_with(".html"),
        })
    }
}

/// A folder that a product may be written to.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    product: Product,
}

/// Finds out whether a product may be written to a folder, before it is made. `sites` are folders
/// of sites that must survive.
pub fn folder_for(folder: &Path, product: Product, sites: &[&Path]) -> Result<Folder, WriteError> {
    let path = place::unpublished(folder, sites)?;
    let entries = match fs::read_dir(&path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(Folder { path, product });
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(WriteError::refused(&path, Refusal::NoFolder));
        }
        Err(source) => return Err(WriteError::Output { path, source }),
    };
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let names: io::Result<Vec<String>> = names.collect();
    let mut names = names.map_err(|source| WriteError::Output {
        path: path.clone(),
        source,
    })?;
    // What file managers leave everywhere.
    names.retain(|name| !matches!(&**name, ".DS_Store" | "Thumbs.db" | "desktop.ini"));
    let is_ours = names.iter().any(|name| name == product.marker());
    if !is_ours && !names.is_empty() && !product.is_of_release_without_marker(&path, &names) {
        names.sort_unstable();
        return Err(WriteError::refused(
            &path,
            Refusal::Foreign(names.swap_remove(0)),
        ));
    }
    Ok(Folder { path, product })
}

impl Folder {
    /// Writes the files, each in one stroke: either all are new, or none is.
    pub fn put<N: AsRef<str>>(&self, files: &[(N, Vec<u8>)]) -> Result<(), WriteError> {
        let fail = |path: &Path, source| WriteError::Output {
            path: path.to_owned(),
            source,
        };
        fs::create_dir_all(&self.path).map_err(|source| fail(&self.path, source))?;
        let opened = File::open(&self.path).ok();
        let marker = (self.product.marker(), &b"gongkai\n"[..]);
        let files = files.iter().map(|(name, bytes)| (name.as_ref(), &**bytes));
        let mut staged = Vec::new();
        let write = |staged: &mut Vec<(PathBuf, PathBuf)>| {
            for (name, bytes) in std::iter::once(marker).chain(files) {
                let path = self.path.join(name);
                let new = beside(&path, ".new");
                staged.push((new.clone(), path.clone()));
                let file = create(&new, 0o666).and_then(|mut file| {
                    file.write_all(bytes)?;
                    Ok(file)
                });
                file.map_err(|source| fail(&path, source))?;
            }
            sync::tree(&self.path, opened.as_ref()).map_err(|source| fail(&self.path, source))?;
            for (new, path) in &*staged {
                fs::rename(new, path).map_err(|source| fail(path, source))?;
            }
            sync::folder(&self.path).map_err(|source| fail(&self.path, source))
        };
        write(&mut staged).inspect_err(|_| {
            for (new, _) in &staged {
                // Best effort: the next run replaces what is left.
                let _ = fs::remove_file(new);
            }
        })
    }
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
    let beside = beside(&real, ".mending");
    let put = || -> io::Result<()> {
        let mut file = create(&beside, 0o600)?;
        file.write_all(bytes)?;
        fs::set_permissions(&beside, permissions)?;
        file.sync_all()?;
        fs::rename(&beside, &real)
    };
    put().map_err(|source| {
        // Best effort: what is left lies under a name that no build reads.
        let _ = fs::remove_file(&beside);
        fail(source)
    })?;
    let folder = real.parent().unwrap_or(&real);
    sync::folder(folder).map_err(|source| WriteError::SourceNotSynced {
        path: disk.to_owned(),
        source,
    })
}

/// Finds out whether answers of websites may be kept in a folder: they name addresses of documents
/// that are not published. `name` is the file they are kept in.
pub fn refuse_cache(folder: &Path, name: &str, site: &Path) -> Result<(), WriteError> {
    let real = place::unpublished(folder, &[site])?;
    let mut head = Vec::new();
    let file = File::open(real.join(name));
    let is_read = file.is_ok_and(|file| file.take(256).read_to_end(&mut head).is_ok());
    // Ours begins with its version; one that was damaged is replaced only in our own folder.
    let is_ours = String::from_utf8_lossy(&head).contains("\"version\"");
    let is_own_folder = real.file_name() == Some(OsStr::new(".gongkai"));
    if is_read && !head.is_empty() && !is_ours && !is_own_folder {
        return Err(WriteError::refused(
            &real,
            Refusal::Foreign(name.to_owned()),
        ));
    }
    Ok(())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(suffix);
    path.with_file_name(name)
}

/// A new file in the place of what a killed run left; never written through a link.
#[cfg_attr(not(unix), expect(unused_variables, reason = "no modes there"))]
fn create(path: &Path, mode: u32) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cache_is_known_by_its_beginning() {
        let site = tempfile::tempdir().unwrap();
        let folder = site.path().join("cache");
        let refused = |folder: &Path| refuse_cache(folder, "links.json", site.path()).is_err();
        assert!(!refused(&folder), "not there yet");
        fs::create_dir(&folder).unwrap();
        assert!(!refused(&folder), "empty");
        for (text, is_refused) in [
            ("", false),
            ("{\n  \"version\": 1,\n", false),
            ("[]", true),
            ("mine", true),
        ] {
            fs::write(folder.join("links.json"), text).unwrap();
            assert_eq!(refused(&folder), is_refused, "{text}");
        }
        let own = site.path().join(".gongkai");
        fs::create_dir(&own).unwrap();
        fs::write(own.join("links.json"), "{").unwrap();
        assert!(!refused(&own), "damaged, and in the folder for it");
    }

    #[test]
    fn a_source_is_mended_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("甲.md");
        fs::write(&path, "old").unwrap();
        // What a killed run left, here a link to something dear.
        #[cfg(unix)]
        {
            fs::write(folder.path().join("letter"), "dear").unwrap();
            std::os::unix::fs::symlink("letter", folder.path().join(".甲.md.mending")).unwrap();
        }
        let before = fs::metadata(&path).unwrap().permissions();
        rewrite(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions(), before);
        #[cfg(unix)]
        assert_eq!(fs::read(folder.path().join("letter")).unwrap(), b"dear");
        assert!(!beside(&path, ".mending").exists());
    }
}
