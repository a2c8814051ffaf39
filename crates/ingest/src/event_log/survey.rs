//! What a log shows as a whole: how much there is, and what does not fit.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use firstyear_core::event::{CaseId, Event, Moment, ObjectId};
use firstyear_core::{Place, Problem, ProblemCode};

use super::things;
use crate::sink::Sink;

/// Looks at each event on its way.
pub(super) struct Survey {
    file: Place,
    events: u64,
    activities: HashSet<Arc<str>>,
    /// The last time of each case.
    cases: HashMap<CaseId, Option<Moment>>,
    objects: HashSet<ObjectId>,
    related: HashMap<ObjectId, u64>,
    /// Events by their content, each 8 bytes however long it is.
    seen: HashSet<u64>,
    without_time: Found,
    backwards: Found,
    incomparable: Found,
    repeated: Found,
}

/// Where something stands first, and how often.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    first: Option<u64>,
    times: u64,
}

impl Found {
    fn see(&mut self, row: u64) {
        self.first.get_or_insert(row);
        self.times += 1;
    }
}

impl Survey {
    pub(super) fn new(file: Place) -> Self {
        Self {
            file,
            events: 0,
            activities: HashSet::new(),
            cases: HashMap::new(),
            objects: HashSet::new(),
            related: HashMap::new(),
            seen: HashSet::new(),
            without_time: Found::default(),
            backwards: Found::default(),
            incomparable: Found::default(),
            repeated: Found::default(),
        }
    }

    pub(super) fn see(&mut self, event: &Event) {
        self.events += 1;
        if !self.activities.contains(&event.activity) {
            self.activities.insert(Arc::clone(&event.activity));
        }
        if event.time.is_none() {
            self.without_time.see(event.row);
        }
        if let Some(case) = &event.case {
            self.order(case, event.time, event.row);
        }
        for relation in &event.objects {
            self.related.entry(relation.object.clone()).or_insert(event.row);
        }
        // Without keys of its own the hasher gives the same in every run.
        let mut hasher = DefaultHasher::new();
        (&event.case, &event.activity, event.time, &event.lifecycle).hash(&mut hasher);
        for relation in &event.objects {
            (&relation.object, &relation.qualifier).hash(&mut hasher);
        }
        if event.time.is_some() && !self.seen.insert(hasher.finish()) {
            self.repeated.see(event.row);
        }
    }

    /// Whether a case goes on after what stands above.
    fn order(&mut self, case: &CaseId, time: Option<Moment>, row: u64) {
        let Some(last) = self.cases.get_mut(case) else {
            self.cases.insert(case.clone(), time);
            return;
        };
        let (Some(now), Some(before)) = (time, *last) else {
            *last = time.or(*last);
            return;
        };
        match before.is_after(now) {
            Some(true) => self.backwards.see(row),
            Some(false) => *last = time,
            // A day beside an hour of the same day is in no order, and in no
            // disorder.
            None if before.local().date() == now.local().date() => {}
            None => self.incomparable.see(row),
        }
    }

    /// A case that stands in the log, with events or without.
    pub(super) fn case(&mut self, case: &CaseId) {
        if !self.cases.contains_key(case) {
            self.cases.insert(case.clone(), None);
        }
    }

    /// An object that the log describes; whether it is the first with its id.
    pub(super) fn object(&mut self, object: &ObjectId) -> bool {
        self.objects.insert(object.clone())
    }

    /// A tie from one object to another.
    pub(super) fn relate(&mut self, object: &ObjectId, row: u64) {
        self.related.entry(object.clone()).or_insert(row);
    }

    /// Tells what was found: counts first, then what does not fit.
    pub(super) fn finish(self, sink: &mut dyn Sink) {
        let in_all = match self.objects.len() {
            0 => things(self.cases.len() as u64, "case", "cases"),
            objects => things(objects as u64, "object", "objects"),
        };
        let message = format!(
            "{} of {} in {in_all}",
            things(self.events, "event", "events"),
            things(self.activities.len() as u64, "activity", "activities")
        );
        sink.problem(Problem::new(ProblemCode::EventLogRead, self.file.clone(), message));
        let unknown = self.related.iter().filter(|(object, _)| !self.objects.contains(*object));
        let unknown = unknown.map(|(_, row)| *row).collect::<Vec<_>>();
        let unknown = Found { first: unknown.iter().min().copied(), times: unknown.len() as u64 };
        let all = [
            (self.without_time, ProblemCode::EventTimeMissing, "the event has no time"),
            (
                self.backwards,
                ProblemCode::EventOrder,
                "the event stands below a later one of its case",
            ),
            (
                self.incomparable,
                ProblemCode::EventOrder,
                "the event cannot be put in order with those of its case: some times have an \
                 offset and others none",
            ),
            (
                self.repeated,
                ProblemCode::EventRepeated,
                "the event repeats another: case, activity and time are the same",
            ),
            (
                unknown,
                ProblemCode::EventObjectUnknown,
                "a tie leads to an object that is not there",
            ),
        ];
        for (found, code, message) in all {
            let Some(row) = found.first else { continue };
            let message = match found.times {
                1 => message.to_owned(),
                times => format!("{message}, the first of {times}"),
            };
            sink.problem(Problem::new(code, self.file.clone().row(row), message));
        }
    }
}
