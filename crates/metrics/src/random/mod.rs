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
pub(crate) mod method;
mod portable;
mod r_default;
mod wichura;

pub use counter::Counter;
pub use r_default::RDefault;
pub use wichura::normal_quantile;

/// A whole number as a seed of R's generator.
#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
pub(crate) fn whole_number(x: f64) -> Option<i32> {
    // R keeps the smallest 32-bit number for `NA`.
    (x.fract() == 0.0 && x.abs() <= f64::from(i32::MAX)).then_some(x as i32)
}
