//! One event a row.

use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::sync::Arc;

use firstyear_core::event::{Event, EventLog};
use firstyear_core::layout::event_log::{ACTIVITIES, CASES, LIFECYCLES, ROLES, TIMES, plain};

use super::{Loss, WriteError, beside_cases, is_role, text};
use crate::plain_csv::writer;

/// Writes a log as CSV: case, activity, timestamp, lifecycle and resource where an event
/// has one, and a column for each attribute. Attributes of the log and of cases stand in
/// each row of theirs. An attribute with the name of a column has `attribute` before it.
///
/// # Errors
///
/// [`WriteError`] when `out` fails, for a number that is not finite, and for a log of
/// objects without cases.
///
/// ```
/// use firstyear_core::event::EventLog;
/// use firstyear_export::event_log::write_csv;
///
/// let mut out = Vec::new();
/// write_csv(&EventLog::default(), &mut out)?;
/// assert_eq!(out, b"case,activity,timestamp\n");
/// # Ok::<(), firstyear_export::event_log::WriteError>(())
/// ```
pub fn write_csv(log: &EventLog, out: impl Write) -> Result<Loss, WriteError> {
    let mut loss = Loss::default();
    beside_cases(log, &mut loss)?;
    let columns = Columns::of(log);
    let mut csv = writer(out);
    csv.write_record(columns.header())?;
    let mut cells: Vec<Option<String>> = vec![None; columns.attributes.len()];
    for event in &log.events {
        cells.fill(None);
        let of_case = event.case.as_ref().and_then(|case| log.cases.get(case));
        let all = log.attributes.iter().chain(of_case.into_iter().flatten());
        for (name, value) in all.chain(&event.attributes) {
            if let Some(cell) = columns.place(name).and_then(|at| cells.get_mut(at)) {
                *cell = Some(text(value, name)?);
            }
        }
        let fixed = columns.fixed(event);
        let cells = cells.iter().map(|cell| cell.as_deref().unwrap_or_default());
        csv.write_record(fixed.iter().map(String::as_str).chain(cells))?;
    }
    csv.flush()?;
    let with_events: BTreeSet<_> =
        log.events.iter().filter_map(|event| event.case.as_ref()).collect();
    let without = log.cases.keys().filter(|case| !with_events.contains(case));
    without.for_each(|_| loss.add("a case of which there is no event"));
    for name in &columns.attributes {
        loss.add_if(is_taken(name), "the name of an attribute, which is that of a column");
    }
    Ok(loss)
}

/// The columns of a log.
struct Columns {
    lifecycle: bool,
    /// What the column of who did it is called.
    resource: Option<&'static str>,
    attributes: Vec<Arc<str>>,
    places: HashMap<Arc<str>, usize>,
}

impl Columns {
    fn of(log: &EventLog) -> Self {
        let of_cases = log.cases.values().flatten();
        let of_events = log.events.iter().flat_map(|event| &event.attributes);
        let mut columns = Self {
            lifecycle: log.events.iter().any(|event| event.lifecycle.is_some()),
            resource: log
                .events
                .iter()
                .any(|event| event.resource.is_some())
                .then(|| if log.events.iter().any(is_role) { "role" } else { "resource" }),
            attributes: Vec::new(),
            places: HashMap::new(),
        };
        for (name, _) in log.attributes.iter().chain(of_cases).chain(of_events) {
            columns.add(name);
        }
        columns
    }

    fn add(&mut self, name: &Arc<str>) {
        if !self.places.contains_key(name) {
            self.places.insert(Arc::clone(name), self.attributes.len());
            self.attributes.push(Arc::clone(name));
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    fn header(&self) -> Vec<String> {
        let mut header: Vec<String> = ["case", "activity", "timestamp"].map(str::to_owned).to_vec();
        header.extend(self.lifecycle.then(|| "lifecycle".to_owned()));
        header.extend(self.resource.map(str::to_owned));
        let named = |name: &Arc<str>| {
            if is_taken(name) { format!("attribute {name}") } else { name.to_string() }
        };
        header.extend(self.attributes.iter().map(named));
        header
    }

    fn fixed(&self, event: &Event) -> Vec<String> {
        let mut cells = vec![
            event.case.as_ref().map(|case| case.reveal().to_owned()).unwrap_or_default(),
            event.activity.to_string(),
            event.time.map(|time| time.to_string()).unwrap_or_default(),
        ];
        let or_empty = |text: &Option<Arc<str>>| text.as_deref().unwrap_or_default().to_owned();
        cells.extend(self.lifecycle.then(|| or_empty(&event.lifecycle)));
        cells.extend(self.resource.map(|_| or_empty(&event.resource)));
        cells
    }
}

/// Whether a reader would take an attribute for a column of its own. The person beside a
/// role is none.
fn is_taken(name: &str) -> bool {
    let name = plain(name);
    let lists: [&[&str]; 5] = [&CASES, &ACTIVITIES, &TIMES, &ROLES, &LIFECYCLES];
    name != "orgresource" && lists.iter().any(|list| list.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use firstyear_core::event::{CaseId, Value};

    use super::*;

    #[test]
    fn attributes_with_names_of_columns_are_named_otherwise() {
        let event = Event {
            case: Some(CaseId::new("a")),
            activity: "b, c".into(),
            time: None,
            lifecycle: None,
            resource: Some("midwife".into()),
            attributes: vec![("Date".into(), Value::Whole(1)), ("x".into(), Value::Truth(true))],
            objects: Vec::new(),
            row: 1,
        };
        let log = EventLog { events: vec![event], ..EventLog::default() };
        let mut out = Vec::new();
        let loss = write_csv(&log, &mut out).unwrap();
        let expected =
            "case,activity,timestamp,resource,attribute Date,x\na,\"b, c\",,midwife,1,true\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        assert_eq!(loss.rows("the name of an attribute, which is that of a column"), 1);
    }

    #[test]
    fn a_log_without_cases_is_no_table() {
        let event = Event {
            case: None,
            activity: "a".into(),
            time: None,
            lifecycle: None,
            resource: None,
            attributes: vec![("y".into(), Value::Number(f64::NAN))],
            objects: Vec::new(),
            row: 1,
        };
        let mut log = EventLog { events: vec![event], ..EventLog::default() };
        let said = |log: &EventLog| write_csv(log, Vec::new()).unwrap_err().to_string();
        assert!(said(&log).contains("write it as OCEL"));
        log.events[0].case = Some(CaseId::new("a"));
        assert!(said(&log).contains("an attribute `y` is not a finite number"));
    }
}
