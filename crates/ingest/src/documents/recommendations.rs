//! Recommendations of a document.

use firstyear_core::recommendation::{Recommendation, StatusChange, history_fault};
use firstyear_core::{IndicatorId, Place, Placed, Problem, ProblemCode, is_kebab};

use super::form::{CellKind, Kind, column};
use super::personal::{keep_out, keep_out_of_list};
use super::{check_theme_id, unknown_theme};
use crate::CodeLists;
use crate::fault::Fault;
use crate::project::fields::Fields;
use crate::project::questions::check_indicator;

pub(super) const KIND: Kind = Kind {
    list: "recommendation",
    name: "recommendations",
    columns: &[
        column("id", true, CellKind::Text),
        column("area", true, CellKind::Text),
        column("visit", false, CellKind::Text),
        column("theme", true, CellKind::Text),
        column("category", false, CellKind::Text),
        column("part", false, CellKind::Text),
        column("text", false, CellKind::Text),
        column("lead", false, CellKind::Text),
        column("with", false, CellKind::List),
        column("indicators", false, CellKind::List),
        column("interventions", false, CellKind::List),
        column("pathways", false, CellKind::List),
        column("priority", false, CellKind::Text),
        column("made", true, CellKind::Text),
        column("due", false, CellKind::Text),
        column("evidence", false, CellKind::List),
        column("history", false, CellKind::History),
    ],
};

/// One recommendation; `None` where a field of it has a fault.
pub(super) fn read(
    mut fields: Fields<'_, '_>,
    codes: &CodeLists<'_>,
) -> Option<Placed<Recommendation>> {
    let place = fields.place();
    let id: Option<String> = fields.required("id");
    if id.as_ref().is_some_and(|id| !is_kebab(id)) {
        fields.reject("id", "not an id: write small letters, digits and single hyphens");
    }
    let area = fields.required("area");
    let visit = fields.optional("visit");
    let theme: Option<String> = fields.required("theme");
    let category: Option<String> = fields.optional("category");
    let part: Option<String> = fields.optional("part");
    if let Some(theme) = &theme {
        check_theme(&fields, (theme, category.as_deref(), part.as_deref()), codes);
    }
    let text = fields.optional("text");
    let lead = fields.optional("lead");
    let with = fields.optional_list("with");
    let indicators: Vec<IndicatorId> = fields.optional_list("indicators");
    let interventions: Vec<String> = fields.optional_list("interventions");
    check_links(&fields, (&indicators, &interventions), codes);
    let pathways = fields.optional_list("pathways");
    let priority = fields.optional("priority");
    let made: Option<chrono::NaiveDate> = fields.required("made");
    let due: Option<chrono::NaiveDate> = fields.optional("due");
    if made.zip(due).is_some_and(|(made, due)| due < made) {
        let fault = Fault::new(ProblemCode::DueBeforeMade, "it is due before it was made");
        fields.fault("due", &fault);
    }
    let evidence = fields.optional_list("evidence");
    let history = fields.tables("history", read_change);
    if let Some((at, fault)) = made.and_then(|made| history_fault(made, &history)) {
        let message = format!("change {} of the history: {fault}", at + 1);
        fields.fault("history", &Fault::new(ProblemCode::HistoryOrder, message));
    }
    fields.finish();
    let item = Recommendation {
        id: id?,
        area: area?,
        visit,
        theme: theme?,
        category,
        part,
        text,
        lead,
        with,
        indicators,
        interventions,
        pathways,
        priority,
        made: made?,
        due,
        evidence,
        history,
    };
    Some(Placed { place, item })
}

/// Holds the indicators and the interventions against those that are known.
fn check_links(
    fields: &Fields<'_, '_>,
    (indicators, interventions): (&[IndicatorId], &[String]),
    codes: &CodeLists<'_>,
) {
    if let Some(id) = indicators.iter().find(|id| !codes.indicators.contains_key(*id)) {
        check_indicator(fields, "indicators", id, codes);
    }
    let is_known = |id: &String| codes.interventions.iter().any(|one| one.id == *id);
    if let Some(id) = interventions.iter().find(|id| !is_known(id)) {
        let known = codes.interventions.iter().map(|one| one.id.as_str());
        let fault =
            Fault::new(ProblemCode::DocumentInvalid, "not an intervention of the catalogue")
                .with_help("`firstyear list interventions` shows them");
        fields.fault("interventions", &fault.with_nearest(id, known));
    }
}

fn read_change(mut fields: Fields<'_, '_>) -> Option<StatusChange> {
    let status = fields.required("status");
    let on = fields.required("on");
    let reason = fields.optional("reason");
    fields.finish();
    Some(StatusChange { status: status?, on: on?, reason })
}

/// Theme, category and part are those of the list.
pub(crate) fn check_theme(
    fields: &Fields<'_, '_>,
    (theme, category, part): (&str, Option<&str>, Option<&str>),
    codes: &CodeLists<'_>,
) {
    let Some(known) = codes.themes.theme(theme) else {
        return check_theme_id(fields, "theme", theme, codes);
    };
    let Some(given) = category else {
        if part.is_some() {
            fields.missing("category");
        }
        return;
    };
    let Some(category) = known.category(given) else {
        let categories = known.categories.iter().map(|category| category.id.as_str());
        let known: Vec<&str> = categories.collect();
        return unknown_theme(fields, "category", (given, "a category of the theme"), &known);
    };
    if let Some(given) = part.filter(|part| !category.parts.iter().any(|known| known.id == *part)) {
        let parts = category.parts.iter().map(|part| part.id.as_str());
        let known: Vec<&str> = parts.collect();
        unknown_theme(fields, "part", (given, "a part of the category"), &known);
    }
}

/// What stands for a reason that looked as if it were about a person.
const KEPT_OUT: &str = "the reason is kept out, as it may be about a person";

/// Keeps out what looks personal, and notes who leads nothing.
pub(super) fn settle(read: &mut Placed<Recommendation>, problems: &mut Vec<Problem>) {
    let Placed { place, item } = read;
    let place: &Place = place;
    if item.lead.is_none() {
        let place = place.clone().column("lead");
        problems.push(Problem::new(ProblemCode::OwnerMissing, place, "nobody leads it"));
    }
    item.text = keep_out(item.text.take(), "text", place, problems);
    item.lead = keep_out(item.lead.take(), "lead", place, problems);
    for (field, list) in [
        ("with", &mut item.with),
        ("pathways", &mut item.pathways),
        ("evidence", &mut item.evidence),
    ] {
        *list = keep_out_of_list(std::mem::take(list), field, place, problems);
    }
    for change in &mut item.history {
        // A reason that is asked for stays one: that it is kept out.
        let given = change.reason.take();
        let had_one = given.is_some();
        let kept = keep_out(given, "history", place, problems);
        change.reason = kept.or_else(|| had_one.then(|| KEPT_OUT.to_owned()));
    }
}
