//! Settings for asking other websites: the caller's, else the site's, else polite ones.

use std::{
    collections::BTreeMap, net::SocketAddr, ops::RangeInclusive, path::PathBuf, time::Duration,
};

use reqwest::Url;

use crate::{
    source::host,
    standard::view::{ExternalLinks, SiteSettings},
};

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_hours(24);

/// Options of the caller; what is absent is for `外部链接` of `site.yaml` to say.
#[derive(Debug, Clone, Default)]
pub struct SessionOptions {
    /// True if addresses of private networks may be asked.
    pub allow_private: bool,
    /// Folder that answers are kept in; without it they are forgotten at the end.
    pub cache: Option<PathBuf>,
    /// Time for which a good answer is kept; 7 days unless said. A bad one is kept for a day at
    /// most.
    pub cache_age: Option<Duration>,
    /// The longest that one request may take.
    pub timeout: Option<Duration>,
    /// Number of times that an address is asked again.
    pub retries: Option<u32>,
    /// The least time between two requests to one host.
    pub interval: Option<Duration>,
    /// The wait before an address is asked for the second time; it doubles each time.
    pub backoff: Option<Duration>,
    /// The longest wait that a website may ask for.
    pub longest_wait: Option<Duration>,
    /// Names with the places that answer for them, as `curl --resolve` has it; no place at all is a
    /// name that does not exist. Whoever names a place here trusts it, a private one too.
    pub resolve: BTreeMap<String, Vec<SocketAddr>>,
    /// Certificates of issuers, in DER, trusted beside those of the system.
    pub issuers: Vec<Vec<u8>>,
}

/// Settings that hold for a run, with every default filled in.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) timeout: Duration,
    pub(super) connect_timeout: Duration,
    pub(super) retries: u32,
    pub(super) interval: Duration,
    pub(super) backoff: Duration,
    pub(super) longest_wait: Duration,
    pub(super) per_host: usize,
    pub(super) concurrency: usize,
    skip: Vec<String>,
}

impl Settings {
    pub(super) fn new(options: &SessionOptions, settings: SiteSettings<'_>) -> Self {
        let own = settings.external_links();
        // The schema has told what is out of range; what stands there is not taken.
        let whole = |number: Option<i64>, range: RangeInclusive<i64>| {
            number.filter(|number| range.contains(number))
        };
        let timeout = whole(own.and(ExternalLinks::timeout).get(), 0..=300);
        let timeout = timeout.map(|seconds| Duration::from_secs(seconds as u64));
        let timeout = options.timeout.or(timeout);
        let timeout = timeout.unwrap_or(20 * SECOND).max(SECOND / 10);
        let retries = whole(own.and(ExternalLinks::retries).get(), 0..=10);
        let interval = own.and(ExternalLinks::interval).get();
        let interval = interval.filter(|seconds| (0.0..=60.0).contains(seconds));
        let per_host = whole(own.and(ExternalLinks::per_host).get(), 1..=16);
        let concurrency = whole(own.and(ExternalLinks::concurrency).get(), 1..=256);
        Self {
            timeout,
            connect_timeout: timeout.min(10 * SECOND),
            retries: options
                .retries
                .or(retries.map(|number| number as u32))
                .unwrap_or(2),
            interval: options
                .interval
                .or(interval.map(Duration::from_secs_f64))
                .unwrap_or(SECOND / 2),
            backoff: options.backoff.unwrap_or(SECOND),
            longest_wait: options.longest_wait.unwrap_or(60 * SECOND),
            per_host: per_host.map_or(2, |count| count as usize),
            concurrency: concurrency.map_or(16, |count| count as usize),
            skip: own
                .and(ExternalLinks::skip)
                .into_iter()
                .map(|text| text.trim().to_ascii_lowercase())
                .filter(|text| !text.is_empty())
                .collect(),
        }
    }

    /// Checks that the site wants an address left alone: by its host, a domain above that, or the
    /// beginning of the address.
    pub(super) fn skips(&self, address: &str, url: &Url) -> bool {
        let written = address.to_ascii_lowercase();
        let host = host(&written).unwrap_or_default();
        self.skip.iter().any(|skip| {
            if skip.contains("//") {
                written.starts_with(skip.as_str()) || url.as_str().starts_with(skip.as_str())
            } else {
                host.strip_suffix(skip.as_str())
                    .is_some_and(|before| before.is_empty() || before.ends_with('.'))
            }
        })
    }
}

impl SessionOptions {
    /// Times for which good and bad answers are kept.
    pub(super) fn ages(&self) -> (Duration, Duration) {
        let good = self.cache_age.unwrap_or(7 * DAY);
        (good, good.min(DAY))
    }
}
