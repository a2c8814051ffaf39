//! Means as the package gives them.

use firstyear_core::MethodId;

use super::level::{CONFIDENCE, Level, known, levels, write};
use crate::rates::mean::standard_deviation;
use crate::rates::sum::Sum;
use crate::registry::Method;
use crate::run::{Call, Field, Group, Output, RunError, Value};
use crate::special::student_t_quantile;

pub(super) const METHOD: Method = Method {
    id: MethodId::new("phe-mean"),
    name: "Mean, as the English public-health package gives it",
    family: "rates",
    unit: "the unit of the values",
    ordered: false,
    reading: "the average",
    source: "PHEindicatormethods 2.1.0, phe_mean",
    explanation: "The mean with Student's limits. Missing values are counted, and make all else missing. A single value has a mean, no standard deviation, and limits that are not numbers.",
    call: Call {
        key: &["case", "group"],
        inputs: &[Field::new("x", "values")],
        arguments: &[CONFIDENCE],
        outputs: &[
            Field::new("value_sum", "sum of the values"),
            Field::new("value_count", "number of values, missing ones among them"),
            Field::new("stdev", "their standard deviation"),
            Field::new(
                "value",
                "the mean; beside it `lowercl` and `uppercl`, or limits named by level",
            ),
            Field::new("confidence", "the levels of the limits"),
            Field::new("statistic", "what was estimated"),
            Field::new("method", "how the limits were made"),
        ],
        vectors: &["PHEindicatormethods/phe_mean"],
        run: run_mean,
    },
};

fn run_mean(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (values, levels) = (group.numbers_or_nan("x")?, levels(group)?);
    if values.is_empty() {
        return Err(RunError::measure("no values: a mean needs at least one"));
    }
    let n = values.len() as f64;
    let sum = Sum::of(values.iter().copied());
    let mean = sum / n;
    let deviation = if values.len() < 2 { f64::NAN } else { standard_deviation(&values, mean) };
    let mut row = out.row();
    row.set("value_sum", known(sum)).set("value_count", values.len());
    row.set("stdev", known(deviation)).set("value", known(mean));
    write(&mut row, &levels, |level: Level| {
        if sum.is_nan() {
            return (None, None);
        }
        // Student's t with no degree of freedom is not a number.
        let margin = -student_t_quantile(level.tail(), n - 1.0) * deviation / n.sqrt();
        (Some(mean - margin), Some(mean + margin))
    });
    row.set("statistic", "mean").set("method", Value::from("Student's t-distribution"));
    Ok(())
}
