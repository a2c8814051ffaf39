//! Births and deaths that a seed made up, of any size, with what is true of them.
//!
//! Births are drawn in blocks, each from a stream of its own, so that the same seed gives the
//! same records on any number of threads. What is true is tallied while they are drawn, by a
//! way that shares nothing with the engine that counts records.

mod draw;
mod plan;
mod truth;

use std::num::NonZeroUsize;
use std::thread;

use firstyear_core::Observation;
use firstyear_core::count::{BirthBlock, BirthSimulation, CountBasis};

pub use plan::{made_up_births, spec_of_births};
use truth::Truth;

/// The births of a block.
const BLOCK: u64 = 1 << 16;

/// Why no births were made up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SimulateError<E> {
    /// The plan asks what cannot be.
    #[error("{}", .0.join("; "))]
    Faults(Vec<String>),
    /// What took the births failed.
    #[error(transparent)]
    Taken(E),
}

/// What is true of synthetic births.
#[derive(Clone, Debug)]
pub struct BirthTruth(Truth);

impl BirthTruth {
    /// What a count of the records must give on this basis: the tables that a specification
    /// of [`spec_of_births`] asks for, in their order.
    #[must_use]
    pub fn observations(&self, basis: CountBasis) -> Vec<Observation> {
        self.0.observations(basis)
    }

    /// Births, and deaths with and without a key.
    #[must_use]
    pub const fn records(&self) -> [u64; 3] {
        self.0.records()
    }
}

/// Makes up births and deaths, and hands them on in order, block by block.
///
/// # Errors
///
/// [`SimulateError::Faults`] for a plan that cannot be, and what `take` fails with.
///
/// ```
/// use std::num::NonZeroUsize;
/// use firstyear_core::count::CountBasis;
/// use firstyear_records::{made_up_births, simulate_births};
///
/// let plan = made_up_births(1_000, 7);
/// let mut births = 0;
/// let truth = simulate_births(&plan, NonZeroUsize::MIN, &mut |block| {
///     births += block.born.len();
///     Ok::<(), std::io::Error>(())
/// })?;
/// assert_eq!((births, truth.records()[0]), (1_000, 1_000));
/// assert!(!truth.observations(CountBasis::Cohort).is_empty());
/// # Ok::<(), firstyear_records::SimulateError<std::io::Error>>(())
/// ```
pub fn simulate_births<E>(
    plan: &BirthSimulation,
    threads: NonZeroUsize,
    take: &mut dyn FnMut(BirthBlock) -> Result<(), E>,
) -> Result<BirthTruth, SimulateError<E>> {
    let faults = plan.faults();
    if !faults.is_empty() {
        return Err(SimulateError::Faults(faults));
    }
    let drawing = draw::Drawing::of(plan);
    let mut truth = Truth::of(plan);
    let blocks = plan.births.div_ceil(BLOCK);
    let mut next = 0;
    while next < blocks {
        let until = blocks.min(next + threads.get() as u64);
        let drawn: Vec<BirthBlock> = thread::scope(|scope| {
            let working: Vec<_> = (next..until)
                .map(|block| {
                    let drawing = &drawing;
                    let births = BLOCK.min(plan.births - block * BLOCK);
                    scope.spawn(move || drawing.block(block, block * BLOCK, births))
                })
                .collect();
            let done = working.into_iter().map(thread::ScopedJoinHandle::join);
            done.map(|block| block.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        });
        for block in drawn {
            truth.add(&block);
            take(block).map_err(SimulateError::Taken)?;
        }
        next = until;
    }
    Ok(BirthTruth(truth))
}
