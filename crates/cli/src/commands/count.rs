//! `count`: records of births and deaths to an observation table.

use crate::args::Counting;
use crate::exit::{Code, Failure};

/// Counts records and writes the table with what was found in them.
#[cfg(not(feature = "records"))]
pub(crate) fn count(_: &Counting) -> Result<Code, Failure> {
    Err(super::report::not_built("records"))
}

#[cfg(feature = "records")]
pub(crate) use counting::count;

#[cfg(feature = "records")]
mod counting {
    use std::ffi::OsStr;
    use std::io::{BufWriter, Write as _};
    use std::path::{Path, PathBuf};

    use firstyear_catalogue::catalogue;
    use firstyear_core::count::{
        AreaCounts, AreaFate, CountReport, CountSpec, CountedRows, OtherAreas, is_address,
    };
    use firstyear_export::atomic::{self, NewFile};
    use firstyear_export::wire::to_json;
    use firstyear_export::{format, tidy};
    use firstyear_ingest::read_count_spec;
    use firstyear_records::{CountError, CountOptions, Counted, count as count_records};

    use super::{Code, Counting, Failure};
    use crate::commands::reference::put;
    use crate::commands::{engine, threads_or_all};
    use crate::progress::Watch;
    use crate::{interrupt, keep, load};

    /// Counts records and writes the table with what was found in them.
    pub(crate) fn count(asked: &Counting) -> Result<Code, Failure> {
        let is_parquet = is_parquet(asked.out.as_deref())?;
        let mut watch = Watch::new();
        let spec = read_count_spec(&asked.spec, &mut |progress| watch.see(progress))
            .map_err(|error| load::unreadable(&asked.spec, error))?;
        let folder = engine::folder_of(&asked.spec);
        engine::reads(&spec)?;
        keep_inputs(asked, &spec, folder)?;
        let bounds = (asked.threads, asked.memory);
        let counted = engine::working("counting records", bounds, |options| {
            counted_where(asked, &spec, folder, options)
        });
        let counted = counted?.map_err(failure)?;
        let Counted { observations, report } = counted;
        if report.births_counted == 0 {
            tell(&report);
            return Err(Failure::Input(
                "no birth is counted, and nothing is written: see above what became of those that were read".to_owned(),
            ));
        }
        if let Some(out) = &asked.out {
            write_table(&observations, asked, is_parquet, out)?;
        } else {
            let mut bytes = Vec::new();
            tidy::write_counts(&observations, &mut bytes, &atomic::never)
                .map_err(|error| Failure::Defect(error.to_string()))?;
            put(&bytes, false, None)?;
        }
        if let Some(file) = report_file(asked) {
            let text = to_json(&report).map_err(|error| Failure::Defect(error.to_string()))?;
            interrupt::writing(|stop| atomic::write_file(&file, text.as_bytes(), stop))?;
        }
        tell(&report);
        Ok(Code::Done)
    }

    /// Refuses to write over what is counted, over the specification, or the table by its
    /// report.
    fn keep_inputs(asked: &Counting, spec: &CountSpec, folder: &Path) -> Result<(), Failure> {
        let paths = spec.files().filter(|name| !is_address(name));
        let files: Vec<PathBuf> = paths.map(|name| folder.join(name)).collect();
        let report = report_file(asked);
        for out in [asked.out.as_deref(), report.as_deref()] {
            keep::inputs(out, files.iter().map(PathBuf::as_path).chain([asked.spec.as_path()]))?;
        }
        if report.is_some() && report == asked.out {
            return Err(Failure::Use(
                "--out and --report name the same file: give them two".to_owned(),
            ));
        }
        Ok(())
    }

    /// Writes the table row after row: it may be larger than what it was made of.
    fn write_table(
        rows: &CountedRows,
        asked: &Counting,
        is_parquet: bool,
        out: &Path,
    ) -> Result<(), Failure> {
        let threads = threads_or_all(asked.threads);
        interrupt::writing_parts(|stop| {
            let mut new = NewFile::begin(out).map_err(interrupt::unwritten)?;
            let mut file = BufWriter::new(new.file());
            // What was begun is forgotten by `put`, which asks too.
            let written = if is_parquet {
                tidy::write_counts_parquet(rows, &mut file, threads, stop)
            } else {
                tidy::write_counts(rows, &mut file, stop)
            };
            let flushed = written.and_then(|()| Ok(file.flush()?));
            drop(file);
            flushed.map_err(|error| Failure::File(format!("{}: {error}", out.display())))?;
            new.put(stop).map_err(interrupt::unwritten)
        })
    }

    /// Counts in this process, or on a cluster.
    fn counted_where(
        asked: &Counting,
        spec: &CountSpec,
        folder: &Path,
        options: &CountOptions<'_>,
    ) -> Result<Result<Counted, CountError>, Failure> {
        match &asked.cluster {
            #[cfg(feature = "cluster")]
            Some(url) => crate::commands::cluster::counted(url, &asked.keys, spec, folder, options),
            #[cfg(not(feature = "cluster"))]
            Some(_) => Err(crate::commands::report::not_built("cluster")),
            None if asked.keys.certificate.is_some() => {
                Err(Failure::Use("--tls-cert, --tls-key and --tls-ca go with --cluster".to_owned()))
            }
            None => Ok(count_records(spec, catalogue(), folder, options)),
        }
    }

    /// Whether the table is to be Parquet; CSV otherwise.
    fn is_parquet(out: Option<&Path>) -> Result<bool, Failure> {
        let Some(out) = out else { return Ok(false) };
        let ending = out.extension().map(OsStr::to_ascii_lowercase);
        match ending.as_ref().and_then(|ending| ending.to_str()) {
            Some("csv") => Ok(false),
            Some("parquet") => Ok(true),
            _ => Err(Failure::Use("--out ends in neither .csv nor .parquet".to_owned())),
        }
    }

    /// Where what was found is written: as told, or beside the table.
    fn report_file(asked: &Counting) -> Option<PathBuf> {
        let beside = || asked.out.as_ref().map(|out| out.with_extension("report.json"));
        asked.report.clone().or_else(beside)
    }

    fn failure(error: CountError) -> Failure {
        match error {
            CountError::File { .. }
            | CountError::Disk { .. }
            | CountError::Changed { .. }
            | CountError::Cluster { .. } => Failure::File(error.to_string()),
            CountError::Engine { .. } => Failure::Defect(error.to_string()),
            CountError::Stopped => Failure::Interrupted,
            error => Failure::Input(error.to_string()),
        }
    }

    /// What was found, on standard error. A check that found something is a warning.
    fn tell(report: &CountReport) {
        let n = format::count;
        let births = |many: u64| format::things(many, "birth", "births");
        anstream::eprintln!(
            "note: {} read, {} counted, {}",
            births(report.births),
            n(report.births_counted),
            format::things(report.observations, "observation", "observations")
        );
        for rule in &report.excluded {
            anstream::eprintln!("note: `{}` left out {}", rule.id, births(rule.births));
        }
        let warn = |records: u64, what: &str| {
            if records > 0 {
                anstream::eprintln!("warning: {}: {what}", n(records));
            }
        };
        warn(report.births_without_time, "births without a time of birth that can be read");
        warn(report.births_outside, "births outside of the periods");
        warn(report.births_without_area, "births without an area, in the total alone");
        let what = "births with an area that is no code, in the total alone";
        warn(report.births_area_unreadable, what);
        if let Some(areas) = &report.areas {
            tell_of_areas(areas, &warn);
        }
        for field in &report.unreadable {
            let what =
                format!("values of `{}` that cannot be read and count as missing", field.field);
            warn(field.records, &what);
        }
        for split in &report.missing {
            warn(split.without_code, &format!("births without a code in `{}`", split.dimension));
            let what =
                format!("births with a code of `{}` that is not in its recode", split.dimension);
            warn(split.code_unknown, &what);
        }
        if let Some(deaths) = &report.deaths {
            anstream::eprintln!(
                "note: {} read, {} linked to a birth",
                format::things(deaths.deaths, "death", "deaths"),
                n(deaths.linked)
            );
            warn(deaths.unlinked, "deaths whose key no birth has");
            warn(deaths.without_key, "deaths without a key");
            warn(deaths.repeated, "further deaths with the key of one");
        }
        for check in &report.checks {
            warn(check.records, &format!("{}: {}", check.code, check.text));
        }
        anstream::eprintln!(
            "note: this is working data of the class `{}`: no small count is hidden",
            match report.class {
                firstyear_core::SourceClass::Published => "published",
                firstyear_core::SourceClass::Restricted => "restricted",
            }
        );
    }

    /// What became of areas whose codes have changed.
    fn tell_of_areas(areas: &AreaCounts, warn: &dyn Fn(u64, &str)) {
        let of = |fate| areas.areas.iter().filter(move |area| area.fate == fate);
        let births = |fate| of(fate).map(|area| area.births).sum::<u64>();
        let moved = of(AreaFate::Moved).count();
        if moved > 0 {
            anstream::eprintln!(
                "note: of {}, counted in another as of {}: {}",
                format::things(moved as u64, "area", "areas"),
                areas.boundaries_on,
                format::things(births(AreaFate::Moved), "birth", "births")
            );
        }
        let counted = match areas.otherwise {
            OtherAreas::Keep => "counted under its own code",
            OtherAreas::TotalOnly => "counted in the total alone",
        };
        for (fate, what) in [
            (AreaFate::Split, "whose parts are in several others"),
            (AreaFate::Ended, "that has ended into nobody knows what"),
            (AreaFate::Later, "that begins later"),
            (AreaFate::Outside, "that is in no single larger area"),
        ] {
            warn(births(fate), &format!("births in an area {what}, {counted}"));
        }
        warn(areas.births_unknown, &format!("births in an area of no list, {counted}"));
    }
}
