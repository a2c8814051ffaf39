//! Dominance: a sum that is nearly one contributor's amount tells it.
//!
//! These rules are for amounts, such as costs by hospital, where a cell adds
//! up what several contributors have. Counts of people need a threshold.

/// Contributions that no rule can judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DominanceError {
    /// A contribution is not a number of 0 or more.
    #[error("contribution {index} (counted from 1) is not a number of 0 or more")]
    Contribution {
        /// Which, counted from 1.
        index: usize,
    },
    /// No contributors dominate nothing.
    #[error("the number of largest contributors must be 1 or more")]
    NoContributors,
    /// The share is not one.
    #[error("the share must be above 0 and at most 1: a percentage is divided by 100")]
    Share,
}

/// Whether the `n` largest contributions make up more than the share `k` of
/// their cell, so that the cell must be hidden: the (n, k) rule.
///
/// A cell without contributions, or with nothing in it, is not dominated.
///
/// # Units
///
/// Amounts in any one unit and any order; `k` as a fraction, above 0 and at
/// most 1.
///
/// # Errors
///
/// [`DominanceError`] for a contribution that is negative or not a number, no
/// contributors, or a share outside its range.
///
/// # Source
///
/// Hundepool A and others (2012), Statistical Disclosure Control, section 4.2.
///
/// # Example
///
/// ```
/// # use firstyear_metrics::disclosure::{DominanceError, dominated};
/// assert!(dominated(&[90.0, 6.0, 4.0], 1, 0.85)?);
/// assert!(!dominated(&[80.0, 12.0, 8.0], 1, 0.85)?);
/// # Ok::<(), DominanceError>(())
/// ```
pub fn dominated(contributions: &[f64], n: usize, k: f64) -> Result<bool, DominanceError> {
    if n == 0 {
        return Err(DominanceError::NoContributors);
    }
    if !(k > 0.0 && k <= 1.0) {
        return Err(DominanceError::Share);
    }
    let sorted = descending(contributions)?;
    let total: f64 = sorted.iter().sum();
    Ok(sorted.iter().take(n).sum::<f64>() > k * total)
}

/// Whether the second largest contributor could work out the largest
/// contribution to within the share `p` of it, so that the cell must be
/// hidden: the p% rule.
///
/// The second largest subtracts its own amount from the total; what the
/// others have is then the most by which it overstates the largest. One
/// contributor alone is always within any share.
///
/// # Units
///
/// Amounts in any one unit and any order; `p` as a fraction, above 0 and at
/// most 1.
///
/// # Errors
///
/// [`DominanceError`] for a contribution that is negative or not a number, or
/// a share outside its range.
///
/// # Source
///
/// Hundepool A and others (2012), Statistical Disclosure Control, section 4.2.
///
/// # Example
///
/// The others have 4, less than 10% of 90:
///
/// ```
/// # use firstyear_metrics::disclosure::{DominanceError, within_percent};
/// assert!(within_percent(&[90.0, 6.0, 4.0], 0.10)?);
/// assert!(!within_percent(&[40.0, 35.0, 25.0], 0.10)?);
/// # Ok::<(), DominanceError>(())
/// ```
pub fn within_percent(contributions: &[f64], p: f64) -> Result<bool, DominanceError> {
    if !(p > 0.0 && p <= 1.0) {
        return Err(DominanceError::Share);
    }
    let sorted = descending(contributions)?;
    let largest = sorted.first().copied().unwrap_or(0.0);
    let others: f64 = sorted.iter().skip(2).sum();
    Ok(others < p * largest)
}

fn descending(contributions: &[f64]) -> Result<Vec<f64>, DominanceError> {
    if let Some(at) = contributions.iter().position(|amount| !(0.0..f64::INFINITY).contains(amount))
    {
        return Err(DominanceError::Contribution { index: at + 1 });
    }
    let mut sorted = contributions.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    Ok(sorted)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn edges() {
        assert_eq!(dominated(&[], 1, 0.8), Ok(false));
        assert_eq!(dominated(&[0.0, 0.0], 1, 0.8), Ok(false));
        assert_eq!(dominated(&[5.0], 1, 0.8), Ok(true));
        // Exactly the share is not more than the share.
        assert_eq!(dominated(&[3.0, 1.0], 1, 0.75), Ok(false));
        assert_eq!(within_percent(&[], 0.1), Ok(false));
        assert_eq!(within_percent(&[5.0], 0.1), Ok(true));
        assert_eq!(within_percent(&[5.0, 5.0], 0.1), Ok(true));
    }

    #[test]
    fn bad_input_is_named() {
        let third = Err(DominanceError::Contribution { index: 3 });
        for bad in [-1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(dominated(&[1.0, 2.0, bad], 1, 0.8), third);
            assert_eq!(within_percent(&[1.0, 2.0, bad], 0.1), third);
        }
        assert_eq!(dominated(&[1.0], 0, 0.8), Err(DominanceError::NoContributors));
        for share in [0.0, 80.0, f64::NAN] {
            assert_eq!(dominated(&[1.0], 1, share), Err(DominanceError::Share));
            assert_eq!(within_percent(&[1.0], share), Err(DominanceError::Share));
        }
    }

    proptest! {
        /// The published relation of the two rules: a cell that passes the p%
        /// rule cannot be dominated by two with k = 1 / (1 + p/2) and more.
        #[test]
        fn a_cell_safe_by_percent_is_not_dominated_by_two(
            amounts in proptest::collection::vec(0.0..1e6_f64, 0..12), p in 0.01..1.0_f64,
        ) {
            if !within_percent(&amounts, p)? {
                let k = 1.0 / (1.0 + p / 2.0);
                prop_assert!(!dominated(&amounts, 2, (k * (1.0 + 1e-12)).min(1.0))?);
            }
        }

        #[test]
        fn order_and_unit_do_not_matter(
            amounts in proptest::collection::vec(0_u32..1_000, 1..8), n in 1..4_usize,
        ) {
            let forward: Vec<f64> = amounts.iter().map(|&amount| f64::from(amount)).collect();
            let backward: Vec<f64> = forward.iter().rev().map(|amount| amount * 4.0).collect();
            prop_assert_eq!(dominated(&forward, n, 0.75)?, dominated(&backward, n, 0.75)?);
        }
    }
}
