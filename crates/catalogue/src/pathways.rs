//! Reference pathways of care. Whether each is sound is for `firstyear-pathways` to
//! say, and a test asks it.

use std::collections::BTreeMap;

use firstyear_core::IndicatorId;
use firstyear_core::pathway::CarePathway;
use firstyear_core::recommendation::Themes;

use crate::error::parse;
use crate::{CatalogueError, IndicatorEntry};

macro_rules! files {
    ($($name:literal)*) => {
        &[$((
            concat!("pathways/", $name, ".toml"),
            include_str!(concat!("../data/pathways/", $name, ".toml")),
        )),*]
    };
}

/// The files that the crate carries, with their names.
pub(crate) const FILES: &[(&str, &str)] = files! {
    "antenatal-newborn-screening"
    "bereavement"
    "breastfeeding-support"
    "early-access-interpreting"
    "family-nurse-partnership"
    "feverish-infant"
    "genetics-referral"
    "healthy-start"
    "housing-overcrowding-referral"
    "immunisation"
    "maternal-obesity"
    "pregnant-teenagers-young-fathers"
    "rickets-vitamin-d"
    "safeguarding-identification"
    "stop-smoking-pregnancy"
    "substance-misuse-pregnancy"
    "sudi-prevention-and-response"
};

/// In the order of the files.
pub(crate) fn load(
    files: &[(&'static str, &str)],
    themes: &Themes,
    indicators: &BTreeMap<IndicatorId, IndicatorEntry>,
) -> Result<Vec<CarePathway>, CatalogueError> {
    let mut pathways: Vec<CarePathway> = Vec::with_capacity(files.len());
    for &(file, text) in files {
        let pathway: CarePathway = parse(file, text, |one: &CarePathway| one.schema_version)?;
        if pathways.iter().any(|other| other.id == pathway.id) {
            return Err(CatalogueError::Repeated { file, id: pathway.id });
        }
        let theme = pathway.theme.iter().find(|theme| themes.theme(theme).is_none());
        if let Some(theme) = theme {
            return Err(CatalogueError::Unresolved { file, to: theme.clone(), from: pathway.id });
        }
        for measure in &pathway.measures {
            let indicator = measure.indicator.as_ref();
            if let Some(id) = indicator.filter(|id| !indicators.contains_key(*id)) {
                let (from, to) = (measure.id.clone(), id.to_string());
                return Err(CatalogueError::Unresolved { file, from, to });
            }
        }
        pathways.push(pathway);
    }
    for (id, entry) in indicators {
        let known = |to: &&String| pathways.iter().any(|pathway| pathway.id == **to);
        if let Some(to) = entry.pathway.as_ref().filter(|to| !known(to)) {
            let (file, from) = ("indicators.toml", id.to_string());
            return Err(CatalogueError::Unresolved { file, from, to: to.clone() });
        }
    }
    Ok(pathways)
}
