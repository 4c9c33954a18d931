//! The catalogue of documents (《条例》第十二条) as files: CSV, JSON, XLSX.

use std::borrow::Cow;

use rust_xlsxwriter::XlsxError;
use serde_json::json;

use crate::{
    model::{Page, Site},
    standard::view::{Org, Validity},
};

use super::{
    Output, RenderError,
    row::{issuer, publish_date},
    url_path,
    workbook::{headed_sheet, workbook},
};

/// Columns of the catalogue: the four of Article 12 first.
const HEADER: [&str; 11] = [
    "索引号",
    "名称",
    "内容概述",
    "生成日期",
    "发文字号",
    "发布机构",
    "发布日期",
    "主题分类",
    "有效性",
    "栏目",
    "网址",
];

fn cells(site: &Site, page: &Page) -> [String; 11] {
    let meta = page.document.meta();
    [
        meta.index_no().or_default().to_owned(),
        page.document.title.clone(),
        meta.summary().or_default().to_owned(),
        meta.formed_date()
            .get()
            .map(|date| date.to_string())
            .unwrap_or_default(),
        meta.document_no().or_default().to_owned(),
        issuer(site, page).to_owned(),
        publish_date(page),
        meta.topic().or_default().to_owned(),
        meta.validity().get().map_or("", Validity::word).to_owned(),
        site.columns[page.column].title.clone(),
        site.config.permalink(&url_path(&page.output)),
    ]
}

/// `catalog.csv`, with the byte order mark that Excel needs to read Chinese.
pub(super) fn csv(site: &Site) -> Result<Output, RenderError> {
    let failed = |error: csv::Error| RenderError::Table {
        file: "catalog.csv",
        reason: error.to_string(),
    };
    let mut writer = csv::Writer::from_writer(Vec::from("\u{feff}".as_bytes()));
    writer.write_record(HEADER).map_err(failed)?;
    for (_, page) in site.published() {
        let cells = cells(site, page);
        let cells = cells.iter().map(|cell| guarded(cell).into_owned());
        writer.write_record(cells).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| RenderError::Table {
        file: "catalog.csv",
        reason: error.to_string(),
    })?;
    Ok(Output::new("catalog.csv", bytes))
}

/// A cell as text: spreadsheets take one that begins with these signs for a formula, and run it. A
/// quotation mark or a blank before the sign does not help, an apostrophe does (OWASP, CSV injection).
fn guarded(cell: &str) -> Cow<'_, str> {
    const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let is_skipped =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '“' | '”' | '\u{feff}');
    if cell.starts_with(SIGNS) || cell.trim_start_matches(is_skipped).starts_with(SIGNS) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// `catalog.json`: the office, and one object a document.
pub(super) fn json(site: &Site) -> Result<Output, RenderError> {
    const KEYS: [&str; 11] = [
        "index_no",
        "title",
        "abstract",
        "formed_date",
        "document_no",
        "issuer",
        "publish_date",
        "topic",
        "validity",
        "column",
        "url",
    ];
    let documents: Vec<serde_json::Value> = site
        .published()
        .map(|(_, page)| {
            KEYS.into_iter()
                .zip(cells(site, page))
                .map(|(key, cell)| (key.to_owned(), json!(cell)))
                .collect()
        })
        .collect();
    let catalog = json!({
        "organization": {
            "name": site.config.org(Org::name),
            "credit_code": site.config.org(Org::credit_code),
            "region_code": site.config.org(Org::region_code),
        },
        "as_of": site.config.as_of.to_string(),
        "count": documents.len(),
        "documents": documents,
    });
    let bytes = serde_json::to_vec(&catalog).map_err(|error| RenderError::Table {
        file: "catalog.json",
        reason: error.to_string(),
    })?;
    Ok(Output::new("catalog.json", bytes))
}

/// `catalog.xlsx`.
pub(super) fn xlsx(site: &Site) -> Result<Output, RenderError> {
    let bytes = table(site).map_err(|error| RenderError::Table {
        file: "catalog.xlsx",
        reason: error.to_string(),
    })?;
    Ok(Output::new("catalog.xlsx", bytes))
}

fn table(site: &Site) -> Result<Vec<u8>, XlsxError> {
    const WIDTHS: [f64; 11] = [
        30.0, 50.0, 50.0, 12.0, 22.0, 24.0, 12.0, 18.0, 8.0, 18.0, 60.0,
    ];
    let columns: Vec<(&str, f64)> = HEADER.into_iter().zip(WIDTHS).collect();
    let author = site.config.org(Org::name);
    let mut book = workbook("政府信息公开目录", author, site.config.as_of)?;
    let sheet = headed_sheet(&mut book, "目录", &columns)?;
    for (row, (_, page)) in site.published().enumerate() {
        for (column, cell) in cells(site, page).iter().enumerate() {
            sheet.write_string(row as u32 + 1, column as u16, cell)?;
        }
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in [
            "=1+1",
            "+86",
            "-5℃以下停工的通知",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            " =1",
            "\u{3000}=1",
            "\"=1",
            "＝1",
            "＋1",
            "－1",
            "＠a",
            "“=1”",
        ] {
            assert_eq!(guarded(cell), format!("'{cell}"));
        }
        for cell in [
            "",
            "关于=的通知",
            "2026-06-01",
            "旭街办发〔2026〕8号",
            "“十四五”规划",
        ] {
            assert_eq!(guarded(cell), cell);
        }
    }
}
