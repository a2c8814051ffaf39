//! Funnels as `PHEindicatormethods` 2.1.0 draws them.

use std::num::NonZeroU64;

use firstyear_core::{Confidence, MethodId};

use super::{FunnelError, phe_axis};
use crate::limits::deviate;
use crate::poisson::count_limits;
use crate::proportion::wilson;
use crate::special::poisson;

/// The method of [`phe_funnel_limits`].
pub const PHE_FUNNEL_LIMITS: MethodId = MethodId::new("phe-funnel-limits");
/// The method of [`phe_funnel_points`].
pub const PHE_FUNNEL_POINTS: MethodId = MethodId::new("phe-funnel-points");
/// The method of [`phe_funnel_significance`].
pub const PHE_FUNNEL_SIGNIFICANCE: MethodId = MethodId::new("phe-funnel-significance");

/// Fewest events for a directly standardised rate.
const FEWEST_EVENTS: u64 = 10;
/// Up to this number of events Poisson probabilities are summed as the package
/// sums them; beyond, the sum agrees with the gamma function's to more digits
/// than the bisection has.
const TERM_BY_TERM: f64 = 20_000.0;

/// What a funnel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PheStatistic {
    /// Numerators among denominators.
    Proportion,
    /// Observed over expected, less 1.
    CountRatio,
    /// Indirectly standardised ratio: observed over expected, times 100.
    StandardisedRatio,
    /// Directly standardised rates.
    StandardisedRate,
    /// Crude rates.
    CrudeRate,
}

impl PheStatistic {
    const fn is_rate(self) -> bool {
        matches!(self, Self::StandardisedRate | Self::CrudeRate)
    }
}

/// The units of a funnel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PheUnits<'a> {
    /// What is shown.
    pub statistic: PheStatistic,
    /// Events, all years together.
    pub numerators: &'a [u64],
    /// People, person-years of all years together, or expected events.
    pub denominators: &'a [f64],
    /// Rates per `multiplier`; empty but for funnels of rates.
    pub rates: &'a [f64],
    /// What proportions and rates are multiplied by.
    pub multiplier: f64,
    /// How many years the events are from, for funnels of rates.
    pub years: f64,
}

/// The limits of a funnel at one point of its axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PheLimits {
    /// Population, or events.
    pub x: f64,
    /// Lower and upper limit at 95%, lower and upper limit at 99.8%.
    pub limits: [f64; 4],
    /// Of ratios, the expected events at which `x` events lie on each limit;
    /// of rates, the population of one year. `None` for proportions.
    pub places: Option<[f64; 4]>,
    /// The pooled proportion or rate; `None` for ratios.
    pub baseline: Option<f64>,
}

/// Limits at 100 points, as the package's `calculate_funnel_limits` has them.
///
/// Known differences from what they should be: the upper limit of a proportion
/// is cut at 100 whatever the multiplier; limits of proportions are those of
/// the normal distribution; those of ratios and rates come from a bisection
/// that stops at 7 digits, step by step as there; and the axis is rounded by
/// the number of characters that R prints. [`funnel_limits`] is right.
///
/// [`funnel_limits`]: super::funnel_limits
///
/// # Errors
///
/// [`FunnelError`]: no units, slices of different lengths, a denominator that
/// is not positive, a rate that is negative, a multiplier or number of years
/// that is not positive.
///
/// # Example
///
/// ```
/// use firstyear_metrics::funnel::{PheStatistic, PheUnits, phe_funnel_limits};
///
/// let units = PheUnits {
///     statistic: PheStatistic::CountRatio,
///     numerators: &[12, 30],
///     denominators: &[14.2, 25.9],
///     rates: &[],
///     multiplier: 1.0,
///     years: 1.0,
/// };
/// let limits = phe_funnel_limits(&units)?;
/// // 10 events are on the 95% limits where 18.39 and where 4.795 are expected,
/// // as in Garwood's table.
/// let places = limits[0].places.unwrap();
/// assert_eq!(format!("{} {:.2} {:.3}", limits[0].x, places[0], places[1]), "10 18.39 4.795");
/// # Ok::<(), firstyear_metrics::funnel::FunnelError>(())
/// ```
pub fn phe_funnel_limits(units: &PheUnits<'_>) -> Result<Vec<PheLimits>, FunnelError> {
    check(units)?;
    match units.statistic {
        PheStatistic::Proportion => proportion_limits(units),
        PheStatistic::CountRatio => Ok(ratio_limits(units, |ratio| ratio - 1.0)),
        PheStatistic::StandardisedRatio => Ok(ratio_limits(units, |ratio| ratio * 100.0)),
        PheStatistic::StandardisedRate | PheStatistic::CrudeRate => rate_limits(units),
    }
}

/// A unit's place in a funnel of rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhePoint {
    /// The rate.
    pub rate: f64,
    /// The population of one year that its events and rate imply.
    pub population: f64,
}

/// The points of a funnel of rates, as the package's `calculate_funnel_points`
/// has them.
///
/// A rate of 0 implies no population: for crude rates the denominator stands
/// in. Directly standardised rates of fewer than 10 events have no point.
///
/// # Errors
///
/// As [`phe_funnel_limits`], and [`FunnelError::Rate`] for a statistic that is
/// no rate.
///
/// # Example
///
/// ```
/// use firstyear_metrics::funnel::{PheStatistic, PheUnits, phe_funnel_points};
///
/// let units = PheUnits {
///     statistic: PheStatistic::StandardisedRate,
///     numerators: &[30, 9],
///     denominators: &[9000.0, 9000.0],
///     rates: &[5.0, 1.5],
///     multiplier: 1000.0,
///     years: 3.0,
/// };
/// let points = phe_funnel_points(&units)?;
/// assert_eq!(points[0].unwrap().population, 2000.0);
/// assert_eq!(points[1], None);
/// # Ok::<(), firstyear_metrics::funnel::FunnelError>(())
/// ```
pub fn phe_funnel_points(units: &PheUnits<'_>) -> Result<Vec<Option<PhePoint>>, FunnelError> {
    check(units)?;
    if !units.statistic.is_rate() {
        return Err(FunnelError::Rate { unit: 1 });
    }
    Ok(implied_exposure(units)
        .into_iter()
        .zip(units.rates)
        .zip(units.numerators)
        .map(|((exposure, &rate), &events)| {
            let drawn = has_enough_events(units, events);
            exposure
                .filter(|_| drawn)
                .map(|exposure| PhePoint { rate, population: exposure / units.years })
        })
        .collect())
}

/// Where a unit lies in a funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PheSignificance {
    /// Below the 99.8% limits.
    Low998,
    /// Below the 95% limits.
    Low95,
    /// Neither.
    NotSignificant,
    /// Above the 95% limits.
    High95,
    /// Above the 99.8% limits.
    High998,
    /// A directly standardised rate of fewer than 10 events.
    TooFewEvents,
}

impl PheSignificance {
    /// The package's label, with the probability in one tail.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Low998 => "Low (0.001)",
            Self::Low95 => "Low (0.025)",
            Self::NotSignificant => "Not significant",
            Self::High95 => "High (0.025)",
            Self::High998 => "High (0.001)",
            Self::TooFewEvents => "Not applicable for events less than 10 for dsrs",
        }
    }
}

/// Whether each unit differs from the baseline, as the package's
/// `assign_funnel_significance` has it: by Wilson's limits of a proportion,
/// and by the limits of the count (exact below 10 events, Byar's from there
/// on) of ratios and rates.
///
/// # Errors
///
/// As [`phe_funnel_limits`], and [`FunnelError::EventsExceedAtRisk`] and
/// [`FunnelError::Size`] for proportions of no whole number of people.
///
/// # Example
///
/// ```
/// use firstyear_metrics::funnel::{
///     PheSignificance, PheStatistic, PheUnits, phe_funnel_significance,
/// };
///
/// let units = PheUnits {
///     statistic: PheStatistic::StandardisedRatio,
///     numerators: &[60, 41],
///     denominators: &[30.0, 40.0],
///     rates: &[],
///     multiplier: 1.0,
///     years: 1.0,
/// };
/// let found = phe_funnel_significance(&units)?;
/// assert_eq!(found, [PheSignificance::High998, PheSignificance::NotSignificant]);
/// # Ok::<(), firstyear_metrics::funnel::FunnelError>(())
/// ```
pub fn phe_funnel_significance(units: &PheUnits<'_>) -> Result<Vec<PheSignificance>, FunnelError> {
    check(units)?;
    if units.statistic == PheStatistic::Proportion {
        return proportion_significance(units);
    }
    let at_baseline: Vec<Option<f64>> = if units.statistic.is_rate() {
        let baseline = baseline(units) / units.multiplier;
        let exposures = implied_exposure(units).into_iter();
        exposures.map(|exposure| exposure.map(|exposure| baseline * exposure)).collect()
    } else {
        units.denominators.iter().copied().map(Some).collect()
    };
    let compared = units.numerators.iter().zip(at_baseline).map(|(&events, expected)| {
        let Some(expected) = expected.filter(|_| has_enough_events(units, events)) else {
            return PheSignificance::TooFewEvents;
        };
        significance(expected, |confidence| {
            let limits = count_limits(events, confidence);
            (limits.lower, limits.upper)
        })
    });
    Ok(compared.collect())
}

fn check(units: &PheUnits<'_>) -> Result<(), FunnelError> {
    let count = units.numerators.len();
    if count == 0 {
        return Err(FunnelError::Empty);
    }
    let rates = if units.statistic.is_rate() { units.rates.len() } else { count };
    for sizes in [units.denominators.len(), rates] {
        if sizes != count {
            return Err(FunnelError::DifferentLengths { events: count, sizes });
        }
    }
    if let Some(at) = units.denominators.iter().position(|n| !(*n > 0.0 && n.is_finite())) {
        return Err(FunnelError::Size { unit: at + 1 });
    }
    if let Some(at) = units.rates.iter().position(|rate| !(*rate >= 0.0 && rate.is_finite()))
        && units.statistic.is_rate()
    {
        return Err(FunnelError::Rate { unit: at + 1 });
    }
    if [units.multiplier, units.years].iter().any(|scale| !(*scale > 0.0 && scale.is_finite())) {
        return Err(FunnelError::Scale);
    }
    Ok(())
}

fn has_enough_events(units: &PheUnits<'_>, events: u64) -> bool {
    units.statistic != PheStatistic::StandardisedRate || events >= FEWEST_EVENTS
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| {
        (least.min(value), most.max(value))
    })
}

fn total(numerators: &[u64]) -> f64 {
    numerators.iter().map(|&events| events as f64).sum()
}

/// Person-years that events and rate imply.
fn implied_exposure(units: &PheUnits<'_>) -> Vec<Option<f64>> {
    let crude = units.statistic == PheStatistic::CrudeRate;
    units
        .numerators
        .iter()
        .zip(units.rates)
        .zip(units.denominators)
        .map(|((&events, &rate), &denominator)| {
            if rate > 0.0 {
                Some(events as f64 / rate * units.multiplier)
            } else {
                crude.then_some(denominator)
            }
        })
        .collect()
}

/// The pooled rate per multiplier.
fn baseline(units: &PheUnits<'_>) -> f64 {
    let exposure: f64 = implied_exposure(units).into_iter().flatten().sum();
    total(units.numerators) / exposure * units.multiplier
}

fn proportion_limits(units: &PheUnits<'_>) -> Result<Vec<PheLimits>, FunnelError> {
    let people: f64 = units.denominators.iter().sum();
    let pooled = total(units.numerators) / people;
    if pooled > 1.0 {
        return Err(FunnelError::Comparator);
    }
    let (least, most) = range(units.denominators.iter().copied());
    let (two, three) = (deviate(Confidence::P95), deviate(Confidence::P998));
    let limits = phe_axis::people(least, most).into_iter().map(|x| {
        let error = (pooled * (1.0 - pooled) / x).sqrt();
        let lower = |z: f64| ((pooled - z * error) * units.multiplier).max(0.0);
        let upper = |z: f64| ((pooled + z * error) * units.multiplier).min(100.0);
        PheLimits {
            x,
            limits: [lower(two), upper(two), lower(three), upper(three)],
            places: None,
            baseline: Some(pooled * units.multiplier),
        }
    });
    Ok(limits.collect())
}

fn ratio_limits(units: &PheUnits<'_>, shown: impl Fn(f64) -> f64) -> Vec<PheLimits> {
    let (least, most) = range(units.denominators.iter().copied());
    phe_axis::expected(least, most)
        .into_iter()
        .map(|x| {
            let places = means_of_limits(x);
            let limits = places.map(|expected| shown(x / expected));
            PheLimits { x, limits, places: Some(places), baseline: None }
        })
        .collect()
}

fn rate_limits(units: &PheUnits<'_>) -> Result<Vec<PheLimits>, FunnelError> {
    let baseline = baseline(units);
    if !(baseline > 0.0 && baseline.is_finite()) {
        return Err(FunnelError::Comparator);
    }
    let yearly = implied_exposure(units).into_iter().flatten().map(|n| n / units.years);
    let (least, most) = range(yearly);
    let events = baseline / units.multiplier * units.years;
    let limits = phe_axis::events(least, most, events).into_iter().map(|x| {
        let places =
            means_of_limits(x).map(|mean| mean / baseline * units.multiplier / units.years);
        let limits = places.map(|people| x / (people * units.years) * units.multiplier);
        PheLimits { x, limits, places: Some(places), baseline: Some(baseline) }
    });
    Ok(limits.collect())
}

fn proportion_significance(units: &PheUnits<'_>) -> Result<Vec<PheSignificance>, FunnelError> {
    let people: f64 = units.denominators.iter().sum();
    let pooled = total(units.numerators) / people;
    let compared = units.numerators.iter().zip(units.denominators).enumerate();
    compared
        .map(|(at, (&events, &people))| {
            let whole = whole_people(people).ok_or(FunnelError::Size { unit: at + 1 })?;
            if events > whole.get() {
                return Err(FunnelError::EventsExceedAtRisk { unit: at + 1 });
            }
            Ok(significance(pooled, |confidence| {
                let limits = wilson(events, whole, confidence).ok().and_then(|e| e.interval);
                limits.map_or((f64::NAN, f64::NAN), |limits| (limits.lower, limits.upper))
            }))
        })
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole and in range"
)]
fn whole_people(people: f64) -> Option<NonZeroU64> {
    let whole = people >= 1.0 && people.fract() == 0.0 && people <= 9_007_199_254_740_992.0;
    whole.then_some(people as u64).and_then(NonZeroU64::new)
}

fn significance(baseline: f64, limits: impl Fn(Confidence) -> (f64, f64)) -> PheSignificance {
    use PheSignificance::{High95, High998, Low95, Low998, NotSignificant};
    for (confidence, low, high) in
        [(Confidence::P998, Low998, High998), (Confidence::P95, Low95, High95)]
    {
        let (lower, upper) = limits(confidence);
        if upper < baseline {
            return low;
        }
        if lower > baseline {
            return high;
        }
    }
    NotSignificant
}

/// The Poisson means at which `events` lie on the lower and upper limits, at
/// 2.5% and at 0.1% in each tail.
fn means_of_limits(events: f64) -> [f64; 4] {
    // Term by term as the package, while that ends soon.
    let many = events > TERM_BY_TERM;
    let at_most = |mean: f64| {
        if many {
            poisson::at_most_and_more(events, mean).0
        } else {
            poisson_between(mean, 0.0, events)
        }
    };
    let at_least = |mean: f64| {
        if many {
            poisson::at_most_and_more(events - 1.0, mean).1
        } else {
            poisson_between(mean, events, 1e10)
        }
    };
    [0.025, 0.001]
        .map(|tail| {
            [
                bisect(events, |mean| at_most(mean) < tail),
                bisect(events, |mean| at_least(mean) > tail),
            ]
        })
        .as_flattened()
        .try_into()
        .expect("two times two are four")
}

/// Halves steps of v, with the mean (1 + events) v / (1 - v), until they are
/// 1e-7: about 7 digits of the mean.
fn bisect(events: f64, is_above: impl Fn(f64) -> bool) -> f64 {
    let mean = |v: f64| (1.0 + events) * v / (1.0 - v);
    let (mut v, mut step) = (0.5, 0.5);
    while step > 1e-7 {
        step /= 2.0;
        if is_above(mean(v)) { v -= step } else { v += step }
    }
    mean(v)
}

/// Probability of `from` to `to` events, summed until terms are below 1e-10
/// of the total.
fn poisson_between(mean: f64, from: f64, to: f64) -> f64 {
    let (mut term, mut total, mut inside, mut events) = (1.0, 0.0, 0.0, 0.0);
    while events < mean || term > total * 1e-10 {
        total += term;
        if (from..=to).contains(&events) {
            inside += term;
        }
        if total > 1e30 {
            inside /= 1e30;
            total /= 1e30;
            term /= 1e30;
        }
        events += 1.0;
        term = term * mean / events;
    }
    inside / total
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::poisson::poisson_exact;

    fn units(statistic: PheStatistic) -> PheUnits<'static> {
        PheUnits {
            statistic,
            numerators: &[12, 30],
            denominators: &[1400.0, 2600.0],
            rates: &[8.0, 11.0],
            multiplier: 1000.0,
            years: 1.0,
        }
    }

    #[test]
    fn means_of_limits_are_exact_poisson_limits_to_six_digits() {
        for events in [1_u64, 5, 40, 700, 30_000, 40_000_000] {
            let means = means_of_limits(events as f64);
            for (pair, confidence) in means.chunks(2).zip([Confidence::P95, Confidence::P998]) {
                let exact = poisson_exact(events, confidence);
                assert!((pair[0] / exact.upper - 1.0).abs() < 1e-5, "{events}");
                assert!((pair[1] / exact.lower - 1.0).abs() < 2e-4, "{events}");
            }
        }
    }

    #[test]
    fn wrong_input_is_named() {
        let rate = units(PheStatistic::CrudeRate);
        let empty = PheUnits { numerators: &[], denominators: &[], rates: &[], ..rate };
        assert_eq!(phe_funnel_limits(&empty), Err(FunnelError::Empty));
        let short = PheUnits { rates: &[8.0], ..rate };
        assert_eq!(
            phe_funnel_limits(&short),
            Err(FunnelError::DifferentLengths { events: 2, sizes: 1 })
        );
        let negative = PheUnits { rates: &[8.0, -1.0], ..rate };
        assert_eq!(phe_funnel_points(&negative), Err(FunnelError::Rate { unit: 2 }));
        let none = PheUnits { denominators: &[0.0, 1.0], ..rate };
        assert_eq!(phe_funnel_significance(&none), Err(FunnelError::Size { unit: 1 }));
        let scale = PheUnits { years: 0.0, ..rate };
        assert_eq!(phe_funnel_limits(&scale), Err(FunnelError::Scale));
        let ratio = units(PheStatistic::CountRatio);
        assert_eq!(phe_funnel_points(&ratio), Err(FunnelError::Rate { unit: 1 }));
        let more = PheUnits { numerators: &[12, 3000], ..units(PheStatistic::Proportion) };
        let error = Err(FunnelError::EventsExceedAtRisk { unit: 2 });
        assert_eq!(phe_funnel_significance(&more), error);
    }
}
