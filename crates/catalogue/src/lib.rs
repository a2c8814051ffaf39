//! The reference content of firstyear: indicator definitions, dimensions,
//! interventions and the glossary, as data files with a loader.
//!
//! ```
//! let catalogue = firstyear_catalogue::catalogue();
//! let id = firstyear_core::IndicatorId::new("infant-mortality-rate")?;
//! let rate = &catalogue.indicators()[&id];
//! assert_eq!(rate.indicator.unit, "per 1,000 live births");
//! # Ok::<(), firstyear_core::IdError>(())
//! ```
//!
//! Code here loads and checks; the content is in `data/`.

mod dimensions;
mod error;
mod glossary;
mod indicators;
mod interventions;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use firstyear_core::{CategoryId, Dimension, DimensionId, Indicator, IndicatorId};

pub use dimensions::normal_label;
pub use error::CatalogueError;
pub use glossary::Term;
pub use indicators::{External, ExternalStatus, IndicatorEntry};
pub use interventions::{Intervention, Timescale};

/// Printed labels of a dimension's categories, each as [`normal_label`] gives
/// it.
pub type Labels = BTreeMap<DimensionId, BTreeMap<String, CategoryId>>;

/// All reference content.
#[derive(Clone, Debug)]
pub struct Catalogue {
    indicators: BTreeMap<IndicatorId, IndicatorEntry>,
    definitions: BTreeMap<IndicatorId, Indicator>,
    dimensions: BTreeMap<DimensionId, Dimension>,
    labels: Labels,
    interventions: Vec<Intervention>,
    glossary: Vec<Term>,
}

/// The files of a catalogue, as TOML text.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// Indicators.
    pub indicators: &'a str,
    /// Dimensions.
    pub dimensions: &'a str,
    /// Interventions.
    pub interventions: &'a str,
    /// Glossary.
    pub glossary: &'a str,
}

/// The files that the crate carries.
pub const FILES: Files<'static> = Files {
    indicators: include_str!("../data/indicators.toml"),
    dimensions: include_str!("../data/dimensions.toml"),
    interventions: include_str!("../data/interventions.toml"),
    glossary: include_str!("../data/glossary.toml"),
};

/// The catalogue that the crate carries, read once.
///
/// # Panics
///
/// Never in a released version: a test reads the same text.
#[must_use]
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> =
        LazyLock::new(|| Catalogue::load(&FILES).expect("a test loads these very files"));
    &CATALOGUE
}

impl Catalogue {
    /// Reads and checks a catalogue.
    ///
    /// # Errors
    ///
    /// [`CatalogueError`]: the first file that is not valid, id that is not
    /// unique, or reference that does not resolve.
    pub fn load(files: &Files<'_>) -> Result<Self, CatalogueError> {
        let indicators = indicators::load(files.indicators)?;
        let (dimensions, labels) = dimensions::load(files.dimensions)?;
        let definitions =
            indicators.iter().map(|(id, entry)| (id.clone(), entry.indicator.clone())).collect();
        Ok(Self {
            indicators,
            definitions,
            dimensions,
            labels,
            interventions: interventions::load(files.interventions)?,
            glossary: glossary::load(files.glossary)?,
        })
    }

    /// Indicators with everything that is known of them.
    #[must_use]
    pub const fn indicators(&self) -> &BTreeMap<IndicatorId, IndicatorEntry> {
        &self.indicators
    }

    /// The definitions alone, as readers and questions take them.
    #[must_use]
    pub const fn definitions(&self) -> &BTreeMap<IndicatorId, Indicator> {
        &self.definitions
    }

    /// Dimensions, each version apart.
    #[must_use]
    pub const fn dimensions(&self) -> &BTreeMap<DimensionId, Dimension> {
        &self.dimensions
    }

    /// The spellings of categories that publishers print.
    #[must_use]
    pub const fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Interventions.
    #[must_use]
    pub fn interventions(&self) -> &[Intervention] {
        &self.interventions
    }

    /// Words and abbreviations, in order.
    #[must_use]
    pub fn glossary(&self) -> &[Term] {
        &self.glossary
    }
}
