use crate::{
    check::{Finding, Rule, Sink, facts::prose::Prose, rule::declare_rule},
    model::{Page, Site},
    standard::PhraseKind,
};

use super::{document, every_other_text, phrases};

declare_rule! {
    /// 查出错别字、漏字和扫描认错的字，可自动修复。
    ///
    /// ## 为什么
    ///
    /// 错别字是网站检查逐处扣分的项目，扫描、转录来的文件里最多。只认错别字表里有的：在正确的公文里不会出现的写法，所以查不出全部错字；表外的常见错字，可以写进 site.yaml 的 标准.错别字。代码、网址、文件名和字段名不查；引号里单独举出的，后面说“一词”“应为”“写作”的，是在谈这个词，也不查。可能另有所指的只提醒，不自动改。举出错字的其他说法，在 `标准.词表.举出错字的前语`、`标准.词表.举出错字的后语` 里加。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 各村要准确把提时间要求，按时上报。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 各村要准确把握时间要求，按时上报。村民代表大力支持，报名时间截止2026年12月31日。
    ///
    /// “布署”一词应写作“部署”，全覆益应为全覆盖。
    ///
    /// `全覆益`。
    /// ```
    MisspelledWord { id: "misspelled-word", severity: Warning, since: "0.1.0" }
}

impl Rule for MisspelledWord {
    fn site(&self, site: &Site, sink: &mut Sink) {
        every_other_text(site, sink, |prose, sink| check_slips(site, prose, sink));
    }

    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        document(page, sink, |prose, sink| check_slips(site, prose, sink));
    }
}

fn check_slips(site: &Site, prose: &Prose<'_>, sink: &mut Sink) {
    for (mark, phrase) in phrases(site, prose, PhraseKind::Slip) {
        let note = phrase
            .note
            .as_ref()
            .map_or_else(String::new, |note| format!("（{note}）"));
        let message = format!("“{}”应为“{}”{note}", phrase.text, phrase.right);
        let help = "改正；确实要这样写的，在 site.yaml 的 豁免 里写明理由";
        let mut finding = Finding::new(message, help).at(mark.span);
        if let Some(severity) = phrase.severity {
            finding = finding.severity(severity);
        }
        // A word with a note is right in some texts, and of two words only a person knows which.
        let is_certain = phrase.is_certain
            && phrase.note.is_none()
            && !phrase.right.is_empty()
            && !phrase.right.contains(['/', '／', '或']);
        if prose.is_source && is_certain {
            finding = finding.fix(mark.span, phrase.right.as_str());
        }
        sink.add(&prose.file.path, finding);
    }
}
