//! Workbooks: their properties, and sheets with a head.

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// A workbook whose time is a day: the clock would make every build differ.
pub(crate) fn workbook(title: &str, author: &str, day: Date) -> Result<Workbook, XlsxError> {
    let created = ExcelDateTime::from_ymd(
        day.year().cast_unsigned(),
        day.month().cast_unsigned(),
        day.day().cast_unsigned(),
    )?;
    let mut book = Workbook::new();
    book.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_author(author)
            .set_creation_datetime(&created),
    );
    Ok(book)
}

/// A sheet whose first row names its columns, each with its width in characters, and stays in sight.
pub(crate) fn headed_sheet<'b>(
    book: &'b mut Workbook,
    name: &str,
    columns: &[(&str, f64)],
) -> Result<&'b mut Worksheet, XlsxError> {
    let head = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (at, (title, width)) in columns.iter().enumerate() {
        sheet.set_column_width(at as u16, *width)?;
        sheet.write_string_with_format(0, at as u16, *title, &head)?;
    }
    Ok(sheet)
}
