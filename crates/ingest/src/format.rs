//! The formats that are read: how each is told and by what it is read.

use std::sync::Arc;

use firstyear_core::project::FileFormat;
use firstyear_core::{Place, Problem, ProblemCode, SourceId};

use crate::exchange::{data_package, dhis2, gho_json, heat_plus, sdmx_csv};
use crate::input::Input;
use crate::sample::Sample;
use crate::sink::Sink;
use crate::{
    CodeLists, OnProgress, ReadError, Sources, cdc_wonder, documents, event_log, fingertips,
    mapping, maps, nchs, nhs_maternity, ons, ons_health_index, ons_vital_statistics, printed, tidy,
    tidy_gaps,
};

/// One format.
#[expect(clippy::struct_field_names, reason = "an entry of a list of formats names its format")]
pub(crate) struct Format {
    pub(crate) format: FileFormat,
    /// In a few words, for a list.
    pub(crate) title: &'static str,
    /// What the reader looks for, what it reads it as, and what it leaves.
    pub(crate) explanation: &'static str,
    /// How well a file fits.
    pub(crate) fits: fn(&Sample) -> Fit,
    /// Reads it.
    pub(crate) read: fn(&Input<'_>, &Context<'_>, &mut dyn Sink, OnProgress<'_>) -> Reading,
}

/// Whether a file could be read at all.
pub(crate) type Reading = Result<(), ReadError>;

/// What a reader is told beside the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'c> {
    pub(crate) codes: &'c CodeLists<'c>,
    pub(crate) sources: Sources<'c>,
}

impl Context<'_> {
    /// The source of rows that name none: the caller's, or else `usual`, which
    /// is in kebab-case.
    pub(crate) fn source_or(&self, usual: &'static str) -> SourceId {
        let usual = || SourceId::new(usual).expect("a literal in kebab-case");
        self.sources.default.cloned().unwrap_or_else(usual)
    }
}

/// How well a file fits a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// It is another.
    No,
    /// So many of the format's own words are there.
    Words(usize),
    /// It says so itself.
    Sure,
}

impl Fit {
    /// Sure where `condition` holds.
    pub(crate) const fn sure_if(condition: bool) -> Self {
        if condition { Self::Sure } else { Self::No }
    }

    /// As [`Self::words`], of a table of text; none for anything else.
    pub(crate) fn header(sample: &Sample, words: &[&str], needed: usize) -> Self {
        sample.text().map_or(Self::No, |text| Self::words(&text.header(), words, needed))
    }

    /// How many of `words` stand among `header`: none where fewer than
    /// `needed`. Words such as `value` head the columns of many tables.
    pub(crate) fn words(header: &[String], words: &[&str], needed: usize) -> Self {
        let found = header.iter().filter(|cell| words.contains(&cell.as_str())).count();
        if found < needed { Self::No } else { Self::Words(found) }
    }
}

/// Every format that is read.
pub(crate) const FORMATS: &[&Format] = &[
    &tidy::FORMAT,
    &tidy_gaps::FORMAT,
    &ons::FORMAT,
    &ons_vital_statistics::FORMAT,
    &ons_health_index::FORMAT,
    &nhs_maternity::ANNUAL,
    &nhs_maternity::MONTHLY,
    &data_package::FORMAT,
    &dhis2::CSV,
    &dhis2::JSON,
    &gho_json::FORMAT,
    &heat_plus::FORMAT,
    &sdmx_csv::FORMAT,
    &cdc_wonder::FORMAT,
    &nchs::fixed_width::FORMAT,
    &nchs::extract::FORMAT,
    &event_log::csv::FORMAT,
    &event_log::xes::FORMAT,
    &event_log::ocel::FORMAT,
    &fingertips::api::FORMAT,
    &fingertips::download::FORMAT,
    &fingertips::upload::FORMAT,
    &maps::hexjson::FORMAT,
    &maps::geojson::FORMAT,
    &mapping::FORMAT,
    &printed::tables::FORMAT,
    &printed::statements::FORMAT,
    &printed::annotations::FORMAT,
    &documents::RECOMMENDATIONS,
    &documents::VISITS,
    &documents::SELF_ASSESSMENTS,
    &documents::MATRIX,
];

/// The entry of a format.
pub(crate) fn entry(format: FileFormat) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|entry| entry.format == format)
}

/// The format that a file fits best.
///
/// # Errors
///
/// A problem where it fits none, or two equally.
pub(crate) fn told(sample: &Sample, file: &Arc<str>) -> Result<&'static Format, Problem> {
    let fits = FORMATS.iter().map(|entry| ((entry.fits)(sample), *entry));
    let mut fits: Vec<(Fit, &'static Format)> = fits.filter(|(fit, _)| *fit > Fit::No).collect();
    fits.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
    match &*fits {
        [] => Err(unknown(file, nothing_known(sample))),
        [(best, one), (next, other), ..] if best == next => {
            let message = format!("the file fits two formats, {} and {}", one.name(), other.name());
            Err(unknown(file, &message))
        }
        [(_, best), ..] => Ok(best),
    }
}

const fn nothing_known(sample: &Sample) -> &'static str {
    match sample {
        Sample::Text(_) => "the first row is not the header of a known layout",
        Sample::Workbook(_) => "the workbook is none that a reader knows",
        Sample::DamagedWorkbook(error) => error.message(),
        Sample::Columns if cfg!(feature = "parquet") => {
            "the file is Parquet or Arrow within another packing: unpack it first"
        }
        Sample::Columns => {
            "the file is Parquet or Arrow, which this build does not read: build it with the \
             feature `parquet`, or write the file as CSV"
        }
    }
}

fn unknown(file: &Arc<str>, message: &str) -> Problem {
    Problem::new(ProblemCode::FileUnreadable, Place::file(Arc::clone(file)), message).with_help(
        "`firstyear list formats` shows what is read: name the format, or draft how to read the \
         file with `firstyear map`",
    )
}

impl Format {
    pub(crate) fn name(&self) -> &'static str {
        self.format.name()
    }
}

/// What is known of a format, for those who choose one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatAbout {
    /// The format.
    pub format: FileFormat,
    /// In a few words.
    pub title: &'static str,
    /// What is read, and as what.
    pub explanation: &'static str,
}

/// Every format that this crate reads, in the order of a list.
pub fn formats() -> impl Iterator<Item = FormatAbout> {
    FORMATS.iter().map(|entry| FormatAbout {
        format: entry.format,
        title: entry.title,
        explanation: entry.explanation,
    })
}
