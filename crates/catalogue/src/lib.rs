//! The reference content of firstyear: indicator definitions, dimensions,
//! interventions, drivers, reference pathways of care, the matrix of self-assessment
//! and the glossary, as data files with a loader.
//!
//! ```
//! let catalogue = firstyear_catalogue::catalogue();
//! let id = firstyear_core::IndicatorId::new("infant-mortality-rate")?;
//! let rate = catalogue.indicator(&id).expect("the headline is in the catalogue");
//! assert_eq!(rate.indicator.unit, "per 1,000 live births");
//! # Ok::<(), firstyear_core::IdError>(())
//! ```
//!
//! Code here loads and checks; the content is in `data/`.

mod areas;
mod counting;
mod dimensions;
mod drivers;
mod error;
mod glossary;
mod indicators;
mod interventions;
mod library;
mod pathways;
mod self_assessment;
mod themes;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use firstyear_core::{
    Category, CategoryId, Dimension, DimensionId, Geography, Indicator, IndicatorId,
};

pub use dimensions::normal_label;
pub use error::CatalogueError;
pub use firstyear_core::count::CountCondition;
pub use firstyear_core::driver::{Driver, DriverLink, DriverMap, LifeStage, Standing};
pub use firstyear_core::intervention::{Input, Intervention, Origin, Quantity, Timescale};
pub use firstyear_core::library::{CaseFigure, CaseStudy, Library, Resource};
pub use firstyear_core::pathway::CarePathway;
pub use firstyear_core::recommendation::{Theme, ThemeCategory, Themes};
pub use firstyear_core::self_assessment::{MatrixStatement, MaturityLevel, SelfAssessmentMatrix};
pub use glossary::Term;
pub use indicators::{Basis, Evidence, External, ExternalStatus, IndicatorEntry};

/// Printed labels of a dimension's categories, each as [`normal_label`] gives
/// it.
pub type Labels = BTreeMap<DimensionId, BTreeMap<String, CategoryId>>;

/// Indicators by the codes of other systems: first the system, then the code.
/// Codes that were only recalled are not among them.
pub type ExternalCodes = BTreeMap<String, BTreeMap<String, IndicatorId>>;

/// All reference content.
#[derive(Clone, Debug)]
pub struct Catalogue {
    indicators: BTreeMap<IndicatorId, IndicatorEntry>,
    definitions: BTreeMap<IndicatorId, Indicator>,
    dimensions: BTreeMap<DimensionId, Dimension>,
    labels: Labels,
    external: ExternalCodes,
    areas: Geography,
    interventions: Vec<Intervention>,
    drivers: DriverMap,
    themes: Themes,
    self_assessment: SelfAssessmentMatrix,
    library: Library,
    counting: Vec<CountCondition>,
    pathways: Vec<CarePathway>,
    glossary: Vec<Term>,
}

/// The files of a catalogue, as text: TOML unless said otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// Indicators.
    pub indicators: &'a str,
    /// Dimensions.
    pub dimensions: &'a str,
    /// Areas, as CSV in the layout of [`firstyear_core::layout::area`].
    pub areas: &'a str,
    /// Interventions.
    pub interventions: &'a str,
    /// Drivers of infant deaths.
    pub drivers: &'a str,
    /// Themes of recommendations.
    pub themes: &'a str,
    /// What a self-assessment asks.
    pub self_assessment: &'a str,
    /// Case studies and resources.
    pub library: &'a str,
    /// How indicators are counted in records.
    pub counting: &'a str,
    /// Reference pathways of care, each with the name of its file.
    pub pathways: &'a [(&'static str, &'a str)],
    /// Glossary.
    pub glossary: &'a str,
}

/// The files that the crate carries.
pub const FILES: Files<'static> = Files {
    indicators: include_str!("../data/indicators.toml"),
    dimensions: include_str!("../data/dimensions.toml"),
    areas: include_str!("../data/areas.csv"),
    interventions: include_str!("../data/interventions.toml"),
    drivers: include_str!("../data/drivers.toml"),
    themes: include_str!("../data/themes.toml"),
    self_assessment: include_str!("../data/self_assessment.toml"),
    library: include_str!("../data/library.toml"),
    counting: include_str!("../data/counting.toml"),
    pathways: pathways::FILES,
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
        let interventions = interventions::load(files.interventions, &indicators, &dimensions)?;
        let drivers = drivers::load(files.drivers, &indicators, &interventions)?;
        let themes = themes::load(files.themes)?;
        let self_assessment = self_assessment::load(files.self_assessment, &themes, &indicators)?;
        let library = library::load(files.library, &themes, &interventions)?;
        let counting = counting::load(files.counting, &indicators)?;
        let pathways = pathways::load(files.pathways, &themes, &indicators)?;
        let glossary = glossary::load(files.glossary)?;
        let areas = areas::load(files.areas)?;
        let external = indicators::by_external_code(&indicators)?;
        Ok(Self {
            indicators,
            definitions,
            dimensions,
            labels,
            external,
            areas,
            interventions,
            drivers,
            themes,
            self_assessment,
            library,
            counting,
            pathways,
            glossary,
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

    /// Indicators by the verified codes of other systems.
    #[must_use]
    pub const fn external_codes(&self) -> &ExternalCodes {
        &self.external
    }

    /// The indicator with this id.
    #[must_use]
    pub fn indicator(&self, id: &IndicatorId) -> Option<&IndicatorEntry> {
        self.indicators.get(id)
    }

    /// Dimensions, each version apart.
    #[must_use]
    pub const fn dimensions(&self) -> &BTreeMap<DimensionId, Dimension> {
        &self.dimensions
    }

    /// The dimension with this id.
    #[must_use]
    pub fn dimension(&self, id: &DimensionId) -> Option<&Dimension> {
        self.dimensions.get(id)
    }

    /// The versions of a family, in the order of their ids.
    ///
    /// ```
    /// let family = firstyear_core::DimensionId::new("imd-decile")?;
    /// let versions = firstyear_catalogue::catalogue().family(&family);
    /// let ids: Vec<_> = versions.map(|version| version.id().as_str()).collect();
    /// assert_eq!(ids, ["imd-2010-decile", "imd-2015-decile", "imd-2019-decile"]);
    /// # Ok::<(), firstyear_core::IdError>(())
    /// ```
    pub fn family(&self, family: &DimensionId) -> impl Iterator<Item = &Dimension> {
        self.dimensions.values().filter(move |dimension| dimension.about().family == *family)
    }

    /// The category that a publisher prints as `label`, whatever its blanks
    /// and capitals. `None` when the dimension or the label is not known.
    ///
    /// ```
    /// let age = firstyear_core::DimensionId::new("mother-age")?;
    /// let category = firstyear_catalogue::catalogue().category_by_label(&age, " 40 &  OVER ");
    /// assert_eq!(category.map(|found| found.id.as_str()), Some("40-and-over"));
    /// # Ok::<(), firstyear_core::IdError>(())
    /// ```
    #[must_use]
    pub fn category_by_label(&self, dimension: &DimensionId, label: &str) -> Option<&Category> {
        let id = self.labels.get(dimension)?.get(&normal_label(label))?;
        self.dimensions.get(dimension)?.category(id)
    }

    /// The spellings of categories that publishers print.
    #[must_use]
    pub const fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Areas of the United Kingdom with their names, times and changes.
    ///
    /// ```
    /// use firstyear_core::{AreaCode, Later};
    ///
    /// let areas = firstyear_catalogue::catalogue().areas();
    /// let day = chrono::NaiveDate::from_ymd_opt(2024, 4, 1).unwrap();
    /// let cumberland = AreaCode::new("E06000063")?;
    /// assert_eq!(areas.later(&AreaCode::new("E07000026")?, day), Later::Within(cumberland));
    /// # Ok::<(), firstyear_core::AreaCodeError>(())
    /// ```
    #[must_use]
    pub const fn areas(&self) -> &Geography {
        &self.areas
    }

    /// Interventions.
    #[must_use]
    pub fn interventions(&self) -> &[Intervention] {
        &self.interventions
    }

    /// What lies behind infant deaths, and what reaches the next generation.
    ///
    /// ```
    /// let drivers = firstyear_catalogue::catalogue().drivers();
    /// let passed_on: Vec<_> = drivers.links.iter().filter(|link| link.next_generation).collect();
    /// assert_eq!(passed_on.len(), 2);
    /// ```
    #[must_use]
    pub const fn drivers(&self) -> &DriverMap {
        &self.drivers
    }

    /// Themes that recommendations are sorted by.
    ///
    /// ```
    /// let themes = firstyear_catalogue::catalogue().themes();
    /// let smoking = themes.theme("smoking").expect("a table of the report");
    /// assert!(smoking.category("care-pathways").is_some());
    /// ```
    #[must_use]
    pub const fn themes(&self) -> &Themes {
        &self.themes
    }

    /// What a self-assessment asks: the key messages of the report of 2010, unless
    /// a project brings a matrix of its own.
    ///
    /// ```
    /// let matrix = firstyear_catalogue::catalogue().self_assessment();
    /// assert_eq!((matrix.statements.len(), matrix.levels.len()), (14, 4));
    /// ```
    #[must_use]
    pub const fn self_assessment(&self) -> &SelfAssessmentMatrix {
        &self.self_assessment
    }

    /// Case studies and resources, by theme.
    ///
    /// ```
    /// let library = firstyear_catalogue::catalogue().library();
    /// let smoking = library.case_studies.iter().filter(|one| one.theme == "smoking");
    /// assert_eq!(smoking.count(), 3);
    /// ```
    #[must_use]
    pub const fn library(&self) -> &Library {
        &self.library
    }

    /// How an indicator is counted in records of births and deaths; `None` for one that
    /// needs what no standard field holds.
    ///
    /// ```
    /// let id = firstyear_core::IndicatorId::new("infant-mortality-rate")?;
    /// let how = firstyear_catalogue::catalogue().counted(&id).expect("a rate of deaths by age");
    /// assert_eq!(how.denominator, "born_alive");
    /// # Ok::<(), firstyear_core::IdError>(())
    /// ```
    #[must_use]
    pub fn counted(&self, id: &IndicatorId) -> Option<&CountCondition> {
        self.counting.iter().find(|condition| condition.id == *id)
    }

    /// Reference pathways of care, in the order of their ids. They are for review, and
    /// no clinical advice.
    #[must_use]
    pub fn pathways(&self) -> &[CarePathway] {
        &self.pathways
    }

    /// The reference pathway with this id.
    ///
    /// ```
    /// let catalogue = firstyear_catalogue::catalogue();
    /// let smoking = catalogue.pathway("stop-smoking-pregnancy").expect("one of the report's");
    /// assert_eq!(smoking.index, "identify");
    /// assert!(smoking.open().count() > 0, "the report states no windows");
    /// ```
    #[must_use]
    pub fn pathway(&self, id: &str) -> Option<&CarePathway> {
        self.pathways.iter().find(|pathway| pathway.id == id)
    }

    /// Words and abbreviations, in order.
    #[must_use]
    pub fn glossary(&self) -> &[Term] {
        &self.glossary
    }
}
