//! Commands of records of births and deaths.

use std::net::SocketAddr;
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
    /// The specification, TOML or JSON; its files stand beside it, or on an object store
    #[arg(value_name = "SPEC", value_hint = ValueHint::FilePath)]
    pub(crate) spec: PathBuf,
    /// The file to write, .csv or .parquet; standard output when left out
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// The file for what was found in the records; NAME.report.json beside --out when left out
    #[arg(long, value_hint = ValueHint::FilePath)]
    pub(crate) report: Option<PathBuf>,
    /// How many threads; as many as there are cores when left out. With --cluster into how
    /// many parts the records are cut
    #[arg(long)]
    pub(crate) threads: Option<NonZeroUsize>,
    /// How many MiB may be held before the engine writes to disk; no bound when left out
    #[arg(long, value_name = "MIB", conflicts_with = "cluster")]
    pub(crate) memory: Option<NonZeroUsize>,
    /// The scheduler of a cluster that counts; this process when left out. `firstyear cluster
    /// --help` has how one is started
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub(crate) cluster: Option<String>,
    #[command(flatten)]
    pub(crate) keys: KeyFiles,
}

/// Who a member of a cluster is: all three or none.
#[derive(Debug, clap::Args)]
pub(crate) struct KeyFiles {
    /// The certificate that is shown to the cluster, PEM
    #[arg(id = "tls_cert", long = "tls-cert", value_name = "FILE", value_hint = ValueHint::FilePath, requires_all = ["tls_key", "tls_ca"])]
    pub(crate) certificate: Option<PathBuf>,
    /// The key of the certificate, PEM
    #[arg(id = "tls_key", long = "tls-key", value_name = "FILE", value_hint = ValueHint::FilePath, requires = "tls_cert")]
    pub(crate) key: Option<PathBuf>,
    /// The authority that signs the certificates of the cluster, PEM
    #[arg(id = "tls_ca", long = "tls-ca", value_name = "FILE", value_hint = ValueHint::FilePath, requires = "tls_cert")]
    pub(crate) authority: Option<PathBuf>,
}

/// A member of a cluster.
#[derive(Debug, Subcommand)]
pub(crate) enum Member {
    /// Run the scheduler: it takes what is asked and gives executors work
    ///
    /// It runs until Ctrl-C, SIGTERM or SIGHUP. It keeps nothing: what is being counted then is
    /// lost, and executors come back to the next one at its address.
    #[command(
        after_help = "Examples:\n  firstyear cluster scheduler\n  firstyear cluster scheduler --bind 10.0.0.1:50050 --tls-cert a.pem --tls-key a.key --tls-ca ca.pem"
    )]
    Scheduler(Scheduling),
    /// Run an executor: it goes through the records
    ///
    /// It runs until Ctrl-C, SIGTERM or SIGHUP. It signs off then, and others count again what it
    /// had a part in. What it makes on its way is in a folder that only its user can read, and
    /// which is cleared away at the end.
    #[command(
        after_help = "Examples:\n  firstyear cluster executor --threads 4\n  firstyear cluster executor --scheduler https://10.0.0.1:50050 --bind 10.0.0.2:50051 --tls-cert b.pem --tls-key b.key --tls-ca ca.pem"
    )]
    Executor(Executing),
}

/// How a scheduler is run.
#[derive(Debug, clap::Args)]
pub(crate) struct Scheduling {
    /// Where it listens; the port 0 takes a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:50050")]
    pub(crate) bind: SocketAddr,
    /// For how many seconds an executor may not be heard of before others count again what it had
    /// a part in; as long is waited where there is none at all
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(10..=86_400))]
    pub(crate) executor_timeout: u64,
    #[command(flatten)]
    pub(crate) keys: KeyFiles,
}

/// How an executor is run.
#[derive(Debug, clap::Args)]
pub(crate) struct Executing {
    /// The scheduler that it asks for work
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url, default_value = "http://127.0.0.1:50050")]
    pub(crate) scheduler: String,
    /// Where it hands on what it made; the port 0 takes a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:0")]
    pub(crate) bind: SocketAddr,
    /// The name or address by which others reach it; that of --bind when left out
    #[arg(long, value_name = "HOST")]
    pub(crate) advertise: Option<String>,
    /// How many threads; as many as there are cores when left out
    #[arg(long)]
    pub(crate) threads: Option<NonZeroUsize>,
    /// How many MiB its work may hold before it writes to disk, each thread its part; no bound
    /// when left out
    #[arg(long, value_name = "MIB")]
    pub(crate) memory: Option<NonZeroUsize>,
    /// The folder in which its own is put; that of the system for temporary files when left out
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub(crate) work_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) keys: KeyFiles,
}
