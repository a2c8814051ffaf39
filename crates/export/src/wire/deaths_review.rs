//! What a review of infant deaths found.

use firstyear_analysis::{DeathsReview, Released, ReviewedCause, ReviewedFactor};
use firstyear_core::{AreaCode, CategoryId, DimensionId, IndicatorId};
use serde::Serialize;

use super::{
    AgeV1, CountV1, CountedRateV1, EstimateV1, Number, PeriodV1, SCHEMA_VERSION, VerdictV1,
};
use crate::words::english;

/// What a review of infant deaths found: sums by cause, age and factor. No single
/// death stands in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeathsReviewV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What it is called.
    pub name: String,
    /// Code of the area.
    pub area: AreaCode,
    /// Code of the area whose rates its own are held against; null where nothing
    /// is compared.
    pub comparator: Option<AreaCode>,
    /// Why nothing is held against the comparator, in words; left out where something
    /// is, or nothing is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparator_lacks: Option<String>,
    /// When.
    pub period: PeriodV1,
    /// Id of the classification of causes.
    pub dimension: DimensionId,
    /// Its name.
    pub dimension_name: String,
    /// The ages at death, in order.
    pub ages: Vec<AgeV1>,
    /// The causes, in the order of the classification.
    pub causes: Vec<ReviewedCauseV1>,
    /// Groups of the classification of which no figures are given, as readers know
    /// them. They are in no row, and may have deaths. Left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_given: Vec<String>,
    /// All causes; null where nobody counted them.
    pub total: Option<ReviewedCauseV1>,
    /// Id of the indicator of factors; null where none were looked for.
    pub factor_indicator: Option<IndicatorId>,
    /// What must be said with every factor.
    pub caution: String,
    /// The factors that were looked for in this period. A death may have several,
    /// so that they do not add up.
    pub factors: Vec<ReviewedFactorV1>,
    /// Factors with figures of some years that are added up and not of all, as readers
    /// know them. Left out where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub factors_not_whole: Vec<String>,
}

/// Deaths of one cause.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewedCauseV1 {
    /// Id of the cause.
    pub cause: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Whether it is in no group, such as not stated.
    pub is_remainder: bool,
    /// Deaths at each age, in the order of `ages`.
    pub deaths: Vec<CountV1>,
    /// Deaths at all ages among live births.
    pub all: CountedRateV1,
    /// The share of all deaths, a fraction; null where one of both is not known.
    pub share: Option<EstimateV1>,
    /// The comparator's rate; null where there is none.
    pub comparator: Option<CountedRateV1>,
    /// Deaths that would have been at the comparator's rate; null where there is
    /// none.
    pub expected: Option<Number>,
    /// How the rate stands to the comparator's.
    pub verdict: VerdictV1,
}

/// A factor that could be changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewedFactorV1 {
    /// Id of the factor.
    pub factor: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Reviewed deaths in which it was found among all that were reviewed, in
    /// percent.
    pub found: CountedRateV1,
}

impl From<&Released<DeathsReview>> for DeathsReviewV1 {
    fn from(released: &Released<DeathsReview>) -> Self {
        let found = released.get();
        let age = |(indicator, name): &(IndicatorId, String)| AgeV1 {
            indicator: indicator.clone(),
            name: name.clone(),
        };
        let factor = |of: &ReviewedFactor| ReviewedFactorV1 {
            factor: of.factor.clone(),
            label: of.label.clone(),
            found: CountedRateV1::new(&of.found),
        };
        Self {
            schema_version: SCHEMA_VERSION,
            name: found.name.clone(),
            area: found.area.clone(),
            comparator: found.comparator.clone(),
            comparator_lacks: found
                .comparator_lacks
                .as_ref()
                .map(|lacks| crate::sentence::deaths_review::lacking(found, lacks, english())),
            period: found.period.into(),
            dimension: found.dimension.clone(),
            dimension_name: found.dimension_name.clone(),
            ages: found.ages.iter().map(age).collect(),
            causes: found.causes.iter().map(|one| cause(found, one)).collect(),
            not_given: found.not_given.clone(),
            total: found.total.as_ref().map(|total| cause(found, total)),
            factor_indicator: found.factor_indicator.clone(),
            caution: crate::sentence::deaths_review::caution(english()),
            factors: found.factors.iter().map(factor).collect(),
            factors_not_whole: found.factors_not_whole.clone(),
        }
    }
}

fn cause(found: &DeathsReview, of: &ReviewedCause) -> ReviewedCauseV1 {
    ReviewedCauseV1 {
        cause: of.cause.clone(),
        label: of.label.clone(),
        is_remainder: of.is_remainder,
        deaths: of.deaths.iter().map(|cell| (*cell).into()).collect(),
        all: CountedRateV1::new(&of.all),
        share: found.share(of).as_ref().map(EstimateV1::new),
        comparator: of.comparator.as_ref().map(CountedRateV1::new),
        expected: of.expected().map(Number::from),
        verdict: VerdictV1::new(of.verdict()),
    }
}
