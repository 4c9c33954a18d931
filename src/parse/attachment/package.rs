//! A ZIP, and the relations by which the parts of an office file find one another.

use std::{
    collections::HashMap,
    io::{Cursor, Read},
};

use zip::ZipArchive;

use crate::{
    parse::encoding,
    source::{join, parent},
};

use super::{
    gatherer::{Gatherer, shown},
    xml::{Step, Xml, decode},
};

/// An open ZIP and the names in it.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// In the order of the archive.
    names: Vec<String>,
    by_name: HashMap<String, usize>,
    is_encrypted: bool,
}

/// Reference from one part to another.
#[derive(Debug)]
pub(super) struct Relation {
    /// `r:id` by which the part refers to it.
    pub(super) id: String,
    /// Last word of the type: `worksheet`, `comments`.
    pub(super) kind: String,
    /// Name of the other part in the package.
    pub(super) target: String,
}

impl<'a> Package<'a> {
    /// Opens a ZIP; only its list of entries is read.
    pub(super) fn open(bytes: &'a [u8], gatherer: &mut Gatherer) -> Result<Self, String> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| "压缩结构损坏，读不出来".to_owned())?;
        let (mut names, mut by_name) = (Vec::new(), HashMap::new());
        let mut is_encrypted = false;
        for at in 0..archive.len() {
            if !gatherer.takes_part() {
                break;
            }
            let name = match archive.by_index_data(at) {
                Ok(entry) => {
                    is_encrypted |= entry.encrypted();
                    // Windows packs Chinese names in GBK and does not say so.
                    encoding::decode(entry.name_raw()).unwrap_or_default()
                }
                Err(_) => String::new(),
            };
            let name = name.replace('\\', "/");
            by_name.entry(name.to_ascii_lowercase()).or_insert(at);
            names.push(name);
        }
        Ok(Self {
            archive,
            names,
            by_name,
            is_encrypted,
        })
    }

    /// True if any entry needs a password.
    pub(super) fn is_encrypted(&self) -> bool {
        self.is_encrypted
    }

    /// Names of the entries, in the order of the archive.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// True if there is such a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(&name.to_ascii_lowercase())
    }

    /// True if this entry needs a password.
    pub(super) fn is_locked(&self, at: usize) -> bool {
        self.archive
            .by_index_data(at)
            .is_ok_and(|entry| entry.encrypted())
    }

    /// The first bytes of an entry.
    pub(super) fn head(&mut self, at: usize, length: u64) -> Vec<u8> {
        let mut head = Vec::new();
        if let Ok(entry) = self.archive.by_index(at) {
            // Whatever came before an error tells the type as well.
            let _ = entry.take(length).read_to_end(&mut head);
        }
        head
    }

    /// One entry, as far as it can be unpacked.
    pub(super) fn entry(&mut self, at: usize, gatherer: &mut Gatherer) -> Vec<u8> {
        let name = self.names.get(at).map(|name| shown(name));
        let name = name.unwrap_or_default();
        if !gatherer.takes_reading() {
            return Vec::new();
        }
        match self.archive.by_index(at) {
            Ok(entry) => {
                let (bytes, read) = gatherer.unpack(entry);
                if read.is_err() {
                    gatherer.fail(&format!("“{name}”已损坏，没有读全"));
                }
                bytes
            }
            Err(zip::result::ZipError::UnsupportedArchive(_)) => {
                gatherer.fail(&format!("“{name}”的压缩方式不支持，没有检查"));
                Vec::new()
            }
            Err(_) => {
                gatherer.fail(&format!("“{name}”已损坏，读不出来"));
                Vec::new()
            }
        }
    }

    /// The bytes of a part.
    pub(super) fn part(&mut self, name: &str, gatherer: &mut Gatherer) -> Option<Vec<u8>> {
        let at = *self.by_name.get(&name.to_ascii_lowercase())?;
        Some(self.entry(at, gatherer))
    }

    /// The text of an XML part.
    pub(super) fn xml(&mut self, name: &str, gatherer: &mut Gatherer) -> Option<String> {
        self.part(name, gatherer).map(decode)
    }

    /// Walks through an XML part; says so where it breaks off.
    pub(super) fn walk<T>(
        &mut self,
        name: &str,
        gatherer: &mut Gatherer,
        read: impl FnOnce(&mut Xml<'_>, &mut Gatherer) -> T,
    ) -> Option<T> {
        let text = self.xml(name, gatherer)?;
        let mut xml = Xml::new(&text);
        let result = read(&mut xml, gatherer);
        if xml.is_broken() {
            gatherer.fail(&format!("“{}”已损坏，没有读全", shown(name)));
        }
        Some(result)
    }

    /// References of a part to others; the empty name stands for the package itself.
    pub(super) fn relations(&mut self, name: &str, gatherer: &mut Gatherer) -> Vec<Relation> {
        let folder = parent(name).to_owned();
        let file = name.rsplit('/').next().unwrap_or(name);
        let rels = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        let mut relations = Vec::new();
        self.walk(&rels, gatherer, |xml, _| {
            for step in xml {
                let Step::Open(tag) = step else { continue };
                if tag.name() != "Relationship"
                    || tag.attribute("TargetMode").as_deref() == Some("External")
                {
                    continue;
                }
                let kind = tag.attribute("Type").unwrap_or_default();
                let target = tag
                    .attribute("Target")
                    .and_then(|target| join(&folder, &target));
                if let Some(target) = target {
                    relations.push(Relation {
                        id: tag.attribute("Id").unwrap_or_default(),
                        kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                        target,
                    });
                }
            }
        });
        relations
    }

    /// The part an office file is about: named by the package, else where all programs put it.
    pub(super) fn main_part(&mut self, usual: &str, gatherer: &mut Gatherer) -> String {
        self.relations("", gatherer)
            .into_iter()
            .find(|relation| relation.kind == "officeDocument" && self.has(&relation.target))
            .map_or_else(|| usual.to_owned(), |relation| relation.target)
    }
}
