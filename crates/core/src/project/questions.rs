//! The questions that a project asks, one table of the file for each kind.

use serde::{Deserialize, Serialize};

use super::{Years, one};
use crate::{AreaCode, CategoryId, DimensionId, IndicatorId};

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

/// A rate over time: is it rising or falling, how fast, and does the gap to
/// another group widen?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TrendQuestion {
    /// Whose rate it is, in words within a sentence: `everyone`, `the most
    /// deprived tenth`.
    pub name: String,
    /// The area; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The indicator; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// The dimension of the group, or a family of versions such as
    /// `imd-decile`; left out for everyone. No trend crosses from one version
    /// to the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<DimensionId>,
    /// The categories that make the group, added up; left out for everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryId>,
    /// The group that it is held against, for the trend in the gap between
    /// the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<TrendAgainst>,
}

/// The second group of a trend. It has no member in common with the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TrendAgainst {
    /// Whose rate it is, in words within a sentence: `the least deprived
    /// tenth`.
    pub name: String,
    /// The categories that make it, added up, of the dimension of the first
    /// group.
    pub categories: Vec<CategoryId>,
}

/// A rate over time on a control chart: which changes are more than chance?
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SpcQuestion {
    /// Whose rate it is, in words within a sentence: `everyone`.
    pub name: String,
    /// The area; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The indicator; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// The dimension of the group, or a family of versions; left out for
    /// everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<DimensionId>,
    /// The categories that make the group, added up; left out for everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryId>,
    /// The kind of chart; `u` for rates and `p` for proportions unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<SpcChart>,
    /// Periods with which new limits begin, such as `2010`, in order of time:
    /// where the process is known to have changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rebase: Vec<String>,
    /// A value to be reached, in the indicator's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<f64>,
}

/// A kind of control chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SpcChart {
    /// Values and their moving ranges, whatever they are made of.
    Xmr,
    /// Events over a varying exposure, with limits from chance alone.
    U,
    /// Events among people, with limits from chance alone.
    P,
    /// As `u`, with limits that allow for more variation than chance.
    UPrime,
    /// As `p`, with limits that allow for more variation than chance.
    PPrime,
}

impl SpcChart {
    /// Every kind with its name.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Xmr, "xmr"),
        (Self::U, "u"),
        (Self::P, "p"),
        (Self::UPrime, "u-prime"),
        (Self::PPrime, "p-prime"),
    ];

    /// The name of the kind.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(chart, _)| *chart == self).map_or("", |(_, name)| name)
    }

    /// The kind with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(chart, _)| *chart)
    }
}

/// Areas by their size: which lie outside the limits of chance round a
/// comparator?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FunnelQuestion {
    /// Which areas: all whose code starts with one of these, such as `E06`
    /// for the unitary authorities of England.
    pub prefixes: Vec<String>,
    /// What they are in words, such as `unitary authorities of England`.
    pub name: String,
    /// The area whose rate the limits stand round; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparator: Option<AreaCode>,
    /// The indicator; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// How many years are added up; 1 unless told.
    #[serde(default = "one_year")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 20)))]
    pub pool_years: u16,
    /// The period, such as `2022`; where years are added up, the whole, such
    /// as `2020 to 2022`, or its last year. The latest for which the comparator
    /// is known unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// What is done about areas that differ by more than chance all over;
    /// `none` unless told.
    #[serde(default)]
    pub overdispersion: Overdispersion,
}

/// What is done about areas that differ by more than chance all over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Overdispersion {
    /// Nothing: the limits are those of chance alone.
    #[default]
    None,
    /// The variance between areas beyond chance is added to that of chance,
    /// which widens the limits.
    Additive,
}

impl Overdispersion {
    /// Every choice with its name.
    pub const ALL: [(Self, &'static str); 2] = [(Self::None, "none"), (Self::Additive, "additive")];

    /// The name of the choice.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(choice, _)| *choice == self).map_or("", |(_, name)| name)
    }
}

/// Areas with few events: their rates, drawn to a mean by as much as chance
/// blurs them, and which ranks they may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SmallAreasQuestion {
    /// Which areas: all whose code starts with one of these, such as `E06`
    /// for the unitary authorities of England.
    pub prefixes: Vec<String>,
    /// What they are in words, such as `unitary authorities of England`.
    pub name: String,
    /// The area they are held against; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparator: Option<AreaCode>,
    /// The indicator; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// How many years are added up; 1 unless told.
    #[serde(default = "one_year")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 20)))]
    pub pool_years: u16,
    /// What the rates are drawn to; `group` unless told.
    #[serde(default)]
    pub towards: Towards,
    /// Seed of the draws that ranks come from; 1 unless told. The same seed
    /// gives the same ranks.
    #[serde(default = "one")]
    pub seed: u64,
}

/// What the rates of small areas are drawn to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Towards {
    /// The areas' own mean.
    #[default]
    Group,
    /// The rate of the comparator.
    Comparator,
}

impl Towards {
    /// Every choice with its name.
    pub const ALL: [(Self, &'static str); 2] =
        [(Self::Group, "group"), (Self::Comparator, "comparator")];

    /// The name of the choice.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(choice, _)| *choice == self).map_or("", |(_, name)| name)
    }
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
