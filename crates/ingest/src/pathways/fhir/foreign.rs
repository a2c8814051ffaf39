//! A plan of somebody else, as far as our document has a place for it.

use firstyear_core::Problem;
use firstyear_core::pathway::{CarePathway, PathwaySource, PopulationPart};

use super::super::draft::{Draft, one_line};
use super::super::located::At;
use super::super::{Report, refused};
use super::action::Build;

/// What a plan says only of itself as a file.
const OF_THE_FILE: [&str; 10] = [
    "resourceType",
    "id",
    "meta",
    "implicitRules",
    "language",
    "text",
    "url",
    "name",
    "identifier",
    "type",
];

/// The plan as a draft.
///
/// # Errors
///
/// A [`Problem`] when it holds no action.
pub(super) fn foreign(plan: &At<'_>, report: &mut Report) -> Result<CarePathway, Problem> {
    let actions = plan.items("action");
    if actions.is_empty() {
        let message = "the plan holds no action: there is nothing to be done in it";
        return Err(refused(&report.place(&plan.path), message)
            .with_help("give a plan with actions; one that only names others is no pathway"));
    }
    let mut draft = begin(plan);
    about(plan, &mut draft, report);
    let mut build = Build::new(plan, draft, report);
    build.all(&actions);
    let pathway = build.finish();
    // That a plan is none for trying out goes without saying.
    if let Some(at) = plan.get("experimental").filter(|at| at.value() == false) {
        at.take();
    }
    for (kind, (path, many)) in plan.left() {
        let message = match many {
            1 => format!("`{kind}` is not taken"),
            2 => format!("`{kind}` is not taken, here and in one more place"),
            many => format!("`{kind}` is not taken, here and in {} more places", many - 1),
        };
        report.not_taken(&path, message);
    }
    Ok(pathway)
}

fn begin(plan: &At<'_>) -> Draft {
    plan.take_all(&OF_THE_FILE);
    let identifier = plan.items("identifier").into_iter().find_map(|id| id.text("value"));
    let tail = plan.text("url").and_then(|url| url.rsplit(['/', ':']).next());
    let (id, name) = (plan.text("id"), plan.text("name"));
    let known = identifier.or(id).or(name).or(tail).unwrap_or("pathway");
    let title = plan.text("title").or(name).unwrap_or(known);
    Draft::new(known, &one_line(title), "FHIR R4")
}

/// What the plan says of itself.
fn about(plan: &At<'_>, draft: &mut Draft, report: &mut Report) {
    let pathway = &mut draft.pathway;
    let date = plan.text("date").and_then(|date| date.get(..10).or(Some(date)));
    let day = |at: &At<'_>, name: &str| at.get(name).map(|at| at.path).unwrap_or_default();
    match (plan.text("version"), date) {
        (Some(version), _) => version.clone_into(&mut pathway.version),
        (None, Some(date)) => {
            date.clone_into(&mut pathway.version);
            report.supplied(&day(plan, "date"), "it has no version: its date is taken for one");
        }
        (None, None) => {
            "1".clone_into(&mut pathway.version);
            report.supplied(&plan.path, "it has no version: it is called 1");
        }
    }
    let year = date.and_then(|date| date.get(..4)).and_then(|year| year.parse().ok());
    if let Some(own) = pathway.sources.first_mut() {
        own.year = year;
        if let Some(publisher) = plan.text("publisher") {
            publisher.clone_into(&mut own.publisher);
        }
    }
    match plan.text("description").or_else(|| plan.text("purpose")) {
        Some(said) => pathway.summary = one_line(said),
        None => report.supplied(&plan.path, "it has no description: its title is the summary"),
    }
    if let Some(status) = plan.text("status").filter(|status| *status != "draft") {
        let known = ["active", "retired", "unknown"].into_iter().find(|known| *known == status);
        let said = known.map_or_else(String::new, |known| format!(" and not {known}"));
        let path = day(plan, "status");
        report.supplied(&path, format!("what was read is a draft{said}: it is for review"));
    }
    population(plan, draft);
    sources(plan, draft);
}

/// Those whom it is for: what it is focused on, and its subject.
fn population(plan: &At<'_>, draft: &mut Draft) {
    let mut parts = Vec::new();
    for context in plan.items("useContext") {
        let kind = context.get("code").and_then(|code| code.peek("code"));
        if kind == Some("focus") || kind == Some("program") {
            parts.extend(context.get("valueCodeableConcept").and_then(|value| said(&value)));
            context.take();
        }
    }
    if let Some(subject) = plan.get("subjectCodeableConcept") {
        parts.extend(said(&subject));
    }
    for text in parts {
        let grounds = draft.stated("");
        draft.pathway.population.push(PopulationPart { text, grounds });
    }
    if draft.pathway.population.is_empty() {
        draft.population_open();
    }
}

/// What a concept says, in words; all of it is then taken.
pub(super) fn said(concept: &At<'_>) -> Option<String> {
    let codings = concept.items("coding");
    let display = codings.iter().find_map(|one| one.text("display"));
    let code = codings.iter().find_map(|one| one.text("code"));
    let text = concept.text("text").or(display).or(code).map(one_line);
    concept.take();
    text
}

/// Publications that it cites.
fn sources(plan: &At<'_>, draft: &mut Draft) {
    for artifact in plan.items("relatedArtifact") {
        let cites = ["citation", "documentation", "justification"];
        let kind = artifact.text("type");
        let label = artifact.text("display").or_else(|| artifact.text("citation"));
        let (Some(label), true) = (
            label.or_else(|| artifact.text("label")),
            kind.is_some_and(|kind| cites.contains(&kind)),
        ) else {
            continue;
        };
        let id = draft.id(label, "source");
        let title = one_line(label);
        let publisher = "not said in the file".to_owned();
        draft.pathway.sources.push(PathwaySource { id, title, publisher, year: None });
    }
}
