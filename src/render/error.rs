//! Why rendering stopped: the theme or a table writer, never the content.

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
    pub(super) fn template(name: &str, error: &minijinja::Error) -> Self {
        let mut reason = error.kind().to_string();
        if let Some(detail) = error.detail() {
            reason = format!("{reason}（{detail}）");
        }
        Self::Template {
            template: error.name().unwrap_or(name).to_owned(),
            line: error.line().unwrap_or(1),
            reason,
        }
    }
}
