//! Specifications of counts: how records of births and deaths become observations.
//!
//! | you have                                     | it is               |
//! |----------------------------------------------|---------------------|
//! | a whole specification                        | [`CountSpec`]       |
//! | files of births or of deaths                 | [`RecordFiles`]     |
//! | where a field of fixed width stands          | [`RecordColumn`]    |
//! | who is not counted                           | [`CountExclusion`]  |
//! | areas whose codes changed                    | [`CountGeography`]  |
//! | a split, with the codes of a file            | [`CountDimension`]  |
//! | what is counted among whom                   | [`CountCondition`]  |
//! | what was counted, row after row              | [`CountedRows`]     |
//! | births and deaths to be made up              | [`BirthSimulation`] |
//!
//! Conditions and fields are SQL expressions over the columns of a file and the fields that
//! are named here; [`STANDARD_FIELDS`] have a meaning of their own.

mod faults;
mod report;
mod rows;
mod simulation;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use faults::{CountFault, CountPart};
pub use report::{
    AreaCount, AreaCounts, CheckCount, CountReport, DimensionCount, ExclusionCount, FieldCount,
    InputCount, UnlinkedDeaths,
};
pub use rows::{CountedCell, CountedKeys, CountedRows, EventsAtRisk};
pub use simulation::{
    BirthBlock, BirthSimulation, SimulatedArea, SimulatedBirthCategory, SimulatedDeath,
    SimulatedGestation, SimulatedSplit,
};

use crate::{AreaCode, CategoryId, DimensionId, IndicatorId, PeriodUnit, SourceClass, SourceId};

/// What a standard field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// A day.
    Day,
    /// A whole number.
    Whole,
    /// Yes or no.
    Flag,
    /// A weight: a number with up to six decimals.
    Weight,
}

/// A field with a meaning of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandardField {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether it tells of a death.
    pub of_death: bool,
    /// What it says.
    pub meaning: &'static str,
}

const fn field(
    name: &'static str,
    kind: FieldKind,
    of_death: bool,
    meaning: &'static str,
) -> StandardField {
    StandardField { name, kind, of_death, meaning }
}

/// Fields with a meaning of their own: conditions of the catalogue rest on them.
pub const STANDARD_FIELDS: &[StandardField] = &[
    field("birth_date", FieldKind::Day, false, "day of birth"),
    field("birth_year", FieldKind::Whole, false, "calendar year of birth, where no day is known"),
    field("birth_month", FieldKind::Whole, false, "month of birth, 1 to 12, beside `birth_year`"),
    field("stillborn", FieldKind::Flag, false, "born dead; false unless told"),
    field("gestation_weeks", FieldKind::Whole, false, "completed weeks of gestation"),
    field("birth_weight", FieldKind::Whole, false, "weight at birth in grams"),
    field("mother_age", FieldKind::Whole, false, "age of the mother in completed years"),
    field("plurality", FieldKind::Whole, false, "babies of the birth: 1 for a singleton"),
    field("smoked", FieldKind::Flag, false, "whether the mother smoked at delivery"),
    field("weight", FieldKind::Weight, false, "how many births a record stands for; 1 unless told"),
    field("death_date", FieldKind::Day, true, "day of death"),
    field("death_year", FieldKind::Whole, true, "calendar year of death, where no day is known"),
    field("death_month", FieldKind::Whole, true, "month of death, 1 to 12, beside `death_year`"),
    field("age_at_death", FieldKind::Whole, true, "age at death in completed days"),
    field(
        "death_weight",
        FieldKind::Weight,
        true,
        "how many deaths a record stands for; `weight` unless told",
    ),
];

/// What follows from standard fields, for use in conditions: name and meaning.
pub const DERIVED_FIELDS: &[(&str, &str)] = &[
    ("born_alive", "not stillborn"),
    ("died", "born alive, and a death is linked or told of in the record"),
    ("age_days", "age at death in completed days: as told, or from the two days"),
    (
        "under_1_year",
        "died before the first birthday, or at under 365 days where no days are known",
    ),
];

/// The standard field with this name.
#[must_use]
pub fn standard_field(name: &str) -> Option<&'static StandardField> {
    STANDARD_FIELDS.iter().find(|field| field.name == name)
}

crate::words::words! {
    /// Which deaths are held against which births.
    CountBasis {
        /// Births of a period, and the deaths among them whenever they came.
        Cohort "cohort",
        /// Births of a period, and deaths of the same period whenever those were born.
        Period "period",
    }

    /// Where a record is counted that meets a numerator.
    CountedAt {
        /// With its birth.
        Birth "birth",
        /// With its death where it died after a live birth, on the basis of periods;
        /// otherwise with its birth.
        Death "death",
    }

    /// What becomes of births whose area is not known on the day of the boundaries, or lies in
    /// several: it was split, has ended into nobody knows what, begins later, stands in no list,
    /// or is in no single larger area.
    #[derive(Default)]
    OtherAreas {
        /// They are counted under the code that they have, as well as in the total.
        #[default]
        Keep "keep",
        /// They are counted in the total alone.
        TotalOnly "total-only",
    }

    /// What became of an area.
    AreaFate {
        /// Its births count for another: the one that took its place, or the larger one.
        Moved "moved",
        /// Its parts are in several.
        Split "split",
        /// Its code has ended, and what took its place is not known.
        Ended "ended",
        /// Its code holds from a later day on.
        Later "later",
        /// It lies as a whole in no larger area of the kind.
        Outside "outside",
    }

    /// How a file of records is laid out.
    RecordFormat {
        /// Apache Parquet.
        Parquet "parquet",
        /// Text with commas, the first line of it heads; packed by gzip or Zstandard too.
        Csv "csv",
        /// Apache Arrow, as a file, which is also called Feather, or as a stream with its end.
        Arrow "arrow",
        /// A record a line, its columns told by where they stand; packed by gzip or Zstandard too.
        FixedWidth "fixed-width",
    }
}

/// Version 1 of a specification of counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CountSpec {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// The id that observations name as their source.
    pub source: SourceId,
    /// What is counted, in words.
    pub title: String,
    /// Whether the records may be told of: `restricted` unless said otherwise.
    #[serde(default = "restricted")]
    pub class: SourceClass,
    /// Which deaths are held against which births.
    pub basis: CountBasis,
    /// Births, a record each; with their deaths where the file is linked already.
    pub births: RecordFiles,
    /// Deaths in files of their own, linked to births by their keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deaths: Option<RecordFiles>,
    /// Over which periods.
    pub period: CountPeriods,
    /// In which areas.
    pub area: CountArea,
    /// Who is not counted, in order: a record falls under the first that holds for it.
    #[serde(default, rename = "exclude", skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<CountExclusion>,
    /// By what births are split.
    #[serde(default, rename = "dimension", skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<CountDimension>,
    /// What is counted.
    #[serde(rename = "indicator")]
    pub indicators: Vec<CountIndicator>,
    /// The tables: which dimensions are crossed in each. Everyone, and each dimension
    /// alone, unless told; `[]` is everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tables: Option<Vec<Vec<DimensionId>>>,
}

const fn restricted() -> SourceClass {
    SourceClass::Restricted
}

impl CountSpec {
    /// Every file that it names, in order: births, deaths and lists of areas.
    pub fn files(&self) -> impl Iterator<Item = &String> {
        let records = std::iter::once(&self.births).chain(&self.deaths);
        let areas = self.area.geography.iter().flat_map(|geography| &geography.files);
        records.flat_map(|records| &records.files).chain(areas)
    }
}

/// Whether a file of a specification is named by the address of an object store, and not by a
/// path.
///
/// ```
/// use firstyear_core::count::is_address;
///
/// assert!(is_address("s3://records/births-2019.parquet"));
/// assert!(!is_address("records/births-2019.parquet"));
/// ```
#[must_use]
pub fn is_address(name: &str) -> bool {
    name.contains("://")
}

/// Files of records of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordFiles {
    /// Paths relative to the specification, or objects of a store as `s3://bucket/key` or
    /// `https://host/path`, read in this order; all have the same columns. A name is no pattern.
    /// Credentials and the endpoint of a store are never named here: they are the environment's.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub files: Vec<String>,
    /// How they are laid out; by their ending unless told: `.parquet`, `.csv`, `.csv.gz`,
    /// `.csv.zst`, `.arrow`, `.feather`; of fixed width where columns are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<RecordFormat>,
    /// The published layout of records of fixed width, such as `linked-2018-period`, or that of
    /// one of its files, such as `linked-2018-period-births`; columns have the names of its
    /// publisher. `firstyear explain nchs-fixed-width` lists them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<String>,
    /// Columns of records of fixed width, beside those of a layout.
    #[serde(default, rename = "column", skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<RecordColumn>,
    /// The expression by which births and deaths are linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Fields by name, each an SQL expression over the columns of the files.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
}

/// A column of records of fixed width. Blanks around a value are no part of it, and one of
/// blanks alone is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordColumn {
    /// Its name in expressions.
    pub name: String,
    /// Its first byte, counted from 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 8192)))]
    pub start: u32,
    /// Of how many bytes it is.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 8192)))]
    pub width: u32,
}

impl RecordColumn {
    /// The longest record that has columns, in bytes.
    pub const LONGEST_RECORD: u32 = 8192;

    /// Its last byte, counted from 1.
    #[must_use]
    pub const fn last(&self) -> u32 {
        self.start.saturating_add(self.width).saturating_sub(1)
    }
}

impl RecordFiles {
    /// Whether columns are told by where they stand.
    #[must_use]
    pub const fn is_fixed_width(&self) -> bool {
        self.layout.is_some() || !self.columns.is_empty()
    }
}

/// The periods of counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CountPeriods {
    /// In what they are counted.
    pub unit: PeriodUnit,
    /// The first, such as `2015` or `2015/16`.
    pub first: String,
    /// The last.
    pub last: String,
    /// How many make a rolling period, beside the single ones; none unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 2, max = 20)))]
    pub rolling: Option<u16>,
}

/// The areas of counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CountArea {
    /// The expression that gives the code of the area of a birth; only the total is counted
    /// where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The code of all areas together; no total where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<AreaCode>,
    /// In which areas births are counted whose code has ended since, or that are wanted by
    /// larger areas; every code stands as it is where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geography: Option<CountGeography>,
}

/// The areas in which births are counted, by what is known of areas over time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CountGeography {
    /// The day on whose boundaries births are counted, as YYYY-MM-DD: those of an area whose
    /// code has ended by then count for the area that it is, or is part of, on this day.
    pub boundaries_on: NaiveDate,
    /// Lists of areas, by path from the folder of the specification or as objects of a store:
    /// codes, names, times and changes. What they say of an area goes before what the program knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// What the codes of the larger areas begin with in which births are counted, such as
    /// `E12` for English regions; the areas themselves where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// What becomes of births whose area is not known on this day, or lies in several.
    #[serde(default)]
    pub otherwise: OtherAreas,
}

/// Who is not counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CountExclusion {
    /// By what the report of the count names it, such as `foreign-residents`.
    pub id: String,
    /// The condition. Where it cannot be told of a record, the record is kept.
    #[serde(rename = "where")]
    pub condition: String,
}

/// A split of births.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CountDimension {
    /// The dimension.
    pub id: DimensionId,
    /// The expression that gives the code of a birth.
    pub from: String,
    /// Categories by the codes of the file; codes are ids of categories where it is left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub recode: BTreeMap<String, CategoryId>,
    /// The category of births whose code is missing or not known. Unless told it is
    /// `not-stated`; where a dimension of the catalogue has none, these births stand in no group
    /// of it, and the report of the count says how many they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<CategoryId>,
}

/// An indicator, and where the catalogue does not say how it is counted, how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CountIndicator {
    /// The indicator.
    pub id: IndicatorId,
    /// Which records are events; as in the catalogue unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<String>,
    /// Which records are at risk; as in the catalogue unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<String>,
    /// Where events are counted; as in the catalogue, or else with births, unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<CountedAt>,
}

/// How an indicator is counted in records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountCondition {
    /// The indicator.
    pub id: IndicatorId,
    /// Which records are events.
    pub numerator: String,
    /// Which records are at risk.
    pub denominator: String,
    /// Where events are counted.
    pub at: CountedAt,
}

impl CountIndicator {
    /// How it is counted, by itself or by what the catalogue says of it; `None` where one of
    /// the conditions is told by neither.
    #[must_use]
    pub fn condition(&self, known: Option<&CountCondition>) -> Option<CountCondition> {
        let own = |told: &Option<String>, known: Option<&String>| told.as_ref().or(known).cloned();
        Some(CountCondition {
            id: self.id.clone(),
            numerator: own(&self.numerator, known.map(|known| &known.numerator))?,
            denominator: own(&self.denominator, known.map(|known| &known.denominator))?,
            at: self.at.or(known.map(|known| known.at)).unwrap_or(CountedAt::Birth),
        })
    }
}

impl CountCondition {
    /// Whether it speaks of deaths after a live birth.
    #[must_use]
    pub fn is_of_deaths(&self) -> bool {
        let texts = [&self.numerator, &self.denominator];
        let of_death = ["died", "age_days", "under_1_year"];
        of_death.iter().any(|word| texts.iter().any(|text| faults::has_word(text, word)))
    }
}

impl CountSpec {
    /// Whether anything in it tells of deaths after a live birth: files of their own, or fields
    /// of births.
    #[must_use]
    pub fn tells_of_deaths(&self) -> bool {
        let of_death = |name: &String| standard_field(name).is_some_and(|field| field.of_death);
        self.deaths.is_some() || self.births.fields.keys().any(of_death)
    }

    /// The tables: those that are told, or everyone and each dimension alone.
    #[must_use]
    pub fn tables(&self) -> Vec<Vec<DimensionId>> {
        self.tables.clone().unwrap_or_else(|| {
            let alone = self.dimensions.iter().map(|dimension| vec![dimension.id.clone()]);
            std::iter::once(Vec::new()).chain(alone).collect()
        })
    }
}
