//! What is known of one area's rate after shrinkage.

use firstyear_core::{Confidence, Interval};

use crate::random::Counter;
use crate::special::{beta, gamma};

/// What is known of one area's rate or share: a distribution.
#[derive(Clone, Debug, PartialEq)]
pub enum Posterior {
    /// A gamma distribution of a rate.
    Gamma {
        /// Events, the prior's and the area's.
        shape: f64,
        /// Exposure, the prior's and the area's.
        exposure: f64,
    },
    /// A beta distribution of a share.
    Beta {
        /// People with the property, the prior's and the area's.
        with: f64,
        /// People without, the prior's and the area's.
        without: f64,
    },
    /// One value: the prior has no spread.
    Point(f64),
    /// Several, each with its weight; the weights add up to 1.
    Mixture(Vec<(f64, Self)>),
}

impl Posterior {
    /// The expected rate or share.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Gamma { shape, exposure } => shape / exposure,
            Self::Beta { with, without } => with / (with + without),
            Self::Point(value) => *value,
            Self::Mixture(parts) => parts.iter().map(|(weight, part)| weight * part.mean()).sum(),
        }
    }

    /// The variance of the rate or share.
    ///
    /// ```
    /// use firstyear_metrics::small_areas::Posterior;
    ///
    /// let area = Posterior::Gamma { shape: 4.0, exposure: 2.0 };
    /// let either = Posterior::Mixture(vec![(0.5, area.clone()), (0.5, Posterior::Point(4.0))]);
    /// assert_eq!((area.variance(), either.mean(), either.variance()), (1.0, 3.0, 1.5));
    /// ```
    #[must_use]
    pub fn variance(&self) -> f64 {
        match self {
            Self::Gamma { shape, exposure } => shape / (exposure * exposure),
            Self::Beta { with, without } => {
                let all = with + without;
                with * without / (all * all * (all + 1.0))
            }
            Self::Point(_) => 0.0,
            Self::Mixture(parts) => {
                let mean = self.mean();
                let of = |(weight, part): &(f64, Self)| {
                    weight * (part.variance() + (part.mean() - mean).powi(2))
                };
                parts.iter().map(of).sum()
            }
        }
    }

    /// The probability that the rate or share lies above `value`.
    ///
    /// ```
    /// use firstyear_metrics::small_areas::Posterior;
    ///
    /// // A gamma distribution of shape 1 is exponential: e^-2 above 2.
    /// let area = Posterior::Gamma { shape: 1.0, exposure: 1.0 };
    /// assert!((area.probability_above(2.0) - (-2.0_f64).exp()).abs() < 1e-15);
    /// ```
    #[must_use]
    pub fn probability_above(&self, value: f64) -> f64 {
        self.tails(value).1
    }

    /// The same, where areas are held against each other: one half for a point
    /// that is `value` itself, as neither side is more likely.
    pub(super) fn above(&self, value: f64) -> f64 {
        match self {
            Self::Point(point) if *point == value => 0.5,
            _ => self.probability_above(value),
        }
    }

    /// Limits with equal probabilities beyond either.
    #[must_use]
    pub fn interval(&self, confidence: Confidence) -> Interval {
        let tail = confidence.tail();
        let (lower, upper) = match self {
            Self::Gamma { shape, exposure } => (
                gamma::quantile(tail, *shape) / exposure,
                gamma::upper_quantile(tail, *shape) / exposure,
            ),
            Self::Beta { with, without } => {
                (beta::quantile(tail, *with, *without), beta::upper_quantile(tail, *with, *without))
            }
            Self::Point(value) => (*value, *value),
            Self::Mixture(parts) => self.limits_of_mixture(parts, confidence),
        };
        Interval { lower, upper, confidence }
    }

    /// One draw.
    pub(super) fn draw(&self, generator: &mut Counter) -> f64 {
        match self {
            Self::Gamma { shape, exposure } => generator.gamma(*shape) / exposure,
            Self::Beta { with, without } => generator.beta(*with, *without),
            Self::Point(value) => *value,
            Self::Mixture(parts) => {
                let mut left = generator.uniform();
                let chosen = parts.iter().find(|(weight, _)| {
                    left -= weight;
                    left <= 0.0
                });
                // Rounding can leave a trace of the uniform number beyond the
                // last weight.
                let chosen = chosen.or_else(|| parts.last());
                chosen.map_or(f64::NAN, |(_, part)| part.draw(generator))
            }
        }
    }

    /// The probabilities of at most `value` and of more.
    fn tails(&self, value: f64) -> (f64, f64) {
        match self {
            _ if value.is_nan() => (f64::NAN, f64::NAN),
            Self::Gamma { .. } | Self::Beta { .. } if value <= 0.0 => (0.0, 1.0),
            Self::Gamma { .. } if value.is_infinite() => (1.0, 0.0),
            Self::Gamma { shape, exposure } => gamma::lower_and_upper(*shape, exposure * value),
            Self::Beta { .. } if value >= 1.0 => (1.0, 0.0),
            Self::Beta { with, without } => {
                beta::lower_and_upper(*with, *without, value, 1.0 - value)
            }
            Self::Point(at) if *at > value => (0.0, 1.0),
            Self::Point(_) => (1.0, 0.0),
            Self::Mixture(parts) => {
                let sums = parts.iter().fold((0.0, 0.0), |(lower, upper), (w, part)| {
                    let (below, above) = part.tails(value);
                    (lower + w * below, upper + w * above)
                });
                // Weights add up to 1 to rounding alone.
                (f64::min(sums.0, 1.0), f64::min(sums.1, 1.0))
            }
        }
    }

    /// A quantile of a mixture, sought from that of its heaviest part outwards.
    fn limits_of_mixture(&self, parts: &[(f64, Self)], confidence: Confidence) -> (f64, f64) {
        let heaviest = parts.iter().max_by(|a, b| a.0.total_cmp(&b.0));
        let Some(start) = heaviest.map(|(_, part)| part.interval(confidence)) else {
            return (f64::NAN, f64::NAN);
        };
        let tail = confidence.tail();
        let below = |x| self.tails(x).0 - tail;
        let above = |x| tail - self.tails(x).1;
        (root(around(start.lower, below), below), root(around(start.upper, above), above))
    }
}

/// Two ends between which an increasing function of a number from 0 crosses 0.
fn around(start: f64, miss: impl Fn(f64) -> f64) -> (f64, f64) {
    let (mut low, mut high) = (start, start);
    let mut reach = 1.1;
    while low > 0.0 && miss(low) > 0.0 {
        high = low;
        low = if low < f64::MIN_POSITIVE { 0.0 } else { low / reach };
        reach *= reach;
    }
    while miss(high) < 0.0 {
        low = high;
        high *= reach;
        reach *= reach;
    }
    (low, high)
}

/// Where an increasing function crosses 0 between two ends: regula falsi in
/// the Illinois form.
fn root((mut low, mut high): (f64, f64), miss: impl Fn(f64) -> f64) -> f64 {
    let (mut at_low, mut at_high) = (miss(low), miss(high));
    let mut last_side = 0;
    for _ in 0..200 {
        if at_low >= 0.0 {
            return low;
        }
        if at_high <= 0.0 || high - low <= 1e-11 * high {
            return high;
        }
        let x = (low * at_high - high * at_low) / (at_high - at_low);
        let at = miss(x);
        let side = if at > 0.0 { 1 } else { -1 };
        if side == 1 {
            (high, at_high) = (x, at);
            at_low *= if last_side == 1 { 0.5 } else { 1.0 };
        } else {
            (low, at_low) = (x, at);
            at_high *= if last_side == -1 { 0.5 } else { 1.0 };
        }
        if at == 0.0 {
            return x;
        }
        last_side = side;
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Simpson's rule on a density that is not normalised.
    fn area(density: impl Fn(f64) -> f64, from: f64, to: f64) -> f64 {
        let steps = 20_000;
        let h = (to - from) / f64::from(steps);
        let inner: f64 = (1..steps)
            .map(|i| (if i % 2 == 1 { 4.0 } else { 2.0 }) * density(from + h * f64::from(i)))
            .sum();
        h / 3.0 * (density(from) + inner + density(to))
    }

    #[test]
    fn tails_are_areas_under_the_density() {
        // Gamma: shape 3.7, exposure 120; beyond 0.5 nothing is left.
        let gamma = |x: f64| if x == 0.0 { 0.0 } else { x.powf(2.7) * (-120.0 * x).exp() };
        let posterior = Posterior::Gamma { shape: 3.7, exposure: 120.0 };
        let whole = area(gamma, 0.0, 0.5);
        for value in [0.005, 0.03, 0.08] {
            let above = area(gamma, value, 0.5) / whole;
            assert!((posterior.probability_above(value) - above).abs() < 1e-9, "{value}");
        }
        let beta = |x: f64| x.powf(2.2) * (1.0 - x).powf(8.1);
        let posterior = Posterior::Beta { with: 3.2, without: 9.1 };
        let whole = area(beta, 0.0, 1.0);
        for value in [0.05, 0.3, 0.6] {
            let above = area(beta, value, 1.0) / whole;
            assert!((posterior.probability_above(value) - above).abs() < 1e-9, "{value}");
        }
    }

    #[test]
    fn limits_leave_equal_tails() {
        let parts = vec![
            (0.25, Posterior::Point(0.02)),
            (0.5, Posterior::Gamma { shape: 4.0, exposure: 150.0 }),
            (0.25, Posterior::Gamma { shape: 9.0, exposure: 300.0 }),
        ];
        for posterior in [
            Posterior::Gamma { shape: 0.4, exposure: 3.0 },
            Posterior::Beta { with: 2.0, without: 700.0 },
            Posterior::Mixture(parts),
        ] {
            let limits = posterior.interval(Confidence::P95);
            assert!((posterior.probability_above(limits.upper) - 0.025).abs() < 1e-10);
            assert!((posterior.probability_above(limits.lower) - 0.975).abs() < 1e-10);
        }
    }

    #[test]
    fn values_outside_leave_nothing_or_all_above() {
        let rate = Posterior::Gamma { shape: 2.0, exposure: 1.0 };
        let share = Posterior::Beta { with: 2.0, without: 1.0 };
        assert_eq!((rate.probability_above(0.0), share.probability_above(-1.0)), (1.0, 1.0));
        assert_eq!(share.probability_above(1.0), 0.0);
        assert_eq!(rate.probability_above(f64::INFINITY), 0.0);
        assert_eq!(Posterior::Point(0.5).probability_above(0.5), 0.0);
        assert!(rate.probability_above(f64::NAN).is_nan());
    }
}
