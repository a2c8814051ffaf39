//! A table of a report in columns: the same rows as its CSV, with numbers as numbers
//! and nulls where a cell is empty.

use arrow_schema::{DataType, Field, Schema};
use firstyear_core::formula;

use crate::tidy::{WriteError, write_text_columns};
use crate::wire::csv::{ColumnKind, TableLayout};

/// The table of a CSV as Parquet, packed by Zstandard. The same table gives the same
/// bytes.
pub(super) fn twin(csv: &[u8], layout: &TableLayout) -> Result<Vec<u8>, WriteError> {
    let kind = |kind| match kind {
        ColumnKind::Ordinal => DataType::Int64,
        ColumnKind::Number | ColumnKind::Fraction => DataType::Float64,
        _ => DataType::Utf8,
    };
    let fields = layout.columns.iter();
    let fields: Vec<_> =
        fields.map(|column| Field::new(column.name, kind(column.kind), !column.filled)).collect();
    let mut out = Vec::new();
    let mut rows = csv::Reader::from_reader(csv);
    // No spreadsheet takes a text of it for a formula.
    let plain = |row: csv::StringRecord| row.iter().map(formula::restored).collect();
    let rows = rows.records().map(|row| Ok(plain(row?)));
    write_text_columns(Schema::new(fields), rows, &mut out)?;
    Ok(out)
}
