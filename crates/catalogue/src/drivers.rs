//! What lies behind infant deaths.

use std::collections::BTreeMap;

use firstyear_core::IndicatorId;
use firstyear_core::driver::{Driver, DriverMap};
use firstyear_core::intervention::Intervention;

use crate::error::parse;
use crate::{CatalogueError, IndicatorEntry};

const FILE: &str = "drivers.toml";

pub(crate) fn load(
    text: &str,
    indicators: &BTreeMap<IndicatorId, IndicatorEntry>,
    interventions: &[Intervention],
) -> Result<DriverMap, CatalogueError> {
    let map: DriverMap = parse(FILE, text, |map: &DriverMap| map.schema_version)?;
    if let Some((id, problem)) = map.fault() {
        return Err(CatalogueError::Wrong { file: FILE, id, problem });
    }
    map.drivers.iter().try_for_each(|driver| resolve(driver, indicators, interventions))?;
    Ok(map)
}

fn resolve(
    driver: &Driver,
    indicators: &BTreeMap<IndicatorId, IndicatorEntry>,
    interventions: &[Intervention],
) -> Result<(), CatalogueError> {
    let indicator = driver.indicators.iter().find(|id| !indicators.contains_key(*id));
    let known = |id: &str| interventions.iter().any(|one| one.id == id);
    let intervention = driver.interventions.iter().find(|id| !known(id));
    let Some(to) = indicator.map(ToString::to_string).or_else(|| intervention.cloned()) else {
        return Ok(());
    };
    Err(CatalogueError::Unresolved { file: FILE, from: driver.id.clone(), to })
}
