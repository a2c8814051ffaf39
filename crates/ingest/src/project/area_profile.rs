//! Profiles of areas of a project file.

use firstyear_core::AreaCode;
use firstyear_core::project::{
    AreaProfileQuestion, NeighbourVariable, NeighboursOf, ScorecardIndicator,
};

use super::fields::Fields;
use super::questions::{check_indicator, check_other_area, pool_years};
use super::scorecard::{check_once, read_indicator, read_weight};
use crate::CodeLists;

pub(super) fn read(
    mut fields: Fields<'_, '_>,
    codes: &CodeLists<'_>,
) -> Option<AreaProfileQuestion> {
    let name = fields.optional("name");
    let area: Option<AreaCode> = fields.optional("area");
    let comparator: Option<AreaCode> = fields.required("comparator");
    check_other_area(&fields, area.as_ref(), comparator.as_ref());
    let prefixes = fields.list("prefixes");
    let among = fields.required("among");
    let main = fields.optional("main");
    if let Some(id) = &main {
        check_indicator(&fields, "main", id, codes);
    }
    let pool_years = pool_years(&mut fields, 3);
    let indicators: Vec<ScorecardIndicator> =
        fields.tables("indicator", |fields| read_indicator(fields, codes));
    check_once(&fields, &indicators);
    let neighbours = fields.table("neighbours", |fields| read_neighbours(fields, codes));
    fields.finish();
    Some(AreaProfileQuestion {
        name,
        area,
        comparator: comparator?,
        prefixes: prefixes?,
        among: among?,
        main,
        pool_years,
        indicators,
        neighbours,
    })
}

fn read_neighbours(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> NeighboursOf {
    let areas: Vec<AreaCode> = fields.optional_list("areas");
    let source: Option<String> = fields.optional("source");
    let variables = fields.tables("variable", |fields| read_variable(fields, codes));
    let count: u16 = fields.optional("count").unwrap_or(10);
    if count == 0 {
        fields.reject("count", "none are asked for: leave `neighbours` out");
    }
    match (areas.is_empty(), fields.stands("variable")) {
        (true, false) => {
            fields.reject(
                "areas",
                "give the neighbours, or what they are computed from in `variable`",
            );
        }
        (false, false) if fields.stands("count") => {
            fields.reject("count", "neighbours that are given are not counted out: leave it out");
        }
        (true, true) if source.is_some() => {
            fields.reject("source", "neighbours that are computed have none: leave it out");
        }
        (true, true) if variables.is_empty() => {
            fields.reject("variable", "neighbours are computed from one variable or more");
        }
        (false, true) => {
            fields.reject("variable", "neighbours that are given are not computed: leave one out");
        }
        (false, false) if source.is_none() => fields.missing("source"),
        _ => {}
    }
    fields.finish();
    NeighboursOf { areas, source, variables, count }
}

fn read_variable(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<NeighbourVariable> {
    let indicator = fields.required("indicator");
    if let Some(id) = &indicator {
        check_indicator(&fields, "indicator", id, codes);
    }
    let weight = read_weight(&mut fields);
    fields.finish();
    Some(NeighbourVariable { indicator: indicator?, weight })
}
