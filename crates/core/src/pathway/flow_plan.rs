//! Plans of flow: how many people come to a pathway, how many of them go how far, and
//! what if that were otherwise.
//!
//! | you have                                      | it is              |
//! |-----------------------------------------------|--------------------|
//! | a plan                                        | [`FlowPlan`]       |
//! | how many of a group came to a stage, of how many | [`FlowReached`] |
//! | a clinic with so many slots                   | [`FlowQueue`]      |
//! | a question                                    | [`FlowWhatIf`]     |

mod faults;

use serde::{Deserialize, Serialize};

pub use faults::{FlowFault, FlowPart};

use super::{ExitReason, SimulatedDelay};

/// Version 1 of a plan of flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FlowPlan {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Id of the pathway.
    pub pathway: String,
    /// The time over which people enter, in words, such as `a year`.
    pub period: String,
    /// The same in days, such as 365.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 36_525)))]
    pub days: u32,
    /// The seed of all that is drawn.
    pub seed: u64,
    /// How often the counts are drawn anew for intervals; 2,000 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 100, max = 100_000)))]
    pub draws: Option<u32>,
    /// Groups of those who enter.
    #[serde(rename = "group")]
    pub groups: Vec<FlowGroup>,
    /// How far people come, each stage a part of the one before it, the first of those
    /// who enter.
    #[serde(rename = "stage")]
    pub stages: Vec<FlowStage>,
    /// Where people wait for a place.
    #[serde(default, rename = "queue", skip_serializing_if = "Vec::is_empty")]
    pub queues: Vec<FlowQueue>,
    /// How queues are simulated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub simulation: Option<FlowSimulation>,
    /// Questions.
    #[serde(default, rename = "what_if", skip_serializing_if = "Vec::is_empty")]
    pub what_ifs: Vec<FlowWhatIf>,
}

/// A group of those who enter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FlowGroup {
    /// What it is called.
    pub name: String,
    /// How many people enter over the period.
    pub entering: f64,
}

/// How far people come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FlowStage {
    /// Id of a stage or a step of the pathway.
    pub id: String,
    /// How many of each group came to it.
    pub of: Vec<FlowReached>,
}

/// How many of a group came to a stage: counted, or as a chance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FlowReached {
    /// The group; all groups for which nothing else is told unless named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// How many came to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached: Option<u64>,
    /// Of how many who had come to the stage before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_of: Option<u64>,
    /// The chance, from 0 to 1, in the place of counts: it is taken to be known without
    /// error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
}

/// Where people wait for a place: those who have come to the stage before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FlowQueue {
    /// Id of the stage that they come to when they are seen.
    pub stage: String,
    /// How many are seen on a day from Monday to Friday, at the most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slots_per_working_day: Option<u32>,
    /// How many can be seen at once, day and night, in the place of slots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub servers: Option<u32>,
    /// How long one is seen, where servers are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<SimulatedDelay>,
    /// Why people leave who wait, and after how long: the first of them counts. Everyone
    /// waits unless told.
    #[serde(default, rename = "leave", skip_serializing_if = "Vec::is_empty")]
    pub leaves: Vec<FlowLeave>,
}

/// Why somebody leaves who waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FlowLeave {
    /// Why.
    pub reason: ExitReason,
    /// After how long.
    pub after: SimulatedDelay,
}

/// How queues are simulated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FlowSimulation {
    /// Days before anything is counted, in which queues fill that begin empty.
    pub warm_up_days: u32,
    /// Days that are counted.
    pub days: u32,
    /// How often all of it is done.
    pub replications: u32,
}

impl Default for FlowSimulation {
    /// A year after half a year, a hundred times.
    fn default() -> Self {
        Self { warm_up_days: 182, days: 365, replications: 100 }
    }
}

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FlowWhatIf {
    /// Its id, kebab-case.
    pub id: String,
    /// The question in words, such as `what if every group were referred as often as the
    /// best?`.
    pub text: String,
    /// Id of the stage that it is about.
    pub stage: String,
    /// Every group comes to the stage as often as the group of which most do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub as_best: bool,
    /// The chance of coming to the stage, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// The groups that it is for; all unless told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// So many slots a working day, or servers, more; fewer where it is negative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<i32>,
}

impl FlowPlan {
    /// What is told of a group at a stage: what is for it alone comes first.
    #[must_use]
    pub fn reached<'s>(&self, stage: &'s FlowStage, group: &str) -> Option<&'s FlowReached> {
        let own = stage.of.iter().find(|one| one.group.as_deref() == Some(group));
        own.or_else(|| stage.of.iter().find(|one| one.group.is_none()))
    }
}
