//! Many comparisons at a time.
//!
//! | you have                          | you want                                  | use        |
//! |-----------------------------------|-------------------------------------------|------------|
//! | p-values of several comparisons   | p-values that allow for their number      | [`adjust`] |

mod p_adjust;

pub use p_adjust::{AdjustError, Adjustment, adjust};

use crate::registry::Method;

pub(crate) const METHODS: &[Method] = &[p_adjust::METHOD];
