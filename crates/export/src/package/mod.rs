//! A report as data: what other programs, catalogues and papers need beside its pages.
//!
//! | file of a report            | what it is                                          |
//! |-----------------------------|-----------------------------------------------------|
//! | `datapackage.json`          | a Data Package 2.0 over every table and document    |
//! | `data/….schema.json`        | a Table Schema for each kind of table               |
//! | `data/….parquet`            | the tables in columns, where they are asked for     |
//! | `data/measure-reports.json` | rates by group as FHIR R4                           |
//! | `dcat.jsonld`               | the report as a data set of DCAT 3                  |
//! | `CITATION.cff`              | how to cite it, in the Citation File Format 1.2.0   |
//! | `manifest.json`             | what it was made from, and the hash of every file   |
//!
//! [`verify`] holds a report against its manifest. Everything here is made from what was
//! released for the pages, and nothing is computed.

mod citation;
mod data_package;
mod dcat;
#[cfg(test)]
mod fits;
mod licence;
mod manifest;
mod measure_report;
#[cfg(feature = "parquet")]
mod parquet;
mod table_schema;
mod verify;

use serde::Serialize;

pub use manifest::{MANIFEST, seal};
pub use verify::{Expected, VerifyError, verify, words};

pub(crate) use data_package::PROFILE;
pub(crate) use manifest::{random_numbers, sealed};

use crate::site::{DataFile, Extra, Page, RenderError, Report};
use crate::wire::json_text;
use crate::words::{Words, say};

/// What the page of downloads links to: those of the files that were made, and the
/// manifest.
pub(crate) fn links(made: &[Page], data: &[DataFile], words: &Words) -> Vec<(String, String)> {
    let is_made = |path: &str| path == MANIFEST || made.iter().any(|page| page.path == path);
    let described = [
        (data_package::PATH, say!(words, "data-package")),
        (measure_report::PATH, say!(words, "data-measure-report")),
        (dcat::PATH, say!(words, "data-dcat")),
        (citation::PATH, say!(words, "data-citation")),
        (MANIFEST, say!(words, "data-manifest")),
    ];
    let described = described.map(|(path, said)| (path.to_owned(), said));
    let twins = data.iter().map(|of| {
        (path_of(of, "parquet"), say!(words, "data-as-parquet", title = of.title.as_str()))
    });
    described.into_iter().chain(twins).filter(|(path, _)| is_made(path)).collect()
}

/// A file that stands in the package.
struct Resource<'r> {
    /// Unique in the package.
    name: String,
    path: String,
    title: String,
    kind: Kind,
    bytes: &'r [u8],
}

/// What a file of the package is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A table, with the name of its layout.
    Csv(&'static str),
    /// The same in columns.
    Parquet(&'static str),
    /// A document, with the name of its schema.
    Json(&'static str),
    /// A bundle of FHIR.
    Fhir,
}

impl Kind {
    /// Its format, the media type, and whether it is text.
    const fn about(self) -> (&'static str, &'static str, bool) {
        match self {
            Self::Csv(_) => ("csv", "text/csv", true),
            Self::Parquet(_) => ("parquet", "application/vnd.apache.parquet", false),
            Self::Json(_) => ("json", "application/json", true),
            Self::Fhir => ("json", "application/fhir+json", true),
        }
    }
}

/// The files that describe the results, and the results in further forms: all but the
/// manifest, which [`seal`] adds last.
///
/// # Errors
///
/// [`RenderError`] for a figure that a format cannot hold.
pub(crate) fn files(
    report: &Report<'_>,
    data: &[DataFile],
    extras: &[Extra],
) -> Result<Vec<Page>, RenderError> {
    let mut made = table_schema::files(data);
    let twins = twins(data, extras)?;
    let measures = measure_report::file(report)?;
    let mut resources = Vec::new();
    for of in data {
        let name = of.layout.name;
        resources.push(of_data(of, "csv", of.stem.clone(), Kind::Csv(name), &of.csv));
        if let Some(twin) = twins.iter().find(|twin| twin.path == path_of(of, "parquet")) {
            let stem = format!("{}.parquet", of.stem);
            resources.push(of_data(of, "parquet", stem, Kind::Parquet(name), &twin.bytes));
        }
        let name = format!("{}.json", of.stem);
        resources.push(of_data(of, "json", name, Kind::Json(of.schema), of.json.as_bytes()));
    }
    resources.extend(measures.iter().map(|page| Resource {
        name: "measure-reports".to_owned(),
        path: page.path.clone(),
        title: say!(report.language_of_files(), "data-rates"),
        kind: Kind::Fhir,
        bytes: &page.bytes,
    }));
    made.push(json(data_package::PATH, &data_package::descriptor(report, &resources)));
    made.push(json(dcat::PATH, &dcat::dataset(report, &resources)));
    made.push(Page { path: citation::PATH.to_owned(), bytes: citation::text(report).into_bytes() });
    made.extend(twins);
    made.extend(measures);
    Ok(made)
}

fn path_of(data: &DataFile, ending: &str) -> String {
    format!("data/{}.{ending}", data.stem)
}

fn of_data<'r>(
    data: &DataFile,
    ending: &str,
    name: String,
    kind: Kind,
    bytes: &'r [u8],
) -> Resource<'r> {
    Resource { name, path: path_of(data, ending), title: data.title.clone(), kind, bytes }
}

/// The tables in columns, where they are asked for.
#[cfg(feature = "parquet")]
fn twins(data: &[DataFile], extras: &[Extra]) -> Result<Vec<Page>, RenderError> {
    if !extras.contains(&Extra::Parquet) {
        return Ok(Vec::new());
    }
    let twin = |of: &DataFile| {
        let path = path_of(of, "parquet");
        match parquet::twin(&of.csv, of.layout) {
            Ok(bytes) => Ok(Page { path, bytes }),
            Err(error) => Err(RenderError::new(path, error.to_string())),
        }
    };
    data.iter().map(twin).collect()
}

#[cfg(not(feature = "parquet"))]
#[expect(clippy::unnecessary_wraps, reason = "with the feature it can fail")]
fn twins(_: &[DataFile], _: &[Extra]) -> Result<Vec<Page>, RenderError> {
    Ok(Vec::new())
}

fn json(path: &str, node: &impl Serialize) -> Page {
    let text = json_text(node).expect("texts and whole numbers can be written");
    Page { path: path.to_owned(), bytes: text.into_bytes() }
}

#[cfg(test)]
mod tests;
