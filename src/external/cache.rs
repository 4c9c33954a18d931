//! Answers kept on the disk, so that a website is not asked on every run.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{diagnostic::Answer, read::read_regular, system::reason};

/// Name of the file in its folder.
pub const FILE: &str = "links.json";

/// Other shapes of the file are not read.
const VERSION: u32 = 1;

/// Answers with the time they were given.
#[derive(Debug, Clone, Default)]
pub(super) struct Cache {
    folder: Option<PathBuf>,
    answers: BTreeMap<String, Kept>,
    is_changed: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    asked: Timestamp,
    answer: Answer,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    answers: BTreeMap<String, Kept>,
}

impl Cache {
    /// Opens the cache of a folder, with the answers in it that are young enough, and a word about
    /// what could not be read: a cache that is lost costs time and nothing else.
    pub(super) fn open(
        folder: Option<&Path>,
        (good, bad): (Duration, Duration),
        now: Timestamp,
    ) -> (Self, Option<String>) {
        let mut cache = Self {
            folder: folder.map(Path::to_owned),
            ..Self::default()
        };
        let Some(path) = cache.path() else {
            return (cache, None);
        };
        let note = |what: &str| {
            let path = path.display();
            Some(format!("缓存 {path} {what}，没有采用，全部重新查"))
        };
        let bytes = match read_regular(&path) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return (cache, None),
            Err(why) => return (cache, note(&format!("读不了（{why}）"))),
        };
        let stored: Stored = match serde_json::from_slice(&bytes) {
            Ok(stored) => stored,
            Err(_) => return (cache, note("坏了")),
        };
        if stored.version != VERSION {
            return (cache, note("是别的版本写的"));
        }
        let before = stored.answers.len();
        cache.answers = stored.answers;
        cache.answers.retain(|_, kept| {
            let most = match kept.answer {
                Answer::Good | Answer::Moved { .. } => good,
                Answer::Broken(_) => bad,
                Answer::Silent(_) => Duration::ZERO,
            };
            // An answer from the future is of a clock that was wrong.
            let age = Duration::try_from(now.duration_since(kept.asked));
            age.is_ok_and(|age| age < most)
        });
        cache.is_changed = cache.answers.len() != before;
        (cache, None)
    }

    fn path(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(FILE))
    }

    pub(super) fn get(&self, address: &str) -> Option<&Answer> {
        self.answers.get(address).map(|kept| &kept.answer)
    }

    /// Keeps an answer; one that says nothing is asked for again the next time.
    pub(super) fn put(&mut self, address: &str, answer: &Answer, now: Timestamp) {
        if matches!(answer, Answer::Silent(_)) {
            return;
        }
        let kept = Kept {
            asked: now,
            answer: answer.clone(),
        };
        self.answers.insert(address.to_owned(), kept);
        self.is_changed = true;
    }

    /// Writes the cache in one stroke, if there is anything new, and says what went wrong.
    pub(super) fn save(&mut self) -> Option<String> {
        let (Some(path), Some(folder)) = (self.path(), &self.folder) else {
            return None;
        };
        if !std::mem::take(&mut self.is_changed) {
            return None;
        }
        let stored = Stored {
            version: VERSION,
            answers: self.answers.clone(),
        };
        let result = store(folder, &path, &stored);
        let error = result.err()?;
        Some(format!(
            "缓存 {} 没有写成：{}",
            path.display(),
            reason(&error)
        ))
    }
}

fn store(folder: &Path, path: &Path, stored: &Stored) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    // Nobody wants it in the site's history; a folder that was there already keeps its own rules.
    let ignore = folder.join(".gitignore");
    if fs::read_dir(folder)?.next().is_none() {
        fs::write(ignore, "*\n")?;
    }
    let mut text = serde_json::to_vec_pretty(stored)?;
    text.push(b'\n');
    let beside = folder.join(format!(".{FILE}.{}", std::process::id()));
    let put = || {
        let mut file = File::create(&beside)?;
        file.write_all(&text)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    put().inspect_err(|_| {
        // Best effort: what is left lies under a name that no run reads.
        let _ = fs::remove_file(&beside);
    })
}
