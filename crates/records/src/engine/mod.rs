//! Counting by DataFusion, in this process or where a [`Place`] has it done.

mod checks;
mod error;
mod files;
mod frame;
mod pass;

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use firstyear_catalogue::Catalogue;
use firstyear_core::Observation;
use firstyear_core::count::{CountReport, CountSpec};
use tokio::runtime::Runtime;

pub use error::CountError;

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
    count_at(spec, catalogue, folder, options, &Here)
}

/// Where records are gone through. Files are looked at, hashed and checked here in any case.
pub(crate) trait Place {
    /// The engine.
    fn context(&self, options: &CountOptions<'_>) -> Result<SessionContext, CountError>;

    /// Called once nothing is waited for any more, whether the count is whole or not.
    fn leave(&self, runtime: &Runtime);
}

/// In this process.
struct Here;

impl Place for Here {
    fn context(&self, options: &CountOptions<'_>) -> Result<SessionContext, CountError> {
        context(options)
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
    let inputs = Inputs::look(spec, folder, options.stop)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(options.threads.get())
        .enable_all()
        .build()
        .map_err(|error| CountError::Engine { what: format!("no threads: {}", error.kind()) })?;
    let context = place.context(options)?;
    let counted = runtime.block_on(counted(&asked, &inputs, &context, options.stop));
    place.leave(&runtime);
    // Work that is still under way after an error or a stop is given up.
    runtime.shutdown_background();
    let counted = counted?;
    inputs.are_unchanged()?;
    Ok(counted)
}

async fn counted(
    asked: &Asked<'_>,
    inputs: &Inputs,
    context: &SessionContext,
    stop: &dyn Fn() -> bool,
) -> Result<Counted, CountError> {
    let frame = Frame::of(asked, inputs, context).await?;
    let cross = pass::cross(asked, &frame, stop).await?;
    let tables = Tables::of(asked.spec, &asked.conditions).ok_or_else(CountError::faulty)?;
    let observations = tables.observations(&cross.cells);
    let mut report = checks::report(asked, inputs, &frame, &cross, stop).await?;
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
