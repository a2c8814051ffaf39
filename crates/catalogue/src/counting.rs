//! How indicators are counted in records of births and deaths.

use std::collections::BTreeMap;

use firstyear_core::IndicatorId;
use firstyear_core::count::CountCondition;
use serde::Deserialize;

use crate::error::parse;
use crate::{CatalogueError, IndicatorEntry};

const FILE: &str = "counting.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counting {
    schema_version: u32,
    #[serde(rename = "condition")]
    conditions: Vec<CountCondition>,
}

pub(crate) fn load(
    text: &str,
    indicators: &BTreeMap<IndicatorId, IndicatorEntry>,
) -> Result<Vec<CountCondition>, CatalogueError> {
    let file: Counting = parse(FILE, text, |file: &Counting| file.schema_version)?;
    for (at, condition) in file.conditions.iter().enumerate() {
        let id = condition.id.to_string();
        if !indicators.contains_key(&condition.id) {
            return Err(CatalogueError::Unresolved {
                file: FILE,
                from: "condition".to_owned(),
                to: id,
            });
        }
        if file.conditions[..at].iter().any(|known| known.id == condition.id) {
            return Err(CatalogueError::Repeated { file: FILE, id });
        }
    }
    Ok(file.conditions)
}
