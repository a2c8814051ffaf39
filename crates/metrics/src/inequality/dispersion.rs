//! How far the groups lie apart, and how much of that chance alone would make.
//!
//! Estimates scatter round the truth, so that any measure of spread comes out
//! too large: 25 areas that are alike seem to differ. Limits made by adding
//! more noise to noisy estimates lie higher still, and can leave out the very
//! value they belong to. Ours come the other way round. Suppose that the true
//! distances from the mean are those observed times a factor, and ask for
//! which factors the spread observed would be neither surprisingly large nor
//! surprisingly small. The smallest and largest such factor give the limits;
//! the smallest is 0 where chance alone explains what is seen. The upper limit
//! is never put below that of the delta method, and so never below the value,
//! nor below the spread that errors alone could make: estimates that happen to
//! be equal do not make the truth so.

use firstyear_core::Confidence;

use super::Groups;
use crate::limits::deviate;
use crate::special::gamma::{lower_and_upper, upper_quantile};
use crate::special::noncentral_chi_square;

/// Spread round the mean, as a quadratic form with its moments.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spread {
    /// Σ p (y − μ)².
    pub(super) variance: f64,
    /// What chance adds to it on average: Σ p (1 − p) σ².
    pub(super) noise: f64,
    /// Its variance for groups that are alike.
    noise_variance: f64,
    /// What is added to that by the distances as observed.
    slope: f64,
}

impl Spread {
    pub(super) fn of(groups: &Groups) -> Self {
        let mean = groups.mean();
        let (mut variance, mut noise, mut slope) = (0.0, 0.0, 0.0);
        let (mut diagonal, mut pairs, mut before) = (0.0, 0.0, 0.0);
        for (y, p, error) in groups.each() {
            let (distance, v) = ((y - mean).powi(2), error * error);
            variance += p * distance;
            noise += p * (1.0 - p) * v;
            slope += 4.0 * p * p * v * distance;
            diagonal += (p * (1.0 - p) * v).powi(2);
            // Pair by pair: a square of sums less squares would cancel where
            // one group is nearly all.
            pairs += 2.0 * before * (p * p * v);
            before += p * p * v;
        }
        let noise_variance = 2.0 * (diagonal + pairs);
        Self { variance, noise, noise_variance, slope }
    }

    /// The standard error of the variance, with the distances as observed.
    pub(super) fn error(&self) -> f64 {
        (self.slope + self.noise_variance).sqrt()
    }

    /// Limits of the true variance, of which `value` is the estimate: those of
    /// [`Self::inverted`], the upper one at least that of the delta method and
    /// at least what errors alone could make. A spread that is small by chance,
    /// beside errors that are large, would else seem known exactly.
    pub(super) fn limits(&self, value: f64, confidence: Confidence) -> (f64, f64) {
        let (lower, upper) = self.inverted(confidence);
        let by_delta = value + deviate(confidence) * self.error();
        (lower, upper.max(by_delta).max(self.left_open(confidence)))
    }

    /// The variance that estimates of groups that are alike pass with the
    /// chance of one tail. A true one of this size is often observed as small
    /// as any, as its distances and the errors cancel.
    fn left_open(&self, confidence: Confidence) -> f64 {
        if self.noise == 0.0 {
            return 0.0;
        }
        let shape = self.noise * self.noise / self.noise_variance;
        upper_quantile(confidence.tail(), shape) * self.noise / shape
    }

    /// Limits of an index that is close to its half over the squared mean,
    /// times 1,000, of which `value` was observed.
    pub(super) fn entropy_limits(
        &self,
        value: f64,
        mean: f64,
        confidence: Confidence,
    ) -> (f64, f64) {
        let (lower, upper) = self.limits(self.variance, confidence);
        // Of groups that are alike but for rounding no ratio can be formed.
        let alike = self.variance <= (1e-10 * mean).powi(2);
        let ratio = if alike { 500.0 / (mean * mean) } else { value / self.variance };
        ((lower * ratio).min(value), upper * ratio)
    }

    /// The variances for which the observed one would be neither surprisingly
    /// large nor surprisingly small, among those of true distances that are
    /// the observed ones times a factor.
    ///
    /// The distribution of the variance is that of noncentral chi-square times
    /// a number, with its mean and variance and the share of noise in it, which
    /// is exact for groups of one size and precision.
    fn inverted(&self, confidence: Confidence) -> (f64, f64) {
        if self.noise == 0.0 || self.variance == 0.0 {
            return (self.variance, self.variance);
        }
        let tail = confidence.tail();
        let lower = self.solve(|below, above| above - tail * (below + above));
        let upper = self.solve(|below, above| tail * (below + above) - below);
        (self.variance * lower, self.variance * upper)
    }

    /// The factor at which a function of the two tails, which rises with it,
    /// crosses 0; 0 where it is above 0 from the start.
    fn solve(&self, rising: impl Fn(f64, f64) -> f64) -> f64 {
        let at = |factor: f64| {
            let (below, above) = self.tails(factor);
            rising(below, above)
        };
        let mut low = (0.0, at(0.0));
        if low.1 >= 0.0 {
            return 0.0;
        }
        let mut high = (1.0, at(1.0));
        while high.1 < 0.0 {
            low = high;
            high = (2.0 * high.0, at(2.0 * high.0));
        }
        crossing(low, high, at)
    }

    /// The chance of a smaller and of a larger variance than observed, if the
    /// truth were the observed one times the factor.
    fn tails(&self, factor: f64) -> (f64, f64) {
        let truth = factor * self.variance;
        let variance = factor * self.slope + self.noise_variance;
        let scale = variance / (2.0 * (self.noise + 2.0 * truth));
        let (x, lambda) = (self.variance / scale, truth / scale);
        if lambda < NORMAL {
            return noncentral_chi_square(x, self.noise / scale, lambda);
        }
        let mean = truth + self.noise;
        lower_and_upper(mean * mean / variance, self.variance * mean / variance)
    }
}

/// A noncentrality from which on gamma with the same mean and variance serves
/// as well: skewness differs by less than 0.01.
const NORMAL: f64 = 1e4;

/// Where a rising function crosses 0, between two points (place, value): by
/// straight lines between them, in which an end that stays twice counts half.
///
/// # Source
///
/// Dowell M, Jarratt P (1971), BIT 11:168-174 (the Illinois method).
fn crossing(mut low: (f64, f64), mut high: (f64, f64), at: impl Fn(f64) -> f64) -> f64 {
    let (mut place, mut last) = (high.0, None);
    // A dozen steps are usual.
    for _ in 0..200 {
        let step = low.1 * (high.0 - low.0) / (high.1 - low.1);
        let next = (low.0 - step).clamp(low.0, high.0);
        let value = at(next);
        let rose = value < 0.0;
        let again = last == Some(rose);
        if rose {
            low = (next, value);
            high.1 /= if again { 2.0 } else { 1.0 };
        } else {
            high = (next, value);
            low.1 /= if again { 2.0 } else { 1.0 };
        }
        last = Some(rose);
        let moved = (next - place).abs();
        place = next;
        if value == 0.0 || moved <= 1e-15 * place || high.0 - low.0 <= 1e-15 * high.0 {
            break;
        }
    }
    place
}

/// Limits of a relative measure, widened for what is not known of the mean:
/// distances of the two limits from the value add up as squares do.
///
/// `power` is how often the measure is divided by the mean.
///
/// # Source
///
/// Donner A, Zou GY (2012), Stat Methods Med Res 21:347-359 (closed-form limits
/// for functions of parameters from limits of each).
pub(super) fn over_mean(
    groups: &Groups,
    value: f64,
    (lower, upper): (f64, f64),
    power: f64,
    confidence: Confidence,
) -> (f64, f64) {
    let error = groups.delta(groups.shares.iter().copied()).unwrap_or(0.0);
    let half = power * value * deviate(confidence) * error / groups.mean();
    ((value - (value - lower).hypot(half)).max(0.0), value + (upper - value).hypot(half))
}
