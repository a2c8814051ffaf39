//! A workbook as Office Open XML.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Table, TableColumn, TableStyle, Url,
    Workbook as File, Worksheet, XlsxError,
};

use super::{GridCell, Line, Sheet, Workbook, WorkbookError};
use crate::document::Document;

/// A4, as Excel counts kinds of paper.
const A4: u8 = 9;

/// The tables of a document as `.xlsx`. The same document gives the same bytes.
///
/// # Errors
///
/// [`WorkbookError`] for more than Excel can hold, such as a table of a million
/// rows.
pub fn xlsx(document: &Document) -> Result<Vec<u8>, WorkbookError> {
    written(&Workbook::of(document)).map_err(|error| WorkbookError(error.to_string()))
}

fn written(workbook: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut file = File::new();
    file.set_properties(&properties(workbook)?);
    let looks = Looks::new();
    let cover = file.add_worksheet();
    cover.set_name(&workbook.cover_name)?;
    set_up(cover);
    cover.set_column_width(0, 100)?;
    cover.write_string_with_format(0, 0, &workbook.title, &looks.title)?;
    for (line, row) in workbook.cover.iter().zip(1..) {
        match line {
            Line::Heading(words) => {
                cover.write_string_with_format(row, 0, words, &looks.heading)?
            }
            Line::Text(words) => cover.write_string_with_format(row, 0, words, &looks.wrapped)?,
        };
    }
    for sheet in &workbook.sheets {
        put(file.add_worksheet(), sheet, &looks)?;
    }
    file.save_to_buffer()
}

/// The day is that of the report: the clock is not asked, so that the same
/// report gives the same bytes.
fn properties(workbook: &Workbook) -> Result<DocProperties, XlsxError> {
    let created = match workbook.day.map(|day| day.format("%Y-%m-%dT00:00:00Z").to_string()) {
        Some(day) => ExcelDateTime::parse_from_str(&day)?,
        None => ExcelDateTime::from_ymd(2000, 1, 1)?,
    };
    Ok(DocProperties::new()
        .set_title(&workbook.title)
        .set_creation_datetime(&created)
        .set_custom_property("Language", workbook.words.language().word()))
}

/// How cells look.
struct Looks {
    title: Format,
    heading: Format,
    header: Format,
    wrapped: Format,
}

impl Looks {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            title: top().set_bold().set_font_size(16),
            heading: top().set_bold().set_font_size(13),
            header: top().set_bold().set_text_wrap(),
            wrapped: top().set_text_wrap(),
        }
    }
}

/// Numbers with their thousands and decimals.
fn of_number(decimals: usize) -> Format {
    let format = match decimals {
        0 => "#,##0".to_owned(),
        decimals => format!("#,##0.{}", "0".repeat(decimals)),
    };
    Format::new().set_align(FormatAlign::Top).set_num_format(format)
}

/// Paper: A4 across, as wide as the table.
fn set_up(sheet: &mut Worksheet) {
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
}

fn put(file: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), XlsxError> {
    file.set_name(&sheet.name)?;
    set_up(file);
    file.write_string_with_format(0, 0, &sheet.title, &looks.title)?;
    for (note, row) in sheet.notes.iter().zip(1..) {
        file.write_string(row, 0, note)?;
    }
    let row_of = |rows: usize| u32::try_from(rows).map_err(|_| XlsxError::RowColumnLimitError);
    let header = row_of(sheet.header_row())?;
    let last = header + row_of(sheet.grid.rows.len())?;
    for (column, at) in sheet.grid.columns.iter().zip(0..) {
        file.set_column_width(at, column.width)?;
    }
    for (cells, row) in sheet.grid.rows.iter().zip(header + 1..) {
        for (cell, at) in cells.iter().zip(0..) {
            match cell {
                GridCell::Text(words) => {
                    file.write_string_with_format(row, at, words, &looks.wrapped)?;
                }
                GridCell::Link(name) => {
                    let url = Url::new(format!("internal:'{name}'!A1")).set_text(name);
                    file.write_url(row, at, url)?;
                }
                GridCell::Number { value, decimals } => {
                    let format = of_number(*decimals);
                    file.write_number_with_format(row, at, *value, &format)?;
                }
                GridCell::Empty => {}
            }
        }
    }
    let columns: Vec<TableColumn> = sheet
        .grid
        .columns
        .iter()
        .map(|column| {
            TableColumn::new().set_header(&column.heading).set_header_format(&looks.header)
        })
        .collect();
    let end = columns.len().saturating_sub(1);
    let end = u16::try_from(end).map_err(|_| XlsxError::RowColumnLimitError)?;
    let table = Table::new()
        .set_name(&sheet.name)
        .set_alt_text_title(&sheet.title)
        .set_columns(&columns)
        .set_autofilter(false)
        .set_banded_rows(false)
        .set_style(TableStyle::Light1);
    file.add_table(header, 0, last, end, &table)?;
    file.set_repeat_rows(header, header)?;
    Ok(())
}
