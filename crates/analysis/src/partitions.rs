//! Areas that make up another, as a reader can know.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::{AreaCode, Cell, IndicatorId, Period};

use crate::Evidence;

/// Lists of areas, each with what it may make up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Partitions {
    /// Whether the figures of the sources say that they do: what all but one of the
    /// areas leave is then the last one.
    lists: BTreeMap<(AreaCode, Vec<AreaCode>), bool>,
}

impl Partitions {
    /// Areas within another by their boundaries, and those of the sources that make
    /// up another exactly.
    pub(crate) fn of(evidence: &Evidence<'_>) -> Self {
        let mut counts: BTreeMap<(&IndicatorId, Period), BTreeMap<&AreaCode, u64>> =
            BTreeMap::new();
        for row in &evidence.data.observations {
            if let (Cell::Known { value, .. }, true) = (row.numerator, row.groups.is_everyone()) {
                counts.entry((&row.indicator, row.period)).or_default().insert(&row.area, value);
            }
        }
        let codes: BTreeSet<&AreaCode> =
            counts.values().flat_map(BTreeMap::keys).copied().collect();
        let mut within: BTreeMap<&AreaCode, Vec<AreaCode>> = BTreeMap::new();
        for code in &codes {
            let area = evidence.data.geography.get(code);
            let parents = area.into_iter().flat_map(|area| &area.parents);
            for parent in parents.map(|parent| &parent.code).collect::<BTreeSet<_>>() {
                within.entry(parent).or_default().push((*code).clone());
            }
        }
        let mut lists = BTreeMap::new();
        for (whole, parts) in within {
            let is_known = adds_up(whole, &parts, &counts);
            lists.insert((whole.clone(), parts), is_known);
        }
        // All the others of a table, where no boundaries are known.
        for of in counts.values().filter(|of| of.len() > 2) {
            let sum = of.values().fold(0_u64, |sum, count| sum.saturating_add(*count));
            for whole in of.iter().filter(|(_, count)| **count > 0 && sum - **count == **count) {
                let parts = of.keys().filter(|code| *code != whole.0).map(|code| (*code).clone());
                lists.insert(((*whole.0).clone(), parts.collect()), true);
            }
        }
        Self { lists }
    }

    /// Adds areas that an answer holds against another.
    pub(crate) fn add(&mut self, whole: AreaCode, parts: Vec<AreaCode>) {
        self.lists.entry((whole, parts)).or_insert(false);
    }

    /// Every list, with what it makes up and whether the sources say so.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&AreaCode, &[AreaCode], bool)> {
        self.lists.iter().map(|((whole, parts), is_known)| (whole, &parts[..], *is_known))
    }
}

/// Whether the events of `parts` are those of `whole` in some table of the sources.
fn adds_up(
    whole: &AreaCode,
    parts: &[AreaCode],
    counts: &BTreeMap<(&IndicatorId, Period), BTreeMap<&AreaCode, u64>>,
) -> bool {
    parts.len() > 1
        && counts.values().any(|of| {
            let sum = parts.iter().try_fold(0_u64, |sum, part| sum.checked_add(*of.get(part)?));
            sum.is_some_and(|sum| sum > 0 && of.get(whole) == Some(&sum))
        })
}
