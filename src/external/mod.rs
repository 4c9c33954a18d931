//! **In:** the addresses of other websites that a [`Site`] names. **Out:** facts about those that do not open. **Touches:** the network, and its cache on the disk, only when asked to.
//!
//! The only part of the program that calls other websites. It asks each address once, politely, and
//! says of an address that it is broken only where that is certain: what could not be found out from
//! here is told as such.

mod cache;
mod client;
mod failure;
mod host;
mod resolver;
mod settings;
mod tls;
mod wait;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use jiff::Timestamp;
use reqwest::Url;
use tokio::task::JoinSet;

use crate::{
    check::Note,
    diagnostic::{Answer, DeadEnd, Fault, FaultKind, Inconclusive},
    linkcheck::Base,
    model::{Outward, Site},
    system::reason,
};

use cache::Cache;
use client::Client;
use settings::Settings;

pub use cache::FILE as CACHE_FILE;
pub use settings::SessionOptions;

/// Time between two savings of the answers while there are more to come, so that little is lost
/// where a long run is broken off.
const SAVED_EVERY: Duration = Duration::from_secs(20);

/// Error that stops the check of other websites before any is asked.
#[derive(Debug, thiserror::Error)]
pub enum ExternalError {
    /// No runtime to ask from.
    #[error("联网检查没有开始：{}", reason(.0))]
    Runtime(std::io::Error),
    /// No client to ask with.
    #[error("联网检查没有开始：{0}")]
    Client(String),
}

/// State that several runs of one process share: the websites to ask, with the options, and all
/// answers so far.
#[derive(Debug)]
pub struct Session {
    source: Source,
    known: Mutex<Memory>,
}

#[derive(Debug)]
enum Source {
    Websites(SessionOptions),
    /// Nobody: the answers are there, and an address that has none is left out.
    Table,
}

#[derive(Debug, Default)]
struct Memory {
    cache: Option<Cache>,
    answers: BTreeMap<String, Answer>,
    /// Addresses whose answer comes from an earlier run.
    kept: BTreeSet<String>,
    notes: Vec<String>,
}

/// Counts of one run.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// Addresses, each counted once however often it is written.
    pub addresses: usize,
    /// Addresses that open where they are.
    pub good: usize,
    /// Addresses that open under a new one.
    pub moved: usize,
    /// Addresses that nobody can open.
    pub broken: usize,
    /// Addresses of which nothing can be said.
    pub not_assessable: usize,
    /// Addresses that the site wants left alone, or that hold a password; not counted above.
    pub skipped: usize,
    /// Number of answers that were kept from an earlier run.
    pub cached: usize,
    /// Errors on the way that change no answer.
    pub notes: Vec<String>,
}

/// Answers of the websites.
#[derive(Debug, Default)]
pub struct Asked {
    /// Facts, each at the place that writes the address.
    pub faults: Vec<Fault>,
    /// The sum of it.
    pub tally: Tally,
}

/// The addresses of one site, ready to be asked.
#[derive(Debug)]
pub struct Round<'s> {
    session: &'s Session,
    settings: Settings,
    outward: Vec<Outward>,
    /// Addresses without an answer yet.
    todo: BTreeMap<String, Url>,
    tally: Tally,
}

/// Treatment of one address.
enum Plan {
    Ask(Url),
    Known(Answer),
    Skip,
}

impl Session {
    /// A session that asks websites. Nothing is contacted before [`Round::ask`].
    pub fn new(options: SessionOptions) -> Self {
        Self {
            source: Source::Websites(options),
            known: Mutex::default(),
        }
    }

    /// A session that asks nobody and has these answers, by address.
    pub fn answering(answers: BTreeMap<String, Answer>) -> Self {
        let by_key = |(address, answer): (String, Answer)| {
            let key = parse(&address).map_or(address, |url| url.to_string());
            (key, answer)
        };
        let known = Memory {
            answers: answers.into_iter().map(by_key).collect(),
            ..Memory::default()
        };
        Self {
            source: Source::Table,
            known: Mutex::new(known),
        }
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gathers the addresses of a site, and what is known of them already.
    pub fn round(&self, site: &Site) -> Round<'_> {
        let options = match &self.source {
            Source::Websites(options) => options,
            Source::Table => &SessionOptions::default(),
        };
        // Own addresses need no network, and what is new in them is not published yet.
        let base = Base::of(&site.config);
        let others = site.outward().iter();
        let others = others.filter(|link| !base.is_own(&link.address));
        let mut round = Round {
            session: self,
            settings: Settings::new(options, site.config.settings()),
            outward: others.cloned().collect(),
            todo: BTreeMap::new(),
            tally: Tally::default(),
        };
        let mut known = self.known();
        if known.cache.is_none() {
            let folder = options.cache.as_deref();
            let (cache, note) = Cache::open(folder, options.ages(), Timestamp::now());
            known.cache = Some(cache);
            known.notes.extend(note);
        }
        let addresses = round.outward.iter().map(|link| link.address.as_str());
        let addresses: BTreeSet<&str> = addresses.collect();
        for address in addresses {
            let Plan::Ask(url) = plan(address, &round.settings) else {
                continue;
            };
            let key = url.to_string();
            if known.answers.contains_key(&key) || matches!(self.source, Source::Table) {
                continue;
            }
            let kept = known.cache.as_ref().and_then(|cache| cache.get(&key));
            if let Some(answer) = kept.cloned() {
                known.kept.insert(key.clone());
                known.answers.insert(key, answer);
            } else {
                round.todo.insert(key, url);
            }
        }
        drop(known);
        round
    }
}

impl Round<'_> {
    /// Number of addresses that have to be asked.
    pub fn len(&self) -> usize {
        self.todo.len()
    }

    /// True if every answer is known already.
    pub fn is_empty(&self) -> bool {
        self.todo.is_empty()
    }

    /// Asks what is not known, calling `step` for each answer, and tells what came of it.
    pub fn ask(mut self, step: &dyn Fn()) -> Result<Asked, ExternalError> {
        if let (Source::Websites(options), false) = (&self.session.source, self.is_empty()) {
            let client = Client::new(options, self.settings.clone())?;
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .map_err(ExternalError::Runtime)?;
            let todo = std::mem::take(&mut self.todo);
            runtime.block_on(self.session.ask(client, todo, step));
            // A name that is still being looked up is not waited for.
            runtime.shutdown_background();
        }
        Ok(self.tell())
    }

    /// Puts the answers to the places that write the addresses.
    fn tell(mut self) -> Asked {
        let mut known = self.session.known();
        let note = known.cache.as_mut().and_then(Cache::save);
        known.notes.extend(note);
        self.tally.notes.clone_from(&known.notes);
        let mut seen: BTreeMap<String, Option<Answer>> = BTreeMap::new();
        let mut faults = Vec::new();
        for link in &self.outward {
            let (key, answer) = match plan(&link.address, &self.settings) {
                Plan::Ask(url) => {
                    let key = url.to_string();
                    let answer = known.answers.get(&key).cloned();
                    (key, answer)
                }
                Plan::Known(answer) => (link.address.clone(), Some(answer)),
                Plan::Skip => (link.address.clone(), None),
            };
            faults.extend(answer.as_ref().and_then(|answer| fault(link, answer)));
            seen.insert(key, answer);
        }
        let tally = &mut self.tally;
        for answer in seen.values() {
            let count = match answer {
                None => &mut tally.skipped,
                Some(Answer::Good) => &mut tally.good,
                Some(Answer::Moved { .. }) => &mut tally.moved,
                Some(Answer::Broken(_)) => &mut tally.broken,
                Some(Answer::Silent(_)) => &mut tally.not_assessable,
            };
            *count += 1;
        }
        tally.addresses = seen.len() - tally.skipped;
        tally.cached = seen.keys().filter(|key| known.kept.contains(*key)).count();
        Asked {
            faults,
            tally: self.tally,
        }
    }
}

impl Session {
    async fn ask(&self, client: Client, todo: BTreeMap<String, Url>, step: &dyn Fn()) {
        let client = Arc::new(client);
        let mut tasks = JoinSet::new();
        for (key, url) in todo {
            let client = Arc::clone(&client);
            tasks.spawn(async move {
                let answer = client.ask(&url).await;
                (key, answer)
            });
        }
        let now = Timestamp::now();
        let mut saved = Instant::now();
        let mut nameless = Vec::new();
        while let Some(done) = tasks.join_next().await {
            // A task that broke has no answer, which is told as such by its absence.
            let Ok((key, answer)) = done else { continue };
            step();
            if answer == Answer::Broken(DeadEnd::NoSuchHost) {
                nameless.push(key);
                continue;
            }
            let mut known = self.known();
            known.keep(key, answer, now);
            if saved.elapsed() > SAVED_EVERY {
                saved = Instant::now();
                let note = known.cache.as_mut().and_then(Cache::save);
                known.notes.extend(note);
            }
        }
        // Where no name at all could be found, it is not the names that are missing.
        let answer = if client.has_found_names() {
            Answer::Broken(DeadEnd::NoSuchHost)
        } else {
            Answer::Silent(Inconclusive::NoLookup)
        };
        let mut known = self.known();
        for key in nameless {
            known.keep(key, answer.clone(), now);
        }
    }
}

impl Memory {
    fn keep(&mut self, key: String, answer: Answer, now: Timestamp) {
        if let Some(cache) = &mut self.cache {
            cache.put(&key, &answer, now);
        }
        self.answers.insert(key, answer);
    }
}

impl Asked {
    /// Notes on what the answers leave open of the standard. A link that opens today says nothing
    /// of tomorrow, so no requirement is ever passed by it.
    pub fn notes(&self) -> Vec<Note> {
        let tally = &self.tally;
        let opened = tally.good + tally.moved;
        let said = format!(
            "站内链接全部能查；联网查了 {} 个站外网址，打得开 {opened} 个，打不开 {} 个，无法判断 {} 个，没有查 {} 个",
            tally.addresses, tally.broken, tally.not_assessable, tally.skipped
        );
        [
            ("WD-9", "；是否定期巡检须由人核查"),
            ("DED-6", "；分值没有见到原文"),
        ]
        .map(|(requirement, rest)| Note {
            requirement,
            applies: true,
            reason: format!("{said}{rest}"),
        })
        .into()
    }
}

/// An address as it is asked for: without fragment, which no server ever sees.
fn parse(address: &str) -> Option<Url> {
    let address = address.trim();
    let absolute = if address.starts_with("//") {
        format!("https:{address}")
    } else {
        address.to_owned()
    };
    let mut url = Url::parse(&absolute).ok()?;
    url.set_fragment(None);
    (matches!(url.scheme(), "http" | "https") && url.host_str().is_some()).then_some(url)
}

fn plan(address: &str, settings: &Settings) -> Plan {
    let Some(url) = parse(address) else {
        return Plan::Known(Answer::Broken(DeadEnd::Unreadable));
    };
    let has_credentials = !url.username().is_empty() || url.password().is_some();
    if has_credentials || settings.skips(address, &url) {
        Plan::Skip
    } else {
        Plan::Ask(url)
    }
}

/// Fault that an answer means for one place that writes the address.
fn fault(link: &Outward, answer: &Answer) -> Option<Fault> {
    let address = link.address.clone();
    let kind = match answer {
        Answer::Good => return None,
        Answer::Moved { to, status } => FaultKind::MovedExternalLink {
            replacement: replacement(link, to),
            address,
            to: to.clone(),
            status: *status,
        },
        Answer::Broken(why) => FaultKind::BrokenExternalLink {
            address,
            why: why.clone(),
        },
        Answer::Silent(why) => FaultKind::UnreachableExternalLink {
            address,
            why: why.clone(),
        },
    };
    Some(Fault::new(&link.path, link.span, kind))
}

/// The new address as it can be put in the place of the old one, where that is certain.
fn replacement(link: &Outward, to: &str) -> Option<String> {
    let old = parse(&link.address)?;
    let new = parse(to)?;
    // A page that is sent to the front page is a page that was taken away.
    let is_taken_away = new.path() == "/" && old.path() != "/";
    // Signs that Markdown, YAML and HTML all leave alone.
    let is_plain = to.bytes().all(|b| {
        b.is_ascii_alphanumeric()
            || matches!(
                b,
                b'-' | b'.' | b'_' | b'~' | b':' | b'/' | b'?' | b'=' | b'&' | b'%' | b'+'
            )
    });
    if !link.is_literal || link.address.starts_with("//") || is_taken_away || !is_plain {
        return None;
    }
    let fragment = link.address.split_once('#').map(|(_, fragment)| fragment);
    Some(fragment.map_or_else(|| to.to_owned(), |fragment| format!("{to}#{fragment}")))
}
