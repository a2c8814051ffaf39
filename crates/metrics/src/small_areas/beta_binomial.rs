//! Shares of small areas, drawn towards a common mean.

use firstyear_core::{Confidence, Counts, Estimate, MethodId};

use super::marginal::{Fitted, Marginal, averaged, most_probable};
use super::rising::rising;
use super::{Posterior, PriorFit, PriorMean, PriorUncertainty, Shrinkage, Shrunk, SmallAreasError};

/// The method of [`beta_binomial`].
pub const BETA_BINOMIAL: MethodId = MethodId::new("beta-binomial-shrinkage");

/// How true shares are spread: a beta distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetaPrior {
    mean: f64,
    /// Variance over its greatest, `mean (1 - mean)`: the correlation of two
    /// people of one area.
    correlation: f64,
}

impl BetaPrior {
    /// # Errors
    ///
    /// [`SmallAreasError`] unless the mean lies strictly between 0 and 1 and
    /// the variance from 0 to below `mean (1 - mean)`, the variance of people
    /// rather than areas.
    pub fn new(mean: f64, variance: f64) -> Result<Self, SmallAreasError> {
        if !(mean > 0.0 && mean < 1.0) {
            return Err(SmallAreasError::PriorMean { wanted: "a share strictly between 0 and 1" });
        }
        let correlation = variance / (mean * (1.0 - mean));
        if !(0.0..1.0).contains(&correlation) {
            let wanted = "from 0 to below mean times (1 - mean)";
            return Err(SmallAreasError::PriorVariance { wanted });
        }
        Ok(Self { mean, correlation })
    }

    /// The mean of the true shares.
    #[must_use]
    pub const fn mean(self) -> f64 {
        self.mean
    }

    /// Their variance.
    #[must_use]
    pub fn variance(self) -> f64 {
        self.correlation * self.mean * (1.0 - self.mean)
    }

    /// What is known of a share after `with` of `people` had the property.
    #[must_use]
    pub fn posterior(self, with: u64, people: u64) -> Posterior {
        if self.correlation == 0.0 {
            return Posterior::Point(self.mean);
        }
        let prior_people = (1.0 - self.correlation) / self.correlation;
        Posterior::Beta {
            with: self.mean * prior_people + with as f64,
            without: (1.0 - self.mean) * prior_people + (people - with) as f64,
        }
    }

    /// The share of the variance of an own share that is true difference.
    #[must_use]
    pub fn reliability(self, people: u64) -> f64 {
        let signal = self.correlation * people as f64;
        signal / (signal + 1.0 - self.correlation)
    }
}

/// How the true shares of areas are spread, from their counts.
///
/// # Units
///
/// People with a property and all people, one of each for every area;
/// fractions out.
///
/// # Errors
///
/// [`SmallAreasError`]: slices that do not fit, an area without people or with
/// more events than people, fewer than three areas, or all people alike.
///
/// # Source
///
/// Moments: Kleinman JC (1973), J Am Stat Assoc 68:46-54, with weights by
/// size. Marginal likelihood: Griffiths DA (1973), Biometrics 29:637-648.
///
/// # Example
///
/// ```
/// use firstyear_metrics::small_areas::{PriorFit, PriorMean, beta_prior};
///
/// let prior = beta_prior(
///     &[5, 30, 18, 40], &[100; 4], PriorMean::Estimated, PriorFit::MarginalLikelihood,
/// )?;
/// assert!(prior.mean() > 0.2 && prior.mean() < 0.26 && prior.variance() > 0.005);
/// # Ok::<(), firstyear_metrics::small_areas::SmallAreasError>(())
/// ```
pub fn beta_prior(
    with: &[u64],
    people: &[u64],
    mean: PriorMean,
    fit: PriorFit,
) -> Result<BetaPrior, SmallAreasError> {
    let areas = Areas::new(with, people, mean)?;
    areas.worth_fitting()?;
    match fit {
        PriorFit::Moments => Ok(areas.moments()),
        PriorFit::MarginalLikelihood => Ok(prior_of(most_probable(&areas))),
    }
}

/// The shares of areas, each drawn towards a mean by as much as chance blurs
/// it.
///
/// # Units
///
/// As [`beta_prior`].
///
/// # Errors
///
/// As [`beta_prior`].
///
/// # Source
///
/// Kleinman (1973); averaging over the prior as
/// [`gamma_poisson`](super::gamma_poisson).
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::small_areas::{Shrinkage, beta_binomial};
///
/// let areas = beta_binomial(
///     &[0, 30, 18, 40], &[20, 100, 100, 100], Shrinkage::DEFAULT, Confidence::P95,
/// )?;
/// assert!(areas[0].estimate.value > 0.0 && areas[0].reliability < areas[1].reliability);
/// # Ok::<(), firstyear_metrics::small_areas::SmallAreasError>(())
/// ```
pub fn beta_binomial(
    with: &[u64],
    people: &[u64],
    shrinkage: Shrinkage,
    confidence: Confidence,
) -> Result<Vec<Shrunk>, SmallAreasError> {
    let areas = Areas::new(with, people, shrinkage.mean)?;
    areas.worth_fitting()?;
    let priors = match shrinkage.uncertainty {
        PriorUncertainty::PlugIn => {
            vec![(1.0, beta_prior(with, people, shrinkage.mean, shrinkage.fit)?)]
        }
        PriorUncertainty::Averaged => {
            averaged(&areas).into_iter().map(|(weight, at)| (weight, prior_of(at))).collect()
        }
    };
    Ok(with_priors(with, people, &priors, shrinkage.comparator, confidence))
}

/// Shares under one prior, or under several with their weights.
pub(super) fn with_priors(
    with: &[u64],
    people: &[u64],
    priors: &[(f64, BetaPrior)],
    comparator: Option<f64>,
    confidence: Confidence,
) -> Vec<Shrunk> {
    // Not the mean of averaged priors: with few areas some of these lie far
    // above every area, and none would seem to be above their mean.
    let against = comparator.unwrap_or_else(|| match priors {
        [(_, only)] => only.mean,
        _ => with.iter().sum::<u64>() as f64 / people.iter().sum::<u64>() as f64,
    });
    let areas = with.iter().zip(people);
    areas
        .map(|(&events, &at_risk)| {
            let posterior = match priors {
                [(_, only)] => only.posterior(events, at_risk),
                several => Posterior::Mixture(
                    several
                        .iter()
                        .map(|(w, prior)| (*w, prior.posterior(events, at_risk)))
                        .collect(),
                ),
            };
            Shrunk {
                estimate: Estimate {
                    value: posterior.mean(),
                    interval: Some(posterior.interval(confidence)),
                    method: BETA_BINOMIAL,
                    counts: Some(Counts { events, at_risk }),
                },
                above_comparator: posterior.above(against),
                reliability: priors
                    .iter()
                    .map(|(w, prior)| w * prior.reliability(at_risk))
                    .sum::<f64>()
                    .min(1.0),
                posterior,
            }
        })
        .collect()
}

fn prior_of(Fitted { centre, spread }: Fitted) -> BetaPrior {
    BetaPrior { mean: 1.0 / (1.0 + (-centre).exp()), correlation: spread / (1.0 + spread) }
}

/// Checked counts; the spread is one over the people that the prior is worth.
struct Areas<'a> {
    with: &'a [u64],
    people: &'a [u64],
    fixed: Option<f64>,
}

impl<'a> Areas<'a> {
    fn new(with: &'a [u64], people: &'a [u64], mean: PriorMean) -> Result<Self, SmallAreasError> {
        check_people(with, people)?;
        let fixed = match mean {
            PriorMean::Estimated => None,
            PriorMean::Fixed(mean) => Some(BetaPrior::new(mean, 0.0)?.mean),
        };
        Ok(Self { with, people, fixed })
    }

    fn worth_fitting(&self) -> Result<(), SmallAreasError> {
        if self.with.len() < 3 {
            return Err(SmallAreasError::TooFewAreas { given: self.with.len() });
        }
        let alike = self.with.iter().all(|with| *with == 0) || self.with == self.people;
        if self.fixed.is_none() && alike {
            return Err(SmallAreasError::NothingToEstimate);
        }
        Ok(())
    }

    fn totals(&self) -> (f64, f64) {
        let sum = |counts: &[u64]| counts.iter().map(|count| *count as f64).sum::<f64>();
        (sum(self.with), sum(self.people))
    }

    fn moments(&self) -> BetaPrior {
        let (with, people) = self.totals();
        let areas = self.with.len() as f64;
        let mean = self.fixed.unwrap_or(with / people);
        let scatter: f64 = self
            .with
            .iter()
            .zip(self.people)
            .map(|(x, n)| (*x as f64 - mean * *n as f64).powi(2) / *n as f64)
            .sum::<f64>()
            / (mean * (1.0 - mean));
        // An estimated mean takes its part of the scatter with it.
        let (chance, weight) = if self.fixed.is_some() {
            (areas, people)
        } else {
            let squares: f64 = self.people.iter().map(|n| (*n as f64).powi(2)).sum();
            (areas - 1.0, people - squares / people)
        };
        // Areas of one person each say nothing of how alike their people are.
        let correlation =
            if weight > chance { (scatter - chance) / (weight - chance) } else { 0.0 };
        // People of one area can at most be all alike.
        BetaPrior { mean, correlation: correlation.clamp(0.0, 0.999_999) }
    }
}

impl Marginal for Areas<'_> {
    fn ln_likelihood(&self, centre: f64, spread: f64) -> f64 {
        let mean = 1.0 / (1.0 + (-centre).exp());
        let areas = self.with.iter().zip(self.people);
        areas
            .map(|(&x, &n)| {
                rising(mean, spread, x).ln + rising(1.0 - mean, spread, n - x).ln
                    - rising(1.0, spread, n).ln
            })
            .sum()
    }

    fn centre(&self, spread: f64) -> (f64, f64) {
        if let Some(fixed) = self.fixed {
            return ((fixed / (1.0 - fixed)).ln(), 0.0);
        }
        let (with, people) = self.totals();
        let (mut low, mut high, mut mean) = (0.0, 1.0, with / people);
        let mut information = 1.0;
        // The likelihood is concave in the mean: Newton's steps, halved where
        // they leave what is still possible.
        for _ in 0..100 {
            let (mut slope, mut bend) = (0.0, 0.0);
            for (&x, &n) in self.with.iter().zip(self.people) {
                let (up, down) = (rising(mean, spread, x), rising(1.0 - mean, spread, n - x));
                slope += up.first - down.first;
                bend += up.second + down.second;
            }
            information = bend;
            if slope > 0.0 {
                low = mean;
            } else {
                high = mean;
            }
            let newton = mean + slope / bend;
            let next =
                if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
            let done = (next - mean).abs() <= 1e-14 * mean.min(1.0 - mean);
            mean = next;
            if done {
                break;
            }
        }
        let error = 1.0 / (information.sqrt() * mean * (1.0 - mean));
        ((mean / (1.0 - mean)).ln(), error)
    }

    fn spread_of(&self, odds: f64) -> f64 {
        let (_, people) = self.totals();
        odds * self.with.len() as f64 / people
    }
}

pub(super) fn check_people(with: &[u64], people: &[u64]) -> Result<(), SmallAreasError> {
    if with.is_empty() && people.is_empty() {
        return Err(SmallAreasError::NoAreas);
    }
    if with.len() != people.len() {
        return Err(SmallAreasError::Lengths { events: with.len(), exposures: people.len() });
    }
    if let Some(at) = people.iter().position(|n| *n == 0) {
        return Err(SmallAreasError::Exposure { area: at + 1 });
    }
    match with.iter().zip(people).position(|(x, n)| x > n) {
        Some(at) => Err(SmallAreasError::EventsExceedPeople { area: at + 1 }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::special::ln_gamma;

    /// The beta-binomial likelihood as textbooks have it, with gamma
    /// functions.
    fn textbook(with: &[u64], people: &[u64], mean: f64, variance: f64) -> f64 {
        let size = mean * (1.0 - mean) / variance - 1.0;
        let (a, b) = (mean * size, (1.0 - mean) * size);
        let areas = with.iter().zip(people);
        areas
            .map(|(x, n)| {
                let (x, n) = (*x as f64, *n as f64);
                ln_gamma(a + x) + ln_gamma(b + n - x)
                    - ln_gamma(size + n)
                    - ln_gamma(a)
                    - ln_gamma(b)
                    + ln_gamma(size)
            })
            .sum()
    }

    #[test]
    fn no_prior_on_a_grid_makes_the_counts_more_probable() {
        let (with, people) = ([0, 9, 31, 12, 80], [15, 40, 90, 100, 160]);
        let own = PriorMean::Estimated;
        let best = beta_prior(&with, &people, own, PriorFit::MarginalLikelihood).unwrap();
        let top = textbook(&with, &people, best.mean(), best.variance());
        for i in 1..100 {
            for j in 1..100 {
                let mean = 0.01 * f64::from(i);
                let variance = mean * (1.0 - mean) * 0.01 * f64::from(j);
                assert!(textbook(&with, &people, mean, variance) <= top + 1e-9);
            }
        }
    }

    #[test]
    fn with_many_people_nothing_is_shrunk() {
        for power in [9, 12, 15] {
            let n = 10_u64.pow(power);
            let with = [n / 4, n / 3, n / 7, n / 2];
            let found = beta_binomial(&with, &[n; 4], Shrinkage::DEFAULT, Confidence::P95).unwrap();
            for (area, x) in found.iter().zip(with) {
                let (share, limits) = (x as f64 / n as f64, area.estimate.interval.unwrap());
                let scaled =
                    |limit: f64| (limit - share) / (share * (1.0 - share) / n as f64).sqrt();
                assert!((scaled(limits.lower) + 1.96).abs() < 1e-3, "{n}: {limits:?}");
                assert!((scaled(limits.upper) - 1.96).abs() < 1e-3, "{n}: {limits:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_shrunk_is_refused() {
        let refused = |with: &[u64], people: &[u64]| {
            beta_prior(with, people, PriorMean::Estimated, PriorFit::Moments).unwrap_err()
        };
        assert_eq!(refused(&[], &[]), SmallAreasError::NoAreas);
        assert_eq!(refused(&[1, 1, 1], &[2, 0, 2]), SmallAreasError::Exposure { area: 2 });
        let exceed = SmallAreasError::EventsExceedPeople { area: 3 };
        assert_eq!(refused(&[1, 1, 3], &[2, 2, 2]), exceed);
        assert_eq!(refused(&[2, 2, 2], &[2, 2, 2]), SmallAreasError::NothingToEstimate);
        assert!(BetaPrior::new(0.5, 0.25).is_err() && BetaPrior::new(1.0, 0.0).is_err());
    }

    fn areas() -> impl Strategy<Value = (Vec<u64>, Vec<u64>)> {
        let area = prop_oneof![1..5_u64, 1..3_000_u64]
            .prop_flat_map(|people| (prop_oneof![Just(0), 0..=people], Just(people)));
        proptest::collection::vec(area, 3..12).prop_map(|areas| areas.into_iter().unzip())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]

        #[test]
        fn values_lie_between_the_own_share_and_the_mean((with, people) in areas()) {
            for fit in [PriorFit::Moments, PriorFit::MarginalLikelihood] {
                let Ok(prior) = beta_prior(&with, &people, PriorMean::Estimated, fit)
                else { continue };
                let settings = Shrinkage { fit, uncertainty: PriorUncertainty::PlugIn,
                    ..Shrinkage::DEFAULT };
                let shrunk = beta_binomial(&with, &people, settings, Confidence::P95)?;
                for (area, (x, n)) in shrunk.iter().zip(with.iter().zip(&people)) {
                    let own = *x as f64 / *n as f64;
                    prop_assert!(area.estimate.value >= own.min(prior.mean()) - 1e-12);
                    prop_assert!(area.estimate.value <= own.max(prior.mean()) + 1e-12);
                }
            }
        }

        #[test]
        fn counting_the_others_mirrors_the_shares((with, people) in areas()) {
            let without: Vec<u64> = with.iter().zip(&people).map(|(x, n)| n - x).collect();
            let shrunk = |with: &[u64]| {
                beta_binomial(with, &people, Shrinkage::DEFAULT, Confidence::P95)
            };
            let Ok(forth) = shrunk(&with) else { return Ok(()) };
            for (a, b) in forth.iter().zip(&shrunk(&without)?) {
                prop_assert!((a.estimate.value + b.estimate.value - 1.0).abs() < 1e-6);
            }
        }
    }
}
