//! Attributable fractions of one factor.

use firstyear_core::{Confidence, Estimate, MethodId};

use super::uncertain::{
    AttributableFraction, Caution, Formula, FractionLimits, Shares, Slopes, check_risks, fraction,
};
use super::{Adjustment, AttributionError, RelativeRisk};

/// The method of [`levin`].
pub const LEVIN: MethodId = MethodId::new("levin");
/// The method of [`miettinen`].
pub const MIETTINEN: MethodId = MethodId::new("miettinen");
/// The method of [`paf_categories`].
pub const PAF_CATEGORIES: MethodId = MethodId::new("paf-categories");

/// Among whom the shares of the levels were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The whole population: for crude relative risks.
    Population,
    /// Those with the disease, or who died: for crude and adjusted ones.
    Cases,
}

/// The share of all cases that would not be there without an exposure, from
/// its prevalence in the population.
///
/// Right for a crude relative risk alone. With an adjusted one it is worked
/// out all the same, with [`Caution::AdjustedRelativeRisk`].
///
/// # Units
///
/// A fraction of people exposed in, with the number of people it was counted
/// among; a fraction of cases out. Negative for an exposure that protects.
///
/// # Errors
///
/// [`AttributionError`]: a share outside 0 to 1, too few draws.
///
/// # Source
///
/// Levin ML (1953), Acta Unio Int Contra Cancrum 9:531-541.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Interval};
/// use firstyear_metrics::attribution::{Adjustment, FractionLimits, RelativeRisk, levin};
///
/// let limits = Interval { lower: 1.15, upper: 2.20, confidence: Confidence::P95 };
/// let risk = RelativeRisk::new(1.59, Some(limits), Adjustment::Crude)?;
/// let found = levin(0.085, None, risk, FractionLimits::Delta, Confidence::P95)?.estimate;
/// assert_eq!(format!("{:.3}", found.value * 100.0), "4.776");
/// assert_eq!(format!("{:.3}", found.interval.unwrap().upper * 100.0), "8.669");
/// # Ok::<(), firstyear_metrics::attribution::AttributionError>(())
/// ```
pub fn levin(
    prevalence: f64,
    people: Option<f64>,
    risk: RelativeRisk,
    limits: FractionLimits,
    confidence: Confidence,
) -> Result<AttributableFraction, AttributionError> {
    let shares = Shares { values: &[prevalence], people };
    let found = paf_categories(shares, &[risk], Basis::Population, limits, confidence)?;
    Ok(named(found, LEVIN))
}

/// The share of all cases that would not be there without an exposure, from
/// its prevalence among cases.
///
/// Right for an adjusted relative risk; the same as [`levin`] for a crude one.
///
/// # Units
///
/// As [`levin`], with the fraction of cases exposed.
///
/// # Errors
///
/// As [`levin`].
///
/// # Source
///
/// Miettinen OS (1974), Am J Epidemiol 99:325-332.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::attribution::{Adjustment, FractionLimits, RelativeRisk, miettinen};
///
/// let risk = RelativeRisk::new(2.0, None, Adjustment::Adjusted)?;
/// let found = miettinen(0.3, Some(400.0), risk, FractionLimits::Delta, Confidence::P95)?;
/// assert_eq!(found.estimate.value, 0.15);
/// # Ok::<(), firstyear_metrics::attribution::AttributionError>(())
/// ```
pub fn miettinen(
    prevalence_among_cases: f64,
    cases: Option<f64>,
    risk: RelativeRisk,
    limits: FractionLimits,
    confidence: Confidence,
) -> Result<AttributableFraction, AttributionError> {
    let shares = Shares { values: &[prevalence_among_cases], people: cases };
    let found = paf_categories(shares, &[risk], Basis::Cases, limits, confidence)?;
    Ok(named(found, MIETTINEN))
}

/// The prevalence among cases that a prevalence in the population and a crude
/// relative risk imply, for [`miettinen`] where cases were not asked.
///
/// # Errors
///
/// [`AttributionError`]: a share outside 0 to 1, or an adjusted relative risk.
///
/// ```
/// use firstyear_metrics::attribution::{Adjustment, RelativeRisk, prevalence_among_cases};
///
/// let crude = RelativeRisk::new(3.0, None, Adjustment::Crude)?;
/// assert_eq!(prevalence_among_cases(0.25, crude)?, 0.5);
/// # Ok::<(), firstyear_metrics::attribution::AttributionError>(())
/// ```
pub fn prevalence_among_cases(
    prevalence: f64,
    crude: RelativeRisk,
) -> Result<f64, AttributionError> {
    Shares { values: &[prevalence], people: None }.check("prevalence")?;
    if crude.adjustment() == Adjustment::Adjusted {
        return Err(AttributionError::CrudeNeeded);
    }
    Ok(prevalence * crude.value() / (1.0 + prevalence * (crude.value() - 1.0)))
}

/// The share of all cases that would not be there if everybody were at the
/// reference level of a factor with several.
///
/// # Units
///
/// Shares and relative risks of the levels other than the reference, in one
/// order.
///
/// # Errors
///
/// [`AttributionError`]: no levels, slices of different lengths, shares that
/// add up to more than 1, relative risks adjusted in part, too few draws.
///
/// # Source
///
/// Population: Levin (1953) for several levels. Cases: Bruzzi P, Green SB,
/// Byar DP, Brinton LA, Schairer C (1985), Am J Epidemiol 122:904-914.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::attribution::{
///     Adjustment, Basis, FractionLimits, RelativeRisk, Shares, paf_categories,
/// };
///
/// let risk = |value| RelativeRisk::new(value, None, Adjustment::Crude);
/// let shares = Shares { values: &[0.2, 0.1], people: None };
/// let found = paf_categories(
///     shares, &[risk(1.5)?, risk(3.0)?], Basis::Population, FractionLimits::Delta,
///     Confidence::P95,
/// )?;
/// // 0.1 + 0.2 over 1.3.
/// assert!((found.estimate.value - 0.3 / 1.3).abs() < 1e-15);
/// # Ok::<(), firstyear_metrics::attribution::AttributionError>(())
/// ```
pub fn paf_categories(
    shares: Shares<'_>,
    risks: &[RelativeRisk],
    basis: Basis,
    limits: FractionLimits,
    confidence: Confidence,
) -> Result<AttributableFraction, AttributionError> {
    shares.check("share")?;
    let adjustment = check_risks(risks, shares.values.len())?;
    let estimate = fraction(shares, risks, limits, confidence, PAF_CATEGORIES, &basis)?;
    let biased = basis == Basis::Population && adjustment == Adjustment::Adjusted;
    let caution = if biased {
        Some(Caution::AdjustedRelativeRisk)
    } else {
        (estimate.value < 0.0).then_some(Caution::Negative)
    };
    Ok(AttributableFraction { estimate, caution })
}

impl Formula for Basis {
    fn fraction(&self, shares: &[f64], risks: &[f64]) -> f64 {
        match self {
            Self::Population => {
                let excess = excess(shares, risks);
                excess / (1.0 + excess)
            }
            Self::Cases => shares.iter().zip(risks).map(|(p, rr)| p * (rr - 1.0) / rr).sum(),
        }
    }

    fn slopes(&self, shares: &[f64], risks: &[f64]) -> Slopes {
        let each = shares.iter().zip(risks);
        match self {
            // ln(1 - F) = -ln(1 + excess).
            Self::Population => {
                let left = 1.0 / (1.0 + excess(shares, risks));
                Slopes {
                    by_share: risks.iter().map(|rr| (1.0 - rr) * left).collect(),
                    by_ln_risk: each.map(|(p, rr)| -p * rr * left).collect(),
                }
            }
            Self::Cases => {
                let left = 1.0 - self.fraction(shares, risks);
                Slopes {
                    by_share: risks.iter().map(|rr| (1.0 - rr) / rr / left).collect(),
                    by_ln_risk: each.map(|(p, rr)| -p / rr / left).collect(),
                }
            }
        }
    }
}

/// Cases beyond those that there would be at the reference, over these.
fn excess(shares: &[f64], risks: &[f64]) -> f64 {
    shares.iter().zip(risks).map(|(p, rr)| p * (rr - 1.0)).sum()
}

fn named(found: AttributableFraction, method: MethodId) -> AttributableFraction {
    AttributableFraction { estimate: Estimate { method, ..found.estimate }, ..found }
}

#[cfg(test)]
mod tests {
    use firstyear_core::Interval;
    use proptest::prelude::*;

    use super::*;

    const CRUDE: Adjustment = Adjustment::Crude;
    const DRAWN: FractionLimits = FractionLimits::MonteCarlo { draws: 40_000, seed: 3 };

    fn risk(value: f64, factor: f64, adjustment: Adjustment) -> RelativeRisk {
        let (lower, upper) = (value / factor, value * factor);
        let limits = Interval { lower, upper, confidence: Confidence::P95 };
        RelativeRisk::new(value, Some(limits), adjustment).unwrap()
    }

    #[test]
    fn the_check_value_of_another_package() {
        // R package deltapif: p 0.085, RR 1.59 (1.15 to 2.20), whose error its
        // example takes from 1.96 rather than the exact deviate.
        let limits = Interval { lower: 1.15, upper: 2.20, confidence: Confidence::P95 };
        let risk = RelativeRisk::new(1.59, Some(limits), CRUDE).unwrap();
        let found = levin(0.085, None, risk, FractionLimits::Delta, Confidence::P95).unwrap();
        assert!((found.estimate.value - 0.04776).abs() < 5e-6 && found.caution.is_none());
        let limits = found.estimate.interval.unwrap();
        assert!((limits.lower - 0.00717).abs() < 1e-5 && (limits.upper - 0.08669).abs() < 1e-5);
    }

    #[test]
    fn worked_values_of_the_report_model() {
        // Smoking 23% and 15%, relative risk 1.4: 0.0842 and 0.0566.
        let risk = RelativeRisk::new(1.4, None, CRUDE).unwrap();
        for (p, expected) in [(0.23, 0.0842), (0.15, 0.0566)] {
            let found = levin(p, None, risk, FractionLimits::Delta, Confidence::P95).unwrap();
            assert!((found.estimate.value - expected).abs() < 5e-5);
            assert_eq!(found.estimate.interval, None);
        }
    }

    #[test]
    fn an_adjusted_risk_is_warned_of_where_it_biases() {
        let adjusted = risk(1.5, 1.3, Adjustment::Adjusted);
        let delta = FractionLimits::Delta;
        let found = levin(0.2, None, adjusted, delta, Confidence::P95).unwrap();
        assert_eq!(found.caution, Some(Caution::AdjustedRelativeRisk));
        let found = miettinen(0.2, None, adjusted, delta, Confidence::P95).unwrap();
        assert_eq!(found.caution, None);
        assert_eq!(prevalence_among_cases(0.2, adjusted), Err(AttributionError::CrudeNeeded));
        let protects = risk(0.7, 1.2, CRUDE);
        let found = levin(0.2, None, protects, delta, Confidence::P95).unwrap();
        assert_eq!(found.caution, Some(Caution::Negative));
    }

    #[test]
    fn both_ways_to_limits_agree() {
        // Closely where errors are small, where the delta method is exact; to
        // a tenth of the width where they are not.
        for (factor, people, slack) in [(1.03, 20_000.0, 0.02), (1.38, 900.0, 0.1)] {
            for basis in [Basis::Population, Basis::Cases] {
                let shares = Shares { values: &[0.2, 0.1], people: Some(people) };
                let risks = [risk(1.6, factor, CRUDE), risk(2.4, factor, CRUDE)];
                let limits = |limits| {
                    let found = paf_categories(shares, &risks, basis, limits, Confidence::P95);
                    found.unwrap().estimate.interval.unwrap()
                };
                let (delta, drawn) = (limits(FractionLimits::Delta), limits(DRAWN));
                let width = delta.upper - delta.lower;
                for (a, b) in [(delta.lower, drawn.lower), (delta.upper, drawn.upper)] {
                    assert!((a - b).abs() < slack * width, "{basis:?}: {delta:?} {drawn:?}");
                }
            }
        }
    }

    #[test]
    fn the_error_is_that_of_the_formula() {
        // Miettinen, p known: d ln(1 - F)/d ln RR = -p/(RR (1 - F)).
        let found =
            miettinen(0.4, None, risk(2.0, 1.5, CRUDE), FractionLimits::Delta, Confidence::P95);
        let limits = found.unwrap().estimate.interval.unwrap();
        let error = 0.4 / (2.0 * 0.8) * 1.5_f64.ln() / 1.959_963_984_540_054;
        let upper = 1.0 - 0.8 * (-1.959_963_984_540_054 * error).exp();
        assert!((limits.upper - upper).abs() < 1e-8);
    }

    #[test]
    fn what_makes_no_fraction_is_refused() {
        let one = [risk(2.0, 1.2, CRUDE)];
        let refused = |values: &[f64], people, risks: &[RelativeRisk], limits| {
            let shares = Shares { values, people };
            paf_categories(shares, risks, Basis::Cases, limits, Confidence::P95).unwrap_err()
        };
        let delta = FractionLimits::Delta;
        for bad in [-0.1, 1.1, f64::NAN] {
            let share = AttributionError::Share { what: "share", place: 1 };
            assert_eq!(refused(&[bad], None, &one, delta), share);
        }
        let two = [one[0], risk(2.0, 1.2, Adjustment::Adjusted)];
        assert_eq!(refused(&[0.1, 0.1], None, &two, delta), AttributionError::MixedAdjustment);
        assert_eq!(refused(&[0.6, 0.5], None, &two, delta), AttributionError::SharesExceedOne);
        assert!(matches!(refused(&[0.1], None, &two, delta), AttributionError::Lengths { .. }));
        assert!(matches!(refused(&[], None, &[], delta), AttributionError::Factors { .. }));
        assert_eq!(refused(&[0.1], Some(0.0), &one, delta), AttributionError::SampleSize);
        let few = FractionLimits::MonteCarlo { draws: 999, seed: 1 };
        let error = AttributionError::TooFewDraws { given: 999 };
        assert_eq!(refused(&[0.1], Some(9.0), &one, few), error);
        for bad in [0.0, f64::NAN, f64::INFINITY] {
            assert!(RelativeRisk::new(bad, None, CRUDE).is_err());
        }
    }

    proptest! {
        #[test]
        fn levin_is_miettinen_for_a_crude_risk(p in 0.0..1.0_f64, rr in 0.2..8.0_f64) {
            let risk = RelativeRisk::new(rr, None, CRUDE)?;
            let delta = FractionLimits::Delta;
            let a = levin(p, None, risk, delta, Confidence::P95)?.estimate.value;
            let among = prevalence_among_cases(p, risk)?;
            let b = miettinen(among, None, risk, delta, Confidence::P95)?.estimate.value;
            prop_assert!((a - b).abs() < 1e-12);
        }

        #[test]
        fn no_risk_or_nobody_exposed_is_nothing_and_limits_hold_the_value(
            p in 0.01..0.9_f64, rr in 0.2..8.0_f64, factor in 1.01..3.0_f64, n in 20.0..1e5_f64,
        ) {
            let delta = FractionLimits::Delta;
            let of = |p, rr| levin(p, Some(n), rr, delta, Confidence::P95).unwrap().estimate;
            prop_assert_eq!(of(0.0, risk(rr, factor, CRUDE)).value, 0.0);
            prop_assert_eq!(of(p, risk(1.0, factor, CRUDE)).value, 0.0);
            let found = of(p, risk(rr, factor, CRUDE));
            let limits = found.interval.unwrap();
            prop_assert!(limits.lower <= found.value && found.value <= limits.upper && limits.upper < 1.0);
        }
    }
}
