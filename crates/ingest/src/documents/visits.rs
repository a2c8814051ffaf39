//! Visits of a document.

use firstyear_core::recommendation::Discussion;
use firstyear_core::visit::{
    Finding, FollowUp, Interview, ParticipantAnswer, StageReached, SupportPackage, Visit,
    VisitStage,
};
use firstyear_core::{Placed, Problem, ProblemCode, is_kebab};

use super::check_theme_id;
use super::form::Kind;
use super::personal::{keep_out, keep_out_of_list};
use crate::CodeLists;
use crate::project::fields::Fields;

pub(super) const KIND: Kind = Kind { list: "visit", name: "visits", columns: &[] };

/// One visit; `None` where a field of it has a fault.
pub(super) fn read(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<Placed<Visit>> {
    let place = fields.place();
    let id: Option<String> = fields.required("id");
    if id.as_ref().is_some_and(|id| !is_kebab(id)) {
        fields.reject("id", "not an id: write small letters, digits and single hyphens");
    }
    let area = fields.required("area");
    let kind = fields.optional("kind");
    let first: Option<chrono::NaiveDate> = fields.required("first");
    let last: Option<chrono::NaiveDate> = fields.required("last");
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        fields.reject("last", "the last day is before the first");
    }
    let groups: Vec<String> = fields.optional_list("groups");
    for group in &groups {
        check_theme_id(&fields, "groups", group, codes);
    }
    let interviews = fields.tables("interviews", read_interview);
    let stages: Vec<StageReached> = fields.tables("stages", read_stage);
    if let Some(message) = stages_fault(&stages) {
        fields.reject("stages", &message);
    }
    let findings = fields.tables("findings", |fields| read_finding(fields, codes));
    let support = fields.table("support", read_support).flatten();
    let follow_ups = fields.tables("follow_ups", read_follow_up);
    let participants = fields.tables("participants", read_answer);
    fields.finish();
    let item = Visit {
        id: id?,
        area: area?,
        kind,
        first: first?,
        last: last?,
        groups,
        interviews,
        stages,
        findings,
        support,
        follow_ups,
        participants,
    };
    Some(Placed { place, item })
}

fn read_interview(mut fields: Fields<'_, '_>) -> Option<Interview> {
    let role = fields.required("role");
    let people = fields.optional("people").unwrap_or(1);
    if people == 0 {
        fields.reject("people", "an interview of nobody is none");
    }
    fields.finish();
    Some(Interview { role: role?, people })
}

fn read_stage(mut fields: Fields<'_, '_>) -> Option<StageReached> {
    let (stage, on) = (fields.required("stage"), fields.required("on"));
    fields.finish();
    Some(StageReached { stage: stage?, on: on? })
}

/// What is wrong with the order of stages; each comes once.
fn stages_fault(stages: &[StageReached]) -> Option<String> {
    stages.windows(2).find_map(|pair| {
        let [before, after] = pair else { return None };
        let (earlier, later) = (before.stage.word(), after.stage.word());
        if before.stage >= after.stage {
            let order: Vec<&str> = VisitStage::ALL.iter().map(|(_, word)| *word).collect();
            let order = order.join(", ");
            Some(format!("`{later}` stands after `{earlier}`: their order is {order}, each once"))
        } else if before.on > after.on {
            let days = (before.on, after.on);
            Some(format!("`{later}` is dated {}, before `{earlier}` on {}", days.1, days.0))
        } else {
            None
        }
    })
}

fn read_finding(mut fields: Fields<'_, '_>, codes: &CodeLists<'_>) -> Option<Finding> {
    let kind = fields.required("kind");
    let theme: Option<String> = fields.required("theme");
    if let Some(theme) = &theme {
        check_theme_id(&fields, "theme", theme, codes);
    }
    let text = fields.optional("text");
    fields.finish();
    Some(Finding { kind: kind?, theme: theme?, text })
}

fn read_support(mut fields: Fields<'_, '_>) -> Option<SupportPackage> {
    let agreed: Option<chrono::NaiveDate> = fields.required("agreed");
    let until: Option<chrono::NaiveDate> = fields.optional("until");
    if agreed.zip(until).is_some_and(|(agreed, until)| until < agreed) {
        fields.reject("until", "support ends before it is agreed");
    }
    let items = fields.optional_list("items");
    fields.finish();
    Some(SupportPackage { agreed: agreed?, until, items })
}

fn read_follow_up(mut fields: Fields<'_, '_>) -> Option<FollowUp> {
    let on = fields.required("on");
    let text = fields.optional("text");
    fields.finish();
    Some(FollowUp { on: on?, text })
}

fn read_answer(mut fields: Fields<'_, '_>) -> Option<ParticipantAnswer> {
    let question = fields.required("question");
    let agreed: Option<u64> = fields.required("agreed");
    let answered: Option<u64> = fields.required("answered");
    if agreed.zip(answered).is_some_and(|(agreed, answered)| agreed > answered) {
        fields.reject("agreed", "more agreed than answered");
    }
    fields.finish();
    Some(ParticipantAnswer { question: question?, agreed: agreed?, answered: answered? })
}

/// Holds the discussion groups against their rule, and keeps out what looks
/// personal.
pub(super) fn settle(read: &mut Placed<Visit>, codes: &CodeLists<'_>, problems: &mut Vec<Problem>) {
    let Placed { place, item } = read;
    if let Some(message) = groups_fault(&item.groups, codes) {
        let place = place.clone().column("groups");
        problems.push(Problem::new(ProblemCode::GroupsOfVisit, place, message));
    }
    item.kind = keep_out(item.kind.take(), "kind", place, problems);
    for finding in &mut item.findings {
        finding.text = keep_out(finding.text.take(), "findings", place, problems);
    }
    for follow_up in &mut item.follow_ups {
        follow_up.text = keep_out(follow_up.text.take(), "follow_ups", place, problems);
    }
    item.interviews
        .retain(|one| keep_out(Some(one.role.clone()), "interviews", place, problems).is_some());
    item.participants.retain(|one| {
        keep_out(Some(one.question.clone()), "participants", place, problems).is_some()
    });
    if let Some(support) = &mut item.support {
        let items = std::mem::take(&mut support.items);
        support.items = keep_out_of_list(items, "support", place, problems);
    }
}

/// What is lacking of the core groups, and how many were chosen; `None` where
/// the rule is met, or no groups are told.
fn groups_fault(groups: &[String], codes: &CodeLists<'_>) -> Option<String> {
    if groups.is_empty() {
        return None;
    }
    let held = |id: &str| groups.iter().any(|group| group == id);
    let of = |wanted| {
        let themes = codes.themes.themes.iter();
        themes.filter(move |theme| theme.discussion == Some(wanted))
    };
    let lacking: Vec<&str> =
        of(Discussion::Core).map(|theme| theme.id.as_str()).filter(|id| !held(id)).collect();
    let chosen = of(Discussion::Chosen).filter(|theme| held(&theme.id)).count();
    let asked = codes.themes.chosen_groups;
    let mut said = Vec::new();
    if !lacking.is_empty() {
        said.push(format!("core groups that were not held: {}", lacking.join(", ")));
    }
    if chosen != asked {
        said.push(format!("{chosen} chosen groups where {asked} are asked for"));
    }
    (!said.is_empty()).then(|| said.join("; "))
}
