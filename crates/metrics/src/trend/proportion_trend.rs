//! Whether a proportion goes with a score.

use firstyear_core::MethodId;

use crate::registry::Method;
use crate::run::{Call, Field, Group, Output, RunError};
use crate::special::gamma;

/// The chi-square test for a trend in proportions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProportionTrend {
    /// Chi-square with one degree of freedom.
    pub statistic: f64,
    /// The probability of one as large where there is no trend.
    pub p_value: f64,
    /// The change of the proportion by a unit of the score.
    pub slope: f64,
}

/// Why there is no test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProportionTrendError {
    /// Slices of different lengths.
    #[error(
        "{events} counts of events, {trials} of trials, {scores} scores: give one of each for every group"
    )]
    Lengths {
        /// Length of the events.
        events: usize,
        /// Length of the trials.
        trials: usize,
        /// Length of the scores.
        scores: usize,
    },
    /// A group that has no proportion.
    #[error(
        "group {index} (counted from 1) has no proportion: it needs trials, and no more events than trials"
    )]
    NoProportion {
        /// The first such group, counted from 1.
        index: usize,
    },
    /// A score that is no finite number.
    #[error("score {index} (counted from 1) is not a finite number")]
    Score {
        /// The first such score, counted from 1.
        index: usize,
    },
    /// Nothing varies.
    #[error("all or none had the event: there is no trend to test")]
    AllOrNone,
    /// One score for all.
    #[error("all groups have the same score: give two different ones or more")]
    OneScore,
}

/// The chi-square test for a trend in proportions.
///
/// # Units
///
/// Events, trials and a score for each group, such as 1, 2, 3 or the year.
/// The order of groups has no meaning; the scores do.
///
/// # Errors
///
/// [`ProportionTrendError`]: lengths that differ, a group without a
/// proportion, a score that is no number, no variation in events or scores.
///
/// # Source
///
/// Armitage P (1955), Biometrics 11:375-386.
///
/// # Example
///
/// Smokers among patients with lung cancer in four studies (Fleiss JL 1981,
/// *Statistical methods for rates and proportions*, page 139):
///
/// ```
/// use firstyear_metrics::trend::proportion_trend;
///
/// let test = proportion_trend(
///     &[83.0, 90.0, 129.0, 70.0],
///     &[86.0, 93.0, 136.0, 82.0],
///     &[1.0, 2.0, 3.0, 4.0],
/// )?;
/// assert_eq!(format!("{:.4} {:.6}", test.statistic, test.p_value), "8.2249 0.004132");
/// # Ok::<(), firstyear_metrics::trend::ProportionTrendError>(())
/// ```
pub fn proportion_trend(
    events: &[f64],
    trials: &[f64],
    scores: &[f64],
) -> Result<ProportionTrend, ProportionTrendError> {
    check(events, trials, scores)?;
    let total: f64 = trials.iter().sum();
    let share = events.iter().sum::<f64>() / total;
    if share == 0.0 || share == 1.0 {
        return Err(ProportionTrendError::AllOrNone);
    }
    let mean = trials.iter().zip(scores).map(|(n, s)| n * s).sum::<f64>() / total;
    let (mut spread, mut along) = (0.0, 0.0);
    for ((x, n), score) in events.iter().zip(trials).zip(scores) {
        let from_mean = score - mean;
        spread += n * from_mean * from_mean;
        along += from_mean * (x - n * share);
    }
    if spread <= 0.0 || scores.iter().all(|score| *score == scores[0]) {
        return Err(ProportionTrendError::OneScore);
    }
    let statistic = along * along / spread / (share * (1.0 - share));
    let (_, p_value) = gamma::lower_and_upper(0.5, statistic / 2.0);
    Ok(ProportionTrend { statistic, p_value, slope: along / spread })
}

fn check(events: &[f64], trials: &[f64], scores: &[f64]) -> Result<(), ProportionTrendError> {
    if events.len() != trials.len() || events.len() != scores.len() {
        return Err(ProportionTrendError::Lengths {
            events: events.len(),
            trials: trials.len(),
            scores: scores.len(),
        });
    }
    let proportion = |(x, n): (&f64, &f64)| n.is_finite() && *n > 0.0 && (0.0..=*n).contains(x);
    if let Some(at) = events.iter().zip(trials).position(|pair| !proportion(pair)) {
        return Err(ProportionTrendError::NoProportion { index: at + 1 });
    }
    if let Some(at) = scores.iter().position(|score| !score.is_finite()) {
        return Err(ProportionTrendError::Score { index: at + 1 });
    }
    if scores.is_empty() { Err(ProportionTrendError::OneScore) } else { Ok(()) }
}

pub(crate) const METHOD: Method = Method {
    id: MethodId::new("proportion-trend"),
    name: "Chi-square test for a trend in proportions",
    family: "trend",
    unit: "chi-square with one degree of freedom",
    ordered: true,
    reading: "larger where the proportion goes with the score, up or down",
    source: "Armitage (1955), Biometrics 11:375",
    explanation: "Whether the proportion of those with an event goes up or down with a score, such as the year or the place in an order. The score is taken as known; without any event, or with all, there is nothing to test.",
    call: Call {
        key: &["case"],
        inputs: &[
            Field::new("x", "events, counts"),
            Field::new("n", "trials, counts above 0"),
            Field::optional("score", "scores; 1, 2, 3 and so on unless given"),
        ],
        arguments: &[],
        outputs: &[
            Field::new("statistic", "chi-square with one degree of freedom"),
            Field::new("p_value", "probability of one as large where there is no trend"),
            Field::new("status", "`ok`, or `error` where there is nothing to test"),
        ],
        vectors: &["base_r/prop_trend_test"],
        run: run_trend,
    },
};

fn run_trend(group: &Group<'_>, out: &mut Output) -> Result<(), RunError> {
    let (x, n) = (group.numbers("x")?, group.numbers("n")?);
    let scores = if group.has("score") {
        group.numbers("score")?
    } else {
        (1..=x.len()).map(|place| place as f64).collect()
    };
    let test = match proportion_trend(&x, &n, &scores) {
        // That there is nothing to test is an answer.
        Err(ProportionTrendError::AllOrNone | ProportionTrendError::OneScore) => None,
        test => Some(test.map_err(RunError::measure)?),
    };
    out.row()
        .set("statistic", test.map(|test| test.statistic))
        .set("p_value", test.map(|test| test.p_value))
        .set("status", if test.is_some() { "ok" } else { "error" });
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_has_no_trend_is_refused() {
        let refuse = |x: &[f64], n: &[f64], s: &[f64]| proportion_trend(x, n, s).unwrap_err();
        let lengths = ProportionTrendError::Lengths { events: 1, trials: 2, scores: 2 };
        assert_eq!(refuse(&[1.0], &[2.0, 2.0], &[1.0, 2.0]), lengths);
        let none = ProportionTrendError::NoProportion { index: 2 };
        for (x, n) in [(0.0, 0.0), (3.0, 2.0), (-1.0, 2.0), (f64::NAN, 2.0), (1.0, f64::NAN)] {
            assert_eq!(refuse(&[1.0, x], &[2.0, n], &[1.0, 2.0]), none, "{x} of {n}");
        }
        let score = ProportionTrendError::Score { index: 1 };
        assert_eq!(refuse(&[1.0, 1.0], &[2.0, 2.0], &[f64::INFINITY, 2.0]), score);
        for share in [0.0, 2.0] {
            let all = refuse(&[share, share], &[2.0, 2.0], &[1.0, 2.0]);
            assert_eq!(all, ProportionTrendError::AllOrNone);
        }
        assert_eq!(refuse(&[1.0, 2.0], &[3.0, 3.0], &[5.0, 5.0]), ProportionTrendError::OneScore);
        assert_eq!(refuse(&[], &[], &[]), ProportionTrendError::OneScore);
    }

    proptest! {
        #[test]
        fn scale_and_direction_of_the_score_play_no_part(
            counts in prop::collection::vec((0..50_u32, 50..90_u32), 3..8),
            scale in 0.1..9.0_f64,
        ) {
            let x: Vec<f64> = counts.iter().map(|(x, _)| f64::from(*x)).collect();
            let n: Vec<f64> = counts.iter().map(|(_, n)| f64::from(*n)).collect();
            prop_assume!(x.iter().any(|x| *x > 0.0));
            let scores: Vec<f64> = (0..x.len()).map(|i| i as f64).collect();
            let turned: Vec<f64> = scores.iter().map(|s| 3.0 - scale * s).collect();
            let (a, b) = (proportion_trend(&x, &n, &scores)?, proportion_trend(&x, &n, &turned)?);
            prop_assert!((a.statistic - b.statistic).abs() <= 1e-9 * (1.0 + a.statistic));
            prop_assert!((a.slope + b.slope * scale).abs() < 1e-12);
        }
    }
}
