//! Rows that speak of the same thing twice.
//!
//! Equal figures, as when an area is listed under several parents, count
//! once. Different figures contradict each other, and none of them is used.

use std::hash::{BuildHasher, Hash, RandomState};

use firstyear_core::{Cell, Observation, Place, Problem, ProblemCode, PublishedGap};

/// A row of which only one can be true.
pub(crate) trait Figure {
    /// What it speaks of.
    type Subject<'r>: Eq + Hash
    where
        Self: 'r;

    fn subject(&self) -> Self::Subject<'_>;
    /// Whether it says the same; flags may differ.
    fn agrees(&self, other: &Self) -> bool;
    /// Adds the flags of a row that agrees.
    fn gain_flags(&mut self, other: &Self);
    fn place(&self) -> &Place;
}

/// Leaves each row once and drops those that contradict each other. The order
/// of the others stays.
pub(crate) fn settle<T: Figure>(rows: &mut Vec<T>) -> Vec<Problem> {
    let repeats = find_repeats(rows);
    if repeats.is_empty() {
        return Vec::new();
    }
    let mut unused = vec![false; rows.len()];
    for repeat in repeats.iter().filter(|repeat| !repeat.agrees) {
        unused[repeat.first] = true;
    }
    let mut problems = Vec::with_capacity(repeats.len());
    for Repeat { first, again, agrees } in repeats {
        problems.push(told(rows[first].place(), rows[again].place(), agrees, unused[first]));
        if agrees {
            let (before, after) = rows.split_at_mut(again);
            before[first].gain_flags(&after[0]);
        }
        unused[again] = true;
    }
    let mut at = 0;
    rows.retain(|_| {
        at += 1;
        !unused[at - 1]
    });
    problems
}

struct Repeat {
    first: usize,
    again: usize,
    agrees: bool,
}

fn find_repeats<T: Figure>(rows: &[T]) -> Vec<Repeat> {
    let mut seen = First::with_capacity(rows.len());
    let mut repeats = Vec::new();
    for (again, row) in rows.iter().enumerate() {
        let first = seen.of(rows, again);
        if first != again {
            repeats.push(Repeat { first, again, agrees: rows[first].agrees(row) });
        }
    }
    repeats
}

/// The first row of each subject, in a table that holds nothing but the number
/// of a row and a piece of its hash: a map of subjects would take a third of
/// the memory of the rows themselves.
struct First {
    hasher: RandomState,
    /// For each slot 1 more than a row's number, 0 where it is free; and a
    /// piece of its hash.
    slots: Vec<(u32, u32)>,
}

impl First {
    fn with_capacity(rows: usize) -> Self {
        // Half of the slots stay free, so that a search is short.
        let slots = (rows + 1).next_power_of_two() * 2;
        Self { hasher: RandomState::new(), slots: vec![(0, 0); slots] }
    }

    /// The first row with the subject of the row `at`, itself included.
    fn of<T: Figure>(&mut self, rows: &[T], at: usize) -> usize {
        let subject = rows[at].subject();
        let hash = self.hasher.hash_one(&subject);
        #[expect(clippy::cast_possible_truncation, reason = "pieces of a hash")]
        let (piece, start) = ((hash >> 32) as u32, hash as usize);
        let mask = self.slots.len() - 1;
        let mut slot = start & mask;
        loop {
            match self.slots[slot] {
                (0, _) => {
                    let number = u32::try_from(at + 1).expect("rows of a data set fit in memory");
                    self.slots[slot] = (number, piece);
                    return at;
                }
                (number, known) if known == piece => {
                    let first = number as usize - 1;
                    if rows[first].subject() == subject {
                        return first;
                    }
                }
                _ => {}
            }
            slot = (slot + 1) & mask;
        }
    }
}

fn told(first: &Place, again: &Place, agrees: bool, contradicted: bool) -> Problem {
    let elsewhere = match first.row {
        Some(row) if first.file == again.file && first.sheet == again.sheet => format!("row {row}"),
        _ => first.to_string(),
    };
    let (code, message) = match (agrees, contradicted) {
        (true, false) => {
            (ProblemCode::ObservationRepeated, format!("says the same as {elsewhere}"))
        }
        (true, true) => (
            ProblemCode::ObservationConflict,
            format!("says the same as {elsewhere}, which another row contradicts"),
        ),
        (false, _) => (
            ProblemCode::ObservationConflict,
            format!("gives other figures than {elsewhere} for the same thing; neither is used"),
        ),
    };
    Problem::new(code, again.clone(), message)
}

impl Figure for Observation {
    type Subject<'r> = (
        &'r firstyear_core::IndicatorId,
        &'r firstyear_core::AreaCode,
        firstyear_core::Period,
        &'r firstyear_core::Groups,
        &'r firstyear_core::SourceId,
    );

    fn subject(&self) -> Self::Subject<'_> {
        (&self.indicator, &self.area, self.period, &self.groups, &self.source)
    }

    fn agrees(&self, other: &Self) -> bool {
        same(&self.numerator, &other.numerator)
            && same(&self.denominator, &other.denominator)
            && same(&self.value, &other.value)
            && self.basis == other.basis
            && self.interval == other.interval
            && self.standard_error == other.standard_error
    }

    fn gain_flags(&mut self, other: &Self) {
        flag(&mut self.numerator, &other.numerator);
        flag(&mut self.denominator, &other.denominator);
        flag(&mut self.value, &other.value);
    }

    fn place(&self) -> &Place {
        &self.place
    }
}

impl Figure for PublishedGap {
    type Subject<'r> = (
        (&'r firstyear_core::IndicatorId, &'r firstyear_core::AreaCode, firstyear_core::Period),
        (&'r firstyear_core::DimensionId, &'r firstyear_core::CategoryId),
        &'r firstyear_core::SourceId,
    );

    fn subject(&self) -> Self::Subject<'_> {
        ((&self.indicator, &self.area, self.period), (&self.dimension, &self.group), &self.source)
    }

    fn agrees(&self, other: &Self) -> bool {
        same(&self.relative_gap, &other.relative_gap)
            && same(&self.group_events, &other.group_events)
            && same(&self.all_events, &other.all_events)
            && same(&self.group_rate, &other.group_rate)
            && same(&self.all_rate, &other.all_rate)
            && self.basis == other.basis
    }

    fn gain_flags(&mut self, other: &Self) {
        flag(&mut self.relative_gap, &other.relative_gap);
    }

    fn place(&self) -> &Place {
        &self.place
    }
}

fn same<T: Copy + PartialEq>(a: &Cell<T>, b: &Cell<T>) -> bool {
    let bare = |cell: &Cell<T>| match cell {
        Cell::Known { value, .. } => Cell::known(*value),
        other => *other,
    };
    bare(a) == bare(b)
}

fn flag<T: Copy>(cell: &mut Cell<T>, other: &Cell<T>) {
    if let Cell::Known { flags, .. } = cell {
        *flags |= other.flags();
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::{AreaCode, Basis, Flags, Groups, IndicatorId, Period, Severity, SourceId};

    use super::*;

    fn deaths(area: &str, numerator: Cell<u64>, row: u64) -> Observation {
        Observation {
            indicator: IndicatorId::new("infant-mortality-rate").unwrap(),
            area: AreaCode::new(area).unwrap(),
            period: Period::year(2022).unwrap(),
            groups: Groups::everyone(),
            numerator,
            denominator: Cell::known(1000),
            basis: Basis::Complete,
            value: Cell::Absent,
            interval: None,
            standard_error: None,
            note: None,
            source: SourceId::new("ons").unwrap(),
            place: Place::file("a.csv").row(row),
        }
    }

    fn areas(rows: &[Observation]) -> Vec<&str> {
        rows.iter().map(|row| row.area.as_str()).collect()
    }

    #[test]
    fn a_repeated_row_counts_once_and_keeps_the_flags_of_both() {
        let mut rows = vec![
            deaths("E06000001", Cell::flagged(4, Flags::PROVISIONAL), 2),
            deaths("E06000002", Cell::known(4), 3),
            deaths("E06000001", Cell::flagged(4, Flags::LOW_RELIABILITY), 4),
        ];
        let problems = settle(&mut rows);
        assert_eq!(areas(&rows), ["E06000001", "E06000002"]);
        assert_eq!(
            rows[0].numerator,
            Cell::flagged(4, Flags::PROVISIONAL | Flags::LOW_RELIABILITY)
        );
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].severity, Severity::Note);
        assert_eq!(problems[0].to_string(), "a.csv, row 4: says the same as row 2");
    }

    #[test]
    fn of_rows_that_contradict_each_other_none_is_used() {
        let mut rows = vec![
            deaths("E06000001", Cell::known(4), 2),
            deaths("E06000001", Cell::known(4), 3),
            deaths("E06000001", Cell::Absent, 4),
            deaths("E06000002", Cell::known(4), 5),
        ];
        let problems = settle(&mut rows);
        assert_eq!(areas(&rows), ["E06000002"]);
        let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [ProblemCode::ObservationConflict; 2]);
    }
}
