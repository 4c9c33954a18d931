use crate::{
    check::{Built, Finding, Html, Rule, Sink, rule::declare_rule},
    model::Site,
    render::Job,
    source::Span,
    standard::view::ColumnKind,
};

declare_rule! {
    /// 查出不能直达依申请公开的专栏。
    ///
    /// ## 为什么
    ///
    /// 没有主动公开的信息，公众有权申请；从专栏首页应当点一次就到申请办法和申请表。
    ///
    /// ## 反例
    ///
    /// ```remove content/依申请公开
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/依申请公开/_index.md
    ///  栏目类型: 依申请公开
    /// ```
    MissingApplicationEntry {
        id: "missing-application-entry", severity: Error,
        requirements: ["PT-7"], since: "0.1.0"
    }
}

impl Rule for MissingApplicationEntry {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let kind = ColumnKind::Application;
        if site.column_of_kind(kind).is_none() && !site.unread_may_contain(kind.word()) {
            let finding = Finding::new(
                "专栏没有依申请公开栏目",
                "新建文件夹 content/依申请公开，其中的 _index.md 写“栏目类型: 依申请公开”，写明渠道、流程和申请表",
            );
            sink.add(
                &site.columns[0].source.file.path,
                finding.at(Span::default()),
            );
        }
    }

    fn html(&self, built: &Built<'_>, html: &Html<'_>, sink: &mut Sink) {
        if html.job != Job::Home {
            return;
        }
        let Some(id) = built.site.column_of_kind(ColumnKind::Application) else {
            return;
        };
        if !html.links_to(&built.site.columns[id].output()) {
            let finding = Finding::new(
                "首页没有到依申请公开的链接",
                "在主题的首页模板里加上依申请公开的链接（apply_href）",
            );
            sink.add_everywhere(html.path, finding);
        }
    }
}
