//! Draws: a stream for each thing that is drawn, and times from it.

use std::fmt::Write as _;

use firstyear_core::pathway::{DelayDistribution, DelayUnit, SimulatedDelay};
use firstyear_metrics::random::Counter;

/// Minutes of a day.
pub(super) const DAY: i64 = 24 * 60;

/// The draws of one case.
#[derive(Debug)]
pub(super) struct Draws {
    seed: u64,
    case: u32,
    name: String,
}

impl Draws {
    pub(super) const fn new(seed: u64) -> Self {
        Self { seed, case: 0, name: String::new() }
    }

    pub(super) const fn case(&mut self, case: u32) {
        self.case = case;
    }

    /// The stream of something that is come to for the `nth` time.
    pub(super) fn of(&mut self, what: &str, id: &str, nth: u32) -> Counter {
        self.name.clear();
        // Writing to a string cannot fail.
        let _ = write!(self.name, "{}/{what}/{id}/{nth}", self.case);
        Counter::named(self.seed, &self.name)
    }

    pub(super) fn uniform(&mut self, what: &str, id: &str, nth: u32) -> f64 {
        self.of(what, id, nth).uniform()
    }
}

/// Which of several chances a uniform number falls to; `None` for what they leave over.
pub(super) fn chosen(uniform: f64, chances: impl IntoIterator<Item = f64>) -> Option<usize> {
    let mut below = 0.0;
    chances.into_iter().position(|chance| {
        below += chance;
        uniform < below
    })
}

/// A whole number from 0 to less than `many`.
pub(super) fn below(generator: &mut Counter, many: i64) -> i64 {
    whole((generator.uniform() * many as f64).floor()).clamp(0, (many - 1).max(0))
}

/// A whole number that was bounded before.
#[expect(clippy::cast_possible_truncation, reason = "minutes of a life, which plans are held to")]
pub(super) fn whole(number: f64) -> i64 {
    number as i64
}

/// A time that passes, in minutes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Delay {
    Fixed(f64),
    Uniform(f64, f64),
    Gamma { shape: f64, scale: f64 },
}

impl Delay {
    /// As a plan tells it: one whose fields were looked at.
    pub(super) fn new(told: &SimulatedDelay) -> Self {
        let unit = match told.unit {
            DelayUnit::Days => DAY as f64,
            DelayUnit::Hours => 60.0,
        };
        let mean = told.mean.unwrap_or(0.0) * unit;
        match told.distribution {
            DelayDistribution::Fixed => Self::Fixed(mean),
            DelayDistribution::Uniform => {
                let least = told.least.unwrap_or(0.0);
                Self::Uniform(least * unit, told.most.unwrap_or(least) * unit)
            }
            DelayDistribution::Exponential => Self::Gamma { shape: 1.0, scale: mean },
            DelayDistribution::Gamma => {
                let shape = told.shape.unwrap_or(1.0);
                Self::Gamma { shape, scale: mean / shape }
            }
        }
    }

    /// Of days, each as likely.
    pub(super) const fn of_days(least: i64, most: i64) -> Self {
        Self::Uniform((least * DAY) as f64, (most * DAY) as f64)
    }

    pub(super) fn draw(self, generator: &mut Counter) -> i64 {
        /// Two hundred years.
        const MOST: f64 = 200.0 * 366.0 * 1_440.0;
        let minutes = match self {
            Self::Fixed(minutes) => minutes,
            Self::Uniform(least, most) => least + (most - least) * generator.uniform(),
            Self::Gamma { shape, scale } => generator.gamma(shape) * scale,
        };
        whole(minutes.clamp(0.0, MOST).round())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(distribution: DelayDistribution, unit: DelayUnit) -> Delay {
        let uniform = distribution == DelayDistribution::Uniform;
        let of = |wanted: bool, value: f64| wanted.then_some(value);
        Delay::new(&SimulatedDelay {
            distribution,
            mean: of(!uniform, 10.0),
            shape: of(distribution == DelayDistribution::Gamma, 4.0),
            least: of(uniform, 5.0),
            most: of(uniform, 15.0),
            unit,
            clock: None,
        })
    }

    #[test]
    fn times_have_the_mean_and_the_spread_of_their_distribution() {
        // Standard deviation in days: 0, 10 divided by the root of 12, 10, and 10
        // divided by the root of the shape 4.
        let cases = [
            (DelayDistribution::Fixed, 0.0),
            (DelayDistribution::Uniform, 2.8868),
            (DelayDistribution::Exponential, 10.0),
            (DelayDistribution::Gamma, 5.0),
        ];
        for (distribution, spread) in cases {
            let delay = told(distribution, DelayUnit::Days);
            let mut generator = Counter::new(1, 1);
            let draws: Vec<f64> =
                (0..20_000).map(|_| delay.draw(&mut generator) as f64 / DAY as f64).collect();
            let many = draws.len() as f64;
            let mean = draws.iter().sum::<f64>() / many;
            let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / many;
            assert!((mean - 10.0).abs() < 4.0 * spread / many.sqrt() + 1e-3, "{mean}");
            assert!((variance.sqrt() - spread).abs() < 0.05 * spread + 1e-3, "{variance}");
        }
        let hours = told(DelayDistribution::Fixed, DelayUnit::Hours);
        assert_eq!(hours.draw(&mut Counter::new(1, 1)), 600);
    }

    #[test]
    fn what_chances_leave_over_is_nobody() {
        assert_eq!(chosen(0.1, [0.2, 0.3]), Some(0));
        assert_eq!(chosen(0.49, [0.2, 0.3]), Some(1));
        assert_eq!(chosen(0.5, [0.2, 0.3]), None);
        assert_eq!(chosen(0.0, []), None);
    }
}
