//! Care pathways in formats of other systems.
//!
//! | you want                               | use      |
//! |----------------------------------------|----------|
//! | FHIR R4, for clinical systems          | [`fhir()`] |
//! | BPMN 2.0, for tools that model         | [`bpmn()`] |
//! | our own document, TOML or JSON         | [`toml()`], [`json()`] |
//!
//! What a format has a field for stands in it, and other programs see it. The rest
//! stands beside it in extensions under our names, so that the reader of the same
//! format gives back the pathway as it was; [`unseen`] says what that is. Event logs
//! are no pathways: their writers stand beside, not here.

mod bpmn;
mod document;
mod fhir;
mod unseen;

use firstyear_core::pathway::{CarePathway, Condition};

pub use bpmn::bpmn;
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
    /// A character that the format cannot hold.
    #[error("a text holds a control character, which {format} cannot hold: take it out")]
    Character {
        /// The format.
        format: &'static str,
    },
    /// A way that leads nowhere.
    #[error(
        "`{id}` is not there, and something leads to it or from it: `firstyear pathway check` says what"
    )]
    Nowhere {
        /// What is not there.
        id: String,
    },
    /// A value that the format cannot hold at all.
    #[error("the pathway cannot be written as {format}")]
    Format {
        /// The format.
        format: &'static str,
    },
}

/// Whether all thresholds are finite numbers.
fn finite(pathway: &CarePathway) -> Result<(), PathwayWriteError> {
    let is_finite = |one: &Condition| {
        [one.at_least, one.below].iter().flatten().all(|number| number.is_finite())
    };
    let wrong = |id: &String| Err(PathwayWriteError::NotFinite { decision: id.clone() });
    for decision in &pathway.decisions {
        let ends = decision.inputs.iter().flat_map(|input| [input.least, input.most]);
        let ends = ends.flatten().all(f64::is_finite);
        if !ends || !decision.rows.iter().flat_map(|row| &row.when).all(is_finite) {
            return wrong(&decision.id);
        }
    }
    let odd = pathway.obligations.iter().find(|one| !one.eligible.iter().all(is_finite));
    odd.map_or(Ok(()), |one| wrong(&one.id))
}
