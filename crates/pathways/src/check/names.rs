//! Ids: kebab-case, and no two the same where one is meant.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::pathway::{CarePathway, ElementKind, ElementRef};
use firstyear_core::{ProblemCode, is_kebab};

use crate::finding::Finding;

pub(super) fn check(pathway: &CarePathway, found: &mut Vec<Finding>) {
    use ElementKind as Kind;

    each([(Kind::Pathway, pathway.id.as_str())], found);
    each(pathway.sources.iter().map(|one| (Kind::Source, one.id.as_str())), found);
    each(pathway.clocks.iter().map(|one| (Kind::Clock, one.id.as_str())), found);
    each(pathway.actors.iter().map(|one| (Kind::Actor, one.id.as_str())), found);
    // What a flow names is one of these three.
    let steps = pathway.steps.iter().map(|one| (Kind::Step, one.id.as_str()));
    let decisions = pathway.decisions.iter().map(|one| (Kind::Decision, one.id.as_str()));
    let exits = pathway.exits.iter().map(|one| (Kind::Exit, one.id.as_str()));
    each(steps.chain(decisions).chain(exits), found);
    each(pathway.obligations.iter().map(|one| (Kind::Obligation, one.id.as_str())), found);
    each(pathway.measures.iter().map(|one| (Kind::Measure, one.id.as_str())), found);
    each(pathway.stages.iter().map(|one| (Kind::Stage, one.id.as_str())), found);
    activities(pathway, found);
}

/// A name in event logs stands for one step.
fn activities(pathway: &CarePathway, found: &mut Vec<Finding>) {
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    let ids = pathway.steps.iter().map(|one| one.id.as_str());
    let ids = ids.chain(pathway.exits.iter().map(|one| one.id.as_str()));
    for id in ids {
        known.insert(id, id);
    }
    for step in &pathway.steps {
        for activity in &step.activities {
            let of = *known.entry(activity).or_insert(&step.id);
            if of != step.id {
                let element = ElementRef::new(ElementKind::Step, &step.id);
                let message = format!("its activity `{activity}` stands for `{of}` too");
                found.push(Finding::new(ProblemCode::PathwayIdRepeated, element, message));
            }
        }
    }
}

fn each<'p>(ids: impl IntoIterator<Item = (ElementKind, &'p str)>, found: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for (kind, id) in ids {
        let element = ElementRef::new(kind, id);
        if !is_kebab(id) {
            let message = "its id is not kebab-case";
            found.push(Finding::new(ProblemCode::PathwayIdInvalid, element.clone(), message));
        }
        if !seen.insert(id) {
            let message = "its id is that of another";
            found.push(Finding::new(ProblemCode::PathwayIdRepeated, element, message));
        }
    }
}
