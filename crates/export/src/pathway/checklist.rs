//! A page for those who work by a pathway: what is owed, who does what, where people
//! part, and what is not settled.

use std::fmt::Write as _;

use firstyear_core::pathway::{
    CarePathway, Decision, DecisionInput, ElementBasis, Obligation, Step,
};

use super::words;
use crate::format::capital;
use crate::site::escaped;
use crate::words::english;

/// The checklist as Markdown, one page to three when printed; [`card`](super::card) keeps to one.
///
/// What is open stands apart: nobody is asked to keep to it.
#[must_use]
pub fn checklist(pathway: &CarePathway) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "# {}\n", escaped(&pathway.title));
    let _ = writeln!(text, "{}\n\n**{}**\n", escaped(&pathway.summary), escaped(&pathway.review));
    let _ = writeln!(
        text,
        "Version {}, {}. For: {}.\n",
        escaped(&pathway.version),
        pathway.status.word(),
        pathway
            .population
            .iter()
            .map(|part| with_basis(&part.text, words::basis(&part.grounds)))
            .collect::<Vec<_>>()
            .join("; ")
    );
    text.push_str("## What is owed\n\n");
    let (open, owed): (Vec<&Obligation>, Vec<&Obligation>) =
        pathway.obligations.iter().partition(|one| one.grounds.basis == ElementBasis::Open);
    for one in owed {
        push_obligation(&mut text, pathway, one);
    }
    text.push_str("\n## Who does what\n");
    let lanes = super::drawing::Drawing::of(pathway).lanes;
    for (agency, nodes) in &lanes {
        let _ = writeln!(text, "\n**{}**\n", escaped(agency));
        for step in nodes.iter().filter_map(|node| pathway.step(node.id)) {
            push_step(&mut text, step);
        }
    }
    if !pathway.decisions.is_empty() {
        text.push_str("\n## Where people part\n");
        for decision in &pathway.decisions {
            push_decision(&mut text, pathway, decision);
        }
    }
    push_open(&mut text, pathway, &open);
    text
}

fn with_basis(text: &str, basis: Option<&str>) -> String {
    let basis = basis.map_or_else(String::new, |basis| format!(" ({basis})"));
    format!("{}{basis}", escaped(text))
}

fn push_obligation(text: &mut String, pathway: &CarePathway, one: &Obligation) {
    let window = words::window(pathway, one, english());
    let mut said = vec![one.strength.word().to_owned()];
    said.extend((!window.is_empty()).then(|| escaped(&window)));
    if !one.eligible.is_empty() {
        let inputs: Vec<&DecisionInput> =
            pathway.decisions.iter().flat_map(|decision| &decision.inputs).collect();
        said.push(format!(
            "where {}",
            escaped(&words::conditions(&one.eligible, &inputs, english()))
        ));
    }
    said.extend(words::basis(&one.grounds).map(str::to_owned));
    let _ = writeln!(text, "- [ ] {} ({})", escaped(&one.text), said.join("; "));
}

fn push_step(text: &mut String, step: &Step) {
    let setting = step.setting.as_ref().map_or_else(String::new, |at| format!(", {}", escaped(at)));
    let does: Vec<String> = step.does.iter().map(|one| escaped(one)).collect();
    let does = if does.is_empty() { String::new() } else { format!(": {}", does.join("; ")) };
    let name = with_basis(&step.name, words::basis(&step.grounds));
    let _ = writeln!(text, "- {name}{setting}{does}");
}

fn push_decision(text: &mut String, pathway: &CarePathway, decision: &Decision) {
    let _ = writeln!(text, "\n{}\n", escaped(&decision.question));
    for row in &decision.rows {
        let then = words::named(pathway, &row.then);
        let when = with_basis(&words::row(decision, row, english()), words::basis(&row.grounds));
        let _ = writeln!(text, "- {when}: {}", escaped(then));
    }
}

fn push_open(text: &mut String, pathway: &CarePathway, open: &[&Obligation]) {
    if open.is_empty() && pathway.open_questions.is_empty() {
        return;
    }
    text.push_str("\n## Not settled\n\n");
    for one in open {
        let why = one.grounds.why.as_deref().map(|why| format!(" {}.", capital(&escaped(why))));
        let _ = writeln!(text, "- {}{}", escaped(&one.text), why.unwrap_or_default());
    }
    for question in &pathway.open_questions {
        let _ = writeln!(text, "- {}", escaped(question));
    }
}
