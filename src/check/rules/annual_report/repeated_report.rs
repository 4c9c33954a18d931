use rustc_hash::FxHashSet;

use crate::{
    check::{
        Finding, Rule, Sink,
        facts::{
            annual_report::AnnualReport,
            plain_text::{letters, runs, shared},
        },
        rule::declare_rule,
    },
    model::Site,
    source::Span,
};

declare_rule! {
    /// 查出与上一年几乎一样的年报。
    ///
    /// ## 为什么
    ///
    /// 年报不得雷同、敷衍，否则按《条例》第四十七条追究责任。比的是去掉数字以后的文字：三个字一组，相同的组占全部组的比例（Jaccard）超过“年报雷同上限”就算雷同。与兄弟单位的年报不比。
    ///
    /// ## 反例
    ///
    /// ```md content/政府信息公开工作年度报告/2026.md
    /// ---
    /// 标题: 旭来街街道办事处2026年政府信息公开工作年度报告
    /// 年度: 2026
    /// 公开属性: 依申请公开
    /// ---
    /// 依照政府信息公开条例编制，所列数据自2026年1月1日起，至12月31日止。
    ///
    /// ## 一、总体情况
    ///
    /// 1. 主动公开：出台公示栏管理办法，同日发布图解。
    /// 2. 依申请公开：接到的申请全部在法定期限内办结。
    /// 3. 政府信息管理：公开前逐件审查，由两人核对附件。
    /// 4. 平台建设：增加全文检索，增设一处查阅场所。
    /// 5. 监督保障：举办一次集中培训，考核结果向各单位通报。
    ///
    /// ## 二、主动公开政府信息情况
    ///
    /// 制发行政规范性文件0件，废止0件，现行有效1件。
    ///
    /// ## 三、收到和处理政府信息公开申请情况
    ///
    /// 新收申请5件，加上上年结转0件，共办结5件，结转下年度0件。
    ///
    /// ## 四、政府信息公开行政复议、行政诉讼情况
    ///
    /// 全年发生行政复议0件、行政诉讼0件。
    ///
    /// ## 五、存在的主要问题及改进情况
    ///
    /// 存在的问题：村级信息更新不够及时。下一步按季度抽查村务公开栏，督促逾期的单位改进。
    ///
    /// ## 六、其他需要报告的事项
    ///
    /// 本年度收取信息处理费0元。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开工作年度报告/2025.md
    ///  依照政府信息公开条例编制，所列数据自2025年1月1日起，至12月31日止。
    /// ```
    RepeatedReport {
        id: "repeated-report", severity: Warning,
        requirements: ["AR-6"], since: "0.1.0"
    }
}

/// Length of a run, in letters.
const RUN: usize = 3;
/// The six headings alone make about a hundred runs.
const ENOUGH: usize = 150;

impl Rule for RepeatedReport {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let most = site.config.standard.figures.report_similarity;
        for (report, before) in AnnualReport::pairs(site) {
            let words = |report: &AnnualReport<'_>| -> FxHashSet<u64> {
                runs(&letters(&report.page.document.body.html), RUN).collect()
            };
            let (own, earlier) = (words(&report), words(&before));
            let common = shared(&own, earlier.iter().copied());
            let all = own.len() + earlier.len() - common;
            let likeness = common as f64 / all.max(1) as f64;
            if own.len() >= ENOUGH && likeness > most {
                let message = format!(
                    "{}年年报与{}年的文字有 {:.0}% 相同",
                    report.year,
                    before.year,
                    likeness * 100.0
                );
                let help = "按本年实际做的事、出现的问题重写，不要只换数字";
                let finding = Finding::new(message, help).at(report.title_span()).related(
                    before.path(),
                    Span::default(),
                    "上一年的年报",
                );
                sink.add(report.path(), finding);
            }
        }
    }
}
