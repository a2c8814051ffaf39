//! Stages that were made ready to count by.

use firstyear_core::event::CaseLog;
use firstyear_core::pathway::{CarePathway, ElementBasis, Stage, StageKind, Step, StepKind};

use super::CascadeError;
use crate::judge::Asked;
use crate::log::PathwayLog;

/// A stage that was made ready.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    /// Whether it has steps.
    pub(super) has_steps: bool,
    /// Whether each step of the pathway is one of it, by its code.
    steps: Vec<bool>,
    pub(super) asked: Vec<Asked>,
    /// Whether it has a condition that nothing can tell.
    pub(super) untold: bool,
}

impl Prepared {
    pub(super) fn new(
        reading: &PathwayLog<'_>,
        log: &CaseLog,
        stage: &Stage,
    ) -> Result<Self, CascadeError> {
        let all = &reading.pathway.steps;
        let mut steps = vec![false; all.len()];
        for id in &stage.steps {
            let at = all.iter().position(|step| step.id == *id);
            let at =
                at.ok_or_else(|| CascadeError::Step { stage: stage.id.clone(), step: id.clone() })?;
            steps[at] = true;
        }
        let asked: Vec<_> =
            stage.conditions.iter().map(|one| Asked::new(reading, log, one)).collect();
        Ok(Self {
            has_steps: !stage.steps.is_empty(),
            steps,
            untold: asked.iter().any(Option::is_none),
            asked: asked.into_iter().flatten().collect(),
        })
    }

    pub(super) fn is_step(&self, code: u32) -> bool {
        self.steps.get(code as usize).copied().unwrap_or(false)
    }
}

/// Why there are no stages.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StageChoiceError {
    /// The pathway has none.
    #[error("the pathway `{pathway}` has no stages: name steps of it, in order")]
    None {
        /// Id of the pathway.
        pathway: String,
    },
    /// An id of nothing.
    #[error("`{id}` is no stage and no step of the pathway `{pathway}`")]
    Unknown {
        /// The id.
        id: String,
        /// Id of the pathway.
        pathway: String,
    },
}

/// Stages of a pathway by the ids of its stages or steps, in the order given; those of
/// the pathway that are not open where none is given.
///
/// A step that is named so is a stage by itself. A referral counts as offered, an outcome
/// as one, and any other step as started.
///
/// # Errors
///
/// [`StageChoiceError`] where the pathway has no stages and none is named, or nothing
/// has such an id.
pub fn chosen_stages<S: AsRef<str>>(
    pathway: &CarePathway,
    ids: &[S],
) -> Result<Vec<Stage>, StageChoiceError> {
    if ids.is_empty() {
        let known = pathway.stages.iter();
        let stages: Vec<Stage> =
            known.filter(|stage| stage.grounds.basis != ElementBasis::Open).cloned().collect();
        let none = || StageChoiceError::None { pathway: pathway.id.clone() };
        return if stages.is_empty() { Err(none()) } else { Ok(stages) };
    }
    let stage = |id: &S| {
        let id = id.as_ref();
        let known = pathway.stages.iter().find(|stage| stage.id == id).cloned();
        known.or_else(|| pathway.step(id).map(of_step)).ok_or_else(|| StageChoiceError::Unknown {
            id: id.to_owned(),
            pathway: pathway.id.clone(),
        })
    };
    ids.iter().map(stage).collect()
}

fn of_step(step: &Step) -> Stage {
    let kind = match step.kind {
        StepKind::Referral => StageKind::Offered,
        StepKind::Outcome => StageKind::Outcome,
        StepKind::Contact
        | StepKind::Test
        | StepKind::Decision
        | StepKind::Intervention
        | StepKind::Review
        | StepKind::Handover
        | StepKind::Safeguard => StageKind::Started,
    };
    Stage {
        id: step.id.clone(),
        name: step.name.clone(),
        kind,
        steps: vec![step.id.clone()],
        conditions: Vec::new(),
        grounds: step.grounds.clone(),
    }
}
