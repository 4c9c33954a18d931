use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    model::{Page, Site},
};

declare_rule! {
    /// 查出不是由起草单位或牵头部门作出的解读。
    ///
    /// ## 为什么
    ///
    /// 谁起草、谁解读；联合发文的，由牵头部门解读。比的是解读和文件的“起草单位”“牵头部门”；文件没有写起草单位的，不能判定。主要负责人是否作为第一解读人要由人看。
    ///
    /// ## 反例
    ///
    /// ```diff content/政策解读/公示栏管理办法解读/index.md
    /// -起草单位: 党政综合办公室
    /// +起草单位: 社会事务办公室
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/政策解读/公示栏管理办法解读/index.md
    /// -起草单位: 党政综合办公室
    /// +起草单位: 旭来街街道党政综合办公室
    /// ```
    ForeignInterpreter {
        id: "foreign-interpreter", severity: Warning,
        requirements: ["JD-1"], since: "0.1.0"
    }
}

impl Rule for ForeignInterpreter {
    fn document(&self, site: &Site, page: &Page, sink: &mut Sink) {
        if !page.is_published {
            return;
        }
        for id in &page.interprets {
            let original = &site.pages[*id];
            let meta = original.document.meta();
            let lead = meta.lead().given().map(|lead| (lead, "牵头部门"));
            let drafter = || meta.drafter().given().map(|unit| (unit, "起草单位"));
            let Some(((wanted, place), role)) = lead.or_else(drafter) else {
                let reason = format!(
                    "《{}》没有写起草单位，无从核对由谁解读",
                    original.document.title
                );
                sink.uncertain("JD-1", reason);
                continue;
            };
            let wanted = units(wanted);
            let drafter = page.document.meta().drafter();
            let own = units(drafter.or_default());
            let is_same =
                |a: &String, b: &String| a.ends_with(b.as_str()) || b.ends_with(a.as_str());
            if own
                .iter()
                .any(|own| wanted.iter().any(|unit| is_same(own, unit)))
            {
                continue;
            }
            let (message, span) = if own.is_empty() {
                let message = format!("解读没有写起草单位，文件的{role}是{}", wanted.join("、"));
                (message, page.document.meta().title().span())
            } else {
                let message = format!(
                    "解读由{}起草，文件的{role}是{}",
                    own.join("、"),
                    wanted.join("、")
                );
                (message, drafter.span())
            };
            let help = format!("由文件的{role}解读，“起草单位”写它的名称");
            let finding = Finding::new(message, help).at(span).related(
                &original.document.file.path,
                place,
                role,
            );
            sink.add(&page.document.file.path, finding);
        }
    }
}

/// The units that a field names.
fn units(text: &str) -> Vec<String> {
    text.split(['、', '，', ',', '；', ';'])
        .map(|unit| unit.split_whitespace().collect::<String>())
        .filter(|unit| !unit.is_empty())
        .collect()
}
