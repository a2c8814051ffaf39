//! What a drawing has, before it is written for one program.

use std::collections::BTreeMap;

use firstyear_core::pathway::{CarePathway, ElementBasis, Grounds, Step};

use super::words;
use crate::words::english;

/// How a node is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Step,
    Decision,
    Exit,
}

/// A step, a decision or an exit.
pub(super) struct Node<'p> {
    pub(super) id: &'p str,
    pub(super) shape: Shape,
    /// Its name, then what else is said of it, a line each.
    pub(super) lines: Vec<String>,
    pub(super) basis: ElementBasis,
}

/// What follows what.
pub(super) struct Arrow<'p> {
    pub(super) from: &'p str,
    pub(super) to: &'p str,
    pub(super) label: Option<String>,
    pub(super) basis: ElementBasis,
}

/// Steps by agency, in the order in which the document first names each, then
/// decisions and exits, which belong to nobody.
pub(super) struct Drawing<'p> {
    pub(super) lanes: Vec<(String, Vec<Node<'p>>)>,
    pub(super) beside: Vec<Node<'p>>,
    pub(super) arrows: Vec<Arrow<'p>>,
}

/// What a reader of a drawing must know.
pub(super) const LEGEND: &str = "Dashed: inferred, for review. Dotted: open, judges nothing.";
/// The same where arrows can be dotted and not dashed.
pub(super) const LEGEND_OF_BOXES: &str =
    "Dashed boxes: inferred, for review. Dotted boxes and arrows: open, judges nothing.";

impl<'p> Drawing<'p> {
    pub(super) fn of(pathway: &'p CarePathway) -> Self {
        let mut lanes: Vec<(String, Vec<Node<'p>>)> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for step in &pathway.steps {
            let agency = agency(pathway, step);
            let place = *places.entry(agency.clone()).or_insert_with(|| {
                lanes.push((agency, Vec::new()));
                lanes.len() - 1
            });
            lanes[place].1.push(of_step(pathway, step));
        }
        let decisions = pathway.decisions.iter().map(|decision| {
            let basis = if decision.rows.iter().any(|row| row.grounds.basis == ElementBasis::Open) {
                ElementBasis::Open
            } else {
                ElementBasis::Stated
            };
            let shape = Shape::Decision;
            Node { id: &decision.id, shape, lines: vec![decision.question.clone()], basis }
        });
        let exits = pathway.exits.iter().map(|exit| {
            let lines = said(&exit.name, &[], &exit.grounds);
            Node { id: &exit.id, shape: Shape::Exit, lines, basis: exit.grounds.basis }
        });
        Self { lanes, beside: decisions.chain(exits).collect(), arrows: arrows(pathway) }
    }
}

/// Those who do a step, as one lane: several agencies are one of their own.
fn agency(pathway: &CarePathway, step: &Step) -> String {
    let mut agencies: Vec<&str> = Vec::new();
    for actor in pathway.actors_of(step) {
        if !agencies.contains(&actor.agency.as_str()) {
            agencies.push(&actor.agency);
        }
    }
    if agencies.is_empty() { "nobody named".to_owned() } else { agencies.join(" with ") }
}

fn of_step<'p>(pathway: &CarePathway, step: &'p Step) -> Node<'p> {
    let actors: Vec<&str> = pathway.actors_of(step).map(|actor| &*actor.name).collect();
    let mut more = vec![step.kind.word().to_owned()];
    if !actors.is_empty() {
        more.push(actors.join(", "));
    }
    more.extend(step.setting.clone());
    if let Some(most) = step.at_most {
        more.push(format!("{most} times at the most"));
    }
    let lines = said(&step.name, &more, &step.grounds);
    Node { id: &step.id, shape: Shape::Step, lines, basis: step.grounds.basis }
}

fn said(name: &str, more: &[String], grounds: &Grounds) -> Vec<String> {
    let mut lines = vec![name.to_owned()];
    if !more.is_empty() {
        lines.push(more.join(" · "));
    }
    if grounds.basis == ElementBasis::Open {
        lines.push("open".to_owned());
    }
    lines
}

/// The flow, and where the rows of each decision lead.
fn arrows(pathway: &CarePathway) -> Vec<Arrow<'_>> {
    let flow = pathway.flow.iter().map(|flow| Arrow {
        from: &flow.from,
        to: &flow.to,
        label: flow.when.clone(),
        basis: flow.grounds.basis,
    });
    let rows = pathway.decisions.iter().flat_map(|decision| {
        decision.rows.iter().map(move |row| Arrow {
            from: &decision.id,
            to: &row.then,
            label: Some(words::row(decision, row, english())),
            basis: row.grounds.basis,
        })
    });
    flow.chain(rows).collect()
}
