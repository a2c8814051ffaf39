//! Scenarios of a project file.

use firstyear_core::intervention::{Input, Origin, Quantity};
use firstyear_core::project::{
    GapTarget, MeasureCost, MeasureUptake, OtherGroupInputs, OwnMeasure, ScenarioCosts,
    ScenarioPath, ScenarioQuestion, StatedBaseline,
};
use firstyear_core::{AreaCode, CategoryId, Confidence, DimensionId, ProblemCode, Role};

use super::fields::Fields;
use super::questions::{check_category, group_or_everyone, indicator, read_years};
use crate::CodeLists;
use crate::fault::Fault;

/// The most measures of one scenario: all their orders are gone through.
const MOST: usize = 15;

pub(super) fn read(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<ScenarioQuestion> {
    let name = fields.required("name");
    let group = fields.required("group");
    let (dimension, categories) = group_or_everyone(&mut fields, codes);
    let area: Option<AreaCode> = fields.optional("area");
    let whole: Option<AreaCode> = fields.optional("whole");
    check_scheme(&fields, area.as_ref(), whole.as_ref());
    let indicator = indicator(&mut fields, codes);
    let years = fields.table("years", read_years).flatten();
    let stated = fields.stands("baseline");
    let baseline = fields.table("baseline", read_baseline).flatten();
    if stated && fields.stands("years") {
        fields
            .reject("years", "the years of a stated gap stand in its own table, and no others do");
    }
    let steadied_by: Vec<String> = fields.optional_list("steadied_by");
    if stated && !steadied_by.is_empty() {
        fields.reject("steadied_by", "a stated gap has no counts to steady");
    }
    let interventions: Vec<String> = fields.optional_list("interventions");
    let group_of = Group { dimension: dimension.as_ref(), categories: &categories };
    let measures = fields.tables("measure", |fields| read_measure(fields, group_of, codes));
    check_measures(&fields, &interventions, &measures);
    if measures.iter().any(|measure| !measure.also_in.is_empty()) {
        check_counted(&fields, !steadied_by.is_empty());
    }
    let overlap = fields.optional("overlap").unwrap_or_default();
    let all_groups = fields.optional("all_groups").unwrap_or_default();
    let uptakes = fields.tables("uptake", read_uptake);
    let path = fields.table("path", read_path).flatten();
    let target = fields.table("target", read_target).flatten();
    let costs = fields.table("costs", read_costs).flatten();
    let seed = fields.optional("seed").unwrap_or(1);
    let ids: Vec<&str> = ids(&interventions, &measures).collect();
    check_named(&fields, "uptake", &ids, uptakes.iter().map(|uptake| &uptake.measure));
    let paid = costs.iter().flat_map(|costs| &costs.measures).map(|cost| &cost.id);
    check_named(&fields, "costs", &ids, paid);
    if path.is_some() && uptakes.is_empty() && !fields.stands("uptake") {
        fields.reject(
            "path",
            "no measure is dated: say when each is taken up in [[scenario.uptake]]",
        );
    }
    fields.finish();
    if dimension.is_none() == whole.is_none() {
        return None;
    }
    Some(ScenarioQuestion {
        name: name?,
        group: group?,
        dimension,
        categories,
        whole,
        area,
        indicator,
        years,
        baseline,
        steadied_by,
        interventions,
        measures,
        overlap,
        all_groups,
        uptakes,
        path,
        target,
        costs,
        seed,
    })
}

/// The group is that of a dimension, or an area against its whole.
fn check_scheme(fields: &Fields<'_, '_>, area: Option<&AreaCode>, whole: Option<&AreaCode>) {
    match (fields.stands("dimension"), fields.stands("whole")) {
        (false, false) if !fields.stands("categories") => fields.missing("dimension"),
        (true, true) => {
            let message =
                "a group is that of a dimension, or an area against its whole: one of both";
            fields.reject("whole", message);
        }
        _ => {}
    }
    if area.is_some() && area == whole {
        fields.reject("whole", "an area is no part of itself");
    }
}

/// The ids of all measures of a scenario, in order.
fn ids<'a>(
    interventions: &'a [String],
    measures: &'a [OwnMeasure],
) -> impl Iterator<Item = &'a str> {
    interventions.iter().chain(measures.iter().map(|own| &own.id)).map(String::as_str)
}

/// Each is a measure of the scenario, and named once.
fn check_named<'a>(
    fields: &Fields<'_, '_>,
    field: &'static str,
    ids: &[&str],
    named: impl Iterator<Item = &'a String>,
) {
    let mut seen = Vec::new();
    for id in named {
        if !ids.contains(&id.as_str()) {
            let fault = Fault::new(ProblemCode::ProjectInvalid, "not a measure of the scenario")
                .with_nearest(id, ids.iter().copied());
            fields.fault(field, &fault);
        } else if seen.contains(&id) {
            fields.reject(field, "a measure stands twice");
        }
        seen.push(id);
    }
}

/// Each is named once, and there is at least one and not too many.
fn check_measures(fields: &Fields<'_, '_>, interventions: &[String], measures: &[OwnMeasure]) {
    let ids: Vec<&str> = ids(interventions, measures).collect();
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
    let years = fields.required_table("years", read_years);
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
        years: years?,
        source: source?,
    })
}

/// A measure that reaches other groups needs the deaths of each.
fn check_counted(fields: &Fields<'_, '_>, is_steadied: bool) {
    let reaches = "a measure reaches other groups, and the deaths of each are asked for: ";
    for (stands, field, why) in [
        (fields.stands("baseline"), "baseline", "a stated gap has none"),
        (fields.stands("whole"), "whole", "an area is no group of a dimension"),
        (is_steadied, "steadied_by", "only those of the group and of all are steadied"),
    ] {
        if stands {
            fields.reject(field, &format!("{reaches}{why}"));
        }
    }
}

/// The group of a scenario.
#[derive(Clone, Copy)]
struct Group<'a> {
    dimension: Option<&'a DimensionId>,
    categories: &'a [CategoryId],
}

fn read_measure(
    mut fields: Fields<'_, '_>,
    group: Group<'_>,
    codes: &CodeLists<'_>,
) -> Option<OwnMeasure> {
    let id: Option<String> = fields.required("id");
    let title = fields.optional("title");
    let acts_through = fields.optional("acts_through");
    let inputs = fields.tables("inputs", read_input);
    let mut seen = Vec::new();
    let also_in = fields.tables("also_in", |fields| read_also_in(fields, group, codes, &mut seen));
    fields.finish();
    Some(OwnMeasure { id: id?, title, acts_through, inputs, also_in })
}

/// What a measure changes in another group: one that is not the scenario's, and
/// once.
fn read_also_in(
    mut fields: Fields<'_, '_>,
    group: Group<'_>,
    codes: &CodeLists<'_>,
    seen: &mut Vec<CategoryId>,
) -> Option<OtherGroupInputs> {
    let category: Option<CategoryId> = fields.required("category");
    let known = group.dimension.and_then(|id| codes.dimensions.get(id));
    if let Some(category) = &category {
        let role = known.and_then(|dimension| Some(&dimension.category(category)?.role));
        let message = if group.categories.contains(category) {
            "it is the scenario's own group, whose inputs are those of the measure"
        } else if seen.contains(category) {
            "a group stands twice"
        } else if role.is_some_and(|role| *role != Role::Group) {
            "not a group that stands beside the others"
        } else {
            ""
        };
        if !message.is_empty() {
            fields.reject("category", message);
        } else if let Some(dimension) = known {
            check_category(&fields, "category", category, &[dimension]);
        }
        seen.push(category.clone());
    }
    let stands = fields.stands("inputs");
    let inputs = fields.tables("inputs", read_input);
    if !stands {
        fields.missing("inputs");
    } else if fields.is_empty_list("inputs") {
        fields.reject("inputs", "the list is empty: give the exposures of this group");
    }
    fields.finish();
    Some(OtherGroupInputs { category: category?, inputs })
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

fn read_uptake(mut fields: Fields<'_, '_>) -> Option<MeasureUptake> {
    let measure = fields.required("measure");
    let from = fields.required("from");
    let full = fields.required("full");
    if from.zip(full).is_some_and(|(from, full): (u16, u16)| full < from) {
        fields.reject("full", "a measure is complete before it begins");
    }
    let lag_years = not_below_0(&mut fields, "lag_years").unwrap_or(0.0);
    fields.finish();
    Some(MeasureUptake { measure: measure?, from: from?, full: full?, lag_years })
}

fn read_path(mut fields: Fields<'_, '_>) -> Option<ScenarioPath> {
    let (first, last) = (fields.required("first"), fields.required("last"));
    if first.zip(last).is_some_and(|(first, last): (u16, u16)| last < first || last - first > 100) {
        fields.reject("last", "the years are not in order, or more than 100");
    }
    let drift_points = not_below_0(&mut fields, "drift_points").unwrap_or(0.0);
    let drift_source = fields.optional("drift_source");
    if drift_points > 0.0 && drift_source.is_none() && !fields.stands("drift_source") {
        fields.missing("drift_source");
    }
    fields.finish();
    Some(ScenarioPath { first: first?, last: last?, drift_points, drift_source })
}

fn read_target(mut fields: Fields<'_, '_>) -> Option<GapTarget> {
    let relative_gap_percent: Option<f64> = fields.required("relative_gap_percent");
    if relative_gap_percent.is_some_and(|gap| gap <= -100.0) {
        fields.reject("relative_gap_percent", "a relative gap is a percentage above -100");
    }
    let by = fields.required("by");
    let source = fields.optional("source");
    fields.finish();
    Some(GapTarget { relative_gap_percent: relative_gap_percent?, by: by?, source })
}

fn read_costs(mut fields: Fields<'_, '_>) -> Option<ScenarioCosts> {
    let currency = fields.required("currency");
    let price_year = fields.required("price_year");
    let [discount_percent, discount_deaths_percent] =
        ["discount_percent", "discount_deaths_percent"].map(|name| {
            if !fields.stands(name) {
                fields.missing(name);
            }
            not_below_0(&mut fields, name)
        });
    let stands = fields.stands("measure");
    let measures = fields.tables("measure", read_cost);
    if !stands {
        fields.missing("measure");
    }
    fields.finish();
    Some(ScenarioCosts {
        currency: currency?,
        price_year: price_year?,
        discount_percent: discount_percent?,
        discount_deaths_percent: discount_deaths_percent?,
        measures,
    })
}

fn read_cost(mut fields: Fields<'_, '_>) -> Option<MeasureCost> {
    let id = fields.required("id");
    if !fields.stands("yearly") {
        fields.missing("yearly");
    }
    let yearly = not_below_0(&mut fields, "yearly");
    let (first, last) = (fields.required("first"), fields.required("last"));
    if first.zip(last).is_some_and(|(first, last): (u16, u16)| last < first || last - first > 100) {
        fields.reject("last", "the years are not in order, or more than 100");
    }
    let source = fields.required("source");
    fields.finish();
    Some(MeasureCost { id: id?, yearly: yearly?, first: first?, last: last?, source: source? })
}

/// A number that is not below 0, where there is one.
fn not_below_0(fields: &mut Fields<'_, '_>, name: &'static str) -> Option<f64> {
    let value: Option<f64> = fields.optional(name);
    if value.is_some_and(|value| value < 0.0) {
        fields.reject(name, "not a number from 0 on");
        return None;
    }
    value
}
