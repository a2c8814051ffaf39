//! What is asked of event logs that are held against pathways.

use std::path::PathBuf;

use clap::{ValueEnum, ValueHint};

use super::Disclosure;

/// A pathway and an event log, and how the log is read.
#[derive(Debug, clap::Args)]
pub(crate) struct LogArgs {
    /// A file of a pathway, TOML or JSON, or an id of `firstyear pathway list`
    #[arg(value_name = "FILE-OR-ID", value_hint = ValueHint::FilePath)]
    pub(crate) pathway: String,
    /// The event log: CSV, XES, OCEL 2.0 JSON, Parquet or Arrow. Given more than once, these
    /// files in Parquet or Arrow are one log, in the order given. A log in Parquet that is
    /// sorted by case is held in memory in parts alone, however large it is
    #[arg(long, short, required = true, value_hint = ValueHint::FilePath)]
    pub(crate) log: Vec<PathBuf>,
    /// What names of the log stand for: the document of `firstyear schema log-mapping`
    #[arg(long, value_hint = ValueHint::FilePath)]
    pub(crate) mapping: Option<PathBuf>,
    /// The last day that the log covers, YYYY-MM-DD: events after it are left out. That of
    /// its last event when neither this nor the mapping says it
    #[arg(long, value_parser = super::day)]
    pub(crate) as_of: Option<chrono::NaiveDate>,
    /// How dates with slashes are read: day-first or month-first
    #[arg(long)]
    pub(crate) layout: Option<String>,
}

impl LogArgs {
    /// The files that are read, but for the pathway.
    pub(crate) fn files(&self) -> impl Iterator<Item = &std::path::Path> {
        self.log.iter().chain(&self.mapping).map(PathBuf::as_path)
    }
}

/// A log that is sorted by case.
#[derive(Debug, clap::Args)]
pub(crate) struct SortedLog {
    /// The event log, Parquet, Arrow or CSV, which can be packed (.csv.gz, .csv.zst): one file,
    /// or several in their order
    #[arg(required = true, value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
    /// The file to write, Parquet: its name ends in .parquet
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: PathBuf,
    /// How many MiB may be held before the engine writes to disk; no bound when left out
    #[arg(long, value_name = "MIB")]
    pub(crate) memory: Option<std::num::NonZeroUsize>,
}

/// By which groups a result is told apart, and how much of it is shown.
#[derive(Debug, clap::Args)]
pub(crate) struct GroupArgs {
    /// A group of the mapping, or an attribute of the log; twice for each pair
    #[arg(long, value_name = "GROUP")]
    pub(crate) by: Vec<String>,
    /// What is hidden of counts of people
    #[arg(long, value_enum, default_value_t = Disclosure::Rules)]
    pub(crate) disclosure: Disclosure,
}

/// How a result about a log is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ResultShape {
    /// A table for the eye; plain in a pipe
    Text,
    /// The document that `firstyear schema` describes
    Json,
    /// One flat table, a figure a row
    Csv,
    /// Sentences and tables
    Md,
}

/// A log that is judged.
#[derive(Debug, clap::Args)]
pub(crate) struct Judging {
    #[command(flatten)]
    pub(crate) log: LogArgs,
    #[command(flatten)]
    pub(crate) groups: GroupArgs,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = ResultShape::Text)]
    pub(crate) format: ResultShape,
    /// The file to write; standard output when left out
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
}

/// A log of which is told how far its cases come.
#[derive(Debug, clap::Args)]
pub(crate) struct Cascading {
    #[command(flatten)]
    pub(crate) log: LogArgs,
    /// A group of the mapping, or an attribute of the log; twice for each pair
    #[arg(long, value_name = "GROUP")]
    pub(crate) by: Vec<String>,
    /// Ids of stages of the pathway, or of steps, in order; every stage of it when left
    /// out
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    pub(crate) stages: Vec<String>,
    /// The category that the others are held against: the best off when left out, where
    /// the mapping says that the order is one of disadvantage, else everyone else
    #[arg(long, value_name = "CATEGORY")]
    pub(crate) reference: Option<String>,
    /// Days until which shares by time are told
    #[arg(long, value_name = "DAYS", default_value_t = 182)]
    pub(crate) horizon: u32,
    /// What is hidden of counts of people
    #[arg(long, value_enum, default_value_t = Disclosure::Rules)]
    pub(crate) disclosure: Disclosure,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = CascadeShape::Text)]
    pub(crate) format: CascadeShape,
    /// The file to write; standard output when left out
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
}

/// How a cascade is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CascadeShape {
    /// Sentences and tables for the eye; plain in a pipe
    Text,
    /// The document of `firstyear schema pathway-cascade`
    Json,
    /// One flat table, a figure a row
    Csv,
    /// Sentences and tables
    Md,
    /// The chart
    Svg,
}

/// A case that is explained, or a log.
#[derive(Debug, clap::Args)]
pub(crate) struct Explained {
    #[command(flatten)]
    pub(crate) log: LogArgs,
    /// The id of one case; every case when left out
    #[arg(long)]
    pub(crate) case: Option<String>,
    /// What it costs where a step is not recorded, and where one does not fit:
    /// STEP=MISSING,SURPLUS; 1,1 unless told
    #[arg(long = "weight", value_name = "STEP=MISSING,SURPLUS", value_parser = weight)]
    pub(crate) weights: Vec<(String, (u32, u32))>,
    /// What is hidden of counts of people
    #[arg(long, value_enum, default_value_t = Disclosure::Rules)]
    pub(crate) disclosure: Disclosure,
}

fn weight(text: &str) -> Result<(String, (u32, u32)), String> {
    let both = || {
        let (step, costs) = text.split_once('=')?;
        let (missing, surplus) = costs.split_once(',')?;
        Some((step.trim().to_owned(), (missing.trim().parse().ok()?, surplus.trim().parse().ok()?)))
    };
    both().ok_or_else(|| {
        "write it as STEP=MISSING,SURPLUS with whole numbers, as refer=2,1".to_owned()
    })
}

/// A page of a pathway and a log.
#[derive(Debug, clap::Args)]
pub(crate) struct Reported {
    #[command(flatten)]
    pub(crate) log: LogArgs,
    #[command(flatten)]
    pub(crate) groups: GroupArgs,
    /// The category that the others are held against, as in `pathway cascade`
    #[arg(long, value_name = "CATEGORY")]
    pub(crate) reference: Option<String>,
    /// Days until which shares by time are told
    #[arg(long, value_name = "DAYS", default_value_t = 182)]
    pub(crate) horizon: u32,
    /// The file to write; standard output when left out
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
}
