//! Categories as the sources count them: what a reader who knows the layout of a source
//! puts together and takes apart.
//!
//! | you have                                | you want                            | use                     |
//! |-----------------------------------------|-------------------------------------|-------------------------|
//! | groups of several categories            | the pieces that they tell apart     | [`Categories::pieces`]  |
//! | a piece, of an area and a period        | how many it counts                  | [`Categories::count`]   |

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::{AreaCode, CategoryId, Cell, DimensionId, Period};

use crate::Evidence;
use crate::shown::is_part;
use crate::together::{Key, What};

/// Categories of one dimension that stand together wherever any of them is counted.
pub(crate) type Piece = BTreeSet<CategoryId>;

/// Counts of single categories.
#[derive(Debug, Default)]
pub(crate) struct Categories {
    /// By what is counted where and when, and the dimension. `None` where two rows differ.
    counts: BTreeMap<(What, AreaCode, DimensionId), BTreeMap<Period, Counted>>,
    known: BTreeMap<DimensionId, Piece>,
}

/// Counts of the categories of a period; `None` where two rows differ.
type Counted = BTreeMap<CategoryId, Option<u64>>;

impl Categories {
    /// Those of every source.
    pub(crate) fn of(evidence: &Evidence<'_>) -> Self {
        let mut found = Self::default();
        for row in &evidence.data.observations {
            let [(dimension, category)] = row.groups.as_slice() else { continue };
            let role =
                evidence.dimensions.get(dimension).and_then(|known| known.category(category));
            if !role.is_some_and(|category| is_part(&category.role)) {
                continue;
            }
            found.known.entry(dimension.clone()).or_default().insert(category.clone());
            let indicator = evidence.indicators.get(&row.indicator);
            let whats = [
                (Some(What::Events(row.indicator.clone())), row.numerator),
                (indicator.map(|one| What::AtRisk(one.denominator.clone())), row.denominator),
            ];
            for (what, cell) in whats {
                let (Some(what), Cell::Known { value, .. }) = (what, cell) else { continue };
                let of = found.counts.entry((what, row.area.clone(), dimension.clone()));
                let counted = of.or_default().entry(row.period).or_default();
                let count = counted.entry(category.clone()).or_insert(Some(value));
                *count = count.filter(|known| *known == value);
            }
        }
        found
    }

    /// The pieces of a dimension that groups of its categories tell apart.
    pub(crate) fn pieces(
        &self,
        dimension: &DimensionId,
        groups: &BTreeSet<&BTreeSet<CategoryId>>,
    ) -> Vec<Piece> {
        let mut pieces: BTreeMap<Vec<bool>, Piece> = BTreeMap::new();
        for category in self.known.get(dimension).into_iter().flatten() {
            let within = groups.iter().map(|group| group.contains(category)).collect();
            pieces.entry(within).or_default().insert(category.clone());
        }
        pieces.into_values().collect()
    }

    /// How many of what `key` counts are in a piece of a dimension, those of several years
    /// added up, and whether each of its categories has a row; one that has none counts nobody.
    /// `None` where the sources say nothing of the dimension there, or two things.
    pub(crate) fn count(
        &self,
        key: &Key,
        dimension: &DimensionId,
        piece: &Piece,
    ) -> Option<(u64, bool)> {
        let at = (key.what.clone(), key.area.clone(), dimension.clone());
        let of = self.counts.get(&at)?;
        let sum = |counted: &Counted| {
            let within = counted.iter().filter(|(category, _)| piece.contains(*category));
            let counts: Vec<u64> = within.map(|(_, count)| *count).collect::<Option<_>>()?;
            Some((counts.iter().sum::<u64>(), counts.len() == piece.len()))
        };
        if let Some(counted) = of.get(&key.period) {
            return sum(counted);
        }
        let years = of.iter().filter(|(period, _)| {
            period.unit() == key.period.unit() && period.units() == 1 && key.period.covers(**period)
        });
        let years: Vec<&Counted> = years.map(|(_, counted)| counted).collect();
        if years.len() != usize::from(key.period.units()) {
            return None;
        }
        years.into_iter().map(sum).try_fold((0, true), |(all, whole), year| {
            let (count, is_whole) = year?;
            Some((all + count, whole && is_whole))
        })
    }
}
