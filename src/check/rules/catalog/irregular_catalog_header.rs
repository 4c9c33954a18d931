use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind, Severity},
};

declare_rule! {
    /// 查出目录表格（CSV、XLSX）表头缺少的列和多出的列。
    ///
    /// ## 为什么
    ///
    /// 基层政务公开标准目录有通行的表头，逐级汇总时按列对接；认不出的列不会读取，里面的内容就丢了。“公开内容（要素）”“公开渠道和载体”这样的写法认得出，“县级”一列街道可以不设。
    ///
    /// ## 反例
    ///
    /// ```diff content/主动公开基本目录/_index.md
    /// -数据: 目录.yaml
    /// +数据: 目录.csv
    /// ```
    ///
    /// ```csv content/主动公开基本目录/目录.csv
    /// 版本：1,更新日期：2026-11-02
    /// 编号,领域,序号,一级事项,二级事项,公开内容,公开依据,公开时限,公开主体,公开渠道,全社会,特定群众,主动,依申请公开,乡级,责任科室
    /// JD-001,救灾,1,防汛,值班安排,值班电话,《中华人民共和国防洪法》,及时,旭来街街道办事处,政府网站,√,,√,,√,应急办
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    公开内容: 值班时间、值班电话
    /// +    公开内容: 值班时间、值班电话、责任科室
    /// ```
    IrregularCatalogHeader {
        id: "irregular-catalog-header", severity: Error,
        requirements: ["CAT-2"], since: "0.1.0",
    }
}

impl Rule for IrregularCatalogHeader {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::IrregularHeader { missing, unknown } = &fault.kind else {
            return None;
        };
        let mut wrong = Vec::new();
        let quoted = |names: &[String]| format!("“{}”", names.join("”“"));
        if !missing.is_empty() {
            wrong.push(format!("缺少{}", quoted(missing)));
        }
        if !unknown.is_empty() {
            wrong.push(format!("有认不出的{}", quoted(unknown)));
        }
        let finding = Finding::new(
            format!("目录的表头{}", wrong.join("，")),
            "表头按标准目录的列名写；自己加的内容并入“公开内容”或者“说明”列，没有读取的列删去",
        )
        .of("CAT-2");
        Some(if missing.is_empty() {
            finding.severity(Severity::Warning)
        } else {
            // A column that is not there leaves every row without it.
            finding.of("CAT-1")
        })
    }
}
