//! A statistic of each row as a function of the engine.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Float64Array};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::statistic::Statistic;

/// A statistic as the engine calls it.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Called {
    pub(super) statistic: Statistic,
    pub(super) aliases: Vec<String>,
    /// Arguments by place or, as `multiplier => 1000`, by name.
    pub(super) signature: Signature,
}

impl Called {
    pub(super) fn new(statistic: Statistic) -> Result<Self> {
        let aliases = statistic.function.alias.iter().cloned().collect();
        let names = statistic.function.parameters.iter().map(|one| one.name).collect();
        let signature =
            Signature::user_defined(Volatility::Immutable).with_parameter_names(names)?;
        Ok(Self { statistic, aliases, signature })
    }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct OfRow(Called);

/// The function of a statistic.
pub(super) fn function(statistic: Statistic) -> Result<ScalarUDF> {
    Ok(ScalarUDF::from(OfRow(Called::new(statistic)?)))
}

impl ScalarUDFImpl for OfRow {
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

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = args.args.iter().all(|one| matches!(one, ColumnarValue::Scalar(_)));
        let length = if constant { 1 } else { args.number_rows };
        let columns: Vec<ArrayRef> =
            args.args.into_iter().map(|one| one.into_array(length)).collect::<Result<_>>()?;
        let rows: Vec<Vec<ScalarValue>> = (0..length)
            .map(|row| {
                columns.iter().map(|column| ScalarValue::try_from_array(column, row)).collect()
            })
            .collect::<Result<_>>()?;
        let results = self.0.statistic.results(&rows)?;
        if constant {
            return Ok(ColumnarValue::Scalar(ScalarValue::Float64(
                results.first().copied().flatten(),
            )));
        }
        Ok(ColumnarValue::Array(Arc::new(Float64Array::from(results))))
    }
}
