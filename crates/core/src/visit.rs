//! Visits to an area: when, what was discussed, what was found, what support
//! was agreed.
//!
//! It is an authored document and its own wire type: version 1 only gains
//! optional fields. People are named by their roles and no other way.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::AreaCode;
use crate::words::words;

/// Version 1 of a document of visits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Visits {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// The visits; their ids are unique in a project.
    #[serde(default, rename = "visit")]
    pub visits: Vec<Visit>,
}

/// One visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Visit {
    /// Its id, kebab-case.
    pub id: String,
    /// The area.
    pub area: AreaCode,
    /// What kind of area it is, in the project's own words, such as `urban`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its first day, as YYYY-MM-DD.
    pub first: NaiveDate,
    /// Its last day, as YYYY-MM-DD.
    pub last: NaiveDate,
    /// Themes of the discussion groups that were held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Who was interviewed, by role.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interviews: Vec<Interview>,
    /// When each stage of the support was reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<StageReached>,
    /// Strengths and challenges.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// The support that was agreed afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support: Option<SupportPackage>,
    /// What was seen when it was looked at again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUp>,
    /// What those who took part said of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<ParticipantAnswer>,
}

/// People of one role who were interviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Interview {
    /// The role, such as `director of public health`.
    pub role: String,
    /// How many people.
    #[serde(default = "one")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub people: u32,
}

fn one() -> u32 {
    1
}

/// A stage of the support and when it was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StageReached {
    /// The stage.
    pub stage: VisitStage,
    /// The day, as YYYY-MM-DD.
    pub on: NaiveDate,
}

words! {
    /// Stages of the support of an area, in their order.
    VisitStage {
        /// The area is chosen.
        SelectArea "select-area",
        /// Discussion groups are chosen.
        AgreeGroups "agree-groups",
        /// The visit, normally four days.
        Visit "visit",
        /// Those who took part say what they think of it.
        EndOfVisit "end-of-visit",
        /// Recommendations are made.
        Recommend "recommend",
        /// Support is agreed, about six weeks after the visit.
        AgreeSupport "agree-support",
        /// Support, for six months to a year.
        Support "support",
        /// It is looked at again, after 6 to 12 months.
        Evaluate "evaluate",
    }
}

/// A strength or a challenge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Which of both.
    pub kind: FindingKind,
    /// Id of its theme.
    pub theme: String,
    /// What was found, without anything about a person. Left out where it had
    /// something that looked so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

words! {
    /// What a finding is.
    FindingKind {
        /// Something that works.
        Strength "strength",
        /// Something that does not.
        Challenge "challenge",
    }
}

/// Support that was agreed with an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SupportPackage {
    /// The day on which it was agreed, as YYYY-MM-DD.
    pub agreed: NaiveDate,
    /// The day until which it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// What it holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
}

/// What was seen when an area was looked at again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// The day, as YYYY-MM-DD.
    pub on: NaiveDate,
    /// What was seen. Left out where it had something that looked as if it were
    /// about a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// An answer of those who took part in a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ParticipantAnswer {
    /// What they were asked.
    pub question: String,
    /// How many agreed.
    pub agreed: u64,
    /// How many answered.
    pub answered: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_comes_back_as_it_was_written() {
        let text = r#"{"schema_version":1,"visit":[{"id":"first","area":"E08000025","first":"2024-03-04","last":"2024-03-07","groups":["housing"],"interviews":[{"role":"director of public health","people":1}],"stages":[{"stage":"visit","on":"2024-03-04"}],"findings":[{"kind":"strength","theme":"housing","text":"One team"}],"support":{"agreed":"2024-04-18","items":["training"]},"follow_ups":[{"on":"2024-11-01"}],"participants":[{"question":"a basis for improvement","agreed":9,"answered":10}]}]}"#;
        let read: Visits = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        assert!(
            serde_json::from_str::<Visits>(&text.replace("housing\"]", "housing\"],\"x\":1"))
                .is_err()
        );
    }
}
