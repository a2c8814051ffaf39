//! Our own document of a pathway.

use firstyear_core::pathway::CarePathway;

use super::PathwayWriteError;

/// A pathway as TOML, as its authors keep it.
///
/// # Errors
///
/// [`PathwayWriteError::Format`] for what TOML cannot hold.
pub fn toml(pathway: &CarePathway) -> Result<String, PathwayWriteError> {
    ::toml::to_string(pathway).map_err(|_| PathwayWriteError::Format { format: "TOML" })
}

/// The same as JSON.
///
/// # Errors
///
/// [`PathwayWriteError::Format`] for what JSON cannot hold.
pub fn json(pathway: &CarePathway) -> Result<String, PathwayWriteError> {
    let text = serde_json::to_string_pretty(pathway);
    text.map(|text| text + "\n").map_err(|_| PathwayWriteError::Format { format: "JSON" })
}
