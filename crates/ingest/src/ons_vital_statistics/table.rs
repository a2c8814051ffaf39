//! A table of a sheet: its title, its year, its header and its rows.

use super::areas::{Position, words_of};
use super::columns::Columns;
use super::sheets::{Row, Sheet};

/// A table that was found.
pub(super) struct Table<'s> {
    pub(super) sheet: &'s Sheet,
    pub(super) columns: Columns,
    /// Where its rows stand before any heading.
    pub(super) position: Position,
    body: usize,
}

impl<'s> Table<'s> {
    /// Looks for the table of a sheet; `None` where it has none.
    pub(super) fn find(sheet: &'s Sheet) -> Option<Self> {
        let header = sheet.rows.iter().position(Columns::begin)?;
        let length = sheet.rows[header..].iter().position(is_figures)?;
        let body = header + length;
        let columns = Columns::of(&sheet.rows[header..body])?;
        let title: String = sheet.rows[..header].iter().map(|row| row.line() + "\n").collect();
        let title = title.to_lowercase();
        let health = title.contains("health authorities")
            || title.contains("health boards,")
            || title.contains("health area")
            || title.contains("nhs board");
        let names = sheet.rows[body..].iter().map(|row| words_of(name(row, columns.first)));
        let position = Position {
            health,
            regions: title.contains("region") && !title.contains("strategic health"),
            has_elsewhere: names.into_iter().any(|name| name.ends_with("wales and elsewhere")),
            ..Position::default()
        };
        Some(Self { sheet, columns, position, body })
    }

    /// The rows below the header, up to the notes.
    pub(super) fn rows(&self) -> impl Iterator<Item = &'s Row> {
        let sheet: &'s Sheet = self.sheet;
        sheet.rows[self.body..].iter().take_while(|row| {
            let line = row.line().to_lowercase();
            !["note:", "notes:", "footnote", "source:"].iter().any(|end| line.starts_with(end))
        })
    }

    /// The row of its header in the sheet.
    pub(super) fn place(&self) -> firstyear_core::Place {
        self.sheet.rows[self.body - 1].place.clone()
    }
}

/// The name of a row: the last text before its figures.
pub(super) fn name(row: &Row, first: usize) -> &str {
    let mut texts = row.cells.iter().take(first).map(String::as_str);
    texts.rfind(|text| !text.is_empty()).unwrap_or_default()
}

/// The code of a row: the text before its name.
pub(super) fn code(row: &Row, first: usize) -> &str {
    let texts = row.cells.iter().take(first).map(String::as_str);
    let mut texts = texts.filter(|text| !text.is_empty()).rev();
    texts.next();
    texts.next().unwrap_or_default()
}

/// Whether a row is one of figures: a name in its first columns, and numbers.
fn is_figures(row: &Row) -> bool {
    const NAMES: usize = 2;
    let starts = row.filled().next().is_some_and(|(at, text)| at < NAMES && !is_number(text));
    let figures = row.filled().skip(1).filter(|(_, text)| is_number(text)).count();
    starts && figures >= 3 && 2 * figures > row.filled().count()
}

pub(super) fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok()
}

/// The year that a title names.
pub(super) fn year(line: &str) -> Option<i32> {
    let words = line.split(|c: char| !c.is_ascii_digit());
    let mut years = words.filter(|word| word.len() == 4).filter_map(|word| word.parse().ok());
    years.rfind(|year| (1837..=2100).contains(year))
}
