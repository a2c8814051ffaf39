//! Time to an event, when not everybody has had it yet.
//!
//! | you have                                       | you want                                  | use                |
//! |------------------------------------------------|-------------------------------------------|--------------------|
//! | times, some of them without the event so far   | who is still without it, with limits      | [`kaplan_meier`]   |
//! | the same                                       | when half have had it                     | [`median_time`]    |
//! | times that end in one of several ways          | how many have left by each way, with limits | [`aalen_johansen`] |
//! | the same                                       | the share by a time                       | [`incidence_by`]   |
//!
//! Those who are still without the event are not left out: they are censored,
//! counted as long as they were seen. Where an exit makes the event
//! impossible, such as a move out of the area, it is a way out of its own and
//! no censoring: [`aalen_johansen`].

mod aalen_johansen;
mod kaplan_meier;
mod spell;

pub use aalen_johansen::{AALEN_JOHANSEN, IncidenceStep, aalen_johansen, incidence_by};
pub use kaplan_meier::{KAPLAN_MEIER, MedianTime, SurvivalStep, kaplan_meier, median_time};
pub use spell::{Spell, SurvivalError};

use crate::registry::Method;

pub(crate) const METHODS: &[Method] =
    &[kaplan_meier::CURVE, kaplan_meier::MEDIAN, aalen_johansen::METHOD];
