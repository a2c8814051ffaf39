//! Decisions: tables whose rows say who goes where, with a row for what is not
//! recorded.

use serde::{Deserialize, Serialize};

use super::element::Grounds;
use crate::words::words;

/// Where people part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Its id, kebab-case; no other step, decision or exit has it.
    pub id: String,
    /// What is asked, such as `does she smoke?`.
    pub question: String,
    /// What is looked at.
    #[serde(rename = "input")]
    pub inputs: Vec<DecisionInput>,
    /// The rows: one and no other fits every case.
    #[serde(rename = "row")]
    pub rows: Vec<DecisionRow>,
}

/// What a decision looks at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DecisionInput {
    /// Its id, kebab-case: the attribute of a case or of an event that holds it.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Whether it is a number or one of several words.
    pub kind: InputKind,
    /// The unit of a number, such as `ppm`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The smallest number that can be; left out for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// The largest number that can be; left out for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
    /// The words that it can be.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

words! {
    /// What an input is.
    InputKind {
        /// A number.
        Number "number",
        /// One of several words.
        Words "words",
    }
}

/// A row of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DecisionRow {
    /// What must hold, all of it; inputs that it does not name may be anything,
    /// recorded or not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Condition>,
    /// Id of the step, decision or exit that follows.
    pub then: String,
    /// What says so.
    pub grounds: Grounds,
}

/// What must hold of an input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Id of the input; that of a decision, where it says who is eligible.
    pub input: String,
    /// It is this number or more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// It is less than this number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<f64>,
    /// It is one of these words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub is: Vec<String>,
    /// It is not recorded.
    #[serde(default, skip_serializing_if = "is_false")]
    pub missing: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
const fn is_false(value: &bool) -> bool {
    !*value
}
