use crate::{
    check::{Built, Finding, Rule, Sink, rule::declare_rule},
    linkcheck::Links,
};

declare_rule! {
    /// 查出从首页点不到的文档。
    ///
    /// ## 为什么
    ///
    /// 网页在，却没有一个列表、一条链接通到它，只有知道网址的人看得到，等于没有公开。放在栏目文件夹里的文档都进列表；直接放在 content/ 下的、主题的模板没有列出的，会成这样。
    ///
    /// ## 反例
    ///
    /// ```fields content/旧通知.md
    /// 成文日期: 2020-06-01
    /// 发布日期: 2020-06-02
    /// 目录事项: []
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields content/通知公告/新通知.md
    /// 内容概述: 汛期值班的时间、人员安排和联系方式
    /// ```
    OrphanPage { id: "orphan-page", severity: Warning, since: "0.1.0" }
}

impl Rule for OrphanPage {
    fn links(&self, built: &Built<'_>, links: &Links, sink: &mut Sink) {
        for (_, page) in built.site.published() {
            if links.clicks_to(&page.output).is_some() {
                continue;
            }
            let document = &page.document;
            let finding = Finding::new(
                format!("《{}》从首页点不到，没有列表或者链接通到它", document.title),
                "把文件移进栏目的文件夹，或者在别的页面上链接它",
            );
            let at = document.meta().title().span();
            sink.add(&document.file.path, finding.at(at));
        }
    }
}
