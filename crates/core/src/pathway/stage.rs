//! Stages: how far people come on a pathway.

use serde::{Deserialize, Serialize};

use super::decision::Condition;
use super::element::Grounds;
use crate::words::words;

/// How far people come: those of the stage before it for whom one of its steps is
/// recorded. The first stage holds everyone who is eligible, with those of whom nothing
/// is recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its id, kebab-case.
    pub id: String,
    /// What it is called, such as `set a quit date`.
    pub name: String,
    /// What it is among the stages of care.
    pub kind: StageKind,
    /// Ids of steps: one of them is enough. None for the first stage, where everyone
    /// counts who is eligible.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
    /// What must hold of those who come this far, all of it.
    #[serde(default, rename = "when", skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    /// What says so.
    pub grounds: Grounds,
}

words! {
    /// What a stage is.
    StageKind {
        /// It concerns them.
        Eligible "eligible",
        /// It was offered, or they were referred.
        Offered "offered",
        /// They said yes.
        Accepted "accepted",
        /// It began.
        Started "started",
        /// It came to its end.
        Completed "completed",
        /// What it is for was reached.
        Outcome "outcome",
    }
}
