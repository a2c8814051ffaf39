//! Indirectly standardised ratios and rates.

use firstyear_core::{Cell, Confidence, Interval, MethodId};

use super::bands::{BandsError, check, check_people};
use super::count_limits::LimitsOfCount;
use super::estimates::Estimates;
use super::few_events::FewEvents;
use super::sum::Sum;

/// The method of [`indirect_ratio`].
pub const INDIRECT_RATIO: MethodId = MethodId::new("indirect-ratio");
/// The method of [`indirect_rate`].
pub const INDIRECT_RATE: MethodId = MethodId::new("indirect-rate");

/// What an indirectly standardised figure is made of: the events of an area in
/// all, and one number for each band of the rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IndirectBands<'a> {
    /// Events of the area, all bands together: by band they are not needed.
    pub observed: f64,
    /// People of the area in each band; a band may be empty.
    pub at_risk: &'a [f64],
    /// Events of the reference population in each band.
    pub reference_events: &'a [f64],
    /// People of the reference population in each band.
    pub reference_at_risk: &'a [f64],
}

impl IndirectBands<'_> {
    /// The events that the area would have at the rates of the reference.
    ///
    /// # Errors
    ///
    /// [`BandsError`]: as [`indirect_ratio`].
    pub fn expected(&self) -> Result<f64, BandsError> {
        let bands = self.at_risk.len();
        check("people", self.at_risk, bands)?;
        check("reference events", self.reference_events, bands)?;
        check_people("reference people", self.reference_at_risk, bands)?;
        if !(self.observed.is_finite() && self.observed >= 0.0) {
            return Err(BandsError::OutOfRange { column: "observed events", band: 1 });
        }
        let expected = expected(self.at_risk, self.reference_events, self.reference_at_risk);
        if expected == 0.0 { Err(BandsError::NothingExpected) } else { Ok(expected) }
    }
}

/// Σ n X/N over bands.
pub(crate) fn expected(at_risk: &[f64], events: &[f64], people: &[f64]) -> f64 {
    Sum::of(at_risk.iter().zip(events).zip(people).map(|((n, events), people)| n * events / people))
}

/// The crude rate of the reference population.
pub(crate) fn reference_rate(events: &[f64], people: &[f64]) -> f64 {
    Sum::of(events.iter().copied()) / Sum::of(people.iter().copied())
}

/// Observed events over those expected at the rates of a reference population,
/// with limits at each level: exact below 10 events, Byar's from there on.
///
/// Ratios of two areas must not be held against each other: each has weights of
/// its own.
///
/// # Units
///
/// A ratio: 1 where the area has the rates of the reference, above 1 where it
/// has more events. Scale by 100 for the usual print. The numerator is the
/// observed count, the denominator the expected one.
///
/// # Errors
///
/// [`BandsError`]: no bands, columns of different lengths, a number that is
/// negative or not finite, an empty band of the reference, or nothing expected.
///
/// # Source
///
/// Breslow NE, Day NE (1987), *Statistical methods in cancer research* II,
/// chapter 2.3.
///
/// # Example
///
/// ```
/// use firstyear_core::{Cell, Confidence};
/// use firstyear_metrics::rates::{BandsError, FewEvents, IndirectBands, indirect_ratio};
///
/// let area = IndirectBands {
///     observed: 30.0,
///     at_risk: &[1_000.0, 2_000.0],
///     reference_events: &[100.0, 50.0],
///     reference_at_risk: &[10_000.0, 10_000.0],
/// };
/// let ratio = indirect_ratio(area, FewEvents::Keep, [Confidence::P95])?;
/// // 10 + 10 expected
/// assert_eq!(ratio.value().unwrap().value, 1.5);
/// # Ok::<(), BandsError>(())
/// ```
pub fn indirect_ratio<const N: usize>(
    area: IndirectBands<'_>,
    few: FewEvents,
    levels: [Confidence; N],
) -> Result<Cell<Estimates<N>>, BandsError> {
    let expected = area.expected()?;
    Ok(few.judge(area.observed, ratio(area.observed, expected, levels)))
}

/// The indirectly standardised ratio times the crude rate of the reference
/// population, with limits at each level.
///
/// # Units
///
/// Events per person. Numerator and denominator are those of the ratio.
///
/// # Errors
///
/// As [`indirect_ratio`].
///
/// # Source
///
/// As [`indirect_ratio`].
///
/// # Example
///
/// ```
/// use firstyear_core::{Cell, Confidence};
/// use firstyear_metrics::rates::{BandsError, FewEvents, IndirectBands, indirect_rate};
///
/// let area = IndirectBands {
///     observed: 30.0,
///     at_risk: &[1_000.0, 2_000.0],
///     reference_events: &[100.0, 50.0],
///     reference_at_risk: &[10_000.0, 10_000.0],
/// };
/// let rate = indirect_rate(area, FewEvents::Keep, [Confidence::P95])?;
/// // 1.5 x 150 / 20,000
/// assert_eq!(rate.value().unwrap().value, 0.01125);
/// # Ok::<(), BandsError>(())
/// ```
pub fn indirect_rate<const N: usize>(
    area: IndirectBands<'_>,
    few: FewEvents,
    levels: [Confidence; N],
) -> Result<Cell<Estimates<N>>, BandsError> {
    let expected = area.expected()?;
    let crude = reference_rate(area.reference_events, area.reference_at_risk);
    let rate = ratio(area.observed, expected, levels).scaled(crude);
    Ok(few.judge(area.observed, Estimates { method: INDIRECT_RATE, ..rate }))
}

fn ratio<const N: usize>(observed: f64, expected: f64, levels: [Confidence; N]) -> Estimates<N> {
    Estimates {
        value: observed / expected,
        intervals: levels.map(|confidence| {
            let (lower, upper) = confidence.limits(observed);
            Interval { lower: lower / expected, upper: upper / expected, confidence }
        }),
        method: INDIRECT_RATIO,
        numerator: observed,
        denominator: expected,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_makes_no_ratio_is_refused() {
        let good = IndirectBands {
            observed: 3.0,
            at_risk: &[10.0, 0.0],
            reference_events: &[1.0, 1.0],
            reference_at_risk: &[100.0, 100.0],
        };
        let of = |area| indirect_ratio(area, FewEvents::Keep, [Confidence::P95]);
        assert!((of(good).unwrap().value().unwrap().value - 30.0).abs() < 1e-12, "an empty band");
        let empty: &[f64] = &[];
        let none = IndirectBands {
            at_risk: empty,
            reference_events: empty,
            reference_at_risk: empty,
            ..good
        };
        assert_eq!(of(none), Err(BandsError::Empty));
        assert_eq!(
            of(IndirectBands { reference_events: &[1.0], ..good }),
            Err(BandsError::Lengths { column: "reference events", given: 1, expected: 2 })
        );
        assert_eq!(
            of(IndirectBands { reference_at_risk: &[100.0, 0.0], ..good }),
            Err(BandsError::NobodyAtRisk { column: "reference people", band: 2 })
        );
        assert_eq!(
            of(IndirectBands { reference_events: &[0.0, 1.0], ..good }),
            Err(BandsError::NothingExpected)
        );
        for observed in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(of(IndirectBands { observed, ..good }).is_err(), "{observed}");
        }
        let few = indirect_ratio(good, FewEvents::NotApplicableBelow(10.0), [Confidence::P95]);
        assert_eq!(few, Ok(Cell::NotApplicable));
    }

    proptest! {
        #[test]
        fn the_reference_held_against_itself_is_one(
            bands in proptest::collection::vec((0..5_000_u32, 1..100_000_u32), 1..20),
        ) {
            let events: Vec<f64> = bands.iter().map(|(x, _)| f64::from(*x)).collect();
            let people: Vec<f64> = bands.iter().map(|(_, n)| f64::from(*n)).collect();
            let observed: f64 = events.iter().sum();
            prop_assume!(observed > 0.0);
            let itself = IndirectBands {
                observed,
                at_risk: &people,
                reference_events: &events,
                reference_at_risk: &people,
            };
            let ratio = indirect_ratio(itself, FewEvents::Keep, [Confidence::P95])?;
            prop_assert!((ratio.value().unwrap().value - 1.0).abs() < 1e-12);
            let rate = indirect_rate(itself, FewEvents::Keep, [Confidence::P95])?;
            let crude = observed / people.iter().sum::<f64>();
            prop_assert!((rate.value().unwrap().value / crude - 1.0).abs() < 1e-12);
        }
    }
}
