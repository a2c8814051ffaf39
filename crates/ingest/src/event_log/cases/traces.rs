//! XES: a case is a trace.

use firstyear_core::event::{Moment, When};

use super::taken::{Taken, Wrong};
use crate::OnProgress;
use crate::event_log::xes::{NAME, Owner, TIME, Taker, walk};
use crate::format::Reading;
use crate::input::Input;

/// Reads a log.
pub(super) fn read(input: &Input<'_>, taken: &mut Taken<'_>, progress: OnProgress<'_>) -> Reading {
    let mut traces = Traces {
        taken,
        nth: 0,
        row: 0,
        name: String::new(),
        of_case: Texts::default(),
        case: None,
        begins: Begins::default(),
        activity: String::new(),
        time: Ok(When::UNKNOWN),
        of_event: Texts::default(),
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
    of_case: Texts,
    /// The case of the trace, once it is known.
    case: Option<u32>,
    begins: Begins,
    activity: String,
    time: Result<When, Wrong>,
    of_event: Texts,
}

/// Whether a trace begins by the last day that is looked at.
#[derive(Clone, Copy, Debug, Default)]
struct Begins {
    /// It has an event that is later.
    later: bool,
    /// It has one that is not.
    by_then: bool,
}

/// Texts of attributes, until it is known whether what they are of is looked at.
#[derive(Debug, Default)]
struct Texts {
    /// One after another.
    all: String,
    /// Which attribute each is of, and where it ends.
    ends: Vec<(usize, usize)>,
}

impl Texts {
    fn push(&mut self, attribute: usize, text: &str) {
        self.all.push_str(text);
        self.ends.push((attribute, self.all.len()));
    }

    /// Gives each attribute with its text, and forgets them.
    fn take(&mut self, mut each: impl FnMut(usize, &str)) {
        let mut start = 0;
        for &(attribute, end) in &self.ends {
            each(attribute, &self.all[start..end]);
            start = end;
        }
        self.clear();
    }

    fn clear(&mut self) {
        self.all.clear();
        self.ends.clear();
    }
}

impl Traces<'_, '_> {
    /// The case of a trace is known once its events start, or it ends without any.
    fn settle(&mut self) -> u32 {
        let case = match self.case {
            Some(case) => case,
            None if self.name.is_empty() => self.taken.log.case(&format!("trace {}", self.nth)),
            None => self.taken.log.case(&self.name),
        };
        self.case = Some(case);
        case
    }

    /// Takes the attributes of a trace that is a case of the log.
    fn describe(&mut self, case: u32) {
        let log = &mut self.taken.log;
        self.of_case.take(|attribute, text| {
            let text = log.text(attribute, text);
            log.of_case(attribute, case, text);
        });
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
        let Some(place) = self.taken.attribute(key) else { return };
        let all = if of == Owner::Event { &mut self.of_event } else { &mut self.of_case };
        all.push(place, text);
    }

    fn trace(&mut self) {
        self.nth += 1;
        self.name.clear();
        self.of_case.clear();
        self.case = None;
        self.begins = Begins::default();
    }

    fn trace_ends(&mut self) {
        let case = self.settle();
        if self.begins.by_then || !self.begins.later {
            self.describe(case);
        }
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
        self.taken.count_until(time);
        if !self.taken.event(case, &self.activity, time) {
            self.begins.later = true;
            return;
        }
        self.begins.by_then = true;
        self.describe(case);
        let log = &mut self.taken.log;
        self.of_event.take(|attribute, text| {
            let text = log.text(attribute, text);
            log.of_event(attribute, text);
        });
    }
}
