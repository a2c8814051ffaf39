//! Slope and relative index of inequality, on counts.
//!
//! Groups stand in an order of disadvantage. Each is placed at the middle of
//! its share of the population, from 0 at the most disadvantaged end to 1 at
//! the least; a log-linear Poisson line is fitted to the rates, and read at
//! both ends.
//!
//! The fit is Newton's method on the two coefficients and not the general
//! [`fit`](crate::fit), which [`slopes`](crate::slopes) use: the profile of an
//! area is made of many such lines, and this takes half the time (6 and 12 µs
//! for ten groups). The general fit also has the variance of the step before
//! the last, as R has it, where this has that of the settled line, so that
//! limits would move in their seventh digit. A test holds the two together.

mod groups;
mod method;

pub use groups::SlopeGroupsError;
pub(crate) use groups::{check as check_groups, ranks};
pub(crate) use method::METHODS;

use firstyear_core::{Confidence, Counts, Estimate, Interval, MethodId};

use crate::limits::deviate;
use crate::special::student_t_quantile;

/// The method of [`SlopeIndex::sii`].
pub const SII: MethodId = MethodId::new("sii-poisson");
/// The method of [`SlopeIndex::rii`].
pub const RII: MethodId = MethodId::new("rii-poisson");

/// Which way a slice of groups runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// The first group is the most disadvantaged.
    MostDisadvantagedFirst,
    /// The first group is the least disadvantaged.
    LeastDisadvantagedFirst,
}

/// How scatter round the line widens the limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dispersion {
    /// Chance alone: too narrow as soon as groups scatter for other reasons.
    Poisson,
    /// Pearson's statistic over its degrees of freedom, also where it is
    /// below 1, with normal limits: R's `quasipoisson`.
    Quasi,
    /// The same, but at least 1, with limits of Student's t: scatter smaller
    /// than chance is itself chance, and few groups tell little of it.
    #[default]
    QuasiAtLeastPoisson,
}

/// Slope and relative index of inequality.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlopeIndex {
    /// Fitted rate at the most disadvantaged end minus that at the least, per
    /// person. Positive when the disadvantaged have the higher rate.
    pub sii: Estimate,
    /// The first over the second. Above 1 when the disadvantaged have the
    /// higher rate.
    pub rii: Estimate,
    /// Fitted rate at the most disadvantaged end, per person.
    pub most_disadvantaged: f64,
    /// Fitted rate at the least disadvantaged end, per person.
    pub least_disadvantaged: f64,
    /// The factor by which scatter widens the variance: 1 for chance alone.
    pub dispersion: f64,
}

/// Why there is no slope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SlopeIndexError {
    /// The counts are not those of three groups or more.
    #[error(transparent)]
    Groups(#[from] SlopeGroupsError),
    /// Without events there is nothing to fit.
    #[error("no events in any group")]
    NoEvents,
    /// All events at one end: the line is infinitely steep.
    #[error("the fit does not settle: the events lie at one end of the order")]
    NotSettled,
}

/// Slope and relative index of inequality with the default [`Dispersion`].
///
/// # Units
///
/// One count of events and of people at risk for each group, in the order
/// that `order` names. Rates per person out.
///
/// # Errors
///
/// [`SlopeIndexError`]: slices of different lengths, fewer than three groups,
/// a group without people, no events, or a fit that does not settle.
///
/// # Source
///
/// Pamuk ER (1985), Popul Stud 39:17-31; Mackenbach JP, Kunst AE (1997), Soc
/// Sci Med 44:757-771; Moreno-Betancur M and others (2015), Epidemiology
/// 26:518-527 (both indices from one multiplicative model).
///
/// # Example
///
/// Infant deaths and live births in England in 2022, by tenth of deprivation
/// from the most deprived (Office for National Statistics, child mortality
/// 2022, table 21):
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::{Order, slope_index};
///
/// let deaths = [471, 358, 297, 216, 195, 182, 180, 129, 117, 93];
/// let births =
///     [76_729, 69_743, 66_227, 61_181, 57_286, 55_473, 51_524, 49_382, 47_149, 41_895];
/// let slope = slope_index(&deaths, &births, Order::MostDisadvantagedFirst, Confidence::P95)?;
/// assert!(slope.sii.value > 0.0, "the deprived lose more");
/// assert!(slope.rii.value > 1.0);
/// # Ok::<(), firstyear_metrics::SlopeIndexError>(())
/// ```
pub fn slope_index(
    events: &[u64],
    at_risk: &[u64],
    order: Order,
    confidence: Confidence,
) -> Result<SlopeIndex, SlopeIndexError> {
    slope_index_with(events, at_risk, order, confidence, Dispersion::default())
}

/// [`slope_index`] with a named [`Dispersion`].
///
/// # Errors
///
/// As [`slope_index`].
pub fn slope_index_with(
    events: &[u64],
    at_risk: &[u64],
    order: Order,
    confidence: Confidence,
    dispersion: Dispersion,
) -> Result<SlopeIndex, SlopeIndexError> {
    check(events, at_risk)?;
    let groups = Groups { events, at_risk, ranks: &ranks(at_risk, order) };
    let fit = groups.fit()?;
    let pearson = groups.pearson(&fit) / (events.len() - 2) as f64;
    let (factor, q) = match dispersion {
        Dispersion::Poisson => (1.0, deviate(confidence)),
        Dispersion::Quasi => (pearson, deviate(confidence)),
        Dispersion::QuasiAtLeastPoisson => {
            let df = (events.len() - 2) as f64;
            (pearson.max(1.0), student_t_quantile(1.0 - confidence.tail(), df))
        }
    };
    let counts = Some(Counts { events: events.iter().sum(), at_risk: at_risk.iter().sum() });
    let (most, least) = (fit.intercept.exp(), (fit.intercept + fit.slope).exp());
    let [aa, ab, bb] = fit.covariance.map(|c| c * factor);
    // d(most - least): (most - least) by the intercept, -least by the slope.
    let (by_a, by_b) = (most - least, -least);
    let sii_se = (by_a * by_a * aa + 2.0 * by_a * by_b * ab + by_b * by_b * bb).max(0.0).sqrt();
    let interval = |lower, upper| Some(Interval { lower, upper, confidence });
    let (sii, rii) = (most - least, (-fit.slope).exp());
    let spread = (q * bb.sqrt()).exp();
    Ok(SlopeIndex {
        sii: Estimate {
            value: sii,
            interval: interval(sii - q * sii_se, sii + q * sii_se),
            method: SII,
            counts,
        },
        rii: Estimate {
            value: rii,
            interval: interval(rii / spread, rii * spread),
            method: RII,
            counts,
        },
        most_disadvantaged: most,
        least_disadvantaged: least,
        dispersion: factor,
    })
}

fn check(events: &[u64], at_risk: &[u64]) -> Result<(), SlopeIndexError> {
    check_groups(events, at_risk)?;
    if events.iter().all(|&count| count == 0) {
        return Err(SlopeIndexError::NoEvents);
    }
    Ok(())
}

struct Groups<'a> {
    events: &'a [u64],
    at_risk: &'a [u64],
    ranks: &'a [f64],
}

/// ln(rate) = intercept + slope × rank, with the covariance of the two:
/// intercept, both, slope.
struct Fit {
    intercept: f64,
    slope: f64,
    covariance: [f64; 3],
}

impl Groups<'_> {
    /// Rank, events and people of each group.
    fn ranked(&self) -> impl Iterator<Item = (f64, f64, f64)> + '_ {
        let counts = self.events.iter().zip(self.at_risk);
        self.ranks
            .iter()
            .zip(counts)
            .map(|(rank, (&events, &people))| (*rank, events as f64, people as f64))
    }

    /// Maximum likelihood by Newton's method, which for this concave
    /// likelihood is the usual iteratively reweighted least squares.
    fn fit(&self) -> Result<Fit, SlopeIndexError> {
        let events: f64 = self.events.iter().sum::<u64>() as f64;
        let people = self.at_risk.iter().sum::<u64>() as f64;
        let (mut intercept, mut slope) = ((events / people).ln(), 0.0);
        for _ in 0..100 {
            let (mut score, mut information) = ([0.0; 2], [0.0; 3]);
            for (rank, events, people) in self.ranked() {
                let expected = people * (intercept + slope * rank).exp();
                let miss = events - expected;
                score[0] += miss;
                score[1] += miss * rank;
                information[0] += expected;
                information[1] += expected * rank;
                information[2] += expected * rank * rank;
            }
            let [i00, i01, i11] = information;
            let determinant = i00 * i11 - i01 * i01;
            let covariance = [i11, -i01, i00].map(|x| x / determinant);
            let step = [
                covariance[0] * score[0] + covariance[1] * score[1],
                covariance[1] * score[0] + covariance[2] * score[1],
            ];
            if !step[0].is_finite() || !step[1].is_finite() {
                break;
            }
            // A longer step than this leaves the region in which the
            // quadratic is a fair picture of the likelihood.
            let shrink = (4.0 / step[0].abs().max(step[1].abs())).min(1.0);
            intercept += shrink * step[0];
            slope += shrink * step[1];
            if slope.abs() > 500.0 {
                break;
            }
            if step[0].abs() <= 1e-13 * (1.0 + intercept.abs())
                && step[1].abs() <= 1e-13 * (1.0 + slope.abs())
            {
                return Ok(Fit { intercept, slope, covariance });
            }
        }
        Err(SlopeIndexError::NotSettled)
    }

    /// Pearson's chi-square.
    fn pearson(&self, fit: &Fit) -> f64 {
        self.ranked()
            .map(|(rank, events, people)| {
                let expected = people * (fit.intercept + fit.slope * rank).exp();
                (events - expected).powi(2) / expected
            })
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DEATHS: [u64; 10] = [471, 358, 297, 216, 195, 182, 180, 129, 117, 93];
    const BIRTHS: [u64; 10] =
        [76_729, 69_743, 66_227, 61_181, 57_286, 55_473, 51_524, 49_382, 47_149, 41_895];

    fn slope(events: &[u64], at_risk: &[u64], order: Order) -> SlopeIndex {
        slope_index(events, at_risk, order, Confidence::P95).unwrap()
    }

    #[test]
    fn an_exact_line_is_found_again() {
        // Rates of 8 and 2 per 1,000 at the ends, events rounded to one in a
        // hundred million people, so that rounding is far below the tolerance.
        let at_risk = [100_000_000_000_u64; 5];
        let events: Vec<u64> = (0..5)
            .map(|i| (0.1 + f64::from(i) * 0.2, 1e11))
            .map(|(rank, people): (f64, f64)| (people * 0.008 * (0.25_f64).powf(rank)).round())
            .map(|events| format!("{events}").parse().unwrap())
            .collect();
        let found = slope(&events, &at_risk, Order::MostDisadvantagedFirst);
        assert!((found.most_disadvantaged - 0.008).abs() < 1e-9);
        assert!((found.least_disadvantaged - 0.002).abs() < 1e-9);
        assert!((found.sii.value - 0.006).abs() < 1e-9);
        assert!((found.rii.value - 4.0).abs() < 1e-6);
        assert_eq!(found.dispersion, 1.0);
    }

    #[test]
    fn turning_groups_and_order_round_changes_nothing() {
        let forward = slope(&DEATHS, &BIRTHS, Order::MostDisadvantagedFirst);
        let (mut deaths, mut births) = (DEATHS, BIRTHS);
        deaths.reverse();
        births.reverse();
        let backward = slope(&deaths, &births, Order::LeastDisadvantagedFirst);
        assert!((forward.sii.value - backward.sii.value).abs() < 1e-12);
        assert!((forward.rii.value - backward.rii.value).abs() < 1e-9);
        let (a, b) = (forward.sii.interval.unwrap(), backward.sii.interval.unwrap());
        assert!((a.lower - b.lower).abs() < 1e-12 && (a.upper - b.upper).abs() < 1e-12);
    }

    #[test]
    fn the_fit_solves_the_score_equations() {
        // Maximum likelihood: events and fitted events agree in total and in
        // their sum weighted by rank.
        let groups = Groups {
            events: &DEATHS,
            at_risk: &BIRTHS,
            ranks: &ranks(&BIRTHS, Order::MostDisadvantagedFirst),
        };
        let fit = groups.fit().unwrap();
        let (mut total, mut weighted) = (0.0, 0.0);
        for (rank, events, people) in groups.ranked() {
            let miss = events - people * (fit.intercept + fit.slope * rank).exp();
            total += miss;
            weighted += miss * rank;
        }
        assert!(total.abs() < 1e-8 && weighted.abs() < 1e-8);
    }

    #[test]
    fn what_has_no_slope_is_refused() {
        let refuse = |events: &[u64], at_risk: &[u64]| {
            slope_index(events, at_risk, Order::MostDisadvantagedFirst, Confidence::P95)
                .unwrap_err()
        };
        assert_eq!(refuse(&[], &[]), SlopeGroupsError::TooFew { given: 0 }.into());
        let lengths = SlopeGroupsError::Lengths { events: 1, at_risk: 3 };
        assert_eq!(refuse(&[1], &[1, 2, 3]), lengths.into());
        let nobody = SlopeGroupsError::NobodyAtRisk { index: 2 };
        assert_eq!(refuse(&[1, 2, 3], &[9, 0, 9]), nobody.into());
        assert_eq!(refuse(&[0, 0, 0], &[9, 9, 9]), SlopeIndexError::NoEvents);
        assert_eq!(refuse(&[5, 0, 0], &[9, 9, 9]), SlopeIndexError::NotSettled);
    }

    proptest! {
        #[test]
        fn equal_rates_have_no_slope(events in 1..500_u64, people in 1_000..90_000_u64, k in 3..12_usize) {
            let found = slope(&vec![events; k], &vec![people; k], Order::MostDisadvantagedFirst);
            prop_assert!(found.sii.value.abs() < 1e-12);
            prop_assert!((found.rii.value - 1.0).abs() < 1e-9);
        }

        #[test]
        fn more_people_at_the_same_rates_scale_the_slope(times in 2..50_u64) {
            let at_risk = BIRTHS.map(|n| n * times);
            let one = slope(&DEATHS, &BIRTHS, Order::MostDisadvantagedFirst);
            let diluted = slope(&DEATHS, &at_risk, Order::MostDisadvantagedFirst);
            prop_assert!((one.sii.value / diluted.sii.value / times as f64 - 1.0).abs() < 1e-9);
            prop_assert!((one.rii.value - diluted.rii.value).abs() < 1e-9);
        }
    }
}
