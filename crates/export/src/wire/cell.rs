//! Cells: a figure, or the reason why there is none.

use firstyear_core::{Cell, Estimate, Flags, Withholding};
use serde::Serialize;

use super::{EstimateV1, Number};

/// What is known of a figure. Zero, hidden, never reported and impossible are
/// four different facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StatusV1 {
    /// The figure stands beside it, zero included.
    Known,
    /// Hidden by the publisher.
    WithheldPublisher,
    /// Hidden on the way out because it, or a count that it is made of, is
    /// small.
    WithheldPrimary,
    /// Hidden on the way out because it would reveal another figure.
    WithheldSecondary,
    /// Not collected, not calculated or not reported.
    Absent,
    /// No figure could exist.
    NotApplicable,
}

/// What a publisher says of a figure that it prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FlagV1 {
    /// Will be revised.
    Provisional,
    /// Differs from what was published before.
    Revised,
    /// Not counted but estimated.
    Estimated,
    /// Rests on so few events that the publisher warns of it.
    LowReliability,
    /// Not comparable with the figure before it in the series.
    SeriesBreak,
}

/// A count, or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CountV1 {
    /// The count: a number unless `status` says why there is none.
    pub value: Option<u64>,
    /// Whether there is a count, and if not, why.
    pub status: StatusV1,
    /// What the publisher says of the count; empty when nothing.
    pub flags: Vec<FlagV1>,
}

/// A value, or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueV1 {
    /// The value: a number unless `status` says why there is none.
    pub value: Option<Number>,
    /// Whether there is a value, and if not, why.
    pub status: StatusV1,
    /// What the publisher says of the value; empty when nothing.
    pub flags: Vec<FlagV1>,
}

/// An estimate, or the reason why there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EstimateCellV1 {
    /// The estimate: there unless `status` says why there is none.
    pub estimate: Option<EstimateV1>,
    /// Whether there is an estimate, and if not, why.
    pub status: StatusV1,
    /// What the publishers say of the figures behind it; empty when nothing.
    pub flags: Vec<FlagV1>,
}

impl From<Cell<u64>> for CountV1 {
    fn from(cell: Cell<u64>) -> Self {
        let value = cell.value().copied();
        Self { value, status: status(&cell), flags: flags(cell.flags()) }
    }
}

impl From<Cell<f64>> for ValueV1 {
    fn from(cell: Cell<f64>) -> Self {
        let value = cell.value().copied().map(Number::from);
        Self { value, status: status(&cell), flags: flags(cell.flags()) }
    }
}

impl EstimateCellV1 {
    pub(super) fn new(cell: &Cell<Estimate>) -> Self {
        let estimate = cell.value().map(EstimateV1::new);
        Self { estimate, status: status(cell), flags: flags(cell.flags()) }
    }
}

pub(super) const fn status<T>(cell: &Cell<T>) -> StatusV1 {
    match cell {
        Cell::Known { .. } => StatusV1::Known,
        Cell::Withheld(Withholding::Publisher) => StatusV1::WithheldPublisher,
        Cell::Withheld(Withholding::Primary) => StatusV1::WithheldPrimary,
        Cell::Withheld(Withholding::Secondary) => StatusV1::WithheldSecondary,
        Cell::Absent => StatusV1::Absent,
        Cell::NotApplicable => StatusV1::NotApplicable,
    }
}

fn flags(flags: Flags) -> Vec<FlagV1> {
    [
        (Flags::PROVISIONAL, FlagV1::Provisional),
        (Flags::REVISED, FlagV1::Revised),
        (Flags::ESTIMATED, FlagV1::Estimated),
        (Flags::LOW_RELIABILITY, FlagV1::LowReliability),
        (Flags::SERIES_BREAK, FlagV1::SeriesBreak),
    ]
    .into_iter()
    .filter(|(flag, _)| flags.contains(*flag))
    .map(|(_, word)| word)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_tidy_layout() {
        let cells = [
            Cell::known(0_u64),
            Cell::Withheld(Withholding::Publisher),
            Cell::Withheld(Withholding::Primary),
            Cell::Withheld(Withholding::Secondary),
            Cell::Absent,
            Cell::NotApplicable,
        ];
        for cell in cells {
            let json = serde_json::to_value(CountV1::from(cell)).unwrap();
            assert_eq!(json["status"], cell.status());
            assert_eq!(json["value"].as_u64(), cell.value().copied());
        }
        let every = Flags::PROVISIONAL
            | Flags::REVISED
            | Flags::ESTIMATED
            | Flags::LOW_RELIABILITY
            | Flags::SERIES_BREAK;
        let json = serde_json::to_value(CountV1::from(Cell::flagged(1, every))).unwrap();
        assert_eq!(json["flags"], serde_json::json!(every.words().collect::<Vec<_>>()));
    }
}
