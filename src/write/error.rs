//! Why writing stopped.

use std::{
    io,
    path::{Path, PathBuf},
};

/// The disk said no; what was published before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A file could not be written.
    #[error("不能写 {}：{}；已发布的内容没有改动", .path.display(), reason(.source))]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A source could not be mended.
    #[error("不能改写 {}：{}；文件保持原样", .path.display(), reason(.source))]
    Source {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Two outputs claim one path.
    #[error("两份内容要写到同一个地址 /{0}；请给其中的文档写上不同的“网址名”")]
    Twice(String),
    /// The folder was not made by this program.
    #[error("不敢替换文件夹 {}：它不是 gongkai 生成的（里面没有 {}）；请换一个 --out，或先把它移开", .0.display(), super::MARKER)]
    NotOurs(PathBuf),
    /// Another build writes there.
    #[error("另一个 gongkai 正在写 {}；请等它结束再试", .0.display())]
    Busy(PathBuf),
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
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "磁盘已满".to_owned(),
        io::ErrorKind::PermissionDenied => "没有权限".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的".to_owned(),
        _ => error.to_string(),
    }
}
