//! Formats of other systems, written from a data set.
//!
//! | you want                              | use                                   |
//! |---------------------------------------|---------------------------------------|
//! | a data value set for DHIS2            | [`write_dhis2_json`], [`write_dhis2_csv`] |
//!
//! Each writer takes the observations of a data set and returns its [`Loss`]:
//! what the format has no place for, in words. The reader of the same format
//! gives back everything else as it was. Rows stand in one order, so that the
//! same data give the same bytes. What is written is working data: nothing is
//! hidden here.

mod dhis2;
mod loss;

use std::collections::BTreeMap;

use firstyear_core::{Dataset, Dimension, DimensionId, Indicator, IndicatorId, NamedIndicator};

pub use crate::tidy::WriteError;
pub use dhis2::{write_dhis2_csv, write_dhis2_json};
pub use loss::Loss;

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

/// The code that an indicator has in the system `scheme`, where a file of that
/// system named it.
fn code_in<'a>(dataset: &'a Dataset, id: &IndicatorId, scheme: &str) -> Option<&'a NamedIndicator> {
    dataset.named.get(id).filter(|named| named.scheme == scheme)
}
