//! Deaths by cause group and age at death.

use firstyear_analysis::{CauseRow, Causes, Released};
use firstyear_core::{AreaCode, CategoryId, DimensionId, IndicatorId, SourceClass};
use serde::Serialize;

use super::{CountV1, PeriodV1, SCHEMA_VERSION};

/// Deaths by cause in the latest period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CausesV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Id of the classification of causes.
    pub dimension: DimensionId,
    /// Its name.
    pub dimension_name: String,
    /// Code of the area.
    pub area: AreaCode,
    /// When.
    pub period: PeriodV1,
    /// The ages at death, in order.
    pub ages: Vec<AgeV1>,
    /// The causes, in the order of the classification.
    pub causes: Vec<CauseRowV1>,
    /// All causes; null where the table has no total.
    pub total: Option<CauseRowV1>,
}

/// An age at death.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgeV1 {
    /// Id of the indicator that counts deaths at this age.
    pub indicator: IndicatorId,
    /// Its name.
    pub name: String,
}

/// Deaths of one cause.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CauseRowV1 {
    /// Id of the cause.
    pub cause: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Deaths at each age, in the order of `ages`.
    pub deaths: Vec<CountV1>,
    /// The strictest class of the sources.
    pub class: SourceClass,
}

impl From<&Released<Causes>> for CausesV1 {
    fn from(released: &Released<Causes>) -> Self {
        let causes = released.get();
        let ages = causes
            .ages
            .iter()
            .map(|(indicator, name)| AgeV1 { indicator: indicator.clone(), name: name.clone() });
        Self {
            schema_version: SCHEMA_VERSION,
            dimension: causes.dimension.clone(),
            dimension_name: causes.dimension_name.clone(),
            area: causes.area.clone(),
            period: causes.period.into(),
            ages: ages.collect(),
            causes: causes.causes.iter().map(row).collect(),
            total: causes.total.as_ref().map(row),
        }
    }
}

fn row(row: &CauseRow) -> CauseRowV1 {
    CauseRowV1 {
        cause: row.cause.clone(),
        label: row.label.clone(),
        deaths: row.deaths.iter().copied().map(CountV1::from).collect(),
        class: row.class,
    }
}
