//! Comparisons of two groups on a table.

use firstyear_core::{Confidence, Counts};

use super::at_levels;
use crate::rates::{
    Estimates, RateDifferenceLimits, RateRatioLimits, RiskDifferenceLimits, RiskRatioLimits,
    TwoGroupsError, rate_difference, rate_ratio, risk_difference, risk_ratio,
};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, N, Output, RunError, VALUE, X};

pub(super) const RATE_DIFFERENCE: Method = Method {
    id: crate::rates::RATE_DIFFERENCE,
    name: "Difference of two rates",
    family: "rates",
    unit: "events per person",
    ordered: false,
    reading: "positive when the group has the higher rate",
    source: "Zou and Donner (2008), Stat Med 27:1693",
    explanation: "The rate of one group minus that of another, apart from it. The limits combine those of the two counts by the method of variance estimates recovery (MOVER): `exact-byar` takes exact and Byar's limits, agrees with those of the single rates and is rarely too narrow; `score` takes the score limits of each count, which is not the score interval of the difference itself, and holds about as often as it says.",
    call: Call {
        arguments: &[
            Argument::new(
                "limits",
                "exact-byar",
                "`exact-byar` or `score`: which limits of the two counts are combined",
            ),
            Argument::MULTIPLIER,
            Argument::CONFIDENCE,
        ],
        run: run_rate_difference,
        ..CALL
    },
};

pub(super) const RATE_RATIO: Method = Method {
    id: crate::rates::RATE_RATIO,
    name: "Ratio of two rates",
    family: "rates",
    unit: "ratio",
    ordered: false,
    reading: "above 1 when the group has the higher rate",
    source: "Przyborowski and Wilenski (1940), Biometrika 31:313; Rothman and Greenland (2008), Modern epidemiology, chapter 14",
    explanation: "The rate of one group over that of another, apart from it. Limits are exact, given the total number of events, where either count is below 10, and normal on the logarithmic scale from there on; score limits hold about as often as they say whatever the counts. Without events in the group held against the ratio and its upper limit are infinite, and the limits are exact or, where asked for, score limits; without any events at all any ratio is possible.",
    call: Call {
        arguments: &[
            Argument::new("limits", "by-count", "`by-count`, `exact`, `score` or `log`"),
            Argument::CONFIDENCE,
        ],
        run: run_rate_ratio,
        ..CALL
    },
};

pub(super) const RISK_DIFFERENCE: Method = Method {
    id: crate::rates::RISK_DIFFERENCE,
    name: "Difference of two risks",
    family: "proportions",
    unit: "fraction",
    ordered: false,
    reading: "positive when the group has the higher risk",
    source: "Miettinen and Nurminen (1985), Stat Med 4:213; Newcombe (1998), Stat Med 17:873, method 10",
    explanation: "The risk in one group minus that in another, each person counted once. Score limits of the difference itself by default; Newcombe's put Wilson's limits of each risk together.",
    call: Call {
        arguments: &[
            Argument::new("limits", "miettinen-nurminen", "`miettinen-nurminen` or `newcombe`"),
            Argument::MULTIPLIER,
            Argument::CONFIDENCE,
        ],
        run: run_risk_difference,
        ..CALL
    },
};

pub(super) const RISK_RATIO: Method = Method {
    id: crate::rates::RISK_RATIO,
    name: "Ratio of two risks",
    family: "proportions",
    unit: "ratio",
    ordered: false,
    reading: "above 1 when the group has the higher risk",
    source: "Koopman (1984), Biometrics 40:513; Miettinen and Nurminen (1985), Stat Med 4:213",
    explanation: "The risk in one group over that in another, each person counted once, with score limits: Koopman's by default, or Miettinen and Nurminen's, which are slightly wider. Without events in the group held against the ratio and its upper limit are infinite; without any events at all any ratio is possible.",
    call: Call {
        arguments: &[
            Argument::new("limits", "koopman", "`koopman` or `miettinen-nurminen`"),
            Argument::CONFIDENCE,
        ],
        run: run_risk_ratio,
        ..CALL
    },
};

const CALL: Call = Call {
    key: &[],
    inputs: &[
        X,
        N,
        Field::new("x_against", "events of those the group is held against, a count"),
        Field::new(
            "n_against",
            "people at risk of those the group is held against, a count above 0",
        ),
    ],
    arguments: &[],
    outputs: &[VALUE],
    vectors: &[],
    run: run_risk_ratio,
};

fn run_rate_difference(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let choices =
        [("exact-byar", RateDifferenceLimits::ExactByar), ("score", RateDifferenceLimits::Score)];
    let limits = group.choice("limits", &choices)?;
    let multiplier = group.multiplier()?;
    run(group, out, |a, b, levels| Ok(rate_difference(a, b, limits, levels)?.scaled(multiplier)))
}

fn run_rate_ratio(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let choices = [
        ("by-count", RateRatioLimits::ByCount),
        ("exact", RateRatioLimits::Exact),
        ("score", RateRatioLimits::Score),
        ("log", RateRatioLimits::Log),
    ];
    let limits = group.choice("limits", &choices)?;
    run(group, out, |a, b, levels| rate_ratio(a, b, limits, levels))
}

fn run_risk_difference(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let choices = [
        ("miettinen-nurminen", RiskDifferenceLimits::MiettinenNurminen),
        ("newcombe", RiskDifferenceLimits::Newcombe),
    ];
    let limits = group.choice("limits", &choices)?;
    let multiplier = group.multiplier()?;
    run(group, out, |a, b, levels| Ok(risk_difference(a, b, limits, levels)?.scaled(multiplier)))
}

fn run_risk_ratio(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let choices = [
        ("koopman", RiskRatioLimits::Koopman),
        ("miettinen-nurminen", RiskRatioLimits::MiettinenNurminen),
    ];
    let limits = group.choice("limits", &choices)?;
    run(group, out, |a, b, levels| risk_ratio(a, b, limits, levels))
}

fn run(
    group: &Group<'_>,
    out: &mut Output,
    compare: impl Fn(Counts, Counts, [Confidence; 1]) -> Result<Estimates<1>, TwoGroupsError>,
) -> Result<(), RunError> {
    let count = |column| Ok::<u64, RunError>(group.counts(column)?[0]);
    let first = Counts { events: count("x")?, at_risk: count("n")? };
    let second = Counts { events: count("x_against")?, at_risk: count("n_against")? };
    let estimates = at_levels(group, |levels| compare(first, second, levels))?;
    out.row().estimates(&estimates);
    if estimates.iter().any(|estimate| estimate.value.is_nan()) {
        out.note("neither group has events: their ratio is not known, and any is possible");
    }
    Ok(())
}
