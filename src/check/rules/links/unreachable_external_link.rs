use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind, Inconclusive},
};

declare_rule! {
    /// 提示联网也判断不了的站外链接（只在 `check --external` 时联网查）。
    ///
    /// ## 为什么
    ///
    /// 超时、连不上、拒绝程序访问（403、412、429、521 等），不等于居民打不开：从这里到对方的网络、对方的
    /// 防护都可能是原因。这样的链接既不算失效，也不算有效，须由人点开看。确实能打开的，在 `site.yaml` 写
    /// `外部链接: {跳过: [网站或网址开头]}`，以后不再问；也可以按处豁免。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 见[上级通知](https://www.example.gov.cn/tz/1.html)。
    /// ```
    ///
    /// ```answers
    /// https://www.example.gov.cn/tz/1.html 超时
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 见[上级通知](https://www.example.gov.cn/tz/1.html)。
    /// ```
    ///
    /// ```answers
    /// https://www.example.gov.cn/tz/1.html 200
    /// ```
    UnreachableExternalLink { id: "unreachable-external-link", severity: Info, requirements: [], since: "0.1.0" }
}

impl Rule for UnreachableExternalLink {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::UnreachableExternalLink { address, why } = &fault.kind else {
            return None;
        };
        let (said, help) = words(why);
        let message = format!("站外链接“{address}”无法判断：{said}");
        Some(Finding::new(message, help))
    }

    fn needs_network(&self) -> bool {
        true
    }
}

fn words(why: &Inconclusive) -> (String, &'static str) {
    const LOOK: &str = "在浏览器里点开看：打不开的，改正或删去链接；能打开的，过些时候再查，或在 site.yaml 的 外部链接—跳过 里写上它";
    let said = match why {
        Inconclusive::Timeout => "等了又等，没有回答",
        Inconclusive::Refused => "连不上",
        Inconclusive::Cut => "连接被中断",
        Inconclusive::NoRoute => "从这里没有路通到那里",
        Inconclusive::NoLookup => {
            let help = "检查这台机器的网络和域名解析，再查一次";
            return ("域名查询没有结果".to_owned(), help);
        }
        Inconclusive::UnknownIssuer => "证书的签发机构不在这台机器的信任列表里",
        Inconclusive::NoHandshake => "加密连接没有建成（也许只支持国密算法）",
        Inconclusive::Status(status) => {
            return (
                format!("网站回答 {status}，多半是不让程序访问或要登录"),
                LOOK,
            );
        }
        Inconclusive::Later(Some(seconds)) => {
            return (format!("网站现在不接待，要 {seconds} 秒以后再来"), LOOK);
        }
        Inconclusive::Later(None) => "网站说访问太多，现在不接待",
        Inconclusive::Cookies => "网站要先收下 Cookie 才让看",
        Inconclusive::Private => {
            let help = "居民打不开内部网络的地址，请换成公开的网址；在内部网络上检查的，加 --allow-private";
            return ("是内部网络的地址，没有访问".to_owned(), help);
        }
        Inconclusive::Other => "连接出错",
    };
    (said.to_owned(), LOOK)
}
