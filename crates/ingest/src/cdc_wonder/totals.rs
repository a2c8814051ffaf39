//! Rows marked `Total` held against the rows that they add up, and rates
//! against their counts.

use std::collections::HashMap;

use firstyear_core::{Cell, Place, Problem, ProblemCode, Severity};

use super::notes::Notes;
use super::row::{Counts, Row};
use crate::sink::Sink;

/// Sums of the parts, by the labels that a total row repeats of them.
pub(super) struct Totals {
    sums: HashMap<String, Sums>,
    people_of_hidden_rows: bool,
    asked_to_hide: bool,
    exceeds: bool,
    rates: Option<(Place, u64)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    events: Sum,
    people: Sum,
}

/// A sum, unless a part of it is withheld.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    known: u64,
    withheld: bool,
}

impl Sum {
    fn add(&mut self, cell: &Cell<u64>) {
        match cell {
            Cell::Known { value, .. } => self.known = self.known.saturating_add(*value),
            Cell::Withheld(_) => self.withheld = true,
            Cell::Absent | Cell::NotApplicable => {}
        }
    }
}

impl Totals {
    pub(super) fn new(notes: &Notes) -> Self {
        Self {
            sums: HashMap::new(),
            people_of_hidden_rows: notes.totals_hold_hidden_people(),
            asked_to_hide: notes.asked_to_hide(),
            exceeds: false,
            rates: None,
        }
    }

    /// Adds a row to its totals, or checks a total row.
    pub(super) fn see(&mut self, row: &Row, place: &Place, sink: &mut dyn Sink) {
        if row.counts.rate_disagrees() {
            let (_, rows) = self.rates.get_or_insert_with(|| (place.clone(), 0));
            *rows += 1;
        }
        if row.is_total {
            self.check(row, place, sink);
            return;
        }
        let mut end = 0;
        for label in std::iter::once("").chain(row.labels.split_inclusive('\t')) {
            end += label.len();
            let sums = match self.sums.get_mut(&row.labels[..end]) {
                Some(sums) => sums,
                None => self.sums.entry(row.labels[..end].to_owned()).or_default(),
            };
            sums.events.add(&row.counts.numerator);
            sums.people.add(&row.counts.denominator);
        }
    }

    fn check(&mut self, row: &Row, place: &Place, sink: &mut dyn Sink) {
        // A total without parts before it: they are all hidden, or the rows
        // were sorted anew.
        let Some(sums) = self.sums.remove(&row.labels) else { return };
        let Counts { numerator, denominator, columns, .. } = &row.counts;
        let told = |column: &str| {
            let place = place.clone().column(column);
            Problem::new(
                ProblemCode::TotalDisagrees,
                place,
                "the rows do not add up to their total",
            )
        };
        let known = |cell: &Cell<u64>, sum: Sum| cell.value().copied().filter(|_| !sum.withheld);
        match known(numerator, sums.events) {
            Some(total) if total > sums.events.known && self.asked_to_hide => self.exceeds = true,
            Some(total) if total != sums.events.known => sink.problem(told(&columns[0])),
            _ => {}
        }
        match known(denominator, sums.people) {
            Some(total)
                if total > sums.people.known && (self.people_of_hidden_rows || self.exceeds) => {}
            Some(total) if total != sums.people.known => sink.problem(told(&columns[1])),
            _ => {}
        }
    }

    /// What the totals say of the file as a whole.
    pub(super) fn finish(self, place: &Place, sink: &mut dyn Sink) {
        if self.exceeds {
            let message = "the totals exceed their rows, and the query left suppressed rows out: \
                           groups are missing that had events";
            sink.problem(Problem::new(ProblemCode::RowsHidden, place.clone(), message));
        }
        if let Some((place, rows)) = self.rates {
            let message =
                format!("the rate is not what its own counts give, the first of {rows} such rows");
            let problem = Problem::new(ProblemCode::RateDisagrees, place, message);
            sink.problem(problem.with_severity(Severity::Warning));
        }
    }
}
