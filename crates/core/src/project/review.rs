//! How far an area says it is, who uses a service against who needs it, and what a
//! review of infant deaths found: the questions of the project file.

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{AreaCode, CategoryId, DimensionId, IndicatorId};

/// How far an area says it is with each statement of the matrix, over time and
/// beside its indicators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SelfAssessmentQuestion {
    /// What it is called, such as `Northtown partnership`.
    pub name: String,
    /// The area; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The area that its indicators are held against; without one nothing is
    /// compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparator: Option<AreaCode>,
}

/// Who needs something, and who uses the service that answers it, by group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EquityAuditQuestion {
    /// What it is called, such as `smoking in pregnancy`.
    pub name: String,
    /// The dimension of the groups, or a family of versions such as
    /// `imd-quintile`.
    pub dimension: DimensionId,
    /// The area; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// How many years are added up; 1 unless told.
    #[serde(default = "one_year")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 20)))]
    pub pool_years: u16,
    /// The needs, in their order: at least one.
    #[serde(rename = "need")]
    pub needs: Vec<AuditedNeedOf>,
}

/// A need and the service that answers it; at least one of both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AuditedNeedOf {
    /// The indicator whose numerator counts those in need, such as women who
    /// smoke at booking. Left out where the denominator of the service counts
    /// them, such as families entitled to a scheme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<IndicatorId>,
    /// The indicator whose numerator counts those who use the service, such as
    /// women who set a date to quit. Left out where the need alone is assessed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<IndicatorId>,
    /// How users and those in need relate.
    #[serde(default)]
    pub users: UsersOf,
    /// The group whose use the others are held against, such as `5`; everyone
    /// else unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<CategoryId>,
}

words! {
    /// How users of a service and those in need of it relate.
    UsersOf {
        /// Every user is one of those in need: use is a share of need.
        AmongNeed "among-need",
        /// Users may be others, or the same people several times: use is a rate
        /// for each 100 in need.
        PerNeed "per-need",
    }
}

#[expect(clippy::derivable_impls, reason = "the words of a choice leave no room for a mark")]
impl Default for UsersOf {
    fn default() -> Self {
        Self::AmongNeed
    }
}

/// What a review of the infant deaths of an area found: by cause, age at death
/// and factors that could be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeathsReviewQuestion {
    /// What it is called, such as `Audit of infant deaths`.
    pub name: String,
    /// The area; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The area whose rates by cause its own are held against; without one
    /// nothing is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparator: Option<AreaCode>,
    /// The dimension of causes, or its family.
    pub dimension: DimensionId,
    /// One indicator for each age at death, such as `neonatal-mortality` and
    /// `post-neonatal-mortality`: ages that do not overlap and together are all.
    pub ages: Vec<IndicatorId>,
    /// How many years are added up; 1 unless told.
    #[serde(default = "one_year")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 20)))]
    pub pool_years: u16,
    /// The indicator of factors: its numerator counts the deaths in whose review a
    /// factor was found, its denominator those reviewed. Left out where none were
    /// looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factors: Option<IndicatorId>,
    /// The dimension of factors. A death may have several, so that they do not
    /// add up.
    #[serde(default = "modifiable_factor")]
    pub factor_dimension: DimensionId,
}

fn one_year() -> u16 {
    1
}

fn modifiable_factor() -> DimensionId {
    DimensionId::new("modifiable-factor").expect("a literal in kebab-case")
}
