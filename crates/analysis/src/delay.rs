//! Times that pass, as plans tell them, drawn from a stream.

use firstyear_core::pathway::{DelayDistribution, DelayUnit, SimulatedDelay};
use firstyear_metrics::random::Counter;

/// Minutes of a day.
pub(crate) const DAY: i64 = 24 * 60;

/// A time that passes, in minutes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Delay {
    Fixed(f64),
    Uniform(f64, f64),
    Gamma { shape: f64, scale: f64 },
}

impl Delay {
    /// As a plan tells it: one whose fields were looked at.
    pub(crate) fn new(told: &SimulatedDelay) -> Self {
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
    pub(crate) const fn of_days(least: i64, most: i64) -> Self {
        Self::Uniform((least * DAY) as f64, (most * DAY) as f64)
    }

    /// Minutes.
    pub(crate) fn minutes(self, generator: &mut Counter) -> f64 {
        /// Two hundred years.
        const MOST: f64 = 200.0 * 366.0 * 1_440.0;
        let minutes = match self {
            Self::Fixed(minutes) => minutes,
            Self::Uniform(least, most) => least + (most - least) * generator.uniform(),
            Self::Gamma { shape, scale } => generator.gamma(shape) * scale,
        };
        minutes.clamp(0.0, MOST)
    }

    /// Whole minutes.
    pub(crate) fn draw(self, generator: &mut Counter) -> i64 {
        whole(self.minutes(generator).round())
    }

    /// Minutes in the mean.
    pub(crate) fn mean(self) -> f64 {
        match self {
            Self::Fixed(minutes) => minutes,
            Self::Uniform(least, most) => f64::midpoint(least, most),
            Self::Gamma { shape, scale } => shape * scale,
        }
    }
}

/// A whole number that was bounded before.
#[expect(clippy::cast_possible_truncation, reason = "minutes of a life, which plans are held to")]
pub(crate) fn whole(number: f64) -> i64 {
    number as i64
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
            assert!((delay.mean() - 10.0 * DAY as f64).abs() < 1e-9);
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
}
