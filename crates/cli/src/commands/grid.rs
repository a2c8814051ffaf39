//! Tables of an answer as plain text.

use std::fmt::Write as _;

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};
use firstyear_export::chart::{ColumnKind, DataTable, TableCell};

/// Between two columns: a rule and a blank on both sides.
const BETWEEN: usize = 3;
/// Words of a column are not broken into less than this.
const NARROWEST: usize = 14;

/// The width of the terminal on standard output; `None` in a pipe.
pub(crate) fn terminal_width() -> Option<usize> {
    Table::new().width().map(usize::from)
}

/// A table without colours. In a pipe a row is a line, however long; on a
/// terminal words are broken to its width, and where even that is too narrow
/// each row becomes a list.
pub(crate) fn text(data: &DataTable, width: Option<usize>) -> String {
    let mut grid = grid(data);
    let whole = grid.to_string();
    let Some(width) = width else { return whole };
    if whole.lines().all(|line| line.chars().count() <= width) {
        return whole;
    }
    if narrowest(data) > width {
        return records(data, width);
    }
    grid.set_content_arrangement(ContentArrangement::Dynamic);
    grid.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    for (index, column) in grid.column_iter_mut().enumerate() {
        let least = u16::try_from(least(data, index) + 2).unwrap_or(u16::MAX);
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
    }
    grid.to_string()
}

fn grid(data: &DataTable) -> Table {
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::ASCII_BORDERS_ONLY_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(data.columns.iter().map(|column| &column.heading));
    for row in &data.rows {
        table.add_row(row.iter().map(shown));
    }
    for (column, kind) in table.column_iter_mut().zip(data.columns.iter().map(|c| c.kind)) {
        if kind == ColumnKind::Number {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn shown(cell: &TableCell) -> String {
    match cell {
        // A document must not steer the terminal.
        TableCell::Text(words) => words.replace(char::is_control, " "),
        TableCell::Missing { reason } => reason.clone(),
        TableCell::Number { value, decimals } => {
            let shown = format!("{value:.decimals$}");
            // What rounds to nothing has no sign.
            match shown.strip_prefix('-') {
                Some(zero) if !zero.bytes().any(|digit| matches!(digit, b'1'..=b'9')) => {
                    zero.to_owned()
                }
                _ => shown,
            }
        }
    }
}

/// The least room in which a column can be read: a number whole, words by
/// their longest word or [`NARROWEST`].
fn least(data: &DataTable, index: usize) -> usize {
    let longest = |words: &str| words.split(' ').map(|w| w.chars().count()).max().unwrap_or(0);
    let cells = data.rows.iter().filter_map(|row| row.get(index)).map(shown);
    let Some(column) = data.columns.get(index) else { return 0 };
    let of_cells = match column.kind {
        ColumnKind::Number => cells.map(|cell| cell.chars().count()).max().unwrap_or(0),
        ColumnKind::Text => {
            let (word, whole) = cells.fold((0, 0), |(word, whole), cell| {
                (word.max(longest(&cell)), whole.max(cell.chars().count()))
            });
            word.max(whole.min(NARROWEST))
        }
    };
    of_cells.max(longest(&column.heading))
}

fn narrowest(data: &DataTable) -> usize {
    (0..data.columns.len()).map(|index| least(data, index) + BETWEEN).sum::<usize>() + 1
}

/// Each row as a list under its first cell.
fn records(data: &DataTable, width: usize) -> String {
    let headings = data.columns.iter().skip(1).map(|column| column.heading.chars().count());
    let names = headings.max().unwrap_or(0).min(width / 2);
    let mut out = String::new();
    for row in &data.rows {
        let mut cells = row.iter().map(shown);
        push(&mut out, "", 0, &cells.next().unwrap_or_default(), width);
        for (column, cell) in data.columns.iter().skip(1).zip(cells) {
            push(&mut out, &column.heading, names, &cell, width);
        }
    }
    out.pop();
    out
}

/// A name and beside it words, broken to `width` and set in under the first.
fn push(out: &mut String, name: &str, names: usize, words: &str, width: usize) {
    let indent = if names == 0 { 0 } else { names + 4 };
    let mut line = if names == 0 { String::new() } else { format!("  {name:names$}  ") };
    let mut empty = true;
    for word in words.split(' ') {
        if !empty && line.chars().count() + 1 + word.chars().count() > width {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{}", line.trim_end());
            line = " ".repeat(indent);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    let _ = writeln!(out, "{}", line.trim_end());
}

#[cfg(test)]
mod tests {
    use firstyear_export::chart::Column;

    use super::*;

    /// As wide as the table of gaps: words, six numbers, words.
    fn table() -> DataTable {
        let mut columns = vec![Column::text("Period"), Column::text("Classification")];
        columns.extend((1..=6).map(|n| Column::number(format!("Rate {n}, lower limit"))));
        columns.push(Column::text("How it came about"));
        let row = |period: &str| {
            let name = "NS-SEC 2001 of the father at registration of the birth";
            let mut row = vec![TableCell::text(period), TableCell::text(name)];
            row.extend((1..=6).map(|n| TableCell::number(f64::from(n), 1)));
            row.push(TableCell::text(format!("published: {}", "a long note of words ".repeat(6))));
            row
        };
        DataTable {
            caption: String::new(),
            columns,
            rows: vec![row("2006 to 2008"), row("2007 to 2009")],
        }
    }

    fn widest(text: &str) -> usize {
        text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
    }

    #[test]
    fn what_rounds_to_nothing_has_no_sign() {
        let number = |value, decimals| shown(&TableCell::number(value, decimals));
        assert_eq!([number(-0.04, 1), number(-0.4, 0), number(-0.0, 2)], ["0.0", "0", "0.00"]);
        assert_eq!([number(-0.06, 1), number(-10.0, 0)], ["-0.1", "-10"]);
    }

    #[test]
    fn a_table_fits_into_its_terminal_and_keeps_every_word() {
        let whole = text(&table(), None);
        assert!(widest(&whole) > 200, "in a pipe a row is a line:\n{whole}");
        for width in [60, 80, 120, 160] {
            let fitted = text(&table(), Some(width));
            assert!(widest(&fitted) <= width, "{width}: {}\n{fitted}", widest(&fitted));
            let letters = |text: &str| text.chars().filter(char::is_ascii_lowercase).count();
            let cells = |text: &str| letters(text) - letters(&headings());
            assert!(cells(&fitted) >= cells(&whole), "{width}: a word is lost:\n{fitted}");
        }
        assert!(text(&table(), Some(80)).starts_with("2006 to 2008\n  Classification"));
        assert_eq!(text(&table(), Some(1_000)), whole);
    }

    fn headings() -> String {
        table().columns.iter().map(|column| column.heading.clone()).collect()
    }
}
