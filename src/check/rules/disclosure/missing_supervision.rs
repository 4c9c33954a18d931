use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
    standard::view::ColumnKind,
};

use super::{guide, has_any, pieces, squeezed, title_span};

declare_rule! {
    /// 查出没有写明投诉举报渠道、行政复议、行政诉讼的指南。
    ///
    /// ## 为什么
    ///
    /// 《条例》第四十七条、第五十一条：公民、法人和其他组织认为本机关没有依法公开的，可以投诉、举报，可以申请行政复议或者提起行政诉讼。指南应当写明受理的主管部门及其电话、地址；“监督渠道”字段没有填的，正文里写全的也算。
    ///
    /// ## 反例
    ///
    /// ```diff content/政府信息公开指南/_index.md
    /// -认为本机关未按照要求公开政府信息的，可以向忻府区人民政府政务公开工作主管部门投诉、举报，电话 0350-0000003，地址：山西省忻州市忻府区示例街1号；也可以依法申请行政复议或者提起行政诉讼，其中不予公开的应当先申请行政复议。
    /// +认为本机关未按照要求公开政府信息的，可以向忻府区人民政府政务公开工作主管部门投诉、举报。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政府信息公开指南/_index.md
    /// -认为本机关未按照要求公开政府信息的，可以向忻府区人民政府政务公开工作主管部门投诉、举报，电话 0350-0000003，地址：山西省忻州市忻府区示例街1号；也可以依法申请行政复议或者提起行政诉讼，其中不予公开的应当先申请行政复议。
    /// +认为本机关未按照要求公开政府信息的，可以通过监督渠道投诉、举报，也可以依法申请行政复议，或者提起行政诉讼；不予公开的应当先申请行政复议。
    /// ```
    MissingSupervision { id: "missing-supervision", severity: Warning, requirements: ["TL-51/47"], since: "0.1.0" }
}

impl Rule for MissingSupervision {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some(column) = guide(site) else { return };
        let Some(data) = column.guide() else { return };
        let text = squeezed(site, &[ColumnKind::Guide]);
        let is_listed = data.supervision().into_iter().next().is_some();
        let is_told = || {
            pieces(site, &[ColumnKind::Guide])
                .iter()
                .any(|piece| piece.text.lines().any(is_channel))
        };
        let mut missing = Vec::new();
        if !is_listed && !is_told() {
            missing.push("受理投诉、举报的主管部门及其电话、地址");
        }
        if !text.contains("复议") {
            missing.push("行政复议");
        }
        if !text.contains("诉讼") {
            missing.push("行政诉讼");
        }
        if missing.is_empty() {
            return;
        }
        let message = format!("指南没有写明监督和救济的途径：{}", missing.join("、"));
        let help = "在指南的数据里填“监督渠道”，在正文里写明怎样申请行政复议、提起行政诉讼";
        sink.add(
            &column.source.file.path,
            Finding::new(message, help).at(title_span(column)),
        );
    }
}

/// Recognises a line on whom to complain to, with number and address, or the head of such a table.
fn is_channel(line: &str) -> bool {
    has_any(line, &["投诉", "举报", "监督"])
        && has_any(line, &["电话", "热线"])
        && has_any(line, &["地址", "号", "路", "街"])
}
