//! Commands of records of births and deaths.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum, ValueHint};

/// What is made up.
#[derive(Debug, Subcommand)]
pub(crate) enum Simulated {
    /// Births and deaths with what is true of them, and the specifications that count them
    ///
    /// The folder gets births and deaths, count-cohort.json and count-period.json for
    /// `firstyear count`, what it must find (truth-cohort.csv, truth-period.csv), and the plan.
    /// `firstyear schema birth-simulation` has the fields of a plan.
    #[command(
        after_help = "Examples:\n  firstyear simulate births --births 100000 --seed 7 --out synthetic\n  firstyear simulate births --plan plan.toml --format parquet --out synthetic"
    )]
    Births(SimulatedBirths),
}

/// How births are made up.
#[derive(Debug, clap::Args)]
pub(crate) struct SimulatedBirths {
    /// The folder to write; made when it is not there
    #[arg(long, short, value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,
    /// A plan, TOML or JSON; a small one of ten areas when left out
    #[arg(long, value_hint = ValueHint::FilePath)]
    pub(crate) plan: Option<PathBuf>,
    /// How many births, in the place of what the plan says
    #[arg(long)]
    pub(crate) births: Option<u64>,
    /// The seed, in the place of what the plan says
    #[arg(long)]
    pub(crate) seed: Option<u64>,
    /// How records are written
    #[arg(long, value_enum, default_value_t = BirthsFormat::Csv)]
    pub(crate) format: BirthsFormat,
    /// How many threads; as many as there are cores when left out
    #[arg(long)]
    pub(crate) threads: Option<NonZeroUsize>,
}

/// How synthetic births are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BirthsFormat {
    /// Text with commas
    Csv,
    /// Apache Parquet
    Parquet,
}

/// What is counted, and where it goes.
#[derive(Debug, clap::Args)]
pub(crate) struct Counting {
    /// The specification, TOML or JSON; its files stand beside it
    #[arg(value_name = "SPEC", value_hint = ValueHint::FilePath)]
    pub(crate) spec: PathBuf,
    /// The file to write, .csv or .parquet; standard output when left out
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// The file for what was found in the records; NAME.report.json beside --out when left out
    #[arg(long, value_hint = ValueHint::FilePath)]
    pub(crate) report: Option<PathBuf>,
    /// How many threads; as many as there are cores when left out
    #[arg(long)]
    pub(crate) threads: Option<NonZeroUsize>,
    /// How many MiB may be held before the engine writes to disk; no bound when left out
    #[arg(long, value_name = "MIB")]
    pub(crate) memory: Option<NonZeroUsize>,
}
