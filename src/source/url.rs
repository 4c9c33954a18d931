//! Addresses as editors write them: whether they leave the site, and for whom.

use core::net::{Ipv4Addr, Ipv6Addr};

/// True if a destination leaves the site.
pub fn is_external(destination: &str) -> bool {
    destination.starts_with("//")
        || destination.split_once(':').is_some_and(|(scheme, _)| {
            !scheme.is_empty()
                && scheme
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        })
}

/// True if an address that leaves the site has a scheme that a link may have.
pub fn is_safe(destination: &str) -> bool {
    let lower = destination.to_ascii_lowercase();
    ["http://", "https://", "mailto:", "tel:", "//"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
}

/// Reason that no reader can open an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unopenable {
    /// A file on the editor's own computer: `D:\附件.docx`, `file:///…`.
    OwnComputer,
    /// A folder or a website of the office's network: `\\server\…`.
    OfficeNetwork,
    /// A scheme that browsers do not open: `smb:`, `htp:`.
    Scheme,
}

/// Reason that no reader can open an address, where there is one.
///
/// ```
/// use gongkai::source::{Unopenable, unopenable};
///
/// assert_eq!(unopenable(r"D:\工作\附件.docx"), Some(Unopenable::OwnComputer));
/// assert_eq!(unopenable(r"\\server\公文"), Some(Unopenable::OfficeNetwork));
/// assert_eq!(unopenable("附件.docx"), None);
/// ```
pub fn unopenable(destination: &str) -> Option<Unopenable> {
    let address = destination.trim();
    let lower = address.to_ascii_lowercase();
    let bare = lower.trim_start_matches(['/', '\\']);
    let mut first = bare.chars();
    let is_drive = first.next().is_some_and(|c| c.is_ascii_alphabetic())
        && matches!(first.next(), Some(':' | '|' | '：'));
    let is_escaped_drive = bare.get(1..4) == Some("%3a");
    if is_drive
        || is_escaped_drive
        || lower.starts_with("file:")
        || lower.starts_with("~/")
        || lower.starts_with('%') && lower[1..].contains("%\\")
    {
        return Some(Unopenable::OwnComputer);
    }
    // Markdown takes one of two backslashes for itself.
    if address.starts_with('\\') {
        return Some(Unopenable::OfficeNetwork);
    }
    let is_foreign_scheme = is_external(address) && !is_safe(address);
    let is_amiss = is_foreign_scheme || is_malformed(address) || meant_address(address).is_some();
    is_amiss.then_some(Unopenable::Scheme)
}

/// True for an address whose scheme is right and whose rest leads nowhere: `https:///a`, `mailto:gongkai`.
fn is_malformed(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    if let Some(mail) = lower.strip_prefix("mailto:") {
        let mail = mail.split('?').next().unwrap_or_default();
        let parts = mail.split_once('@');
        return parts
            .is_none_or(|(name, host)| name.is_empty() || !host.contains('.') || !mail.is_ascii());
    }
    if let Some(number) = lower.strip_prefix("tel:") {
        let is_sign =
            |c: char| c.is_ascii_digit() || "+-().,;=abcdefghijklmnopqrstuvwxyz ".contains(c);
        return !number.contains(|c: char| c.is_ascii_digit()) || !number.chars().all(is_sign);
    }
    if !is_safe(address) {
        return false;
    }
    let host = host(address).unwrap_or_default();
    let is_of_host = |c: char| c.is_alphanumeric() || "-._[]:%".contains(c);
    host.is_empty() || !host.chars().all(is_of_host)
}

/// Last parts of hosts by which a website is known without its scheme.
const TOP_DOMAINS: [&str; 8] = ["cn", "com", "net", "org", "gov", "edu", "政务", "中国"];

/// The whole address that was meant by one whose scheme is misspelt or left out.
///
/// ```
/// use gongkai::source::meant_address;
///
/// assert_eq!(meant_address("https：//www.gov.cn/").as_deref(), Some("https://www.gov.cn/"));
/// assert_eq!(meant_address("www.gov.cn").as_deref(), Some("https://www.gov.cn"));
/// assert_eq!(meant_address("a@b.cn").as_deref(), Some("mailto:a@b.cn"));
/// assert_eq!(meant_address("附件.docx"), None);
/// ```
pub fn meant_address(address: &str) -> Option<String> {
    let address = address.trim();
    if is_safe(address) {
        return misspelt_host(address);
    }
    let is_number = address.len() > 9
        && address.starts_with('0')
        && address.split('-').count() == 2
        && address.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if is_number {
        return Some(format!("tel:{address}"));
    }
    let begins = ['h', 'H', 't', 'T', 'w', 'W', 'm', 'M'];
    if !address.starts_with(begins) && !address.contains('@') {
        return None;
    }
    for scheme in ["mailto", "tel"] {
        let rest = address.strip_prefix(scheme);
        if let Some(rest) = rest.and_then(|rest| rest.strip_prefix('：')) {
            return Some(format!("{scheme}:{}", rest.trim()));
        }
    }
    let mut end = address.len().min(12);
    while !address.is_char_boundary(end) {
        end += 1;
    }
    let (start, rest) = address.split_at(end);
    let plain = start
        .replace('：', ":")
        .replace(['／', '\\'], "/")
        .replace('．', ".");
    let plain = format!("{plain}{rest}");
    let lower = plain.to_ascii_lowercase();
    for (scheme, slips) in [
        ("https", ["https", "htps", "htpps", "httsp"]),
        ("http", ["http", "htp", "htttp", "ttp"]),
    ] {
        for slip in slips {
            let Some(after) = lower.strip_prefix(slip) else {
                continue;
            };
            let after = &plain[plain.len() - after.len()..];
            let bare = after.trim_start_matches([':', '/', ';', '；']);
            let is_slip = after.len() - bare.len() > 1
                || after.len() > bare.len() && bare.starts_with("www.");
            if is_slip && !bare.is_empty() {
                return Some(format!("{scheme}://{bare}"));
            }
        }
    }
    let host = lower.split(['/', '?', '#']).next().unwrap_or_default();
    let top = host.rsplit('.').next().unwrap_or_default();
    let is_website = host.starts_with("www.") && TOP_DOMAINS.contains(&top);
    if is_website {
        return Some(format!("https://{plain}"));
    }
    let (name, domain) = lower.split_once('@')?;
    let is_name = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._-+".contains(&b))
    };
    let is_mail = is_name(name) && is_name(domain) && domain.contains('.');
    is_mail.then(|| format!("mailto:{plain}"))
}

/// The address that was meant by one whose host holds signs of full width.
fn misspelt_host(address: &str) -> Option<String> {
    let host = host(address)?;
    // `http://https://…`: the scheme twice.
    if matches!(host, "http" | "https") {
        let at = address.find("://").map_or(0, |at| at + 3);
        let rest = &address[at..];
        return rest.contains("://").then(|| rest.to_owned());
    }
    let bare = host.trim_end_matches(['。', '，', '；', '、', '：', '）', '．']);
    if bare.len() < host.len() {
        return Some(address.replacen(host, bare, 1));
    }
    let plain = host.replace(['．', '。'], ".").replace('：', ":");
    (!host.is_ascii() && plain != host).then(|| address.replacen(host, &plain, 1))
}

/// True for a host that has no address on the public network.
pub fn is_private(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return address.is_private()
            || address.is_loopback()
            || address.is_link_local()
            || address.is_unspecified();
    }
    if let Some(inside) = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    {
        return inside.parse::<Ipv6Addr>().is_ok_and(|address| {
            address.is_loopback()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.is_unspecified()
        });
    }
    let top = host.rsplit('.').next().unwrap_or_default();
    !host.is_empty() && !host.contains('.')
        || matches!(
            top,
            "localhost" | "local" | "lan" | "internal" | "intranet" | "localdomain"
        )
}

/// Domains below which every website is a government body's, or vouches for such.
const GOVERNMENT: [&str; 2] = ["gov.cn", "conac.cn"];

/// Host of an address on the web, without user and port.
pub fn host(destination: &str) -> Option<&str> {
    let rest = ["https://", "http://", "//"].iter().find_map(|scheme| {
        let (start, rest) = destination.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    })?;
    // Browsers take a backslash for a slash.
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let port = host.rfind(':').filter(|at| {
        let digits = &host[at + 1..];
        digits.bytes().all(|b| b.is_ascii_digit())
    });
    Some(port.map_or(host, |at| &host[..at]))
}

/// True if an address leads to a website that is no government body's.
pub fn is_foreign(destination: &str) -> bool {
    host(destination).is_some_and(|host| {
        !GOVERNMENT.iter().any(|domain| {
            host.len()
                .checked_sub(domain.len())
                .and_then(|at| host.split_at_checked(at))
                .is_some_and(|(before, end)| {
                    end.eq_ignore_ascii_case(domain) && (before.is_empty() || before.ends_with('.'))
                })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_opens_what_lies_in_the_office() {
        use Unopenable::{OfficeNetwork, OwnComputer, Scheme};
        for (address, wanted) in [
            (r"C:\Users\张三\附件.docx", Some(OwnComputer)),
            ("d:/附件.docx", Some(OwnComputer)),
            ("/D:/附件.docx", Some(OwnComputer)),
            ("D|/附件.docx", Some(OwnComputer)),
            ("FILE:///C:/附件.docx", Some(OwnComputer)),
            ("~/桌面/附件.docx", Some(OwnComputer)),
            ("D%3A/工作/附件.docx", Some(OwnComputer)),
            ("https//www.gov.cn", Some(Scheme)),
            ("https：//www.gov.cn", Some(Scheme)),
            ("http:\\\\www.gov.cn", Some(Scheme)),
            ("http:/www.gov.cn/a", Some(Scheme)),
            ("https://www。gov．cn/a", Some(Scheme)),
            ("www.gov.cn/a.html", Some(Scheme)),
            ("gongkai@example.gov.cn", Some(Scheme)),
            ("https:///a", Some(Scheme)),
            ("http://", Some(Scheme)),
            ("https://www.gov.cn，", Some(Scheme)),
            ("http://https://www.gov.cn/", Some(Scheme)),
            ("https:www.gov.cn", Some(Scheme)),
            ("mailto:gongkai", Some(Scheme)),
            ("mailto：a@b.cn", Some(Scheme)),
            ("tel:0350—0000001", Some(Scheme)),
            ("0350-0000001", Some(Scheme)),
            ("tel:0350-0000001", None),
            ("mailto:a@b.cn?subject=甲", None),
            ("https://政务.中国/a", None),
            ("2026-01", None),
            ("www.docx", None),
            ("www.名单.xlsx", None),
            ("https说明.md", None),
            ("http/a.md", None),
            (r"%USERPROFILE%\桌面\附件.docx", Some(OwnComputer)),
            (r"\\server\公文\附件.docx", Some(OfficeNetwork)),
            ("smb://server/公文", Some(Scheme)),
            ("htp://www.gov.cn", Some(Scheme)),
            ("https://www.gov.cn/", None),
            ("//www.gov.cn/", None),
            ("http://8.8.8.8/", None),
            ("mailto:a@b.cn", None),
            ("附件：1.docx", None),
            ("%E9%99%84.docx", None),
            ("a/b.md#甲", None),
            ("#甲", None),
            ("", None),
        ] {
            assert_eq!(unopenable(address), wanted, "{address}");
        }
        for address in [
            "//server/公文",
            "http://192.168.1.2:8080/oa",
            "http://localhost/",
            "https://[fd00::1]/",
            "http://oa/",
        ] {
            assert!(host(address).is_some_and(is_private), "{address}");
        }
        assert!(!is_private("www.gov.cn") && !is_private("8.8.8.8"));
    }

    #[test]
    fn foreign_hosts_are_told_apart() {
        for own in [
            "https://www.gov.cn/",
            "http://GOV.CN",
            "//beian.miit.gov.cn:443/a",
            "https://bszs.conac.cn/sitename?id=1",
            "mailto:a@b.com",
            "tel:1",
            "a.md",
        ] {
            assert!(!is_foreign(own), "{own}");
        }
        for foreign in [
            "https://www.example.com/",
            "https://agov.cn/",
            "https://www.gov.cn.example.com",
            "https://www.gov.cn@example.com/",
            "https://example.com\\.gov.cn",
            "HTTP://example.com?gov.cn",
            "//example.com#.gov.cn",
        ] {
            assert!(is_foreign(foreign), "{foreign}");
        }
    }
}
