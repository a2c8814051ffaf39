//! Expected numbers on a pathway, in closed form: how many of each group come how far,
//! and what if a chance were another.
//!
//! | you have                                  | you want                     | use                 |
//! |-------------------------------------------|------------------------------|---------------------|
//! | people who enter, and chances by stage    | numbers at each stage        | [`FlowModel::numbers`] |
//! | a stage at which groups differ            | everyone as often as the best| [`FlowModel::best`], [`FlowModel::with_chance`] |
//! | numbers at a stage                        | how far groups lie apart     | [`FlowNumbers::gap`] |
//!
//! Stages are nested: a stage's chance is among those who came to the one before it. No
//! time passes here; queues are simulated elsewhere.

/// People who enter, and the chance of each group at each stage.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowModel {
    /// People who enter, by group.
    entering: Vec<f64>,
    /// For each stage the chance of each group to come to it from the one before.
    chances: Vec<Vec<f64>>,
}

/// Why there is no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FlowError {
    /// Numbers of people that cannot be.
    #[error("a number of people is negative, or none")]
    People,
    /// Chances that cannot be.
    #[error("a chance is not from 0 to 1")]
    Chance,
    /// A stage with more or fewer chances than there are groups.
    #[error("a stage has {chances} chances, and there are {groups} groups")]
    Groups {
        /// Chances of the stage.
        chances: usize,
        /// Groups that enter.
        groups: usize,
    },
    /// A stage or a group that is not there.
    #[error("there is no such stage or group")]
    Nowhere,
}

/// Expected numbers of people.
#[derive(Clone, Debug, PartialEq)]
pub struct FlowNumbers {
    /// Those who enter, by group.
    entering: Vec<f64>,
    /// For each stage those of each group.
    of: Vec<Vec<f64>>,
}

/// How far groups lie apart at a stage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlowGap {
    /// The share of those who entered, in the group of which most come.
    pub highest: f64,
    /// The same in the group of which fewest come.
    pub lowest: f64,
}

impl FlowGap {
    /// The highest share minus the lowest: 0 where groups come as far as each other.
    #[must_use]
    pub fn difference(self) -> f64 {
        self.highest - self.lowest
    }

    /// The lowest share over the highest: 1 where groups come as far as each other;
    /// `None` where nobody comes.
    #[must_use]
    pub fn ratio(self) -> Option<f64> {
        (self.highest > 0.0).then(|| self.lowest / self.highest)
    }
}

impl FlowModel {
    /// Of people who enter, by group, and for each stage the chances in the same order.
    ///
    /// # Errors
    ///
    /// [`FlowError`] for numbers that cannot be, and a stage with too many chances or too
    /// few.
    ///
    /// # Example
    ///
    /// Of 100 and 300 people half and three quarters are referred:
    ///
    /// ```
    /// use firstyear_pathways::FlowModel;
    ///
    /// let now = FlowModel::new(vec![100.0, 300.0], vec![vec![0.5, 0.75], vec![0.8, 0.8]])?;
    /// assert_eq!(now.numbers().of_stage(0), [50.0, 225.0]);
    /// assert_eq!(now.numbers().all(1), 220.0);
    /// let best = now.best(0)?;
    /// let then = now.with_chance(0, &[0, 1], now.chance(0, best)?)?;
    /// assert_eq!(then.numbers().all(1) - now.numbers().all(1), 20.0);
    /// assert_eq!(then.numbers().gap(1).difference(), 0.0);
    /// # Ok::<(), firstyear_pathways::FlowError>(())
    /// ```
    pub fn new(entering: Vec<f64>, chances: Vec<Vec<f64>>) -> Result<Self, FlowError> {
        let people = |number: &f64| number.is_finite() && *number >= 0.0;
        if entering.is_empty() || !entering.iter().all(people) {
            return Err(FlowError::People);
        }
        let groups = entering.len();
        if let Some(stage) = chances.iter().find(|stage| stage.len() != groups) {
            return Err(FlowError::Groups { chances: stage.len(), groups });
        }
        if !chances.iter().flatten().all(|chance| (0.0..=1.0).contains(chance)) {
            return Err(FlowError::Chance);
        }
        Ok(Self { entering, chances })
    }

    /// How many stages.
    #[must_use]
    pub const fn stages(&self) -> usize {
        self.chances.len()
    }

    /// How many groups.
    #[must_use]
    pub const fn groups(&self) -> usize {
        self.entering.len()
    }

    /// The chance of a group to come to a stage from the one before.
    ///
    /// # Errors
    ///
    /// [`FlowError::Nowhere`] where there is no such stage or group.
    pub fn chance(&self, stage: usize, group: usize) -> Result<f64, FlowError> {
        let of_stage = self.chances.get(stage);
        of_stage.and_then(|of| of.get(group)).copied().ok_or(FlowError::Nowhere)
    }

    /// The group of which most come to a stage; the first of several. It is the best by
    /// luck too, the more so the smaller groups are.
    ///
    /// # Errors
    ///
    /// [`FlowError::Nowhere`] where there is no such stage.
    pub fn best(&self, stage: usize) -> Result<usize, FlowError> {
        let chances = self.chances.get(stage).ok_or(FlowError::Nowhere)?;
        let mut best = 0;
        for (group, chance) in chances.iter().enumerate() {
            if *chance > chances[best] {
                best = group;
            }
        }
        Ok(best)
    }

    /// The same with another chance of some groups at a stage.
    ///
    /// # Errors
    ///
    /// [`FlowError::Nowhere`] where there is no such stage or group, and
    /// [`FlowError::Chance`] for what is none.
    pub fn with_chance(
        &self,
        stage: usize,
        groups: &[usize],
        chance: f64,
    ) -> Result<Self, FlowError> {
        if !(0.0..=1.0).contains(&chance) {
            return Err(FlowError::Chance);
        }
        let mut other = self.clone();
        let of_stage = other.chances.get_mut(stage).ok_or(FlowError::Nowhere)?;
        for group in groups {
            *of_stage.get_mut(*group).ok_or(FlowError::Nowhere)? = chance;
        }
        Ok(other)
    }

    /// Expected numbers at each stage.
    #[must_use]
    pub fn numbers(&self) -> FlowNumbers {
        let mut here = self.entering.clone();
        let mut of = Vec::with_capacity(self.chances.len());
        for stage in &self.chances {
            for (number, chance) in here.iter_mut().zip(stage) {
                *number *= chance;
            }
            of.push(here.clone());
        }
        FlowNumbers { entering: self.entering.clone(), of }
    }
}

impl FlowNumbers {
    /// Those of each group at a stage; none where there is no such stage.
    #[must_use]
    pub fn of_stage(&self, stage: usize) -> &[f64] {
        self.of.get(stage).map(Vec::as_slice).unwrap_or_default()
    }

    /// Those of all groups at a stage.
    #[must_use]
    pub fn all(&self, stage: usize) -> f64 {
        self.of_stage(stage).iter().sum()
    }

    /// The share of a group that comes to a stage, of those who entered; `None` where
    /// nobody of it entered, or it is not there.
    #[must_use]
    pub fn share(&self, stage: usize, group: usize) -> Option<f64> {
        let entering = self.entering.get(group).copied().filter(|people| *people > 0.0)?;
        self.of_stage(stage).get(group).map(|number| number / entering)
    }

    /// How far groups lie apart at a stage; groups of which nobody entered are none.
    #[must_use]
    pub fn gap(&self, stage: usize) -> FlowGap {
        let shares = || (0..self.entering.len()).filter_map(|group| self.share(stage, group));
        let (highest, lowest) = (shares().fold(0.0, f64::max), shares().fold(1.0, f64::min));
        FlowGap { highest, lowest: lowest.min(highest) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn model() -> impl Strategy<Value = FlowModel> {
        (1..6_usize, 1..5_usize).prop_flat_map(|(groups, stages)| {
            let entering = prop::collection::vec(0.0..10_000.0_f64, groups);
            let stage = prop::collection::vec(0.0..=1.0_f64, groups);
            (entering, prop::collection::vec(stage, stages))
                .prop_map(|(entering, chances)| FlowModel::new(entering, chances).unwrap())
        })
    }

    proptest! {
        #[test]
        fn nobody_comes_from_nowhere(model in model()) {
            let numbers = model.numbers();
            for stage in 0..model.stages() {
                let before = match stage {
                    0 => model.entering.iter().sum(),
                    _ => numbers.all(stage - 1),
                };
                prop_assert!(numbers.all(stage) <= before * (1.0 + 1e-12));
            }
        }

        #[test]
        fn the_rate_of_the_best_group_never_takes_anyone_away(model in model()) {
            let all: Vec<usize> = (0..model.groups()).collect();
            for stage in 0..model.stages() {
                let chance = model.chance(stage, model.best(stage)?)?;
                let then = model.with_chance(stage, &all, chance)?;
                for later in 0..model.stages() {
                    prop_assert!(then.numbers().all(later) + 1e-9 >= model.numbers().all(later));
                }
                if stage == 0 {
                    prop_assert!(then.numbers().gap(0).difference() < 1e-9);
                }
            }
        }
    }

    #[test]
    fn edges() {
        assert_eq!(FlowModel::new(vec![], vec![]), Err(FlowError::People));
        assert_eq!(FlowModel::new(vec![f64::NAN], vec![]), Err(FlowError::People));
        assert_eq!(FlowModel::new(vec![1.0], vec![vec![1.1]]), Err(FlowError::Chance));
        let uneven = FlowModel::new(vec![1.0], vec![vec![0.1, 0.2]]);
        assert_eq!(uneven, Err(FlowError::Groups { chances: 2, groups: 1 }));
        let nobody = FlowModel::new(vec![0.0, 10.0], vec![vec![0.5, 0.0]]).unwrap();
        assert_eq!(nobody.numbers().share(0, 0), None);
        let gap = nobody.numbers().gap(0);
        assert_eq!((gap.difference(), gap.ratio()), (0.0, None));
        assert_eq!(nobody.with_chance(1, &[], 0.5), Err(FlowError::Nowhere));
        assert_eq!(nobody.with_chance(0, &[2], 0.5), Err(FlowError::Nowhere));
        assert_eq!(nobody.numbers().of_stage(7), [] as [f64; 0]);
    }

    /// Shares of NFHS-5 of India, from the abstract of Singh and others (2025): 93.8 % began
    /// antenatal care and 63.1 % had four contacts; of these 94.6 % had a skilled attendant
    /// and of those 62 % care after birth. The last two products were worked by hand.
    #[test]
    fn published_shares_are_multiplied() {
        let chances = [0.938, 0.631 / 0.938, 0.946, 0.62].map(|chance| vec![chance]);
        let model = FlowModel::new(vec![100.0], chances.to_vec()).unwrap();
        let numbers = model.numbers();
        for (stage, percent) in [(0, 93.8), (1, 63.1), (2, 59.7), (3, 37.0)] {
            assert!((numbers.all(stage) - percent).abs() < 0.05, "{stage}: {}", numbers.all(stage));
        }
    }
}
