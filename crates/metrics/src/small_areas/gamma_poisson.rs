//! Rates of small areas, drawn towards a common mean.

use firstyear_core::{Confidence, Counts, Estimate, MethodId};

use super::marginal::{Fitted, Marginal, averaged, most_probable};
use super::rising::rising;
use super::{Posterior, PriorFit, PriorMean, PriorUncertainty, Shrinkage, Shrunk, SmallAreasError};

/// The method of [`gamma_poisson`].
pub const GAMMA_POISSON: MethodId = MethodId::new("gamma-poisson-shrinkage");

/// How true rates are spread: a gamma distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GammaPrior {
    mean: f64,
    variance: f64,
}

impl GammaPrior {
    /// # Errors
    ///
    /// [`SmallAreasError`] unless the mean is above 0 and the variance is from
    /// 0, both finite.
    pub fn new(mean: f64, variance: f64) -> Result<Self, SmallAreasError> {
        if !(mean > 0.0 && mean.is_finite()) {
            return Err(SmallAreasError::PriorMean { wanted: "a finite rate above 0" });
        }
        if !(variance >= 0.0 && variance.is_finite()) {
            return Err(SmallAreasError::PriorVariance { wanted: "a finite number from 0" });
        }
        Ok(Self { mean, variance })
    }

    /// The mean of the true rates.
    #[must_use]
    pub const fn mean(self) -> f64 {
        self.mean
    }

    /// Their variance.
    #[must_use]
    pub const fn variance(self) -> f64 {
        self.variance
    }

    /// What is known of a rate after `events` in `exposure`.
    #[must_use]
    pub fn posterior(self, events: u64, exposure: f64) -> Posterior {
        if self.variance == 0.0 {
            return Posterior::Point(self.mean);
        }
        let prior_exposure = self.mean / self.variance;
        Posterior::Gamma {
            shape: self.mean * prior_exposure + events as f64,
            exposure: prior_exposure + exposure,
        }
    }

    /// The share of the variance of an own rate that is true difference.
    #[must_use]
    pub fn reliability(self, exposure: f64) -> f64 {
        let signal = self.variance * exposure;
        signal / (signal + self.mean)
    }
}

/// How the true rates of areas are spread, from their counts.
///
/// # Units
///
/// Events and exposures (people, births, or expected events), one of each for
/// every area; rates per unit of exposure out.
///
/// # Errors
///
/// [`SmallAreasError`]: slices that do not fit, an exposure that is not above
/// 0, fewer than three areas, or no event at all.
///
/// # Source
///
/// Moments: Marshall RJ (1991), Appl Stat 40:283-294, with the weights that
/// make the variance unbiased where exposures differ. Marginal likelihood:
/// Clayton D, Kaldor J (1987), Biometrics 43:671-681, section 4.1.
///
/// # Example
///
/// ```
/// use firstyear_metrics::small_areas::{PriorFit, PriorMean, gamma_prior};
///
/// let prior = gamma_prior(
///     &[2, 9, 4, 15], &[1_000.0; 4], PriorMean::Estimated, PriorFit::Moments,
/// )?;
/// // Mean 0.0075; the counts vary by 33.67, of which 7.5 is chance.
/// assert_eq!(format!("{:.4} {:.3e}", prior.mean(), prior.variance()), "0.0075 2.617e-5");
/// # Ok::<(), firstyear_metrics::small_areas::SmallAreasError>(())
/// ```
pub fn gamma_prior(
    events: &[u64],
    exposures: &[f64],
    mean: PriorMean,
    fit: PriorFit,
) -> Result<GammaPrior, SmallAreasError> {
    let areas = Areas::new(events, exposures, mean)?;
    areas.worth_fitting()?;
    match fit {
        PriorFit::Moments => areas.moments(),
        PriorFit::MarginalLikelihood => Ok(prior_of(most_probable(&areas))),
    }
}

/// The rates of areas, each drawn towards a mean by as much as chance blurs
/// it.
///
/// # Units
///
/// As [`gamma_prior`]. An area's value lies between its own rate and the
/// prior's mean, the nearer to its own the more events it has.
///
/// # Errors
///
/// As [`gamma_prior`].
///
/// # Source
///
/// Clayton and Kaldor (1987). Averaging over the prior: Deely JJ, Lindley DV
/// (1981), J Am Stat Assoc 76:833-841, with the uniform prior on the
/// standard deviation of Gelman A (2006), Bayesian Analysis 1:515-534.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::small_areas::{Shrinkage, gamma_poisson};
///
/// let areas = gamma_poisson(
///     &[0, 9, 4, 15], &[1_000.0; 4], Shrinkage::DEFAULT, Confidence::P95,
/// )?;
/// let none_died = &areas[0].estimate;
/// assert!(none_died.value > 0.0 && none_died.value < 0.007);
/// # Ok::<(), firstyear_metrics::small_areas::SmallAreasError>(())
/// ```
pub fn gamma_poisson(
    events: &[u64],
    exposures: &[f64],
    shrinkage: Shrinkage,
    confidence: Confidence,
) -> Result<Vec<Shrunk>, SmallAreasError> {
    let areas = Areas::new(events, exposures, shrinkage.mean)?;
    areas.worth_fitting()?;
    let priors = match shrinkage.uncertainty {
        PriorUncertainty::PlugIn => {
            vec![(1.0, gamma_prior(events, exposures, shrinkage.mean, shrinkage.fit)?)]
        }
        PriorUncertainty::Averaged => {
            averaged(&areas).into_iter().map(|(weight, at)| (weight, prior_of(at))).collect()
        }
    };
    Ok(with_priors(events, exposures, &priors, shrinkage.comparator, confidence))
}

/// Rates under one prior, or under several with their weights.
pub(super) fn with_priors(
    events: &[u64],
    exposures: &[f64],
    priors: &[(f64, GammaPrior)],
    comparator: Option<f64>,
    confidence: Confidence,
) -> Vec<Shrunk> {
    // Not the mean of averaged priors: with few areas some of these lie far
    // above every area, and none would seem to be above their mean.
    let against = comparator.unwrap_or_else(|| match priors {
        [(_, only)] => only.mean,
        _ => events.iter().sum::<u64>() as f64 / exposures.iter().sum::<f64>(),
    });
    let areas = events.iter().zip(exposures);
    areas
        .map(|(&events, &exposure)| {
            let posterior = match priors {
                [(_, only)] => only.posterior(events, exposure),
                several => Posterior::Mixture(
                    several
                        .iter()
                        .map(|(w, prior)| (*w, prior.posterior(events, exposure)))
                        .collect(),
                ),
            };
            Shrunk {
                estimate: Estimate {
                    value: posterior.mean(),
                    interval: Some(posterior.interval(confidence)),
                    method: GAMMA_POISSON,
                    counts: counts(events, exposure),
                },
                above_comparator: posterior.above(against),
                reliability: priors
                    .iter()
                    .map(|(w, prior)| w * prior.reliability(exposure))
                    .sum::<f64>()
                    .min(1.0),
                posterior,
            }
        })
        .collect()
}

/// The counts behind a rate, where the exposure is a count of people.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole, above 0 and in range"
)]
fn counts(events: u64, exposure: f64) -> Option<Counts> {
    let whole = exposure.fract() == 0.0 && exposure <= 9_007_199_254_740_992.0;
    whole.then_some(Counts { events, at_risk: exposure as u64 })
}

fn prior_of(Fitted { centre, spread }: Fitted) -> GammaPrior {
    let mean = centre.exp();
    GammaPrior { mean, variance: spread * mean * mean }
}

/// Checked counts; the spread is the variance over the square of the mean.
struct Areas<'a> {
    events: &'a [u64],
    exposures: &'a [f64],
    fixed: Option<f64>,
}

impl<'a> Areas<'a> {
    fn new(
        events: &'a [u64],
        exposures: &'a [f64],
        mean: PriorMean,
    ) -> Result<Self, SmallAreasError> {
        check_exposures(events, exposures)?;
        let fixed = match mean {
            PriorMean::Estimated => None,
            PriorMean::Fixed(mean) => Some(GammaPrior::new(mean, 0.0)?.mean),
        };
        Ok(Self { events, exposures, fixed })
    }

    fn worth_fitting(&self) -> Result<(), SmallAreasError> {
        if self.events.len() < 3 {
            return Err(SmallAreasError::TooFewAreas { given: self.events.len() });
        }
        if self.fixed.is_none() && self.events.iter().all(|events| *events == 0) {
            return Err(SmallAreasError::NothingToEstimate);
        }
        Ok(())
    }

    fn each(&self) -> impl Iterator<Item = (f64, f64)> {
        self.events.iter().zip(self.exposures).map(|(x, n)| (*x as f64, *n))
    }

    fn totals(&self) -> (f64, f64) {
        self.each().fold((0.0, 0.0), |(events, exposure), (x, n)| (events + x, exposure + n))
    }

    fn moments(&self) -> Result<GammaPrior, SmallAreasError> {
        let (events, exposure) = self.totals();
        let areas = self.events.len() as f64;
        let mean = self.fixed.unwrap_or(events / exposure);
        let scatter: f64 = self.each().map(|(x, n)| (x - mean * n) * (x - mean * n) / n).sum();
        // An estimated mean takes its part of the scatter with it.
        let (chance, weight) = if self.fixed.is_some() {
            (areas * mean, exposure)
        } else {
            let squares: f64 = self.each().map(|(_, n)| n * n).sum();
            ((areas - 1.0) * mean, exposure - squares / exposure)
        };
        GammaPrior::new(mean, ((scatter - chance) / weight).max(0.0))
    }
}

impl Marginal for Areas<'_> {
    fn ln_likelihood(&self, centre: f64, spread: f64) -> f64 {
        let mean = centre.exp();
        let of_area = |events: u64, n: f64| {
            let (x, expected) = (events as f64, mean * n);
            let left = if spread * expected < 1e-12 {
                expected
            } else {
                (spread * expected).ln_1p() / spread
            };
            let steps = if spread == 0.0 { 0.0 } else { rising(1.0, spread, events).ln };
            steps + x * (expected.ln() - (spread * expected).ln_1p()) - left
        };
        self.events.iter().zip(self.exposures).map(|(x, n)| of_area(*x, *n)).sum()
    }

    fn centre(&self, spread: f64) -> (f64, f64) {
        if let Some(fixed) = self.fixed {
            return (fixed.ln(), 0.0);
        }
        let (events, exposure) = self.totals();
        let mut centre = (events / exposure).ln();
        let mut information = 1.0;
        // The likelihood is concave in the centre: steps of at most 1 arrive.
        for _ in 0..100 {
            let mean = centre.exp();
            let (mut slope, mut bend) = (0.0, 0.0);
            for (x, n) in self.each() {
                let expected = mean * n;
                let scale = 1.0 + spread * expected;
                slope += (x - expected) / scale;
                bend += expected * (1.0 + spread * x) / (scale * scale);
            }
            information = bend;
            let step = (slope / bend).clamp(-1.0, 1.0);
            centre += step;
            if step.abs() < 1e-13 {
                break;
            }
        }
        (centre, 1.0 / information.sqrt())
    }

    fn spread_of(&self, odds: f64) -> f64 {
        let (events, exposure) = self.totals();
        let expected = self.fixed.map_or(events, |mean| mean * exposure);
        odds * self.events.len() as f64 / expected
    }
}

pub(super) fn check_exposures(events: &[u64], exposures: &[f64]) -> Result<(), SmallAreasError> {
    if events.is_empty() && exposures.is_empty() {
        return Err(SmallAreasError::NoAreas);
    }
    if events.len() != exposures.len() {
        let (events, exposures) = (events.len(), exposures.len());
        return Err(SmallAreasError::Lengths { events, exposures });
    }
    match exposures.iter().position(|n| !(*n > 0.0 && n.is_finite())) {
        Some(at) => Err(SmallAreasError::Exposure { area: at + 1 }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::special::ln_gamma;

    const EVENTS: [u64; 8] = [0, 3, 11, 7, 2, 25, 9, 14];
    const EXPOSURES: [f64; 8] = [300.0, 900.0, 1_500.0, 2_000.0, 700.0, 2_600.0, 1_800.0, 1_200.0];

    /// The negative binomial likelihood as textbooks have it, with gamma
    /// functions.
    fn textbook(events: &[u64], exposures: &[f64], prior: GammaPrior) -> f64 {
        let b = prior.mean / prior.variance;
        let a = prior.mean * b;
        let areas = events.iter().zip(exposures);
        areas
            .map(|(x, n)| {
                let x = *x as f64;
                ln_gamma(a + x) - ln_gamma(a) + a * (b / (b + n)).ln() + x * (n / (b + n)).ln()
            })
            .sum()
    }

    #[test]
    fn no_prior_nearby_makes_the_counts_more_probable() {
        let best =
            gamma_prior(&EVENTS, &EXPOSURES, PriorMean::Estimated, PriorFit::MarginalLikelihood)
                .unwrap();
        let top = textbook(&EVENTS, &EXPOSURES, best);
        for (by_mean, by_variance) in [(1.01, 1.0), (0.99, 1.0), (1.0, 1.02), (1.0, 0.98)] {
            let prior = GammaPrior::new(best.mean * by_mean, best.variance * by_variance).unwrap();
            assert!(textbook(&EVENTS, &EXPOSURES, prior) < top, "{by_mean} {by_variance}");
        }
        // A grid that knows nothing of the search finds no better one.
        for i in 1..60 {
            for j in 1..60 {
                let mean = 0.0002 * f64::from(i);
                let prior = GammaPrior::new(mean, 1e-6 * f64::from(j)).unwrap();
                assert!(textbook(&EVENTS, &EXPOSURES, prior) <= top);
            }
        }
    }

    #[test]
    fn averaged_posteriors_are_the_double_integral() {
        // Brute force over mean and deviation on a fine grid, each step of the
        // deviation and of the log mean with the same weight.
        let settings = Shrinkage::DEFAULT;
        let found = gamma_poisson(&EVENTS, &EXPOSURES, settings, Confidence::P95).unwrap();
        let typical = 71.0 / 8.0;
        let (mut total, mut means, mut above) = (0.0, [0.0; 8], [0.0; 8]);
        for i in 0..160 {
            let deviation: f64 = (f64::from(i) + 0.5) * 0.075;
            let spread = deviation * deviation / typical;
            for j in 0..50 {
                let mean = (-8.0 + 0.12 * f64::from(j)).exp();
                let prior = GammaPrior::new(mean, spread * mean * mean).unwrap();
                let weight = textbook(&EVENTS, &EXPOSURES, prior).exp();
                total += weight;
                for k in 0..8 {
                    let posterior = prior.posterior(EVENTS[k], EXPOSURES[k]);
                    means[k] += weight * posterior.mean();
                    above[k] += weight * posterior.probability_above(0.006);
                }
            }
        }
        for (k, area) in found.iter().enumerate() {
            let mean = means[k] / total;
            assert!((area.estimate.value / mean - 1.0).abs() < 0.001, "area {k}: mean");
            let got = area.posterior.probability_above(0.006);
            assert!((got - above[k] / total).abs() < 0.003, "area {k}: {got}");
        }
    }

    #[test]
    fn areas_alike_share_one_rate_and_the_averaged_form_doubts_it() {
        let (events, exposures) = ([10, 10, 10, 10], [1_000.0; 4]);
        for fit in [PriorFit::Moments, PriorFit::MarginalLikelihood] {
            let prior = gamma_prior(&events, &exposures, PriorMean::Estimated, fit).unwrap();
            assert_eq!(prior.variance(), 0.0);
            assert!((prior.mean() - 0.01).abs() < 1e-15);
        }
        let shrunk = |uncertainty| {
            let settings = Shrinkage { uncertainty, ..Shrinkage::DEFAULT };
            gamma_poisson(&events, &exposures, settings, Confidence::P95).unwrap()
        };
        let plain = shrunk(PriorUncertainty::PlugIn)[0].estimate.interval.unwrap();
        assert_eq!(plain.lower, plain.upper);
        let doubting = shrunk(PriorUncertainty::Averaged)[0].estimate.interval.unwrap();
        assert!(doubting.lower < 0.009 && doubting.upper > 0.011);
    }

    #[test]
    fn with_many_events_nothing_is_shrunk() {
        // What is known of a rate then is the count by itself: a gamma
        // distribution that is normal to a ten-thousandth of its width.
        for power in [9, 12, 15] {
            let x = 10_u64.pow(power);
            let events = [x, x + x / 10, x - x / 7, x / 2];
            let found =
                gamma_poisson(&events, &[1.0; 4], Shrinkage::DEFAULT, Confidence::P95).unwrap();
            for (area, x) in found.iter().zip(events) {
                let (x, limits) = (x as f64, area.estimate.interval.unwrap());
                let scaled = |limit: f64| (limit - x) / x.sqrt();
                assert!((scaled(limits.lower) + 1.96).abs() < 1e-3, "{x}: {limits:?}");
                assert!((scaled(limits.upper) - 1.96).abs() < 1e-3, "{x}: {limits:?}");
            }
        }
    }

    #[test]
    fn three_areas_with_few_events_have_finite_results() {
        for events in [[0, 9, 4], [0, 0, 1], [0, 0, 400]] {
            let found = gamma_poisson(
                &events,
                &[1_000.0, 1_200.0, 900.0],
                Shrinkage::DEFAULT,
                Confidence::P95,
            )
            .unwrap();
            for area in found {
                let limits = area.estimate.interval.unwrap();
                let (value, above) = (area.estimate.value, area.above_comparator);
                assert!(limits.lower < value && value < limits.upper && limits.upper < 1.0);
                assert!((0.0..=1.0).contains(&above) && (0.0..=1.0).contains(&area.reliability));
            }
        }
    }

    #[test]
    fn equal_areas_lie_above_their_common_rate_about_as_often_as_below() {
        let above = |events: &[u64], per: f64| -> Vec<f64> {
            let exposures = vec![per; events.len()];
            let areas =
                gamma_poisson(events, &exposures, Shrinkage::DEFAULT, Confidence::P95).unwrap();
            areas.iter().map(|area| area.above_comparator).collect()
        };
        for probability in above(&[5, 5, 5], 100.0) {
            assert!((0.4..0.6).contains(&probability), "{probability}");
        }
        // The areas' own order shows, and the middle one is undecided.
        let [low, middle, high] = above(&[10, 20, 30], 1_000.0)[..] else { panic!("three") };
        assert!(low < 0.1 && (0.4..0.6).contains(&middle) && high > 0.9, "{low} {middle} {high}");
    }

    #[test]
    fn what_cannot_be_shrunk_is_refused() {
        let refused = |events: &[u64], exposures: &[f64], mean| {
            gamma_prior(events, exposures, mean, PriorFit::Moments).unwrap_err()
        };
        let own = PriorMean::Estimated;
        assert_eq!(refused(&[], &[], own), SmallAreasError::NoAreas);
        let lengths = SmallAreasError::Lengths { events: 1, exposures: 2 };
        assert_eq!(refused(&[1], &[1.0, 2.0], own), lengths);
        for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let exposure = SmallAreasError::Exposure { area: 2 };
            assert_eq!(refused(&[1, 1, 1], &[1.0, bad, 1.0], own), exposure);
        }
        assert_eq!(refused(&[1, 2], &[9.0, 9.0], own), SmallAreasError::TooFewAreas { given: 2 });
        assert_eq!(refused(&[0; 3], &[9.0; 3], own), SmallAreasError::NothingToEstimate);
        for bad in [0.0, f64::NAN] {
            let error = refused(&[1; 3], &[9.0; 3], PriorMean::Fixed(bad));
            assert!(matches!(error, SmallAreasError::PriorMean { .. }), "{error}");
        }
        assert!(GammaPrior::new(1.0, -0.1).is_err());
    }

    fn areas() -> impl Strategy<Value = (Vec<u64>, Vec<f64>)> {
        let area = (prop_oneof![Just(0_u64), 0..40_u64, 0..4_000_u64], 1.0..50_000.0_f64);
        proptest::collection::vec(area, 3..12).prop_map(|areas| areas.into_iter().unzip())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]

        #[test]
        fn values_lie_between_the_own_rate_and_the_mean((events, exposures) in areas()) {
            for fit in [PriorFit::Moments, PriorFit::MarginalLikelihood] {
                let Ok(prior) = gamma_prior(&events, &exposures, PriorMean::Estimated, fit)
                else { continue };
                let settings = Shrinkage { fit, uncertainty: PriorUncertainty::PlugIn,
                    ..Shrinkage::DEFAULT };
                let shrunk = gamma_poisson(&events, &exposures, settings, Confidence::P95)?;
                for (area, (x, n)) in shrunk.iter().zip(events.iter().zip(&exposures)) {
                    let own = *x as f64 / n;
                    let slack = 1e-12 * own.max(prior.mean());
                    prop_assert!(area.estimate.value >= own.min(prior.mean()) - slack);
                    prop_assert!(area.estimate.value <= own.max(prior.mean()) + slack);
                }
            }
        }

        #[test]
        fn more_exposure_means_less_shrinkage(
            mean in 0.001..0.1_f64, spread in 1e-4..2.0_f64, events in 0..50_u64, n in 10.0..1e4_f64,
        ) {
            let prior = GammaPrior::new(mean, spread * mean * mean)?;
            prop_assert!(prior.reliability(2.0 * n) > prior.reliability(n));
            let own = events as f64 / n;
            let from_own = |times: u64| {
                let scale = times as f64;
                (prior.posterior(events * times, n * scale).mean() - own).abs()
            };
            prop_assert!(from_own(10) <= from_own(1) + 1e-15);
        }

        #[test]
        fn order_of_areas_and_unit_of_exposure_change_nothing((events, exposures) in areas()) {
            let shrunk = |events: &[u64], exposures: &[f64]| {
                gamma_poisson(events, exposures, Shrinkage::DEFAULT, Confidence::P95)
            };
            let Ok(forth) = shrunk(&events, &exposures) else { return Ok(()) };
            let back = |values: &[f64]| values.iter().rev().map(|n| n * 1_000.0).collect::<Vec<_>>();
            let reversed: Vec<u64> = events.iter().rev().copied().collect();
            let scaled = shrunk(&reversed, &back(&exposures))?;
            for (a, b) in forth.iter().zip(scaled.iter().rev()) {
                let ratio = a.estimate.value / (b.estimate.value * 1_000.0);
                prop_assert!((ratio - 1.0).abs() < 1e-6, "{ratio}");
            }
        }
    }
}
