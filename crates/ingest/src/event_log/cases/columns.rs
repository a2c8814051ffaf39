//! Tables in columns, Parquet and Arrow: one event a row, decoded where they stand.

use std::io;

use arrow_array::ArrayRef;
use firstyear_core::event::{CaseLog, When};
use firstyear_core::{Problem, ProblemCode};

use super::table::{Attribute, Layout};
use super::taken::{Taken, Wrong};
use super::used::{After, Then, Used};
use crate::OnProgress;
use crate::columnar::{Cells, Chosen, Clock, Memo, Number, east, times};
use crate::event_log::csv::order;
use crate::format::Reading;
use crate::input::Input;

/// Reads a table, and asks after each of its batches what then. Its first row of data is
/// row 2, as in a table of text.
pub(super) fn read(
    input: &Input<'_>,
    mut table: Chosen,
    taken: &mut Taken<'_>,
    progress: OnProgress<'_>,
    after: After<'_>,
) -> Reading {
    let order = order(input)?;
    let names: Vec<String> = table.names().iter().map(|name| name.trim().to_owned()).collect();
    let layout = Layout::of(&names, &input.place().row(1), taken)?;
    taken.same_columns(&layout.attributes, input.place().row(1))?;
    let (case, activity, time) =
        (layout.columns.case, layout.columns.activity, layout.columns.time);
    let mut clock = Clock { east: None, order };
    if let Some(zone) = table.zone(time) {
        clock.east = Some(east(zone).unwrap_or(0));
        if east(zone).is_none() {
            let message =
                "the times are of a zone that is named: their days are those of Greenwich";
            let place = input.place().column(names[time].as_str());
            taken.note(Problem::new(ProblemCode::EventTimeZone, place, message));
        }
    }
    // Texts of a case or a time seldom repeat as often as those of others.
    let mut columns = vec![(case, false), (time, false), (activity, true)];
    let attributes = layout.attributes.iter().map(|attribute| attribute.column);
    let others: Vec<_> =
        attributes.filter(|&at| at != case && at != time && at != activity).collect();
    columns.extend(others.into_iter().map(|column| (column, true)));
    table.choose(columns).map_err(|refused| input.refused(refused))?;
    let mut events = Events {
        names,
        layout,
        clock,
        row: 1,
        cases: Memo::new(),
        activities: Memo::new(),
        of_attributes: Vec::new(),
        batch: Batch::default(),
    };
    events.of_attributes.resize_with(events.layout.attributes.len(), Memo::new);
    while table
        .next(|column| events.take(column, taken))
        .map_err(|error| input.io(error))?
        .is_some()
    {
        input.report(progress)?;
        match after(taken, &events.used()) {
            Then::GoOn => {}
            // A case has another place from now on.
            Then::Forgot => events.cases = Memo::new(),
            Then::Stop => break,
        }
    }
    Ok(())
}

/// The events as far as they were read.
struct Events {
    names: Vec<String>,
    layout: Layout,
    clock: Clock,
    /// The row of the last event.
    row: u64,
    cases: Memo,
    activities: Memo,
    of_attributes: Vec<Memo>,
    batch: Batch,
}

/// A batch, with room that is used again.
#[derive(Default)]
struct Batch {
    times: Vec<When>,
    wrong: Vec<Option<Wrong>>,
    cases: Vec<u32>,
    codes: Vec<u32>,
    attributes: Vec<Vec<u32>>,
}

impl Events {
    /// Takes the events of a batch.
    fn take(
        &mut self,
        column: &dyn Fn(usize) -> Option<ArrayRef>,
        taken: &mut Taken<'_>,
    ) -> io::Result<()> {
        let damaged = |_| io::Error::from(io::ErrorKind::InvalidData);
        let cells =
            |at: usize| -> io::Result<Cells> { Cells::of(&of(column, at)?).map_err(damaged) };
        let (cases, activities) =
            (cells(self.layout.columns.case)?, cells(self.layout.columns.activity)?);
        let rows = cases.len();
        let Batch { times: whens, wrong, cases: of_case, codes, attributes } = &mut self.batch;
        wrong.clear();
        wrong.extend((0..rows).map(|row| {
            if cases.is_blank(row) {
                Some(Wrong::NoCase)
            } else {
                activities.is_blank(row).then_some(Wrong::NoActivity)
            }
        }));
        whens.clear();
        whens.resize(rows, When::UNKNOWN);
        times(&of(column, self.layout.columns.time)?, self.clock, |row, time| match time {
            _ if wrong[row].is_some() => {}
            Ok((time, midnight)) => {
                whens[row] = time;
                if let Some(is_midnight) = midnight
                    && !taken.plan.is_later(time)
                {
                    taken.hour(is_midnight);
                }
            }
            Err(error) => wrong[row] = Some(Wrong::Time(error)),
        })
        .map_err(damaged)?;
        let wants = |row: usize| wrong[row].is_none();
        of_case.clear();
        of_case.resize(rows, 0);
        let case = |id: &str| Number::lasting(taken.log.case(id));
        cases.each(&mut self.cases, wants, case, of_case);
        // Of what is after the last day nothing but its case is looked at.
        let wants = |row: usize| wrong[row].is_none() && !taken.plan.is_later(whens[row]);
        codes.clear();
        codes.resize(rows, CaseLog::OTHER);
        let code = |name: &str| match taken.log.code(name) {
            CaseLog::OTHER => {
                taken.log.unknown(name, 1);
                Number::once(CaseLog::OTHER)
            }
            code => Number::lasting(code),
        };
        activities.each(&mut self.activities, wants, code, codes);
        attributes.resize_with(self.layout.attributes.len(), Vec::new);
        let asked =
            self.layout.attributes.iter().zip(&mut self.of_attributes).zip(&mut *attributes);
        for ((attribute, memo), texts) in asked {
            texts.clear();
            texts.resize(rows, 0);
            let text = |text: &str| Number::lasting(taken.log.text(attribute.place, text));
            cells(attribute.column)?.each(memo, wants, text, texts);
        }
        self.add(taken);
        Ok(())
    }

    /// The events of the batch that could be used.
    fn used(&self) -> Used<'_> {
        let Batch { cases, wrong, .. } = &self.batch;
        let first = self.row + 1 - cases.len() as u64;
        Used { first, cases, wrong, column: &self.names[self.layout.columns.case] }
    }

    /// Adds the events of the batch to the log.
    fn add(&mut self, taken: &mut Taken<'_>) {
        let Batch { times, wrong, cases, codes, attributes } = &self.batch;
        let asked: Vec<(&Attribute, &[u32])> =
            self.layout.attributes.iter().zip(attributes.iter().map(Vec::as_slice)).collect();
        for row in 0..times.len() {
            self.row += 1;
            if let Some(wrong) = wrong[row] {
                let column = match wrong {
                    Wrong::NoCase => self.layout.columns.case,
                    Wrong::NoActivity => self.layout.columns.activity,
                    Wrong::Time(_) => self.layout.columns.time,
                };
                taken.refuse(self.row, Some(&self.names[column]), wrong);
                continue;
            }
            taken.count_until(times[row]);
            if !taken.log.event(cases[row], codes[row], times[row]) {
                continue;
            }
            for (attribute, texts) in &asked {
                if attribute.of_case {
                    taken.log.of_case(attribute.place, cases[row], texts[row]);
                } else {
                    taken.log.of_event(attribute.place, texts[row]);
                }
            }
        }
    }
}

fn of(column: &dyn Fn(usize) -> Option<ArrayRef>, at: usize) -> io::Result<ArrayRef> {
    column(at).ok_or_else(|| io::ErrorKind::InvalidData.into())
}
