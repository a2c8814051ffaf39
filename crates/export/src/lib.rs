//! Results to bytes.

pub mod atomic;
pub mod chart;
pub mod format;
pub mod problems;
#[cfg(feature = "schema")]
pub mod schema;
pub mod sentence;
pub mod site;
#[cfg(test)]
mod testing;
pub mod tidy;
pub mod wire;
