//! Results to bytes.
//!
//! | you want                                   | use                     |
//! |--------------------------------------------|-------------------------|
//! | the report as pages, CSV, JSON and Markdown| [`site::render`]        |
//! | the same with one for every area           | [`every_area`]          |
//! | the answer to one kind of question         | [`site::gap_answer`], [`site::profile_answers`] |
//! | a chart with its text alternative and table| [`chart`]               |
//! | all of it, or a part, to take away         | [`document`]            |
//! | observations or gaps in the tidy layout    | [`tidy`]                |
//! | observations in a format of another system| [`exchange`]          |
//! | event logs as CSV, XES or OCEL 2.0          | [`event_log`]           |
//! | results as versioned documents             | [`wire`]                |
//! | any table of working data as CSV           | [`plain_csv`]           |
//! | a care pathway as a drawing or a page     | [`pathway`]             |
//! | how many come how far on one, as tables    | [`flow`]                |
//! | data package, manifest, its verification   | [`package`]             |
//! | problems as text                           | [`problems`]            |
//! | recommendations as a table or a calendar   | [`tracker`]             |
//! | the words of reports, by language         | [`words`]               |
//! | files that appear whole or not at all      | [`atomic`]              |
//!
//! Results come in as `Released` and no other way.

pub mod atomic;
pub mod births;
pub mod calendar;
pub mod chart;
pub mod document;
pub mod event_log;
pub mod every_area;
pub mod exchange;
pub mod flow;
pub mod format;
mod node;
pub mod package;
pub mod pathway;
pub mod plain_csv;
#[cfg(feature = "png")]
pub mod png;
pub mod problems;
pub mod sarif;
#[cfg(feature = "schema")]
pub mod schema;
pub mod sentence;
pub mod site;
#[cfg(test)]
mod testing;
pub mod tidy;
pub mod tracker;
pub mod wire;
pub mod words;
