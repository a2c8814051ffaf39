//! Records of births and infant deaths of the National Center for Health
//! Statistics of the United States: counted by group, and never kept.
//!
//! | you have                                 | use             |
//! |------------------------------------------|-----------------|
//! | a file of fixed width                    | [`fixed_width`] |
//! | a CSV extract of such a file             | [`extract`]     |
//! | where the fields of a file stand         | [`layout`]      |
//! | the same for whoever counts records      | [`RecordLayout`] |
//!
//! Layouts change almost every year, so they are data: one file each in
//! `data/nchs`.

pub(crate) mod extract;
pub(crate) mod fixed_width;
mod layout;
mod lines;
mod record_layout;
mod split;
mod tally;

pub use lines::RecordLines;
pub use record_layout::RecordLayout;
