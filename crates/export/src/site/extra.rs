//! What a report has beside its pages where somebody asks for it.

use std::collections::BTreeMap;

use super::block::{Block, PageParts};
use super::{Page, RenderError};
use crate::chart::{Chart, standing_alone};

/// A further form of what a report shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Extra {
    /// The whole report on paper.
    Pdf,
    /// Every chart as a picture: `charts/ID.png`.
    Png,
    /// The tables as Parquet.
    Parquet,
}

impl Extra {
    /// Whether this build can make it; if not, the feature that lacks.
    ///
    /// # Errors
    ///
    /// The name of the feature.
    pub const fn built(self) -> Result<(), &'static str> {
        match self {
            Self::Pdf if !cfg!(feature = "pdf") => Err("pdf"),
            Self::Png if !cfg!(feature = "png") => Err("png"),
            Self::Parquet if !cfg!(feature = "parquet") => Err("parquet"),
            Self::Pdf | Self::Png | Self::Parquet => Ok(()),
        }
    }
}

/// A drawing as a PNG.
///
/// # Errors
///
/// [`RenderError`] for a drawing that is no picture, and for every one in a build for which
/// [`Extra::built`] refuses [`Extra::Png`].
pub fn picture(id: &str, svg: &str) -> Result<Vec<u8>, RenderError> {
    #[cfg(feature = "png")]
    let made = crate::png::png(svg).map_err(|why| why.to_string());
    #[cfg(not(feature = "png"))]
    let made = Err(format!("a build without the feature png cannot draw its {} bytes", svg.len()));
    made.map_err(|why| RenderError::new(format!("chart {id}"), why))
}

/// Every chart of the pages; one that stands on two pages once.
pub(super) fn pictures(parts: &[PageParts]) -> Result<Vec<Page>, RenderError> {
    let mut drawings: BTreeMap<String, String> = BTreeMap::new();
    for chart in parts.iter().flat_map(|part| &part.blocks).flat_map(charts) {
        if let Some(drawing) = standing_alone(chart) {
            drawings.entry(chart.heading().id.to_string()).or_insert(drawing);
        }
    }
    let page = |(id, svg): (String, String)| {
        let bytes = picture(&id, &svg)?;
        Ok(Page { path: format!("charts/{id}.png"), bytes })
    };
    drawings.into_iter().map(page).collect()
}

fn charts(block: &Block) -> Vec<&dyn Chart> {
    match block {
        Block::Chart { chart, .. } | Block::Part(chart) => vec![&**chart],
        Block::Beside(pointers) => pointers.iter().map(|pointer| &*pointer.chart).collect(),
        _ => Vec::new(),
    }
}
