//! What more coverage of interventions leaves of the deaths from a cause.

use firstyear_core::{Confidence, Estimate, MethodId};

use super::combined::errors;
use super::uncertain::below_one;
use super::{AttributionError, FactorFraction};

/// The method of [`coverage_effect`].
pub const COVERAGE_EFFECT: MethodId = MethodId::new("coverage-effect");

/// An intervention against one cause of death.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Intervention {
    /// The fraction of deaths from the cause that it can act on.
    pub affected: f64,
    /// The fraction of these that it prevents where it reaches people.
    pub effectiveness: FactorFraction,
    /// The fraction of those in need whom it reaches now.
    pub coverage_before: f64,
    /// The fraction whom it would reach.
    pub coverage_after: f64,
}

/// The multiplier of deaths from a cause under a change of coverage of one or
/// more interventions: the product of `1 - A E (C1 - C0)/(1 - E C0)`.
///
/// What an intervention prevents already is not counted again: that is what
/// the denominator takes out. Several interventions against one cause act one
/// after the other on what is left, in any order. The limits come from those
/// of the effectiveness; coverage is taken as known.
///
/// # Units
///
/// Fractions in; a multiplier out: 0.9 leaves nine deaths of ten, above 1
/// where coverage falls.
///
/// # Errors
///
/// [`AttributionError`]: no interventions, a fraction outside 0 to 1, or a
/// cause that full coverage has already removed.
///
/// # Source
///
/// Winfrey W, `McKinnon` R, Stover J (2011), BMC Public Health 11(S3):S32.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::attribution::{FactorFraction, Intervention, coverage_effect};
///
/// let half = FactorFraction { value: 0.5, interval: None };
/// let more = Intervention {
///     affected: 1.0, effectiveness: half, coverage_before: 0.4, coverage_after: 0.8,
/// };
/// // Of 0.8 that were left, 0.2 are prevented now.
/// let multiplier = coverage_effect(&[more], Confidence::P95)?;
/// assert!((multiplier.value - 0.75).abs() < 1e-15);
/// # Ok::<(), firstyear_metrics::attribution::AttributionError>(())
/// ```
pub fn coverage_effect(
    interventions: &[Intervention],
    confidence: Confidence,
) -> Result<Estimate, AttributionError> {
    let effects: Vec<FactorFraction> = interventions.iter().map(|one| one.effectiveness).collect();
    let errors = errors(&effects)?;
    check(interventions)?;
    let effectiveness: Vec<f64> = effects.iter().map(|effect| effect.value).collect();
    let value = multiplier(interventions, &effectiveness);
    if value == 0.0 || errors.iter().all(|error| *error == 0.0) {
        return Ok(Estimate { value, interval: None, method: COVERAGE_EFFECT, counts: None });
    }
    let variance: f64 =
        interventions.iter().zip(&errors).map(|(one, error)| (slope(one) * error).powi(2)).sum();
    let averted = below_one(1.0 - value, variance.sqrt(), confidence);
    let interval = firstyear_core::Interval {
        lower: 1.0 - averted.upper,
        upper: 1.0 - averted.lower,
        confidence,
    };
    Ok(Estimate { value, interval: Some(interval), method: COVERAGE_EFFECT, counts: None })
}

fn multiplier(interventions: &[Intervention], effectiveness: &[f64]) -> f64 {
    interventions
        .iter()
        .zip(effectiveness)
        .map(|(one, effect)| {
            let change = one.coverage_after - one.coverage_before;
            1.0 - one.affected * effect * change / (1.0 - effect * one.coverage_before)
        })
        .product()
}

/// How the logarithm of an intervention's multiplier changes with that of what
/// its effectiveness leaves, `ln(1 - E)`.
fn slope(one: &Intervention) -> f64 {
    let effect = one.effectiveness.value;
    let needed = 1.0 - effect * one.coverage_before;
    let change = one.affected * (one.coverage_after - one.coverage_before);
    (1.0 - effect) * change / (needed * (needed - effect * change))
}

fn check(interventions: &[Intervention]) -> Result<(), AttributionError> {
    for (i, one) in interventions.iter().enumerate() {
        let place = i + 1;
        for (what, share) in [
            ("affected fraction", one.affected),
            ("effectiveness", one.effectiveness.value),
            ("coverage before", one.coverage_before),
            ("coverage after", one.coverage_after),
        ] {
            if !(0.0..=1.0).contains(&share) {
                return Err(AttributionError::Share { what, place });
            }
        }
        if one.effectiveness.value * one.coverage_before == 1.0 {
            let what = "full coverage of a fully effective intervention leaves no deaths";
            return Err(AttributionError::Nothing { what });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use firstyear_core::Interval;
    use proptest::prelude::*;

    use super::*;

    fn one(affected: f64, effect: f64, before: f64, after: f64) -> Intervention {
        Intervention {
            affected,
            effectiveness: FactorFraction { value: effect, interval: None },
            coverage_before: before,
            coverage_after: after,
        }
    }

    fn of(interventions: &[Intervention]) -> f64 {
        coverage_effect(interventions, Confidence::P95).unwrap().value
    }

    #[test]
    fn deaths_are_those_of_people_counted_one_by_one() {
        // Of 1,000 deaths that there would be without it, coverage c leaves
        // 1,000 (1 - E c): the multiplier is what two coverages leave, one over
        // the other.
        for (effect, before, after) in [(0.5, 0.4, 0.8), (0.9, 0.1, 1.0), (0.3, 0.9, 0.2)] {
            let deaths = |coverage: f64| 1_000.0 * (1.0 - effect * coverage);
            let expected = deaths(after) / deaths(before);
            assert!((of(&[one(1.0, effect, before, after)]) - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn limits_are_those_at_the_limits_of_the_effect() {
        // A single effect: the multiplier falls with it, so that its limits
        // answer those of the effect, but for the curve between.
        let limits = Interval { lower: 0.36, upper: 0.609, confidence: Confidence::P95 };
        let effectiveness = FactorFraction { value: 0.5, interval: Some(limits) };
        let uncertain = Intervention { effectiveness, ..one(1.0, 0.5, 0.0, 0.6) };
        let found = coverage_effect(&[uncertain], Confidence::P95).unwrap().interval.unwrap();
        let at = |effect| of(&[one(1.0, effect, 0.0, 0.6)]);
        assert!((found.lower - at(0.609)).abs() < 0.01 && (found.upper - at(0.36)).abs() < 0.02);
    }

    #[test]
    fn fractions_that_are_none_are_refused() {
        let refused = |one: Intervention| coverage_effect(&[one], Confidence::P95).unwrap_err();
        for bad in [one(1.1, 0.5, 0.1, 0.2), one(1.0, -0.1, 0.1, 0.2), one(1.0, 0.5, 0.1, f64::NAN)]
        {
            assert!(matches!(refused(bad), AttributionError::Share { place: 1, .. }));
        }
        assert!(matches!(refused(one(1.0, 1.0, 1.0, 0.5)), AttributionError::Nothing { .. }));
        assert!(coverage_effect(&[], Confidence::P95).is_err());
    }

    proptest! {
        #[test]
        fn going_there_and_back_changes_nothing(e in 0.0..0.99_f64, a in 0.0..1.0_f64, b in 0.0..1.0_f64) {
            let there = of(&[one(1.0, e, a, b)]);
            let back = of(&[one(1.0, e, b, a)]);
            prop_assert!((there * back - 1.0).abs() < 1e-12);
            prop_assert_eq!(of(&[one(0.7, e, a, a)]), 1.0);
        }

        #[test]
        fn order_is_of_no_account(e in 0.0..0.9_f64, f in 0.0..0.9_f64, a in 0.0..1.0_f64, b in 0.0..1.0_f64) {
            let (x, y) = (one(0.8, e, a, b), one(1.0, f, b, a));
            prop_assert!((of(&[x, y]) - of(&[y, x])).abs() < 1e-15);
        }
    }
}
