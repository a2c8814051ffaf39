//! One function for each command.

mod ask;
mod asked;
mod check;
mod cluster;
mod convert;
mod count;
#[cfg(feature = "records")]
mod engine;
mod event_log;
mod explain;
mod grid;
mod init;
mod map;
mod metrics;
mod pathways;
mod query;
mod question;
mod recommendations;
mod reference;
mod report;
mod simulate_births;
mod verify;

use std::num::NonZeroUsize;
use std::thread::available_parallelism;

pub(crate) use ask::{
    areas, board, deaths_review, decomposition, equity_audit, evaluate, funnel, gap, inequality,
    learning, ppor, profile, recommendations, scenario, scorecard, selection, self_assessment,
    small_areas, spc, trend,
};
pub(crate) use check::check;
pub(crate) use cluster::run as cluster;
pub(crate) use convert::{convert, source_id};
pub(crate) use count::count;
pub(crate) use explain::explain;
pub(crate) use init::init;
pub(crate) use map::map;
pub(crate) use metrics::run_method;
pub(crate) use pathways::run as pathways;
pub(crate) use query::query;
pub(crate) use recommendations::{
    add as add_recommendation, list as list_recommendations, update as update_recommendation,
};
pub(crate) use reference::{completions, list, man, schema};
pub(crate) use report::report;
pub(crate) use simulate_births::run as simulate_births;
pub(crate) use verify::verify;

/// As many threads as are asked for, or as this machine has.
pub(crate) fn threads_or_all(asked: Option<NonZeroUsize>) -> NonZeroUsize {
    asked.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}
