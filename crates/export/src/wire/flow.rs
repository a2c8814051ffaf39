//! How many come how far on a pathway.

use firstyear_analysis::{
    Flow, FlowOtherwise, FlowState, QueueChange, QueueNumbers, Ranged, StageChange, StageNumbers,
};
use firstyear_core::pathway::{ExitReason, FlowPlan, FlowSimulation};
use serde::Serialize;

use super::{Number, SCHEMA_VERSION};

/// How many come how far on a pathway, and what if: working data, in which nothing is
/// hidden.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlowV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// The plan.
    pub plan: FlowPlan,
    /// The seed.
    pub seed: u64,
    /// The name of the generator of random numbers.
    pub generator: String,
    /// How often counts were drawn anew for limits; null where all chances are told.
    pub draws: Option<u32>,
    /// How queues were simulated; null without one.
    pub simulation: Option<FlowSimulation>,
    /// As it is.
    pub now: FlowStateV1,
    /// The questions of the plan.
    pub what_ifs: Vec<FlowOtherwiseV1>,
}

/// Numbers at all stages, and at all queues.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlowStateV1 {
    /// In the order of the plan.
    pub stages: Vec<FlowStageV1>,
    /// In the order of their stages.
    pub queues: Vec<FlowQueueV1>,
}

/// Expected numbers at a stage.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlowStageV1 {
    /// Its id.
    pub stage: String,
    /// What it is called.
    pub name: String,
    /// Each group.
    pub groups: Vec<FlowGroupV1>,
    /// People of all groups over the period.
    pub people: RangedV1,
    /// The highest share of those who entered minus the lowest, over groups, from 0 to 1.
    pub gap: RangedV1,
}

/// Expected numbers of a group at a stage.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlowGroupV1 {
    /// The group.
    pub group: String,
    /// The chance to come to the stage from the one before, from 0 to 1.
    pub chance: RangedV1,
    /// People over the period.
    pub people: RangedV1,
}

/// A number with its 95 % limits.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RangedV1 {
    /// The number.
    pub value: Number,
    /// Its lower limit; null where no chance is in it.
    pub lower: Option<Number>,
    /// Its upper limit; null where no chance is in it.
    pub upper: Option<Number>,
}

/// What happens at a queue while it is counted: means over replications, with limits that
/// 95 % of them lie in.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlowQueueV1 {
    /// Id of the stage that people wait for.
    pub stage: String,
    /// Slots a working day, or servers.
    pub places: u32,
    /// Those who come over those who can be seen, in the long run; null without a place.
    pub load: Option<Number>,
    /// Whether it grows without end: its waits then depend on how long it is looked at.
    pub unstable: bool,
    /// People who came.
    pub came: RangedV1,
    /// Of these, who was seen.
    pub seen: RangedV1,
    /// Of these, who left.
    pub left: Vec<FlowLeftV1>,
    /// People who wait at the end.
    pub waiting: RangedV1,
    /// Days that those waited who were seen, in the mean; null where nobody was.
    pub wait_mean: Option<RangedV1>,
    /// The same, in the middle.
    pub wait_median: Option<RangedV1>,
    /// The same, which nine of ten do not exceed.
    pub wait_90: Option<RangedV1>,
    /// The share of places that was used, from 0 to 1; null without a place.
    pub used: Option<RangedV1>,
}

/// Who left a queue.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlowLeftV1 {
    /// Why.
    pub reason: ExitReason,
    /// People.
    pub people: RangedV1,
}

/// A question, and what would be otherwise.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlowOtherwiseV1 {
    /// Its id.
    pub id: String,
    /// In words.
    pub text: String,
    /// The group whose chance every group has: the best by luck too. Null where the
    /// question is another.
    pub best: Option<String>,
    /// How it would be.
    pub then: FlowStateV1,
    /// What is more or less by it at each stage; positive: more.
    pub changes: Vec<FlowChangeV1>,
    /// What is more or less by it at each queue; positive: more.
    pub queue_changes: Vec<FlowQueueChangeV1>,
}

/// What is otherwise at a stage.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlowChangeV1 {
    /// Id of the stage.
    pub stage: String,
    /// People of each group over the period, in the order of the groups.
    pub groups: Vec<RangedV1>,
    /// People of all groups over the period.
    pub people: RangedV1,
    /// The gap between groups, from -1 to 1; negative: it narrows.
    pub gap: RangedV1,
}

/// What is otherwise at a queue.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlowQueueChangeV1 {
    /// Id of the stage that people wait for.
    pub stage: String,
    /// People who were seen.
    pub seen: RangedV1,
    /// People who left.
    pub left: RangedV1,
    /// Days that those waited who were seen, in the middle; null where nobody was.
    pub wait_median: Option<RangedV1>,
}

impl From<&Flow> for FlowV1 {
    fn from(flow: &Flow) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            plan: flow.plan.clone(),
            seed: flow.plan.seed,
            generator: flow.generator.to_owned(),
            draws: flow.draws,
            simulation: flow.simulation.clone(),
            now: state(flow, &flow.now),
            what_ifs: flow.what_ifs.iter().map(|one| otherwise(flow, one)).collect(),
        }
    }
}

fn ranged(of: &Ranged) -> RangedV1 {
    RangedV1 {
        value: of.value.into(),
        lower: of.limits.map(|(lower, _)| lower.into()),
        upper: of.limits.map(|(_, upper)| upper.into()),
    }
}

fn state(flow: &Flow, of: &FlowState) -> FlowStateV1 {
    let named = flow.plan.stages.iter().zip(&flow.stages);
    let stages =
        named.zip(&of.stages).map(|((stage, name), of)| stage_of(flow, &stage.id, name, of));
    FlowStateV1 { stages: stages.collect(), queues: of.queues.iter().map(queue).collect() }
}

fn stage_of(flow: &Flow, id: &str, name: &str, of: &StageNumbers) -> FlowStageV1 {
    let numbers = of.chances.iter().zip(&of.people);
    let groups = flow.plan.groups.iter().zip(numbers).map(|(group, (chance, people))| {
        FlowGroupV1 { group: group.name.clone(), chance: ranged(chance), people: ranged(people) }
    });
    FlowStageV1 {
        stage: id.to_owned(),
        name: name.to_owned(),
        groups: groups.collect(),
        people: ranged(&of.all),
        gap: ranged(&of.gap),
    }
}

fn queue(of: &QueueNumbers) -> FlowQueueV1 {
    FlowQueueV1 {
        stage: of.stage.clone(),
        places: of.places,
        load: of.load.map(Number::from),
        unstable: of.is_unstable,
        came: ranged(&of.came),
        seen: ranged(&of.seen),
        left: of
            .left
            .iter()
            .map(|(reason, people)| FlowLeftV1 { reason: *reason, people: ranged(people) })
            .collect(),
        waiting: ranged(&of.waiting),
        wait_mean: of.wait_mean.as_ref().map(ranged),
        wait_median: of.wait_median.as_ref().map(ranged),
        wait_90: of.wait_90.as_ref().map(ranged),
        used: of.used.as_ref().map(ranged),
    }
}

fn otherwise(flow: &Flow, of: &FlowOtherwise) -> FlowOtherwiseV1 {
    let change = |(id, of): (&str, &StageChange)| FlowChangeV1 {
        stage: id.to_owned(),
        groups: of.people.iter().map(ranged).collect(),
        people: ranged(&of.all),
        gap: ranged(&of.gap),
    };
    let queue_change = |(queue, of): (&QueueNumbers, &QueueChange)| FlowQueueChangeV1 {
        stage: queue.stage.clone(),
        seen: ranged(&of.seen),
        left: ranged(&of.left),
        wait_median: of.wait_median.as_ref().map(ranged),
    };
    let ids = flow.plan.stages.iter().map(|stage| stage.id.as_str());
    FlowOtherwiseV1 {
        id: of.what_if.id.clone(),
        text: of.what_if.text.clone(),
        best: of.best.clone(),
        then: state(flow, &of.then),
        changes: ids.zip(&of.changes).map(change).collect(),
        queue_changes: of.then.queues.iter().zip(&of.queue_changes).map(queue_change).collect(),
    }
}
