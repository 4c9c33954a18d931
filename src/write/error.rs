//! Errors that stop writing.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use crate::system::reason;

use super::{marker::MARKER, remedy::Leftover};

/// Error that stops writing. Each message says what has become of the published site where it is at
/// stake.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file of the site could not be written before the exchange.
    #[error("不能写 {}：{}；已发布的内容没有改动", .path.display(), reason(.source))]
    Io {
        /// The file.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// A file of the sources could not be copied.
    #[error("不能读取 {}：{}；已发布的内容没有改动", .path.display(), reason(.source))]
    Attachment {
        /// The file.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// A file of a report or a manual could not be written.
    #[error("不能写 {}：{}", .path.display(), reason(.source))]
    Output {
        /// The file.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// A source could not be mended.
    #[error("不能改写 {}：{}；文件保持原样", .path.display(), reason(.source))]
    Source {
        /// The file.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// A source was mended, and the disk did not confirm it.
    #[error("{} 已经改写，但不能确认写到了磁盘上：{}；请检查磁盘，再打开看一遍", .path.display(), reason(.source))]
    SourceNotSynced {
        /// The file.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// Two outputs claim one path.
    #[error("两份内容要写到同一个地址 /{0}；请给其中的文档写上不同的“网址名”")]
    Twice(String),
    /// The folder was not made by this program.
    #[error("不敢替换文件夹 {}：它不是 gongkai 生成的（里面没有 {MARKER}）；请换一个 --out，或先把它移开", .0.display())]
    NotOurs(PathBuf),
    /// The folder is no place for files of this kind.
    #[error("不能写到 {}：{why}；请换一个文件夹", .folder.display())]
    Refused {
        /// The folder.
        folder: PathBuf,
        /// Reason for the refusal.
        why: Refusal,
    },
    /// Another build writes there.
    #[error("另一个 gongkai 正在写 {}；请等它结束再试", .0.display())]
    Busy(PathBuf),
    /// Something not to be touched lies where the build keeps its own files.
    #[error("不能构建：{} {what}；已发布的内容没有改动。请看看它是什么，不要的话执行 {cure}", .path.display())]
    InTheWay {
        /// The file or folder.
        path: PathBuf,
        /// Words for what is wrong with it.
        what: String,
        /// Command that takes it away.
        cure: String,
    },
    /// The published folder cannot be moved away by this user.
    #[error("不能替换 {}：{what}；已发布的内容没有改动。请执行 {cure}，再构建", .path.display())]
    NotReplaceable {
        /// The folder.
        path: PathBuf,
        /// Words for what is wrong with it.
        what: String,
        /// Command that helps.
        cure: String,
    },
    /// The published folder stepped aside, the new one did not take its place, and the old one did
    /// not come back.
    #[error("不能把新网站换到 {}：{}；原来的网站也没能放回（{}），现在完整地在 {}，而 {} 不存在。请执行 {cure}，或再构建一次，会先把它放回", .out.display(), reason(.source), reason(.again), .old.display(), .out.display())]
    NotPutBack {
        /// Folder that the site belongs in.
        out: PathBuf,
        /// Folder that the old site is in.
        old: PathBuf,
        /// Error that kept the new one from its place.
        source: io::Error,
        /// Error that kept the old one from coming back.
        again: io::Error,
        /// Command that puts it back.
        cure: String,
    },
    /// The new site is in place, and the disk did not confirm it.
    #[error("新网站已经换到 {}，但不能确认写到了磁盘上：{}；断电可能丢失，请检查磁盘，再构建一次{}", .out.display(), reason(.source), Kept(.old.as_deref()))]
    NotSynced {
        /// Folder of the site.
        out: PathBuf,
        /// Error of the system.
        source: io::Error,
        /// Folder that the old site was left in, if there was one.
        old: Option<PathBuf>,
    },
    /// Something went wrong, and what was half made could not be removed either.
    #[error("{error}。{}", .leftovers.iter().map(ToString::to_string).collect::<String>())]
    Leftover {
        /// First error.
        error: Box<dyn std::error::Error + Send + Sync>,
        /// Folders that are left.
        leftovers: Vec<Leftover>,
    },
}

/// Reason for which a folder is no place for files of some kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is the site's own folder, one with its sources, or one that holds them.
    Sources(PathBuf),
    /// It belongs to what is published.
    Published(PathBuf),
    /// It holds files that this program did not put there.
    Foreign(String),
    /// It is made of something else than folders.
    NoFolder,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sources(site) => {
                write!(f, "那里是站点 {} 的源文件所在", site.display())
            }
            Self::Published(folder) => write!(
                f,
                "那里是已发布的网站 {}，写进去的会公开，或被下一次构建删掉",
                folder.display()
            ),
            Self::Foreign(file) => write!(f, "里面有别的文件（{file}）"),
            Self::NoFolder => f.write_str("它不是文件夹"),
        }
    }
}

/// The words about an old site that was kept.
struct Kept<'p>(Option<&'p Path>);

impl fmt::Display for Kept<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(old) => write!(f, "。原来的网站还在 {}，再构建时会删掉", old.display()),
            None => Ok(()),
        }
    }
}

impl WriteError {
    pub(super) fn made(path: &str, target: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::AlreadyExists => Self::Twice(path.to_owned()),
            _ => Self::at(target, source),
        }
    }

    pub(super) fn at(path: &Path, source: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source,
        }
    }

    pub(super) fn refused(folder: &Path, why: Refusal) -> Self {
        Self::Refused {
            folder: folder.to_owned(),
            why,
        }
    }
}
