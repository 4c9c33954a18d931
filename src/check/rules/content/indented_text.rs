use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind},
};

declare_rule! {
    /// 查出因段首空格变成代码的文字。
    ///
    /// ## 为什么
    ///
    /// 段首有四个空格或者一个制表符的，是代码：用等宽字，不折行，里面的链接、加粗都不起作用，断链也没有人查。首行缩进、落款靠右由网页的样式管。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 正文。
    ///
    ///     各村（居）民委员会：
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 正文。
    ///
    /// 各村（居）民委员会：
    /// ```
    IndentedText { id: "indented-text", severity: Warning, since: "0.1.0" }
}

impl Rule for IndentedText {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::IndentedText { fix } = &fault.kind else {
            return None;
        };
        let message = "段首的空格或者制表符使这些文字成了代码";
        Some(Finding::new(message, "删去段首的空格和制表符，各段之间空一行").fix_if(fix.clone()))
    }
}
