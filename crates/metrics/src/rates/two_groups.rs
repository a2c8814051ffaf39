//! What comparisons of two groups share.

use firstyear_core::Counts;

/// Counts of two groups that cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TwoGroupsError {
    /// A group without people has no rate.
    #[error("nobody is at risk in the {group} group, so that it has no rate")]
    NobodyAtRisk {
        /// `first` or `second`.
        group: &'static str,
    },
    /// A risk counts each person once.
    #[error(
        "more events than people in the {group} group: a risk counts each person once, a rate does not"
    )]
    EventsExceedAtRisk {
        /// `first` or `second`.
        group: &'static str,
    },
}

pub(crate) fn check_people(first: Counts, second: Counts) -> Result<(), TwoGroupsError> {
    for (group, counts) in [("first", first), ("second", second)] {
        if counts.at_risk == 0 {
            return Err(TwoGroupsError::NobodyAtRisk { group });
        }
    }
    Ok(())
}

pub(crate) fn check_risks(first: Counts, second: Counts) -> Result<(), TwoGroupsError> {
    check_people(first, second)?;
    for (group, counts) in [("first", first), ("second", second)] {
        if counts.events > counts.at_risk {
            return Err(TwoGroupsError::EventsExceedAtRisk { group });
        }
    }
    Ok(())
}

pub(crate) fn rate(counts: Counts) -> f64 {
    counts.events as f64 / counts.at_risk as f64
}

/// Limits of a difference of two rates from those of each.
///
/// Source: Zou GY, Donner A (2008), Stat Med 27:1693-1702, equation 10.
pub(crate) fn difference_limits(
    (first, first_limits): (f64, (f64, f64)),
    (second, second_limits): (f64, (f64, f64)),
) -> (f64, f64) {
    let difference = first - second;
    (
        difference - (first - first_limits.0).hypot(second_limits.1 - second),
        difference + (first_limits.1 - first).hypot(second - second_limits.0),
    )
}

/// Wilson's limits of a proportion.
pub(crate) fn wilson_limits(events: f64, at_risk: f64, z: f64) -> (f64, f64) {
    let (centre, width, scale) = wilson_parts(events, at_risk, z);
    let lower = if events == 0.0 { 0.0 } else { ((centre - width) / scale).max(0.0) };
    let upper = if events == at_risk { 1.0 } else { ((centre + width) / scale).min(1.0) };
    (lower, upper)
}

/// Twice the centre, the half width and what both are divided by.
pub(crate) fn wilson_parts(events: f64, at_risk: f64, z: f64) -> (f64, f64, f64) {
    let z2 = z * z;
    let width = z * (z2 + 4.0 * events * (at_risk - events) / at_risk).sqrt();
    (2.0 * events + z2, width, 2.0 * (at_risk + z2))
}

/// The point between `low` and `high` at which a decreasing function crosses
/// `target`, by halving: within 1e-18, or as near as doubles go.
pub(crate) fn crossing(low: f64, high: f64, target: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (low, high);
    while high - low > 1e-18 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if f(middle) > target {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}
