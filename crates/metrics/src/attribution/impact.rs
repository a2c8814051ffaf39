//! What a change of exposure would prevent.

use firstyear_core::{Confidence, MethodId};

use super::uncertain::{
    AttributableFraction, Caution, Formula, FractionLimits, Shares, Slopes, check_risks, fraction,
};
use super::{Adjustment, AttributionError, RelativeRisk};

/// The method of [`potential_impact_fraction`].
pub const POTENTIAL_IMPACT_FRACTION: MethodId = MethodId::new("potential-impact-fraction");

/// What would change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shift<'a> {
    /// The shares of the levels become these.
    SharesTo(&'a [f64]),
    /// At each level this fraction of people moves to the reference: 1
    /// removes the exposure, 0.5 halves it.
    Reduced(&'a [f64]),
    /// The relative risks of the levels become these, as when the exposure
    /// within a level gets less. The one to use for classes of a continuous
    /// exposure.
    RisksTo(&'a [f64]),
}

/// The share of all cases that a change of exposure would prevent.
///
/// What is aimed at is taken as certain; prevalence and relative risks before
/// the change have errors. Relative risks after a change keep their distance
/// from 1 in proportion to those before, when these vary.
///
/// Shares of a continuous exposure cut into classes, such as body mass index,
/// must not be shifted from class to class: the result depends on the cuts.
/// Use [`Shift::RisksTo`].
///
/// # Units
///
/// Shares and relative risks of the levels other than the reference, in one
/// order; a fraction out. Negative where cases would become more.
///
/// # Errors
///
/// [`AttributionError`]: slices that do not fit, shares outside 0 to 1 or of
/// more than a whole, relative risks that are none.
///
/// # Source
///
/// Morgenstern H, Bursic ES (1982), J Community Health 7:292-309; Barendregt
/// JJ, Veerman JL (2010), J Epidemiol Community Health 64:209-212.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::attribution::{
///     Adjustment, FractionLimits, RelativeRisk, Shares, Shift, potential_impact_fraction,
/// };
///
/// // Smoking from 23% to 15% at a relative risk of 1.4: 2.93% of deaths.
/// let risk = RelativeRisk::new(1.4, None, Adjustment::Crude)?;
/// let found = potential_impact_fraction(
///     Shares { values: &[0.23], people: None }, Shift::SharesTo(&[0.15]), &[risk],
///     FractionLimits::Delta, Confidence::P95,
/// )?;
/// assert_eq!(format!("{:.4}", found.estimate.value), "0.0293");
/// # Ok::<(), firstyear_metrics::attribution::AttributionError>(())
/// ```
pub fn potential_impact_fraction(
    before: Shares<'_>,
    shift: Shift<'_>,
    risks: &[RelativeRisk],
    limits: FractionLimits,
    confidence: Confidence,
) -> Result<AttributableFraction, AttributionError> {
    before.check("share")?;
    let adjustment = check_risks(risks, before.values.len())?;
    check(shift, before.values.len())?;
    let change = Change { shift, scales: scales(shift, risks) };
    let method = POTENTIAL_IMPACT_FRACTION;
    let estimate = fraction(before, risks, limits, confidence, method, &change)?;
    let caution = match adjustment {
        Adjustment::Adjusted => Some(Caution::AdjustedRelativeRisk),
        Adjustment::Crude => None,
    };
    Ok(AttributableFraction { estimate, caution })
}

/// A change of exposure, with what it leaves of the excess risk of each level
/// where it is one of relative risks.
struct Change<'a> {
    shift: Shift<'a>,
    /// `None` where there was no excess to begin with.
    scales: Vec<Option<f64>>,
}

fn scales(shift: Shift<'_>, risks: &[RelativeRisk]) -> Vec<Option<f64>> {
    let Shift::RisksTo(after) = shift else { return Vec::new() };
    let scale = |(after, before): (&f64, &RelativeRisk)| {
        let excess = before.value() - 1.0;
        (excess != 0.0).then(|| (after - 1.0) / excess)
    };
    after.iter().zip(risks).map(scale).collect()
}

/// What is left at a level after a change.
struct Left {
    share: f64,
    excess: f64,
    /// Slopes of the share and of the excess in those before.
    by_share: f64,
    by_excess: f64,
}

impl Change<'_> {
    /// The level `i` after the change, of what it is before.
    fn left(&self, i: usize, share: f64, excess: f64) -> Left {
        let same = Left { share, excess, by_share: 1.0, by_excess: 1.0 };
        match self.shift {
            Shift::SharesTo(after) => Left { share: after[i], by_share: 0.0, ..same },
            Shift::Reduced(by) => {
                Left { share: share * (1.0 - by[i]), by_share: 1.0 - by[i], ..same }
            }
            Shift::RisksTo(after) => match self.scales[i] {
                Some(scale) => Left { excess: excess * scale, by_excess: scale, ..same },
                None => Left { excess: after[i] - 1.0, by_excess: 0.0, ..same },
            },
        }
    }
}

impl Formula for Change<'_> {
    fn fraction(&self, shares: &[f64], risks: &[f64]) -> f64 {
        let (mut whole, mut prevented) = (1.0, 0.0);
        for (i, (share, risk)) in shares.iter().zip(risks).enumerate() {
            let excess = risk - 1.0;
            whole += share * excess;
            prevented += match self.shift {
                // As a difference of shares, no change is exactly nothing.
                Shift::SharesTo(after) => (share - after[i]) * excess,
                Shift::Reduced(by) => share * by[i] * excess,
                Shift::RisksTo(_) => share * (excess - self.left(i, *share, excess).excess),
            };
        }
        prevented / whole
    }

    /// `ln(1 - F)` is the logarithm of what there is after the change, less
    /// that of what there was.
    fn slopes(&self, shares: &[f64], risks: &[f64]) -> Slopes {
        let levels: Vec<(f64, f64, Left)> = shares
            .iter()
            .zip(risks)
            .enumerate()
            .map(|(i, (share, risk))| (*share, risk - 1.0, self.left(i, *share, risk - 1.0)))
            .collect();
        let whole = 1.0 + levels.iter().map(|(share, excess, _)| share * excess).sum::<f64>();
        let after = 1.0 + levels.iter().map(|(_, _, left)| left.share * left.excess).sum::<f64>();
        let by_share = levels
            .iter()
            .map(|(_, excess, left)| left.by_share * left.excess / after - excess / whole);
        let by_ln_risk = levels.iter().zip(risks).map(|((share, _, left), risk)| {
            risk * (left.share * left.by_excess / after - share / whole)
        });
        Slopes { by_share: by_share.collect(), by_ln_risk: by_ln_risk.collect() }
    }
}

fn check(shift: Shift<'_>, levels: usize) -> Result<(), AttributionError> {
    let (what, values) = match shift {
        Shift::SharesTo(values) => ("share after the change", values),
        Shift::Reduced(values) => ("reduction", values),
        Shift::RisksTo(values) => ("relative risk after the change", values),
    };
    if values.len() != levels {
        return Err(AttributionError::Lengths { what, given: values.len(), expected: levels });
    }
    match shift {
        Shift::SharesTo(values) => Shares { values, people: None }.check(what),
        Shift::Reduced(values) => match values.iter().position(|by| !(0.0..=1.0).contains(by)) {
            Some(at) => Err(AttributionError::Share { what, place: at + 1 }),
            None => Ok(()),
        },
        Shift::RisksTo(values) => {
            match values.iter().position(|risk| !(*risk > 0.0 && risk.is_finite())) {
                Some(at) => Err(AttributionError::RelativeRisk { place: at + 1 }),
                None => Ok(()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::Interval;
    use proptest::prelude::*;

    use super::*;
    use crate::attribution::{Basis, paf_categories};

    fn risk(value: f64) -> RelativeRisk {
        let (lower, upper) = (value / 1.2, value * 1.2);
        let limits = Interval { lower, upper, confidence: Confidence::P95 };
        RelativeRisk::new(value, Some(limits), Adjustment::Crude).unwrap()
    }

    fn found(
        values: &[f64],
        shift: Shift<'_>,
        risks: &[f64],
        limits: FractionLimits,
    ) -> AttributableFraction {
        let risks: Vec<RelativeRisk> = risks.iter().map(|value| risk(*value)).collect();
        let before = Shares { values, people: Some(2_000.0) };
        potential_impact_fraction(before, shift, &risks, limits, Confidence::P95).unwrap()
    }

    #[test]
    fn worked_values_of_the_report_model() {
        // p0 0.33, p1 0.17, relative risk 1.4206: 0.0591.
        let shift = Shift::SharesTo(&[0.17]);
        let value = found(&[0.33], shift, &[1.4206], FractionLimits::Delta).estimate.value;
        assert!((value - 0.0591).abs() < 5e-5);
    }

    #[test]
    fn relative_risks_that_shrink_prevent_their_excess() {
        // 1 + 0.3 * 1 = 1.3 becomes 1 + 0.3 * 0.5 = 1.15.
        let delta = FractionLimits::Delta;
        let shrunk = found(&[0.3], Shift::RisksTo(&[1.5]), &[2.0], delta).estimate;
        assert!((shrunk.value - 0.15 / 1.3).abs() < 1e-15);
        let halved = found(&[0.3], Shift::Reduced(&[0.5]), &[2.0], delta).estimate;
        assert!((shrunk.value - halved.value).abs() < 1e-15);
        let (a, b) = (shrunk.interval.unwrap(), halved.interval.unwrap());
        assert!((a.upper - b.upper).abs() < 1e-9);
        // A level without excess may get one.
        let worse = found(&[0.3], Shift::RisksTo(&[1.5]), &[1.0], delta).estimate;
        assert!((worse.value + 0.15).abs() < 1e-15);
    }

    #[test]
    fn both_ways_to_limits_agree() {
        let drawn = FractionLimits::MonteCarlo { draws: 40_000, seed: 9 };
        for shift in [Shift::SharesTo(&[0.1, 0.05]), Shift::Reduced(&[0.3, 0.6])] {
            let limits =
                |limits| found(&[0.2, 0.1], shift, &[1.6, 2.5], limits).estimate.interval.unwrap();
            let (a, b) = (limits(FractionLimits::Delta), limits(drawn));
            let width = a.upper - a.lower;
            assert!((a.lower - b.lower).abs() < 0.08 * width, "{a:?} {b:?}");
            assert!((a.upper - b.upper).abs() < 0.08 * width, "{a:?} {b:?}");
        }
    }

    #[test]
    fn shifts_that_do_not_fit_are_refused() {
        let refused = |shift| {
            let before = Shares { values: &[0.2, 0.1], people: None };
            let risks = [risk(1.5), risk(2.0)];
            let delta = FractionLimits::Delta;
            potential_impact_fraction(before, shift, &risks, delta, Confidence::P95).unwrap_err()
        };
        assert!(matches!(refused(Shift::SharesTo(&[0.1])), AttributionError::Lengths { .. }));
        assert_eq!(refused(Shift::SharesTo(&[0.6, 0.6])), AttributionError::SharesExceedOne);
        assert!(matches!(
            refused(Shift::Reduced(&[0.1, 1.5])),
            AttributionError::Share { place: 2, .. }
        ));
        let risk = AttributionError::RelativeRisk { place: 1 };
        assert_eq!(refused(Shift::RisksTo(&[0.0, 1.0])), risk);
    }

    proptest! {
        #[test]
        fn removal_is_the_attributable_fraction_and_no_change_is_nothing(
            p in 0.0..0.5_f64, q in 0.0..0.5_f64, a in 0.5..5.0_f64, b in 0.5..5.0_f64,
        ) {
            let delta = FractionLimits::Delta;
            let removed = found(&[p, q], Shift::Reduced(&[1.0, 1.0]), &[a, b], delta).estimate.value;
            let gone = found(&[p, q], Shift::SharesTo(&[0.0, 0.0]), &[a, b], delta).estimate.value;
            let shares = Shares { values: &[p, q], people: None };
            let paf = paf_categories(shares, &[risk(a), risk(b)], Basis::Population, delta, Confidence::P95)?;
            prop_assert!((removed - paf.estimate.value).abs() < 1e-12);
            prop_assert!((gone - paf.estimate.value).abs() < 1e-12);
            let same = found(&[p, q], Shift::SharesTo(&[p, q]), &[a, b], delta).estimate.value;
            prop_assert_eq!(same, 0.0);
        }
    }
}
