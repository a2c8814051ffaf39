//! Interventions that the report of 2010 names.

use std::collections::BTreeMap;

use firstyear_core::intervention::{Input, Intervention, Interventions};
use firstyear_core::{CategoryId, Dimension, DimensionId, IndicatorId};

use crate::error::{parse, unique};
use crate::{CatalogueError, IndicatorEntry};

const FILE: &str = "interventions.toml";

pub(crate) fn load(
    text: &str,
    indicators: &BTreeMap<IndicatorId, IndicatorEntry>,
    dimensions: &BTreeMap<DimensionId, Dimension>,
) -> Result<Vec<Intervention>, CatalogueError> {
    let file: Interventions = parse(FILE, text, |file: &Interventions| file.schema_version)?;
    let rows = file.interventions;
    unique(FILE, rows.iter().map(|row| &*row.id), "")?;
    rows.iter().try_for_each(|row| check(row, &rows, indicators, dimensions))?;
    Ok(rows)
}

fn check(
    row: &Intervention,
    rows: &[Intervention],
    indicators: &BTreeMap<IndicatorId, IndicatorEntry>,
    dimensions: &BTreeMap<DimensionId, Dimension>,
) -> Result<(), CatalogueError> {
    let unresolved = |to: &str| {
        let (from, to) = (row.id.clone(), to.to_owned());
        Err(CatalogueError::Unresolved { file: FILE, from, to })
    };
    let wrong = |problem| Err(CatalogueError::Wrong { file: FILE, id: row.id.clone(), problem });
    if let Some(id) = row.indicator.as_ref().filter(|id| !indicators.contains_key(*id)) {
        return unresolved(id.as_str());
    }
    match (&row.dimension, &row.group) {
        (None, None) => {}
        (Some(id), group) => {
            let Some(dimension) = dimensions.get(id) else { return unresolved(id.as_str()) };
            let known =
                |group: &CategoryId| dimension.categories().iter().any(|one| one.id == *group);
            if let Some(group) = group.as_ref().filter(|group| !known(group)) {
                return unresolved(group.as_str());
            }
        }
        (None, Some(_)) => return wrong("a group must name its dimension"),
    }
    let other = |id: &str| rows.iter().any(|other| other.id == id && other.id != row.id);
    if let Some(id) = row.overlaps.iter().chain(&row.acts_through).find(|id| !other(id)) {
        return unresolved(id);
    }
    if row.acts_through.as_ref().is_some_and(|through| !row.overlaps.contains(through)) {
        return wrong("what it acts through must be among its overlaps");
    }
    match row.inputs.iter().chain(&row.elsewhere).find_map(Input::fault) {
        Some(problem) => wrong(problem),
        None => Ok(()),
    }
}
