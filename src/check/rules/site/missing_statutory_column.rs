use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

declare_rule! {
    /// 查出缺少的法定栏目。
    ///
    /// ## 为什么
    ///
    /// 政府信息公开专栏必须设指南、制度、法定主动公开内容、主动公开基本目录、年度报告。
    ///
    /// ## 反例
    ///
    /// ```remove content/政府信息公开制度
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 标题: 关于防汛值班的通知
    /// ```
    MissingStatutoryColumn { id: "missing-statutory-column", severity: Error, requirements: ["PT-5", "PT-8", "PT-14"], since: "0.1.0" }
}

impl Rule for MissingStatutoryColumn {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for column in &site.config.standard.statutory {
            let kind = column.kind.word();
            if site.column_of_kind(column.kind).is_none() && !site.unread_may_contain(kind) {
                sink.add(
                    &site.columns[0].source.file.path,
                    Finding::new(
                        format!("缺少法定栏目“{}”", column.title),
                        format!(
                            "新建文件夹 content/{}，其中的 _index.md 写“栏目类型: {kind}”",
                            column.title
                        ),
                    )
                    .clause(&column.clause),
                );
            }
        }
    }
}
