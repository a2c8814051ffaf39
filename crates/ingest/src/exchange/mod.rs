//! Formats in which systems exchange figures, whatever the publisher.
//!
//! | a file of                            | is read by      |
//! |--------------------------------------|-----------------|
//! | a Frictionless Data Package          | [`data_package`] |
//! | DHIS2, data value sets               | [`dhis2`]       |
//! | WHO Global Health Observatory, JSON   | [`gho_json`]    |
//! | WHO HEAT Plus, its template          | [`heat_plus`]   |
//! | SDMX, as CSV                         | [`sdmx_csv`]    |

pub(crate) mod data_package;
pub(crate) mod dhis2;
pub(crate) mod gho_json;
pub(crate) mod heat_plus;
mod json;
mod kit;
mod once;
pub(crate) mod sdmx_csv;
