use crate::{
    check::{Finding, Rule, Sink, facts::prose::Prose, rule::declare_rule},
    diagnostic::Severity,
    model::{Page, Site},
    source::Span,
    standard::Words,
};

use super::{document, every_other_text};

declare_rule! {
    /// 查出写错的法律、行政法规名称。
    ///
    /// ## 为什么
    ///
    /// 依据的名称写错一个字，读者查不到，文件的依据就成了问题。只查和常用法律法规的名称差一个字、漏了“暂行”、把“办法”写成“条例”的；名称在 `标准.词表.法律法规名称` 里可以加。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 根据《中华人民共和国突发事件应急法》，制定本预案。
    /// ```
    ///
    /// ## 反例
    ///
    /// ```body
    /// 根据《重大行政决策程序条例》，公开征求意见。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 根据《中华人民共和国突发事件应对法》、《重大行政决策程序暂行条例》和《示例街道应急办法》，制定本预案。
    /// ```
    MisnamedLaw { id: "misnamed-law", severity: Warning, requirements: ["CAT-7"], since: "0.1.0" }
}

impl Rule for MisnamedLaw {
    fn site(&self, site: &Site, sink: &mut Sink) {
        every_other_text(site, sink, |prose, sink| look(site, prose, sink));
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        document(page, sink, |prose, sink| look(site, prose, sink));
    }
}

const STATE: &str = "中华人民共和国";

fn look(site: &Site, prose: &Prose<'_>, sink: &mut Sink) {
    let names = &site.config.standard.vocabulary.law_names;
    let text = prose.file.text.as_str();
    for at in memchr::memmem::find_iter(text.as_bytes(), "《") {
        let start = at + "《".len();
        let near = &text[start..];
        let near = &near[..near.floor_char_boundary(120)];
        let Some(end) = near.find('》') else {
            continue;
        };
        let name = &near[..end];
        let Some(right) = right_name(name, names) else {
            continue;
        };
        let span = Span::new(start, start + end);
        if !prose.holds(span) {
            continue;
        }
        let message = format!("没有《{name}》，应为《{right}》");
        let finding = Finding::new(
            message,
            "对照官方公布的名称改正；名称没有错的，把它加到 标准.词表.法律法规名称",
        );
        let finding = finding.severity(Severity::Warning);
        sink.add(&prose.file.path, finding.at(span));
    }
}

/// Name of the law that is certainly meant by one that is none.
fn right_name(written: &str, names: &Words) -> Option<String> {
    let bare = written.strip_prefix(STATE).unwrap_or(written);
    let ends = ["法", "条例", "办法", "规定", "决定"];
    if bare.chars().count() < 5 || !ends.iter().any(|end| bare.ends_with(end)) || names.has(bare) {
        return None;
    }
    let settled = without_trial(bare);
    let found = names.all().find(|name| is_slip(bare, &settled, name))?;
    let prefix = &written[..written.len() - bare.len()];
    Some(format!("{prefix}{found}"))
}

/// A name without the words that its rules are on trial.
fn without_trial(name: &str) -> String {
    name.replace("暂行", "").replace("试行", "")
}

/// A name without the word for the kind of rules that it is of.
fn stem(name: &str) -> Option<&str> {
    name.strip_suffix("条例")
        .or_else(|| name.strip_suffix("办法"))
}

/// True for a name that differs from another as slips of the pen do. `settled` is what is written
/// without the words for a trial.
fn is_slip(written: &str, settled: &str, name: &str) -> bool {
    // `条例` for `暂行条例`, and the other way round.
    let is_trial =
        || name.len() >= settled.len() && written != name && without_trial(name) == settled;
    // `办法` for `条例`, in a name that is long enough to be no other's.
    let is_kind =
        || stem(name).is_some() && stem(written) == stem(name) && name.chars().nth(6).is_some();
    let is_one_off = || {
        let (first, last) = (name.chars().next(), name.chars().next_back());
        let is_framed = written.chars().next() == first && written.chars().next_back() == last;
        is_framed
            && name.chars().count() == written.chars().count()
            && name.chars().nth(6).is_some()
            && written
                .chars()
                .zip(name.chars())
                .filter(|(a, b)| a != b)
                .count()
                == 1
    };
    is_one_off() || is_kind() || is_trial()
}
