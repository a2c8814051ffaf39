//! Whether a list of areas would be the same list again.

use super::{Posterior, SmallAreasError};
use crate::random::Counter;

/// A rule by which areas are chosen from their counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ChoiceRule {
    /// Those with so many events or more.
    AtLeast(u64),
    /// So many areas: those with the most events beyond what they would have
    /// at this rate.
    MostExcess {
        /// How many areas.
        areas: usize,
        /// Events per unit of exposure.
        rate: f64,
    },
}

/// How probably each area would be chosen again, had the same years come anew.
///
/// In each draw every area has a rate that is compatible with its count and
/// those of the others, and a new count by chance. An area of which this
/// probability is middling is on the list, or not, by luck.
///
/// Each area draws from a stream of its own of
/// [`Counter`](crate::random::Counter).
///
/// # Units
///
/// Posteriors of rates and the exposure of each area in the same order;
/// probabilities from 0 to 1 out, in that order.
///
/// # Errors
///
/// [`SmallAreasError`]: no areas, as many exposures as there are not areas, or
/// fewer than 100 draws.
///
/// # Source
///
/// Posterior prediction: Gelman A and others (2013), *Bayesian data analysis*,
/// section 1.3; of lists of areas Goldstein H, Spiegelhalter DJ (1996), J R
/// Stat Soc A 159:385-443.
///
/// # Example
///
/// ```
/// use firstyear_metrics::small_areas::{ChoiceRule, Posterior, chosen_again};
///
/// let area = |events| Posterior::Gamma { shape: events, exposure: 5_000.0 };
/// let areas = [area(60.0), area(20.0), area(4.0)];
/// let again = chosen_again(&areas, &[5_000.0; 3], ChoiceRule::AtLeast(20), 2_000, 1)?;
/// assert!(again[0] > 0.99 && again[2] < 0.01);
/// assert!((0.4..0.6).contains(&again[1]), "a count of 20 is on the list by luck");
/// # Ok::<(), firstyear_metrics::small_areas::SmallAreasError>(())
/// ```
pub fn chosen_again(
    areas: &[Posterior],
    exposures: &[f64],
    rule: ChoiceRule,
    draws: usize,
    seed: u64,
) -> Result<Vec<f64>, SmallAreasError> {
    if areas.is_empty() {
        return Err(SmallAreasError::NoAreas);
    }
    if exposures.len() != areas.len() {
        return Err(SmallAreasError::Lengths { events: areas.len(), exposures: exposures.len() });
    }
    if draws < 100 {
        return Err(SmallAreasError::TooFewDraws { given: draws });
    }
    let mut generators: Vec<Counter> =
        (0..areas.len() as u64).map(|area| Counter::new(seed, area)).collect();
    let mut times = vec![0_u32; areas.len()];
    let mut order: Vec<(f64, usize)> = Vec::with_capacity(areas.len());
    for _ in 0..draws {
        order.clear();
        for (at, (posterior, generator)) in areas.iter().zip(&mut generators).enumerate() {
            let rate = posterior.draw(generator);
            let events = generator.poisson(rate * exposures[at]);
            match rule {
                ChoiceRule::AtLeast(least) => times[at] += u32::from(events >= least as f64),
                ChoiceRule::MostExcess { rate, .. } => {
                    order.push((events - rate * exposures[at], at));
                }
            }
        }
        if let ChoiceRule::MostExcess { areas, .. } = rule {
            order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            for (_, at) in order.iter().take(areas) {
                times[*at] += 1;
            }
        }
    }
    Ok(times.into_iter().map(|times| f64::from(times) / draws as f64).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_again_is_negative_binomial() {
        // With a gamma distribution of shape a and the same exposure as the
        // count, a new count is negative binomial: a failures, probability 1/2.
        // At least 20 after 20: sum of C(19+k, k) / 2^(20+k) from k = 20.
        let (mut term, mut below) = (0.5_f64.powi(20), 0.0);
        for k in 0..20 {
            below += term;
            term *= f64::from(20 + k) / f64::from(k + 1) / 2.0;
        }
        let area = Posterior::Gamma { shape: 20.0, exposure: 1_000.0 };
        let again = chosen_again(&[area], &[1_000.0], ChoiceRule::AtLeast(20), 40_000, 5).unwrap();
        assert!((again[0] - (1.0 - below)).abs() < 0.01, "{} {}", again[0], 1.0 - below);
    }

    #[test]
    fn a_list_of_a_fixed_length_keeps_it() {
        let areas: Vec<Posterior> = (1..=8)
            .map(|i| Posterior::Gamma { shape: 5.0 * f64::from(i), exposure: 4_000.0 })
            .collect();
        let rule = ChoiceRule::MostExcess { areas: 3, rate: 0.004 };
        let again = chosen_again(&areas, &[4_000.0; 8], rule, 2_000, 1).unwrap();
        assert!((again.iter().sum::<f64>() - 3.0).abs() < 1e-9);
        assert!(again.windows(2).all(|pair| pair[0] <= pair[1] + 0.02), "{again:?}");
        assert_eq!(again, chosen_again(&areas, &[4_000.0; 8], rule, 2_000, 1).unwrap());
    }

    #[test]
    fn what_makes_no_list_is_refused() {
        let area = [Posterior::Point(0.1)];
        let refused = |areas: &[Posterior], exposures: &[f64], draws| {
            chosen_again(areas, exposures, ChoiceRule::AtLeast(1), draws, 1).unwrap_err()
        };
        assert_eq!(refused(&[], &[], 100), SmallAreasError::NoAreas);
        assert!(matches!(refused(&area, &[], 100), SmallAreasError::Lengths { .. }));
        assert!(matches!(refused(&area, &[1.0], 10), SmallAreasError::TooFewDraws { given: 10 }));
    }
}
