use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

declare_rule! {
    /// 查出写有用户名或密码的网址。
    ///
    /// ## 为什么
    ///
    /// `https://用户名:密码@域名/` 发布以后人人可见；也常被用来冒充别的网站。这样的网址不会联网去查。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 见[上级通知](https://admin:123456@www.example.gov.cn/tz/1.html)。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 见[上级通知](https://www.example.gov.cn/tz/1.html)。
    /// ```
    CredentialsInLink { id: "credentials-in-link", severity: Error, requirements: [], since: "0.1.0" }
}

impl Rule for CredentialsInLink {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for link in site.outward() {
            let rest = link.address.split_once("//").map_or("", |(_, rest)| rest);
            // Browsers take a backslash for a slash.
            let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
            let Some((_, host)) = authority.rsplit_once('@') else {
                continue;
            };
            let finding = Finding::new(
                format!("到“{host}”的链接里写了用户名或密码"),
                "删去 @ 和它前面的部分；密码已经写出来过的，请尽快改掉",
            );
            sink.add(&link.path, finding.at(link.span));
        }
    }
}
