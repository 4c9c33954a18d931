//! ZIP: each file in it read as if it lay beside it, one level deep.

use super::{DEPTH_LIMIT, gatherer::Gatherer, gatherer::shown, kind, package::Package, read_file};

/// Enough of a file to know its type by.
const HEAD: u64 = 1024;

/// Types that pack files again.
pub(super) const PACKED: [&str; 9] = ["zip", "rar", "7z", "tar", "gz", "bz2", "xz", "zst", "cab"];

/// Reads the files in a ZIP.
pub(super) fn read_archive(package: &mut Package<'_>, depth: usize, gatherer: &mut Gatherer) {
    for at in 0..package.names().len() {
        if gatherer.is_full() {
            return;
        }
        let name = package.names()[at].clone();
        // What macOS puts beside each file says nothing.
        if name.ends_with('/') || name.starts_with("__MACOSX/") || package.is_locked(at) {
            continue;
        }
        let prefix = format!("压缩包内“{}”：", shown(&name));
        read_inner(package, at, &prefix, false, depth, gatherer);
    }
}

/// Reads the files that an office file carries whole, such as the workbook behind a chart.
pub(super) fn read_embedded(package: &mut Package<'_>, depth: usize, gatherer: &mut Gatherer) {
    for at in 0..package.names().len() {
        let name = package.names()[at].clone();
        if !name.contains("/embeddings/") || name.ends_with('/') || gatherer.is_full() {
            continue;
        }
        let file = name.rsplit('/').next().unwrap_or(&name);
        let prefix = format!("嵌入对象“{}”：", shown(file));
        read_inner(package, at, &prefix, true, depth, gatherer);
    }
}

fn read_inner(
    package: &mut Package<'_>,
    at: usize,
    prefix: &str,
    is_hidden: bool,
    depth: usize,
    gatherer: &mut Gatherer,
) {
    let head = package.head(at, HEAD);
    gatherer.spend(head.len());
    let kind = kind::by_magic(&head);
    if kind.is_some_and(|kind| kind::is_without_text(kind, &head)) {
        return;
    }
    gatherer.within(prefix, is_hidden, |gatherer| {
        if depth >= DEPTH_LIMIT {
            return gatherer.fail("嵌套太深，没有检查");
        }
        if kind.is_some_and(|kind| kind != "zip" && PACKED.contains(&kind)) {
            return gatherer.fail("又是压缩包，没有检查");
        }
        let name = package.names()[at].clone();
        let bytes = package.entry(at, gatherer);
        if read_file(&name, &bytes, depth + 1, gatherer).is_encrypted {
            gatherer.fail("有密码，没有检查");
        }
    });
}
