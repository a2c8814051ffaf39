//! Measures of inequality from the records of a sample survey.
//!
//! | you have                                   | you want                                | use            |
//! |--------------------------------------------|-----------------------------------------|----------------|
//! | people with a value and a group in order   | at which end it gathers                 | [`aci`], [`rci`] |
//! | the same                                   | the slope across the groups             | [`sii`], [`rii`] |
//!
//! All take [`Records`], checked once by [`Survey`]. Standard errors are those
//! of Taylor linearisation: each person's part in the measure is added up by
//! cluster, and the clusters of a stratum tell how far they scatter. Shares and
//! ranks of the groups come from the sample as well, and what is not known of
//! them is counted in.

mod aci;
mod measure;
mod rci;
mod records;
mod rii;
mod sii;
mod slope;
mod table;
mod variance;

#[cfg(test)]
mod tests;

pub use aci::{SURVEY_ACI, aci};
pub use rci::{SURVEY_RCI, rci};
pub use records::{Records, RecordsPart, Survey, SurveyError};
pub use rii::{SURVEY_RII, rii};
pub use sii::{SURVEY_SII, sii};

pub(super) use variance::Design;

use crate::Method;

pub(crate) const METHODS: &[Method] = &[aci::METHOD, rci::METHOD, sii::METHOD, rii::METHOD];
