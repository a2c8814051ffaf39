//! Questions about a rate over time.

use firstyear_core::project::{SpcQuestion, TrendAgainst, TrendQuestion};
use firstyear_core::{CategoryId, Dimension, DimensionId};

use super::fields::Fields;
use super::questions::{check_category, indicator, versions};
use crate::CodeLists;

pub(super) fn trend(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<TrendQuestion> {
    let name = fields.required("name");
    let area = fields.optional("area");
    let indicator = indicator(&mut fields, codes);
    let group = group(&mut fields, codes);
    let against = fields.table("against", |inner| against(inner, &group));
    if against.is_some() && group.dimension.is_none() && !fields.stands("dimension") {
        fields.reject("against", "a gap needs a dimension, of which each of the two is a part");
    }
    fields.finish();
    // A second group that could not be read is noted, and not left out.
    let against = match against {
        Some(read) => Some(read?),
        None => None,
    };
    let Group { dimension, categories, .. } = group;
    Some(TrendQuestion { name: name?, area, indicator, dimension, categories, against })
}

fn against(mut fields: Fields<'_, '_>, group: &Group<'_>) -> Option<TrendAgainst> {
    let name = fields.required("name");
    let categories: Option<Vec<CategoryId>> = fields.list("categories");
    for category in categories.iter().flatten() {
        if group.categories.contains(category) {
            fields.reject("categories", "a category stands in both groups, which share no member");
        }
        if !group.versions.is_empty() {
            check_category(&fields, "categories", category, &group.versions);
        }
    }
    fields.finish();
    Some(TrendAgainst { name: name?, categories: categories? })
}

pub(super) fn spc(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<SpcQuestion> {
    let name = fields.required("name");
    let area = fields.optional("area");
    let indicator = indicator(&mut fields, codes);
    let Group { dimension, categories, .. } = group(&mut fields, codes);
    let chart = fields.optional("chart");
    let rebase = if fields.stands("rebase") {
        fields.list("rebase").unwrap_or_default()
    } else {
        Vec::new()
    };
    let target = fields.optional("target");
    fields.finish();
    Some(SpcQuestion { name: name?, area, indicator, dimension, categories, chart, rebase, target })
}

/// Dimension and categories of a group: both, or neither for everyone.
struct Group<'c> {
    dimension: Option<DimensionId>,
    categories: Vec<CategoryId>,
    versions: Vec<&'c Dimension>,
}

fn group<'c>(fields: &mut Fields<'_, '_>, codes: &CodeLists<'c>) -> Group<'c> {
    let dimension: Option<DimensionId> = fields.optional("dimension");
    let versions = versions(fields, dimension.as_ref(), codes);
    let named = fields.stands("dimension");
    let categories: Vec<CategoryId> = if named || fields.stands("categories") {
        fields.list("categories").unwrap_or_default()
    } else {
        Vec::new()
    };
    if !named && fields.stands("categories") {
        fields.reject("categories", "categories of no dimension: name it, or leave both out");
    }
    if !versions.is_empty() {
        for category in &categories {
            check_category(fields, "categories", category, &versions);
        }
    }
    Group { dimension, categories, versions }
}
