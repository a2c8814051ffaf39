//! Aggregates: a statistic of all rows of a group, and sums that lack no part.
//!
//! The engine's own `sum` passes over NULL, so that a sum over a withheld count would stand
//! as if that were 0. Here a sum or a mean over a NULL is NULL.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray as _};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result, ScalarValue, plan_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::format_state_name;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Signature, Volatility,
};

use super::scalar::Called;
use super::statistic::{Notes, Statistic, failed};

#[derive(Debug, PartialEq, Eq, Hash)]
struct OfRows(Called);

/// The function of a statistic.
pub(super) fn function(statistic: Statistic) -> Result<AggregateUDF> {
    Ok(AggregateUDF::from(OfRows(Called::new(statistic)?)))
}

impl AggregateUDFImpl for OfRows {
    fn name(&self) -> &str {
        &self.0.statistic.function.name
    }

    fn aliases(&self) -> &[String] {
        &self.0.aliases
    }

    fn signature(&self) -> &Signature {
        &self.0.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        self.0.statistic.coerced(given)
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        not_distinct(self.name(), args.is_distinct)?;
        let types = args.expr_fields.iter().map(|field| field.data_type().clone()).collect();
        let statistic = self.0.statistic.clone();
        Ok(Box::new(Kept { statistic, types, rows: Vec::new() }))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let column = |(at, field): (usize, &FieldRef)| {
            let item = Arc::new(Field::new_list_field(field.data_type().clone(), true));
            let name = format_state_name(args.name, &format!("column {at}"));
            Arc::new(Field::new(name, DataType::List(item), true))
        };
        Ok(args.input_fields.iter().enumerate().map(column).collect())
    }
}

fn not_distinct(name: &str, distinct: bool) -> Result<()> {
    if distinct {
        return Err(failed(format!("`{name}` is not made of DISTINCT values: leave DISTINCT out")));
    }
    Ok(())
}

/// The rows of a group, kept until it is whole.
#[derive(Debug)]
struct Kept {
    statistic: Statistic,
    types: Vec<DataType>,
    rows: Vec<Vec<ScalarValue>>,
}

impl Kept {
    fn take(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let length = columns.first().map_or(0, Array::len);
        for row in 0..length {
            let values = columns.iter().map(|column| ScalarValue::try_from_array(column, row));
            self.rows.push(values.collect::<Result<_>>()?);
        }
        Ok(())
    }
}

impl Accumulator for Kept {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.take(values)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let results = self.statistic.results(&self.rows)?;
        Ok(ScalarValue::Float64(results.first().copied().flatten()))
    }

    fn size(&self) -> usize {
        let rows = self.rows.iter().map(|row| row.iter().map(ScalarValue::size).sum::<usize>());
        size_of_val(self) + rows.sum::<usize>()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let column = |(at, of): (usize, &DataType)| {
            let values: Vec<ScalarValue> =
                self.rows.iter().filter_map(|row| row.get(at).cloned()).collect();
            ScalarValue::List(ScalarValue::new_list_nullable(&values, of))
        };
        Ok(self.types.iter().enumerate().map(column).collect())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let groups = states.first().map_or(0, Array::len);
        for group in 0..groups {
            let columns: Vec<ArrayRef> = states
                .iter()
                .filter_map(|column| column.as_list_opt::<i32>().map(|list| list.value(group)))
                .collect();
            self.take(&columns)?;
        }
        Ok(())
    }
}

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Whole {
    Sum,
    Mean,
}

#[derive(Debug)]
struct OfWhole {
    which: Whole,
    signature: Signature,
    aliases: Vec<String>,
    notes: Notes,
}

impl PartialEq for OfWhole {
    fn eq(&self, other: &Self) -> bool {
        self.which == other.which
    }
}

impl Eq for OfWhole {}

impl std::hash::Hash for OfWhole {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.which.hash(state);
    }
}

/// `sum` and `avg`, in the place of the engine's.
pub(super) fn sums(notes: &Notes) -> [AggregateUDF; 2] {
    [(Whole::Sum, vec![]), (Whole::Mean, vec!["mean".to_owned()])].map(|(which, aliases)| {
        let signature = Signature::user_defined(Volatility::Immutable);
        AggregateUDF::from(OfWhole { which, signature, aliases, notes: notes.clone() })
    })
}

impl AggregateUDFImpl for OfWhole {
    fn name(&self) -> &str {
        match self.which {
            Whole::Sum => "sum",
            Whole::Mean => "avg",
        }
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, of: &[DataType]) -> Result<DataType> {
        Ok(match (self.which, of.first()) {
            (Whole::Sum, Some(DataType::Int64)) => DataType::Int64,
            _ => DataType::Float64,
        })
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let name = self.name();
        match given {
            [whole] if whole.is_integer() => Ok(vec![DataType::Int64]),
            [number] if number.is_numeric() || *number == DataType::Null => {
                Ok(vec![DataType::Float64])
            }
            [_] => plan_err!("`{name}` is made of numbers, and this is none"),
            _ => plan_err!("`{name}` takes one column"),
        }
    }

    fn accumulator(&self, args: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        not_distinct(self.name(), args.is_distinct)?;
        let whole = args.return_field.data_type() == &DataType::Int64;
        let notes = self.notes.clone();
        Ok(Box::new(Adding {
            which: self.which,
            whole,
            count: 0,
            sum: 0,
            number: 0.0,
            lacking: 0,
            notes,
        }))
    }

    fn state_fields(&self, args: StateFieldsArgs) -> Result<Vec<FieldRef>> {
        let field = |(name, of): (&str, DataType)| {
            Arc::new(Field::new(format_state_name(args.name, name), of, true))
        };
        let fields = [
            ("count", DataType::Int64),
            ("sum", DataType::Int64),
            ("number", DataType::Float64),
            ("lacking", DataType::Int64),
        ];
        Ok(fields.map(field).to_vec())
    }
}

#[derive(Debug)]
struct Adding {
    which: Whole,
    /// Whether the sum is a whole number.
    whole: bool,
    count: i64,
    sum: i64,
    number: f64,
    /// How many values were NULL.
    lacking: i64,
    notes: Notes,
}

impl Adding {
    /// Takes values in, or out again where a window moves on.
    fn turn(&mut self, values: &ArrayRef, sign: i64) -> Result<()> {
        use datafusion::arrow::datatypes::{Float64Type, Int64Type};

        let too_large = || failed("a sum is too large for a whole number");
        let nulls = i64::try_from(values.null_count()).unwrap_or(i64::MAX);
        self.lacking += sign * nulls;
        if let Some(values) = values.as_primitive_opt::<Int64Type>() {
            for value in values.iter().flatten() {
                let value = value.checked_mul(sign).ok_or_else(too_large)?;
                self.sum = self.sum.checked_add(value).ok_or_else(too_large)?;
                self.count += sign;
            }
        } else if let Some(values) = values.as_primitive_opt::<Float64Type>() {
            for value in values.iter().flatten() {
                self.number += if sign < 0 { -value } else { value };
                self.count += sign;
            }
        }
        Ok(())
    }
}

impl Accumulator for Adding {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        values.iter().take(1).try_for_each(|values| self.turn(values, 1))
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        if self.lacking > 0 {
            let name = if self.which == Whole::Sum { "sum" } else { "avg" };
            self.notes.add(format!(
                "`{name}` is NULL where a value is: choose the rows that have one with WHERE … IS NOT NULL"
            ));
        }
        let there = self.count > 0 && self.lacking == 0;
        if self.whole {
            return Ok(ScalarValue::Int64(there.then_some(self.sum)));
        }
        let sum = self.number + self.sum as f64;
        let value = match self.which {
            Whole::Sum => sum,
            Whole::Mean => sum / self.count as f64,
        };
        Ok(ScalarValue::Float64(there.then_some(value)))
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![
            ScalarValue::Int64(Some(self.count)),
            ScalarValue::Int64(Some(self.sum)),
            ScalarValue::Float64(Some(self.number)),
            ScalarValue::Int64(Some(self.lacking)),
        ])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        use datafusion::arrow::datatypes::{Float64Type, Int64Type};

        let [counts, sums, numbers, lacking] = states else {
            return Err(failed("a sum is put together of other parts"));
        };
        let too_large = || failed("a sum is too large for a whole number");
        for count in counts.as_primitive::<Int64Type>().iter().flatten() {
            self.count += count;
        }
        for sum in sums.as_primitive::<Int64Type>().iter().flatten() {
            self.sum = self.sum.checked_add(sum).ok_or_else(too_large)?;
        }
        for number in numbers.as_primitive::<Float64Type>().iter().flatten() {
            self.number += number;
        }
        for more in lacking.as_primitive::<Int64Type>().iter().flatten() {
            self.lacking += more;
        }
        Ok(())
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        values.iter().take(1).try_for_each(|values| self.turn(values, -1))
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }
}
