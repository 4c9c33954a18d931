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
    _watcher: Watching,
}

enum Watching {
    Told(
        #[expect(dead_code, reason = "held only so that it goes on watching")]
        Debouncer<RecommendedWatcher, RecommendedCache>,
    ),
    Polled(
        #[expect(dead_code, reason = "held only so that it goes on watching")]
        Debouncer<PollWatcher, NoCache>,
    ),
}

/// Starts to watch content, data, themes and `site.yaml`.
pub(super) fn watch(site: &Path, poll: bool) -> Result<Changes, notify::Error> {
    let site = std::path::absolute(site)?;
    let (sender, events) = channel();
    let watcher = if poll {
        let config = Config::default()
            .with_poll_interval(POLL)
            .with_compare_contents(true);
        let mut watcher = new_debouncer_opt::<_, PollWatcher, NoCache>(
            QUIET,
            None,
            sender,
            NoCache::new(),
            config,
        )?;
        for (path, mode) in places(&site) {
            watcher.watch(path, mode)?;
        }
        Watching::Polled(watcher)
    } else {
        let mut watcher = new_debouncer(QUIET, None, sender)?;
        for (path, mode) in places(&site) {
            watcher.watch(path, mode)?;
        }
        Watching::Told(watcher)
    };
    Ok(Changes {
        events,
        site,
        _watcher: watcher,
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
        let is_temporary = name.starts_with('.')
            || name.ends_with('~')
            || name.ends_with(".swp")
            || name == "4913";
        (first == "site.yaml" || first == "content" || first == "themes") && !is_temporary
    }
}
