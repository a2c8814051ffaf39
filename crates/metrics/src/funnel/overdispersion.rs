//! How much more units vary than chance lets them.

use super::FunnelError;
use crate::special::quantile_of_sorted;

/// What is done about the most extreme units before dispersion is taken, so
/// that a few of them do not hide themselves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Trimming {
    /// Nothing.
    None,
    /// Scores beyond this quantile at either end are set to it, such as 0.1.
    Winsorise(f64),
    /// This fraction of the scores is left out at either end, rounded down to
    /// whole units.
    Truncate(f64),
}

/// Dispersion of units around their comparator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overdispersion {
    /// Mean of the squared scores: 1 for chance alone.
    pub phi: f64,
    /// Variance between units beyond chance, 0 or above, in the squared unit
    /// of the standard errors.
    pub tau2: f64,
}

/// Additive random-effects dispersion: the variance between units that chance
/// does not account for.
///
/// # Units
///
/// A score (distance from the comparator in standard errors) and a standard
/// error for each unit; the variance in their squared unit.
///
/// # Errors
///
/// [`FunnelError`]: no units, slices of different lengths, a standard error
/// that is not positive, a fraction that is not below one half.
///
/// # Source
///
/// Spiegelhalter DJ (2005), Stat Med 24:1185-1202, section 3.3; `DerSimonian` R,
/// Laird N (1986), Control Clin Trials 7:177-188.
///
/// # Example
///
/// ```
/// use firstyear_metrics::funnel::{Trimming, overdispersion};
///
/// // Four units of equal size: mean square 5, so 4 more than chance.
/// let found = overdispersion(&[-1.0, 3.0, -3.0, 1.0], &[0.5; 4], Trimming::None)?;
/// assert_eq!(found.phi, 5.0);
/// // (4 × 5 - 3) / (16 - 64 / 16).
/// assert!((found.tau2 - 17.0 / 12.0).abs() < 1e-15);
/// # Ok::<(), firstyear_metrics::funnel::FunnelError>(())
/// ```
pub fn overdispersion(
    scores: &[f64],
    standard_errors: &[f64],
    trimming: Trimming,
) -> Result<Overdispersion, FunnelError> {
    if scores.is_empty() {
        return Err(FunnelError::Empty);
    }
    if scores.len() != standard_errors.len() {
        return Err(FunnelError::DifferentLengths {
            events: scores.len(),
            sizes: standard_errors.len(),
        });
    }
    if let Some(at) = standard_errors.iter().position(|s| !(*s > 0.0 && s.is_finite())) {
        return Err(FunnelError::Size { unit: at + 1 });
    }
    let scores = trimmed(scores, trimming)?;
    Ok(dispersion(&scores, standard_errors))
}

/// The scores after trimming: `None` for those left out.
pub(super) fn trimmed(scores: &[f64], trimming: Trimming) -> Result<Vec<Option<f64>>, FunnelError> {
    let (fraction, truncate) = match trimming {
        Trimming::None => return Ok(scores.iter().copied().map(Some).collect()),
        Trimming::Winsorise(fraction) => (fraction, false),
        Trimming::Truncate(fraction) => (fraction, true),
    };
    if !(0.0..0.5).contains(&fraction) {
        return Err(FunnelError::Trimming);
    }
    let mut sorted = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = if truncate {
        let left_out = whole(fraction * sorted.len() as f64);
        (sorted[left_out], sorted[sorted.len() - 1 - left_out])
    } else {
        (quantile_of_sorted(&sorted, fraction), quantile_of_sorted(&sorted, 1.0 - fraction))
    };
    Ok(scores
        .iter()
        .map(|&score| {
            if truncate {
                (low..=high).contains(&score).then_some(score)
            } else {
                Some(score.max(low).min(high))
            }
        })
        .collect())
}

/// Dispersion of the scores that are left.
pub(super) fn dispersion(scores: &[Option<f64>], standard_errors: &[f64]) -> Overdispersion {
    let (mut count, mut squares, mut weights, mut squared_weights) = (0.0, 0.0, 0.0, 0.0);
    for (score, error) in scores.iter().zip(standard_errors) {
        let Some(score) = score else { continue };
        let weight = 1.0 / (error * error);
        count += 1.0;
        squares += score * score;
        weights += weight;
        squared_weights += weight * weight;
    }
    let phi = squares / count;
    let beyond = count * phi - (count - 1.0);
    let tau2 = beyond / (weights - squared_weights / weights);
    // One unit alone cannot vary from others: 0 over 0.
    Overdispersion { phi, tau2: if beyond > 0.0 && count > 1.0 { tau2 } else { 0.0 } }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place within a slice"
)]
fn whole(place: f64) -> usize {
    // 0.1 × 30 must be 3 whichever side the product falls on.
    (place + 1e-9).floor() as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn trimming_takes_the_ends() {
        let scores: Vec<f64> = (1..=20).map(f64::from).collect();
        let kept = trimmed(&scores, Trimming::Truncate(0.1)).unwrap();
        assert_eq!(kept.iter().flatten().count(), 16);
        assert_eq!((kept[1], kept[2]), (None, Some(3.0)));
        // Type 7 of 1 to 20: the 10% quantile is 2.9.
        let set = trimmed(&scores, Trimming::Winsorise(0.1)).unwrap();
        assert!((set[0].unwrap() - 2.9).abs() < 1e-12 && (set[19].unwrap() - 18.1).abs() < 1e-12);
        assert_eq!(set[5], Some(6.0));
    }

    #[test]
    fn chance_alone_has_no_variance_between_units() {
        let found = overdispersion(&[0.5, -0.5, 0.9], &[0.1, 0.2, 0.3], Trimming::None).unwrap();
        assert_eq!(found.tau2, 0.0);
        let one = overdispersion(&[9.0], &[1.0], Trimming::Winsorise(0.1)).unwrap();
        assert_eq!((one.phi, one.tau2), (81.0, 0.0));
    }

    #[test]
    fn wrong_input_is_named() {
        let run = |z: &[f64], s: &[f64], trimming| overdispersion(z, s, trimming).unwrap_err();
        assert_eq!(run(&[], &[], Trimming::None), FunnelError::Empty);
        assert_eq!(
            run(&[1.0], &[], Trimming::None),
            FunnelError::DifferentLengths { events: 1, sizes: 0 }
        );
        assert_eq!(run(&[1.0], &[0.0], Trimming::None), FunnelError::Size { unit: 1 });
        for fraction in [0.5, -0.1, f64::NAN, 10.0] {
            let error = run(&[1.0], &[1.0], Trimming::Winsorise(fraction));
            assert_eq!(error, FunnelError::Trimming);
        }
    }

    proptest! {
        #[test]
        fn variance_between_units_is_never_negative_and_scales(
            units in prop::collection::vec((-50_i32..50, 1_u32..100), 1..40),
        ) {
            let scores: Vec<f64> = units.iter().map(|(z, _)| f64::from(*z) / 10.0).collect();
            let errors: Vec<f64> = units.iter().map(|(_, s)| f64::from(*s) / 100.0).collect();
            let tenfold: Vec<f64> = errors.iter().map(|s| 10.0 * s).collect();
            for trimming in [Trimming::None, Trimming::Winsorise(0.1), Trimming::Truncate(0.1)] {
                let found = overdispersion(&scores, &errors, trimming)?;
                let larger = overdispersion(&scores, &tenfold, trimming)?;
                prop_assert!(found.tau2 >= 0.0 && found.phi >= 0.0);
                prop_assert!((100.0 * found.tau2 - larger.tau2).abs() <= 1e-9 * larger.tau2);
            }
        }
    }
}
