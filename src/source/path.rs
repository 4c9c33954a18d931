//! Paths with forward slashes, as the site uses them for sources and for output.

/// The folder part of a path: `a/b.md` gives `a`, `b.md` gives the empty path.
pub fn parent(path: &str) -> &str {
    path.rfind('/').map_or("", |slash| &path[..slash])
}

/// The name of a file without its folder.
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Recognises the path of an `index.md`, which makes its folder a document; some disks do not tell
/// it from `Index.MD`.
pub fn is_index(path: &str) -> bool {
    let name = file_name(path);
    let stem = name.split('.').next().unwrap_or(name);
    stem.eq_ignore_ascii_case("index") && is_markdown(name) && name.matches('.').count() == 1
}

/// Recognises the path of an `_index.md`, which makes its folder a column, with the endings and in the
/// case that documents may have too.
pub fn is_column_index(path: &str) -> bool {
    let stem = file_name(path).rsplit_once('.').map(|(stem, _)| stem);
    stem.is_some_and(|stem| stem.eq_ignore_ascii_case("_index")) && is_markdown(path)
}

/// Recognises a name that Windows keeps for a device, so that no file or folder there can have it,
/// whatever its extension.
pub fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim();
    let stem = stem.to_ascii_lowercase();
    let is_numbered = |kind: &str| {
        stem.strip_prefix(kind)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    ["con", "prn", "aux", "nul"].contains(&stem.as_str())
        || is_numbered("com")
        || is_numbered("lpt")
}

/// The part after the last dot of a file's name, in lower case.
pub fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.')
        .map_or(String::new(), |(_, extension)| {
            extension.to_ascii_lowercase()
        })
}

/// Recognises a table by its name, in whatever case.
pub fn is_table(path: &str) -> bool {
    matches!(extension(path).as_str(), "csv" | "xlsx")
}

/// Recognises a file of Markdown by its name, in whatever case.
pub fn is_markdown(path: &str) -> bool {
    matches!(extension(path).as_str(), "md" | "markdown")
}

/// Follows `to` from the folder `from`; a leading slash starts again at the root.
///
/// Gives `None` where the path climbs out of the root.
pub fn join(from: &str, to: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    let base = if to.starts_with('/') { "" } else { from };
    for part in base.split('/').chain(to.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The relative address of the output file `to`, seen from the output file `from`.
pub fn relative(from: &str, to: &str) -> String {
    let (from_parts, to_parts): (Vec<&str>, Vec<&str>) =
        (from.split('/').collect(), to.split('/').collect());
    let shared = from_parts[..from_parts.len() - 1]
        .iter()
        .zip(&to_parts[..to_parts.len() - 1])
        .take_while(|(a, b)| a == b)
        .count();
    let mut relative = "../".repeat(from_parts.len() - 1 - shared);
    relative.push_str(&to_parts[shared..].join("/"));
    relative
}

/// Cuts `a.md#part` into `a.md` and `part`.
pub fn split_fragment(destination: &str) -> (&str, Option<&str>) {
    destination
        .split_once('#')
        .map_or((destination, None), |(path, fragment)| {
            (path, Some(fragment))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_no_names() {
        for name in [
            "con",
            "CON",
            "Con.html",
            "aux.tar.gz",
            "com1",
            "LPT9.txt",
            "nul ",
        ] {
            assert!(is_reserved(name), "{name}");
        }
        for name in [
            "kang", "con-1", "console", "com", "com10", "comx", "a.con", "",
        ] {
            assert!(!is_reserved(name), "{name}");
        }
    }

    #[test]
    fn paths_are_followed() {
        assert_eq!(join("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(join("a/b", "/c.md").as_deref(), Some("c.md"));
        assert_eq!(join("a", "../../c.md"), None);
        assert_eq!(relative("a/b.html", "a/c.html"), "c.html");
        assert_eq!(relative("a/b/c.html", "index.html"), "../../index.html");
        assert_eq!(relative("index.html", "a/index.html"), "a/index.html");
        assert_eq!(relative("a/b/c.html", "a/d/e.html"), "../d/e.html");
    }
}
