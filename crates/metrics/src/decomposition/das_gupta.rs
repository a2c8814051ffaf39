//! A difference between two rates that are products of several factors.

use firstyear_core::{Confidence, Counts, Estimate, MethodId};

use super::DecompositionError;
use super::strata::{Strata, both, estimate, estimates};
use crate::attribution::{AttributionError, EXACT_FACTORS, Orders, shapley, shapley_weights};
use crate::delta;

/// The method of [`das_gupta`].
pub const DAS_GUPTA: MethodId = MethodId::new("das-gupta");
/// The method of [`das_gupta_cross_classified`].
pub const DAS_GUPTA_CROSS_CLASSIFIED: MethodId = MethodId::new("das-gupta-cross-classified");

/// A factor of a rate in two populations: one value for each stratum, or one
/// alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Its values in the first population.
    pub first: Vec<f64>,
    /// Its values in the second, in the same order.
    pub second: Vec<f64>,
    /// Their standard errors, first population and second; `None` where they
    /// are known.
    pub errors: Option<(Vec<f64>, Vec<f64>)>,
}

/// A difference, first minus second, and the part of each factor.
#[derive(Clone, Debug, PartialEq)]
pub struct DasGupta {
    /// The whole difference.
    pub difference: Estimate,
    /// The part of each factor, in order; they add up to the difference.
    pub parts: Vec<Estimate>,
}

/// Takes a difference apart by factors, where each rate is the sum over strata
/// of the product of its factors.
///
/// The part of a factor is the mean, over all orders in which factors could
/// change from the second population to the first, of what its own change
/// brings: no order is preferred, and nothing is left over. Limits are by the
/// delta method, with the errors of all values independent.
///
/// # Units
///
/// Factors in any unit, 1 to 15; parts in the unit of their product. Positive
/// where the factor makes the first population's rate the higher one.
///
/// # Errors
///
/// [`DecompositionError`]: no factors or too many, slices of different
/// lengths, a value that is not finite.
///
/// # Source
///
/// Das Gupta P (1993), *Standardization and decomposition of rates: a user's
/// manual*, US Bureau of the Census P23-186, chapters 2 and 3.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::decomposition::{Factor, das_gupta};
///
/// let factor = |first, second| Factor { first: vec![first], second: vec![second], errors: None };
/// let found = das_gupta(&[factor(3.0, 2.0), factor(5.0, 4.0)], Confidence::P95)?;
/// // 15 less 8: the mean of 1 * 4 and 1 * 5, and of 2 * 1 and 3 * 1.
/// assert_eq!((found.parts[0].value, found.parts[1].value), (4.5, 2.5));
/// # Ok::<(), firstyear_metrics::decomposition::DecompositionError>(())
/// ```
pub fn das_gupta(
    factors: &[Factor],
    confidence: Confidence,
) -> Result<DasGupta, DecompositionError> {
    check(factors)?;
    let (first, second) = (columns(factors, |f| &f.first), columns(factors, |f| &f.second));
    let values = difference_and_parts(&first, &second)?;
    let strata = first[0].len();
    let errors: Vec<f64> = factors
        .iter()
        .flat_map(|factor| match &factor.errors {
            Some((first, second)) => [first.clone(), second.clone()].concat(),
            None => vec![0.0; 2 * strata],
        })
        .collect();
    let flat: Vec<f64> =
        factors.iter().flat_map(|f| [f.first.as_slice(), &f.second].concat()).collect();
    let standard_errors = delta::standard_errors(&flat, &errors, |at| {
        let factor = |from: usize| {
            at.chunks(strata).skip(from).step_by(2).map(<[f64]>::to_vec).collect::<Vec<_>>()
        };
        parts_of_checked(&factor(0), &factor(1))
    });
    Ok(gathered(
        values
            .into_iter()
            .zip(standard_errors)
            .map(|(value, error)| estimate(value, error, confidence, DAS_GUPTA))
            .collect(),
    ))
}

/// Takes a difference of rates apart by the rates themselves and by each of
/// the classifications that make the strata, such as mother's age and birth
/// weight.
///
/// The mix of strata is written as a product of one factor for each
/// classification: what it has of its own within levels of the others. With a
/// single classification this is Kitagawa's method. Limits are as there.
///
/// # Units
///
/// `levels` gives for each classification the level of each stratum, any
/// numbers; a stratum is one combination of levels and stands once. Events and
/// people of each population in the order of the strata. Parts come out for
/// each classification in order, the part of the rates last; events per
/// person.
///
/// # Errors
///
/// [`DecompositionError`]: as [`kitagawa`](super::kitagawa), and levels that
/// do not fit.
///
/// # Source
///
/// Das Gupta (1993), chapters 4 and 5.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::decomposition::das_gupta_cross_classified;
///
/// let counts = |events, at_risk| Counts { events, at_risk };
/// let (young, light) = ([1, 1, 0, 0], [1, 0, 1, 0]);
/// let group = [counts(20, 200), counts(10, 800), counts(30, 400), counts(18, 3_600)];
/// let others = [counts(8, 100), counts(4, 400), counts(28, 400), counts(16, 4_000)];
/// let found = das_gupta_cross_classified(
///     &[&young, &light], &group, &others, Confidence::P95,
/// )?;
/// let sum: f64 = found.parts.iter().map(|part| part.value).sum();
/// assert!((sum - found.difference.value).abs() < 1e-15);
/// # Ok::<(), firstyear_metrics::decomposition::DecompositionError>(())
/// ```
pub fn das_gupta_cross_classified(
    levels: &[&[u64]],
    first: &[Counts],
    second: &[Counts],
    confidence: Confidence,
) -> Result<DasGupta, DecompositionError> {
    let (first, second) = both(first, second)?;
    let strata = first.people.len();
    for level in levels {
        if level.len() != strata {
            let given = level.len();
            return Err(DecompositionError::Lengths { what: "levels", given, expected: strata });
        }
    }
    if levels.is_empty() {
        let none = AttributionError::Factors { given: 0, most: EXACT_FACTORS - 1 };
        return Err(none.into());
    }
    let margins = Margins::new(levels, strata);
    if let Some(stratum) = margins.first_repeated() {
        return Err(DecompositionError::Repeated { stratum: stratum + 1 });
    }
    let factors = |strata: &Strata| {
        let mut factors = margins.factors(&strata.people);
        factors.push(strata.rates.clone());
        factors
    };
    // Whether there are too many factors shows here, before slopes are taken.
    difference_and_parts(&factors(&first), &factors(&second))?;
    let method = DAS_GUPTA_CROSS_CLASSIFIED;
    Ok(gathered(estimates(&first, &second, confidence, method, |first, second| {
        parts_of_checked(&factors(first), &factors(second))
    })))
}

fn gathered(mut all: Vec<Estimate>) -> DasGupta {
    let parts = all.split_off(1);
    DasGupta { difference: all[0], parts }
}

fn columns<'a>(factors: &'a [Factor], which: fn(&'a Factor) -> &'a Vec<f64>) -> Vec<Vec<f64>> {
    factors.iter().map(|factor| which(factor).clone()).collect()
}

fn check(factors: &[Factor]) -> Result<(), DecompositionError> {
    let expected = factors.first().map_or(0, |factor| factor.first.len());
    let fits = |what, values: &[f64]| {
        if values.len() != expected {
            return Err(DecompositionError::Lengths { what, given: values.len(), expected });
        }
        match values.iter().position(|value| !value.is_finite()) {
            Some(at) => Err(DecompositionError::NotFinite { what, place: at + 1, wanted: "" }),
            None => Ok(()),
        }
    };
    for factor in factors {
        fits("a factor of the first population", &factor.first)?;
        fits("a factor of the second population", &factor.second)?;
        let Some((first, second)) = &factor.errors else { continue };
        for (what, errors) in [
            ("the errors of the first population", first),
            ("the errors of the second population", second),
        ] {
            fits(what, errors)?;
            if let Some(at) = errors.iter().position(|error| *error < 0.0) {
                let wanted = " from 0";
                return Err(DecompositionError::NotFinite { what, place: at + 1, wanted });
            }
        }
    }
    if !factors.is_empty() && expected == 0 {
        return Err(DecompositionError::NoStrata);
    }
    Ok(())
}

/// The difference, then the part of each factor.
fn difference_and_parts(
    first: &[Vec<f64>],
    second: &[Vec<f64>],
) -> Result<Vec<f64>, DecompositionError> {
    let strata = first.first().map_or(0, Vec::len);
    let rate = |set: u64| -> f64 {
        (0..strata)
            .map(|stratum| {
                let factors = first.iter().zip(second).enumerate();
                let factors = factors
                    .map(|(i, (a, b))| if set >> i & 1 == 1 { a[stratum] } else { b[stratum] });
                factors.product::<f64>()
            })
            .sum()
    };
    let parts = shapley(first.len(), Orders::All, rate)?;
    Ok([vec![parts.iter().sum()], parts].concat())
}

/// The same, where the number of factors has been found to be right.
fn parts_of_checked(first: &[Vec<f64>], second: &[Vec<f64>]) -> Vec<f64> {
    difference_and_parts(first, second).unwrap_or_default()
}

/// Which strata share the levels of each set of classifications.
struct Margins {
    classifications: usize,
    /// For each set of classifications, bit by bit, the class of each stratum.
    classes: Vec<Vec<usize>>,
}

impl Margins {
    fn new(levels: &[&[u64]], strata: usize) -> Self {
        // More than the factors that can be worked out is refused elsewhere.
        let classifications = levels.len().min(16);
        let classes = (0..1_usize << classifications)
            .map(|set| {
                let chosen = (0..classifications).filter(|i| set >> i & 1 == 1);
                let chosen: Vec<&[u64]> = chosen.map(|i| levels[i]).collect();
                let mut known = std::collections::BTreeMap::new();
                (0..strata)
                    .map(|stratum| {
                        let key: Vec<u64> = chosen.iter().map(|level| level[stratum]).collect();
                        let next = known.len();
                        *known.entry(key).or_insert(next)
                    })
                    .collect()
            })
            .collect();
        Self { classifications, classes }
    }

    /// The first stratum with the same levels as one before it.
    fn first_repeated(&self) -> Option<usize> {
        let by_all = self.classes.last()?;
        // Classes are numbered as they are met.
        (0..by_all.len()).find(|stratum| by_all[*stratum] != *stratum)
    }

    /// The share of each stratum as a product: for each classification, what
    /// people there are at its level over those at any, within each set of
    /// the others, weighted as the orders in which they could come in.
    fn factors(&self, people: &[f64]) -> Vec<Vec<f64>> {
        let margins: Vec<Vec<f64>> =
            self.classes.iter().map(|class| margin(class, people)).collect();
        let weights = shapley_weights(self.classifications.max(1));
        (0..self.classifications)
            .map(|own| {
                let bit = 1 << own;
                let mut factor = vec![1.0; people.len()];
                for set in (0..self.classes.len()).filter(|set| set & bit == 0) {
                    let weight = weights[set.count_ones() as usize];
                    for (stratum, factor) in factor.iter_mut().enumerate() {
                        // A stratum that nobody is in has no share.
                        *factor *= if people[stratum] == 0.0 {
                            0.0
                        } else {
                            (margins[set | bit][stratum] / margins[set][stratum]).powf(weight)
                        };
                    }
                }
                factor
            })
            .collect()
    }
}

/// For each stratum, all people of its class.
fn margin(classes: &[usize], people: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; classes.len()];
    for (class, people) in classes.iter().zip(people) {
        sums[*class] += people;
    }
    classes.iter().map(|class| sums[*class]).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::decomposition::kitagawa;

    fn factor(first: f64, second: f64) -> Factor {
        Factor { first: vec![first], second: vec![second], errors: None }
    }

    /// Das Gupta's formulas for three factors as printed (1993, equation
    /// 2.17): a third of both others at home and away, a sixth of each mix.
    fn three(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
        let part = |i: usize, j: usize, k: usize| {
            (a[i] - b[i]) * ((a[j] * a[k] + b[j] * b[k]) / 3.0 + (a[j] * b[k] + b[j] * a[k]) / 6.0)
        };
        [part(0, 1, 2), part(1, 0, 2), part(2, 0, 1)]
    }

    #[test]
    fn three_factors_follow_the_printed_formula() {
        let (a, b) = ([0.72, 3.1, 11.0], [0.55, 2.2, 14.0]);
        let factors: Vec<Factor> = (0..3).map(|i| factor(a[i], b[i])).collect();
        let found = das_gupta(&factors, Confidence::P95).unwrap();
        for (part, expected) in found.parts.iter().zip(three(a, b)) {
            assert!((part.value - expected).abs() < 1e-12);
        }
        assert!((found.difference.value - (0.72 * 3.1 * 11.0 - 0.55 * 2.2 * 14.0)).abs() < 1e-12);
    }

    #[test]
    fn two_classifications_follow_the_printed_formula() {
        // Das Gupta (1993), chapter 4: A_ij = sqrt(n_ij/n_.j * n_i./n_..).
        let people = [200.0, 800.0, 400.0, 3_600.0];
        let margins = Margins::new(&[&[1, 1, 0, 0], &[1, 0, 1, 0]], 4);
        let factors = margins.factors(&people);
        let a: f64 = (200.0_f64 / 600.0 * 1_000.0 / 5_000.0).sqrt();
        let b: f64 = (200.0_f64 / 1_000.0 * 600.0 / 5_000.0).sqrt();
        assert!((factors[0][0] - a).abs() < 1e-15 && (factors[1][0] - b).abs() < 1e-15);
        assert!((factors[0][0] * factors[1][0] - 0.04).abs() < 1e-15);
    }

    #[test]
    fn errors_are_those_of_the_formula() {
        // The part of a in a * b is (a1 - a2)(b1 + b2)/2.
        let mut factors = [factor(3.0, 2.0), factor(5.0, 4.0)];
        factors[0].errors = Some((vec![0.1], vec![0.2]));
        factors[1].errors = Some((vec![0.3], vec![0.4]));
        let found = das_gupta(&factors, Confidence::P95).unwrap();
        let error: f64 = (4.5_f64.powi(2) * (0.01 + 0.04) + 0.25 * (0.09 + 0.16)).sqrt();
        let limits = found.parts[0].interval.unwrap();
        assert!((limits.upper - 4.5 - 1.959_963_984_540_054 * error).abs() < 1e-9);
    }

    #[test]
    fn what_cannot_be_taken_apart_is_refused() {
        let refused = |factors: &[Factor]| das_gupta(factors, Confidence::P95).unwrap_err();
        assert!(matches!(refused(&[]), DecompositionError::Factors(_)));
        assert!(matches!(refused(&vec![factor(1.0, 2.0); 16]), DecompositionError::Factors(_)));
        assert!(matches!(refused(&[factor(f64::NAN, 1.0)]), DecompositionError::NotFinite { .. }));
        let mut uneven = factor(1.0, 2.0);
        uneven.second.push(1.0);
        assert!(matches!(refused(&[uneven]), DecompositionError::Lengths { .. }));
        let mut negative = factor(1.0, 2.0);
        negative.errors = Some((vec![-1.0], vec![0.0]));
        assert!(matches!(refused(&[negative]), DecompositionError::NotFinite { .. }));
    }

    #[test]
    fn strata_are_combinations_that_stand_once() {
        let counts = [Counts { events: 1, at_risk: 10 }; 3];
        let refused = |levels: &[&[u64]]| {
            das_gupta_cross_classified(levels, &counts, &counts, Confidence::P95).unwrap_err()
        };
        let repeated = DecompositionError::Repeated { stratum: 3 };
        assert_eq!(refused(&[&[1, 2, 1], &[5, 5, 5]]), repeated);
        assert!(matches!(refused(&[]), DecompositionError::Factors(_)));
        assert!(matches!(refused(&[&[1, 2]]), DecompositionError::Lengths { .. }));
    }

    fn population() -> impl Strategy<Value = Vec<Counts>> {
        let stratum = (1..100_000_u64).prop_flat_map(|at_risk| {
            (0..=at_risk).prop_map(move |events| Counts { events, at_risk })
        });
        proptest::collection::vec(stratum, 8)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn parts_add_up_whatever_the_order(values in proptest::collection::vec((-5.0..5.0_f64, -5.0..5.0_f64), 1..7)) {
            let factors: Vec<Factor> = values.iter().map(|(a, b)| factor(*a, *b)).collect();
            let found = das_gupta(&factors, Confidence::P95)?;
            let product = |which: fn(&(f64, f64)) -> f64| values.iter().map(which).product::<f64>();
            let difference = product(|v| v.0) - product(|v| v.1);
            prop_assert!((found.difference.value - difference).abs() < 1e-9);
            let reversed: Vec<Factor> = factors.iter().rev().cloned().collect();
            let back = das_gupta(&reversed, Confidence::P95)?;
            for (a, b) in found.parts.iter().zip(back.parts.iter().rev()) {
                prop_assert!((a.value - b.value).abs() < 1e-9);
            }
        }

        #[test]
        fn one_classification_is_kitagawa(a in population(), b in population()) {
            let levels: Vec<u64> = (0..8).collect();
            let found = das_gupta_cross_classified(&[&levels], &a, &b, Confidence::P95)?;
            let plain = kitagawa(&a, &b, Confidence::P95)?;
            for (got, expected) in found.parts.iter().zip([plain.composition, plain.rates]) {
                prop_assert!((got.value - expected.value).abs() < 1e-12);
                let (got, expected) = (got.interval.unwrap(), expected.interval.unwrap());
                prop_assert!((got.upper - expected.upper).abs() < 1e-9);
            }
        }

        #[test]
        fn three_classifications_add_up(a in population(), b in population()) {
            let level = |shift: u64| (0..8).map(|stratum| stratum >> shift & 1).collect::<Vec<u64>>();
            let (x, y, z) = (level(0), level(1), level(2));
            let found = das_gupta_cross_classified(&[&x, &y, &z], &a, &b, Confidence::P95)?;
            let crude = |counts: &[Counts]| {
                let sum = |of: fn(&Counts) -> u64| counts.iter().map(of).sum::<u64>() as f64;
                sum(|c| c.events) / sum(|c| c.at_risk)
            };
            prop_assert!((found.difference.value - (crude(&a) - crude(&b))).abs() < 1e-12);
            let same = das_gupta_cross_classified(&[&x, &y, &z], &a, &a, Confidence::P95)?;
            prop_assert!(same.parts.iter().all(|part| part.value == 0.0));
        }
    }
}
