//! The rows of one dimension and organisation, which stand together: where one
//! of them is their total, it is the denominator of the others.

use firstyear_core::{Cell, Observation};

use crate::sink::Sink;

/// The rows that were read and not yet told.
#[derive(Default)]
pub(super) struct Block {
    rows: Vec<Observation>,
    total: Option<Cell<u64>>,
}

impl Block {
    /// Adds a row. One of another dimension, organisation or period tells
    /// those before it.
    pub(super) fn add(&mut self, row: Observation, is_total: bool, sink: &mut dyn Sink) {
        let same = |known: &Observation| {
            known.indicator == row.indicator && known.area == row.area && known.period == row.period
        };
        if self.rows.first().is_some_and(|first| !same(first)) {
            self.tell(sink);
        }
        if is_total {
            self.total = Some(row.numerator);
        }
        self.rows.push(row);
    }

    /// Tells the last rows.
    pub(super) fn finish(mut self, sink: &mut dyn Sink) {
        self.tell(sink);
    }

    fn tell(&mut self, sink: &mut dyn Sink) {
        let total = self.total.take();
        for mut row in self.rows.drain(..) {
            if let Some(total) = total {
                row.denominator = total;
            }
            sink.observation(row);
        }
    }
}
