//! Records of births and deaths to counts, by a declared specification.
//!
//! A [`CountSpec`] says which files hold births and deaths, how they are linked, who is not
//! counted, by what births are split and what is counted; [`conditions`] fills in what the
//! catalogue knows of its indicators. With the feature `engine` the records are counted in
//! this process by DataFusion: `count` gives observations and a report of what was read. With
//! the feature `cluster` they may be counted by a cluster of Ballista: `count_on`.
//!
//! With the same feature `query` answers SQL over observations and over records, of which it
//! tells in groups alone, and `sort_log` sorts an event log by case, so that it can be judged
//! case by case without being held in memory.
//!
//! [`simulate_births`] makes up births and deaths of any size, with what is true of them.
//!
//! Nothing that is said in an error, a report or a plan repeats a value of a record.

#[cfg(feature = "engine")]
mod areas;
#[cfg(feature = "cluster")]
mod cluster;
#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "engine")]
mod query;
mod simulate;
#[cfg(feature = "engine")]
mod table;

// Made-up births of the tests name the crate as its users do.
#[cfg(test)]
extern crate self as firstyear_records;

use firstyear_catalogue::Catalogue;
use firstyear_core::count::{CountCondition, CountFault, CountPart, CountSpec};
use firstyear_core::{CategoryId, Dimension, DimensionId};

#[cfg(feature = "cluster")]
pub use cluster::{
    Cluster, ClusterError, ClusterEvent, ClusterKeys, ClusterNews, ClusterProgress,
    EXECUTOR_TIMEOUT, ExecutorOptions, LEAST_EXECUTOR_TIMEOUT, Link, LinkFault, SchedulerOptions,
    count_on, may_listen, serve_executor, serve_scheduler,
};
#[cfg(feature = "engine")]
pub use engine::{CountError, CountOptions, Counted, SortError, SortOptions, count, sort_log};
#[cfg(feature = "engine")]
pub use query::{
    Over, Parameter, Part, Queried, QueryColumn, QueryError, QueryFunction, QueryKind,
    QueryRecords, QueryTables, QueryValue, ReleasedRows, observation_columns, query,
    query_functions,
};
pub use simulate::{BirthTruth, SimulateError, made_up_births, simulate_births, spec_of_births};

/// How each indicator of a specification is counted, in its order.
///
/// # Errors
///
/// Every indicator whose conditions are told neither by the specification nor by the
/// catalogue.
pub fn conditions(
    spec: &CountSpec,
    catalogue: &Catalogue,
) -> Result<Vec<CountCondition>, Vec<CountFault>> {
    let mut faults = Vec::new();
    let mut found = Vec::new();
    for (at, indicator) in spec.indicators.iter().enumerate() {
        match indicator.condition(catalogue.counted(&indicator.id)) {
            Some(condition) => found.push(condition),
            None => faults.push(CountFault {
                part: CountPart::Indicator(at),
                message: format!(
                    "the catalogue does not say how `{}` is counted in records: give its `numerator` and `denominator`",
                    indicator.id
                ),
            }),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// The codes of each dimension with the category that each stands for, in the order of the
/// codes.
///
/// # Errors
///
/// Every dimension of which neither the specification nor the catalogue knows the codes, and
/// every category that a dimension of the catalogue does not have.
pub fn codes(
    spec: &CountSpec,
    catalogue: &Catalogue,
) -> Result<Vec<Vec<(String, CategoryId)>>, Vec<CountFault>> {
    let (mut faults, mut found) = (Vec::new(), Vec::new());
    for (at, asked) in spec.dimensions.iter().enumerate() {
        let known = catalogue.dimension(&asked.id);
        let mut tell = |message| {
            faults.push(CountFault { part: CountPart::Dimension(at), message });
        };
        let named = asked.recode.values().chain(&asked.missing);
        for category in named.filter(|id| known.is_some_and(|known| !has(known, id))) {
            tell(format!(
                "`{category}` is no category of `{}`: `firstyear explain {}` lists them",
                asked.id, asked.id
            ));
        }
        if !asked.recode.is_empty() {
            let codes =
                asked.recode.iter().map(|(code, category)| (code.clone(), category.clone()));
            found.push(codes.collect());
        } else if let Some(known) = known {
            let codes = known.categories().iter().map(|one| (one.id.to_string(), one.id.clone()));
            found.push(codes.collect());
        } else {
            tell(format!(
                "`{}` is no dimension of the catalogue: give the categories of its codes in `recode`",
                asked.id
            ));
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// The category of births without a code in a dimension: as told, or `not-stated` unless the
/// catalogue knows the dimension and has none in it. `None` where they stand in no group.
#[must_use]
pub fn missing_category(
    dimension: &DimensionId,
    told: Option<&CategoryId>,
    catalogue: &Catalogue,
) -> Option<CategoryId> {
    let known = catalogue.dimension(dimension);
    let usual = || CategoryId::new("not-stated").ok();
    told.cloned().or_else(usual).filter(|id| known.is_none_or(|known| has(known, id)))
}

fn has(dimension: &Dimension, id: &CategoryId) -> bool {
    dimension.categories().iter().any(|category| category.id == *id)
}
