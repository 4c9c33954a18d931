use crate::{
    check::{Built, Finding, Rule, Sink, rule::declare_rule},
    source::Span,
};

declare_rule! {
    /// 查出没有打印样式的主题。
    ///
    /// ## 为什么
    ///
    /// 公众要把文件打印出来带去办事；没有打印样式，导航、按钮一起印出来，正文反而被截断。打印出来的效果须由人看。
    ///
    /// ## 反例
    ///
    /// ```diff themes/official/assets/official.css
    /// -@media print{
    /// +@media speech{
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff themes/official/assets/official.css
    ///  @media print{
    /// ```
    MissingPrintStyle {
        id: "missing-print-style", severity: Warning,
        requirements: ["PT-12"], since: "0.1.0"
    }
}

impl Rule for MissingPrintStyle {
    fn output(&self, built: &Built<'_>, sink: &mut Sink) {
        let theme = built.theme;
        let mut sheets = theme
            .assets
            .iter()
            .filter(|(name, _)| name.ends_with(".css"));
        let in_sheets = sheets.any(|(_, bytes)| {
            std::str::from_utf8(bytes).is_ok_and(|css| {
                let mut queries = css.split("@media").skip(1);
                queries.any(|query| {
                    query
                        .split('{')
                        .next()
                        .unwrap_or_default()
                        .contains("print")
                })
            })
        });
        let mut templates = theme.templates.values();
        if !in_sheets && !templates.any(|html| html.contains("media=\"print\"")) {
            let finding = Finding::new(
                "主题没有打印样式",
                "在主题的样式表里写 @media print，去掉导航和按钮，正文用黑字",
            );
            sink.add(&built.site.config.file.path, finding.at(Span::default()));
        }
    }
}
