//! Perinatal periods of risk.

use firstyear_analysis::{
    DistributionAndMortality, PeriodOfRisk, PeriodRates, Ppor, PporSide, Released,
};
use firstyear_core::{AreaCode, CategoryId, DimensionId, IndicatorId};
use serde::Serialize;

use super::{CountV1, CountedRateV1, EstimateV1, PeriodV1, SCHEMA_VERSION};

/// Fetal and infant deaths of a group by birthweight and age at death, held
/// against a reference. Rates and excesses are deaths per 1,000 live births and
/// fetal deaths.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PporV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// Id of the dimension of birthweight.
    pub birthweight: DimensionId,
    /// Ids of the indicators that count fetal, neonatal and post-neonatal
    /// deaths, in this order.
    pub indicators: [IndicatorId; 3],
    /// The population whose deaths are looked at.
    pub group: PporSideV1,
    /// The population that it is held against.
    pub reference: PporSideV1,
    /// All periods together; null where there is no map.
    pub together: Option<PeriodRatesV1>,
    /// Each period of risk; excesses add up to that of all together. Null where
    /// there is no map.
    pub periods: Option<Vec<PeriodOfRiskV1>>,
    /// Why there is no map; null where there is one.
    pub map_not_computed: Option<String>,
    /// The excess by birthweight; null where it is not taken apart.
    pub parts: Option<BirthweightPartsV1>,
    /// Why it is not taken apart; null where it is.
    pub parts_not_computed: Option<String>,
    /// The bands of birthweight, those below 1,500 g first.
    pub bands: Vec<PporBandV1>,
}

/// One of the two populations.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PporSideV1 {
    /// Its name in sentences.
    pub name: String,
    /// Code of the area.
    pub area: AreaCode,
    /// When.
    pub period: PeriodV1,
    /// Id of the dimension of which it is a part; null for everyone.
    pub dimension: Option<DimensionId>,
    /// Ids of its categories; empty for everyone.
    pub categories: Vec<CategoryId>,
    /// Fetal, neonatal and post-neonatal deaths in no band of birthweight: they
    /// are in no period.
    pub deaths_in_no_band: Vec<CountV1>,
}

/// A period of risk.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PeriodOfRiskV1 {
    /// Which.
    pub period: PeriodOfRiskNameV1,
    /// Its rates.
    #[serde(flatten)]
    pub rates: PeriodRatesV1,
}

/// Rates of a period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PeriodRatesV1 {
    /// Of the group.
    pub group_rate: EstimateV1,
    /// Of the reference.
    pub reference_rate: EstimateV1,
    /// The first less the second; positive where more of the group die.
    pub excess: EstimateV1,
}

/// The periods of risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PeriodOfRiskNameV1 {
    /// Below 1,500 g at any age.
    MaternalHealthPrematurity,
    /// Fetal deaths from 1,500 g.
    MaternalCare,
    /// Neonatal deaths from 1,500 g.
    NewbornCare,
    /// Post-neonatal deaths from 1,500 g.
    InfantHealth,
}

/// An excess by birthweight distribution and birthweight-specific mortality.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BirthweightPartsV1 {
    /// The whole excess, to which the parts of each kind add up.
    pub excess: EstimateV1,
    /// Of it from all bands.
    pub together: WeightPartsV1,
    /// Of it from bands below 1,500 g.
    pub below_1500_g: WeightPartsV1,
    /// Of it from bands from 1,500 g.
    pub from_1500_g: WeightPartsV1,
}

/// The two parts of an excess.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WeightPartsV1 {
    /// From more births at weights of higher mortality.
    pub distribution: EstimateV1,
    /// From higher mortality at the same weight.
    pub mortality: EstimateV1,
}

/// A band of birthweight.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PporBandV1 {
    /// Id of the category.
    pub category: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Whether it lies below 1,500 g.
    pub below_1500_g: bool,
    /// Fetal, neonatal and post-neonatal deaths of the group.
    pub group: Vec<CountedRateV1>,
    /// Those of the reference.
    pub reference: Vec<CountedRateV1>,
    /// Its parts of the excess; null where it is not taken apart.
    pub parts: Option<WeightPartsV1>,
}

impl From<&Released<Ppor>> for PporV1 {
    fn from(released: &Released<Ppor>) -> Self {
        let found = released.get();
        let (map, parts) = (found.map.as_ref().ok(), found.parts.as_ref().ok());
        let bands = found.bands.iter().enumerate().map(|(at, band)| PporBandV1 {
            category: band.category.clone(),
            label: band.label.clone(),
            below_1500_g: band.very_low,
            group: found.group.rates[at].iter().map(CountedRateV1::new).collect(),
            reference: found.reference.rates[at].iter().map(CountedRateV1::new).collect(),
            parts: parts.map(|parts| weight_parts(&parts.bands[at])),
        });
        Self {
            schema_version: SCHEMA_VERSION,
            birthweight: found.birthweight.clone(),
            indicators: found.indicators.clone(),
            group: side(&found.group),
            reference: side(&found.reference),
            together: map.map(|map| rates(&map.together)),
            periods: map.map(|map| {
                let periods = PeriodOfRisk::ALL.into_iter().zip(&map.periods);
                periods
                    .map(|(period, of)| PeriodOfRiskV1 { period: period.into(), rates: rates(of) })
                    .collect()
            }),
            map_not_computed: found.map.as_ref().err().map(ToString::to_string),
            parts: parts.map(|parts| BirthweightPartsV1 {
                excess: EstimateV1::new(&parts.excess),
                together: weight_parts(&parts.together),
                below_1500_g: weight_parts(&parts.very_low),
                from_1500_g: weight_parts(&parts.others),
            }),
            parts_not_computed: found.parts.as_ref().err().map(ToString::to_string),
            bands: bands.collect(),
        }
    }
}

impl From<PeriodOfRisk> for PeriodOfRiskNameV1 {
    fn from(period: PeriodOfRisk) -> Self {
        match period {
            PeriodOfRisk::MaternalHealth => Self::MaternalHealthPrematurity,
            PeriodOfRisk::MaternalCare => Self::MaternalCare,
            PeriodOfRisk::NewbornCare => Self::NewbornCare,
            PeriodOfRisk::InfantHealth => Self::InfantHealth,
        }
    }
}

fn side(side: &PporSide) -> PporSideV1 {
    let (dimension, categories) = side.split.clone().unzip();
    PporSideV1 {
        name: side.name.clone(),
        area: side.area.clone(),
        period: side.period.into(),
        dimension,
        categories: categories.unwrap_or_default(),
        deaths_in_no_band: side.in_no_band.iter().map(|cell| (*cell).into()).collect(),
    }
}

fn rates(rates: &PeriodRates) -> PeriodRatesV1 {
    PeriodRatesV1 {
        group_rate: EstimateV1::new(&rates.group),
        reference_rate: EstimateV1::new(&rates.reference),
        excess: EstimateV1::new(&rates.excess),
    }
}

fn weight_parts(parts: &DistributionAndMortality) -> WeightPartsV1 {
    WeightPartsV1 {
        distribution: EstimateV1::new(&parts.distribution),
        mortality: EstimateV1::new(&parts.mortality),
    }
}
