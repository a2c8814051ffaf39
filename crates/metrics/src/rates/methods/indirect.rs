//! Indirectly standardised ratios and rates on a table.

use firstyear_core::{Cell, Confidence};

use super::{BELOW_MINIMUM, MINIMUM_EVENTS, few_events, judged_at_levels, write};
use crate::rates::observed::{EVENTS, OBSERVED_TOTAL, observed};
use crate::rates::{
    BandsError, Estimates, FewEvents, INDIRECT_RATE, INDIRECT_RATIO, IndirectBands, indirect_rate,
    indirect_ratio,
};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, Output, RunError, VALUE};

pub(super) const RATIO: Method = Method {
    id: INDIRECT_RATIO,
    name: "Indirectly standardised ratio",
    family: "rates",
    unit: "ratio",
    ordered: false,
    reading: "above 1 when the area has more events than the reference would have in its place",
    source: "Breslow and Day (1987), volume II, chapter 2.3",
    explanation: "Observed events over those expected at the rates of a reference population, exact limits below 10 observed and Byar's from there on. Ratios of two areas must not be held against each other: each has weights of its own. The limits take the reference rates as known.",
    call: Call { run: |group, out| run_indirect(group, out, indirect_ratio), ..CALL },
};

pub(super) const RATE: Method = Method {
    id: INDIRECT_RATE,
    name: "Indirectly standardised rate",
    family: "rates",
    unit: "events per person",
    ordered: false,
    reading: "above the reference's rate when the area has more events than expected",
    source: "Breslow and Day (1987), volume II, chapter 2.3",
    explanation: "The indirectly standardised ratio times the crude rate of the reference population, with its limits.",
    call: Call { run: |group, out| run_indirect(group, out, indirect_rate), ..CALL },
};

const CALL: Call = Call {
    key: &["group"],
    inputs: &[
        Field::optional("x", "events observed; not read where observed_total is said"),
        Field::new("n", "people at risk"),
        Field::new("x_ref", "events of the reference population"),
        Field::new("n_ref", "people of the reference population, above 0"),
    ],
    arguments: &[
        OBSERVED_TOTAL,
        EVENTS,
        MINIMUM_EVENTS,
        BELOW_MINIMUM,
        Argument::MULTIPLIER,
        Argument::CONFIDENCE,
    ],
    outputs: &[
        Field::new("observed", "events observed"),
        Field::new("expected", "events at the rates of the reference population"),
        VALUE,
    ],
    vectors: &[],
    run: |group, out| run_indirect(group, out, indirect_ratio),
};

/// The ratio or the rate.
type Figure =
    fn(IndirectBands<'_>, FewEvents, [Confidence; 1]) -> Result<Cell<Estimates<1>>, BandsError>;

fn run_indirect(group: &Group<'_>, out: &mut Output, figure: Figure) -> Result<(), RunError> {
    let few = few_events(group)?;
    let multiplier = group.multiplier()?;
    let observed = observed(group, || group.numbers("x"))?;
    let (n, x_ref, n_ref) = (group.numbers("n")?, group.numbers("x_ref")?, group.numbers("n_ref")?);
    let area = IndirectBands {
        observed,
        at_risk: &n,
        reference_events: &x_ref,
        reference_at_risk: &n_ref,
    };
    let figures = judged_at_levels(group, |levels| {
        figure(area, few, levels).map(|cell| cell.map(|figure| figure.scaled(multiplier)))
    })?;
    let expected = area.expected().map_err(RunError::measure)?;
    let mut row = out.row();
    row.set("observed", observed).set("expected", expected);
    write(&mut row, &group.confidences()?, &figures)
}
