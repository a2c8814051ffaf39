//! Means on a table.

use super::at_levels;
use crate::rates::{MEAN, mean};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError, VALUE};

pub(super) const METHOD: Method = Method {
    id: MEAN,
    name: "Mean with Student's limits",
    family: "rates",
    unit: "the unit of the values",
    ordered: false,
    reading: "the average",
    source: "Student (1908), Biometrika 6:1",
    explanation: "The mean of values, with limits from how much they vary. The limits are exact for values that follow a normal distribution, and good for any from a few dozen on.",
    call: Call {
        key: &["group"],
        inputs: &[Field::new("x", "values, at least two in a group")],
        arguments: &[Argument::MULTIPLIER, Argument::CONFIDENCE],
        outputs: &[
            Field::new("value_sum", "sum of the values"),
            Field::new("value_count", "number of values"),
            VALUE,
        ],
        vectors: &[],
        run: run_mean,
    },
};

fn run_mean(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (values, multiplier) = (group.numbers("x")?, group.multiplier()?);
    let means = at_levels(group, |levels| {
        Ok::<_, crate::rates::MeanError>(mean(&values, levels)?.scaled(multiplier))
    })?;
    let mut row = out.row();
    row.set("value_sum", values.iter().sum::<f64>()).set("value_count", values.len());
    row.estimates(&means);
    Ok(())
}
