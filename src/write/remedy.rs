//! Commands to be copied, by which people do what the program cannot.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use crate::system::reason;

/// A folder of ours that could not be removed.
#[derive(Debug)]
pub struct Leftover {
    /// The folder.
    pub path: PathBuf,
    /// Reason for which it is still there.
    pub source: io::Error,
    /// True if others than its owner may look into it.
    pub is_open: bool,
}

impl fmt::Display for Leftover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let who = if self.is_open {
            "里面可能有已经撤下的内容，别人读得到"
        } else {
            "别人进不去，里面可能有已经撤下的内容"
        };
        write!(
            f,
            "有一个文件夹没能删掉：{}（{}）；{who}。请执行 {}",
            self.path.display(),
            reason(&self.source),
            removal(&self.path, &self.source)
        )
    }
}

/// The command that removes what could not be removed for this reason.
#[cfg(unix)]
fn removal(path: &Path, source: &io::Error) -> String {
    let remove = as_root(&format!("rm -rf {}", quoted(path)));
    // Of what belongs to others the kernel says EACCES; EPERM is said of what nobody may change.
    if cfg!(target_os = "linux")
        && source.raw_os_error() == Some(rustix::io::Errno::PERM.raw_os_error())
    {
        let free = as_root(&format!("chattr -R -i -a {}", quoted(path)));
        return format!("{free}; {remove}");
    }
    remove
}

#[cfg(not(unix))]
fn removal(path: &Path, _: &io::Error) -> String {
    format!("rmdir /s /q {}", quoted(path))
}

/// The command that removes a file or folder of another owner.
pub(super) fn remove(path: &Path) -> String {
    if cfg!(windows) {
        format!("rmdir /s /q {}", quoted(path))
    } else {
        as_root(&format!("rm -rf {}", quoted(path)))
    }
}

/// The command that puts a folder back under its name.
pub(super) fn put_back(old: &Path, out: &Path) -> String {
    if cfg!(windows) {
        format!("move {} {}", quoted(old), quoted(out))
    } else {
        format!("mv {} {}", quoted(old), quoted(out))
    }
}

/// The command that gives a folder to the user who builds.
#[cfg(unix)]
pub(super) fn own(path: &Path) -> String {
    as_root(&format!("chown -R \"$(id -un)\" {}", quoted(path)))
}

/// The command by which the owner may write in a folder again.
#[cfg(unix)]
pub(super) fn allow_writing(path: &Path) -> String {
    format!("chmod -R u+w {}", quoted(path))
}

fn as_root(command: &str) -> String {
    #[cfg(unix)]
    if !rustix::process::geteuid().is_root() {
        return format!("sudo {command}");
    }
    command.to_owned()
}

/// A path as one word of a shell.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) {
        return format!("\"{text}\"");
    }
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+@%:,".contains(c);
    if text.chars().all(is_plain) && !text.is_empty() {
        text.into_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn paths_are_one_word() {
        for (path, wanted) in [
            ("/srv/公开", "/srv/公开"),
            ("/srv/a b", "'/srv/a b'"),
            ("/srv/it's", "'/srv/it'\\''s'"),
            ("/srv/$(x)", "'/srv/$(x)'"),
        ] {
            assert_eq!(quoted(Path::new(path)), wanted);
        }
    }
}
