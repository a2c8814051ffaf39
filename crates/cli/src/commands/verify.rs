//! `verify`.

use std::path::Path;

use firstyear_core::Sha256;
use firstyear_export::package::{self, Expected};
use firstyear_export::wire::to_json;

use crate::args::VerifyOutput;
use crate::commands::reference::print;
use crate::exit::{Code, Failure};

/// Says whether the files of a report are those that were written.
pub(crate) fn verify(
    report: &Path,
    project: Option<&Path>,
    manifest: Option<Sha256>,
    output: VerifyOutput,
) -> Result<Code, Failure> {
    let found = package::verify(report, Expected { manifest, project })
        .map_err(|error| Failure::File(error.to_string()))?;
    print(&match output {
        VerifyOutput::Text => package::words(&found),
        VerifyOutput::Json => {
            to_json(&found).map_err(|error| Failure::Defect(error.to_string()))?
        }
    })?;
    Ok(if found.unchanged { Code::Done } else { Code::Problems })
}
