//! What is asked of care pathways.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum, ValueHint};

use super::{Cascading, Explained, Judging, ProblemOutput, Reported, SortedLog};

/// What is done with care pathways.
#[derive(Debug, Subcommand)]
pub(crate) enum Pathways {
    /// List the reference pathways: id, title, status, how many elements are open
    #[command(after_help = "Example:\n  firstyear pathway list")]
    List,
    /// Say whether pathways are sound, and what is open in them
    ///
    /// Names that lead nowhere, steps that no way leads to, dead ends, endless
    /// loops, decisions with gaps or overlaps, windows that contradict each other,
    /// referrals that nobody answers. Exit 1 when there are errors; what is open is
    /// a note.
    #[command(
        after_help = "Examples:\n  firstyear pathway check our-pathway.toml\n  firstyear pathway check stop-smoking-pregnancy\n  firstyear pathway check --all"
    )]
    Check(CheckedPathways),
    /// Draw a pathway, or print it as a checklist or a card for staff
    ///
    /// A drawing has a lane or a box for each agency. What was inferred is dashed, and
    /// what is open dotted and said to be. `svg` numbers its boxes, says in words where
    /// each arrow leads, shows windows on the axis that they count by, and prints on
    /// A4. One that is not sound is not drawn.
    #[command(
        after_help = "Examples:\n  firstyear pathway render stop-smoking-pregnancy --format svg --out drawing.svg\n  firstyear pathway render stop-smoking-pregnancy --format card --out card.html\n  firstyear pathway render our-pathway.toml --format dot | dot -Tsvg > our-pathway.svg"
    )]
    Render(Rendered),
    /// Hold an event log against what a pathway owes: met, late, missed, for whom
    ///
    /// Each obligation is looked at each time that it is owed. An opt-out discharges it
    /// and stays in view; where a day is all that the log says, no hours are proved; what
    /// is open in the pathway judges nothing.
    #[command(
        after_help = "Examples:\n  firstyear pathway judge stop-smoking-pregnancy --log log.csv\n  firstyear pathway judge our-pathway.toml --log log.xes --mapping log.toml --by deprivation --format md"
    )]
    Judge(Judging),
    /// Say how far cases come, stage by stage, and at which step groups part
    ///
    /// Everyone counts whom it concerns, with those of whom nothing is recorded. The
    /// ratio between groups of those who come to the end is split by step; reach and
    /// effectiveness stand apart. Where cases are open, shares by time are told, with
    /// leaving as a competing exit.
    #[command(
        after_help = "Examples:\n  firstyear pathway cascade stop-smoking-pregnancy --log log.csv --mapping log.toml --by deprivation\n  firstyear pathway cascade our-pathway.toml --log log.csv --stages refer,contact,follow-up --format svg --out cascade.svg\n  firstyear pathway cascade stop-smoking-pregnancy --log log.csv --by deprivation --by ethnicity --reference 'least · White' --format md"
    )]
    Cascade(Cascading),
    /// Write one page of a pathway and a log: drawing, what is owed, what is overdue
    ///
    /// The drawing bears what became of what is owed in each step; each obligation stands
    /// in words and by group; where the pathway has stages, how far people come and at
    /// which step groups part. The page needs nothing beside it. Small counts are hidden.
    #[command(
        after_help = "Example:\n  firstyear pathway report stop-smoking-pregnancy --log log.csv --by deprivation --out page.html"
    )]
    Report(Reported),
    /// Say how a case went through the flow, or what deviates from it in a log
    ///
    /// The cheapest route that fits what was recorded, with what is not recorded and what
    /// does not fit. Of several that are as cheap the others are named. It judges nothing.
    #[command(
        after_help = "Examples:\n  firstyear pathway explain stop-smoking-pregnancy --log log.csv\n  firstyear pathway explain stop-smoking-pregnancy --log log.csv --case 17 --weight refer=2,1"
    )]
    Explain(Explained),
    /// Write a pathway in a format of another system
    ///
    /// What the format has a field for stands in it. The rest stands in extensions
    /// under our names, so that `pathway import` gives back the pathway as it was; what
    /// other programs will not see is said. One that is not sound is not written.
    #[command(
        after_help = "Examples:\n  firstyear pathway export stop-smoking-pregnancy --to fhir --out stop-smoking.json\n  firstyear pathway export our-pathway.toml --to bpmn --out our-pathway.bpmn"
    )]
    Export(ExportedPathway),
    /// Read a pathway of another system into a document of ours
    ///
    /// A file that `pathway export` wrote comes back as it was. Another is read as far
    /// as it goes, as a draft: a condition that is a program is open, and what could
    /// not be taken or had to be supplied is said. Exit 1 when the file says something
    /// that cannot be, which is left out, or cannot be read.
    #[command(
        after_help = "Examples:\n  firstyear pathway import plandefinition.json --out our-pathway.toml\n  firstyear pathway import our-pathway.bpmn --from bpmn | less\n  firstyear pathway check our-pathway.toml"
    )]
    Import(PathwayToImport),
    /// Say what local pathways keep of the reference that they were made from
    ///
    /// Each obligation of the reference is entailed (who keeps to the local pathway
    /// keeps to it), weakened (less is owed), altered (something else is owed, or it
    /// cannot be told) or absent, with every reason. Steps and decisions that differ
    /// and feedback loops that were lost are listed. Of several pathways it says
    /// first in how many areas each obligation is kept; an area counts by the pathway
    /// that keeps least. It is an answer: exit 0 however little is kept.
    #[command(
        after_help = "Examples:\n  firstyear pathway diff our-pathway.toml\n  firstyear pathway diff our-pathway.toml --against stop-smoking-pregnancy --format md\n  firstyear pathway diff north.toml east.toml --area E06000001 --area E06000002 --format csv"
    )]
    Diff(Compared),
    /// Make up an event log of a pathway, with drop-out that is known
    ///
    /// Nothing in it is about anyone, and it says so. What was planted and how often it
    /// was drawn is written beside it, as `LOG.truth.json`. Without a plan each way is as
    /// likely as the others and everyone goes on. The same plan and seed give the same
    /// log. `firstyear schema log-simulation` has the fields of a plan.
    #[command(
        name = "simulate-log",
        after_help = "Examples:\n  firstyear pathway simulate-log stop-smoking-pregnancy --cases 1000 --seed 7 --out log.csv\n  firstyear pathway simulate-log stop-smoking-pregnancy --seed 7 --out log.xes.gz \\\n    --group deprivation-decile=1,2,3,4,5,6,7,8,9,10 --way refer:contact=0.8\n  firstyear pathway simulate-log our-pathway.toml --plan plan.toml --out log.jsonocel"
    )]
    SimulateLog(Box<SimulatedLog>),
    /// Sort an event log by case, so that it can be judged however large it is
    ///
    /// A log in Parquet whose cases stand one after another is judged in parts: memory
    /// does not grow with it. This makes one of Parquet or CSV, one file or several that
    /// are one log. Events of a case stay in the order in which they stand. With
    /// `--memory` what does not fit is sorted on disk. Needs the feature records.
    #[command(
        name = "sort-log",
        after_help = "Examples:\n  firstyear pathway sort-log log.parquet --out sorted.parquet\n  firstyear pathway sort-log 2023.csv 2024.csv --memory 512 --out sorted.parquet"
    )]
    SortLog(SortedLog),
    /// Say how many people come how far, and what if that were otherwise
    ///
    /// By a plan: who enters, how many of each group came to each stage, where people
    /// wait, and questions, such as every group referred as often as the best, or two
    /// more slots. Numbers are in closed form with limits from the counts; queues are
    /// simulated. `firstyear schema flow-plan` has the fields of a plan.
    #[command(
        after_help = "Examples:\n  firstyear pathway flow stop-smoking-pregnancy --plan flow.toml\n  firstyear pathway flow our-pathway.toml --plan flow.toml --format csv --out flow.csv"
    )]
    Flow(Flowing),
}

/// What is asked of flow.
#[derive(Debug, clap::Args)]
pub(crate) struct Flowing {
    /// A file of a pathway, TOML or JSON, or an id of `firstyear pathway list`
    #[arg(value_name = "FILE-OR-ID", value_hint = ValueHint::FilePath)]
    pub(crate) pathway: String,
    /// The plan, TOML or JSON
    #[arg(long, value_hint = ValueHint::FilePath)]
    pub(crate) plan: PathBuf,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = FlowShape::Text)]
    pub(crate) format: FlowShape,
    /// The file to write; standard output when left out
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
}

/// How flow is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FlowShape {
    /// Tables for the eye; plain in a pipe
    Text,
    /// The document of `firstyear schema flow`
    Json,
    /// Tables and notes, Markdown
    Md,
    /// One flat table, a figure a row
    Csv,
}

/// Formats of other systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PathwaySystem {
    /// FHIR R4, JSON: a bundle of the plan, its activities and its measures
    Fhir,
    /// BPMN 2.0 with its diagram, XML
    Bpmn,
}

/// How a pathway is exported.
#[derive(Debug, clap::Args)]
pub(crate) struct ExportedPathway {
    /// A file of a pathway, TOML or JSON, or an id of `firstyear pathway list`
    #[arg(value_name = "FILE-OR-ID", value_hint = ValueHint::FilePath)]
    pub(crate) pathway: String,
    /// The format
    #[arg(long, value_enum)]
    pub(crate) to: PathwaySystem,
    /// The file to write; standard output when left out
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
}

/// How a pathway is imported.
#[derive(Debug, clap::Args)]
pub(crate) struct PathwayToImport {
    /// The file of the other system
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// Its format; told from its content when left out
    #[arg(long, value_enum)]
    pub(crate) from: Option<PathwaySystem>,
    /// The file to write: JSON where it ends in .json, TOML otherwise; TOML on standard
    /// output when left out
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
}

/// How a log is made up.
#[derive(Debug, clap::Args)]
pub(crate) struct SimulatedLog {
    /// A file of a pathway, TOML or JSON, or an id of `firstyear pathway list`
    #[arg(value_name = "FILE-OR-ID", value_hint = ValueHint::FilePath)]
    pub(crate) pathway: String,
    /// A plan, TOML or JSON; other options take the place of what it says
    #[arg(long, value_hint = ValueHint::FilePath)]
    pub(crate) plan: Option<PathBuf>,
    /// The seed; asked for where no plan has one
    #[arg(long, required_unless_present = "plan")]
    pub(crate) seed: Option<u64>,
    /// How many cases; 1000 unless told
    #[arg(long)]
    pub(crate) cases: Option<u32>,
    /// The first day on which a case can begin, YYYY-MM-DD; 2024-04-01 unless told
    #[arg(long, value_parser = super::day)]
    pub(crate) first_day: Option<chrono::NaiveDate>,
    /// Over how many days cases begin; 365 unless told
    #[arg(long)]
    pub(crate) days: Option<u32>,
    /// The last day that the log covers, YYYY-MM-DD; to the end of every case unless
    /// told
    #[arg(long, value_parser = super::day)]
    pub(crate) observed_until: Option<chrono::NaiveDate>,
    /// The share of events that are not recorded, from 0 to 1
    #[arg(long)]
    pub(crate) unrecorded: Option<f64>,
    /// A group with categories of one size; may be given again
    #[arg(long = "group", value_name = "ID=NAME,NAME…", value_parser = super::pair)]
    pub(crate) groups: Vec<(String, String)>,
    /// How likely a way between a step and what follows is; where all ways of a step are
    /// told, the rest stops there; may be given again
    #[arg(long = "way", value_name = "FROM:TO=CHANCE", value_parser = way)]
    pub(crate) ways: Vec<(String, String, f64)>,
    /// The format; told from the ending of the file when left out
    #[arg(long, value_enum)]
    pub(crate) to: Option<LogShape>,
    /// The file to write: .csv, .xes, .jsonocel or .json, packed where .gz comes after
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: PathBuf,
}

/// A format of event logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogShape {
    /// One event a row
    Csv,
    /// XES 1.0
    Xes,
    /// OCEL 2.0, JSON
    Ocel,
}

/// A way and how likely it is.
fn way(text: &str) -> Result<(String, String, f64), String> {
    let wrong = || "write it as FROM:TO=0.8".to_owned();
    let (ends, chance) = text.split_once('=').ok_or_else(wrong)?;
    let (from, to) = ends.split_once(':').ok_or_else(wrong)?;
    let chance: f64 = chance.trim().parse().map_err(|_| wrong())?;
    Ok((from.trim().to_owned(), to.trim().to_owned(), chance))
}

/// How a care pathway is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Drawn {
    /// A drawing for wikis and Markdown pages
    Mermaid,
    /// A drawing for Graphviz
    Dot,
    /// Our own drawing, which prints on A4
    Svg,
    /// A checklist, Markdown
    Md,
    /// A card for staff on one sheet of A4, HTML
    Card,
}

/// Which pathways are held against which.
#[derive(Debug, clap::Args)]
pub(crate) struct Compared {
    /// Files of local pathways, TOML or JSON
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath, required = true)]
    pub(crate) pathways: Vec<String>,
    /// The reference: a file, or an id of `firstyear pathway list`; what they were
    /// derived from when left out
    #[arg(long, value_name = "FILE-OR-ID", value_hint = ValueHint::FilePath)]
    pub(crate) against: Option<String>,
    /// Code of an area that should have a pathway; can be repeated
    #[arg(long = "area", value_name = "CODE")]
    pub(crate) areas: Vec<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = DiffShape::Text)]
    pub(crate) format: DiffShape,
    /// The file to write; standard output when left out
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
}

/// How comparisons are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffShape {
    /// Tables for the eye; plain in a pipe
    Text,
    /// A page, Markdown
    Md,
    /// The document of `firstyear schema pathway-diff`
    Json,
    /// One flat table, a reason a row
    Csv,
}

/// Which pathways are checked.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckedPathways {
    /// Files of pathways, TOML or JSON, or ids of `firstyear pathway list`
    #[arg(value_name = "FILE-OR-ID", value_hint = ValueHint::FilePath)]
    pub(crate) pathways: Vec<String>,
    /// Every pathway of the catalogue too
    #[arg(long)]
    pub(crate) all: bool,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t = ProblemOutput::Text)]
    pub(crate) output: ProblemOutput,
}

/// How a pathway is drawn.
#[derive(Debug, clap::Args)]
pub(crate) struct Rendered {
    /// A file of a pathway, TOML or JSON, or an id of `firstyear pathway list`
    #[arg(value_name = "FILE-OR-ID", value_hint = ValueHint::FilePath)]
    pub(crate) pathway: String,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Drawn::Mermaid)]
    pub(crate) format: Drawn,
    /// The file to write; standard output when left out
    #[arg(long, short, value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
}
