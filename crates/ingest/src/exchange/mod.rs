//! Formats in which systems exchange figures, whatever the publisher.
//!
//! | a file of                            | is read by      |
//! |--------------------------------------|-----------------|
//! | SDMX, as CSV                         | [`sdmx_csv`]    |

mod kit;
mod once;
pub(crate) mod sdmx_csv;
