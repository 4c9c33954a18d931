//! Reasons why reading stopped.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::system::reason;

/// The disk said no. Bad *content* is never an error: it is a fault.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The folder has no `site.yaml`.
    #[error("{} 里没有 site.yaml，不是 gongkai 站点；请进入站点文件夹，或写明它的路径", .0.display())]
    NotASite(PathBuf),
    /// The site has no `content/`.
    #[error("没有内容文件夹 {}", .0.display())]
    NoContent(PathBuf),
    /// A folder could not be listed.
    #[error("不能读取文件夹 {}：{}", .path.display(), reason(.source))]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// A file could not be read.
    #[error("不能读取文件 {}：{}", .path.display(), reason(.source))]
    File {
        /// The file.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// Something that is no regular file stands where one is read.
    #[error("{} {reason}，没有读取；请换成普通文件", .path.display())]
    NotRegular {
        /// The file.
        path: PathBuf,
        /// Reason why it is not read, in Chinese.
        reason: &'static str,
    },
    /// A folder of the site is a symbolic link.
    #[error("文件夹 {} 是符号链接，没有读取；请把它指向的文件夹移到这里，代替这个链接", .0.display())]
    LinkedFolder(PathBuf),
    /// The theme that the site names is nowhere.
    #[error("找不到主题“{0}”：站点的 themes/ 下没有这个文件夹，程序内也没有同名主题")]
    NoTheme(String),
}

impl ReadError {
    pub(super) fn folder(path: &Path, source: io::Error) -> Self {
        Self::Folder {
            path: path.to_owned(),
            source,
        }
    }

    pub(super) fn file(path: &Path, source: io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            source,
        }
    }
}
