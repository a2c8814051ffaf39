//! Indicators of a project's own.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::project::IndicatorEntry;
use firstyear_core::{Indicator, IndicatorId};

use super::fields::Fields;
use crate::{CodeLists, ExternalCodes};

/// Reads the definitions of a project file.
pub(super) fn read(fields: &mut Fields<'_, '_>, codes: &CodeLists<'_>) -> Vec<IndicatorEntry> {
    let (mut ids, mut external) = (BTreeSet::new(), BTreeSet::new());
    fields.tables("definition", |fields| one(fields, codes, &mut ids, &mut external))
}

fn one(
    mut fields: Fields<'_, '_>,
    codes: &CodeLists<'_>,
    ids: &mut BTreeSet<IndicatorId>,
    external: &mut BTreeSet<String>,
) -> Option<IndicatorEntry> {
    let id: Option<IndicatorId> = fields.required("id");
    if let Some(id) = &id {
        if codes.indicators.contains_key(id) {
            fields.reject("id", "the catalogue defines an indicator with this id");
        } else if !ids.insert(id.clone()) {
            fields.reject("id", "another definition has the same id");
        }
    }
    let name = fields.required("name");
    let definition = fields.required("definition");
    let numerator = fields.required("numerator");
    let denominator = fields.required("denominator");
    let multiplier: Option<u32> = fields.required("multiplier");
    if multiplier == Some(0) {
        fields.reject("multiplier", "the multiplier is not above zero");
    }
    let unit = fields.required("unit");
    let polarity = fields.required("polarity");
    let kind = fields.required("kind");
    let own: Vec<String> = fields.optional_list("codes");
    for code in &own {
        match parts(code) {
            None => fields.reject("codes", "a code is not written as scheme:code"),
            Some((scheme, code)) if codes.by_code(scheme, code).is_some() => {
                fields.reject("codes", "the catalogue defines the indicator with this code");
            }
            Some(_) if !external.insert(code.clone()) => {
                fields.reject("codes", "another definition has the same code");
            }
            Some(_) => {}
        }
    }
    fields.finish();
    Some(IndicatorEntry {
        id: id?,
        name: name?,
        definition: definition?,
        numerator: numerator?,
        denominator: denominator?,
        multiplier: multiplier?,
        unit: unit?,
        polarity: polarity?,
        kind: kind?,
        codes: own,
    })
}

/// Scheme and code.
fn parts(code: &str) -> Option<(&str, &str)> {
    code.split_once(':').filter(|(scheme, code)| !scheme.is_empty() && !code.is_empty())
}

/// The indicators of the code lists and those that a project defines.
pub(crate) fn indicators(
    definitions: &[IndicatorEntry],
    codes: &CodeLists<'_>,
) -> BTreeMap<IndicatorId, Indicator> {
    let own = definitions.iter().map(|entry| (entry.id.clone(), entry.indicator()));
    let mut all = codes.indicators.clone();
    for (id, indicator) in own {
        all.entry(id).or_insert(indicator);
    }
    all
}

/// The codes of other systems, with those that a project gives.
pub(crate) fn external(definitions: &[IndicatorEntry], codes: &CodeLists<'_>) -> ExternalCodes {
    let mut all = codes.external.clone();
    for entry in definitions {
        for (scheme, code) in entry.codes.iter().filter_map(|code| parts(code)) {
            let of_scheme = all.entry(scheme.to_owned()).or_default();
            of_scheme.entry(code.to_owned()).or_insert_with(|| entry.id.clone());
        }
    }
    all
}
