//! Addresses as editors write them: whether they leave the site, and for whom.

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
