//! Records from a table, and a measure of them back into it.

use firstyear_core::Confidence;

use super::{Records, Survey, SurveyError};
use crate::inequality::{Measure, Scale};
use crate::run::{Argument, Call, Field, Group, Output, RunError};

const CONFIDENCE: Argument =
    Argument::new("confidence", "0.95", "confidence of the limits as a fraction")
        .aliases(&["conf_level", "conf"]);
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
    arguments: &[CONFIDENCE, SCALE],
    outputs: &[
        Field::new("estimate", "the measure"),
        Field::new("se", "its standard error; of ratios that of the natural logarithm"),
        Field::new("lowerci", "lower limit"),
        Field::new("upperci", "upper limit"),
    ],
    vectors: &[],
    run: |group, out| run(group, out, super::aci),
};

/// The same with a choice of forms.
pub(super) const CONCENTRATION: Call = Call {
    arguments: &[
        CONFIDENCE,
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
        CONFIDENCE,
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
    let [confidence] = group.confidences()?[..] else {
        let wanted = "one level is asked for, such as 0.95".to_owned();
        return Err(RunError::Argument { name: "confidence", wanted });
    };
    let survey = survey(group)?;
    let Measure { estimate, standard_error } =
        measure(&survey, confidence).map_err(RunError::measure)?;
    let limits = estimate.interval;
    out.row()
        .set("estimate", estimate.value)
        .set("se", standard_error)
        .set("lowerci", limits.map(|limits| limits.lower))
        .set("upperci", limits.map(|limits| limits.upper));
    Ok(())
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
