use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
    standard::view::Validity,
};

declare_rule! {
    /// 查出有效期已满、仍标为有效的文件。
    ///
    /// ## 为什么
    ///
    /// 规范性文件期满自动失效。页面还写“有效”，群众会照着已经失效的规定办事。决定延长有效期的，改“有效期至”，所以不能自动修改。
    ///
    /// ## 反例
    ///
    /// ```diff content/政策文件/公示栏管理办法.md
    /// -有效期至: 2030-03-09
    /// +有效期至: 2026-03-09
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政策文件/公示栏管理办法.md
    /// -有效性: 有效
    /// -有效期至: 2030-03-09
    /// +有效性: 失效
    /// +有效期至: 2026-03-09
    /// ```
    ExpiredDocument {
        id: "expired-document", severity: Warning,
        requirements: ["NF-5"], since: "0.1.0"
    }
}

impl Rule for ExpiredDocument {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        let meta = page.document.meta();
        let Some((until, place)) = meta.valid_until().given() else {
            return;
        };
        let Some((validity @ (Validity::Valid | Validity::Amended), span)) =
            meta.validity().given()
        else {
            return;
        };
        if until < site.config.as_of {
            let path = &page.document.file.path;
            let validity = validity.word();
            let message = format!("有效期到 {until} 已满，有效性仍写“{validity}”");
            let help = "有效性改为“失效”；已决定延长的，改“有效期至”并链接延长的文件";
            let finding = Finding::new(message, help)
                .at(span)
                .related(path, place, "有效期至");
            sink.add(path, finding);
        }
    }
}
