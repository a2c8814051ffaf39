//! The project file, `firstyear.toml`: which files to read and which
//! questions to ask of them.
//!
//! It is an authored document and its own wire type: version 1 only gains
//! optional fields.

mod area_profile;
mod evaluation;
mod improvement;
mod pathway;
mod ppor;
mod publisher_rule;
mod questions;
mod review;
mod scenario;
mod scorecard;
mod selection;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use area_profile::{AreaProfileQuestion, NeighbourVariable, NeighboursOf};
pub use evaluation::{
    EvaluatedAreas, EvaluationQuestion, StatedChange, StatedChanges, StatedFigure,
};
pub use improvement::{LearningQuestion, RecommendationsOf, ThemeComparison};
pub use pathway::{PathwayQuestion, ProjectLog, ProjectPathway, ProjectReference};
pub use ppor::{PporPopulation, PporQuestion};
pub use publisher_rule::PublisherRule;
pub use questions::{
    AreasQuestion, CausesQuestion, DecompositionQuestion, FunnelQuestion, GapQuestion, GapSeries,
    Overdispersion, ProfileQuestion, SmallAreasQuestion, SpcChart, SpcQuestion, Towards,
    TrendAgainst, TrendQuestion,
};
pub use review::{
    AuditedNeedOf, DeathsReviewQuestion, EquityAuditQuestion, SelfAssessmentQuestion, UsersOf,
};
pub use scenario::{
    AllGroups, GapTarget, MeasureCost, MeasureUptake, OtherGroupInputs, OverlapRule, OwnMeasure,
    ScenarioCosts, ScenarioPath, ScenarioQuestion, StatedBaseline,
};
pub use scorecard::{
    CompareRule, ScorecardDomain, ScorecardIndicator, ScorecardQuestion, ScorecardTarget,
};
pub use selection::SelectionQuestion;

use crate::{
    AreaCode, Confidence, Indicator, IndicatorId, IndicatorKind, Language, Period, PeriodError,
    PeriodUnit, Polarity, SourceClass, SourceId,
};

/// Version 1 of the project file, `firstyear.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Title of the report.
    pub title: String,
    /// The day for which the report speaks, as YYYY-MM-DD. The program never
    /// asks the clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<NaiveDate>,
    /// The language of the report: `en-GB`, which is the default, or `cy`, of
    /// which the words are for review.
    #[serde(default, skip_serializing_if = "Language::is_english")]
    pub language: Language,
    /// Confidence of all limits, as a fraction: 0.95 for 95%, which is the
    /// default.
    #[serde(default = "default_confidence")]
    #[cfg_attr(feature = "schema", schemars(with = "f64", range(min = 0.5, max = 0.999_9)))]
    pub confidence: Confidence,
    /// The indicator of every question that names none; by default
    /// `infant-mortality-rate`.
    #[serde(default = "default_indicator")]
    pub indicator: IndicatorId,
    /// The area of every question that names none.
    pub area: AreaCode,
    /// What is hidden of restricted sources.
    #[serde(default)]
    pub disclosure: Disclosure,
    /// Areas of the project's own, and whose boundaries figures stand on.
    #[serde(default, skip_serializing_if = "GeographyRules::is_default")]
    pub geography: GeographyRules,
    /// Indicators of the project's own, which the catalogue does not define.
    #[serde(default, rename = "definition", skip_serializing_if = "Vec::is_empty")]
    pub definitions: Vec<IndicatorEntry>,
    /// Where the figures come from.
    #[serde(default, rename = "source")]
    pub sources: Vec<SourceEntry>,
    /// The files to read.
    #[serde(default, rename = "file")]
    pub files: Vec<FileEntry>,
    /// Tables of counts that stand in the project file itself.
    #[serde(default, rename = "table", skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<TableEntry>,
    /// A specification of counts, relative to this file: its records are the table `births`
    /// of `firstyear query`. No question reads them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<String>,
    /// A group held against all, by period.
    #[serde(default, rename = "gap")]
    pub gaps: Vec<GapQuestion>,
    /// A rate across the groups of a dimension.
    #[serde(default, rename = "profile")]
    pub profiles: Vec<ProfileQuestion>,
    /// Areas against a comparator.
    #[serde(default, rename = "areas")]
    pub areas: Vec<AreasQuestion>,
    /// Deaths by cause and age.
    #[serde(default, rename = "causes")]
    pub causes: Vec<CausesQuestion>,
    /// A rate over time, with its recent trend and yearly change.
    #[serde(default, rename = "trend")]
    pub trends: Vec<TrendQuestion>,
    /// A rate over time on a control chart.
    #[serde(default, rename = "spc")]
    pub control_charts: Vec<SpcQuestion>,
    /// Areas by their size, with the limits of chance.
    #[serde(default, rename = "funnel", skip_serializing_if = "Vec::is_empty")]
    pub funnels: Vec<FunnelQuestion>,
    /// Areas with few events: rates steadied by what the others show.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub small_areas: Vec<SmallAreasQuestion>,
    /// Why one rate differs from another.
    #[serde(default, rename = "decomposition")]
    pub decompositions: Vec<DecompositionQuestion>,
    /// Perinatal periods of risk.
    #[serde(default, rename = "ppor", skip_serializing_if = "Vec::is_empty")]
    pub periods_of_risk: Vec<PporQuestion>,
    /// What would narrow a gap.
    #[serde(default, rename = "scenario", skip_serializing_if = "Vec::is_empty")]
    pub scenarios: Vec<ScenarioQuestion>,
    /// Whether something that was done worked.
    #[serde(default, rename = "evaluation", skip_serializing_if = "Vec::is_empty")]
    pub evaluations: Vec<EvaluationQuestion>,
    /// Which areas to turn to first.
    #[serde(default, rename = "selection", skip_serializing_if = "Vec::is_empty")]
    pub selections: Vec<SelectionQuestion>,
    /// How an area stands on many indicators.
    #[serde(default, rename = "scorecard", skip_serializing_if = "Vec::is_empty")]
    pub scorecards: Vec<ScorecardQuestion>,
    /// What is known of one area.
    #[serde(default, rename = "area_profile", skip_serializing_if = "Vec::is_empty")]
    pub area_profiles: Vec<AreaProfileQuestion>,
    /// What followed recommendations.
    #[serde(default, rename = "learning", skip_serializing_if = "Vec::is_empty")]
    pub learnings: Vec<LearningQuestion>,
    /// How far an area says it is.
    #[serde(default, rename = "self_assessment", skip_serializing_if = "Vec::is_empty")]
    pub self_assessments: Vec<SelfAssessmentQuestion>,
    /// Who uses a service against who needs it.
    #[serde(default, rename = "equity_audit", skip_serializing_if = "Vec::is_empty")]
    pub equity_audits: Vec<EquityAuditQuestion>,
    /// What a review of infant deaths found.
    #[serde(default, rename = "deaths_review", skip_serializing_if = "Vec::is_empty")]
    pub deaths_reviews: Vec<DeathsReviewQuestion>,
    /// Themes of some recommendations against those of others.
    #[serde(default, rename = "theme_comparison", skip_serializing_if = "Vec::is_empty")]
    pub theme_comparisons: Vec<ThemeComparison>,
    /// Whether care pathways work.
    #[serde(default, rename = "pathway", skip_serializing_if = "Vec::is_empty")]
    pub pathways: Vec<PathwayQuestion>,
}

impl Project {
    /// A project with a title and the area of its questions: no files and no
    /// question, and everything else as in a project file that says no more.
    ///
    /// # Example
    ///
    /// ```
    /// use firstyear_core::AreaCode;
    /// use firstyear_core::project::Project;
    ///
    /// let england = AreaCode::new("E92000001")?;
    /// let project = Project::new("Infant mortality in England", england);
    /// assert_eq!(project.indicator.as_str(), "infant-mortality-rate");
    /// assert!(project.trends.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new(title: impl Into<String>, area: AreaCode) -> Self {
        Self {
            schema_version: 1,
            title: title.into(),
            as_of: None,
            language: Language::English,
            confidence: default_confidence(),
            indicator: default_indicator(),
            area,
            disclosure: Disclosure::default(),
            geography: GeographyRules::default(),
            definitions: Vec::new(),
            sources: Vec::new(),
            files: Vec::new(),
            tables: Vec::new(),
            records: None,
            gaps: Vec::new(),
            profiles: Vec::new(),
            areas: Vec::new(),
            causes: Vec::new(),
            trends: Vec::new(),
            control_charts: Vec::new(),
            funnels: Vec::new(),
            small_areas: Vec::new(),
            decompositions: Vec::new(),
            periods_of_risk: Vec::new(),
            scenarios: Vec::new(),
            evaluations: Vec::new(),
            selections: Vec::new(),
            scorecards: Vec::new(),
            area_profiles: Vec::new(),
            learnings: Vec::new(),
            self_assessments: Vec::new(),
            equity_audits: Vec::new(),
            deaths_reviews: Vec::new(),
            theme_comparisons: Vec::new(),
            pathways: Vec::new(),
        }
    }

    /// The same project with no question to ask.
    #[must_use]
    pub fn without_questions(&self) -> Self {
        Self {
            gaps: Vec::new(),
            profiles: Vec::new(),
            areas: Vec::new(),
            causes: Vec::new(),
            trends: Vec::new(),
            control_charts: Vec::new(),
            funnels: Vec::new(),
            small_areas: Vec::new(),
            decompositions: Vec::new(),
            periods_of_risk: Vec::new(),
            scenarios: Vec::new(),
            evaluations: Vec::new(),
            selections: Vec::new(),
            scorecards: Vec::new(),
            area_profiles: Vec::new(),
            learnings: Vec::new(),
            self_assessments: Vec::new(),
            equity_audits: Vec::new(),
            deaths_reviews: Vec::new(),
            theme_comparisons: Vec::new(),
            pathways: Vec::new(),
            ..self.clone()
        }
    }
}

fn default_confidence() -> Confidence {
    Confidence::P95
}

fn default_indicator() -> IndicatorId {
    IndicatorId::new("infant-mortality-rate").expect("a literal in kebab-case")
}

/// What is hidden of restricted sources: counts from `withhold_from` to
/// `withhold_to`, and every rate and interval made from them. A source may add
/// the rule of a publisher, which widens the range and never narrows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Disclosure {
    /// Smallest count that is hidden; 1 unless told, as zero deaths identify
    /// no family. 0 hides zeros as well.
    #[serde(default = "one")]
    pub withhold_from: u64,
    /// Largest count that is hidden; 7 unless told, the rule of NHS hospital
    /// and maternity statistics.
    #[serde(default = "seven")]
    pub withhold_to: u64,
}

fn one() -> u64 {
    1
}

fn seven() -> u64 {
    7
}

impl Default for Disclosure {
    fn default() -> Self {
        Self { withhold_from: one(), withhold_to: seven() }
    }
}

/// Areas of the project's own, and whose boundaries figures stand on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GeographyRules {
    /// Lists of areas, by path from the folder of the project file: codes,
    /// names, times and changes. What they say of an area goes before what
    /// the program knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// The day on whose boundaries figures shall stand, as YYYY-MM-DD: those
    /// of areas that have ended by then move to what took their place. Left
    /// out, every figure keeps its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundaries_on: Option<NaiveDate>,
    /// What becomes of the figures of an area that was split.
    #[serde(default)]
    pub split: SplitRule,
}

impl GeographyRules {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// What becomes of the figures of an area that was split.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SplitRule {
    /// They keep the old code.
    #[default]
    Keep,
    /// They are divided by the shares of population, rounded, and flagged as
    /// estimated.
    ByShare,
}

impl SplitRule {
    /// Every rule with its word.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Keep, "keep"), (Self::ByShare, "by-share")];
}

/// An indicator of the project's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IndicatorEntry {
    /// Id by which rows and questions name it; none of the catalogue.
    pub id: IndicatorId,
    /// Its name.
    pub name: String,
    /// What it measures, in a sentence or two.
    pub definition: String,
    /// The events counted, such as `mothers who smoke`.
    pub numerator: String,
    /// Those among whom they are counted, such as `mothers`.
    pub denominator: String,
    /// The factor of the printed value: 100 for a percentage.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub multiplier: u32,
    /// The unit of the printed value, such as `%` or `per 1,000 live births`.
    pub unit: String,
    /// Which way is good.
    pub polarity: Polarity,
    /// Whether the numerator counts members of the denominator.
    pub kind: IndicatorKind,
    /// Its codes in other systems, as `scheme:code`, such as
    /// `fingertips:93085`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
}

impl IndicatorEntry {
    /// The indicator that it defines.
    #[must_use]
    pub fn indicator(&self) -> Indicator {
        Indicator {
            id: self.id.clone(),
            name: self.name.clone(),
            definition: self.definition.clone(),
            domain: "project".to_owned(),
            numerator: self.numerator.clone(),
            denominator: self.denominator.clone(),
            multiplier: self.multiplier,
            unit: self.unit.clone(),
            polarity: self.polarity,
            kind: self.kind,
        }
    }
}

/// Where figures come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// Id by which rows name it.
    pub id: SourceId,
    /// Its title.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Under which licence.
    pub licence: String,
    /// The day of its release, as YYYY-MM-DD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<NaiveDate>,
    /// `published` figures are shown as they are; of `restricted` ones small
    /// counts are hidden. Must be said.
    pub class: SourceClass,
    /// The rule of a publisher that its figures are held to beside
    /// `[disclosure]`; of a restricted source alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<PublisherRule>,
    /// What a reader must know before comparing it with another source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Path from the folder of the project file.
    pub path: String,
    /// What it is; told from its content when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<FileFormat>,
    /// The layout of its records, for formats of fixed width; told from the
    /// records when left out and only one fits. `firstyear explain
    /// nchs-fixed-width` lists them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// The source of its rows, for formats that do not carry it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// Path of a table that turns codes of the file into ids, for formats that
    /// bring codes of their own: a CSV with the columns kind, from and to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<String>,
    /// What a year is where the file leaves it open, such as in the label
    /// `2017/18`: `financial-year`, `academic-year` or `calendar-year`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<PeriodUnit>,
    /// The mapping file by which it is read, by its path from the folder of
    /// the project file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<String>,
    /// The property that holds the codes of areas, for a file of boundaries; told
    /// from the file where only one can be it, such as CTYUA23CD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
}

/// A table of counts that stands in the project file: for the few figures of an
/// area that are in no file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TableEntry {
    /// The source of its rows; those that name their own have that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// The table as text: CSV in the tidy layout, its heads in the first line.
    pub rows: String,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FileFormat {
    /// Observations in the tidy layout, CSV or TSV.
    Tidy,
    /// Published gaps in the tidy layout, CSV or TSV.
    TidyGaps,
    /// The child mortality workbook of the Office for National Statistics.
    OnsChildMortality,
    /// Births or deaths by area: older workbooks of the Office for National
    /// Statistics.
    OnsVitalStatistics,
    /// The Health Index of the Office for National Statistics.
    OnsHealthIndex,
    /// A download of Fingertips, or the same columns from a client library.
    Fingertips,
    /// The layout in which figures are uploaded to Fingertips.
    FingertipsUpload,
    /// An answer of the newer Fingertips API, JSON.
    FingertipsApi,
    /// Annual maternity statistics of NHS England.
    NhsMaternity,
    /// Monthly maternity statistics of NHS England.
    NhsMaternityMonthly,
    /// An export of CDC WONDER, tab-separated with notes.
    CdcWonder,
    /// Records of births, or of linked births and infant deaths, of the NCHS
    /// of the United States, fixed width.
    NchsFixedWidth,
    /// Records of births of the NCHS as a CSV extract.
    NchsExtract,
    /// The template of WHO HEAT Plus.
    HeatPlus,
    /// SDMX-CSV 1.0 or 2.x.
    SdmxCsv,
    /// A DHIS2 data value set, JSON.
    Dhis2Json,
    /// A DHIS2 data value set, CSV.
    Dhis2Csv,
    /// An answer of the Global Health Observatory of the WHO, JSON.
    GhoJson,
    /// A Frictionless Data Package, by its datapackage.json.
    DataPackage,
    /// Tables of a publication as printed, one row of a table a row, CSV or TSV.
    PrintedTables,
    /// Statements of a publication that set figures against each other, CSV or
    /// TSV.
    PrintedStatements,
    /// Notes on what is odd in a publication, CSV or TSV.
    Annotations,
    /// Recommendations and what became of them: TOML, JSON or CSV.
    Recommendations,
    /// Visits to areas: TOML or JSON.
    Visits,
    /// How far areas say they are: TOML, JSON or CSV.
    SelfAssessments,
    /// What a self-assessment asks: TOML or JSON.
    SelfAssessmentMatrix,
    /// An event log, one event a row, CSV.
    EventLogCsv,
    /// An event log in XES.
    Xes,
    /// An object-centric event log, OCEL 2.0 JSON.
    Ocel,
    /// A map of hexagons, hexjson.
    Hexjson,
    /// Boundaries of areas, `GeoJSON`.
    Geojson,
    /// Any CSV or workbook, read as a mapping file says.
    Mapped,
}

impl FileFormat {
    /// Every format with its name.
    pub const ALL: &[(Self, &'static str)] = &[
        (Self::Tidy, "tidy"),
        (Self::TidyGaps, "tidy-gaps"),
        (Self::OnsChildMortality, "ons-child-mortality"),
        (Self::OnsVitalStatistics, "ons-vital-statistics"),
        (Self::OnsHealthIndex, "ons-health-index"),
        (Self::Fingertips, "fingertips"),
        (Self::FingertipsUpload, "fingertips-upload"),
        (Self::FingertipsApi, "fingertips-api"),
        (Self::NhsMaternity, "nhs-maternity"),
        (Self::NhsMaternityMonthly, "nhs-maternity-monthly"),
        (Self::CdcWonder, "cdc-wonder"),
        (Self::NchsFixedWidth, "nchs-fixed-width"),
        (Self::NchsExtract, "nchs-extract"),
        (Self::HeatPlus, "heat-plus"),
        (Self::SdmxCsv, "sdmx-csv"),
        (Self::Dhis2Json, "dhis2-json"),
        (Self::Dhis2Csv, "dhis2-csv"),
        (Self::GhoJson, "gho-json"),
        (Self::DataPackage, "data-package"),
        (Self::PrintedTables, "printed-tables"),
        (Self::PrintedStatements, "printed-statements"),
        (Self::Annotations, "annotations"),
        (Self::Recommendations, "recommendations"),
        (Self::Visits, "visits"),
        (Self::SelfAssessments, "self-assessments"),
        (Self::SelfAssessmentMatrix, "self-assessment-matrix"),
        (Self::EventLogCsv, "event-log-csv"),
        (Self::Xes, "xes"),
        (Self::Ocel, "ocel"),
        (Self::Hexjson, "hexjson"),
        (Self::Geojson, "geojson"),
        (Self::Mapped, "mapped"),
    ];

    /// The name of the format.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(format, _)| *format == self).map_or("", |(_, name)| name)
    }

    /// The format with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(format, _)| *format)
    }
}

/// Calendar years, both included. Figures of single years are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Years {
    /// The first, such as 2020.
    #[cfg_attr(feature = "schema", schemars(range(min = 1800, max = 2200)))]
    pub first: u16,
    /// The last, such as 2022.
    #[cfg_attr(feature = "schema", schemars(range(min = 1800, max = 2200)))]
    pub last: u16,
}

impl Years {
    /// The period from the first to the last.
    ///
    /// # Errors
    ///
    /// [`PeriodError`] when the last comes before the first, or a year lies
    /// outside 1800 to 2200.
    pub fn period(self) -> Result<Period, PeriodError> {
        Period::years(self.first.into(), self.last.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_project_is_a_file_that_says_no_more_than_it_must() {
        let file = r#"{ "schema_version": 1, "title": "England", "area": "E92000001" }"#;
        let read: Project = serde_json::from_str(file).unwrap();
        let area = AreaCode::new("E92000001").unwrap();
        assert_eq!(Project::new("England", area), read);
    }
}
