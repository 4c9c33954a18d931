//! Changes of the site's files, a burst of them as one.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::Duration,
};

use notify::{
    Config, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, event::ModifyKind,
};
use notify_debouncer_full::{
    DebounceEventResult, Debouncer, NoCache, RecommendedCache,
    file_id::{FileId, get_file_id},
    new_debouncer, new_debouncer_opt,
};

/// Longest pause within a burst of changes (a save, a checkout).
const QUIET: Duration = Duration::from_millis(50);

/// Time between two looks at the files with `--poll`.
const POLL: Duration = Duration::from_millis(400);

/// Interval of looking whether the watched folders are still the same.
const TICK: Duration = Duration::from_millis(500);

/// Waits for changes; holds the watcher alive.
pub(super) struct Changes {
    events: Receiver<DebounceEventResult>,
    sender: Sender<DebounceEventResult>,
    site: PathBuf,
    poll: bool,
    /// None while the site's folder is away.
    watcher: Option<Watching>,
    /// Identities of the watched folders when the watcher was made.
    folders: Folders,
}

/// Site, content and themes, each with its identity where it is there.
type Folders = [Option<FileId>; 3];

enum Watching {
    Told(Debouncer<RecommendedWatcher, RecommendedCache>),
    Polled(Debouncer<PollWatcher, NoCache>),
}

impl Watching {
    /// Watches the folders of a site that are there.
    fn start(
        site: &Path,
        poll: bool,
        sender: Sender<DebounceEventResult>,
    ) -> Result<Self, notify::Error> {
        let mut watching = if poll {
            let config = Config::default()
                .with_poll_interval(POLL)
                .with_compare_contents(true);
            Self::Polled(new_debouncer_opt::<_, PollWatcher, NoCache>(
                QUIET,
                None,
                sender,
                NoCache::new(),
                config,
            )?)
        } else {
            Self::Told(new_debouncer(QUIET, None, sender)?)
        };
        for (path, mode) in places(site) {
            match &mut watching {
                Self::Told(watcher) => watcher.watch(path, mode)?,
                Self::Polled(watcher) => watcher.watch(path, mode)?,
            }
        }
        Ok(watching)
    }
}

/// Starts to watch content, data, themes and `site.yaml` of a site, given by its absolute path.
pub(super) fn watch(site: &Path, poll: bool) -> Result<Changes, notify::Error> {
    let (sender, events) = channel();
    let folders = folders(site);
    let watcher = Watching::start(site, poll, sender.clone())?;
    Ok(Changes {
        events,
        sender,
        site: site.to_owned(),
        poll,
        watcher: Some(watcher),
        folders,
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

fn folders(site: &Path) -> Folders {
    [site.to_owned(), site.join("content"), site.join("themes")]
        .map(|folder| get_file_id(folder).ok())
}

impl Changes {
    /// Waits until something of the site changed; `false` when nothing more can be told.
    pub(super) fn wait(&mut self) -> bool {
        loop {
            let result = match self.events.recv_timeout(TICK) {
                Ok(result) => result,
                Err(RecvTimeoutError::Timeout) => {
                    if self.follow_folders(false) {
                        return true;
                    }
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return false,
            };
            let Ok(events) = result else {
                self.follow_folders(true);
                return true;
            };
            let events = || {
                let events = events.iter();
                events.filter(|event| !matches!(event.kind, EventKind::Access(_)))
            };
            // A folder made anew may have the identity of the one before it.
            let is_replaced = events()
                .filter(|event| !matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_))))
                .flat_map(|event| &event.paths)
                .any(|path| self.is_place(path));
            let is_touched = events()
                .flat_map(|event| &event.paths)
                .any(|path| self.is_source(path));
            if is_replaced || is_touched {
                // Whatever came in the meantime belongs to the same rebuild.
                while self.events.try_recv().is_ok() {}
                self.follow_folders(is_replaced);
                return true;
            }
            if self.follow_folders(false) {
                return true;
            }
        }
    }

    /// Watches anew where a folder was made, removed, moved or replaced since; whether it was so.
    ///
    /// The system's watcher holds to a folder that it was given, whatever is at its path later.
    fn follow_folders(&mut self, is_replaced: bool) -> bool {
        let folders = folders(&self.site);
        let is_lost = self.watcher.is_none() && folders[0].is_some();
        if folders == self.folders && !is_replaced && !is_lost {
            return false;
        }
        self.watcher = None;
        self.watcher = Watching::start(&self.site, self.poll, self.sender.clone()).ok();
        let is_same = folders == self.folders && self.watcher.is_none();
        self.folders = folders;
        !is_same
    }

    /// Tells the paths of the watched folders themselves.
    fn is_place(&self, path: &Path) -> bool {
        path.strip_prefix(&self.site).is_ok_and(|below| {
            let names = ["", "content", "themes"];
            names.iter().any(|name| below == Path::new(name))
        })
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
