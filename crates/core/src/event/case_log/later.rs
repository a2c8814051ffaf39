//! Events after the last day that is looked at: on that day nobody knows of them.
//!
//! A log is cut as it is made, so that nothing of them is in it: no text that only they
//! have, no activity, no hour, and no case that begins with one.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{CaseLogBuilder, LogColumn, LogPlan, Unordered};
use crate::event::When;

impl LogPlan {
    /// Nothing after a day, counted from 1970-01-01, is looked at.
    ///
    /// ```
    /// use firstyear_core::event::{CaseLogBuilder, LogPlan, When};
    ///
    /// let mut plan = LogPlan::new();
    /// plan.activity("booking", 0).unwrap();
    /// plan.until(2);
    /// let mut log = CaseLogBuilder::new(&plan);
    /// for (case, day) in [("a", 1), ("a", 3), ("b", 3)] {
    ///     let case = log.case(case);
    ///     log.event(case, 0, When::on_day(day));
    /// }
    /// let log = log.finish();
    /// assert_eq!((log.len(), log.codes().len()), (1, 1));
    /// assert_eq!((log.found().later, log.found().not_begun), (2, 1));
    /// ```
    pub fn until(&mut self, day: i32) {
        self.until = Some(day);
    }

    /// The last day that is looked at, counted from 1970-01-01; `None` without a bound.
    #[must_use]
    pub const fn last_day(&self) -> Option<i32> {
        self.until
    }

    /// Whether a time is after the last day that is looked at. One that is not known is not.
    #[must_use]
    pub fn is_later(&self, time: When) -> bool {
        self.until.is_some_and(|until| time.day().is_some_and(|day| day > until))
    }
}

/// What is known of when a case begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Begun {
    /// It has no event so far.
    NoEvent,
    /// Every event of it so far is after the last day.
    Later,
    /// It begins by the last day.
    Yes,
}

impl CaseLogBuilder<'_> {
    /// Whether an event is after the last day, and is left out then.
    pub(super) fn leaves_out(&mut self, case: u32, time: When) -> bool {
        if self.plan.until.is_none() {
            return false;
        }
        let begun = &mut self.begun[case as usize];
        self.left_out = self.plan.is_later(time);
        if !self.left_out {
            *begun = Begun::Yes;
        } else if *begun == Begun::NoEvent {
            *begun = Begun::Later;
        }
        self.found.later += u64::from(self.left_out);
        self.left_out
    }

    /// Whether events were left out because they are after the last day.
    #[must_use]
    pub const fn has_later(&self) -> bool {
        self.found.later > 0
    }

    /// Counts the cases that are here: those that begin by the last day, and the others.
    pub(super) fn begun(&self) -> (u64, u64) {
        let later = self.begun.iter().filter(|begun| **begun == Begun::Later).count();
        ((self.begun.len() - later) as u64, later as u64)
    }
}

impl Unordered {
    /// Leaves out the cases that begin after the last day, of which no event is here.
    pub(super) fn drop_later(&mut self) {
        if !self.begun.contains(&Begun::Later) {
            return;
        }
        let is_kept = |begun: &Begun| *begun != Begun::Later;
        let mut next = 0;
        let place = |begun: &Begun| {
            let place = next;
            next += u32::from(is_kept(begun));
            place
        };
        let places: Vec<u32> = self.begun.iter().map(place).collect();
        for case in &mut self.of_case {
            *case = places[*case as usize];
        }
        let mut begun = self.begun.iter();
        self.cases.retain(|_| begun.next().is_some_and(is_kept));
        for column in &mut self.columns {
            let mut begun = self.begun.iter();
            let mut dropped = BTreeSet::new();
            column.of_cases.retain(|text| {
                let is_kept = begun.next().is_some_and(is_kept);
                if !is_kept && *text > 0 {
                    dropped.insert(*text);
                }
                is_kept
            });
            column.forget_texts(dropped);
        }
    }
}

impl LogColumn {
    /// Forgets those of these texts that nothing has any more. Texts of batches, of which
    /// others may have them, are never those of a case before its events.
    fn forget_texts(&mut self, mut dropped: BTreeSet<u32>) {
        for text in self.of_events.iter().chain(&self.of_cases) {
            dropped.remove(text);
        }
        if dropped.is_empty() {
            return;
        }
        // Place 0 is that of no text.
        let mut places = vec![0];
        let mut kept = 0;
        for (text, _) in (1_u32..).zip(&*self.texts) {
            let is_kept = !dropped.contains(&text);
            kept += u32::from(is_kept);
            places.push(if is_kept { kept } else { 0 });
        }
        let mut place = 0;
        Arc::make_mut(&mut self.texts).retain(|_| {
            place += 1;
            places[place] > 0
        });
        for text in self.of_events.iter_mut().chain(&mut self.of_cases) {
            *text = places[*text as usize];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{CaseId, CaseLog};

    /// Of a case, an activity, a day and what is recorded.
    type Row = (&'static str, &'static str, Option<i32>, &'static str);

    const ROWS: [Row; 9] = [
        ("late", "a", Some(9), "only late"),
        ("x", "a", Some(1), "yes"),
        ("x", "b", Some(7), "only later"),
        ("x", "a", None, ""),
        ("later", "b", Some(8), "yes"),
        ("y", "a", Some(5), ""),
        ("none", "", None, ""),
        ("y", "other", Some(6), "no"),
        ("late", "b", Some(7), ""),
    ];

    fn plan(until: Option<i32>) -> LogPlan {
        let mut plan = LogPlan::new();
        plan.activity("a", 0).unwrap();
        plan.activity("b", 1).unwrap();
        plan.attribute("smokes");
        plan.attribute("imd");
        if let Some(day) = until {
            plan.until(day);
        }
        plan
    }

    fn add(log: &mut CaseLogBuilder<'_>, (case, activity, day, smokes): Row) {
        let place = log.case(case);
        if activity.is_empty() {
            return;
        }
        let code = log.code(activity);
        if log.event(place, code, day.map_or(When::UNKNOWN, When::on_day)) {
            if code == CaseLog::OTHER {
                log.unknown(activity, 1);
            }
            let text = log.text(0, smokes);
            log.of_event(0, text);
            let of_case = log.text(1, case);
            log.of_case(1, place, of_case);
        } else {
            // What is told of it goes to nobody.
            log.of_event(0, 1);
        }
    }

    fn made<'r>(until: Option<i32>, rows: impl Iterator<Item = &'r Row>) -> CaseLog {
        let plan = plan(until);
        let mut log = CaseLogBuilder::new(&plan);
        rows.for_each(|&row| add(&mut log, row));
        log.finish()
    }

    #[test]
    fn a_log_until_a_day_is_the_log_that_was_cut_after_it() {
        for until in 0..10 {
            let is_known = |row: &&Row| row.2.is_none_or(|day| day <= until);
            let (log, cut) =
                (made(Some(until), ROWS.iter()), made(None, ROWS.iter().filter(is_known)));
            let later = ROWS.iter().filter(|row| !is_known(row)).count() as u64;
            let mut found = log.found().clone();
            assert_eq!(std::mem::take(&mut found.later), later, "{until}");
            let all = made(None, ROWS.iter());
            assert_eq!(std::mem::take(&mut found.not_begun), (all.len() - cut.len()) as u64);
            assert_eq!(&found, cut.found(), "{until}");
            // Cases are in the order in which the log first names them, which the events that
            // were left out can change.
            assert_eq!(told(&log), told(&cut), "{until}");
            assert_eq!(log.has(1), cut.has(1), "{until}");
        }
    }

    #[test]
    fn what_is_told_of_an_event_that_is_left_out_goes_to_no_other() {
        let log = made(Some(6), ROWS.iter());
        let names: Vec<&str> = log.cases().iter().map(CaseId::reveal).collect();
        assert_eq!(names, ["x", "y", "none"]);
        assert_eq!(log.codes(), [0, 0, 0, CaseLog::OTHER]);
        let smokes = log.named("smokes").unwrap();
        let texts: Vec<&str> = smokes.texts().iter().map(|text| &**text).collect();
        assert_eq!(texts, ["yes", "no"]);
        let of_events: Vec<_> = (0..4).map(|event| smokes.of_event(event)).collect();
        assert_eq!(of_events, [Some(0), None, None, Some(1)]);
        let of_cases: Vec<_> = (0..3).map(|case| log.named("imd").unwrap().of_case(case)).collect();
        assert_eq!(of_cases, [Some(0), Some(1), None]);
    }

    /// A source of objects tells of a case before it tells of its events.
    #[test]
    fn what_a_case_says_that_has_not_begun_is_not_known_either() {
        let plan = plan(Some(6));
        let mut log = CaseLogBuilder::new(&plan);
        for (case, imd) in [("later", "5"), ("x", "3"), ("also later", "3"), ("y", "4")] {
            let case = log.case(case);
            let text = log.text(1, imd);
            log.of_case(1, case, text);
        }
        for (case, day) in [("later", 8), ("x", 1), ("also later", 7), ("y", 5)] {
            let case = log.case(case);
            log.event(case, 0, When::on_day(day));
        }
        let log = log.finish();
        let imd = log.named("imd").unwrap();
        assert_eq!(imd.texts().iter().map(|text| &**text).collect::<Vec<_>>(), ["3", "4"]);
        assert_eq!([0, 1].map(|case| imd.of_case(case)), [Some(0), Some(1)]);
    }

    #[test]
    fn batches_leave_out_the_same_wherever_they_are_cut() {
        let plan = plan(Some(6));
        let mut rows = ROWS;
        rows.sort_by_key(|row| row.0);
        let whole = made(Some(6), rows.iter());
        for cuts in 0..1_u32 << rows.len() {
            let mut looked = CaseLogBuilder::new(&plan);
            for (at, &row) in rows.iter().enumerate() {
                add(&mut looked, row);
                if cuts >> at & 1 == 1 {
                    looked.forget();
                }
            }
            assert_eq!(looked.cases_so_far(), 3, "{cuts:b}");
            looked.forget_all();
            assert_eq!(looked.cases_so_far(), 3, "{cuts:b}");
            let looked = looked.finish();
            let mut found = looked.found().clone();
            let mut all = Vec::new();
            let mut log = CaseLogBuilder::batches_of(&plan, &looked);
            let mut take = |batch: &CaseLog| {
                all.extend(told(batch));
                found.add_batch(batch.found());
            };
            for (at, &row) in rows.iter().enumerate() {
                add(&mut log, row);
                if cuts >> at & 1 == 1 {
                    take(&log.cut());
                }
            }
            assert_eq!(log.cases_so_far(), 3, "{cuts:b}");
            let last = log.finish();
            take(&last);
            assert_eq!(last.found().events, whole.found().events, "{cuts:b}");
            all.sort();
            assert_eq!((all, &found), (told(&whole), whole.found()), "{cuts:b}");
        }
    }

    /// Each case by its id: its own text, and its events.
    type Told = Vec<(String, Option<String>, Vec<(u32, Option<i32>, Option<String>)>)>;

    fn told(log: &CaseLog) -> Told {
        let text = |column: usize, at: Option<usize>| {
            at.map(|at| log.column(column).unwrap().texts()[at].to_string())
        };
        let of_case = |case: usize| {
            let events = log.events_of(case).map(|event| {
                let of_event = log.column(0).unwrap().of_event(event);
                (log.codes()[event], log.times()[event].day(), text(0, of_event))
            });
            let of_case = log.column(1).unwrap().of_case(case);
            (log.cases()[case].reveal().to_owned(), text(1, of_case), events.collect())
        };
        let mut all: Told = (0..log.len()).map(of_case).collect();
        all.sort();
        all
    }
}
