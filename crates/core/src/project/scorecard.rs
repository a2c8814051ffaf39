//! The scorecard of an area: the question of the project file.

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{AreaCode, IndicatorId};

/// How an area stands on many indicators, in one table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScorecardQuestion {
    /// What it is called, such as `Northtown partnership`.
    pub name: String,
    /// The area; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The area that it is held against; without one nothing is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparator: Option<AreaCode>,
    /// How the two are held against each other.
    #[serde(default)]
    pub compare: CompareRule,
    /// The indicators, in their order; left out, every one that the area has
    /// figures of.
    #[serde(default, rename = "indicator", skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<ScorecardIndicator>,
}

/// An indicator of a scorecard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScorecardIndicator {
    /// Its id.
    pub id: IndicatorId,
    /// The domain that it is listed under; that of its field unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<ScorecardDomain>,
    /// What it counts for in the sums of its domain, above 0; 1 unless told. No
    /// row is hidden by it.
    #[serde(default = "one")]
    #[cfg_attr(feature = "schema", schemars(extend("exclusiveMinimum" = 0)))]
    pub weight: f64,
    /// How many years are added up, for few events; 1 unless told. The recent
    /// trend stays that of single years.
    #[serde(default = "one_year")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 20)))]
    pub pool_years: u16,
    /// What is aimed at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<ScorecardTarget>,
}

impl ScorecardIndicator {
    /// An indicator of which nothing more is told: of its field's domain, with
    /// weight 1, its latest period and no target.
    #[must_use]
    pub fn new(id: IndicatorId) -> Self {
        Self { id, domain: None, weight: one(), pool_years: one_year(), target: None }
    }
}

fn one() -> f64 {
    1.0
}

fn one_year() -> u16 {
    1
}

/// A value that an indicator is to reach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScorecardTarget {
    /// The value, in the indicator's unit.
    pub value: f64,
    /// The calendar year by which it is to be reached.
    pub by: u16,
    /// Where it is stated.
    pub source: String,
}

words! {
    /// What an indicator of a scorecard is about.
    ScorecardDomain {
        /// Deaths, and what babies are born with.
        Mortality "mortality",
        /// What raises the risk of dying.
        RiskFactors "risk-factors",
        /// What services do.
        Services "services",
        /// How families live.
        WiderDeterminants "wider-determinants",
        /// Differences between groups.
        Inequality "inequality",
        /// What is in none of these.
        Other "other",
    }
}

impl ScorecardDomain {
    /// The domain of an indicator's field, such as `smoking`: the `domain` of the
    /// catalogue's indicators, grouped here. A field that is none of these is of
    /// [`Other`](Self::Other).
    ///
    /// ```
    /// use firstyear_core::project::ScorecardDomain;
    ///
    /// assert_eq!(ScorecardDomain::of_field("smoking"), ScorecardDomain::RiskFactors);
    /// assert_eq!(ScorecardDomain::of_field("no field"), ScorecardDomain::Other);
    /// ```
    #[must_use]
    pub fn of_field(field: &str) -> Self {
        match field {
            "mortality" | "birth outcome" | "child outcome" => Self::Mortality,
            "smoking"
            | "maternal health"
            | "maternal mental health"
            | "infant feeding"
            | "nutrition"
            | "teenage pregnancy" => Self::RiskFactors,
            "access" | "health services" | "immunisation" | "screening" | "local process"
            | "safeguarding" => Self::Services,
            "wider determinants" => Self::WiderDeterminants,
            _ => Self::Other,
        }
    }
}

words! {
    /// How an area is held against another.
    CompareRule {
        /// Whether the other's value lies within the area's limits: the one-level
        /// rule of the Fingertips public-health profiles of England.
        AgainstValue "against-value",
        /// Whether the limits of both overlap: the double-overlap rule of the same
        /// profiles, which is stricter (Schenker and Gentleman 2001, Am Stat 55:182).
        Overlap "overlap",
    }
}

#[expect(clippy::derivable_impls, reason = "the words of a choice leave no room for a mark")]
impl Default for CompareRule {
    fn default() -> Self {
        Self::AgainstValue
    }
}
