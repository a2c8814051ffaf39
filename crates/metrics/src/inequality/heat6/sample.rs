//! What the package's functions are given, and what they answer.

/// One value for each group, in the order of the rows; NaN stands for R's NA.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) estimate: Vec<f64>,
    pub(super) se: Option<Vec<f64>>,
    pub(super) population: Option<Vec<f64>>,
    /// 1 for the most disadvantaged.
    pub(super) order: Vec<f64>,
    pub(super) average: Option<f64>,
    pub(super) favourable: bool,
    pub(super) scale: f64,
    pub(super) reference: Option<usize>,
}

/// One row of an answer; `None` is R's NA.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) estimate: Option<f64>,
    pub(super) se: Option<f64>,
    pub(super) lower: Option<f64>,
    pub(super) upper: Option<f64>,
}

/// The package stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the package stops here: {0}")]
pub(super) struct Stop(pub(super) &'static str);

/// What a function is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Options {
    pub(super) ordered: bool,
    pub(super) form: Form,
    pub(super) bounded: bool,
    pub(super) linear: bool,
    /// The normal deviate of the confidence level.
    pub(super) deviate: f64,
    pub(super) sim: usize,
    pub(super) seed: i32,
}

/// The form of a concentration index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Plain,
    Wagstaff,
    Erreygers,
}

impl Answer {
    /// A value and nothing else.
    pub(super) const fn alone(estimate: f64) -> Self {
        Self { estimate: Some(estimate), se: None, lower: None, upper: None }
    }

    /// A value with its normal limits, where there is a standard error.
    pub(super) fn normal(estimate: f64, se: Option<f64>, deviate: f64) -> Self {
        Self {
            estimate: Some(estimate),
            se,
            lower: se.map(|se| estimate - deviate * se),
            upper: se.map(|se| estimate + deviate * se),
        }
    }
}

impl Sample {
    pub(super) fn len(&self) -> usize {
        self.estimate.len()
    }

    /// All measures of more than two groups ask for three.
    pub(super) fn three_groups(&self) -> Result<(), Stop> {
        if self.len() < 3 { Err(Stop("there are fewer than three groups")) } else { Ok(()) }
    }

    /// Measures that do not allow for a missing estimate.
    pub(super) fn complete(&self) -> Result<(), Stop> {
        self.three_groups()?;
        if self.estimate.iter().any(|y| y.is_nan()) {
            return Err(Stop("an estimate is missing"));
        }
        Ok(())
    }

    /// Standard errors, unless one is missing.
    pub(super) fn errors(&self) -> Option<&[f64]> {
        self.se.as_deref().filter(|se| se.iter().all(|se| !se.is_nan()))
    }

    /// The groups with an estimate; the package stops when more than 15 of 100
    /// have none.
    pub(super) fn without_missing(&self) -> Result<Self, Stop> {
        self.three_groups()?;
        let kept: Vec<usize> = (0..self.len()).filter(|at| !self.estimate[*at].is_nan()).collect();
        let missing = self.len() - kept.len();
        if missing as f64 / self.len() as f64 > 0.15 {
            return Err(Stop("more than 15% of the estimates are missing"));
        }
        let keep = |values: &[f64]| kept.iter().map(|at| values[*at]).collect::<Vec<_>>();
        Ok(Self {
            estimate: keep(&self.estimate),
            // One missing error anywhere makes all of no use.
            se: self.errors().map(keep),
            population: self.population.as_deref().map(keep),
            order: keep(&self.order),
            average: self.average,
            favourable: self.favourable,
            scale: self.scale,
            // The package goes on counting rows as if none had been left out.
            reference: self.reference,
        })
    }

    /// Shares of the population; all alike where it is not given.
    pub(super) fn shares(&self) -> Vec<f64> {
        match &self.population {
            None => vec![1.0 / self.len() as f64; self.len()],
            Some(people) => {
                let total: f64 = people.iter().sum();
                people.iter().map(|people| people / total).collect()
            }
        }
    }

    /// Which rows stand first, second and so on in the order of disadvantage.
    pub(super) fn ranked(&self) -> Vec<usize> {
        let mut rows: Vec<usize> = (0..self.len()).collect();
        rows.sort_by(|a, b| self.order[*a].total_cmp(&self.order[*b]));
        rows
    }

    /// The group with the best estimate; the first of several.
    pub(super) fn best(&self) -> usize {
        super::super::groups::extreme(&self.estimate, self.favourable)
    }
}

/// Σ weight × value.
pub(super) fn weighted(weights: &[f64], values: &[f64]) -> f64 {
    weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
}
