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
        explanation: "A log-linear line is fitted to the rates of all groups, each at the middle of its share of the population. The index is the fitted rate at the most disadvantaged end minus that at the least. Limits by the delta method, widened by the scatter of the groups round the line, never narrower than chance, with Student's t. The sign is the opposite of `who-sii`, which is positive when the advantaged have the higher value.",
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
        explanation: "The fitted rate at the most disadvantaged end over that at the least, from the same line as the slope index, with limits on the log scale. It is the inverse of `who-rii`, which is above 1 when the advantaged have the higher value.",
        call: Call {
            arguments: &[Argument::CONFIDENCE, DISPERSION],
            run: |group, out| run_slope(group, out, |slope| slope.rii),
            ..CALL
        },
    },
];

const DISPERSION: Argument = Argument::new(
    "dispersion",
    "quasi-at-least-poisson",
    "how scatter round the line widens the limits: `quasi-at-least-poisson`, `quasi` or `poisson`",
);

const CALL: Call = Call {
    key: &["area"],
    inputs: &[
        Field::new("subgroup_order", "place in the order, 1 for the most disadvantaged group"),
        X,
        N,
    ],
    arguments: &[Argument::MULTIPLIER, Argument::CONFIDENCE, DISPERSION],
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
    let estimates: Result<Vec<Estimate>, SlopeIndexError> = group
        .confidences()?
        .into_iter()
        .map(|confidence| {
            let order = Order::MostDisadvantagedFirst;
            let slope = slope_index_with(&events, &at_risk, order, confidence, dispersion)?;
            Ok(which(slope))
        })
        .collect();
    let mut estimates = estimates.map_err(RunError::measure)?;
    if group.takes("multiplier") {
        let multiplier = group.multiplier()?;
        estimates = estimates.into_iter().map(|slope| slope.scaled(multiplier)).collect();
    }
    out.row().estimates(&estimates);
    Ok(())
}

/// Events and people at risk from the most disadvantaged group on.
fn ordered(group: &Group<'_>) -> Result<(Vec<u64>, Vec<u64>), RunError> {
    let rows = group.in_order("subgroup_order")?;
    let (events, at_risk) = (group.counts("x")?, group.counts("n")?);
    let in_order = |values: &[u64]| rows.iter().map(|row| values[*row]).collect();
    Ok((in_order(&events), in_order(&at_risk)))
}

#[cfg(test)]
mod tests {
    use crate::method;
    use crate::run::{Settings, SetupError, Table, Value, run};

    #[test]
    fn a_ratio_has_no_unit_to_multiply() {
        let mut table = Table::new(["subgroup_order", "x", "n"]).unwrap();
        for row in ["1,30,1000", "2,20,1000", "3,15,1000"] {
            table.push(row.split(',').map(Value::from)).unwrap();
        }
        let of = |id: &str, multiplier: &str| {
            let settings = Settings::new([("multiplier", multiplier)]);
            run(method(id).unwrap(), &table, &settings)
        };
        for family in ["poisson", "poisson-robust", "binomial", "binomial-quasi"] {
            let value = |multiplier| {
                let table = of(&format!("sii-{family}"), multiplier).unwrap().table;
                table.get(0, "value").and_then(Value::number).unwrap()
            };
            assert!((value("1000") / value("1") - 1_000.0).abs() < 1e-9, "{family}");
            let refused = of(&format!("rii-{family}"), "1000");
            assert!(matches!(refused, Err(SetupError::Setting { .. })), "{family}");
        }
    }
}
