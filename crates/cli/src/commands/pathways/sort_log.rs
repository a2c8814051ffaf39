//! `pathway sort-log`.

use crate::args::SortedLog;
use crate::exit::{Code, Failure};

/// Sorts an event log by case.
#[cfg(not(feature = "records"))]
pub(crate) fn sort_log(_: &SortedLog) -> Result<Code, Failure> {
    Err(crate::commands::report::not_built("records"))
}

#[cfg(feature = "records")]
pub(crate) use sorting::sort_log;

#[cfg(feature = "records")]
mod sorting {
    use std::ffi::OsStr;
    use std::path::Path;

    use firstyear_export::atomic::NewFile;
    use firstyear_export::format;
    use firstyear_records::{CountError, SortError, SortOptions, sort_log as sort};

    use super::{Code, Failure, SortedLog};
    use crate::commands::engine;
    use crate::{interrupt, keep};

    /// Sorts an event log by case.
    pub(crate) fn sort_log(asked: &SortedLog) -> Result<Code, Failure> {
        is_parquet(&asked.out)?;
        keep::inputs(Some(&asked.out), asked.files.iter().map(std::path::PathBuf::as_path))?;
        let events = engine::waiting("sorting the log", |stop| {
            let mut new = NewFile::begin(&asked.out).map_err(interrupt::unwritten)?;
            let options = SortOptions { memory: engine::bytes(asked.memory), stop };
            let events = sort(&asked.files, &options, new.file()).map_err(failure)?;
            new.put(stop).map_err(interrupt::unwritten)?;
            Ok::<_, Failure>(events)
        })?;
        let (events, out) = (format::things(events, "event", "events"), asked.out.display());
        anstream::eprintln!("note: written {out}: {events}, sorted by case");
        Ok(Code::Done)
    }

    /// A sorted log is Parquet, and its name is not to say otherwise.
    fn is_parquet(out: &Path) -> Result<(), Failure> {
        let ending = out.extension().map(OsStr::to_ascii_lowercase);
        match ending.as_ref().and_then(|ending| ending.to_str()) {
            Some("parquet" | "pq") => Ok(()),
            _ => Err(Failure::Use(
                "--out does not end in .parquet: a sorted log is written as Parquet alone"
                    .to_owned(),
            )),
        }
    }

    fn failure(error: SortError) -> Failure {
        match error {
            SortError::Stopped => Failure::Interrupted,
            SortError::Write(_) | SortError::Engine(CountError::Disk { .. }) => {
                Failure::File(error.to_string())
            }
            SortError::Engine(CountError::Engine { .. }) => Failure::Defect(error.to_string()),
            error => Failure::Input(error.to_string()),
        }
    }
}
