//! The laws of the repository, as tests. CI runs `cargo test` and needs nothing else.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The Rust files of a folder with their texts, in the order of their paths.
pub(crate) fn rust_files(dir: &str) -> Vec<(PathBuf, String)> {
    let (mut found, mut todo) = (Vec::new(), vec![PathBuf::from(dir)]);
    while let Some(dir) = todo.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                found.push((path.clone(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// The modules of `lib.rs` in the order they are declared: the order of the data.
fn layers() -> BTreeMap<String, usize> {
    fs::read_to_string("src/lib.rs")
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .enumerate()
        .map(|(layer, name)| (name.to_owned(), layer))
        .collect()
}

/// Top-level modules named by `crate::a` and `crate::{a, b::{c}}` paths.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for after in text.split("crate::").skip(1).map(str::trim_start) {
        let Some(group) = after.strip_prefix('{') else {
            found.push(first_word(after));
            continue;
        };
        let (mut depth, mut start) = (0_usize, true);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                c if start && depth == 0 && c.is_alphabetic() => {
                    found.push(first_word(&group[at..]));
                    start = false;
                }
                _ => {}
            }
        }
    }
    found
}

fn first_word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

#[test]
fn data_flows_one_way() {
    let layers = layers();
    let mut wrong = Vec::new();
    for (path, text) in rust_files("src") {
        let below_src = path.strip_prefix("src").unwrap();
        let module = below_src
            .iter()
            .next()
            .unwrap()
            .to_string_lossy()
            .replace(".rs", "");
        let Some(own) = layers.get(&module) else {
            continue;
        }; // lib.rs, main.rs
        let code: String = text
            .lines()
            .filter(|l| !l.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        if code.contains("super::super") {
            wrong.push(format!(
                "{}: write `crate::…` instead of `super::super`",
                path.display()
            ));
        }
        for import in imports(&code) {
            match layers.get(&import) {
                Some(other) if own < other => {
                    wrong.push(format!("{}: `{import}` comes later", path.display()));
                }
                None => wrong.push(format!(
                    "{}: `{import}` is not a module of lib.rs",
                    path.display()
                )),
                Some(_) => {}
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "modules may import only what lib.rs declares above them:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn files_say_what_they_are() {
    let silent: Vec<String> = rust_files("src")
        .iter()
        .filter(|(_, text)| {
            !text.starts_with("//! ") && !text.contains("declare_rule! {\n    /// ")
        })
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(
        silent.is_empty(),
        "start these with a `//!` line:\n{}",
        silent.join("\n")
    );
}

#[test]
fn stages_name_what_goes_in_and_out() {
    let text = fs::read_to_string("src/lib.rs").unwrap();
    let way = text
        .lines()
        .find_map(|line| line.strip_prefix("//! read →"))
        .unwrap();
    for stage in std::iter::once("read").chain(way.split('→').map(str::trim)) {
        let card = fs::read_to_string(Path::new("src").join(stage).join("mod.rs")).unwrap();
        let first = card.lines().next().unwrap();
        for word in ["**In:**", "**Out:**", "**Touches:**"] {
            assert!(
                first.contains(word),
                "src/{stage}/mod.rs: the first line lacks {word}"
            );
        }
    }
}

/// A stage whose card says **Touches:** nothing must be a pure function.
#[test]
fn pure_stages_touch_nothing() {
    const WORLD: [&str; 8] = [
        "std::fs",
        " fs::",
        "std::net",
        "std::env",
        "std::process",
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
    ];
    let mut wrong = Vec::new();
    for stage in layers().keys() {
        let folder = Path::new("src").join(stage);
        let card = fs::read_to_string(folder.join("mod.rs")).unwrap_or_default();
        if !card
            .lines()
            .next()
            .unwrap_or_default()
            .contains("**Touches:** nothing")
        {
            continue;
        }
        for (path, text) in rust_files(&folder.to_string_lossy()) {
            for word in WORLD.iter().filter(|word| text.contains(**word)) {
                wrong.push(format!("{}: `{word}`", path.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "these stages promise to touch nothing:\n{}",
        wrong.join("\n")
    );
}

/// Without being asked to, the program calls nobody: what could do so stands in one folder, and one
/// function of the pipeline uses it.
#[test]
fn only_one_module_calls_out() {
    let mut wrong = Vec::new();
    for (path, text) in rust_files("src") {
        let own = path.starts_with("src/external");
        for word in ["reqwest", "hyper::", "lookup_host", "TcpStream"] {
            if !own && text.contains(word) {
                wrong.push(format!("{}: `{word}`", path.display()));
            }
        }
        let is_asking = text.matches(".round(").count();
        let allowed = usize::from(path == Path::new("src/pipeline/answers.rs"));
        if !own && is_asking > allowed && text.contains("Session") {
            wrong.push(format!("{}: asks other websites", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Ground modules are no stages, but they must not touch the world either.
#[test]
fn ground_touches_nothing() {
    let mut wrong = Vec::new();
    for module in ["source", "yaml", "diagnostic", "standard", "config"] {
        for (path, text) in rust_files(&format!("src/{module}")) {
            let words = [
                "std::fs",
                "std::net",
                "std::env",
                "std::process",
                "Timestamp::now",
                "Instant::now",
            ];
            wrong.extend(
                words
                    .iter()
                    .filter(|word| text.contains(**word))
                    .map(|word| format!("{}: `{word}`", path.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
