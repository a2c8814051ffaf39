//! Event logs held against what is owed.

mod batches;
mod case;
mod conditions;
mod duty;
mod findings;
mod origins;
mod recordings;
mod seek;
mod truth;
mod window;

use std::num::NonZeroUsize;

use firstyear_core::event::CaseLog;
use firstyear_core::pathway::{ElementBasis, Verdict};

pub use batches::judge_batches;

use crate::finding::Finding;
use crate::log::{Grouping, PathwayLog};
use case::Judge;
pub(crate) use conditions::Asked;
use duty::Duty;
use findings::Odd;
pub(crate) use findings::{cases, of_events, of_inputs};
use origins::Told;
pub(crate) use recordings::{Recordings, first_said};
pub(crate) use seek::{closing, last_steps};
pub(crate) use truth::Truth;
pub(crate) use window::Calendar;

/// How many activations met which verdict: in the order of [`Verdict::ALL`].
pub type Tally = [u64; Verdict::COUNT];

/// What became of all that is owed to the cases of a log.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The obligations that judge, by their places in the pathway. What is open judges
    /// nothing.
    pub obligations: Vec<usize>,
    /// The last day that was looked at, counted from 1970-01-01.
    pub observed_until: i32,
    verdicts: Verdicts,
    /// For each group of the grouping that was asked for, the activations of each
    /// obligation.
    activations: Vec<Vec<Tally>>,
    /// What in the log does not fit.
    pub findings: Vec<Finding>,
}

/// The verdicts on cases, one for each obligation that judges.
#[derive(Clone, Debug, PartialEq)]
enum Verdicts {
    /// Those on the first case, then those on the second.
    OfCases(Vec<Verdict>),
    /// How many cases of each group of a grouping met which: cases themselves are not
    /// kept.
    OfGroups { grouping: String, tallies: Vec<Vec<Tally>> },
}

/// Why a log is not judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JudgeError {
    /// No day says how long the log was kept.
    #[error(
        "no event of the log has a time, so that nothing says until when it was kept: give the last day that it covers"
    )]
    NoDay,
    /// It was made for another reading.
    #[error(
        "the log has events after the last day that is looked at, on which nobody knows of them: make it by the plan of the same reading"
    )]
    Later,
    /// The grouping is of another log.
    #[error("there are {groups} cases with a group and {cases} cases")]
    Grouping {
        /// Cases of the grouping.
        groups: usize,
        /// Cases of the log.
        cases: usize,
    },
}

impl Judged {
    /// The verdicts on a case, one for each obligation that judges.
    ///
    /// # Panics
    ///
    /// If there is no such case, as in what was judged by [`judge_batches`].
    #[must_use]
    pub fn of_case(&self, case: usize) -> &[Verdict] {
        let Verdicts::OfCases(verdicts) = &self.verdicts else {
            panic!("cases that are judged in batches are counted, and none is kept")
        };
        let width = self.obligations.len();
        &verdicts[case * width..(case + 1) * width]
    }

    /// How many cases met which verdict: for each group, with those of whom it is not
    /// recorded last, one tally for each obligation that judges.
    ///
    /// # Panics
    ///
    /// If it was judged by [`judge_batches`], and neither by this grouping nor is this
    /// all cases as one.
    #[must_use]
    pub fn cases(&self, grouping: &Grouping) -> Vec<Vec<Tally>> {
        let width = self.obligations.len();
        let mut tallies = vec![vec![Tally::default(); width]; grouping.len()];
        match &self.verdicts {
            Verdicts::OfCases(verdicts) => count(&mut tallies, verdicts, &grouping.of_cases),
            Verdicts::OfGroups { grouping: by, tallies: known } if *by == grouping.id => {
                known.clone_into(&mut tallies);
            }
            Verdicts::OfGroups { tallies: known, .. } => {
                assert!(grouping.id.is_empty(), "cases were counted by another grouping");
                for of_group in known {
                    add(&mut tallies[0], of_group);
                }
            }
        }
        tallies
    }

    /// How many activations met which verdict, by the grouping that was judged by: as
    /// [`cases`](Self::cases).
    #[must_use]
    pub fn activations(&self) -> &[Vec<Tally>] {
        &self.activations
    }
}

/// Holds a log against the obligations of a pathway.
///
/// | template               | it is met where                                                |
/// |------------------------|----------------------------------------------------------------|
/// | `existence`            | what is expected happens in the case                           |
/// | `absence`              | it does not                                                    |
/// | `response`             | it happens after the trigger                                   |
/// | `precedence`           | it has happened before the trigger                             |
/// | `succession`           | it happens after the trigger, and never without one before it  |
/// | `responded-existence`  | it happens before or after the trigger                         |
/// | `not-together`         | it happens neither before nor after the trigger                |
/// | `ends-with`            | no other step comes after it, and the case is closed           |
/// | `repeat-every`         | it happens, and no longer passes between than the window       |
/// | `feedback-closes-loop` | one answer for each trigger comes after it                     |
///
/// - **Activations.** One `per` case is looked at once: at the first trigger at which it
///   is owed. One per activation is looked at each time, and a case has the verdict that
///   [`Verdict::and`] makes of them. What repeats another event exactly is one.
/// - **Order.** Events of one day, of which the hour of one is not known, count as in
///   order either way. The trigger never answers itself.
/// - **Windows** count from the trigger, without one from the first step with which a
///   case begins, or from their clock; both ends included. Days and weeks are counted by
///   dates, working days from Monday to Friday but for holidays, hours exactly, and where
///   a day is all that is known no hours are ever proved. What comes before a window does
///   not count; what comes after it is late.
/// - **Clocks.** Of several datings of one pregnancy the last counts. Datings that lie more than
///   14 days apart, births on two days, and a beginning that is not recorded leave what
///   counts from them unknown; a birth that the case does not have, in a log that has
///   others, lies ahead, and so does a step that did not happen.
/// - **Answers.** An answer closes the oldest referral whose window is open, else the
///   oldest that nobody answered.
/// - **Who is eligible** is told by what was last recorded at the trigger or before, or
///   of the case; where nothing was, the verdict is unknown, unless the condition asks
///   for what is not recorded.
/// - **What discharges** it ends it where it comes after the trigger, within the window
///   and before it was met.
/// - **The last day.** What comes after it is not known on it: the log is one made by the
///   plan of the reading, which keeps nothing of it.
/// - **Missed or pending.** It is missed once its window is over by `observed_until`, or
///   once the case is closed: an exit that closes was recorded, and no step after it.
///
/// `grouping` is what activations are told apart by; cases can be told apart by any
/// later. `threads` share the cases; the result is the same for any number.
///
/// # Errors
///
/// [`JudgeError`] where no event has a time and no day is told, the grouping is of other
/// cases, or the log has events after the last day.
///
/// # Example
///
/// ```
/// use firstyear_core::event::{CaseLogBuilder, When};
/// use firstyear_core::pathway::{CarePathway, LogMapping, Verdict};
/// use firstyear_pathways::{Grouping, PathwayLog, judge};
///
/// # let text = include_str!("../tests/data/stop-smoking.toml");
/// let pathway: CarePathway = toml::from_str(text)?;
/// let reading = PathwayLog::new(&pathway, &LogMapping::default()).unwrap();
/// let mut log = CaseLogBuilder::new(reading.plan());
/// for (activity, day) in [("identify", 0), ("refer", 0), ("contact", 30)] {
///     let (case, code) = (log.case("a"), log.code(activity));
///     log.event(case, code, When::on_day(day));
/// }
/// let log = log.finish();
/// let judged = judge(&reading, &log, &Grouping::whole(log.len()), 1.try_into()?)?;
/// let at = judged.obligations.iter().position(|&at| pathway.obligations[at].id == "contacted");
/// // The pathway gives the service 14 days.
/// assert_eq!(judged.of_case(0)[at.unwrap()], Verdict::Late);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn judge(
    reading: &PathwayLog<'_>,
    log: &CaseLog,
    grouping: &Grouping,
    threads: NonZeroUsize,
) -> Result<Judged, JudgeError> {
    let ready = Ready::new(reading, log)?;
    if grouping.of_cases.len() != log.len() {
        let (groups, cases) = (grouping.of_cases.len(), log.len());
        return Err(JudgeError::Grouping { groups, cases });
    }
    let width = ready.duties.len();
    let mut verdicts = vec![Verdict::NotApplicable; width * log.len()];
    let share = log.len().div_ceil(threads.get()).max(1);
    let parts: Vec<_> = std::thread::scope(|scope| {
        let mut running = Vec::new();
        let mut rest = verdicts.as_mut_slice();
        for first in (0..log.len()).step_by(share) {
            let cases = first..(first + share).min(log.len());
            let (mine, others) = rest.split_at_mut(cases.len() * width);
            rest = others;
            let ready = &ready;
            running.push(scope.spawn(move || {
                let mut judge = ready.judge(log, grouping.len());
                judge.cases(cases, mine, &grouping.of_cases);
                (judge.activations, judge.odd)
            }));
        }
        running
            .into_iter()
            .map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let mut activations = vec![vec![Tally::default(); width]; grouping.len()];
    let mut odd = Odd::default();
    for (part, of_part) in parts {
        add_all(&mut activations, &part);
        odd.add(&of_part);
    }
    let findings = findings::all(reading, (log, log.found()), &ready.told, &odd);
    let verdicts = Verdicts::OfCases(verdicts);
    let (obligations, observed_until) = (ready.obligations, ready.until);
    Ok(Judged { obligations, observed_until, verdicts, activations, findings })
}

/// What is made ready once for all cases of a log.
struct Ready<'r> {
    reading: &'r PathwayLog<'r>,
    obligations: Vec<usize>,
    duties: Vec<Duty<'r>>,
    told: Told,
    until: i32,
}

impl<'r> Ready<'r> {
    fn new(reading: &'r PathwayLog<'_>, log: &CaseLog) -> Result<Self, JudgeError> {
        let until = reading.last_day_of(log)?;
        let pathway = reading.pathway;
        let obligations: Vec<usize> = (0..pathway.obligations.len())
            .filter(|&at| pathway.obligations[at].grounds.basis != ElementBasis::Open)
            .collect();
        let duty = |&at: &usize| Duty::new(reading, log, &pathway.obligations[at]);
        let duties = obligations.iter().map(duty).collect();
        Ok(Self { reading, obligations, duties, told: Told::new(reading, log), until })
    }

    /// Who judges cases of the log, or of a batch of it.
    fn judge<'j>(&'j self, log: &'j CaseLog, groups: usize) -> Judge<'j> {
        Judge::new((self.reading, log), (&self.duties, &self.told), self.until, groups)
    }
}

/// Adds the verdicts on cases to those of their groups.
fn count(tallies: &mut [Vec<Tally>], verdicts: &[Verdict], groups: &[u32]) {
    let Some(width) = tallies.first().map(Vec::len).filter(|&width| width > 0) else { return };
    for (verdicts, &group) in verdicts.chunks_exact(width).zip(groups) {
        for (tally, &verdict) in tallies[group as usize].iter_mut().zip(verdicts) {
            tally[verdict as usize] += 1;
        }
    }
}

fn add(all: &mut [Tally], part: &[Tally]) {
    for (all, part) in all.iter_mut().flatten().zip(part.iter().flatten()) {
        *all += part;
    }
}

fn add_all(all: &mut [Vec<Tally>], part: &[Vec<Tally>]) {
    all.iter_mut().zip(part).for_each(|(all, part)| add(all, part));
}
