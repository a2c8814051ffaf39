//! The `firstyear` program.

mod args;
mod commands;
mod exit;
mod interrupt;
mod keep;
mod load;
mod progress;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command, Metrics, Recommended, Simulated};
use crate::exit::Failure;

/// A decoder that panics at a damaged file is told as a problem of the file, and
/// not as a failure of the program as well.
#[cfg(feature = "parquet")]
fn leave_damage_to_the_reader() {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !firstyear_ingest::is_decoding() {
            told(panic);
        }
    }));
}

fn main() -> ExitCode {
    let args = Args::parse();
    #[cfg(feature = "parquet")]
    leave_damage_to_the_reader();
    match interrupt::watch().and_then(|()| run(args)) {
        Ok(code) => code.into(),
        Err(failure) => {
            // A pipe that was closed early, as by `head`, is no failure, and who
            // interrupts a run knows it.
            if !failure.is_closed_pipe() && !matches!(failure, Failure::Interrupted) {
                anstream::eprintln!("error: {failure}");
            }
            ExitCode::from(failure.code())
        }
    }
}

fn run(args: Args) -> Result<exit::Code, Failure> {
    match args.command {
        Command::Init { folder } => commands::init(&folder),
        Command::Check { path, file, output } => {
            commands::check(&path, load::Told::of(&file, None), output)
        }
        Command::Report(args) => commands::report(&args),
        Command::Verify { report, project, manifest_hash, output } => {
            commands::verify(&report, project.as_deref(), manifest_hash, output)
        }
        Command::Count(asked) => commands::count(&asked),
        Command::Query(asked) => commands::query(&asked),
        Command::Cluster { member } => commands::cluster(&member),
        Command::Simulate { what: Simulated::Births(asked) } => commands::simulate_births(&asked),
        Command::Gap(ask) => commands::gap(&ask),
        Command::Areas(ask) => commands::areas(&ask),
        Command::Funnel(ask) => commands::funnel(&ask),
        Command::SmallAreas(ask) => commands::small_areas(&ask),
        Command::Decomposition(ask) => commands::decomposition(&ask),
        Command::Board(ask) => commands::board(&ask),
        Command::Learning(ask) => commands::learning(&ask),
        Command::SelfAssessment(ask) => commands::self_assessment(&ask),
        Command::EquityAudit(ask) => commands::equity_audit(&ask),
        Command::DeathsReview(ask) => commands::deaths_review(&ask),
        Command::Profile(ask) => commands::profile(&ask),
        Command::Scorecard(ask) => commands::scorecard(&ask),
        Command::Selection(ask) => commands::selection(&ask),
        Command::Evaluate(ask) => commands::evaluate(&ask),
        Command::Ppor(ask) => commands::ppor(&ask),
        Command::Recommendations { command: None, ask } => commands::recommendations(&ask),
        Command::Recommendations { command: Some(command), .. } => match command {
            Recommended::List(listed) => commands::list_recommendations(&listed, false),
            Recommended::Overdue(listed) => commands::list_recommendations(&listed, true),
            Recommended::Add(added) => commands::add_recommendation(*added),
            Recommended::Update(updated) => commands::update_recommendation(&updated),
        },
        Command::Scenario(ask) => commands::scenario(&ask),
        Command::Inequality { ask, dimension } => commands::inequality(&ask, dimension.as_deref()),
        Command::Trend(ask) => commands::trend(&ask),
        Command::Spc(ask) => commands::spc(&ask),
        Command::Pathway { command } => commands::pathways(&command),
        Command::Convert { input, to, file, source, out } => {
            let source = commands::source_id(&source)?;
            commands::convert(&input, to, load::Told::of(&file, Some(&source)), out.as_deref())
        }
        Command::Map { file, out } => commands::map(&file, out.as_deref()),
        Command::Metrics { command: Metrics::Run(asked) } => commands::run_method(&asked),
        Command::Schema { name } => commands::schema(name.as_deref()),
        Command::Explain { term } => commands::explain(&term),
        Command::List { what } => commands::list(what),
        Command::Completions { shell } => commands::completions(shell),
        Command::Man { out } => commands::man(&out),
    }
}
