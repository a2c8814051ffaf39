//! What became of what a pathway owes.

use chrono::NaiveDate;
use firstyear_analysis::{
    JudgedGroup, JudgedObligation, JudgedWho, LogDisclosure, PathwayJudgement, Released,
};
use firstyear_core::pathway::{Strength, Verdict};
use serde::Serialize;

use super::{CountV1, EstimateCellV1, Number, SCHEMA_VERSION};

/// What became of what a pathway owes to the cases of an event log.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PathwayJudgementV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Id of the pathway.
    pub pathway: String,
    /// Its version.
    pub pathway_version: String,
    /// What it is called.
    pub title: String,
    /// Whether it is a draft: an element of it is open.
    pub is_draft: bool,
    /// The last day that was looked at.
    pub observed_until: Option<NaiveDate>,
    /// Cases in the log.
    pub cases: CountV1,
    /// Whether counts of 1 to 7 are withheld and others rounded to the nearest 5, with
    /// shares made of those.
    pub is_rounded: bool,
    /// What the groups are called; null where all are looked at together.
    pub grouping: Option<String>,
    /// What is owed and judges.
    pub obligations: Vec<JudgedObligationV1>,
    /// Ids of the obligations that are open: they judge nothing.
    pub open: Vec<String>,
}

/// One obligation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JudgedObligationV1 {
    /// Its id.
    pub id: String,
    /// What is owed, in words.
    pub text: String,
    /// How strongly it is owed.
    pub strength: Strength,
    /// Names of the measures that count it.
    pub measures: Vec<String>,
    /// Whether there is a time by which it is to be done. Where there is none, what is
    /// pending was not met so far, and the share counts it so.
    pub has_end: bool,
    /// Cases: all, then each group.
    pub cases: Vec<JudgedGroupV1>,
    /// The times that it was owed; empty where a case is looked at once.
    pub activations: Vec<JudgedGroupV1>,
}

/// One group, or all.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JudgedGroupV1 {
    /// The category; null for all, and for those of whom it is not recorded.
    pub category: Option<String>,
    /// Whether these are all.
    pub is_all: bool,
    /// To whom it was owed, whatever became of it.
    pub owed: CountV1,
    /// For whom it was met.
    pub met: CountV1,
    /// For whom it happened too late.
    pub late: CountV1,
    /// For whom it did not happen, or what may not happen did.
    pub missed: CountV1,
    /// For whom what discharges it came first.
    pub declined: CountV1,
    /// For whom its time is not over.
    pub pending: CountV1,
    /// For whom the log does not say enough.
    pub unknown: CountV1,
    /// The share met of those for whom it was met, late or missed, and pending where
    /// there is no time to be done by: a fraction.
    pub share_met: EstimateCellV1,
    /// The same where what is unknown was missed; null where nothing is unknown, or a
    /// count is withheld.
    pub share_if_unknown_missed: Option<Number>,
    /// The same where what is unknown was met.
    pub share_if_unknown_met: Option<Number>,
}

impl From<&Released<PathwayJudgement>> for PathwayJudgementV1 {
    fn from(released: &Released<PathwayJudgement>) -> Self {
        let found = released.get();
        Self {
            schema_version: SCHEMA_VERSION,
            pathway: found.pathway.clone(),
            pathway_version: found.version.clone(),
            title: found.title.clone(),
            is_draft: found.is_draft,
            observed_until: found.observed_until,
            cases: found.cases.into(),
            is_rounded: found.disclosure == LogDisclosure::Rounded,
            grouping: found.grouping.clone(),
            obligations: found.obligations.iter().map(obligation).collect(),
            open: found.open.clone(),
        }
    }
}

fn obligation(one: &JudgedObligation) -> JudgedObligationV1 {
    JudgedObligationV1 {
        id: one.id.clone(),
        text: one.text.clone(),
        strength: one.strength,
        measures: one.measures.clone(),
        has_end: one.has_end,
        cases: one.cases.iter().map(group).collect(),
        activations: one.activations.iter().map(group).collect(),
    }
}

fn group(one: &JudgedGroup) -> JudgedGroupV1 {
    let of = |verdict: Verdict| CountV1::from(one.of(verdict));
    JudgedGroupV1 {
        category: match &one.who {
            JudgedWho::Category(category) => Some(category.clone()),
            JudgedWho::All | JudgedWho::NotRecorded => None,
        },
        is_all: one.who == JudgedWho::All,
        owed: one.owed.into(),
        met: of(Verdict::Met),
        late: of(Verdict::Late),
        missed: of(Verdict::Missed),
        declined: of(Verdict::Declined),
        pending: of(Verdict::Pending),
        unknown: of(Verdict::Unknown),
        share_met: EstimateCellV1::new(&one.met),
        share_if_unknown_missed: one.if_unknown.map(|(low, _)| low.into()),
        share_if_unknown_met: one.if_unknown.map(|(_, high)| high.into()),
    }
}
