//! How many births have the key of another.
//!
//! Keys are one column, and are read on their own. Whole numbers that stand in order, as in most
//! files, are told to differ by where each run of them begins and ends. Others are sorted, with
//! what does not fit into memory on disk.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use datafusion::arrow::array::{Array as _, AsArray as _};
use datafusion::arrow::compute::partition;
use datafusion::arrow::datatypes::Int64Type;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::functions_aggregate::expr_fn::{count, count_distinct};
use datafusion::physical_plan::execute_stream_partitioned;
use datafusion::prelude::{DataFrame, col};
use futures::StreamExt as _;
use tokio::task::JoinSet;

use super::frame::failed;
use super::pass::{Running, planned};
use super::{CountError, CountOptions, Way};

const WHAT: &str = "looking at the keys of births";

/// How many bytes sorting may hold, and how many more for each thread.
const HELD: usize = 128 << 20;
const HELD_BY_THREAD: usize = 32 << 20;

/// More runs than these are no order.
const RUNS: usize = 1 << 12;

/// How many of these keys are that of another before them.
pub(super) async fn repeated(
    keys: DataFrame,
    (options, way): (&CountOptions<'_>, Way),
) -> Result<u64, CountError> {
    let keys = keys.filter(col("__key").is_not_null()).map_err(|error| failed(&error))?;
    if way == Way::Sent {
        return repeated_there(keys, options).await;
    }
    let whole = keys.schema().field(0).data_type().is_integer();
    if whole && are_in_order(keys.clone(), options).await? {
        return Ok(0);
    }
    repeated_in_sorted(keys, options).await
}

/// The same where keys would have to come from other machines: these count them.
async fn repeated_there(keys: DataFrame, options: &CountOptions<'_>) -> Result<u64, CountError> {
    let sums = vec![count(col("__key")), count_distinct(col("__key"))];
    let counts = keys.aggregate(Vec::new(), sums).map_err(|error| failed(&error))?;
    let mut running = Running::begin(options.stop, counts, WHAT).await?;
    let (mut all, mut different) = (0, 0);
    while let Some(batch) = running.next(options.stop).await? {
        let number = |at: usize| batch.column(at).as_primitive_opt::<Int64Type>();
        let (Some(counted), Some(apart)) = (number(0), number(1)) else {
            return Err(CountError::faulty());
        };
        all += counted.values().iter().sum::<i64>();
        different += apart.values().iter().sum::<i64>();
    }
    Ok(u64::try_from(all - different).unwrap_or(0))
}

/// Keys that rise from one record to the next, from the first to the last of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    first: i64,
    last: i64,
}

/// Whether every key is told to differ from all others by the order in which they stand.
async fn are_in_order(keys: DataFrame, options: &CountOptions<'_>) -> Result<bool, CountError> {
    let of = |error: DataFusionError| CountError::of(&error, WHAT);
    let context = Arc::new(keys.task_ctx());
    let plan = planned(keys, WHAT, options.stop).await?;
    let mut parts = JoinSet::new();
    for part in execute_stream_partitioned(plan, context).map_err(of)? {
        parts.spawn(runs(part));
    }
    let mut all: Vec<Run> = Vec::new();
    loop {
        match tokio::time::timeout(Duration::from_millis(100), parts.join_next()).await {
            Ok(Some(part)) => {
                let ended = || CountError::Engine { what: "a thread ended early".to_owned() };
                match part.map_err(|_| ended())?.map_err(of)? {
                    Some(runs) => all.extend(runs),
                    None => return Ok(false),
                }
            }
            Ok(None) => return Ok(are_apart(all)),
            Err(_) if (options.stop)() => return Err(CountError::Stopped),
            Err(_) => {}
        }
    }
}

/// Whether no two runs have a place in common.
fn are_apart(mut runs: Vec<Run>) -> bool {
    runs.sort_unstable();
    runs.windows(2).all(|pair| pair[0].last < pair[1].first)
}

/// The runs of a part; none where there are too many to be an order.
async fn runs(mut part: SendableRecordBatchStream) -> Result<Option<Vec<Run>>, DataFusionError> {
    let mut runs: Vec<Run> = Vec::new();
    while let Some(batch) = part.next().await {
        let batch = batch?;
        let Some(keys) = batch.column(0).as_primitive_opt::<Int64Type>() else { return Ok(None) };
        for &key in keys.values() {
            if let Some(run) = runs.last_mut()
                && run.last < key
            {
                run.last = key;
                continue;
            }
            if runs.len() == RUNS {
                return Ok(None);
            }
            runs.push(Run { first: key, last: key });
        }
    }
    Ok(Some(runs))
}

/// The same by sorting: of equal keys all but one are repeated.
async fn repeated_in_sorted(
    keys: DataFrame,
    options: &CountOptions<'_>,
) -> Result<u64, CountError> {
    let of = |error: DataFusionError| CountError::of(&error, WHAT);
    let held = HELD + HELD_BY_THREAD * options.threads.get();
    let held = options.memory.map_or(held, NonZeroUsize::get);
    let (state, plan) = keys.into_parts();
    let stores = Arc::clone(&state.runtime_env().object_store_registry);
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_pool(Arc::new(FairSpillPool::new(held)))
        .with_object_store_registry(stores)
        .build_arc()
        .map_err(of)?;
    let state = SessionStateBuilder::new_from_existing(state).with_runtime_env(runtime).build();
    let sorted = DataFrame::new(state, plan).sort(vec![col("__key").sort(true, false)]);
    let sorted = sorted.map_err(|error| failed(&error))?;
    let mut running = Running::begin(options.stop, sorted, WHAT).await?;
    let (mut repeated, mut last) = (0_u64, None::<ScalarValue>);
    while let Some(batch) = running.next(options.stop).await? {
        if batch.num_rows() == 0 {
            continue;
        }
        let keys = batch.column(0);
        let equal = partition(std::slice::from_ref(keys)).map_err(|error| of(error.into()))?;
        repeated += (keys.len() - equal.len()) as u64;
        let first = ScalarValue::try_from_array(keys, 0).map_err(of)?;
        repeated += u64::from(last.as_ref() == Some(&first));
        last = Some(ScalarValue::try_from_array(keys, keys.len() - 1).map_err(of)?);
    }
    Ok(repeated)
}

#[cfg(test)]
mod tests {
    use super::{Run, are_apart};

    #[test]
    fn runs_are_apart_where_no_key_can_stand_in_two() {
        let run = |first, last| Run { first, last };
        assert!(are_apart(vec![]));
        assert!(are_apart(vec![run(7, 9), run(1, 5), run(6, 6)]));
        assert!(!are_apart(vec![run(6, 9), run(1, 6)]));
        assert!(!are_apart(vec![run(1, 9), run(3, 4)]));
        assert!(!are_apart(vec![run(2, 2), run(2, 2)]));
    }
}
