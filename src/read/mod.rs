//! **In:** a site's folder. **Out:** a [`SourceTree`], sorted by path. **Touches:** the disk, reading only.

mod decode;
mod error;
mod last;
mod take;
mod theme;
mod walk;

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use crate::{
    diagnostic::{Fault, FaultKind},
    source::{
        SourceFile, extension, file_name, is_column_index, is_leftover, is_markdown, is_table,
        parent,
    },
    system::reason,
};

use take::{Taken, take, take_whole};

pub use error::ReadError;
pub use last::{ADDRESSES, Addresses, Last, read_last};
pub use theme::{Theme, read_theme};

/// Largest text source that is read, in bytes.
///
/// The longest statute is under 1 MB; anything larger is a mistake such as an image saved as `.md`.
pub const SOURCE_LIMIT: u64 = 8 << 20;

/// Number of bytes of an attachment that are read to tell its true type.
const HEAD_BYTES: u64 = 8 << 10;

/// Everything below `content/`.
#[derive(Debug, Default)]
pub struct SourceTree {
    /// Markdown, YAML and SVG, decoded.
    pub texts: Vec<SourceFile>,
    /// CSV and XLSX that lie beside a column's `_index.md`, where structured data may be kept.
    pub tables: Vec<TableFile>,
    /// Every other file, and those of `tables` again: what a document may attach.
    pub assets: Vec<Asset>,
    /// Faults of the files themselves, found on reading them.
    pub faults: Vec<Fault>,
}

/// A file that is handed on as it is.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Path below the site's folder.
    pub path: String,
    /// Place on the disk.
    pub disk: PathBuf,
    /// Path below the site's folder of the file that it is a symbolic link to.
    pub links_to: Option<String>,
    /// Size in bytes.
    pub size: u64,
    /// Its first bytes, enough to tell its true type.
    pub head: Vec<u8>,
}

/// A table kept by an office.
#[derive(Debug, Clone)]
pub struct TableFile {
    /// Path below the site's folder.
    pub path: String,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// Largest attachment whose text is looked into, in bytes.
pub const ATTACHMENT_LIMIT: u64 = 64 << 20;

/// Reads a whole attachment; `None` where it is larger than is looked into.
pub fn read_attachment(asset: &Asset) -> Result<Option<Vec<u8>>, ReadError> {
    if asset.size > ATTACHMENT_LIMIT {
        return Ok(None);
    }
    whole(&asset.disk, ATTACHMENT_LIMIT).map(Some)
}

/// A file of a folder that was published, or why it cannot be read.
pub fn read_published(out: &Path, path: &str) -> Result<Vec<u8>, String> {
    read_regular(&out.join(path))?.ok_or_else(|| "文件不存在".to_owned())
}

/// A file that some run wrote, if it is there, or why it cannot be read.
pub fn read_regular(disk: &Path) -> Result<Option<Vec<u8>>, String> {
    match take_whole(disk, u64::MAX) {
        Ok(Ok(bytes)) => Ok(Some(bytes)),
        Ok(Err(reason)) => Err(reason.to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(reason(&error)),
    }
}

/// Reads the bytes of one source as they stand on the disk.
pub fn read_source(disk: &Path) -> Result<Vec<u8>, ReadError> {
    whole(disk, u64::MAX)
}

fn whole(disk: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
    let bytes = take_whole(disk, limit).map_err(|source| ReadError::file(disk, source))?;
    bytes.map_err(|reason| ReadError::NotRegular {
        path: disk.to_owned(),
        reason,
    })
}

/// Reads `site.yaml`.
pub fn read_settings(site: &Path) -> Result<(SourceFile, Vec<Fault>), ReadError> {
    let disk = site.join("site.yaml");
    let size = match take(&disk) {
        Ok(Taken::File(_, size)) => size,
        Ok(Taken::Refused(reason)) => return Err(ReadError::NotRegular { path: disk, reason }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(ReadError::NotASite(site.to_owned()));
        }
        Err(source) => return Err(ReadError::file(&disk, source)),
    };
    let mut tree = SourceTree::default();
    tree.take(read_one(
        walk::Found {
            path: "site.yaml".to_owned(),
            disk,
            size,
            links_to: None,
        },
        &[],
    )?);
    let file = tree.texts.pop().unwrap_or_else(|| SourceFile {
        path: "site.yaml".to_owned(),
        ..SourceFile::default()
    });
    Ok((file, tree.faults))
}

/// Reads everything below `content/`, on every core.
pub fn read(site: &Path) -> Result<SourceTree, ReadError> {
    let mut tree = SourceTree::default();
    let found = walk::walk(site, &mut tree.faults)?;
    let mut columns: Vec<String> = found
        .iter()
        .filter(|file| is_column_index(&file.path))
        .map(|file| parent(&file.path).to_owned())
        .collect();
    columns.sort_unstable();
    let read: Vec<One> = found
        .into_par_iter()
        .map(|file| read_one(file, &columns))
        .collect::<Result<_, _>>()?;
    for one in read {
        tree.take(one);
    }
    Ok(tree)
}

/// Outcome of reading one file.
#[derive(Default)]
struct One {
    text: Option<SourceFile>,
    table: Option<TableFile>,
    asset: Option<Asset>,
    faults: Vec<Fault>,
}

impl SourceTree {
    fn take(&mut self, one: One) {
        self.texts.extend(one.text);
        self.tables.extend(one.table);
        self.assets.extend(one.asset);
        self.faults.extend(one.faults);
    }
}

fn read_one(file: walk::Found, columns: &[String]) -> Result<One, ReadError> {
    let extension = extension(&file.path);
    let mut one = One::default();
    let is_text = is_markdown(&file.path) || matches!(extension.as_str(), "yaml" | "yml" | "svg");
    // A copy of a document is no document: it may hold an earlier wording.
    if is_markdown(&file.path) && is_leftover(file_name(&file.path)) {
        one.faults
            .push(Fault::whole(&file.path, FaultKind::LeftoverFile));
        return Ok(one);
    }
    let is_table = is_table(&file.path)
        && columns
            .binary_search(&parent(&file.path).to_owned())
            .is_ok();
    if (is_text || is_table) && file.size > SOURCE_LIMIT {
        one.faults.push(Fault::whole(
            &file.path,
            FaultKind::OversizedSource {
                bytes: file.size,
                limit: SOURCE_LIMIT,
            },
        ));
        return Ok(one);
    }
    let opened = take(&file.disk).map_err(|source| ReadError::file(&file.disk, source))?;
    let disk = match opened {
        Taken::File(disk, _) => disk,
        Taken::Refused(reason) => {
            one.faults
                .push(Fault::whole(&file.path, FaultKind::StrayLink { reason }));
            return Ok(one);
        }
    };
    let limit = if is_text || is_table {
        SOURCE_LIMIT
    } else {
        HEAD_BYTES
    };
    let mut bytes = Vec::with_capacity(usize::try_from(file.size.min(limit)).unwrap_or_default());
    disk.take(limit)
        .read_to_end(&mut bytes)
        .map_err(|source| ReadError::file(&file.disk, source))?;
    if !is_text || extension == "svg" {
        one.asset = Some(Asset {
            path: file.path.clone(),
            disk: file.disk,
            links_to: file.links_to,
            size: file.size,
            head: bytes[..bytes.len().min(HEAD_BYTES as usize)].to_vec(),
        });
    }
    if is_text {
        let (text, faults) = decode::decode(&file.path, bytes);
        one.faults = faults;
        one.text = Some(SourceFile {
            path: file.path,
            text,
            ..SourceFile::default()
        });
    } else if is_table {
        one.table = Some(TableFile {
            path: file.path,
            bytes,
        });
    }
    Ok(one)
}
