//! The way out of observations of restricted sources.

use firstyear_core::project::Disclosure;
use firstyear_core::{Dataset, Observation, SourceClass};

/// The observations as a query may see them, and in how many rows of restricted sources
/// figures are hidden.
pub(super) fn released(dataset: &Dataset, _range: Disclosure) -> (Vec<Observation>, usize) {
    let restricted = |row: &Observation| {
        dataset
            .sources
            .get(&row.source)
            .is_none_or(|source| source.class == SourceClass::Restricted)
    };
    let shown: Vec<Observation> =
        dataset.observations.iter().filter(|row| !restricted(row)).cloned().collect();
    let left = dataset.observations.len() - shown.len();
    (shown, left)
}
