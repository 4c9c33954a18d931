use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    config::Profile,
    diagnostic::Severity,
    model::Site,
};

declare_rule! {
    /// 查出为政府信息公开专门设立的网站。
    ///
    /// ## 为什么
    ///
    /// 公开平台要依托已有网站的栏目，不得设立专门网站；乡镇、街道原则上不单独开设政府网站，应当挂在上级政府门户之下。部门和政府有自己的网站时，只看专栏是不是占了整个网站。
    ///
    /// ## 反例
    ///
    /// ```diff site.yaml
    /// -  独立网站: 否
    /// +  独立网站: 是
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff site.yaml
    ///    独立网站: 否
    /// ```
    StandaloneSite {
        id: "standalone-site", severity: Warning,
        requirements: ["PT-3"], since: "0.1.0"
    }
}

impl Rule for StandaloneSite {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let config = &site.config;
        let Some(portal) = config.settings().portal().get() else {
            return;
        };
        if !portal.standalone().or_default() {
            return;
        }
        let is_outpost = matches!(config.profile, Profile::Subdistrict | Profile::Township);
        let finding = if is_outpost {
            let message = format!(
                "{}配置为独立网站，不在上级政府门户之下",
                config.profile.label()
            );
            Finding::new(
                message,
                "挂到上级政府门户网站的专栏下，“独立网站”改为“否”，“网址”写门户之下的路径",
            )
            .at(portal.standalone().span())
        } else if config.base_path() == "/" {
            Finding::new(
                "政府信息公开专栏占了整个网站，是专门网站",
                "放到本机关网站的一个栏目里，“网址”写栏目的路径",
            )
            .at(portal.base_url().span())
        } else {
            return;
        };
        sink.add(&config.file.path, finding.severity(Severity::Warning));
    }
}
