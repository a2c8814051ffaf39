//! Perinatal periods of risk: the question of the project file.

use serde::{Deserialize, Serialize};

use super::Years;
use crate::{AreaCode, CategoryId, DimensionId, IndicatorId};

/// Fetal and infant deaths of a population by birthweight and age at death,
/// held against a reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PporQuestion {
    /// The dimension of birthweight.
    pub birthweight: DimensionId,
    /// Its categories below 1,500 g.
    pub very_low: Vec<CategoryId>,
    /// Its categories from 1,500 g.
    pub others: Vec<CategoryId>,
    /// The population whose deaths are looked at.
    pub group: PporPopulation,
    /// The population that it is held against, with no birth in common.
    pub reference: PporPopulation,
    /// The indicator whose events are fetal deaths, and whose denominator is
    /// live births and fetal deaths together.
    #[serde(default = "stillbirths")]
    pub fetal: IndicatorId,
    /// The indicator whose events are deaths under 28 days, and whose
    /// denominator is live births.
    #[serde(default = "neonatal")]
    pub neonatal: IndicatorId,
    /// The indicator whose events are deaths from 28 days to under one year.
    #[serde(default = "postneonatal")]
    pub postneonatal: IndicatorId,
}

/// A population of periods of risk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PporPopulation {
    /// Its name in sentences, such as `mothers under 25`.
    pub name: String,
    /// The area; the project's unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaCode>,
    /// The calendar years, which are added up; the latest year unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub years: Option<Years>,
    /// A further dimension, such as mother's age, of which it is a part;
    /// everyone unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dimension: Option<DimensionId>,
    /// The categories of that dimension, which are added up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryId>,
}

fn literal(id: &str) -> IndicatorId {
    IndicatorId::new(id).expect("a literal in kebab-case")
}

fn stillbirths() -> IndicatorId {
    literal("stillbirth-rate")
}

fn neonatal() -> IndicatorId {
    literal("neonatal-mortality")
}

fn postneonatal() -> IndicatorId {
    literal("post-neonatal-mortality")
}

impl PporQuestion {
    /// The indicators that a question counts unless it names others: fetal,
    /// neonatal and post-neonatal deaths.
    ///
    /// ```
    /// use firstyear_core::project::PporQuestion;
    ///
    /// assert_eq!(PporQuestion::usual_indicators()[0].as_str(), "stillbirth-rate");
    /// ```
    #[must_use]
    pub fn usual_indicators() -> [IndicatorId; 3] {
        [stillbirths(), neonatal(), postneonatal()]
    }
}
