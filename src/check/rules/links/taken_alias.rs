use crate::{
    check::{Built, Finding, Rule, Sink, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
    linkcheck::Links,
    model::Target,
    source::Span,
};

declare_rule! {
    /// 查出已经另有用处的曾用网址。
    ///
    /// ## 为什么
    ///
    /// 一个网址只能通到一处：已经是别的网页、附件或者列表的网址，就不能再用来跳转；两份文档也不能写同一个曾用网址。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 曾用网址: [/notices/]
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 曾用网址: [/notices/202605/zhi-ban.html]
    /// ```
    TakenAlias { id: "taken-alias", severity: Error, since: "0.1.0" }
}

const HELP: &str = "删去这一条；确实要保留原来的网址，先给占用它的内容换一个";

impl Rule for TakenAlias {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::TakenAlias { address, other } = &fault.kind else {
            return None;
        };
        let message = format!("曾用网址“/{address}”已被 {other} 占用");
        Some(Finding::new(message, HELP).related(other, Span::default(), "占用它的文件"))
    }

    fn links(&self, built: &Built<'_>, links: &Links, sink: &mut Sink) {
        let site = built.site;
        for (number, redirect) in site.redirects.iter().enumerate() {
            if links.has_redirect(number) {
                continue;
            }
            let path = match redirect.target {
                Target::Page(id) => &site.pages[id].document.file.path,
                Target::Column(id) => &site.columns[id].source.file.path,
                Target::Asset(_) => continue,
            };
            let message = format!("曾用网址“/{}”已是本站另一个文件的网址", redirect.output);
            sink.add(path, Finding::new(message, HELP).at(redirect.span));
        }
    }
}
