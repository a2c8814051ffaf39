//! One figure printed in several tables: kept once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use firstyear_core::{
    AreaCode, Cell, Groups, IndicatorId, Observation, Period, Place, Problem, ProblemCode, SourceId,
};

type Key = (IndicatorId, AreaCode, Period, Groups, SourceId);

/// Keeps each figure once. What one table leaves out, another fills in; where
/// two tables differ, neither figure is used.
pub(super) fn once(all: Vec<Observation>, problems: &mut Vec<Problem>) -> Vec<Observation> {
    let mut kept: Vec<(Option<Observation>, Place)> = Vec::with_capacity(all.len());
    let mut known: BTreeMap<Key, usize> = BTreeMap::new();
    for new in all {
        let key = (
            new.indicator.clone(),
            new.area.clone(),
            new.period,
            new.groups.clone(),
            new.source.clone(),
        );
        match known.entry(key) {
            Entry::Vacant(slot) => {
                slot.insert(kept.len());
                let place = new.place.clone();
                kept.push((Some(new), place));
            }
            Entry::Occupied(slot) => {
                let (old, first) = &mut kept[*slot.get()];
                if old.as_mut().is_none_or(|old| !fill(old, &new)) {
                    *old = None;
                    problems.push(conflict(first, new.place));
                }
            }
        }
    }
    kept.into_iter().filter_map(|(observation, _)| observation).collect()
}

fn conflict(first: &Place, again: Place) -> Problem {
    let row = first.row.map_or_else(String::new, |row| format!("row {row}"));
    let elsewhere = match &first.sheet {
        Some(sheet) if first.sheet != again.sheet => format!("sheet `{sheet}`, {row}"),
        _ => row,
    };
    let message =
        format!("gives other figures than {elsewhere} for the same thing; neither is used");
    Problem::new(ProblemCode::ObservationConflict, again, message)
        .with_help("correct the wrong one, or download the workbook again")
}

/// Fills what `old` lacks. `false`, and nothing changed, when they differ.
fn fill(old: &mut Observation, new: &Observation) -> bool {
    let joined = (
        join(old.numerator, new.numerator),
        join(old.denominator, new.denominator),
        join(old.value, new.value),
    );
    let (Some(numerator), Some(denominator), Some(value)) = joined else { return false };
    if old.basis != new.basis {
        return false;
    }
    (old.numerator, old.denominator, old.value) = (numerator, denominator, value);
    true
}

fn join<T: PartialEq>(old: Cell<T>, new: Cell<T>) -> Option<Cell<T>> {
    match (old, new) {
        (Cell::Absent, other) | (other, Cell::Absent) => Some(other),
        (Cell::Known { value: a, flags: x }, Cell::Known { value: b, flags: y }) => {
            (a == b).then_some(Cell::Known { value: a, flags: x | y })
        }
        (old, new) => (old == new).then_some(old),
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::Basis;

    use super::*;

    fn deaths(numerator: u64, value: Cell<f64>) -> Observation {
        Observation {
            indicator: IndicatorId::new("infant-mortality-rate").unwrap(),
            area: AreaCode::new("W92000004").unwrap(),
            period: Period::year(2022).unwrap(),
            groups: Groups::everyone(),
            numerator: Cell::known(numerator),
            denominator: Cell::known(1_000),
            basis: Basis::Complete,
            value,
            interval: None,
            standard_error: None,
            note: None,
            source: SourceId::new("ons").unwrap(),
            place: Place::default(),
        }
    }

    #[test]
    fn equal_figures_are_kept_once_and_fill_each_other() {
        let mut problems = Vec::new();
        let all = vec![deaths(3, Cell::Absent), deaths(3, Cell::known(3.0))];
        assert_eq!(once(all, &mut problems), [deaths(3, Cell::known(3.0))]);
        assert_eq!(problems, []);
    }

    #[test]
    fn different_figures_are_not_used() {
        let mut problems = Vec::new();
        let all = vec![deaths(3, Cell::Absent), deaths(4, Cell::Absent), deaths(3, Cell::Absent)];
        assert_eq!(once(all, &mut problems), []);
        assert!(problems.iter().all(|p| p.code == ProblemCode::ObservationConflict));
    }
}
