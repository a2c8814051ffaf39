//! Slopes over people whose number is known from a sample.
//!
//! Of a population sampled at a fraction `f`, a group of `n` has about `f n`
//! members in the sample, and the number that is multiplied up from them
//! scatters by `1/(f n)` of itself, squared. Beside the scatter of `d` events,
//! `1/d`, that widens every variance by `1 + rate/f`: by 5% for 5 deaths in
//! 1,000 births of which every tenth is sampled.
//!
//! A line through such rates scatters by as much without any reason beyond
//! chance. Where its dispersion is found smaller, the limits would be too
//! narrow.

use firstyear_core::{Interval, SampleFraction};

use crate::SlopeIndex;
use crate::special::{student_t_p, student_t_quantile};
use crate::trend::{TrendPoint, TrendTest};

/// The factor by which people known from a sample widen the variance of a rate.
///
/// # Units
///
/// A rate per person in, the highest of those that a line goes through; a
/// factor of 1 or more out.
///
/// # Source
///
/// Delta method, as for gaps ([`crate::GapInput::sample`]); without a
/// correction for a finite population, which would take off at most the
/// fraction.
///
/// # Example
///
/// ```
/// # use firstyear_core::SampleFraction;
/// # use firstyear_metrics::sampling_factor;
/// let every_tenth = SampleFraction::new(0.1)?;
/// assert!((sampling_factor(0.005, every_tenth) - 1.05).abs() < 1e-12);
/// # Ok::<(), firstyear_core::SampleFractionError>(())
/// ```
#[must_use]
pub fn sampling_factor(rate: f64, sample: SampleFraction) -> f64 {
    1.0 + rate / sample.get()
}

/// A yearly change whose dispersion is not below `factor`; `points` is how many
/// the line goes through, and `coefficients` how many it has.
///
/// # Example
///
/// ```
/// # use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::trend::{TimedCounts, rate_trend};
/// use firstyear_metrics::trend_of_sample;
///
/// let series = [(2019.0, 100), (2020.0, 90), (2021.0, 81), (2022.0, 73)]
///     .map(|(time, events)| TimedCounts { time, counts: Counts { events, at_risk: 20_000 } });
/// let complete = rate_trend(&series, Confidence::P95)?;
/// let sampled = trend_of_sample(complete, 1.05, series.len(), 2);
/// assert!(sampled.p > complete.p);
/// assert_eq!(sampled.dispersion, 1.05);
/// # Ok::<(), firstyear_metrics::trend::RateTrendError>(())
/// ```
#[must_use]
pub fn trend_of_sample(
    mut found: TrendTest,
    factor: f64,
    points: usize,
    coefficients: usize,
) -> TrendTest {
    let wider = wider(found.dispersion, factor);
    if let (true, Some(interval)) = (wider > 1.0, found.change.interval.as_mut()) {
        let slope = found.change.value.ln_1p();
        let margin = (interval.upper.ln_1p() - slope) * wider;
        interval.lower = (slope - margin).exp_m1();
        interval.upper = (slope + margin).exp_m1();
        let df = points.saturating_sub(coefficients) as f64;
        let error = margin / student_t_quantile(1.0 - interval.confidence.tail(), df);
        found.p = student_t_p(slope / error, df);
        found.dispersion = factor;
    }
    found
}

/// A slope across groups whose dispersion is not below `factor`. That the
/// places of the groups in their order are known from the sample as well moves
/// all of them by little, and is left out.
#[must_use]
pub fn slope_of_sample(mut found: SlopeIndex, factor: f64) -> SlopeIndex {
    let wider = wider(found.dispersion, factor);
    if wider > 1.0 {
        let (sii, rii) = (found.sii.value, found.rii.value);
        let around = |limits: Interval| Interval {
            lower: sii + (limits.lower - sii) * wider,
            upper: sii + (limits.upper - sii) * wider,
            ..limits
        };
        let ratio = |limits: Interval| Interval {
            lower: rii * (limits.lower / rii).powf(wider),
            upper: rii * (limits.upper / rii).powf(wider),
            ..limits
        };
        found.sii.interval = found.sii.interval.map(around);
        found.rii.interval = found.rii.interval.map(ratio);
        found.dispersion = factor;
    }
    found
}

/// A point of a recent trend with its limits as far apart as the sample makes
/// them.
#[must_use]
pub fn point_of_sample(point: TrendPoint, factor: f64) -> TrendPoint {
    let wider = factor.max(1.0).sqrt();
    let from = |limit: f64| point.value + (limit - point.value) * wider;
    TrendPoint { lower: from(point.lower), upper: from(point.upper), ..point }
}

/// By what limits grow from one dispersion to a larger one.
fn wider(dispersion: f64, factor: f64) -> f64 {
    (factor / dispersion).max(1.0).sqrt()
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Confidence, Counts};

    use super::*;
    use crate::trend::{TimedCounts, rate_trend};
    use crate::{Order, slope_index};

    /// R 4: `m <- glm(c(100, 90, 81, 73) ~ t + offset(log(rep(2e4, 4))),
    /// family = poisson)` with `t` from 1 to 4 has a slope of -0.1051 with an
    /// error of 0.0489; times sqrt(4), against t(0.975, 2) = 4.302653.
    #[test]
    fn limits_of_a_yearly_change_grow_with_the_root_of_the_factor() {
        let series = [100, 90, 81, 73].map(|events| Counts { events, at_risk: 20_000 });
        let timed: Vec<TimedCounts> = [1.0, 2.0, 3.0, 4.0]
            .into_iter()
            .zip(series)
            .map(|(time, counts)| TimedCounts { time, counts })
            .collect();
        let complete = rate_trend(&timed, Confidence::P95).unwrap();
        let sampled = trend_of_sample(complete, 4.0, 4, 2);
        let margin = |test: &TrendTest| {
            test.change.interval.unwrap().upper.ln_1p() - test.change.value.ln_1p()
        };
        assert!((margin(&sampled) / margin(&complete) - 2.0).abs() < 1e-12);
        // p of t = slope / error with 2 degrees of freedom, in closed form:
        // 1 - t / sqrt(2 + t²).
        let t = complete.change.value.ln_1p().abs() / (margin(&sampled) / 4.302_652_729_911_275);
        assert!((sampled.p - (1.0 - t / (2.0 + t * t).sqrt())).abs() < 1e-9, "{}", sampled.p);
        assert_eq!(trend_of_sample(complete, 0.5, 4, 2), complete, "never narrower");
    }

    #[test]
    fn limits_of_a_slope_grow_about_its_value() {
        let (events, people) = ([90, 70, 50, 40, 30], [10_000; 5]);
        let complete =
            slope_index(&events, &people, Order::MostDisadvantagedFirst, Confidence::P95).unwrap();
        let sampled = slope_of_sample(complete, complete.dispersion * 2.25);
        let (before, after) = (complete.sii.interval.unwrap(), sampled.sii.interval.unwrap());
        assert!(((after.upper - after.lower) / (before.upper - before.lower) - 1.5).abs() < 1e-12);
        let log = |i: Interval| (i.upper / i.lower).ln();
        let (before, after) = (complete.rii.interval.unwrap(), sampled.rii.interval.unwrap());
        assert!((log(after) / log(before) - 1.5).abs() < 1e-12);
        assert_eq!(
            (sampled.sii.value, sampled.rii.value),
            (complete.sii.value, complete.rii.value)
        );
    }
}
