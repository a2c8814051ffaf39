//! `convert`: one format to another.

use std::path::Path;

use firstyear_catalogue::catalogue;
use firstyear_core::{Dataset, SourceId};
use firstyear_export::exchange::{self, Lists, Loss, PackageFile, WriteError};
use firstyear_export::{atomic, format, problems, tidy};

use crate::args::Target;
use crate::commands::event_log;
use crate::commands::reference::put as put_file;
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
    told: load::Told<'_>,
    out: Option<&Path>,
) -> Result<Code, Failure> {
    if let Some(to) = to.of_logs() {
        return event_log::convert(input, to, told, out);
    }
    let read = load::file(input, told)?;
    let (gaps, observations) = (read.rows.gaps.len(), read.rows.observations.len());
    let (kept, left_out) = match to {
        Target::TidyGaps => (gaps, observations),
        Target::DataPackage => (observations + gaps, 0),
        _ => (observations, gaps),
    };
    if kept == 0 && left_out > 0 {
        return Err(nothing_of(input, to));
    }
    let (files, loss) =
        written(&read.rows, to).map_err(|error| Failure::Input(error.to_string()))?;
    if left_out > 0 {
        let rows = format::things(left_out as u64, "row", "rows");
        anstream::eprintln!(
            "warning: left out, as this format holds none: {rows} of the other kind"
        );
    }
    put(&files, to, out)?;
    for lost in loss.lines() {
        anstream::eprintln!("warning: the format cannot hold {lost}");
    }
    anstream::eprintln!("{WORKING_DATA}");
    if !read.problems.is_empty() {
        anstream::eprint!("{}", problems::text(&read.problems));
    }
    Ok(load::verdict(&read.problems))
}

/// Puts the files where they belong: one file or standard output, or a folder
/// for a format of several files.
fn put(files: &[PackageFile], to: Target, out: Option<&Path>) -> Result<(), Failure> {
    if to == Target::DataPackage {
        let folder = out.ok_or_else(|| {
            let message = "a data package is a folder of files: name it with --out";
            Failure::Use(message.to_owned())
        })?;
        std::fs::create_dir_all(folder)
            .map_err(|error| Failure::File(format!("{}: {error}", folder.display())))?;
        return interrupt::writing(|stop| {
            let mut files = files.iter();
            files
                .try_for_each(|file| atomic::write_file(&folder.join(file.name), &file.bytes, stop))
        });
    }
    for file in files {
        put_file(&file.bytes, to.is_binary(), out)?;
    }
    Ok(())
}

/// The files of a format, and what it cannot hold.
fn written(rows: &Dataset, to: Target) -> Result<(Vec<PackageFile>, Loss), WriteError> {
    let catalogue = catalogue();
    let (indicators, dimensions) = (catalogue.definitions(), catalogue.dimensions());
    let lists = Lists { indicators, dimensions };
    let mut bytes = Vec::new();
    let loss = match to {
        Target::Tidy => tidy::write_observations(rows, &mut bytes).map(|()| Loss::default()),
        Target::TidyGaps => tidy::write_gaps(rows, &mut bytes).map(|()| Loss::default()),
        #[cfg(feature = "parquet")]
        Target::Parquet => tidy::write_parquet(rows, &mut bytes).map(|()| Loss::default()),
        #[cfg(feature = "parquet")]
        Target::Arrow => tidy::write_arrow(rows, &mut bytes).map(|()| Loss::default()),
        Target::DataPackage => return exchange::write_data_package(rows, lists),
        Target::HeatPlus => exchange::write_heat_plus(rows, lists, &mut bytes),
        Target::SdmxCsv => exchange::write_sdmx_csv(rows, lists, &mut bytes),
        Target::FingertipsUpload => exchange::write_fingertips_upload(rows, &mut bytes),
        Target::Dhis2Json => exchange::write_dhis2_json(rows, lists, &mut bytes),
        Target::Dhis2Csv => exchange::write_dhis2_csv(rows, lists, &mut bytes),
        // Logs go a way of their own before this.
        Target::EventLogCsv | Target::Xes | Target::Ocel => {
            Err(std::io::Error::other("figures are no event log").into())
        }
    }?;
    Ok((vec![PackageFile { name: "", bytes }], loss))
}

/// A layout has no place for the class of its source, which the project says.
const WORKING_DATA: &str = "note: this is working data: no small count is hidden; its class, \
                            published or restricted, is that of its source in firstyear.toml, and \
                            restricted where no project says it";

/// A file without a row of the kind that was asked for.
fn nothing_of(input: &Path, to: Target) -> Failure {
    let (lacks, holds, right) = match to {
        Target::TidyGaps => ("published gap", "observations", "tidy"),
        _ => ("observation", "published gaps", "tidy-gaps"),
    };
    let input = input.display();
    Failure::Use(format!("{input} holds no {lacks}, but {holds}: use `--to {right}`"))
}
