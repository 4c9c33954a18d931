use crate::{
    check::{Finding, Rule, rule::declare_rule},
    index::{FlawKind, IndexFlaw},
};

declare_rule! {
    /// 查出损坏、缺页，或者找不到该找到的文档的检索索引。
    ///
    /// ## 为什么
    ///
    /// 公开平台应当具备检索功能。生成时把写好的索引重新读一遍：每个文件都是写下去的样子，每份已公开的文档用标题、发文字号、索引号去查都在前十条里，没有公开的一个字也不在里面。`check` 还会检查上次生成的 `public/search/`：文件被改动、丢失都指名报出。
    ///
    /// ## 反例
    ///
    /// ```txt public/search/index.js
    /// gongkaiSearch("index",{"version":1,
    /// ```
    ///
    /// ## 正例
    ///
    /// 没有生成过，或者生成以后没有人动过。
    ///
    /// ```md content/通知公告/_index.md
    /// ---
    /// 标题: 通知公告
    /// 栏目类型: 通知公告
    /// 说明: 通知公告栏目，供测试使用
    /// 主题词: [测试, 公开]
    /// ---
    /// ```
    DamagedSearchIndex {
        id: "damaged-search-index", severity: Error,
        requirements: ["TL-24", "PT-4", "DED-7"], since: "0.1.0"
    }
}

impl Rule for DamagedSearchIndex {
    fn flaw(&self, flaw: &IndexFlaw) -> Option<Finding> {
        const AGAIN: &str = "重新生成一次；仍然这样的，请把本站内容和版本号报给维护人员";
        let message = match &flaw.kind {
            FlawKind::Unreadable(reason) => reason.clone(),
            FlawKind::Changed => format!("检索文件 {} 和生成时不一样", flaw.path),
            FlawKind::Missing(url) => format!("已公开的 {url} 不在检索索引里"),
            FlawKind::Unpublished(url) => format!("检索索引里有没有公开的 {url}"),
            FlawKind::Unfindable(url, asked) => {
                format!("用“{asked}”检索，前十条里没有 {url}")
            }
        };
        Some(Finding::new(message, AGAIN))
    }
}
