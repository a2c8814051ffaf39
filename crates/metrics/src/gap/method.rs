//! Gaps on a table.

use firstyear_core::{Confidence, Counts, Estimate, SampleFraction};

use super::{
    ABSOLUTE_GAP, GapError, GapInput, PUBLISHED_RELATIVE_GAP, PublishedGapInput, RELATIVE_GAP,
    Relation, absolute_gap, published_relative_gap, relative_gap,
};
use crate::registry::Method;
use crate::run::{Argument, Call, Field, Group, N, Output, RunError, VALUE, X};

pub(crate) const METHODS: &[Method] = &[
    Method {
        id: RELATIVE_GAP,
        name: "Relative gap",
        family: "gaps",
        unit: "fraction of the comparator's rate",
        ordered: false,
        reading: "positive when the group has the higher rate",
        source: "delta method on the log scale; Przyborowski and Wilenski (1940), Biometrika 31:313, below 10 events",
        explanation: "The group's rate minus that of those it is held against, over the latter. Where the group is a part of the whole, the two are not independent, and the limits allow for it; where births by group come from a sample, they allow for that too.",
        call: Call { run: |group, out| run_gap(group, out, relative_gap), ..CALL },
    },
    Method {
        id: PUBLISHED_RELATIVE_GAP,
        name: "Published relative gap with limits",
        family: "gaps",
        unit: "fraction of the comparator's rate",
        ordered: false,
        reading: "positive when the group has the higher rate",
        source: "as the relative gap of a part against its whole",
        explanation: "The gap is taken as its publisher prints it, since it was made from rates that were rounded afterwards; the limits come from the counts printed beside it. Var ln(R/A) = (1 - s)/d + (1 - w)/(w n), with d the group's events, s and w its shares of events and births, and n the births sampled.",
        call: PUBLISHED_CALL,
    },
    Method {
        id: ABSOLUTE_GAP,
        name: "Absolute gap",
        family: "gaps",
        unit: "events per person",
        ordered: false,
        reading: "positive when the group has the higher rate",
        source: "Zou and Donner (2008), Stat Med 27:1693",
        explanation: "The group's rate minus that of those it is held against. The limits combine those of the two rates, so they hold for few events and for none.",
        call: Call { run: |group, out| run_gap(group, out, absolute_gap), ..CALL },
    },
];

const SAMPLE: Argument = Argument::new(
    "sample",
    "NA",
    "the fraction of births sampled, such as 0.1, where the group's births are known from a sample",
);

const CALL: Call = Call {
    key: &[],
    inputs: &[
        X,
        N,
        Field::new("x_against", "events of those the group is held against, a count"),
        Field::new("n_against", "people at risk of those the group is held against, a count"),
    ],
    arguments: &[
        Argument::new(
            "relation",
            "part-of-whole",
            "`part-of-whole` when the group is among those it is held against, `apart` when not",
        ),
        SAMPLE,
        Argument::MULTIPLIER,
        Argument::CONFIDENCE,
    ],
    outputs: &[VALUE],
    vectors: &[],
    run: |group, out| run_gap(group, out, relative_gap),
};

const PUBLISHED_CALL: Call = Call {
    key: &[],
    inputs: &[
        Field::new("relative_gap", "the gap as a fraction: 0.12 for 12%"),
        Field::new("x", "events in the group, a count"),
        Field::new("x_against", "events in all, the group among them, a count"),
        Field::new("rate_against", "rate of all, per person: 0.0044 for 4.4 per 1,000"),
    ],
    arguments: &[SAMPLE, Argument::MULTIPLIER, Argument::CONFIDENCE],
    outputs: &[VALUE],
    vectors: &[],
    run: run_published_gap,
};

fn run_gap(
    group: &Group<'_>,
    out: &mut Output,
    gap: fn(&GapInput, Confidence) -> Result<Estimate, GapError>,
) -> Result<(), RunError> {
    let count = |column| Ok::<u64, RunError>(group.counts(column)?[0]);
    let input = GapInput {
        group: Counts { events: count("x")?, at_risk: count("n")? },
        against: Counts { events: count("x_against")?, at_risk: count("n_against")? },
        relation: group.choice(
            "relation",
            &[("part-of-whole", Relation::PartOfWhole), ("apart", Relation::Apart)],
        )?,
        sample: sample(group)?,
    };
    write(group, out, |confidence| gap(&input, confidence))
}

fn run_published_gap(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let input = PublishedGapInput {
        relative_gap: group.numbers("relative_gap")?[0],
        group_events: group.counts("x")?[0],
        all_events: group.counts("x_against")?[0],
        all_rate: group.numbers("rate_against")?[0],
        sample: sample(group)?,
    };
    write(group, out, |confidence| published_relative_gap(&input, confidence))
}

fn sample(group: &Group<'_>) -> Result<Option<SampleFraction>, RunError> {
    let fraction = group.number("sample")?.map(SampleFraction::new).transpose();
    fraction.map_err(|error| RunError::Argument { name: "sample", wanted: error.to_string() })
}

fn write(
    group: &Group<'_>,
    out: &mut Output,
    gap: impl Fn(Confidence) -> Result<Estimate, GapError>,
) -> Result<(), RunError> {
    let multiplier = group.multiplier()?;
    let estimates: Result<Vec<Estimate>, GapError> = group
        .confidences()?
        .into_iter()
        .map(|confidence| Ok(gap(confidence)?.scaled(multiplier)))
        .collect();
    out.row().estimates(&estimates.map_err(RunError::measure)?);
    Ok(())
}
