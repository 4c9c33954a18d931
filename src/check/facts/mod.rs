//! Facts that rules read: numbers, periods, tables and plain text found in what was written.

pub(crate) mod annual_report;
pub(crate) mod css;
pub(crate) mod document_number;
pub(crate) mod index_format;
pub(crate) mod limits;
pub(crate) mod meant;
pub(crate) mod plain_text;
pub(crate) mod prose;
pub(crate) mod rule_name;
