//! u and p charts of counts, plain and adjusted for dispersion.

use firstyear_core::MethodId;

use super::chart::{Chart, ChartError, ChartOptions, Convention, Lines, draw, mean};
use super::rules::Band;

/// The method of [`u_chart`].
pub const U_CHART: MethodId = MethodId::new("u-chart");
/// The method of [`p_chart`].
pub const P_CHART: MethodId = MethodId::new("p-chart");
/// The method of [`u_prime`].
pub const U_PRIME: MethodId = MethodId::new("u-prime-chart");
/// The method of [`p_prime`].
pub const P_PRIME: MethodId = MethodId::new("p-prime-chart");

/// The mean moving range of two values over their standard deviation, as
/// tables of control charts round it.
const D2: f64 = 1.128;

/// A chart of rates of events, with limits from chance alone.
///
/// The centre is all events over all exposure of the phase, the limits 3
/// Poisson standard errors either side, never below 0. Chance here is that of
/// independent events with one constant rate; where the exposure is large,
/// real rates vary more than that and most points are outside: [`u_prime`].
///
/// # Units
///
/// Events and exposure (births, bed days) in time order; events per unit of
/// exposure out. An exposure is needed where events are missing, too.
///
/// # Errors
///
/// [`ChartError`] for slices of different lengths, an exposure that is not
/// positive, and as [`xmr`](super::xmr()).
///
/// # Source
///
/// Montgomery DC (2009), *Introduction to statistical quality control*, 6th
/// edition, equation 7.19.
///
/// # Example
///
/// ```
/// use firstyear_metrics::control::{ChartOptions, u_chart};
///
/// // 16 events in 4 units: 4 ± 3 × √(4 / 1).
/// let events = [3, 5, 4, 4].map(Some);
/// let chart = u_chart(&events, &[1.0; 4], &ChartOptions::default())?;
/// assert_eq!(chart.points[0].limits, Some((0.0, 10.0)));
/// # Ok::<(), firstyear_metrics::control::ChartError>(())
/// ```
pub fn u_chart(
    events: &[Option<u64>],
    exposure: &[f64],
    options: &ChartOptions<'_>,
) -> Result<Chart, ChartError> {
    counts(events, exposure, options, Kind::Rate, Dispersion::Chance)
}

/// A chart of proportions, with limits from chance alone.
///
/// As [`u_chart`], with binomial standard errors and limits within 0 and 1.
///
/// # Errors
///
/// As [`u_chart`], and [`ChartError::EventsExceedAtRisk`].
///
/// # Source
///
/// Montgomery DC (2009), *Introduction to statistical quality control*, 6th
/// edition, equation 7.8.
///
/// # Example
///
/// ```
/// use firstyear_metrics::control::{ChartOptions, p_chart};
///
/// // Half of 100: 0.5 ± 3 × 0.05.
/// let chart = p_chart(&[Some(50), Some(50)], &[100.0; 2], &ChartOptions::default())?;
/// assert_eq!(chart.points[0].limits, Some((0.35, 0.65)));
/// # Ok::<(), firstyear_metrics::control::ChartError>(())
/// ```
pub fn p_chart(
    events: &[Option<u64>],
    people: &[f64],
    options: &ChartOptions<'_>,
) -> Result<Chart, ChartError> {
    counts(events, people, options, Kind::Proportion, Dispersion::Chance)
}

/// A u chart whose limits allow for more variation than chance.
///
/// Each standard error is multiplied by the standard deviation of the
/// standardised rates, taken from their moving range. It may be below 1: then
/// the limits are narrower than chance, and events are not independent.
///
/// # Errors
///
/// As [`u_chart`].
///
/// # Source
///
/// Laney DB (2002), Qual Eng 14:531-537.
///
/// # Example
///
/// ```
/// use firstyear_metrics::control::{ChartOptions, u_chart, u_prime};
///
/// let (events, births) = ([40, 60, 30, 70, 50].map(Some), [1e3; 5]);
/// let width = |chart: firstyear_metrics::control::Chart| {
///     let (lower, upper) = chart.points[0].limits.unwrap();
///     upper - lower
/// };
/// let options = ChartOptions::default();
/// let plain = width(u_chart(&events, &births, &options)?);
/// assert!(width(u_prime(&events, &births, &options)?) > plain);
/// # Ok::<(), firstyear_metrics::control::ChartError>(())
/// ```
pub fn u_prime(
    events: &[Option<u64>],
    exposure: &[f64],
    options: &ChartOptions<'_>,
) -> Result<Chart, ChartError> {
    counts(events, exposure, options, Kind::Rate, Dispersion::Laney)
}

/// A p chart whose limits allow for more variation than chance.
///
/// As [`u_prime`], for proportions.
///
/// # Errors
///
/// As [`p_chart`].
///
/// # Source
///
/// Laney DB (2002), Qual Eng 14:531-537.
///
/// # Example
///
/// ```
/// use firstyear_metrics::control::{ChartOptions, p_prime};
///
/// let chart = p_prime(&[Some(5)], &[10.0], &ChartOptions::default())?;
/// // One proportion has no moving range.
/// assert_eq!(chart.points[0].limits, None);
/// # Ok::<(), firstyear_metrics::control::ChartError>(())
/// ```
pub fn p_prime(
    events: &[Option<u64>],
    people: &[f64],
    options: &ChartOptions<'_>,
) -> Result<Chart, ChartError> {
    counts(events, people, options, Kind::Proportion, Dispersion::Laney)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rate,
    Proportion,
}

impl Kind {
    /// Standard deviation of the value of one unit.
    fn deviation(self, centre: f64) -> f64 {
        match self {
            Self::Rate => centre.sqrt(),
            Self::Proportion => (centre * (1.0 - centre)).sqrt(),
        }
    }

    const fn most(self) -> f64 {
        match self {
            Self::Rate => f64::INFINITY,
            Self::Proportion => 1.0,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dispersion {
    Chance,
    Laney,
}

fn counts(
    events: &[Option<u64>],
    sizes: &[f64],
    options: &ChartOptions<'_>,
    kind: Kind,
    dispersion: Dispersion,
) -> Result<Chart, ChartError> {
    check(events, sizes, kind)?;
    let values: Vec<Option<f64>> =
        events.iter().zip(sizes).map(|(events, size)| events.map(|x| x as f64 / size)).collect();
    draw(&values, options, Convention::Own, |start, baseline, points, lines| {
        let known = start..start + baseline.len();
        let (total, exposure) = events[known.clone()]
            .iter()
            .zip(&sizes[known.clone()])
            .filter_map(|(events, size)| Some(((*events)? as f64, size)))
            .fold((0.0, 0.0), |(x, n), (events, size)| (x + events, n + size));
        let centre = (exposure > 0.0).then(|| total / exposure);
        let spread = centre.and_then(|centre| match dispersion {
            Dispersion::Chance => Some(1.0),
            Dispersion::Laney => laney(baseline, &sizes[known], centre, kind),
        });
        lines.extend(sizes[start..start + points].iter().map(|size| Lines {
            centre,
            band: centre.zip(spread).map(|(centre, spread)| {
                let width = 3.0 * spread * kind.deviation(centre) / size.sqrt();
                Band::around(centre, width).within(0.0, kind.most())
            }),
        }));
    })
}

/// Standard deviation of the standardised values, from their moving range;
/// `None` with no two neighbours.
fn laney(values: &[Option<f64>], sizes: &[f64], centre: f64, kind: Kind) -> Option<f64> {
    let unit = kind.deviation(centre);
    let standard = |value: Option<f64>, size: f64| {
        // With no event or nothing else, all values are at the centre.
        value.map(|value| if unit == 0.0 { 0.0 } else { (value - centre) * size.sqrt() / unit })
    };
    let ranges = values.windows(2).zip(sizes.windows(2)).filter_map(|(value, size)| {
        Some((standard(value[1], size[1])? - standard(value[0], size[0])?).abs())
    });
    mean(ranges).map(|range| range / D2)
}

fn check(events: &[Option<u64>], sizes: &[f64], kind: Kind) -> Result<(), ChartError> {
    if events.len() != sizes.len() {
        return Err(ChartError::DifferentLengths {
            values: events.len(),
            denominators: sizes.len(),
        });
    }
    for (at, (events, &size)) in events.iter().zip(sizes).enumerate() {
        if !(size > 0.0 && size.is_finite()) {
            return Err(ChartError::NoDenominator { point: at + 1 });
        }
        if kind == Kind::Proportion && events.is_some_and(|events| events as f64 > size) {
            return Err(ChartError::EventsExceedAtRisk { point: at + 1 });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_p_chart_matches_a_worked_example() {
        // Montgomery, Introduction to Statistical Quality Control (6th
        // edition), example 7.1: orange juice cans, 30 samples of 50 with 347
        // faulty in all; centre 0.2313, limits 0.0524 and 0.4102; samples 15
        // (22) and 23 (24) are out of control.
        let faulty = [
            12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15,
            9, 12, 7, 13, 9, 6,
        ];
        let chart = p_chart(&faulty.map(Some), &[50.0; 30], &ChartOptions::default()).unwrap();
        let (lower, upper) = chart.points[0].limits.unwrap();
        assert!((chart.points[0].centre.unwrap() - 0.2313).abs() < 5e-5);
        assert!((lower - 0.0524).abs() < 1e-4 && (upper - 0.4102).abs() < 1e-4);
        let outside: Vec<usize> =
            (0..30).filter(|&at| chart.points[at].outside == Some(true)).collect();
        assert_eq!(outside, [14, 22]);
    }

    #[test]
    fn adjusted_limits_are_individual_limits_where_sizes_are_equal() {
        // With equal sizes, 3 standard errors times the spread are 3 / 1.128
        // moving ranges of the proportions themselves.
        let events = [540, 561, 533, 570, 552, 547].map(Some);
        let chart = p_prime(&events, &[1000.0; 6], &ChartOptions::default()).unwrap();
        let range = [21.0, 28.0, 37.0, 18.0, 5.0].iter().sum::<f64>() / 5.0 / 1000.0;
        let (lower, upper) = chart.points[3].limits.unwrap();
        assert!((upper - lower - 6.0 * range / 1.128).abs() < 1e-12);
    }

    #[test]
    fn no_events_leave_limits_of_nothing() {
        for chart in [u_chart, u_prime, p_chart, p_prime] {
            let chart = chart(&[Some(0); 15], &[10.0; 15], &ChartOptions::default()).unwrap();
            assert_eq!(chart.points[0].limits, Some((0.0, 0.0)));
            assert!(chart.points.iter().all(|point| point.cause.is_none()));
        }
    }

    #[test]
    fn wrong_input_is_named() {
        let options = ChartOptions::default();
        assert_eq!(u_chart(&[], &[], &options), Err(ChartError::Empty));
        assert_eq!(
            u_chart(&[Some(1)], &[], &options),
            Err(ChartError::DifferentLengths { values: 1, denominators: 0 })
        );
        for size in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let error = u_chart(&[None, Some(1)], &[1.0, size], &options);
            assert_eq!(error, Err(ChartError::NoDenominator { point: 2 }));
        }
        let error = p_chart(&[Some(3)], &[2.0], &options);
        assert_eq!(error, Err(ChartError::EventsExceedAtRisk { point: 1 }));
        assert!(u_chart(&[Some(3)], &[2.0], &options).is_ok());
    }

    proptest! {
        #[test]
        fn counting_the_others_mirrors_a_p_chart(
            rows in prop::collection::vec((1_u64..500, 0..=100_u64), 2..40),
        ) {
            let sizes: Vec<f64> = rows.iter().map(|(n, _)| *n as f64).collect();
            let events: Vec<_> = rows.iter().map(|(n, percent)| Some(n * percent / 100)).collect();
            let others: Vec<_> =
                rows.iter().zip(&events).map(|((n, _), x)| x.map(|x| n - x)).collect();
            for chart in [p_chart, p_prime] {
                let with = chart(&events, &sizes, &ChartOptions::default()).unwrap();
                let without = chart(&others, &sizes, &ChartOptions::default()).unwrap();
                for (a, b) in with.points.iter().zip(&without.points) {
                    let ((al, au), (bl, bu)) = (a.limits.unwrap(), b.limits.unwrap());
                    prop_assert!((al + bu - 1.0).abs() < 1e-9 && (au + bl - 1.0).abs() < 1e-9);
                    prop_assert!((0.0..=1.0).contains(&al) && (0.0..=1.0).contains(&au));
                }
            }
        }
    }
}
