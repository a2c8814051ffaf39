//! A table of a page with its columns of numbers kept numeric.

use std::collections::BTreeSet;

use super::sheets::text;
use super::shorthand::Legend;
use super::{Grid, GridCell, GridColumn};
use crate::chart::{Column, ColumnKind, DataTable, TableCell};
use crate::words::{Words, say};

/// A heading of Excel holds 255 characters; a number may follow.
const LONGEST_HEADING: usize = 240;

/// Widths of columns, in characters.
const NARROWEST: usize = 10;
const WIDEST: usize = 60;
/// A column of numbers is no wider for its heading, which wraps.
const WIDEST_NUMBERS: usize = 16;

/// The table with a column of statuses behind each column of numbers that lacks
/// one; neighbours that lack theirs in the same rows for the same reasons share
/// a column. `words` is the language of what is added, and `legend` that of the table.
pub(super) fn of(table: &DataTable, words: &Words, legend: &Legend) -> Grid {
    let columns = 0..table.columns.len();
    let columns: Vec<_> = columns.map(|at| Filled::of(table, at, (words, legend))).collect();
    let mut grid = Grid { columns: Vec::new(), rows: vec![Vec::new(); table.rows.len().max(1)] };
    let mut names = Names::default();
    for (at, column) in columns.iter().enumerate() {
        let heading = names.unique(&column.heading);
        push(&mut grid, heading, column.cells.clone());
        let goes_on = columns.get(at + 1).is_some_and(|next| next.lacks == column.lacks);
        if let (Some(lacks), false) = (&column.lacks, goes_on) {
            let first = columns[..at].iter().rposition(|before| before.lacks != column.lacks);
            let first = first.map_or(0, |before| before + 1);
            let last = column.heading.as_str();
            let heading = if at == first {
                say!(words, "document-status", column = last)
            } else {
                let first = columns[first].heading.as_str();
                say!(words, "document-status-of", first = first, last = last)
            };
            let said = lacks.iter().map(|why| {
                GridCell::Text(match why {
                    Some(why) => legend.missing(why),
                    None => say!(words, "document-known"),
                })
            });
            push(&mut grid, names.unique(&heading), said.collect());
        }
    }
    grid
}

fn push(grid: &mut Grid, heading: String, cells: Vec<GridCell>) {
    let width = width(&heading, &cells);
    grid.columns.push(GridColumn { heading, width });
    for (row, cell) in grid.rows.iter_mut().zip(cells) {
        row.push(cell);
    }
}

/// One column of a page's table.
struct Filled {
    heading: String,
    cells: Vec<GridCell>,
    /// For each row why there is no number; `None` for a column of words, and
    /// for one of numbers that lacks none.
    lacks: Option<Vec<Option<String>>>,
}

impl Filled {
    fn of(table: &DataTable, at: usize, (words, legend): (&Words, &Legend)) -> Self {
        let Column { heading, kind } = &table.columns[at];
        let heading = match text(heading.trim()) {
            empty if empty.is_empty() => {
                say!(words, "document-unnamed", number = (at + 1).to_string())
            }
            heading => heading,
        };
        if table.rows.is_empty() {
            // Programs refuse a table without a row.
            return Self { heading, cells: vec![GridCell::Text(legend.missing(""))], lacks: None };
        }
        let cells: Vec<Option<&TableCell>> = table.rows.iter().map(|row| row.get(at)).collect();
        let known = || cells.iter().flatten();
        let has_number = known().any(|cell| matches!(cell, TableCell::Number { .. }));
        let has_word = known().any(|cell| matches!(cell, TableCell::Text(_)));
        let all_numbers = has_number && !has_word;
        if *kind == ColumnKind::Text && !all_numbers {
            let cells = cells.into_iter().map(|cell| GridCell::Text(said(cell, legend)));
            return Self { heading, cells: cells.collect(), lacks: None };
        }
        let (cells, lacks): (Vec<GridCell>, Vec<Option<String>>) =
            cells.into_iter().map(number).unzip();
        let lacks = lacks.iter().any(Option::is_some).then_some(lacks);
        Self { heading, cells, lacks }
    }
}

/// A cell of a column of words.
fn said(cell: Option<&TableCell>, legend: &Legend) -> String {
    match cell {
        Some(TableCell::Text(words)) if !words.trim().is_empty() => legend.marked(&text(words)),
        Some(TableCell::Text(_)) | None => legend.missing(""),
        Some(TableCell::Missing { reason }) if reason.trim().is_empty() => legend.missing(""),
        Some(cell) => text(&cell.shown()),
    }
}

/// A cell of a column of numbers, with why it has none.
fn number(cell: Option<&TableCell>) -> (GridCell, Option<String>) {
    match cell {
        Some(&TableCell::Number { value, decimals }) if value.is_finite() => {
            // A zero has no sign.
            let value = if value == 0.0 { 0.0 } else { value };
            (GridCell::Number { value, decimals }, None)
        }
        other => (GridCell::Empty, Some(other.map(|it| text(&it.shown())).unwrap_or_default())),
    }
}

/// The width that shows most of a column without wrapping.
fn width(heading: &str, cells: &[GridCell]) -> u16 {
    let longest = cells.iter().map(|cell| match cell {
        GridCell::Text(words) | GridCell::Link(words) => words.chars().count(),
        GridCell::Number { value, decimals } => {
            let digits = format!("{value:.decimals$}").len();
            (digits + digits / 3).min(WIDEST_NUMBERS)
        }
        GridCell::Empty => 0,
    });
    let longest = longest.max().unwrap_or(0);
    let word = heading.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    let width = longest.max(word).max(heading.chars().count().min(WIDEST_NUMBERS)) + 2;
    u16::try_from(width.clamp(NARROWEST, WIDEST)).unwrap_or(u16::MAX)
}

/// Headings that were given, in lower case: Excel tells them apart so.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn unique(&mut self, wanted: &str) -> String {
        let wanted = match wanted.char_indices().nth(LONGEST_HEADING) {
            None => wanted.to_owned(),
            Some((at, _)) => format!("{}…", &wanted[..at]),
        };
        let others = (2..).map(|number| format!("{wanted} ({number})"));
        let mut names = [wanted.clone()].into_iter().chain(others);
        let free = names.find(|name| self.0.insert(name.to_lowercase()));
        free.expect("numbers do not end")
    }
}
