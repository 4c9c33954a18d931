//! Names and addresses that the preview answers to.
//!
//! A page of another website may let its own name lead to this machine (DNS rebinding) and would
//! then read what is not published. The browser still sends the name that the page has.

use std::{
    net::{IpAddr, Ipv6Addr, SocketAddr},
    str::FromStr,
};

use axum::http::{HeaderMap, Uri, header, uri};

/// Port of an address that names none.
const DEFAULT_PORT: u16 = 80;

/// A host as an address bar shows it, with its port where one is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Name or address.
    pub host: Host,
    /// Port, if it is written.
    pub port: Option<u16>,
}

/// The host of an [`Authority`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Host {
    /// A name in lower case, without the dot that may end it.
    Name(String),
    /// An IP address; IPv4 in its own form, never mapped into IPv6.
    Address(IpAddr),
}

/// A text that is no host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MalformedHost;

impl FromStr for Authority {
    type Err = MalformedHost;

    fn from_str(text: &str) -> Result<Self, MalformedHost> {
        let (host, rest) = if let Some(inside) = text.strip_prefix('[') {
            let (address, rest) = inside.split_once(']').ok_or(MalformedHost)?;
            let address: Ipv6Addr = address.parse().map_err(|_| MalformedHost)?;
            (Host::Address(IpAddr::V6(address).to_canonical()), rest)
        } else {
            let (name, rest) = text.split_at(text.find(':').unwrap_or(text.len()));
            let host = match name.parse() {
                Ok(address) => Host::Address(IpAddr::V4(address)),
                Err(_) => Host::Name(name_of(name).ok_or(MalformedHost)?),
            };
            (host, rest)
        };
        let port = match rest.strip_prefix(':') {
            Some("") => None,
            Some(port) if port.bytes().all(|b| b.is_ascii_digit()) => {
                Some(port.parse().map_err(|_| MalformedHost)?)
            }
            None if rest.is_empty() => None,
            _ => return Err(MalformedHost),
        };
        Ok(Self { host, port })
    }
}

impl Authority {
    /// The value of `--host` that lets a preview on this port answer to it.
    pub(super) fn as_option(&self, port: u16) -> String {
        let asked = self.port.unwrap_or(DEFAULT_PORT);
        // An address without a port is one to listen on.
        let is_implied = asked == port && matches!(self.host, Host::Name(_));
        let port = (!is_implied).then_some(asked);
        Self {
            port,
            ..self.clone()
        }
        .to_string()
    }
}

/// A name as it is compared; `None` where it cannot be one.
fn name_of(text: &str) -> Option<String> {
    let name = text.strip_suffix('.').unwrap_or(text);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    (name.len() <= 253 && name.split('.').all(is_label)).then(|| name.to_ascii_lowercase())
}

impl std::fmt::Display for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.host {
            Host::Name(name) => f.write_str(name)?,
            Host::Address(IpAddr::V4(address)) => write!(f, "{address}")?,
            Host::Address(IpAddr::V6(address)) => write!(f, "[{address}]")?,
        }
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

/// A reason not to answer a request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It does not say, or not clearly, whom it asks.
    Unclear,
    /// It asks somebody else.
    Misdirected(Authority),
}

/// Names and addresses of a preview: where it listens, and what it is told to answer to besides.
#[derive(Debug, Clone)]
pub(super) struct Hosts {
    pub(super) listening: IpAddr,
    pub(super) also: Vec<Authority>,
}

impl Hosts {
    /// Looks whether a request is meant for the preview; `local` is this end of its connection.
    pub(super) fn admit(
        &self,
        uri: &Uri,
        headers: &HeaderMap,
        local: SocketAddr,
    ) -> Result<(), Refusal> {
        let mut values = headers.get_all(header::HOST).iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return Err(Refusal::Unclear);
        };
        let value = value.to_str().map_err(|_| Refusal::Unclear)?;
        // An address written in full says whom it asks as well.
        let asked = [Some(value), uri.authority().map(uri::Authority::as_str)];
        for text in asked.into_iter().flatten() {
            let authority: Authority = text.parse().map_err(|MalformedHost| Refusal::Unclear)?;
            if !self.is_own(&authority, local) {
                return Err(Refusal::Misdirected(authority));
            }
        }
        Ok(())
    }

    fn is_own(&self, asked: &Authority, local: SocketAddr) -> bool {
        let port = asked.port.unwrap_or(DEFAULT_PORT);
        let is_named = match &asked.host {
            Host::Name(name) => name == "localhost",
            // Nobody can let an address lead elsewhere; a browser sends it only where it leads.
            Host::Address(address) => [
                local.ip().to_canonical(),
                self.listening.to_canonical(),
                IpAddr::from([127, 0, 0, 1]),
                IpAddr::V6(Ipv6Addr::LOCALHOST),
            ]
            .contains(address),
        };
        (is_named && port == local.port())
            || self
                .also
                .iter()
                .any(|also| also.host == asked.host && also.port.unwrap_or(local.port()) == port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(also: &[&str]) -> Hosts {
        Hosts {
            listening: IpAddr::from([0, 0, 0, 0]),
            also: also.iter().map(|text| text.parse().unwrap()).collect(),
        }
    }

    fn admit(hosts: &Hosts, uri: &str, asked: &[&str]) -> Result<(), Refusal> {
        let mut headers = HeaderMap::new();
        for host in asked {
            headers.append(header::HOST, host.parse().unwrap());
        }
        let local = SocketAddr::from(([192, 168, 1, 5], 4000));
        hosts.admit(&uri.parse().unwrap(), &headers, local)
    }

    #[test]
    fn own_names_and_addresses_are_admitted() {
        let hosts = hosts(&["office-pc.lan", "proxy.lan:8080", "10.0.0.9:80"]);
        for host in [
            "localhost:4000",
            "LocalHost:4000",
            "localhost.:4000",
            "127.0.0.1:4000",
            "[::1]:4000",
            "[::ffff:127.0.0.1]:4000",
            "192.168.1.5:4000",
            "0.0.0.0:4000",
            "OFFICE-PC.lan.:4000",
            "proxy.lan:8080",
            "10.0.0.9",
            "10.0.0.9:",
            "10.0.0.9:80",
        ] {
            assert_eq!(admit(&hosts, "/", &[host]), Ok(()), "{host}");
        }
        let full = "http://localhost:4000/notices/";
        assert_eq!(admit(&hosts, full, &["127.0.0.1:4000"]), Ok(()));
    }

    #[test]
    fn others_are_sent_away() {
        let hosts = hosts(&["office-pc.lan", "proxy.lan:8080"]);
        for host in [
            "evil.example:4000",
            "localhost.evil.example:4000",
            "127.0.0.1.evil.example:4000",
            "192.168.1.6:4000",
            "127.1:4000",
            "2130706433:4000",
            "localhost",
            "localhost:4001",
            "127.0.0.1",
            "office-pc.lan",
            "office-pc.lan:8080",
            "office-pc:4000",
            "proxy.lan:4000",
            "[::2]:4000",
        ] {
            let refusal = admit(&hosts, "/", &[host]);
            assert!(
                matches!(refusal, Err(Refusal::Misdirected(_))),
                "{host}: {refusal:?}"
            );
        }
        let full = "http://evil.example:4000/";
        assert!(admit(&hosts, full, &["localhost:4000"]).is_err());
        assert!(admit(&hosts, "http://localhost:4000/", &["evil.example:4000"]).is_err());
    }

    #[test]
    fn unclear_hosts_are_refused() {
        let hosts = hosts(&[]);
        for asked in [
            &[] as &[&str],
            &["localhost:4000", "localhost:4000"],
            &["localhost:4000", "evil.example:4000"],
            &[""],
            &[":4000"],
            &["user@localhost:4000"],
            &["localhost:4000@evil.example"],
            &["localhost:4000, evil.example"],
            &["localhost :4000"],
            &["localhost:+4000"],
            &["localhost:99999"],
            &["localhost:4000:4000"],
            &["localhost..:4000"],
            &["[::1:4000"],
            &["[::1]4000"],
            &["[localhost]:4000"],
            &["[fe80::1%25eth0]:4000"],
            &["::1"],
            &["http://localhost:4000"],
            &["localhost:4000/"],
            &["local\u{e9}host:4000"],
        ] {
            assert_eq!(
                admit(&hosts, "/", asked),
                Err(Refusal::Unclear),
                "{asked:?}"
            );
        }
    }
}
