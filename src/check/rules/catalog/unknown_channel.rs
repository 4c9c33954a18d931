use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    standard::nearest,
};

use super::{catalog, name};

/// The channels of the common form (CAT-4).
const CHANNELS: [&str; 13] = [
    "政府网站",
    "政府公报",
    "两微一端",
    "发布会/听证会",
    "广播电视",
    "纸质媒体",
    "公开查阅点",
    "政务服务中心",
    "便民服务站",
    "入户/现场",
    "社区/企事业单位/村公示栏（电子屏）",
    "精准推送",
    "其他",
];

/// Names that a channel goes by when only a part of it is meant.
const PARTS: [&str; 12] = [
    "发布会",
    "新闻发布会",
    "听证会",
    "入户",
    "现场",
    "入户/现场公开",
    "社区公示栏",
    "村公示栏",
    "企事业单位公示栏",
    "社区/企事业单位/村公示栏",
    "电子屏",
    "政府门户网站",
];

declare_rule! {
    /// 查出不是通行名称的公开渠道。
    ///
    /// ## 为什么
    ///
    /// 标准目录的公开渠道和载体有固定的选项，汇总和检查时按名称统计，自己起的名称统计不上。只写其中一种的（“听证会”“村公示栏”）可以；写“其他”的，冒号后写明是什么。
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
        for row in data.items() {
            for (text, span) in row.channels().spanned() {
                if is_known(text) {
                    continue;
                }
                let help = nearest(text, CHANNELS.into_iter()).map_or_else(
                    || {
                        format!(
                            "改用通行的名称：{}；都不合适的写“其他：…”",
                            CHANNELS[..12].join("、")
                        )
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
fn is_known(text: &str) -> bool {
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
    CHANNELS.contains(&text.as_str())
        || PARTS.contains(&text.as_str())
        || ["其他：", "其他:", "其他（"]
            .iter()
            .any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn channels_are_known_in_every_dress() {
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
