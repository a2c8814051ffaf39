//! Interventions that the report of 2010 names.

use std::collections::BTreeMap;

use firstyear_core::IndicatorId;
use serde::Deserialize;

use crate::error::parse;
use crate::{CatalogueError, IndicatorEntry};

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
    /// The indicator that shows whether it happens.
    pub indicator: Option<IndicatorId>,
    /// Other interventions that act in part on the same deaths, so that
    /// contributions do not simply add up.
    #[serde(default)]
    pub overlaps: Vec<String>,
    /// What to know before its figure is used.
    pub note: Option<String>,
    /// Inputs of a reconstruction that gives the published contribution.
    #[serde(default)]
    pub inputs: Vec<Input>,
    /// Estimates of the effect that the reconstruction does not use.
    #[serde(default)]
    pub elsewhere: Vec<Input>,
}

/// One number of a model, with where it comes from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What it is.
    pub quantity: Quantity,
    /// Its value; prevalences, shares and changes are fractions.
    pub value: f64,
    /// Where it comes from.
    pub origin: Origin,
    /// The section, publication or condition behind it; `None` when it is
    /// assumed.
    pub source: Option<String>,
}

/// What an input is. Prevalences are those in the routine and manual group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Quantity {
    /// Share exposed at the start.
    ExposedBefore,
    /// Share exposed at the end.
    ExposedAfter,
    /// Share exposed at the start minus that at the end.
    ExposureFall,
    /// That fall over the share exposed at the start.
    ExposureRelativeFall,
    /// Risk of the exposed over that of the others.
    RelativeRisk,
    /// Odds of the exposed over those of the others.
    OddsRatio,
    /// Hazard of the exposed over that of the others.
    HazardRatio,
    /// Share of infant deaths that is due to the cause on which the exposure
    /// acts.
    CauseShare,
    /// Relative rise of mean income.
    IncomeRise,
    /// Relative fall of mortality over the relative rise of income.
    MortalityFallPerIncomeRise,
}

/// Where an input comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The report of 2010 states it.
    Stated,
    /// Another publication does.
    External,
    /// Taken as plausible.
    Assumed,
    /// The value at which the published contribution comes out.
    Solved,
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

pub(crate) fn load(
    text: &str,
    indicators: &BTreeMap<IndicatorId, IndicatorEntry>,
) -> Result<Vec<Intervention>, CatalogueError> {
    let file: File = parse(FILE, text, |file: &File| file.schema_version)?;
    let rows = file.intervention;
    for (i, row) in rows.iter().enumerate() {
        if rows[..i].iter().any(|other| other.id == row.id) {
            return Err(CatalogueError::Repeated { file: FILE, id: row.id.clone() });
        }
    }
    rows.iter().try_for_each(|row| check(row, &rows, indicators))?;
    Ok(rows)
}

fn check(
    row: &Intervention,
    rows: &[Intervention],
    indicators: &BTreeMap<IndicatorId, IndicatorEntry>,
) -> Result<(), CatalogueError> {
    let unresolved = |to: &str| {
        let (from, to) = (row.id.clone(), to.to_owned());
        Err(CatalogueError::Unresolved { file: FILE, from, to })
    };
    if let Some(id) = row.indicator.as_ref().filter(|id| !indicators.contains_key(*id)) {
        return unresolved(id.as_str());
    }
    let other = |id: &str| rows.iter().any(|other| other.id == id && other.id != row.id);
    if let Some(id) = row.overlaps.iter().find(|id| !other(id)) {
        return unresolved(id);
    }
    let mut inputs = row.inputs.iter().chain(&row.elsewhere);
    if inputs.any(|input| input.source.is_none() != (input.origin == Origin::Assumed)) {
        let problem = "every input but an assumed one must name its source";
        return Err(CatalogueError::Wrong { file: FILE, id: row.id.clone(), problem });
    }
    Ok(())
}
