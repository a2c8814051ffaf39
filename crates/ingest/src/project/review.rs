//! Self-assessments, audits of equity and reviews of deaths of a project file.

use firstyear_core::project::{
    AuditedNeedOf, DeathsReviewQuestion, EquityAuditQuestion, SelfAssessmentQuestion,
};
use firstyear_core::{Dimension, DimensionId, IndicatorId, Role};

use super::fields::Fields;
use super::questions::{
    check_category, check_indicator, check_other_area, pool_years, version, versions,
};
use crate::CodeLists;

pub(super) fn read_self_assessment(mut fields: Fields<'_, '_>) -> Option<SelfAssessmentQuestion> {
    let name = fields.required("name");
    let area = fields.optional("area");
    let comparator = fields.optional("comparator");
    check_other_area(&fields, area.as_ref(), comparator.as_ref());
    fields.finish();
    Some(SelfAssessmentQuestion { name: name?, area, comparator })
}

pub(super) fn read_equity_audit(
    mut fields: Fields<'_, '_>,
    codes: &CodeLists<'_>,
) -> Option<EquityAuditQuestion> {
    let name = fields.required("name");
    let dimension = fields.required("dimension");
    let versions = versions(&fields, dimension.as_ref(), codes);
    let area = fields.optional("area");
    let years = pool_years(&mut fields, 1);
    let stands = fields.stands("need");
    let needs = fields.tables("need", |fields| read_need(fields, codes, &versions));
    if !stands {
        fields.missing("need");
    } else if fields.is_empty_list("need") {
        fields.reject("need", "the list is empty");
    }
    fields.finish();
    Some(EquityAuditQuestion { name: name?, dimension: dimension?, area, pool_years: years, needs })
}

fn read_need(
    mut fields: Fields<'_, '_>,
    codes: &CodeLists<'_>,
    versions: &[&Dimension],
) -> Option<AuditedNeedOf> {
    let indicator: Option<IndicatorId> = fields.optional("indicator");
    let service: Option<IndicatorId> = fields.optional("service");
    if !fields.stands("indicator") && !fields.stands("service") {
        fields.missing("indicator");
    }
    for (field, id) in [("indicator", &indicator), ("service", &service)] {
        if let Some(id) = id {
            check_indicator(&fields, field, id, codes);
        }
    }
    let of_use = ["users", "reference"];
    if let (None, Some(field)) = (&service, of_use.into_iter().find(|name| fields.stands(name))) {
        fields.reject(field, "says how use is held against need: name the service as well");
    }
    let users = fields.optional("users").unwrap_or_default();
    let reference = fields.optional("reference");
    if let (Some(reference), false) = (&reference, versions.is_empty()) {
        check_category(&fields, "reference", reference, versions);
        let of_it = versions.iter().find_map(|version| version.category(reference));
        if of_it.is_some_and(|category| category.role != Role::Group) {
            let message = "not a group: a total holds every group, and what is in none is no measure for them";
            fields.reject("reference", message);
        }
    }
    fields.finish();
    (indicator.is_some() || service.is_some()).then_some(AuditedNeedOf {
        indicator,
        service,
        users,
        reference,
    })
}

pub(super) fn read_deaths_review(
    mut fields: Fields<'_, '_>,
    codes: &CodeLists<'_>,
) -> Option<DeathsReviewQuestion> {
    let name = fields.required("name");
    let area = fields.optional("area");
    let comparator = fields.optional("comparator");
    check_other_area(&fields, area.as_ref(), comparator.as_ref());
    let dimension = fields.required("dimension");
    versions(&fields, dimension.as_ref(), codes);
    let ages: Option<Vec<IndicatorId>> = fields.list("ages");
    for age in ages.iter().flatten() {
        check_indicator(&fields, "ages", age, codes);
    }
    let years = pool_years(&mut fields, 1);
    let factors: Option<IndicatorId> = fields.optional("factors");
    if let Some(id) = &factors {
        check_indicator(&fields, "factors", id, codes);
    }
    let asked: Option<DimensionId> = fields.optional("factor_dimension");
    if asked.is_some() && factors.is_none() {
        fields.reject("factor_dimension", "splits the factors: name their indicator as well");
    }
    let factor_dimension = asked.or_else(|| DimensionId::new("modifiable-factor").ok());
    if factors.is_some() {
        version(&fields, "factor_dimension", factor_dimension.as_ref(), codes);
    }
    fields.finish();
    Some(DeathsReviewQuestion {
        name: name?,
        area,
        comparator,
        dimension: dimension?,
        ages: ages?,
        pool_years: years,
        factors,
        factor_dimension: factor_dimension?,
    })
}
