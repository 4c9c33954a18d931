//! Findings of another link checker on the built site, and on two hundred copies of it that were
//! broken at random: link by link they must be ours.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

use gongkai::linkcheck::{LinkFlaw, check_files};

use crate::site::{Site, files};

/// The lychee that `tests/run` installs; without it there is no second opinion to be had.
fn lychee() -> Option<String> {
    let asked = std::env::var("GONGKAI_LYCHEE").ok()?;
    let output = Command::new(&asked).arg("--version").output();
    assert!(
        output.is_ok_and(|output| output.status.success()),
        "{asked} does not run"
    );
    Some(asked)
}

/// Number of broken copies that are judged.
const COPIES: u32 = 200;

/// A page, what it leads to, and the place there.
type Finding = (String, String, String);

#[test]
fn others_find_the_same_links_broken() {
    let Some(lychee) = lychee() else { return };
    let site = site();
    let built = files(&site.out());
    let all = tempfile::tempdir().unwrap();
    // The first copy is the site as it was built.
    let mut wholes = BTreeMap::new();
    for number in 0..=COPIES {
        let folder = format!("{number:03}");
        let copy = mutated(&built, number);
        for (path, bytes) in &copy {
            let (from, to) = (site.out().join(path), all.path().join(&folder).join(path));
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            if built.get(path) == Some(bytes) {
                fs::hard_link(from, to).unwrap();
            } else {
                fs::write(to, bytes).unwrap();
            }
        }
        wholes.extend(
            copy.into_iter()
                .map(|(path, bytes)| (format!("{folder}/{path}"), bytes)),
        );
    }
    let theirs = theirs(&lychee, all.path());
    let ours = ours(&wholes);
    let only_we: Vec<_> = ours.difference(&theirs).collect();
    let only_they: Vec<_> = theirs.difference(&ours).collect();
    assert!(
        only_we.is_empty() && only_they.is_empty(),
        "only we: {only_we:#?}\nonly they: {only_they:#?}"
    );
    // As it was built only the page for wrong addresses leads elsewhere: it names its server's root.
    let is_whole = |(page, ..): &&Finding| page.starts_with("000/") && page != "000/404.html";
    assert_eq!(ours.iter().find(is_whole), None);
    let broken: BTreeSet<&str> = ours
        .iter()
        .filter(|(page, ..)| !page.ends_with("/404.html"))
        .filter_map(|(page, ..)| page.split('/').next())
        .collect();
    assert!(
        broken.len() > COPIES as usize * 3 / 4,
        "only {} copies are broken",
        broken.len()
    );
}

/// Findings of ours, without what is ours alone:
///
/// - A link to a folder without a slash: lychee finds its front page, a browser on `file://` does not.
/// - A file with a slash behind its name: lychee drops the slash, a server does not.
/// - Scripts, and where a page leads on by itself: lychee does not look at them.
fn ours(files: &BTreeMap<String, Vec<u8>>) -> BTreeSet<Finding> {
    let files = files
        .iter()
        .map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    check_files(files)
        .broken()
        .iter()
        .filter(|broken| {
            !matches!(broken.flaw, LinkFlaw::Folder(_) | LinkFlaw::Slash(_))
                && !broken.target.ends_with(".js")
        })
        .map(|broken| {
            let target = match broken.flaw {
                LinkFlaw::Outside => "outside".to_owned(),
                LinkFlaw::Garbled => "garbled".to_owned(),
                _ => plain(&broken.target),
            };
            let fragment = broken.fragment.as_deref().unwrap_or_default();
            (broken.page.to_string(), target, fragment.to_owned())
        })
        .collect()
}

/// Findings of lychee.
fn theirs(lychee: &str, folder: &Path) -> BTreeSet<Finding> {
    let folder = folder.canonicalize().unwrap();
    let root = folder.to_str().unwrap();
    let output = Command::new(lychee)
        .args(["--offline", "--include-fragments", "--index-files"])
        .args(["index.html", "--root-dir", root, "--format", "json"])
        .args(["--no-progress", "--extensions", "html", root])
        .output()
        .unwrap();
    let found: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let pages = found["error_map"].as_object().unwrap();
    let mut all = BTreeSet::new();
    for (page, errors) in pages {
        let page = Path::new(page).strip_prefix(&folder).unwrap();
        for error in errors.as_array().unwrap() {
            let url = error["url"].as_str().unwrap();
            let (path, fragment) = url.split_once('#').unwrap_or((url, ""));
            let path = path.split('?').next().unwrap();
            let decoded = |text: &str| {
                let bytes = percent_encoding::percent_decode_str(text);
                bytes.decode_utf8().ok().map(std::borrow::Cow::into_owned)
            };
            let path = decoded(path.strip_prefix("file://").unwrap());
            let target = match path {
                None => "garbled".to_owned(),
                Some(path) => match path.strip_prefix(root) {
                    Some(below) if below.is_empty() || below.starts_with('/') => plain(below),
                    _ => "outside".to_owned(),
                },
            };
            // A link to a place on a page that is not there is broken once, not twice.
            let is_place = error["status"]["text"]
                .as_str()
                .unwrap()
                .contains("fragment");
            let fragment = if is_place {
                decoded(fragment).unwrap()
            } else {
                String::new()
            };
            // With a slash a file is read as a folder where a place is looked for; see `ours`.
            let path = url.split(['#', '?']).next().unwrap();
            if path.ends_with('/') && folder.join(&target).is_file() {
                continue;
            }
            // Without a slash a folder is no page; see `ours`.
            if is_place && folder.join(&target).is_dir() && !path_is_front(url) {
                continue;
            }
            all.insert((page.to_string_lossy().replace('\\', "/"), target, fragment));
        }
    }
    all
}

fn path_is_front(url: &str) -> bool {
    let path = url.split(['#', '?']).next().unwrap();
    path.ends_with('/') || path.ends_with("/index.html")
}

/// A folder and its front page are one, also where the front page is taken for a folder.
fn plain(path: &str) -> String {
    let parts = path.split('/').filter(|part| !part.is_empty());
    let mut parts: Vec<&str> = parts.collect();
    while parts.last() == Some(&"index.html") {
        parts.pop();
    }
    parts.join("/")
}

/// A small site with every kind of link.
fn site() -> Site {
    let site = Site::new();
    site.document(
        "content/通知公告/甲/index.md",
        1,
        "网址名: jia\n曾用网址: [/notices/202605/old.html]\n附件:\n  - {文件: 值班表é.csv, 名称: 值班表}\n",
        "## 一、安排\n\n见[乙](../乙.md#二要求)、[表](值班表é.csv)、[本页](#一安排)、[乙的开头](../乙.md)。\n\n![图](图.png)\n\n<a id=\"jiu\" href=\"../乙.md#jiu\">旧</a>\n",
    );
    site.put("content/通知公告/甲/值班表é.csv", "甲,乙\n");
    site.put("content/通知公告/甲/图.png", b"\x89PNG\r\n\x1a\n\0\0\0\0");
    site.document(
        "content/通知公告/乙.md",
        2,
        "网址名: yi\n",
        "## 二、要求\n\n见[甲](甲/index.md#jiu)和[栏目][政策]。\n\n<p id=\"jiu\">旧的位置</p>\n\n[政策]: ../政策文件/_index.md\n",
    );
    site.must_build();
    site
}

/// Numbers that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) as usize % most
    }
}

/// A copy of the output in which a few things are broken; the copy 0 is whole.
fn mutated(built: &BTreeMap<String, Vec<u8>>, number: u32) -> BTreeMap<String, Vec<u8>> {
    let mut copy = built.clone();
    let mut dice = Dice(u64::from(number));
    // In `<noscript>` lychee does not look, so the search page stays as it is.
    let pages: Vec<&String> = built
        .keys()
        .filter(|path| path.ends_with(".html") && *path != "search.html")
        .collect();
    for _ in 0..number.min(1 + number % 3) {
        let page = pages[dice.below(pages.len())];
        let Some(bytes) = copy.get(page) else {
            continue;
        };
        let text = String::from_utf8(bytes.clone()).unwrap();
        match dice.below(8) {
            0 => {
                copy.remove(page);
            }
            1 => {
                let text = without(&mut dice, &text, " id=\"");
                copy.insert(page.clone(), text.into_bytes());
            }
            _ => {
                let text = with_broken_link(&mut dice, &text);
                copy.insert(page.clone(), text.into_bytes());
            }
        }
    }
    copy
}

/// The text without one attribute.
fn without(dice: &mut Dice, text: &str, attribute: &str) -> String {
    let found: Vec<usize> = text.match_indices(attribute).map(|(at, _)| at).collect();
    let Some(at) = (!found.is_empty()).then(|| found[dice.below(found.len())]) else {
        return text.to_owned();
    };
    let value = at + attribute.len();
    let end = value + text[value..].find('"').unwrap() + 1;
    format!("{}{}", &text[..at], &text[end..])
}

/// The text with one address of this site changed.
fn with_broken_link(dice: &mut Dice, text: &str) -> String {
    let is_inner = |at: &usize| {
        let rest = &text[*at..];
        let is_script = text[..*at].ends_with("<script src=\"");
        !is_script
            && !["http", "mailto", "tel", "data:"]
                .iter()
                .any(|s| rest.starts_with(s))
    };
    let found: Vec<usize> = ["<a href=\"", " href=\"", " src=\""]
        .iter()
        .flat_map(|before| text.match_indices(before).map(|(at, m)| at + m.len()))
        .filter(is_inner)
        .collect();
    if found.is_empty() {
        return text.to_owned();
    }
    let at = found[dice.below(found.len())];
    let end = at + text[at..].find('"').unwrap();
    let address = &text[at..end];
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let changed = match dice.below(11) {
        0 => format!("{path}x"),
        1 => path.replacen("index", "Index", 1),
        2 => format!("{path}#没有"),
        3 => format!("{path}#%E6%B2%A1%E6%9C%89"),
        4 => format!("{path}/"),
        5 => format!("../../../../../../{path}"),
        6 => path.replace('%', "%25"),
        7 => path.replace("index.html", ""),
        8 => format!("{path}#{}", fragment.to_uppercase()),
        9 => format!("%ff{path}"),
        _ => path.replace("/20", "/21"),
    };
    format!("{}{changed}{}", &text[..at], &text[end..])
}
