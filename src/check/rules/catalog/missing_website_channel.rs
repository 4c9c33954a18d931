use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

use super::{catalog, name};

declare_rule! {
    /// 查出主动公开而公开渠道里没有政府网站的目录事项。
    ///
    /// ## 为什么
    ///
    /// 主动公开的政府信息要通过政府网站等便于公众知晓的途径公开，标准目录的每个主动公开事项都勾选“政府网站”。公开方式只有“依申请公开”的事项不在此列。
    ///
    /// ## 反例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    公开渠道: [政府网站, 公开查阅点]
    /// +    公开渠道: [公开查阅点]
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    公开渠道: [政府网站, 公开查阅点]
    /// +    公开渠道: [政府网站, 政务服务中心]
    /// ```
    MissingWebsiteChannel {
        id: "missing-website-channel", severity: Warning,
        requirements: ["CAT-4", "TL-23"], since: "0.1.0",
    }
}

impl Rule for MissingWebsiteChannel {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some((path, data)) = catalog(site) else {
            return;
        };
        for row in data.items() {
            let Some((mut channels, span)) = row.channels().given() else {
                continue;
            };
            let is_proactive = row.method().into_iter().any(|method| method == "主动");
            let has_website =
                channels.any(|channel| matches!(channel.trim(), "政府网站" | "政府门户网站"));
            if is_proactive && !has_website {
                let message = format!("{}主动公开，公开渠道却没有政府网站", name(row));
                let help = "在“公开渠道”里加上“政府网站”，并在网站上公开；只能申请获取的，公开方式改为“依申请公开”";
                sink.add(&path, Finding::new(message, help).at(span));
            }
        }
    }
}
