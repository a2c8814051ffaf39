//! Scorecards of a project file.

use firstyear_core::project::{ScorecardIndicator, ScorecardQuestion, ScorecardTarget};
use firstyear_core::{Cell, Indicator, IndicatorId};

use super::fields::Fields;
use super::questions::{check_indicator, check_other_area, pool_years};
use crate::{CodeLists, plausible};

pub(super) fn read(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<ScorecardQuestion> {
    let name = fields.required("name");
    let area = fields.optional("area");
    let comparator = fields.optional("comparator");
    check_other_area(&fields, area.as_ref(), comparator.as_ref());
    let compare = fields.optional("compare").unwrap_or_default();
    let indicators = fields.tables("indicator", |fields| read_indicator(fields, codes));
    check_once(&fields, &indicators);
    fields.finish();
    Some(ScorecardQuestion { name: name?, area, comparator, compare, indicators })
}

/// Each indicator is listed once.
pub(super) fn check_once(fields: &Fields<'_, '_>, indicators: &[ScorecardIndicator]) {
    let is_again = |(at, one): &(usize, &ScorecardIndicator)| {
        indicators[..*at].iter().any(|other| other.id == one.id)
    };
    if let Some((_, one)) = indicators.iter().enumerate().find(is_again) {
        fields.reject("indicator", &format!("`{}` is listed twice", one.id));
    }
}

pub(super) fn read_weight(fields: &mut Fields<'_, '_>) -> f64 {
    let weight = fields.optional("weight").unwrap_or(1.0);
    if weight <= 0.0 {
        fields.reject("weight", "a weight is a number above 0: to leave a row out, do not list it");
    }
    weight
}

pub(super) fn read_indicator(
    mut fields: Fields<'_, '_>,
    codes: &CodeLists<'_>,
) -> Option<ScorecardIndicator> {
    let id: Option<IndicatorId> = fields.required("id");
    if let Some(id) = &id {
        check_indicator(&fields, "id", id, codes);
    }
    let domain = fields.optional("domain");
    let weight = read_weight(&mut fields);
    let pool_years = pool_years(&mut fields, 1);
    let indicator = id.as_ref().and_then(|id| codes.indicators.get(id));
    let target = fields.table("target", |fields| read_target(fields, indicator)).flatten();
    fields.finish();
    Some(ScorecardIndicator { id: id?, domain, weight, pool_years, target })
}

fn read_target(
    mut fields: Fields<'_, '_>,
    indicator: Option<&Indicator>,
) -> Option<ScorecardTarget> {
    let value: Option<f64> = fields.required("value");
    if let (Some(indicator), Some(value)) = (indicator, value) {
        let kind = (indicator.kind, indicator.factor());
        if let Err(fault) = plausible::in_range(kind, &Cell::known(value)) {
            fields.fault("value", &fault);
        }
    }
    let by = fields.required("by");
    let source = fields.required("source");
    fields.finish();
    Some(ScorecardTarget { value: value?, by: by?, source: source? })
}
