//! Asks one address: HEAD, GET where that is refused, redirects hop by hop, again after a failure
//! that may pass.

use std::{
    hash::{BuildHasher as _, RandomState},
    time::Duration,
};

use reqwest::{
    Method, Response, StatusCode, Url,
    header::{HeaderMap, LOCATION, RANGE, SET_COOKIE},
    redirect::Policy,
};
use tokio::time::sleep;

use crate::diagnostic::{Answer, DeadEnd, Inconclusive};

use super::{
    ExternalError, SessionOptions,
    failure::{Failure, failure},
    host::Hosts,
    resolver::PublicResolver,
    settings::Settings,
    tls,
    wait::retry_after,
};

/// More redirects than this no browser takes for an honest way.
const MOST_HOPS: usize = 10;

/// User agent: it says who asks, and that it is a program. Some websites turn away what does not
/// look like a browser at all, and all may know who calls.
const USER_AGENT: &str = concat!(
    "Mozilla/5.0 (compatible; gongkai/",
    env!("CARGO_PKG_VERSION"),
    "; link check)"
);

/// Asks addresses, politely.
#[derive(Debug)]
pub(super) struct Client {
    http: reqwest::Client,
    resolver: PublicResolver,
    hosts: Hosts,
    settings: Settings,
}

/// Outcome of one try.
enum Try {
    /// This is the answer.
    Done(Answer),
    /// This is the answer if it is so the next time too.
    Again {
        answer: Answer,
        wait: Option<Duration>,
        /// The host that could not be reached at all.
        lost: Option<String>,
    },
}

/// The head of a response.
struct Head {
    status: StatusCode,
    headers: HeaderMap,
}

impl Client {
    pub(super) fn new(options: &SessionOptions, settings: Settings) -> Result<Self, ExternalError> {
        let resolver = PublicResolver::new(options.allow_private, &options.resolve);
        let mut headers = HeaderMap::new();
        let value = reqwest::header::HeaderValue::from_static;
        headers.insert(
            reqwest::header::ACCEPT,
            value("text/html,application/xhtml+xml,*/*;q=0.8"),
        );
        headers.insert(
            reqwest::header::ACCEPT_LANGUAGE,
            value("zh-CN,zh;q=0.9,en;q=0.5"),
        );
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::settings(&options.issuers)?)
            .dns_resolver(resolver.clone())
            // Each hop is looked at before it is taken.
            .redirect(Policy::none())
            // A proxy would look names up itself, and lead to private places.
            .no_proxy()
            .referer(false)
            .user_agent(USER_AGENT)
            .default_headers(headers)
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.timeout)
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(Duration::from_secs(5))
            .build()
            .map_err(|error| ExternalError::Client(error.to_string()))?;
        Ok(Self {
            http,
            resolver,
            hosts: Hosts::new(&settings),
            settings,
        })
    }

    /// True if any name could be looked up so far.
    pub(super) fn has_found_names(&self) -> bool {
        self.resolver.has_found()
    }

    /// Asks one address until there is an answer to rely on.
    pub(super) async fn ask(&self, url: &Url) -> Answer {
        let mut tried = 0;
        loop {
            let (answer, wait, lost) = match self.follow(url, tried == 0).await {
                Try::Done(answer) => return answer,
                Try::Again { answer, wait, lost } => (answer, wait, lost),
            };
            if let Some(wait) = wait.filter(|wait| *wait > self.settings.longest_wait) {
                return Answer::Silent(Inconclusive::Later(Some(wait.as_secs())));
            }
            if tried == self.settings.retries {
                if let Some(host) = lost {
                    self.hosts.host(&host).give_up(&answer);
                }
                return answer;
            }
            tried += 1;
            // What the website asks for was already entered for its host.
            if wait.is_none() {
                sleep(self.backoff(tried)).await;
            }
        }
    }

    /// Doubles each time, and is never the same for two: those who failed together shall not come
    /// back together.
    fn backoff(&self, tried: u32) -> Duration {
        let doubled = self.settings.backoff * 2_u32.saturating_pow((tried - 1).min(6));
        let chance = RandomState::new().hash_one(tried) % 1000;
        doubled.mul_f64(0.5 + chance as f64 / 1000.0)
    }

    /// From an address along its redirects to an answer.
    async fn follow(&self, start: &Url, may_head: bool) -> Try {
        let mut at = start.clone();
        let mut seen: Vec<Url> = Vec::new();
        // The last address that every redirect so far, for good, leads to.
        let mut moved: Option<(Url, u16)> = None;
        let (mut is_for_good, mut wants_cookies) = (true, false);
        loop {
            let is_loop = seen.contains(&at);
            if is_loop || seen.len() > MOST_HOPS {
                // A browser that keeps cookies would get on.
                return Try::Done(match (wants_cookies, is_loop) {
                    (true, _) => Answer::Silent(Inconclusive::Cookies),
                    (_, true) => Answer::Broken(DeadEnd::RedirectLoop),
                    _ => Answer::Broken(DeadEnd::TooManyRedirects),
                });
            }
            if self.resolver.forbids(&at) {
                return Try::Done(Answer::Silent(Inconclusive::Private));
            }
            let head = match self.head(&at, may_head).await {
                Ok(head) => head,
                Err(Try::Done(answer)) => return Try::Done(answer),
                Err(again) => return again,
            };
            let status = head.status.as_u16();
            let location = head
                .headers
                .get(LOCATION)
                .filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308));
            let Some(location) = location else {
                return self.weigh(&at, &head, moved);
            };
            wants_cookies |= head.headers.contains_key(SET_COOKIE);
            let Some(next) = next_hop(&at, location.as_bytes()) else {
                return Try::Done(Answer::Broken(DeadEnd::StrayRedirect));
            };
            seen.push(at);
            is_for_good &= matches!(status, 301 | 308);
            if is_for_good {
                moved = Some((next.clone(), status));
            }
            at = next;
        }
    }

    /// Meaning of a response that leads no further.
    fn weigh(&self, at: &Url, head: &Head, moved: Option<(Url, u16)>) -> Try {
        match head.status.as_u16() {
            // What remains of 1xx and 3xx is shown as it is; 416 means that there is nothing to see
            // of what is there.
            100..=399 | 416 => Try::Done(match moved {
                Some((to, status)) => Answer::Moved {
                    to: to.to_string(),
                    status,
                },
                None => Answer::Good,
            }),
            status @ (404 | 410) => Try::Done(Answer::Broken(DeadEnd::Status(status))),
            429 => {
                let wait = retry_after(&head.headers);
                self.hold(at, wait);
                Try::Again {
                    answer: Answer::Silent(Inconclusive::Later(wait.map(|wait| wait.as_secs()))),
                    wait,
                    lost: None,
                }
            }
            status @ 500..=511 => {
                let wait = retry_after(&head.headers);
                self.hold(at, wait);
                Try::Again {
                    answer: Answer::Broken(DeadEnd::Status(status)),
                    wait,
                    lost: None,
                }
            }
            // The rest are words of walls against programs (403, 412, 418, 521 …) and of doors (401).
            status => Try::Done(Answer::Silent(Inconclusive::Status(status))),
        }
    }

    fn hold(&self, at: &Url, wait: Option<Duration>) {
        if let Some(wait) = wait.filter(|wait| *wait <= self.settings.longest_wait) {
            self.hosts
                .host(at.host_str().unwrap_or_default())
                .hold(wait);
        }
    }

    /// Asks for the head of what is there: by HEAD, and by GET where that does not do.
    async fn head(&self, at: &Url, may_head: bool) -> Result<Head, Try> {
        let name = at.host_str().unwrap_or_default();
        let host = self.hosts.host(name);
        let failed = |failure: Failure| {
            let Failure {
                answer,
                may_pass,
                is_lost,
                ..
            } = failure;
            if may_pass {
                Try::Again {
                    answer,
                    wait: None,
                    lost: is_lost.then(|| name.to_owned()),
                }
            } else {
                Try::Done(answer)
            }
        };
        if may_head {
            let turn = self.hosts.turn(&host).await;
            if let Some(answer) = host.gone() {
                return Err(Try::Done(answer));
            }
            let sent = self.http.request(Method::HEAD, at.clone()).send().await;
            drop(turn);
            match sent.map(|response| head_of(&response)) {
                // Too many requests is no word about HEAD.
                Ok(head) if head.status.as_u16() < 400 || head.status.as_u16() == 429 => {
                    return Ok(head);
                }
                Ok(_) => {}
                // Some servers drop the line when they meet HEAD.
                Err(error) => {
                    let failure = failure(&error);
                    if !failure.is_dropped {
                        return Err(failed(failure));
                    }
                }
            }
        }
        let turn = self.hosts.turn(&host).await;
        if let Some(answer) = host.gone() {
            return Err(Try::Done(answer));
        }
        let request = self.http.get(at.clone()).header(RANGE, "bytes=0-1023");
        let read = async {
            let mut response = request.send().await?;
            // One piece proves that there is something; the rest is never read.
            if response.status().is_success() {
                response.chunk().await?;
            }
            Ok::<Head, reqwest::Error>(head_of(&response))
        };
        let head = read.await;
        drop(turn);
        head.map_err(|error| failed(failure(&error)))
    }
}

fn head_of(response: &Response) -> Head {
    Head {
        status: response.status(),
        headers: response.headers().clone(),
    }
}

/// Target of a redirect, if that is an address on the web. Parts that identify a person are left
/// out.
fn next_hop(at: &Url, location: &[u8]) -> Option<Url> {
    // Chinese servers write Chinese addresses as they are.
    let mut next = at.join(std::str::from_utf8(location).ok()?).ok()?;
    if !matches!(next.scheme(), "http" | "https") || next.host_str().is_none() {
        return None;
    }
    next.set_fragment(None);
    next.set_username("").ok()?;
    next.set_password(None).ok()?;
    Some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_are_followed_as_written() {
        let at = Url::parse("https://a.cn/b/c").unwrap();
        for (location, to) in [
            ("d", Some("https://a.cn/b/d")),
            ("/甲#乙", Some("https://a.cn/%E7%94%B2")),
            ("//u:p@b.cn", Some("https://b.cn/")),
            ("ftp://a.cn/", None),
            ("javascript:0", None),
            ("https://", None),
        ] {
            let next = next_hop(&at, location.as_bytes());
            assert_eq!(next.as_ref().map(Url::as_str), to, "{location}");
        }
    }
}
