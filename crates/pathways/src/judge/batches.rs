//! A log that is judged batch by batch, and never held as a whole.

use std::num::NonZeroUsize;

use firstyear_core::event::{CaseLog, LogFound};
use firstyear_core::pathway::Verdict;

use super::findings::{self, Odd};
use super::{JudgeError, Judged, Ready, Tally, Verdicts, add_all, count};
use crate::batches::over;
use crate::log::{Grouping, PathwayLog};

/// Holds a log against the obligations of a pathway as [`judge`](fn@super::judge) does,
/// batch by batch.
///
/// `whole` is what is known of the log as a whole, without its cases: the days, the codes
/// and the texts of attributes that it holds. `batches` gives all cases of it, each with
/// all of its events, in logs made by
/// [`CaseLogBuilder::batches_of`](firstyear_core::event::CaseLogBuilder::batches_of); and
/// `grouping` the group of each case of such a log, or the categories alone of `whole`.
/// Memory grows with the size of a batch and with the texts, and not with the log.
///
/// All that is counted is that of the log judged at once. Cases are counted by `grouping`
/// and not kept: [`Judged::cases`] answers for it and for all cases as one.
///
/// `threads` share the batches; the result is the same for any number.
///
/// # Errors
///
/// [`JudgeError`] where no event has a time and no day is told, groups are of other cases, or
/// the log has events after the last day, and that of `batches`.
///
/// # Example
///
/// ```
/// use firstyear_core::event::{CaseLogBuilder, When};
/// use firstyear_core::pathway::{CarePathway, LogMapping, Verdict};
/// use firstyear_pathways::{Grouping, JudgeError, PathwayLog, judge_batches};
///
/// # let text = include_str!("../../tests/data/stop-smoking.toml");
/// let pathway: CarePathway = toml::from_str(text)?;
/// let reading = PathwayLog::new(&pathway, &LogMapping::default()).unwrap();
/// let events = [("a", "refer", 0), ("a", "contact", 30), ("b", "refer", 0), ("b", "contact", 1)];
/// let mut looked = CaseLogBuilder::new(reading.plan());
/// for (case, activity, day) in events {
///     let (case, code) = (looked.case(case), looked.code(activity));
///     looked.event(case, code, When::on_day(day));
/// }
/// looked.forget_all();
/// let whole = looked.finish();
/// let all = |log: &_| Grouping::whole(firstyear_core::event::CaseLog::len(log));
/// let judged = judge_batches::<JudgeError>(&reading, &whole, &all, 2.try_into()?, |take| {
///     let mut log = CaseLogBuilder::batches_of(reading.plan(), &whole);
///     for (case, activity, day) in events {
///         let (case, code) = (log.case(case), log.code(activity));
///         log.event(case, code, When::on_day(day));
///         take(log.cut());
///     }
///     take(log.finish());
///     Ok(())
/// })?;
/// let at = judged.obligations.iter().position(|&at| pathway.obligations[at].id == "contacted");
/// let cases = judged.cases(&Grouping::whole(2))[0][at.unwrap()];
/// // The pathway gives the service two working days.
/// assert_eq!((cases[Verdict::Met as usize], cases[Verdict::Late as usize]), (1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn judge_batches<E: From<JudgeError>>(
    reading: &PathwayLog<'_>,
    whole: &CaseLog,
    grouping: &(dyn Fn(&CaseLog) -> Grouping + Sync),
    threads: NonZeroUsize,
    batches: impl FnOnce(&mut dyn FnMut(CaseLog)) -> Result<(), E>,
) -> Result<Judged, E> {
    let ready = Ready::new(reading, whole)?;
    let by = grouping(whole);
    let none = Part::of(by.len(), ready.duties.len());
    let all = Ok((none, whole.found().clone()));
    let work =
        |log: &CaseLog| Ok((Part::judged(&ready, log, &grouping(log))?, log.found().clone()));
    let all: Result<_, JudgeError> = over(threads, all, work, add, batches)?;
    let (all, found): (Part, LogFound) = all?;
    let findings = findings::all(reading, (whole, &found), &ready.told, &all.odd);
    Ok(Judged {
        obligations: ready.obligations,
        observed_until: ready.until,
        verdicts: Verdicts::OfGroups { grouping: by.id, tallies: all.cases },
        activations: all.activations,
        findings,
    })
}

type Added = Result<(Part, LogFound), JudgeError>;

/// Adds a batch to those before it.
fn add(all: &mut Added, part: Added) {
    match (all.as_mut(), part) {
        (Ok((all, found)), Ok((part, of_part))) => {
            all.add(&part);
            found.add_batch(&of_part);
        }
        (Ok(_), Err(error)) => *all = Err(error),
        (Err(_), _) => {}
    }
}

/// What became of the cases of some batches, by group.
struct Part {
    cases: Vec<Vec<Tally>>,
    activations: Vec<Vec<Tally>>,
    odd: Odd,
}

impl Part {
    fn of(groups: usize, duties: usize) -> Self {
        let none = vec![vec![Tally::default(); duties]; groups];
        Self { cases: none.clone(), activations: none, odd: Odd::default() }
    }

    fn judged(ready: &Ready<'_>, log: &CaseLog, by: &Grouping) -> Result<Self, JudgeError> {
        if by.of_cases.len() != log.len() {
            let (groups, cases) = (by.of_cases.len(), log.len());
            return Err(JudgeError::Grouping { groups, cases });
        }
        let mut verdicts = vec![Verdict::NotApplicable; ready.duties.len() * log.len()];
        let mut judge = ready.judge(log, by.len());
        judge.cases(0..log.len(), &mut verdicts, &by.of_cases);
        let mut part = Self::of(by.len(), ready.duties.len());
        count(&mut part.cases, &verdicts, &by.of_cases);
        (part.activations, part.odd) = (judge.activations, judge.odd);
        Ok(part)
    }

    fn add(&mut self, other: &Self) {
        add_all(&mut self.cases, &other.cases);
        add_all(&mut self.activations, &other.activations);
        self.odd.add(&other.odd);
    }
}
