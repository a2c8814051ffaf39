//! Visits to areas: what was discussed, found and agreed, and what those who took
//! part said.

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use chrono::NaiveDate;
use firstyear_core::recommendation::Discussion;
use firstyear_core::visit::{FindingKind, Visit};
use firstyear_core::{AreaCode, Cell, Estimate, Withholding};
use firstyear_metrics::wilson;

use crate::Evidence;

/// Answers of fewer people than this are shown by their number alone. A choice
/// of ours, in the manner of staff surveys: nobody has set one for these.
pub const FEWEST_ANSWERS: u64 = 10;

/// One visit.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitSummary {
    /// Its id.
    pub id: String,
    /// The area.
    pub area: AreaCode,
    /// Its first day.
    pub first: NaiveDate,
    /// Its last day.
    pub last: NaiveDate,
    /// Names of the themes of its discussion groups.
    pub groups: Vec<String>,
    /// Names of core groups that were not held; empty where no groups are told.
    pub not_held: Vec<String>,
    /// How many people were interviewed.
    pub interviewed: u32,
    /// Their roles.
    pub roles: Vec<String>,
    /// How many recommendations come from it.
    pub recommendations: usize,
    /// Strengths and challenges: the kind, the name of the theme, and the words
    /// where they are told.
    pub findings: Vec<(FindingKind, String, Option<String>)>,
    /// Days from its last day until support was agreed.
    pub days_to_support: Option<i64>,
    /// What the support holds.
    pub support: Vec<String>,
    /// When it was looked at again, in days from its last day, with the words
    /// where they are told.
    pub follow_ups: Vec<(i64, Option<String>)>,
    /// What those who took part said.
    pub participants: Vec<Participants>,
}

/// An answer of those who took part.
#[derive(Clone, Debug, PartialEq)]
pub struct Participants {
    /// What they were asked.
    pub question: String,
    /// How many agreed.
    pub agreed: Cell<u64>,
    /// How many answered.
    pub answered: u64,
    /// The share that agreed, a fraction with limits of chance; absent where
    /// nobody answered.
    pub share: Cell<Estimate>,
}

impl Participants {
    /// Withholds what so few said that those who know them would know who.
    pub(crate) fn disclose(&mut self) {
        if self.answered < FEWEST_ANSWERS {
            self.agreed = Cell::Withheld(Withholding::Primary);
            self.share = Cell::Withheld(Withholding::Primary);
        }
    }
}

/// Every visit, in the order of its first day.
#[must_use]
pub fn visits(evidence: &Evidence<'_>) -> Vec<VisitSummary> {
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &evidence.data.recommendations {
        if let Some(visit) = &one.item.visit {
            *made.entry(visit).or_default() += 1;
        }
    }
    let mut all: Vec<VisitSummary> = evidence
        .data
        .visits
        .iter()
        .map(|visit| summary(evidence, &visit.item, made.get(&*visit.item.id).copied()))
        .collect();
    all.sort_by(|one, other| (one.first, &one.id).cmp(&(other.first, &other.id)));
    all
}

fn summary(evidence: &Evidence<'_>, visit: &Visit, made: Option<usize>) -> VisitSummary {
    let themes = evidence.themes;
    let name = |id: &str| themes.theme(id).map_or_else(|| id.to_owned(), |one| one.name.clone());
    let held = |id: &str| visit.groups.iter().any(|group| group == id);
    let core = themes.themes.iter().filter(|theme| theme.discussion == Some(Discussion::Core));
    let not_held = core.filter(|theme| !visit.groups.is_empty() && !held(&theme.id));
    let since = |day: NaiveDate| (day - visit.last).num_days();
    let answer = |answer: &firstyear_core::visit::ParticipantAnswer| Participants {
        question: answer.question.clone(),
        agreed: Cell::known(answer.agreed),
        answered: answer.answered,
        share: NonZeroU64::new(answer.answered)
            .and_then(|answered| wilson(answer.agreed, answered, evidence.confidence).ok())
            .map_or(Cell::Absent, Cell::known),
    };
    VisitSummary {
        id: visit.id.clone(),
        area: visit.area.clone(),
        first: visit.first,
        last: visit.last,
        groups: visit.groups.iter().map(|id| name(id)).collect(),
        not_held: not_held.map(|theme| theme.name.clone()).collect(),
        interviewed: visit.interviews.iter().map(|one| one.people).sum(),
        roles: visit.interviews.iter().map(|one| one.role.clone()).collect(),
        recommendations: made.unwrap_or(0),
        findings: visit
            .findings
            .iter()
            .map(|finding| (finding.kind, name(&finding.theme), finding.text.clone()))
            .collect(),
        days_to_support: visit.support.as_ref().map(|support| since(support.agreed)),
        support: visit.support.as_ref().map_or_else(Vec::new, |support| support.items.clone()),
        follow_ups: visit.follow_ups.iter().map(|one| (since(one.on), one.text.clone())).collect(),
        participants: visit.participants.iter().map(answer).collect(),
    }
}
