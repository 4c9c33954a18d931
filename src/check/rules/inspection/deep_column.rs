use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

declare_rule! {
    /// 查出层级过深的栏目。
    ///
    /// ## 为什么
    ///
    /// 栏目层级宜浅不宜深，一层一层点下去才看得到的信息等于没有公开。专栏首页下面的栏目是第一层，超过四层的报最上面的一个；页面色调和首页长短须由人看。
    ///
    /// ## 反例
    ///
    /// ```append site.yaml
    /// 标准:
    ///   阈值: {栏目层级上限: 1}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```append site.yaml
    /// 标准:
    ///   阈值: {栏目层级上限: 2}
    /// ```
    DeepColumn {
        id: "deep-column", severity: Warning,
        requirements: ["WD-16"], since: "0.1.0",
    }
}

impl Rule for DeepColumn {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let most = site.config.standard.figures.column_depth;
        for (id, column) in site.columns.iter().enumerate() {
            let path = site.path_to(id);
            // Those below it are deep because it is.
            let depth = path.len() - 1;
            if depth as f64 <= most || (depth - 1) as f64 > most {
                continue;
            }
            let titles: Vec<&str> = path
                .iter()
                .skip(1)
                .map(|id| site.columns[*id].title.as_str())
                .collect();
            let message = format!("栏目在第 {depth} 层，超过 {most} 层：{}", titles.join("→"));
            let help = "把栏目提到上一层，或者并入上级栏目，用标题和主题词区分";
            let finding = Finding::new(message, help);
            let source = &column.source;
            sink.add(&source.file.path, finding.at(source.meta().title().span()));
        }
    }
}
