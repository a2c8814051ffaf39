//! Comparisons of themes of a project file.

use firstyear_core::ProblemCode;
use firstyear_core::project::{RecommendationsOf, ThemeComparison};

use super::fields::Fields;
use super::questions::read_years;
use crate::CodeLists;
use crate::fault::Fault;

pub(super) fn read(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<ThemeComparison> {
    let name = fields.required("name");
    let [first, second] =
        ["first", "second"].map(|side| fields.required_table(side, read_recommendations_of));
    let theme: Option<String> = fields.optional("theme");
    if let Some(id) = theme.as_ref().filter(|id| codes.themes.theme(id).is_none()) {
        let known = codes.themes.themes.iter().map(|theme| theme.id.as_str());
        let fault = Fault::new(ProblemCode::ThemeUnknown, "not a known theme");
        fields.fault("theme", &fault.with_nearest(id, known));
    }
    fields.finish();
    Some(ThemeComparison { name: name?, first: first?, second: second?, theme })
}

fn read_recommendations_of(mut fields: Fields<'_, '_>) -> Option<RecommendationsOf> {
    let name = fields.required("name");
    let years = fields.table("years", read_years).flatten();
    let areas = fields.optional_list("areas");
    let kind = fields.optional("kind");
    if !["years", "areas", "kind"].iter().any(|field| fields.stands(field)) {
        fields.reject("name", "nothing says which recommendations: give years, areas or kind");
    }
    fields.finish();
    Some(RecommendationsOf { name: name?, years, areas, kind })
}
