//! Plans of synthetic logs: what is made up, and with which chances.
//!
//! | you have                               | it is                 |
//! |----------------------------------------|-----------------------|
//! | a plan of a whole log                  | [`LogSimulation`]     |
//! | who they are, in made-up groups        | [`SimulatedGroup`]    |
//! | how likely it is that somebody goes on | [`SimulatedWay`]      |
//! | what a decision finds                  | [`SimulatedInput`]    |
//! | how long it takes                      | [`SimulatedDelay`]    |
//! | what a plan asks that cannot be        | [`SimulationFault`]   |
//!
//! One rule holds for chances everywhere: those that are given are as given, those that
//! are left out share equally what is left, and where all are given what is left over is
//! nobody: who goes no way stops, who is of no category has none on record.

mod faults;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use faults::{SimulationFault, SimulationPart};

use crate::words::words;

/// Version 1 of a plan of a synthetic log: nothing in it is about anyone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LogSimulation {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Id of the pathway.
    pub pathway: String,
    /// The seed: the same plan and seed give the same log.
    pub seed: u64,
    /// How many cases, of which some may have no event in the log.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000_000)))]
    pub cases: u32,
    /// The first day on which a case can begin.
    pub first_day: NaiveDate,
    /// Over how many days cases begin, the first included.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 36_525)))]
    pub days: u32,
    /// The last day that the log covers; all that comes after it is not in the log. To
    /// the end of every case unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_until: Option<NaiveDate>,
    /// The share of cases that begin so late that the last day falls between their first
    /// event and their last, from 0 to 1; asks for `observed_until`. Others can be open
    /// too, where they last long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<f64>,
    /// The share of events that happen and are not recorded, from 0 to 1; none unless
    /// told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unrecorded: Option<f64>,
    /// How finely times are written.
    #[serde(default)]
    pub precision: SimulatedPrecision,
    /// Minutes east of Greenwich that times are written with, from -840 to 840; without
    /// an offset unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_minutes: Option<i16>,
    /// Groups of people, each drawn apart from the others.
    #[serde(default, rename = "group", skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<SimulatedGroup>,
    /// Ways between a step and what follows it. Of those that the plan does not name,
    /// each is as likely as the others.
    #[serde(default, rename = "way", skip_serializing_if = "Vec::is_empty")]
    pub ways: Vec<SimulatedWay>,
    /// Steps and exits of which something is told.
    #[serde(default, rename = "step", skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<SimulatedStep>,
    /// What decisions find. An input that is not named is drawn evenly from what its
    /// words or thresholds tell apart, and always recorded.
    #[serde(default, rename = "input", skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<SimulatedInput>,
    /// Where clocks of gestation and of birth begin.
    #[serde(default, rename = "clock", skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<SimulatedClock>,
}

words! {
    /// How finely times are written.
    SimulatedPrecision {
        /// To the minute.
        Minute "minute",
        /// To the day.
        Day "day",
    }
}

#[expect(clippy::derivable_impls, reason = "the words of a choice leave no room for a mark")]
impl Default for SimulatedPrecision {
    fn default() -> Self {
        Self::Minute
    }
}

/// A group of people: an attribute of cases with its categories.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulatedGroup {
    /// Its id, the name of the attribute, such as `deprivation-decile`.
    pub id: String,
    /// Its categories.
    #[serde(rename = "category")]
    pub categories: Vec<SimulatedCategory>,
}

/// A category of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulatedCategory {
    /// What it is called.
    pub name: String,
    /// The share of cases in it, from 0 to 1; an equal part of what others leave unless
    /// told. Where all are told, the rest has no category on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
}

/// A chance of some categories of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChanceOfGroup {
    /// Id of the group.
    pub group: String,
    /// Names of its categories.
    pub is: Vec<String>,
    /// The chance in them, from 0 to 1.
    pub probability: f64,
}

/// A way between a step and what follows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulatedWay {
    /// Id of a step.
    pub from: String,
    /// Id of the step, decision or exit that follows it.
    pub to: String,
    /// How likely it is taken by who has done the step, from 0 to 1; an equal part of
    /// what other ways leave unless told. Where all ways of a step are told, the rest
    /// stops there: nothing more is heard of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// The same for some groups: the first that fits a case counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<ChanceOfGroup>,
}

/// What is told of a step or an exit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulatedStep {
    /// Its id.
    pub id: String,
    /// The time from the event before it; from 1 to 14 days, each as likely, unless
    /// told, and none for an exit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay: Option<SimulatedDelay>,
    /// The share of it that happens and is not recorded, from 0 to 1; that of all events
    /// unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unrecorded: Option<f64>,
    /// Whether each of its ways is taken by its own chance, one beside the other: 1
    /// unless told. Otherwise one of them is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub all_ways: bool,
}

/// A time that passes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulatedDelay {
    /// How it is spread.
    pub distribution: DelayDistribution,
    /// Its mean, in `unit`: the time itself where it is fixed. Not for `uniform`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<f64>,
    /// The shape of a gamma distribution, more than 0: its variance is the square of the
    /// mean divided by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<f64>,
    /// The shortest, in `unit`, of a uniform distribution; 0 unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// The longest, in `unit`, of a uniform distribution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
    /// The unit.
    #[serde(default)]
    pub unit: DelayUnit,
    /// Id of a clock of gestation or birth: the time counts from where it begins, and
    /// the event before is waited for where that is later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<String>,
}

words! {
    /// How a time is spread.
    DelayDistribution {
        /// It is always the same.
        Fixed "fixed",
        /// Each between two ends is as likely.
        Uniform "uniform",
        /// Exponential: without memory.
        Exponential "exponential",
        /// Gamma.
        Gamma "gamma",
    }
}

words! {
    /// The unit of a time that passes.
    DelayUnit {
        /// Days of 24 hours.
        Days "days",
        /// Hours.
        Hours "hours",
    }
}

#[expect(clippy::derivable_impls, reason = "the words of a choice leave no room for a mark")]
impl Default for DelayUnit {
    fn default() -> Self {
        Self::Days
    }
}

/// What a decision finds of an input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulatedInput {
    /// Id of the input.
    pub id: String,
    /// What it can be; nothing else comes.
    #[serde(rename = "value")]
    pub values: Vec<SimulatedValue>,
}

/// What an input can be: a word, a number between two ends, or not recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulatedValue {
    /// A word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<String>,
    /// The smallest of numbers that are as likely as each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// What comes after the largest of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<f64>,
    /// It is not recorded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub missing: bool,
    /// How likely it is, from 0 to 1; an equal part of what others leave unless told.
    /// Where all are told, the rest is not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// The same for some groups: the first that fits a case counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<ChanceOfGroup>,
}

/// Where a clock of gestation or of birth begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulatedClock {
    /// Id of the clock.
    pub id: String,
    /// How long before the case it begins. Gestation begins 56 to 84 days before unless
    /// told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<SimulatedDelay>,
    /// How long after the beginning of the case it begins. A birth comes 259 to 294 days
    /// after the beginning of gestation unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<SimulatedDelay>,
}

impl LogSimulation {
    /// A plan that leaves all to the pathway: a thousand cases over a year, each way as
    /// likely as the others, and everyone goes on.
    #[must_use]
    pub fn of_pathway(pathway: &str, seed: u64) -> Self {
        Self {
            schema_version: 1,
            pathway: pathway.to_owned(),
            seed,
            cases: 1_000,
            // Any day does; this one is the first of a year of account.
            first_day: NaiveDate::from_ymd_opt(2024, 4, 1).unwrap_or_default(),
            days: 365,
            observed_until: None,
            open: None,
            unrecorded: None,
            precision: SimulatedPrecision::default(),
            offset_minutes: None,
            groups: Vec::new(),
            ways: Vec::new(),
            steps: Vec::new(),
            inputs: Vec::new(),
            clocks: Vec::new(),
        }
    }

    /// The group with this id.
    #[must_use]
    pub fn group(&self, id: &str) -> Option<&SimulatedGroup> {
        self.groups.iter().find(|group| group.id == id)
    }
}

/// Chances in full, by the rule for those that are left out; `None` where those that are
/// given are more than 1 together.
///
/// ```
/// use firstyear_core::pathway::chances;
///
/// assert_eq!(chances(&[Some(0.5), None, None]), Some(vec![0.5, 0.25, 0.25]));
/// assert_eq!(chances(&[Some(0.75), Some(0.5)]), None);
/// ```
#[must_use]
pub fn chances(given: &[Option<f64>]) -> Option<Vec<f64>> {
    // Ten tenths may be a little more than 1.
    const SLACK: f64 = 1e-9;
    let sum: f64 = given.iter().flatten().sum();
    if sum > 1.0 + SLACK {
        return None;
    }
    let open = given.iter().filter(|one| one.is_none()).count();
    let each = if open == 0 { 0.0 } else { (1.0 - sum).max(0.0) / open as f64 };
    Some(given.iter().map(|one| one.unwrap_or(each)).collect())
}
