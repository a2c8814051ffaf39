//! What a report carries beside its pages.

use clap::ValueEnum;

/// What is written beside the pages of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Extra {
    /// Every chart as a picture, in the folder charts
    Png,
}

impl From<Extra> for firstyear_export::site::Extra {
    fn from(extra: Extra) -> Self {
        match extra {
            Extra::Png => Self::Png,
        }
    }
}
