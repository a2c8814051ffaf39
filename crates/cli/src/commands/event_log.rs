//! Event logs to files, in the formats that are written.

use std::io::IsTerminal as _;
use std::path::Path;

use firstyear_core::event::EventLog;
use firstyear_export::event_log::{Loss, gzip, write_csv, write_ocel, write_xes};
use firstyear_export::{atomic, problems};
use firstyear_ingest::read_event_log;

use crate::args::LogShape;
use crate::commands::reference::print_bytes;
use crate::exit::{Code, Failure};
use crate::progress::Watch;
use crate::{interrupt, load};

/// Reads a log and writes it as `to`; what was not read is printed on standard error.
pub(crate) fn convert(
    input: &Path,
    to: LogShape,
    told: load::Told<'_>,
    out: Option<&Path>,
) -> Result<Code, Failure> {
    if told.mapping.is_some() || told.map.is_some() || told.years.is_some() {
        let message = "an event log is read without --mapping, --map and --years: those are for \
                       tables of figures";
        return Err(Failure::Use(message.to_owned()));
    }
    let mut watch = Watch::new();
    let read = read_event_log(input, told.read_as(), &mut |progress| watch.see(progress));
    let read = read.map_err(|error| load::unreadable(input, error))?.read;
    let (bytes, loss) = bytes(&read.rows, to, out.is_some_and(is_packed))?;
    if out.is_none() && std::io::stdout().is_terminal() {
        let message = "ids of cases point to people and are not for a terminal: name a file with \
                       --out";
        return Err(Failure::Use(message.to_owned()));
    }
    match out {
        Some(path) => interrupt::writing(|stop| atomic::write_file(path, &bytes, stop))?,
        None => {
            print_bytes(&bytes)?;
        }
    }
    for lost in loss.lines() {
        anstream::eprintln!("warning: the format cannot hold {lost}");
    }
    anstream::eprintln!("{WORKING_DATA}");
    if !read.problems.is_empty() {
        anstream::eprint!("{}", problems::text(&read.problems));
    }
    Ok(load::verdict(&read.problems))
}

const WORKING_DATA: &str = "note: this is working data: ids of cases stand in it as in the log \
                            that was read, and point to people wherever they did there";

/// A log as bytes, and what the format cannot hold.
pub(crate) fn bytes(
    log: &EventLog,
    to: LogShape,
    packed: bool,
) -> Result<(Vec<u8>, Loss), Failure> {
    let mut bytes = Vec::new();
    let loss = match to {
        LogShape::Csv => write_csv(log, &mut bytes),
        LogShape::Xes => write_xes(log, &mut bytes),
        LogShape::Ocel => write_ocel(log, &mut bytes),
    };
    let loss = loss.map_err(|error| Failure::Input(error.to_string()))?;
    let bytes = if packed { gzip(&bytes)? } else { bytes };
    Ok((bytes, loss))
}

/// Whether the ending of a file says that it is packed.
pub(crate) fn is_packed(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"))
}
