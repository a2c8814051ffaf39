//! OCEL: a case is an object of the type that is told.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use firstyear_core::event::{Moment, When};
use firstyear_core::{Place, Problem, ProblemCode};
use serde_json::Value as Json;

use super::taken::{NAMED, Taken, Wrong};
use crate::OnProgress;
use crate::event_log::ocel::{Part, RawAttribute, RawEvent, RawObject, Taker, walk};
use crate::fault::Fault;
use crate::format::Reading;
use crate::input::Input;
use crate::nearest::nearest;
use crate::sink::Fate;

/// Reads a log: its objects first, then its events.
pub(super) fn read(
    input: &Input<'_>,
    taken: &mut Taken<'_>,
    case_object: Option<&str>,
    progress: OnProgress<'_>,
) -> Reading {
    let mut objects = Objects {
        taken,
        kind: case_object,
        kinds: BTreeSet::new(),
        more_kinds: false,
        ids: HashMap::new(),
        about: Vec::new(),
        ties: Vec::new(),
        read: 0,
        changed: 0,
        first_changed: None,
    };
    walk(input, Part::Objects, &mut objects, progress)?;
    objects.has_cases(&input.place())?;
    let (ids, about) = objects.settle(&input.place());
    let mut events = Events {
        taken,
        ids,
        about,
        read: 0,
        cases: Vec::new(),
        caseless: Counted::default(),
        several: Counted::default(),
        unknown: Counted::default(),
    };
    walk(input, Part::Events, &mut events, progress)?;
    events.tell(&input.place());
    input.report(progress)
}

/// What is known of an object.
#[derive(Clone, Debug, Default)]
struct About {
    described: bool,
    /// Its place among cases, where it is one.
    case: Option<u32>,
    /// The cases that one tie leads to.
    leads: Vec<u32>,
    /// Attributes that are kept, of an object that is no case.
    attributes: Vec<(usize, u32)>,
}

/// The objects of a log as far as they were read.
struct Objects<'o, 'p> {
    taken: &'o mut Taken<'p>,
    /// The type of cases.
    kind: Option<&'o str>,
    /// Types, as many as a message names.
    kinds: BTreeSet<String>,
    more_kinds: bool,
    ids: HashMap<Box<str>, u32>,
    about: Vec<About>,
    /// Ties between objects.
    ties: Vec<(u32, u32)>,
    read: u64,
    /// Attributes that change, and the object of the first.
    changed: u64,
    first_changed: Option<u64>,
}

impl Objects<'_, '_> {
    /// The place of an object, described or not.
    fn place(&mut self, id: &str) -> u32 {
        if let Some(&place) = self.ids.get(id) {
            return place;
        }
        let place = u32::try_from(self.about.len()).expect("fewer objects than people");
        self.ids.insert(id.into(), place);
        self.about.push(About::default());
        place
    }

    /// Whether there is a case.
    ///
    /// # Errors
    ///
    /// A problem that lists the types of objects.
    fn has_cases(&self, file: &Place) -> Result<(), Problem> {
        let of_type = self.kind.filter(|_| self.about.iter().any(|one| one.case.is_some()));
        if of_type.is_some() {
            return Ok(());
        }
        let message = match self.kind {
            None => "the log is object-centric, and nothing says which type of object is a case",
            Some(_) => "no object is of the type that is to be a case",
        };
        let known = self.kinds.iter().map(String::as_str);
        let near = self.kind.and_then(|kind| nearest(kind, known.clone()));
        let mut help = match near {
            Some(near) => format!("did you mean `{near}`? its types are "),
            None => "name one of its types as `case_object` in the mapping of the log: ".to_owned(),
        };
        match self.kinds.len() {
            0 => help.push_str("there is none, as the log describes no object"),
            _ => help.push_str(&known.collect::<Vec<_>>().join(", ")),
        }
        if self.more_kinds {
            help.push_str(" and others");
        }
        let problem = Problem::new(ProblemCode::LogMappingInvalid, file.clone(), message);
        Err(problem.with_help(help))
    }

    /// The first value in time of each attribute that is kept.
    fn attributes(&mut self, raw: &[RawAttribute]) -> Vec<(usize, u32)> {
        let mut first: BTreeMap<usize, (Option<Moment>, String)> = BTreeMap::new();
        for attribute in raw {
            let (Some(place), Some(text)) =
                (self.taken.attribute(&attribute.name), text(&attribute.value))
            else {
                continue;
            };
            let since = attribute.time.as_deref().and_then(|text| Moment::parse(text).ok());
            if self.taken.plan.is_later(since.into()) {
                continue;
            }
            let Some(known) = first.get_mut(&place) else {
                first.insert(place, (since, text));
                continue;
            };
            if known.1 != text {
                self.changed += 1;
                self.first_changed.get_or_insert(self.read);
            }
            let earlier = match (since, known.0) {
                (None, Some(_)) => true,
                (Some(since), Some(before)) => before.is_after(since) == Some(true),
                _ => false,
            };
            if earlier {
                *known = (since, text);
            }
        }
        first.into_iter().map(|(at, (_, text))| (at, self.taken.log.text(at, &text))).collect()
    }

    /// Ties objects to cases, and gives cases the attributes of what is tied to them;
    /// then tells what is odd.
    fn settle(self, file: &Place) -> (HashMap<Box<str>, u32>, Vec<About>) {
        let Self { taken, ids, mut about, ties, .. } = self;
        let mut unknown = 0_u64;
        for (one, other) in ties {
            unknown += u64::from(!about[other as usize].described);
            for (from, to) in [(one, other), (other, one)] {
                if let Some(case) = about[to as usize].case {
                    about[from as usize].leads.push(case);
                }
            }
        }
        // For each case and attribute what objects tied to it say; `None` where they
        // differ.
        let mut said: BTreeMap<(u32, usize), Option<u32>> = BTreeMap::new();
        for one in &mut about {
            one.leads.sort_unstable();
            one.leads.dedup();
            for (&case, &(at, text)) in
                one.leads.iter().flat_map(|case| one.attributes.iter().map(move |of| (case, of)))
            {
                let known = said.entry((case, at)).or_insert(Some(text));
                *known = known.filter(|known| *known == text);
            }
        }
        let mut differing = 0_u64;
        for ((case, at), text) in said {
            match text {
                Some(text) => taken.log.of_case(at, case, text),
                None => differing += 1,
            }
        }
        let mut tell =
            |code, message: String| taken.note(Problem::new(code, file.clone(), message));
        if self.changed > 0 {
            let message = format!(
                "{} attributes of objects change over time: the first value of each is used",
                self.changed
            );
            tell(ProblemCode::EventObjectDiffers, message);
        }
        if differing > 0 {
            let message = format!(
                "objects of one case differ in {differing} attributes, which are not known for it"
            );
            tell(ProblemCode::EventObjectDiffers, message);
        }
        if unknown > 0 {
            let message = format!("{unknown} ties of objects lead to one that is not there");
            tell(ProblemCode::EventObjectUnknown, message);
        }
        (ids, about)
    }
}

impl Taker for Objects<'_, '_> {
    fn object(&mut self, raw: RawObject) {
        self.read += 1;
        let place = self.place(&raw.id);
        if self.about[place as usize].described {
            let message = "an object has the id of one before it, which is used";
            let fault = Fault::new(ProblemCode::EventObjectRepeated, message);
            self.taken.tell(None, None, &fault);
            return;
        }
        self.about[place as usize].described = true;
        if !self.kinds.contains(&raw.kind) {
            if self.kinds.len() < NAMED {
                self.kinds.insert(raw.kind.clone());
            } else {
                self.more_kinds = true;
            }
        }
        let attributes = self.attributes(&raw.attributes);
        if self.kind == Some(&*raw.kind) {
            let case = self.taken.log.case(&raw.id);
            self.about[place as usize].case = Some(case);
            for (at, text) in attributes {
                self.taken.log.of_case(at, case, text);
            }
        } else {
            self.about[place as usize].attributes = attributes;
        }
        for relation in &raw.relationships {
            let other = self.place(&relation.object_id);
            self.ties.push((place, other));
        }
    }

    fn event(&mut self, _: RawEvent) {}
}

/// How often something was, and where first.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    times: u64,
    first: Option<u64>,
}

impl Counted {
    fn add(&mut self, row: u64) {
        self.times += 1;
        self.first.get_or_insert(row);
    }
}

/// The events of a log as far as they were read.
struct Events<'e, 'p> {
    taken: &'e mut Taken<'p>,
    ids: HashMap<Box<str>, u32>,
    about: Vec<About>,
    read: u64,
    /// The cases of the event.
    cases: Vec<u32>,
    caseless: Counted,
    several: Counted,
    unknown: Counted,
}

impl Events<'_, '_> {
    /// The cases that an event is tied to, or else those that its objects are tied to.
    fn find_cases(&mut self, raw: &RawEvent) {
        self.cases.clear();
        let objects = || raw.relationships.iter().filter_map(|tie| self.ids.get(&*tie.object_id));
        let about = objects().map(|&place| &self.about[place as usize]);
        let known = about.clone().filter(|one| one.described).count();
        if known < raw.relationships.len() {
            self.unknown.add(self.read);
        }
        self.cases.extend(about.clone().filter_map(|one| one.case));
        if self.cases.is_empty() {
            if about.clone().any(|one| one.leads.len() > 1) {
                self.several.add(self.read);
            }
            self.cases.extend(about.flat_map(|one| &one.leads));
        }
        self.cases.sort_unstable();
        self.cases.dedup();
    }

    /// What became of events as a whole.
    fn tell(&mut self, file: &Place) {
        let told = [
            (
                self.unknown,
                ProblemCode::EventObjectUnknown,
                "an event is tied to an object that is not there",
            ),
            (
                self.caseless,
                ProblemCode::EventWithoutCase,
                "the event is tied to no case, itself or by a tie of its objects: it is left out",
            ),
            (
                self.several,
                ProblemCode::EventCaseAmbiguous,
                "the event leads to several cases by one object, and counts in each",
            ),
        ];
        for (found, code, message) in told {
            let Some(row) = found.first else { continue };
            let message = match found.times {
                1 => message.to_owned(),
                times => format!("{message}, the first of {times}"),
            };
            self.taken.note(Problem::new(code, file.clone().row(row), message));
        }
    }
}

impl Taker for Events<'_, '_> {
    fn event(&mut self, raw: RawEvent) {
        self.read += 1;
        let row = self.read;
        let (activity, time) = (raw.kind.trim(), raw.time.as_deref().unwrap_or_default().trim());
        if activity.is_empty() {
            return self.taken.refuse(row, Some("type"), Wrong::NoActivity);
        }
        let time = match super::table::time(time, None) {
            Ok(time) => time.map_or(When::UNKNOWN, |time| self.taken.time(time)),
            Err(wrong) => return self.taken.refuse(row, Some("time"), wrong),
        };
        self.find_cases(&raw);
        if self.cases.is_empty() {
            self.caseless.add(row);
            return self.taken.count(Fate::PassedOver);
        }
        let mut attributes = Vec::new();
        // Of what is after the last day nothing but its cases is looked at.
        let is_later = self.taken.plan.is_later(time);
        for attribute in raw.attributes.iter().filter(|_| !is_later) {
            if let Some(place) = self.taken.attribute(&attribute.name)
                && let Some(text) = text(&attribute.value)
            {
                attributes.push((place, self.taken.log.text(place, &text)));
            }
        }
        self.taken.count_until(time);
        for &case in &self.cases {
            self.taken.event(case, activity, time);
            for &(place, text) in &attributes {
                self.taken.log.of_event(place, text);
            }
        }
    }

    fn object(&mut self, _: RawObject) {}
}

/// A value as its text; `None` for none.
fn text(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.trim().to_owned()),
        // A whole number as one: 3.0 as 3.
        Json::Number(number) if !number.is_i64() => {
            number.as_f64().map(|number| number.to_string())
        }
        other => Some(other.to_string()),
    }
}
