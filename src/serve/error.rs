//! Why a preview cannot go on.

use std::{io, net::IpAddr};

/// The world said no to a preview.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The site cannot be read.
    #[error(transparent)]
    Site(#[from] crate::pipeline::Error),
    /// The port is taken.
    #[error("不能监听 {host}:{port}：{source}；请用 --port 换一个端口")]
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
    #[error("不能监视文件变化：{0}；请试 --poll")]
    Watch(#[from] notify::Error),
    /// The server itself failed.
    #[error("预览服务出错：{0}")]
    Runtime(io::Error),
}
