//! Perinatal periods of risk: in which period of life, and by which
//! birthweight, more fetuses and infants die than in a reference group.
//!
//! Deaths without a birthweight are in no period, and are counted beside the
//! map. The approach leaves out births below 500 g, which bands of published
//! tables do not.

use firstyear_core::project::{PporPopulation, PporQuestion};
use firstyear_core::{
    AreaCode, CategoryId, Cell, Counts, DimensionId, IndicatorId, Observation, Period,
};
use firstyear_metrics::decomposition::{
    BirthweightBand, DeathsByAge, DecompositionError, FetoInfantDeaths, FewestDeaths, ppor_phase_1,
    ppor_phase_2,
};
pub use firstyear_metrics::decomposition::{
    BirthweightParts, DistributionAndMortality, Period as PeriodOfRisk, PeriodMap, PeriodRates,
};

use crate::pool::Pooled;
use crate::select::{is_total, within};
use crate::{CountedRate, Evidence, QuestionError};

/// Periods of risk of a group against a reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Ppor {
    /// The dimension of birthweight.
    pub birthweight: DimensionId,
    /// Fetal, neonatal and post-neonatal deaths: the indicators that count
    /// them.
    pub indicators: [IndicatorId; 3],
    /// The bands of birthweight, those below 1,500 g first.
    pub bands: Vec<PporBand>,
    /// The population whose deaths are looked at.
    pub group: PporSide,
    /// The one that it is held against.
    pub reference: PporSide,
    /// The map of periods, deaths per 1,000 live births and fetal deaths; or
    /// why there is none.
    pub map: Result<PeriodMap, PporRefusal>,
    /// The excess by birthweight distribution and mortality; or why it is not
    /// taken apart.
    pub parts: Result<BirthweightParts, PporRefusal>,
}

/// A band of birthweight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PporBand {
    /// Its id.
    pub category: CategoryId,
    /// As readers know it.
    pub label: String,
    /// Whether it lies below 1,500 g.
    pub very_low: bool,
}

/// One of the two populations.
#[derive(Clone, Debug, PartialEq)]
pub struct PporSide {
    /// Its name in sentences.
    pub name: String,
    /// Where.
    pub area: AreaCode,
    /// When.
    pub period: Period,
    /// What it is a part of, where it is not everyone.
    pub split: Option<(DimensionId, Vec<CategoryId>)>,
    /// Fetal, neonatal and post-neonatal deaths of each band, in the order of
    /// [`Ppor::bands`]. Fetal deaths are held against live births and fetal
    /// deaths, the others against live births.
    pub rates: Vec<[CountedRate; 3]>,
    /// Fetal, neonatal and post-neonatal deaths in no band; not known where
    /// the table has no total.
    pub in_no_band: [Cell<u64>; 3],
}

/// Why there is no map of periods, or no parts.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PporRefusal {
    /// A count is missing.
    #[error("deaths or births of {population} at {band} are not known")]
    NotCounted {
        /// The name of the population.
        population: String,
        /// The band.
        band: String,
    },
    /// Births were estimated from a sample.
    #[error("the births of {population} are a sample: their error would be left out of the limits")]
    Sampled {
        /// The name of the population.
        population: String,
    },
    /// The denominators are not those of these deaths.
    #[error(
        "the births of {population} at {band} do not fit: fetal deaths must be held against live births and fetal deaths, the others against live births"
    )]
    OtherBirths {
        /// The name of the population.
        population: String,
        /// The band.
        band: String,
    },
    /// The two have births in common.
    #[error("{group} and {reference} have births in common: the reference must be others")]
    InCommon {
        /// The name of the group.
        group: String,
        /// The name of the reference.
        reference: String,
    },
    /// The method has no answer.
    #[error(transparent)]
    Method(DecompositionError),
    /// A count is too small to be shown.
    #[error("a count is too small to be shown, and the map would tell it")]
    Disclosive,
}

/// Answers a [`PporQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator or dimension, and where there
/// are no figures by birthweight.
pub fn ppor(
    evidence: &Evidence<'_>,
    question: &PporQuestion,
    area: &AreaCode,
    _: &IndicatorId,
) -> Result<Ppor, QuestionError> {
    let dimension = evidence.dimension(&question.birthweight)?;
    let indicators =
        [&question.fetal, &question.neonatal, &question.postneonatal].map(IndicatorId::clone);
    for id in &indicators {
        evidence.indicator(id)?;
    }
    let band = |category: &CategoryId, very_low| PporBand {
        category: category.clone(),
        label: dimension
            .category(category)
            .map_or_else(|| category.to_string(), |known| known.label.clone()),
        very_low,
    };
    let very_low = question.very_low.iter().map(|category| band(category, true));
    let others = question.others.iter().map(|category| band(category, false));
    let bands: Vec<PporBand> = very_low.chain(others).collect();
    let side = |population| side(evidence, question, population, (area, &indicators, &bands));
    let (group, reference) = (side(&question.group)?, side(&question.reference)?);
    let (map, parts) = match tables(&bands, &group, &reference) {
        Ok(tables) => work(&bands, tables, evidence),
        Err(why) => (Err(why.clone()), Err(why)),
    };
    let birthweight = question.birthweight.clone();
    Ok(Ppor { birthweight, indicators, bands, group, reference, map, parts })
}

/// The counts of one population.
fn side(
    evidence: &Evidence<'_>,
    question: &PporQuestion,
    population: &PporPopulation,
    (area, indicators, bands): (&AreaCode, &[IndicatorId; 3], &[PporBand]),
) -> Result<PporSide, QuestionError> {
    let area = population.area.as_ref().unwrap_or(area);
    let none = || QuestionError::NoFigures {
        indicator: indicators[0].clone(),
        area: area.clone(),
        dimension: Some(question.birthweight.clone()),
    };
    let rows = Rows::of(evidence, &question.birthweight, population, (area, indicators));
    let period = match population.years {
        Some(years) => years.period().map_err(|_| none())?,
        None => rows.latest().ok_or_else(none)?,
    };
    let total = evidence.dimension(&question.birthweight)?.total().map(|total| &total.id);
    let mut rates = Vec::with_capacity(bands.len());
    for band in bands {
        let mut of_band = Vec::with_capacity(3);
        for id in indicators {
            let pooled = rows.pooled(id, &band.category, period).ok_or_else(none)?;
            of_band.push(pooled.rate(evidence, evidence.indicator(id)?));
        }
        rates.extend(<[CountedRate; 3]>::try_from(of_band).ok());
    }
    let mut in_no_band = [Cell::Absent; 3];
    for (at, id) in indicators.iter().enumerate() {
        let Some(total) = total.and_then(|total| rows.pooled(id, total, period)) else { continue };
        let all = total.rate(evidence, evidence.indicator(id)?).events;
        let known = rates.iter().fold(Cell::known(0_u64), |sum, rates| {
            sum.zip_with(rates[at].events, u64::saturating_add)
        });
        in_no_band[at] = all.zip_with(known, u64::saturating_sub);
    }
    let split = population.dimension.clone().map(|id| (id, population.categories.clone()));
    let name = population.name.clone();
    Ok(PporSide { name, area: area.clone(), period, split, rates, in_no_band })
}

/// The rows of one population: those whose other dimensions stand at their
/// totals.
struct Rows<'a> {
    birthweight: &'a DimensionId,
    population: &'a PporPopulation,
    observations: Vec<&'a Observation>,
}

impl<'a> Rows<'a> {
    fn of(
        evidence: &Evidence<'a>,
        birthweight: &'a DimensionId,
        population: &'a PporPopulation,
        (area, indicators): (&AreaCode, &[IndicatorId; 3]),
    ) -> Self {
        let split = population.dimension.as_ref();
        let at_total = |id: &DimensionId, category: &CategoryId| {
            evidence.dimensions.get(id).is_some_and(|known| is_total(known, category))
        };
        let is_its = |row: &&Observation| {
            row.area == *area
                && indicators.contains(&row.indicator)
                && row.groups.get(birthweight).is_some()
                && split.is_none_or(|id| row.groups.get(id).is_some())
                && row.groups.iter().all(|(id, category)| {
                    id == birthweight || Some(id) == split || at_total(id, category)
                })
        };
        let observations = evidence.data.observations.iter().filter(is_its).collect();
        Self { birthweight, population, observations }
    }

    fn latest(&self) -> Option<Period> {
        self.observations.iter().map(|row| row.period).max()
    }

    /// The counts of a band, added up over years and categories; nothing where
    /// one of them has no row.
    fn pooled(&self, indicator: &IndicatorId, band: &CategoryId, of: Period) -> Option<Pooled> {
        let split = self.population.dimension.as_ref();
        let categories: Vec<Option<&CategoryId>> = match self.population.categories.as_slice() {
            [] => vec![None],
            all => all.iter().map(Some).collect(),
        };
        let mut rows = Vec::new();
        for category in categories {
            let fits = |row: &&&Observation| {
                row.indicator == *indicator
                    && row.groups.get(self.birthweight) == Some(band)
                    && split.is_none_or(|id| row.groups.get(id) == category)
                    && of.covers(row.period)
            };
            rows.extend(within(self.observations.iter().filter(fits).copied(), of)?);
        }
        Pooled::sum(rows)
    }
}

/// Deaths and births as the method takes them.
struct Tables {
    sides: [FetoInfantDeaths; 2],
    bands: Vec<[Counts; 2]>,
}

fn tables(
    bands: &[PporBand],
    group: &PporSide,
    reference: &PporSide,
) -> Result<Tables, PporRefusal> {
    if have_births_in_common(group, reference) {
        let (group, reference) = (group.name.clone(), reference.name.clone());
        return Err(PporRefusal::InCommon { group, reference });
    }
    let (first, first_bands) = counts(bands, group)?;
    let (second, second_bands) = counts(bands, reference)?;
    let bands = first_bands.into_iter().zip(second_bands).map(|(a, b)| [a, b]).collect();
    Ok(Tables { sides: [first, second], bands })
}

/// One area and time, of which neither is a part without the other.
fn have_births_in_common(group: &PporSide, reference: &PporSide) -> bool {
    if group.area != reference.area || !group.period.overlaps(reference.period) {
        return false;
    }
    match (&group.split, &reference.split) {
        (Some((one, categories)), Some((other, others))) if one == other => {
            categories.iter().any(|category| others.contains(category))
        }
        _ => true,
    }
}

fn counts(
    bands: &[PporBand],
    side: &PporSide,
) -> Result<(FetoInfantDeaths, Vec<Counts>), PporRefusal> {
    const NONE: DeathsByAge = DeathsByAge { fetal: 0, neonatal: 0, postneonatal: 0 };
    let mut all = FetoInfantDeaths { live_births: 0, very_low: NONE, others: NONE };
    let mut of_bands = Vec::with_capacity(bands.len());
    for (band, rates) in bands.iter().zip(&side.rates) {
        let (population, label) = (side.name.clone(), band.label.clone());
        if rates.iter().any(|rate| rate.basis.sample().is_some()) {
            return Err(PporRefusal::Sampled { population });
        }
        let [Some(fetal), Some(neonatal), Some(postneonatal)] =
            rates.each_ref().map(CountedRate::counts)
        else {
            return Err(PporRefusal::NotCounted { population, band: label });
        };
        let live_births = neonatal.1;
        if postneonatal.1 != live_births || fetal.1 != live_births + fetal.0 {
            return Err(PporRefusal::OtherBirths { population, band: label });
        }
        let class = if band.very_low { &mut all.very_low } else { &mut all.others };
        class.fetal += fetal.0;
        class.neonatal += neonatal.0;
        class.postneonatal += postneonatal.0;
        all.live_births += live_births;
        let events = fetal.0 + neonatal.0 + postneonatal.0;
        of_bands.push(Counts { events, at_risk: fetal.1 });
    }
    Ok((all, of_bands))
}

type Both = (Result<PeriodMap, PporRefusal>, Result<BirthweightParts, PporRefusal>);

/// Both phases, in deaths per 1,000.
fn work(bands: &[PporBand], tables: Tables, evidence: &Evidence<'_>) -> Both {
    let ([group, reference], fewest) = (tables.sides, FewestDeaths::PPOR);
    let map = ppor_phase_1(&group, &reference, fewest, evidence.confidence)
        .map(|map| map.scaled(1_000.0))
        .map_err(PporRefusal::Method);
    let bands: Vec<BirthweightBand> = bands
        .iter()
        .zip(tables.bands)
        .map(|(band, [group, reference])| BirthweightBand {
            very_low: band.very_low,
            group,
            reference,
        })
        .collect();
    let parts = ppor_phase_2(&bands, fewest, evidence.confidence)
        .map(|parts| parts.scaled(1_000.0))
        .map_err(PporRefusal::Method);
    (map, parts)
}
