//! A difference between two rates, taken apart into mix and risk.

use firstyear_core::{Confidence, Counts, Estimate, MethodId};

use super::DecompositionError;
use super::strata::{Strata, both, estimates, shares};

/// The method of [`kitagawa`].
pub const KITAGAWA: MethodId = MethodId::new("kitagawa");

/// A difference of two rates, first minus second, in two parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Kitagawa {
    /// The whole difference.
    pub difference: Estimate,
    /// What comes of the first population having another mix of strata.
    pub composition: Estimate,
    /// What comes of other rates in the same strata.
    pub rates: Estimate,
    /// The composition part of each stratum; they add up to the whole part.
    pub composition_by_stratum: Vec<Estimate>,
    /// The rate part of each stratum.
    pub rates_by_stratum: Vec<Estimate>,
}

/// Takes the difference of two rates apart: how much comes of another mix of
/// strata, how much of other rates within them.
///
/// The parts add up to the difference. The composition part of a single
/// stratum depends on what is in the others; it says how the stratum
/// contributes, not what would happen if it alone changed. Limits are by the
/// delta method: events vary as Poisson counts, people vary among strata. A
/// stratum without events adds no variance, so the limits are too narrow where
/// most strata have none. Limits of parts do not add up to those of the whole.
///
/// # Units
///
/// Events and people of each population, in the same order of strata; events
/// per person out. Positive where the first population has the higher rate, or
/// more of its people in strata of high rates.
///
/// # Errors
///
/// [`DecompositionError`]: no strata, slices that do not fit, a stratum that
/// one population has and the other has not, events without people.
///
/// # Source
///
/// Kitagawa EM (1955), J Am Stat Assoc 50:1168-1194.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::decomposition::kitagawa;
///
/// let counts = |events, at_risk| Counts { events, at_risk };
/// // The same rates, but more births at low weight: all of it is mix.
/// let group = [counts(100, 1_000), counts(18, 9_000)];
/// let others = [counts(50, 500), counts(19, 9_500)];
/// let parts = kitagawa(&group, &others, Confidence::P95)?;
/// assert!((parts.composition.value - parts.difference.value).abs() < 1e-12);
/// # Ok::<(), firstyear_metrics::decomposition::DecompositionError>(())
/// ```
pub fn kitagawa(
    first: &[Counts],
    second: &[Counts],
    confidence: Confidence,
) -> Result<Kitagawa, DecompositionError> {
    let (first, second) = both(first, second)?;
    let strata = first.people.len();
    let mut found = estimates(&first, &second, confidence, KITAGAWA, parts);
    let rates_by_stratum = found.split_off(3 + strata);
    let composition_by_stratum = found.split_off(3);
    Ok(Kitagawa {
        difference: found[0],
        composition: found[1],
        rates: found[2],
        composition_by_stratum,
        rates_by_stratum,
    })
}

/// Difference, composition, rates; then each stratum's composition, each
/// stratum's rates.
pub(super) fn parts(first: &Strata, second: &Strata) -> Vec<f64> {
    let (first_shares, second_shares) = (shares(&first.people), shares(&second.people));
    let strata = 0..first_shares.len();
    let composition = strata.clone().map(|i| {
        (first_shares[i] - second_shares[i]) * f64::midpoint(first.rates[i], second.rates[i])
    });
    let rates = strata.map(|i| {
        (first.rates[i] - second.rates[i]) * f64::midpoint(first_shares[i], second_shares[i])
    });
    let (composition, rates): (Vec<f64>, Vec<f64>) = (composition.collect(), rates.collect());
    let (mix, risk) = (composition.iter().sum::<f64>(), rates.iter().sum::<f64>());
    [vec![mix + risk, mix, risk], composition, rates].concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::random::Counter;

    fn counts(pairs: &[(u64, u64)]) -> Vec<Counts> {
        pairs.iter().map(|&(events, at_risk)| Counts { events, at_risk }).collect()
    }

    #[test]
    fn a_worked_example_by_hand() {
        // Shares 0.2, 0.8 against 0.1, 0.9; rates 0.05, 0.005 against 0.04,
        // 0.003. Mix: 0.1 * 0.045 - 0.1 * 0.004 = 0.0041. Risk: 0.01 * 0.15 +
        // 0.002 * 0.85 = 0.0032. Rates 0.014 and 0.0067: difference 0.0073.
        let first = counts(&[(100, 2_000), (40, 8_000)]);
        let second = counts(&[(40, 1_000), (27, 9_000)]);
        let found = kitagawa(&first, &second, Confidence::P95).unwrap();
        assert!((found.composition.value - 0.0041).abs() < 1e-15);
        assert!((found.rates.value - 0.0032).abs() < 1e-15);
        assert!((found.difference.value - 0.0073).abs() < 1e-15);
        assert!((found.rates_by_stratum[0].value - 0.0015).abs() < 1e-15);
    }

    #[test]
    fn limits_are_as_wide_as_repeated_counting_scatters() {
        let first = counts(&[(100, 2_000), (40, 8_000)]);
        let second = counts(&[(40, 1_000), (27, 9_000)]);
        let found = kitagawa(&first, &second, Confidence::P95).unwrap();
        let mut generator = Counter::new(12, 0);
        let mut again = |counts: &[Counts]| -> Strata {
            let people: Vec<f64> =
                counts.iter().map(|c| generator.poisson(c.at_risk as f64)).collect();
            let rates = counts
                .iter()
                .zip(&people)
                .map(|(c, n)| generator.poisson(c.events as f64 / c.at_risk as f64 * n) / n);
            let rates = rates.collect();
            Strata { people, rates, rate_errors: Vec::new() }
        };
        let draws: Vec<Vec<f64>> =
            (0..20_000).map(|_| parts(&again(&first), &again(&second))).collect();
        for (which, part) in [found.difference, found.composition, found.rates].iter().enumerate() {
            let n = draws.len() as f64;
            let mean = draws.iter().map(|draw| draw[which]).sum::<f64>() / n;
            let variance = draws.iter().map(|draw| (draw[which] - mean).powi(2)).sum::<f64>() / n;
            let limits = part.interval.unwrap();
            let error = (limits.upper - limits.lower) / (2.0 * 1.959_964);
            assert!((error / variance.sqrt() - 1.0).abs() < 0.03, "{which}: {error} {variance}");
        }
    }

    #[test]
    fn what_cannot_be_taken_apart_is_refused() {
        let refused = |a: &[(u64, u64)], b: &[(u64, u64)]| {
            kitagawa(&counts(a), &counts(b), Confidence::P95).unwrap_err()
        };
        assert_eq!(refused(&[], &[]), DecompositionError::NoStrata);
        let one_sided = DecompositionError::OneSided { stratum: 2 };
        assert_eq!(refused(&[(1, 9), (0, 0)], &[(1, 9), (1, 9)]), one_sided);
        let no_people = DecompositionError::EventsWithoutPeople { stratum: 1 };
        assert_eq!(refused(&[(1, 0)], &[(1, 0)]), no_people);
        assert_eq!(refused(&[(0, 0)], &[(0, 0)]), DecompositionError::NoPeople);
        assert!(matches!(refused(&[(1, 9)], &[]), DecompositionError::Lengths { .. }));
    }

    fn population() -> impl Strategy<Value = Vec<(u64, u64)>> {
        let stratum = (1..100_000_u64).prop_flat_map(|n| (prop_oneof![Just(0), 0..=n], Just(n)));
        proptest::collection::vec(stratum, 4)
    }

    proptest! {
        #[test]
        fn parts_add_up_turn_round_and_vanish_between_equals(a in population(), b in population()) {
            let (a, b) = (counts(&a), counts(&b));
            let crude = |counts: &[Counts]| {
                let sum = |of: fn(&Counts) -> u64| counts.iter().map(of).sum::<u64>() as f64;
                sum(|c| c.events) / sum(|c| c.at_risk)
            };
            let found = kitagawa(&a, &b, Confidence::P95)?;
            prop_assert!((found.difference.value - (crude(&a) - crude(&b))).abs() < 1e-12);
            let back = kitagawa(&b, &a, Confidence::P95)?;
            prop_assert!((found.composition.value + back.composition.value).abs() < 1e-12);
            prop_assert!((found.rates.value + back.rates.value).abs() < 1e-12);
            let same = kitagawa(&a, &a, Confidence::P95)?;
            prop_assert_eq!((same.composition.value, same.rates.value), (0.0, 0.0));
        }
    }
}
