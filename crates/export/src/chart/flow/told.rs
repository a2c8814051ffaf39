//! A drawing in words, in the order of its numbers.

use std::fmt::Write as _;

use crate::format::{and, capital};

use super::place::Plan;
use super::{FlowBoxKind, FlowChart, Standing};

impl FlowChart {
    /// The text alternative: what the lanes are, what each box says, and where it leads.
    pub(super) fn told(&self, plan: &Plan) -> String {
        let mut text = self.heading.description.trim().to_owned();
        let lanes = plan.grid.lanes.iter().filter_map(|(lane, _)| self.lanes.get(*lane));
        let lanes: Vec<String> = lanes.cloned().collect();
        if !lanes.is_empty() {
            let word = if lanes.len() == 1 { "Lane" } else { "Lanes from left to right" };
            // Writing to a string cannot fail.
            let _ = write!(text, " {word}: {}.", lanes.join("; "));
        }
        let mut order: Vec<usize> = (0..self.boxes.len()).collect();
        order.sort_by_key(|at| plan.numbers[*at]);
        for at in order {
            self.tell(&mut text, plan, at);
        }
        for strip in &self.windows {
            let _ = write!(text, " {}", strip.told(&plan.numbers));
        }
        text.trim_start().to_owned()
    }

    fn tell(&self, text: &mut String, plan: &Plan, at: usize) {
        let one = &self.boxes[at];
        let kind = match one.kind {
            FlowBoxKind::Step => "step",
            FlowBoxKind::Question => "decision",
            FlowBoxKind::End => "way out",
        };
        let mut said = vec![kind.to_owned()];
        said.extend(one.details.iter().cloned());
        if one.kind == FlowBoxKind::Step {
            said.extend(self.lanes.get(plan.graph.lane[at]).cloned());
        }
        said.extend(one.marks.iter().map(|mark| mark.words.clone()));
        said.extend(one.light.iter().map(|(_, words)| words.clone()));
        let name = one.name.trim_end_matches('.');
        let stop = if name.ends_with('?') { "" } else { ":" };
        let _ = write!(text, " {}. {name}{stop} {}", plan.numbers[at], said.join("; "));
        let ways: Vec<String> = plan.routes.leaving[at]
            .iter()
            .map(|edge| {
                let edge = plan.graph.edges[*edge];
                let arrow = &self.arrows[edge.arrow];
                let to = plan.numbers[edge.to];
                let back = if edge.back { ", back" } else { "" };
                let way = match &arrow.label {
                    Some(label) => format!("{label}{back} to {to}"),
                    None => format!("then{back} to {to}"),
                };
                match arrow.standing {
                    Standing::Stated => way,
                    other => format!("{way} ({})", other.word()),
                }
            })
            .collect();
        if ways.is_empty() {
            text.push('.');
        } else {
            let _ = write!(text, ". {}.", capital(&and(&ways)));
        }
    }
}
