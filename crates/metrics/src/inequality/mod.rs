//! Measures of inequality between groups.
//!
//! | you have                                              | you want                            | use                              |
//! |-------------------------------------------------------|-------------------------------------|----------------------------------|
//! | two groups, or the ends of an order                   | how far apart they are              | [`difference`], [`ratio`]        |
//! | groups in an order of disadvantage                    | the slope across all of them        | [`sii`], [`rii`]                 |
//! | the same                                              | at which end something gathers      | [`aci`], [`rci`]                 |
//! | any groups                                            | how far they spread                 | [`bgv`], [`bgsd`], [`cov`], [`mdmu`], [`mdmw`], [`idisu`], [`idisw`] |
//! | the same, unequal in a relative sense                 | a share of the spread that adds up  | [`ti`], [`mld`]                  |
//! | a group to be reached                                 | how far others are from it          | [`mdbu`], [`mdbw`], [`mdru`], [`mdrw`] |
//! | the same                                              | what reaching it would bring        | [`par`], [`paf`]                 |
//! | records of a sample survey                            | the same of them                    | [`survey`]                       |
//! | many small areas                                      | the spread beyond chance            | [`bgv_corrected`], [`tau`]       |
//!
//! All take [`Groups`], which are checked once, and declare what cannot be
//! seen in numbers: the scale, the direction, the order. Limits hold for the
//! standard errors that groups report.

mod aci;
mod bgsd;
mod bgv;
mod corrected;
mod cov;
mod difference;
mod dispersion;
mod distance;
mod error;
mod groups;
mod heat6;
mod idisu;
mod idisw;
mod mdbu;
mod mdbw;
mod mdmu;
mod mdmw;
mod mdru;
mod mdrw;
mod measure;
mod mld;
mod paf;
mod pair;
mod par;
mod ratio;
mod rci;
mod rii;
mod sii;
mod slope;
pub mod survey;
mod table;
mod tau;
mod ti;

#[cfg(test)]
mod tests;

use crate::Method;

pub(crate) use heat6::{METHODS as COMPATIBLE, SURVEY as COMPATIBLE_SURVEY};

pub use aci::{ACI, aci};
pub use bgsd::{BGSD, bgsd};
pub use bgv::{BGV, bgv};
pub use corrected::{BGV_CORRECTED, bgv_corrected};
pub use cov::{COV, cov};
pub use difference::{DIFFERENCE, difference};
pub use distance::Simulation;
pub use error::InequalityError;
pub use groups::{Groups, Part, Reported, Scale, Weights};
pub use idisu::{IDISU, idisu};
pub use idisw::{IDISW, idisw};
pub use mdbu::{MDBU, mdbu};
pub use mdbw::{MDBW, mdbw};
pub use mdmu::{MDMU, mdmu};
pub use mdmw::{MDMW, mdmw};
pub use mdru::{MDRU, mdru};
pub use mdrw::{MDRW, mdrw};
pub use measure::Measure;
pub use mld::{MLD, mld};
pub use paf::{PAF, paf};
pub use par::{PAR, par};
pub use ratio::{RATIO, ratio};
pub use rci::{Concentration, RCI, rci};
pub use rii::{RII, rii};
pub use sii::{SII, sii};
pub use slope::Line;
pub use tau::{TAU, tau};
pub use ti::{TI, ti};

/// Our own methods; those of the package are [`COMPATIBLE`].
pub(crate) const METHODS: &[Method] = &[
    difference::METHOD,
    ratio::METHOD,
    aci::METHOD,
    rci::METHOD,
    sii::METHOD,
    rii::METHOD,
    bgv::METHOD,
    bgsd::METHOD,
    cov::METHOD,
    mdmu::METHOD,
    mdmw::METHOD,
    mdbu::METHOD,
    mdbw::METHOD,
    mdru::METHOD,
    mdrw::METHOD,
    idisu::METHOD,
    idisw::METHOD,
    ti::METHOD,
    mld::METHOD,
    par::METHOD,
    paf::METHOD,
    corrected::METHOD,
    tau::METHOD,
];

/// Those of survey records.
pub(crate) const SURVEY: &[Method] = survey::METHODS;
