//! Comparisons of themes, and what followed them, of a project file.

use firstyear_core::project::{LearningQuestion, RecommendationsOf, ThemeComparison, Years};

use firstyear_core::visit::Visit;
use firstyear_core::{Placed, Problem, ProblemCode};
use toml::de::DeTable;

use super::fields::{Document, Fields};
use super::questions::{check_in_order, indicator, read_years};
use crate::CodeLists;
use crate::documents::{check_theme, check_theme_id};
use crate::fault::Fault;

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

/// Comparisons of the project file that choose by a visit, or a kind of visit, that is
/// not there: known only once the files of the project are read.
pub(crate) fn strays(text: &str, file: &str, visits: &[Placed<Visit>]) -> Vec<Problem> {
    let document = Document::new(text, file.into(), "project file");
    let Ok(table) = DeTable::parse(text) else { return Vec::new() };
    let mut all = Fields::new(&document, table.get_ref(), None);
    all.tables("theme_comparison", |mut one| {
        for side in ["first", "second"] {
            one.table(side, |side| check_chosen(side, visits));
        }
        Some(())
    });
    document.finish()
}

fn check_chosen(mut side: Fields<'_, '_>, visits: &[Placed<Visit>]) {
    let ids: Vec<&str> = visits.iter().map(|visit| &*visit.item.id).collect();
    let mut kinds: Vec<&str> =
        visits.iter().filter_map(|visit| visit.item.kind.as_deref()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for id in side.optional_list::<String>("visits") {
        if !ids.contains(&&*id) {
            let message = "no document holds a visit with this id, and nothing is chosen by it";
            let fault = Fault::new(ProblemCode::VisitUnknown, message);
            side.fault("visits", &fault.with_nearest(&id, ids.iter().copied()));
        }
    }
    let kind: Option<String> = side.optional("kind");
    if let Some(kind) = kind.filter(|kind| !kinds.contains(&&**kind)) {
        let message = "no visit has this kind, and nothing is chosen by it";
        let help = match &*kinds {
            [] => "no visit of the project names a kind: write it into the document of visits"
                .to_owned(),
            kinds => format!("use one of {}", kinds.join(", ")),
        };
        let fault = Fault::new(ProblemCode::VisitUnknown, message).with_help(help);
        side.fault("kind", &fault.with_nearest(&kind, kinds.iter().copied()));
    }
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
