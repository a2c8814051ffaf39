//! Rates of areas against a comparator.

use firstyear_analysis::{AreaComparison, AreaRate, Released};
use firstyear_core::{AreaCode, IndicatorId};
use serde::Serialize;

use super::{CountedRateV1, Number, PeriodV1, SCHEMA_VERSION, VerdictV1};

/// Rates of areas in one period, held against a comparator. In order of the
/// areas' codes, never ranked: most of a league table of small numbers is
/// noise.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AreaComparisonV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What the areas are, in words, such as `regions of England`.
    pub name: String,
    /// Id of the indicator, which gives the unit of rates.
    pub indicator: IndicatorId,
    /// The latest period for which the comparator is known.
    pub period: PeriodV1,
    /// The area that the others are held against.
    pub comparator: AreaRateV1,
    /// The areas, in order of their codes.
    pub areas: Vec<ComparedAreaV1>,
    /// How many areas would differ by chance alone if none truly did.
    pub expected_by_chance: Number,
}

/// The rate of one area.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AreaRateV1 {
    /// Code of the area.
    pub code: AreaCode,
    /// Its name, or its code where no name is known.
    pub name: String,
    /// Its rate.
    pub rate: CountedRateV1,
}

/// An area and how it stands to the comparator.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComparedAreaV1 {
    /// The area.
    pub area: AreaRateV1,
    /// Whether the comparator's rate lies outside the limits of the area's,
    /// and if so, on which side the area is.
    pub verdict: VerdictV1,
}

impl From<&Released<AreaComparison>> for AreaComparisonV1 {
    fn from(released: &Released<AreaComparison>) -> Self {
        let comparison = released.get();
        let compared = comparison.areas.iter().map(|compared| ComparedAreaV1 {
            area: rate(&compared.area),
            verdict: VerdictV1::new(compared.verdict),
        });
        Self {
            schema_version: SCHEMA_VERSION,
            name: comparison.name.clone(),
            indicator: comparison.indicator.clone(),
            period: comparison.period.into(),
            comparator: rate(&comparison.comparator),
            areas: compared.collect(),
            expected_by_chance: comparison.expected_by_chance().into(),
        }
    }
}

pub(super) fn rate(area: &AreaRate) -> AreaRateV1 {
    AreaRateV1 {
        code: area.code.clone(),
        name: area.name.clone(),
        rate: CountedRateV1::new(&area.rate),
    }
}
