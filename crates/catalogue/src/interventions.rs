//! Interventions that the report of 2010 names.

use serde::Deserialize;

use crate::CatalogueError;
use crate::error::parse;

const FILE: &str = "interventions.toml";

/// An intervention, as the report of 2010 names it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intervention {
    /// Its id.
    pub id: String,
    /// What is done.
    pub title: String,
    /// When it is expected to show in infant mortality.
    pub timescale: Timescale,
    /// The published contribution, in percentage points of the relative gap
    /// between the routine and manual group and all in 2002 to 2004; `None`
    /// where the report gives no figure.
    pub contribution_points: Option<f64>,
    /// Exposure at the start, in percent, where the report states it.
    pub baseline_percent: Option<f64>,
    /// Exposure aimed at, in percent, where the report states it.
    pub target_percent: Option<f64>,
    /// The section of the report.
    pub report_section: String,
    /// Whether the contribution can be recomputed: `yes` from what the report
    /// states, or `with assumptions`.
    pub recomputes: Option<String>,
}

/// When an intervention is expected to show in infant mortality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum Timescale {
    /// By 2011.
    #[serde(rename = "by-2011")]
    By2011,
    /// Beyond 2011.
    #[serde(rename = "beyond-2011")]
    Beyond2011,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema_version: u32,
    intervention: Vec<Intervention>,
}

pub(crate) fn load(text: &str) -> Result<Vec<Intervention>, CatalogueError> {
    let file: File = parse(FILE, text, |file: &File| file.schema_version)?;
    let rows = file.intervention;
    for (i, row) in rows.iter().enumerate() {
        if rows[..i].iter().any(|other| other.id == row.id) {
            return Err(CatalogueError::Repeated { file: FILE, id: row.id.clone() });
        }
    }
    Ok(rows)
}
