//! Addresses on pages, and the places that they lead to.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::{
    config::Config,
    source::{is_external, join, parent},
    standard::view::Portal,
};

/// Address of the site, by which its own addresses are known where they are written in full.
#[derive(Debug, Clone, Default)]
pub struct Base {
    /// Host and port in lower case, empty where the site has no address.
    host: String,
    /// Path on the server, with a slash at both ends.
    path: String,
}

/// Place that an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address<'h> {
    /// Another website, another part of the same, or nothing that is fetched.
    Elsewhere,
    /// A file of this site.
    Here {
        /// Its path in the output.
        path: Cow<'h, str>,
        /// The fragment as written, empty where there is none.
        fragment: &'h str,
    },
    /// A place above the site, which is never the same on a server and on a disk.
    Outside,
    /// `%` escapes that are no UTF-8.
    Garbled,
}

impl Base {
    /// Address that the settings of a site give.
    pub fn of(config: &Config) -> Self {
        let after_scheme = rest_of_web(config.portal(Portal::base_url)).unwrap_or_default();
        let host = after_scheme.split('/').next().unwrap_or_default();
        Self {
            host: host.to_ascii_lowercase(),
            path: config.base_path(),
        }
    }

    /// Follows an address that stands on a page.
    pub fn follow<'h>(&self, page: &'h str, href: &'h str) -> Address<'h> {
        if let Some(address) = plain(page, href) {
            return address;
        }
        let href = href.trim_matches(|c: char| c.is_ascii_whitespace());
        let (address, fragment) = href.split_once('#').unwrap_or((href, ""));
        let address = address.split('?').next().unwrap_or_default();
        if address.is_empty() {
            return Address::Here {
                path: Cow::Borrowed(page),
                fragment,
            };
        }
        let below = if let Some(path) = self.own(address) {
            path
        } else if is_external(address) {
            return Address::Elsewhere;
        } else if address.starts_with(['/', '\\']) {
            // Elsewhere on the server lies what others publish.
            match self.below(address) {
                Some(path) => path,
                None => return Address::Elsewhere,
            }
        } else {
            return decoded(parent(page), address, fragment);
        };
        decoded("", below, fragment)
    }

    /// Recognises an address of the site itself that is written in full.
    pub fn is_own(&self, address: &str) -> bool {
        self.own(address.split(['#', '?']).next().unwrap_or_default())
            .is_some()
    }

    /// The host that own addresses begin with, empty where the site has none.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The part of a full address that lies below the site.
    fn own<'h>(&self, address: &'h str) -> Option<&'h str> {
        let rest = rest_of_web(address)?;
        let (host, path) = rest.split_at_checked(self.host.len())?;
        if self.host.is_empty() || !host.eq_ignore_ascii_case(&self.host) {
            return None;
        }
        match path {
            "" => (self.path == "/").then_some("/"),
            path if path.starts_with('/') => self.below(path),
            _ => None,
        }
    }

    /// The part of a path on the server that lies below the site.
    fn below<'h>(&self, path: &'h str) -> Option<&'h str> {
        if path == self.path.trim_end_matches('/') {
            return Some("/");
        }
        // Without an address of its own the site is the whole server.
        path.strip_prefix(if self.path.is_empty() {
            "/"
        } else {
            &self.path
        })
        .map(|rest| if rest.is_empty() { "/" } else { rest })
    }
}

/// Rest of an address behind `https://`, `http://` or `//`.
fn rest_of_web(address: &str) -> Option<&str> {
    ["https://", "http://", "//"].iter().find_map(|scheme| {
        let (start, rest) = address.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    })
}

/// Bytes of an address that are nothing but part of a name: a table is quicker than to compare.
const IS_LETTER: [bool; 256] = {
    let (mut all, mut at) = ([true; 256], 0);
    while at < all.len() {
        all[at] = !matches!(
            at as u8,
            0..=b' ' | b'%' | b'\\' | b':' | b'?' | b'#' | b'/' | b'.'
        );
        at += 1;
    }
    all
};

/// An address as our own templates write them: steps up, then plain names, then perhaps a fragment.
/// Nearly all are, and those are read in one go and need no new text.
fn plain<'h>(page: &str, href: &'h str) -> Option<Address<'h>> {
    let (mut path, mut folder) = (href, parent(page));
    while let Some(after) = path.strip_prefix("../") {
        if folder.is_empty() {
            return None;
        }
        (path, folder) = (after, parent(folder));
    }
    let (mut last, mut fragment) = (b'/', "");
    for (at, byte) in path.bytes().enumerate() {
        if IS_LETTER[usize::from(byte)] {
            last = byte;
            continue;
        }
        match byte {
            b'#' => {
                (path, fragment) = (&path[..at], &path[at + 1..]);
                break;
            }
            b'/' | b'.' if last != b'/' => last = byte,
            _ => return None,
        }
    }
    if last == b'/' || fragment.ends_with(|c: char| c.is_ascii_whitespace()) {
        return None;
    }
    let path = if folder.is_empty() {
        Cow::Borrowed(path)
    } else {
        Cow::Owned([folder, "/", path].concat())
    };
    Some(Address::Here { path, fragment })
}

/// The path of any other address, seen from a folder of the output.
fn decoded<'h>(folder: &str, address: &str, fragment: &'h str) -> Address<'h> {
    // Browsers take a backslash for a slash, and follow dots before they read the other escapes.
    let mut address = address.replace('\\', "/");
    for dot in ["%2e", "%2E"] {
        address = address.replace(dot, ".");
    }
    let folder = folder.replace('%', "%25");
    let Some(joined) = join(&folder, address.trim_start_matches('/')) else {
        return Address::Outside;
    };
    let Ok(decoded) = percent_decode_str(&joined).decode_utf8() else {
        return Address::Garbled;
    };
    let mut path = decoded.into_owned();
    let last = address.rsplit('/').next().unwrap_or_default();
    if matches!(last, "" | "." | "..") {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str("index.html");
    }
    Address::Here {
        path: Cow::Owned(path),
        fragment,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Base {
        Base {
            host: "www.example.gov.cn".to_owned(),
            path: "/xlj/".to_owned(),
        }
    }

    fn here(href: &str) -> Option<(String, String)> {
        match base().follow("a/b/c.html", href) {
            Address::Here { path, fragment } => Some((path.into_owned(), fragment.to_owned())),
            _ => None,
        }
    }

    #[test]
    fn addresses_are_followed() {
        for (href, path, fragment) in [
            ("", "a/b/c.html", ""),
            ("#x", "a/b/c.html", "x"),
            ("?q=1#x", "a/b/c.html", "x"),
            ("d.html", "a/b/d.html", ""),
            ("../../index.html?q=1", "index.html", ""),
            ("../..", "index.html", ""),
            ("./", "a/b/index.html", ""),
            (" ../d/#y ", "a/d/index.html", "y"),
            ("%E7%94%B2.html", "a/b/甲.html", ""),
            ("甲.html", "a/b/甲.html", ""),
            ("..\\d.html", "a/d.html", ""),
            ("x/../d.html", "a/b/d.html", ""),
            ("%ff/../%2e%2E/d.html", "a/d.html", ""),
            ("/xlj/d.html", "d.html", ""),
            ("/xlj", "index.html", ""),
            ("https://www.example.gov.cn/xlj/d/", "d/index.html", ""),
            ("HTTP://WWW.example.gov.cn/xlj#z", "index.html", "z"),
            ("//www.example.gov.cn/xlj/%7Ed", "~d", ""),
        ] {
            let found = here(href);
            assert_eq!(
                found,
                Some((path.to_owned(), fragment.to_owned())),
                "{href}"
            );
        }
        for (href, address) in [
            ("https://www.example.gov.cn/xljx/", Address::Elsewhere),
            (
                "https://www.example.gov.cn.evil.com/xlj/",
                Address::Elsewhere,
            ),
            ("https://www.gov.cn/", Address::Elsewhere),
            ("/other/", Address::Elsewhere),
            ("mailto:a@b.cn", Address::Elsewhere),
            ("data:,", Address::Elsewhere),
            ("../../../x.html", Address::Outside),
            ("%ff.html", Address::Garbled),
            ("%ff/../../../../x.html", Address::Outside),
        ] {
            assert_eq!(base().follow("a/b/c.html", href), address, "{href}");
        }
        assert!(base().is_own("https://www.example.gov.cn/xlj/?a") && !base().is_own("a.md"));
        let root = Base::default();
        let found = root.follow("a/b.html", "/c.html");
        assert!(matches!(found, Address::Here { path, .. } if path == "c.html"));
    }
}
