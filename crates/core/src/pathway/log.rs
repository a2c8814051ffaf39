//! How an event log is read as one of a pathway.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::words::words;

/// Version 1 of a mapping of an event log: which of its names stand for what of a
/// pathway.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LogMapping {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// The last day that the log covers: what was owed by then and is not there was
    /// missed, and events after it are left out. The day of its last event unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_until: Option<NaiveDate>,
    /// The type of object that is a case, such as `pregnancy`, in an object-centric
    /// log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_object: Option<String>,
    /// Days from Monday to Friday that are no working days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<NaiveDate>,
    /// What activities of the log stand for. Beside them each step and exit is known by
    /// its id and by the names that the pathway gives it.
    #[serde(default, rename = "activity", skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<ActivityRule>,
    /// Where clocks begin.
    #[serde(default, rename = "clock", skip_serializing_if = "Vec::is_empty")]
    pub clocks: Vec<ClockRule>,
    /// Attributes that inputs of decisions are read from. An input that is not named is
    /// the attribute with its id.
    #[serde(default, rename = "attribute", skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeRule>,
    /// Groups by which results are told apart.
    #[serde(default, rename = "group", skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupRule>,
}

impl LogMapping {
    /// The same where the groups that are asked for are known and a day goes before its
    /// own. A group that it does not name is the attribute of the log with that id.
    ///
    /// ```
    /// use firstyear_core::pathway::LogMapping;
    ///
    /// let mapping = LogMapping::default().asked(&["deprivation".to_owned()], None);
    /// assert_eq!(mapping.groups[0].id, "deprivation");
    /// ```
    #[must_use]
    pub fn asked(mut self, by: &[String], observed_until: Option<NaiveDate>) -> Self {
        self.observed_until = observed_until.or(self.observed_until);
        for id in by {
            if !self.groups.iter().any(|group| group.id == *id) {
                self.groups.push(GroupRule { id: id.clone(), ..GroupRule::default() });
            }
        }
        self
    }
}

/// What an activity stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActivityRule {
    /// Its name in the log.
    pub name: String,
    /// Id of the step or exit; left out for one that is known and of no step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
}

/// Where a clock begins: at an activity, or as an attribute says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    /// Id of the clock in the pathway.
    pub id: String,
    /// The activity at which it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<String>,
    /// The attribute that says when it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// What the attribute holds; the day on which the clock begins unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<ClockValue>,
}

words! {
    /// What an attribute says of the beginning of a clock.
    ClockValue {
        /// The day on which it begins, such as that of the last period.
        Start "start",
        /// The day on which the baby is due: 280 days after the clock of gestation began.
        DueDate "due-date",
        /// Days since it began, at the event that has it.
        Days "days",
        /// Weeks since it began, at the event that has it: `10` for ten completed weeks,
        /// of which six days more can have passed, `10+3` for ten weeks and three days.
        Weeks "weeks",
    }
}

/// The attribute that an input is read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AttributeRule {
    /// Its name in the log.
    pub name: String,
    /// Id of the input of a decision.
    pub input: String,
    /// What its texts stand for, where they are other words; one that stands for an
    /// empty text is not recorded.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, String>,
}

/// A group by which results are told apart. A case is of the group that stands at its
/// first event with one, or that the case has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupRule {
    /// Its id, kebab-case.
    pub id: String,
    /// What it is called, such as `Deprivation of the neighbourhood`; its id unless
    /// told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its attribute in the log; its id unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// What its texts stand for, where they are other words; one that stands for an
    /// empty text is not recorded.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub words: BTreeMap<String, String>,
    /// Its categories in order, from the most to the least deprived where it is one of
    /// deprivation; as texts sort unless told. One that is not named comes after them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<String>,
    /// Whether its order is one of disadvantage, the worst off first: slopes across it
    /// are then told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ranked: bool,
}

/// Whether a text of an attribute says that nothing was recorded.
///
/// ```
/// use firstyear_core::pathway::is_not_recorded;
///
/// assert!(is_not_recorded(" not recorded"));
/// assert!(!is_not_recorded("does not smoke"));
/// ```
#[must_use]
pub fn is_not_recorded(text: &str) -> bool {
    let text = text.trim();
    let said = ["", "not recorded", "not-recorded", "not known", "not-known", "unknown", "missing"];
    said.iter().any(|known| text.eq_ignore_ascii_case(known))
}
