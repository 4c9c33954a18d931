use rustc_hash::FxHashSet;

use crate::{
    check::{
        Finding, Rule, Sink,
        facts::plain_text::{letters, runs, shared},
        rule::declare_rule,
    },
    model::{Page, Site},
};

declare_rule! {
    /// 查出只是复述原文的政策解读。
    ///
    /// ## 为什么
    ///
    /// 解读要用群众听得懂的话说明为什么、是什么、怎么办，照抄条文不算解读。把解读的文字每八个字一组，与原文相同的组超过“解读与原文重合上限”（默认70%）的报出。
    ///
    /// ## 反例
    ///
    /// ```md content/政策解读/公示栏管理办法解读/index.md
    /// ---
    /// 标题: 《旭来街街道办事处村务公示栏管理办法》解读
    /// 索引号: "111409020123456714/2025-00104"
    /// 发布机构: 旭来街街道办事处
    /// 成文日期: 2025-03-10
    /// 发布日期: 2025-03-12
    /// 公开属性: 主动公开
    /// 内容概述: 用文字回答村民关心的问题：去哪看、看什么、没更新找谁。
    /// 审查: {审查人: 党政综合办公室, 日期: 2025-03-11, 结论: 同意公开}
    /// 起草单位: 党政综合办公室
    /// 解读对象: [政策文件/公示栏管理办法.md]
    /// 解读形式: [文字]
    /// 解读要素: [背景依据, 目标任务, 主要内容, 具体举措, 适用对象, 注意事项, 关键词解释, 新旧政策差异, 解读机关]
    /// ---
    /// 为规范村务公示栏的设置和使用，制定本办法。
    ///
    /// 村民委员会负责公示栏的日常维护，指定专人张贴和更换。
    ///
    /// 财务收支每季度张贴一次，救助名单确定后及时张贴，张贴时间不少于7日。
    ///
    /// 张贴内容不得含有身份证件号码、银行账号和病情。
    ///
    /// 街道办事处每季度检查一次，结果予以通报。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政策解读/公示栏管理办法解读/index.md
    ///  让大家在家门口看得到账目，看得懂钱花在哪里。
    /// ```
    CopiedInterpretation {
        id: "copied-interpretation", severity: Warning,
        requirements: ["JD-4"], since: "0.1.0"
    }
}

/// Length of a run, in letters.
const RUN: usize = 8;
/// Fewer runs are no text worth comparing.
const ENOUGH: usize = 60;

impl Rule for CopiedInterpretation {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if page.interprets.is_empty() || !page.is_published {
            return;
        }
        let own: FxHashSet<u64> = runs(&letters(&page.document.body.html), RUN).collect();
        if own.len() < ENOUGH {
            return;
        }
        let most = site.config.standard.figures.interpretation_overlap;
        let copied = page.interprets.iter().find_map(|id| {
            let original = &site.pages[*id];
            let common = shared(&own, runs(&letters(&original.document.body.html), RUN));
            let overlap = common as f64 / own.len() as f64;
            (overlap > most).then_some((original, overlap))
        });
        if let Some((original, overlap)) = copied {
            let message = format!("解读的文字有 {:.0}% 与原文相同", overlap * 100.0);
            let help = "用自己的话说明出台背景、怎么办理、与过去有什么不同，不要照抄条文";
            let finding = Finding::new(message, help)
                .at(page.document.meta().title().span())
                .related(
                    &original.document.file.path,
                    original.document.meta().title().span(),
                    "所解读的文件",
                );
            sink.add(&page.document.file.path, finding);
        }
    }
}
