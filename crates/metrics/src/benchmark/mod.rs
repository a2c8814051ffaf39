//! Benchmarks: an area held against a comparator, a goal or the other areas.
//!
//! | you have                                        | you want                     | use                                  |
//! |-------------------------------------------------|------------------------------|--------------------------------------|
//! | an area's limits and a comparator's value       | whether it differs           | [`one_level`]                        |
//! | limits at 95% and 99.8%                         | how surely it differs        | [`two_level`]                        |
//! | the limits of both                              | whether they overlap         | [`double_overlap`]                   |
//! | a comparator's proportion and an area's people  | limits of chance round it    | [`proportion_control_limits`]        |
//! | a comparator's rate and an area's expected events | limits of chance round it  | [`count_control_limits`]             |
//! | a value and the bounds of a goal                | red, amber or green          | [`Goal`]                             |
//! | the values of many areas                        | tenths, fifths, quarters     | [`quantile_groups`]                  |
//!
//! A [`Position`] says where an area lies; whether that is good is said by the
//! indicator's polarity, and by nothing else: [`Position::judgement`].

mod control_limits;
mod goal;
mod intervals;
mod position;
mod quantile;

pub use control_limits::{ControlLimitError, count_control_limits, proportion_control_limits};
pub use goal::{Goal, GoalError, GoalStatus};
pub use intervals::{double_overlap, one_level, two_level};
pub use position::Position;
pub(crate) use position::{POLARITY, polarity};
pub use quantile::{First, QuantileError, Remainder, quantile_groups};

use crate::registry::Method;

pub(crate) const METHODS: &[Method] = &[
    intervals::ONE_LEVEL,
    intervals::TWO_LEVEL,
    intervals::DOUBLE_OVERLAP,
    control_limits::PROPORTION,
    control_limits::COUNT,
    goal::GOAL,
    quantile::PHE_QUANTILE,
    quantile::NTILE,
    quantile::SPREAD,
];
