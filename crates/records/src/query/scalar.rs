//! A statistic of each row as a function of the engine.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, Float64Array};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::statistic::Statistic;

#[derive(Debug, PartialEq, Eq, Hash)]
struct OfRow {
    statistic: Statistic,
    aliases: Vec<String>,
    signature: Signature,
}

/// The function of a statistic.
pub(super) fn function(statistic: Statistic) -> Result<ScalarUDF> {
    let aliases = statistic.function.alias.iter().cloned().collect();
    let signature = signature(&statistic)?;
    Ok(ScalarUDF::from(OfRow { statistic, aliases, signature }))
}

/// Arguments by place or, as `multiplier => 1000`, by name.
pub(super) fn signature(statistic: &Statistic) -> Result<Signature> {
    let names = statistic.function.parameters.iter().map(|one| one.name).collect();
    Signature::user_defined(Volatility::Immutable).with_parameter_names(names)
}

impl ScalarUDFImpl for OfRow {
    fn name(&self) -> &str {
        &self.statistic.function.name
    }

    fn aliases(&self) -> &[String] {
        &self.aliases
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        self.statistic.coerced(given)
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
        let results = self.statistic.results(&rows)?;
        if constant {
            return Ok(ColumnarValue::Scalar(ScalarValue::Float64(
                results.first().copied().flatten(),
            )));
        }
        Ok(ColumnarValue::Array(Arc::new(Float64Array::from(results))))
    }
}
