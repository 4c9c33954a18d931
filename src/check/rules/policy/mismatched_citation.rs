use std::{collections::BTreeMap, sync::LazyLock};

use regex::Regex;

use crate::{
    check::{
        Finding, Rule, Sink,
        facts::line::{self, Line},
        rule::declare_rule,
    },
    diagnostic::Severity,
    model::{Page, Resolved, Site, Target},
    source::Span,
};

declare_rule! {
    /// 查出正文里和文件本身对不上的文件名称、发文字号。
    ///
    /// ## 为什么
    ///
    /// 解读、废止条款里的文号和名称写错，读者找不到那份文件。查三处：书名号里的本站文件后面的发文字号；链接文字里的名称和它指向的文件；本机关的发文字号用六角括号〔〕，不写“第”，序号不补零（GB/T 9704）。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 发文字号: 旭街办发〔2026〕9号
    /// ```
    ///
    /// ```md content/通知公告/乙.md
    /// ---
    /// 标题: 关于转发防汛方案的通知
    /// 索引号: "111409020123456714/2026-00101"
    /// 发布机构: 旭来街街道办事处
    /// 成文日期: 2026-06-01
    /// 发布日期: 2026-06-02
    /// 公开属性: 主动公开
    /// 内容概述: 汛期值班的时间、人员安排和联系方式
    /// 目录事项: [JD-001]
    /// 审查: {审查人: 党政综合办公室, 日期: 2026-06-01, 结论: 同意公开}
    /// ---
    /// 按照旭街办发[2026]9号文件的要求办理。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 发文字号: 旭街办发〔2026〕9号
    /// ```
    MismatchedCitation { id: "mismatched-citation", severity: Warning, requirements: ["NF-6", "NF-7", "JD-7"], since: "0.1.0" }
}

static CITED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("《(?P<title>[^《》]{4,60})》(?:[（(](?P<no>[^（）()，。；]{2,14}〔[0-9]{4}〕[0-9]+号)|[^。；，]{0,4}[（(](?P<no2>[^（）()，。；]{2,14}〔[0-9]{4}〕[0-9]+号))")
        .unwrap_or_else(|error| panic!("{error}"))
});

impl Rule for MismatchedCitation {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let numbers: Vec<(&str, &str)> = site
            .published()
            .filter_map(|(_, page)| {
                let number = page.document.meta().document_no().get()?;
                Some((page.document.title.as_str(), number))
            })
            .collect();
        let mut prefixes: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, number) in &numbers {
            if let Some((prefix, _)) = number.split_once('〔') {
                *prefixes.entry(prefix).or_default() += 1;
            }
        }
        let own = prefixes.into_keys().map(regex::escape).collect::<Vec<_>>();
        let form = (!own.is_empty()).then(|| {
            let pattern = format!(
                "(?:{})(?:[\\[【（(［](?P<year>[0-9]{{4}})[\\]】）)］]第?0*(?P<no>[0-9]+)号|〔(?P<y2>[0-9]{{4}})〕(?:第|0)0*(?P<n2>[0-9]+)号)",
                own.join("|")
            );
            Regex::new(&pattern)
        });
        let form = form.and_then(Result::ok);
        for (_, page) in site.published() {
            let document = &page.document;
            let path = document.file.path.as_str();
            names_of_links(site, page, sink);
            let body = document.file.text.get(document.body.start..);
            for (at, written) in line::lines(body.unwrap_or_default(), document.body.start) {
                if !written.contains('号') {
                    continue;
                }
                let line = Line::read(written, at);
                for found in CITED.captures_iter(&line.text) {
                    let Some(number) = found.name("no").or_else(|| found.name("no2")) else {
                        continue;
                    };
                    let title = &found["title"];
                    let mut known = numbers.iter().filter(|(own, _)| own.contains(title));
                    let all: Vec<&str> = known.by_ref().map(|(_, number)| *number).collect();
                    if all.is_empty() || all.contains(&number.as_str()) {
                        continue;
                    }
                    // Of another office's document of the same name nothing is known here.
                    let prefix = |number: &str| number.split('〔').next().map(str::to_owned);
                    if prefix(all[0]) != prefix(number.as_str()) {
                        continue;
                    }
                    let message = format!(
                        "《{title}》的发文字号写的是 {}，本站的是 {}",
                        number.as_str(),
                        all[0]
                    );
                    let finding = Finding::new(message, "对照原件，改成一样")
                        .of("NF-6")
                        .severity(Severity::Warning);
                    let span = line.span(number.start(), number.end());
                    sink.add(path, finding.at(span));
                }
                // Brackets are signs of Markdown, so that the line is taken as it is written.
                let Some(found) = form.as_ref().and_then(|form| form.find(written)) else {
                    continue;
                };
                let message = format!("发文字号“{}”的写法不规范", found.as_str());
                let help = "年份用六角括号〔〕，序号前不写“第”、不补零，如 旭街办发〔2026〕9号";
                let finding = Finding::new(message, help)
                    .of("NF-7")
                    .severity(Severity::Warning);
                let finding = finding.clause("GB/T 9704");
                sink.add(
                    path,
                    finding.at(Span::new(at + found.start(), at + found.end())),
                );
            }
        }
    }
}

/// Names between 《》 in the words of a link that are not in the title of what it leads to.
fn names_of_links(site: &Site, page: &Page, sink: &mut Sink) {
    let document = &page.document;
    for (link, resolved) in document.body.links.iter().zip(&page.links) {
        let Resolved::Target(Target::Page(id)) = resolved else {
            continue;
        };
        let name = link
            .text
            .split_once('《')
            .and_then(|(_, rest)| rest.split_once('》'));
        let Some((name, _)) = name else { continue };
        let title = &site.pages[*id].document.title;
        if name.chars().count() < 5 || title.contains(name) {
            continue;
        }
        // A short name leaves words out; a wrong one has others.
        let strange: Vec<char> = name
            .chars()
            .filter(|c| c.is_alphanumeric() && !title.contains(*c))
            .collect();
        let is_close = strange.len() <= 2 && name.chars().count() > 6;
        if strange.is_empty() || !is_close {
            continue;
        }
        let message = format!("链接的文字是《{name}》，指向的是“{title}”");
        let help = "对照文件的标题，改正链接的文字或者改链接";
        let finding = Finding::new(message, help)
            .of("JD-7")
            .severity(Severity::Warning);
        sink.add(&document.file.path, finding.at(link.span));
    }
}
