//! Readers: files to observations, with every problem on the way.
//!
//! | you have                                   | use                              |
//! |--------------------------------------------|----------------------------------|
//! | a project folder with `firstyear.toml`     | [`read_project`]                 |
//! | one file of any known format               | [`read_file`], [`detect`]        |
//! | one file, to be checked, of any size       | [`survey_file`]                  |
//! | a log of what was done, CSV, XES or OCEL   | [`read_event_log`]               |
//! | the same as columns, to be judged          | [`read_case_log`]                |
//! | Parquet sorted by case, of any size        | [`sorted_case_log`]              |
//! | a care pathway                             | [`read_pathway`]                 |
//! | what names of a log stand for              | [`read_log_mapping`]             |
//! | a care pathway of another system           | [`import_pathway`]               |
//! | a plan of a synthetic log                  | [`read_log_simulation`]          |
//! | a plan of synthetic births                 | [`read_birth_simulation`]        |
//! | a specification of counts                  | [`read_count_spec`]              |
//! | a plan of flow through a pathway           | [`read_flow_plan`]               |
//! | bytes in the tidy layout                   | [`tidy::read`]                   |
//! | a list of areas                            | [`area_list::read`]              |
//! | bytes in the layout of published gaps      | [`tidy_gaps::read`]              |
//! | the child mortality workbook of the ONS    | [`ons::read`]                    |
//! | the text of a project file                 | [`project::read`]                |
//! | a table of one's own and its mapping file  | [`read_mapped_file`]             |
//! | any CSV table, as text                     | [`columns::read`]                |
//! | Arrow of any size, a batch at a time       | `ArrowBatches`                   |
//! | records of fixed width, one by one         | [`RecordLayout`], [`RecordLines`] |
//!
//! A reader returns what it could use and all problems, in the order of the
//! file, so that a file is mended in one pass. [`ReadError`] is for what
//! cannot be read at all. Messages say where a problem stands and never repeat
//! the cell.
//!
//! Code lists come from the caller as [`CodeLists`]: this crate knows layouts,
//! not indicators.

pub mod area_list;
mod area_names;
mod boundaries;
mod cdc_wonder;
mod cells;
mod code_map;
mod codes;
mod collect;
#[cfg(feature = "parquet")]
mod columnar;
pub mod columns;
mod detect;
mod documents;
mod error;
mod event_log;
mod exchange;
mod fault;
mod fingertips;
mod format;
mod found;
mod input;
mod keys;
mod ledger;
pub mod mapping;
mod maps;
mod memo;
mod nchs;
mod nearest;
mod nhs_maternity;
pub mod ons;
mod ons_health_index;
mod ons_vital_statistics;
mod packed;
mod paths;
mod pathways;
mod plausible;
mod printed;
mod progress;
pub mod project;
mod records;
mod repeats;
mod rows;
mod sample;
mod sheet_rows;
mod sink;
mod survey;
mod table;
mod text;
pub mod tidy;
pub mod tidy_gaps;
mod vocabulary;
mod withheld;
mod workbook;
mod zstd;

/// The example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use code_map::CodeMap;
pub use codes::{CodeLists, ElementPlace, ExternalCodes, Labels, PathwayRules, Sources};
pub use collect::{
    CellCounts, FileSummary, ProjectData, ReadAs, read_bytes, read_file, read_file_as,
    read_mapped_file, read_project,
};
#[cfg(feature = "parquet")]
pub use columnar::{ArrowBatches, ArrowFault, decoding, is_decoding};
pub use detect::detect;
pub use documents::{
    EditError, KnownVisits, ReadPathway, StrayVisit, add_recommendation, change_recommendation,
    read_birth_simulation, read_count_spec, read_count_spec_bytes, read_flow_plan,
    read_flow_plan_bytes, read_log_mapping, read_log_mapping_bytes, read_log_simulation,
    read_log_simulation_bytes, read_pathway, read_pathway_bytes, read_project_records,
    recommendations_csv,
};
pub use error::ReadError;
pub use event_log::{
    CaseOrder, ReadCaseLog, ReadLog, SortedLog, read_case_log, read_case_logs, read_event_log,
    sorted_case_log,
};
pub use format::{FormatAbout, formats};
pub use nchs::{RecordLayout, RecordLines};
pub use nearest::nearest;
pub use packed::{Packed, Unpacked};
pub use pathways::{ImportedPathway, PathwayFormat, import_pathway, import_pathway_bytes};
pub use progress::{OnProgress, Progress, unwatched};
pub use sink::{Fate, Gather, RowCounts, Sink};
pub use survey::{ROWS_KEPT, Survey, survey_file, survey_mapped_file};
