//! The tables of a document as a workbook, by the conventions of the
//! Government Analysis Function, "Releasing statistics in spreadsheets".
//!
//! | you want                          | use            |
//! |-----------------------------------|----------------|
//! | Office Open XML, for Excel        | [`xlsx`]       |
//! | `OpenDocument`, what governments ask for | [`ods`]   |
//!
//! Both are written from one model, so that they hold the same: a cover, the
//! contents with links, notes with the shorthand, and one worksheet for each
//! table. A table starts in column A below its title and its notes, has one row
//! of headers, and is marked up as a table. Nothing is merged, hidden, frozen
//! or filtered, and no colour has a meaning.
//!
//! Numbers are whole: the cell has every digit, and a format that shows as
//! many as the page. A column of numbers has nothing else in it, so that every
//! program reads it as numbers: where a number is missing its cell is empty,
//! and the column `Status` behind it says why in shorthand. Of the two ways
//! that the conventions leave, a marker among the numbers and an empty cell
//! that is explained, only the second keeps the column numeric.
//!
//! Every text is written as a text: a cell that begins with `=` is no formula.

mod grid;
mod ods;
mod sheets;
mod shorthand;
mod xlsx;

use chrono::NaiveDate;

use crate::words::Words;

pub use ods::ods;
pub use xlsx::xlsx;

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be written: {0}")]
pub struct WorkbookError(String);

/// A workbook before it has a format.
#[derive(Debug, PartialEq)]
struct Workbook {
    /// The language of its frame.
    words: &'static Words,
    /// The name of the first worksheet.
    cover_name: String,
    title: String,
    day: Option<NaiveDate>,
    cover: Vec<Line>,
    /// Contents, notes, and the tables.
    sheets: Vec<Sheet>,
}

/// A line of the cover.
#[derive(Debug, PartialEq)]
enum Line {
    Heading(String),
    Text(String),
}

/// A worksheet with one table.
#[derive(Debug, PartialEq)]
struct Sheet {
    /// Its name, unique in the workbook, which is that of its table too.
    name: String,
    title: String,
    /// Between title and table.
    notes: Vec<String>,
    grid: Grid,
}

/// A table with at least one row.
#[derive(Debug, PartialEq)]
struct Grid {
    columns: Vec<GridColumn>,
    rows: Vec<Vec<GridCell>>,
}

#[derive(Debug, PartialEq)]
struct GridColumn {
    /// Unique in its table.
    heading: String,
    /// In characters.
    width: u16,
}

#[derive(Clone, Debug, PartialEq)]
enum GridCell {
    Text(String),
    /// The name of another worksheet, which leads to it.
    Link(String),
    Number {
        value: f64,
        decimals: usize,
    },
    /// No number: the status says why.
    Empty,
}

impl Sheet {
    /// The row of the headers, counted from 0.
    fn header_row(&self) -> usize {
        1 + self.notes.len()
    }
}

#[cfg(test)]
mod tests;
