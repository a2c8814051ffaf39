//! Attributable fractions of several factors together, and the part of each.

use firstyear_core::{Confidence, Estimate, Interval, MethodId};

use super::uncertain::below_one;
use super::{AttributionError, Orders, shapley};
use crate::limits::deviate;

/// The method of [`joint_paf`].
pub const JOINT_PAF: MethodId = MethodId::new("joint-paf");
/// The method of [`sequential_paf`].
pub const SEQUENTIAL_PAF: MethodId = MethodId::new("sequential-paf");
/// The method of [`average_paf`].
pub const AVERAGE_PAF: MethodId = MethodId::new("average-paf");

/// The fraction of one factor, with its limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FactorFraction {
    /// A fraction of all cases, below 1, or 1 where it has no limits.
    pub value: f64,
    /// Its limits; `None` where it is taken as known.
    pub interval: Option<Interval>,
}

/// The fraction that factors cause together, if exposures are independent of
/// one another and risks multiply.
///
/// Fractions must not be added up: the sum counts a case twice that either of
/// two factors would have prevented, and can pass 1.
///
/// # Units
///
/// Fractions in any order; a fraction out, at least the greatest of them where
/// none is negative. `weights`, where given, are the share of each factor that
/// is its own (1 less its communality with the others).
///
/// # Errors
///
/// [`AttributionError`]: no factors, a fraction above 1, limits that do not
/// hold it, weights that do not fit.
///
/// # Source
///
/// Miettinen (1974); Ezzati M, Vander Hoorn S, Rodgers A, Lopez AD, Mathers
/// CD, Murray CJL (2003), Lancet 362:271-280.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::attribution::{FactorFraction, joint_paf};
///
/// let known = |value| FactorFraction { value, interval: None };
/// let joint = joint_paf(&[known(0.2), known(0.5)], None, Confidence::P95)?;
/// assert!((joint.value - 0.6).abs() < 1e-15);
/// # Ok::<(), firstyear_metrics::attribution::AttributionError>(())
/// ```
pub fn joint_paf(
    factors: &[FactorFraction],
    weights: Option<&[f64]>,
    confidence: Confidence,
) -> Result<Estimate, AttributionError> {
    let errors = errors(factors)?;
    let weights = match weights {
        None => vec![1.0; factors.len()],
        Some(weights) => checked_weights(weights, factors.len())?.to_vec(),
    };
    let (mut left, mut variance) = (1.0, 0.0);
    for ((factor, weight), error) in factors.iter().zip(&weights).zip(&errors) {
        let own = weight * factor.value;
        left *= 1.0 - own;
        // The slope of ln(1 - w F) in ln(1 - F); without an error there is
        // nothing to carry on.
        if *error > 0.0 {
            variance += (error * weight * (1.0 - factor.value) / (1.0 - own)).powi(2);
        }
    }
    let value = 1.0 - left;
    let interval =
        (variance > 0.0 && value < 1.0).then(|| below_one(value, variance.sqrt(), confidence));
    Ok(Estimate { value, interval, method: JOINT_PAF, counts: None })
}

/// What each factor adds to the joint fraction when factors are removed one
/// after another.
///
/// # Units
///
/// `order` names the factors from the first removed on, counted from 0; parts
/// come out in the order of the factors and add up to the joint fraction.
///
/// # Errors
///
/// As [`joint_paf`], and an order that does not name each factor once.
///
/// # Source
///
/// Eide GE, Gefeller O (1995), J Clin Epidemiol 48:233-236.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::attribution::{FactorFraction, sequential_paf};
///
/// let known = |value| FactorFraction { value, interval: None };
/// let parts = sequential_paf(&[known(0.2), known(0.5)], &[1, 0], Confidence::P95)?;
/// // The second takes half, the first a fifth of what is left.
/// assert!((parts[0].value - 0.1).abs() < 1e-15 && parts[1].value == 0.5);
/// # Ok::<(), firstyear_metrics::attribution::AttributionError>(())
/// ```
pub fn sequential_paf(
    factors: &[FactorFraction],
    order: &[usize],
    confidence: Confidence,
) -> Result<Vec<Estimate>, AttributionError> {
    let mut named = order.to_vec();
    named.sort_unstable();
    if !named.iter().copied().eq(0..factors.len()) {
        return Err(AttributionError::Order);
    }
    parts(factors, confidence, SEQUENTIAL_PAF, |left| {
        let mut parts = vec![0.0; left.len()];
        let mut before = 1.0;
        for factor in order {
            parts[*factor] = before * (1.0 - left[*factor]);
            before *= left[*factor];
        }
        Ok(parts)
    })
}

/// The part of each factor in the joint fraction, the mean over all orders in
/// which factors could be removed.
///
/// # Units
///
/// Fractions in any order; parts in the same, which add up to the joint
/// fraction.
///
/// # Errors
///
/// As [`joint_paf`]; more factors than [`Orders`] allows.
///
/// # Source
///
/// Eide and Gefeller (1995); Rabe C, Lehnert-Batar A, Gefeller O (2007), J
/// Clin Epidemiol 60:1036-1041.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::attribution::{FactorFraction, Orders, average_paf};
///
/// let known = |value| FactorFraction { value, interval: None };
/// let parts = average_paf(&[known(0.2), known(0.5)], Orders::All, Confidence::P95)?;
/// // 0.2 when first, 0.1 when second.
/// assert!((parts[0].value - 0.15).abs() < 1e-15);
/// # Ok::<(), firstyear_metrics::attribution::AttributionError>(())
/// ```
pub fn average_paf(
    factors: &[FactorFraction],
    orders: Orders,
    confidence: Confidence,
) -> Result<Vec<Estimate>, AttributionError> {
    parts(factors, confidence, AVERAGE_PAF, |left| {
        shapley(left.len(), orders, |set| {
            let removed = left.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1);
            1.0 - removed.map(|(_, left)| left).product::<f64>()
        })
    })
}

/// Parts of a joint fraction with limits by the delta method on `ln(1 - part)`,
/// from what each factor leaves of the cases.
fn parts(
    factors: &[FactorFraction],
    confidence: Confidence,
    method: MethodId,
    measure: impl Fn(&[f64]) -> Result<Vec<f64>, AttributionError>,
) -> Result<Vec<Estimate>, AttributionError> {
    let errors = errors(factors)?;
    let left: Vec<f64> = factors.iter().map(|factor| 1.0 - factor.value).collect();
    let values = measure(&left)?;
    let found = standard_errors(&left, &errors, values.len(), &measure)?;
    let certain = errors.iter().all(|error| *error == 0.0);
    Ok(values
        .into_iter()
        .zip(found)
        .map(|(value, error)| Estimate {
            value,
            interval: (!certain).then(|| {
                // On the scale of ln(1 - part), so that no part passes 1.
                let error = if error > 0.0 { error / (1.0 - value) } else { 0.0 };
                below_one(value, error, confidence)
            }),
            method,
            counts: None,
        })
        .collect())
}

/// The standard errors of parts, from those of the logarithms of what factors
/// leave.
///
/// A part is linear in what each factor leaves, so that its slope is what lies
/// between leaving all and leaving nothing.
fn standard_errors(
    left: &[f64],
    errors: &[f64],
    parts: usize,
    measure: &impl Fn(&[f64]) -> Result<Vec<f64>, AttributionError>,
) -> Result<Vec<f64>, AttributionError> {
    let mut at = left.to_vec();
    let mut variances = vec![0.0; parts];
    for (factor, error) in errors.iter().enumerate().filter(|(_, error)| **error > 0.0) {
        at[factor] = 1.0;
        let all = measure(&at)?;
        at[factor] = 0.0;
        let nothing = measure(&at)?;
        at[factor] = left[factor];
        for ((variance, all), nothing) in variances.iter_mut().zip(all).zip(nothing) {
            *variance += ((all - nothing) * left[factor] * error).powi(2);
        }
    }
    Ok(variances.into_iter().map(f64::sqrt).collect())
}

/// The standard error of `ln(1 - fraction)` of each factor.
pub(super) fn errors(factors: &[FactorFraction]) -> Result<Vec<f64>, AttributionError> {
    if factors.is_empty() {
        return Err(AttributionError::Factors { given: 0, most: usize::MAX });
    }
    factors
        .iter()
        .enumerate()
        .map(|(i, factor)| {
            let place = i + 1;
            if !(factor.value.is_finite() && factor.value <= 1.0) {
                return Err(AttributionError::Fraction { place });
            }
            let Some(Interval { lower, upper, confidence }) = factor.interval else {
                return Ok(0.0);
            };
            let holds = lower <= factor.value && factor.value <= upper;
            if !(holds && lower.is_finite() && upper < 1.0) {
                return Err(AttributionError::FractionLimits { place });
            }
            Ok(((1.0 - lower) / (1.0 - upper)).ln() / (2.0 * deviate(confidence)))
        })
        .collect()
}

fn checked_weights(weights: &[f64], factors: usize) -> Result<&[f64], AttributionError> {
    if weights.len() != factors {
        let given = weights.len();
        return Err(AttributionError::Lengths { what: "weights", given, expected: factors });
    }
    match weights.iter().position(|weight| !(0.0..=1.0).contains(weight)) {
        Some(at) => Err(AttributionError::Share { what: "weight", place: at + 1 }),
        None => Ok(weights),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::random::Counter;
    use crate::special::quantile_of_sorted;

    const P95: Confidence = Confidence::P95;

    fn known(value: f64) -> FactorFraction {
        FactorFraction { value, interval: None }
    }

    fn between(value: f64, lower: f64, upper: f64) -> FactorFraction {
        FactorFraction { value, interval: Some(Interval { lower, upper, confidence: P95 }) }
    }

    #[test]
    fn one_factor_keeps_its_limits() {
        // Limits either side of 1 - F by the same factor come back whole.
        let factor = between(0.2, 1.0 - 0.8 * 1.25, 1.0 - 0.8 / 1.25);
        let joint = joint_paf(&[factor], None, P95).unwrap().interval.unwrap();
        assert!(joint.lower.abs() < 1e-12 && (joint.upper - 0.36).abs() < 1e-12);
    }

    #[test]
    fn limits_agree_with_draws() {
        let factors = [between(0.2, 0.1, 0.29), between(0.1, 0.04, 0.157), between(0.3, 0.2, 0.39)];
        let errors = errors(&factors).unwrap();
        let mut generator = Counter::new(8, 0);
        let mut draws: Vec<Vec<f64>> = vec![Vec::new(); 4];
        for _ in 0..20_000 {
            let drawn: Vec<FactorFraction> = factors
                .iter()
                .zip(&errors)
                .map(|(factor, error)| {
                    known(1.0 - (1.0 - factor.value) * (error * generator.normal()).exp())
                })
                .collect();
            for (draws, part) in
                draws.iter_mut().zip(average_paf(&drawn, Orders::All, P95).unwrap())
            {
                draws.push(part.value);
            }
            draws[3].push(joint_paf(&drawn, None, P95).unwrap().value);
        }
        let mut found = average_paf(&factors, Orders::All, P95).unwrap();
        found.push(joint_paf(&factors, None, P95).unwrap());
        for (part, mut draws) in found.iter().zip(draws) {
            draws.sort_unstable_by(f64::total_cmp);
            let limits = part.interval.unwrap();
            let width = limits.upper - limits.lower;
            assert!((quantile_of_sorted(&draws, 0.025) - limits.lower).abs() < 0.05 * width);
            assert!((quantile_of_sorted(&draws, 0.975) - limits.upper).abs() < 0.05 * width);
        }
    }

    #[test]
    fn the_report_model_combines_seven() {
        // Falls of the seven measures of the 2010 report's model; their product
        // is a fall of 21.1% (gap-model.md, section 3).
        let falls = [0.0293, 0.0413, 0.021, 0.021, 0.015, 0.0591, 0.0445];
        let factors = falls.map(known);
        let joint = joint_paf(&factors, None, P95).unwrap();
        assert!((joint.value - 0.211).abs() < 0.001, "{}", joint.value);
        assert_eq!(joint.interval, None);
    }

    #[test]
    fn what_cannot_be_combined_is_refused() {
        let joint = |factors: &[FactorFraction]| joint_paf(factors, None, P95).unwrap_err();
        assert!(matches!(joint(&[]), AttributionError::Factors { .. }));
        for bad in [1.1, f64::NAN, f64::NEG_INFINITY] {
            let error = AttributionError::Fraction { place: 2 };
            assert_eq!(joint(&[known(0.1), known(bad)]), error);
        }
        let limits = AttributionError::FractionLimits { place: 1 };
        assert_eq!(joint(&[between(0.5, 0.1, 0.4)]), limits);
        assert_eq!(joint(&[between(0.5, 0.1, 1.0)]), limits);
        let two = [known(0.1), known(0.2)];
        for order in [&[0][..], &[0, 0], &[1, 2]] {
            assert_eq!(sequential_paf(&two, order, P95), Err(AttributionError::Order));
        }
        assert!(joint_paf(&two, Some(&[1.0]), P95).is_err());
        assert!(joint_paf(&two, Some(&[1.0, 2.0]), P95).is_err());
        assert!(average_paf(&[known(0.1); 16], Orders::All, P95).is_err());
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_joint_fraction(
            values in proptest::collection::vec(prop_oneof![Just(0.0), Just(1.0), -0.5..1.0_f64], 1..8),
        ) {
            let factors: Vec<FactorFraction> = values.iter().map(|value| known(*value)).collect();
            let joint = joint_paf(&factors, None, P95)?.value;
            let sum = |parts: Vec<Estimate>| parts.iter().map(|part| part.value).sum::<f64>();
            let order: Vec<usize> = (0..factors.len()).rev().collect();
            prop_assert!((sum(sequential_paf(&factors, &order, P95)?) - joint).abs() < 1e-12);
            let average = average_paf(&factors, Orders::All, P95)?;
            let back: Vec<FactorFraction> = factors.iter().rev().copied().collect();
            let turned = average_paf(&back, Orders::All, P95)?;
            for (a, b) in average.iter().zip(turned.iter().rev()) {
                prop_assert!((a.value - b.value).abs() < 1e-12);
            }
            prop_assert!((sum(average) - joint).abs() < 1e-12);
        }

        #[test]
        fn weights_draw_the_joint_fraction_down(a in 0.0..0.9_f64, b in 0.0..0.9_f64, w in 0.0..1.0_f64) {
            let factors = [known(a), known(b)];
            let whole = joint_paf(&factors, None, P95)?.value;
            let weighted = joint_paf(&factors, Some(&[w, 1.0]), P95)?.value;
            prop_assert!(weighted <= whole + 1e-15 && weighted >= b - 1e-15);
        }
    }
}
