//! Power cuts, failing system calls and other owners: what needs root, a loop device or strace runs
//! where these are there, and is told as skipped elsewhere.

#![cfg(target_os = "linux")]

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

use crate::site::{AS_OF, Site, files};

type Files = BTreeMap<String, Vec<u8>>;

/// Says that a test did not run. Past the capture of the test harness, so that it is seen.
fn skipped(test: &str, why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {test}: {why}");
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|meta| {
        use std::os::unix::fs::MetadataExt as _;
        meta.uid() == 0
    })
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs a build with what strace does to its system calls; the trace lies in `trace` of the site.
/// Nothing where there is no strace.
fn traced(site: &Site, test: &str, expressions: &[&str]) -> Option<(Output, String)> {
    if !succeeds("strace", &["-o", "/dev/null", "true"]) {
        skipped(test, "no strace here");
        return None;
    }
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-o", "trace"]);
    for expression in expressions {
        command.args(["-e", expression]);
    }
    let output = command
        .args([env!("CARGO_BIN_EXE_gongkai"), "build", "--as-of", AS_OF])
        .args(["--jobs", "2"])
        .current_dir(site.path())
        .output()
        .unwrap();
    let trace = fs::read_to_string(site.path().join("trace")).unwrap();
    Some((output, trace))
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Two documents, one of them published already; gives what is published.
fn two_versions() -> (Site, Files) {
    let site = Site::new();
    site.document("content/通知公告/甲.md", 1, "", "正文，已撤下的话。");
    site.must_build();
    let before = files(&site.out());
    site.document("content/通知公告/甲.md", 1, "", "正文。");
    site.document("content/通知公告/乙.md", 2, "", "正文。");
    (site, before)
}

/// Names beside the published folder that are no sources.
fn beside(site: &Site) -> Vec<String> {
    let names = fs::read_dir(site.path()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names
        .filter(|name| name.starts_with('.') && name != ".public.lock")
        .collect();
    names.sort();
    names
}

#[test]
fn everything_is_on_the_disk_before_it_is_published() {
    let (site, _) = two_versions();
    let calls = "trace=syncfs,fsync,fdatasync,rename,renameat2,unlink,unlinkat,rmdir";
    let Some((output, trace)) = traced(&site, "syncs", &[calls]) else {
        return;
    };
    assert!(output.status.success(), "{}", told(&output));
    let at = |word: &str| {
        let found = trace.lines().position(|line| line.contains(word));
        found.unwrap_or_else(|| panic!("no {word} in\n{trace}"))
    };
    let parent = format!("{}>)", site.path().canonicalize().unwrap().display());
    let synced = trace
        .lines()
        .position(|line| line.contains("fsync(") && line.contains(&parent));
    assert!(at("syncfs(") < at("RENAME_EXCHANGE"), "{trace}");
    assert!(
        synced.is_some_and(|synced| synced > at("RENAME_EXCHANGE")),
        "{trace}"
    );
    assert!(
        synced.is_some_and(|synced| synced < at("unlink")),
        "{trace}"
    );
}

/// Every file and folder is brought to the disk by itself on a system without one call for the
/// whole file system.
#[test]
fn each_file_is_synced_where_the_system_knows_no_better() {
    let (site, _) = two_versions();
    let calls = ["trace=syncfs,fsync,renameat2", "inject=syncfs:error=ENOSYS"];
    let Some((output, trace)) = traced(&site, "fsync of each", &calls) else {
        return;
    };
    assert!(output.status.success(), "{}", told(&output));
    let exchange = trace
        .lines()
        .position(|line| line.contains("RENAME_EXCHANGE"));
    let before: Vec<&str> = trace.lines().take(exchange.unwrap()).collect();
    for (path, _) in files(&site.out()) {
        let path = format!("/new/{path}>");
        let is_synced = before.iter().any(|line| line.contains(&escaped(&path)));
        assert!(is_synced, "{path} in\n{trace}");
    }
    assert!(
        before
            .iter()
            .any(|line| line.contains("/new/notices/202606>"))
    );
}

/// A path as strace writes it.
fn escaped(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            0x20..0x7f => char::from(byte).to_string(),
            _ => format!("\\{byte:o}"),
        })
        .collect()
}

#[test]
fn a_disk_that_cannot_be_synced_is_told_as_it_is() {
    let (site, before) = two_versions();
    let calls = ["trace=syncfs", "inject=syncfs:error=EIO"];
    let Some((output, _)) = traced(&site, "EIO while syncing", &calls) else {
        return;
    };
    assert_eq!(output.status.code(), Some(2));
    let text = told(&output);
    assert!(
        text.contains("磁盘读写出错；已发布的内容没有改动"),
        "{text}"
    );
    assert!(files(&site.out()) == before);
    assert_eq!(beside(&site), Vec::<String>::new());
    // After the exchange the new site is there, and nobody may say that nothing changed.
    let calls = ["trace=fsync", "inject=fsync:error=EIO:when=1"];
    let (output, _) = traced(&site, "EIO while syncing", &calls).unwrap();
    assert_eq!(output.status.code(), Some(2));
    let text = told(&output);
    assert!(
        text.contains("新网站已经换到") && !text.contains("没有改动"),
        "{text}"
    );
    assert!(files(&site.out()) != before);
    site.must_build();
    assert_eq!(beside(&site), Vec::<String>::new());
}

/// Folders that cannot be exchanged: `EIO` at the second of the two renames, and at the third, which
/// puts the published folder back.
#[test]
fn a_rename_that_fails_puts_the_site_back_at_once() {
    let (site, before) = two_versions();
    let no_exchange = "inject=renameat2:error=EINVAL";
    for (first, is_back) in [("when=1", true), ("when=2", true), ("when=2+", false)] {
        let rename = format!("inject=rename:error=EIO:{first}");
        let calls = ["trace=rename,renameat2", no_exchange, &rename];
        let Some((output, trace)) = traced(&site, "EIO at a rename", &calls) else {
            return;
        };
        assert_eq!(output.status.code(), Some(2), "{first}");
        let text = told(&output);
        assert!(text.contains("磁盘读写出错"), "{text}");
        assert_eq!(text.contains("已发布的内容没有改动"), is_back, "{text}");
        assert_eq!(site.out().exists(), is_back, "{first}\n{trace}");
        if is_back {
            assert!(files(&site.out()) == before, "{first}");
            continue;
        }
        // The words say where the old site is; the command of it puts it back.
        let cure = text.split("请执行 ").nth(1).unwrap();
        let cure = cure.split("，或再构建一次").next().unwrap();
        assert!(succeeds("sh", &["-c", cure]), "{text}");
        assert!(files(&site.out()) == before, "{text}");
    }
    // Nothing was put back by hand: the next build does it.
    let calls = [
        "trace=rename,renameat2",
        no_exchange,
        "inject=rename:error=EIO:when=2+",
    ];
    traced(&site, "EIO at a rename", &calls).unwrap();
    assert!(!site.out().exists());
    site.must_build();
    assert!(files(&site.out()).contains_key("notices/202606/yi.html"));
    assert_eq!(beside(&site), Vec::<String>::new());
    // And without errors two renames do as well as one exchange.
    let (site, before) = two_versions();
    let (output, _) = traced(&site, "two renames", &["trace=renameat2", no_exchange]).unwrap();
    assert!(output.status.success(), "{}", told(&output));
    assert!(files(&site.out()) != before);
    assert_eq!(beside(&site), Vec::<String>::new());
}

/// Killed at the first file of the old site that is removed: withdrawn words are still on the disk,
/// and nobody but the owner can come to them.
#[test]
fn a_kill_after_the_exchange_leaves_nothing_readable() {
    let (site, _) = two_versions();
    let calls = [
        "trace=unlink,unlinkat,rmdir",
        "inject=unlink,unlinkat,rmdir:signal=KILL",
    ];
    let Some((output, _)) = traced(&site, "a kill after the exchange", &calls) else {
        return;
    };
    assert!(!output.status.success());
    let now = files(&site.out());
    assert!(now.contains_key("notices/202606/yi.html"));
    let holds = |files: &Files| {
        files
            .values()
            .any(|bytes| String::from_utf8_lossy(bytes).contains("已撤下的话"))
    };
    assert!(!holds(&now));
    let left = beside(&site);
    assert_eq!(left, [".public.gongkai"]);
    let left = site.path().join(&left[0]);
    assert_eq!(
        fs::metadata(&left).unwrap().permissions().mode() & 0o777,
        0o700
    );
    assert!(holds(&files(&left)), "the old site is there still");
    site.must_build();
    assert_eq!(beside(&site), Vec::<String>::new());
}

#[test]
fn the_published_tree_has_the_usual_modes() {
    let site = Site::new();
    site.must_build();
    let mut todo = vec![site.out()];
    while let Some(path) = todo.pop() {
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        // With the umask of the tests, which is the one of what they made themselves.
        let made = if path.is_dir() {
            "content"
        } else {
            "site.yaml"
        };
        let usual = fs::metadata(site.path().join(made)).unwrap().permissions();
        assert_eq!(mode, usual.mode() & 0o777, "{}", path.display());
        if path.is_dir() {
            todo.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        }
    }
}

/// A lock file or a staging folder that is a link, a pipe, or something else is refused; what a link names
/// keeps its bytes.
#[test]
fn links_in_the_place_of_the_programs_own_files_are_refused() {
    let site = Site::new();
    site.must_build();
    let letter = site.path().join("letter.txt");
    for name in [".public.lock", ".public.gongkai"] {
        let path = site.path().join(name);
        let _ = fs::remove_file(&path);
        for target in ["letter.txt", "content", "nowhere"] {
            fs::write(&letter, "dear").unwrap();
            symlink(target, &path).unwrap();
            let output = site.build();
            assert_eq!(output.status.code(), Some(2), "{name} → {target}");
            let text = told(&output);
            assert!(text.contains(name) && text.contains("rm -rf"), "{text}");
            assert_eq!(fs::read_to_string(&letter).unwrap(), "dear");
            assert!(site.path().join("content").is_dir());
            assert!(!site.path().join("nowhere").exists());
            fs::remove_file(&path).unwrap();
        }
        if succeeds("mkfifo", &[path.to_str().unwrap()]) {
            let output = site.build();
            assert_eq!(output.status.code(), Some(2), "{name} is a pipe");
            fs::remove_file(&path).unwrap();
        }
    }
    site.must_build();
    // Another name of a file keeps its bytes too.
    fs::remove_file(site.path().join(".public.lock")).unwrap();
    fs::hard_link(&letter, site.path().join(".public.lock")).unwrap();
    site.must_build();
    assert_eq!(fs::read_to_string(&letter).unwrap(), "dear");
}

/// Leavings of earlier releases, under the names that they used, are removed too.
#[test]
fn leavings_of_earlier_releases_are_removed() {
    let site = Site::new();
    site.must_build();
    let published = files(&site.out());
    site.put(".public.staging/notices/a.html", "旧");
    site.put(".public.old/notices/a.html", "旧");
    site.must_build();
    assert_eq!(beside(&site), Vec::<String>::new());
    // Killed between its two renames: the old one is the published one.
    fs::rename(site.out(), site.path().join(".public.old")).unwrap();
    site.document("content/通知公告/乙.md", 2, "", "[断](没有.md)");
    assert_eq!(site.build().status.code(), Some(1));
    site.remove("content/通知公告/乙.md");
    site.must_build();
    assert!(files(&site.out()) == published);
    assert_eq!(beside(&site), Vec::<String>::new());
}

/// A site of an ordinary user, with the program run by that user. Nothing without root.
struct Owned {
    site: Site,
}

impl Owned {
    const USER: &str = "65534";

    fn new(test: &str) -> Option<Self> {
        let owned = Self { site: Site::new() };
        let path = owned.site.path().to_str().unwrap();
        let is_possible = is_root()
            && succeeds("chown", &["-R", Self::USER, path])
            && owned.run(&["--version"]).status.success();
        if !is_possible {
            skipped(
                test,
                "not root, or no setpriv, or the user cannot run the program",
            );
        }
        is_possible.then_some(owned)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new("setpriv")
            .args([
                "--reuid",
                Self::USER,
                "--regid",
                Self::USER,
                "--clear-groups",
            ])
            .arg(env!("CARGO_BIN_EXE_gongkai"))
            .args(arguments)
            .current_dir(self.site.path())
            .output()
            .unwrap()
    }

    fn build(&self) -> Output {
        self.run(&["build", "--as-of", AS_OF])
    }
}

/// The command that a message gives, as root would run it.
fn cure(text: &str) -> String {
    let cure = text
        .split("请执行 ")
        .nth(1)
        .unwrap_or_else(|| panic!("{text}"));
    let cure = cure.split(['，', '\n']).next().unwrap();
    cure.replace("sudo ", "").replace("$(id -un)", Owned::USER)
}

/// A published folder of another owner is refused before anything is made, with the command that
/// helps; a folder below it that cannot be removed is told, and does not keep later builds.
#[test]
fn a_published_folder_of_another_owner_has_a_way_out() {
    let Some(owned) = Owned::new("another owner") else {
        return;
    };
    assert!(owned.build().status.success());
    let (site, out) = (&owned.site, owned.site.out());
    let out_text = out.to_str().unwrap();
    assert!(succeeds("chown", &["-R", "0", out_text]));
    for _ in 0..2 {
        let output = owned.build();
        let text = told(&output);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(
            text.contains("属于别的用户") && text.contains("没有改动"),
            "{text}"
        );
        assert_eq!(beside(site), Vec::<String>::new());
    }
    let text = told(&owned.build());
    assert!(succeeds("sh", &["-c", &cure(&text)]), "{text}");
    assert!(owned.build().status.success());
    // One folder deep inside.
    assert!(succeeds(
        "chown",
        &["-R", "0", out.join("notices").to_str().unwrap()]
    ));
    for _ in 0..3 {
        let output = owned.build();
        let text = told(&output);
        assert!(output.status.success(), "{text}");
        assert!(text.contains("没能删掉"), "{text}");
    }
    assert_eq!(beside(site), [".public.gongkai"]);
    let left = site.path().join(".public.gongkai");
    assert_eq!(
        fs::metadata(&left).unwrap().permissions().mode() & 0o777,
        0o700
    );
    let json = owned.run(&["build", "--as-of", AS_OF, "--format", "json"]);
    let run: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let note = run["summary"]["notes"][0].as_str().unwrap();
    assert!(succeeds("sh", &["-c", &cure(note)]), "{note}");
    let output = owned.build();
    assert!(output.status.success() && !told(&output).contains("没能删掉"));
    assert_eq!(beside(site), Vec::<String>::new());
}

/// A published folder that its owner made unwritable.
#[test]
fn an_unwritable_published_folder_has_a_way_out() {
    let Some(owned) = Owned::new("an unwritable folder") else {
        return;
    };
    assert!(owned.build().status.success());
    let out = owned.site.out();
    assert!(succeeds("chmod", &["-R", "a-w", out.to_str().unwrap()]));
    let text = told(&owned.build());
    assert!(text.contains("chmod -R u+w"), "{text}");
    assert!(succeeds("chmod", &["u+w", out.to_str().unwrap()]));
    let output = owned.build();
    assert!(output.status.success(), "{}", told(&output));
    assert_eq!(beside(&owned.site), Vec::<String>::new());
}

/// A file system on a loop device, mounted until it is dropped.
struct Mounted {
    folder: PathBuf,
}

impl Mounted {
    fn new(image: &Path, folder: PathBuf) -> Option<Self> {
        fs::create_dir_all(&folder).unwrap();
        let paths = [image.to_str().unwrap(), folder.to_str().unwrap()];
        succeeds("mount", &["-o", "loop", paths[0], paths[1]]).then_some(Self { folder })
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        succeeds("umount", &[self.folder.to_str().unwrap()]);
    }
}

/// The bytes of a device at one moment: the same at two readings, so nothing was written between.
fn frozen(image: &Path) -> Vec<u8> {
    let mut last = fs::read(image).unwrap();
    loop {
        let next = fs::read(image).unwrap();
        if next == last {
            return next;
        }
        last = next;
    }
}

/// The power is cut: the device is copied while it is mounted, and the copy is mounted as after a
/// new start. At every moment of the second of two builds the copy holds the old site or the new
/// one, whole, and right after each build the one it made.
#[test]
fn a_power_cut_leaves_the_old_site_or_the_new_one() {
    let test = "a power cut";
    let folder = tempfile::tempdir().unwrap();
    let image = folder.path().join("disk");
    fs::File::create(&image).unwrap().set_len(64 << 20).unwrap();
    let is_made = is_root() && succeeds("mkfs.ext4", &["-q", "-F", image.to_str().unwrap()]);
    let mounted = is_made.then(|| Mounted::new(&image, folder.path().join("mounted")));
    let Some(mounted) = mounted.flatten() else {
        skipped(test, "not root, or no mkfs.ext4, or no loop device");
        return;
    };
    let site = Site::new();
    let out = mounted.folder.join("www/zfxxgk");
    let build = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongkai"));
        command
            .args(["build", "--as-of", AS_OF, "--out", out.to_str().unwrap()])
            .current_dir(site.path())
            .stderr(Stdio::null());
        command
    };
    let document = |number: u32, text: &str| {
        let path = format!("content/通知公告/文{number}.md");
        let name = format!("网址名: d{number}\n");
        site.document(&path, number, &name, &text.repeat(300));
    };
    (1..=60).for_each(|number| document(number, "旧的正文。\n\n"));
    assert!(build().status().unwrap().success());
    let mut copies = vec![("after the first build".to_owned(), frozen(&image))];
    let old = files(&out);
    (30..=90).for_each(|number| document(number, "新的正文，长一些。\n\n"));
    let mut child = build().spawn().unwrap();
    let mut moment = 0;
    let done = loop {
        // Stopped while the device is copied: the kernel goes on writing, the program does not.
        let id = child.id().to_string();
        succeeds("kill", &["-STOP", &id]);
        copies.push((
            format!("moment {moment} of the second build"),
            frozen(&image),
        ));
        succeeds("kill", &["-CONT", &id]);
        std::thread::sleep(Duration::from_millis(40));
        moment += 1;
        if let Some(done) = child.try_wait().unwrap() {
            break done;
        }
    };
    copies.push(("after the second build".to_owned(), frozen(&image)));
    assert!(done.success());
    let new = files(&out);
    drop(mounted);
    assert!(old != new);
    let (first, last) = (0, copies.len() - 1);
    let mut seen = None;
    for (number, (name, bytes)) in copies.into_iter().enumerate() {
        // Many moments are the same to the device.
        if seen.as_ref() == Some(&bytes) {
            continue;
        }
        let copy = folder.path().join("copy");
        fs::write(&copy, &bytes).unwrap();
        seen = Some(bytes);
        let mounted = Mounted::new(&copy, folder.path().join("again")).unwrap();
        let found = mounted.folder.join("www/zfxxgk");
        assert!(found.is_dir(), "{name}: nothing is published");
        let found = files(&found);
        let is_expected = match number {
            n if n == first => found == old,
            n if n == last => found == new,
            _ => found == old || found == new,
        };
        let empty = found.values().filter(|bytes| bytes.is_empty()).count();
        assert!(
            is_expected,
            "{name}: {} files, {empty} of them empty; {} in the old site, {} in the new",
            found.len(),
            old.len(),
            new.len()
        );
    }
}
