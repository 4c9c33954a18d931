use crate::{
    check::{Finding, Rule, Sink, rule::declare_rule},
    diagnostic::Severity,
    model::{Column, Site, Target},
    source::join,
    standard::view::Form,
};

declare_rule! {
    /// 查出申请表里要求说明用途、理由的栏目。
    ///
    /// ## 为什么
    ///
    /// 2007 年的旧条例要求申请人与所申请的信息有“特殊需要”，2019 年修订时删去了；第二十九条只列三组内容，再要求说明用途就是增设条件。查“申请表”里列出的字段，也查可下载的申请表文件。用了别的说法的，在 `标准.词表.多余的申请表项目`、`标准.词表.不必填写的说法` 里加。
    ///
    /// ## 反例
    ///
    /// ```diff content/依申请公开/流程.yaml
    ///      - {组: 形式要求, 名称: 获取信息的途径, 必填: 是}
    /// +    - {组: 其他, 名称: 所需信息的用途, 必填: 否}
    /// ```
    ///
    /// ## 正例
    ///
    /// ```diff content/依申请公开/流程.yaml
    ///      - {组: 形式要求, 名称: 获取信息的途径, 必填: 是}
    /// +    - {组: 其他, 名称: 备注, 必填: 否}
    /// ```
    ExcessiveApplicationField { id: "excessive-application-field", severity: Warning, requirements: ["TL-29-2"], since: "0.1.0" }
}

const HELP: &str = "删去这一栏；申请人自愿说明的，可以写在备注里";

impl Rule for ExcessiveApplicationField {
    fn site(&self, site: &Site, sink: &mut Sink) {
        for (column, data) in site.with(Column::application) {
            let path = column.data_path();
            for field in data.form().and(Form::fields) {
                if let Some((name, span)) = field.name().given()
                    && asks(site, name)
                {
                    let message = format!("申请表要求填写“{name}”");
                    let finding = Finding::new(message, HELP).severity(Severity::Warning);
                    sink.add(&path, finding.at(span));
                }
            }
            if let Some((file, span)) = data.form().and(Form::file).given()
                && let Some(passage) = asking_passage(site, column, file)
            {
                let message = format!("申请表文件“{file}”要求填写“{passage}”");
                let finding = Finding::new(message, HELP).severity(Severity::Warning);
                sink.add(&path, finding.at(span));
            }
        }
    }
}

fn asks(site: &Site, text: &str) -> bool {
    let vocabulary = &site.config.standard.vocabulary;
    vocabulary.excessive_fields.any_in(text) && !vocabulary.field_denials.any_in(text)
}

/// The line of the form's file that asks for too much.
fn asking_passage<'s>(site: &'s Site, column: &Column, file: &str) -> Option<&'s str> {
    let key = join(&column.folder, file)?;
    let Some(Target::Asset(id)) = site.target(&key) else {
        return None;
    };
    let lines = site.assets.get(id)?.contents.passages.iter();
    lines
        .flat_map(|passage| passage.text.split(['\n', '\t', '。', '；']))
        .map(str::trim)
        .find(|line| line.chars().count() <= 30 && asks(site, line))
}
