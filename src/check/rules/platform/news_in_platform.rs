use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    standard::view::ColumnKind,
};

declare_rule! {
    /// 查出专栏里的动态、新闻栏目。
    ///
    /// ## 为什么
    ///
    /// 政府信息公开专栏要“专栏姓专”，只放法定主动公开内容，不放新闻动态；混在一起，公众要找的文件会被新闻淹没。放在其他栏目里的文稿是不是新闻，须由人看。
    ///
    /// ## 反例
    ///
    /// ```md content/工作动态/_index.md
    /// ---
    /// 标题: 工作动态
    /// 栏目类型: 动态
    /// 说明: 报道本街道日常工作的新闻和图片。
    /// 主题词: [工作动态, 图片新闻]
    /// 序号: 20
    /// 网址名: news
    /// ---
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/通知公告/_index.md
    ///  栏目类型: 通知公告
    /// ```
    NewsInPlatform {
        id: "news-in-platform", severity: Warning,
        requirements: ["PT-1"], since: "0.1.0"
    }
}

impl Rule for NewsInPlatform {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for (_, column) in site.columns_of_kind(ColumnKind::News) {
            // A column without a kind passes for news; that is told as a missing field.
            let Some(span) = column.source.meta().kind().place() else {
                continue;
            };
            let finding = Finding::new(
                format!("政府信息公开专栏里有动态类栏目“{}”", column.title),
                "把动态、新闻放到上级门户网站的新闻栏目，专栏只留法定主动公开内容；属于通知、公示的放进通知公告",
            );
            sink.add(&column.source.file.path, finding.at(span));
        }
    }
}
