//! Selections of areas of a project file.

use firstyear_core::project::SelectionQuestion;

use super::fields::Fields;
use super::questions::{group_or_everyone, indicator, read_years};
use crate::CodeLists;

pub(super) fn read(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<SelectionQuestion> {
    let name = fields.required("name");
    let prefixes = fields.list("prefixes");
    let years = fields.required_table("years", read_years);
    let comparator = fields.optional("comparator");
    let indicator = indicator(&mut fields, codes);
    let (dimension, categories) = group_or_everyone(&mut fields, codes);
    let at_least = fields.optional("at_least").unwrap_or(20);
    if at_least == 0 {
        fields.reject("at_least", "every area has 0 events or more: write 1 or more");
    }
    let seed = fields.optional("seed").unwrap_or(1);
    fields.finish();
    Some(SelectionQuestion {
        name: name?,
        prefixes: prefixes?,
        years: years?,
        comparator,
        indicator,
        dimension,
        categories,
        at_least,
        seed,
    })
}
