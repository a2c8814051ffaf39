//! Perinatal periods of risk: fetal and infant deaths by birthweight and age at
//! death, held against a reference group.

use firstyear_core::{Confidence, Counts, Estimate, MethodId};

use super::DecompositionError;
use super::kitagawa::parts as kitagawa_parts;
use super::strata::{both, estimates};
use crate::poisson::count_limits;
use crate::rates::{RateDifferenceLimits, rate_difference};

/// The method of [`ppor_phase_1`].
pub const PPOR_PHASE_1: MethodId = MethodId::new("ppor-phase-1");
/// The method of [`ppor_phase_2`].
pub const PPOR_PHASE_2: MethodId = MethodId::new("ppor-phase-2");

/// Fetal and infant deaths of one population.
///
/// Live births and infant deaths from 500 g; fetal deaths from 24 completed
/// weeks and 500 g.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FetoInfantDeaths {
    /// Live births.
    pub live_births: u64,
    /// Below 1,500 g.
    pub very_low: DeathsByAge,
    /// 1,500 g and above.
    pub others: DeathsByAge,
}

/// Deaths of one class of birthweight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeathsByAge {
    /// Fetal deaths.
    pub fetal: u64,
    /// Deaths under 28 days.
    pub neonatal: u64,
    /// Deaths from 28 days to under one year.
    pub postneonatal: u64,
}

/// The fewest deaths with which periods of risk are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FewestDeaths {
    /// In all periods together.
    pub together: u64,
    /// In each period.
    pub in_each: u64,
}

impl FewestDeaths {
    /// The rule of the approach: 60 together and 10 in each.
    pub const PPOR: Self = Self { together: 60, in_each: 10 };
}

/// A period of risk: which deaths, and whose care they point to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// Below 1,500 g at any age: maternal health and prematurity.
    MaternalHealth,
    /// Fetal deaths of 1,500 g and above: maternal care.
    MaternalCare,
    /// Neonatal deaths of 1,500 g and above: newborn care.
    NewbornCare,
    /// Postneonatal deaths of 1,500 g and above: infant health.
    InfantHealth,
}

impl Period {
    /// All of them, in the order of the map.
    pub const ALL: [Self; 4] =
        [Self::MaternalHealth, Self::MaternalCare, Self::NewbornCare, Self::InfantHealth];

    /// Its name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MaternalHealth => "maternal-health-prematurity",
            Self::MaternalCare => "maternal-care",
            Self::NewbornCare => "newborn-care",
            Self::InfantHealth => "infant-health",
        }
    }
}

/// A period's rates, deaths by live birth and fetal death.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeriodRates {
    /// Of the group.
    pub group: Estimate,
    /// Of the reference.
    pub reference: Estimate,
    /// The first less the second: deaths beyond what the reference has.
    pub excess: Estimate,
}

/// The map of periods of risk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PeriodMap {
    /// All periods together.
    pub together: PeriodRates,
    /// Each, in the order of [`Period::ALL`].
    pub periods: [PeriodRates; 4],
}

impl PeriodRates {
    fn scaled(self, factor: f64) -> Self {
        Self {
            group: self.group.scaled(factor),
            reference: self.reference.scaled(factor),
            excess: self.excess.scaled(factor),
        }
    }
}

impl PeriodMap {
    /// The same by so many births: 1,000 for deaths per 1,000.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        let together = self.together.scaled(factor);
        Self { together, periods: self.periods.map(|period| period.scaled(factor)) }
    }
}

impl FetoInfantDeaths {
    /// Deaths of a period.
    #[must_use]
    pub const fn of(&self, period: Period) -> u64 {
        let low = self.very_low;
        match period {
            Period::MaternalHealth => low.fetal + low.neonatal + low.postneonatal,
            Period::MaternalCare => self.others.fetal,
            Period::NewbornCare => self.others.neonatal,
            Period::InfantHealth => self.others.postneonatal,
        }
    }

    /// Live births and fetal deaths, what all rates are held against.
    #[must_use]
    pub const fn births_and_fetal_deaths(&self) -> u64 {
        self.live_births + self.very_low.fetal + self.others.fetal
    }

    fn all_deaths(&self) -> u64 {
        Period::ALL.iter().map(|period| self.of(*period)).sum()
    }

    fn check(
        &self,
        population: &'static str,
        fewest: FewestDeaths,
    ) -> Result<(), DecompositionError> {
        let infant_deaths = self.all_deaths() - self.very_low.fetal - self.others.fetal;
        if infant_deaths > self.live_births {
            return Err(DecompositionError::DeathsExceedBirths { stratum: 1 });
        }
        if self.births_and_fetal_deaths() == 0 {
            return Err(DecompositionError::NoPeople);
        }
        let deaths = Period::ALL.map(|period| (period.name(), self.of(period)));
        enough(population, fewest, &deaths)
    }
}

fn enough(
    population: &'static str,
    fewest: FewestDeaths,
    deaths: &[(&'static str, u64)],
) -> Result<(), DecompositionError> {
    if deaths.iter().map(|(_, deaths)| deaths).sum::<u64>() < fewest.together {
        return Err(DecompositionError::TooFewDeaths { population, least: fewest.together });
    }
    match deaths.iter().find(|(_, deaths)| *deaths < fewest.in_each) {
        Some((period, _)) => {
            let (period, least) = (*period, fewest.in_each);
            Err(DecompositionError::TooFewInPeriod { population, period, least })
        }
        None => Ok(()),
    }
}

/// Phase 1: the rate of each period of risk, and what of it is beyond that of
/// a reference group.
///
/// The reference must have no birth in common with the group. Rates have
/// exact or Byar's limits; the excess has limits made of those of the two
/// rates.
///
/// # Units
///
/// Counts in; deaths by live birth and fetal death out. The excess is positive
/// where the group has the higher rate. Excesses of the periods add up to that
/// of all together.
///
/// # Errors
///
/// [`DecompositionError`]: fewer deaths than `fewest` in the group or the
/// reference, together or in a period; more deaths than births.
///
/// # Source
///
/// Sappenfield WM, Peck MG, Gilbert CS, Haynatzka VR, Bryant T (2010), Matern
/// Child Health J 14:838-850.
///
/// # Example
///
/// ```
/// use firstyear_core::Confidence;
/// use firstyear_metrics::decomposition::{
///     DeathsByAge, FetoInfantDeaths, FewestDeaths, ppor_phase_1,
/// };
///
/// let deaths = |fetal, neonatal, postneonatal| DeathsByAge { fetal, neonatal, postneonatal };
/// let group = FetoInfantDeaths {
///     live_births: 9_960, very_low: deaths(20, 25, 5), others: deaths(20, 12, 18),
/// };
/// let reference = FetoInfantDeaths {
///     live_births: 19_950, very_low: deaths(20, 24, 6), others: deaths(30, 15, 15),
/// };
/// let map = ppor_phase_1(&group, &reference, FewestDeaths::PPOR, Confidence::P95)?;
/// // 100 in 10,000 less 110 in 20,000.
/// assert!((map.together.excess.value - 0.0045).abs() < 1e-12);
/// # Ok::<(), firstyear_metrics::decomposition::DecompositionError>(())
/// ```
pub fn ppor_phase_1(
    group: &FetoInfantDeaths,
    reference: &FetoInfantDeaths,
    fewest: FewestDeaths,
    confidence: Confidence,
) -> Result<PeriodMap, DecompositionError> {
    group.check("group", fewest)?;
    reference.check("reference", fewest)?;
    let (births, against) = (group.births_and_fetal_deaths(), reference.births_and_fetal_deaths());
    let rates = |deaths: u64, of_reference: u64| -> Result<PeriodRates, DecompositionError> {
        let group = Counts { events: deaths, at_risk: births };
        let reference = Counts { events: of_reference, at_risk: against };
        let limits = RateDifferenceLimits::ExactByar;
        let excess = rate_difference(group, reference, limits, [confidence])
            .map_err(|_| DecompositionError::NoPeople)?;
        Ok(PeriodRates {
            group: rate(group, confidence),
            reference: rate(reference, confidence),
            excess: Estimate { method: PPOR_PHASE_1, ..excess.at(0) },
        })
    };
    let mut periods = [rates(group.all_deaths(), reference.all_deaths())?; 4];
    let together = periods[0];
    for (place, period) in periods.iter_mut().zip(Period::ALL) {
        *place = rates(group.of(period), reference.of(period))?;
    }
    Ok(PeriodMap { together, periods })
}

fn rate(counts: Counts, confidence: Confidence) -> Estimate {
    let people = counts.at_risk as f64;
    Estimate {
        value: counts.events as f64 / people,
        interval: Some(count_limits(counts.events, confidence).scaled(1.0 / people)),
        method: PPOR_PHASE_1,
        counts: Some(counts),
    }
}

/// A band of birthweight in the group and in the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BirthweightBand {
    /// Whether it lies below 1,500 g.
    pub very_low: bool,
    /// Fetal and infant deaths, and live births and fetal deaths, of the
    /// group.
    pub group: Counts,
    /// Those of the reference.
    pub reference: Counts,
}

/// An excess by birthweight distribution and birthweight-specific mortality.
#[derive(Clone, Debug, PartialEq)]
pub struct BirthweightParts {
    /// The whole excess.
    pub excess: Estimate,
    /// Of it by distribution and by mortality.
    pub together: DistributionAndMortality,
    /// What bands below 1,500 g contribute.
    pub very_low: DistributionAndMortality,
    /// What the others contribute.
    pub others: DistributionAndMortality,
    /// What each band contributes.
    pub bands: Vec<DistributionAndMortality>,
}

/// The two parts of an excess.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DistributionAndMortality {
    /// More births at weights of higher mortality.
    pub distribution: Estimate,
    /// Higher mortality at the same weight.
    pub mortality: Estimate,
}

impl DistributionAndMortality {
    fn scaled(self, factor: f64) -> Self {
        let (distribution, mortality) = (self.distribution, self.mortality);
        Self { distribution: distribution.scaled(factor), mortality: mortality.scaled(factor) }
    }
}

impl BirthweightParts {
    /// The same by so many births: 1,000 for deaths per 1,000.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self {
            excess: self.excess.scaled(factor),
            together: self.together.scaled(factor),
            very_low: self.very_low.scaled(factor),
            others: self.others.scaled(factor),
            bands: self.bands.into_iter().map(|band| band.scaled(factor)).collect(),
        }
    }
}

/// Phase 2: an excess taken apart into birthweight distribution and
/// birthweight-specific mortality.
///
/// # Units
///
/// Bands in any order; deaths by live birth and fetal death out. Positive
/// where the part raises the group's rate. The parts add up to the excess.
///
/// # Errors
///
/// As [`ppor_phase_1`], with the classes below and from 1,500 g in place of
/// the periods, and as [`kitagawa`](super::kitagawa).
///
/// # Source
///
/// Peck MG, Sappenfield WM, Skala J (2010), Matern Child Health J 14:851-874,
/// by way of Kitagawa EM (1955), J Am Stat Assoc 50:1168-1194.
///
/// # Example
///
/// ```
/// use firstyear_core::{Confidence, Counts};
/// use firstyear_metrics::decomposition::{BirthweightBand, FewestDeaths, ppor_phase_2};
///
/// let counts = |events, at_risk| Counts { events, at_risk };
/// let bands = [
///     BirthweightBand { very_low: true, group: counts(50, 200), reference: counts(50, 200) },
///     BirthweightBand { very_low: false, group: counts(50, 9_800), reference: counts(60, 19_800) },
/// ];
/// let found = ppor_phase_2(&bands, FewestDeaths::PPOR, Confidence::P95)?;
/// // The same mortality below 1,500 g: all of that band's part is distribution.
/// assert_eq!(found.very_low.mortality.value, 0.0);
/// # Ok::<(), firstyear_metrics::decomposition::DecompositionError>(())
/// ```
pub fn ppor_phase_2(
    bands: &[BirthweightBand],
    fewest: FewestDeaths,
    confidence: Confidence,
) -> Result<BirthweightParts, DecompositionError> {
    let of = |which: fn(&BirthweightBand) -> Counts| bands.iter().map(which).collect::<Vec<_>>();
    let (group, reference) = (of(|band| band.group), of(|band| band.reference));
    let (first, second) = both(&group, &reference)?;
    for (population, counts) in [("group", &group), ("reference", &reference)] {
        if let Some(at) = counts.iter().position(|counts| counts.events > counts.at_risk) {
            return Err(DecompositionError::DeathsExceedBirths { stratum: at + 1 });
        }
        let sum = |very_low: bool| -> u64 {
            let class = bands.iter().zip(counts).filter(|(band, _)| band.very_low == very_low);
            class.map(|(_, counts)| counts.events).sum()
        };
        let classes = [("below 1,500 g", sum(true)), ("from 1,500 g", sum(false))];
        enough(population, fewest, &classes)?;
    }
    let found = estimates(&first, &second, confidence, PPOR_PHASE_2, |first, second| {
        with_classes(bands, &kitagawa_parts(first, second))
    });
    let pair =
        |at: usize| DistributionAndMortality { distribution: found[at], mortality: found[at + 1] };
    Ok(BirthweightParts {
        excess: found[0],
        together: pair(1),
        very_low: pair(3),
        others: pair(5),
        bands: (0..bands.len()).map(|band| pair(7 + 2 * band)).collect(),
    })
}

/// Excess; distribution and mortality of all, of bands below 1,500 g, of the
/// others, and of each band.
fn with_classes(bands: &[BirthweightBand], parts: &[f64]) -> Vec<f64> {
    let (distribution, mortality) = parts[3..].split_at(bands.len());
    let class = |part: &[f64], very_low: bool| -> f64 {
        let members = bands.iter().zip(part).filter(|(band, _)| band.very_low == very_low);
        members.map(|(_, part)| part).sum()
    };
    let mut all = parts[..3].to_vec();
    for very_low in [true, false] {
        all.extend([class(distribution, very_low), class(mortality, very_low)]);
    }
    all.extend(distribution.iter().zip(mortality).flat_map(|(mix, risk)| [*mix, *risk]));
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn deaths(fetal: u64, neonatal: u64, postneonatal: u64) -> DeathsByAge {
        DeathsByAge { fetal, neonatal, postneonatal }
    }

    const GROUP: FetoInfantDeaths = FetoInfantDeaths {
        live_births: 9_960,
        very_low: deaths(20, 25, 5),
        others: deaths(20, 12, 18),
    };

    #[test]
    fn rates_of_the_map_by_hand() {
        let reference = FetoInfantDeaths {
            live_births: 19_950,
            very_low: deaths(20, 24, 6),
            others: deaths(30, 15, 15),
        };
        let map = ppor_phase_1(&GROUP, &reference, FewestDeaths::PPOR, Confidence::P95).unwrap();
        let per_1000 = |rates: &PeriodRates| {
            [rates.group, rates.reference, rates.excess].map(|rate| rate.value * 1_000.0)
        };
        let expected = [[5.0, 2.5, 2.5], [2.0, 1.5, 0.5], [1.2, 0.75, 0.45], [1.8, 0.75, 1.05]];
        for (period, expected) in map.periods.iter().zip(expected) {
            for (got, expected) in per_1000(period).iter().zip(expected) {
                assert!((got - expected).abs() < 1e-12);
            }
        }
        let sum: f64 = map.periods.iter().map(|period| period.excess.value).sum();
        assert!((sum - map.together.excess.value).abs() < 1e-15);
    }

    #[test]
    fn too_few_deaths_are_refused_where_the_rule_says() {
        let of = |deaths: FetoInfantDeaths, reference: FetoInfantDeaths| {
            ppor_phase_1(&deaths, &reference, FewestDeaths::PPOR, Confidence::P95)
        };
        // 59 together; then 9 in a period, 60 and 10 at the edge.
        let few =
            FetoInfantDeaths { very_low: deaths(5, 9, 5), others: deaths(14, 13, 13), ..GROUP };
        let error = of(few, GROUP).unwrap_err();
        assert_eq!(error, DecompositionError::TooFewDeaths { population: "group", least: 60 });
        let edge = FetoInfantDeaths { others: deaths(14, 14, 13), ..few };
        assert!(of(edge, edge).is_ok());
        let nine = FetoInfantDeaths { others: deaths(20, 9, 18), ..GROUP };
        let expected = DecompositionError::TooFewInPeriod {
            population: "reference",
            period: "newborn-care",
            least: 10,
        };
        assert_eq!(of(GROUP, nine).unwrap_err(), expected);
        let message = of(GROUP, nine).unwrap_err().to_string();
        assert!(!message.contains('9'), "a small count must not be told: {message}");
        let impossible = FetoInfantDeaths { live_births: 50, ..GROUP };
        let error = of(impossible, GROUP).unwrap_err();
        assert_eq!(error, DecompositionError::DeathsExceedBirths { stratum: 1 });
    }

    #[test]
    fn phase_2_is_refused_by_class() {
        let counts = |events, at_risk| Counts { events, at_risk };
        let bands = |low: u64| {
            [
                BirthweightBand {
                    very_low: true,
                    group: counts(low, 200),
                    reference: counts(40, 200),
                },
                BirthweightBand {
                    very_low: false,
                    group: counts(70, 9_800),
                    reference: counts(60, 19_800),
                },
            ]
        };
        let of = |low| ppor_phase_2(&bands(low), FewestDeaths::PPOR, Confidence::P95);
        assert!(of(10).is_ok());
        assert!(matches!(
            of(9),
            Err(DecompositionError::TooFewInPeriod { population: "group", .. })
        ));
        assert!(matches!(of(201), Err(DecompositionError::DeathsExceedBirths { stratum: 1 })));
    }

    fn bands() -> impl Strategy<Value = Vec<BirthweightBand>> {
        let counts = (40..5_000_u64).prop_flat_map(|at_risk| {
            (30..40_u64).prop_map(move |events| Counts { events, at_risk })
        });
        proptest::collection::vec((counts.clone(), counts), 3).prop_map(|pairs| {
            let bands = pairs.into_iter().enumerate();
            bands
                .map(|(i, (group, reference))| BirthweightBand {
                    very_low: i == 0,
                    group,
                    reference,
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn parts_of_phase_2_add_up(bands in bands()) {
            let found = ppor_phase_2(&bands, FewestDeaths::PPOR, Confidence::P95)?;
            let sum = |pair: &DistributionAndMortality| pair.distribution.value + pair.mortality.value;
            let crude = |of: fn(&BirthweightBand) -> Counts| {
                let total = bands.iter().map(of).fold((0, 0), |(x, n), c| (x + c.events, n + c.at_risk));
                total.0 as f64 / total.1 as f64
            };
            let excess = crude(|band| band.group) - crude(|band| band.reference);
            prop_assert!((found.excess.value - excess).abs() < 1e-12);
            prop_assert!((sum(&found.together) - excess).abs() < 1e-12);
            prop_assert!((sum(&found.very_low) + sum(&found.others) - excess).abs() < 1e-12);
            prop_assert!((found.bands.iter().map(sum).sum::<f64>() - excess).abs() < 1e-12);
        }
    }
}
