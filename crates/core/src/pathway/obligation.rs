//! Obligations: what is owed to a case, by when, and what discharges it.

use serde::{Deserialize, Serialize};

use super::decision::Condition;
use super::element::Grounds;
use crate::IndicatorId;
use crate::words::words;

/// What is owed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// Its id, kebab-case.
    pub id: String,
    /// What is owed, in words.
    pub text: String,
    /// The shape of the rule.
    pub template: ObligationTemplate,
    /// Id of the step after, or before, which it is owed; the index step unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<String>,
    /// To whom: all of it must hold; everyone unless told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub eligible: Vec<Condition>,
    /// Ids of steps: one of them is expected, or none of them may be.
    pub expects: Vec<String>,
    /// By when; at any time unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// How often it is looked at.
    #[serde(default)]
    pub per: Per,
    /// Ids of steps and exits that end what is owed, such as an opt-out: it stays
    /// visible.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discharged_by: Vec<String>,
    /// How strongly it is owed.
    #[serde(default)]
    pub strength: Strength,
    /// What says so.
    pub grounds: Grounds,
}

words! {
    /// The shape of a rule.
    ObligationTemplate {
        /// It happens.
        Existence "existence",
        /// It does not happen.
        Absence "absence",
        /// After the trigger it happens.
        Response "response",
        /// It has happened before the trigger.
        Precedence "precedence",
        /// After the trigger it happens, and never without it.
        Succession "succession",
        /// Where the trigger happens it happens too, before or after.
        RespondedExistence "responded-existence",
        /// Where the trigger happens it does not.
        NotTogether "not-together",
        /// The case ends with it.
        EndsWith "ends-with",
        /// It happens again and again, with no longer between than the window.
        RepeatEvery "repeat-every",
        /// A referral is answered: what became of it comes back.
        FeedbackClosesLoop "feedback-closes-loop",
    }
}

impl ObligationTemplate {
    /// Whether what it names must not happen.
    #[must_use]
    pub const fn forbids(self) -> bool {
        matches!(self, Self::Absence | Self::NotTogether)
    }
}

words! {
    /// How often an obligation is looked at.
    Per {
        /// Once a case.
        Case "case",
        /// Each time that its trigger happens.
        Activation "activation",
    }
}

#[expect(clippy::derivable_impls, reason = "the words of a choice leave no room for a mark")]
impl Default for Per {
    fn default() -> Self {
        Self::Case
    }
}

words! {
    /// How strongly something is owed.
    Strength {
        /// It must happen.
        Must "must",
        /// It should.
        Should "should",
        /// It may, and is counted.
        May "may",
    }
}

#[expect(clippy::derivable_impls, reason = "the words of a choice leave no room for a mark")]
impl Default for Strength {
    fn default() -> Self {
        Self::Should
    }
}

/// A time within which something is expected, both ends included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Id of the clock that it counts by; from the trigger unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<String>,
    /// Not earlier than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Bound>,
    /// Not later than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Bound>,
}

/// An end of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// How many.
    pub value: u32,
    /// Of what.
    pub unit: TimeUnit,
}

words! {
    /// A unit of time.
    TimeUnit {
        /// Hours.
        Hours "hours",
        /// Days.
        Days "days",
        /// Days from Monday to Friday.
        WorkingDays "working-days",
        /// Weeks of seven days.
        Weeks "weeks",
    }
}

/// What is counted of an obligation: the cases that it was met for, among those to
/// whom it is owed and who did not decline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PathwayMeasure {
    /// Its id, kebab-case.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Id of the obligation.
    pub obligation: String,
    /// The indicator that counts the same in published figures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
}
