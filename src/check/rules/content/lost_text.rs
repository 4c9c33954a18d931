use crate::{
    check::{Finding, Rule, rule::declare_rule},
    diagnostic::{Fault, FaultKind, Loss},
};

declare_rule! {
    /// 查出写在源文件里、读者却看不到的文字。
    ///
    /// ## 为什么
    ///
    /// 注释没有写完，后面的全文都不见了；`[注]: …` 被当作链接的定义，整行消失。网页上少了哪一句，谁也看不出来。每篇文档逐字核对：源文件里有、网页上没有的文字，不是标记的，都报出来。
    ///
    /// ## 反例
    ///
    /// ```body
    /// 正文。
    ///
    /// [注]: 本表数据截至2026年10月底。
    /// ```
    ///
    /// ## 正例
    ///
    /// ```body
    /// 正文。
    ///
    /// [注]：本表数据截至2026年10月底。
    /// ```
    LostText { id: "lost-text", severity: Error, since: "0.1.0" }
}

impl Rule for LostText {
    fn fault(&self, fault: &Fault) -> Option<Finding> {
        let FaultKind::LostText { loss, fix } = &fault.kind else {
            return None;
        };
        let (message, help) = match loss {
            Loss::OpenComment => (
                "注释 <!-- 没有写完，后面的文字不会登出".to_owned(),
                "在注释的末尾写半角的 -->；不是注释的，删去 <!--".to_owned(),
            ),
            Loss::OpenMarkup(sign) => (
                format!("{sign} 被当作没有写完的 HTML 标记，后面的文字不会登出"),
                format!("不是 HTML 的，在前面加反斜杠写成 \\{sign}，或者改用全角的 ＜"),
            ),
            Loss::UnknownTag(name) => (
                format!("<{name} …> 被当作 HTML 标记，不会登出，可是 HTML 里没有它"),
                "要登出的，在 < 前面加反斜杠写成 \\<；不需要的，删去".to_owned(),
            ),
            Loss::OpenElement(name) => (
                format!("<{name}> 没有写结尾，它和后面的 Markdown 都不会照常显示"),
                format!("删去 <{name}>；后面的文字用 Markdown 写"),
            ),
            Loss::Definition(label) => (
                format!("“[{label}]: …”被当作链接的定义，没有链接用到它，这一行不会登出"),
                format!("是正文的，把冒号改成全角：[{label}]：…；不需要的，删去"),
            ),
            Loss::FenceInfo => (
                "写在代码块记号 ``` 后面的文字不会登出".to_owned(),
                "另起一行写；不是代码的，删去前后的 ```".to_owned(),
            ),
            Loss::ClosingSigns => (
                "标题末尾的 # 被当作标记，不会登出".to_owned(),
                "要显示的，在前面加反斜杠写成 \\#；不需要的，删去".to_owned(),
            ),
            Loss::Attribute(name) => (
                format!("HTML 的属性 {name} 不会登出，里面的文字读者看不到"),
                "把这些文字写进正文".to_owned(),
            ),
            Loss::ListSign(sign) => (
                format!("开头的“{sign}”成了列表记号，不会登出"),
                format!("在前面加反斜杠写成 \\{sign}"),
            ),
            Loss::Unknown => (
                "这些文字不会登出".to_owned(),
                "前后各空一行，去掉里面的标记再写；仍然不登出的，在方括号、尖括号前面加反斜杠"
                    .to_owned(),
            ),
        };
        Some(Finding::new(message, help).fix_if(fix.clone()))
    }
}
