//! Crude rates as the package gives them.

use firstyear_core::MethodId;

use super::level::{CONFIDENCE, Level, PER_100_000, exact_or_byars, known, levels, scaled, write};
use crate::rates::sum::Sum;
use crate::registry::Method;
use crate::run::{Call, Field, Group, Output, RunError};

pub(super) const METHOD: Method = Method {
    id: MethodId::new("phe-rate"),
    name: "Crude rate, as the English public-health package gives it",
    family: "rates",
    unit: "events per person, times the multiplier",
    ordered: false,
    reading: "higher means more events",
    source: "PHEindicatormethods 2.1.0, phe_rate",
    explanation: "Events over people, exact limits below 10 events and Byar's from there on, also for counts that are not whole. Rows of a group are added up first; a missing value makes the whole group's result missing. Where the table has one group alone, the package does not add it up, and neither does this: there is one result for each row. A lower limit that would be negative is missing.",
    call: Call {
        key: &["group", Call::EACH_ROW],
        inputs: &[
            Field::new("x", "events; need not be whole"),
            Field::new("n", "people at risk, above 0"),
        ],
        arguments: &[PER_100_000, CONFIDENCE],
        outputs: OUTPUTS,
        vectors: &["PHEindicatormethods/phe_rate"],
        run: run_rate,
    },
};

pub(super) const OUTPUTS: &[Field] = &[
    Field::new("x", "events, added up for a group"),
    Field::new("n", "people, added up for a group"),
    Field::new(
        "value",
        "the estimate; beside it `lowercl` and `uppercl`, or limits named by level",
    ),
    Field::new("confidence", "the levels of the limits"),
    Field::new("statistic", "what was estimated"),
    Field::new("method", "how the limits were made"),
];

fn run_rate(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (levels, multiplier) = (levels(group)?, group.multiplier()?);
    for (x, n) in sums(group)? {
        let mut row = out.row();
        row.set("x", known(x)).set("n", known(n)).set("value", known(x / n * multiplier));
        let limits = |level: Level| {
            if x.is_nan() || n.is_nan() {
                return (None, None);
            }
            scaled(level.exact_or_byar(x), |limit| limit / n * multiplier)
        };
        write(&mut row, &levels, limits);
        row.set("statistic", format!("rate per {multiplier}")).set("method", exact_or_byars(x));
    }
    Ok(())
}

/// The sums of x and n of a group; each row by itself where no other group is
/// there.
pub(super) fn sums(group: &Group<'_>) -> Result<Vec<(f64, f64)>, RunError> {
    let (x, n) = (group.numbers_or_nan("x")?, group.numbers_or_nan("n")?);
    // Written so that a missing number, which compares to nothing, passes.
    if let Some(at) = x.iter().position(|x| *x < 0.0) {
        return Err(group.out_of_range("x", at, "events cannot be negative"));
    }
    if let Some(at) = n.iter().position(|n| *n <= 0.0) {
        return Err(group.out_of_range("n", at, "people at risk must be above 0"));
    }
    if group.is_whole_table() {
        return Ok(x.into_iter().zip(n).collect());
    }
    Ok(vec![(Sum::of(x), Sum::of(n))])
}
