//! One function for each command.

mod ask;
mod convert;
mod init;
mod metrics;
mod reference;
mod report;

pub(crate) use ask::{gap, inequality};
pub(crate) use convert::{convert, source_id};
pub(crate) use init::init;
pub(crate) use metrics::run_method;
pub(crate) use reference::{completions, explain, list, man, schema};
pub(crate) use report::{check, report};
