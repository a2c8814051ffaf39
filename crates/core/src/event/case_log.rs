//! A log as columns, a case after another: what millions of events are judged from.

mod batches;
mod later;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::{CaseId, When};
use later::Begun;

/// How many names of activities that nobody asked for are kept; of the others only how
/// many events there are.
const NAMES_KEPT: usize = 50;

/// What of a log is kept: which activities are told apart, which attributes, and events
/// until when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogPlan {
    codes: BTreeMap<Arc<str>, u32>,
    attributes: Vec<Arc<str>>,
    /// For each attribute whether the log must have it.
    needed: Vec<bool>,
    ignored: Vec<Arc<str>>,
    /// The last day that is looked at.
    until: Option<i32>,
}

impl LogPlan {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An activity is told by this code; the code that it has if it has one already.
    ///
    /// # Errors
    ///
    /// The code that the activity already has, where that is another.
    pub fn activity(&mut self, name: &str, code: u32) -> Result<(), u32> {
        match self.codes.get(name) {
            Some(&known) if known != code => Err(known),
            _ => {
                self.codes.insert(name.into(), code);
                Ok(())
            }
        }
    }

    /// An activity is known, and no step of anything.
    pub fn ignore(&mut self, name: &str) {
        self.ignored.push(name.into());
    }

    /// An attribute is kept; its place among those that are. A log without it is told.
    pub fn attribute(&mut self, name: &str) -> usize {
        let place = self.attribute_if_there(name);
        self.needed[place] = true;
        place
    }

    /// An attribute is kept where the log has it, and nobody misses it elsewhere.
    pub fn attribute_if_there(&mut self, name: &str) -> usize {
        let known = self.attributes.iter().position(|known| **known == *name);
        known.unwrap_or_else(|| {
            self.attributes.push(name.into());
            self.needed.push(false);
            self.attributes.len() - 1
        })
    }

    /// Whether a log without the attribute lacks something.
    #[must_use]
    pub fn is_needed(&self, place: usize) -> bool {
        self.needed.get(place).copied().unwrap_or(false)
    }

    /// The attributes that are kept, by their places.
    #[must_use]
    pub fn attributes(&self) -> &[Arc<str>] {
        &self.attributes
    }
}

/// An attribute of events and cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogColumn {
    /// Its texts, each once. Batches of one log have them together.
    texts: Arc<Vec<Arc<str>>>,
    /// For each event the place of its text from 1; 0 for none. Empty where no event
    /// has it.
    of_events: Vec<u32>,
    /// The same for each case.
    of_cases: Vec<u32>,
}

impl LogColumn {
    /// Its texts, each once, in the order in which they came.
    #[must_use]
    pub fn texts(&self) -> &[Arc<str>] {
        &self.texts
    }

    /// The place of the text of an event.
    #[must_use]
    pub fn of_event(&self, event: usize) -> Option<usize> {
        self.of_events.get(event).and_then(|&place| (place as usize).checked_sub(1))
    }

    /// The place of the text of a case.
    #[must_use]
    pub fn of_case(&self, case: usize) -> Option<usize> {
        self.of_cases.get(case).and_then(|&place| (place as usize).checked_sub(1))
    }

    /// Whether no event and no case has it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// A log as columns: cases in the order in which the log first names them, the events
/// of each in the order of their times.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseLog {
    cases: Vec<CaseId>,
    /// Where the events of each case begin, and their end.
    starts: Vec<usize>,
    codes: Vec<u32>,
    times: Vec<When>,
    columns: Vec<LogColumn>,
    names: Vec<Arc<str>>,
    /// Which codes events have.
    seen: Vec<bool>,
    found: LogFound,
}

/// What was found in a log beside what it is judged by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogFound {
    /// Events that were read, but for those after the last day that is looked at: nothing
    /// else is told of those.
    pub events: u64,
    /// Events after the last day that is looked at.
    pub later: u64,
    /// Cases that begin after that day, and are no cases of the log.
    pub not_begun: u64,
    /// Names of activities that nobody asked for with the events of each: the first 50.
    pub unknown: BTreeMap<Arc<str>, u64>,
    /// Events of all activities that nobody asked for, with those beyond the first 50.
    pub of_unknown: u64,
    /// Events of activities that are known and of no step.
    pub ignored: u64,
    /// Events that repeat another of their case, with its activity and its time: they
    /// are counted once.
    pub repeated: u64,
    /// Events without a time.
    pub without_time: u64,
    /// Cases of which some events have an offset from Greenwich and others none.
    pub mixed_offsets: u64,
    /// Days of the first and the last event, counted from 1970-01-01.
    pub days: Option<(i32, i32)>,
}

impl CaseLog {
    /// What stands for an activity that nobody asked for.
    pub const OTHER: u32 = u32::MAX;

    /// How many cases.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cases.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    /// The ids of cases.
    #[must_use]
    pub fn cases(&self) -> &[CaseId] {
        &self.cases
    }

    /// The places of the events of a case.
    ///
    /// # Panics
    ///
    /// If there is no such case.
    #[must_use]
    pub fn events_of(&self, case: usize) -> std::ops::Range<usize> {
        self.starts[case]..self.starts[case + 1]
    }

    /// The codes of events, as the plan names them; [`CaseLog::OTHER`] for what it does
    /// not.
    #[must_use]
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// Whether an event of the log has a code: of a batch, one of the whole log.
    #[must_use]
    pub fn has(&self, code: u32) -> bool {
        self.seen.get(code as usize).is_some_and(|&seen| seen)
    }

    /// The times of events.
    #[must_use]
    pub fn times(&self) -> &[When] {
        &self.times
    }

    /// An attribute by its place in the plan.
    #[must_use]
    pub fn column(&self, place: usize) -> Option<&LogColumn> {
        self.columns.get(place)
    }

    /// An attribute by its name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&LogColumn> {
        self.columns.get(self.names.iter().position(|known| **known == *name)?)
    }

    /// What was found beside.
    #[must_use]
    pub const fn found(&self) -> &LogFound {
        &self.found
    }
}

/// Makes a [`CaseLog`] of events in any order.
///
/// ```
/// use firstyear_core::event::{CaseLogBuilder, LogPlan, When};
///
/// let mut plan = LogPlan::new();
/// plan.activity("booking", 0).unwrap();
/// let smokes = plan.attribute("smokes");
/// let mut log = CaseLogBuilder::new(&plan);
/// let case = log.case("a");
/// let code = log.code("booking");
/// log.event(case, code, When::on_day(19_783));
/// let yes = log.text(smokes, "yes");
/// log.of_event(smokes, yes);
/// let log = log.finish();
/// assert_eq!((log.len(), log.codes()), (1, &[0][..]));
/// assert_eq!(log.column(smokes).unwrap().of_event(0), Some(0));
/// ```
#[derive(Debug)]
pub struct CaseLogBuilder<'p> {
    plan: &'p LogPlan,
    codes: HashMap<&'p str, u32>,
    places: HashMap<CaseId, u32>,
    cases: Vec<CaseId>,
    begun: Vec<Begun>,
    last: Option<u32>,
    /// Whether the last event was left out.
    left_out: bool,
    /// For each event its case, until they are put in order.
    of_case: Vec<u32>,
    codes_of_events: Vec<u32>,
    times: Vec<When>,
    columns: Vec<(LogColumn, HashMap<Arc<str>, u32>)>,
    seen: Vec<bool>,
    /// Cases and events that are no longer here.
    gone: (u64, u64),
    found: LogFound,
}

/// What an ignored activity is until it is counted.
const IGNORED: u32 = CaseLog::OTHER - 1;

impl<'p> CaseLogBuilder<'p> {
    /// For what the plan asks for.
    #[must_use]
    pub fn new(plan: &'p LogPlan) -> Self {
        let known = plan.codes.iter().map(|(name, &code)| (&**name, code));
        let ignored = plan.ignored.iter().map(|name| (&**name, IGNORED));
        Self {
            plan,
            codes: ignored.chain(known).collect(),
            places: HashMap::new(),
            cases: Vec::new(),
            begun: Vec::new(),
            last: None,
            left_out: false,
            of_case: Vec::new(),
            codes_of_events: Vec::new(),
            times: Vec::new(),
            columns: plan.attributes.iter().map(|_| Default::default()).collect(),
            seen: vec![false; plan.codes.values().max().map_or(0, |&most| most as usize + 1)],
            gone: (0, 0),
            found: LogFound::default(),
        }
    }

    /// The place of a case, which is there from now on, with events or without.
    ///
    /// # Panics
    ///
    /// Beyond 2³² cases.
    pub fn case(&mut self, id: &str) -> u32 {
        if let Some(last) = self.last
            && self.cases[last as usize].reveal() == id
        {
            return last;
        }
        let place = if let Some(&place) = self.places.get(id) {
            place
        } else {
            let place = u32::try_from(self.cases.len()).expect("fewer cases than people");
            let id = CaseId::new(id);
            self.cases.push(id.clone());
            self.begun.push(Begun::NoEvent);
            self.places.insert(id, place);
            place
        };
        self.last = Some(place);
        place
    }

    /// The code of an activity.
    pub fn code(&mut self, activity: &str) -> u32 {
        self.codes.get(activity).copied().unwrap_or(CaseLog::OTHER)
    }

    /// An event of a case. False where it is after the last day of the plan: then nothing
    /// of it is kept, and its texts are not asked for either.
    pub fn event(&mut self, case: u32, code: u32, time: When) -> bool {
        if self.leaves_out(case, time) {
            return false;
        }
        self.of_case.push(case);
        let kept = if code == IGNORED { CaseLog::OTHER } else { code };
        if let Some(seen) = self.seen.get_mut(kept as usize) {
            *seen = true;
        }
        self.found.ignored += u64::from(code == IGNORED);
        self.found.without_time += u64::from(time.day().is_none());
        if let Some(day) = time.day() {
            let (first, last) = self.found.days.unwrap_or((day, day));
            self.found.days = Some((first.min(day), last.max(day)));
        }
        self.codes_of_events.push(kept);
        self.times.push(time);
        true
    }

    /// Tells of events of an activity that nobody asked for.
    pub fn unknown(&mut self, activity: &str, events: u64) {
        self.found.of_unknown += events;
        if let Some(known) = self.found.unknown.get_mut(activity) {
            *known += events;
        } else if self.found.unknown.len() < NAMES_KEPT {
            self.found.unknown.insert(activity.into(), events);
        }
    }

    /// The place from 1 of a text of an attribute; 0 for an empty one.
    pub fn text(&mut self, column: usize, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let (column, places) = &mut self.columns[column];
        if let Some(&place) = places.get(text) {
            return place;
        }
        let text: Arc<str> = text.into();
        Arc::make_mut(&mut column.texts).push(Arc::clone(&text));
        let place = u32::try_from(column.texts.len()).unwrap_or(0);
        places.insert(text, place);
        place
    }

    /// The text of the last event; of one that was left out nobody's.
    pub fn of_event(&mut self, column: usize, place: u32) {
        if self.left_out {
            return;
        }
        let Some(last) = self.times.len().checked_sub(1) else { return };
        let column = &mut self.columns[column].0.of_events;
        if place != 0 || !column.is_empty() {
            column.resize(last, 0);
            column.push(place);
        }
    }

    /// The text of a case: the first that is told.
    pub fn of_case(&mut self, column: usize, case: u32, place: u32) {
        let column = &mut self.columns[column].0.of_cases;
        let case = case as usize;
        if column.len() <= case {
            column.resize(case + 1, 0);
        }
        if column[case] == 0 {
            column[case] = place;
        }
    }

    /// The attributes that are kept, by their places.
    #[must_use]
    pub fn attributes(&self) -> &'p [Arc<str>] {
        &self.plan.attributes
    }

    /// Takes the hours of all times for not known, where what wrote the log gives each
    /// day an hour that means nothing.
    pub fn only_days(&mut self) {
        for time in &mut self.times {
            *time = time.day().map_or(When::UNKNOWN, When::on_day);
        }
    }

    /// Puts all in order.
    #[must_use]
    pub fn finish(mut self) -> CaseLog {
        self.found.events = self.gone.1 + self.times.len() as u64;
        self.found.not_begun += self.begun().1;
        drop(std::mem::take(&mut self.places));
        let unordered = Unordered {
            cases: self.cases,
            begun: self.begun,
            of_case: self.of_case,
            codes: self.codes_of_events,
            times: self.times,
            columns: self.columns.into_iter().map(|(column, _)| column).collect(),
        };
        unordered.in_order(self.plan, self.seen, self.found)
    }
}

/// Events as they came.
struct Unordered {
    cases: Vec<CaseId>,
    begun: Vec<Begun>,
    of_case: Vec<u32>,
    codes: Vec<u32>,
    times: Vec<When>,
    columns: Vec<LogColumn>,
}

impl Unordered {
    fn in_order(mut self, plan: &LogPlan, seen: Vec<bool>, found: LogFound) -> CaseLog {
        self.drop_later();
        let mut order = Order::of(&self.of_case, self.cases.len());
        drop(std::mem::take(&mut self.of_case));
        order.by_time(&self.times);
        for column in &mut self.columns {
            if !column.of_events.is_empty() {
                column.of_events.resize(self.times.len(), 0);
                order.sort(&mut column.of_events);
            }
        }
        order.sort(&mut self.codes);
        order.sort(&mut self.times);
        let mut log = CaseLog {
            cases: self.cases,
            starts: order.starts,
            codes: self.codes,
            times: self.times,
            columns: self.columns,
            names: plan.attributes.clone(),
            seen,
            found,
        };
        log.count_once();
        log
    }
}

/// The order of events by case and time.
struct Order {
    starts: Vec<usize>,
    /// For each place which event comes there; `None` where they stand in order.
    from: Option<Vec<u32>>,
}

impl Order {
    fn of(of_case: &[u32], cases: usize) -> Self {
        let mut starts = vec![0_usize; cases + 1];
        for &case in of_case {
            starts[case as usize + 1] += 1;
        }
        for case in 0..cases {
            starts[case + 1] += starts[case];
        }
        let grouped = of_case.windows(2).all(|pair| pair[0] <= pair[1]);
        let from = (!grouped).then(|| {
            let mut next = starts.clone();
            let mut from = vec![0_u32; of_case.len()];
            for (event, &case) in of_case.iter().enumerate() {
                let place = &mut next[case as usize];
                from[*place] = u32::try_from(event).unwrap_or(u32::MAX);
                *place += 1;
            }
            from
        });
        Self { starts, from }
    }

    fn by_time(&mut self, times: &[When]) {
        let key = |event: u32| times[event as usize].key();
        let at = |from: &Option<Vec<u32>>, place: usize| match from {
            Some(from) => from[place],
            None => u32::try_from(place).unwrap_or(u32::MAX),
        };
        for case in 1..self.starts.len() {
            let range = self.starts[case - 1]..self.starts[case];
            let ordered = range
                .clone()
                .skip(1)
                .all(|place| key(at(&self.from, place - 1)) <= key(at(&self.from, place)));
            if ordered {
                continue;
            }
            let from = self.from.get_or_insert_with(|| {
                (0..times.len()).map(|event| u32::try_from(event).unwrap_or(u32::MAX)).collect()
            });
            from[range].sort_by_key(|&event| key(event));
        }
    }

    fn sort<T: Copy>(&self, values: &mut Vec<T>) {
        if let Some(from) = &self.from {
            *values = from.iter().map(|&event| values[event as usize]).collect();
        }
    }
}

impl CaseLog {
    /// Leaves out events that repeat another of their case, whose attributes they
    /// complete, and counts what is odd in times.
    fn count_once(&mut self) {
        let mut kept = 0;
        // Events that were kept of the time that is looked at.
        let mut now: Vec<usize> = Vec::new();
        for case in 0..self.cases.len() {
            let (start, end) = (self.starts[case], self.starts[case + 1]);
            self.starts[case] = kept;
            now.clear();
            let (mut zoned, mut local) = (false, false);
            for event in start..end {
                let (code, time) = (self.codes[event], self.times[event]);
                zoned |= time.is_zoned();
                local |= time.has_hour() && !time.is_zoned();
                if now.first().is_some_and(|&one| self.times[one].key() != time.key()) {
                    now.clear();
                }
                let same =
                    now.iter().find(|&&one| (self.codes[one], self.times[one]) == (code, time));
                if let Some(&same) = same {
                    self.found.repeated += 1;
                    self.complete(same, event);
                    continue;
                }
                self.keep(kept, event);
                if code != Self::OTHER && time.day().is_some() {
                    now.push(kept);
                }
                kept += 1;
            }
            self.found.mixed_offsets += u64::from(zoned && local);
        }
        if let Some(end) = self.starts.last_mut() {
            *end = kept;
        }
        self.codes.truncate(kept);
        self.times.truncate(kept);
        for column in &mut self.columns {
            column.of_events.truncate(kept);
        }
    }

    /// What an event lacks it takes from another.
    fn complete(&mut self, event: usize, other: usize) {
        for column in &mut self.columns {
            if column.of_events.get(event) == Some(&0) {
                column.of_events[event] = column.of_events[other];
            }
        }
    }

    fn keep(&mut self, at: usize, event: usize) {
        self.codes[at] = self.codes[event];
        self.times[at] = self.times[event];
        for column in &mut self.columns {
            if !column.of_events.is_empty() {
                column.of_events[at] = column.of_events[event];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> LogPlan {
        let mut plan = LogPlan::new();
        for (code, name) in ["a", "b", "c"].into_iter().enumerate() {
            plan.activity(name, u32::try_from(code).unwrap()).unwrap();
        }
        plan.ignore("call");
        plan.attribute("smokes");
        plan
    }

    fn log(events: &[(&str, &str, Option<i32>, &str)]) -> CaseLog {
        let plan = plan();
        let mut log = CaseLogBuilder::new(&plan);
        for &(case, activity, day, smokes) in events {
            let case = log.case(case);
            let code = log.code(activity);
            if code == CaseLog::OTHER {
                log.unknown(activity, 1);
            }
            log.event(case, code, day.map_or(When::UNKNOWN, When::on_day));
            let place = log.text(0, smokes);
            log.of_event(0, place);
        }
        log.finish()
    }

    #[test]
    fn events_are_put_in_order_by_case_and_time() {
        let log = log(&[
            ("x", "b", Some(2), ""),
            ("y", "a", Some(1), "no"),
            ("x", "c", None, ""),
            ("x", "a", Some(1), "yes"),
        ]);
        assert_eq!(log.cases().iter().map(CaseId::reveal).collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!(log.events_of(0), 0..3);
        assert_eq!(log.codes(), [0, 1, 2, 0]);
        assert_eq!(log.times()[2], When::UNKNOWN);
        let smokes = log.named("smokes").unwrap();
        let text = |event| smokes.of_event(event).map(|place| &*smokes.texts()[place]);
        assert_eq!([0, 1, 2, 3].map(text), [Some("yes"), None, None, Some("no")]);
        assert_eq!(log.found().days, Some((1, 2)));
        assert_eq!(log.found().without_time, 1);
    }

    #[test]
    fn an_event_that_repeats_another_counts_once_and_completes_it() {
        let log = log(&[
            ("x", "a", Some(1), ""),
            ("x", "call", Some(1), ""),
            ("x", "a", Some(1), "yes"),
            ("x", "a", Some(2), ""),
            ("x", "other", Some(2), ""),
            ("x", "other", Some(2), ""),
            ("x", "b", None, ""),
            ("x", "b", None, ""),
            ("y", "a", Some(1), ""),
        ]);
        let other = CaseLog::OTHER;
        assert_eq!(log.codes(), [0, other, 0, other, other, 1, 1, 0]);
        assert_eq!(log.events_of(1), 7..8);
        assert_eq!(log.column(0).unwrap().of_event(0), Some(0));
        let found = log.found();
        assert_eq!((found.events, found.repeated, found.ignored), (9, 1, 1));
        assert_eq!((found.of_unknown, found.unknown["other"]), (2, 2));
    }

    #[test]
    fn hours_that_mean_nothing_are_taken_away() {
        let plan = plan();
        let mut log = CaseLogBuilder::new(&plan);
        let case = log.case("x");
        for time in [When::local_second(0), When::zoned_second(-3_600, 60), When::UNKNOWN] {
            log.event(case, 0, time);
        }
        log.only_days();
        // The second repeats the first now.
        assert_eq!(log.finish().times(), [When::on_day(0), When::UNKNOWN]);
    }

    #[test]
    fn names_without_end_are_counted_and_not_kept() {
        let plan = plan();
        let mut log = CaseLogBuilder::new(&plan);
        for name in 0..1_000 {
            log.unknown(&name.to_string(), 1);
        }
        let log = log.finish();
        assert_eq!((log.found().unknown.len(), log.found().of_unknown), (50, 1_000));
        assert!(log.is_empty());
    }
}
