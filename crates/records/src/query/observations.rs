//! The table `observations`: the tidy observations of a project, a row each.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::error::ArrowError;
use firstyear_catalogue::Catalogue;
use firstyear_core::layout::{basis as words, observation as column};
use firstyear_core::{
    Basis, CategoryId, Cell, Dataset, Dimension, DimensionId, Direction, Observation,
};

/// Columns behind those of the tidy layout, for rows that are split by one dimension, with
/// what each holds.
pub(super) const ADDED: [(&str, &str); 3] = [
    ("dimension", "the dimension of a row that is split by one; NULL for others"),
    ("category", "its category"),
    (
        "category_order",
        "place of the category where one end is a disadvantage, 1 for those worst off",
    ),
];

/// The columns, in order.
pub(super) fn schema() -> SchemaRef {
    let field = |name: &&str| {
        let kind = match *name {
            column::NUMERATOR | column::DENOMINATOR | "category_order" => DataType::Int64,
            column::VALUE
            | column::LOWER
            | column::UPPER
            | column::CONFIDENCE
            | column::STANDARD_ERROR => DataType::Float64,
            _ => DataType::Utf8,
        };
        Field::new(*name, kind, true)
    };
    let names = column::COLUMNS.into_iter().chain(ADDED.map(|(name, _)| name));
    Arc::new(Schema::new(names.map(|name| field(&name)).collect::<Vec<_>>()))
}

/// The rows. A number that is not there is NULL, and its status says why.
pub(super) fn batch(
    rows: &[Observation],
    dataset: &Dataset,
    catalogue: &Catalogue,
) -> Result<RecordBatch, ArrowError> {
    let text = |of: &dyn Fn(&Observation) -> Option<String>| -> ArrayRef {
        Arc::new(rows.iter().map(of).collect::<StringArray>())
    };
    let count = |of: &dyn Fn(&Observation) -> Cell<u64>| -> ArrayRef {
        let count = |row| of(row).value().and_then(|count| i64::try_from(*count).ok());
        Arc::new(rows.iter().map(count).collect::<Int64Array>())
    };
    let number = |of: &dyn Fn(&Observation) -> Option<f64>| -> ArrayRef {
        Arc::new(rows.iter().map(of).collect::<Float64Array>())
    };
    let split = |row: &Observation| -> Option<(DimensionId, CategoryId)> {
        match row.groups.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        }
    };
    let order = |row: &Observation| {
        let (dimension, category) = split(row)?;
        let known = catalogue.dimension(&dimension);
        place(known.or_else(|| dataset.dimensions.get(&dimension))?, &category)
    };
    let name =
        |row: &Observation| dataset.geography.get(&row.area).map(|area| area.name.to_string());
    let columns = vec![
        text(&|row| Some(row.indicator.to_string())),
        text(&|row| Some(row.area.to_string())),
        text(&name),
        text(&|row| Some(row.period.to_string())),
        text(&|row| Some(row.period.unit().word().to_owned())),
        text(&|row| Some(row.groups.to_string())),
        count(&|row| row.numerator),
        text(&|row| Some(status(&row.numerator))),
        count(&|row| row.denominator),
        text(&|row| Some(status(&row.denominator))),
        text(&|row| Some(basis(row.basis))),
        number(&|row| row.value.value().copied()),
        text(&|row| Some(status(&row.value))),
        number(&|row| row.interval.map(|limits| limits.lower)),
        number(&|row| row.interval.map(|limits| limits.upper)),
        number(&|row| row.interval.map(|limits| limits.confidence.level())),
        text(&|row| Some(row.source.to_string())),
        number(&|row| row.standard_error),
        text(&|row| row.note.as_deref().map(str::to_owned)),
        text(&|row| split(row).map(|(dimension, _)| dimension.to_string())),
        text(&|row| split(row).map(|(_, category)| category.to_string())),
        Arc::new(rows.iter().map(order).collect::<Int64Array>()),
    ];
    RecordBatch::try_new(schema(), columns)
}

/// The word for the state and the flags behind it, as in `known+provisional`.
fn status<T>(cell: &Cell<T>) -> String {
    let flags = cell.flags();
    if flags.is_empty() { cell.status().to_owned() } else { format!("{}+{flags}", cell.status()) }
}

/// As in the tidy layout.
fn basis(basis: Basis) -> String {
    match basis.sample() {
        None => words::COMPLETE.to_owned(),
        Some(fraction) => format!("{}{}", words::SAMPLE_PREFIX, fraction.get()),
    }
}

/// The place of a category among the groups of an ordered dimension, from those worst off.
fn place(dimension: &Dimension, category: &CategoryId) -> Option<i64> {
    let direction = dimension.direction()?;
    let groups: Vec<&CategoryId> = dimension.groups().map(|group| &group.id).collect();
    let at = groups.iter().position(|group| *group == category)?;
    let place = match direction {
        Direction::MostDisadvantagedFirst => at + 1,
        Direction::LeastDisadvantagedFirst => groups.len() - at,
        Direction::Magnitude => return None,
    };
    i64::try_from(place).ok()
}
