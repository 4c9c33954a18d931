use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::Site,
};

use super::{catalog, name};

declare_rule! {
    /// 查出公开对象或者公开方式选了两项的目录事项。
    ///
    /// ## 为什么
    ///
    /// 目录里公开对象在“全社会”“特定群众”中选一项，公开方式在“主动”“依申请公开”中选一项。两项都选，公众不知道能不能直接看到，检查时也无法对照。一项都没选的，另由“缺少必填字段”指出。
    ///
    /// ## 反例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    公开对象: [全社会]
    /// +    公开对象: [全社会, 特定群众]
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/主动公开基本目录/目录.yaml
    /// -    公开对象: [全社会]
    /// +    公开对象: [特定群众]
    /// ```
    AmbiguousCatalogChoice {
        id: "ambiguous-catalog-choice", severity: Warning,
        requirements: ["CAT-3"], since: "0.1.0",
    }
}

impl Rule for AmbiguousCatalogChoice {
    fn site(&self, site: &Site, sink: &mut Sink) {
        let Some((path, data)) = catalog(site) else {
            return;
        };
        for row in data.items() {
            for (choice, field) in [(row.audience(), "公开对象"), (row.method(), "公开方式")]
            {
                let at = choice.clone().place().unwrap_or(row.record().span);
                let mut chosen: Vec<&str> = choice.into_iter().collect();
                chosen.sort_unstable();
                chosen.dedup();
                if chosen.len() < 2 {
                    continue;
                }
                let message = format!("{}的{field}选了两项：{}", name(row), chosen.join("、"));
                let help = format!(
                    "“{field}”只留一项；内容分两部分、分别公开的，拆成两个事项，各有编号和序号"
                );
                let finding = Finding::new(message, help).severity(Severity::Warning);
                sink.add(&path, finding.at(at));
            }
        }
    }
}
