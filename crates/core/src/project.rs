//! The project file, `firstyear.toml`: which files to read and which
//! questions to ask of them.
//!
//! It is an authored document and its own wire type: version 1 only gains
//! optional fields.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    AreaCode, CategoryId, Confidence, DimensionId, IndicatorId, Period, PeriodError, SourceClass,
    SourceId,
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
    /// Where the figures come from.
    #[serde(default, rename = "source")]
    pub sources: Vec<SourceEntry>,
    /// The files to read.
    #[serde(default, rename = "file")]
    pub files: Vec<FileEntry>,
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
    /// Why one rate differs from another.
    #[serde(default, rename = "decomposition")]
    pub decompositions: Vec<DecompositionQuestion>,
}

impl Project {
    /// The same project with no question to ask.
    #[must_use]
    pub fn without_questions(&self) -> Self {
        Self {
            gaps: Vec::new(),
            profiles: Vec::new(),
            areas: Vec::new(),
            causes: Vec::new(),
            decompositions: Vec::new(),
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
/// `withhold_to`, and every rate and interval made from them.
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
    /// The source of its rows, for formats that do not carry it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FileFormat {
    /// Observations in the tidy layout, CSV.
    Tidy,
    /// Published gaps in the tidy layout, CSV.
    TidyGaps,
    /// The child mortality workbook of the Office for National Statistics.
    OnsChildMortality,
}

impl FileFormat {
    /// Every format with its name.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Tidy, "tidy"),
        (Self::TidyGaps, "tidy-gaps"),
        (Self::OnsChildMortality, "ons-child-mortality"),
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

/// A group held against all, by period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GapQuestion {
    /// Name of the group in sentences, such as `routine and manual
    /// occupations`.
    pub group: String,
    /// Name of those it is held against, such as `all jointly registered
    /// births`; of every series that names no others.
    pub against: String,
    /// The area; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The indicator; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// The classifications over time, oldest first. No line is drawn from one
    /// to the next.
    pub series: Vec<GapSeries>,
}

/// One classification by which the group of a gap is defined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GapSeries {
    /// The dimension.
    pub dimension: DimensionId,
    /// The categories that make the group. Published gaps name one; counts of
    /// several are added up.
    pub categories: Vec<CategoryId>,
    /// The area of this series, where it differs from the question's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// Name of those that the group is held against in this series, where they
    /// are others than the question's: classifications differ in whom they
    /// cover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<String>,
}

/// A rate across the groups of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProfileQuestion {
    /// The dimension, or a family of versions such as `imd-decile`.
    pub dimension: DimensionId,
    /// The area; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The indicator; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// How many years are added up to one period; 1 unless told. A period
    /// never spans two versions of the dimension.
    #[serde(default = "one_year")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 20)))]
    pub pool_years: u16,
    /// The group whose rate the others are held against; the least
    /// disadvantaged of an ordered dimension unless told. None for an
    /// unordered one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<CategoryId>,
}

fn one_year() -> u16 {
    1
}

/// Areas against a comparator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AreasQuestion {
    /// Which areas: all whose code starts with one of these, such as `E12`
    /// for the regions of England.
    pub prefixes: Vec<String>,
    /// What they are in words, such as `regions of England`.
    pub name: String,
    /// The area they are held against; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparator: Option<AreaCode>,
    /// The indicator; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
}

/// Deaths by cause group and age at death.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CausesQuestion {
    /// The dimension of causes, or its family.
    pub dimension: DimensionId,
    /// The area; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// One indicator for each age at death, such as `neonatal-mortality` and
    /// `post-neonatal-mortality`.
    pub ages: Vec<IndicatorId>,
}

/// Why the rate of one population differs from that of another: an area
/// against a comparator, or a later period against an earlier one.
///
/// Across a dimension that splits births too, such as deprivation or mother's
/// age, the difference is taken apart into mix and risk; across one that splits
/// events alone, such as causes of death, into the difference of each cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DecompositionQuestion {
    /// The dimension, or a family of versions such as `imd-decile`. Both
    /// populations must have figures by the same version.
    pub dimension: DimensionId,
    /// The area of the first population; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The calendar years of the first population; its latest period unless
    /// told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<Years>,
    /// The area of the population that it is held against; the same unless
    /// told. This or `against_years` must be given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against_area: Option<AreaCode>,
    /// The calendar years of the population that it is held against; the same
    /// period unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against_years: Option<Years>,
    /// The indicator; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// One indicator for each age at death, for a dimension of causes; the
    /// indicator alone unless told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ages: Vec<IndicatorId>,
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
