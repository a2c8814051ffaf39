//! How wide the columns of a table are on paper.

use crate::chart::{Column, ColumnKind, DataTable, TableCell};

/// A table on its paper.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Size of its letters in points.
    pub(super) letters: f64,
    /// Whether it lies across the paper.
    pub(super) across: bool,
    /// Of its columns, in millimetres with their insets.
    pub(super) widths: Vec<f64>,
}

/// Widths of A4 between its margins, upright and across.
const UPRIGHT: f64 = 170.0;
const ACROSS: f64 = 257.0;
/// More columns lie across.
const MOST_UPRIGHT: usize = 11;
/// So do more than these where their words miss so much room.
const FEW: usize = 8;
const CROWDED: f64 = 1.5;
/// Insets of a column on both sides.
const INSET: f64 = 2.2;
/// Millimetres in a point.
const POINT: f64 = 0.3528;
/// Width of a middling letter of the narrow font, in its size.
const LETTER: f64 = 0.52;
/// How much wider a bold one is.
const BOLD: f64 = 1.12;

/// What a column needs, in letters.
struct Need {
    /// So that no word is broken.
    least: f64,
    /// So that no more lines are needed than a reader expects.
    best: f64,
}

impl Sheet {
    pub(super) fn of(table: &DataTable) -> Self {
        let count = table.columns.len();
        let letters = match count {
            ..=5 => 9.0,
            6..=8 => 8.0,
            _ => 7.0,
        };
        let letter = LETTER * letters * POINT;
        let insets = INSET * count as f64;
        let needs: Vec<Need> = table
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| Need::of(table, at, column))
            .collect();
        let least: f64 = needs.iter().map(|need| need.least * letter).sum();
        let best: f64 = needs.iter().map(|need| need.best * letter).sum();
        let across = count > MOST_UPRIGHT || (count > FEW && best > CROWDED * (UPRIGHT - insets));
        let room = if across { ACROSS } else { UPRIGHT } - insets;
        let share = |need: &Need| {
            if best <= room {
                need.best * letter
            } else if least <= room {
                // What is left goes to those who miss most.
                let missing = (need.best - need.least) * letter / (best - least);
                need.least * letter + (room - least) * missing
            } else {
                need.least * letter * room / least
            }
        };
        Self { letters, across, widths: needs.iter().map(|need| share(need) + INSET).collect() }
    }
}

impl Need {
    fn of(table: &DataTable, at: usize, column: &Column) -> Self {
        let cells = || table.rows.iter().filter_map(|row| row.get(at)).map(TableCell::shown);
        let letters = |words: &str| words.chars().count() as f64;
        let longest_word = |words: &str| {
            let parts = words.split(|c: char| c.is_whitespace() || matches!(c, '-' | '+'));
            // A longer one has a place where it breaks.
            parts.map(|part| letters(part) + 1.0).fold(0.0, f64::max).min(22.0)
        };
        let head = &column.heading;
        let least =
            cells().map(|cell| longest_word(&cell)).fold(longest_word(head) * BOLD, f64::max);
        // A heading may have three lines above numbers, and two above words.
        let lines = if column.kind == ColumnKind::Number { 3.0 } else { 2.0 };
        let whole = cells().map(|cell| letters(&cell) + 1.0).fold(0.0, f64::max);
        let best = whole.max(letters(head) * BOLD / lines).max(least);
        Self { least, best }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(columns: Vec<Column>, row: Vec<TableCell>) -> DataTable {
        DataTable { caption: "A table".to_owned(), columns, rows: vec![row] }
    }

    #[test]
    fn a_small_table_is_as_wide_as_its_words() {
        let columns = vec![Column::text("Area"), Column::number("Rate")];
        let sheet = Sheet::of(&table(
            columns,
            vec![TableCell::text("Northtown"), TableCell::number(4.2, 1)],
        ));
        assert!(sheet.widths.iter().sum::<f64>() < 60.0, "{sheet:?}");
        assert!(sheet.widths[0] > sheet.widths[1], "{sheet:?}");
    }

    #[test]
    fn a_wide_table_fills_its_paper_and_gives_room_to_long_words() {
        let long = "published: Department of Health press notices as quoted in 2008; overlaps";
        for count in [4, 8, 11, 16] {
            let columns = (0..count).map(|_| Column::number("Rate drawn to the mean, lower limit"));
            let columns = columns.chain([Column::text("How it came about")]).collect();
            let row = (0..count).map(|_| TableCell::number(14_482.0, 0));
            let row = row.chain([TableCell::text(long.repeat(3))]).collect();
            let sheet = Sheet::of(&table(columns, row));
            let room = if sheet.across { ACROSS } else { UPRIGHT };
            assert!((sheet.widths.iter().sum::<f64>() - room).abs() < 0.01, "{sheet:?}");
            assert_eq!(sheet.across, count + 1 > FEW);
            assert!(sheet.widths[count] > 2.0 * sheet.widths[0], "{sheet:?}");
        }
    }
}
