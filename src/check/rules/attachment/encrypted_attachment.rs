use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::Site,
};

use super::tell_each;

declare_rule! {
    /// 查出要密码才能打开的附件。
    ///
    /// ## 为什么
    ///
    /// 下载了打不开，等于没有公开（《条例》第二十四条）；里面有没有不该公开的内容，也无从检查。只限制打印、编辑而不用密码就能看的文件不算。
    ///
    /// ## 反例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 申报材料.zip, 名称: 申报材料}
    /// ```
    ///
    /// ```build content/通知公告/例/申报材料.zip
    /// 加密: 申报表.txt
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields content/通知公告/例/index.md
    /// 附件:
    ///   - {文件: 申报材料.zip, 名称: 申报材料}
    /// ```
    ///
    /// ```build content/通知公告/例/申报材料.zip
    /// 申报表.txt: 填写单位名称和申报事项
    /// ```
    EncryptedAttachment {
        id: "encrypted-attachment", severity: Error,
        requirements: ["TL-24"], since: "0.1.0"
    }
}

impl Rule for EncryptedAttachment {
    fn site(&self, site: &Site, sink: &mut Sink) {
        tell_each(site, sink, |placed, name| {
            let finding = || {
                Finding::new(
                    format!("附件“{name}”要密码才能打开"),
                    "去掉密码重新保存；需要防止改动的，导出为 PDF 或 OFD",
                )
            };
            placed.contents.is_encrypted.then(finding)
        });
    }
}
