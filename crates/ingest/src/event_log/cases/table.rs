//! Tables of text: one event a row.

use firstyear_core::event::{DateOrder, Moment, When};
use firstyear_core::{Place, Problem, ProblemCode};

use super::taken::{Taken, Wrong};
use crate::event_log::csv::{Columns, headless, order};
use crate::fault::Fault;
use crate::format::Reading;
use crate::input::Input;
use crate::rows::Rows;
use crate::{OnProgress, ReadError};

/// Columns of an attribute of the case have this before its name.
const OF_CASE: &str = "case:";

/// Where what is kept stands in a table.
pub(super) struct Layout {
    pub(super) columns: Columns,
    /// Attributes, with their columns.
    pub(super) attributes: Vec<Attribute>,
}

/// An attribute that is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute {
    /// Its place in the plan.
    pub(super) place: usize,
    /// Its column in the table.
    pub(super) column: usize,
    /// Whether it is one of the case.
    pub(super) of_case: bool,
}

impl Layout {
    /// The layout of a header, with what is told of it.
    ///
    /// # Errors
    ///
    /// [`ReadError`] where it lacks a column, or two that are read have one name.
    pub(super) fn of(
        header: &[String],
        place: &Place,
        taken: &mut Taken<'_>,
    ) -> Result<Self, ReadError> {
        let columns = Columns::of(header).map_err(|lacking| headless(place.clone(), &lacking))?;
        for (what, read, other) in columns.doubles(header) {
            let (read, other) = (&header[read], &header[other]);
            let message =
                format!("the {what} is read from `{read}`, and `{other}` could be it too");
            let code = ProblemCode::ColumnAmbiguous;
            taken.note(Problem::new(code, place.clone().column(other.as_str()), message));
        }
        let mut attributes = Vec::new();
        for (column, name) in header.iter().enumerate() {
            let of_case = name.strip_prefix(OF_CASE).filter(|name| {
                // A column of the whole name goes before it.
                !taken.asks_for(&format!("{OF_CASE}{name}"))
                    && !header.iter().any(|one| one == name)
            });
            if let Some(place) = taken.attribute(of_case.unwrap_or(name)) {
                attributes.push(Attribute { place, column, of_case: of_case.is_some() });
            }
        }
        let used = attributes.iter().map(|attribute| attribute.column);
        let used = used.chain([columns.case, columns.activity, columns.time]);
        let twice =
            used.filter(|&at| header.iter().filter(|name| **name == header[at]).count() > 1);
        if let Some(at) = twice.min() {
            let place = place.clone().column(header[at].as_str());
            let message = "two columns have this name, and one of them is to be read";
            return Err(Problem::new(ProblemCode::ColumnRepeated, place, message).into());
        }
        header.clone_into(&mut taken.names);
        Ok(Self { columns, attributes })
    }
}

/// Reads a table.
pub(super) fn read(input: &Input<'_>, taken: &mut Taken<'_>, progress: OnProgress<'_>) -> Reading {
    let order = order(input)?;
    let mut rows = Rows::open(input, None)?;
    let line = rows.next(progress)?.unwrap_or(1);
    let header: Vec<String> = rows.cells().map(str::to_owned).collect();
    let layout = Layout::of(&header, &input.place().row(line), taken)?;
    let Layout { columns, attributes } = &layout;
    while let Some(line) = rows.next(progress)? {
        if rows.len() != header.len() {
            let (cells, names) = (rows.len(), header.len());
            let message = format!("the row has {cells} cells and the header {names}");
            taken.refuse_for(line, None, &Fault::new(ProblemCode::RowShape, message));
            continue;
        }
        let (case, activity) = (rows.cell(columns.case), rows.cell(columns.activity));
        let time = time(rows.cell(columns.time), order);
        let wrong = match time {
            _ if case.is_empty() => (columns.case, Wrong::NoCase),
            _ if activity.is_empty() => (columns.activity, Wrong::NoActivity),
            Err(wrong) => (columns.time, wrong),
            Ok(time) => {
                let case = taken.log.case(case);
                let time = time.map_or(When::UNKNOWN, |time| taken.time(time));
                taken.count_until(time);
                if !taken.event(case, activity, time) {
                    continue;
                }
                for attribute in attributes {
                    let text = taken.log.text(attribute.place, rows.cell(attribute.column));
                    if attribute.of_case {
                        taken.log.of_case(attribute.place, case, text);
                    } else {
                        taken.log.of_event(attribute.place, text);
                    }
                }
                continue;
            }
        };
        taken.refuse(line, Some(&header[wrong.0]), wrong.1);
    }
    if let Some(note) = rows.encoding_note() {
        taken.note(note);
    }
    Ok(())
}

/// A time, where a cell has one.
pub(super) fn time(text: &str, order: Option<DateOrder>) -> Result<Option<Moment>, Wrong> {
    if text.is_empty() {
        return Ok(None);
    }
    Moment::parse_in(text, order).map(Some).map_err(Wrong::Time)
}
