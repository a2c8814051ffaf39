//! Records from a table, and a measure of them back into it.

use firstyear_core::Confidence;

use super::{Records, Survey, SurveyError};
use crate::inequality::table::{OUTPUTS, write};
use crate::inequality::{Measure, Scale};
use crate::run::{Argument, Call, Field, Group, Output, RunError};

const SCALE: Argument = Argument::new(
    "indicator_scale",
    "NA",
    "what the values are a part of: 1 for properties that are 0 or 1; NA for values without an upper end",
);

/// Records of a survey.
pub(super) const CALL: Call = Call {
    key: &["survey"],
    inputs: &[
        Field::new("y", "what is measured of the person: 0 or 1 for a property, or a number"),
        Field::new("weight", "how many people the person stands for, in any unit"),
        Field::new(
            "subgroup_order",
            "place of the person's group in the order, 1 for the most disadvantaged",
        ),
        Field::optional("psu", "number of the cluster; without it people were sampled one by one"),
        Field::optional("strata", "number of the stratum; without it there is one"),
    ],
    arguments: &[Argument::CONFIDENCE, SCALE],
    outputs: OUTPUTS,
    vectors: &[],
    run: |group, out| run(group, out, super::aci),
};

/// The same with a choice of forms.
pub(super) const CONCENTRATION: Call = Call {
    arguments: &[
        Argument::CONFIDENCE,
        SCALE,
        Argument::new(
            "form",
            "relative",
            "`relative`, `wagstaff` or `erreygers`; the last two need the scale",
        ),
    ],
    ..CALL
};

/// The same with a choice of lines.
pub(super) const SLOPE: Call = Call {
    arguments: &[
        Argument::CONFIDENCE,
        SCALE,
        Argument::new("line", "logistic", "`logistic`, which needs the scale, or `linear`"),
    ],
    ..CALL
};

/// Reads the records, takes the measure and writes it.
pub(super) fn run(
    group: &Group<'_>,
    out: &mut Output,
    measure: impl Fn(&Survey, Confidence) -> Result<Measure, SurveyError>,
) -> Result<(), RunError> {
    let survey = survey(group)?;
    write(group, out, |confidence| measure(&survey, confidence).map_err(RunError::measure))
}

fn survey(group: &Group<'_>) -> Result<Survey, RunError> {
    let numbered = |name: &str| group.has(name).then(|| group.counts(name)).transpose();
    let order: Vec<u32> = group
        .counts("subgroup_order")?
        .into_iter()
        .enumerate()
        .map(|(at, place)| {
            let wanted = "a place in the order is a whole number from 1";
            u32::try_from(place).map_err(|_| group.out_of_range("subgroup_order", at, wanted))
        })
        .collect::<Result<_, _>>()?;
    let scale = group.number("indicator_scale")?;
    Survey::new(Records {
        values: &group.numbers("y")?,
        weights: &group.numbers("weight")?,
        order: &order,
        clusters: numbered("psu")?.as_deref(),
        strata: numbered("strata")?.as_deref(),
        scale: scale.map(Scale::new).transpose().map_err(RunError::measure)?,
    })
    .map_err(RunError::measure)
}
