//! Cells of a table: counts, rates and the publisher's marks.

use firstyear_core::{Cell, Flags, ProblemCode, Withholding};

use super::grid::GridCell;
use crate::fault::Fault;

const VALUE_HELP: &str = "write a plain number, or the mark [c] for a value that is hidden, [x] \
    for one that is not available, [z] for one that cannot exist";

/// A count of people.
pub(super) fn count(cell: &GridCell) -> Result<Cell<u64>, Fault> {
    match cell {
        GridCell::Number(number) => whole(*number).map(Cell::known),
        other => without_value(other),
    }
}

/// A rate, with what the column of marks beside it says.
pub(super) fn rate(cell: &GridCell, mark: Option<&GridCell>) -> Result<Cell<f64>, Fault> {
    let flags = mark.map_or(Ok(Flags::NONE), flags)?;
    match cell {
        GridCell::Number(number) if number.is_finite() && *number >= 0.0 => {
            Ok(Cell::flagged(*number, flags))
        }
        GridCell::Number(_) => {
            Err(Fault::new(ProblemCode::ValueOutOfRange, "a rate is below zero or without bounds"))
        }
        other => without_value(other),
    }
}

fn whole(number: f64) -> Result<u64, Fault> {
    // Beyond 2^53 a double no longer tells neighbouring whole numbers apart.
    if number < 0.0 || number.fract() != 0.0 || number > 9_007_199_254_740_992.0 {
        let message = "a count is negative or not a whole number";
        return Err(Fault::new(ProblemCode::CellNotWhole, message));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, not negative and at most 2^53 by the check above"
    )]
    Ok(number as u64)
}

fn without_value<T>(cell: &GridCell) -> Result<Cell<T>, Fault> {
    // The publisher prints a mark where a value cannot exist or was hidden, so
    // an empty cell is one that was not reported.
    let GridCell::Text(text) = cell else { return Ok(Cell::Absent) };
    match text.as_str() {
        "[x]" => Ok(Cell::Absent),
        "[z]" => Ok(Cell::NotApplicable),
        "[c]" => Ok(Cell::Withheld(Withholding::Publisher)),
        mark if is_mark(mark) => Err(Fault::new(
            ProblemCode::MarkUnknown,
            "a mark stands for a value, and the key does not list it",
        )),
        _ => {
            let message = "text stands where a number should";
            Err(Fault::new(ProblemCode::CellNotANumber, message).with_help(VALUE_HELP))
        }
    }
}

fn flags(mark: &GridCell) -> Result<Flags, Fault> {
    match mark.printed().as_str() {
        // Beside a value that is not there, these repeat why.
        "" | "[x]" | "[z]" | "[c]" => Ok(Flags::NONE),
        "[u]" => Ok(Flags::LOW_RELIABILITY),
        "[p]" => Ok(Flags::PROVISIONAL),
        "[r]" => Ok(Flags::REVISED),
        "[e]" => Ok(Flags::ESTIMATED),
        "[b]" => Ok(Flags::SERIES_BREAK),
        _ => Err(Fault::new(
            ProblemCode::MarkUnknown,
            "the column of marks holds one that the key does not list",
        )),
    }
}

fn is_mark(text: &str) -> bool {
    text.starts_with('[') && text.ends_with(']')
}

#[cfg(test)]
mod tests {
    use super::super::grid::text;
    use super::*;

    #[test]
    fn every_mark_keeps_its_meaning() {
        assert_eq!(count(&text("[x]")), Ok(Cell::Absent));
        assert_eq!(count(&GridCell::Empty), Ok(Cell::Absent));
        assert_eq!(rate(&GridCell::Empty, Some(&text("[u]"))), Ok(Cell::Absent));
        assert_eq!(count(&text(" [z] ")), Ok(Cell::NotApplicable));
        assert_eq!(count(&text("[c]")), Ok(Cell::Withheld(Withholding::Publisher)));
        assert_eq!(count(&GridCell::Number(0.0)), Ok(Cell::known(0)));
        let low = rate(&GridCell::Number(4.3), Some(&text("[u]")));
        assert_eq!(low, Ok(Cell::flagged(4.3, Flags::LOW_RELIABILITY)));
        assert_eq!(rate(&text("[x]"), Some(&text("[u]"))), Ok(Cell::Absent));
    }

    #[test]
    fn what_is_no_count_is_named() {
        let code = |cell: &GridCell| count(cell).unwrap_err().code();
        assert_eq!(code(&text("[q]")), ProblemCode::MarkUnknown);
        assert_eq!(code(&text("many")), ProblemCode::CellNotANumber);
        assert_eq!(code(&GridCell::Number(-1.0)), ProblemCode::CellNotWhole);
        assert_eq!(code(&GridCell::Number(0.5)), ProblemCode::CellNotWhole);
        assert_eq!(code(&GridCell::Number(f64::INFINITY)), ProblemCode::CellNotWhole);
        for number in [-0.1, f64::INFINITY, f64::NAN] {
            let wrong = rate(&GridCell::Number(number), None).unwrap_err();
            assert_eq!(wrong.code(), ProblemCode::ValueOutOfRange);
        }
    }
}
