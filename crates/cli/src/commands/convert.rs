//! `convert`: one format to another.

use std::path::Path;

use firstyear_core::SourceId;
use firstyear_core::project::FileFormat;
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
    format: Option<&str>,
    source: &SourceId,
    out: Option<&Path>,
) -> Result<Code, Failure> {
    let read = load::file(input, format.and_then(FileFormat::from_name), Some(source))?;
    let mut bytes = Vec::new();
    match to {
        Target::Tidy => tidy::write_observations(&read.rows, &mut bytes),
        Target::TidyGaps => tidy::write_gaps(&read.rows, &mut bytes),
    }
    .map_err(|error| Failure::Input(error.to_string()))?;
    let left_out = match to {
        Target::Tidy => read.rows.gaps.len(),
        Target::TidyGaps => read.rows.observations.len(),
    };
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
    anstream::eprint!("{}", problems::text(&read.problems));
    Ok(load::verdict(&read.problems))
}
