//! The slope and relative index on a table.

use firstyear_core::Estimate;

use super::{Dispersion, Order, RII, SII, SlopeIndex, SlopeIndexError, slope_index_with};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, N, Output, RunError, VALUE, X};

pub(crate) const METHODS: &[Method] = &[
    Method {
        id: SII,
        name: "Slope index of inequality (Poisson)",
        family: "inequality",
        unit: "events per person",
        ordered: true,
        reading: "positive when the disadvantaged have the higher rate",
        source: "Pamuk (1985), Popul Stud 39:17; Moreno-Betancur and others (2015), Epidemiology 26:518",
        explanation: "A log-linear line is fitted to the rates of all groups, each at the middle of its share of the population. The index is the fitted rate at the most disadvantaged end minus that at the least. Limits by the delta method, widened by the scatter of the groups round the line, never narrower than chance, with Student's t.",
        call: Call { run: |group, out| run_slope(group, out, |slope| slope.sii), ..CALL },
    },
    Method {
        id: RII,
        name: "Relative index of inequality (Poisson)",
        family: "inequality",
        unit: "ratio",
        ordered: true,
        reading: "above 1 when the disadvantaged have the higher rate",
        source: "Mackenbach and Kunst (1997), Soc Sci Med 44:757; Moreno-Betancur and others (2015), Epidemiology 26:518",
        explanation: "The fitted rate at the most disadvantaged end over that at the least, from the same line as the slope index, with limits on the log scale.",
        call: Call { run: |group, out| run_slope(group, out, |slope| slope.rii), ..CALL },
    },
];

const CALL: Call = Call {
    key: &["area"],
    inputs: &[
        Field::new("subgroup_order", "place in the order, 1 for the most disadvantaged group"),
        X,
        N,
    ],
    arguments: &[
        Argument::MULTIPLIER,
        Argument::CONFIDENCE,
        Argument::new(
            "dispersion",
            "quasi-at-least-poisson",
            "how scatter round the line widens the limits: `quasi-at-least-poisson`, `quasi` or `poisson`",
        ),
    ],
    outputs: &[VALUE],
    vectors: &[],
    run: |group, out| run_slope(group, out, |slope| slope.sii),
};

fn run_slope(
    group: &Group<'_>,
    out: &mut Output,
    which: fn(SlopeIndex) -> Estimate,
) -> Result<(), RunError> {
    let dispersion = group.choice(
        "dispersion",
        &[
            ("quasi-at-least-poisson", Dispersion::QuasiAtLeastPoisson),
            ("quasi", Dispersion::Quasi),
            ("poisson", Dispersion::Poisson),
        ],
    )?;
    let (events, at_risk) = ordered(group)?;
    let multiplier = group.number_required("multiplier")?;
    let estimates: Result<Vec<Estimate>, SlopeIndexError> = group
        .confidences()?
        .into_iter()
        .map(|confidence| {
            let order = Order::MostDisadvantagedFirst;
            let slope = slope_index_with(&events, &at_risk, order, confidence, dispersion)?;
            let estimate = which(slope);
            // A ratio has no unit to scale.
            Ok(if estimate.method == RII { estimate } else { estimate.scaled(multiplier) })
        })
        .collect();
    out.row().estimates(&estimates.map_err(RunError::measure)?);
    Ok(())
}

/// Events and people at risk from the most disadvantaged group on.
fn ordered(group: &Group<'_>) -> Result<(Vec<u64>, Vec<u64>), RunError> {
    let order = group.counts("subgroup_order")?;
    let (events, at_risk) = (group.counts("x")?, group.counts("n")?);
    let mut rows: Vec<usize> = (0..order.len()).collect();
    rows.sort_by_key(|row| order[*row]);
    if rows.iter().enumerate().any(|(place, row)| order[*row] != place as u64 + 1) {
        return Err(RunError::Measure(
            "the order must run from 1 without gaps or repeats".to_owned(),
        ));
    }
    let in_order = |values: &[u64]| rows.iter().map(|row| values[*row]).collect();
    Ok((in_order(&events), in_order(&at_risk)))
}
