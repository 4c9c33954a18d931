//! Names of the files that editors and programs leave beside the ones they work on.

/// Extensions of backups, temporary files, rejected patches and unfinished downloads.
const EXTENSIONS: [&str; 19] = [
    "bak",
    "backup",
    "orig",
    "old",
    "tmp",
    "temp",
    "swp",
    "swo",
    "swn",
    "asd",
    "wbk",
    "xlk",
    "save",
    "autosave",
    "rej",
    "mine",
    "crdownload",
    "part",
    "partial",
];

/// Extensions that make a backup before another extension too: `附件.bak.docx`.
const INNER: [&str; 4] = ["bak", "backup", "orig", "old"];

/// Files that systems leave in folders.
const OF_SYSTEMS: [&str; 4] = ["desktop.ini", "thumbs.db", "ehthumbs.db", ".ds_store"];

/// Words that sync programs put into the name of the version that lost.
const OF_CONFLICTS: [&str; 5] = [
    "冲突副本",
    "冲突的副本",
    "conflicted copy",
    ".sync-conflict-",
    "_conflict-",
];

/// Endings of a name without extension that Windows and WPS give to a copy, a number aside.
const COPIES: [&str; 4] = [" - 副本", " - copy", " - 复制", " - 快捷方式"];

/// Beginnings of a name that older systems give to a copy.
const COPIES_BEFORE: [&str; 4] = ["副本 ", "复件 ", "copy of ", "备份 "];

/// Recognises a backup, a copy or another leftover by its name: it may hold an earlier wording.
///
/// A number in brackets alone (`附件(1).docx`) is not one: that may well be meant, and so may 副本
/// without the signs that programs set around it (`营业执照副本.pdf`).
pub fn is_leftover(name: &str) -> bool {
    let name = super::nfc(name).to_lowercase();
    let name = name.trim();
    if OF_SYSTEMS.contains(&name) || OF_CONFLICTS.iter().any(|words| name.contains(words)) {
        return true;
    }
    // Word's `~WRL0001.tmp`, vim's and Emacs' own.
    let is_own = (name.starts_with('~') && !name.starts_with("~$"))
        || name.starts_with("._")
        || name.starts_with(".#")
        || name.ends_with('~')
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'));
    if is_own {
        return true;
    }
    if COPIES_BEFORE.iter().any(|words| name.starts_with(words)) {
        return true;
    }
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    if is_backup(extension, &EXTENSIONS) {
        return true;
    }
    let (inner, second) = stem.rsplit_once('.').unwrap_or((stem, ""));
    if !inner.is_empty() && is_backup(second, &INNER) {
        return true;
    }
    // A source that was saved as text: `index.md.txt`.
    if matches!(extension, "txt" | "doc" | "docx") && matches!(second, "md" | "yaml" | "yml") {
        return true;
    }
    let is_copy = |stem: &str| {
        let stem = without_number(stem);
        COPIES.iter().any(|words| stem.ends_with(words)) || is_of_merge(stem)
    };
    is_copy(stem) || is_copy(name)
}

/// True if an extension is one of these, a number after it aside: `bak2`, `~1~`.
fn is_backup(extension: &str, known: &[&str]) -> bool {
    known.contains(&extension.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_'))
}

/// A name without ` (2)` or `（2）` at its end.
fn without_number(stem: &str) -> &str {
    let inner = stem.trim_end().strip_suffix([')', '）']);
    let Some(inner) = inner.map(|inner| inner.trim_end_matches(|c: char| c.is_ascii_digit()))
    else {
        return stem.trim_end();
    };
    inner.strip_suffix(['(', '（']).map_or(stem, str::trim_end)
}

/// Recognises the stem of a side of a merge: `index_LOCAL_1234`.
fn is_of_merge(stem: &str) -> bool {
    let side = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    side.len() < stem.len()
        && ["_backup_", "_base_", "_local_", "_remote_"]
            .iter()
            .any(|word| side.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_are_known_by_their_names() {
        for name in [
            "index.md.bak",
            "index.md.orig",
            "附件1.OLD",
            "附件1.docx.bak2",
            "附件1.bak.docx",
            "附件1.tmp",
            ".index.md.swp",
            "附件1.asd",
            "附件1.wbk",
            "index.md.txt",
            "Index.MD.txt",
            "~WRL0001.tmp",
            "~附件1.docx",
            "#index.md#",
            "index.md~",
            "附件1 - 副本.docx",
            "附件1 - 副本 (2).docx",
            "附件1 - 副本（3）.docx",
            "附件1 - Copy.docx",
            "附件1 - Copy (2).docx",
            "附件1.docx - 副本",
            "副本 附件1.xls",
            "复件 附件1.doc",
            "Copy of 附件1.doc",
            "desktop.ini",
            "Desktop.INI",
            ".DS_Store",
            "._附件1.docx",
            "Thumbs.db",
            "index_LOCAL_1234.md",
            "附件1 (张三的冲突副本 2026-06-01).docx",
            "附件1.sync-conflict-20260601.docx",
        ] {
            assert!(is_leftover(name), "{name}");
        }
        for name in [
            "index.md",
            "_index.md",
            "附件1.docx",
            "附件(1).docx",
            "附件 (1).docx",
            "营业执照副本.pdf",
            "法人证书（副本）.pdf",
            "临时救助.docx",
            "old.docx",
            "旧.docx",
            "1.2.old桥.docx",
            "base_2026.csv",
            "~$附件1.docx",
            "说明.txt",
            "template.xlsx",
            "v1.0.pdf",
            "#1楼.png",
            "copy.pdf",
            "",
            "#",
        ] {
            assert!(!is_leftover(name), "{name}");
        }
    }
}
