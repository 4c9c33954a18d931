use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    standard::{Vocabulary, nearest},
};

use super::{catalog, name};

/// The channel that is written with what it is.
const OTHER: &str = "其他";

declare_rule! {
    /// 查出不是通行名称的公开渠道。
    ///
    /// ## 为什么
    ///
    /// 标准目录的公开渠道和载体有固定的选项，汇总和检查时按名称统计，自己起的名称统计不上。只写其中一种的（“听证会”“村公示栏”）可以；写“其他”的，冒号后写明是什么。上级的目录另有渠道的，在 `标准.词表.公开渠道`、`标准.词表.只写一种的公开渠道` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    公开渠道: [政府网站, 公开查阅点]
    /// +    公开渠道: [政府网站, 朋友圈]
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    公开渠道: [政府网站, 公开查阅点]
    /// +    公开渠道: [政府网站, 两微一端, "其他：大喇叭"]
    /// ```
    UnknownChannel {
        id: "unknown-channel", severity: Warning,
        requirements: ["CAT-4"], since: "0.1.0",
    }
}

impl Rule for UnknownChannel {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some((path, data)) = catalog(site) else {
            return;
        };
        let vocabulary = &site.config.standard.vocabulary;
        let channels = vocabulary.channels.all();
        for row in data.items() {
            for (text, span) in row.channels().spanned() {
                if is_known(text, vocabulary) {
                    continue;
                }
                let help = nearest(text, channels.clone()).map_or_else(
                    || {
                        let named: Vec<&str> =
                            channels.clone().filter(|name| *name != OTHER).collect();
                        let named = named.join("、");
                        format!("改用通行的名称：{named}；都不合适的写“其他：…”")
                    },
                    |nearest| format!("是不是“{nearest}”？"),
                );
                let message = format!("{}的公开渠道“{text}”不是通行的名称", name(row));
                sink.add(&path, Finding::new(message, help).at(span));
            }
        }
    }
}

/// Recognises a channel of the form, however its brackets are written.
fn is_known(text: &str, vocabulary: &Vocabulary) -> bool {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            '／' => '/',
            c => c,
        })
        .collect();
    vocabulary.channels.has(&text)
        || vocabulary.partial_channels.has(&text)
        || ["其他：", "其他:", "其他（"]
            .iter()
            .any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_known_in_every_dress() {
        let vocabulary = Vocabulary::builtin();
        let is_known = |text| is_known(text, &vocabulary);
        for text in [
            "政府网站",
            "社区/企事业单位/村公示栏(电子屏)",
            "入户／现场",
            "其他：大喇叭",
            "其他（大喇叭）",
        ] {
            assert!(is_known(text), "{text}");
        }
        for text in ["网站", "其他渠道", "微信群"] {
            assert!(!is_known(text), "{text}");
        }
    }
}
