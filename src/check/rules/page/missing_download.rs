use crate::{
    check::{Built, Finding, Html, Rule, Sink, Tag, rule::declare_rule},
    render::Job,
    source::{extension, is_external},
};

declare_rule! {
    /// 查出不能下载的文档页。
    ///
    /// ## 为什么
    ///
    /// 公开平台应当具备下载功能：有附件的，每个附件在页面上都要有链接；没有附件的，也要能下载这一份信息的数据。下载是否通畅，须由人在网站上试。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/templates/document.html
    /// -<p class="pt"><button type="button" class="copy" data-copy="permalink">复制地址</button>{% if doc.json_href %}<a href="{{ doc.json_href }}">机器可读数据（JSON）</a>{% endif %}<span class="said" role="status"></span></p></div>
    /// +<p class="pt"><button type="button" class="copy" data-copy="permalink">复制地址</button><span class="said" role="status"></span></p></div>
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/templates/document.html
    ///  <section class="perm" aria-label="永久地址">
    /// ```
    MissingDownload {
        id: "missing-download", severity: Error,
        requirements: ["TL-24", "PT-4"], since: "0.1.0"
    }
}

/// Endings of the names of files that can be downloaded.
const FILES: [&str; 15] = [
    "json", "docx", "doc", "pdf", "ofd", "wps", "xlsx", "xls", "et", "csv", "txt", "zip", "rtf",
    "odt", "pptx",
];

impl Rule for MissingDownload {
    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        let Job::Document(id) = html.job else { return };
        let site = built.site;
        let attachments = &site.pages[id].attachments;
        let finding = if attachments.is_empty() {
            // The last links of its own are the likeliest.
            if html.own_tags("a").rev().any(is_download) || html.all("a").any(is_download) {
                return;
            }
            Finding::new(
                "文档页没有下载链接",
                "在主题的 document.html 里放回附件和机器可读数据（doc.json_href）的链接",
            )
        } else {
            if attachments
                .iter()
                .all(|id| html.links_to(&site.assets[*id].output))
            {
                return;
            }
            Finding::new(
                "文档页没有列出全部附件",
                "在主题的 document.html 里逐个列出 doc.attachments 的链接",
            )
        };
        sink.add_everywhere(html.path, finding);
    }
}

fn is_download(tag: &Tag<'_>) -> bool {
    let Some(href) = tag.attribute("href").filter(|href| !is_external(href)) else {
        return false;
    };
    let path = href.split(['#', '?']).next().unwrap_or_default();
    FILES.contains(&extension(path).as_str()) || tag.attribute("download").is_some()
}
