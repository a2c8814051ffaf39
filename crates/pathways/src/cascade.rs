//! How far the cases of a log come, stage by stage: counts, and how long it took.

mod batches;
mod stages;
mod walk;

use std::num::NonZeroUsize;

use firstyear_core::ProblemCode;
use firstyear_core::event::{CaseLog, LogFound};
use firstyear_core::pathway::{ElementKind, ElementRef, ExitReason, Stage};

use crate::finding::Finding;
use crate::judge::{JudgeError, cases, of_events, of_inputs};
use crate::log::{Grouping, PathwayLog};
pub use batches::cascade_batches;
use stages::Prepared;
pub use stages::{StageChoiceError, chosen_stages};
use walk::Walk;

/// How far the cases of a log come.
#[derive(Clone, Debug, PartialEq)]
pub struct Cascade {
    /// The stages, in order.
    pub stages: Vec<Stage>,
    /// The last day that was looked at, counted from 1970-01-01.
    pub observed_until: i32,
    /// The groups of the grouping, with those of whom it is not recorded last.
    pub groups: Vec<GroupCascade>,
    /// Cases that begin after the last day: they are not counted.
    pub not_begun: u64,
    /// What in the log does not fit.
    pub findings: Vec<Finding>,
}

/// How far the cases of one group come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupCascade {
    /// All of them.
    pub cases: u64,
    /// What became of them at each stage.
    pub stages: Vec<StageCounts>,
}

/// What became of those who came to the stage before: to the first come all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StageCounts {
    /// They came this far too.
    pub reached: u64,
    /// They did not, and left for good: for each of [`ExitReason::ALL`].
    pub left: [u64; EXITS],
    /// A step of it is recorded, and what must hold with it does not; at the first
    /// stage, those whom it does not concern.
    pub unmet: u64,
    /// The log does not say whether what must hold does.
    pub unknown: u64,
    /// They did not, and it may yet come.
    pub open: u64,
    /// How long it took since the stage before, for each of those who came to that
    /// whose days are known. None at the first stage.
    pub since_before: Vec<Wait>,
    /// How long it took since the case began, for each of those at the first stage
    /// whose days are known. None at the first stage.
    pub since_index: Vec<Wait>,
}

/// How many reasons there are to leave.
pub const EXITS: usize = ExitReason::ALL.len();

/// How long somebody waited, and how that ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wait {
    /// Days; what comes before that from which it is counted comes on day 0.
    pub days: u32,
    /// How it ended.
    pub end: WaitEnd,
}

/// How waiting for a stage ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaitEnd {
    /// The stage was reached.
    Reached,
    /// They left for good.
    Left(ExitReason),
    /// A step of it is recorded, and what must hold with it does not.
    Unmet,
    /// The log does not say whether what must hold does.
    Unknown,
    /// The log ends.
    Open,
}

impl StageCounts {
    /// Those who came to the stage before.
    #[must_use]
    pub fn entered(&self) -> u64 {
        self.reached + self.left_in_all() + self.unmet + self.unknown + self.open
    }

    /// Those who left for good.
    #[must_use]
    pub fn left_in_all(&self) -> u64 {
        self.left.iter().sum()
    }

    pub(crate) fn count(&mut self, end: WaitEnd) {
        match end {
            WaitEnd::Reached => self.reached += 1,
            WaitEnd::Left(reason) => self.left[reason as usize] += 1,
            WaitEnd::Unmet => self.unmet += 1,
            WaitEnd::Unknown => self.unknown += 1,
            WaitEnd::Open => self.open += 1,
        }
    }

    fn add(&mut self, mut other: Self) {
        self.reached += other.reached;
        self.unmet += other.unmet;
        self.unknown += other.unknown;
        self.open += other.open;
        for (all, part) in self.left.iter_mut().zip(other.left) {
            *all += part;
        }
        self.since_before.append(&mut other.since_before);
        self.since_index.append(&mut other.since_index);
    }
}

impl GroupCascade {
    fn of(stages: usize) -> Self {
        Self { cases: 0, stages: vec![StageCounts::default(); stages] }
    }
}

/// Why nobody can be counted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CascadeError {
    /// The log does not fit.
    #[error(transparent)]
    Log(#[from] JudgeError),
    /// There is nothing to come to.
    #[error("there is no stage: name at least one")]
    NoStages,
    /// A stage with a step that the pathway does not have.
    #[error("the stage `{stage}` has the step `{step}`, which the pathway does not have")]
    Step {
        /// Id of the stage.
        stage: String,
        /// Id of the step.
        step: String,
    },
}

/// Counts how far the cases of a log come.
///
/// - **A stage is reached** by a case that reached the one before it, where one of its
///   steps is recorded, not surely before that which took the case to the stage before,
///   and all its conditions hold by what was last recorded at it or before, or of the
///   case. Of several the first counts. Events of one day, of which the hour of one is
///   not known, count as in order, and so do those without a time. One event can take a
///   case through several stages.
/// - **The first stage** without steps is reached by all of whom its conditions hold by
///   what the case has, or what was recorded first, with events or without.
/// - **A later stage without steps** is reached at the first event from there on at
///   which its conditions hold.
/// - **Those who do not reach it** are unknown where a step is recorded and the log does
///   not say whether the conditions hold; unmet where they do not; have left where an
///   exit that closes is recorded and no step after it; and are open otherwise.
/// - **Days** count from the event of the stage before, and from the first step with
///   which a case begins. Who is open waits until the last day. What comes after it is not
///   known on it: the log is one made by the plan of the reading, which keeps nothing of it
///   and counts the cases that begin then.
///
/// `threads` share the cases; the result is the same for any number.
///
/// # Errors
///
/// [`CascadeError`] where no event has a time and no day is told, the grouping is of
/// other cases, the log has events after the last day, or there is no stage, or one of a
/// step that is not there.
///
/// # Example
///
/// ```
/// use firstyear_core::event::{CaseLogBuilder, When};
/// use firstyear_core::pathway::{CarePathway, LogMapping};
/// use firstyear_pathways::{Grouping, PathwayLog, cascade, chosen_stages};
///
/// # let text = include_str!("../tests/data/stop-smoking.toml");
/// let pathway: CarePathway = toml::from_str(text)?;
/// let reading = PathwayLog::new(&pathway, &LogMapping::default()).unwrap();
/// let mut log = CaseLogBuilder::new(reading.plan());
/// for (case, activity, day) in
///     [("a", "identify", 0), ("a", "refer", 1), ("a", "contact", 8), ("b", "identify", 3)]
/// {
///     let (case, code) = (log.case(case), log.code(activity));
///     log.event(case, code, When::on_day(day));
/// }
/// let log = log.finish();
/// let stages = chosen_stages(&pathway, &["identify", "refer", "contact"])?;
/// let whole = Grouping::whole(log.len());
/// let found = cascade(&reading, &log, &stages, &whole, 1.try_into()?)?;
/// let all = &found.groups[0];
/// assert_eq!(all.stages.iter().map(|stage| stage.reached).collect::<Vec<_>>(), [2, 1, 1]);
/// assert_eq!(all.stages[1].open, 1);
/// assert_eq!(all.stages[2].since_before[0].days, 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn cascade(
    reading: &PathwayLog<'_>,
    log: &CaseLog,
    stages: &[Stage],
    grouping: &Grouping,
    threads: NonZeroUsize,
) -> Result<Cascade, CascadeError> {
    let until = reading.last_day_of(log)?;
    if grouping.of_cases.len() != log.len() {
        let (groups, cases) = (grouping.of_cases.len(), log.len());
        return Err(JudgeError::Grouping { groups, cases }.into());
    }
    if stages.is_empty() {
        return Err(CascadeError::NoStages);
    }
    let prepared: Vec<Prepared> =
        stages.iter().map(|stage| Prepared::new(reading, log, stage)).collect::<Result<_, _>>()?;
    let share = log.len().div_ceil(threads.get()).max(1);
    let parts: Vec<Counted> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..log.len())
            .step_by(share)
            .map(|first| {
                let (cases, prepared) = (first..(first + share).min(log.len()), &prepared);
                scope.spawn(move || {
                    let mut walk = Walk::new(reading, log, prepared, until);
                    let mut counted = Counted::of(grouping.len(), stages.len());
                    for case in cases {
                        counted.add_case(&mut walk, case, grouping.of_cases[case] as usize);
                    }
                    counted
                })
            })
            .collect();
        let joined = running
            .into_iter()
            .map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        joined.collect()
    });
    let mut all = Counted::of(grouping.len(), stages.len());
    for part in parts {
        all.add(part);
    }
    Ok(all.told(reading, (log, log.found()), stages, until))
}

/// What was counted so far.
struct Counted {
    groups: Vec<GroupCascade>,
    without_index: u64,
    /// For each stage those with a step of it before the stage before it alone.
    early: Vec<u64>,
}

impl Counted {
    fn of(groups: usize, stages: usize) -> Self {
        Self {
            groups: vec![GroupCascade::of(stages); groups],
            without_index: 0,
            early: vec![0; stages],
        }
    }

    /// Everything that is told of it: of a log, with all that was found in its events.
    fn told(
        self,
        reading: &PathwayLog<'_>,
        log: (&CaseLog, &LogFound),
        stages: &[Stage],
        observed_until: i32,
    ) -> Cascade {
        let findings = findings(reading, log, stages, &self);
        let (stages, not_begun) = (stages.to_vec(), log.1.not_begun);
        Cascade { stages, observed_until, groups: self.groups, not_begun, findings }
    }

    fn add_case(&mut self, walk: &mut Walk<'_>, case: usize, group: usize) {
        walk.begin(case);
        walk.go(case);
        self.without_index += u64::from(walk.index.is_none());
        if let Some(stage) = walk.early {
            self.early[stage] += 1;
        }
        let group = &mut self.groups[group];
        group.cases += 1;
        walk.tell(&mut group.stages);
    }

    fn add(&mut self, other: Self) {
        self.without_index += other.without_index;
        for (all, part) in self.early.iter_mut().zip(other.early) {
            *all += part;
        }
        for (all, part) in self.groups.iter_mut().zip(other.groups) {
            all.cases += part.cases;
            all.stages.iter_mut().zip(part.stages).for_each(|(all, part)| all.add(part));
        }
    }
}

fn findings(
    reading: &PathwayLog<'_>,
    (log, events): (&CaseLog, &LogFound),
    stages: &[Stage],
    counted: &Counted,
) -> Vec<Finding> {
    let whole = ElementRef::new(ElementKind::Pathway, &reading.pathway.id);
    let mut found = Vec::new();
    of_events(events, |code, message| found.push(Finding::new(code, whole.clone(), message)));
    if counted.without_index > 0 {
        let index = ElementRef::new(ElementKind::Step, &reading.pathway.index);
        let message =
            format!("{} without it, with which a case begins", cases(counted.without_index));
        found.push(Finding::new(ProblemCode::CaseWithoutIndex, index, message));
    }
    for (stage, &early) in stages.iter().zip(&counted.early).filter(|(_, early)| **early > 0) {
        let element = ElementRef::new(ElementKind::Stage, &stage.id);
        let message = format!(
            "{} with a step of it before the stage before it, and none after: they do not reach it",
            cases(early)
        );
        found.push(Finding::new(ProblemCode::EventOrder, element, message));
    }
    of_inputs(reading, log, |code, message| found.push(Finding::new(code, whole.clone(), message)));
    found
}
