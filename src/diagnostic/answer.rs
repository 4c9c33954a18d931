//! Answers of other websites to a request for an address.

use serde::{Deserialize, Serialize};

/// State of an address of another website.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "why", rename_all = "snake_case")]
pub enum Answer {
    /// It opens.
    Good,
    /// It opens, under another address for good.
    Moved {
        /// The new address.
        to: String,
        /// 301 or 308.
        status: u16,
    },
    /// It is certain that nobody can open it.
    Broken(DeadEnd),
    /// Nothing can be said: residents may well be able to open it.
    Silent(Inconclusive),
}

/// Reason why nobody can open an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadEnd {
    /// The website says so: 404, 410, or an error of its own that stays.
    Status(u16),
    /// No website has that name.
    NoSuchHost,
    /// A certificate that every browser warns of.
    Certificate(BadCertificate),
    /// Redirects that come back to where they were.
    RedirectLoop,
    /// More redirects than any browser follows.
    TooManyRedirects,
    /// A redirect to something that is no address on the web.
    StrayRedirect,
    /// A server that does not speak HTTP.
    NotHttp,
    /// Text that is no address.
    Unreadable,
}

/// Fault of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadCertificate {
    /// Its last day is past.
    Expired,
    /// Its first day is yet to come.
    NotYetValid,
    /// It was made out to another name.
    WrongName,
    /// Whoever issued it took it back.
    Revoked,
}

/// Reason why nothing can be said of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inconclusive {
    /// No answer in time.
    Timeout,
    /// Nobody listens there, as seen from here.
    Refused,
    /// The connection was cut.
    Cut,
    /// No way to it from here.
    NoRoute,
    /// Its name could not be looked up.
    NoLookup,
    /// A certificate of an issuer that is not known here; browsers may know it, or find the missing
    /// link of its chain.
    UnknownIssuer,
    /// No encryption that both sides speak; browsers may speak another.
    NoHandshake,
    /// A status that tells programs from people, or asks who one is.
    Status(u16),
    /// It wants to be asked again later than we wait; seconds, where it says.
    Later(Option<u64>),
    /// Redirects that wait for a cookie.
    Cookies,
    /// An address of a private network, which is only asked with leave.
    Private,
    /// Something else went wrong on the way.
    Other,
}
