//! Finds the observations that answer a question.

use std::collections::BTreeMap;

use firstyear_core::{
    AreaCode, CategoryId, Dimension, DimensionId, Groups, IndicatorId, Observation, Period, Role,
    SourceId,
};

use crate::Evidence;

/// Observations by category of one dimension.
pub(crate) type Slice<'a> = BTreeMap<CategoryId, &'a Observation>;

/// For each period, the observations of `area` split by `dimension` and by
/// nothing else.
///
/// Several tables can print the same figure: the one split by the fewest
/// dimensions is taken, its other dimensions standing at their totals. Of two
/// alike, the source whose id comes first; of two tables of one source, the one
/// that prints the rate, then the one whose dimensions come first: whatever the
/// order of files and tables.
pub(crate) fn by_category<'a>(
    evidence: &Evidence<'a>,
    indicator: &IndicatorId,
    area: &AreaCode,
    dimension: &DimensionId,
) -> BTreeMap<Period, Slice<'a>> {
    let mut slices: BTreeMap<Period, Slice<'a>> = BTreeMap::new();
    for observation in about(evidence, indicator, area) {
        let Some(category) = observation.groups.get(dimension) else { continue };
        if !others_at_total(evidence, observation, dimension) {
            continue;
        }
        let slot = slices.entry(observation.period).or_default();
        match slot.get(category) {
            Some(known) if rank(known) <= rank(observation) => {}
            _ => {
                slot.insert(category.clone(), observation);
            }
        }
    }
    slices
}

fn rank(observation: &Observation) -> (usize, &SourceId, bool, &Groups) {
    let prints_no_rate = observation.value.value().is_none();
    (observation.groups.iter().count(), &observation.source, prints_no_rate, &observation.groups)
}

pub(crate) fn about<'a>(
    evidence: &Evidence<'a>,
    indicator: &IndicatorId,
    area: &AreaCode,
) -> impl Iterator<Item = &'a Observation> {
    evidence.data.observations.iter().filter(move |o| o.indicator == *indicator && o.area == *area)
}

fn others_at_total(
    evidence: &Evidence<'_>,
    observation: &Observation,
    dimension: &DimensionId,
) -> bool {
    observation.groups.iter().all(|(id, category)| {
        id == dimension || evidence.dimensions.get(id).is_some_and(|d| is_total(d, category))
    })
}

pub(crate) fn is_total(dimension: &Dimension, category: &CategoryId) -> bool {
    dimension.category(category).is_some_and(|category| category.role == Role::Total)
}

/// One row for the whole period, or one for each of its years; nothing where a
/// year is missing.
pub(crate) fn within<'a>(
    rows: impl Iterator<Item = &'a Observation>,
    of: Period,
) -> Option<Vec<&'a Observation>> {
    let mut best: BTreeMap<Period, &Observation> = BTreeMap::new();
    for row in rows {
        match best.get(&row.period) {
            Some(known) if rank(known) <= rank(row) => {}
            _ => drop(best.insert(row.period, row)),
        }
    }
    if let Some(row) = best.get(&of) {
        return Some(vec![*row]);
    }
    let years: Vec<&Observation> =
        best.into_values().filter(|row| row.period.units() == 1).collect();
    (years.len() == usize::from(of.units())).then_some(years)
}
