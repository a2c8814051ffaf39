//! FHIR R4 in JSON.

mod action;
mod foreign;
mod own;
mod ways;

use firstyear_core::pathway::exchange::fhir as names;
use firstyear_core::{Place, Problem};
use serde_json::Value;

use super::located::{At, Taken};
use super::{ImportedPathway, MOST, Report, refused, too_many};
use crate::{CodeLists, OnProgress, ReadError};

/// Reads a `PlanDefinition`, alone or in a bundle with what belongs to it.
pub(super) fn read(
    text: &str,
    file: &Place,
    codes: &CodeLists<'_>,
    progress: OnProgress<'_>,
) -> Result<ImportedPathway, ReadError> {
    let json: Value = serde_json::from_str(text).map_err(|error| broken(file, &error))?;
    let taken = Taken::default();
    let root = At::root(&json, &taken);
    let resources = resources(&root);
    let of = |kind: &str| -> Vec<At<'_>> {
        let is = |one: &&At<'_>| one.text("resourceType") == Some(kind);
        resources.iter().filter(is).cloned().collect()
    };
    let plans = of(names::PLAN);
    let plan = match plans.as_slice() {
        [plan] => plan,
        [] => return Err(no_plan(&root, file).into()),
        several => {
            let message = format!("the bundle holds {} plans, and one is read", several.len());
            let help = "give each PlanDefinition in a file of its own";
            return Err(refused(file, message).with_help(help).into());
        }
    };
    let (mut parts, mut open) = (0, plan.items("action"));
    while let Some(action) = open.pop() {
        parts += 1;
        open.extend(action.items("action"));
        open.extend(action.items("relatedAction"));
        if parts > MOST {
            return Err(too_many(file).into());
        }
    }
    let mut report = Report::new(file.clone());
    if own::extension(plan, names::PATHWAY).is_some() {
        let document = own::own(plan, &of(names::COUNT), &mut report);
        let pathway = document.read(file, codes, progress)?;
        return Ok(ImportedPathway { pathway, is_ours: true, problems: report.problems });
    }
    if let Some(version) = other_version(plan) {
        let message = format!("the plan is {version}, and R4 (4.0.1) is read");
        let help = "give the R4 form of it: its publisher often has both";
        return Err(refused(&report.place(&version.at), message).with_help(help).into());
    }
    let pathway = foreign::foreign(plan, &mut report).map_err(ReadError::from)?;
    for resource in &resources {
        if resource.path != plan.path {
            let kind = resource.text("resourceType").unwrap_or("resource").to_owned();
            let known = [names::ACTIVITY, names::COUNT, "Library", "Questionnaire", "ValueSet"];
            let kind = known.into_iter().find(|known| *known == kind).unwrap_or("resource");
            report.not_taken(&resource.path, format!("a {kind} beside the plan is not taken"));
        }
    }
    Ok(ImportedPathway { pathway, is_ours: false, problems: report.problems })
}

/// The resource of the file, or those of a bundle.
fn resources<'v>(root: &At<'v>) -> Vec<At<'v>> {
    if root.text("resourceType") != Some("Bundle") {
        return vec![root.clone()];
    }
    let entries = root.items("entry").into_iter();
    entries.filter_map(|entry| entry.get("resource")).collect()
}

fn broken(file: &Place, error: &serde_json::Error) -> ReadError {
    let place = match error.line() {
        0 => file.clone(),
        line => file.clone().row(line as u64),
    };
    let message =
        if error.is_eof() { "the JSON is cut short" } else { "not valid JSON from here on" };
    refused(&place, message).with_help("give a PlanDefinition of FHIR R4 in JSON").into()
}

fn no_plan(root: &At<'_>, file: &Place) -> Problem {
    let help = "give a PlanDefinition of FHIR R4, or a Bundle with one";
    let message = match root.text("resourceType") {
        Some("Bundle") => "the bundle holds no PlanDefinition",
        Some(_) => "the resource is no PlanDefinition and no Bundle",
        None => "the JSON is no FHIR: it has no resourceType",
    };
    refused(file, message).with_help(help)
}

/// Another version of FHIR, and where it shows.
struct Version {
    name: &'static str,
    at: String,
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Fields that R4 does not have and another version does.
fn other_version(plan: &At<'_>) -> Option<Version> {
    let version = |name, at: &At<'_>| Some(Version { name, at: at.path.clone() });
    for name in ["versionAlgorithm", "copyrightLabel", "asNeeded", "actor"] {
        if let Some(at) = plan.named(name).next() {
            return version("R5", &at);
        }
    }
    let mut open = plan.items("action");
    while let Some(action) = open.pop() {
        let related = action.items("relatedAction");
        if let Some(at) = related.iter().find_map(|one| one.get("targetId")) {
            return version("R5", &at);
        }
        if let Some(at) = action.get("linkId") {
            return version("R5", &at);
        }
        let conditions = action.items("condition");
        let text = conditions.iter().filter_map(|one| one.get("expression"));
        if let Some(at) = text.into_iter().find(|one| one.value().is_string()) {
            return version("STU3", &at);
        }
        open.extend(action.items("action"));
    }
    None
}
