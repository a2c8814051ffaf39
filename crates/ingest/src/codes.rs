//! Code lists: what the words in a file may be.

use std::collections::BTreeMap;

use firstyear_core::event::LogPlan;
use firstyear_core::intervention::Intervention;
use firstyear_core::pathway::{CarePathway, ElementRef, LogMapping};
use firstyear_core::recommendation::{NO_THEMES, Themes};
use firstyear_core::self_assessment::{NO_MATRIX, SelfAssessmentMatrix};
use firstyear_core::{
    CategoryId, Dimension, DimensionId, Geography, Indicator, IndicatorId, PeriodUnit, Place,
    Problem, Source, SourceId,
};

use crate::CodeMap;

/// Indicators by the codes of other systems: first the system, such as
/// `fingertips`, then the code, such as `92196`.
pub type ExternalCodes = BTreeMap<String, BTreeMap<String, IndicatorId>>;

/// Categories of each dimension by the labels that publishers print, in lower
/// case with single blanks.
pub type Labels = BTreeMap<DimensionId, BTreeMap<String, CategoryId>>;

/// The indicators, dimensions and areas that a reader knows.
///
/// Readers hold no content of their own: the caller hands in the lists, which
/// usually come from `firstyear-catalogue`.
///
/// ```
/// use firstyear_ingest::CodeLists;
///
/// assert_eq!(CodeLists::NONE.by_code("fingertips", "92196"), None);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CodeLists<'a> {
    /// Indicators by id.
    pub indicators: &'a BTreeMap<IndicatorId, Indicator>,
    /// Dimensions by id, versions included.
    pub dimensions: &'a BTreeMap<DimensionId, Dimension>,
    /// Categories by printed label. The tidy layout uses ids and needs none.
    pub labels: &'a Labels,
    /// Indicators by the codes of other systems.
    pub external: &'a ExternalCodes,
    /// Areas with their names, times and successors.
    pub areas: &'a Geography,
    /// Themes of recommendations.
    pub themes: &'a Themes,
    /// Interventions.
    pub interventions: &'a [Intervention],
    /// What a self-assessment asks where a project brings no matrix of its own.
    pub matrix: &'a SelfAssessmentMatrix,
    /// Care pathways, and the rules about them.
    pub pathways: PathwayRules<'a>,
    /// What the codes of a file stand for, as its user says.
    pub map: &'a CodeMap,
    /// What a year is in a file that leaves it open, such as one with the
    /// label `2017/18`: a financial, an academic or a calendar year. `None`
    /// refuses such rows and asks.
    pub years: Option<PeriodUnit>,
}

static NO_INDICATORS: BTreeMap<IndicatorId, Indicator> = BTreeMap::new();
static NO_DIMENSIONS: BTreeMap<DimensionId, Dimension> = BTreeMap::new();
static NO_LABELS: Labels = BTreeMap::new();
static NO_CODES: ExternalCodes = BTreeMap::new();
static NO_AREAS: Geography = Geography::new();
static NO_MAP: CodeMap = CodeMap::new();

impl CodeLists<'static> {
    /// Lists that know nothing.
    pub const NONE: Self = Self::new(&NO_INDICATORS, &NO_DIMENSIONS, &NO_LABELS);
}

impl<'a> CodeLists<'a> {
    /// Lists without codes of other systems and without areas.
    #[must_use]
    pub const fn new(
        indicators: &'a BTreeMap<IndicatorId, Indicator>,
        dimensions: &'a BTreeMap<DimensionId, Dimension>,
        labels: &'a Labels,
    ) -> Self {
        Self {
            indicators,
            dimensions,
            labels,
            external: &NO_CODES,
            areas: &NO_AREAS,
            themes: &NO_THEMES,
            interventions: &[],
            matrix: &NO_MATRIX,
            pathways: PathwayRules::NONE,
            map: &NO_MAP,
            years: None,
        }
    }

    /// The same with codes of other systems.
    #[must_use]
    pub const fn with_external(self, external: &'a ExternalCodes) -> Self {
        Self { external, ..self }
    }

    /// The same with areas.
    #[must_use]
    pub const fn with_areas(self, areas: &'a Geography) -> Self {
        Self { areas, ..self }
    }

    /// The same with what recommendations refer to: themes and interventions.
    #[must_use]
    pub const fn with_improvement(
        self,
        themes: &'a Themes,
        interventions: &'a [Intervention],
    ) -> Self {
        Self { themes, interventions, ..self }
    }

    /// The same with what a self-assessment asks.
    #[must_use]
    pub const fn with_matrix(self, matrix: &'a SelfAssessmentMatrix) -> Self {
        Self { matrix, ..self }
    }

    /// The same with care pathways, and the rules about them.
    #[must_use]
    pub const fn with_pathways(self, pathways: PathwayRules<'a>) -> Self {
        Self { pathways, ..self }
    }

    /// The same with a mapping table for one file.
    #[must_use]
    pub const fn with_map(self, map: &'a CodeMap) -> Self {
        Self { map, ..self }
    }

    /// The same where years that a file leaves open are said.
    #[must_use]
    pub const fn with_years(self, years: Option<PeriodUnit>) -> Self {
        Self { years, ..self }
    }

    /// The indicator that a system knows by a code.
    #[must_use]
    pub fn by_code(&self, system: &str, code: &str) -> Option<&'a Indicator> {
        self.indicators.get(self.external.get(system)?.get(code)?)
    }

    /// The category of a dimension that a publisher prints as `label`,
    /// whatever its case and blanks.
    #[must_use]
    pub fn category(&self, dimension: &DimensionId, label: &str) -> Option<&'a CategoryId> {
        let words: Vec<String> = label.split_whitespace().map(str::to_lowercase).collect();
        self.labels.get(dimension)?.get(&words.join(" "))
    }
}

/// Where an element of a care pathway stands.
pub type ElementPlace<'p> = dyn Fn(&ElementRef<'static>) -> Place + 'p;

/// The care pathways that a project can name by their ids, and the rules by which one is
/// sound and a log of one is read. The rules come from `firstyear-pathways`, which this
/// crate does not know.
#[derive(Clone, Copy, Debug)]
pub struct PathwayRules<'a> {
    /// The pathways.
    pub known: &'a [CarePathway],
    /// What is wrong in a pathway, each at its place; with those that it can have been made
    /// from.
    pub problems: fn(&CarePathway, &[&CarePathway], &ElementPlace<'_>) -> Vec<Problem>,
    /// What to keep of a log, or what in the mapping, which is of a place, does not fit the
    /// pathway.
    pub log_plan: fn(&CarePathway, &LogMapping, &Place) -> Result<LogPlan, Vec<Problem>>,
}

impl PathwayRules<'static> {
    /// No pathway and no rule: nothing is wrong, and of a log nothing but its cases is kept.
    pub const NONE: Self =
        Self { known: &[], problems: |_, _, _| Vec::new(), log_plan: |_, _, _| Ok(LogPlan::new()) };
}

impl<'a> PathwayRules<'a> {
    /// The pathway with an id.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&'a CarePathway> {
        self.known.iter().find(|one| one.id == id)
    }
}

/// The sources of a file's rows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sources<'a> {
    /// The sources that a project declares: a row that names any other has
    /// the problem `source-unknown`. `None` accepts every source, for a file
    /// that is read on its own.
    pub declared: Option<&'a BTreeMap<SourceId, Source>>,
    /// The source of rows that name none.
    pub default: Option<&'a SourceId>,
}
