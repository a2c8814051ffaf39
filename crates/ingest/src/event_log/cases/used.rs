//! Events of a batch that could be used, and what is done then.

use super::taken::{Taken, Wrong};

/// Asked after each batch of a table in columns.
pub(super) type After<'a> = &'a mut dyn FnMut(&mut Taken<'_>, &Used<'_>) -> Then;

/// What is done then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// The next batch is read.
    GoOn,
    /// The same, and cases have other places than before.
    Forgot,
    /// The rest of the file is left alone.
    Stop,
}

/// The events of a batch.
pub(super) struct Used<'b> {
    /// The row of the first.
    pub(super) first: u64,
    /// The place of the case of each, where it could be used.
    pub(super) cases: &'b [u32],
    pub(super) wrong: &'b [Option<Wrong>],
    /// The name of the column of cases.
    pub(super) column: &'b str,
}

impl Used<'_> {
    /// The row and the place of the case of each that could be used.
    pub(super) fn cases(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        let rows = (self.first..).zip(self.cases).zip(self.wrong);
        rows.filter(|(_, wrong)| wrong.is_none()).map(|((row, &case), _)| (row, case))
    }
}
