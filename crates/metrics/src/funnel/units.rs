//! A funnel: units against a comparator, with and without overdispersion.

use firstyear_core::{Confidence, Interval, MethodId};

use super::limits::{FunnelKind, check_comparator, funnel_limits, limits};
use super::overdispersion::{Overdispersion, Trimming, dispersion, trimmed};

/// The method of [`funnel`].
pub const FUNNEL: MethodId = MethodId::new("funnel");

/// What units are held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Comparator {
    /// All events over all sizes of the units themselves.
    Pooled,
    /// A value from elsewhere.
    Value(f64),
}

/// Input that makes no funnel.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FunnelError {
    /// No units, or none with a known count.
    #[error("no units with a known count")]
    Empty,
    /// Slices of different lengths.
    #[error("{events} counts and {sizes} sizes: one is needed for each unit")]
    DifferentLengths {
        /// How many counts.
        events: usize,
        /// How many sizes.
        sizes: usize,
    },
    /// A size that is not positive.
    #[error("unit {unit}: the size is not a positive number")]
    Size {
        /// Counted from 1.
        unit: usize,
    },
    /// More events than people, in a funnel of proportions.
    #[error("unit {unit}: more events than people; a funnel of rates allows that")]
    EventsExceedAtRisk {
        /// Counted from 1.
        unit: usize,
    },
    /// A rate that is negative, not finite, or not there.
    #[error("unit {unit}: a rate of 0 or above is asked for")]
    Rate {
        /// Counted from 1.
        unit: usize,
    },
    /// A multiplier or number of years that is not positive.
    #[error("the multiplier and the number of years are positive numbers")]
    Scale,
    /// A comparator without chance variation around it.
    #[error("the comparator is not above 0, or a proportion not below 1: nothing varies around it")]
    Comparator,
    /// A variance between units that is negative or not finite.
    #[error("the variance between units is not a finite number of 0 or above")]
    Variance,
    /// A fraction that leaves nothing.
    #[error("the fraction trimmed at either end is not from 0 to below 0.5: write 0.1 for 10%")]
    Trimming,
}

/// Units against a comparator.
#[derive(Clone, Debug, PartialEq)]
pub struct Funnel {
    /// What they are held against.
    pub comparator: f64,
    /// How much they vary beyond chance.
    pub overdispersion: Overdispersion,
    /// One for each unit, in their order; `None` where the count is not known.
    pub units: Vec<Option<FunnelUnit>>,
}

/// One unit of a funnel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FunnelUnit {
    /// Events over size.
    pub value: f64,
    /// Distance from the comparator in standard errors of chance.
    pub score: f64,
    /// Limits of chance alone.
    pub chance: Band,
    /// Limits that allow for overdispersion.
    pub adjusted: Band,
}

/// Two levels of limits, and where the unit lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Limits at 95%.
    pub inner: Interval,
    /// Limits at 99.8%.
    pub outer: Interval,
    /// Where the unit lies.
    pub position: Position,
}

/// Where a unit lies in a funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    /// Below the 99.8% limits.
    VeryLow,
    /// Below the 95% limits.
    Low,
    /// Within the 95% limits, ends included.
    Within,
    /// Above the 95% limits.
    High,
    /// Above the 99.8% limits.
    VeryHigh,
}

impl Position {
    /// Its label in tables.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::VeryLow => "below 99.8%",
            Self::Low => "below 95%",
            Self::Within => "within",
            Self::High => "above 95%",
            Self::VeryHigh => "above 99.8%",
        }
    }

    fn of(value: f64, inner: Interval, outer: Interval) -> Self {
        if value < outer.lower {
            Self::VeryLow
        } else if value > outer.upper {
            Self::VeryHigh
        } else if value < inner.lower {
            Self::Low
        } else if value > inner.upper {
            Self::High
        } else {
            Self::Within
        }
    }
}

/// Units against a comparator: limits of chance, and limits that allow for
/// variation between units beyond it.
///
/// Limits of chance are those of [`funnel_limits`](super::funnel_limits).
/// Adjusted limits are as far from the comparator as those, times
/// √(1 + τ²/s²), where s is the standard error of chance and τ² the variance
/// between units; so they keep their skewness, and equal the limits of chance
/// where τ² is 0. Many units outside the limits of chance say that something
/// else differs between all units (their mix of cases, how they count), and
/// that a unit outside is no exception.
///
/// Units without a known count take no part in the comparator or in τ².
///
/// # Units
///
/// Events and sizes (people, exposure or expected events); values, comparator
/// and limits in events per unit of size.
///
/// # Errors
///
/// [`FunnelError`]: no unit with a known count, slices of different lengths, a
/// size that is not positive, more events than people in a proportion, a
/// comparator with nothing varying around it, a fraction to trim that is not
/// below one half.
///
/// # Source
///
/// Spiegelhalter DJ (2005), Stat Med 24:1185-1202, sections 2 and 3.3.
///
/// # Example
///
/// ```
/// use firstyear_metrics::funnel::{Comparator, FunnelKind, Position, Trimming, funnel};
///
/// let events = [4, 6, 5, 20].map(Some);
/// let births = [1000.0, 1200.0, 1100.0, 1000.0];
/// let comparator = Comparator::Value(0.005);
/// let funnel = funnel(FunnelKind::Rate, &events, &births, comparator, Trimming::None)?;
/// assert_eq!(funnel.units[0].unwrap().chance.position, Position::Within);
/// assert_eq!(funnel.units[3].unwrap().chance.position, Position::VeryHigh);
/// # Ok::<(), firstyear_metrics::funnel::FunnelError>(())
/// ```
pub fn funnel(
    kind: FunnelKind,
    events: &[Option<u64>],
    sizes: &[f64],
    comparator: Comparator,
    trimming: Trimming,
) -> Result<Funnel, FunnelError> {
    check(kind, events, sizes)?;
    let known: Vec<(f64, f64)> = events
        .iter()
        .zip(sizes)
        .filter_map(|(events, size)| Some(((*events)? as f64, *size)))
        .collect();
    if known.is_empty() {
        return Err(FunnelError::Empty);
    }
    let comparator = match comparator {
        Comparator::Value(value) => value,
        Comparator::Pooled => {
            let (x, n) = known.iter().fold((0.0, 0.0), |(x, n), unit| (x + unit.0, n + unit.1));
            x / n
        }
    };
    check_comparator(kind, comparator)?;
    let spread = kind.variance(comparator).sqrt();
    let errors: Vec<f64> = known.iter().map(|(_, size)| spread / size.sqrt()).collect();
    let scores: Vec<f64> = known
        .iter()
        .zip(&errors)
        .map(|((events, size), error)| (events / size - comparator) / error)
        .collect();
    let overdispersion = dispersion(&trimmed(&scores, trimming)?, &errors);
    let mut scored =
        known.iter().zip(errors.iter().zip(&scores)).map(|((events, size), (error, score))| {
            let stretch = (1.0 + overdispersion.tau2 / (error * error)).sqrt();
            unit(kind, comparator, (*events, *size), *score, stretch)
        });
    let units = events.iter().map(|events| events.and_then(|_| scored.next())).collect();
    Ok(Funnel { comparator, overdispersion, units })
}

fn check(kind: FunnelKind, events: &[Option<u64>], sizes: &[f64]) -> Result<(), FunnelError> {
    if events.len() != sizes.len() {
        return Err(FunnelError::DifferentLengths { events: events.len(), sizes: sizes.len() });
    }
    for (at, (events, &size)) in events.iter().zip(sizes).enumerate() {
        if !(size > 0.0 && size.is_finite()) {
            return Err(FunnelError::Size { unit: at + 1 });
        }
        if kind == FunnelKind::Proportion && events.is_some_and(|events| events as f64 > size) {
            return Err(FunnelError::EventsExceedAtRisk { unit: at + 1 });
        }
    }
    Ok(())
}

fn unit(
    kind: FunnelKind,
    comparator: f64,
    (events, size): (f64, f64),
    score: f64,
    stretch: f64,
) -> FunnelUnit {
    let value = events / size;
    let inner = limits(kind, comparator, size, Confidence::P95);
    let outer = limits(kind, comparator, size, Confidence::P998);
    let stretched = |limits| stretched(kind, comparator, limits, stretch);
    let band = |inner, outer| Band { inner, outer, position: Position::of(value, inner, outer) };
    FunnelUnit {
        value,
        score,
        chance: band(inner, outer),
        adjusted: band(stretched(inner), stretched(outer)),
    }
}

/// Limits that allow for a variance between units, for a size that no unit
/// need have: the course of the adjusted lines of a [`funnel`].
///
/// # Units
///
/// The comparator as a fraction, a rate per unit of size, or a ratio; the
/// variance in its square; limits in its unit.
///
/// # Errors
///
/// As [`funnel_limits`](super::funnel_limits), and [`FunnelError::Variance`].
///
/// # Source
///
/// As [`funnel`].
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::funnel::{FunnelKind, adjusted_funnel_limits, funnel_limits};
///
/// // As much variance between units as chance gives one of this size: limits
/// // lie √2 times as far out.
/// let chance = funnel_limits(FunnelKind::Ratio, 1.0, 100.0, Confidence::P95)?;
/// let both = adjusted_funnel_limits(FunnelKind::Ratio, 1.0, 0.01, 100.0, Confidence::P95)?;
/// assert!((both.upper - 1.0 - (chance.upper - 1.0) * 2_f64.sqrt()).abs() < 1e-12);
/// # Ok::<(), firstyear_metrics::funnel::FunnelError>(())
/// ```
pub fn adjusted_funnel_limits(
    kind: FunnelKind,
    comparator: f64,
    tau2: f64,
    size: f64,
    confidence: Confidence,
) -> Result<Interval, FunnelError> {
    let chance = funnel_limits(kind, comparator, size, confidence)?;
    if !(tau2 >= 0.0 && tau2.is_finite()) {
        return Err(FunnelError::Variance);
    }
    let stretch = (1.0 + tau2 * size / kind.variance(comparator)).sqrt();
    Ok(stretched(kind, comparator, chance, stretch))
}

fn stretched(kind: FunnelKind, comparator: f64, limits: Interval, stretch: f64) -> Interval {
    // Equal to the last digit where there is nothing to stretch.
    if stretch == 1.0 {
        return limits;
    }
    let moved = |limit: f64| comparator + (limit - comparator) * stretch;
    Interval {
        lower: moved(limits.lower).max(0.0),
        upper: moved(limits.upper).min(kind.most()),
        confidence: limits.confidence,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_area_without_a_count_takes_no_part() {
        let (events, sizes) = ([Some(10), None, Some(30)], [100.0, 5000.0, 100.0]);
        let run = |events: &[Option<u64>], sizes: &[f64]| {
            funnel(FunnelKind::Proportion, events, sizes, Comparator::Pooled, Trimming::None)
                .unwrap()
        };
        let with = run(&events, &sizes);
        assert_eq!(with.comparator, 0.2);
        assert_eq!(with.units[1], None);
        let without = run(&[Some(10), Some(30)], &[100.0, 100.0]);
        assert_eq!(with.units[2], without.units[1]);
    }

    #[test]
    fn wrong_input_is_named() {
        let run = |kind, events: &[Option<u64>], sizes: &[f64]| {
            funnel(kind, events, sizes, Comparator::Pooled, Trimming::None).unwrap_err()
        };
        let rate = FunnelKind::Rate;
        assert_eq!(run(rate, &[], &[]), FunnelError::Empty);
        assert_eq!(run(rate, &[None], &[1.0]), FunnelError::Empty);
        assert_eq!(
            run(rate, &[Some(1)], &[]),
            FunnelError::DifferentLengths { events: 1, sizes: 0 }
        );
        assert_eq!(run(rate, &[Some(1), None], &[1.0, 0.0]), FunnelError::Size { unit: 2 });
        assert_eq!(run(rate, &[Some(0)], &[10.0]), FunnelError::Comparator);
        let proportion = FunnelKind::Proportion;
        assert_eq!(
            run(proportion, &[Some(3)], &[2.0]),
            FunnelError::EventsExceedAtRisk { unit: 1 }
        );
        assert_eq!(run(proportion, &[Some(2)], &[2.0]), FunnelError::Comparator);
    }

    fn units() -> impl Strategy<Value = Vec<(u64, u64)>> {
        prop::collection::vec((1_u64..5000, 0_u64..=100), 1..30).prop_map(|units| {
            units.into_iter().map(|(size, percent)| (size * percent / 100, size)).collect()
        })
    }

    proptest! {
        #[test]
        fn adjusted_limits_hold_those_of_chance(units in units(), proportion: bool) {
            let kind = if proportion { FunnelKind::Proportion } else { FunnelKind::Rate };
            let events: Vec<_> = units.iter().map(|(x, _)| Some(*x)).collect();
            let sizes: Vec<f64> = units.iter().map(|(_, n)| *n as f64).collect();
            let Ok(found) =
                funnel(kind, &events, &sizes, Comparator::Pooled, Trimming::Winsorise(0.1))
            else {
                let all: u64 = units.iter().map(|(x, _)| x).sum();
                prop_assert!(all == 0 || proportion && units.iter().all(|(x, n)| x == n));
                return Ok(());
            };
            prop_assert!(found.overdispersion.tau2 >= 0.0);
            for unit in found.units.iter().flatten() {
                let pairs = [
                    (unit.chance.inner, unit.adjusted.inner),
                    (unit.chance.outer, unit.adjusted.outer),
                ];
                for (chance, adjusted) in pairs {
                    prop_assert!(chance.lower <= found.comparator);
                    prop_assert!(found.comparator <= chance.upper);
                    if found.overdispersion.tau2 == 0.0 {
                        prop_assert_eq!(chance, adjusted);
                    } else {
                        prop_assert!(adjusted.lower <= chance.lower + 1e-12);
                        prop_assert!(adjusted.upper >= chance.upper - 1e-12);
                    }
                    prop_assert!(adjusted.lower >= 0.0 && adjusted.upper <= kind.most());
                }
                let (chance, adjusted) = (unit.chance.position, unit.adjusted.position);
                prop_assert!(chance == Position::Within || chance.cmp(&Position::Within)
                    == adjusted.cmp(&Position::Within) || adjusted == Position::Within);
            }
        }

        #[test]
        fn the_order_of_units_is_no_matter(units in units()) {
            let run = |units: &[(u64, u64)]| {
                let events: Vec<_> = units.iter().map(|(x, _)| Some(*x)).collect();
                let sizes: Vec<f64> = units.iter().map(|(_, n)| *n as f64).collect();
                funnel(FunnelKind::Rate, &events, &sizes, Comparator::Pooled, Trimming::None)
            };
            let mut backwards = units.clone();
            backwards.reverse();
            if let (Ok(a), Ok(b)) = (run(&units), run(&backwards)) {
                prop_assert_eq!(a.comparator, b.comparator);
                for (a, b) in a.units.iter().zip(b.units.iter().rev()) {
                    prop_assert_eq!(a.unwrap().chance, b.unwrap().chance);
                }
            }
        }
    }
}
