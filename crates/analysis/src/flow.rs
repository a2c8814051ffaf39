//! How many come how far on a pathway, and what if: chances, queues and their intervals.
//!
//! | you want                                       | it is                    |
//! |------------------------------------------------|--------------------------|
//! | all that a plan asks                           | [`flow`](fn@flow)        |
//! | numbers at a stage, with limits                | [`StageNumbers`]         |
//! | how long people wait, and who leaves           | [`QueueNumbers`]         |
//! | what a question would change                   | [`FlowOtherwise`]        |
//!
//! Chances come from the counts of a plan and the numbers from
//! [`FlowModel`](firstyear_pathways::FlowModel), in closed form. Queues are simulated.

mod counted;
mod queue;
mod waits;

use std::num::NonZeroUsize;

use firstyear_core::pathway::{CarePathway, FlowFault, FlowPlan, FlowSimulation, FlowWhatIf};
use firstyear_metrics::random::Counter;
use firstyear_metrics::special::quantile_of_sorted;
use firstyear_pathways::{FlowError, FlowModel, FlowNumbers};

use counted::Counted;
pub use waits::{QueueChange, QueueNumbers};

/// How often counts are drawn anew unless the plan says it.
const DRAWS: u32 = 2_000;

/// All that a plan asks.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// The plan, with its seed.
    pub plan: FlowPlan,
    /// The name of the generator.
    pub generator: &'static str,
    /// How often counts were drawn anew; `None` where all chances are told.
    pub draws: Option<u32>,
    /// How queues were simulated; `None` without one.
    pub simulation: Option<FlowSimulation>,
    /// What each stage is called.
    pub stages: Vec<String>,
    /// As it is.
    pub now: FlowState,
    /// The questions of the plan.
    pub what_ifs: Vec<FlowOtherwise>,
}

/// Numbers at all stages, and at all queues.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowState {
    /// In the order of the plan.
    pub stages: Vec<StageNumbers>,
    /// The queues of the plan, in the order of their stages.
    pub queues: Vec<QueueNumbers>,
}

/// A number, with its 95 % limits where chance is in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranged {
    /// The number.
    pub value: f64,
    /// Its limits.
    pub limits: Option<(f64, f64)>,
}

/// Expected numbers at a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct StageNumbers {
    /// The chance to come to it from the stage before, by group.
    pub chances: Vec<Ranged>,
    /// People over the period, by group.
    pub people: Vec<Ranged>,
    /// People over the period, of all groups.
    pub all: Ranged,
    /// The highest share of those who entered minus the lowest, over groups.
    pub gap: Ranged,
}

/// A question, and what would be otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowOtherwise {
    /// The question.
    pub what_if: FlowWhatIf,
    /// The group of which most come to the stage, where every group shall come as often:
    /// the best by luck too.
    pub best: Option<String>,
    /// How it would be.
    pub then: FlowState,
    /// What is more or less by it at each stage.
    pub changes: Vec<StageChange>,
    /// What is more or less by it at each queue.
    pub queue_changes: Vec<QueueChange>,
}

/// What is otherwise at a stage; positive: more.
#[derive(Clone, Debug, PartialEq)]
pub struct StageChange {
    /// People over the period, by group.
    pub people: Vec<Ranged>,
    /// People over the period, of all groups.
    pub all: Ranged,
    /// The gap between groups; negative: it narrows.
    pub gap: Ranged,
}

/// Why a plan has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoFlow {
    /// The plan asks what cannot be.
    #[error("{}", said(.0))]
    Faults(Vec<FlowFault>),
    /// Its numbers are none.
    #[error(transparent)]
    Model(#[from] FlowError),
}

fn said(faults: &[FlowFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Answers a plan of flow.
///
/// - **Chances** are counts over counts. Their 95 % limits, and those of all that is made
///   of them, come from drawing each anew as a beta number of its counts and a half
///   (Jeffreys), `draws` times by the seed; a chance that is told has none. Who enters is
///   taken to be known.
/// - **As the best** gives every group the chance of the group that is best by the counts;
///   in each draw it is the same group.
/// - **Queues** take in those who have come to the stage before, at random times. Their
///   numbers are means over replications with the limits that 95 % of replications lie
///   in, so that the limits say how one run can turn out; chances are as counted. A
///   question changes the places, and everyone arrives and loses patience as before.
/// - **A queue that grows without end** says so: its waits depend on how long it was
///   looked at.
///
/// The same plan and seed give the same numbers for any number of `threads`.
///
/// # Errors
///
/// [`NoFlow`] for a plan that does not fit the pathway.
pub fn flow(pathway: &CarePathway, plan: &FlowPlan, threads: NonZeroUsize) -> Result<Flow, NoFlow> {
    let faults = plan.faults(pathway);
    if !faults.is_empty() {
        return Err(NoFlow::Faults(faults));
    }
    let counted = Counted::new(plan);
    let draws = counted.is_drawn().then(|| plan.draws.unwrap_or(DRAWS));
    let now = counted.models(plan.seed, draws.unwrap_or(0))?;
    let how = plan.simulation.clone().unwrap_or_default();
    let simulated = |point: &FlowModel, more: Option<(usize, i32)>| {
        waits::simulate(plan, point, (&how, more), threads)
    };
    let queues_now = simulated(&now[0], None);
    let mut what_ifs = Vec::new();
    for what_if in &plan.what_ifs {
        let (then, best) = otherwise(plan, what_if, &now)?;
        let stage = stage_of(plan, &what_if.stage);
        let more = what_if.more.map(|more| (stage, more));
        let queues_then = simulated(&then[0], more);
        what_ifs.push(FlowOtherwise {
            what_if: what_if.clone(),
            best: best.map(|group| plan.groups[group].name.clone()),
            changes: changes(&now, &then),
            queue_changes: waits::changes(&queues_now, &queues_then),
            then: FlowState { stages: stages(&then), queues: waits::numbers(plan, queues_then) },
        });
    }
    Ok(Flow {
        plan: plan.clone(),
        generator: Counter::NAME,
        draws,
        simulation: (!plan.queues.is_empty()).then_some(how),
        stages: plan.stages.iter().map(|stage| name_of(pathway, &stage.id)).collect(),
        now: FlowState { stages: stages(&now), queues: waits::numbers(plan, queues_now) },
        what_ifs,
    })
}

/// What a stage or a step of the pathway is called.
fn name_of(pathway: &CarePathway, id: &str) -> String {
    let stage = pathway.stages.iter().find(|stage| stage.id == id).map(|stage| &stage.name);
    let name = stage.or_else(|| pathway.step(id).map(|step| &step.name));
    name.map_or_else(|| id.to_owned(), Clone::clone)
}

/// The place of a stage that a plan was looked through for.
fn stage_of(plan: &FlowPlan, id: &str) -> usize {
    plan.stages.iter().position(|stage| stage.id == id).unwrap_or_default()
}

/// The models after a question, and the group that is best.
fn otherwise(
    plan: &FlowPlan,
    what_if: &FlowWhatIf,
    now: &[FlowModel],
) -> Result<(Vec<FlowModel>, Option<usize>), FlowError> {
    let stage = stage_of(plan, &what_if.stage);
    let is_meant = |name: &String| what_if.groups.is_empty() || what_if.groups.contains(name);
    let groups: Vec<usize> = plan
        .groups
        .iter()
        .enumerate()
        .filter(|(_, group)| is_meant(&group.name))
        .map(|(at, _)| at)
        .collect();
    let best = what_if.as_best.then(|| now[0].best(stage)).transpose()?;
    let then = now.iter().map(|model| match (best, what_if.probability) {
        (Some(best), _) => model.with_chance(stage, &groups, model.chance(stage, best)?),
        (None, Some(chance)) => model.with_chance(stage, &groups, chance),
        (None, None) => Ok(model.clone()),
    });
    Ok((then.collect::<Result<_, _>>()?, best))
}

/// The first of several numbers, with limits from the others.
fn ranged_values(values: Vec<f64>) -> Ranged {
    let value = values.first().copied().unwrap_or(f64::NAN);
    let mut drawn: Vec<f64> = values.into_iter().skip(1).collect();
    drawn.sort_by(f64::total_cmp);
    // Of what is told, each draw is the same.
    let varies = drawn.iter().any(|one| *one != value);
    let limit = |p: f64| quantile_of_sorted(&drawn, p);
    Ranged { value, limits: varies.then(|| (limit(0.025), limit(0.975))) }
}

fn stages(models: &[FlowModel]) -> Vec<StageNumbers> {
    let Some(point) = models.first() else { return Vec::new() };
    let numbers: Vec<FlowNumbers> = models.iter().map(FlowModel::numbers).collect();
    let ranged = |of: &dyn Fn(&FlowNumbers) -> f64| ranged_values(numbers.iter().map(of).collect());
    let chance = |stage, group| {
        let of = |model: &FlowModel| model.chance(stage, group).unwrap_or(f64::NAN);
        ranged_values(models.iter().map(of).collect())
    };
    let groups = 0..point.groups();
    (0..point.stages())
        .map(|stage| StageNumbers {
            chances: groups.clone().map(|group| chance(stage, group)).collect(),
            people: groups
                .clone()
                .map(|group| ranged(&|numbers| numbers.of_stage(stage)[group]))
                .collect(),
            all: ranged(&|numbers| numbers.all(stage)),
            gap: ranged(&|numbers| numbers.gap(stage).difference()),
        })
        .collect()
}

fn changes(now: &[FlowModel], then: &[FlowModel]) -> Vec<StageChange> {
    let Some(point) = now.first() else { return Vec::new() };
    let pairs: Vec<(FlowNumbers, FlowNumbers)> =
        now.iter().zip(then).map(|(now, then)| (now.numbers(), then.numbers())).collect();
    let between = |of: &dyn Fn(&FlowNumbers) -> f64| {
        ranged_values(pairs.iter().map(|(now, then)| of(then) - of(now)).collect())
    };
    (0..point.stages())
        .map(|stage| StageChange {
            people: (0..point.groups())
                .map(|group| between(&|numbers| numbers.of_stage(stage)[group]))
                .collect(),
            all: between(&|numbers| numbers.all(stage)),
            gap: between(&|numbers| numbers.gap(stage).difference()),
        })
        .collect()
}
