//! What a report carries beside its pages where it is asked for.

use std::collections::BTreeMap;

use super::block::Block;
use super::{Page, Report};
use crate::chart::{Chart, standing_alone};

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Extra {
    /// Every chart as a picture: `charts/ID.png`.
    Png,
}

/// Why what was asked for is not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExtraError {
    /// The program was built without it.
    #[error(
        "this build leaves out the feature `{feature}`: build firstyear with it, or with `full`"
    )]
    NotBuilt {
        /// The feature.
        feature: &'static str,
    },
    /// A chart is no picture.
    #[error("chart `{id}`: {why}")]
    Chart {
        /// Its id.
        id: String,
        /// Why.
        why: String,
    },
}

/// The files of what is asked for, beside those of [`render`](super::render). The same report
/// gives the same bytes.
///
/// # Errors
///
/// [`ExtraError`] for what the build leaves out, and for a chart that cannot be drawn.
pub fn extras(report: &Report<'_>, asked: &[Extra]) -> Result<Vec<Page>, ExtraError> {
    let mut files = Vec::new();
    for extra in asked {
        match extra {
            Extra::Png => files.extend(pictures(report)?),
        }
    }
    Ok(files)
}

/// A drawing as a PNG.
///
/// # Errors
///
/// [`ExtraError`] for a build without PNG, and for a drawing that is no picture.
pub fn picture(id: &str, svg: &str) -> Result<Vec<u8>, ExtraError> {
    #[cfg(feature = "png")]
    return crate::png::png(svg)
        .map_err(|why| ExtraError::Chart { id: id.to_owned(), why: why.to_string() });
    #[cfg(not(feature = "png"))]
    {
        let _ = (id, svg);
        Err(ExtraError::NotBuilt { feature: "png" })
    }
}

/// Every chart of the pages; one that stands on two pages once.
fn pictures(report: &Report<'_>) -> Result<Vec<Page>, ExtraError> {
    if cfg!(not(feature = "png")) {
        return Err(ExtraError::NotBuilt { feature: "png" });
    }
    let mut drawings: BTreeMap<String, String> = BTreeMap::new();
    for part in super::parts(report) {
        for chart in part.blocks.iter().flat_map(charts) {
            if let Some(drawing) = standing_alone(chart) {
                drawings.entry(chart.heading().id.to_string()).or_insert(drawing);
            }
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
