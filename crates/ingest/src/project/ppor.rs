//! Periods of risk of a project file.

use firstyear_core::project::{PporPopulation, PporQuestion};
use firstyear_core::{CategoryId, DimensionId, IndicatorId};

use super::fields::Fields;
use super::questions::{check_category, check_indicator, group_or_everyone, read_years, version};
use crate::CodeLists;

pub(super) fn read(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<PporQuestion> {
    let birthweight: Option<DimensionId> = fields.required("birthweight");
    let known = version(&fields, "birthweight", birthweight.as_ref(), codes);
    let very_low: Option<Vec<CategoryId>> = fields.list("very_low");
    let others: Option<Vec<CategoryId>> = fields.list("others");
    if let Some(known) = known {
        for (field, bands) in [("very_low", &very_low), ("others", &others)] {
            for band in bands.iter().flatten() {
                check_category(&fields, field, band, &[known]);
            }
        }
    }
    let in_both = |band: &CategoryId| very_low.iter().flatten().any(|other| other == band);
    if others.iter().flatten().any(in_both) {
        fields.reject("others", "a category is below 1,500 g or not: one stands in both lists");
    }
    let group = fields.required_table("group", |fields| read_population(fields, codes));
    let reference = fields.required_table("reference", |fields| read_population(fields, codes));
    let mut indicator = |name, usual: &IndicatorId| {
        let id: IndicatorId = fields.optional(name).unwrap_or_else(|| usual.clone());
        check_indicator(&fields, name, &id, codes);
        id
    };
    let [fetal, neonatal, postneonatal] = PporQuestion::usual_indicators();
    let fetal = indicator("fetal", &fetal);
    let neonatal = indicator("neonatal", &neonatal);
    let postneonatal = indicator("postneonatal", &postneonatal);
    fields.finish();
    Some(PporQuestion {
        birthweight: birthweight?,
        very_low: very_low?,
        others: others?,
        group: group?,
        reference: reference?,
        fetal,
        neonatal,
        postneonatal,
    })
}

fn read_population(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<PporPopulation> {
    let name = fields.required("name");
    let area = fields.optional("area");
    let years = fields.table("years", read_years).flatten();
    let (split, categories) = group_or_everyone(&mut fields, codes);
    fields.finish();
    Some(PporPopulation { name: name?, area, years, dimension: split, categories })
}
