//! A small site in a folder of its own, and the program run on it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use gongkai::{
    check::{conclude, crashed, rules},
    crash::Crash,
    external::Session,
    pipeline::{self, Options},
    report::{Format, Report},
};
use tempfile::TempDir;

/// The day that all tests judge by.
pub(crate) const AS_OF: &str = "2026-11-20";

/// The repository: a site of its own.
pub(crate) const OWN: &str = env!("CARGO_MANIFEST_DIR");

/// Front matter that no rule objects to.
pub(crate) const FRONT_MATTER: &str = "标题: 关于防汛值班的通知
索引号: \"111409020123456714/2026-00100\"
发布机构: 旭来街街道办事处
成文日期: 2026-06-01
发布日期: 2026-06-02 09:00
公开属性: 主动公开
内容概述: 汛期值班的时间、人员安排和联系方式
目录事项: [JD-001]
审查: {审查人: 党政综合办公室, 日期: 2026-06-01, 结论: 同意公开}
";

/// The year and serial of a test's own document, after those of the base site, the first of which is 1.
pub(crate) fn index_number(number: u32) -> String {
    format!("2026-{:05}", 112 + number)
}

/// A text of the JSON of a run, empty where there is none.
pub(crate) fn text(value: &serde_json::Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// `path:line:column` of a diagnostic of the JSON of a run.
pub(crate) fn place(found: &serde_json::Value) -> String {
    let path = text(&found["path"]);
    format!("{path}:{}:{}", found["line"], found["column"])
}

/// A copy of `tests/sites/base`, to be changed at will.
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    pub(crate) fn new() -> Self {
        let site = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        copy(&Path::new(OWN).join("tests/sites/base"), site.path());
        site
    }

    /// A copy of the repository's own site.
    pub(crate) fn own() -> Self {
        let site = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for folder in ["content", "themes"] {
            fs::create_dir(site.path().join(folder)).unwrap();
            copy(&Path::new(OWN).join(folder), &site.path().join(folder));
        }
        fs::copy(
            Path::new(OWN).join("site.yaml"),
            site.path().join("site.yaml"),
        )
        .unwrap();
        site
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.path().join("public")
    }

    pub(crate) fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// A document with the usual front matter, a number of its own, and some fields more.
    pub(crate) fn document(&self, path: &str, number: u32, more: &str, body: &str) {
        let front = FRONT_MATTER.replace("2026-00100", &index_number(number));
        self.put(path, format!("---\n{front}{more}---\n{body}\n"));
    }

    pub(crate) fn remove(&self, path: &str) {
        let path = self.path().join(path);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_gongkai"))
            .args(arguments)
            .current_dir(self.path())
            .env("NO_COLOR", "1")
            .output()
            .unwrap()
    }

    pub(crate) fn build(&self) -> Output {
        self.run(&["build", "--as-of", AS_OF])
    }

    /// Builds, and says what went wrong where that failed.
    #[track_caller]
    pub(crate) fn must_build(&self) {
        let output = self.build();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }

    /// Builds the repository's own column into a folder of this site's, and gives that folder.
    #[track_caller]
    pub(crate) fn build_own(&self) -> PathBuf {
        let out = self.path().join("own");
        let arguments = [
            "build",
            OWN,
            "--out",
            out.to_str().unwrap(),
            "--as-of",
            AS_OF,
        ];
        let output = self.run(&arguments);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
        out
    }

    /// The findings about files, fields and links, without those of the inspection: what a test of
    /// the machinery looks at.
    pub(crate) fn findings(&self) -> Vec<(String, String, String)> {
        const MACHINERY: [&str; 6] = ["source", "front_matter", "data", "content", "site", "links"];
        let mut found = self.all_findings();
        found.retain(|(id, ..)| {
            let mut metas = rules().iter().map(|rule| rule.meta());
            metas.any(|meta| meta.id == id && MACHINERY.contains(&meta.folder()))
        });
        found
    }

    /// The findings of `check --format json`: rule, severity and `path:line:column`.
    pub(crate) fn all_findings(&self) -> Vec<(String, String, String)> {
        self.diagnostics()
            .iter()
            .map(|found| (text(&found["rule"]), text(&found["severity"]), place(found)))
            .collect()
    }

    /// The diagnostics of `check --format json`.
    pub(crate) fn diagnostics(&self) -> Vec<serde_json::Value> {
        let output = self.run(&["check", "--as-of", AS_OF, "--format", "json"]);
        let run: serde_json::Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
        run["diagnostics"].as_array().unwrap().clone()
    }

    /// The diagnostics of a check that asks other websites, in this process.
    pub(crate) fn diagnostics_with(&self, session: &Session) -> Vec<serde_json::Value> {
        self.report_with(session)["diagnostics"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// Options of a check or a build in this process.
    pub(crate) fn options(&self) -> Options {
        Options {
            site: self.path().to_owned(),
            out: self.out(),
            last: self.out(),
            clock: AS_OF.parse::<jiff::civil::Date>().unwrap().into(),
        }
    }

    /// The report of a check that asks other websites, in this process.
    pub(crate) fn report_with(&self, session: &Session) -> serde_json::Value {
        let inspected = pipeline::inspect(&self.options(), Some(session), &Quiet);
        let (_, report) = inspected.unwrap();
        serde_json::from_str(&report.render(Format::Json, false)).unwrap()
    }

    /// Findings told when the program panics while it does something with a file.
    pub(crate) fn crashed(&self, path: &str, doing: &str) -> Vec<serde_json::Value> {
        let model = pipeline::load(&self.options(), &Quiet).unwrap();
        let crash = Crash {
            message: "index out of bounds".to_owned(),
            place: "src/parse/mod.rs:1:1".to_owned(),
        };
        let verdict = conclude(&model, crashed(path, doing, crash), false);
        let report = Report::new(verdict, &model);
        assert!(report.has_crashed() && report.has_errors());
        let run: serde_json::Value =
            serde_json::from_str(&report.render(Format::Json, false)).unwrap();
        run["diagnostics"].as_array().unwrap().clone()
    }

    /// An output file's text.
    #[track_caller]
    pub(crate) fn output(&self, path: &str) -> String {
        let path = self.out().join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}

/// Progress that nobody watches.
pub(crate) struct Quiet;

impl pipeline::Progress for Quiet {
    fn stage(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
}

/// Every file below a folder with its bytes, by path.
pub(crate) fn files(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let (mut found, mut todo) = (std::collections::BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = todo.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
