//! Plans of synthetic births and deaths.

use std::path::Path;

use firstyear_core::count::{
    BirthSimulation, SimulatedArea, SimulatedBirthCategory, SimulatedGestation, SimulatedSplit,
};

use super::VERSION;
use super::form::Kind;
use super::plan::{Places, read_plan};
use crate::input::Input;
use crate::project::fields::Fields;
use crate::{OnProgress, ReadError};

const KIND: Kind = Kind { list: "", name: "plan of synthetic births", columns: &[] };

/// Reads a plan of synthetic births and deaths, TOML or JSON.
///
/// # Errors
///
/// [`ReadError`] when the file cannot be opened, or with every fault and its line: a plan
/// with any is none.
pub fn read_birth_simulation(
    path: &Path,
    progress: OnProgress<'_>,
) -> Result<BirthSimulation, ReadError> {
    let input = Input::at(path, &path.display().to_string().into())?;
    read_plan(&input, &KIND, progress, plan, |plan: &BirthSimulation| {
        plan.faults().into_iter().map(|message| ((), message)).collect()
    })
}

fn plan(fields: &mut Fields<'_, '_>, _: &mut Places<()>) -> Option<BirthSimulation> {
    let (seed, births) = (fields.required("seed"), fields.required("births"));
    let (first_year, years) = (fields.required("first_year"), fields.required("years"));
    let infant_deaths = fields.required("infant_deaths");
    let (neonatal, stillbirths) = (fields.required("neonatal"), fields.required("stillbirths"));
    let unlinked = fields.optional("unlinked").unwrap_or(0.0);
    let areas = fields.tables("area", |mut fields| {
        let (code, share) = (fields.required("code"), fields.required("share"));
        let risk = fields.required("risk");
        fields.finish();
        Some(SimulatedArea { code: code?, share: share?, risk: risk? })
    });
    let splits = fields.tables("split", |mut fields| {
        let (id, missing) = (fields.required("id"), fields.optional("missing").unwrap_or(0.0));
        let missing_as = fields.optional("missing_as");
        let categories = fields.tables("category", category);
        fields.finish();
        Some(SimulatedSplit { id: id?, missing, missing_as, categories })
    });
    let gestations = fields.tables("gestation", |mut fields| {
        let (weeks, share) = (fields.required("weeks"), fields.required("share"));
        let (risk, weight) = (fields.required("risk"), fields.required("weight"));
        let deviation = fields.required("deviation");
        fields.finish();
        Some(SimulatedGestation {
            weeks: weeks?,
            share: share?,
            risk: risk?,
            weight: weight?,
            deviation: deviation?,
        })
    });
    Some(BirthSimulation {
        schema_version: VERSION,
        seed: seed?,
        births: births?,
        first_year: first_year?,
        years: years?,
        infant_deaths: infant_deaths?,
        neonatal: neonatal?,
        stillbirths: stillbirths?,
        unlinked,
        areas,
        splits,
        gestations,
    })
}

fn category(mut fields: Fields<'_, '_>) -> Option<SimulatedBirthCategory> {
    let (id, share) = (fields.required("id"), fields.required("share"));
    let risk = fields.required("risk");
    fields.finish();
    Some(SimulatedBirthCategory { id: id?, share: share?, risk: risk? })
}
