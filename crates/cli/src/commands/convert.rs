//! `convert`: one format to another.

use std::path::Path;

use firstyear_core::SourceId;
use firstyear_export::{atomic, problems, tidy};

use crate::args::Target;
use crate::commands::reference::print_bytes;
use crate::exit::{Code, Failure};
use crate::{interrupt, load};

/// The id of a source, as given on the command line.
pub(crate) fn source_id(text: &str) -> Result<SourceId, Failure> {
    SourceId::new(text).map_err(|error| Failure::Use(format!("--source: {error}")))
}

/// Reads `input` and writes it as `to`; what was not read is printed on
/// standard error.
pub(crate) fn convert(
    input: &Path,
    to: Target,
    how: load::How<'_>,
    source: &SourceId,
    out: Option<&Path>,
) -> Result<Code, Failure> {
    let read = load::file(input, how, Some(source))?;
    let (gaps, observations) = (read.rows.gaps.len(), read.rows.observations.len());
    let (kept, left_out) = match to {
        Target::Tidy => (observations, gaps),
        Target::TidyGaps => (gaps, observations),
    };
    if kept == 0 && left_out > 0 {
        return Err(nothing_of(input, to));
    }
    let mut bytes = Vec::new();
    match to {
        Target::Tidy => tidy::write_observations(&read.rows, &mut bytes),
        Target::TidyGaps => tidy::write_gaps(&read.rows, &mut bytes),
    }
    .map_err(|error| Failure::Input(error.to_string()))?;
    if left_out > 0 {
        anstream::eprintln!("warning: {left_out} rows of the other kind are not in this format");
    }
    match out {
        Some(path) => {
            interrupt::writing(|stop| atomic::write_file(path, &bytes, stop))?;
        }
        None => {
            print_bytes(&bytes)?;
        }
    }
    anstream::eprintln!("{WORKING_DATA}");
    if !read.problems.is_empty() {
        anstream::eprint!("{}", problems::text(&read.problems));
    }
    Ok(load::verdict(&read.problems))
}

/// A layout has no place for the class of its source, which the project says.
const WORKING_DATA: &str = "note: this is working data: no small count is hidden; its class, \
                            published or restricted, is that of its source in firstyear.toml, and \
                            restricted where no project says it";

/// A file without a row of the kind that was asked for.
fn nothing_of(input: &Path, to: Target) -> Failure {
    let (lacks, holds, right) = match to {
        Target::Tidy => ("observation", "published gaps", "tidy-gaps"),
        Target::TidyGaps => ("published gap", "observations", "tidy"),
    };
    let input = input.display();
    Failure::Use(format!("{input} holds no {lacks}, but {holds}: use `--to {right}`"))
}
