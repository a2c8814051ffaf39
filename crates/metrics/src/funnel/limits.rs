//! Limits of chance around a comparator, by size.

use firstyear_core::{Confidence, Interval, MethodId};

use super::FunnelError;
use crate::limits::deviate;
use crate::special::{beta, poisson};

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

    /// Probabilities of at most `events`, a whole number, and of more.
    fn at_most_and_more(self, events: f64, comparator: f64, size: f64) -> (f64, f64) {
        match self {
            _ if events < 0.0 => (0.0, 1.0),
            Self::Proportion if events >= size => (1.0, 0.0),
            // A curve also has sizes between whole numbers of people.
            Self::Proportion => {
                beta::lower_and_upper(size - events, events + 1.0, 1.0 - comparator, comparator)
            }
            Self::Rate | Self::Ratio => poisson::at_most_and_more(events, comparator * size),
        }
    }
}

/// Limits between which a unit of this size lies by chance when its true value
/// is the comparator's.
///
/// They are the quantiles of the binomial or Poisson distribution over the
/// size, interpolated between whole numbers so that the funnel is smooth, and
/// never on the wrong side of the comparator. A value on a limit is inside.
/// Each limit is sought from its own end, so that neither tail holds more than
/// its share; the source seeks both from below, by which up to one count too
/// many lies above the upper limit.
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
/// Spiegelhalter DJ (2005), Stat Med 24:1185-1202, appendix A.1.1, for the
/// interpolation.
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
    let probabilities = |events: f64| kind.at_most_and_more(events, comparator, size);
    let at_most = |events: f64| probabilities(events).0;
    let more = |events: f64| probabilities(events).1;
    let (mean, spread) = (comparator * size, (kind.variance(comparator) * size).sqrt());
    let far = deviate(confidence) * spread;

    let low = first(mean - far, |events| at_most(events) >= tail);
    let beyond = (at_most(low) - tail) / (at_most(low) - at_most(low - 1.0));
    let high = first(mean + far, |events| more(events) < tail);
    let within = (more(high - 1.0) - tail) / (more(high - 1.0) - more(high));
    Interval {
        lower: ((low - beyond) / size).clamp(0.0, comparator),
        upper: ((high + within) / size).clamp(comparator, kind.most()),
        confidence,
    }
}

/// The first whole number from 0 of which `holds` is true, as it then is of
/// all above it; sought from near `guess`.
fn first(guess: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let mut step = 2.0;
    let (mut below, mut above) = ((guess - step).floor().max(-1.0), (guess + step).ceil().max(0.0));
    while below >= 0.0 && holds(below) {
        above = below;
        step *= 2.0;
        below = (below - step).max(-1.0);
    }
    while !holds(above) && above.is_finite() {
        below = above;
        step *= 2.0;
        above += step;
    }
    loop {
        let middle = f64::midpoint(above, below).floor();
        // Beyond 2^53 there is not always a whole number between two.
        if !(below < middle && middle < above) {
            return above;
        }
        if holds(middle) { above = middle } else { below = middle }
    }
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

    /// The lower limit's events by counting up from 0.
    fn counted(tail: f64, kind: FunnelKind, comparator: f64, size: f64) -> f64 {
        let mut k = 0;
        while slow(k, kind, comparator, size) < tail {
            k += 1;
        }
        let high = slow(k, kind, comparator, size);
        let low = if k == 0 { 0.0 } else { slow(k - 1, kind, comparator, size) };
        f64::from(k) - (high - tail) / (high - low)
    }

    /// The upper limit's events, by counting up until too little is left.
    fn counted_upper(tail: f64, kind: FunnelKind, comparator: f64, size: f64) -> f64 {
        let more = |k: u32| 1.0 - slow(k, kind, comparator, size);
        let mut k = 0;
        while more(k) >= tail {
            k += 1;
        }
        let before = if k == 0 { 1.0 } else { more(k - 1) };
        f64::from(k) + (before - tail) / (before - more(k))
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
                        let upper = counted_upper(tail, kind, comparator, size) / size;
                        let what = format!("{kind:?} {comparator} {size}: {got:?}");
                        assert!((got.lower - lower.clamp(0.0, comparator)).abs() < 1e-9, "{what}");
                        assert!(
                            (got.upper - upper.clamp(comparator, kind.most())).abs() < 1e-9,
                            "{what}"
                        );
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
        fn neither_tail_holds_more_than_its_share(
            percent in 1_u32..100,
            size in 1_u32..80,
            proportion: bool,
        ) {
            let kind = if proportion { FunnelKind::Proportion } else { FunnelKind::Rate };
            let (comparator, size) = (f64::from(percent) / 100.0, f64::from(size));
            let limits = funnel_limits(kind, comparator, size, Confidence::P95)?;
            let inside = |k: u32| limits.lower * size <= f64::from(k) + 1e-9
                && f64::from(k) <= limits.upper * size + 1e-9;
            let lowest = (0..=80).find(|k| inside(*k)).unwrap();
            let highest = (0..=400).rev().find(|k| inside(*k)).unwrap();
            let below =
                if lowest == 0 { 0.0 } else { slow(lowest - 1, kind, comparator, size) };
            prop_assert!(below <= 0.025, "{below}");
            prop_assert!(1.0 - slow(highest, kind, comparator, size) <= 0.025 + 1e-12);
        }

        #[test]
        fn counting_the_others_mirrors_the_funnel(percent in 1_u32..100, size in 1_u32..5000) {
            let (comparator, size) = (f64::from(percent) / 100.0, f64::from(size));
            let kind = FunnelKind::Proportion;
            let with = funnel_limits(kind, comparator, size, Confidence::P95).unwrap();
            let others = funnel_limits(kind, 1.0 - comparator, size, Confidence::P95).unwrap();
            prop_assert!((with.lower + others.upper - 1.0).abs() <= 1e-9);
        }
    }
}
