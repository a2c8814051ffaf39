//! A log that is too large to be held at once, batch by batch.
//!
//! | you have                                      | use                            |
//! |-----------------------------------------------|--------------------------------|
//! | events of which only the texts are to be kept | [`CaseLogBuilder::forget`]     |
//! | the log that they leave, and events again     | [`CaseLogBuilder::batches_of`] |
//! | enough of them                                | [`CaseLogBuilder::cut`]        |
//! | what was found in a batch                     | [`LogFound::add_batch`]        |

use std::sync::Arc;

use super::{CaseLog, CaseLogBuilder, LogColumn, LogFound, LogPlan, Unordered};
use crate::event::CaseId;

impl<'p> CaseLogBuilder<'p> {
    /// For batches of a log that was looked through: texts have the places that they have
    /// in it, and codes are those of it.
    ///
    /// ```
    /// use firstyear_core::event::{CaseLogBuilder, LogPlan, When};
    ///
    /// let mut plan = LogPlan::new();
    /// plan.activity("booking", 0).unwrap();
    /// let events = [("a", 1), ("a", 2), ("b", 3)];
    /// let mut looked = CaseLogBuilder::new(&plan);
    /// for (case, day) in events {
    ///     let case = looked.case(case);
    ///     looked.event(case, 0, When::on_day(day));
    ///     looked.forget();
    /// }
    /// looked.forget_all();
    /// let whole = looked.finish();
    /// assert_eq!((whole.len(), whole.found().days), (0, Some((1, 3))));
    ///
    /// let mut log = CaseLogBuilder::batches_of(&plan, &whole);
    /// for (case, day) in events {
    ///     let case = log.case(case);
    ///     log.event(case, 0, When::on_day(day));
    /// }
    /// // Whether `b` is over nobody knows yet.
    /// assert_eq!(log.cut().len(), 1);
    /// assert_eq!(log.finish().len(), 1);
    /// ```
    #[must_use]
    pub fn batches_of(plan: &'p LogPlan, whole: &CaseLog) -> Self {
        let mut log = Self::new(plan);
        for ((column, places), known) in log.columns.iter_mut().zip(&whole.columns) {
            column.texts = Arc::clone(&known.texts);
            places.extend(known.texts.iter().cloned().zip(1..));
        }
        log.seen.clone_from(&whole.seen);
        log
    }

    /// Whether an attribute has a text that it does not have in a log.
    #[must_use]
    pub fn has_more_texts_than(&self, whole: &CaseLog) -> bool {
        let both = self.columns.iter().zip(&whole.columns);
        both.into_iter().any(|((column, _), known)| column.texts.len() > known.texts.len())
    }

    /// Cases so far, with those that are no longer here, and without those that begin after
    /// the last day that is looked at.
    #[must_use]
    pub fn cases_so_far(&self) -> u64 {
        self.gone.0 + self.begun().0
    }

    /// The ids of the cases that are here, by their places, with those that begin after the
    /// last day that is looked at.
    #[must_use]
    pub fn cases(&self) -> &[CaseId] {
        &self.cases
    }

    /// How many events are here.
    #[must_use]
    pub fn events(&self) -> usize {
        self.times.len()
    }

    /// Forgets all events, and all cases but the last, which has place 0 from now on. What
    /// was found so far and the texts of attributes stay.
    pub fn forget(&mut self) {
        self.gone.1 += self.times.len() as u64;
        self.of_case.clear();
        self.codes_of_events.clear();
        self.times.clear();
        for (column, _) in &mut self.columns {
            column.of_events.clear();
            column.of_cases.clear();
        }
        self.keep_last();
    }

    /// Forgets the last case too.
    pub fn forget_all(&mut self) {
        self.forget();
        self.forget_cases();
        self.places.clear();
        self.last = None;
    }

    /// Cuts off all cases but the last, which has place 0 from now on, as a log of their
    /// own. Cases must come one after another: one that comes again later is another.
    ///
    /// What is found in the events of a batch one by one stays here; that of a batch tells
    /// of repeated events and of offsets.
    pub fn cut(&mut self) -> CaseLog {
        let last = self.cases.len().saturating_sub(1);
        let from = self.of_case.partition_point(|&case| (case as usize) < last);
        let goes_on = self.times.split_off(from);
        let times = std::mem::replace(&mut self.times, goes_on);
        let goes_on = self.codes_of_events.split_off(from);
        let codes = std::mem::replace(&mut self.codes_of_events, goes_on);
        let goes_on = vec![0; self.of_case.len() - from];
        let mut of_case = std::mem::replace(&mut self.of_case, goes_on);
        of_case.truncate(from);
        let columns = self.columns.iter_mut().map(|(column, _)| {
            let goes_on = LogColumn {
                texts: Arc::clone(&column.texts),
                of_events: column.of_events.split_off(from.min(column.of_events.len())),
                of_cases: column.of_cases.split_off(last.min(column.of_cases.len())),
            };
            std::mem::replace(column, goes_on)
        });
        let columns = columns.collect();
        let mut cases = self.cases.clone();
        cases.truncate(last);
        let mut begun = self.begun.clone();
        begun.truncate(last);
        self.keep_last();
        self.gone.1 += from as u64;
        let found = LogFound { events: from as u64, ..LogFound::default() };
        let cut = Unordered { cases, begun, of_case, codes, times, columns };
        cut.in_order(self.plan, self.seen.clone(), found)
    }

    /// Of all cases the last alone stays.
    fn keep_last(&mut self) {
        self.places.clear();
        let Some((last, begun)) = self.cases.pop().zip(self.begun.pop()) else { return };
        self.forget_cases();
        self.cases.push(last.clone());
        self.begun.push(begun);
        self.places.insert(last, 0);
        self.last = Some(0);
    }

    /// Counts the cases that are here as gone.
    fn forget_cases(&mut self) {
        let (begun, later) = self.begun();
        self.gone.0 += begun;
        self.found.not_begun += later;
        self.cases.clear();
        self.begun.clear();
    }
}

impl LogFound {
    /// Adds what can be found only where the events of a case stand together.
    pub fn add_batch(&mut self, batch: &Self) {
        self.repeated += batch.repeated;
        self.mixed_offsets += batch.mixed_offsets;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::When;

    fn plan() -> LogPlan {
        let mut plan = LogPlan::new();
        plan.activity("a", 0).unwrap();
        plan.activity("b", 1).unwrap();
        plan.attribute("smokes");
        plan
    }

    const EVENTS: [(&str, &str, i32, &str); 6] = [
        ("x", "a", 2, "yes"),
        ("x", "a", 1, ""),
        ("y", "other", 1, ""),
        ("y", "a", 1, "no"),
        ("y", "a", 1, ""),
        ("z", "b", 7, "yes"),
    ];

    fn add(log: &mut CaseLogBuilder<'_>, (case, activity, day, smokes): (&str, &str, i32, &str)) {
        let case = log.case(case);
        let code = log.code(activity);
        if code == CaseLog::OTHER {
            log.unknown(activity, 1);
        }
        log.event(case, code, When::on_day(day));
        let text = log.text(0, smokes);
        log.of_event(0, text);
        log.of_case(0, case, text);
    }

    /// Each case of a log: its id, its own text, and its events.
    type Told = Vec<(String, Option<String>, Vec<(u32, When, Option<String>)>)>;

    fn told(log: &CaseLog) -> Told {
        let column = log.column(0).unwrap();
        let text = |at: Option<usize>| at.map(|at| column.texts()[at].to_string());
        let of_case = |case: usize| {
            let events = log.events_of(case).map(|event| {
                (log.codes()[event], log.times()[event], text(column.of_event(event)))
            });
            let id = log.cases()[case].reveal().to_owned();
            (id, text(column.of_case(case)), events.collect())
        };
        (0..log.len()).map(of_case).collect()
    }

    #[test]
    fn batches_hold_what_the_whole_log_holds_wherever_it_is_cut() {
        let plan = plan();
        let mut whole = CaseLogBuilder::new(&plan);
        let mut looked = CaseLogBuilder::new(&plan);
        for event in EVENTS {
            add(&mut whole, event);
            add(&mut looked, event);
            looked.forget();
        }
        assert_eq!(looked.cases_so_far(), 3);
        looked.forget_all();
        assert_eq!(looked.cases_so_far(), 3);
        let (whole, looked) = (whole.finish(), looked.finish());
        assert_eq!(looked.column(0).unwrap().texts(), whole.column(0).unwrap().texts());
        assert!(looked.has(1) && !looked.has(2));
        for cuts in 0..1_u32 << EVENTS.len() {
            let mut log = CaseLogBuilder::batches_of(&plan, &looked);
            let (mut all, mut found) = (Vec::new(), looked.found().clone());
            let mut take = |batch: &CaseLog| {
                all.extend(told(batch));
                found.add_batch(batch.found());
            };
            for (at, event) in EVENTS.into_iter().enumerate() {
                add(&mut log, event);
                if cuts >> at & 1 == 1 {
                    take(&log.cut());
                }
            }
            assert!(!log.has_more_texts_than(&looked));
            assert_eq!(log.cases_so_far(), 3);
            take(&log.finish());
            assert_eq!(all, told(&whole), "{cuts:b}");
            assert_eq!(&found, whole.found(), "{cuts:b}");
        }
    }

    #[test]
    fn a_batch_of_nothing_is_empty() {
        let plan = plan();
        let mut log = CaseLogBuilder::new(&plan);
        assert!(log.cut().is_empty());
        add(&mut log, EVENTS[0]);
        assert!(log.cut().is_empty() && log.events() == 1);
        assert!(log.has_more_texts_than(&CaseLogBuilder::new(&plan).finish()), "yes");
    }
}
