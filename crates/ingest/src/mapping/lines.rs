//! The rows of a mapped table, from a text or from a sheet.

use std::ops::ControlFlow;

use calamine::Data;
use firstyear_core::mapping::{DecimalMark, Mapping, Separator};
use firstyear_core::{Place, Problem, ProblemCode};

use crate::input::Input;
use crate::rows::{Rows, decode_head, separator_of};
use crate::workbook::Workbook;
use crate::{OnProgress, ReadError};

/// A row: the cells of it without blanks at their ends.
pub(crate) enum Line<'l> {
    /// Of a text.
    Text(&'l Rows<'l>),
    /// Of a sheet.
    Cells(&'l [String]),
}

impl Line<'_> {
    /// A cell; empty where the row has none.
    pub(crate) fn cell(&self, at: usize) -> &str {
        match self {
            Self::Text(rows) => rows.cell(at),
            Self::Cells(cells) => cells.get(at).map_or("", String::as_str),
        }
    }

    /// How many cells the row has.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(rows) => rows.len(),
            Self::Cells(cells) => cells.len(),
        }
    }

    /// Whether rows of another length than the header are shifted. The empty
    /// cells at the end of a row of a sheet are not stored.
    pub(crate) const fn has_shape(&self) -> bool {
        matches!(self, Self::Text(_))
    }
}

/// What takes a row with its number in the file.
type Take<'t> = &'t mut dyn FnMut(u64, &Line<'_>) -> Result<ControlFlow<()>, ReadError>;

/// Hands every row that is not blank to `take`, until it breaks, and returns
/// what there is to say of the text as a whole.
///
/// # Errors
///
/// [`ReadError`] when the file cannot be read, or has no such sheet.
pub(crate) fn each(
    input: &Input<'_>,
    mapping: &Mapping,
    progress: OnProgress<'_>,
    take: Take<'_>,
) -> Result<Option<Problem>, ReadError> {
    let head = input.head(1 << 16)?;
    if matches!(&*head, [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..]) {
        of_sheet(input, mapping, take)?;
        return Ok(None);
    }
    let separator = mapping.table.separator.map_or_else(
        || {
            let text = decode_head(&head);
            let before = mapping.table.header_row.unwrap_or(1) - 1;
            let skip = usize::try_from(before).unwrap_or(usize::MAX);
            let rest: Vec<&str> = text.lines().skip(skip).take(50).collect();
            separator_of(&rest.join("\n"))
        },
        Separator::byte,
    );
    let mut rows = Rows::open(input, Some(separator))?;
    while let Some(line) = rows.next(progress)? {
        if take(line, &Line::Text(&rows))?.is_break() {
            break;
        }
    }
    Ok(rows.encoding_note())
}

fn of_sheet(input: &Input<'_>, mapping: &Mapping, take: Take<'_>) -> Result<(), ReadError> {
    let unreadable =
        |message: &str| Problem::new(ProblemCode::FileUnreadable, input.place(), message);
    let bytes = input.whole()?;
    let mut book = Workbook::open(&bytes).map_err(|error| unreadable(error.message()))?;
    let sheet = sheet(&book.sheets(), mapping, input)?;
    let decimal = mapping.table.decimal.unwrap_or(DecimalMark::Point);
    let (mut row, mut cells) = (0, Vec::new());
    let mut ended = Ok(ControlFlow::Continue(()));
    let mut give = |row: u32, cells: &mut Vec<String>| {
        let blank = cells.iter().all(String::is_empty);
        let given = if blank {
            Ok(ControlFlow::Continue(()))
        } else {
            take(u64::from(row) + 1, &Line::Cells(cells))
        };
        cells.clear();
        given
    };
    let read = book.cells(&sheet, |at, column, cell| {
        if at != row {
            ended = give(row, &mut cells);
            row = at;
            if !matches!(ended, Ok(ControlFlow::Continue(()))) {
                return ControlFlow::Break(());
            }
        }
        let column = column as usize;
        cells.resize(cells.len().max(column + 1), String::new());
        cells[column] = printed(&cell, decimal);
        ControlFlow::Continue(())
    });
    read.map_err(|error| unreadable(error.message()))?;
    if matches!(ended, Ok(ControlFlow::Continue(()))) {
        ended = give(row, &mut cells);
    }
    ended.map(|_| ())
}

fn sheet(sheets: &[String], mapping: &Mapping, input: &Input<'_>) -> Result<String, ReadError> {
    let missing = |message: &str, help: String| -> ReadError {
        let place = Place::file(input.file.clone());
        Problem::new(ProblemCode::SheetMissing, place, message).with_help(help).into()
    };
    let listed = || format!("its sheets are: {}", sheets.join(", "));
    match (&mapping.table.sheet, sheets) {
        (Some(named), _) => {
            let found = sheets.iter().find(|sheet| sheet.trim() == named.trim());
            let message = "no sheet has the name that the mapping gives";
            found.cloned().ok_or_else(|| missing(message, listed()))
        }
        (None, [only]) => Ok(only.clone()),
        (None, _) => {
            let help = format!("say which under [table] as sheet; {}", listed());
            Err(missing("the workbook has several sheets", help))
        }
    }
}

/// A cell as the mapping reads it: a number with the decimal mark of the
/// table, a date with the year first.
fn printed(cell: &Data, decimal: DecimalMark) -> String {
    match cell {
        Data::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Data::Float(number) => number.to_string().replace('.', decimal.word()),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        other => other.to_string(),
    }
}
