//! Evaluations of a project file.

use firstyear_core::AreaCode;
use firstyear_core::project::{
    EvaluatedAreas, EvaluationQuestion, StatedChange, StatedChanges, StatedFigure, Years,
};

use super::fields::Fields;
use super::questions::{check_in_order, group_or_everyone, indicator, read_years};
use crate::CodeLists;

pub(super) fn read(
    mut fields: Fields<'_, '_>,
    codes: &CodeLists<'_>,
) -> Option<EvaluationQuestion> {
    let name = fields.required("name");
    let is_stated = fields.stands("stated");
    let visited = fields.required_table("visited", |fields| read_areas(fields, is_stated, false));
    let comparison =
        fields.required_table("comparison", |fields| read_areas(fields, is_stated, true));
    let (before, after) = read_times(&mut fields, is_stated);
    let indicator = indicator(&mut fields, codes);
    let (dimension, categories) = group_or_everyone(&mut fields, codes);
    let stated = fields.table("stated", read_stated).flatten();
    if let (Some(visited), Some(comparison)) = (&visited, &comparison) {
        check_apart(&fields, visited, comparison);
    }
    fields.finish();
    if is_stated && stated.is_none() {
        return None;
    }
    Some(EvaluationQuestion {
        name: name?,
        visited: visited?,
        comparison: comparison?,
        before,
        after,
        indicator,
        dimension,
        categories,
        stated,
    })
}

/// The years of counts, which stated figures do not have.
fn read_times(fields: &mut Fields<'_, '_>, is_stated: bool) -> (Option<Years>, Option<Years>) {
    let [before, after] = ["before", "after"].map(|name| {
        match (is_stated, fields.stands(name)) {
            (true, true) => {
                fields.reject(name, "stated figures carry their periods in [evaluation.stated]");
            }
            (false, false) => fields.missing(name),
            _ => {}
        }
        fields.table(name, read_years).flatten()
    });
    check_in_order(fields, before, after);
    (before, after)
}

fn read_areas(
    mut fields: Fields<'_, '_>,
    is_stated: bool,
    is_comparison: bool,
) -> Option<EvaluatedAreas> {
    let name = fields.required("name");
    let areas: Vec<AreaCode> = fields.optional_list("areas");
    let prefixes: Vec<String> = fields.optional_list("prefixes");
    let rest_of: Option<AreaCode> = fields.optional("rest_of");
    let given: Vec<&'static str> =
        ["areas", "prefixes", "rest_of"].into_iter().filter(|name| fields.stands(name)).collect();
    match given.as_slice() {
        [] if !is_stated => fields.missing("areas"),
        [name, ..] if is_stated => {
            fields.reject(name, "stated figures are of no areas of the files: leave it out");
        }
        [.., "rest_of"] if !is_comparison => {
            fields.reject("rest_of", "the rest of an area is what visited areas are held against");
        }
        [_, .., "rest_of"] => {
            fields
                .reject("rest_of", "a comparison is the rest of an area, or areas by their codes");
        }
        _ => {}
    }
    if let Some(at) = (1..areas.len()).find(|at| areas[..*at].contains(&areas[*at])) {
        let message = format!("area {} stands twice", areas[at]);
        fields.reject("areas", &message);
    }
    fields.finish();
    Some(EvaluatedAreas { name: name?, areas, prefixes, rest_of })
}

/// No area is on both sides, and none is the whole that it is held against the
/// rest of.
fn check_apart(fields: &Fields<'_, '_>, visited: &EvaluatedAreas, comparison: &EvaluatedAreas) {
    if let Some(both) = visited.areas.iter().find(|area| comparison.areas.contains(area)) {
        let message = format!("area {both} is visited, and cannot be held against itself");
        fields.reject("comparison", &message);
    }
    if comparison.rest_of.as_ref().is_some_and(|whole| visited.areas.contains(whole)) {
        fields.reject("comparison", "the whole is visited itself, and has no rest");
    }
}

fn read_stated(mut fields: Fields<'_, '_>) -> Option<StatedChanges> {
    let source = fields.required("source");
    let visited = fields.required_table("visited", read_change);
    let comparison = fields.required_table("comparison", read_change);
    let comparison_holds_visited = fields.optional("comparison_holds_visited").unwrap_or(false);
    fields.finish();
    Some(StatedChanges {
        source: source?,
        visited: visited?,
        comparison: comparison?,
        comparison_holds_visited,
    })
}

fn read_change(mut fields: Fields<'_, '_>) -> Option<StatedChange> {
    let before = fields.required_table("before", read_figure);
    let after = fields.required_table("after", read_figure);
    let printed_change = fields.optional("printed_change");
    fields.finish();
    Some(StatedChange { before: before?, after: after?, printed_change })
}

fn read_figure(mut fields: Fields<'_, '_>) -> Option<StatedFigure> {
    let (period, value) = (fields.required("period"), fields.required("value"));
    if value.is_some_and(|value: f64| value < 0.0) {
        fields.reject("value", "a rate is not below 0");
    }
    fields.finish();
    Some(StatedFigure { period: period?, value: value? })
}
