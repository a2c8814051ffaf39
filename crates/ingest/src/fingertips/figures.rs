//! The numbers of a row: counts, value and limits.

use firstyear_core::{
    Cell, Confidence, Flags, IndicatorKind, Interval, Problem, ProblemCode, Severity, Withholding,
};

use super::columns::Column;
use super::notes::Note;
use crate::cells::read_number;
use crate::fault::{Fault, RowProblems};
use crate::input::Input;
use crate::plausible::in_range;
use crate::sink::Sink;

/// A number as its cell says it; `None` where there is none.
pub(super) type Number = Option<f64>;

/// Reads a number. An empty cell and `NA`, which R writes, are none.
pub(super) fn number(text: &str) -> Result<Number, Fault> {
    match text {
        "" | "NA" => Ok(None),
        text => read_number(text).map(Some),
    }
}

/// Facts of a file as a whole, each told once.
#[derive(Default)]
pub(super) struct Told {
    /// Counts that are not whole: the first row, and how many.
    broken: Option<(u64, u64)>,
    /// Rows with limits at 99.8%, likewise.
    outer: Option<(u64, u64)>,
}

impl Told {
    fn outer_limits(&mut self, row: u64) {
        self.outer.get_or_insert((row, 0)).1 += 1;
    }

    pub(super) fn finish(self, input: &Input<'_>, sink: &mut dyn Sink) {
        if let Some((row, cells)) = self.broken {
            let message = format!(
                "the count is not whole, the first of {cells} in this file: rounded to the \
                 nearest one and flagged as estimated"
            );
            let problem = Problem::new(ProblemCode::CellNotWhole, input.place().row(row), message);
            sink.problem(problem.with_severity(Severity::Note).with_help(
                "nothing needs to be done: modelled and shared counts are often not whole; the \
                 published value is kept as it is",
            ));
        }
        if let Some((row, rows)) = self.outer {
            let message = format!(
                "limits at 99.8% are not kept beside those at 95%, here and in {rows} rows in all: \
                 a figure holds one pair"
            );
            let problem =
                Problem::new(ProblemCode::IntervalInvalid, input.place().row(row), message);
            sink.problem(problem.with_severity(Severity::Note).with_help(
                "nothing needs to be done: the limits at 95% are kept where they stand",
            ));
        }
    }

    fn broken(&mut self, row: u64) {
        self.broken.get_or_insert((row, 0)).1 += 1;
    }
}

/// A missing number: hidden where the note says so, else never reported.
const fn missing<T>(note: &Note) -> Cell<T> {
    if note.hides { Cell::Withheld(Withholding::Publisher) } else { Cell::Absent }
}

/// A count. Those that are not whole are rounded and flagged.
pub(super) fn count(
    number: Number,
    note: &Note,
    line: u64,
    told: &mut Told,
) -> Result<Cell<u64>, Fault> {
    // Counts are handled as floating-point numbers, which lose single events
    // above this; no population comes near it.
    const LARGEST: f64 = (1_u64 << f64::MANTISSA_DIGITS) as f64;
    let Some(number) = number else { return Ok(missing(note)) };
    if number < 0.0 {
        return Err(Fault::new(ProblemCode::CellNotWhole, "the count is below zero"));
    }
    if number > LARGEST {
        return Err(Fault::new(
            ProblemCode::CellNotANumber,
            "the number is too large to be a count",
        ));
    }
    let whole = number.round();
    let mut flags = note.flags;
    if whole != number {
        told.broken(line);
        flags |= Flags::ESTIMATED;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, not negative and within the range above"
    )]
    Ok(Cell::flagged(whole as u64, flags))
}

/// Limits at one level. Those that cannot be right are left out with a
/// warning; the figure stands without them.
fn limits(
    pair: [(Column, Number); 2],
    level: Confidence,
    value: &Cell<f64>,
    row: &mut RowProblems<'_>,
) -> Option<Interval> {
    let [(column, lower), (_, upper)] = pair;
    let message = match (lower, upper, value.value()) {
        (None, None, _) => return None,
        (Some(lower), Some(upper), Some(value)) if lower <= *value && *value <= upper => {
            return Some(Interval { lower, upper, confidence: level });
        }
        (Some(lower), Some(upper), _) if lower > upper => "the lower limit is above the upper",
        (Some(_), Some(_), Some(_)) => "the value lies outside its limits",
        (Some(_), Some(_), None) => "limits stand beside a value that is not known",
        _ => "the published limits are incomplete",
    };
    let problem =
        Problem::new(ProblemCode::IntervalInvalid, row.place().column(column.name), message);
    let help = "the limits are left out, and the rest of the row is used";
    row.extend([problem.with_severity(Severity::Warning).with_help(help)]);
    None
}

/// Limits of a row: those at 95%, else those at 99.8%; a figure holds one pair.
pub(super) fn limits_of_row(
    inner: [(Column, Number); 2],
    outer: [(Column, Number); 2],
    value: &Cell<f64>,
    told: &mut Told,
    (line, row): (u64, &mut RowProblems<'_>),
) -> Option<Interval> {
    let stand = |pair: &[(Column, Number); 2]| pair.iter().any(|(_, number)| number.is_some());
    if stand(&inner) {
        if stand(&outer) {
            told.outer_limits(line);
        }
        return limits(inner, Confidence::P95, value, row);
    }
    limits(outer, Confidence::P998, value, row)
}

/// The counts and the value of a row.
#[derive(Clone, Copy)]
pub(super) struct Figures {
    pub(super) numerator: Cell<u64>,
    pub(super) denominator: Cell<u64>,
    pub(super) value: Cell<f64>,
}

impl Figures {
    /// With the value as its cell says it.
    pub(super) fn of([numerator, denominator]: [Cell<u64>; 2], value: Number, note: &Note) -> Self {
        let known = |value| Cell::flagged(value, note.flags);
        Self { numerator, denominator, value: value.map_or_else(|| missing(note), known) }
    }

    /// Whether a known indicator of this kind and factor can have them.
    pub(super) fn check(&self, known: Option<(IndicatorKind, f64)>) -> Result<(), Fault> {
        let Some((kind, factor)) = known else { return Ok(()) };
        in_range((kind, factor), &self.value)?;
        match (self.numerator.value(), self.denominator.value()) {
            (Some(events), Some(at_risk))
                if kind == IndicatorKind::Proportion && events > at_risk =>
            {
                let message = "the numerator is larger than the denominator";
                Err(Fault::new(ProblemCode::DeathsExceedBirths, message))
            }
            _ => Ok(()),
        }
    }
}
