//! Comparisons of themes, and what followed them, of a project file.

use firstyear_core::project::{LearningQuestion, RecommendationsOf, ThemeComparison, Years};

use super::fields::Fields;
use super::questions::{check_in_order, indicator, read_years};
use crate::CodeLists;
use crate::documents::{check_theme, check_theme_id};

pub(super) fn read(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<ThemeComparison> {
    let name = fields.required("name");
    let [first, second] =
        ["first", "second"].map(|side| fields.required_table(side, read_recommendations_of));
    let theme: Option<String> = fields.optional("theme");
    if let Some(id) = &theme {
        check_theme_id(&fields, "theme", id, codes);
    }
    fields.finish();
    Some(ThemeComparison { name: name?, first: first?, second: second?, theme })
}

fn read_recommendations_of(mut fields: Fields<'_, '_>) -> Option<RecommendationsOf> {
    let name = fields.required("name");
    let years = fields.table("years", read_years).flatten();
    let areas = fields.optional_list("areas");
    let kind = fields.optional("kind");
    let visits = fields.optional_list("visits");
    if !["years", "areas", "kind", "visits"].iter().any(|field| fields.stands(field)) {
        let message = "nothing says which recommendations: give years, areas, kind or visits";
        fields.reject("name", message);
    }
    fields.finish();
    Some(RecommendationsOf { name: name?, years, areas, kind, visits })
}

/// What followed recommendations of a theme.
pub(super) fn read_learning(
    mut fields: Fields<'_, '_>,
    codes: &CodeLists<'_>,
) -> Option<LearningQuestion> {
    let name = fields.required("name");
    let theme: Option<String> = fields.required("theme");
    let category: Option<String> = fields.optional("category");
    if let Some(theme) = &theme {
        check_theme(&fields, (theme, category.as_deref(), None), codes);
    }
    let indicator = indicator(&mut fields, codes);
    let before: Option<Years> = fields.required_table("before", read_years);
    let after: Option<Years> = fields.required_table("after", read_years);
    check_in_order(&fields, before, after);
    fields.finish();
    Some(LearningQuestion {
        name: name?,
        theme: theme?,
        category,
        indicator,
        before: before?,
        after: after?,
    })
}
