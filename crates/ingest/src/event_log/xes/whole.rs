//! A log in XES as the events of a sink.

use std::sync::Arc;

use firstyear_core::event::{Case, CaseId, Classifier, Event, Extension, LogPart, Moment, Value};
use firstyear_core::{Place, ProblemCode};

use super::{NAME, Owner, TIME, Taker};
use crate::event_log::csv::time_fault;
use crate::event_log::survey::Survey;
use crate::event_log::value;
use crate::fault::Fault;
use crate::memo::Memo;
use crate::sink::{Fate, Sink};

/// The log as far as it was read.
pub(super) struct Log<'s> {
    file: Place,
    sink: &'s mut dyn Sink,
    survey: Survey,
    texts: Memo<Arc<str>>,
    traces: u64,
    events: u64,
    trace: Vec<(Arc<str>, Value)>,
    case: Option<CaseId>,
    /// Events of the trace.
    of_trace: u64,
    event: Parts,
}

/// The parts of an event.
#[derive(Default)]
struct Parts {
    activity: Option<Arc<str>>,
    time: Option<Moment>,
    lifecycle: Option<Arc<str>>,
    role: Option<Arc<str>>,
    resource: Option<Arc<str>>,
    attributes: Vec<(Arc<str>, Value)>,
    fault: Option<(&'static str, Fault)>,
}

const ROLE: &str = "org:role";
const RESOURCE: &str = "org:resource";

impl<'s> Log<'s> {
    pub(super) fn new(file: Place, sink: &'s mut dyn Sink) -> Self {
        Self {
            survey: Survey::new(file.clone()),
            file,
            sink,
            texts: Memo::new(),
            traces: 0,
            events: 0,
            trace: Vec::new(),
            case: None,
            of_trace: 0,
            event: Parts::default(),
        }
    }

    fn shared(&mut self, text: &str) -> Arc<str> {
        match self.texts.get(text, |text| Ok(text.into())) {
            Ok(shared) => Arc::clone(shared),
            Err(_) => text.into(),
        }
    }

    fn of_event(&mut self, key: &Arc<str>, text: &str, read: Value) {
        match &**key {
            NAME => self.event.activity = Some(self.shared(text)),
            TIME => match Moment::parse(text) {
                Ok(time) => self.event.time = Some(time),
                Err(error) => self.event.fault = Some((TIME, time_fault(error))),
            },
            "lifecycle:transition" => self.event.lifecycle = Some(self.shared(text)),
            ROLE => self.event.role = Some(self.shared(text)),
            RESOURCE => self.event.resource = Some(self.shared(text)),
            _ => self.event.attributes.push((Arc::clone(key), read)),
        }
    }

    /// The case of a trace is known once its events start, or it ends without
    /// any.
    fn settle_case(&mut self) {
        let number = self.traces;
        let id = self.case.get_or_insert_with(|| CaseId::new(format!("trace {number}"))).clone();
        self.survey.case(&id);
        if !self.trace.is_empty() || self.of_trace == 0 {
            let attributes = std::mem::take(&mut self.trace);
            self.sink.log(LogPart::Case(Case { id, attributes }));
        }
    }

    /// Tells what the log shows as a whole.
    pub(super) fn finish(self) {
        self.survey.finish(self.sink);
    }
}

impl Taker for Log<'_> {
    fn attribute(&mut self, of: Owner, kind: &str, key: &str, text: &str) {
        let read = match value::of_type(kind, text) {
            Value::Text(_) => Value::Text(self.shared(text)),
            value => value,
        };
        let name = self.shared(key);
        match of {
            Owner::Event => self.of_event(&name, text, read),
            Owner::Trace if key == NAME => {
                self.case.get_or_insert_with(|| CaseId::new(text));
            }
            Owner::Trace => self.trace.push((name, read)),
            Owner::Log => self.sink.log(LogPart::Attribute(name, read)),
        }
    }

    fn extension(&mut self, extension: Extension) {
        self.sink.log(LogPart::Extension(extension));
    }

    fn classifier(&mut self, classifier: Classifier) {
        self.sink.log(LogPart::Classifier(classifier));
    }

    fn trace(&mut self) {
        self.traces += 1;
        self.trace.clear();
        self.case = None;
        self.of_trace = 0;
    }

    fn trace_ends(&mut self) {
        if self.of_trace == 0 || !self.trace.is_empty() {
            self.settle_case();
        }
        self.case = None;
    }

    fn event(&mut self, in_trace: bool) {
        if in_trace {
            self.of_trace += 1;
            self.settle_case();
        }
        self.events += 1;
        self.event = Parts::default();
    }

    fn event_ends(&mut self) {
        let row = self.events;
        let Parts { activity, time, lifecycle, role, resource, mut attributes, fault } =
            std::mem::take(&mut self.event);
        let nameless =
            || (NAME, Fault::new(ProblemCode::EventIncomplete, "the event names no activity"));
        let (fault, activity) = match (fault, activity) {
            (None, Some(activity)) => (None, activity),
            (fault, activity) => {
                (Some(fault.unwrap_or_else(nameless)), activity.unwrap_or_default())
            }
        };
        if let Some((column, fault)) = fault {
            self.sink.problem(fault.at(self.file.clone().row(row).column(column)));
            self.sink.row(Fate::Refused);
            return;
        }
        // Who has a role is not needed beside it, and still the log's own.
        if let (Some(_), Some(resource)) = (&role, &resource) {
            attributes.push((RESOURCE.into(), Value::Text(Arc::clone(resource))));
        }
        let event = Event {
            case: self.case.clone(),
            activity,
            time,
            lifecycle,
            resource: role.or(resource),
            attributes,
            objects: Vec::new(),
            row,
        };
        self.survey.see(&event);
        self.sink.event(event);
        self.sink.row(Fate::Used);
    }
}
