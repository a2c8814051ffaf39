//! g charts: the number of cases between rare events.

use firstyear_core::MethodId;

use super::chart::{Chart, ChartError, ChartOptions, Convention, Lines, draw, mean};
use super::rules::Band;
use crate::special::normal;

/// The method of [`g_chart`].
pub const G_CHART: MethodId = MethodId::new("g-chart");
/// The method of [`g_chart_exact`].
pub const G_CHART_EXACT: MethodId = MethodId::new("g-chart-exact");

/// A g chart: cases without an event between rare events, such as births
/// between deaths.
///
/// The centre is the mean ḡ, the limits ḡ ± 3 √(ḡ (ḡ + 1)), never below 0.
/// The distribution is skew: more than half of all points lie below the mean,
/// so that a run below it is weaker evidence than one above, and the lower
/// limit is 0 nearly always. [`g_chart_exact`] allows for both.
///
/// # Units
///
/// Cases strictly between one event and the next, in order: 0 for two events
/// in a row. Lines in cases.
///
/// # Errors
///
/// As [`xmr`](super::xmr()).
///
/// # Source
///
/// Benneyan JC (2001), Health Care Manag Sci 4:305-318.
///
/// # Example
///
/// ```
/// use firstyear_metrics::control::{ChartOptions, g_chart};
///
/// let chart = g_chart(&[Some(0), Some(16)], &ChartOptions::default())?;
/// let (lower, upper) = chart.points[0].limits.unwrap();
/// // 8 + 3 × √72.
/// assert_eq!(format!("{lower} {upper:.2}"), "0 33.46");
/// # Ok::<(), firstyear_metrics::control::ChartError>(())
/// ```
pub fn g_chart(cases: &[Option<u64>], options: &ChartOptions<'_>) -> Result<Chart, ChartError> {
    chart(cases, options, |mean| {
        let band = Band::around(mean, 3.0 * (mean * (mean + 1.0)).sqrt());
        (mean, band.within(0.0, f64::INFINITY))
    })
}

/// A g chart with exact quantiles of the geometric distribution.
///
/// Below the lower limit and above the upper lies at most 0.135% of geometric
/// counts with the phase's mean; the centre is their median. The mean is taken
/// as known.
///
/// # Errors
///
/// As [`g_chart`].
///
/// # Source
///
/// Kaminsky FC, Benneyan JC, Davis RD, Burke RJ (1992), J Qual Technol
/// 24:63-69, for the distribution; limits as its quantiles, Xie M, Goh TN
/// (1997), Int J Qual Reliab Manag 14:64-73.
///
/// # Example
///
/// ```
/// use firstyear_metrics::control::{ChartOptions, g_chart_exact};
///
/// // A mean of 99: one event in 100 cases. 0.99^69 is just below a half.
/// let chart = g_chart_exact(&[Some(99)], &ChartOptions::default())?;
/// assert_eq!(chart.points[0].centre, Some(68.0));
/// # Ok::<(), firstyear_metrics::control::ChartError>(())
/// ```
pub fn g_chart_exact(
    cases: &[Option<u64>],
    options: &ChartOptions<'_>,
) -> Result<Chart, ChartError> {
    let (three, two) = (normal::probability(-3.0), normal::probability(-2.0));
    chart(cases, options, |mean| {
        let survival = -(1.0 / (mean + 1.0)).min(1.0);
        let quantile = |above: f64| geometric_quantile(above, survival.ln_1p());
        let band = Band {
            lower: quantile((-three).ln_1p()),
            near_lower: quantile((-two).ln_1p()),
            near_upper: quantile(two.ln()),
            upper: quantile(three.ln()),
        };
        (quantile(-std::f64::consts::LN_2), band)
    })
}

/// The smallest count that is exceeded with at most the probability whose
/// logarithm is `above`, for one failure's log probability of `failure`.
fn geometric_quantile(above: f64, failure: f64) -> f64 {
    // P(X > x) = exp(failure (x + 1)).
    ((above / failure).ceil() - 1.0).max(0.0)
}

fn chart(
    cases: &[Option<u64>],
    options: &ChartOptions<'_>,
    lines_of: impl Fn(f64) -> (f64, Band),
) -> Result<Chart, ChartError> {
    let values: Vec<_> = cases.iter().map(|cases| cases.map(|x| x as f64)).collect();
    draw(&values, options, Convention::Own, |_, baseline, points, lines| {
        let drawn = mean(baseline.iter().copied().flatten()).map(&lines_of);
        let lines_of_mean =
            Lines { centre: drawn.map(|(centre, _)| centre), band: drawn.map(|(_, band)| band) };
        lines.extend(std::iter::repeat_n(lines_of_mean, points));
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// P(X <= k) of a geometric count with mean `m`, term by term.
    fn at_most(k: f64, m: f64) -> f64 {
        let p = 1.0 / (m + 1.0);
        let (mut term, mut sum) = (p, 0.0);
        let mut at = 0.0;
        while at <= k {
            sum += term;
            term *= 1.0 - p;
            at += 1.0;
        }
        sum
    }

    #[test]
    fn exact_limits_leave_the_tails_that_they_say() {
        for mean in [1_u64, 2, 9, 99, 750] {
            let chart = g_chart_exact(&[Some(mean)], &ChartOptions::default()).unwrap();
            let (point, m) = (chart.points[0], mean as f64);
            let (lower, upper) = point.limits.unwrap();
            let tail = 0.001_349_898_031_630_094_6;
            assert!(at_most(lower - 1.0, m) < tail, "{mean}");
            assert!(at_most(lower, m) >= tail * (1.0 - 1e-9), "{mean}");
            assert!(1.0 - at_most(upper, m) <= tail * (1.0 + 1e-9), "{mean}");
            assert!(1.0 - at_most(upper - 1.0, m) > tail, "{mean}");
            let centre = point.centre.unwrap();
            assert!(at_most(centre, m) >= 0.5 - 1e-12 && at_most(centre - 1.0, m) < 0.5, "{mean}");
        }
    }

    #[test]
    fn events_in_a_row_are_no_signal() {
        for chart in [g_chart, g_chart_exact] {
            let chart = chart(&[Some(0); 20], &ChartOptions::default()).unwrap();
            assert_eq!(chart.points[0].limits, Some((0.0, 0.0)));
            assert!(chart.points.iter().all(|point| point.cause.is_none()));
        }
    }

    #[test]
    fn no_points_are_refused() {
        assert_eq!(g_chart(&[], &ChartOptions::default()), Err(ChartError::Empty));
        assert_eq!(g_chart_exact(&[], &ChartOptions::default()), Err(ChartError::Empty));
    }

    proptest! {
        #[test]
        fn rarer_events_have_higher_lines(cases in prop::collection::vec(0_u64..2000, 2..40)) {
            let more: Vec<_> = cases.iter().map(|x| Some(2 * x + 1)).collect();
            let cases: Vec<_> = cases.into_iter().map(Some).collect();
            for chart in [g_chart, g_chart_exact] {
                let few = chart(&cases, &ChartOptions::default()).unwrap().points[0];
                let many = chart(&more, &ChartOptions::default()).unwrap().points[0];
                prop_assert!(few.limits.unwrap().1 < many.limits.unwrap().1);
                prop_assert!(few.centre <= many.centre);
            }
        }
    }
}
