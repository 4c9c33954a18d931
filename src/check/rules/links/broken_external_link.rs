use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{BadCertificate, DeadEnd, Fault, FaultKind, Severity},
};

declare_rule! {
    /// 查出打不开的站外链接（只在 `check --external` 时联网查）。
    ///
    /// ## 为什么
    ///
    /// 错链、断链是网站检查逐条扣分的项目，链到别的网站的也算。只有确定打不开的才报：网站回答 404、410，
    /// 多次出错，域名不存在，证书过期或不是这个域名的，跳转没有尽头。连不上、超时、拒绝程序访问的另由
    /// `unreachable-external-link` 提示，不算失效。要当作错误，在 `site.yaml` 的 `标准`—`严重程度` 里定。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 见[上级通知](https://www.example.gov.cn/tz/1.html)。
    /// ```
    ///
    /// ```answers
    /// https://www.example.gov.cn/tz/1.html 404
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 见[上级通知](https://www.example.gov.cn/tz/2.html)。
    /// ```
    ///
    /// ```answers
    /// https://www.example.gov.cn/tz/2.html 200
    /// ```
    BrokenExternalLink { id: "broken-external-link", severity: Warning, requirements: ["WD-9", "DED-6"], since: "0.1.0" }
}

impl Rule for BrokenExternalLink {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::BrokenExternalLink { address, why } = &fault.kind else {
            return None;
        };
        let (said, help) = words(why);
        Some(
            Finding::new(format!("站外链接“{address}”打不开：{said}"), help)
                .severity(Severity::Warning),
        )
    }

    fn needs_network(&self) -> bool {
        true
    }
}

fn words(why: &DeadEnd) -> (String, &'static str) {
    const REPLACE: &str = "在浏览器里点开核对；换成新的网址，或者删去链接、只留文字";
    let said = match why {
        DeadEnd::Status(404) => "网站回答 404，没有这个网页",
        DeadEnd::Status(410) => "网站回答 410，网页已经撤下",
        DeadEnd::Status(status) => {
            let help = "在浏览器里点开核对；对方网站长期出错的，换成别处的网址，或者删去链接";
            return (format!("网站回答 {status}，几次都出错"), help);
        }
        DeadEnd::NoSuchHost => "域名不存在",
        DeadEnd::Certificate(certificate) => {
            let said = match certificate {
                BadCertificate::Expired => "网站的证书已经过期",
                BadCertificate::NotYetValid => "网站的证书还没有生效",
                BadCertificate::WrongName => "网站的证书不是这个域名的",
                BadCertificate::Revoked => "网站的证书已被吊销",
            };
            let help = "浏览器会拦下来；请对方换证书，或者改用证书有效的网址";
            return (said.to_owned(), help);
        }
        DeadEnd::RedirectLoop => "跳转绕了回来，没有尽头",
        DeadEnd::TooManyRedirects => "跳转次数太多，浏览器也不会跟下去",
        DeadEnd::StrayRedirect => "跳转的去处不是网址",
        DeadEnd::NotHttp => "那里回答的不是网页",
        DeadEnd::Unreadable => {
            let help = "网址写作 https://域名/路径；检查有没有多余的字、标点或空格";
            return ("网址写得不对".to_owned(), help);
        }
    };
    (said.to_owned(), REPLACE)
}
