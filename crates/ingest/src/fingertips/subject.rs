//! What a row is about, joined with its figures.

use std::sync::Arc;

use firstyear_core::{AreaCode, Basis, Groups, IndicatorId, Observation, Period, SourceId};

use super::columns::Column;
use super::figures::{self, Figures, Number, Told};
use crate::fault::RowProblems;

/// What a row is about, read and good.
pub(super) struct Subject {
    pub(super) indicator: IndicatorId,
    pub(super) area: AreaCode,
    pub(super) period: Period,
    pub(super) groups: Groups,
    pub(super) source: SourceId,
}

impl Subject {
    /// Joins it with the figures, the limits at 95% and at 99.8%, and the text
    /// of the note.
    pub(super) fn with(
        self,
        figures: Figures,
        [inner, outer]: [[(Column, Number); 2]; 2],
        note: Option<Arc<str>>,
        told: &mut Told,
        (line, row): (u64, &mut RowProblems<'_>),
    ) -> Observation {
        let interval = figures::limits_of_row(inner, outer, &figures.value, told, (line, row));
        Observation {
            indicator: self.indicator,
            area: self.area,
            period: self.period,
            groups: self.groups,
            numerator: figures.numerator,
            denominator: figures.denominator,
            basis: Basis::Complete,
            value: figures.value,
            interval,
            standard_error: None,
            note,
            source: self.source,
            place: row.place(),
        }
    }
}
