//! A first look at a file, by which formats tell their own.

use std::ops::ControlFlow;

use calamine::Data;
use firstyear_core::{Problem, ProblemCode};

use crate::ReadError;
use crate::input::Input;
use crate::rows::{decode_head, separator_of};
use crate::workbook::{Workbook, WorkbookError};

/// What the first bytes, or the first cells of each sheet, say.
pub(crate) enum Sample {
    /// Text: a table, JSON or XML.
    Text(TextSample),
    /// A workbook.
    Workbook(Vec<SheetSample>),
    /// A workbook, and why it cannot be opened.
    DamagedWorkbook(WorkbookError),
    /// Parquet or Arrow that was not unpacked.
    Columns,
}

/// The start of a text.
pub(crate) struct TextSample {
    /// Up to 64 KiB.
    pub(crate) head: String,
}

/// The start of a sheet.
pub(crate) struct SheetSample {
    pub(crate) name: String,
    /// The texts of its first rows and columns, each with row and column from
    /// 0; numbers as they print.
    pub(crate) cells: Vec<(u32, u32, String)>,
}

/// Bytes of a text that are looked at.
const HEAD: u64 = 1 << 16;

impl Sample {
    /// Looks at a file.
    ///
    /// # Errors
    ///
    /// [`ReadError`] when it cannot be read.
    pub(crate) fn of(input: &Input<'_>) -> Result<Self, ReadError> {
        let head = input.head(HEAD)?;
        if head.trim_ascii().is_empty() {
            let problem = Problem::new(ProblemCode::FileEmpty, input.place(), "the file is empty");
            return Err(problem.into());
        }
        Ok(match &*head {
            [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => Self::of_workbook(input)?,
            [b'P', b'A', b'R', b'1', ..] | [b'A', b'R', b'R', b'O', b'W', b'1', ..] => {
                Self::Columns
            }
            _ => Self::Text(TextSample { head: decode_head(&head) }),
        })
    }

    fn of_workbook(input: &Input<'_>) -> Result<Self, ReadError> {
        const ROWS: u32 = 30;
        const COLUMNS: u32 = 64;
        let bytes = input.whole()?;
        let mut workbook = match Workbook::open(&bytes) {
            Ok(workbook) => workbook,
            Err(error) => return Ok(Self::DamagedWorkbook(error)),
        };
        let mut sheets = Vec::new();
        for name in workbook.sheets() {
            let mut cells = Vec::new();
            let read = workbook.cells(&name, |row, column, cell| {
                if row >= ROWS {
                    return ControlFlow::Break(());
                }
                if column < COLUMNS {
                    cells.push((row, column, printed(&cell)));
                }
                ControlFlow::Continue(())
            });
            // A sheet that cannot be read is for the reader to tell.
            if read.is_ok() {
                sheets.push(SheetSample { name, cells });
            }
        }
        Ok(Self::Workbook(sheets))
    }

    /// The text, where it is one.
    pub(crate) const fn text(&self) -> Option<&TextSample> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The sheets, where it is a workbook.
    pub(crate) fn sheets(&self) -> &[SheetSample] {
        match self {
            Self::Workbook(sheets) => sheets,
            _ => &[],
        }
    }
}

fn printed(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

impl TextSample {
    /// The cells of the first line that is not blank, quotes removed.
    pub(crate) fn header(&self) -> Vec<String> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator_of(&self.head))
            .from_reader(self.head.as_bytes());
        let mut record = csv::StringRecord::new();
        match reader.read_record(&mut record) {
            Ok(true) => record.iter().map(|cell| cell.trim().to_owned()).collect(),
            _ => Vec::new(),
        }
    }

    /// The text from its first letter, where that opens a JSON document.
    pub(crate) fn json(&self) -> Option<&str> {
        let text = self.head.trim_start();
        text.starts_with(['{', '[']).then_some(text)
    }

    /// The text from its first letter, where that opens an XML document.
    pub(crate) fn xml(&self) -> Option<&str> {
        let text = self.head.trim_start();
        text.starts_with('<').then_some(text)
    }
}

impl SheetSample {
    /// Whether a cell holds `words`, whatever the case of letters.
    pub(crate) fn says(&self, words: &str) -> bool {
        let words = words.to_lowercase();
        self.cells.iter().any(|(_, _, text)| text.to_lowercase().contains(&words))
    }
}
