//! Errors that stop rendering: of the theme or a table writer, never of the content.

use std::error::Error as _;

use minijinja::{Error, ErrorKind};

/// A template that does not compile or render, or a table that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template is at fault.
    #[error("模板 {template} 第 {line} 行出错：{reason}")]
    Template {
        /// The template's name.
        template: String,
        /// Line, from 1.
        line: usize,
        /// The engine's own words.
        reason: String,
    },
    /// A table could not be made.
    #[error("不能生成 {file}：{reason}")]
    Table {
        /// The output file.
        file: &'static str,
        /// The writer's own words.
        reason: String,
    },
}

impl RenderError {
    pub(super) fn template(name: &str, error: &Error) -> Self {
        // What is wrong in a template that another includes stands there.
        let mut error = error;
        while let (ErrorKind::BadInclude | ErrorKind::EvalBlock, Some(inner)) = (
            error.kind(),
            error.source().and_then(|source| source.downcast_ref()),
        ) {
            error = inner;
        }
        let is_endless = error
            .detail()
            .is_some_and(|detail| detail.contains("recursion limit"));
        let mut reason = if is_endless {
            "宏或者引用的模板一层套一层，没有尽头，已经停下".to_owned()
        } else {
            kind(error.kind()).to_owned()
        };
        if let Some(detail) = error.detail().filter(|_| !is_endless) {
            reason = format!("{reason}（{detail}）");
        }
        Self::Template {
            template: error.name().unwrap_or(name).to_owned(),
            line: error.line().unwrap_or(1),
            reason,
        }
    }
}

/// Kind of a template error, in the words of those who write themes; the detail beside it is the
/// engine's own, because it quotes names and signs of the template.
fn kind(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::SyntaxError => "语法不对",
        ErrorKind::TemplateNotFound => "找不到要引用的模板",
        ErrorKind::UndefinedError => "用了没有定义的值",
        ErrorKind::UnknownFilter => "没有这个过滤器",
        ErrorKind::UnknownTest => "没有这个判断",
        ErrorKind::UnknownFunction => "没有这个函数",
        ErrorKind::UnknownMethod => "值没有这个方法",
        ErrorKind::UnknownBlock => "没有这个块",
        ErrorKind::NonPrimitive | ErrorKind::NonKey => "值的类型不对",
        ErrorKind::InvalidOperation => "不能这样运算",
        ErrorKind::BadEscape => "转义写得不对",
        ErrorKind::TooManyArguments => "参数太多",
        ErrorKind::MissingArgument => "缺少参数",
        ErrorKind::CannotUnpack => "值的个数与变量不符",
        ErrorKind::EvalBlock => "块没有做成",
        ErrorKind::BadInclude => "引用的模板有错",
        ErrorKind::OutOfFuel => {
            "一个网页要做的事太多，限额已经用尽，停了下来（多见于循环套循环、一次做出很长的文字）"
        }
        _ => "没有做成",
    }
}

#[cfg(test)]
mod tests {
    use minijinja::{Environment, context};

    use super::*;

    #[test]
    fn errors_are_told_in_chinese_at_their_line() {
        for (source, wanted) in [
            ("\n{% if %}", "模板 base.html 第 2 行出错：语法不对"),
            ("{{ 1|no }}", "模板 base.html 第 1 行出错：没有这个过滤器"),
            (
                "\n\n{% include 'no.html' %}",
                "模板 base.html 第 3 行出错：找不到要引用的模板",
            ),
        ] {
            let mut templates = Environment::new();
            let made = templates
                .add_template("base.html", source)
                .and_then(|()| templates.get_template("base.html")?.render(context! {}));
            let error = RenderError::template("base.html", &made.unwrap_err());
            assert!(error.to_string().starts_with(wanted), "{error}");
        }
    }
}
