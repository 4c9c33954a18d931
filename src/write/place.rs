//! Places that files may be written to: not over sources, not over what others made, not where the
//! public reads what it should not.

use std::{
    fs, io,
    path::{Component, Path, PathBuf},
};

use super::{
    error::{Refusal, WriteError},
    marker::MARKER,
};

/// Folder of a site that is published where nothing else is said.
const PUBLISHED: &str = "public";

/// Folders of a site that hold what people wrote.
const SOURCES: [&str; 2] = ["content", "themes"];

pub(super) fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// The path with every link in it followed, as far down as it exists; below that a `..` leads back
/// up the path as it is written, as there is nothing yet that could lead elsewhere.
pub(super) fn real_path(path: &Path) -> io::Result<PathBuf> {
    let mut real = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                real.pop();
            }
            Component::Normal(name) => {
                real.push(name);
                if is_there(&real) {
                    real = real
                        .canonicalize()
                        .map_err(|error| dangling(&real, error))?;
                }
            }
            Component::Prefix(_) | Component::RootDir => real.push(part),
        }
    }
    Ok(real)
}

fn dangling(path: &Path, error: io::Error) -> io::Error {
    if error.kind() != io::ErrorKind::NotFound {
        return error;
    }
    let told = format!("{} 是一个链接，指向的地方不存在", path.display());
    io::Error::new(error.kind(), told)
}

/// The real path of a folder to be replaced by the site: never one that we did not make, nor one
/// that holds sources or lies among them.
pub(super) fn replaceable(out: &Path, site: &Path) -> Result<PathBuf, WriteError> {
    // What a link names is what is published: it is that folder that is replaced, not the link.
    let out = real_path(out).map_err(|source| WriteError::at(out, source))?;
    refuse_sources(&out, &[site])?;
    match fs::read_dir(&out) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(out),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(WriteError::refused(&out, Refusal::NoFolder))
        }
        Err(source) => Err(WriteError::at(&out, source)),
        Ok(mut entries) => {
            let is_foreign = entries.next().is_some() && !out.join(MARKER).is_file();
            if is_foreign {
                Err(WriteError::NotOurs(out))
            } else {
                Ok(out)
            }
        }
    }
}

/// The real path of a folder for files that are not for the public: neither among sources nor in or
/// below a published folder, be it of this site or another.
pub(super) fn unpublished(folder: &Path, sites: &[&Path]) -> Result<PathBuf, WriteError> {
    let fail = |path: &Path, source| WriteError::Output {
        path: path.to_owned(),
        source,
    };
    let real = real_path(folder).map_err(|source| fail(folder, source))?;
    refuse_sources(&real, sites)?;
    let mut above = real.ancestors();
    let mut published = above
        .find(|part| is_there(&part.join(MARKER)))
        .map(Path::to_owned);
    for site in sites {
        // A build may come later, and what lies there then would be in its way or in the public's.
        let out = site.join(PUBLISHED);
        let out = real_path(&out).map_err(|source| fail(&out, source))?;
        if published.is_none() && real.starts_with(&out) {
            published = Some(out);
        }
    }
    match published {
        Some(folder) => Err(WriteError::refused(&real, Refusal::Published(folder))),
        None => Ok(real),
    }
}

/// Refuses folders of sources: of the sites that are named, and of any that the folder lies in.
fn refuse_sources(real: &Path, sites: &[&Path]) -> Result<(), WriteError> {
    let is_site = |folder: &&Path| is_there(&folder.join("site.yaml"));
    let above = real.ancestors().filter(is_site);
    for site in sites.iter().copied().chain(above) {
        let site = real_path(site).map_err(|source| WriteError::at(site, source))?;
        let holds_sources = |part: &&str| {
            real_path(&site.join(part))
                .is_ok_and(|part| real.starts_with(&part) || part.starts_with(real))
        };
        if site.starts_with(real) || SOURCES.iter().any(holds_sources) {
            return Err(WriteError::refused(real, Refusal::Sources(site)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_lead_back_even_where_nothing_is() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("a/b")).unwrap();
        for (path, wanted) in [
            ("a/b", "a/b"),
            ("a/../a/./b", "a/b"),
            ("none/../a", "a"),
            ("none/none/../../a/new", "a/new"),
            ("a/none/../../x", "x"),
        ] {
            assert_eq!(
                real_path(&root.join(path)).unwrap(),
                root.join(wanted),
                "{path}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_before_dots() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("a/b")).unwrap();
        std::os::unix::fs::symlink("a/b", root.join("link")).unwrap();
        assert_eq!(
            real_path(&root.join("link/../c")).unwrap(),
            root.join("a/c")
        );
        std::os::unix::fs::symlink("nowhere", root.join("dangling")).unwrap();
        let told = real_path(&root.join("dangling/x")).unwrap_err();
        assert!(crate::system::reason(&told).contains("指向的地方不存在"));
    }
}
