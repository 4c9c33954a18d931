//! Facts that rules read in what was written.
//!
//! | to find | take |
//! |---|---|
//! | what a person wrote, without code, tags and addresses | [`prose::Prose`] |
//! | running text of a body with the place of each byte, widths folded | [`plain_text::Plain`] |
//! | a line as it is read out, by sentences | [`line::Line`] |
//! | days and periods written in a line | [`days`] |
//! | time limits (`20个工作日内`) and their numbers | [`limits`] |
//! | 发文字号, 索引号 | [`document_number`], [`index_format`] |
//! | parts and tables of an annual report | [`annual_report`] |
//! | sizes, colours and selectors of the theme | [`css`] |
//! | what was meant by a name that leads nowhere | [`meant`], [`rule_name`] |

/// A regular expression of a rule, compiled when it is first asked for.
macro_rules! pattern {
    ($(#[$doc:meta])* $name:ident, $pattern:expr) => {
        $(#[$doc])*
        static $name: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
            regex::Regex::new($pattern).unwrap_or_else(|error| panic!("{error}"))
        });
    };
}

pub(crate) use pattern;

pub(crate) mod annual_report;
pub(crate) mod css;
pub(crate) mod days;
pub(crate) mod document_number;
pub(crate) mod index_format;
pub(crate) mod limits;
pub(crate) mod line;
pub(crate) mod meant;
pub(crate) mod plain_text;
pub(crate) mod prose;
pub(crate) mod rule_name;
