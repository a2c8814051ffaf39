//! Which two groups the simple measures compare.

use firstyear_core::Polarity;

use super::InequalityError;
use super::groups::{Groups, extreme};

/// Two groups, by place: the measure is the first minus, or over, the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) first: usize,
    pub(super) second: usize,
}

impl Pair {
    /// The pair of WHO's handbook.
    ///
    /// In order: the ends, most minus least advantaged, turned round where low
    /// is better. With a reference: reference minus lowest other where high is
    /// better, highest other minus reference where low is. Otherwise highest
    /// minus lowest.
    ///
    /// Where neither is better, the handbook has no rule: the ends are taken
    /// as where high is better, and a reference is held against the group
    /// farthest from it.
    pub(super) fn of(groups: &Groups) -> Result<Self, InequalityError> {
        if groups.is_ordered() {
            let ranked = groups.ranked()?;
            let (worst_off, best_off) = (ranked[0], ranked[ranked.len() - 1]);
            return Ok(match groups.polarity {
                Polarity::LowerIsBetter => Self { first: worst_off, second: best_off },
                _ => Self { first: best_off, second: worst_off },
            });
        }
        let y = &groups.estimates;
        Ok(match groups.reference() {
            None => Self { first: extreme(y, true), second: extreme(y, false) },
            Some(reference) => against(y, reference, groups.polarity),
        })
    }
}

fn against(y: &[f64], reference: usize, polarity: Polarity) -> Pair {
    let others = || (0..y.len()).filter(|at| *at != reference);
    let pick = |size: &dyn Fn(f64) -> f64| {
        // Of several with the same value the first counts.
        let largest = others().map(|at| size(y[at])).fold(f64::NEG_INFINITY, f64::max);
        others().find(|at| size(y[*at]) == largest).unwrap_or(reference)
    };
    match polarity {
        Polarity::HigherIsBetter => Pair { first: reference, second: pick(&|y| -y) },
        Polarity::LowerIsBetter => Pair { first: pick(&|y| y), second: reference },
        Polarity::NoAgreedOptimum => {
            Pair { first: pick(&|other| (other - y[reference]).abs()), second: reference }
        }
    }
}
