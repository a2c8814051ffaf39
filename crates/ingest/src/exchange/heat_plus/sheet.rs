//! The rows of a template, from text or from a workbook, under its column
//! names.

use std::ops::ControlFlow;
use std::sync::Arc;

use calamine::Data;
use firstyear_core::layout::heat_plus::COLUMNS;
use firstyear_core::{Place, Problem, ProblemCode};

use crate::input::Input;
use crate::rows::Rows;
use crate::workbook::Workbook;
use crate::{OnProgress, ReadError};

/// Names that the columns have or had elsewhere.
const OLDER: [(&str, &str); 7] = [
    ("country", "setting"),
    ("year", "date"),
    ("indicator", "indicator_abbr"),
    ("flag", "note"),
    ("national", "setting_average"),
    ("average", "setting_average"),
    ("favorable_indicator", "favourable_indicator"),
];

/// Columns that a file may leave out.
const OPTIONAL: [&str; 9] = [
    "indicator_name",
    "source",
    "se",
    "ci_lb",
    "ci_ub",
    "population",
    "note",
    "setting_average",
    "iso3",
];

/// The name of a column in the template.
pub(super) fn name_of(header: &str) -> Option<&'static str> {
    let header = header.trim().to_lowercase();
    let older = OLDER.iter().find(|(older, _)| *older == header).map(|(_, name)| *name);
    older.or_else(|| COLUMNS.iter().copied().find(|name| *name == header))
}

/// The rows, each with its cells in the order of [`COLUMNS`].
pub(super) struct Sheet {
    pub(super) rows: Vec<(Place, [Arc<str>; 20])>,
    /// Places and lengths of rows of another shape than the header.
    pub(super) ragged: Vec<Place>,
    pub(super) encoding: Option<Problem>,
}

/// Reads the file, whichever kind it is.
///
/// # Errors
///
/// [`ReadError`] for a file without the columns of the template or without
/// rows.
pub(super) fn read(input: &Input<'_>, progress: OnProgress<'_>) -> Result<Sheet, ReadError> {
    let head = input.head(4)?;
    let sheet = if matches!(&*head, [b'P', b'K', 3, 4] | [0xD0, 0xCF, 0x11, 0xE0]) {
        of_workbook(input)?
    } else {
        of_text(input, progress)?
    };
    if sheet.rows.is_empty() && sheet.ragged.is_empty() {
        let message = "the file has a header and no rows";
        return Err(Problem::new(ProblemCode::FileEmpty, input.place(), message).into());
    }
    Ok(sheet)
}

fn of_text(input: &Input<'_>, progress: OnProgress<'_>) -> Result<Sheet, ReadError> {
    let mut rows = Rows::open(input, None)?;
    let line = rows.next(progress)?.unwrap_or(1);
    let header: Vec<String> = rows.cells().map(str::to_owned).collect();
    let at = matched(&header, &input.place().row(line))?;
    let mut sheet = Sheet { rows: Vec::new(), ragged: Vec::new(), encoding: None };
    let mut shared = Shared::default();
    while let Some(line) = rows.next(progress)? {
        let place = input.place().row(line);
        if rows.len() == header.len() {
            let cell = |at: Option<usize>| at.map_or("", |at| rows.cell(at));
            sheet.rows.push((place, at.map(|at| shared.text(cell(at)))));
        } else {
            sheet.ragged.push(place);
        }
    }
    sheet.encoding = rows.encoding_note();
    Ok(sheet)
}

/// The first sheet whose first rows hold the header.
fn of_workbook(input: &Input<'_>) -> Result<Sheet, ReadError> {
    let bytes = input.whole()?;
    let unreadable = |error: crate::workbook::WorkbookError| {
        Problem::new(ProblemCode::FileUnreadable, input.place(), error.message())
    };
    let mut workbook = Workbook::open(&bytes).map_err(unreadable)?;
    for name in workbook.sheets() {
        let mut lines: Vec<(u32, Vec<(u32, String)>)> = Vec::new();
        let read = workbook.cells(&name, |row, column, cell| {
            match lines.last_mut() {
                Some((last, cells)) if *last == row => cells.push((column, printed(&cell))),
                _ => lines.push((row, vec![(column, printed(&cell))])),
            }
            // The header stands at the top, or this is another sheet.
            if lines.len() > 30 && !lines.iter().take(30).any(|(_, cells)| is_header(cells)) {
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        });
        read.map_err(unreadable)?;
        if let Some(top) = lines.iter().position(|(_, cells)| is_header(cells)) {
            return of_lines(input, &name, &lines[top..]);
        }
    }
    let message = "no sheet has the columns of the template";
    Err(Problem::new(ProblemCode::SheetMissing, input.place(), message)
        .with_help("put the header setting, date, source, … into the first row of a sheet")
        .into())
}

fn of_lines(
    input: &Input<'_>,
    name: &str,
    lines: &[(u32, Vec<(u32, String)>)],
) -> Result<Sheet, ReadError> {
    let name: Arc<str> = name.into();
    let place = |row: u32| input.place().sheet(Arc::clone(&name)).row(u64::from(row) + 1);
    let [(top, header), rest @ ..] = lines else { unreachable!("a header was found") };
    let width = header.iter().map(|(column, _)| *column as usize + 1).max().unwrap_or(0);
    let mut names = vec![String::new(); width];
    for (column, text) in header {
        names[*column as usize].clone_from(text);
    }
    let at = matched(&names, &place(*top))?;
    let mut sheet = Sheet { rows: Vec::new(), ragged: Vec::new(), encoding: None };
    let mut shared = Shared::default();
    for (row, cells) in rest.iter().filter(|(_, cells)| cells.iter().any(|(_, t)| !t.is_empty())) {
        let cell = |at: Option<usize>| {
            let found = cells.iter().find(|(column, _)| Some(*column as usize) == at);
            found.map_or("", |(_, text)| text.as_str())
        };
        sheet.rows.push((place(*row), at.map(|at| shared.text(cell(at)))));
    }
    Ok(sheet)
}

fn is_header(cells: &[(u32, String)]) -> bool {
    let has = |name| cells.iter().any(|(_, text)| name_of(text) == Some(name));
    has("subgroup") && has("estimate") && has("dimension")
}

fn printed(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}

/// Where the columns stand.
fn matched(header: &[String], place: &Place) -> Result<[Option<usize>; 20], ReadError> {
    let names: Vec<Option<&str>> = header.iter().map(|name| name_of(name)).collect();
    let mut problems = Vec::new();
    let at = COLUMNS.map(|column| {
        let mut found = names.iter().enumerate().filter(|(_, name)| **name == Some(column));
        let (first, second) = (found.next(), found.next());
        let place = || place.clone().column(column);
        if second.is_some() {
            let message = "the column stands twice";
            problems.push(Problem::new(ProblemCode::ColumnRepeated, place(), message));
        } else if first.is_none() && column != "reference_subgroup" && !OPTIONAL.contains(&column) {
            let message = "the column is missing";
            problems.push(
                Problem::new(ProblemCode::ColumnMissing, place(), message)
                    .with_help("the template of HEAT Plus lists its 20 columns"),
            );
        }
        first.map(|(at, _)| at)
    });
    if problems.is_empty() { Ok(at) } else { Err(ReadError::Unusable { problems }) }
}

/// Texts that rows repeat, held once.
#[derive(Default)]
struct Shared(std::collections::HashSet<Arc<str>>);

impl Shared {
    fn text(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.0.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.0.insert(Arc::clone(&new));
        new
    }
}
