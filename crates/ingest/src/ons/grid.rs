//! One sheet as rows of plain cells, apart from the file format.

use std::ops::ControlFlow;
use std::sync::Arc;

use calamine::Data;

use crate::workbook::{Workbook, WorkbookError};

/// One cell of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum GridCell {
    /// Nothing, or blanks alone.
    Empty,
    /// Text, blanks folded and trimmed.
    Text(String),
    /// A number.
    Number(f64),
}

impl GridCell {
    /// The cell as printed: a whole number without a decimal point.
    pub(super) fn printed(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
        }
    }

    const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    fn size(&self) -> usize {
        let text = if let Self::Text(text) = self { text.len() } else { 0 };
        size_of::<(usize, Self)>() + text
    }
}

/// A row with at least one filled cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// Its number in the sheet, counted from 1.
    pub(super) number: u64,
    /// The filled cells by their column, counted from 0, in order.
    cells: Vec<(usize, GridCell)>,
}

impl Row {
    /// The cell in a column.
    pub(super) fn get(&self, column: usize) -> &GridCell {
        let at = self.cells.binary_search_by_key(&column, |(at, _)| *at);
        at.map_or(&GridCell::Empty, |at| &self.cells[at].1)
    }

    /// The cell in a column, as printed.
    pub(super) fn printed(&self, column: usize) -> String {
        self.get(column).printed()
    }

    /// The filled cells and their columns, in order.
    pub(super) fn filled(&self) -> &[(usize, GridCell)] {
        &self.cells
    }
}

/// A sheet: its name and its filled rows, in order.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    pub(super) name: Arc<str>,
    pub(super) rows: Vec<Row>,
}

/// Why a sheet was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GridError {
    Workbook(WorkbookError),
    /// `space` is used up.
    TooLarge,
}

impl Grid {
    /// Reads a sheet. Its cells may take `space` bytes of memory; what they
    /// take is subtracted.
    pub(super) fn read(
        workbook: &mut Workbook<'_>,
        name: &str,
        space: &mut usize,
    ) -> Result<Self, GridError> {
        let mut cells = Vec::new();
        let mut too_large = false;
        let see = |row, column, data: Data| {
            let cell = cell(&data);
            if cell.is_empty() {
                return ControlFlow::Continue(());
            }
            let Some(left) = space.checked_sub(cell.size()) else {
                too_large = true;
                return ControlFlow::Break(());
            };
            *space = left;
            cells.push((row, column, cell));
            ControlFlow::Continue(())
        };
        workbook.cells(name, see).map_err(GridError::Workbook)?;
        if too_large { Err(GridError::TooLarge) } else { Ok(Self::from_cells(name, cells)) }
    }

    /// Files name the place of each cell and need not keep their order.
    fn from_cells(name: &str, mut cells: Vec<(u32, u32, GridCell)>) -> Self {
        cells.sort_by_key(|(row, column, _)| (*row, *column));
        cells.dedup_by_key(|(row, column, _)| (*row, *column));
        let mut rows: Vec<Row> = Vec::new();
        for (row, column, cell) in cells {
            let number = u64::from(row) + 1;
            if rows.last().is_none_or(|last| last.number != number) {
                rows.push(Row { number, cells: Vec::new() });
            }
            if let Some(last) = rows.last_mut() {
                last.cells.push((column as usize, cell));
            }
        }
        Self { name: name.into(), rows }
    }

    /// The first filled cell of each row that has one, from the top.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(|row| match row.cells.first() {
            Some((_, GridCell::Text(text))) => Some(text.as_str()),
            _ => None,
        })
    }
}

fn cell(data: &Data) -> GridCell {
    match data {
        Data::Empty => GridCell::Empty,
        Data::Int(number) => GridCell::Number(*number as f64),
        Data::Float(number) => GridCell::Number(*number),
        other => text(&other.to_string()),
    }
}

/// Text as a cell: blanks folded, nothing left is empty.
pub(super) fn text(text: &str) -> GridCell {
    let text = fold(text);
    if text.is_empty() { GridCell::Empty } else { GridCell::Text(text) }
}

/// Trims and folds blanks, the non-breaking one included.
pub(super) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;

    /// A sheet whose rows follow each other from the first, cells parted by
    /// `|`; what reads as a number is one.
    pub(in super::super) fn grid(name: &str, lines: &[&str]) -> Grid {
        let cell = |cell: &str| cell.trim().parse().map_or_else(|_| text(cell), GridCell::Number);
        let cells = (0_u32..).zip(lines).flat_map(|(row, line)| {
            (0_u32..).zip(line.split('|')).map(move |(column, text)| (row, column, cell(text)))
        });
        Grid::from_cells(name, cells.filter(|(_, _, cell)| !cell.is_empty()).collect())
    }

    /// One row of text.
    pub(in super::super) fn row(names: &[&str]) -> Row {
        let cells = names.iter().enumerate().map(|(at, name)| (at, text(name)));
        Row { number: 1, cells: cells.filter(|(_, cell)| !cell.is_empty()).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_number_and_cells_their_column() {
        let far = (1 << 20) - 1;
        let cells = vec![
            (far, (1 << 14) - 1, GridCell::Number(1.0)),
            (3, 2, GridCell::Number(2022.0)),
            (2, 1, text(" Wales\u{a0} ")),
        ];
        let grid = Grid::from_cells("3", cells);
        assert_eq!(grid.rows.len(), 3, "nothing between the cells");
        assert_eq!((grid.rows[0].number, grid.rows[0].printed(1)), (3, "Wales".to_owned()));
        assert_eq!(
            (grid.rows[1].get(1), grid.rows[1].printed(2)),
            (&GridCell::Empty, "2022".into())
        );
        assert_eq!(grid.rows[2].number, 1 << 20);
        assert_eq!(grid.lines().collect::<Vec<_>>(), ["Wales"]);
    }
}
