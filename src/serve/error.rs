//! Errors that stop a preview.

use std::{
    io,
    net::{IpAddr, SocketAddr},
};

use crate::system::reason;

/// Error that stops a preview.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The site cannot be read.
    #[error(transparent)]
    Site(#[from] crate::pipeline::Error),
    /// The port is taken, or the address is not there.
    #[error("不能监听 {}：{}", SocketAddr::new(*host, *port), why(source))]
    Listen {
        /// Address asked for.
        host: IpAddr,
        /// Port asked for.
        port: u16,
        /// Error of the system.
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

/// The reason that an address cannot be listened on, and the way out.
fn why(source: &io::Error) -> String {
    match source.kind() {
        io::ErrorKind::AddrInUse => "端口已被占用；请用 --port 换一个端口".to_owned(),
        io::ErrorKind::AddrNotAvailable => {
            "这台机器没有这个地址；请用 --host 写本机的地址，或者写 0.0.0.0".to_owned()
        }
        io::ErrorKind::PermissionDenied => {
            "没有权限；请用 --port 换一个 1024 以上的端口".to_owned()
        }
        _ => reason(source),
    }
}
