//! The sheets of a workbook as rows of printed cells.

use std::sync::Arc;

use firstyear_core::{Place, Problem, ProblemCode};

use crate::input::Input;
use crate::sheet_rows::each_row;
use crate::{OnProgress, ReadError};

/// Cells that all sheets together may have: fifty times those of the largest
/// workbook of the series.
const CELLS: usize = 1 << 21;

/// A sheet, without its empty rows.
pub(super) struct Sheet {
    pub(super) name: Arc<str>,
    pub(super) rows: Vec<Row>,
}

/// A row.
pub(super) struct Row {
    pub(super) place: Place,
    /// Its cells, blanks folded; empty ones between them are empty texts.
    pub(super) cells: Vec<String>,
}

impl Row {
    /// The text of a column; empty beyond the last.
    pub(super) fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", String::as_str)
    }

    /// The filled cells and their columns.
    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, &str)> {
        let cells = self.cells.iter().map(String::as_str).enumerate();
        cells.filter(|(_, cell)| !cell.is_empty())
    }

    /// The whole row as a line of text.
    pub(super) fn line(&self) -> String {
        self.filled().map(|(_, cell)| cell).collect::<Vec<_>>().join(" ")
    }
}

/// Reads all sheets.
///
/// # Errors
///
/// [`ReadError`] when the workbook is damaged or holds too much.
pub(super) fn read(input: &Input<'_>, progress: OnProgress<'_>) -> Result<Vec<Sheet>, ReadError> {
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut left = CELLS;
    each_row(
        input,
        |_| true,
        progress,
        |line| {
            let Some(name) = &line.place.sheet else {
                let message = "the file is no workbook";
                return Err(
                    Problem::new(ProblemCode::FileUnreadable, input.place(), message).into()
                );
            };
            left = left.checked_sub(line.cells.len()).ok_or_else(|| {
                let message = "the workbook holds too much to be one of this series";
                Problem::new(ProblemCode::FileUnreadable, input.place(), message)
            })?;
            if sheets.last().is_none_or(|sheet| sheet.name != *name) {
                sheets.push(Sheet { name: Arc::clone(name), rows: Vec::new() });
            }
            if let Some(sheet) = sheets.last_mut() {
                let cells = line.cells.iter().map(|cell| fold(cell)).collect();
                sheet.rows.push(Row { place: line.place.clone(), cells });
            }
            Ok(())
        },
    )?;
    Ok(sheets)
}

/// Blanks folded, and the signs that print like a comma or a hyphen as one.
pub(super) fn fold(text: &str) -> String {
    let plain = text.replace(['‚', '，'], ",").replace(['\u{ad}', '‐', '–', '—'], "-");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;

    /// A sheet of these lines, cells parted by `|`.
    pub(in super::super) fn sheet(name: &str, lines: &[&str]) -> Sheet {
        let place = Place::file("book.xls").sheet(name);
        let rows = (1_u64..).zip(lines).filter(|(_, line)| !line.is_empty());
        let rows = rows.map(|(number, line)| Row {
            place: place.clone().row(number),
            cells: line.split('|').map(fold).collect(),
        });
        Sheet { name: name.into(), rows: rows.collect() }
    }
}
