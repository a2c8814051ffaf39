//! The records of a survey, checked once.

use std::fmt;

use super::variance::Design;
use crate::inequality::{InequalityError, Scale};

/// The records of a sample survey: all slices have one entry for each person,
/// in the same order, which may be any.
#[derive(Clone, Copy, Debug)]
pub struct Records<'a> {
    /// What is measured: 0 or 1 for a property, or a number.
    pub values: &'a [f64],
    /// How many people each one stands for, in any unit.
    pub weights: &'a [f64],
    /// The group of each, by its place in the order of disadvantage: 1 for the
    /// most disadvantaged. Every place up to the last has people.
    pub order: &'a [u32],
    /// The cluster that each was sampled in. `None` where people were sampled
    /// one by one. Clusters of two strata may have the same number.
    pub clusters: Option<&'a [u64]>,
    /// The stratum that each was sampled in. `None` for a single one.
    pub strata: Option<&'a [u64]>,
    /// What the values are a part of: 1 for properties. `None` for values
    /// without an upper end.
    pub scale: Option<Scale>,
}

/// The column or slice that an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordsPart {
    /// [`Records::values`].
    Values,
    /// [`Records::weights`].
    Weights,
    /// [`Records::order`].
    Order,
    /// [`Records::clusters`].
    Clusters,
    /// [`Records::strata`].
    Strata,
}

impl fmt::Display for RecordsPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Values => "values",
            Self::Weights => "weights",
            Self::Order => "places in the order",
            Self::Clusters => "clusters",
            Self::Strata => "strata",
        })
    }
}

/// Why records were refused, or why a measure of them does not exist.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SurveyError {
    /// Nobody was asked.
    #[error("no records")]
    NoRecords,
    /// One value is missing, or one too many.
    #[error("{given} {part} for {records} records: give one for each")]
    Lengths {
        /// Which slice.
        part: RecordsPart,
        /// Its length.
        given: usize,
        /// The number of values.
        records: usize,
    },
    /// Not a number, or infinite.
    #[error("{part}: that of record {at} (counted from 1) is not a finite number")]
    NotFinite {
        /// Which slice.
        part: RecordsPart,
        /// The first such record.
        at: usize,
    },
    /// A person who stands for nobody.
    #[error("the weight of record {at} (counted from 1) is not above 0")]
    Weight {
        /// The first such record.
        at: usize,
    },
    /// A value that the declared scale does not allow.
    #[error("the value of record {at} (counted from 1) is not between 0 and its scale")]
    BeyondScale {
        /// The first such record.
        at: usize,
    },
    /// A gap in the order.
    #[error(
        "no records at place {place} of the order: places run from 1, the most disadvantaged, without gaps"
    )]
    Gap {
        /// The first such place.
        place: u32,
    },
    /// A single cluster does not say how far clusters scatter.
    #[error("{} has one cluster alone: join it with one like it", called(*.stratum))]
    LonelyCluster {
        /// The first such stratum; `None` where there is but one.
        stratum: Option<u64>,
    },
    /// What the measure itself says.
    #[error(transparent)]
    Measure(#[from] InequalityError),
}

fn called(number: Option<u64>) -> String {
    number.map_or_else(|| "the survey".to_owned(), |number| format!("stratum {number}"))
}

/// Records that the measures can work on.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    pub(super) values: Vec<f64>,
    /// Weights that add up to 1.
    pub(super) shares: Vec<f64>,
    /// The group of each record, counted from 0.
    pub(super) groups: Vec<usize>,
    /// The middle of each group's share of the population, from 0 at the most
    /// disadvantaged end to 1.
    pub(super) ranks: Vec<f64>,
    /// Σ share × value of each group.
    pub(super) sums: Vec<f64>,
    pub(super) mean: f64,
    pub(super) scale: Option<Scale>,
    pub(super) design: Design,
}

impl Survey {
    /// Checks the records.
    ///
    /// # Errors
    ///
    /// [`SurveyError`]: no records, slices of different lengths, values that
    /// are not finite or beyond their scale, weights that are not above 0, a
    /// place in the order without people, or a stratum with one cluster.
    pub fn new(records: Records<'_>) -> Result<Self, SurveyError> {
        check(&records)?;
        let Records { values, weights, order, .. } = records;
        let total: f64 = weights.iter().sum();
        let shares: Vec<f64> = weights.iter().map(|weight| weight / total).collect();
        let groups: Vec<usize> = order.iter().map(|place| *place as usize - 1).collect();
        let last = groups.iter().copied().max().unwrap_or(0);
        let (mut sizes, mut sums) = (vec![0.0; last + 1], vec![0.0; last + 1]);
        for ((value, share), group) in values.iter().zip(&shares).zip(&groups) {
            sizes[*group] += share;
            sums[*group] += share * value;
        }
        let mut before = 0.0;
        let middle = |size: &f64| {
            before += size;
            before - size / 2.0
        };
        let ranks = sizes.iter().map(middle).collect();
        let design = Design::new(values.len(), records.clusters, records.strata)?;
        let mean = sums.iter().sum();
        Ok(Self {
            values: values.to_vec(),
            shares,
            groups,
            ranks,
            sums,
            mean,
            scale: records.scale,
            design,
        })
    }

    /// What each group's rank gains when a group grows by a share of the
    /// population: of the sum of `weights` over groups, each times its rank.
    ///
    /// One entry for each group that grows.
    pub(super) fn through_ranks(&self, weights: &[f64]) -> Vec<f64> {
        let along: f64 = weights.iter().zip(&self.ranks).map(|(w, rank)| w * rank).sum();
        let mut beyond: f64 = weights.iter().sum();
        weights
            .iter()
            .map(|weight| {
                beyond -= weight;
                beyond + weight / 2.0 - along
            })
            .collect()
    }

    /// Share, value and group of each record.
    pub(super) fn each(&self) -> impl Iterator<Item = (f64, f64, usize)> + '_ {
        self.shares
            .iter()
            .zip(&self.values)
            .zip(&self.groups)
            .map(|((share, value), group)| (*share, *value, *group))
    }
}

fn check(records: &Records<'_>) -> Result<(), SurveyError> {
    let Records { values, weights, order, clusters, strata, scale } = *records;
    let count = values.len();
    if count == 0 {
        return Err(SurveyError::NoRecords);
    }
    let lengths = [
        (RecordsPart::Weights, weights.len()),
        (RecordsPart::Order, order.len()),
        (RecordsPart::Clusters, clusters.map_or(count, <[u64]>::len)),
        (RecordsPart::Strata, strata.map_or(count, <[u64]>::len)),
    ];
    if let Some((part, given)) = lengths.into_iter().find(|(_, given)| *given != count) {
        return Err(SurveyError::Lengths { part, given, records: count });
    }
    for (part, slice) in [(RecordsPart::Values, values), (RecordsPart::Weights, weights)] {
        if let Some(at) = slice.iter().position(|x| !x.is_finite()) {
            return Err(SurveyError::NotFinite { part, at: at + 1 });
        }
    }
    if let Some(at) = weights.iter().position(|&weight| weight <= 0.0) {
        return Err(SurveyError::Weight { at: at + 1 });
    }
    let beyond = |value: &f64| scale.is_some_and(|scale| *value < 0.0 || *value > scale.per());
    if let Some(at) = values.iter().position(beyond) {
        return Err(SurveyError::BeyondScale { at: at + 1 });
    }
    check_order(order)
}

fn check_order(order: &[u32]) -> Result<(), SurveyError> {
    let mut places = order.to_vec();
    places.sort_unstable();
    places.dedup();
    match (1..).zip(&places).find(|(expected, place)| expected != *place) {
        // A place of 0 is before the first, which then has no records.
        Some((expected, _)) => Err(SurveyError::Gap { place: expected }),
        None if places.len() < 2 => {
            Err(InequalityError::TooFewGroups { given: places.len(), needed: 2 }.into())
        }
        None => Ok(()),
    }
}
