//! Care pathways of a project file.

use std::collections::BTreeSet;

use firstyear_core::pathway::CarePathway;
use firstyear_core::project::PathwayQuestion;
use firstyear_core::{ProblemCode, SourceId};

use super::fields::Fields;
use super::read_source_id;
use crate::CodeLists;
use crate::fault::Fault;

/// The ways in which dates with slashes are read.
const LAYOUTS: [&str; 2] = ["day-first", "month-first"];

/// What is said of a log, and stands for nothing without one.
const OF_LOG: [&str; 7] = ["source", "mapping", "layout", "as_of", "by", "against", "stages"];

pub(super) fn read(
    mut fields: Fields<'_, '_>,
    declared: &BTreeSet<SourceId>,
    codes: &CodeLists<'_>,
) -> Option<PathwayQuestion> {
    let pathway: Option<String> = fields.required("pathway");
    let reference: Option<String> = fields.optional("reference");
    for (field, name) in [("pathway", &pathway), ("reference", &reference)] {
        if let Some(name) = name {
            check_pathway(&fields, field, name, codes);
        }
    }
    if reference.is_some() && reference == pathway {
        fields.reject("reference", "the pathway itself: name another that it is held against");
    }
    let log = fields.optional("log");
    let source = read_source_id(&mut fields, declared);
    let mapping = fields.optional("mapping");
    let layout: Option<String> = fields.optional("layout");
    if let Some(given) = layout.as_deref().filter(|given| !LAYOUTS.contains(given)) {
        let fault = Fault::new(ProblemCode::ProjectInvalid, "not an order of dates")
            .with_help(format!("use {}", LAYOUTS.join(" or ")))
            .with_nearest(given, LAYOUTS);
        fields.fault("layout", &fault);
    }
    let as_of = fields.optional("as_of");
    let by = read_groups(&mut fields);
    let against = fields.optional("against");
    let stages: Vec<String> = fields.optional_list("stages");
    let horizon = read_horizon(&mut fields);
    let flow = fields.optional("flow");
    if !fields.stands("log") {
        for field in OF_LOG.into_iter().chain(["horizon"]).filter(|name| fields.stands(name)) {
            fields.reject(field, "there is no log of which it could be said: add `log`");
        }
    } else if fields.stands("against") && !fields.stands("by") {
        fields.reject("against", "a category asks for groups: say by what with `by`");
    }
    fields.finish();
    Some(PathwayQuestion {
        pathway: pathway?,
        reference,
        log,
        source,
        mapping,
        layout,
        as_of,
        by,
        against,
        stages,
        horizon,
        flow,
    })
}

fn read_groups(fields: &mut Fields<'_, '_>) -> Vec<String> {
    let by: Vec<String> = fields.optional_list("by");
    match by.as_slice() {
        [one, other] if one == other => fields.reject("by", "a group stands twice"),
        [] | [_] | [_, _] => {}
        _ => fields.reject("by", "name one group, or two for each pair of them"),
    }
    by
}

fn read_horizon(fields: &mut Fields<'_, '_>) -> u32 {
    let usual = PathwayQuestion::of("").horizon;
    let horizon = fields.optional("horizon").unwrap_or(usual);
    if !(1..=PathwayQuestion::LONGEST).contains(&horizon) {
        let message = format!("the number of days is outside 1 to {}", PathwayQuestion::LONGEST);
        fields.reject("horizon", &message);
    }
    horizon
}

/// Whether a text is the path of a document, and no id of the catalogue.
pub(crate) fn is_path(name: &str) -> bool {
    name.contains(['/', '\\', '.'])
}

fn check_pathway(fields: &Fields<'_, '_>, field: &'static str, name: &str, codes: &CodeLists<'_>) {
    if codes.pathways.by_id(name).is_some() || is_path(name) {
        return;
    }
    let known = codes.pathways.known.iter().map(|one: &CarePathway| one.id.as_str());
    let fault = Fault::new(
        ProblemCode::PathwayReferenceUnknown,
        "neither a pathway of the catalogue nor the path of a document",
    )
    .with_help("`firstyear pathway list` shows those of the catalogue; a path has an ending, such as `ours.toml`")
    .with_nearest(name, known);
    fields.fault(field, &fault);
}
