//! Workbooks of the kind .xlsx, read cell by cell.
//!
//! A sheet is never laid out as a whole: one stray cell in the last row and
//! column would make it 17 thousand million cells large.

use std::io::Cursor;
use std::ops::ControlFlow;

use calamine::{Data, DataRef, Reader as _, Xlsx, XlsxError};

/// A workbook that is open.
pub(crate) struct Workbook<'i>(Xlsx<Cursor<&'i [u8]>>);

/// Why a workbook, or a sheet of it, cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WorkbookError {
    /// It is damaged, or another kind of file.
    Damaged,
    /// A cell stands where no sheet has one.
    OutOfBounds,
}

impl WorkbookError {
    /// In words.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::Damaged => "not a workbook of the kind .xlsx, or damaged",
            Self::OutOfBounds => "a cell stands beyond the last row or column of any sheet",
        }
    }
}

impl<'i> Workbook<'i> {
    /// # Errors
    ///
    /// [`WorkbookError::Damaged`] when the bytes are no workbook.
    pub(crate) fn open(input: &'i [u8]) -> Result<Self, WorkbookError> {
        Xlsx::new(Cursor::new(input)).map(Self).map_err(|_| WorkbookError::Damaged)
    }

    /// The names of its sheets, in order.
    pub(crate) fn sheets(&self) -> Vec<String> {
        self.0.sheet_names()
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
        mut see: impl FnMut(u32, u32, Data) -> ControlFlow<()>,
    ) -> Result<(), WorkbookError> {
        // The last cell of a sheet is XFD1048576.
        const ROWS: u32 = 1 << 20;
        const COLUMNS: u32 = 1 << 14;
        let mut cells = match self.0.worksheet_cells_reader(sheet) {
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
}
