//! Meaning of a request that got no answer.

use std::{error::Error, io};

use rustls::CertificateError;

use crate::diagnostic::{Answer, BadCertificate, DeadEnd, Inconclusive};

use super::resolver::Nowhere;

/// A request without an answer.
pub(super) struct Failure {
    /// Answer told of the address, if it stays so.
    pub(super) answer: Answer,
    /// True if it may be otherwise the next time.
    pub(super) may_pass: bool,
    /// True if nothing could be reached at all: then no other address of the host can be.
    pub(super) is_lost: bool,
    /// True if somebody was reached and then broke off.
    pub(super) is_dropped: bool,
}

pub(super) fn failure(error: &reqwest::Error) -> Failure {
    let silent = |why| Failure {
        answer: Answer::Silent(why),
        may_pass: true,
        is_lost: error.is_connect(),
        is_dropped: false,
    };
    let certain = |answer| Failure {
        answer,
        may_pass: false,
        is_lost: false,
        is_dropped: false,
    };
    let dropped = |answer, may_pass| Failure {
        answer,
        may_pass,
        is_lost: false,
        is_dropped: true,
    };
    let mut causes = Causes(Some(error));
    // The outermost cause that says more than "it failed" decides.
    causes
        .find_map(|cause| {
            if let Some(nowhere) = cause.downcast_ref::<Nowhere>() {
                return Some(match nowhere {
                    Nowhere::NoSuchName => certain(Answer::Broken(DeadEnd::NoSuchHost)),
                    Nowhere::NoLookup => silent(Inconclusive::NoLookup),
                    Nowhere::Private => certain(Answer::Silent(Inconclusive::Private)),
                });
            }
            if let Some(error) = cause.downcast_ref::<rustls::Error>() {
                return Some(certain(encryption(error)));
            }
            if let Some(error) = cause.downcast_ref::<hyper::Error>() {
                if error.is_parse() {
                    return Some(dropped(Answer::Broken(DeadEnd::NotHttp), false));
                }
                if error.is_incomplete_message() {
                    return Some(dropped(Answer::Silent(Inconclusive::Cut), true));
                }
            }
            let error = cause.downcast_ref::<io::Error>()?;
            // An error that only wraps another is told by that.
            if error.get_ref().is_some() && error.kind() != io::ErrorKind::UnexpectedEof {
                return None;
            }
            Some(match error.kind() {
                io::ErrorKind::ConnectionRefused => silent(Inconclusive::Refused),
                io::ErrorKind::HostUnreachable
                | io::ErrorKind::NetworkUnreachable
                | io::ErrorKind::NetworkDown
                | io::ErrorKind::AddrNotAvailable => silent(Inconclusive::NoRoute),
                io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::UnexpectedEof => dropped(Answer::Silent(Inconclusive::Cut), true),
                io::ErrorKind::TimedOut => silent(Inconclusive::Timeout),
                _ => return None,
            })
        })
        .unwrap_or_else(|| {
            silent(if error.is_timeout() {
                Inconclusive::Timeout
            } else {
                Inconclusive::Other
            })
        })
}

/// Only what every browser refuses is broken. An issuer that is not known here may be known there,
/// and a server that speaks only ciphers of its country is no broken one.
fn encryption(error: &rustls::Error) -> Answer {
    let rustls::Error::InvalidCertificate(wrong) = error else {
        return Answer::Silent(Inconclusive::NoHandshake);
    };
    let wrong = match wrong {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            BadCertificate::Expired
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            BadCertificate::NotYetValid
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            BadCertificate::WrongName
        }
        CertificateError::Revoked => BadCertificate::Revoked,
        _ => return Answer::Silent(Inconclusive::UnknownIssuer),
    };
    Answer::Broken(DeadEnd::Certificate(wrong))
}

/// An error and what caused it. The error inside an [`io::Error`] comes after it, which `source`
/// would leap over.
struct Causes<'e>(Option<&'e (dyn Error + 'static)>);

impl<'e> Iterator for Causes<'e> {
    type Item = &'e (dyn Error + 'static);

    fn next(&mut self) -> Option<Self::Item> {
        let error = self.0?;
        self.0 = match error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inner) => Some(inner),
            None => error.source(),
        };
        Some(error)
    }
}
