//! Why a preview cannot go on.

use std::{io, net::IpAddr};

use crate::system::reason;

/// The world said no to a preview.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The site cannot be read.
    #[error(transparent)]
    Site(#[from] crate::pipeline::Error),
    /// The port is taken.
    #[error("不能监听 {host}:{port}：{}；请用 --port 换一个端口", reason(.source))]
    Listen {
        /// Address asked for.
        host: IpAddr,
        /// Port asked for.
        port: u16,
        /// Why.
        source: io::Error,
    },
    /// No port was tried.
    #[error("没有可用的端口")]
    NoPort,
    /// Files cannot be watched.
    #[error("不能监视文件变化：{}；请试 --poll", watching(.0))]
    Watch(#[from] notify::Error),
    /// The server itself failed.
    #[error("预览服务出错：{}", reason(.0))]
    Runtime(io::Error),
}

fn watching(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::Io(error) => reason(error),
        notify::ErrorKind::MaxFilesWatch => "要监视的文件太多".to_owned(),
        notify::ErrorKind::PathNotFound => "文件夹不存在".to_owned(),
        _ => "系统没有说明原因".to_owned(),
    }
}
