//! The measures as WHO's package computes them (`healthequal` 1.0.1, the core
//! of HEAT 6), known errors included, to reconcile published numbers.
//!
//! They are run by their ids on tables; see [`run`](crate::run()). What is
//! wrong with each stands in its explanation; use the methods of
//! [`inequality`](super) for anything else.

mod attributable;
mod concentration;
mod methods;
mod pairs;
mod request;
mod sample;
mod simulated;
mod slopes;
mod spread;
mod survey;

pub(crate) use methods::METHODS;
pub(crate) use survey::METHODS as SURVEY;
