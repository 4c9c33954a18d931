//! Hostile inputs: texts of any size in which one thing is repeated.

/// Place of an input in a copy of the base site.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    /// Behind the settings.
    Settings,
    /// In place of a source, or as a new one.
    Source(&'static str),
    /// As an attachment of a document.
    Attachment(&'static str),
}

/// One input.
#[derive(Debug)]
pub(crate) struct Input {
    /// Its name in the table.
    pub(crate) name: &'static str,
    /// Place that it is put in.
    pub(crate) place: Place,
    /// Makes it with at most so many bytes.
    pub(crate) make: fn(usize) -> String,
}

const BODY: Place = Place::Source("content/通知公告/恶意.md");
const CATALOG: Place = Place::Source("content/主动公开基本目录/目录.yaml");

const HEAD: &str = "---
标题: 旭来街街道办事处测试公告
索引号: \"111409020123456714/2026-00199\"
主题分类: 公安、安全、司法
发布机构: 旭来街街道办事处
成文日期: 2026-11-13
发布日期: 2026-11-16
公开属性: 主动公开
内容概述: 公布寒潮、雨雪期间的值守时间、求助电话和临时避寒地点。
审查: {审查人: 党政综合办公室, 日期: 2026-11-14, 结论: 同意公开}
网址名: hostile
";

/// A document whose body is one piece over and over.
fn repeated(bytes: usize, piece: &str) -> String {
    format!("{HEAD}---\n\n{}\n", piece.repeat(bytes / piece.len()))
}

/// A text of numbered pieces.
fn numbered(bytes: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(bytes);
    for number in 0.. {
        let next = piece(number);
        if text.len() + next.len() > bytes {
            break;
        }
        text.push_str(&next);
    }
    text
}

/// A document whose body is numbered pieces.
fn body(bytes: usize, piece: impl Fn(usize) -> String) -> String {
    format!("{HEAD}---\n\n{}", numbered(bytes, piece))
}

/// A document with more front matter.
fn front(more: &str) -> String {
    format!("{HEAD}{more}\n---\n\n正文。\n")
}

macro_rules! inputs {
    ($($name:literal $place:ident $make:expr;)*) => {
        &[$(Input { name: $name, place: $place, make: $make },)*]
    };
}

const SETTINGS: Place = Place::Settings;
const CSV: Place = Place::Attachment("content/通知公告/名单.csv");
const TXT: Place = Place::Attachment("content/通知公告/名单.txt");

/// All of them.
pub(crate) static INPUTS: &[Input] = inputs! {
    "plain-line" BODY |n| repeated(n, "街道办事处认真做好值班工作，");
    "long-word" BODY |n| repeated(n, "a");
    "digits" BODY |n| repeated(n, "1");
    "digit-groups" BODY |n| repeated(n, "1111 ");
    "identity-numbers" BODY |n| repeated(n, "14090219780512003X，");
    "identity-lines" BODY |n| repeated(n, "14090219780512003X\n\n");
    "mobile-numbers" BODY |n| repeated(n, "13800138000，");
    "slips" BODY |n| repeated(n, "按装");
    "slip-lines" BODY |n| repeated(n, "按装设备\n\n");
    "outdated-names" BODY |n| repeated(n, "国家新闻出版广电总局，");
    "variants" BODY |n| repeated(n, "臺灣裏");
    "secrecy-marks" BODY |n| repeated(n, "机密★1年 ");
    "secrecy-quoted" BODY |n| repeated(n, "“机密★");
    "superseded" BODY |n| repeated(n, "自收到申请之日起15个工作日内予以答复，");
    "superseded-lines" BODY |n| repeated(n, "自收到申请之日起15个工作日内予以答复\n");
    "numbering" BODY |n| repeated(n, "一、甲。\n\n三、乙。\n\n");
    "punctuation" BODY |n| repeated(n, "街道,办事处;你好.");
    "punctuation-lines" BODY |n| repeated(n, "街道,办事处;\n\n");
    "thresholds" BODY |n| repeated(n, "12万元以上，50万元以下；");
    "quotes" BODY |n| repeated(n, "“");
    "ticks" BODY |n| body(n, |at| "`".repeat(at % 500) + "甲 ");
    "open-tags" BODY |n| repeated(n, "<a ");
    "headings-equal" BODY |n| repeated(n, "## 甲\n\n");
    "headings" BODY |n| body(n, |at| format!("## 标题{at}\n\n"));
    "headings-skipped" BODY |n| body(n, |at| format!("## 甲{at}\n\n#### 乙{at}\n\n"));
    "anchors-broken" BODY |n| body(n, |at| format!("## 标题{at}\n\n[甲](#题{at}x)\n\n"));
    "anchors-good" BODY |n| body(n, |at| format!("## 标题{at}\n\n[甲](#标题{at})\n\n"));
    "links-broken" BODY |n| body(n, |at| format!("[甲{at}](b{at}.md)\n\n"));
    "links-good" BODY |n| repeated(n, "[值班](冬季应急值班.md)，");
    "links-external" BODY |n| body(n, |at| format!("[甲乙{at}](https://example.com/{at})\n\n"));
    "links-own" BODY |n| body(n, |at| format!("[甲{at}](https://www.example.gov.cn/xulaijie/zfxxgk/{at}.html)\n\n"));
    "links-http" BODY |n| body(n, |at| format!("<a href=\"http://10.0.0.1/{at}\">甲</a>\n"));
    "links-unclosed" BODY |n| repeated(n, "<a href=\"x\">");
    "links-blank" BODY |n| body(n, |at| format!("<a href=\"x{at}\"></a>\n"));
    "pictures" BODY |n| repeated(n, "![](a.png)\n");
    "pictures-foreign" BODY |n| body(n, |at| format!("<img src=\"https://a.example.com/{at}.png\">\n"));
    "hidden" BODY |n| repeated(n, "<span hidden><a href=\"https://a.example.com/\">甲</a>");
    "unknown-tags" BODY |n| repeated(n, "<blink>甲</blink>");
    "styles" BODY |n| repeated(n, "<p style=\"color:#999;background:#aaa\">甲</p>");
    "html-cells" BODY |n| format!("{HEAD}---\n\n<table>{}</table>\n", "<tr><td>甲</td></tr>".repeat(n / 27));
    "table-rows" BODY |n| format!("{HEAD}---\n\n|甲|乙|\n|--|--|\n{}", "|丙|丁|\n".repeat(n / 12));
    "table-names" BODY |n| format!("{HEAD}---\n\n|姓名|身份证号|电话|\n|--|--|--|\n{}", "|张三|14090219780512003X|13800138000|\n".repeat(n / 48));
    "list" BODY |n| repeated(n, "- 甲\n");
    "blank-lines" BODY |n| repeated(n, "\n");
    "title" BODY |n| HEAD.replace("测试公告", &"旭".repeat(n / 3)) + "---\n\n正文。\n";
    "abstract" BODY |n| HEAD.replace("公布寒潮", &"公布寒潮".repeat(n / 12)) + "---\n\n正文。\n";
    "keywords" BODY |n| front(&format!("主题词: [{}]", numbered(n, |at| format!("甲{at}, "))));
    "fields-unknown" BODY |n| front(&numbered(n, |at| format!("键{at}: 甲\n")));
    "fields-twice" BODY |n| front(&"键: 甲\n".repeat(n / 9));
    "field-long" BODY |n| front(&format!("{}: 甲", "键".repeat(n / 3)));
    "related-broken" BODY |n| front(&format!("关联: [{}]", numbered(n, |at| format!("甲{at}, "))));
    "yaml-list" CATALOG |n| "- 甲\n".repeat(n / 6);
    "yaml-map" CATALOG |n| numbered(n, |at| format!("键{at}: 甲\n"));
    "yaml-flow" CATALOG |n| format!("[{}]\n", "甲,".repeat(n / 4));
    "yaml-flow-open" CATALOG |n| "[".repeat(n);
    "yaml-scalar" CATALOG |n| format!("版本: \"{}\"\n", "\\u4e00".repeat(n / 6));
    "catalog-rows" CATALOG |n| format!("版本: 甲\n目录:\n{}", numbered(n, |at| format!("  - {{编号: JD-{at}, 名称: 甲}}\n")));
    "waivers" SETTINGS |n| format!("豁免:\n{}", numbered(n, |at| format!("  - {{规则: broken-link, 路径: content/通知公告/乙.md, 内容: 甲{at}, 理由: 上级页面改版中, 责任岗位: 主任, 到期: 2026-12-31}}\n")));
    "withdrawn" SETTINGS |n| format!("撤下网址:\n{}", numbered(n, |at| format!("  - {{网址: /notices/202505/gone{at}.html, 理由: 事项已经停办}}\n")));
    "csv-line" CSV |n| "甲,14090219780512003X,".repeat(n / 24);
    "txt-line" TXT |n| "14090219780512003X，".repeat(n / 21);
};
