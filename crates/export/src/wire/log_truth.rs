//! What is true of a synthetic log.

use firstyear_analysis::{LogTruth, PlantedValue, PlantedWay, SimulatedStepCount, TruthOfGroup};
use firstyear_core::pathway::LogSimulation;
use serde::Serialize;

use super::SCHEMA_VERSION;

/// What was planted in a synthetic log, and how often it was drawn: nothing in it is
/// about anyone.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogTruthV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Always true: the log is made up.
    pub synthetic: bool,
    /// The plan that it was made by.
    pub plan: LogSimulation,
    /// The seed.
    pub seed: u64,
    /// The name of the generator of random numbers.
    pub generator: String,
    /// Events in the log.
    pub events: u64,
    /// Cases of which nothing was recorded.
    pub cases_without_event: u64,
    /// All cases first, then each category of each group, those of whom it is not on
    /// record last.
    pub groups: Vec<TruthOfGroupV1>,
}

/// What is true of some cases.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TruthOfGroupV1 {
    /// Id of the group; null for all cases.
    pub group: Option<String>,
    /// The category; null for all cases, and for those of whom it is not on record.
    pub category: Option<String>,
    /// How many cases.
    pub cases: u64,
    /// Those that go on after the last day of the log.
    pub open: u64,
    /// Ways between a step and what follows it.
    pub ways: Vec<PlantedWayV1>,
    /// How often steps and exits happened.
    pub steps: Vec<SimulatedStepCountV1>,
    /// What inputs of decisions were.
    pub inputs: Vec<PlantedValueV1>,
}

/// A way from a step.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlantedWayV1 {
    /// Id of the step.
    pub from: String,
    /// Id of what follows; null for stopping there.
    pub to: Option<String>,
    /// The chance that was planted, from 0 to 1; null where it differs among these
    /// cases.
    pub planted: Option<f64>,
    /// How often it was drawn for; not where a step could not be done again.
    pub of: u64,
    /// How often it was taken.
    pub taken: u64,
}

/// How often a step or an exit happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SimulatedStepCountV1 {
    /// Its id.
    pub id: String,
    /// How often it happened.
    pub happened: u64,
    /// Of these, by the last day of the log.
    pub by_last_day: u64,
    /// Of these, how often it is in the log.
    pub recorded: u64,
}

/// What an input can be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlantedValueV1 {
    /// Id of the input.
    pub input: String,
    /// A word, numbers such as `0 to 6`, or `not recorded`.
    pub value: String,
    /// The chance that was planted, from 0 to 1; null where it differs among these
    /// cases.
    pub planted: Option<f64>,
    /// How often the input was drawn.
    pub of: u64,
    /// How often it was this.
    pub drawn: u64,
}

impl From<&LogTruth> for LogTruthV1 {
    fn from(truth: &LogTruth) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            synthetic: true,
            plan: truth.plan.clone(),
            seed: truth.seed(),
            generator: truth.generator.to_owned(),
            events: truth.events,
            cases_without_event: truth.cases_without_event,
            groups: truth.of.iter().map(of_group).collect(),
        }
    }
}

fn of_group(of: &TruthOfGroup) -> TruthOfGroupV1 {
    let way = |way: &PlantedWay| PlantedWayV1 {
        from: way.from.clone(),
        to: way.to.clone(),
        planted: way.planted,
        of: way.of,
        taken: way.taken,
    };
    let step = |step: &SimulatedStepCount| SimulatedStepCountV1 {
        id: step.id.clone(),
        happened: step.happened,
        by_last_day: step.by_last_day,
        recorded: step.recorded,
    };
    let value = |value: &PlantedValue| PlantedValueV1 {
        input: value.input.clone(),
        value: value.value.clone(),
        planted: value.planted,
        of: value.of,
        drawn: value.drawn,
    };
    TruthOfGroupV1 {
        group: of.group.clone(),
        category: of.category.clone(),
        cases: of.cases,
        open: of.open,
        ways: of.ways.iter().map(way).collect(),
        steps: of.steps.iter().map(step).collect(),
        inputs: of.inputs.iter().map(value).collect(),
    }
}
