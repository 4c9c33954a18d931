//! Changes of the site's files, a burst of them as one.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use notify::{Config, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{
    DebounceEventResult, Debouncer, NoCache, RecommendedCache, new_debouncer, new_debouncer_opt,
};

/// How long a burst (a save, a checkout) may pause and still be one.
const QUIET: Duration = Duration::from_millis(50);

/// How often files are looked at with `--poll`.
const POLL: Duration = Duration::from_millis(400);

/// Waits for changes; holds the watcher alive.
pub(super) struct Changes {
    events: Receiver<DebounceEventResult>,
    site: PathBuf,
    watcher: Watching,
}

enum Watching {
    Told(Debouncer<RecommendedWatcher, RecommendedCache>),
    Polled(Debouncer<PollWatcher, NoCache>),
}

impl Watching {
    fn watch(&mut self, path: PathBuf, mode: RecursiveMode) -> Result<(), notify::Error> {
        match self {
            Self::Told(watcher) => watcher.watch(path, mode),
            Self::Polled(watcher) => watcher.watch(path, mode),
        }
    }
}

/// Starts to watch content, data, themes and `site.yaml`.
pub(super) fn watch(site: &Path, poll: bool) -> Result<Changes, notify::Error> {
    let site = std::path::absolute(site)?;
    let (sender, events) = channel();
    let mut watcher = if poll {
        let config = Config::default()
            .with_poll_interval(POLL)
            .with_compare_contents(true);
        Watching::Polled(new_debouncer_opt::<_, PollWatcher, NoCache>(
            QUIET,
            None,
            sender,
            NoCache::new(),
            config,
        )?)
    } else {
        Watching::Told(new_debouncer(QUIET, None, sender)?)
    };
    for (path, mode) in places(&site) {
        watcher.watch(path, mode)?;
    }
    Ok(Changes {
        events,
        site,
        watcher,
    })
}

/// The folder of `site.yaml` is watched, not the file: editors save by renaming over it.
fn places(site: &Path) -> Vec<(PathBuf, RecursiveMode)> {
    let mut places = vec![(site.to_owned(), RecursiveMode::NonRecursive)];
    let below = ["content", "themes"].map(|name| site.join(name));
    places.extend(
        below
            .into_iter()
            .filter(|path| path.is_dir())
            .map(|path| (path, RecursiveMode::Recursive)),
    );
    places
}

impl Changes {
    /// Waits until something of the site changed; `false` when the watcher is gone.
    pub(super) fn wait(&mut self) -> bool {
        loop {
            let Ok(result) = self.events.recv() else {
                return false;
            };
            let Ok(events) = result else { return true };
            let touched = events
                .iter()
                .filter(|event| !matches!(event.kind, EventKind::Access(_)))
                .flat_map(|event| &event.paths)
                .any(|path| self.is_source(path));
            if touched {
                // Whatever came in the meantime belongs to the same rebuild.
                while self.events.try_recv().is_ok() {}
                // A folder that was made, or made anew by a checkout, is not watched by itself.
                for (path, mode) in places(&self.site) {
                    let _ = self.watcher.watch(path, mode);
                }
                return true;
            }
        }
    }

    fn is_source(&self, path: &Path) -> bool {
        let Ok(below) = path.strip_prefix(&self.site) else {
            return false;
        };
        let mut parts = below
            .components()
            .map(|part| part.as_os_str().to_string_lossy());
        let first = parts.next().unwrap_or_default();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // A whole folder coming or going is told by its own name.
        let is_temporary = name.starts_with('.')
            || name.ends_with('~')
            || name.ends_with(".swp")
            || name == "4913";
        (first == "site.yaml" || first == "content" || first == "themes") && !is_temporary
    }
}
