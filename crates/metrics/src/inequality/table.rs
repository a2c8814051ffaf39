//! Groups from a table, and a measure of them back into it.

use firstyear_core::{Confidence, Estimate, Polarity};

use super::{Groups, InequalityError, Measure, Reported, Scale, Simulation, Weights};
use crate::run::{Argument, Call, Field, Group, Output, RunError, limit_names};

const NAME: Field =
    Field::optional("subgroup", "name of the group, by which messages call it; each is there once");
const ESTIMATE: Field = Field::new("estimate", "what was estimated for the group");
const SE: Field =
    Field::optional("se", "its standard error, in the same unit; without it there are no limits");
const POPULATION: Field = Field::optional(
    "population",
    "people in the group, or its share of all; without it groups count alike",
);
const ORDER: Field =
    Field::new("subgroup_order", "place in the order, 1 for the most disadvantaged group");
const MAYBE_ORDER: Field = Field::optional(
    "subgroup_order",
    "place in the order, 1 for the most disadvantaged group, for groups with one",
);
const ORDERED: Field =
    Field::optional("ordered_dimension", "0 where `subgroup_order` is none and is passed over");
const DIRECTION: Field =
    Field::new("favourable_indicator", "1 where high is better, 0 where low is, NA where neither");
const SCALE: Field = Field::optional(
    "indicator_scale",
    "what the indicator is a part of: 1 for fractions, 100 for percentages, 1000 for rates per 1,000",
);
const AVERAGE: Field = Field::optional(
    "setting_average",
    "average of the whole setting, used where `population` is not known",
);
const MAYBE_REFERENCE: Field =
    Field::optional("reference_subgroup", "1 in the row of the reference group, 0 elsewhere");
const REFERENCE: Field =
    Field::new("reference_subgroup", "1 in the row of the reference group, 0 elsewhere");

const WEIGHTS: Argument = Argument::new(
    "weights",
    "people",
    "what `population` holds: `people`, or `shares` that add up to 1; `equal` passes it over",
);

/// What every measure writes.
pub(super) const OUTPUTS: &[Field] = &[
    Field::new("estimate", "the measure"),
    Field::new("se", "its standard error; of ratios that of the natural logarithm"),
    Field::new("lowerci", "lower limit; `lower95_0cl` and so on for several levels"),
    Field::new("upperci", "upper limit"),
];

/// Groups, and how sure a measure of them is to be.
const CALL: Call = Call {
    key: &["case"],
    inputs: &[NAME, ESTIMATE, SE, POPULATION],
    arguments: &[Argument::CONFIDENCE, WEIGHTS],
    outputs: OUTPUTS,
    vectors: &[],
    run: |group, out| run(group, out, &SPREAD, super::bgv),
};

const SIMULATED: &[Argument] = &[
    Argument::CONFIDENCE,
    WEIGHTS,
    Argument::DRAWS.with_default("1000"),
    Argument::new("seed", "2010", "where the generator, philox4x32-10, starts"),
];

/// Measures of spread round the mean.
pub(super) const SPREAD: Call = CALL;

/// The same with simulated limits.
pub(super) const SIMULATED_SPREAD: Call = Call { arguments: SIMULATED, ..CALL };

/// The same where the mean may be the setting average.
pub(super) const ROUND_AVERAGE: Call =
    Call { inputs: &[NAME, ESTIMATE, SE, POPULATION, AVERAGE], arguments: SIMULATED, ..CALL };

/// Distances from the best group.
pub(super) const FROM_BEST: Call =
    Call { inputs: &[NAME, ESTIMATE, SE, POPULATION, DIRECTION], arguments: SIMULATED, ..CALL };

/// Distances from a reference.
pub(super) const FROM_REFERENCE: Call =
    Call { inputs: &[NAME, ESTIMATE, SE, POPULATION, REFERENCE], arguments: SIMULATED, ..CALL };

/// Two groups.
pub(super) const PAIR: Call = Call {
    inputs: &[NAME, ESTIMATE, SE, MAYBE_ORDER, ORDERED, MAYBE_REFERENCE, DIRECTION],
    arguments: &[Argument::CONFIDENCE],
    ..CALL
};

/// What reaching a reference would bring.
pub(super) const GAIN: Call = Call {
    inputs: &[
        NAME,
        ESTIMATE,
        SE,
        POPULATION,
        MAYBE_ORDER,
        ORDERED,
        MAYBE_REFERENCE,
        AVERAGE,
        DIRECTION,
    ],
    ..CALL
};

/// Groups in order.
pub(super) const IN_ORDER: Call = Call { inputs: &[NAME, ESTIMATE, SE, POPULATION, ORDER], ..CALL };

/// The same with a choice of forms, some of which need the scale.
pub(super) const CONCENTRATION: Call = Call {
    inputs: &[NAME, ESTIMATE, SE, POPULATION, ORDER, SCALE],
    arguments: &[
        Argument::CONFIDENCE,
        WEIGHTS,
        Argument::new("form", "relative", "`relative`, `wagstaff` or `erreygers`"),
    ],
    ..CALL
};

/// The same with a choice of lines.
pub(super) const SLOPE: Call = Call {
    inputs: &[NAME, ESTIMATE, SE, POPULATION, ORDER, SCALE],
    arguments: &[
        Argument::CONFIDENCE,
        WEIGHTS,
        Argument::new("line", "logistic", "`logistic`, which needs the scale, or `linear`"),
    ],
    ..CALL
};

/// Reads the groups, takes the measure and writes it.
pub(super) fn run(
    group: &Group<'_>,
    out: &mut Output,
    call: &Call,
    measure: impl Fn(&Groups, Confidence) -> Result<Measure, InequalityError>,
) -> Result<(), RunError> {
    let groups = groups(group, call)?;
    // Where the errors of some groups are not known, no other error takes their
    // place: it would know less and claim more.
    let whole = !errors_in_part(group)?;
    write(group, out, |confidence| {
        let found = measure(&groups, confidence).map_err(|error| named(group, error))?;
        let Measure { estimate, standard_error } = found;
        let interval = estimate.interval.filter(|_| whole);
        Ok(Measure {
            estimate: Estimate { interval, ..estimate },
            standard_error: standard_error.filter(|_| whole),
        })
    })
}

/// Writes a measure with its limits at each level that is asked for: as
/// `lowerci` and `upperci` for one level, by level for several.
pub(super) fn write(
    group: &Group<'_>,
    out: &mut Output,
    measure: impl Fn(Confidence) -> Result<Measure, RunError>,
) -> Result<(), RunError> {
    let levels = group.confidences()?;
    let measures = levels.iter().map(|level| measure(*level)).collect::<Result<Vec<_>, _>>()?;
    let Some(first) = measures.first() else {
        let wanted = "a level is asked for, such as 0.95".to_owned();
        return Err(RunError::Argument { name: "confidence", wanted });
    };
    let mut row = out.row();
    row.set("estimate", first.estimate.value).set("se", first.standard_error);
    for (level, measure) in levels.iter().zip(&measures) {
        let limits = measure.estimate.interval;
        let (lower, upper) = match levels[..] {
            [_] => ("lowerci".to_owned(), "upperci".to_owned()),
            _ => limit_names(level.level()),
        };
        row.set(&lower, limits.map(|limits| limits.lower));
        row.set(&upper, limits.map(|limits| limits.upper));
    }
    Ok(())
}

/// Whether some groups have a standard error and some have none.
fn errors_in_part(group: &Group<'_>) -> Result<bool, RunError> {
    let errors = group.cells("se")?;
    let known = errors.iter().filter(|error| error.value().is_some()).count();
    Ok(known > 0 && known < errors.len())
}

/// How limits are simulated.
pub(super) fn simulation(group: &Group<'_>) -> Result<Simulation, RunError> {
    let whole = |name: &'static str| -> Result<u64, RunError> {
        let text = group.argument(name)?.unwrap_or_default();
        let wanted = || "a whole number from 1 is asked for".to_owned();
        let number = text.parse().ok().filter(|number| *number > 0);
        number.ok_or_else(|| RunError::Argument { name, wanted: wanted() })
    };
    Ok(Simulation { draws: group.draws("draws")?, seed: whole("seed")? })
}

fn groups(group: &Group<'_>, call: &Call) -> Result<Groups, RunError> {
    let reads = |name: &str| call.inputs.iter().any(|field| field.name == name) && group.has(name);
    let column = |name: &str| reads(name).then(|| group.numbers(name)).transpose();
    group.distinct("subgroup")?;
    let estimates = group.numbers("estimate")?;
    let standard_errors = known(column("se"))?;
    let population = column("population")?;
    let weights = weights(group, call, population.as_deref())?;
    let ordered = is_ordered(known(column("ordered_dimension"))?.as_deref());
    let order = known((ordered && reads("subgroup_order")).then(|| places(group)).transpose())?;
    let polarity =
        match one("favourable_indicator", known(column("favourable_indicator"))?.as_deref())? {
            Some(1.0) => Polarity::HigherIsBetter,
            Some(0.0) => Polarity::LowerIsBetter,
            _ => Polarity::NoAgreedOptimum,
        };
    let scale = one("indicator_scale", known(column("indicator_scale"))?.as_deref())?;
    Groups::new(Reported {
        estimates: &estimates,
        standard_errors: standard_errors.as_deref(),
        weights,
        order: order.as_deref(),
        reference: reference(known(column("reference_subgroup"))?)?,
        setting_average: if population.is_none() {
            one("setting_average", known(column("setting_average"))?.as_deref())?
        } else {
            None
        },
        scale: scale.map(Scale::new).transpose().map_err(RunError::measure)?,
        polarity,
    })
    .map_err(|error| named(group, error))
}

/// An error with the name of the group that it is about, where the table has
/// one.
fn named(group: &Group<'_>, error: InequalityError) -> RunError {
    let mut names = group.values("subgroup");
    match error.group().and_then(|at| names.nth(at - 1)).filter(|name| !name.is_lacking()) {
        Some(name) => RunError::Measure(format!("`subgroup` {name}: {error}")),
        None => RunError::measure(error),
    }
}

/// What holds for all groups of a case: the same in every row.
fn one(name: &'static str, values: Option<&[f64]>) -> Result<Option<f64>, RunError> {
    let Some((first, rest)) = values.and_then(<[f64]>::split_first) else {
        return Ok(None);
    };
    if rest.iter().any(|value| value != first) {
        return Err(RunError::ArgumentVaries { name });
    }
    Ok(Some(*first))
}

/// A column that a measure can go without: absent where one of its values is.
fn known<T>(column: Result<Option<T>, RunError>) -> Result<Option<T>, RunError> {
    match column {
        Err(RunError::Absent | RunError::NotApplicable) => Ok(None),
        column => column,
    }
}

fn is_ordered(says: Option<&[f64]>) -> bool {
    says.and_then(|says| says.first()) != Some(&0.0)
}

fn weights<'a>(
    group: &Group<'_>,
    call: &Call,
    population: Option<&'a [f64]>,
) -> Result<Weights<'a>, RunError> {
    let takes = call.arguments.iter().any(|argument| argument.name == WEIGHTS.name);
    let (true, Some(population)) = (takes, population) else { return Ok(Weights::Equal) };
    let words = [
        ("people", Weights::People(population)),
        ("shares", Weights::Shares(population)),
        ("equal", Weights::Equal),
    ];
    group.choice("weights", &words)
}

/// The place of each group in the order.
fn places(group: &Group<'_>) -> Result<Vec<u32>, RunError> {
    let rows = group.in_order("subgroup_order")?;
    let mut places = vec![0; rows.len()];
    for (place, row) in (1..).zip(rows) {
        places[row] = place;
    }
    Ok(places)
}

fn reference(marks: Option<Vec<f64>>) -> Result<Option<usize>, RunError> {
    let marks = marks.unwrap_or_default();
    let mut marked = marks.iter().enumerate().filter(|(_, mark)| **mark == 1.0).map(|(at, _)| at);
    let first = marked.next();
    if let (Some(first), Some(second)) = (first, marked.next()) {
        return Err(RunError::Measure(format!(
            "groups {} and {} (counted from 1) are both marked as the reference: one is asked for",
            first + 1,
            second + 1
        )));
    }
    Ok(first)
}
