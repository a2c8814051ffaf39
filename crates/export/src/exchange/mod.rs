//! Formats of other systems, written from a data set.
//!
//! | you want                              | use                                   |
//! |---------------------------------------|---------------------------------------|
//! | a Frictionless Data Package           | [`write_data_package`]                |
//! | a data value set for DHIS2            | [`write_dhis2_json`], [`write_dhis2_csv`] |
//! | the template of WHO HEAT Plus         | [`write_heat_plus`]                   |
//! | one indicator for upload to Fingertips| [`write_fingertips_upload`]           |
//! | SDMX-CSV                              | [`write_sdmx_csv`]                    |
//!
//! Each writer takes the observations of a data set and returns its [`Loss`]:
//! what the format has no place for, in words. The reader of the same format
//! gives back everything else as it was. Rows stand in one order, so that the
//! same data give the same bytes. What is written is working data: nothing is
//! hidden here.

mod data_package;
mod dhis2;
mod fingertips_upload;
mod heat_plus;
mod loss;
mod sdmx_csv;

use std::collections::BTreeMap;

use firstyear_core::{Dataset, Dimension, DimensionId, Indicator, IndicatorId};

pub use crate::tidy::WriteError;
pub use data_package::{PackageFile, write_data_package};
pub use dhis2::{write_dhis2_csv, write_dhis2_json};
pub use fingertips_upload::write_fingertips_upload;
pub use heat_plus::write_heat_plus;
pub use loss::Loss;
pub use sdmx_csv::write_sdmx_csv;

/// What the code lists say of indicators and dimensions: names, units and
/// orders that a format wants beside the figures.
///
/// ```
/// use std::collections::BTreeMap;
///
/// use firstyear_core::Dataset;
/// use firstyear_export::exchange::{Lists, write_dhis2_csv};
///
/// let (indicators, dimensions) = (BTreeMap::new(), BTreeMap::new());
/// let lists = Lists { indicators: &indicators, dimensions: &dimensions };
/// let mut out = Vec::new();
/// let loss = write_dhis2_csv(&Dataset::default(), lists, &mut out)?;
/// assert!(loss.is_empty());
/// # Ok::<(), firstyear_export::exchange::WriteError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Lists<'a> {
    /// Indicators by id.
    pub indicators: &'a BTreeMap<IndicatorId, Indicator>,
    /// Dimensions by id.
    pub dimensions: &'a BTreeMap<DimensionId, Dimension>,
}

impl<'a> Lists<'a> {
    /// A dimension, as the code lists have it or else as the files brought it.
    fn dimension(self, dataset: &'a Dataset, id: &DimensionId) -> Option<&'a Dimension> {
        self.dimensions.get(id).or_else(|| dataset.dimensions.get(id))
    }
}

/// The code of an indicator in the system `scheme`: its own there, that of
/// another system as `scheme:code`, or else its id.
fn code_of(dataset: &Dataset, id: &IndicatorId, scheme: &str) -> String {
    match dataset.named.get(id) {
        Some(named) if named.scheme == scheme => named.code.clone(),
        Some(named) => format!("{}:{}", named.scheme, named.code),
        None => id.to_string(),
    }
}
