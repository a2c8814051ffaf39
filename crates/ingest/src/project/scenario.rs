//! Scenarios of a project file.

use firstyear_core::Confidence;
use firstyear_core::intervention::{Input, Origin, Quantity};
use firstyear_core::project::{OwnMeasure, ScenarioQuestion, StatedBaseline};

use super::fields::Fields;
use super::questions::{categories_of_one, indicator, read_years};
use crate::CodeLists;

/// The most measures of one scenario: all their orders are gone through.
const MOST: usize = 15;

pub(super) fn read(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<ScenarioQuestion> {
    let name = fields.required("name");
    let group = fields.required("group");
    let (dimension, categories) = categories_of_one(&mut fields, codes);
    let area = fields.optional("area");
    let indicator = indicator(&mut fields, codes);
    let years = fields.table("years", read_years).flatten();
    let stated = fields.stands("baseline");
    let baseline = fields.table("baseline", read_baseline).flatten();
    if stated && fields.stands("years") {
        fields
            .reject("years", "the years of a stated gap stand in its own table, and no others do");
    }
    let interventions: Vec<String> = fields.optional_list("interventions");
    let measures = fields.tables("measure", read_measure);
    check_measures(&fields, &interventions, &measures);
    let overlap = fields.optional("overlap").unwrap_or_default();
    let all_groups = fields.optional("all_groups").unwrap_or_default();
    let seed = fields.optional("seed").unwrap_or(1);
    fields.finish();
    Some(ScenarioQuestion {
        name: name?,
        group: group?,
        dimension: dimension?,
        categories: categories?,
        area,
        indicator,
        years,
        baseline,
        interventions,
        measures,
        overlap,
        all_groups,
        seed,
    })
}

/// Each is named once, and there is at least one and not too many.
fn check_measures(fields: &Fields<'_, '_>, interventions: &[String], measures: &[OwnMeasure]) {
    let ids: Vec<&str> = interventions
        .iter()
        .chain(measures.iter().map(|own| &own.id))
        .map(String::as_str)
        .collect();
    if ids.is_empty() && !fields.stands("interventions") && !fields.stands("measure") {
        fields.missing("interventions");
    }
    if ids.len() > MOST {
        fields.reject("interventions", "a scenario holds at most 15 measures: make two of it");
    }
    if let Some(at) = (1..ids.len()).find(|at| ids[..*at].contains(&ids[*at])) {
        let field = if at < interventions.len() { "interventions" } else { "measure" };
        fields.reject(field, "a measure stands twice: one of the catalogue with inputs of your own is a [[scenario.measure]] alone");
    }
}

fn read_baseline(mut fields: Fields<'_, '_>) -> Option<StatedBaseline> {
    let relative_gap_percent: Option<f64> = fields.required("relative_gap_percent");
    let share_of_births: Option<f64> = fields.required("share_of_births");
    let years = fields.table("years", read_years);
    if years.is_none() && !fields.stands("years") {
        fields.missing("years");
    }
    let source = fields.required("source");
    if relative_gap_percent.is_some_and(|gap| gap <= -100.0) {
        fields.reject("relative_gap_percent", "a relative gap is a percentage above -100");
    }
    if share_of_births.is_some_and(|share| !(share > 0.0 && share < 1.0)) {
        let message = "a share of births is a fraction between 0 and 1: a group that is the whole \
                       has no gap to it";
        fields.reject("share_of_births", message);
    }
    fields.finish();
    Some(StatedBaseline {
        relative_gap_percent: relative_gap_percent?,
        share_of_births: share_of_births?,
        years: years.flatten()?,
        source: source?,
    })
}

fn read_measure(mut fields: Fields<'_, '_>) -> Option<OwnMeasure> {
    let id: Option<String> = fields.required("id");
    let title = fields.optional("title");
    let acts_through = fields.optional("acts_through");
    let inputs = fields.tables("inputs", read_input);
    fields.finish();
    Some(OwnMeasure { id: id?, title, acts_through, inputs })
}

fn read_input(mut fields: Fields<'_, '_>) -> Option<Input> {
    let quantity: Option<Quantity> = fields.required("quantity");
    let value: Option<f64> = fields.required("value");
    let origin: Option<Origin> = fields.required("origin");
    let lower = fields.optional("lower");
    let upper = fields.optional("upper");
    let confidence: Option<Confidence> = fields.optional("confidence");
    let people = fields.optional("people");
    let outcome = fields.optional("outcome");
    let adjusted = fields.optional("adjusted");
    let source = fields.optional("source");
    let read = quantity.zip(value).zip(origin).map(|((quantity, value), origin)| Input {
        lower,
        upper,
        confidence,
        people,
        outcome,
        adjusted,
        ..Input::new(quantity, value, origin, source)
    });
    if let Some(fault) = read.as_ref().and_then(Input::fault) {
        fields.reject("value", fault);
    }
    fields.finish();
    read
}
