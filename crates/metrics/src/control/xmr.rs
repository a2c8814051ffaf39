//! `XmR` charts: individual values and their moving range.

use firstyear_core::MethodId;

use super::chart::{Chart, ChartError, ChartOptions, Convention, Lines, draw, mean};
use super::rules::{Band, Rules, TwoInThree};

/// The method of [`xmr`].
pub const XMR: MethodId = MethodId::new("xmr");
/// The method of [`ptd_xmr`].
pub const PTD_XMR: MethodId = MethodId::new("ptd-xmr");

/// Half the width of the limits over the mean moving range: 3 standard
/// deviations, each 1/1.128 of it, rounded as the charts of the English health
/// service round it.
const LIMITS: f64 = 2.66;
/// The upper limit of a moving range over their mean.
const RANGE_LIMIT: f64 = 3.267;

/// Whether outlying moving ranges are left out of their mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Screening {
    /// Those above 3.267 times the mean are left out, once: the convention of
    /// the R package of the English health service. A single jump then does
    /// not widen the limits.
    #[default]
    Screened,
    /// All count: the convention of its Excel tool.
    Unscreened,
}

/// An `XmR` chart of a series of values: limits of chance variation, and the
/// points that lie beyond it.
///
/// The limits are the mean ± 2.66 mean moving ranges, of each phase for
/// itself. A point without a value ends runs and has no moving range. Where
/// all values of a phase are equal, its limits are that value. A phase with no
/// two neighbouring values has no limits; one with fewer than 12 values is
/// called short.
///
/// # Units
///
/// Values in time order, in any unit; lines in the same unit.
///
/// # Errors
///
/// [`ChartError`] for no points, a value or target that is not finite, phases
/// that do not begin at rising positions within the series, and limits fixed
/// on fewer than 12 points.
///
/// # Source
///
/// Shewhart WA (1931), *Economic control of quality of manufactured product*;
/// Wheeler DJ (1993), *Understanding variation*, for 2.66 and 3.267; NHS
/// England, *Making data count*, for the rules.
///
/// # Example
///
/// ```
/// use firstyear_metrics::control::{ChartOptions, Screening, xmr};
///
/// let values = [2.0, 9.0].map(Some);
/// let chart = xmr(&values, Screening::Screened, &ChartOptions::default())?;
/// let (lower, upper) = chart.points[0].limits.unwrap();
/// // 5.5 ± 2.66 × 7.
/// assert_eq!(format!("{lower:.2} {upper:.2}"), "-13.12 24.12");
/// assert!(chart.points[0].short);
/// # Ok::<(), firstyear_metrics::control::ChartError>(())
/// ```
pub fn xmr(
    values: &[Option<f64>],
    screening: Screening,
    options: &ChartOptions<'_>,
) -> Result<Chart, ChartError> {
    chart(values, screening, options, Convention::Own)
}

/// The `XmR` chart as `NHSRplotthedots` 0.2.2 draws it.
///
/// It differs from [`xmr`] in that two of three points near a limit count only
/// where all three lie on one side and none beyond; that a phase of equal
/// values has no limits when ranges are screened; that a phase of 12 points is
/// called short; and that a target against no limits is "inconsistent".
///
/// # Errors
///
/// As [`xmr`].
///
/// # Example
///
/// ```
/// use firstyear_metrics::control::{ChartOptions, Screening, ptd_xmr};
///
/// let chart = ptd_xmr(&[Some(7.0); 14], Screening::Screened, &ChartOptions::default())?;
/// assert_eq!(chart.points[0].limits, None);
/// # Ok::<(), firstyear_metrics::control::ChartError>(())
/// ```
pub fn ptd_xmr(
    values: &[Option<f64>],
    screening: Screening,
    options: &ChartOptions<'_>,
) -> Result<Chart, ChartError> {
    let rules = Rules { two_in_three: TwoInThree::OneSide, ..options.rules };
    let options = ChartOptions { rules, ..options.clone() };
    chart(values, screening, &options, Convention::Ptd)
}

fn chart(
    values: &[Option<f64>],
    screening: Screening,
    options: &ChartOptions<'_>,
    convention: Convention,
) -> Result<Chart, ChartError> {
    draw(values, options, convention, |_, baseline, points, lines| {
        let band = individual_lines(baseline, screening, convention);
        lines.extend(std::iter::repeat_n(band, points));
    })
}

/// Mean and limits of individual values.
pub(super) fn individual_lines(
    baseline: &[Option<f64>],
    screening: Screening,
    convention: Convention,
) -> Lines {
    let centre = mean(baseline.iter().copied().flatten());
    let range = mean_moving_range(baseline, screening, convention);
    let band = centre.zip(range).map(|(centre, range)| Band::around(centre, LIMITS * range));
    Lines { centre, band }
}

/// Mean difference of neighbouring values, those next to a gap left out.
pub(super) fn mean_moving_range(
    values: &[Option<f64>],
    screening: Screening,
    convention: Convention,
) -> Option<f64> {
    let ranges = values.windows(2).filter_map(|pair| Some((pair[1]? - pair[0]?).abs()));
    let all = mean(ranges.clone())?;
    let below = match (screening, convention) {
        (Screening::Unscreened, _) => return Some(all),
        // Its ranges must lie below the limit, which ranges of 0 do not.
        (_, Convention::Ptd) => RANGE_LIMIT * all,
        (_, Convention::Own) if all == 0.0 => return Some(0.0),
        (_, Convention::Own) => (RANGE_LIMIT * all).next_up(),
    };
    mean(ranges.filter(|&range| range < below))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::chart::{Assurance, Improvement};
    use super::super::rules::{Direction, PointKind, RunLength, SpecialCause};
    use super::*;

    fn labels(values: &[f64], options: &ChartOptions<'_>) -> Vec<&'static str> {
        let values: Vec<_> = values.iter().copied().map(Some).collect();
        let chart = xmr(&values, Screening::Screened, options).unwrap();
        chart.points.iter().map(|p| p.cause.map_or("", SpecialCause::label)).collect()
    }

    #[test]
    fn limits_match_a_worked_example() {
        // Montgomery, Introduction to Statistical Quality Control (6th
        // edition), example 6.5: viscosity of 15 batches, mean 33.52 and mean
        // moving range 0.48, so 32.24 to 34.80 with 3 over 1.128.
        let viscosity = [
            33.75, 33.05, 34.00, 33.81, 33.46, 34.02, 33.68, 33.27, 33.49, 33.20, 33.62, 33.00,
            33.54, 33.12, 33.84,
        ]
        .map(Some);
        let chart = xmr(&viscosity, Screening::Unscreened, &ChartOptions::default()).unwrap();
        let point = chart.points[0];
        let (lower, upper) = point.limits.unwrap();
        assert!((point.centre.unwrap() - 33.52).abs() < 5e-3);
        assert!((lower - 32.24).abs() < 1e-2 && (upper - 34.80).abs() < 1e-2, "{lower} {upper}");
        assert!(chart.points.iter().all(|point| point.kind == PointKind::CommonCause));
    }

    #[test]
    fn a_single_jump_does_not_widen_screened_limits() {
        let mut values = [Some(1.0); 30];
        for (at, value) in values.iter_mut().enumerate() {
            *value = Some((at % 2) as f64);
        }
        values[15] = Some(50.0);
        let width = |screening| {
            let chart = xmr(&values, screening, &ChartOptions::default()).unwrap();
            let (lower, upper) = chart.points[0].limits.unwrap();
            upper - lower
        };
        assert!((width(Screening::Screened) - 2.0 * 2.66).abs() < 1e-12);
        assert!(width(Screening::Unscreened) > 10.0);
    }

    #[test]
    fn equal_values_have_limits_and_no_signal() {
        let values = [Some(0.1); 13];
        let chart = xmr(&values, Screening::Screened, &ChartOptions::default()).unwrap();
        for point in &chart.points {
            assert_eq!(point.limits, Some((0.1, 0.1)));
            assert_eq!((point.cause, point.outside, point.short), (None, Some(false), false));
        }
    }

    #[test]
    fn runs_are_marked_whole() {
        let flat = [5.0, 6.0, 5.0, 6.0, 5.0, 6.0, 5.0, 6.0, 5.0, 6.0, 5.0, 6.0];
        let rising: Vec<f64> = (0..7).map(|i| 5.2 + f64::from(i) / 10.0).collect();
        let values: Vec<f64> = flat.into_iter().chain(rising).collect();
        let marked = labels(&values, &ChartOptions::default());
        assert!(marked[..11].iter().all(|label| label.is_empty()), "{marked:?}");
        assert!(marked[12..].iter().all(|&label| label == "7 Point Trend (Increasing)"));
        let six = Rules { run: RunLength::Six, ..Rules::default() };
        let shorter = labels(&values[..18], &ChartOptions { rules: six, ..Default::default() });
        assert_eq!(shorter[17], "6 Point Trend (Increasing)");
        assert_eq!(labels(&values[..18], &ChartOptions::default())[17], "");
    }

    #[test]
    fn a_missing_value_ends_a_run() {
        let mut values: Vec<Option<f64>> = (0..24).map(|i| Some(f64::from(i % 2))).collect();
        values.extend((0..7).map(|i| Some(f64::from(i) / 10.0)));
        let seven = |values: &[Option<f64>]| {
            let chart = xmr(values, Screening::Screened, &ChartOptions::default()).unwrap();
            chart.points.iter().filter(|p| matches!(p.cause, Some(SpecialCause::Trend(..)))).count()
        };
        assert_eq!(seven(&values), 7);
        values[27] = None;
        assert_eq!(seven(&values), 0);
    }

    #[test]
    fn opposite_sides_are_two_in_three_for_nobody() {
        // Mean 0 and moving ranges of 1: limits ± 2.66, outer third from 1.77.
        let baseline = (0..40).map(|i| f64::from(i % 2) - 0.5);
        let tail = [2.0, -0.2, 2.2, -0.4];
        let values: Vec<Option<f64>> = baseline.chain(tail).map(Some).collect();
        let options = ChartOptions { fix_after: Some(40), ..Default::default() };
        let ours = xmr(&values, Screening::Screened, &options).unwrap();
        let theirs = ptd_xmr(&values, Screening::Screened, &options).unwrap();
        let near = Some(SpecialCause::NearLimit(Direction::Up));
        assert_eq!(ours.points[40].cause, near);
        assert_eq!(ours.points[41].cause, None);
        assert_eq!(ours.points[42].cause, near);
        // The package wants the third on the same side as well.
        assert!(theirs.points[40..].iter().all(|point| point.cause.is_none()));
    }

    #[test]
    fn each_phase_has_its_own_lines_and_the_last_the_assurance() {
        let values: Vec<Option<f64>> =
            (0..40).map(|i| Some(f64::from(i % 2) + if i < 20 { 0.0 } else { 100.0 })).collect();
        let options = ChartOptions {
            rebase: &[20],
            improvement: Improvement::Increase,
            target: Some(50.0),
            ..Default::default()
        };
        let chart = xmr(&values, Screening::Screened, &options).unwrap();
        assert_eq!((chart.points[19].centre, chart.points[20].centre), (Some(0.5), Some(100.5)));
        assert_eq!((chart.points[19].phase, chart.points[20].phase), (0, 1));
        assert_eq!(chart.assurance, Some(Assurance::ConsistentPass));
        let falling = ChartOptions { improvement: Improvement::Decrease, ..options.clone() };
        let chart = xmr(&values, Screening::Screened, &falling).unwrap();
        assert_eq!(chart.assurance, Some(Assurance::ConsistentFail));
        let neutral = ChartOptions { improvement: Improvement::Neutral, ..options };
        assert_eq!(xmr(&values, Screening::Screened, &neutral).unwrap().assurance, None);
    }

    #[test]
    fn one_point_is_drawn_without_limits() {
        let options = ChartOptions {
            improvement: Improvement::Increase,
            target: Some(1.0),
            ..Default::default()
        };
        let chart = xmr(&[Some(3.5)], Screening::Screened, &options).unwrap();
        assert_eq!((chart.points[0].limits, chart.points[0].short), (None, true));
        assert_eq!(chart.assurance, None);
        let chart = xmr(&[None], Screening::Screened, &options).unwrap();
        assert_eq!(chart.points[0].centre, None);
    }

    #[test]
    fn wrong_input_is_named() {
        let values = [Some(1.0); 20];
        let with = |options: &ChartOptions<'_>| xmr(&values, Screening::Screened, options);
        assert_eq!(xmr(&[], Screening::Screened, &ChartOptions::default()), Err(ChartError::Empty));
        for bad in [f64::NAN, f64::INFINITY] {
            let values = [Some(1.0), Some(bad)];
            let error = xmr(&values, Screening::Screened, &ChartOptions::default());
            assert_eq!(error, Err(ChartError::NotFinite { point: 2 }));
        }
        for rebase in [&[0_usize][..], &[20], &[5, 5], &[9, 3], &[usize::MAX]] {
            let error = with(&ChartOptions { rebase, ..Default::default() });
            assert!(matches!(error, Err(ChartError::Rebase { .. })), "{rebase:?}");
        }
        let early = with(&ChartOptions { fix_after: Some(11), ..Default::default() });
        assert_eq!(early, Err(ChartError::FixedTooEarly { given: 11 }));
        let target = with(&ChartOptions { target: Some(f64::NAN), ..Default::default() });
        assert_eq!(target, Err(ChartError::Target));
    }

    fn series() -> impl Strategy<Value = Vec<Option<f64>>> {
        let value = prop_oneof![
            1 => Just(None),
            3 => Just(Some(0.0)),
            12 => (-400_i32..400).prop_map(|v| Some(f64::from(v) / 8.0)),
        ];
        prop::collection::vec(value, 1..60)
    }

    proptest! {
        /// Doubling and adding eighths are exact, so even labels at a tie stay.
        #[test]
        fn moving_and_scaling_move_and_scale_the_chart(values in series(), shift in -800_i32..800) {
            let shift = f64::from(shift) / 8.0;
            let moved: Vec<_> = values.iter().map(|v| v.map(|v| 2.0 * v + shift)).collect();
            let draw = |values: &[Option<f64>]| {
                xmr(values, Screening::Screened, &ChartOptions::default()).unwrap().points
            };
            for (a, b) in draw(&values).iter().zip(draw(&moved)) {
                let (Some((al, au)), Some((bl, bu))) = (a.limits, b.limits) else {
                    prop_assert_eq!(a.limits.is_some(), b.limits.is_some());
                    continue;
                };
                prop_assert!((2.0 * al + shift - bl).abs() < 1e-9);
                prop_assert!((2.0 * au + shift - bu).abs() < 1e-9);
            }
        }

        #[test]
        fn a_mirrored_series_has_mirrored_signals(values in series()) {
            let mirrored: Vec<_> = values.iter().map(|v| v.map(|v| -v)).collect();
            let draw = |values: &[Option<f64>]| {
                xmr(values, Screening::Unscreened, &ChartOptions::default()).unwrap().points
            };
            for (a, b) in draw(&values).iter().zip(draw(&mirrored)) {
                prop_assert_eq!(a.outside, b.outside);
                prop_assert_eq!(a.near, b.near);
                let down = |cause: SpecialCause| cause.direction() == Direction::Down;
                prop_assert_eq!(a.cause.is_some(), b.cause.is_some());
                if let (Some(a), Some(b)) = (a.cause, b.cause) {
                    prop_assert_ne!(down(a), down(b));
                }
            }
        }

        #[test]
        fn phases_are_charts_of_their_own(values in series(), at in 1_usize..59) {
            prop_assume!(at < values.len());
            let rebase = [at];
            let options = ChartOptions { rebase: &rebase, ..Default::default() };
            let whole = xmr(&values, Screening::Screened, &options).unwrap().points;
            let second = xmr(&values[at..], Screening::Screened, &ChartOptions::default()).unwrap();
            for (a, b) in whole[at..].iter().zip(&second.points) {
                prop_assert_eq!((a.limits, a.cause, a.kind), (b.limits, b.cause, b.kind));
            }
        }
    }
}
