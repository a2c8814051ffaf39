//! What a report carries beside its pages.

use clap::ValueEnum;

/// What is written beside the pages of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Extra {
    /// The whole report to print: report.pdf
    Pdf,
    /// Every chart as a picture, in the folder charts
    Png,
    /// The tables as Parquet, beside their CSV
    Parquet,
}

impl From<Extra> for firstyear_export::site::Extra {
    fn from(extra: Extra) -> Self {
        match extra {
            Extra::Pdf => Self::Pdf,
            Extra::Png => Self::Png,
            Extra::Parquet => Self::Parquet,
        }
    }
}
