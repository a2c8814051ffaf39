//! Do the care pathways work: the question of the project file.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::SourceId;
use crate::event::CaseLog;
use crate::pathway::{CarePathway, FlowPlan, LogMapping};

/// A care pathway: whether it is sound, what it keeps of a reference, and, where an event
/// log is at hand, what became of what it owes and how far people come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PathwayQuestion {
    /// Id of a pathway of the catalogue (`firstyear pathway list` shows them), or the path
    /// of a document of the project's own from the folder of the project file, such as
    /// `pathways/stop-smoking.toml`.
    pub pathway: String,
    /// The reference that a local pathway is held against, by its id in the catalogue or
    /// its path; held against none unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Path of an event log, CSV, XES or OCEL 2.0 JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// The source of the log. Where none is named the log is restricted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// Path of the document that says what names of the log stand for: `firstyear schema
    /// log-mapping`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<String>,
    /// How dates with slashes are read: `day-first` or `month-first`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// The last day that the log covers, as YYYY-MM-DD: events after it are left out. That
    /// of its last event where neither this nor the mapping says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<NaiveDate>,
    /// By which groups results are told apart: a group of the mapping or an attribute of
    /// the log, or two of them for each pair.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = 2)))]
    pub by: Vec<String>,
    /// The category of these groups that the others are held against: the best off unless
    /// told, where the mapping says that the order is one of disadvantage, else everyone
    /// else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<String>,
    /// Ids of stages of the pathway, or of steps, in order; every stage of it unless told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<String>,
    /// Days until which shares by time are told; 182 unless told.
    #[serde(default = "half_a_year")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 36_525)))]
    pub horizon: u32,
    /// Path of a plan of flow: `firstyear schema flow-plan`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<String>,
}

impl PathwayQuestion {
    /// The most days that shares by time can be told for: a hundred years.
    pub const LONGEST: u32 = 36_525;

    /// A question about a pathway alone.
    ///
    /// ```
    /// use firstyear_core::project::PathwayQuestion;
    ///
    /// let asked = PathwayQuestion::of("stop-smoking-pregnancy");
    /// assert_eq!((asked.horizon, asked.log), (182, None));
    /// ```
    #[must_use]
    pub fn of(pathway: impl Into<String>) -> Self {
        Self {
            pathway: pathway.into(),
            reference: None,
            log: None,
            source: None,
            mapping: None,
            layout: None,
            as_of: None,
            by: Vec::new(),
            against: None,
            stages: Vec::new(),
            horizon: half_a_year(),
            flow: None,
        }
    }
}

const fn half_a_year() -> u32 {
    182
}

/// What was read for a question about a pathway.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectPathway {
    /// The pathway.
    pub pathway: CarePathway,
    /// Whether the check found no error in it.
    pub is_sound: bool,
    /// What it is held against.
    pub reference: Option<ProjectReference>,
    /// The event log with its mapping.
    pub log: Option<ProjectLog>,
    /// A plan of flow.
    pub flow: Option<FlowPlan>,
}

/// A pathway that another is held against.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectReference {
    /// The reference.
    pub pathway: CarePathway,
    /// Whether the check found no error in it.
    pub is_sound: bool,
}

/// An event log of a project.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectLog {
    /// Its path as the project names it.
    pub file: String,
    /// Its source.
    pub source: SourceId,
    /// What its names stand for, with the groups and the day of the question.
    pub mapping: LogMapping,
    /// The log as columns; `None` where the mapping does not fit the pathway.
    pub events: Option<CaseLog>,
}
