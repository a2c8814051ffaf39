//! XES: a case is a trace.

use firstyear_core::event::{Moment, When};

use super::taken::{Taken, Wrong};
use crate::OnProgress;
use crate::event_log::xes::{NAME, Owner, TIME, Taker, walk};
use crate::format::Reading;
use crate::input::Input;
use crate::sink::Fate;

/// Reads a log.
pub(super) fn read(input: &Input<'_>, taken: &mut Taken<'_>, progress: OnProgress<'_>) -> Reading {
    let mut traces = Traces {
        taken,
        nth: 0,
        row: 0,
        name: String::new(),
        of_case: Vec::new(),
        case: None,
        activity: String::new(),
        time: Ok(When::UNKNOWN),
        of_event: Vec::new(),
    };
    walk(input, &mut traces, progress)
}

/// The log as far as it was read, with room that is used again.
struct Traces<'t, 'p> {
    taken: &'t mut Taken<'p>,
    /// The traces so far.
    nth: u64,
    /// The events so far.
    row: u64,
    /// The name of the trace; empty where it has none yet.
    name: String,
    /// Attributes of the trace that are not taken yet.
    of_case: Vec<(usize, u32)>,
    /// The case of the trace, once it is known.
    case: Option<u32>,
    activity: String,
    time: Result<When, Wrong>,
    of_event: Vec<(usize, u32)>,
}

impl Traces<'_, '_> {
    /// The case of a trace is known once its events start, or it ends without any.
    fn settle(&mut self) {
        let case = match self.case {
            Some(case) => case,
            None if self.name.is_empty() => self.taken.log.case(&format!("trace {}", self.nth)),
            None => self.taken.log.case(&self.name),
        };
        self.case = Some(case);
        for (place, text) in self.of_case.drain(..) {
            self.taken.log.of_case(place, case, text);
        }
    }
}

impl Taker for Traces<'_, '_> {
    fn attribute(&mut self, of: Owner, _: &str, key: &str, text: &str) {
        let text = text.trim();
        match (of, key) {
            (Owner::Log, _) => return,
            (Owner::Event, NAME) => text.clone_into(&mut self.activity),
            (Owner::Event, TIME) => {
                let time = Moment::parse(text).map_err(Wrong::Time);
                self.time = time.map(|time| self.taken.time(time));
            }
            (Owner::Trace, NAME) if self.name.is_empty() => text.clone_into(&mut self.name),
            _ => {}
        }
        if let Some(place) = self.taken.attribute(key) {
            let text = self.taken.log.text(place, text);
            let all = if of == Owner::Event { &mut self.of_event } else { &mut self.of_case };
            all.push((place, text));
        }
    }

    fn trace(&mut self) {
        self.nth += 1;
        self.name.clear();
        self.of_case.clear();
        self.case = None;
    }

    fn trace_ends(&mut self) {
        self.settle();
        self.case = None;
    }

    fn event(&mut self, in_trace: bool) {
        if in_trace {
            self.settle();
        }
        self.row += 1;
        self.activity.clear();
        self.time = Ok(When::UNKNOWN);
        self.of_event.clear();
    }

    fn event_ends(&mut self) {
        let row = self.row;
        let (case, time) = match (self.case, self.time) {
            (None, _) => return self.taken.refuse(row, None, Wrong::NoCase),
            _ if self.activity.is_empty() => {
                return self.taken.refuse(row, Some(NAME), Wrong::NoActivity);
            }
            (_, Err(wrong)) => return self.taken.refuse(row, Some(TIME), wrong),
            (Some(case), Ok(time)) => (case, time),
        };
        self.taken.count(Fate::Used);
        self.taken.event(case, &self.activity, time);
        for &(place, text) in &self.of_event {
            self.taken.log.of_event(place, text);
        }
    }
}
