//! Released rows as a table of the engine, and the answer of a query as values.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::{
    Array as _, ArrayRef, AsArray as _, Int64Array, RecordBatch, StringArray,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Float64Type, Int64Type, Schema, SchemaRef};
use datafusion::common::{Column, Result};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder};
use firstyear_core::{Cell, Withholding};

use super::QueryError;
use super::births::{Counted, Grid};
use super::form::Grouping;

/// The answer of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Queried {
    /// Its columns, in order.
    pub columns: Vec<QueryColumn>,
    /// Its rows, each with a value for every column.
    pub rows: Vec<Vec<QueryValue>>,
    /// Why results are not there, and how often.
    pub notes: Vec<(String, u64)>,
    /// What was hidden of records or of restricted sources before the query went on.
    pub released: Option<ReleasedRows>,
}

/// A column of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryColumn {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: QueryKind,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryKind {
    /// Text.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
    /// Yes or no.
    Flag,
}

/// A value of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum QueryValue {
    /// Nothing: withheld, absent, or without a result.
    Null,
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

/// How many rows were released, and how many of them are hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleasedRows {
    /// All rows.
    pub rows: usize,
    /// Those with a small count.
    pub small: usize,
    /// Those that are hidden so that none of these can be worked out.
    pub others: usize,
}

/// The released rows of a grouping: its columns, then what is counted. A row that is hidden
/// has its labels alone.
pub(super) fn batch(
    grid: &Grid,
    grouping: &Grouping,
    hidden: &[Option<Withholding>],
) -> std::result::Result<RecordBatch, QueryError> {
    let mut columns: Vec<ArrayRef> = Vec::new();
    for at in 0..grouping.by.len() {
        let labels = (0..grid.rows()).map(|row| Some(grid.label(row, at)));
        columns.push(Arc::new(labels.collect::<StringArray>()));
    }
    for counted in &grouping.counted {
        if *counted == Counted::Status {
            let words = hidden.iter().map(|by| {
                let cell = by.map_or(Cell::known(()), Cell::Withheld);
                Some(cell.status())
            });
            columns.push(Arc::new(words.collect::<StringArray>()));
            continue;
        }
        let Some(numbers) = grid.column(*counted) else {
            return Err(QueryError::Engine("a count is not there".to_owned()));
        };
        let shown = numbers.iter().zip(hidden).map(|(count, by)| match by {
            None => i64::try_from(*count).ok(),
            Some(_) => None,
        });
        columns.push(Arc::new(shown.collect::<Int64Array>()));
    }
    let field = |(at, column): (usize, &ArrayRef)| {
        Field::new(format!("__{at}"), column.data_type().clone(), true)
    };
    let schema = Schema::new(columns.iter().enumerate().map(field).collect::<Vec<_>>());
    // A grouping by nothing that counts nothing has no columns and one row.
    let rows =
        datafusion::arrow::array::RecordBatchOptions::new().with_row_count(Some(grid.rows()));
    RecordBatch::try_new_with_options(Arc::new(schema), columns, &rows)
        .map_err(|error| QueryError::Engine(error.to_string()))
}

/// Released rows under the names of the grouping that they stand for, and those of them that
/// were chosen.
pub(super) fn in_place_of(
    node: &LogicalPlan,
    rows: LogicalPlan,
    grouping: &Grouping,
) -> Result<LogicalPlan> {
    let names = node.schema().iter().enumerate().map(|(at, (table, field))| {
        let column = Expr::Column(Column::new_unqualified(format!("__{at}")));
        column.alias_qualified(table.cloned(), field.name())
    });
    let mut builder = LogicalPlanBuilder::from(rows).project(names.collect::<Vec<_>>())?;
    for chosen in &grouping.chosen {
        builder = builder.filter(chosen.clone())?;
    }
    builder.build()
}

/// The answer as values.
pub(super) fn queried(
    batches: &[RecordBatch],
    schema: &SchemaRef,
    notes: BTreeMap<String, u64>,
    released: Option<ReleasedRows>,
) -> std::result::Result<Queried, QueryError> {
    let fields = schema.fields().iter();
    let columns: Vec<QueryColumn> = fields
        .map(|field| QueryColumn { name: field.name().clone(), kind: kind(field.data_type()) })
        .collect();
    let mut rows = Vec::new();
    for batch in batches {
        let start = rows.len();
        rows.resize_with(start + batch.num_rows(), || Vec::with_capacity(columns.len()));
        for (column, array) in columns.iter().zip(batch.columns()) {
            let values = values(column.kind, array)?;
            for (row, value) in rows[start..].iter_mut().zip(values) {
                row.push(value);
            }
        }
    }
    Ok(Queried { columns, rows, notes: notes.into_iter().collect(), released })
}

fn kind(of: &DataType) -> QueryKind {
    match of {
        DataType::Boolean => QueryKind::Flag,
        DataType::UInt64 => QueryKind::Whole,
        whole if whole.is_integer() => QueryKind::Whole,
        number if number.is_numeric() => QueryKind::Number,
        _ => QueryKind::Text,
    }
}

fn values(kind: QueryKind, array: &ArrayRef) -> std::result::Result<Vec<QueryValue>, QueryError> {
    let to = match kind {
        QueryKind::Flag => DataType::Boolean,
        QueryKind::Whole => DataType::Int64,
        QueryKind::Number => DataType::Float64,
        QueryKind::Text => DataType::Utf8,
    };
    let unexpected = || {
        QueryError::Use("a column of the answer is a list: give a value for each row".to_owned())
    };
    let array = cast(array, &to).map_err(|_| unexpected())?;
    let or_null = |value: Option<QueryValue>| value.unwrap_or(QueryValue::Null);
    Ok(match kind {
        QueryKind::Flag => {
            let values = array.as_boolean().iter();
            values.map(|value| or_null(value.map(QueryValue::Flag))).collect()
        }
        QueryKind::Whole => {
            let values = array.as_primitive::<Int64Type>().iter();
            values.map(|value| or_null(value.map(QueryValue::Whole))).collect()
        }
        QueryKind::Number => {
            let values = array.as_primitive::<Float64Type>().iter();
            let finite = values.map(|value| value.filter(|number| number.is_finite()));
            finite.map(|value| or_null(value.map(QueryValue::Number))).collect()
        }
        QueryKind::Text => {
            let values = array.as_string::<i32>().iter();
            values
                .map(|value| or_null(value.map(|text| QueryValue::Text(text.to_owned()))))
                .collect()
        }
    })
}
