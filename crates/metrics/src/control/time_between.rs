//! t charts: the time between rare events.

use firstyear_core::MethodId;

use super::chart::{Chart, ChartError, ChartOptions, Convention, Lines, draw, mean};
use super::rules::Band;
use super::xmr::{Screening, individual_lines};
use crate::special::normal;

/// The method of [`t_chart`].
pub const T_CHART: MethodId = MethodId::new("t-chart");
/// The method of [`t_chart_exponential`].
pub const T_CHART_EXPONENTIAL: MethodId = MethodId::new("t-chart-exponential");

/// Exponent under which exponential times look normal: a Weibull variable of
/// shape 3.6 is nearly so.
const SHAPE: f64 = 3.6;

/// A t chart: times between rare events, such as days between deaths.
///
/// The times are raised to the power 1/3.6, which makes exponential ones
/// nearly normal, charted as individual values, and the lines raised back.
/// Long times are good when the event is bad: [`Improvement::Increase`].
/// The limits come from the scatter of the times, so they also fit events that
/// are more or less regular than chance.
///
/// [`Improvement::Increase`]: super::Improvement::Increase
///
/// # Units
///
/// Times from one event to the next, in any unit, in order; lines in the same
/// unit. 0 for two events at once.
///
/// # Errors
///
/// [`ChartError::Negative`], and as [`xmr`](super::xmr()).
///
/// # Source
///
/// Nelson LS (1994), J Qual Technol 26:239-240.
///
/// # Example
///
/// ```
/// use firstyear_metrics::control::{ChartOptions, t_chart};
///
/// let days = [12.0, 40.0, 3.0, 25.0, 61.0, 18.0].map(Some);
/// let chart = t_chart(&days, &ChartOptions::default())?;
/// let (lower, upper) = chart.points[0].limits.unwrap();
/// assert!(lower == 0.0 && upper > 61.0);
/// # Ok::<(), firstyear_metrics::control::ChartError>(())
/// ```
pub fn t_chart(times: &[Option<f64>], options: &ChartOptions<'_>) -> Result<Chart, ChartError> {
    check(times)?;
    // Read on the scale on which the lines are drawn: raising a line back and
    // forth can put a value that lies on it beside it.
    let bent: Vec<_> = times.iter().map(|time| time.map(|t| t.powf(1.0 / SHAPE))).collect();
    let target = options.target.map(|target| target.max(0.0).powf(1.0 / SHAPE));
    let options = ChartOptions { target, ..options.clone() };
    let mut chart = draw(&bent, &options, Convention::Own, |_, baseline, points, lines| {
        let band = individual_lines(baseline, Screening::Unscreened, Convention::Own);
        let band = Lines { band: band.band.map(|band| band.within(0.0, f64::INFINITY)), ..band };
        lines.extend(std::iter::repeat_n(band, points));
    })?;
    let back = |line: f64| line.powf(SHAPE);
    for (point, time) in chart.points.iter_mut().zip(times) {
        point.value = *time;
        point.centre = point.centre.map(back);
        point.limits = point.limits.map(|(lower, upper)| (back(lower), back(upper)));
    }
    Ok(chart)
}

/// A t chart with the exact quantiles of exponential times.
///
/// The limits are those below and above which 0.135% of exponential times with
/// the phase's mean lie, as with 3 standard deviations of a normal variable;
/// the centre is their median. The mean is taken as known: with few times the
/// true chance of a false alarm varies. It is for events that happen at
/// random; [`t_chart`] lets the data say how regular they are.
///
/// # Errors
///
/// As [`t_chart`].
///
/// # Source
///
/// Xie M, Goh TN, Ranjan P (2002), Reliab Eng Syst Saf 77:143-150, for one
/// event: limits 0.00135 and 6.6077, centre 0.6931 mean times.
///
/// # Example
///
/// ```
/// use firstyear_metrics::control::{ChartOptions, t_chart_exponential};
///
/// let chart = t_chart_exponential(&[Some(0.5), Some(1.5)], &ChartOptions::default())?;
/// let (_, upper) = chart.points[0].limits.unwrap();
/// assert_eq!(format!("{upper:.4}"), "6.6077");
/// # Ok::<(), firstyear_metrics::control::ChartError>(())
/// ```
pub fn t_chart_exponential(
    times: &[Option<f64>],
    options: &ChartOptions<'_>,
) -> Result<Chart, ChartError> {
    check(times)?;
    let (three, two) = (normal::probability(-3.0), normal::probability(-2.0));
    draw(times, options, Convention::Own, |_, baseline, points, lines| {
        let mean = mean(baseline.iter().copied().flatten());
        let lines_of_mean = Lines {
            centre: mean.map(|mean| mean * std::f64::consts::LN_2),
            band: mean.map(|mean| Band {
                lower: -mean * (-three).ln_1p(),
                near_lower: -mean * (-two).ln_1p(),
                near_upper: -mean * two.ln(),
                upper: -mean * three.ln(),
            }),
        };
        lines.extend(std::iter::repeat_n(lines_of_mean, points));
    })
}

fn check(times: &[Option<f64>]) -> Result<(), ChartError> {
    match times.iter().position(|time| time.is_some_and(|time| time < 0.0)) {
        Some(at) => Err(ChartError::Negative { point: at + 1 }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn exponential_lines_match_the_published_factors() {
        // Xie, Goh and Ranjan (2002), for one event.
        let chart = t_chart_exponential(&[Some(1000.0)], &ChartOptions::default()).unwrap();
        let point = chart.points[0];
        let (lower, upper) = point.limits.unwrap();
        assert!((point.centre.unwrap() - 693.1).abs() < 0.1);
        assert!((lower - 1.35).abs() < 0.01 && (upper - 6607.7).abs() < 0.5);
    }

    #[test]
    fn nelson_lines_are_individual_lines_raised_back() {
        // By hand: times 1 and 2^3.6 are 1 and 2, with mean 1.5 and a moving
        // range of 1, so limits 1.5 ± 2.66.
        let times = [Some(1.0), Some(2.0_f64.powf(3.6))];
        let chart = t_chart(&times, &ChartOptions::default()).unwrap();
        let (lower, upper) = chart.points[0].limits.unwrap();
        assert_eq!(lower, 0.0);
        assert!((upper - 4.16_f64.powf(3.6)).abs() < 1e-9);
        assert!((chart.points[0].centre.unwrap() - 1.5_f64.powf(3.6)).abs() < 1e-12);
    }

    #[test]
    fn equal_times_are_no_signal() {
        for chart in [t_chart, t_chart_exponential] {
            for time in [0.0, 0.3, 17.0] {
                let chart = chart(&[Some(time); 20], &ChartOptions::default()).unwrap();
                let outside = chart.points.iter().filter(|p| p.outside == Some(true)).count();
                assert_eq!(outside, 0, "{time}");
            }
        }
        let chart = t_chart(&[Some(0.3); 20], &ChartOptions::default()).unwrap();
        assert!(chart.points.iter().all(|point| point.cause.is_none()));
    }

    #[test]
    fn wrong_input_is_named() {
        for chart in [t_chart, t_chart_exponential] {
            let run = |times: &[Option<f64>]| chart(times, &ChartOptions::default());
            assert_eq!(run(&[]), Err(ChartError::Empty));
            assert_eq!(run(&[Some(1.0), Some(-1.0)]), Err(ChartError::Negative { point: 2 }));
            assert_eq!(run(&[Some(f64::NAN)]), Err(ChartError::NotFinite { point: 1 }));
        }
    }

    proptest! {
        #[test]
        fn another_unit_of_time_is_the_same_chart(
            times in prop::collection::vec((0_u32..1000).prop_map(f64::from), 2..40),
        ) {
            let days: Vec<_> = times.iter().copied().map(Some).collect();
            let hours: Vec<_> = times.iter().map(|t| Some(24.0 * t)).collect();
            for chart in [t_chart, t_chart_exponential] {
                let days = chart(&days, &ChartOptions::default()).unwrap();
                let hours = chart(&hours, &ChartOptions::default()).unwrap();
                for (a, b) in days.points.iter().zip(&hours.points) {
                    let ((al, au), (bl, bu)) = (a.limits.unwrap(), b.limits.unwrap());
                    prop_assert!((24.0 * au - bu).abs() <= 1e-9 * bu);
                    prop_assert!((24.0 * al - bl).abs() <= 1e-9 * bu);
                    prop_assert!(al >= 0.0 && al <= au);
                }
            }
        }
    }
}
