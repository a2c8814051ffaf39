//! `report --all-areas`.

use firstyear_analysis::{EveryArea, NoAreaReports};
use firstyear_catalogue::catalogue;
use firstyear_export::every_area::{
    AreaReports, AreaReportsError, WrittenAreas, key, write_every_area,
};
use firstyear_export::format::{count, plural};
use firstyear_export::site::{Extra, Report};

use super::opened;
use crate::args::ReportArgs;
use crate::commands::asked::Asked;
use crate::commands::threads_or_all;
use crate::exit::{Code, Failure};
use crate::interrupt;
use crate::progress::Areas;

/// Writes the report with one for every area.
pub(super) fn report(
    args: &ReportArgs,
    asked: &Asked<'_>,
    report: &Report<'_>,
    extras: &[Extra],
) -> Result<Code, Failure> {
    let evidence = asked.evidence();
    let every =
        EveryArea::of(report.project, evidence, catalogue().areas()).map_err(|why| match why {
            NoAreaReports::Restricted { .. } => Failure::Refused(why.to_string()),
            why => Failure::Use(format!("--all-areas: {why}")),
        })?;
    let key = key(report, &evidence, &program());
    let threads = threads_or_all(args.threads);
    let reports = AreaReports { report: *report, every: &every, extras, key: &key, threads };
    let written = interrupt::writing_parts(|stop| {
        let mut areas = Areas::new();
        let written = write_every_area(&reports, &args.out, stop, &mut |done| areas.see(done));
        drop(areas);
        // Said here: once nothing is being written, an interrupt ends the program.
        if let Err(stopped @ AreaReportsError::Stopped { .. }) = &written {
            anstream::eprintln!("{stopped}");
        }
        written
    });
    let written = written.map_err(|error| match error {
        AreaReportsError::Render(error) => Failure::Defect(error.to_string()),
        AreaReportsError::Write(error) => interrupt::unwritten(error),
        AreaReportsError::Stopped { .. } => Failure::Interrupted,
        error => Failure::File(error.to_string()),
    })?;
    asked.warn();
    for (area, remark) in &written.remarks {
        anstream::eprintln!("warning: {area}: {remark}");
    }
    opened(args, asked, &of_areas(&written))?;
    Ok(match asked.verdict() {
        Code::Done if !written.remarks.is_empty() => Code::Problems,
        code => code,
    })
}

/// How many areas, in words.
fn of_areas(written: &WrittenAreas) -> String {
    let areas = written.areas as u64;
    let earlier = match written.earlier as u64 {
        0 => String::new(),
        earlier => format!(" ({} of an earlier run)", count(earlier)),
    };
    format!(", and {} {}{earlier}", count(areas), plural(areas, "area", "areas"))
}

/// The program itself: what another build of it has made is made anew.
fn program() -> Vec<u8> {
    std::env::current_exe().and_then(std::fs::read).unwrap_or_default()
}
