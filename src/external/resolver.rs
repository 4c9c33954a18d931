//! Look-up of names: the places that they lead to, without those that are never gone to.

use std::{
    collections::BTreeMap,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};

/// Reason for which a name leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Nowhere {
    /// The name system says that there is no such name.
    #[error("no such name")]
    NoSuchName,
    /// The name system said nothing.
    #[error("the name could not be looked up")]
    NoLookup,
    /// Only to private places.
    #[error("a private address")]
    Private,
}

/// Looks names up by the system's own means, and withholds private places: they are not even seen
/// by the part that connects, so neither a redirect nor a name that changes can lead there.
#[derive(Debug, Clone)]
pub(super) struct PublicResolver {
    allow_private: bool,
    own: Arc<BTreeMap<String, Vec<SocketAddr>>>,
    /// True once any name was found: without one it is the network that is missing, not the names.
    has_found: Arc<AtomicBool>,
}

impl PublicResolver {
    pub(super) fn new(allow_private: bool, own: &BTreeMap<String, Vec<SocketAddr>>) -> Self {
        Self {
            allow_private,
            own: Arc::new(own.clone()),
            has_found: Arc::default(),
        }
    }

    pub(super) fn has_found(&self) -> bool {
        self.has_found.load(Ordering::Relaxed)
    }

    /// Recognises an address that writes a place instead of a name and may not be asked: such an
    /// address is never looked up.
    pub(super) fn forbids(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let place = host.trim_start_matches('[').trim_end_matches(']');
        !self.allow_private && place.parse::<IpAddr>().is_ok_and(|place| !is_public(place))
    }

    async fn find(&self, name: &str) -> Result<Vec<SocketAddr>, Nowhere> {
        if let Some(places) = self.own.get(name) {
            if places.is_empty() {
                return Err(Nowhere::NoSuchName);
            }
            self.has_found.store(true, Ordering::Relaxed);
            return Ok(places.clone());
        }
        let places: Vec<SocketAddr> = match tokio::net::lookup_host((name, 0)).await {
            Ok(places) => places.collect(),
            Err(error) if says_no_such_name(&error) => return Err(Nowhere::NoSuchName),
            Err(_) => return Err(Nowhere::NoLookup),
        };
        if places.is_empty() {
            return Err(Nowhere::NoLookup);
        }
        let is_allowed = |place: &SocketAddr| self.allow_private || is_public(place.ip());
        let allowed: Vec<SocketAddr> = places.into_iter().filter(is_allowed).collect();
        if allowed.is_empty() {
            return Err(Nowhere::Private);
        }
        self.has_found.store(true, Ordering::Relaxed);
        Ok(allowed)
    }
}

impl Resolve for PublicResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let guide = self.clone();
        Box::pin(async move {
            let places = guide.find(name.as_str()).await?;
            Ok(Box::new(places.into_iter()) as Addrs)
        })
    }
}

/// Systems tell a name that does not exist from one they could not ask about only in their words.
fn says_no_such_name(error: &io::Error) -> bool {
    // WSAHOST_NOT_FOUND
    error.raw_os_error() == Some(11001)
        || [
            "Name or service not known",
            "nodename nor servname provided",
            "Name does not resolve",
        ]
        .iter()
        .any(|words| error.to_string().contains(words))
}

/// Recognises a place that everybody can reach.
pub(super) fn is_public(place: IpAddr) -> bool {
    match place {
        IpAddr::V4(place) => is_public_v4(place),
        IpAddr::V6(place) => match inner(place) {
            Some(inner) => is_public_v4(inner),
            None => is_public_v6(place),
        },
    }
}

fn is_public_v4(place: Ipv4Addr) -> bool {
    let [a, b, c, _] = place.octets();
    !(place.is_private()
        || place.is_loopback()
        || place.is_link_local()
        || place.is_multicast()
        || place.is_documentation()
        // "This" network, what providers share, protocols, benchmarks, reserved and broadcast.
        || a == 0
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b))
        || a >= 240)
}

fn is_public_v6(place: Ipv6Addr) -> bool {
    let [first, second, ..] = place.segments();
    // Only 2000::/3 is given out to the world; of it Teredo, ORCHID and documentation are not.
    (first & 0xe000) == 0x2000
        && !(first == 0x2001 && second < 0x0200)
        && !(first == 0x2001 && second == 0x0db8)
        && !(first == 0x3fff && second < 0x1000)
}

/// The IPv4 place that an IPv6 place stands for: mapped, translated (NAT64) or tunnelled (6to4).
fn inner(place: Ipv6Addr) -> Option<Ipv4Addr> {
    let parts = place.segments();
    let of = |at: usize| Ipv4Addr::from((u32::from(parts[at]) << 16) | u32::from(parts[at + 1]));
    match parts {
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => Some(of(6)),
        [0x2002, ..] => Some(of(1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_places_are_known() {
        for place in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "fec0::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "::7f00:1",
            "100::1",
        ] {
            assert!(!is_public(place.parse().unwrap()), "{place}");
        }
        for place in [
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "223.255.255.255",
            "2400:3200::1",
            "2001:250::1",
            "240e::1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
        ] {
            assert!(is_public(place.parse().unwrap()), "{place}");
        }
    }
}
