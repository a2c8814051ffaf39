//! Indirectly standardised ratios and rates as the package gives them.

use firstyear_core::MethodId;

use super::level::{CONFIDENCE, Level, PER_100_000, exact_or_byars, levels, scaled, write};
use crate::rates::indirect::{expected, reference_rate};
use crate::rates::observed::{EVENTS, OBSERVED_TOTAL, observed};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError};

pub(super) const RATIO: Method = Method {
    id: MethodId::new("phe-isr-ratio"),
    name: "Indirectly standardised ratio, as the English public-health package gives it",
    family: "rates",
    unit: "ratio, times the reference value",
    ordered: false,
    reading: "above the reference value when the area has more events than expected",
    source: "PHEindicatormethods 2.1.0, calculate_ISRatio",
    explanation: "Observed over expected events, exact limits below 10 observed and Byar's from there on. Missing counts and people are taken as 0. Where events are known in all but not by band, a column observed_total holds them, the same in each row of a group, in place of x; or x holds them so, with events=total.",
    call: Call {
        arguments: &[
            Argument::new("refvalue", "1", "what the reference population has: 1 or 100"),
            OBSERVED_TOTAL,
            EVENTS,
            CONFIDENCE,
        ],
        outputs: &[
            Field::new("observed", "events observed"),
            Field::new("expected", "events at the rates of the reference population"),
            Field::new(
                "value",
                "the ratio; beside it `lowercl` and `uppercl`, or limits named by level",
            ),
            Field::new("confidence", "the levels of the limits"),
            Field::new("statistic", "what was estimated"),
            Field::new("method", "how the limits were made"),
        ],
        run: run_ratio,
        ..CALL
    },
};

pub(super) const RATE: Method = Method {
    id: MethodId::new("phe-isr-rate"),
    name: "Indirectly standardised rate, as the English public-health package gives it",
    family: "rates",
    unit: "events per person, times the multiplier",
    ordered: false,
    reading: "higher means more events",
    source: "PHEindicatormethods 2.1.0, calculate_ISRate",
    explanation: "The indirectly standardised ratio times the crude rate of the reference population. Missing counts and people are taken as 0. Where events are known in all but not by band, a column observed_total holds them, the same in each row of a group, in place of x; or x holds them so, with events=total.",
    call: Call {
        arguments: &[PER_100_000, OBSERVED_TOTAL, EVENTS, CONFIDENCE],
        outputs: &[
            Field::new("observed", "events observed"),
            Field::new("expected", "events at the rates of the reference population"),
            Field::new("ref_rate", "crude rate of the reference population"),
            Field::new(
                "value",
                "the rate; beside it `lowercl` and `uppercl`, or limits named by level",
            ),
            Field::new("confidence", "the levels of the limits"),
            Field::new("statistic", "what was estimated"),
            Field::new("method", "how the limits were made"),
        ],
        run: run_rate,
        ..CALL
    },
};

const CALL: Call = Call {
    key: &["group"],
    inputs: &[
        Field::optional(
            "x",
            "events observed; missing is 0; not read where observed_total is said",
        ),
        Field::new("n", "people at risk; missing is 0"),
        Field::new("x_ref", "events of the reference population; missing is 0"),
        Field::new("n_ref", "people of the reference population, above 0"),
    ],
    arguments: &[],
    outputs: &[],
    vectors: &["PHEindicatormethods/calculate_ISR"],
    run: run_ratio,
};

fn run_ratio(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let of = Area::read(group)?;
    let reference = group.number_required("refvalue")?;
    let mut row = out.row();
    row.set("observed", of.observed).set("expected", of.expected);
    row.set("value", of.observed / of.expected * reference);
    write(&mut row, &levels(group)?, |level: Level| {
        scaled(level.exact_or_byar(of.observed), |limit| limit / of.expected * reference)
    });
    row.set("statistic", format!("indirectly standardised ratio x {reference}"))
        .set("method", exact_or_byars(of.observed));
    Ok(())
}

fn run_rate(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let of = Area::read(group)?;
    let multiplier = group.multiplier()?;
    let reference = of.reference_rate * multiplier;
    let mut row = out.row();
    row.set("observed", of.observed).set("expected", of.expected).set("ref_rate", reference);
    row.set("value", of.observed / of.expected * reference);
    write(&mut row, &levels(group)?, |level: Level| {
        scaled(level.exact_or_byar(of.observed), |limit| limit / of.expected * reference)
    });
    row.set("statistic", format!("indirectly standardised rate per {multiplier}"))
        .set("method", exact_or_byars(of.observed));
    Ok(())
}

/// What the bands of a group come to.
struct Area {
    observed: f64,
    expected: f64,
    /// Per person.
    reference_rate: f64,
}

impl Area {
    fn read(group: &Group<'_>) -> Result<Self, RunError> {
        let observed = observed(group, || or_zero(group, "x"))?;
        let (n, events) = (or_zero(group, "n")?, or_zero(group, "x_ref")?);
        let people = group.numbers("n_ref")?;
        if let Some(at) = people.iter().position(|people| people.is_nan() || *people <= 0.0) {
            return Err(group.out_of_range("n_ref", at, "the reference needs people in each band"));
        }
        Ok(Self {
            observed,
            expected: expected(&n, &events, &people),
            reference_rate: reference_rate(&events, &people),
        })
    }
}

/// Numbers from 0, missing ones as 0.
fn or_zero(group: &Group<'_>, column: &str) -> Result<Vec<f64>, RunError> {
    let numbers = group.numbers_or_nan(column)?;
    if let Some(at) = numbers.iter().position(|x| *x < 0.0) {
        return Err(group.out_of_range(column, at, "a number from 0"));
    }
    Ok(numbers.into_iter().map(|x| if x.is_nan() { 0.0 } else { x }).collect())
}
