//! Every rule is registered, named, documented, and does what its page says.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use gongkai::{
    check::{FAMILIES, RuleMeta, family, rules},
    diagnostic::{Answer, DeadEnd, Inconclusive, Severity},
    external::Session,
    standard::{Confirmed, Field, FieldType, Judged, Requirements, Standard, vocabulary_entries},
};

use crate::{
    files::build,
    site::{FRONT_MATTER, Site},
    tidy::rust_files,
};

/// A fenced block of a rule's page: the words after the fence, and the text.
struct Example {
    words: Vec<String>,
    text: String,
}

/// The examples below each heading of a name; those of one are tried together.
fn examples(docs: &str, heading: &str) -> Vec<Vec<Example>> {
    let (mut found, mut inside, mut block) = (Vec::new(), false, None::<Example>);
    for line in docs
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
    {
        match &mut block {
            Some(_) if line == "```" => {
                let ended = block.take().filter(|_| inside);
                if let Some(last) = found.last_mut() {
                    Vec::extend(last, ended);
                }
            }
            Some(example) => example.text.extend([line, "\n"]),
            None if line.starts_with("```") => {
                let words = line[3..].split(' ').map(str::to_owned).collect();
                block = Some(Example {
                    words,
                    text: String::new(),
                });
            }
            None if line.starts_with("## ") => {
                inside = &line[3..] == heading;
                found.extend(inside.then(Vec::new));
            }
            None => {}
        }
    }
    found
}

/// Puts an example into a site, as its fence says:
///
/// | fence | what it does |
/// |---|---|
/// | `md [path] [encoding=gbk\|bom\|crlf\|huge]`, `svg`, `yaml`, `csv`, `txt` | writes the file |
/// | `fields [path]` | a document with the usual front matter, these fields in it |
/// | `body [path]` | a document with the usual front matter and this body |
/// | `diff path` | changes a file of the base site, or of the theme, line by line |
/// | `append path` | adds lines at the end of a file of the base site |
/// | `build path` | a small attachment of the format that its name says, see [`build`] |
/// | `remove path` | removes a file or folder |
/// | `link path`, `name path`, `xlsx path` | a symbolic link, a name that is not UTF-8, a broken table |
/// | `answers` | nothing: it is what other websites answer, see [`answers`] |
/// | `crash path` | nothing: it is as if the program had panicked over the file |
fn put(site: &Site, example: &Example) {
    let word = |prefix: &str| {
        example
            .words
            .iter()
            .find_map(|word| word.strip_prefix(prefix))
    };
    let path = example
        .words
        .get(1)
        .filter(|path| path.contains('/') || path.contains('.'))
        .map_or("content/通知公告/例.md", String::as_str);
    match (example.words[0].as_str(), word("encoding=")) {
        ("md", Some("gbk")) => site.put(path, encoding_rs::GBK.encode(&example.text).0),
        ("md", Some("bom")) => site.put(path, format!("\u{feff}{}", example.text)),
        ("md", Some("crlf")) => site.put(path, example.text.replace('\n', "\r\n")),
        ("md", Some("huge")) => site.put(path, vec![b'a'; 9 << 20]),
        ("md" | "svg" | "yaml" | "csv" | "txt", None) => site.put(path, &example.text),
        ("fields", None) => site.put(path, with_fields(&example.text)),
        ("body", None) => site.put(path, format!("---\n{FRONT_MATTER}---\n{}", example.text)),
        ("diff", None) => site.put(path, patch(path, &base_text(site, path), &example.text)),
        ("append", None) => site.put(path, format!("{}{}", base_text(site, path), example.text)),
        ("xlsx", None) => {
            let folder = Path::new(path).parent().unwrap().display().to_string();
            let name = Path::new(path).file_name().unwrap().to_string_lossy();
            site.put(path, &example.text);
            site.put(
                &format!("{folder}/_index.md"),
                format!("---\n标题: 舆情回应\n栏目类型: 舆情回应\n说明: 舆情回应栏目，供测试使用\n主题词: [测试, 公开]\n数据: {name}\n---\n"),
            );
        }
        ("build", None) => site.put(path, build(path, &example.text)),
        ("remove", None) => site.remove(path),
        ("answers" | "crash", None) => {}
        #[cfg(unix)]
        ("link", None) => {
            std::os::unix::fs::symlink(example.text.trim(), site.path().join(path)).unwrap();
        }
        #[cfg(unix)]
        ("name", None) => {
            use std::os::unix::ffi::OsStrExt as _;
            let name = std::ffi::OsStr::from_bytes(b"\xb9\xab\xbf\xaa.md");
            fs::write(site.path().join(path).join(name), "正文").unwrap();
        }
        (other, _) => panic!("unknown kind of example: {other}"),
    }
}

/// The findings of a site with examples put in. Where these say what other websites answer, it is as
/// if the websites had been asked; nobody is.
fn diagnose(site: &Site, examples: &[Example]) -> Vec<serde_json::Value> {
    let tables = examples
        .iter()
        .filter(|example| example.words[0] == "answers");
    if let Some(crash) = examples.iter().find(|example| example.words[0] == "crash") {
        return site.crashed(&crash.words[1], crash.text.trim());
    }
    let answers: BTreeMap<String, Answer> = tables.flat_map(|table| answers(&table.text)).collect();
    if answers.is_empty() {
        site.diagnostics()
    } else {
        site.diagnostics_with(&Session::answering(answers))
    }
}

/// Answers of other websites: a line each of address, status or `超时`, and the target of a
/// redirect.
fn answers(text: &str) -> Vec<(String, Answer)> {
    let line = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let answer = match (words[1], words.get(2)) {
            ("超时", None) => Answer::Silent(Inconclusive::Timeout),
            (status, Some(to)) => Answer::Moved {
                to: (*to).to_owned(),
                status: status.parse().unwrap(),
            },
            ("200", None) => Answer::Good,
            (status, None) => Answer::Broken(DeadEnd::Status(status.parse().unwrap())),
        };
        (words[0].to_owned(), answer)
    };
    text.lines().map(line).collect()
}

/// The usual document with fields put in: one that is there already is replaced, with the lines
/// below it.
fn with_fields(fields: &str) -> String {
    let key = |line: &str| {
        line.split_once(':')
            .map(|(key, _)| key.to_owned())
            .filter(|key| !key.starts_with([' ', '-']))
    };
    let own: BTreeSet<String> = fields.lines().filter_map(key).collect();
    let kept: String = FRONT_MATTER
        .lines()
        .filter(|line| key(line).is_none_or(|key| !own.contains(&key)))
        .map(|line| format!("{line}\n"))
        .collect();
    format!("---\n{kept}{fields}---\n正文。\n")
}

/// A file as it stands in the site, or in the theme that is compiled in.
fn base_text(site: &Site, path: &str) -> String {
    let own = site.path().join(path);
    let from = if own.exists() { own } else { path.into() };
    fs::read_to_string(&from).unwrap_or_else(|error| panic!("{}: {error}", from.display()))
}

/// Applies lines with `-`, `+` and blank before them. A `-` or blank line must stand in the text, in
/// order; `+` lines go where the last of them stood, or to the end.
fn patch(path: &str, text: &str, diff: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut at = None::<usize>;
    for line in diff.lines() {
        let (sign, rest) = line.split_at(line.len().min(1));
        if sign == "+" {
            let place = at.unwrap_or(lines.len());
            lines.insert(place, rest);
            at = at.map(|place| place + 1);
        } else {
            let from = at.unwrap_or(0);
            let found = lines[from..].iter().position(|line| *line == rest);
            let found = from + found.unwrap_or_else(|| panic!("{path} has no line {rest:?}"));
            at = Some(found);
            if sign == "-" {
                lines.remove(found);
            } else {
                at = Some(found + 1);
            }
        }
    }
    lines.join("\n") + "\n"
}

/// Every rule's examples: the bad ones break it once, the good ones break nothing at all. What the
/// bad ones give is kept, word for word, one snapshot a family.
#[test]
fn examples_do_what_they_claim() {
    let next = AtomicUsize::new(0);
    let results: Mutex<BTreeMap<usize, (String, Vec<String>)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(rule) = rules().get(at) else { return };
                    let result = try_examples(rule.meta());
                    results.lock().unwrap().insert(at, result);
                }
            });
        }
    });
    let results = results.into_inner().unwrap();
    for family in &FAMILIES {
        let of_family = rules()
            .iter()
            .enumerate()
            .filter(|(_, rule)| rule.meta().folder() == family.folder);
        let golden: String = of_family.map(|(at, _)| results[&at].0.as_str()).collect();
        insta::assert_snapshot!(format!("golden_{}", family.folder), golden);
    }
    let wrong: Vec<&String> = results.values().flat_map(|(_, wrong)| wrong).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Findings of the bad examples, as lines, and what is wrong with the examples.
fn try_examples(meta: &RuleMeta) -> (String, Vec<String>) {
    let (bad, good) = (examples(meta.docs, "反例"), examples(meta.docs, "正例"));
    if bad.is_empty() || good.is_empty() {
        return (
            String::new(),
            vec![format!("{}: needs 反例 and 正例", meta.id)],
        );
    }
    let mut wrong = Vec::new();
    // Examples of other rules need no time.
    let is_asked = |found: &serde_json::Value| {
        found["rule"] != "missing-publish-time" || meta.id == "missing-publish-time"
    };
    let mut golden = format!("{}\n", meta.id);
    for bad in &bad {
        let site = Site::new();
        for example in bad {
            put(&site, example);
        }
        let mut found = diagnose(&site, bad);
        found.retain(is_asked);
        for found in &found {
            let word = |name: &str| found[name].as_str().unwrap_or("-").to_owned();
            golden.push_str(&format!(
                "  {} {} {}:{}:{} {} | {} | {}\n",
                word("severity"),
                word("rule"),
                word("path"),
                found["line"],
                found["column"],
                word("message"),
                word("clause"),
                word("help"),
            ));
        }
        let hits = found.iter().filter(|found| found["rule"] == meta.id);
        let hits = hits.count();
        if hits != 1 {
            wrong.push(format!(
                "{}: a bad example is found {hits} times:\n{golden}",
                meta.id
            ));
        }
    }
    let good: Vec<Example> = good.into_iter().flatten().collect();
    let site = Site::new();
    for example in &good {
        put(&site, example);
    }
    let mut findings = diagnose(&site, &good);
    findings.retain(is_asked);
    if !findings.is_empty() {
        wrong.push(format!(
            "{}: the good example is not clean: {findings:?}",
            meta.id
        ));
    }
    (golden, wrong)
}

/// The base site, which every example changes a little, breaks nothing.
#[test]
fn the_base_site_is_lawful() {
    assert_eq!(Site::new().all_findings(), []);
}

/// Each requirement that the standard leaves to a static check has a rule that decides it, and no
/// rule speaks of a requirement that is not there.
#[test]
fn every_requirement_has_its_rules() {
    let requirements = Requirements::builtin();
    assert_eq!(requirements.iter().len(), 166);
    let schema = {
        let standard = Standard::builtin();
        let mut ids = BTreeSet::new();
        let fields = [&standard.document, &standard.column, &standard.site];
        fields
            .into_iter()
            .chain(standard.data.values())
            .for_each(|fields| by_fields(fields, &mut ids));
        ids
    };
    let judged: BTreeSet<&str> = rules()
        .iter()
        .flat_map(|rule| rule.meta().requirements.iter().copied())
        .chain(schema.iter().map(String::as_str))
        .collect();
    for requirement in requirements.iter() {
        // The self-assessment itself is what SX-3 asks for.
        let is_judged = judged.contains(requirement.id.as_str()) || requirement.id == "SX-3";
        assert!(
            is_judged || requirement.judged == Judged::None,
            "{}: no rule judges it",
            requirement.id
        );
        assert!(
            requirement.confirmed != Confirmed::Memory || requirement.severity < Severity::Error,
            "{}: what is only remembered may not fail a build",
            requirement.id
        );
        assert!(
            requirement.judged == Judged::Full || requirement.note.is_some(),
            "{}: say what is left to people",
            requirement.id
        );
    }
    for id in judged {
        assert!(requirements.get(id).is_some(), "{id} is no requirement");
    }
}

fn by_fields(fields: &[Field], ids: &mut BTreeSet<String>) {
    for field in fields {
        ids.extend(field.requirement.as_ref().map(ToString::to_string));
        if let FieldType::Map(inner) = &field.kind {
            by_fields(inner, ids);
        }
    }
}

/// A rule's own severity is the worst that its findings can have.
#[test]
fn severities_agree_with_the_standard() {
    let requirements = Requirements::builtin();
    let wrong: Vec<String> = rules()
        .iter()
        .map(|rule| rule.meta())
        .filter_map(|meta| {
            let asked = meta
                .requirements
                .iter()
                .filter_map(|id| requirements.get(id));
            let worst = asked.map(|requirement| requirement.severity).max()?;
            (worst < meta.severity).then(|| {
                format!(
                    "{} is {:?}, its requirements at most {worst:?}",
                    meta.id, meta.severity
                )
            })
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Every figure is measured by: that there are no others, the compiler sees to.
#[test]
fn figures_are_used() {
    let mut idle: BTreeSet<String> = gongkai::standard::thresholds()
        .iter()
        .map(|threshold| threshold.alias.to_string())
        .collect();
    let mut todo = vec![std::path::PathBuf::from("src")];
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                todo.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(path).unwrap();
                idle.retain(|name| !text.contains(&format!("figures.{name}")));
            }
        }
    }
    assert!(idle.is_empty(), "nothing measures by these: {idle:?}");
}

/// Every list of words is read by a rule, and named on the page of one.
#[test]
fn words_are_used_and_told() {
    let files = rust_files("src/check").into_iter();
    let code: String = files
        .map(|(_, text)| text.split_whitespace().collect::<String>())
        .collect();
    for entry in vocabulary_entries() {
        let (key, alias) = (&entry.key, &entry.alias);
        let name = format!("`标准.词表.{key}`");
        assert!(
            code.contains(&format!("vocabulary.{alias}")),
            "no rule reads `{alias}`"
        );
        assert!(
            rules().iter().any(|rule| rule.meta().docs.contains(&name)),
            "no page names {name}"
        );
    }
}

#[test]
fn names_agree() {
    let mut ids = BTreeSet::new();
    for meta in rules().iter().map(|rule| rule.meta()) {
        assert!(ids.insert(meta.id), "{} is declared twice", meta.id);
        let wanted = format!(
            "src/check/rules/{}/{}.rs",
            family(meta).folder,
            meta.id.replace('-', "_")
        );
        assert_eq!(
            meta.file.replace('\\', "/"),
            wanted,
            "{}: file and ID differ",
            meta.id
        );
        assert!(meta.docs.contains(" ## 为什么\n"), "{}: say why", meta.id);
    }
}

/// IDs are a promise to every editor who wrote one in a waiver.
#[test]
fn ids_are_promised() {
    const INSTRUCTIONS: [&str; 6] = ["no-", "avoid-", "prefer-", "use-", "disallow-", "banned-"];
    let mut ids: Vec<&str> = rules().iter().map(|rule| rule.meta().id).collect();
    for id in &ids {
        assert!(
            !INSTRUCTIONS.iter().any(|word| id.starts_with(word)),
            "{id}: name the defect, not the cure"
        );
    }
    ids.sort_unstable();
    insta::assert_snapshot!(ids.join("\n"));
}

#[test]
fn every_file_is_registered() {
    let known: BTreeSet<String> = rules()
        .iter()
        .map(|rule| rule.meta().file.replace('\\', "/"))
        .collect();
    for folder in fs::read_dir("src/check/rules")
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        if !folder.is_dir() {
            continue;
        }
        for file in fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
        {
            // Helpers that rules share declare no rule.
            if !fs::read_to_string(&file)
                .unwrap()
                .contains("declare_rule! {\n    /// ")
            {
                continue;
            }
            let file = file.to_string_lossy().replace('\\', "/");
            assert!(known.contains(&file), "{file} is missing from RULES");
        }
    }
}

/// A site that breaks much at once: all of it is told in one run, each at its place.
#[test]
fn every_mistake_is_told_in_one_run() {
    let site = Site::new();
    site.put("content/通知公告/甲.md", "---\n标题：全角冒号\n索引号: a/1\n发布机构: 街道\n成文日期: 2026-02-30\n发布日期: 明天\n公开属性: 主动\n内容概叙: 写错的键\n审查: {审查人: 甲, 日期: 2026-01-01}\n标题: 又一个\n---\n正文见[乙](乙.md)和[下文](#没有)。\n");
    site.put("content/通知公告/丙.md", "# 没有文件头\n");
    site.document(
        "content/政策文件/丁.md",
        2,
        "依据: [政策文件/无.md]\n有效期至: 1800-01-01\n",
        "正文。",
    );
    site.put("content/主动公开基本目录/目录.yaml", "版本: 1\n更新日期: 2026-01-01\n领域: [{名称: 救济, 状态: 有事项}]\n事项:\n  - {编号: JD-1, 领域: 救灾, 序号: 一}\n");
    let output = site.build();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        !site.out().exists(),
        "nothing is published while an error stands"
    );
    let text = String::from_utf8(output.stderr).unwrap();
    let text: String = text
        .lines()
        .filter(|line| !line.contains("用时"))
        .map(|line| format!("{line}\n"))
        .collect();
    insta::assert_snapshot!(text);
}
