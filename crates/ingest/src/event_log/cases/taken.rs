//! The log of cases that is being read.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use firstyear_core::event::{
    CaseLog, CaseLogBuilder, LogPlan, Moment, MomentError, Precision, When, date_of_day,
};
use firstyear_core::{Place, Problem, ProblemCode, Severity};

use super::ReadCaseLog;
#[cfg(feature = "parquet")]
use super::table::Attribute;
use crate::ReadError;
use crate::event_log::csv::time_fault;
use crate::event_log::things;
use crate::fault::Fault;
use crate::nearest::nearest;
use crate::sink::{Fate, RowCounts};

/// Problems of one kind that are told one by one.
const SHOWN: u64 = 20;

/// Names that a message lists.
pub(super) const NAMED: usize = 20;

/// What was taken of a log so far.
pub(super) struct Taken<'p> {
    pub(super) log: CaseLogBuilder<'p>,
    pub(super) plan: &'p LogPlan,
    file: Place,
    columns: HashMap<&'p str, usize>,
    /// For each attribute of the plan whether the log has it.
    seen: Vec<bool>,
    rows: RowCounts,
    problems: Vec<Problem>,
    /// How many problems of events there are, by kind and column.
    kinds: BTreeMap<(ProblemCode, Option<Arc<str>>), u64>,
    hours: Hours,
    /// The names that the log has, where it lists them.
    pub(super) names: Vec<String>,
    /// How many problems are those of files before.
    of_others: usize,
    /// The first file of several, and the attributes that it has.
    first: Option<(Place, Vec<(usize, bool)>)>,
}

/// What the hours of times are.
#[derive(Clone, Copy, Debug, Default)]
struct Hours {
    /// Some are midnight.
    midnight: bool,
    /// Some are others.
    others: bool,
}

/// What is wrong with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It is of no case.
    NoCase,
    /// It is of no activity.
    NoActivity,
    /// Its time is none.
    Time(MomentError),
}

impl Wrong {
    fn fault(self) -> Fault {
        let incomplete = |message| Fault::new(ProblemCode::EventIncomplete, message);
        match self {
            Self::NoCase => incomplete("the event belongs to no case"),
            Self::NoActivity => incomplete("the event names no activity"),
            Self::Time(error) => time_fault(error),
        }
    }
}

impl<'p> Taken<'p> {
    pub(super) fn new(plan: &'p LogPlan, file: Place) -> Self {
        Self::into(CaseLogBuilder::new(plan), plan, file)
    }

    /// The same, into a log that was begun.
    pub(super) fn into(log: CaseLogBuilder<'p>, plan: &'p LogPlan, file: Place) -> Self {
        let columns = log.attributes().iter().enumerate().map(|(at, name)| (&**name, at));
        Self {
            columns: columns.collect(),
            // What nobody misses is as good as seen.
            seen: (0..log.attributes().len()).map(|place| !plan.is_needed(place)).collect(),
            log,
            plan,
            file,
            rows: RowCounts::default(),
            problems: Vec::new(),
            kinds: BTreeMap::new(),
            hours: Hours::default(),
            names: Vec::new(),
            of_others: 0,
            first: None,
        }
    }

    /// What follows is taken of another file of the log.
    pub(super) fn next_file(&mut self, file: Place) {
        self.in_order();
        self.of_others = self.problems.len();
        self.file = file;
    }

    /// Whether a table in columns has the attributes that the first file of the log has.
    ///
    /// # Errors
    ///
    /// The first that one of them has and the other has not.
    #[cfg(feature = "parquet")]
    pub(super) fn same_columns(
        &mut self,
        attributes: &[Attribute],
        place: Place,
    ) -> Result<(), Problem> {
        let mut these: Vec<(usize, bool)> =
            attributes.iter().map(|one| (one.place, one.of_case)).collect();
        these.sort_unstable();
        let Some((first, those)) = &self.first else {
            self.first = Some((self.file.clone(), these));
            return Ok(());
        };
        let odd = |one: &[(usize, bool)], other: &[(usize, bool)]| {
            one.iter().find(|column| !other.contains(column)).map(|(at, _)| *at)
        };
        let names = self.log.attributes();
        let message = match (odd(those, &these), odd(&these, those)) {
            (None, None) => return Ok(()),
            (Some(at), _) => format!("the file has no `{}`, which `{first}` has", names[at]),
            (None, Some(at)) => format!("the file has `{}`, which `{first}` has not", names[at]),
        };
        Err(Problem::new(ProblemCode::ColumnMissing, place, message)
            .with_help("the files of one log have the same columns"))
    }

    /// Whether every time is midnight, so that days alone are taken for known.
    pub(super) const fn only_days(&self) -> bool {
        self.hours.midnight && !self.hours.others
    }

    /// Puts the problems of a file in order.
    fn in_order(&mut self) {
        self.problems[self.of_others..].sort_by_key(|problem| problem.place.row);
    }

    /// Something that is told of the log as a whole.
    pub(super) fn note(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// The place of an attribute that is kept, which the log has.
    pub(super) fn attribute(&mut self, name: &str) -> Option<usize> {
        let at = *self.columns.get(name)?;
        self.seen[at] = true;
        Some(at)
    }

    /// Whether the plan names an attribute.
    pub(super) fn asks_for(&self, name: &str) -> bool {
        self.columns.contains_key(name)
    }

    /// A time as it is kept.
    pub(super) fn time(&mut self, time: Moment) -> When {
        let when = When::from(time);
        if time.precision() != Precision::Day && !self.plan.is_later(when) {
            self.hour(time.local().time() == chrono::NaiveTime::MIN);
        }
        when
    }

    /// A time has an hour.
    pub(super) fn hour(&mut self, is_midnight: bool) {
        self.hours.midnight |= is_midnight;
        self.hours.others |= !is_midnight;
    }

    /// Counts what became of an event.
    pub(super) fn count(&mut self, fate: Fate) {
        self.rows.add(fate);
    }

    /// Counts an event that can be used, where it is not after the last day.
    pub(super) fn count_until(&mut self, time: When) {
        self.count(if self.plan.is_later(time) { Fate::PassedOver } else { Fate::Used });
    }

    /// An event of a case. False where it is after the last day that is looked at: then
    /// nothing else is told of it.
    pub(super) fn event(&mut self, case: u32, activity: &str, time: When) -> bool {
        let code = self.log.code(activity);
        if !self.log.event(case, code, time) {
            return false;
        }
        if code == CaseLog::OTHER {
            self.log.unknown(activity, 1);
        }
        true
    }

    /// An event that cannot be used, for what stands in a column of a row.
    pub(super) fn refuse(&mut self, row: u64, column: Option<&str>, wrong: Wrong) {
        self.refuse_for(row, column, &wrong.fault());
    }

    /// The same, for another reason.
    pub(super) fn refuse_for(&mut self, row: u64, column: Option<&str>, fault: &Fault) {
        self.rows.add(Fate::Refused);
        self.tell(Some(row), column, fault);
    }

    /// A problem, one by one for the first of its kind.
    pub(super) fn tell(&mut self, row: Option<u64>, column: Option<&str>, fault: &Fault) {
        let column: Option<Arc<str>> = column.map(Arc::from);
        let times = self.kinds.entry((fault.code(), column.clone())).or_default();
        *times += 1;
        if *times <= SHOWN {
            self.problems.push(fault.at(Place { row, column, ..self.file.clone() }));
        }
    }

    /// The log, with all that is told of it.
    ///
    /// # Errors
    ///
    /// [`ReadError::Unusable`] where no event can be used.
    pub(super) fn finish(mut self) -> Result<ReadCaseLog, ReadError> {
        self.in_order();
        if let Some((first, _)) = self.first.take() {
            self.file = first;
        }
        for ((code, column), times) in &self.kinds {
            if *times > SHOWN {
                let more = times - SHOWN;
                let message = format!("the same {more} times more");
                let place = Place { column: column.clone(), ..self.file.clone() };
                self.problems.push(Problem::new(*code, place, message));
            }
        }
        if self.rows.used == 0 {
            if self.problems.iter().all(|problem| problem.severity != Severity::Error) {
                let message = match (self.rows.all(), self.until()) {
                    (0, _) => "the log holds no event".to_owned(),
                    (_, Some(day)) if self.log.has_later() => {
                        format!("no event of the log that can be used is of {day} or before")
                    }
                    _ => "no event of the log can be used".to_owned(),
                };
                let none = Problem::new(ProblemCode::FileEmpty, self.file, message);
                self.problems.insert(0, none);
            }
            return Err(ReadError::Unusable { problems: self.problems });
        }
        if self.only_days() {
            self.log.only_days();
            let message = "every time is midnight: only days are taken for known";
            let code = ProblemCode::EventHourMissing;
            self.problems.push(Problem::new(code, self.file.clone(), message));
        }
        self.problems.extend(self.missing());
        self.problems.extend(self.later());
        let cases = self.log.cases_so_far();
        let log = self.log.finish();
        let message = format!(
            "{} in {}",
            things(log.found().events, "event", "events"),
            things(cases, "case", "cases")
        );
        let read = Problem::new(ProblemCode::EventLogRead, self.file, message);
        self.problems.insert(0, read);
        Ok(ReadCaseLog { log, problems: self.problems, rows: self.rows })
    }

    /// The last day that is looked at.
    fn until(&self) -> Option<NaiveDate> {
        self.plan.last_day().and_then(date_of_day)
    }

    /// That events are left out: how many could point to few people.
    fn later(&self) -> Option<Problem> {
        let day = self.until().filter(|_| self.log.has_later())?;
        let message = format!(
            "events after {day}, the last day that is looked at, are not known on it and are \
             left out"
        );
        Some(Problem::new(ProblemCode::RowUnused, self.file.clone(), message))
    }

    /// One note of all attributes that the log has not.
    fn missing(&self) -> Option<Problem> {
        let lacking = self.log.attributes().iter().zip(&self.seen).filter(|(_, seen)| !**seen);
        let lacking: Vec<&str> = lacking.map(|(name, _)| &**name).collect();
        let (shown, more) = match lacking.len() {
            0 => return None,
            many if many > NAMED => (&lacking[..NAMED], format!(" and {} others", many - NAMED)),
            _ => (&*lacking, String::new()),
        };
        let message = format!("the log has no `{}`{more}", shown.join("`, `"));
        let file = self.file.clone();
        let problem = Problem::new(ProblemCode::EventAttributeMissing, file, message);
        let near: Vec<String> = shown
            .iter()
            .filter_map(|name| Some((name, nearest(name, self.names.iter().map(String::as_str))?)))
            .map(|(name, near)| format!("`{near}` for `{name}`"))
            .collect();
        Some(match near.len() {
            0 => problem,
            _ => problem.with_help(format!("did you mean {}?", near.join(", "))),
        })
    }
}
