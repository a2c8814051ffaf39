//! Counting by DataFusion, in this process or where a [`Place`] has it done.

mod checks;
mod error;
mod files;
mod frame;
mod inline;
mod keys;
mod pass;
mod sort;
mod tally;
mod values;

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use firstyear_catalogue::Catalogue;
use firstyear_core::count::{CountReport, CountSpec, CountedRows};
use tokio::runtime::Runtime;

pub use error::CountError;
pub use sort::{SortError, SortOptions, sort_log};

use crate::areas::Areas;
use checks::Questions;
use files::Inputs;
#[cfg(feature = "cluster")]
pub(crate) use files::stand_on_machines;
use frame::{Asked, Frame};
use tally::Tally;

/// How records are counted.
#[derive(Clone, Copy)]
pub struct CountOptions<'a> {
    /// How many threads.
    pub threads: NonZeroUsize,
    /// How many bytes the engine may hold before it writes to disk; as many as it asks for
    /// unless told.
    pub memory: Option<NonZeroUsize>,
    /// Whether to stop, asked ten times a second.
    pub stop: &'a dyn Fn() -> bool,
}

impl std::fmt::Debug for CountOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { threads, memory, stop: _ } = self;
        f.debug_struct("CountOptions")
            .field("threads", threads)
            .field("memory", memory)
            .finish_non_exhaustive()
    }
}

/// What was counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// What was counted, row after row.
    pub observations: CountedRows,
    /// What was read.
    pub report: CountReport,
}

/// Counts records by a specification whose files stand in `folder`.
///
/// The same records give the same counts on any number of threads: weights are summed in
/// whole millionths.
///
/// # Errors
///
/// [`CountError`], which says where and what is wrong and repeats no value of a record.
pub fn count(
    spec: &CountSpec,
    catalogue: &Catalogue,
    folder: &Path,
    options: &CountOptions<'_>,
) -> Result<Counted, CountError> {
    count_at(spec, catalogue, folder, options, &Here(Way::Flat))
}

/// Where records are gone through. Files are looked at, hashed and checked here in any case.
pub(crate) trait Place {
    /// The engine.
    fn context(&self, options: &CountOptions<'_>) -> Result<SessionContext, CountError>;

    /// How cells are told apart there.
    fn way(&self) -> Way;

    /// Called once nothing is waited for any more, whether the count is whole or not.
    fn leave(&self, runtime: &Runtime);
}

/// In this process.
struct Here(Way);

impl Place for Here {
    fn context(&self, options: &CountOptions<'_>) -> Result<SessionContext, CountError> {
        context(options)
    }

    fn way(&self) -> Way {
        self.0
    }

    fn leave(&self, _: &Runtime) {}
}

/// Counts records at a place.
pub(crate) fn count_at(
    spec: &CountSpec,
    catalogue: &Catalogue,
    folder: &Path,
    options: &CountOptions<'_>,
    place: &dyn Place,
) -> Result<Counted, CountError> {
    let asked = Asked::of(spec, catalogue)?;
    let inputs = Inputs::look(spec, folder, place.way(), options.stop)?;
    let areas = inputs.areas(spec, catalogue, options.stop)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(options.threads.get())
        .enable_all()
        .build()
        .map_err(|error| CountError::Engine { what: format!("no threads: {}", error.kind()) })?;
    let context = place.context(options)?;
    inputs.register(&context)?;
    let looked = (&inputs, areas.as_ref());
    let counted = runtime.block_on(counted(&asked, looked, (&context, place.way()), options));
    place.leave(&runtime);
    // Work that is still under way after an error or a stop is given up, and has a moment to
    // clear away what it wrote.
    runtime.shutdown_timeout(LEAVING);
    if matches!(counted, Err(CountError::Stopped)) {
        return Err(CountError::Stopped);
    }
    // What a store did not give may look like damage, or worse.
    if let (Err(error), Some(fault)) = (&counted, inputs.fault())
        && error.may_be_of_a_file()
    {
        return Err(fault);
    }
    // A file that changed may look damaged, or whole.
    inputs.are_unchanged(options.stop)?;
    match counted {
        Err(error @ CountError::Records { .. }) => {
            let damage = inputs.damage(options.stop);
            if let Some(fault) = inputs.fault() {
                return Err(fault);
            }
            Err(match damage {
                Some(damage) => damage.into(),
                None if (options.stop)() => CountError::Stopped,
                None => error,
            })
        }
        counted => counted,
    }
}

/// How long a count that ends early waits for its threads.
const LEAVING: Duration = Duration::from_secs(2);

/// How cells are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// By their places in flat arrays, as far as they fit.
    Flat,
    /// By hashes, always.
    #[cfg_attr(not(test), expect(dead_code, reason = "both ways are held against each other"))]
    Hashed,
    /// By hashes, in plans of the engine's own operators alone, which can be sent to other
    /// machines.
    Sent,
}

async fn counted(
    asked: &Asked<'_>,
    (inputs, areas): (&Inputs, Option<&Areas<'_>>),
    (context, way): (&SessionContext, Way),
    options: &CountOptions<'_>,
) -> Result<Counted, CountError> {
    let frame = Frame::of(asked, inputs, context).await?;
    let questions = Questions::of(asked, &frame)?;
    let conditions = questions.conditions();
    // Where flat arrays fail the other way gets by or says why: a record that is left out may
    // hold what cannot be worked out, or there may be too little memory.
    let tally = match way {
        Way::Flat => match Tally::of(asked, &frame, conditions, options, context).await {
            Ok(tally) => tally,
            // Nor would the other way be given what a store does not give.
            Err(error) if matches!(error, CountError::Stopped) || inputs.fault().is_some() => {
                return Err(error);
            }
            Err(_) => None,
        },
        Way::Hashed | Way::Sent => None,
    };
    let tallied = match tally {
        Some(tally) => match tally.run(asked, areas, options.stop).await {
            Ok(tallied) => Some(tallied),
            Err(CountError::Memory { .. } | CountError::Records { .. })
                if inputs.fault().is_none() =>
            {
                None
            }
            Err(error) => return Err(error),
        },
        None => None,
    };
    let (cross, answers) = if let Some(tallied) = tallied {
        tallied
    } else {
        let cross = pass::cross(asked, &frame, areas, options.stop).await?;
        (cross, questions.answers(&frame, options.stop).await?)
    };
    let asking = (&questions, &*answers);
    let mut report = checks::report(asked, inputs, &frame, asking, &cross, (options, way)).await?;
    let observations = cross.tables.rows().ok_or_else(CountError::faulty)?;
    report.observations = observations.len() as u64;
    Ok(Counted { observations, report })
}

/// Up to how many bytes of deaths are held by all threads together.
const DEATHS_HELD: usize = 128 << 20;

/// The engine as it is set up for every count.
fn context(options: &CountOptions<'_>) -> Result<SessionContext, CountError> {
    let mut config = SessionConfig::new().with_target_partitions(options.threads.get());
    // Columns of publishers are often in capitals, and are written as they stand.
    config.options_mut().sql_parser.enable_ident_normalization = false;
    // Deaths are held once and not sorted out to threads: births then pass by where they are read.
    config.options_mut().optimizer.hash_join_single_partition_threshold = DEATHS_HELD;
    config.options_mut().optimizer.hash_join_single_partition_threshold_rows = DEATHS_HELD / 32;
    let mut runtime = RuntimeEnvBuilder::new();
    if let Some(memory) = options.memory {
        runtime = runtime.with_memory_pool(Arc::new(FairSpillPool::new(memory.get())));
    }
    let runtime = runtime.build_arc().map_err(|error| CountError::of(&error, "the engine"))?;
    Ok(SessionContext::new_with_config_rt(config, runtime))
}

#[cfg(test)]
mod tests;
