use crate::{
    check::{
        Finding, Rule, Sink,
        facts::document_number::{DocumentNumber, is_other_kind},
        rule::declare_rule,
    },
    model::{Page, Site},
};

declare_rule! {
    /// 查出写法不合格式的发文字号。
    ///
    /// ## 为什么
    ///
    /// 发文字号由发文机关代字、年份、序号组成：年份四位，用六角括号“〔〕”括起，序号不补零、不加“第”字（GB/T 9704—2012）。写法不一，按文号就查不到。命令（令）、公告按“第N号”编号，处罚、许可等决定书另有编号办法，都不判。能够确定的，`check --fix` 会改好。
    ///
    /// ## 反例
    ///
    /// ```fields
    /// 发文字号: 旭街办发[2026]第08号
    /// ```
    ///
    /// ## 正例
    ///
    /// ```fields
    /// 发文字号: 旭街办发〔2026〕8号
    /// ```
    MalformedDocumentNumber {
        id: "malformed-document-number", severity: Warning,
        requirements: ["NF-7"], since: "0.1.0"
    }
}

impl Rule for MalformedDocumentNumber {
    fn document(&self, _site: &Site, page: &Page, sink: &mut Sink) {
        let document = &page.document;
        let number = document.meta().document_no().given();
        let Some((text, span)) = number.filter(|(text, _)| !is_other_kind(text)) else {
            return;
        };
        let standard = DocumentNumber::read(text).and_then(|number| number.standard());
        if standard.as_deref() == Some(text) {
            return;
        }
        let message = format!("发文字号“{text}”不合格式");
        let help = standard.as_ref().map_or_else(
            || {
                "写作“代字〔四位年份〕序号号”，如 旭街办发〔2026〕8号；没有文号的删去这个字段"
                    .to_owned()
            },
            |standard| format!("改为“{standard}”"),
        );
        let finding = Finding::new(message, help).at(span);
        // The bytes of a quoted value hold the quotes too: they stay.
        let written = document.file.text.get(span.start..span.end);
        let mended = written.zip(standard).and_then(|(written, standard)| {
            let (before, after) = written.split_once(text)?;
            Some(format!("{before}{standard}{after}"))
        });
        let finding = match mended {
            Some(mended) => finding.fix(span, mended),
            None => finding,
        };
        sink.add(&document.file.path, finding);
    }
}
