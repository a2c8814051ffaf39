//! How long people wait: replications of queues, and what is told of them.

use std::num::NonZeroUsize;

use firstyear_core::pathway::{ExitReason, FlowPlan, FlowQueue, FlowSimulation};
use firstyear_metrics::special::quantile_of_sorted;
use firstyear_pathways::FlowModel;

use super::queue::{Network, Places, Run, Station, run};
use super::{Ranged, stage_of};
use crate::delay::{DAY, Delay};

/// Working days of a week.
const WORKING: f64 = 5.0;

/// What is told of a queue: means over replications, with the limits that 95 % of them
/// lie in.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueNumbers {
    /// Id of the stage that people wait for.
    pub stage: String,
    /// Slots a working day, or servers.
    pub places: u32,
    /// Those who come over those who can be seen, in the long run; `None` without a
    /// place.
    pub load: Option<f64>,
    /// Whether it grows without end: as many come as can be seen, or more, and nobody
    /// leaves.
    pub is_unstable: bool,
    /// People who came while it was counted.
    pub came: Ranged,
    /// Of these, who was seen.
    pub seen: Ranged,
    /// Of these, who left, for each reason of the plan.
    pub left: Vec<(ExitReason, Ranged)>,
    /// People who wait at the end.
    pub waiting: Ranged,
    /// Days that those waited who were seen; `None` where nobody was.
    pub wait_mean: Option<Ranged>,
    /// The same, in the middle.
    pub wait_median: Option<Ranged>,
    /// The same, which nine of ten do not exceed.
    pub wait_90: Option<Ranged>,
    /// The share of places that was used; `None` without a place.
    pub used: Option<Ranged>,
}

/// What is otherwise at a queue, replication by replication; positive: more.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueChange {
    /// People who were seen.
    pub seen: Ranged,
    /// People who left.
    pub left: Ranged,
    /// Days that those waited who were seen, in the middle; `None` where nobody was.
    pub wait_median: Option<Ranged>,
}

/// One queue in all replications.
#[derive(Clone, Debug)]
pub(super) struct Replicated {
    queue: usize,
    places: u32,
    load: Option<f64>,
    all: Vec<One>,
}

/// What one replication says of a queue.
#[derive(Clone, Copy, Debug)]
struct One {
    came: f64,
    seen: f64,
    waiting: f64,
    wait_mean: f64,
    wait_median: f64,
    wait_90: f64,
    used: f64,
    /// For up to so many reasons: a plan has few.
    left: [f64; REASONS],
}

const REASONS: usize = 16;

impl One {
    fn of(run: Run) -> Self {
        let mut waits = run.waits;
        waits.sort_by(f64::total_cmp);
        let mut left = [0.0; REASONS];
        left.iter_mut().zip(&run.left).for_each(|(to, of)| *to = *of as f64);
        Self {
            came: run.joined as f64,
            seen: run.seen.iter().sum::<u64>() as f64,
            waiting: run.waiting as f64,
            wait_mean: waits.iter().sum::<f64>() / waits.len() as f64,
            wait_median: quantile_of_sorted(&waits, 0.5),
            wait_90: quantile_of_sorted(&waits, 0.9),
            used: run.used / run.offered,
            left,
        }
    }

    fn left(&self) -> f64 {
        self.left.iter().sum()
    }
}

/// Simulates the queues of a plan with the chances of a model, `more` places at a stage.
pub(super) fn simulate(
    plan: &FlowPlan,
    model: &FlowModel,
    (how, more): (&FlowSimulation, Option<(usize, i32)>),
    threads: NonZeroUsize,
) -> Vec<Replicated> {
    if plan.queues.is_empty() {
        return Vec::new();
    }
    let mut queues: Vec<(usize, usize)> =
        plan.queues.iter().enumerate().map(|(at, one)| (stage_of(plan, &one.stage), at)).collect();
    queues.sort_unstable();
    let station = |&(stage, at): &(usize, usize)| {
        let more = more.filter(|(of, _)| *of == stage).map_or(0, |(_, more)| more);
        station(&plan.queues[at], stage, more)
    };
    let chance = |stage, group| model.chance(stage, group).unwrap_or(0.0);
    let groups = 0..model.groups();
    let network = Network {
        seed: plan.seed,
        rates: plan.groups.iter().map(|one| one.entering / f64::from(plan.days)).collect(),
        chances: (0..model.stages())
            .map(|stage| groups.clone().map(|group| chance(stage, group)).collect())
            .collect(),
        stations: queues.iter().map(station).collect(),
        warm_up: f64::from(how.warm_up_days),
        end: f64::from(how.warm_up_days) + f64::from(how.days),
    };
    let loads = loads(&network);
    let mut replicated: Vec<Replicated> = queues
        .iter()
        .zip(&network.stations)
        .zip(loads)
        .map(|((&(_, queue), station), load)| {
            let (Places::Slots(places) | Places::Servers(places, _)) = station.places;
            Replicated { queue, places, load, all: Vec::new() }
        })
        .collect();
    for runs in replications(&network, how.replications, threads) {
        for (queue, one) in replicated.iter_mut().zip(runs) {
            queue.all.push(one);
        }
    }
    replicated
}

/// All replications in their order, shared among threads.
fn replications(network: &Network, many: u32, threads: NonZeroUsize) -> Vec<Vec<One>> {
    let threads = u32::try_from(threads.get()).unwrap_or(u32::MAX).min(many).max(1);
    let share = many.div_ceil(threads);
    let parts: Vec<Vec<Vec<One>>> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|thread| (thread * share).min(many)..((thread + 1) * share).min(many))
            .map(|mine| {
                let one = |at| run(network, at).into_iter().map(One::of).collect();
                scope.spawn(move || mine.map(one).collect())
            })
            .collect();
        running
            .into_iter()
            .map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    parts.into_iter().flatten().collect()
}

fn station(queue: &FlowQueue, stage: usize, more: i32) -> Station {
    let places = |places: u32| places.saturating_add_signed(more);
    let service = queue.service.as_ref().map(Delay::new);
    Station {
        stage,
        places: match (queue.servers, service) {
            (Some(servers), Some(service)) => Places::Servers(places(servers), service),
            _ => Places::Slots(places(queue.slots_per_working_day.unwrap_or(0))),
        },
        leaves: queue.leaves.iter().map(|leave| Delay::new(&leave.after)).collect(),
    }
}

/// Those who come a day over those who can be seen, at each station. No more come on from
/// one than it can see; who leaves there is counted as coming on.
fn loads(network: &Network) -> Vec<Option<f64>> {
    let mut rates = network.rates.clone();
    let mut loads = Vec::new();
    for (stage, chances) in network.chances.iter().enumerate() {
        let Some(station) = network.stations.iter().find(|one| one.stage == stage) else {
            rates.iter_mut().zip(chances).for_each(|(rate, chance)| *rate *= chance);
            continue;
        };
        let can = match station.places {
            Places::Slots(slots) => f64::from(slots) * WORKING / 7.0,
            Places::Servers(servers, service) => {
                f64::from(servers) * DAY as f64 / service.mean().max(f64::MIN_POSITIVE)
            }
        };
        let come: f64 = rates.iter().sum();
        loads.push((can > 0.0).then(|| come / can));
        if come > can {
            for rate in &mut rates {
                *rate *= can / come;
            }
        }
    }
    loads
}

/// The mean over replications, with the limits that 95 % of them lie in; `None` where one
/// of them has no number.
fn over(all: impl Iterator<Item = f64>) -> Option<Ranged> {
    let mut all: Vec<f64> = all.collect();
    if all.is_empty() || all.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let value = all.iter().sum::<f64>() / all.len() as f64;
    all.sort_by(f64::total_cmp);
    let limit = |p: f64| quantile_of_sorted(&all, p);
    Some(Ranged { value, limits: Some((limit(0.025), limit(0.975))) })
}

const NONE: Ranged = Ranged { value: 0.0, limits: None };

/// What is told of each queue.
pub(super) fn numbers(plan: &FlowPlan, all: Vec<Replicated>) -> Vec<QueueNumbers> {
    let of = |queue: Replicated| {
        let told = &plan.queues[queue.queue];
        let each = |of: fn(&One) -> f64| over(queue.all.iter().map(of));
        let left = |at: usize| over(queue.all.iter().map(|one| one.left[at])).unwrap_or(NONE);
        let reasons = told.leaves.iter().take(REASONS).enumerate();
        QueueNumbers {
            stage: told.stage.clone(),
            places: queue.places,
            load: queue.load,
            is_unstable: told.leaves.is_empty() && queue.load.is_none_or(|load| load >= 1.0),
            came: each(|one| one.came).unwrap_or(NONE),
            seen: each(|one| one.seen).unwrap_or(NONE),
            left: reasons.map(|(at, leave)| (leave.reason, left(at))).collect(),
            waiting: each(|one| one.waiting).unwrap_or(NONE),
            wait_mean: each(|one| one.wait_mean),
            wait_median: each(|one| one.wait_median),
            wait_90: each(|one| one.wait_90),
            used: each(|one| one.used),
        }
    };
    all.into_iter().map(of).collect()
}

/// What is otherwise at each queue.
pub(super) fn changes(now: &[Replicated], then: &[Replicated]) -> Vec<QueueChange> {
    let pair = |(now, then): (&Replicated, &Replicated)| {
        let each = |of: fn(&One) -> f64| {
            over(now.all.iter().zip(&then.all).map(|(now, then)| of(then) - of(now)))
        };
        QueueChange {
            seen: each(|one| one.seen).unwrap_or(NONE),
            left: each(One::left).unwrap_or(NONE),
            wait_median: each(|one| one.wait_median),
        }
    };
    now.iter().zip(then).map(pair).collect()
}
