//! One sheet as a grid of plain cells, apart from the file format.

use std::sync::Arc;

use calamine::{Data, Range};

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

    pub(super) const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

/// A sheet: its name and its rows. Row 0 is the first row of the sheet.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    pub(super) name: Arc<str>,
    pub(super) rows: Vec<Vec<GridCell>>,
}

impl Grid {
    pub(super) fn from_range(name: &str, range: &Range<Data>) -> Self {
        let above = range.start().map_or(0, |(row, _)| row as usize);
        let mut rows = vec![Vec::new(); above];
        rows.extend(range.rows().map(|row| row.iter().map(cell).collect()));
        Self { name: name.into(), rows }
    }

    /// The first filled cell of each row that has one, from the top.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(|row| match row.iter().find(|cell| !cell.is_empty()) {
            Some(GridCell::Text(text)) => Some(text.as_str()),
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
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_number_in_the_sheet() {
        let mut range = Range::new((2, 1), (3, 2));
        range.set_value((2, 1), Data::String(" Wales\u{a0} ".into()));
        range.set_value((3, 2), Data::Float(2022.0));
        let grid = Grid::from_range("3", &range);
        assert_eq!(grid.rows.len(), 4);
        assert_eq!(grid.rows[2][0], GridCell::Text("Wales".into()));
        assert_eq!(grid.rows[3][1].printed(), "2022");
        assert_eq!(grid.lines().collect::<Vec<_>>(), ["Wales"]);
    }
}
