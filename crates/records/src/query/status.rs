//! `status()`: whether the counts of a row of records are shown.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::function::AccumulatorArgs;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Signature, Volatility,
};

use super::statistic::failed;

/// Its name.
pub(super) const NAME: &str = "status";

/// Stands in plans alone: released rows bring what it gives.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Status(Signature);

pub(super) fn function() -> AggregateUDF {
    AggregateUDF::from(Status(Signature::nullary(Volatility::Immutable)))
}

impl AggregateUDFImpl for Status {
    fn name(&self) -> &'static str {
        NAME
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, given: &[DataType]) -> Result<DataType> {
        if given.is_empty() { Ok(DataType::Utf8) } else { plan_err!("`status` takes nothing") }
    }

    fn accumulator(&self, _: AccumulatorArgs) -> Result<Box<dyn Accumulator>> {
        Err(failed("status() stands in the place of what a release says"))
    }
}
