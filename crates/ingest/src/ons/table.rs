//! Finding the table of a sheet: its title, header and what both say.

use std::collections::BTreeSet;

use firstyear_core::Period;

use super::announced;
use super::columns::Columns;
use super::grid::{Grid, GridCell, Row};

/// A header has more filled cells than any line of notes above it.
const FILLED_IN_HEADER: usize = 5;

/// Notes on births that are linked to a birth notification.
const LINKED: [&str; 3] = ["[note 26]", "[note 27]", "[note 32]"];

/// A table, found in its sheet.
#[derive(Debug)]
pub(super) struct Table<'a> {
    pub(super) grid: &'a Grid,
    /// Its number in the workbook.
    pub(super) number: u32,
    /// The country in the line below the title.
    pub(super) coverage: &'a str,
    /// The period in the title; `None` where rows or columns say it.
    pub(super) period: Option<Period>,
    /// Whether its births are those linked to a birth notification.
    pub(super) linked: bool,
    pub(super) columns: Columns,
    /// Columns that the title announces and the header lacks.
    pub(super) missing: BTreeSet<String>,
    header: usize,
}

/// What a sheet holds.
#[derive(Debug)]
pub(super) enum Found<'a> {
    /// A table under a title.
    Table(Box<Table<'a>>),
    /// A title without a header row below it.
    TitleOnly(u32),
    /// Something like a table, without a title.
    Untitled,
    /// Text alone.
    Text,
}

impl<'a> Table<'a> {
    /// Looks for the table of a sheet.
    pub(super) fn find(grid: &'a Grid) -> Found<'a> {
        let header = grid.rows.iter().position(|row| row.filled().len() >= FILLED_IN_HEADER);
        let mut lines = grid.lines();
        let title = lines.next().and_then(|line| Some((number(line)?, line)));
        let header = header.filter(|at| title.is_none() || is_header(&grid.rows[*at]));
        match (title, header) {
            (Some((number, title)), Some(header)) => {
                let period = period(title);
                let columns = Columns::new(title, &grid.rows[header]);
                Found::Table(Box::new(Self {
                    grid,
                    number,
                    coverage: lines.next().unwrap_or_default(),
                    period,
                    linked: LINKED.iter().any(|note| title.contains(note)),
                    missing: announced::missing(title, &columns, period),
                    columns,
                    header,
                }))
            }
            (Some((number, _)), None) => Found::TitleOnly(number),
            (None, Some(_)) => Found::Untitled,
            (None, None) => Found::Text,
        }
    }

    /// Filled rows below the header.
    pub(super) fn rows(&self) -> &'a [Row] {
        &self.grid.rows[self.header + 1..]
    }

    /// A column's header as printed, or its letters where none stands. A
    /// number in the header may be a figure, which no message repeats.
    pub(super) fn heading(&self, column: usize) -> String {
        match self.grid.rows[self.header].get(column) {
            GridCell::Text(header) => header.clone(),
            GridCell::Number(_) | GridCell::Empty => letters(column),
        }
    }

    /// The number of the header row in the sheet.
    pub(super) fn header_row(&self) -> u64 {
        self.grid.rows[self.header].number
    }
}

/// A column as spreadsheets name it: 0 is `A`, 26 is `AA`.
fn letters(column: usize) -> String {
    let mut left = column + 1;
    let mut letters = Vec::new();
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or_default()));
        left /= 26;
    }
    letters.into_iter().rev().collect()
}

/// Whether the first long row of a sheet is a header: rows of figures hold
/// marks and a few words, and a header that was removed or moved leaves one of
/// them in its place.
fn is_header(row: &Row) -> bool {
    let word = |cell: &GridCell| matches!(cell, GridCell::Text(text) if !text.starts_with('['));
    row.filled().iter().filter(|(_, cell)| word(cell)).count() >= FILLED_IN_HEADER
}

/// The number of a title such as `Table 21: Live births`.
fn number(line: &str) -> Option<u32> {
    line.strip_prefix("Table ")?.split_once(':')?.0.trim().parse().ok()
}

/// The period at the end of a title, before the notes.
fn period(title: &str) -> Option<Period> {
    let words = title.split('[').next()?;
    Period::parse(words.rsplit_once(',')?.1.trim(), None).ok()
}

#[cfg(test)]
mod tests {
    use super::super::grid::testing;
    use super::*;

    fn grid(lines: &[&str]) -> Grid {
        testing::grid("any", lines)
    }

    #[test]
    fn tables_are_found_by_title_wherever_they_start() {
        let sheet = grid(&[
            "",
            "Table 22: Births, 2010 to 2022 [note 5][note 26]",
            "Wales ",
            "Source: Office for National Statistics",
            "Year | Live births | Infant deaths | Stillbirths | Infant mortality rate | ",
            "2022 | 3 | 0 | 0 | 0",
            "| |",
        ]);
        let Found::Table(table) = Table::find(&sheet) else { panic!("no table") };
        assert_eq!((table.number, table.coverage, table.linked), (22, "Wales", true));
        assert_eq!(table.period, Period::years(2010, 2022).ok());
        assert_eq!((table.header_row(), table.rows().len()), (5, 1));
        assert_eq!(table.rows()[0].number, 6);
    }

    #[test]
    fn columns_have_letters_as_in_a_spreadsheet() {
        assert_eq!([0, 25, 26, 16_383].map(letters), ["A", "Z", "AA", "XFD"]);
    }

    #[test]
    fn sheets_without_a_table_are_told_apart() {
        assert!(matches!(Table::find(&grid(&["Contents"])), Found::Text));
        assert!(matches!(Table::find(&grid(&["Table 3: x"])), Found::TitleOnly(3)));
        assert!(matches!(Table::find(&grid(&["a | b | c | d | e"])), Found::Untitled));
        let moved = ["Table 3: x", "E12 | Name | Region | 5 | 6 | [u] | [x]", "a | b | c | d | e"];
        assert!(
            matches!(Table::find(&grid(&moved)), Found::TitleOnly(3)),
            "a row above the header"
        );
    }
}
