//! How much of what happens is due to a cause, and what would change it.
//!
//! | you have                    | you want                            | use         |
//! |-----------------------------|-------------------------------------|-------------|
//! | what factors bring together | the part of each, over all orders   | [`shapley`] |

pub(crate) mod delta;
mod error;
mod shapley;

pub use error::AttributionError;
pub(crate) use shapley::weights as shapley_weights;
pub use shapley::{EXACT_FACTORS, Orders, shapley};

use crate::run::{Group, RunError};

/// An argument that is a whole number from 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole and in range"
)]
pub(crate) fn whole(group: &Group<'_>, name: &'static str) -> Result<u64, RunError> {
    let number = group.number_required(name)?;
    if number >= 0.0 && number.fract() == 0.0 && number <= 9_007_199_254_740_992.0 {
        return Ok(number as u64);
    }
    Err(RunError::Argument { name, wanted: "a whole number from 0".to_owned() })
}
