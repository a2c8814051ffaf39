//! Limits of a count and of a proportion, one row at a time.

use firstyear_core::MethodId;

use super::level::{Level, Limits, any_levels};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};

const LEVEL: Argument = Argument::new(
    "confidence",
    "0.95",
    "confidence of the limits: a fraction, or a percentage from 90 on",
);

pub(super) const BYARS: Method = Method {
    id: MethodId::new("phe-byars"),
    name: "Byar's limits, as the English public-health package gives them",
    family: "rates",
    unit: "events",
    ordered: false,
    reading: "the mean count that could lie behind the one seen",
    source: "PHEindicatormethods 2.1.0, byars_lower and byars_upper; Breslow and Day (1987), volume II, equation 2.13",
    explanation: "Byar's formula as it stands: the lower limit of no events is not a number, and one that would be negative is missing. The method byar gives 0 for both.",
    call: Call {
        key: &[],
        inputs: &[Field::new("x", "events; need not be whole")],
        arguments: &[LEVEL],
        outputs: &[
            Field::new("byars_lower", "lower limit of the count"),
            Field::new("byars_upper", "upper limit of the count"),
        ],
        vectors: &["PHEindicatormethods/byars_wilson"],
        run: run_byars,
    },
};

pub(super) const WILSON: Method = Method {
    id: MethodId::new("phe-wilson"),
    name: "Wilson's limits, as the English public-health package gives them",
    family: "proportions",
    unit: "fraction",
    ordered: false,
    reading: "the proportion that could lie behind the one seen",
    source: "PHEindicatormethods 2.1.0, wilson_lower and wilson_upper; Wilson (1927), J Am Stat Assoc 22:209",
    explanation: "Wilson's formula as it stands: limits at 0 and 1 can be off in the last bit, and a confidence of 1 gives 0 and 1. The method wilson gives exactly 0 and 1 there.",
    call: Call {
        key: &[],
        inputs: &[
            Field::new("x", "those with the property; need not be whole"),
            Field::new("n", "all of them"),
        ],
        arguments: &[LEVEL],
        outputs: &[
            Field::new("wilson_lower", "lower limit of the proportion"),
            Field::new("wilson_upper", "upper limit of the proportion"),
        ],
        vectors: &["PHEindicatormethods/byars_wilson"],
        run: run_wilson,
    },
};

fn run_byars(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let x = group.numbers_or_nan("x")?[0];
    write(out, ["byars_lower", "byars_upper"], level(group)?.byar(x));
    Ok(())
}

fn run_wilson(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (x, n) = (group.numbers_or_nan("x")?[0], group.numbers_or_nan("n")?[0]);
    write(out, ["wilson_lower", "wilson_upper"], level(group)?.wilson(x, n));
    Ok(())
}

fn level(group: &Group<'_>) -> Result<Level, RunError> {
    match any_levels(group)?.as_slice() {
        [level] => Ok(*level),
        _ => Err(RunError::Argument {
            name: "confidence",
            wanted: "one level: a fraction up to 1, or a percentage from 90 to 100".to_owned(),
        }),
    }
}

fn write(out: &mut Output, names: [&str; 2], (lower, upper): Limits) {
    out.row().set(names[0], lower).set(names[1], upper);
}
