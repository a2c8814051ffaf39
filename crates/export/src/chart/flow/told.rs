//! A drawing in words, in the order of its numbers.

use std::fmt::Write as _;

use super::place::Plan;
use super::{FlowBoxKind, FlowChart, Standing};
use crate::format::capital;
use crate::words::say;

impl FlowChart {
    /// The text alternative: what the lanes are, what each box says, and where it leads.
    pub(super) fn told(&self, plan: &Plan) -> String {
        let mut text = self.heading.description.trim().to_owned();
        let lanes = plan.grid.lanes.iter().filter_map(|(lane, _)| self.lanes.get(*lane));
        let lanes: Vec<String> = lanes.cloned().collect();
        if !lanes.is_empty() {
            let (count, lanes) = (lanes.len(), lanes.join("; "));
            let said = say!(self.heading.words, "chart-flow-lanes", count = count, lanes = lanes);
            // Writing to a string cannot fail.
            let _ = write!(text, " {said}");
        }
        let mut order: Vec<usize> = (0..self.boxes.len()).collect();
        order.sort_by_key(|at| plan.numbers[*at]);
        for at in order {
            self.tell(&mut text, plan, at);
        }
        for strip in &self.windows {
            let _ = write!(text, " {}", strip.told(self.heading.words, &plan.numbers));
        }
        text.trim_start().to_owned()
    }

    fn tell(&self, text: &mut String, plan: &Plan, at: usize) {
        let (words, one) = (self.heading.words, &self.boxes[at]);
        let kind = match one.kind {
            FlowBoxKind::Step => say!(words, "chart-flow-is-step"),
            FlowBoxKind::Question => say!(words, "chart-flow-is-decision"),
            FlowBoxKind::End => say!(words, "chart-flow-is-end"),
        };
        let mut said = vec![kind];
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
                let label = arrow.label.clone();
                let label = label.unwrap_or_else(|| say!(words, "chart-flow-then"));
                let way = if edge.back {
                    say!(words, "chart-flow-way-back", label = label, number = to.to_string())
                } else {
                    say!(words, "chart-flow-way", label = label, number = to.to_string())
                };
                match arrow.standing {
                    Standing::Stated => way,
                    other => {
                        let standing = other.word(words);
                        say!(words, "chart-flow-way-standing", way = way, standing = standing)
                    }
                }
            })
            .collect();
        if ways.is_empty() {
            text.push('.');
        } else {
            let _ = write!(text, ". {}.", capital(&words.and(&ways)));
        }
    }
}
