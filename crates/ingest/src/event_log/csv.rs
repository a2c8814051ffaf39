//! Event logs as tables of text: one event a row.

use std::sync::Arc;

use firstyear_core::event::{CaseId, DateOrder, Event, Moment, MomentError, Value};
use firstyear_core::layout::event_log::{ACTIVITIES, CASES, LIFECYCLES, ROLES, TIMES, plain};
use firstyear_core::project::FileFormat;
use firstyear_core::{Place, Problem, ProblemCode};

use super::survey::Survey;
use super::value;
use crate::fault::Fault;
use crate::format::{Context, Fit, Format, Reading};
use crate::input::Input;
use crate::memo::Memo;
use crate::rows::Rows;
use crate::sample::{Sample, TextSample};
use crate::sink::{Fate, Sink};
use crate::{OnProgress, ReadError};

/// The format, for the list of formats.
pub(crate) const FORMAT: Format = Format {
    format: FileFormat::EventLogCsv,
    title: "An event log, one event a row, CSV",
    explanation: "\
Told by a column for the case (case:concept:name, case, case id, trace), one for the activity \
(concept:name, activity, event, task) and one for the time (time:timestamp, timestamp, time, \
complete timestamp, datetime, date), whatever their case and signs. A column org:role or role is \
the role, org:resource or resource the resource where there is no role, lifecycle:transition or \
lifecycle the step; every other column is an attribute, typed by its text. Times are ISO 8601, \
with an offset or without, to the day or finer. Dates with slashes or points can be read in two \
orders: --layout day-first or --layout month-first says which. An event without a time is kept \
and told; one without a case or an activity is refused. Ids of cases never stand in messages. \
Held against a pathway, a log keeps only the columns that the pathway or the mapping of the log \
names, as they are written, and one with case: before its name is of the case; times that are all \
midnight are taken for days. In Parquet and Arrow times can be of any unit, and those of a zone \
that is named count as in Greenwich.",
    fits,
    read: read_into,
};

/// Where the columns stand.
pub(super) struct Columns {
    pub(super) case: usize,
    pub(super) activity: usize,
    pub(super) time: usize,
    resource: Option<usize>,
    step: Option<usize>,
    others: Vec<(usize, Arc<str>)>,
}

impl Columns {
    /// The columns of a header.
    ///
    /// # Errors
    ///
    /// What it names none of.
    pub(super) fn of(header: &[String]) -> Result<Self, Vec<&'static str>> {
        let plain = all_plain(header);
        let at = |names: &[&str]| {
            names.iter().find_map(|name| plain.iter().position(|known| known == name))
        };
        let needed = NEEDED.map(|(what, names)| at(names).ok_or(what));
        let [Ok(case), Ok(activity), Ok(time)] = needed else {
            return Err(needed.into_iter().filter_map(Result::err).collect());
        };
        let (resource, step) = (at(&ROLES), at(&LIFECYCLES));
        let used = [Some(case), Some(activity), Some(time), resource, step];
        let others = (0..header.len()).filter(|column| !used.contains(&Some(*column)));
        let others = others.map(|column| (column, header[column].as_str().into())).collect();
        Ok(Self { case, activity, time, resource, step, others })
    }

    /// What a header names by more than one column, with the column that is read for it
    /// and the next that could be.
    pub(super) fn doubles(&self, header: &[String]) -> Vec<(&'static str, usize, usize)> {
        let plain = all_plain(header);
        let read = [self.case, self.activity, self.time];
        let others = NEEDED.into_iter().zip(read).filter_map(|((what, names), read)| {
            let could = |at: &usize| *at != read && names.contains(&&*plain[*at]);
            Some((what, read, (0..plain.len()).find(could)?))
        });
        others.collect()
    }
}

/// What a log cannot do without, and the names that it has.
const NEEDED: [(&str, &[&str]); 3] =
    [("case", &CASES), ("activity", &ACTIVITIES), ("time", &TIMES)];

/// Names by their letters and digits.
fn all_plain(header: &[String]) -> Vec<String> {
    header.iter().map(|name| plain(name)).collect()
}

/// A header lacks what an event cannot do without.
pub(super) fn headless(place: Place, lacking: &[&str]) -> Problem {
    let message = format!("the header names no {}", lacking.join(" and no "));
    Problem::new(ProblemCode::ColumnMissing, place, message)
        .with_help("name the columns case, activity and timestamp")
}

fn fits(sample: &Sample) -> Fit {
    let header = sample.text().map(TextSample::header).unwrap_or_default();
    match Columns::of(&header) {
        Ok(_) => Fit::Words(3),
        Err(_) => Fit::No,
    }
}

fn read_into(
    input: &Input<'_>,
    _: &Context<'_>,
    sink: &mut dyn Sink,
    progress: OnProgress<'_>,
) -> Reading {
    let order = order(input)?;
    let mut rows = Rows::open(input, None)?;
    let line = rows.next(progress)?.unwrap_or(1);
    let header: Vec<String> = rows.cells().map(str::to_owned).collect();
    let at = input.place().row(line);
    let columns = Columns::of(&header).map_err(|lacking| headless(at, &lacking))?;
    let mut words = Words { order, memo: Memo::new(), cases: Memo::new() };
    let mut survey = Survey::new(input.place());
    let (mut used, mut ambiguous) = (0_u64, None);
    while let Some(line) = rows.next(progress)? {
        match words.event(&columns, &rows, header.len(), line) {
            Ok(event) => {
                used += 1;
                survey.see(&event);
                sink.event(event);
                sink.row(Fate::Used);
            }
            Err((column, fault)) => {
                let place = input.place().row(line);
                let problem = match column {
                    Some(column) => fault.at(place.column(header[column].as_str())),
                    None => fault.at(place),
                };
                if problem.code == ProblemCode::TimeAmbiguous {
                    ambiguous.get_or_insert_with(|| problem.clone());
                }
                sink.problem(problem);
                sink.row(Fate::Refused);
            }
        }
    }
    if used == 0 {
        let place = input.place();
        let none = || Problem::new(ProblemCode::FileEmpty, place, "no event could be read");
        return Err(ambiguous.unwrap_or_else(none).into());
    }
    rows.encoding_note().into_iter().for_each(|note| sink.problem(note));
    survey.finish(sink);
    Ok(())
}

/// The order of dates with slashes, where the user says it.
pub(super) fn order(input: &Input<'_>) -> Result<Option<DateOrder>, ReadError> {
    match input.layout() {
        None => Ok(None),
        Some("day-first") => Ok(Some(DateOrder::DayFirst)),
        Some("month-first") => Ok(Some(DateOrder::MonthFirst)),
        Some(_) => {
            let message = "no layout of event logs has this name";
            let problem = Problem::new(ProblemCode::LayoutUnknown, input.place(), message);
            Err(problem.with_help("use day-first or month-first, or none for ISO 8601").into())
        }
    }
}

struct Words {
    order: Option<DateOrder>,
    /// Texts that repeat, such as activities.
    memo: Memo<Arc<str>>,
    cases: Memo<CaseId>,
}

impl Words {
    fn event(
        &mut self,
        columns: &Columns,
        rows: &Rows<'_>,
        width: usize,
        row: u64,
    ) -> Result<Event, (Option<usize>, Fault)> {
        if rows.len() != width {
            let message = format!("the row has {} cells and the header {width}", rows.len());
            return Err((None, Fault::new(ProblemCode::RowShape, message)));
        }
        let needed = |column: usize, message: &str| match rows.cell(column) {
            "" => {
                let fault = Fault::new(ProblemCode::EventIncomplete, message);
                Err((Some(column), fault))
            }
            text => Ok(text),
        };
        let case = needed(columns.case, "the event belongs to no case")?;
        let case = self.cases.get(case, |text| Ok(CaseId::new(text)));
        let case = case.clone().map_err(|fault| (Some(columns.case), fault))?;
        let activity = self.text(needed(columns.activity, "the event names no activity")?);
        let time = match rows.cell(columns.time) {
            "" => None,
            text => {
                let time = Moment::parse_in(text, self.order);
                Some(time.map_err(|error| (Some(columns.time), time_fault(error)))?)
            }
        };
        let optional = |column: Option<usize>| {
            column.map(|column| rows.cell(column)).filter(|text| !text.is_empty())
        };
        let lifecycle = optional(columns.step).map(|text| self.text(text));
        let resource = optional(columns.resource).map(|text| self.text(text));
        let mut attributes = Vec::with_capacity(columns.others.len());
        for (column, name) in &columns.others {
            let text = rows.cell(*column);
            if !text.is_empty() {
                let value = match value::of_text(text) {
                    Value::Text(_) => Value::Text(self.text(text)),
                    value => value,
                };
                attributes.push((Arc::clone(name), value));
            }
        }
        Ok(Event {
            case: Some(case),
            activity,
            time,
            lifecycle,
            resource,
            attributes,
            objects: Vec::new(),
            row,
        })
    }

    fn text(&mut self, text: &str) -> Arc<str> {
        match self.memo.get(text, |text| Ok(text.into())) {
            Ok(shared) => Arc::clone(shared),
            Err(_) => text.into(),
        }
    }
}

/// Why a time was not read.
pub(super) fn time_fault(error: MomentError) -> Fault {
    match error {
        MomentError::Order => {
            Fault::new(ProblemCode::TimeAmbiguous, "the date can be day first or month first")
        }
        MomentError::Unreadable => Fault::new(ProblemCode::TimeInvalid, "not a time"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CodeLists, Gather, Sources, unwatched};

    fn read(text: &str, layout: Option<&str>) -> Result<Gather, Vec<Problem>> {
        let input = Input::of_bytes(text.as_bytes(), &"log.csv".into()).with_layout(layout);
        let mut all = Gather::default();
        let with = Context { codes: &CodeLists::NONE, sources: Sources::default() };
        read_into(&input, &with, &mut all, &mut unwatched).map_err(ReadError::problems)?;
        Ok(all)
    }

    fn said(all: &Gather) -> Vec<String> {
        all.read.problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn events_have_their_case_activity_time_and_attributes() {
        let text = "Case ID,Activity,Complete Timestamp,org:role,Week\n\
            c1,Booking,2024-03-01T09:30Z,midwife,9\n\
            c1,Scan,2024-04-01,,12\n\
            c2,Booking,,midwife,\n";
        let all = read(text, None).unwrap();
        let events = &all.log.events;
        assert_eq!(events[0].case.as_ref().unwrap().reveal(), "c1");
        assert_eq!(events[0].resource.as_deref(), Some("midwife"));
        assert_eq!(events[0].attributes, [("Week".into(), Value::Whole(9))]);
        assert_eq!(events[1].time.unwrap().to_string(), "2024-04-01");
        assert_eq!(events[2].time, None);
        assert!(events[2].attributes.is_empty());
        let expected = [
            "log.csv: 3 events of 2 activities in 2 cases",
            "log.csv, row 4: the event has no time",
        ];
        assert_eq!(said(&all), expected);
    }

    #[test]
    fn disorder_and_repeats_are_told_without_their_case() {
        let text = "case,activity,timestamp\n\
            nhs-1,a,2024-03-02\nnhs-1,b,2024-03-01\nnhs-1,a,2024-03-02\nnhs-2,a,2024-01-01T00:00Z\n\
            nhs-2,b,2024-01-02T00:00\n";
        let all = read(text, None).unwrap();
        let expected = [
            "log.csv: 5 events of 2 activities in 2 cases",
            "log.csv, row 3: the event stands below a later one of its case",
            "log.csv, row 6: the event cannot be put in order with those of its case: some times \
             have an offset and others none",
            "log.csv, row 4: the event repeats another: case, activity and time are the same",
        ];
        assert_eq!(said(&all), expected);
        assert!(said(&all).iter().all(|text| !text.contains("nhs")));
    }

    #[test]
    fn the_order_of_dates_is_asked_for() {
        let text = "case,activity,timestamp\nc,a,01/03/2024 10:00\n";
        let problems = read(text, None).unwrap_err();
        assert_eq!(problems[0].code, ProblemCode::TimeAmbiguous);
        let day =
            |layout| read(text, Some(layout)).unwrap().log.events[0].time.unwrap().to_string();
        assert_eq!(day("day-first"), "2024-03-01T10:00");
        assert_eq!(day("month-first"), "2024-01-03T10:00");
        assert_eq!(read(text, Some("x")).unwrap_err()[0].code, ProblemCode::LayoutUnknown);
    }

    #[test]
    fn bad_events_are_refused() {
        let text = "case,activity,timestamp\nc,a,2024-01-01\n,a,2024-01-01\nc,,2024-01-01\n\
            c,a,yesterday\nc,a\n";
        let all = read(text, None).unwrap();
        assert_eq!((all.counts.used, all.counts.refused), (1, 4));
    }
}
