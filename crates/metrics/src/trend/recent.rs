//! The recent trend of English public-health profiles.

use firstyear_core::{Counts, MethodId, Polarity};

use crate::benchmark::{POLARITY, polarity};
use crate::registry::Method;
use crate::run::{Call, Field, Group, Output, RunError};
use crate::trend::proportion_trend;

/// The method of [`recent_trend`].
pub const RECENT_TREND: MethodId = MethodId::new("recent-trend");
/// The method of [`recent_trend_of_proportions`].
pub const RECENT_TREND_OF_PROPORTIONS: MethodId = MethodId::new("recent-trend-proportions");

/// How many points the rule looks at, the latest ones.
pub const RECENT_POINTS: usize = 5;

/// Chi-square with one degree of freedom beyond which a trend is significant:
/// 99.8%, as the profiles have it.
const THRESHOLD: f64 = 9.549_535_706_083_24;

/// A value with its 95% limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrendPoint {
    /// The value, in any unit.
    pub value: f64,
    /// Lower limit at 95%.
    pub lower: f64,
    /// Upper limit at 95%.
    pub upper: f64,
}

/// What the latest points say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RecentTrend {
    /// Whether the value changed by more than chance.
    pub change: Change,
    /// Chi-square of the slope, one degree of freedom.
    pub chi_square: f64,
    /// The slope by period: in the unit of the value, or of the logit of a
    /// proportion.
    pub slope: f64,
    /// Whether the slope keeps its sign whichever point is left out.
    pub steady: bool,
}

/// The direction of a trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Change {
    /// Up, by more than chance.
    Increasing,
    /// Down, by more than chance.
    Decreasing,
    /// No change that could be told from chance: that is not "no change".
    NotSignificant,
}

/// Why a trend cannot be calculated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecentTrendError {
    /// Fewer points than the rule asks for.
    #[error("{given} points: a recent trend needs {RECENT_POINTS}")]
    TooFewPoints {
        /// How many were given.
        given: usize,
    },
    /// Limits from which no standard error can be taken.
    #[error(
        "point {index} (counted from 1): a value between two different finite limits is asked for"
    )]
    Limits {
        /// The first such point.
        index: usize,
    },
    /// A proportion of 0 or 1 has no logit.
    #[error("point {index} (counted from 1): a proportion that is neither 0 nor 1 is asked for")]
    Proportion {
        /// The first such point.
        index: usize,
    },
}

impl Change {
    /// The words of the profiles, with a judgement where the indicator has a
    /// direction.
    ///
    /// ```
    /// use firstyear_core::Polarity;
    /// use firstyear_metrics::trend::Change;
    ///
    /// let words = Change::Increasing.label(Polarity::LowerIsBetter);
    /// assert_eq!(words, "Increasing and getting worse");
    /// ```
    #[must_use]
    pub const fn label(self, polarity: Polarity) -> &'static str {
        match (self, polarity) {
            (Self::NotSignificant, _) => "No significant change",
            (Self::Increasing, Polarity::NoAgreedOptimum) => "Increasing",
            (Self::Decreasing, Polarity::NoAgreedOptimum) => "Decreasing",
            (Self::Increasing, Polarity::HigherIsBetter) => "Increasing and getting better",
            (Self::Increasing, Polarity::LowerIsBetter) => "Increasing and getting worse",
            (Self::Decreasing, Polarity::HigherIsBetter) => "Decreasing and getting worse",
            (Self::Decreasing, Polarity::LowerIsBetter) => "Decreasing and getting better",
        }
    }
}

/// The recent trend of values with limits.
///
/// The latest five points, one period apart, are fitted by a line weighted by
/// their precision; the standard error of each is the width of its 95% limits
/// over 3.92. The change is significant when chi-square passes 99.8% and the
/// slope keeps its sign whichever of the five is left out.
///
/// Periods that overlap share events, so that points look steadier than they
/// are: the caller must not pass them, nor a series with a break.
///
/// # Units
///
/// Points in order of time, at least five, in any unit.
///
/// # Errors
///
/// [`RecentTrendError`]: too few points, or limits that give no standard
/// error.
///
/// # Source
///
/// The trend markers of the Fingertips profiles, for anything but proportions.
///
/// # Example
///
/// Values of 2014 to 2018 from the profiles' own tests:
///
/// ```
/// use firstyear_metrics::trend::{Change, TrendPoint, recent_trend};
///
/// let point = |value, lower, upper| TrendPoint { value, lower, upper };
/// let points = [
///     point(24.67, 23.16, 26.25),
///     point(24.6, 23.15, 26.19),
///     point(28.0, 26.44, 29.64),
///     point(30.2, 28.63, 31.9),
///     point(30.6, 28.98, 32.25),
/// ];
/// let trend = recent_trend(&points)?;
/// assert_eq!(trend.change, Change::Increasing);
/// assert_eq!(format!("{:.2}", trend.chi_square), "46.77");
/// # Ok::<(), firstyear_metrics::trend::RecentTrendError>(())
/// ```
pub fn recent_trend(points: &[TrendPoint]) -> Result<RecentTrend, RecentTrendError> {
    let first = latest(points.len())?;
    let mut latest = [(0.0, 0.0); RECENT_POINTS];
    for (i, (slot, point)) in latest.iter_mut().zip(&points[first..]).enumerate() {
        let width = point.upper - point.lower;
        let inside = point.lower <= point.value && point.value <= point.upper;
        if !(width.is_finite() && width > 0.0 && inside) {
            return Err(RecentTrendError::Limits { index: first + i + 1 });
        }
        *slot = (point.value, (3.92 / width).powi(2));
    }
    let whole = line(&latest, None);
    let steady = steady(&latest, whole.slope);
    Ok(RecentTrend {
        change: change(whole.slope, whole.chi_square, steady),
        chi_square: whole.chi_square,
        slope: whole.slope,
        steady,
    })
}

/// The recent trend of proportions.
///
/// As [`recent_trend`], but chi-square is that of Armitage's test for a trend
/// in proportions, and the slope is that of an unweighted line through the
/// logits.
///
/// # Units
///
/// Counts in order of time, at least five.
///
/// # Errors
///
/// [`RecentTrendError`]: too few points, or a proportion of 0 or 1.
///
/// # Source
///
/// The trend markers of the Fingertips profiles, for proportions; Armitage
/// (1955), Biometrics 11:375.
///
/// # Example
///
/// ```
/// use firstyear_core::Counts;
/// use firstyear_metrics::trend::{Change, recent_trend_of_proportions};
///
/// let counts = [(994, 40_299), (1_023, 41_527), (1_199, 42_811), (1_332, 44_064), (1_367, 44_701)]
///     .map(|(events, at_risk)| Counts { events, at_risk });
/// let trend = recent_trend_of_proportions(&counts)?;
/// assert_eq!(trend.change, Change::Increasing);
/// assert_eq!(format!("{:.1}", trend.chi_square), "47.9");
/// # Ok::<(), firstyear_metrics::trend::RecentTrendError>(())
/// ```
pub fn recent_trend_of_proportions(counts: &[Counts]) -> Result<RecentTrend, RecentTrendError> {
    let first = latest(counts.len())?;
    let mut logits = [(0.0, 1.0); RECENT_POINTS];
    let (mut events, mut trials) = ([0.0; RECENT_POINTS], [0.0; RECENT_POINTS]);
    for (i, count) in counts[first..].iter().enumerate() {
        if count.events == 0 || count.events >= count.at_risk {
            return Err(RecentTrendError::Proportion { index: first + i + 1 });
        }
        (events[i], trials[i]) = (count.events as f64, count.at_risk as f64);
        logits[i].0 = (events[i] / (trials[i] - events[i])).ln();
    }
    let test = proportion_trend(&events, &trials, &[1.0, 2.0, 3.0, 4.0, 5.0])
        // Every proportion lies between 0 and 1, and the scores differ.
        .map_err(|_| RecentTrendError::Proportion { index: first + 1 })?;
    let slope = line(&logits, None).slope;
    let steady = steady(&logits, slope);
    Ok(RecentTrend {
        change: change(slope, test.statistic, steady),
        chi_square: test.statistic,
        slope,
        steady,
    })
}

/// Where the latest points begin.
const fn latest(given: usize) -> Result<usize, RecentTrendError> {
    match given.checked_sub(RECENT_POINTS) {
        Some(first) => Ok(first),
        None => Err(RecentTrendError::TooFewPoints { given }),
    }
}

struct Line {
    slope: f64,
    chi_square: f64,
}

/// The weighted line through values at 1 to 5, without the one left out.
fn line(points: &[(f64, f64); RECENT_POINTS], left_out: Option<usize>) -> Line {
    let kept = || {
        points
            .iter()
            .enumerate()
            .filter(|(i, _)| Some(*i) != left_out)
            .map(|(i, (value, weight))| (i as f64 + 1.0, *value, *weight))
    };
    let total: f64 = kept().map(|(_, _, w)| w).sum();
    let time = kept().map(|(t, _, w)| w * t).sum::<f64>() / total;
    let value = kept().map(|(_, y, w)| w * y).sum::<f64>() / total;
    let spread: f64 = kept().map(|(t, _, w)| w * (t - time).powi(2)).sum();
    let slope = kept().map(|(t, y, w)| w * (t - time) * (y - value)).sum::<f64>() / spread;
    Line { slope, chi_square: slope * slope * spread }
}

/// Whether the slope keeps its sign whichever point is left out. A slope of 0
/// counts as up, as in the profiles.
fn steady(points: &[(f64, f64); RECENT_POINTS], slope: f64) -> bool {
    (0..RECENT_POINTS).all(|i| (line(points, Some(i)).slope < 0.0) == (slope < 0.0))
}

fn change(slope: f64, chi_square: f64, steady: bool) -> Change {
    if !steady || chi_square <= THRESHOLD || slope == 0.0 {
        Change::NotSignificant
    } else if slope > 0.0 {
        Change::Increasing
    } else {
        Change::Decreasing
    }
}

const TREND: Field = Field::new(
    "trend",
    "`Increasing`, `Decreasing`, with `and getting better` or `and getting worse` by the polarity, or `No significant change`",
);
const CHI_SQUARE: Field =
    Field::new("chi_square", "chi-square of the slope, one degree of freedom");
const STEADY: Field =
    Field::new("steady", "TRUE when the slope keeps its sign whichever point is left out");

pub(super) const RECENT: Method = Method {
    id: RECENT_TREND,
    name: "Recent trend",
    family: "trend",
    unit: "a word",
    ordered: false,
    reading: "up or down by more than chance over the latest five points; better or worse by the polarity",
    source: "trend markers of the Fingertips profiles of English public health, for anything but proportions",
    explanation: "A line weighted by precision through the latest five points, significant beyond 99.8% and only when its slope keeps its sign whichever point is left out. Rows stand in order of time, one period apart, without overlap or break.",
    call: Call {
        key: &["area"],
        inputs: &[
            Field::new("value", "the value, in any unit"),
            Field::new("lowercl", "its lower limit at 95%"),
            Field::new("uppercl", "its upper limit at 95%"),
        ],
        arguments: &[POLARITY],
        outputs: &[
            TREND,
            CHI_SQUARE,
            Field::new("slope", "change by period, in the unit of the value"),
            STEADY,
        ],
        vectors: &[],
        run: |group, out| {
            let (value, lower, upper) =
                (group.numbers("value")?, group.numbers("lowercl")?, group.numbers("uppercl")?);
            let points: Vec<TrendPoint> = (0..group.len())
                .map(|i| TrendPoint { value: value[i], lower: lower[i], upper: upper[i] })
                .collect();
            write(group, out, recent_trend(&points))
        },
    },
};

pub(super) const RECENT_PROPORTIONS: Method = Method {
    id: RECENT_TREND_OF_PROPORTIONS,
    name: "Recent trend of proportions",
    source: "trend markers of the Fingertips profiles of English public health, for proportions; Armitage (1955), Biometrics 11:375",
    explanation: "Armitage's test for a trend in the latest five proportions, significant beyond 99.8% and only when the slope of their logits keeps its sign whichever point is left out. Years all without events have no significant change by this rule, whatever their denominators could have shown. Rows stand in order of time, one period apart, without overlap or break.",
    call: Call {
        inputs: &[
            Field::new("x", "people with the property, a count"),
            Field::new("n", "people, a count"),
        ],
        outputs: &[TREND, CHI_SQUARE, Field::new("slope", "change of the logit by period"), STEADY],
        run: |group, out| {
            let (events, at_risk) = (group.counts("x")?, group.counts("n")?);
            let counts: Vec<Counts> = events
                .into_iter()
                .zip(at_risk)
                .map(|(events, at_risk)| Counts { events, at_risk })
                .collect();
            write(group, out, recent_trend_of_proportions(&counts))
        },
        ..RECENT.call
    },
    ..RECENT
};

fn write(
    group: &Group<'_>,
    out: &mut Output,
    trend: Result<RecentTrend, RecentTrendError>,
) -> Result<(), RunError> {
    let trend = trend.map_err(RunError::measure)?;
    let polarity = polarity(group)?;
    out.row()
        .set("trend", trend.change.label(polarity))
        .set("chi_square", trend.chi_square)
        .set("slope", trend.slope)
        .set("steady", trend.steady);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counts(pairs: &[(u64, u64)]) -> Vec<Counts> {
        pairs.iter().map(|&(events, at_risk)| Counts { events, at_risk }).collect()
    }

    #[test]
    fn the_profiles_own_cases_come_out_as_theirs() {
        // Inputs and outcomes of the tests of fingertips-open (2020).
        let case = |pairs| recent_trend_of_proportions(&counts(pairs)).unwrap().change;
        let falling = [(621, 3454), (599, 3195), (556, 3256), (535, 3227), (447, 3121)];
        assert_eq!(case(&falling), Change::Decreasing);
        let rising =
            [(8116, 91_530), (8145, 91_773), (8222, 92_088), (8506, 92_238), (8728, 92_666)];
        assert_eq!(case(&rising), Change::Increasing);
        let level =
            [(5405, 18_095), (5500, 18_170), (5435, 18_005), (5480, 17_890), (5315, 17_860)];
        assert_eq!(case(&level), Change::NotSignificant);
        let steep = [
            (22_435, 65_880),
            (22_445, 67_900),
            (21_365, 68_705),
            (20_955, 69_835),
            (19_055, 70_910),
        ];
        assert_eq!(case(&steep), Change::Decreasing);
    }

    #[test]
    fn one_point_alone_makes_no_trend() {
        let point = |value| TrendPoint { value, lower: value - 1.0, upper: value + 1.0 };
        let trend = recent_trend(&[10.0, 9.9, 10.0, 9.9, 20.0].map(point)).unwrap();
        assert!(trend.chi_square > THRESHOLD && !trend.steady);
        assert_eq!(trend.change, Change::NotSignificant);
    }

    #[test]
    fn what_makes_no_trend_is_refused() {
        let point = |value| TrendPoint { value, lower: value - 1.0, upper: value + 1.0 };
        let four = [1.0, 2.0, 3.0, 4.0].map(point);
        assert_eq!(recent_trend(&four), Err(RecentTrendError::TooFewPoints { given: 4 }));
        let mut six = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0].map(point);
        six[0].upper = six[0].lower;
        assert!(recent_trend(&six).is_ok(), "only the latest five count");
        let mut astray = six;
        astray[4].value = 100.0;
        assert_eq!(recent_trend(&astray), Err(RecentTrendError::Limits { index: 5 }));
        six[3].upper = f64::INFINITY;
        assert_eq!(recent_trend(&six), Err(RecentTrendError::Limits { index: 4 }));
        let certain = counts(&[(1, 9), (2, 9), (9, 9), (3, 9), (4, 9)]);
        let refused = recent_trend_of_proportions(&certain);
        assert_eq!(refused, Err(RecentTrendError::Proportion { index: 3 }));
    }

    proptest! {
        #[test]
        fn a_mirrored_series_has_the_mirrored_trend(
            values in prop::array::uniform5(-50.0..50.0_f64), width in 0.1..10.0_f64,
        ) {
            let points = values.map(|v| TrendPoint { value: v, lower: v - width, upper: v + width });
            let mirror = values.map(|v| TrendPoint { value: -v, lower: -v - width, upper: width - v });
            let (a, b) = (recent_trend(&points).unwrap(), recent_trend(&mirror).unwrap());
            prop_assert!((a.slope + b.slope).abs() < 1e-9);
            prop_assert!((a.chi_square - b.chi_square).abs() <= 1e-9 * a.chi_square.max(1.0));
        }
    }
}
