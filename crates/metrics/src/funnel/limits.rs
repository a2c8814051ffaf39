//! Limits of chance around a comparator, by size.

use firstyear_core::{Confidence, Interval, MethodId};

use super::FunnelError;
use crate::special::{beta, gamma};

/// The method of [`funnel_limits`].
pub const FUNNEL_LIMITS: MethodId = MethodId::new("funnel-limits");

/// What the units of a funnel are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FunnelKind {
    /// Events among people: binomial. The size is the number of people.
    Proportion,
    /// Events over exposure: Poisson. The size is the exposure.
    Rate,
    /// Events over those expected: Poisson. The size is the expected number,
    /// taken as known.
    Ratio,
}

impl FunnelKind {
    /// The highest value there can be.
    pub(super) const fn most(self) -> f64 {
        match self {
            Self::Proportion => 1.0,
            Self::Rate | Self::Ratio => f64::INFINITY,
        }
    }

    /// Variance of the value of a unit of size 1 at the comparator.
    pub(super) fn variance(self, comparator: f64) -> f64 {
        match self {
            Self::Proportion => comparator * (1.0 - comparator),
            Self::Rate | Self::Ratio => comparator,
        }
    }

    /// Probability of at most `events`, a whole number.
    fn at_most(self, events: f64, comparator: f64, size: f64) -> f64 {
        match self {
            _ if events < 0.0 => 0.0,
            Self::Proportion if events >= size => 1.0,
            Self::Proportion => {
                beta::lower_and_upper(size - events, events + 1.0, 1.0 - comparator, comparator).0
            }
            Self::Rate | Self::Ratio => gamma::lower_and_upper(events + 1.0, comparator * size).1,
        }
    }
}

/// Limits between which a unit of this size lies by chance when its true value
/// is the comparator's.
///
/// They are the quantiles of the binomial or Poisson distribution over the
/// size, interpolated between whole numbers so that the funnel is smooth, and
/// never on the wrong side of the comparator. A value on a limit is inside.
///
/// # Units
///
/// The comparator as a fraction, a rate per unit of size, or a ratio; limits
/// in the same unit.
///
/// # Errors
///
/// [`FunnelError`]: a size that is not positive, a comparator of 0 or below,
/// or, for proportions, of 1 or above.
///
/// # Source
///
/// Spiegelhalter DJ (2005), Stat Med 24:1185-1202, appendix A.1.1.
///
/// # Example
///
/// 10 events are expected; at most 4 have a probability of 2.9%, at most 3 of
/// 1.0%, so the lower limit lies between:
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::funnel::{FunnelKind, funnel_limits};
///
/// let limits = funnel_limits(FunnelKind::Ratio, 1.0, 10.0, Confidence::P95)?;
/// assert!(limits.lower > 0.3 && limits.lower < 0.4);
/// # Ok::<(), firstyear_metrics::funnel::FunnelError>(())
/// ```
pub fn funnel_limits(
    kind: FunnelKind,
    comparator: f64,
    size: f64,
    confidence: Confidence,
) -> Result<Interval, FunnelError> {
    if !(size > 0.0 && size.is_finite()) {
        return Err(FunnelError::Size { unit: 1 });
    }
    check_comparator(kind, comparator)?;
    Ok(limits(kind, comparator, size, confidence))
}

pub(super) fn check_comparator(kind: FunnelKind, comparator: f64) -> Result<(), FunnelError> {
    if comparator > 0.0 && comparator < kind.most() && comparator.is_finite() {
        Ok(())
    } else {
        Err(FunnelError::Comparator)
    }
}

/// As [`funnel_limits`], for input that has been checked.
pub(super) fn limits(
    kind: FunnelKind,
    comparator: f64,
    size: f64,
    confidence: Confidence,
) -> Interval {
    let tail = confidence.tail();
    let quantile = |p: f64| quantile(p, kind, comparator, size) / size;
    Interval {
        lower: quantile(tail).clamp(0.0, comparator),
        upper: quantile(1.0 - tail).clamp(comparator, kind.most()),
        confidence,
    }
}

/// The number of events below which a fraction `p` lies, interpolated.
fn quantile(p: f64, kind: FunnelKind, comparator: f64, size: f64) -> f64 {
    let at_most = |events: f64| kind.at_most(events, comparator, size);
    // The smallest whole number with at least `p` below it lies in
    // (below, above]: widen round the mean, then halve.
    let mean = comparator * size;
    let mut step = (kind.variance(comparator) * size).sqrt().ceil().max(1.0);
    let (mut below, mut above) = ((mean - step).floor().max(-1.0), (mean + step).ceil());
    while below >= 0.0 && at_most(below) >= p {
        step *= 2.0;
        below = (below - step).max(-1.0);
    }
    while at_most(above) < p {
        step *= 2.0;
        above += step;
    }
    while above - below > 1.0 {
        let middle = f64::midpoint(above, below).floor();
        if at_most(middle) >= p { above = middle } else { below = middle }
    }
    let (low, high) = (at_most(below), at_most(above));
    above - (high - p) / (high - low)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Probability of at most `k` events, term by term.
    fn slow(k: u32, kind: FunnelKind, comparator: f64, size: f64) -> f64 {
        let proportion = kind == FunnelKind::Proportion;
        let choose = |i: u32| (0..i).fold(1.0, |c, j| c * (size - f64::from(j)) / f64::from(j + 1));
        let binomial = |i: u32| {
            let others = (1.0 - comparator).powf(size - f64::from(i));
            choose(i) * comparator.powi(i.cast_signed()) * others
        };
        let mean = comparator * size;
        let poisson = |i: u32| (1..=i).fold((-mean).exp(), |term, j| term * mean / f64::from(j));
        (0..=k).map(|i| if proportion { binomial(i) } else { poisson(i) }).sum()
    }

    /// The interpolated quantile by counting up from 0.
    fn counted(p: f64, kind: FunnelKind, comparator: f64, size: f64) -> f64 {
        let mut k = 0;
        while slow(k, kind, comparator, size) < p {
            k += 1;
        }
        let high = slow(k, kind, comparator, size);
        let low = if k == 0 { 0.0 } else { slow(k - 1, kind, comparator, size) };
        f64::from(k) - (high - p) / (high - low)
    }

    #[test]
    fn limits_are_quantiles_counted_up() {
        for kind in [FunnelKind::Proportion, FunnelKind::Ratio] {
            for comparator in [0.02, 0.3, 0.5, 0.95] {
                for size in [1.0, 7.0, 60.0, 150.0] {
                    for confidence in [Confidence::P95, Confidence::P998] {
                        let got = funnel_limits(kind, comparator, size, confidence).unwrap();
                        let tail = confidence.tail();
                        let lower = counted(tail, kind, comparator, size) / size;
                        let upper = counted(1.0 - tail, kind, comparator, size) / size;
                        let what = format!("{kind:?} {comparator} {size}: {got:?}");
                        assert!((got.lower - lower.clamp(0.0, comparator)).abs() < 1e-9, "{what}");
                        assert!((got.upper - upper.max(comparator)).abs() < 1e-9, "{what}");
                    }
                }
            }
        }
    }

    #[test]
    fn wrong_input_is_named() {
        let run = |kind, comparator, size| {
            funnel_limits(kind, comparator, size, Confidence::P95).unwrap_err()
        };
        for size in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(run(FunnelKind::Rate, 1.0, size), FunnelError::Size { unit: 1 });
        }
        for comparator in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(run(FunnelKind::Ratio, comparator, 1.0), FunnelError::Comparator);
        }
        assert_eq!(run(FunnelKind::Proportion, 1.0, 5.0), FunnelError::Comparator);
        assert!(funnel_limits(FunnelKind::Rate, 1.0, 5.0, Confidence::P95).is_ok());
    }

    proptest! {
        #[test]
        fn a_funnel_holds_its_comparator_and_narrows(
            thousandths in 1_u32..1000,
            size in 1_u32..200_000,
            proportion: bool,
        ) {
            let kind = if proportion { FunnelKind::Proportion } else { FunnelKind::Rate };
            let comparator = f64::from(thousandths) / 1000.0;
            let at = |size: f64, confidence| {
                funnel_limits(kind, comparator, size, confidence).unwrap()
            };
            let (small, large) = (
                at(f64::from(size), Confidence::P95),
                at(4.0 * f64::from(size), Confidence::P95),
            );
            prop_assert!(small.lower <= comparator && comparator <= small.upper);
            let (narrow, wide) = (large.upper - large.lower, small.upper - small.lower);
            // Below one expected event (or other) the upper limit may lie on
            // the comparator; it opens as the size grows.
            let mean = comparator.min(if proportion { 1.0 - comparator } else { 1.0 });
            prop_assume!(mean * f64::from(size) >= 2.0);
            prop_assert!(narrow < wide, "{narrow} {wide}");
            let outer = at(f64::from(size), Confidence::P998);
            prop_assert!(outer.lower <= small.lower && small.upper <= outer.upper);
        }

        #[test]
        fn counting_the_others_mirrors_the_funnel(percent in 1_u32..100, size in 1_u32..5000) {
            let (comparator, size) = (f64::from(percent) / 100.0, f64::from(size));
            let kind = FunnelKind::Proportion;
            let with = funnel_limits(kind, comparator, size, Confidence::P95).unwrap();
            let others = funnel_limits(kind, 1.0 - comparator, size, Confidence::P95).unwrap();
            // The interpolation leans to one side, by less than one event.
            prop_assert!((with.lower + others.upper - 1.0).abs() * size <= 1.0 + 1e-9);
        }
    }
}
