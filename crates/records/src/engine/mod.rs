//! Counting in this process, by DataFusion.

mod checks;
mod error;
mod files;
mod frame;
mod pass;
mod sort;

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use firstyear_catalogue::Catalogue;
use firstyear_core::Observation;
use firstyear_core::count::{CountReport, CountSpec};

pub use error::CountError;
pub use sort::{SortError, SortOptions, sort_log};

use crate::areas::Areas;
use crate::table::Tables;
use files::Inputs;
use frame::{Asked, Frame};

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
    /// In the order of indicator, area, period and groups.
    pub observations: Vec<Observation>,
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
    let asked = Asked::of(spec, catalogue)?;
    let inputs = Inputs::look(spec, folder, options.stop)?;
    let areas = inputs.areas(spec, catalogue)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(options.threads.get())
        .enable_time()
        .build()
        .map_err(|error| CountError::Engine { what: format!("no threads: {}", error.kind()) })?;
    let counted = runtime.block_on(counted(&asked, &inputs, areas.as_ref(), options));
    // Work that is still under way after an error or a stop is given up, and has a moment to
    // clear away what it wrote.
    runtime.shutdown_timeout(LEAVING);
    if matches!(counted, Err(CountError::Stopped)) {
        return Err(CountError::Stopped);
    }
    // A file that changed may look damaged, or whole.
    inputs.are_unchanged()?;
    match counted {
        Err(error @ CountError::Records { .. }) => Err(match inputs.damage(options.stop) {
            Some(damage) => damage.into(),
            None if (options.stop)() => CountError::Stopped,
            None => error,
        }),
        counted => counted,
    }
}

/// How long a count that ends early waits for its threads.
const LEAVING: Duration = Duration::from_secs(2);

async fn counted(
    asked: &Asked<'_>,
    inputs: &Inputs,
    areas: Option<&Areas<'_>>,
    options: &CountOptions<'_>,
) -> Result<Counted, CountError> {
    let context = context(options)?;
    let frame = Frame::of(asked, inputs, &context).await?;
    let mut cross = pass::cross(asked, &frame, options.stop).await?;
    let areas = areas.map(|areas| areas.place(&mut cross.cells));
    let tables = Tables::of(asked.spec, &asked.conditions).ok_or_else(CountError::faulty)?;
    let observations = tables.observations(&cross.cells);
    let mut report = checks::report(asked, inputs, &frame, &cross, options.stop).await?;
    report.areas = areas;
    report.observations = observations.len() as u64;
    Ok(Counted { observations, report })
}

/// The engine as it is set up for every count.
fn context(options: &CountOptions<'_>) -> Result<SessionContext, CountError> {
    let mut config = SessionConfig::new().with_target_partitions(options.threads.get());
    // Columns of publishers are often in capitals, and are written as they stand.
    config.options_mut().sql_parser.enable_ident_normalization = false;
    let mut runtime = RuntimeEnvBuilder::new();
    if let Some(memory) = options.memory {
        runtime = runtime.with_memory_pool(Arc::new(FairSpillPool::new(memory.get())));
    }
    let runtime = runtime.build_arc().map_err(|error| CountError::of(&error, "the engine"))?;
    Ok(SessionContext::new_with_config_rt(config, runtime))
}
