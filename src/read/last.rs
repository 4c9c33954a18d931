//! The list of addresses that a build leaves among its output, for the next to compare with.

use std::{io, path::Path};

use serde::{Deserialize, Serialize};

use super::{ATTACHMENT_LIMIT, take::take_whole};

/// The list's name in the output.
pub const ADDRESSES: &str = "addresses.json";

/// Form of the list; one of another form is not read.
const VERSION: u32 = 1;

/// The list of the last publication, as far as there is one.
#[derive(Debug, Default)]
pub enum Last {
    /// Nothing was published there yet, or by a release that left no list.
    #[default]
    None,
    /// There is one that cannot be read.
    Damaged,
    /// Addresses of the last publication.
    Known(Addresses),
}

/// Addresses that others may keep: pages and attachments, not lists and pages of lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addresses {
    version: u32,
    /// Path in the output, 索引号 (empty where there is none) and title of every document, column
    /// and redirect.
    pub pages: Vec<(String, String, String)>,
    /// Paths of attachments.
    pub files: Vec<String>,
}

impl Addresses {
    /// The list of some pages and files.
    pub fn new(pages: Vec<(String, String, String)>, files: Vec<String>) -> Self {
        Self {
            version: VERSION,
            pages,
            files,
        }
    }

    /// The list as it is written.
    pub fn bytes(&self) -> Vec<u8> {
        // Texts and numbers always have a form.
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// Reads what was last published in a folder. No list is no error: a site has a first day.
pub fn read_last(folder: &Path) -> Last {
    match take_whole(&folder.join(ADDRESSES), ATTACHMENT_LIMIT) {
        Ok(Ok(bytes)) => match serde_json::from_slice::<Addresses>(&bytes) {
            Ok(addresses) if addresses.version == VERSION => Last::Known(addresses),
            _ => Last::Damaged,
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Last::None,
        Ok(Err(_)) | Err(_) => Last::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(read_last(folder.path()), Last::None));
        let page = ["a.html", "1/2", "题"].map(str::to_owned);
        let list = Addresses::new(vec![page.into()], vec!["a/甲.csv".to_owned()]);
        fs::write(folder.path().join(ADDRESSES), list.bytes()).unwrap();
        assert!(matches!(read_last(folder.path()), Last::Known(read) if read == list));
        for damaged in ["", "{", "[]", "{\"version\":2,\"pages\":[],\"files\":[]}"] {
            fs::write(folder.path().join(ADDRESSES), damaged).unwrap();
            assert!(
                matches!(read_last(folder.path()), Last::Damaged),
                "{damaged}"
            );
        }
    }
}
