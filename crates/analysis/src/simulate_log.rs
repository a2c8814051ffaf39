//! Synthetic logs of a pathway, with what was planted in them.
//!
//! | you want                                     | use                             |
//! |----------------------------------------------|---------------------------------|
//! | a log of made-up cases, and the truth of it  | [`simulate_log`](fn@simulate_log) |
//! | the same with a pregnancy, a mother, a baby  | [`add_objects`]                 |
//!
//! Nothing in a log is about anyone: every log says so in its attribute `synthetic`.

mod draws;
mod objects;
mod ready;
mod tally;
mod walk;

use std::num::NonZeroUsize;
use std::sync::Arc;

use firstyear_core::event::{Case, Event, EventLog, LogPart, Value};
use firstyear_core::pathway::{CarePathway, LogSimulation, SimulationFault};
use firstyear_metrics::random::Counter;

pub use objects::add_objects;
pub use tally::{LogTruth, PlantedValue, PlantedWay, SimulatedStepCount, TruthOfGroup};

use ready::Ready;
use tally::Tally;
use walk::Walker;

/// The attribute by which a log says that it is made up.
pub const SYNTHETIC: &str = "synthetic";

/// A synthetic log with what is true of it.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulatedLog {
    /// The log: cases one after another, the events of each in the order of time.
    pub log: EventLog,
    /// What was planted, and what was drawn.
    pub truth: LogTruth,
}

/// Why no log was made up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SimulationError {
    /// The plan asks what cannot be.
    #[error("{}", said(.0))]
    Faults(Vec<SimulationFault>),
    /// A case would begin with a step that is not there.
    #[error(
        "the pathway begins with a step that it does not have: `firstyear pathway check` says what is wrong"
    )]
    NoIndex,
}

fn said(faults: &[SimulationFault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Makes up a log of a pathway.
///
/// - **A case** begins with the index step, between nine and five on a day of the span,
///   and walks the flow from there. One way of a step is taken, by its chance; a step
///   that `all_ways` marks takes each by its own. Who takes none stops: nothing more is
///   heard of the case, as of who drops out.
/// - **Decisions** send a case on by their rows. An input is drawn when the first decision
///   asks for it, and again when that decision is come to again; it stands with the step
///   before the decision.
/// - **Loops** end with `at_most` of a step, or after a hundred times where nobody bounds
///   it: a way to a step that was done so often is closed, and its chance goes to the
///   others. Such draws are not counted in the truth, as what was planted did not hold.
/// - **Branches** of `all_ways` go on one beside the other; one that comes to a step which
///   another has done ends there. An exit that closes ends all of them.
/// - **Births** of a clock are events with its id, or the step with its id, or the exit by
///   birth; gestation is an attribute of the case with its first day. No birth follows a
///   loss or a death.
/// - **Open cases** are moved as a whole, by days, until `observed_until` falls between
///   their first day and their last.
///
/// The draws of an element depend on the seed, the case, the element and how often it was
/// come to, and on nothing else: neither on other cases nor on `threads`, and where a plan
/// changes the chances of one step, all that the others draw stays as it was.
///
/// # Errors
///
/// [`SimulationError`] for a plan that does not fit the pathway, and a pathway without its
/// index step.
///
/// # Example
///
/// ```
/// use firstyear_analysis::simulate_log;
/// use firstyear_core::pathway::{CarePathway, LogSimulation};
///
/// # let pathway: CarePathway = serde_json::from_str(include_str!("../../../schemas/accepted/pathway/made-up.json"))?;
/// let plan = LogSimulation { cases: 20, ..LogSimulation::of_pathway(&pathway.id, 7) };
/// let made = simulate_log(&pathway, &plan, 1.try_into()?)?;
/// assert_eq!(made.log.cases.len(), 20);
/// assert_eq!(made.truth.seed(), 7);
/// assert_eq!(made, simulate_log(&pathway, &plan, 4.try_into()?)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn simulate_log(
    pathway: &CarePathway,
    plan: &LogSimulation,
    threads: NonZeroUsize,
) -> Result<SimulatedLog, SimulationError> {
    let faults = plan.faults(pathway);
    if !faults.is_empty() {
        return Err(SimulationError::Faults(faults));
    }
    let ready = Ready::new(pathway, plan).ok_or(SimulationError::NoIndex)?;
    let threads = u32::try_from(threads.get()).unwrap_or(u32::MAX);
    let share = plan.cases.div_ceil(threads).max(1);
    let parts: Vec<Part> = std::thread::scope(|scope| {
        let ready = &ready;
        let running: Vec<_> = (0..threads)
            .map(|thread| thread.saturating_mul(share)..(thread + 1).saturating_mul(share))
            .map(|cases| cases.start.min(plan.cases)..cases.end.min(plan.cases))
            .filter(|cases| !cases.is_empty())
            .map(|cases| scope.spawn(move || part(ready, cases)))
            .collect();
        running
            .into_iter()
            .map(|part| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let mut log = EventLog::default();
    log.add(LogPart::Attribute(SYNTHETIC.into(), Value::Truth(true)));
    let mut tally = Tally::new(&ready);
    for part in parts {
        tally.add(&part.tally);
        part.cases.into_iter().for_each(|case| log.add(LogPart::Case(case)));
        log.events.extend(part.events);
    }
    for (event, row) in log.events.iter_mut().zip(1..) {
        event.row = row;
    }
    let truth = tally.truth(&ready, Counter::NAME);
    Ok(SimulatedLog { log, truth })
}

/// What one thread made.
struct Part {
    cases: Vec<Case>,
    events: Vec<Event>,
    tally: Tally,
}

fn part(ready: &Ready<'_>, cases: std::ops::Range<u32>) -> Part {
    let mut part = Part { cases: Vec::new(), events: Vec::new(), tally: Tally::new(ready) };
    let complete: Arc<str> = "complete".into();
    let mut walker = Walker::new(ready);
    for case in cases {
        let walked = walker.walk(case, &mut part.tally);
        walked.into_log(ready, &complete, &mut part.cases, &mut part.events);
    }
    part
}
