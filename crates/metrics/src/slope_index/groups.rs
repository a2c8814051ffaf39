//! Counts of groups in an order, as every slope on counts takes them.

use super::Order;

/// Why counts of groups cannot be laid along an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SlopeGroupsError {
    /// One count is missing, or one too many.
    #[error(
        "{events} counts of events beside {at_risk} counts of people at risk: give one of each for every group"
    )]
    Lengths {
        /// Length of the events.
        events: usize,
        /// Length of the people at risk.
        at_risk: usize,
    },
    /// Two groups lie on any line.
    #[error("a slope needs three groups or more, not {given}")]
    TooFew {
        /// How many were given.
        given: usize,
    },
    /// A group without people has no place in the order.
    #[error("nobody at risk in group {index} (counted from 1)")]
    NobodyAtRisk {
        /// The first such group.
        index: usize,
    },
}

/// Checks that there are three groups or more with people in each.
pub(crate) fn check(events: &[u64], at_risk: &[u64]) -> Result<(), SlopeGroupsError> {
    if events.len() != at_risk.len() {
        let (events, at_risk) = (events.len(), at_risk.len());
        return Err(SlopeGroupsError::Lengths { events, at_risk });
    }
    if events.len() < 3 {
        return Err(SlopeGroupsError::TooFew { given: events.len() });
    }
    match at_risk.iter().position(|&people| people == 0) {
        Some(empty) => Err(SlopeGroupsError::NobodyAtRisk { index: empty + 1 }),
        None => Ok(()),
    }
}

/// The middle of each group's share of the population, from 0 at the most
/// disadvantaged end to 1 at the least.
pub(crate) fn ranks(at_risk: &[u64], order: Order) -> Vec<f64> {
    let total = at_risk.iter().sum::<u64>() as f64;
    let mut before = 0.0;
    at_risk
        .iter()
        .map(|&people| {
            let people = people as f64;
            let middle = (before + people / 2.0) / total;
            before += people;
            match order {
                Order::MostDisadvantagedFirst => middle,
                Order::LeastDisadvantagedFirst => 1.0 - middle,
            }
        })
        .collect()
}
