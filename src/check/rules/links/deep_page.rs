use crate::{
    check::{Built, Finding, Rule, Sink, rule::declare_rule},
    linkcheck::Links,
};

declare_rule! {
    /// 查出要点很多次才看得到的文档，每个栏目报一次。
    ///
    /// ## 为什么
    ///
    /// 从首页一次一次点下去，点三次还看不到，多数人就不找了。法规没有规定次数，这里只作提示；次数可以在配置里改。栏目本身层级过深的，由 deep-column 报。
    ///
    /// ## 反例
    ///
    /// ```append site.yaml
    /// 标准:
    ///   阈值: {点击次数上限: 1}
    /// ```
    ///
    /// ```remove content/政策解读/公示栏管理办法解读
    /// ```
    ///
    /// ## 正例
    ///
    /// ```append site.yaml
    /// 标准:
    ///   阈值: {点击次数上限: 3}
    /// ```
    DeepPage { id: "deep-page", severity: Info, since: "0.1.0" }
}

impl Rule for DeepPage {
    fn links(&self, built: &Built<'_>, links: &Links, sink: &mut Sink) {
        let site = built.site;
        let most = site.config.standard.figures.click_depth;
        for column in &site.columns {
            let clicks = |id: &usize| Some((links.clicks_to(&site.pages[*id].output)?, *id));
            let far: Vec<(u32, usize)> = column
                .pages
                .iter()
                .filter_map(clicks)
                .filter(|(clicks, _)| f64::from(*clicks) > most)
                .collect();
            // Of those that are equally far the newest.
            let Some((clicks, id)) = far.iter().rev().max_by_key(|(clicks, _)| clicks) else {
                continue;
            };
            let message = format!(
                "“{}”有 {} 份文档从首页点 {most} 次还看不到，最远的要点 {clicks} 次：《{}》",
                column.title,
                far.len(),
                site.pages[*id].document.title
            );
            let help = "分出下级栏目，加大“每页条数”，或者在栏目首页上链接重要的文档";
            let finding = Finding::new(message, help);
            let source = &column.source;
            sink.add(&source.file.path, finding.at(source.meta().title().span()));
        }
    }
}
