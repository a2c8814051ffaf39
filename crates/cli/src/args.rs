//! The command line.

mod extras;
mod logs;
mod pathways;
mod query;
mod records;
mod report;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum, ValueHint};
use firstyear_core::{PeriodUnit, Sha256};

pub(crate) use logs::{
    CascadeShape, Cascading, Explained, Judging, LogArgs, Reported, ResultShape, SortedLog,
};
pub(crate) use pathways::{
    CheckedPathways, Compared, DiffShape, Drawn, ExportedPathway, FlowShape, Flowing, LogShape,
    PathwaySystem, PathwayToImport, Pathways, Rendered, SimulatedLog,
};
#[cfg(feature = "records")]
pub(crate) use query::QueryShape;
pub(crate) use query::Querying;
pub(crate) use records::{BirthsFormat, Counting, Member, Simulated, SimulatedBirths};
#[cfg(feature = "cluster")]
pub(crate) use records::{Executing, KeyFiles, Scheduling};
pub(crate) use report::ReportArgs;

/// How wide is the gap in infant mortality, is it real, and who does it fall on?
///
/// A project is a folder with a file firstyear.toml that names the data and
/// the questions. Everything runs from files: no network but a cluster or an
/// object store that you name, the same bytes each time.
#[derive(Debug, Parser)]
#[command(name = "firstyear", version, max_term_width = 100, after_help = AFTER_HELP)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  firstyear init my-area
  firstyear report my-area --out my-report

Exit codes: 0 done; 1 problems in the input; 2 wrong use; 3 refused to disclose;
4 cannot read or write; 70 a defect of the program; 130 interrupted, which
leaves earlier output as it was.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a project: a folder with a worked, commented firstyear.toml
    #[command(after_help = "Example:\n  firstyear init my-area")]
    Init {
        /// The folder; it must not hold a firstyear.toml
        #[arg(value_hint = ValueHint::DirPath)]
        folder: PathBuf,
    },
    /// Read a project or a single file, print every problem, write nothing
    ///
    /// Exit 1 when there are errors.
    #[command(
        after_help = "Examples:\n  firstyear check my-area\n  firstyear check deaths.csv --format tidy\n  firstyear check deaths.csv --output sarif > findings.sarif"
    )]
    Check {
        /// A project folder, a firstyear.toml or a data file
        #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
        path: PathBuf,
        #[command(flatten)]
        file: FileArgs,
        /// How to print what was found
        #[arg(long, value_enum, default_value_t = CheckOutput::Text)]
        output: CheckOutput,
    },
    /// Write the whole report as a site with data downloads
    ///
    /// Bad rows are left out and listed, and the report is still written;
    /// only a file that cannot be read stops it.
    #[command(
        after_help = "Examples:\n  firstyear report my-area --out my-report\n  firstyear report my-area --with pdf,png\n  firstyear report my-country --all-areas"
    )]
    Report(ReportArgs),
    /// Say whether the files of a report are those that were written
    ///
    /// Exit 0 when everything is as it was written, 1 when something differs, 4
    /// when nothing can be said.
    #[command(
        after_help = "Examples:\n  firstyear verify my-report\n  firstyear verify my-report --project my-area"
    )]
    Verify {
        /// The folder of the report
        #[arg(default_value = "report", value_hint = ValueHint::DirPath)]
        report: PathBuf,
        /// The folder of the project, whose files are looked at too
        #[arg(long, value_hint = ValueHint::DirPath)]
        project: Option<PathBuf>,
        /// The SHA-256 of manifest.json, as it was published
        #[arg(long, value_name = "HEX")]
        manifest_hash: Option<Sha256>,
        /// How to print what was found
        #[arg(long, value_enum, default_value_t = VerifyOutput::Text)]
        output: VerifyOutput,
    },
    /// Count records of births and deaths: an observation table by a specification
    ///
    /// `firstyear schema count` has the fields of a specification. Records are Parquet, Arrow,
    /// CSV, packed too, or text of fixed width, here or as `s3://bucket/key`, by the settings
    /// AWS_… of the environment, or `https://host/path` (docs/objects.md). What is
    /// written is working data: small counts are not hidden. Beside it stands what was found in
    /// the records, such as how many each rule left out.
    #[command(
        after_help = "Examples:\n  firstyear count count.toml --out counts.csv\n  firstyear count count.toml --out counts.parquet --memory 600\n  firstyear count count.toml --out counts.csv --cluster http://127.0.0.1:50050"
    )]
    Count(Counting),
    /// Ask a project, or records, in SQL: with our statistics as functions
    ///
    /// The table `observations` has the figures of the project in the columns of the tidy
    /// layout. With --records the table `births` has records of births and deaths: they are
    /// told of in groups alone, and small counts are hidden. --functions lists columns and
    /// functions; docs/query.md has more.
    #[command(
        after_help = "Examples:\n  firstyear query my-area \"select area, period, rate(numerator, denominator, 1000) from observations where groups = ''\"\n  firstyear query my-area \"select count(*) from births\" --records count.toml\n  firstyear query --functions"
    )]
    Query(Querying),
    /// Count records on many machines: run a scheduler and executors
    ///
    /// Every machine finds the files of records under the same paths. Within one machine a
    /// cluster is open to all its users; to listen to other machines its members need
    /// certificates by one authority.
    #[command(
        after_help = "Example:\n  firstyear cluster scheduler &\n  firstyear cluster executor --threads 2 &\n  firstyear count count.toml --out counts.csv --cluster http://127.0.0.1:50050"
    )]
    Cluster {
        #[command(subcommand)]
        member: Member,
    },
    /// Make up records, to try things without data about anyone
    #[command(
        after_help = "Example:\n  firstyear simulate births --births 100000 --seed 7 --out synthetic"
    )]
    Simulate {
        #[command(subcommand)]
        what: Simulated,
    },
    /// Hold a group against all, by period
    #[command(
        after_help = "Examples:\n  firstyear gap my-area\n  firstyear gap my-area --format svg > gap.svg\n  firstyear gap my-area --format xlsx --out gap.xlsx"
    )]
    Gap(Ask),
    /// A rate across the groups of a dimension, with its slope
    #[command(
        after_help = "Example:\n  firstyear inequality my-area --dimension imd-decile --format md"
    )]
    Inequality {
        #[command(flatten)]
        ask: Ask,
        /// Only the question about this dimension or family of versions
        #[arg(long)]
        dimension: Option<String>,
    },
    /// A rate over time: recent trend, yearly change, and whether a gap widens
    #[command(
        after_help = "Examples:\n  firstyear trend my-area\n  firstyear trend my-area --format svg > trend.svg"
    )]
    Trend(Ask),
    /// A rate over time on a control chart: which changes are more than chance
    #[command(
        after_help = "Examples:\n  firstyear spc my-area\n  firstyear spc my-area --format csv > spc.csv"
    )]
    Spc(Ask),
    /// Areas against a comparator, with a map where the project has one
    #[command(
        after_help = "Examples:\n  firstyear areas my-area\n  firstyear areas my-area --format svg > areas.svg"
    )]
    Areas(Ask),
    /// Areas by their size: which lie outside what chance allows?
    #[command(
        after_help = "Examples:\n  firstyear funnel my-area\n  firstyear funnel my-area --format svg > funnel.svg"
    )]
    Funnel(Ask),
    /// Areas with few events: steadied rates and ranks
    #[command(
        name = "small_areas",
        visible_alias = "small-areas",
        after_help = "Examples:\n  firstyear small_areas my-area\n  firstyear small_areas my-area --format csv > small-areas.csv"
    )]
    SmallAreas(Ask),
    /// Take the difference of two rates apart: mix and risk, or causes
    #[command(
        after_help = "Examples:\n  firstyear decomposition my-area\n  firstyear decomposition my-area --format svg > parts.svg"
    )]
    Decomposition(Ask),
    /// In which period of life, and by which birthweight, more die
    #[command(
        after_help = "Examples:\n  firstyear ppor my-area\n  firstyear ppor my-area --format svg > periods.svg"
    )]
    Ppor(Ask),
    /// What would narrow a gap: measures alone and together
    #[command(
        after_help = "Examples:\n  firstyear scenario my-area\n  firstyear scenario my-area --format json > scenario.json"
    )]
    Scenario(Ask),
    /// The board paper of a scorecard: where we stand, and what was agreed
    #[command(
        after_help = "Examples:\n  firstyear board my-area --format md > paper.md\n  firstyear board my-area"
    )]
    Board(Ask),
    /// What followed recommendations: areas where they were done against others
    #[command(
        after_help = "Examples:\n  firstyear learning my-area\n  firstyear learning my-area --format md"
    )]
    Learning(Ask),
    /// How far an area says it is, over time and beside its indicators
    #[command(
        name = "self_assessment",
        alias = "self-assessment",
        after_help = "Examples:\n  firstyear self_assessment my-area\n  firstyear self_assessment my-area --format md\n  firstyear list self-assessment"
    )]
    SelfAssessment(Ask),
    /// Who needs something, and who uses the service for it, by group
    #[command(
        name = "equity_audit",
        aliases = ["equity-audit", "needs_assessment", "needs-assessment"],
        after_help = "Examples:\n  firstyear equity_audit my-area\n  firstyear equity_audit my-area --format svg > use.svg"
    )]
    EquityAudit(Ask),
    /// What a review of infant deaths found: by cause, age and factor
    #[command(
        name = "deaths_review",
        alias = "deaths-review",
        after_help = "Examples:\n  firstyear deaths_review my-area\n  firstyear deaths_review my-area --format csv > review.csv"
    )]
    DeathsReview(Ask),
    /// What is known of one area: every indicator among other areas, neighbours
    #[command(
        after_help = "Examples:\n  firstyear profile my-area\n  firstyear profile my-area --format svg > spines.svg\n  firstyear profile my-area --format pdf --out profile.pdf"
    )]
    Profile(Ask),
    /// How an area stands on many indicators, and what was recommended
    #[command(
        after_help = "Examples:\n  firstyear scorecard my-area\n  firstyear scorecard my-area --format md > meeting-paper.md"
    )]
    Scorecard(Ask),
    /// Which areas first: by events, by excess and by probability
    #[command(
        after_help = "Examples:\n  firstyear selection my-area\n  firstyear selection my-area --format csv > areas.csv"
    )]
    Selection(Ask),
    /// Did it work: areas where something was done against others
    #[command(
        after_help = "Examples:\n  firstyear evaluate my-area\n  firstyear evaluate my-area --format svg > changes.svg"
    )]
    Evaluate(Ask),
    /// What was recommended, and is it happening
    ///
    /// Without a command: what the report says of it.
    #[command(
        args_conflicts_with_subcommands = true,
        after_help = "Examples:\n  firstyear recommendations my-area\n  firstyear recommendations overdue my-area\n  firstyear recommendations update my-area quit-1 done --on 2024-09-01\n\nThemes of some are held against those of others by [[theme_comparison]] in\nfirstyear.toml: `firstyear explain theme_comparison`"
    )]
    Recommendations {
        #[command(subcommand)]
        command: Option<Recommended>,
        #[command(flatten)]
        ask: Ask,
    },
    /// Care pathways: which there are, whether one is sound, what is kept of a reference
    #[command(
        after_help = "Examples:\n  firstyear pathway list\n  firstyear pathway check stop-smoking-pregnancy\n  firstyear pathway check our-pathway.toml --output sarif > findings.sarif\n  firstyear pathway render stop-smoking-pregnancy --format md\n  firstyear pathway diff our-pathway.toml"
    )]
    Pathway {
        #[command(subcommand)]
        command: Pathways,
    },
    /// Convert a file between the formats that are read and written
    #[command(
        after_help = "Examples:\n  firstyear convert workbook.xlsx --to tidy --source ons-2022 --out deaths.csv\n  firstyear convert log.csv --to xes --out log.xes"
    )]
    Convert {
        /// The file to read
        #[arg(value_hint = ValueHint::FilePath)]
        input: PathBuf,
        /// The format to write
        #[arg(long, value_enum)]
        to: Target,
        #[command(flatten)]
        file: FileArgs,
        /// The id of the source, for formats that do not carry it
        #[arg(long, default_value = "source")]
        source: String,
        /// The file to write, standard output when left out; for data-package
        /// the folder to write into, which must be named
        #[arg(long, short, value_hint = ValueHint::AnyPath)]
        out: Option<PathBuf>,
    },
    /// Draft a mapping file from a look at a table that no reader knows
    ///
    /// What the file does not say is a question in a comment, and its field is
    /// left out: answer it before the table is read.
    #[command(
        after_help = "Example:\n  firstyear map deaths.csv --out deaths.toml\n  firstyear check deaths.csv --mapping deaths.toml"
    )]
    Map {
        /// A table of text or a workbook
        #[arg(value_hint = ValueHint::FilePath)]
        file: PathBuf,
        /// The file to write; standard output when left out
        #[arg(long, short, value_hint = ValueHint::FilePath)]
        out: Option<PathBuf>,
    },
    /// Statistical methods on tables of one's own
    #[command(
        after_help = "Example:\n  firstyear metrics run --method wilson --input rows.csv --set multiplier=100"
    )]
    Metrics {
        #[command(subcommand)]
        command: Metrics,
    },
    /// Print a JSON Schema, or the names of all
    #[command(
        after_help = "Examples:\n  firstyear schema\n  firstyear schema gap-trend > gap-trend.json"
    )]
    Schema {
        /// Its name, such as project
        name: Option<String>,
    },
    /// Explain a problem code, a method, an indicator, a format, a question or a word
    #[command(
        after_help = "Examples:\n  firstyear explain sii-poisson\n  firstyear explain category-unknown\n  firstyear explain equity_audit"
    )]
    Explain {
        /// Such as category-unknown, byar, infant-mortality-rate or tidy
        term: String,
    },
    /// List what the program knows
    #[command(after_help = "Example:\n  firstyear list indicators")]
    List {
        /// Of what
        #[arg(value_enum)]
        what: Listing,
    },
    /// Write completions for a shell to standard output
    #[command(
        after_help = "Example:\n  firstyear completions bash > ~/.local/share/bash-completion/completions/firstyear"
    )]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Write manual pages to a folder
    #[command(after_help = "Example:\n  firstyear man --out ~/.local/share/man/man1")]
    Man {
        /// The folder
        #[arg(long, default_value = "man", value_hint = ValueHint::DirPath)]
        out: PathBuf,
    },
}

/// How to print what became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum VerifyOutput {
    /// The verdict, and every file that differs
    Text,
    /// A document of the schema `verification`, with every file
    Json,
}

/// What can be done with methods.
#[derive(Debug, Subcommand)]
pub(crate) enum Metrics {
    /// Run a method on a CSV of inputs
    ///
    /// `firstyear list methods` shows all methods, `firstyear explain METHOD`
    /// the columns and arguments of one. Results are working data: nothing in
    /// them has gone through disclosure control.
    #[command(
        after_help = "Examples:\n  firstyear metrics run --method wilson --input rows.csv\n  printf 'x,n\\n9,120\\n' | firstyear metrics run --method exact-byar --input - --set multiplier=1000"
    )]
    Run(RunMethod),
}

/// A method to run.
#[derive(Debug, clap::Args)]
pub(crate) struct RunMethod {
    /// The method's id
    #[arg(long, short)]
    pub(crate) method: String,
    /// A CSV file with a header; `-` for standard input
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) input: PathBuf,
    /// An argument of the method that holds for every row
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) set: Vec<(String, String)>,
    /// A column of the file under the name that the method knows
    #[arg(long = "column", value_name = "NAME=COLUMN", value_parser = pair)]
    pub(crate) column: Vec<(String, String)>,
    /// The file to write; standard output when left out
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
}

/// A name and what it is set to.
fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// What is done with recommendations.
#[derive(Debug, Subcommand)]
pub(crate) enum Recommended {
    /// List recommendations, a line each
    #[command(
        after_help = "Examples:\n  firstyear recommendations list my-area --theme smoking\n  firstyear recommendations list my-area --format csv --out all.csv"
    )]
    List(Listed),
    /// List those that are past their day, on the day of the project
    #[command(after_help = "Example:\n  firstyear recommendations overdue my-area")]
    Overdue(Listed),
    /// Add one at the end of the project's document, which is checked first
    ///
    /// Nothing else in the document is touched. Its day is said, as the program
    /// never asks the clock.
    #[command(
        after_help = "Example:\n  firstyear recommendations add my-area --id quit-9 --theme smoking \\\n    --text 'Refer all who smoke at booking' --lead midwifery --made 2024-03-07 --due 2024-12-31"
    )]
    Add(Box<Added>),
    /// Say what became of one: agreed, started, done or stopped
    #[command(
        after_help = "Examples:\n  firstyear recommendations update my-area quit-9 agreed --on 2024-04-20\n  firstyear recommendations update my-area quit-9 stopped --on 2024-06-01 --reason 'no money'"
    )]
    Update(Updated),
}

/// Which recommendations are listed, and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Listed {
    /// The project folder
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) project: PathBuf,
    /// Only those of this theme
    #[arg(long)]
    pub(crate) theme: Option<String>,
    /// Only those that this agency leads
    #[arg(long)]
    pub(crate) lead: Option<String>,
    /// Only those made to this area, by its code
    #[arg(long)]
    pub(crate) area: Option<String>,
    /// Only those of which this became
    #[arg(long, value_enum)]
    pub(crate) status: Option<Became>,
    /// How they are listed
    #[arg(long, value_enum, default_value_t = ListShape::Text)]
    pub(crate) format: ListShape,
    /// The file to write; standard output when left out
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
}

/// What became of a recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Became {
    /// Nothing was said of it yet
    Open,
    /// Agreed to
    Agreed,
    /// Begun
    Started,
    /// Done
    Done,
    /// Turned down or given up
    Stopped,
}

/// How recommendations are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListShape {
    /// A table for the eye
    Text,
    /// The table that can be read again
    Csv,
    /// A calendar of what is due (iCalendar)
    Ics,
}

/// A new recommendation.
#[derive(Debug, clap::Args)]
pub(crate) struct Added {
    /// The project folder
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) project: PathBuf,
    /// Its id: small letters, digits and hyphens
    #[arg(long)]
    pub(crate) id: String,
    /// Its theme: `firstyear list themes`
    #[arg(long)]
    pub(crate) theme: String,
    /// Its category in the theme
    #[arg(long)]
    pub(crate) category: Option<String>,
    /// Its part of the category
    #[arg(long)]
    pub(crate) part: Option<String>,
    /// What should be done, without anything about a person
    #[arg(long)]
    pub(crate) text: Option<String>,
    /// The agency that leads, by its role
    #[arg(long)]
    pub(crate) lead: Option<String>,
    /// Another agency, by its role; may be given again
    #[arg(long)]
    pub(crate) with: Vec<String>,
    /// The code of its area; the project's when left out
    #[arg(long)]
    pub(crate) area: Option<String>,
    /// The id of its visit
    #[arg(long)]
    pub(crate) visit: Option<String>,
    /// An indicator that it should move; may be given again
    #[arg(long)]
    pub(crate) indicator: Vec<String>,
    /// An intervention that it is a step of; may be given again
    #[arg(long)]
    pub(crate) intervention: Vec<String>,
    /// high, medium or low
    #[arg(long)]
    pub(crate) priority: Option<String>,
    /// The day on which it was made, YYYY-MM-DD
    #[arg(long, value_parser = day)]
    pub(crate) made: chrono::NaiveDate,
    /// The day by which it is to be done, YYYY-MM-DD
    #[arg(long, value_parser = day)]
    pub(crate) due: Option<chrono::NaiveDate>,
    /// The document to add it to, as the project names it; asked for where it
    /// names several
    #[arg(long)]
    pub(crate) file: Option<String>,
}

/// A day as YYYY-MM-DD.
fn day(text: &str) -> Result<chrono::NaiveDate, String> {
    firstyear_core::day_from_text(text).ok_or_else(|| "write it as YYYY-MM-DD".to_owned())
}

/// What became of a recommendation, and when.
#[derive(Debug, clap::Args)]
pub(crate) struct Updated {
    /// The project folder
    #[arg(value_hint = ValueHint::DirPath)]
    pub(crate) project: PathBuf,
    /// Its id
    pub(crate) id: String,
    /// agreed, started, done or stopped; in this order, and stopped at any time
    /// before done
    pub(crate) status: String,
    /// The day, YYYY-MM-DD
    #[arg(long, value_parser = day)]
    pub(crate) on: chrono::NaiveDate,
    /// Why; asked for where it was stopped
    #[arg(long)]
    pub(crate) reason: Option<String>,
}

/// A question to a project.
#[derive(Debug, clap::Args)]
pub(crate) struct Ask {
    /// The project folder
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) project: PathBuf,
    /// How to print it; a table unless told
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    pub(crate) format: Shape,
    /// The file to write; standard output when left out
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    /// What is hidden of restricted sources
    #[arg(long, value_enum, default_value_t = Disclosure::Rules)]
    pub(crate) disclosure: Disclosure,
}

/// What is hidden of figures that point to people: of a project those of restricted
/// sources, of an event log all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Disclosure {
    /// Small counts, and what would give them away: by the rules of the project, of an
    /// event log 1 to 7
    #[value(aliases = ["rounded", "small"])]
    Rules,
    /// Nothing, for those who may see every figure: what is written must not be published
    None,
}

/// How a single data file is read, where its content leaves that open.
#[derive(Debug, clap::Args)]
pub(crate) struct FileArgs {
    /// What a single data file is; told from its content when left out
    #[arg(long, value_parser = format_names())]
    pub(crate) format: Option<String>,
    /// The mapping file by which a single data file is read
    #[arg(long, conflicts_with = "format", value_hint = ValueHint::FilePath)]
    pub(crate) mapping: Option<PathBuf>,
    /// A table that turns codes of the file into ids: a CSV with the columns
    /// kind, from and to
    #[arg(long, value_hint = ValueHint::FilePath)]
    pub(crate) map: Option<PathBuf>,
    /// The layout of its records, for formats of fixed width
    #[arg(long)]
    pub(crate) layout: Option<String>,
    /// What a year is where the file leaves it open, as in 2017/18
    #[arg(long, value_enum)]
    pub(crate) years: Option<Years>,
    /// The property that holds the codes of areas, for a file of boundaries
    #[arg(long)]
    pub(crate) property: Option<String>,
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shape {
    /// A table for the eye; plain in a pipe
    Text,
    /// One document a question in a JSON array, as `firstyear schema` describes
    Json,
    /// One flat table, a figure a row
    Csv,
    /// Sentences and tables
    Md,
    /// The chart
    Svg,
    /// The chart as a picture; needs a build with the feature png
    Png,
    /// The tables as a workbook, Office Open XML
    Xlsx,
    /// The tables as a workbook, `OpenDocument`
    Ods,
    /// All of it to print; needs a build with the feature pdf
    Pdf,
}

impl Shape {
    /// Whether its bytes are no text.
    pub(crate) const fn is_binary(self) -> bool {
        matches!(self, Self::Png | Self::Xlsx | Self::Ods | Self::Pdf)
    }
}

/// A format that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// Observations, CSV
    Tidy,
    /// Published gaps, CSV
    TidyGaps,
    /// Observations, Parquet
    #[cfg(feature = "parquet")]
    Parquet,
    /// Observations, an Arrow file (Feather 2)
    #[cfg(feature = "parquet")]
    Arrow,
    /// A Frictionless Data Package 2.0: a folder of tables and datapackage.json
    DataPackage,
    /// The template of WHO HEAT Plus, CSV
    HeatPlus,
    /// SDMX-CSV 2.0: commas between cells, points before decimals
    SdmxCsv,
    /// Figures of one indicator for upload to Fingertips, CSV
    FingertipsUpload,
    /// A data value set of DHIS2, JSON
    #[value(name = "dhis2-json")]
    Dhis2Json,
    /// A data value set of DHIS2, CSV
    #[value(name = "dhis2-csv")]
    Dhis2Csv,
    /// An event log, one event a row, CSV
    EventLogCsv,
    /// An event log in XES 1.0
    Xes,
    /// An event log in OCEL 2.0, JSON
    Ocel,
}

impl Target {
    /// The format of event logs that it is.
    pub(crate) const fn of_logs(self) -> Option<LogShape> {
        match self {
            Self::EventLogCsv => Some(LogShape::Csv),
            Self::Xes => Some(LogShape::Xes),
            Self::Ocel => Some(LogShape::Ocel),
            _ => None,
        }
    }

    /// Whether its bytes are no text.
    pub(crate) const fn is_binary(self) -> bool {
        match self {
            #[cfg(feature = "parquet")]
            Self::Parquet | Self::Arrow => true,
            _ => false,
        }
    }
}

/// What can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Listing {
    /// Indicator definitions
    Indicators,
    /// Classifications, and families of their versions
    Dimensions,
    /// Interventions
    Interventions,
    /// What lies behind infant deaths
    Drivers,
    /// Themes of recommendations, with their categories and parts
    Themes,
    /// What a self-assessment asks: its levels and statements
    SelfAssessment,
    /// Case studies and resources
    Library,
    /// Words of the field
    Glossary,
    /// File formats
    Formats,
    /// Statistical methods
    Methods,
    /// Problem codes
    Problems,
}

fn format_names() -> clap::builder::PossibleValuesParser {
    let names: Vec<&str> = firstyear_ingest::formats().map(|known| known.format.name()).collect();
    names.into()
}

/// How `check` prints what it found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum CheckOutput {
    /// For people
    Text,
    /// The document of `firstyear schema check`
    Json,
    /// SARIF 2.1.0, for editors and code hosts
    Sarif,
}

/// How problems alone are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ProblemOutput {
    /// For people
    Text,
    /// The document of `firstyear schema problems`
    Json,
    /// SARIF 2.1.0, for editors and code hosts
    Sarif,
}

/// A kind of year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[expect(clippy::enum_variant_names, reason = "the words that are typed")]
pub(crate) enum Years {
    /// January to December
    CalendarYear,
    /// April to March
    FinancialYear,
    /// September to August
    AcademicYear,
}

impl From<Years> for PeriodUnit {
    fn from(years: Years) -> Self {
        match years {
            Years::CalendarYear => Self::CalendarYear,
            Years::FinancialYear => Self::FinancialYear,
            Years::AcademicYear => Self::AcademicYear,
        }
    }
}
