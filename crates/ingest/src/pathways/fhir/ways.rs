//! What follows what in a plan of somebody else, where its actions say so.

use std::collections::BTreeMap;

use firstyear_core::pathway::{Bound, ObligationTemplate, TimeUnit, Window};

use super::super::draft::{inferred, open};
use super::super::located::At;
use super::action::{Build, Onward, title};

/// Whether any action says what it stands before or after.
pub(super) fn are_said(actions: &[At<'_>]) -> bool {
    let mut open = actions.to_vec();
    while let Some(action) = open.pop() {
        if action.get("relatedAction").is_some() {
            return true;
        }
        open.extend(action.items("action"));
    }
    false
}

impl Build<'_> {
    /// Actions by the ways between them.
    pub(super) fn by_ways(&mut self, actions: &[At<'_>]) {
        let by_id = self.by_id(actions);
        let mut onward: BTreeMap<String, Vec<Onward>> = BTreeMap::new();
        let mut led_to: Vec<String> = Vec::new();
        for action in actions {
            for related in action.items("relatedAction") {
                let Some((before, after)) = self.way(action, &related, &by_id) else { continue };
                let to = self.entry(&after);
                led_to.push(after.path.clone());
                let grounds = self.stated(&related);
                onward.entry(before.path.clone()).or_default().push(Onward { to, grounds });
            }
        }
        for action in actions {
            let next = onward.remove(&action.path).unwrap_or_else(|| {
                let grounds = inferred("nothing follows in the file");
                vec![Onward { to: self.draft.end(), grounds }]
            });
            self.action(action, &next);
        }
        let first = actions.iter().find(|action| !led_to.contains(&action.path));
        let first = first.unwrap_or(&actions[0]);
        let entry = self.entry(first);
        self.begin(first, entry);
    }

    fn by_id<'v>(&mut self, actions: &[At<'v>]) -> BTreeMap<&'v str, At<'v>> {
        let mut by_id = BTreeMap::new();
        for action in actions {
            let Some(id) = action.text("id") else { continue };
            if by_id.insert(id, action.clone()).is_some() {
                self.report.wrong(&action.path, "another action has its id: the later is meant");
            }
        }
        by_id
    }

    /// The two actions of a way, the earlier first; where a time between them is said,
    /// it is owed.
    fn way<'v>(
        &mut self,
        action: &At<'v>,
        related: &At<'v>,
        by_id: &BTreeMap<&'v str, At<'v>>,
    ) -> Option<(At<'v>, At<'v>)> {
        let other = related.text("actionId").and_then(|id| by_id.get(id));
        let Some(other) = other.cloned() else {
            let message = "no action beside it has this id: the way is left out";
            self.report.wrong(&related.path, message);
            related.take();
            return None;
        };
        let (before, after) = match related.text("relationship") {
            Some("before-start" | "before" | "before-end") => (action.clone(), other),
            Some("after-start" | "after" | "after-end") => (other, action.clone()),
            Some("concurrent" | "concurrent-with-start" | "concurrent-with-end") => {
                self.report.not_taken(&related.path, "that two actions are at one time");
                related.take();
                return None;
            }
            _ => {
                self.report.wrong(&related.path, "it does not say which comes first");
                related.take();
                return None;
            }
        };
        self.offset(related, &before, &after);
        Some((before, after))
    }

    fn offset(&mut self, related: &At<'_>, before: &At<'_>, after: &At<'_>) {
        let Some(offset) = related.named("offset").next() else { return };
        let read = if offset.path.ends_with("offsetRange") {
            let end = |name: &str| offset.get(name).map(|end| bound(&end));
            match (end("low"), end("high")) {
                (None, None) | (Some(None), _) | (_, Some(None)) => None,
                (from, to) => Some((from.flatten(), to.flatten())),
            }
        } else {
            bound(&offset).map(|exact| (Some(exact), Some(exact)))
        };
        offset.take();
        let names = |at: &At<'_>| self.names.get(&at.path).cloned();
        let (Some(first), Some(then)) = (names(before), names(after)) else { return };
        let name = title(after).unwrap_or_default();
        let (window, grounds) = match read {
            Some((from, to)) => (Some(Window { clock: None, from, to }), self.stated(related)),
            None => (None, open("the time between is in a unit without a fixed number of days")),
        };
        let template = ObligationTemplate::Response;
        self.owed(&then, template, Some(first.step), window, grounds, &name);
    }
}

/// A time of UCUM that is a whole number of hours, days or weeks.
fn bound(quantity: &At<'_>) -> Option<Bound> {
    let value = quantity.get("value")?.value().as_f64()?;
    let unit = match quantity.text("code").or_else(|| quantity.text("unit"))? {
        "h" | "hour" | "hours" => TimeUnit::Hours,
        "d" | "day" | "days" => TimeUnit::Days,
        "wk" | "week" | "weeks" => TimeUnit::Weeks,
        _ => return None,
    };
    let whole = value.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&value);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is whole and in range"
    )]
    let value = whole.then_some(value as u32)?;
    Some(Bound { value, unit })
}
