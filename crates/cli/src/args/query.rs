//! The command `query`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ValueEnum, ValueHint};

/// What is asked, of what, and where the answer goes.
#[derive(Debug, clap::Args)]
pub(crate) struct Querying {
    /// The project folder
    #[arg(required_unless_present = "functions", value_hint = ValueHint::DirPath)]
    pub(crate) project: Option<PathBuf>,
    /// The query; `-` reads it from standard input
    #[arg(value_name = "SELECT", required_unless_present = "functions")]
    pub(crate) query: Option<String>,
    /// A specification of counts, TOML or JSON, whose records are the table `births`; that
    /// of the project when left out
    #[arg(long, value_name = "SPEC", value_hint = ValueHint::FilePath)]
    pub(crate) records: Option<PathBuf>,
    /// List the functions and columns there are, and answer nothing
    #[arg(long, conflicts_with_all = ["query", "records", "out", "format"])]
    pub(crate) functions: bool,
    /// How to print it; by the ending of --out, or else a table
    #[arg(long, value_enum)]
    pub(crate) format: Option<QueryShape>,
    /// The file to write; standard output when left out
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// How many threads count records; as many as there are cores when left out
    #[arg(long)]
    pub(crate) threads: Option<NonZeroUsize>,
    /// How many MiB may be held before records go to disk; no bound when left out
    #[arg(long, value_name = "MIB")]
    pub(crate) memory: Option<NonZeroUsize>,
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum QueryShape {
    /// A table
    Text,
    /// Text with commas
    Csv,
    /// JSON with a schema, `firstyear schema query-answer`
    Json,
}
