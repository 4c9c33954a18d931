//! Panics as values: a piece of work that panics ends with a sentence to report, and no other does.
//!
//! A panic is a mistake of the program. It must cost no more than the piece of work that met it, and
//! nobody who writes content can do anything with a backtrace.

use std::{
    cell::{Cell, RefCell},
    panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook},
    sync::{
        Mutex, Once, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// Facts known of a panic, for the people who mend the program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("程序出错：{message}（{place}）")]
pub struct Crash {
    /// The program's own words, on one line.
    pub message: String,
    /// File of the program, line and column.
    pub place: String,
}

thread_local! {
    /// Number of pieces of work being watched on this thread.
    static WATCHED: Cell<usize> = const { Cell::new(0) };
    /// The last panic of this thread.
    static LAST: RefCell<Option<Crash>> = const { RefCell::new(None) };
}

/// The last panic of any thread: a piece of work may have been done on another.
static LAST_OF_ALL: Mutex<Option<Crash>> = Mutex::new(None);
/// Set once panics that nobody watches for are kept silent too.
static IS_SILENT: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// Lets no panic print anything: whoever catches the last says what there is to say.
pub fn keep_silent() {
    IS_SILENT.store(true, Ordering::Relaxed);
    HOOK.call_once(put_hook);
}

/// Does a piece of work; a panic in it becomes a [`Crash`].
///
/// ```
/// let crash = gongkai::crash::catch(|| panic!("甲\n乙")).unwrap_err();
/// assert_eq!(crash.message, "甲 乙");
/// assert_eq!(gongkai::crash::catch(|| 1), Ok(1));
/// ```
pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Crash> {
    HOOK.call_once(put_hook);
    WATCHED.set(WATCHED.get() + 1);
    // What was half done is thrown away with the piece of work.
    let done = catch_unwind(AssertUnwindSafe(work));
    WATCHED.set(WATCHED.get() - 1);
    done.map_err(|_| {
        let own = LAST.take();
        let any = || LAST_OF_ALL.lock().unwrap_or_else(PoisonError::into_inner);
        own.or_else(|| any().take()).unwrap_or_else(|| Crash {
            message: "原因不明".to_owned(),
            place: "位置不明".to_owned(),
        })
    })
}

fn put_hook() {
    let before = take_hook();
    set_hook(Box::new(move |info| {
        let crash = Crash::of(info);
        let is_watched = WATCHED.get() > 0;
        if is_watched {
            LAST.set(Some(crash));
        } else {
            let mut last = LAST_OF_ALL.lock().unwrap_or_else(PoisonError::into_inner);
            *last = Some(crash);
        }
        if !is_watched && !IS_SILENT.load(Ordering::Relaxed) {
            before(info);
        }
    }));
}

impl Crash {
    fn of(info: &PanicHookInfo<'_>) -> Self {
        let words = info.payload_as_str().unwrap_or("原因不明");
        let words: Vec<&str> = words.split_whitespace().collect();
        let message: String = words.join(" ").chars().take(MESSAGE_LIMIT).collect();
        let place = info.location().map_or_else(
            || "位置不明".to_owned(),
            |at| format!("{}:{}:{}", below_sources(at.file()), at.line(), at.column()),
        );
        Self { message, place }
    }
}

/// The longest message that is kept, in characters: some quote what they were working on.
const MESSAGE_LIMIT: usize = 200;

/// A file of the program without the folders of the machine that compiled it: `src/…`, or
/// `crate-1.0.0/src/…`.
fn below_sources(file: &str) -> String {
    let file = file.replace('\\', "/");
    match file.rfind("/src/") {
        Some(at) => {
            let from = file[..at].rfind('/').map_or(0, |slash| slash + 1);
            file[from..].to_owned()
        }
        None => file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_with_its_place_and_the_next_work_is_done() {
        let crash = catch(|| -> usize { [1, 2][std::hint::black_box(2)] }).unwrap_err();
        assert!(crash.message.contains("out of bounds"), "{crash:?}");
        assert!(crash.place.starts_with("src/crash/mod.rs:"), "{crash:?}");
        assert!(!crash.to_string().contains('\n'));
        assert_eq!(catch(|| 1), Ok(1));
    }

    #[test]
    fn a_watched_piece_inside_of_another_keeps_its_panic() {
        let inner = catch(|| catch(|| panic!("里")).map_err(|crash| crash.message));
        assert_eq!(inner, Ok(Err::<(), _>("里".to_owned())));
        let outer = catch(|| {
            let _: Result<(), _> = catch(|| panic!("里"));
            panic!("外")
        });
        assert_eq!(
            outer.map_err(|crash| crash.message),
            Err::<(), _>("外".to_owned())
        );
    }

    #[test]
    fn a_panic_on_another_thread_is_the_one_that_is_told() {
        let crash = catch(|| {
            rayon::join(|| (), || panic!("别处"));
        });
        assert_eq!(crash.map_err(|crash| crash.message), Err("别处".to_owned()));
    }

    #[test]
    fn places_name_no_machine() {
        for (file, wanted) in [
            ("src/render/body.rs", "src/render/body.rs"),
            (
                "/home/a/registry/src/index-1/b-0.1.0/src/c.rs",
                "b-0.1.0/src/c.rs",
            ),
            (
                "/rustc/abc/library/core/src/str/mod.rs",
                "core/src/str/mod.rs",
            ),
            ("C:\\a\\b-1\\src\\c.rs", "b-1/src/c.rs"),
        ] {
            assert_eq!(below_sources(file), wanted);
        }
    }
}
