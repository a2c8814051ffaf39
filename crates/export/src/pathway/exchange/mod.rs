//! Care pathways in formats of other systems.
//!
//! | you want                               | use      |
//! |----------------------------------------|----------|
//! | FHIR R4, for clinical systems          | [`fhir`] |
//! | our own document, TOML or JSON         | [`toml`], [`json`] |
//!
//! What a format has a field for stands in it, and other programs see it. The rest
//! stands beside it in extensions under our names, so that the reader of the same
//! format gives back the pathway as it was; [`unseen`] says what that is. Event logs
//! are no pathways: their writers stand beside, not here.

mod document;
mod fhir;
mod unseen;

pub use document::{json, toml};
pub use fhir::{fhir, fhir_unread};
pub use unseen::{PathwayTarget, unseen};

/// Why a pathway cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathwayWriteError {
    /// A threshold that no file can hold.
    #[error("a number of decision `{decision}` is not finite: only finite numbers can be written")]
    NotFinite {
        /// The decision, or the obligation.
        decision: String,
    },
    /// A value that the format cannot hold at all.
    #[error("the pathway cannot be written as {format}")]
    Format {
        /// The format.
        format: &'static str,
    },
}
