//! How far people come on a care pathway, and for whom it fails where: by group, with
//! limits.
//!
//! Counts come from [`firstyear_pathways::cascade`]. Each stage holds only those of the
//! stage before it, so that the share of all who come to the end is a product of
//! conditional shares, and the ratio between two groups falls apart into steps. Reach
//! and effectiveness stand apart: a service can be reached by the deprived more than by
//! others and help them less.

mod compare;
mod disclose;
mod timing;

use std::num::NonZeroU64;

use chrono::NaiveDate;
use firstyear_core::event::date_of_day;
use firstyear_core::pathway::{CarePathway, ExitReason, StageKind};
use firstyear_core::{Cell, Confidence, Estimate, SourceClass};
use firstyear_metrics::wilson;
use firstyear_pathways::{Cascade, GroupCascade, Grouping, StageCounts, Wait};

pub use compare::{CascadeMeasure, CascadePart, CascadeSlope, CascadeSplit, NoSplit};
pub use timing::{StageTiming, Within};

/// How far the cases of a log come on a pathway.
#[derive(Clone, Debug, PartialEq)]
pub struct PathwayCascade {
    /// Id of the pathway.
    pub pathway: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: String,
    /// The last day that was looked at.
    pub observed_until: NaiveDate,
    /// What the groups are; `None` for everyone as one.
    pub grouping: Option<CascadeGrouping>,
    /// The stages, in order.
    pub stages: Vec<CascadeStage>,
    /// The groups in order, with those of whom it is not recorded last; everyone as
    /// one where there is no grouping.
    pub groups: Vec<CascadeGroup>,
    /// Everyone, where there are groups.
    pub total: Option<CascadeGroup>,
    /// The group that the others are held against, by its place among the groups;
    /// `None` for everyone else.
    pub reference: Option<usize>,
    /// Days until which shares by time are told.
    pub horizon: u32,
    /// Cases that begin after the last day, which are not counted.
    pub not_begun: Cell<u64>,
    /// Whether groups with a small count are hidden whole, and everyone with them: no
    /// way was found to hide less, or none was looked for as there are too many counts.
    pub whole_groups_hidden: bool,
    /// The class of the log.
    pub class: SourceClass,
    /// Confidence of all limits.
    pub confidence: Confidence,
}

/// What groups are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CascadeGrouping {
    /// Its id, or the two of a pair.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Whether its order is one of disadvantage, the worst off first.
    pub ranked: bool,
}

/// A stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CascadeStage {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is among the stages of care.
    pub kind: StageKind,
}

/// A group.
#[derive(Clone, Debug, PartialEq)]
pub struct CascadeGroup {
    /// As readers know it; empty for everyone, and for those of whom it is not
    /// recorded.
    pub label: String,
    /// Whether it is a category; those of whom it is not recorded are in none.
    pub recorded: bool,
    /// All of its cases.
    pub cases: Cell<u64>,
    /// What became of them at each stage.
    pub stages: Vec<CascadeCounts>,
}

/// What became of those who came to the stage before; to the first come all cases.
#[derive(Clone, Debug, PartialEq)]
pub struct CascadeCounts {
    /// They came this far too.
    pub reached: Cell<u64>,
    /// They did not, for any of the reasons below.
    pub dropped: Cell<u64>,
    /// They left for good, by reason: those that stand in the log.
    pub left: Vec<(ExitReason, Cell<u64>)>,
    /// A step is recorded, and what must hold with it does not; at the first stage it
    /// does not concern them.
    pub unmet: Cell<u64>,
    /// The log does not say whether what must hold does.
    pub unknown: Cell<u64>,
    /// It may yet come.
    pub open: Cell<u64>,
    /// How long it took since the stage before; not applicable at the first.
    pub since_before: Cell<StageTiming>,
    /// How long it took since the case began, among those at the first stage; not
    /// applicable at the first.
    pub since_index: Cell<StageTiming>,
}

/// How a cascade is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct CascadeAsked<'a> {
    /// The category that the others are held against. Unless told the best off where
    /// the order is one of disadvantage, and everyone else where it is none.
    pub reference: Option<&'a str>,
    /// Days until which shares by time are told.
    pub horizon: u32,
    /// Confidence of all limits.
    pub confidence: Confidence,
    /// The class of the log: restricted, unless it may be shown as it is.
    pub class: SourceClass,
}

impl Default for CascadeAsked<'_> {
    /// Half a year, 95%, restricted.
    fn default() -> Self {
        Self {
            reference: None,
            horizon: 182,
            confidence: Confidence::P95,
            class: SourceClass::Restricted,
        }
    }
}

/// Why a cascade cannot be looked at so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CascadeQuestionError {
    /// A reference that is no category.
    #[error("`{reference}` is no category of the groups: they are {}", .known.join(", "))]
    Reference {
        /// What was given.
        reference: String,
        /// The categories.
        known: Vec<String>,
    },
    /// A reference without groups.
    #[error("the reference `{reference}` asks for groups: say by what")]
    NoGroups {
        /// What was given.
        reference: String,
    },
}

/// Makes shares, times and comparisons of what was counted.
///
/// `grouping` is that by which the cascade was counted; `None` for everyone as one.
///
/// # Errors
///
/// [`CascadeQuestionError`] for a reference that is no category.
pub fn cascade(
    counted: &Cascade,
    pathway: &CarePathway,
    grouping: Option<&Grouping>,
    asked: &CascadeAsked<'_>,
) -> Result<PathwayCascade, CascadeQuestionError> {
    let occurs = |reason: &ExitReason| {
        let stages = counted.groups.iter().flat_map(|group| &group.stages);
        stages.map(|stage| stage.left[*reason as usize]).any(|count| count > 0)
    };
    let reasons: Vec<ExitReason> =
        ExitReason::ALL.iter().map(|(reason, _)| *reason).filter(occurs).collect();
    let of = |label: &str, recorded, groups: &[&GroupCascade]| {
        group((label, recorded), groups, &reasons, asked)
    };
    let mut groups = Vec::new();
    match grouping {
        Some(grouping) => {
            let labels = grouping.categories.iter().map(|label| Some(label.as_str()));
            for (label, group) in labels.chain([None]).zip(&counted.groups) {
                // Of two groupings together not every pair is there.
                if group.cases > 0 || label.is_none() {
                    groups.push(of(label.unwrap_or_default(), label.is_some(), &[group]));
                }
            }
        }
        None => groups.push(of("", true, &counted.groups.iter().collect::<Vec<_>>())),
    }
    let total = grouping.map(|_| of("", true, &counted.groups.iter().collect::<Vec<_>>()));
    let stages = counted.stages.iter().map(|stage| CascadeStage {
        id: stage.id.clone(),
        name: stage.name.clone(),
        kind: stage.kind,
    });
    let mut found = PathwayCascade {
        pathway: pathway.id.clone(),
        version: pathway.version.clone(),
        title: pathway.title.clone(),
        observed_until: date_of_day(counted.observed_until).unwrap_or(NaiveDate::MAX),
        grouping: grouping.map(|grouping| CascadeGrouping {
            id: grouping.id.clone(),
            name: grouping.name.clone(),
            ranked: grouping.ranked,
        }),
        stages: stages.collect(),
        groups,
        total,
        reference: None,
        horizon: asked.horizon,
        not_begun: Cell::known(counted.not_begun),
        whole_groups_hidden: false,
        class: asked.class,
        confidence: asked.confidence,
    };
    found.reference = reference(&found, asked.reference)?;
    Ok(found)
}

fn reference(
    found: &PathwayCascade,
    asked: Option<&str>,
) -> Result<Option<usize>, CascadeQuestionError> {
    let mut recorded = found.groups.iter().enumerate().filter(|(_, group)| group.recorded);
    match (asked, &found.grouping) {
        (Some(asked), None) => Err(CascadeQuestionError::NoGroups { reference: asked.to_owned() }),
        (Some(asked), Some(_)) => match recorded.clone().find(|(_, group)| group.label == asked) {
            Some((at, _)) => Ok(Some(at)),
            None => Err(CascadeQuestionError::Reference {
                reference: asked.to_owned(),
                known: recorded.map(|(_, group)| format!("`{}`", group.label)).collect(),
            }),
        },
        (None, Some(grouping)) if grouping.ranked => Ok(recorded.next_back().map(|(at, _)| at)),
        (None, _) => Ok(None),
    }
}

/// What was counted of one group, or of several together.
fn group(
    (label, recorded): (&str, bool),
    groups: &[&GroupCascade],
    reasons: &[ExitReason],
    asked: &CascadeAsked<'_>,
) -> CascadeGroup {
    let stages = groups.iter().map(|group| group.stages.len()).max().unwrap_or(0);
    let stage = |at: usize| {
        let of_groups: Vec<&StageCounts> = groups.iter().map(|group| &group.stages[at]).collect();
        let sum = |of: &dyn Fn(&StageCounts) -> u64| {
            Cell::known(of_groups.iter().map(|counts| of(counts)).sum())
        };
        let timing = |of: fn(&StageCounts) -> &Vec<Wait>, entered: u64| {
            if at == 0 {
                return Cell::NotApplicable;
            }
            let waits = of_groups.iter().flat_map(|counts| of(counts));
            StageTiming::new(waits, entered, asked).map_or(Cell::Absent, Cell::known)
        };
        let entered = of_groups.iter().map(|counts| counts.entered()).sum();
        let eligible = groups.iter().map(|group| group.stages[0].reached).sum();
        CascadeCounts {
            reached: sum(&|counts| counts.reached),
            dropped: sum(&|counts| counts.entered() - counts.reached),
            left: reasons
                .iter()
                .map(|&reason| (reason, sum(&|counts| counts.left[reason as usize])))
                .collect(),
            unmet: sum(&|counts| counts.unmet),
            unknown: sum(&|counts| counts.unknown),
            open: sum(&|counts| counts.open),
            since_before: timing(|counts| &counts.since_before, entered),
            since_index: timing(|counts| &counts.since_index, eligible),
        }
    };
    CascadeGroup {
        label: label.to_owned(),
        recorded,
        cases: Cell::known(groups.iter().map(|group| group.cases).sum()),
        stages: (0..stages).map(stage).collect(),
    }
}

impl PathwayCascade {
    /// Every group, and everyone last where there are groups.
    pub fn rows(&self) -> impl Iterator<Item = &CascadeGroup> {
        self.groups.iter().chain(&self.total)
    }

    /// Everyone.
    #[must_use]
    pub fn everyone(&self) -> Option<&CascadeGroup> {
        self.total.as_ref().or_else(|| self.groups.first())
    }

    /// Of those of the stage before the share that came to a stage, a fraction; of all
    /// cases at the first.
    #[must_use]
    pub fn conditional(&self, group: &CascadeGroup, stage: usize) -> Cell<Estimate> {
        let Some(counts) = group.stages.get(stage) else { return Cell::Absent };
        self.share(counts.reached, group.entered(stage))
    }

    /// Of those at the first stage the share that came to a stage, a fraction; not
    /// applicable at the first.
    #[must_use]
    pub fn cumulative(&self, group: &CascadeGroup, stage: usize) -> Cell<Estimate> {
        match (group.stages.first(), group.stages.get(stage)) {
            (Some(first), Some(counts)) if stage > 0 => self.share(counts.reached, first.reached),
            _ => Cell::NotApplicable,
        }
    }

    /// A share with Wilson's limits; not applicable among nobody.
    fn share(&self, part: Cell<u64>, whole: Cell<u64>) -> Cell<Estimate> {
        let share = |part, whole| {
            NonZeroU64::new(whole).and_then(|whole| wilson(part, whole, self.confidence).ok())
        };
        match part.zip_with(whole, share) {
            Cell::Known { value: Some(value), flags } => Cell::Known { value, flags },
            Cell::Known { value: None, .. } | Cell::NotApplicable => Cell::NotApplicable,
            Cell::Withheld(by) => Cell::Withheld(by),
            Cell::Absent => Cell::Absent,
        }
    }

    /// Whether some who came to the stage before may yet come to a stage, so that the
    /// share by time is to be read and not the raw one; `None` where that is hidden.
    #[must_use]
    pub fn is_open(&self, group: &CascadeGroup, stage: usize) -> Option<bool> {
        group.stages.get(stage)?.open.value().map(|&open| open > 0)
    }
}

impl CascadeGroup {
    /// Those who came to the stage before; at the first all cases.
    #[must_use]
    pub fn entered(&self, stage: usize) -> Cell<u64> {
        let before = stage.checked_sub(1).and_then(|before| self.stages.get(before));
        before.map_or(self.cases, |before| before.reached)
    }

    /// Those who came to each stage, where all of them are known.
    fn reached(&self) -> Option<Vec<u64>> {
        self.stages.iter().map(|stage| stage.reached.value().copied()).collect()
    }
}

#[cfg(test)]
mod tests;
