//! The figures of a chart as a table: for the page, for Markdown, for a spreadsheet.

use maud::{Markup, html};

use super::format::{label, plain};
use super::reading::unfit;
use super::text::{direction, printable, with_names};
use super::{Measure, Reading};
use crate::words::{Words, english, say};

/// A table of figures, rendered three ways from one source.
///
/// The first column heads its row. A row shorter than the columns ends in blank cells; cells
/// beyond the columns are not shown.
///
/// # Example
///
/// ```
/// use firstyear_export::chart::{Column, DataTable, TableCell};
///
/// let table = DataTable {
///     caption: "Infant deaths per 1,000 live births, England".to_owned(),
///     columns: vec![Column::text("Decile"), Column::number("Rate")],
///     rows: vec![
///         vec![TableCell::text("1"), TableCell::number(5.94, 1)],
///         vec![TableCell::text("2"), TableCell::missing("withheld")],
///     ],
/// };
/// assert_eq!(table.csv(), "Decile,Rate\n1,5.9\n2,withheld\n");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataTable {
    /// What the table holds, with the unit.
    pub caption: String,
    /// From left to right.
    pub columns: Vec<Column>,
    /// From top to bottom, each in the order of the columns.
    pub rows: Vec<Vec<TableCell>>,
}

/// One column of a [`DataTable`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub heading: String,
    /// What it holds, which decides its alignment.
    pub kind: ColumnKind,
}

/// What a [`Column`] holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words, set from the left.
    Text,
    /// Numbers, set from the right.
    Number,
}

/// One cell of a [`DataTable`].
#[derive(Clone, Debug, PartialEq)]
pub enum TableCell {
    /// Words; may be empty.
    Text(String),
    /// A number and its decimals; one that is not finite is shown as missing.
    Number {
        /// In the unit of its column.
        value: f64,
        /// Digits after the point.
        decimals: usize,
    },
    /// No number, and why.
    Missing {
        /// The words shown in its place.
        reason: String,
    },
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn text(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), kind: ColumnKind::Text }
    }

    /// A column of numbers.
    #[must_use]
    pub fn number(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), kind: ColumnKind::Number }
    }
}

impl TableCell {
    /// A cell of words.
    #[must_use]
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }

    /// A number with its decimals.
    #[must_use]
    pub const fn number(value: f64, decimals: usize) -> Self {
        Self::Number { value, decimals }
    }

    /// A missing number with its reason.
    #[must_use]
    pub fn missing(reason: impl Into<String>) -> Self {
        Self::Missing { reason: reason.into() }
    }

    /// A cell of words that may be missing, with the reason why they are.
    #[must_use]
    pub fn text_or(words: Option<impl Into<String>>, reason: &str) -> Self {
        words.map_or_else(|| Self::missing(reason), |words| Self::text(words))
    }

    /// Several in one cell, with what stands there for none.
    #[must_use]
    pub fn list_or(items: &[String], none: &str) -> Self {
        Self::text_or((!items.is_empty()).then(|| items.join(", ")), none)
    }

    /// The cell as people read it: thousands separated, a true minus sign.
    pub(crate) fn shown(&self) -> String {
        match self {
            // A chart names what no table can show in its own language: see `number_cell`.
            Self::Number { value, decimals } => label(english(), *value, *decimals),
            Self::Text(words) | Self::Missing { reason: words } => words.clone(),
        }
    }

    /// The cell as programs read it.
    fn raw(&self) -> String {
        match self {
            Self::Number { value, decimals } => plain(english(), *value, *decimals),
            Self::Text(words) | Self::Missing { reason: words } => words.clone(),
        }
    }

    /// Which class its words give a cell: a narrow column would make long ones tall.
    fn length(&self) -> Option<&'static str> {
        let (Self::Text(words) | Self::Missing { reason: words }) = self else { return None };
        let has = |letters| words.chars().nth(letters).is_some();
        if has(40) {
            Some("wide")
        } else if has(12) {
            Some("words")
        } else {
            None
        }
    }

    fn is_missing(&self) -> bool {
        match self {
            Self::Missing { .. } => true,
            Self::Number { value, .. } => unfit(*value).is_some(),
            Self::Text(_) => false,
        }
    }
}

impl DataTable {
    /// An HTML table with caption, scoped heads and numbers set from the right.
    #[must_use]
    pub fn html(&self) -> Markup {
        html! {
            table class="data" {
                caption dir=[direction(&self.caption)] { (printable(&self.caption)) }
                thead {
                    tr {
                        @for column in &self.columns {
                            th scope="col" class=[number_class(column.kind)] { (printable(&column.heading)) }
                        }
                    }
                }
                tbody {
                    @for row in &self.rows {
                        tr {
                            @for (index, (column, cell)) in self.cells(row).enumerate() {
                                @let shown = shown(cell);
                                @if index == 0 {
                                    th scope="row" class=[cell.and_then(TableCell::length)] dir=[direction(&shown)] { (with_names(&shown)) }
                                } @else {
                                    td class=[cell_class(column.kind, cell)] dir=[direction(&shown)] {
                                        (with_names(&shown))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A Markdown table under its caption in bold.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = format!("**{}**\n\n", markdown_text(&self.caption));
        let heads = self.columns.iter().map(|column| markdown_text(&column.heading));
        push_markdown_row(&mut out, heads);
        let rules = self.columns.iter().map(|column| match column.kind {
            ColumnKind::Text => "---".to_owned(),
            ColumnKind::Number => "---:".to_owned(),
        });
        push_markdown_row(&mut out, rules);
        for row in &self.rows {
            push_markdown_row(
                &mut out,
                self.cells(row).map(|(_, cell)| markdown_text(&shown(cell))),
            );
        }
        out
    }

    /// Comma-separated values with a header line; numbers without thousands separators.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut out = String::new();
        push_csv_row(&mut out, self.columns.iter().map(|column| column.heading.clone()));
        for row in &self.rows {
            let cells = self.cells(row);
            push_csv_row(
                &mut out,
                cells.map(|(_, cell)| cell.map(TableCell::raw).unwrap_or_default()),
            );
        }
        out
    }

    /// The cells of `row` beside their columns; `None` where the row is short.
    fn cells<'a>(
        &'a self,
        row: &'a [TableCell],
    ) -> impl Iterator<Item = (&'a Column, Option<&'a TableCell>)> {
        self.columns.iter().enumerate().map(move |(index, column)| (column, row.get(index)))
    }
}

fn shown(cell: Option<&TableCell>) -> String {
    cell.map(TableCell::shown).unwrap_or_default()
}

fn number_class(kind: ColumnKind) -> Option<&'static str> {
    (kind == ColumnKind::Number).then_some("number")
}

fn cell_class(kind: ColumnKind, cell: Option<&TableCell>) -> Option<&'static str> {
    match (kind, cell.is_some_and(TableCell::is_missing)) {
        (ColumnKind::Number, true) => Some("number missing"),
        (ColumnKind::Text, true) => match cell.and_then(TableCell::length) {
            Some("wide") => Some("missing wide"),
            Some(_) => Some("missing words"),
            None => Some("missing"),
        },
        (ColumnKind::Text, false) => cell.and_then(TableCell::length),
        (ColumnKind::Number, false) => number_class(kind),
    }
}

fn push_markdown_row(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push('|');
    for cell in cells {
        out.push(' ');
        out.push_str(&cell);
        out.push_str(" |");
    }
    out.push('\n');
}

/// One record of RFC 4180, ended by a line feed. No text in it is a formula.
fn push_csv_row(out: &mut String, fields: impl Iterator<Item = String>) {
    for (index, field) in fields.enumerate() {
        let field = firstyear_core::formula::defused(&field);
        if index > 0 {
            out.push(',');
        }
        if field.contains([',', '"', '\n', '\r']) {
            out.push('"');
            out.push_str(&field.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&field);
        }
    }
    out.push('\n');
}

/// Text that cannot end its cell, start markup or open an HTML tag.
fn markdown_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '|' | '\\' | '`' | '*' | '_' | '<' | '[' | ']' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// The columns of a value and its interval.
pub(crate) fn reading_columns(words: &Words, measure: &Measure) -> [Column; 3] {
    let interval = measure.interval_label.as_str();
    [
        Column::number(&measure.label),
        Column::number(say!(words, "chart-lower-end", interval = interval)),
        Column::number(say!(words, "chart-upper-end", interval = interval)),
    ]
}

/// The cells of [`reading_columns`]. A missing value is missing in all three; a value without an
/// interval leaves the ends blank.
pub(crate) fn reading_cells(words: &Words, reading: &Reading, decimals: usize) -> [TableCell; 3] {
    let (value, bounds) = match (reading, reading.reason(words)) {
        (Reading::Known { value, interval }, None) => (*value, *interval),
        (_, reason) => {
            let reason = reason.unwrap_or_default();
            return [(); 3].map(|()| TableCell::missing(reason.clone()));
        }
    };
    let end = |value: Option<f64>| match value {
        Some(value) => number_cell(words, value, decimals),
        None => TableCell::text(""),
    };
    [TableCell::number(value, decimals), end(bounds.map(|b| b.lower)), end(bounds.map(|b| b.upper))]
}

/// A value alone, or the reason why it is missing.
pub(crate) fn value_cell(words: &Words, reading: Option<&Reading>, decimals: usize) -> TableCell {
    match reading {
        Some(Reading::Known { value, .. }) => number_cell(words, *value, decimals),
        Some(missing) => TableCell::missing(missing.reason(words).unwrap_or_default()),
        None => TableCell::missing(say!(words, "chart-not-given")),
    }
}

/// A number, or why no table can show it.
pub(crate) fn number_cell(words: &Words, value: f64, decimals: usize) -> TableCell {
    match unfit(value) {
        Some(why) => TableCell::missing(why.said(words)),
        None => TableCell::number(value, decimals),
    }
}

/// A line of the chart that may not be there.
pub(crate) fn line_cell(words: &Words, value: Option<f64>, decimals: usize) -> TableCell {
    match value {
        Some(value) => number_cell(words, value, decimals),
        None => TableCell::missing(say!(words, "none")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: Vec<Vec<TableCell>>) -> DataTable {
        DataTable {
            caption: "Rates | 2007-09".to_owned(),
            columns: vec![Column::text("Area"), Column::number("Rate, per 1,000")],
            rows,
        }
    }

    #[test]
    fn html_heads_rows_and_columns_and_escapes_words() {
        let rows = vec![
            vec![TableCell::text("A & <B>"), TableCell::number(-1234.5, 1)],
            vec![TableCell::text("C"), TableCell::missing("withheld")],
        ];
        let html = table(rows).html().into_string();
        for part in [
            "<caption>Rates | 2007-09</caption>",
            "<th scope=\"col\" class=\"number\">Rate, per 1,000</th>",
            "<th scope=\"row\">A &amp; &lt;B&gt;</th>",
            "<td class=\"number\">\u{2212}1,234.5</td>",
            "<td class=\"number missing\">withheld</td>",
        ] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
    }

    #[test]
    fn markdown_cells_cannot_break_their_row() {
        let rows = vec![vec![TableCell::text("a|b\nc<d"), TableCell::number(2.0, 1)]];
        let expected = "**Rates \\| 2007-09**\n\n| Area | Rate, per 1,000 |\n| --- | ---: |\n\
                        | a\\|b c\\<d | 2.0 |\n";
        assert_eq!(table(rows).markdown(), expected);
    }

    #[test]
    fn csv_quotes_what_needs_quotes_and_nothing_else() {
        // RFC 4180, section 2, rules 6 and 7.
        let rows = vec![
            vec![TableCell::text("Bath, and \"NE\" Somerset"), TableCell::number(1234.0, 0)],
            vec![TableCell::text("line\nbreak"), TableCell::number(-0.5, 1)],
        ];
        let expected = "Area,\"Rate, per 1,000\"\n\"Bath, and \"\"NE\"\" Somerset\",1234\n\
                        \"line\nbreak\",-0.5\n";
        assert_eq!(table(rows).csv(), expected);
    }

    #[test]
    fn short_rows_end_in_blanks_and_broken_numbers_in_words() {
        let rows = vec![
            vec![TableCell::text("A")],
            vec![
                TableCell::text("B"),
                TableCell::number(f64::NAN, 1),
                TableCell::text("beyond the columns"),
            ],
        ];
        assert_eq!(table(rows).csv(), "Area,\"Rate, per 1,000\"\nA,\nB,not a number\n");
    }

    #[test]
    fn zero_withheld_and_blank_stay_apart() {
        let measure = Measure::default();
        let cells = |reading: &Reading| reading_cells(english(), reading, measure.decimals);
        let blank = TableCell::text("");
        assert_eq!(cells(&Reading::value(0.0)), [TableCell::number(0.0, 1), blank.clone(), blank]);
        assert_eq!(cells(&Reading::missing("withheld"))[0], TableCell::missing("withheld"));
        assert_eq!(value_cell(english(), None, 0), TableCell::missing("not given"));
    }
}
