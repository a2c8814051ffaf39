//! What a count says of the records that it read.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AreaFate, CountBasis, OtherAreas};
use crate::{AreaCode, DimensionId, Sha256, SourceClass, SourceId};

/// Version 1 of what a count says of its records. Numbers are of records, unweighted, and
/// working data: small ones are not hidden.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CountReport {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// The source that the observations name.
    pub source: SourceId,
    /// Whether the records may be told of.
    pub class: SourceClass,
    /// Which deaths are held against which births.
    pub basis: CountBasis,
    /// The files, in the order in which they were read.
    pub inputs: Vec<InputCount>,
    /// Records of births read.
    pub births: u64,
    /// Births left out by each rule, in order; each under the first that holds for it.
    pub excluded: Vec<ExclusionCount>,
    /// Births kept whose day or year of birth is missing or cannot be read: in no count of births.
    pub births_without_time: u64,
    /// Births kept that lie outside of the periods.
    pub births_outside: u64,
    /// Births kept within the periods.
    pub births_counted: u64,
    /// Deaths in files of their own; left out where births tell of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deaths: Option<UnlinkedDeaths>,
    /// Values that are there and cannot be read as what their field holds; they count as missing.
    pub unreadable: Vec<FieldCount>,
    /// Births kept within the periods by dimension, where the category is missing.
    pub missing: Vec<DimensionCount>,
    /// Births kept within the periods whose area is missing: in the total alone.
    pub births_without_area: u64,
    /// Births kept within the periods whose area is a text that is no code: in the total alone.
    pub births_area_unreadable: u64,
    /// What became of areas by the geography of the specification; left out where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub areas: Option<AreaCounts>,
    /// What cannot be right, by the code of the check. Records are counted all the same.
    pub checks: Vec<CheckCount>,
    /// How many observations were made.
    pub observations: u64,
    /// How the engine went about it: operators without values.
    pub plan: Vec<String>,
}

/// What became of areas. Those whose code holds are not told of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AreaCounts {
    /// The day on whose boundaries births are counted.
    pub boundaries_on: NaiveDate,
    /// What became of births whose area is not known on this day, or lies in several.
    pub otherwise: OtherAreas,
    /// Areas that are known, in order of code.
    pub areas: Vec<AreaCount>,
    /// How many codes stand in no list of areas; they are not repeated here.
    pub codes_unknown: u64,
    /// Births kept within the periods that have such a code.
    pub births_unknown: u64,
}

/// What became of an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AreaCount {
    /// Its code in the records.
    pub area: AreaCode,
    /// What became of it.
    pub fate: AreaFate,
    /// Where its births are counted; left out where in the total alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_as: Option<AreaCode>,
    /// Births kept within the periods that have the code.
    pub births: u64,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InputCount {
    /// The file as the specification names it.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// The hash of its bytes.
    pub sha256: Sha256,
}

/// Births that a rule left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExclusionCount {
    /// The rule.
    pub id: String,
    /// How many.
    pub births: u64,
}

/// Deaths in files of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnlinkedDeaths {
    /// Records of deaths read.
    pub deaths: u64,
    /// Those linked to a birth.
    pub linked: u64,
    /// Those without a key.
    pub without_key: u64,
    /// Those with a key that no birth has.
    pub unlinked: u64,
    /// Further deaths with the key of one: the first by day and age is counted.
    pub repeated: u64,
}

/// Values of a field that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldCount {
    /// The field.
    pub field: String,
    /// In how many records.
    pub records: u64,
}

/// Births without a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DimensionCount {
    /// The dimension.
    pub dimension: DimensionId,
    /// Births without a code.
    pub without_code: u64,
    /// Births with a code that is not in the recode.
    pub code_unknown: u64,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CheckCount {
    /// The code of the check, such as `death-before-birth`.
    pub code: String,
    /// What is wrong with the records, in words.
    pub text: String,
    /// How many records.
    pub records: u64,
}
