//! Errors of the system in the words of those who read them.

use std::io::{Error, ErrorKind};

/// The reason in Chinese why the system refused.
///
/// What the system says itself is English, or whatever its locale is. A reason without a wording
/// here keeps its number, by which whoever keeps the machine can look it up.
pub fn reason(error: &Error) -> String {
    // An error that a program made keeps its own words where those are Chinese already.
    if let Some(inner) = error.get_ref() {
        let text = inner.to_string();
        if !text.is_ascii() {
            return text;
        }
        if let Some(inner) = inner.downcast_ref::<Error>() {
            return reason(inner);
        }
    }
    let number = error.raw_os_error();
    let known = number.and_then(by_number).or_else(|| by_kind(error.kind()));
    match (known, number) {
        (Some(known), _) => known.to_owned(),
        (None, Some(number)) => format!("系统错误 {number}"),
        (None, None) => "系统没有说明原因".to_owned(),
    }
}

/// Reason by the number of an error, where its kind does not tell it, or tells it too broadly.
#[cfg(unix)]
fn by_number(number: i32) -> Option<&'static str> {
    use rustix::io::Errno;
    Some(match Errno::from_raw_os_error(number) {
        Errno::PERM => "系统不许（属于别的用户，或设了不可改动）",
        Errno::IO => "磁盘读写出错",
        Errno::LOOP => "链接绕成了圈，或不许经过链接",
        Errno::MFILE => "本程序打开的文件太多",
        Errno::NFILE => "系统打开的文件太多",
        Errno::NXIO | Errno::NODEV => "没有这个设备",
        Errno::BADF => "没有打开，或不许写",
        Errno::AGAIN => "系统资源暂时不够",
        Errno::NOLCK => "系统的文件锁不够用",
        Errno::AFNOSUPPORT => "系统不支持这种地址",
        _ => return None,
    })
}

#[cfg(not(unix))]
fn by_number(_: i32) -> Option<&'static str> {
    None
}

fn by_kind(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "文件或文件夹不存在",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::QuotaExceeded => "超出了磁盘配额",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        ErrorKind::FileTooLarge => "超出了系统允许的文件大小",
        ErrorKind::IsADirectory => "是文件夹，不是文件",
        ErrorKind::NotADirectory => "不是文件夹",
        ErrorKind::DirectoryNotEmpty => "文件夹不是空的",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::InvalidFilename => "名称太长，或含有不许用的字符",
        ErrorKind::ResourceBusy => "正被占用，或是挂载点",
        ErrorKind::ExecutableFileBusy => "程序文件正在运行",
        ErrorKind::CrossesDevices => "不在同一个磁盘上",
        ErrorKind::TooManyLinks => "硬链接太多",
        ErrorKind::StaleNetworkFileHandle => "网络文件夹已经失效",
        ErrorKind::Deadlock => "文件锁互相等待",
        ErrorKind::AddrInUse => "端口已被占用",
        ErrorKind::AddrNotAvailable => "本机没有这个地址",
        ErrorKind::ConnectionRefused => "对方拒绝连接",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => "连接中断",
        ErrorKind::NotConnected => "没有连上",
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => "网络到不了那里",
        ErrorKind::NetworkDown => "网络没有接通",
        ErrorKind::BrokenPipe => "读取的一方已经关闭",
        ErrorKind::TimedOut => "超时",
        ErrorKind::WouldBlock => "系统资源暂时不够",
        ErrorKind::Interrupted => "被打断",
        ErrorKind::OutOfMemory => "内存不够",
        ErrorKind::ArgumentListTooLong => "参数太长",
        ErrorKind::NotSeekable => "不能在其中定位",
        ErrorKind::Unsupported => "系统不支持这样做",
        ErrorKind::UnexpectedEof => "内容没有完就结束了",
        ErrorKind::WriteZero => "写不进去",
        ErrorKind::InvalidInput => "系统不接受这样的路径或数值",
        ErrorKind::InvalidData => "内容的格式不对",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn every_number_of_the_system_is_told_in_chinese() {
        use rustix::io::Errno;
        for number in 1..200 {
            let told = reason(&Error::from_raw_os_error(number));
            assert!(
                !told
                    .replace("系统错误", "")
                    .contains(|c: char| c.is_ascii_alphabetic()),
                "{number}: {told}"
            );
        }
        for (errno, wanted) in [
            (Errno::NOENT, "不存在"),
            (Errno::ACCESS, "没有权限"),
            (Errno::PERM, "系统不许"),
            (Errno::NOSPC, "磁盘已满"),
            (Errno::DQUOT, "配额"),
            (Errno::ROFS, "只读"),
            (Errno::IO, "读写出错"),
            (Errno::ISDIR, "是文件夹"),
            (Errno::NOTDIR, "不是文件夹"),
            (Errno::NAMETOOLONG, "太长"),
            (Errno::MFILE, "太多"),
            (Errno::NFILE, "太多"),
            (Errno::LOOP, "圈"),
            (Errno::FBIG, "文件大小"),
            (Errno::BUSY, "占用"),
            (Errno::XDEV, "同一个磁盘"),
            (Errno::ADDRINUSE, "端口已被占用"),
            (Errno::ADDRNOTAVAIL, "没有这个地址"),
            (Errno::TXTBSY, "正在运行"),
            (Errno::INVAL, "不接受"),
            (Errno::TIMEDOUT, "超时"),
            (Errno::NOTEMPTY, "不是空的"),
            (Errno::STALE, "失效"),
            (Errno::PIPE, "关闭"),
        ] {
            let told = reason(&errno.into());
            assert!(told.contains(wanted), "{errno:?}: {told}");
        }
        assert_eq!(reason(&Error::from_raw_os_error(117)), "系统错误 117");
    }

    #[test]
    fn words_of_programs_stay_only_in_chinese() {
        assert_eq!(reason(&Error::other("不是普通文件")), "不是普通文件");
        let english = Error::new(ErrorKind::InvalidData, "stream did not contain valid UTF-8");
        assert_eq!(reason(&english), "内容的格式不对");
        assert_eq!(reason(&Error::other("oops")), "系统没有说明原因");
        let inner = Error::other(Error::from(ErrorKind::StorageFull));
        assert_eq!(reason(&inner), "磁盘已满");
    }
}
