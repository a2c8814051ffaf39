//! Chances from counts, and the same drawn anew.

use firstyear_core::pathway::FlowPlan;
use firstyear_metrics::random::Counter;
use firstyear_pathways::{FlowError, FlowModel};

/// What is known of a chance.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Known {
    Told(f64),
    Counts(f64, f64),
}

/// The chances of a plan: for each stage those that are told, with the groups of each.
#[derive(Clone, Debug)]
pub(super) struct Counted<'p> {
    plan: &'p FlowPlan,
    stages: Vec<Vec<Of<'p>>>,
}

#[derive(Clone, Debug)]
struct Of<'p> {
    /// The group, or all that are not told.
    name: &'p str,
    known: Known,
    groups: Vec<usize>,
}

impl<'p> Counted<'p> {
    /// Of a plan that was looked through.
    pub(super) fn new(plan: &'p FlowPlan) -> Self {
        let stages = plan.stages.iter().map(|stage| {
            let of = stage.of.iter().map(|one| {
                let is_it = |name: &str| plan.reached(stage, name) == Some(one);
                let groups = plan.groups.iter().enumerate();
                let groups = groups.filter(|(_, group)| is_it(&group.name)).map(|(at, _)| at);
                let counts = one.reached.zip(one.out_of);
                let counts = counts.map(|(x, n)| Known::Counts(x as f64, n as f64));
                Of {
                    name: one.group.as_deref().unwrap_or("all"),
                    known: counts.unwrap_or(Known::Told(one.probability.unwrap_or(0.0))),
                    groups: groups.collect(),
                }
            });
            of.collect()
        });
        Self { plan, stages: stages.collect() }
    }

    /// Whether any chance was counted.
    pub(super) fn is_drawn(&self) -> bool {
        self.stages.iter().flatten().any(|of| matches!(of.known, Known::Counts(..)))
    }

    /// The model by the counts, and after it so many in which they are drawn anew.
    pub(super) fn models(&self, seed: u64, draws: u32) -> Result<Vec<FlowModel>, FlowError> {
        let entering: Vec<f64> = self.plan.groups.iter().map(|group| group.entering).collect();
        let point = self.chances(|_, of| match of.known {
            Known::Told(chance) => chance,
            Known::Counts(x, n) => x / n,
        });
        let mut streams: Vec<Vec<Counter>> = self
            .stages
            .iter()
            .zip(&self.plan.stages)
            .map(|(of, stage)| {
                let name = |of: &Of<'_>| format!("flow/{}/{}", stage.id, of.name);
                of.iter().map(|of| Counter::named(seed, &name(of))).collect()
            })
            .collect();
        let mut models = vec![FlowModel::new(entering.clone(), point)?];
        for _ in 0..draws {
            let drawn = self.chances(|(stage, at), of| match of.known {
                Known::Told(chance) => chance,
                Known::Counts(x, n) => streams[stage][at].beta(x + 0.5, n - x + 0.5),
            });
            models.push(FlowModel::new(entering.clone(), drawn)?);
        }
        Ok(models)
    }

    /// For each stage the chance of each group.
    fn chances(&self, mut of: impl FnMut((usize, usize), &Of<'_>) -> f64) -> Vec<Vec<f64>> {
        let groups = self.plan.groups.len();
        let stages = self.stages.iter().enumerate();
        stages
            .map(|(stage, all)| {
                let mut chances = vec![0.0; groups];
                for (at, one) in all.iter().enumerate() {
                    let chance = of((stage, at), one);
                    one.groups.iter().for_each(|group| chances[*group] = chance);
                }
                chances
            })
            .collect()
    }
}
