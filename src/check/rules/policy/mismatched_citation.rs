use std::collections::{BTreeSet, HashMap};

use aho_corasick::AhoCorasick;
use rayon::prelude::*;
use regex::Regex;

use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{
            line::{self, Line},
            pattern,
        },
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

pattern!(
    CITED,
    "《(?P<title>[^《》]{4,60})》(?:[（(](?P<no>[^（）()，。；]{2,14}〔[0-9]{4}〕[0-9]+号)|[^。；，]{0,4}[（(](?P<no2>[^（）()，。；]{2,14}〔[0-9]{4}〕[0-9]+号))"
);

impl Rule for MismatchedCitation {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let numbers: Vec<(&str, &str)> = site
            .published()
            .filter_map(|(_, page)| {
                let number = page.document.meta().document_no().get()?;
                Some((page.document.title.as_str(), number))
            })
            .collect();
        let misshapen = misshapen(&numbers);
        let pages: Vec<&Page> = site.published().map(|(_, page)| page).collect();
        let read: Vec<Vec<Citation>> = pages
            .par_iter()
            .map(|page| citations(page, misshapen.as_ref()))
            .collect();
        let cited = read.iter().flatten().filter_map(|one| one.title.as_deref());
        let known = Known::of(cited.collect(), &numbers);
        for (page, citations) in pages.into_iter().zip(&read) {
            names_of_links(site, page, sink);
            for citation in citations {
                if let Some(finding) = citation.finding(&known) {
                    sink.add(&page.document.file.path, finding.at(citation.span));
                }
            }
        }
    }
}

/// A number of a document in a text.
struct Citation {
    /// Title before it; none where only its shape is at fault.
    title: Option<String>,
    number: String,
    span: Span,
}

impl Citation {
    fn finding(&self, known: &Known<'_>) -> Option<Finding> {
        let number = self.number.as_str();
        let Some(title) = &self.title else {
            let message = format!("发文字号“{number}”的写法不规范");
            let help = "年份用六角括号〔〕，序号前不写“第”、不补零，如 旭街办发〔2026〕9号";
            let finding = Finding::new(message, help).of("NF-7");
            return Some(finding.severity(Severity::Warning).clause("GB/T 9704"));
        };
        let own = known.0.get(title.as_str())?;
        // Of another office's document of the same name nothing is known here.
        let prefix = |number: &str| number.split('〔').next().map(str::to_owned);
        if own.contains(&number) || prefix(own.first()?) != prefix(number) {
            return None;
        }
        let message = format!("《{title}》的发文字号写的是 {number}，本站的是 {}", own[0]);
        let finding = Finding::new(message, "对照原件，改成一样").of("NF-6");
        Some(finding.severity(Severity::Warning))
    }
}

/// Numbers of the site's documents whose titles hold a title that is cited.
struct Known<'s>(HashMap<&'s str, Vec<&'s str>>);

impl<'s> Known<'s> {
    /// Looks for all titles at once: one by one they would take the square of the documents.
    fn of(cited: BTreeSet<&'s str>, numbers: &[(&'s str, &'s str)]) -> Self {
        let cited: Vec<&str> = cited.into_iter().collect();
        let mut known: HashMap<&str, Vec<&str>> = HashMap::new();
        let Ok(finder) = AhoCorasick::new(&cited) else {
            return Self(known);
        };
        for (title, number) in numbers {
            for found in finder.find_overlapping_iter(title) {
                let own = known.entry(cited[found.pattern()]).or_default();
                if own.last() != Some(number) {
                    own.push(number);
                }
            }
        }
        Self(known)
    }
}

/// Numbers of this office in a shape that they do not have.
fn misshapen(numbers: &[(&str, &str)]) -> Option<Regex> {
    let prefixes = numbers
        .iter()
        .filter_map(|(_, number)| number.split_once('〔'));
    let own: BTreeSet<String> = prefixes.map(|(prefix, _)| regex::escape(prefix)).collect();
    let own: Vec<String> = own.into_iter().collect();
    let pattern = format!(
        "(?:{})(?:[\\[【（(［][0-9]{{4}}[\\]】）)］]第?0*[0-9]+号|〔[0-9]{{4}}〕(?:第|0)0*[0-9]+号)",
        own.join("|")
    );
    (!own.is_empty())
        .then(|| Regex::new(&pattern).ok())
        .flatten()
}

fn citations(page: &Page, misshapen: Option<&Regex>) -> Vec<Citation> {
    let document = &page.document;
    let body = document.file.text.get(document.body.start..);
    let body = body.unwrap_or_default();
    let mut found = Vec::new();
    for (at, written) in line::lines(body, document.body.start) {
        if !written.contains('号') {
            continue;
        }
        if written.contains('《') && written.contains('〔') {
            let line = Line::read(written, at);
            found.extend(CITED.captures_iter(&line.text).filter_map(|cited| {
                let number = cited.name("no").or_else(|| cited.name("no2"))?;
                Some(Citation {
                    title: Some(cited["title"].to_owned()),
                    number: number.as_str().to_owned(),
                    span: line.span(number.start(), number.end()),
                })
            }));
        }
        // Brackets are signs of Markdown, so that the line is taken as it is written.
        found.extend(
            misshapen
                .and_then(|shape| shape.find(written))
                .map(|shape| Citation {
                    title: None,
                    number: shape.as_str().to_owned(),
                    span: Span::new(at + shape.start(), at + shape.end()),
                }),
        );
    }
    found
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
