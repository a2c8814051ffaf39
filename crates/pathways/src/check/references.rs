//! Whether everything that an element names is there.

use firstyear_core::ProblemCode;
use firstyear_core::pathway::{CarePathway, ClockStart, ElementKind, ElementRef, Obligation};

use crate::finding::Finding;

pub(super) fn check(pathway: &CarePathway, found: &mut Vec<Finding>) {
    let mut names = Names { pathway, found };
    let index = ElementRef::new(ElementKind::Pathway, &pathway.id);
    names.step(index, "the step that it begins with", &pathway.index);
    for clock in &pathway.clocks {
        let element = ElementRef::new(ElementKind::Clock, &clock.id);
        match (&clock.step, clock.from) {
            (Some(step), ClockStart::Step) => {
                names.step(element, "the step that it counts from", step);
            }
            (None, ClockStart::Step) => {
                names.tell(element, "it counts from a step and names none");
            }
            (Some(_), ClockStart::Gestation | ClockStart::Birth) => {
                names.tell(element, "it names a step and does not count from one");
            }
            (None, ClockStart::Gestation | ClockStart::Birth) => {}
        }
    }
    for step in &pathway.steps {
        for actor in &step.actors {
            if !pathway.actors.iter().any(|one| one.id == *actor) {
                let element = ElementRef::new(ElementKind::Step, &step.id);
                names.tell(element, format!("no actor has the id `{actor}`"));
            }
        }
    }
    names.ways();
    for obligation in &pathway.obligations {
        names.obligation(obligation);
    }
    for measure in &pathway.measures {
        if !pathway.obligations.iter().any(|one| one.id == measure.obligation) {
            let element = ElementRef::new(ElementKind::Measure, &measure.id);
            names.tell(element, format!("no obligation has the id `{}`", measure.obligation));
        }
    }
    for stage in &pathway.stages {
        for step in &stage.steps {
            let element = ElementRef::new(ElementKind::Stage, &stage.id);
            names.step(element, "a step of it", step);
        }
    }
}

struct Names<'p, 'f> {
    pathway: &'p CarePathway,
    found: &'f mut Vec<Finding>,
}

impl Names<'_, '_> {
    fn tell(&mut self, element: ElementRef<'_>, message: impl Into<String>) {
        self.found.push(Finding::new(ProblemCode::PathwayReferenceUnknown, element, message));
    }

    fn step(&mut self, element: ElementRef<'_>, what: &str, id: &str) {
        if self.pathway.step(id).is_none() {
            self.tell(element, format!("{what}, `{id}`, is not there"));
        }
    }

    fn ways(&mut self) {
        for decision in &self.pathway.decisions {
            for (at, row) in decision.rows.iter().enumerate() {
                if !self.is_node(&row.then) {
                    let id = format!("{}/{}", decision.id, at + 1);
                    let message = format!("no step, decision or exit has the id `{}`", row.then);
                    self.tell(ElementRef::new(ElementKind::DecisionRow, &id), message);
                }
            }
        }
        for flow in &self.pathway.flow {
            let id = format!("{} to {}", flow.from, flow.to);
            let element = ElementRef::new(ElementKind::Flow, &id);
            if self.pathway.decision(&flow.from).is_some() {
                let message = "it begins at a decision, whose rows say what follows";
                let help = "let the rows of the decision lead there by `then`";
                let code = ProblemCode::PathwayReferenceUnknown;
                self.found.push(Finding::new(code, element.clone(), message).help(help));
            } else {
                self.step(element.clone(), "the step that it begins at", &flow.from);
            }
            if !self.is_node(&flow.to) {
                let message = format!("no step, decision or exit has the id `{}`", flow.to);
                self.tell(element, message);
            }
        }
    }

    fn is_node(&self, id: &str) -> bool {
        let pathway = self.pathway;
        pathway.step(id).is_some() || pathway.decision(id).is_some() || pathway.exit(id).is_some()
    }

    fn obligation(&mut self, obligation: &Obligation) {
        let element = ElementRef::new(ElementKind::Obligation, &obligation.id);
        if let Some(trigger) = &obligation.trigger {
            self.step(element.clone(), "its trigger", trigger);
        }
        for expected in &obligation.expects {
            self.step(element.clone(), "the step that it expects", expected);
        }
        for id in &obligation.discharged_by {
            if self.pathway.exit(id).is_none() {
                self.step(element.clone(), "what discharges it", id);
            }
        }
        let clock = obligation.window.as_ref().and_then(|window| window.clock.as_ref());
        if let Some(clock) = clock
            && self.pathway.clock(clock).is_none()
        {
            self.tell(element, format!("no clock has the id `{clock}`"));
        }
    }
}
