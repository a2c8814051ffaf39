//! The questions of a project file, their words held against the code lists.

use firstyear_core::project::{
    AreasQuestion, CausesQuestion, DecompositionQuestion, FunnelQuestion, GapQuestion, GapSeries,
    ProfileQuestion, SmallAreasQuestion, Years,
};
use firstyear_core::{
    AreaCode, CategoryId, Dimension, DimensionId, IndicatorId, Period, PeriodError, ProblemCode,
    Splits,
};

use super::fields::Fields;
use crate::CodeLists;
use crate::fault::Fault;
use crate::vocabulary::category_help;

/// How many years may be added up.
const POOLED_YEARS: std::ops::RangeInclusive<u16> = 1..=20;

pub(super) fn gap(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<GapQuestion> {
    let group = fields.required("group");
    let against = fields.required("against");
    let area = fields.optional("area");
    let indicator = indicator(&mut fields, codes);
    let stands = fields.stands("series");
    let series = fields.tables("series", |fields| gap_series(fields, codes));
    if !stands {
        fields.missing("series");
    } else if fields.is_empty_list("series") {
        fields.reject("series", "the list is empty");
    }
    fields.finish();
    Some(GapQuestion { group: group?, against: against?, area, indicator, series })
}

fn gap_series(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<GapSeries> {
    let (dimension, categories) = categories_of_one(&mut fields, codes);
    let area = fields.optional("area");
    let against = fields.optional("against");
    fields.finish();
    Some(GapSeries { dimension: dimension?, categories: categories?, area, against })
}

/// The categories that make a group, of one version of a dimension.
pub(super) fn categories_of_one(
    fields: &mut Fields<'_, '_>,
    codes: &CodeLists<'_>,
) -> (Option<DimensionId>, Option<Vec<CategoryId>>) {
    let dimension: Option<DimensionId> = fields.required("dimension");
    let categories: Option<Vec<CategoryId>> = fields.list("categories");
    if let Some(known) = version(fields, "dimension", dimension.as_ref(), codes) {
        for category in categories.iter().flatten() {
            check_category(fields, "categories", category, &[known]);
        }
    }
    (dimension, categories)
}

/// The categories that make a group of one version of a dimension; none of
/// either for everyone.
pub(super) fn group_or_everyone(
    fields: &mut Fields<'_, '_>,
    codes: &CodeLists<'_>,
) -> (Option<DimensionId>, Vec<CategoryId>) {
    let dimension: Option<DimensionId> = fields.optional("dimension");
    let categories: Vec<CategoryId> = fields.optional_list("categories");
    if let Some(known) = version(fields, "dimension", dimension.as_ref(), codes) {
        for category in &categories {
            check_category(fields, "categories", category, &[known]);
        }
    }
    match (fields.stands("dimension"), fields.stands("categories")) {
        (true, false) => fields.missing("categories"),
        (false, true) => fields.missing("dimension"),
        _ => {}
    }
    (dimension, categories)
}

/// The dimension with this id, where a list has it; told of where not.
pub(super) fn version<'a>(
    fields: &Fields<'_, '_>,
    field: &'static str,
    id: Option<&DimensionId>,
    codes: &CodeLists<'a>,
) -> Option<&'a Dimension> {
    let id = id?;
    let known = codes.dimensions.get(id);
    if known.is_none() {
        fields.fault(field, &unknown_dimension(id, codes));
    }
    known
}

pub(super) fn profile(
    mut fields: Fields<'_, '_>,
    codes: &CodeLists<'_>,
) -> Option<ProfileQuestion> {
    let dimension = fields.required("dimension");
    let area = fields.optional("area");
    let indicator = indicator(&mut fields, codes);
    let pool_years = pool_years(&mut fields, 1);
    let reference = fields.optional("reference");
    let versions = versions(&fields, dimension.as_ref(), codes);
    if let (Some(reference), false) = (&reference, versions.is_empty()) {
        check_category(&fields, "reference", reference, &versions);
    }
    fields.finish();
    Some(ProfileQuestion { dimension: dimension?, area, indicator, pool_years, reference })
}

pub(super) fn areas(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<AreasQuestion> {
    let prefixes = fields.list("prefixes");
    let name = fields.required("name");
    let comparator = fields.optional("comparator");
    let indicator = indicator(&mut fields, codes);
    fields.finish();
    Some(AreasQuestion { prefixes: prefixes?, name: name?, comparator, indicator })
}

pub(super) fn causes(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<CausesQuestion> {
    let dimension = fields.required("dimension");
    versions(&fields, dimension.as_ref(), codes);
    let area = fields.optional("area");
    let ages: Option<Vec<IndicatorId>> = fields.list("ages");
    for age in ages.iter().flatten() {
        check_indicator(&fields, "ages", age, codes);
    }
    fields.finish();
    Some(CausesQuestion { dimension: dimension?, area, ages: ages? })
}

pub(super) fn funnel(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<FunnelQuestion> {
    let prefixes = fields.list("prefixes");
    let name = fields.required("name");
    let comparator = fields.optional("comparator");
    let indicator = indicator(&mut fields, codes);
    let pool_years = pool_years(&mut fields, 1);
    let period: Option<String> = fields.optional("period");
    check_period(&fields, period.as_deref());
    let overdispersion = fields.optional("overdispersion").unwrap_or_default();
    fields.finish();
    let (prefixes, name) = (prefixes?, name?);
    Some(FunnelQuestion {
        prefixes,
        name,
        comparator,
        indicator,
        pool_years,
        period,
        overdispersion,
    })
}

pub(super) fn small_areas(
    mut fields: Fields<'_, '_>,
    codes: &CodeLists<'_>,
) -> Option<SmallAreasQuestion> {
    let prefixes = fields.list("prefixes");
    let name = fields.required("name");
    let comparator = fields.optional("comparator");
    let indicator = indicator(&mut fields, codes);
    let pool_years = pool_years(&mut fields, 1);
    let towards = fields.optional("towards").unwrap_or_default();
    let seed = fields.optional("seed").unwrap_or(1);
    fields.finish();
    let (prefixes, name) = (prefixes?, name?);
    Some(SmallAreasQuestion { prefixes, name, comparator, indicator, pool_years, towards, seed })
}

/// A split year may leave open its kind, which the figures then decide.
fn check_period(fields: &Fields<'_, '_>, label: Option<&str>) {
    match label.map(|label| Period::parse(label, None)) {
        None | Some(Ok(_) | Err(PeriodError::FinancialOrAcademic)) => {}
        Some(Err(error)) => {
            let error = error.to_string();
            let (message, help) = error.split_once(": ").unwrap_or((&error, "write it as 2022"));
            let fault = Fault::new(ProblemCode::ProjectInvalid, message).with_help(help);
            fields.fault("period", &fault);
        }
    }
}

/// Refuses an area that is held against itself.
pub(super) fn check_other_area(
    fields: &Fields<'_, '_>,
    area: Option<&AreaCode>,
    comparator: Option<&AreaCode>,
) {
    if area.is_some() && area == comparator {
        fields.reject("comparator", "the area itself: name another that it is held against");
    }
}

/// Refuses years after that begin before those before have ended.
pub(super) fn check_in_order(fields: &Fields<'_, '_>, before: Option<Years>, after: Option<Years>) {
    if before.zip(after).is_some_and(|(before, after)| after.first <= before.last) {
        fields.reject("after", "the years after begin before those before have ended");
    }
}

/// How many years are added up.
pub(super) fn pool_years(fields: &mut Fields<'_, '_>, unless_told: u16) -> u16 {
    let years = fields.optional("pool_years").unwrap_or(unless_told);
    if !POOLED_YEARS.contains(&years) {
        fields.reject("pool_years", "the number of years is outside 1 to 20");
    }
    years
}

pub(super) fn decomposition(
    mut fields: Fields<'_, '_>,
    codes: &CodeLists<'_>,
) -> Option<DecompositionQuestion> {
    let dimension = fields.required("dimension");
    let versions = versions(&fields, dimension.as_ref(), codes);
    let area = fields.optional("area");
    let years = fields.table("years", read_years);
    let stands = ["against_area", "against_years"].map(|name| fields.stands(name));
    let against_area = fields.optional("against_area");
    let against_years = fields.table("against_years", read_years);
    if stands == [false, false] {
        fields.missing("against_area");
    }
    let indicator = indicator(&mut fields, codes);
    let ages: Vec<IndicatorId> = if fields.stands("ages") {
        fields.list("ages").unwrap_or_default()
    } else {
        // Asked for all the same, so that a misspelt name is told of.
        fields.optional::<String>("ages");
        Vec::new()
    };
    for age in &ages {
        check_indicator(&fields, "ages", age, codes);
    }
    if !ages.is_empty() && versions.iter().any(|known| known.about().splits == Splits::Population) {
        let message = "ages at death belong to a dimension of causes, and this one splits births";
        fields.reject("ages", message);
    }
    fields.finish();
    Some(DecompositionQuestion {
        dimension: dimension?,
        area,
        years: years.flatten(),
        against_area,
        against_years: against_years.flatten(),
        indicator,
        ages,
    })
}

pub(super) fn read_years(mut fields: Fields<'_, '_>) -> Option<Years> {
    let (first, last) = (fields.required("first"), fields.required("last"));
    let years = first.zip(last).map(|(first, last)| Years { first, last });
    if years.is_some_and(|years| years.period().is_err()) {
        fields.reject("last", "the years are not in order, or lie outside 1800 to 2200");
    }
    fields.finish();
    years
}

/// The indicator of a question or of the project, where it names one.
pub(super) fn indicator(fields: &mut Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<IndicatorId> {
    let id = fields.optional("indicator")?;
    check_indicator(fields, "indicator", &id, codes);
    Some(id)
}

pub(crate) fn check_indicator(
    fields: &Fields<'_, '_>,
    field: &'static str,
    id: &IndicatorId,
    codes: &CodeLists<'_>,
) {
    if !codes.indicators.contains_key(id) {
        let fault = Fault::new(ProblemCode::IndicatorUnknown, "not a known indicator")
            .with_nearest(id.as_str(), codes.indicators.keys().map(IndicatorId::as_str));
        fields.fault(field, &fault);
    }
}

/// The dimension with this id, or all versions of the family with this id.
pub(super) fn versions<'a>(
    fields: &Fields<'_, '_>,
    id: Option<&DimensionId>,
    codes: &CodeLists<'a>,
) -> Vec<&'a Dimension> {
    let Some(id) = id else { return Vec::new() };
    let is_meant = |known: &&Dimension| known.id() == id || known.about().family == *id;
    let versions: Vec<&Dimension> = codes.dimensions.values().filter(is_meant).collect();
    if versions.is_empty() {
        fields.fault("dimension", &unknown_dimension(id, codes));
    }
    versions
}

fn unknown_dimension(id: &DimensionId, codes: &CodeLists<'_>) -> Fault {
    let families = codes.dimensions.values().map(|known| known.about().family.as_str());
    let known = codes.dimensions.keys().map(DimensionId::as_str).chain(families);
    Fault::new(ProblemCode::DimensionUnknown, "not a known dimension")
        .with_nearest(id.as_str(), known)
}

pub(super) fn check_category(
    fields: &Fields<'_, '_>,
    field: &'static str,
    category: &CategoryId,
    versions: &[&Dimension],
) {
    if !versions.iter().any(|dimension| dimension.category(category).is_some()) {
        let known = versions
            .iter()
            .flat_map(|dimension| dimension.categories())
            .map(|category| category.id.as_str());
        let help = category_help(versions.iter().copied());
        let fault = Fault::new(ProblemCode::CategoryUnknown, "not a category of the dimension")
            .with_help(help)
            .with_nearest(category.as_str(), known);
        fields.fault(field, &fault);
    }
}
