//! Workbooks, read cell by cell: .xlsx, .xls and .ods.
//!
//! A sheet of a .xlsx is never laid out as a whole: one stray cell in the last
//! row and column would make it 17 thousand million cells large. Sheets of the
//! two other kinds are, so how large they would be is found out first.

use std::io::Cursor;
use std::ops::ControlFlow;

use calamine::{Data, DataRef, Ods, Reader as _, Xls, Xlsx, XlsxError};

mod compound;
mod packed;
mod repeated;
mod stray;

/// A workbook that is open.
pub(crate) struct Workbook<'i>(Kind<'i>);

enum Kind<'i> {
    Xlsx(Box<Xlsx<Cursor<&'i [u8]>>>),
    Xls(Box<Xls<Cursor<&'i [u8]>>>),
    Ods(Box<Ods<Cursor<&'i [u8]>>>),
}

/// Why a workbook, or a sheet of it, cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WorkbookError {
    /// It is damaged, or another kind of file.
    Damaged,
    /// A cell stands where no sheet has one.
    OutOfBounds,
    /// It would take more memory than a table of figures ever needs.
    TooLarge,
}

/// Cells that the sheets of a workbook may have, filled and empty, where they
/// are laid out as a whole: a hundred times those of the largest publication,
/// in 256 MB.
const CELLS: u64 = 8 << 20;

impl WorkbookError {
    /// In words.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::Damaged => "not a workbook of the kinds .xlsx, .xls and .ods, or damaged",
            Self::OutOfBounds => "a cell stands beyond the last row or column of any sheet",
            Self::TooLarge => {
                "the workbook unpacks, or its cells spread, to more than a table of figures holds"
            }
        }
    }
}

impl<'i> Workbook<'i> {
    /// # Errors
    ///
    /// [`WorkbookError::Damaged`] when the bytes are no workbook, and
    /// [`WorkbookError::TooLarge`] when it would take too much memory.
    pub(crate) fn open(input: &'i [u8]) -> Result<Self, WorkbookError> {
        let at = || Cursor::new(input);
        let kind = if input.starts_with(&compound::MAGIC) {
            stray::check(input)?;
            Xls::new(at()).ok().map(Box::new).map(Kind::Xls)
        } else {
            packed::check(input)?;
            if is_ods(input) {
                repeated::check(input)?;
                Ods::new(at()).ok().map(Box::new).map(Kind::Ods)
            } else {
                Xlsx::new(at()).ok().map(Box::new).map(Kind::Xlsx)
            }
        };
        kind.map(Self).ok_or(WorkbookError::Damaged)
    }

    /// The names of its sheets, in order.
    pub(crate) fn sheets(&self) -> Vec<String> {
        match &self.0 {
            Kind::Xlsx(book) => book.sheet_names(),
            Kind::Xls(book) => book.sheet_names(),
            Kind::Ods(book) => book.sheet_names(),
        }
    }

    /// Hands every filled cell of a sheet to `see` with its row and column,
    /// both counted from 0, in the order of the file, until `see` breaks. A
    /// sheet that holds a chart has none.
    ///
    /// # Errors
    ///
    /// [`WorkbookError`]; what was seen before it is of no use.
    pub(crate) fn cells(
        &mut self,
        sheet: &str,
        see: impl FnMut(u32, u32, Data) -> ControlFlow<()>,
    ) -> Result<(), WorkbookError> {
        match &mut self.0 {
            Kind::Xlsx(book) => cells_of_xlsx(book, sheet, see),
            Kind::Xls(book) => {
                let range = book.worksheet_range(sheet).map_err(|_| WorkbookError::Damaged)?;
                cells_of_range(&range, see);
                Ok(())
            }
            Kind::Ods(book) => {
                let range = book.worksheet_range(sheet).map_err(|_| WorkbookError::Damaged)?;
                cells_of_range(&range, see);
                Ok(())
            }
        }
    }
}

/// The first entry of an .ods is its kind, unpacked.
fn is_ods(input: &[u8]) -> bool {
    const KIND: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    input
        .get(..256.min(input.len()))
        .is_some_and(|head| head.windows(KIND.len()).any(|window| window == KIND))
}

fn cells_of_range(
    range: &calamine::Range<Data>,
    mut see: impl FnMut(u32, u32, Data) -> ControlFlow<()>,
) {
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, cell) in range.used_cells() {
        // A sheet has fewer rows than fit.
        let at = |first: u32, offset: usize| {
            first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
        };
        if see(at(first_row, row), at(first_column, column), cell.clone()).is_break() {
            return;
        }
    }
}

fn cells_of_xlsx(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    mut see: impl FnMut(u32, u32, Data) -> ControlFlow<()>,
) -> Result<(), WorkbookError> {
    // The last cell of a sheet is XFD1048576.
    const ROWS: u32 = 1 << 20;
    const COLUMNS: u32 = 1 << 14;
    let mut cells = match book.worksheet_cells_reader(sheet) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(()),
        Err(_) => return Err(WorkbookError::Damaged),
    };
    while let Some(cell) = cells.next_cell().map_err(|_| WorkbookError::Damaged)? {
        let (row, column) = cell.get_position();
        let value = cell.get_value();
        if matches!(value, DataRef::Empty) {
            continue;
        }
        if row >= ROWS || column >= COLUMNS {
            return Err(WorkbookError::OutOfBounds);
        }
        if see(row, column, value.clone().into()).is_break() {
            break;
        }
    }
    Ok(())
}
