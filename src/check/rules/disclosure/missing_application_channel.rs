use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Column, Site},
};

use super::{INSTRUCTIONS, squeezed};

declare_rule! {
    /// 查出没有公布齐的依申请公开渠道：当面、邮寄、互联网或者传真，以及口头申请的办法。
    ///
    /// ## 为什么
    ///
    /// 《条例》第二十九条：申请可以用信件、数据电文等书面形式提出，书面确有困难的可以口头提出，由工作机构代为填写。渠道没有公布，群众就不知道寄到哪里。一个渠道都没有的判为错误，缺一部分的判为警告。渠道是否畅通，须由人试。用了别的名称的，在 `标准.词表.申请渠道` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/依申请公开/流程.yaml
    /// -  - {方式: 邮寄, 地址: 山西省忻州市忻府区示例路1号旭来街街道办事处党政综合办公室, 说明: 信封注明“政府信息公开申请”。}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/依申请公开/流程.yaml
    /// -  - {方式: 互联网, 地址: gongkai@example.gov.cn, 说明: 邮件主题注明“政府信息公开申请”。}
    /// +  - {方式: 传真, 地址: 0350-0000002, 说明: 发送后请来电确认。}
    /// ```
    MissingApplicationChannel { id: "missing-application-channel", severity: Error, requirements: ["TL-29-1"], since: "0.1.0" }
}

impl Rule for MissingApplicationChannel {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for (column, data) in site.with(Column::application) {
            let methods: Vec<&str> = data
                .channels()
                .into_iter()
                .map(|channel| channel.method().or_default())
                .collect();
            if methods.is_empty() {
                // That the field is missing is told already.
                continue;
            }
            let wanted = &site.config.standard.vocabulary.application_channels;
            let mut missing =
                wanted.missing(|words| methods.iter().any(|method| words.any_in(method)));
            let is_none = missing.len() == wanted.all().len();
            if !squeezed(site, &INSTRUCTIONS).contains("口头") {
                missing.push("口头（书面确有困难的）");
            }
            if missing.is_empty() {
                continue;
            }
            let message = format!("依申请公开没有公布这些申请方式：{}", missing.join("、"));
            let help = "在“渠道”里逐项写明方式和收件地址；书面有困难的可以口头提出、由工作人员代填，也要写明";
            let mut finding = Finding::new(message, help).at(data.channels().span());
            if !is_none {
                finding = finding.severity(Severity::Warning);
            }
            sink.add(&column.data_path(), finding);
        }
    }
}
