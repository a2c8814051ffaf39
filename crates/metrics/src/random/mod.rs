//! Seeded random numbers: the same seed gives the same numbers on every
//! machine, whatever runs beside.
//!
//! | you have                                          | you want                  | use               |
//! |---------------------------------------------------|---------------------------|-------------------|
//! | a method of our own that simulates                | draws of a named stream   | [`Counter`]       |
//! | a published limit that R's generator decided      | R's draws, bit for bit    | [`RDefault`]      |
//! | a uniform number                                  | the normal one for it     | [`normal_quantile`] |
//!
//! A [`Counter`] has a stream for each group, so that the draws of a group
//! depend on the seed and the group alone: neither on the number of threads
//! nor on the groups before it. [`RDefault`] is one long stream, as in R.

mod counter;
mod portable;
mod r_default;
mod wichura;

pub use counter::Counter;
pub use r_default::RDefault;
pub use wichura::normal_quantile;
