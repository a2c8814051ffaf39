//! Before and after, with and without.
//!
//! | you have                                             | you want                                | use                             |
//! |------------------------------------------------------|-----------------------------------------|---------------------------------|
//! | counts of several areas before and after, with something done in some | what changed within them beyond the others | [`difference_in_differences_within`] |
//! | counts before and after, where something was done and where not | what changed beyond the others | [`difference_in_differences`]   |
//! | counts over time, and when something was done        | whether level and slope changed then    | [`interrupted_time_series`]     |
//! | the same for others where nothing was done           | the change beyond theirs                | [`controlled_interrupted_time_series`] |
//!
//! None of them proves that what was done made the difference: each holds only
//! if the others show what would have happened anyway, or if the line before
//! would have gone on. An area that was chosen because its rate was at its
//! worst improves by itself (regression to the mean).

mod difference;
mod interrupted;
mod within;

pub use difference::{
    DID_ABSOLUTE, DID_RATIO, DidError, DidRow, DifferenceInDifferences, difference_in_differences,
};
pub use interrupted::{
    Interruption, SeriesEffect, SeriesError, SeriesPoint, SeriesVariance,
    controlled_interrupted_time_series, interrupted_time_series,
};
pub use within::{
    DID_WITHIN, DID_WITHIN_ABSOLUTE, DidArea, DidKind, WithinAreas, WithinError,
    difference_in_differences_within,
};

use crate::registry::Method;

pub(crate) const METHODS: &[Method] = &[
    difference::RATIO,
    difference::ABSOLUTE,
    within::RATIO,
    within::ABSOLUTE,
    interrupted::PLAIN,
    interrupted::CONTROLLED,
];
