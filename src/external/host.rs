//! Good manners: how many requests one host gets at a time, and how soon after one another.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::{Instant, sleep_until},
};

use crate::diagnostic::Answer;

use super::settings::Settings;

/// The hosts of a run.
#[derive(Debug)]
pub(super) struct Hosts {
    by_name: Mutex<BTreeMap<String, Arc<Host>>>,
    interval: Duration,
    per_host: usize,
    everywhere: Semaphore,
}

/// One host.
#[derive(Debug)]
pub(super) struct Host {
    slots: Semaphore,
    state: Mutex<State>,
    interval: Duration,
}

#[derive(Debug)]
struct State {
    /// The earliest time of the next request.
    next: Instant,
    /// Answer for every address of the host, once nothing could be reached there.
    gone: Option<Answer>,
}

impl Hosts {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            by_name: Mutex::default(),
            interval: settings.interval,
            per_host: settings.per_host,
            everywhere: Semaphore::new(settings.concurrency),
        }
    }

    pub(super) fn host(&self, name: &str) -> Arc<Host> {
        let mut hosts = self.by_name.lock().unwrap_or_else(PoisonError::into_inner);
        let host = hosts.entry(name.to_owned()).or_insert_with(|| {
            Arc::new(Host {
                slots: Semaphore::new(self.per_host),
                state: Mutex::new(State {
                    next: Instant::now(),
                    gone: None,
                }),
                interval: self.interval,
            })
        });
        Arc::clone(host)
    }

    /// Waits for the host's turn, then for room among all requests. In this order, or the requests
    /// that wait for one busy host would keep all others from being made.
    pub(super) async fn turn<'h>(&'h self, host: &'h Host) -> Turn<'h> {
        // Nobody closes a semaphore here; if somebody did, manners would be all that is lost.
        let slot = host.slots.acquire().await.ok();
        // A host may ask for more time while its turn is waited for.
        while let Some(at) = host.next_turn() {
            sleep_until(at).await;
        }
        let room = self.everywhere.acquire().await.ok();
        Turn {
            _slot: slot,
            _room: room,
        }
    }
}

/// The right to make one request; it ends with the answer.
#[derive(Debug)]
pub(super) struct Turn<'h> {
    _slot: Option<SemaphorePermit<'h>>,
    _room: Option<SemaphorePermit<'h>>,
}

impl Host {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Time to ask for the turn again; none where it has come.
    fn next_turn(&self) -> Option<Instant> {
        let mut state = self.state();
        let now = Instant::now();
        if state.next > now {
            return Some(state.next);
        }
        state.next = now + self.interval;
        None
    }

    /// No request to this host for a while.
    pub(super) fn hold(&self, wait: Duration) {
        let mut state = self.state();
        state.next = state.next.max(Instant::now() + wait);
    }

    /// Answer for every address of the host, if it could not be reached at all.
    pub(super) fn gone(&self) -> Option<Answer> {
        self.state().gone.clone()
    }

    /// Nothing could be reached there, and it is not tried any more.
    pub(super) fn give_up(&self, answer: &Answer) {
        self.state().gone = Some(answer.clone());
    }
}
