//! Why two rates differ: the parts of their difference.

use firstyear_analysis::{
    DecomposedPopulation, Decomposition, DecompositionForm, DecompositionParts, Released,
};
use firstyear_core::{AreaCode, CategoryId, Cell, DimensionId, Estimate};
use serde::Serialize;

use super::{AgeV1, CountV1, CountedRateV1, EstimateV1, PeriodV1, SCHEMA_VERSION};

/// The difference of two rates, first minus second, and its parts.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecompositionV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What the parts are.
    pub form: DecompositionFormV1,
    /// Id of the dimension, or of the family of its versions.
    pub dimension: DimensionId,
    /// What is measured: one indicator, or one for each age at death, in order.
    /// All have one unit, which is that of every part.
    pub indicators: Vec<AgeV1>,
    /// The population whose rate is explained.
    pub first: DecomposedPopulationV1,
    /// The population that it is held against.
    pub second: DecomposedPopulationV1,
    /// Rate of the first population minus that of the second, over all
    /// categories, in the indicator's unit. Positive where the first has more.
    /// Null where it is not taken apart.
    pub difference: Option<EstimateV1>,
    /// The parts of the difference; they add up to it. Mix and risk, or one for
    /// each indicator. Null where it is not taken apart.
    pub parts: Option<Vec<EstimateV1>>,
    /// The categories, in the order of the dimension.
    pub categories: Vec<DecomposedCategoryV1>,
    /// Why the difference is not taken apart; null where it is.
    pub not_computed: Option<String>,
}

/// What the parts of a difference are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DecompositionFormV1 {
    /// Two of each category: first what comes of another mix of births, then
    /// what comes of other rates within categories.
    MixAndRisk,
    /// One of each cause at each age at death.
    ByCause,
}

/// One of the two populations.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecomposedPopulationV1 {
    /// Code of the area.
    pub area: AreaCode,
    /// When.
    pub period: PeriodV1,
    /// Id of the version of the dimension.
    pub version: DimensionId,
    /// Its name.
    pub version_name: String,
    /// Everyone that the table counts, for each indicator; null where it has no
    /// total.
    pub totals: Vec<Option<CountedRateV1>>,
    /// What the total counts and no category does, for each indicator: it is in
    /// no part.
    pub left_out: Vec<InNoCategoryV1>,
}

/// What is in the total and in no category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InNoCategoryV1 {
    /// Events, such as infant deaths.
    pub events: CountV1,
    /// Those at risk, such as live births; not applicable where they are not
    /// split.
    pub at_risk: CountV1,
}

/// One category in both populations.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecomposedCategoryV1 {
    /// Id of the category.
    pub category: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Its rate in the first population, for each indicator. That of a cause is
    /// over all births.
    pub first: Vec<CountedRateV1>,
    /// Its rate in the second population.
    pub second: Vec<CountedRateV1>,
    /// What it adds to each of `parts`, in their order and unit; null for a
    /// cause that cannot occur at an age. Left out where the difference is not
    /// taken apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<Option<EstimateV1>>>,
    /// What it adds to the difference; without limits for mix and risk
    /// together. Left out as above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole: Option<EstimateV1>,
}

impl From<&Released<Decomposition>> for DecompositionV1 {
    fn from(released: &Released<Decomposition>) -> Self {
        let found = released.get();
        let parts = found.parts.as_ref().ok();
        let estimates = |parts: &DecompositionParts| estimates(&parts.parts);
        Self {
            schema_version: SCHEMA_VERSION,
            form: match found.form {
                DecompositionForm::MixAndRisk => DecompositionFormV1::MixAndRisk,
                DecompositionForm::ByCause => DecompositionFormV1::ByCause,
            },
            dimension: found.dimension.clone(),
            indicators: found
                .indicators
                .iter()
                .map(|(id, name)| AgeV1 { indicator: id.clone(), name: name.clone() })
                .collect(),
            first: population(&found.first),
            second: population(&found.second),
            difference: parts.map(|parts| EstimateV1::new(&parts.difference)),
            parts: parts.map(estimates),
            categories: categories(found),
            not_computed: found.parts.as_ref().err().map(ToString::to_string),
        }
    }
}

fn estimates(estimates: &[Estimate]) -> Vec<EstimateV1> {
    estimates.iter().map(EstimateV1::new).collect()
}

fn categories(found: &Decomposition) -> Vec<DecomposedCategoryV1> {
    let parts = found.parts.as_ref().ok();
    let row = |(at, row): (usize, &firstyear_analysis::DecomposedCategory)| DecomposedCategoryV1 {
        category: row.category.clone(),
        label: row.label.clone(),
        first: row.first.iter().map(CountedRateV1::new).collect(),
        second: row.second.iter().map(CountedRateV1::new).collect(),
        parts: parts.map(|parts| {
            parts.by_category[at].iter().map(|part| part.as_ref().map(EstimateV1::new)).collect()
        }),
        whole: parts.map(|parts| EstimateV1::new(&parts.of_category[at])),
    };
    found.categories.iter().enumerate().map(row).collect()
}

fn population(population: &DecomposedPopulation) -> DecomposedPopulationV1 {
    let left_out = |(events, at_risk): &(Cell<u64>, Cell<u64>)| InNoCategoryV1 {
        events: (*events).into(),
        at_risk: (*at_risk).into(),
    };
    DecomposedPopulationV1 {
        area: population.area.clone(),
        period: population.period.into(),
        version: population.version.clone(),
        version_name: population.version_name.clone(),
        totals: population
            .totals
            .iter()
            .map(|total| total.as_ref().map(CountedRateV1::new))
            .collect(),
        left_out: population.left_out.iter().map(left_out).collect(),
    }
}
