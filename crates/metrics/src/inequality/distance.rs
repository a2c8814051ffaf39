//! Mean distances of the groups from a centre, with limits by simulation.

use firstyear_core::{Confidence, MethodId};

use super::groups::extreme;
use super::{Groups, InequalityError, Measure};
use crate::limits::deviate;
use crate::random::Counter;
use crate::special::quantile_of_sorted;

/// How limits are simulated: the same numbers give the same limits.
///
/// The draws are those of [`Counter`], named in reports as
/// [`Counter::NAME`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Simulation {
    /// How many sets of estimates are drawn: 1,000 fix limits to about a
    /// twentieth of their distance from the value.
    pub draws: usize,
    /// Where the generator starts.
    pub seed: u64,
}

impl Default for Simulation {
    fn default() -> Self {
        Self { draws: 1_000, seed: 2_010 }
    }
}

/// What distances are measured from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Centre {
    /// The mean by population; the setting average where that is unknown.
    Mean,
    /// The group with the best value.
    Best,
    /// The reference group.
    Reference,
}

/// A mean distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Distance {
    pub(super) centre: Centre,
    /// Whether groups count by their share of the population.
    pub(super) weighted: bool,
    /// Whether it is given as a percentage of the mean.
    pub(super) relative: bool,
}

impl Distance {
    /// The measure, with limits where standard errors are known.
    pub(super) fn measure(
        self,
        method: MethodId,
        groups: &Groups,
        confidence: Confidence,
        simulation: Simulation,
    ) -> Result<Measure, InequalityError> {
        let reading = Reading::new(self, groups)?;
        let value = reading.value(&groups.estimates);
        let Some(errors) = &groups.standard_errors else {
            return Ok(Measure::alone(method, value));
        };
        let limits = if errors.iter().all(|&error| error == 0.0) {
            (value, value)
        } else {
            reading.limits(errors, value, confidence, simulation)
        };
        Ok(Measure::between(method, value, Some(limits), confidence))
    }
}

/// What is needed to read a distance off any set of estimates.
struct Reading<'a> {
    groups: &'a Groups,
    relative: bool,
    from: From,
    /// What each group counts.
    weights: Vec<f64>,
    /// The point that all groups approach when the true distances shrink.
    middle: f64,
}

/// Values nearer than that, as a part of their size, are the same: their mean
/// is not exact.
const ROUNDING: f64 = 1e-13;

#[derive(Clone, Copy)]
enum From {
    Mean,
    Average(f64),
    Best { highest: bool },
    Group(usize),
}

impl<'a> Reading<'a> {
    fn new(distance: Distance, groups: &'a Groups) -> Result<Self, InequalityError> {
        let from = match distance.centre {
            Centre::Mean => match groups.setting_average.filter(|_| !groups.weighted) {
                Some(average) => From::Average(average),
                None => From::Mean,
            },
            Centre::Best => From::Best { highest: groups.higher_is_better()? },
            Centre::Reference => {
                From::Group(groups.reference().ok_or(InequalityError::NoReference)?)
            }
        };
        let middle = if let From::Average(average) = from { average } else { groups.mean() };
        if distance.relative && middle <= 0.0 {
            return Err(InequalityError::NoMean);
        }
        let alike = 1.0 / groups.len() as f64;
        let weights =
            if distance.weighted { groups.shares.clone() } else { vec![alike; groups.len()] };
        Ok(Self { groups, relative: distance.relative, from, weights, middle })
    }

    /// Limits of the true distance.
    fn limits(
        &self,
        errors: &[f64],
        value: f64,
        confidence: Confidence,
        simulation: Simulation,
    ) -> (f64, f64) {
        let drawn = Drawn::new(self, errors, value, simulation);
        let lower = value * drawn.factor(confidence.tail());
        // A centre that is far in by chance makes what is observed too small,
        // which no multiple of it shows: the other way to a limit does.
        let error = self.groups.delta(self.derivatives(value).into_iter()).unwrap_or(0.0);
        let upper = value + deviate(confidence) * error;
        let factor = drawn.factor(1.0 - confidence.tail());
        if factor > 0.0 {
            return (lower, upper.max(value * factor.max(1.0)));
        }
        (lower, upper.max(drawn.beyond(confidence.tail())).max(value))
    }

    /// Of the measure by each estimate.
    fn derivatives(&self, value: f64) -> Vec<f64> {
        let y = &self.groups.estimates;
        let (centre, at) = match self.from {
            From::Mean | From::Average(_) => (self.middle, None),
            From::Best { highest } => {
                let best = extreme(y, highest);
                (y[best], Some(best))
            }
            From::Group(at) => (y[at], Some(at)),
        };
        let by_centre = |i: usize| match self.from {
            From::Mean => self.groups.shares[i],
            From::Average(_) => 0.0,
            From::Best { .. } | From::Group(_) => f64::from(u8::from(at == Some(i))),
        };
        let side = |i: usize| {
            let distance = y[i] - centre;
            if distance.abs() <= ROUNDING * centre.abs() { 0.0 } else { distance.signum() }
        };
        let lean: f64 = self.weights.iter().enumerate().map(|(i, weight)| weight * side(i)).sum();
        let by = |(i, weight): (usize, &f64)| {
            let by = weight * side(i) - lean * by_centre(i);
            if self.relative { (100.0 * by - value * by_centre(i)) / centre } else { by }
        };
        self.weights.iter().enumerate().map(by).collect()
    }

    fn value(&self, y: &[f64]) -> f64 {
        let mean = || y.iter().zip(&self.groups.shares).map(|(y, p)| y * p).sum();
        let centre = match self.from {
            From::Mean => mean(),
            From::Average(average) => average,
            From::Best { highest } => y[extreme(y, highest)],
            From::Group(at) => y[at],
        };
        let distance: f64 =
            y.iter().zip(&self.weights).map(|(y, weight)| weight * (y - centre).abs()).sum();
        if self.relative { 100.0 * distance / centre } else { distance }
    }
}

/// The errors of simulated sets of estimates, which any true distances can be
/// put under.
struct Drawn<'a> {
    reading: &'a Reading<'a>,
    value: f64,
    /// One set after the other.
    errors: Vec<f64>,
    sets: usize,
}

impl<'a> Drawn<'a> {
    fn new(reading: &'a Reading<'a>, errors: &[f64], value: f64, simulation: Simulation) -> Self {
        let mut generator = Counter::new(simulation.seed, 0);
        let errors = (0..simulation.draws)
            .flat_map(|_| errors)
            .map(|error| if *error == 0.0 { 0.0 } else { error * generator.normal() })
            .collect();
        Self { reading, value, errors, sets: simulation.draws }
    }

    /// The chance of a larger value than the observed one, or of one as large,
    /// when the true distances are those observed times `factor`.
    fn above(&self, factor: f64, set: &mut [f64]) -> f64 {
        let Reading { groups, middle, .. } = self.reading;
        let groups = &groups.estimates;
        let above = self
            .errors
            .chunks_exact(groups.len())
            .filter(|errors| {
                for ((slot, y), error) in set.iter_mut().zip(groups).zip(*errors) {
                    *slot = middle + factor * (y - middle) + error;
                }
                self.reading.value(set) >= self.value
            })
            .count();
        // The observed set is one more of its kind.
        (above as f64 + 1.0) / (self.sets as f64 + 1.0)
    }

    /// The distance that `tail` of the truths exceed which the observed
    /// estimates and their errors leave open: the bound where errors alone
    /// would nearly always have made more of a distance than was observed, so
    /// that no multiple of the latter explains it. Equal estimates are the
    /// plainest such case: every multiple of their distance is 0, and the truth
    /// need not be.
    fn beyond(&self, tail: f64) -> f64 {
        let groups = &self.reading.groups.estimates;
        let mut set = vec![0.0; groups.len()];
        let mut distances: Vec<f64> = self
            .errors
            .chunks_exact(groups.len())
            .map(|errors| {
                for ((slot, y), error) in set.iter_mut().zip(groups).zip(errors) {
                    *slot = y + error;
                }
                self.reading.value(&set)
            })
            .collect();
        distances.sort_unstable_by(f64::total_cmp);
        quantile_of_sorted(&distances, 1.0 - tail)
    }

    /// The factor at which the chance of a larger value is `chance`; 0 where
    /// it is greater even without any true distance.
    fn factor(&self, chance: f64) -> f64 {
        let mut set = vec![0.0; self.reading.groups.len()];
        if self.above(0.0, &mut set) >= chance {
            return 0.0;
        }
        let (mut low, mut high) = (0.0, 1.0);
        // Errors beyond a thousand times the distances leave nothing to bound.
        while self.above(high, &mut set) < chance && high < 1e3 {
            low = high;
            high *= 2.0;
        }
        // To a ten-thousandth, far below what the draws can tell.
        while high - low > 1e-4 * high {
            let middle = f64::midpoint(low, high);
            if self.above(middle, &mut set) < chance { low = middle } else { high = middle }
        }
        f64::midpoint(low, high)
    }
}
