//! What a plan of flow asks that its pathway does not have, or that cannot be.

use super::{FlowPlan, FlowQueue, FlowReached, FlowStage};
use crate::pathway::{CarePathway, DelayDistribution, SimulatedDelay};

/// A part of a plan, by its place in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlowPart {
    /// The plan itself.
    Plan,
    /// A group.
    Group(usize),
    /// A stage.
    Stage(usize),
    /// A queue.
    Queue(usize),
    /// A question.
    WhatIf(usize),
}

/// One thing that a plan asks and that cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FlowFault {
    /// Where.
    pub part: FlowPart,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// Days that are simulated in all at the most: beyond them somebody made a slip.
const LONGEST: u64 = 50_000_000;

/// People who enter at the most.
const MOST_PEOPLE: f64 = 100_000_000.0;

impl FlowPlan {
    /// What in it does not fit its pathway, or cannot be. No counts in the messages: a
    /// small one can identify a person.
    #[must_use]
    pub fn faults(&self, pathway: &CarePathway) -> Vec<FlowFault> {
        let mut looking = Looking { plan: self, pathway, found: Vec::new() };
        looking.whole();
        looking.groups();
        looking.stages();
        looking.queues();
        looking.what_ifs();
        looking.found
    }
}

struct Looking<'p> {
    plan: &'p FlowPlan,
    pathway: &'p CarePathway,
    found: Vec<FlowFault>,
}

impl Looking<'_> {
    fn tell(&mut self, part: FlowPart, message: impl Into<String>) {
        self.found.push(FlowFault { part, message: message.into() });
    }

    fn share(&mut self, part: FlowPart, value: Option<f64>) {
        if value.is_some_and(|value| !(0.0..=1.0).contains(&value)) {
            self.tell(part, "`probability` is not from 0 to 1");
        }
    }

    fn twice<'n>(&mut self, names: impl Iterator<Item = (FlowPart, &'n str)>) {
        let mut seen: Vec<&str> = Vec::new();
        for (part, name) in names {
            if seen.contains(&name) {
                self.tell(part, format!("`{name}` stands twice"));
            }
            seen.push(name);
        }
    }

    fn whole(&mut self) {
        let (plan, part) = (self.plan, FlowPart::Plan);
        if plan.pathway != self.pathway.id {
            let (of, given) = (&plan.pathway, &self.pathway.id);
            self.tell(part, format!("the plan is for `{of}`, and the pathway is `{given}`"));
        }
        if !(1..=36_525).contains(&plan.days) {
            self.tell(part, "`days` is not from 1 to 36525");
        }
        if plan.draws.is_some_and(|draws| !(100..=100_000).contains(&draws)) {
            self.tell(part, "`draws` is not from 100 to 100000");
        }
        let how = plan.simulation.clone().unwrap_or_default();
        let days = u64::from(how.warm_up_days) + u64::from(how.days);
        let entering: f64 = plan.groups.iter().map(|group| group.entering).sum();
        let a_day = entering / f64::from(plan.days.max(1));
        let people = a_day * days as f64 * f64::from(how.replications);
        if how.days == 0 || how.replications == 0 {
            self.tell(part, "a simulation counts a day or more, once or more");
        } else if days.saturating_mul(how.replications.into()) > LONGEST {
            self.tell(part, "a simulation of more than 50 million days in all would not end");
        } else if !plan.queues.is_empty() && people > MOST_PEOPLE {
            self.tell(part, "a simulation of more than 100 million people in all would not end");
        }
    }

    fn groups(&mut self) {
        let plan = self.plan;
        if plan.groups.is_empty() {
            self.tell(FlowPart::Plan, "nobody enters: give a `group`");
        }
        let named = plan.groups.iter().enumerate();
        self.twice(named.map(|(at, group)| (FlowPart::Group(at), group.name.as_str())));
        for (at, group) in plan.groups.iter().enumerate() {
            if !(0.0..=MOST_PEOPLE).contains(&group.entering) {
                self.tell(FlowPart::Group(at), "`entering` is no number of people");
            }
        }
    }

    fn stages(&mut self) {
        let (plan, pathway) = (self.plan, self.pathway);
        if plan.stages.is_empty() {
            self.tell(FlowPart::Plan, "nobody comes anywhere: give a `stage`");
        }
        let named = plan.stages.iter().enumerate();
        self.twice(named.map(|(at, stage)| (FlowPart::Stage(at), stage.id.as_str())));
        let mut last = None;
        for (at, stage) in plan.stages.iter().enumerate() {
            let part = FlowPart::Stage(at);
            let place = pathway.stages.iter().position(|known| known.id == stage.id);
            if place.is_none() && pathway.step(&stage.id).is_none() {
                self.tell(part, format!("the pathway has no stage and no step `{}`", stage.id));
            }
            if place.is_some() && place < last {
                self.tell(part, format!("`{}` comes earlier in the pathway", stage.id));
            }
            last = place.or(last);
            self.of_groups(part, stage);
        }
    }

    fn of_groups(&mut self, part: FlowPart, stage: &FlowStage) {
        let plan = self.plan;
        let names = stage.of.iter().map(|one| (part, one.group.as_deref().unwrap_or("all")));
        self.twice(names);
        for one in &stage.of {
            if let Some(name) = &one.group
                && !plan.groups.iter().any(|known| known.name == *name)
            {
                self.tell(part, format!("the plan has no group `{name}`"));
            }
            self.share(part, one.probability);
            match one {
                FlowReached { reached: None, out_of: None, probability: Some(_), .. } => {}
                FlowReached { reached: Some(x), out_of: Some(n), probability: None, .. } => {
                    if x > n || *n == 0 {
                        self.tell(part, "more came to it than had come before, or nobody had");
                    }
                }
                _ => self.tell(part, "give `reached` and `out_of`, or `probability`"),
            }
        }
        for group in &plan.groups {
            if plan.reached(stage, &group.name).is_none() {
                let (id, name) = (&stage.id, &group.name);
                self.tell(part, format!("nothing says how many of `{name}` come to `{id}`"));
            }
        }
    }

    fn queues(&mut self) {
        let plan = self.plan;
        let named = plan.queues.iter().enumerate();
        self.twice(named.map(|(at, queue)| (FlowPart::Queue(at), queue.stage.as_str())));
        for (at, queue) in plan.queues.iter().enumerate() {
            let part = FlowPart::Queue(at);
            if !plan.stages.iter().any(|stage| stage.id == queue.stage) {
                self.tell(part, format!("the plan has no stage `{}`", queue.stage));
            }
            let FlowQueue { slots_per_working_day: slots, servers, service, .. } = queue;
            let by_slots = slots.is_some() && servers.is_none() && service.is_none();
            let by_servers = slots.is_none() && servers.is_some() && service.is_some();
            if !by_slots && !by_servers {
                self.tell(part, "give `slots_per_working_day`, or `servers` with `service`");
            }
            if queue.leaves.len() > 16 {
                self.tell(part, "more than 16 reasons to leave");
            }
            let places = queue.slots_per_working_day.or(queue.servers);
            if places.is_some_and(|places| places > 100_000) {
                self.tell(part, "more places than 100000");
            }
            self.delay(part, queue.service.as_ref());
            for leave in &queue.leaves {
                self.delay(part, Some(&leave.after));
            }
        }
    }

    fn delay(&mut self, part: FlowPart, delay: Option<&SimulatedDelay>) {
        let Some(delay) = delay else { return };
        for message in delay.faults() {
            self.tell(part, message);
        }
        if delay.clock.is_some() {
            self.tell(part, "no clock counts here: leave out `clock`");
        }
        if delay.distribution != DelayDistribution::Uniform && delay.mean == Some(0.0) {
            self.tell(part, "a time of 0 is none");
        }
    }

    fn what_ifs(&mut self) {
        let plan = self.plan;
        let named = plan.what_ifs.iter().enumerate();
        self.twice(named.map(|(at, one)| (FlowPart::WhatIf(at), one.id.as_str())));
        for (at, one) in plan.what_ifs.iter().enumerate() {
            let part = FlowPart::WhatIf(at);
            if !plan.stages.iter().any(|stage| stage.id == one.stage) {
                self.tell(part, format!("the plan has no stage `{}`", one.stage));
            }
            self.share(part, one.probability);
            for name in &one.groups {
                if !plan.groups.iter().any(|known| known.name == *name) {
                    self.tell(part, format!("the plan has no group `{name}`"));
                }
            }
            if one.as_best && one.probability.is_some() {
                self.tell(part, "give `as_best` or `probability`");
            }
            let queue = plan.queues.iter().find(|queue| queue.stage == one.stage);
            if !one.as_best && one.probability.is_none() && one.more.is_none() {
                self.tell(
                    part,
                    "nothing would be otherwise: give `as_best`, `probability` or `more`",
                );
            } else if one.more.is_some() && queue.is_none() {
                self.tell(part, format!("nobody waits for `{}`: give its `queue`", one.stage));
            }
            if let (Some(more), Some(queue)) = (one.more, queue) {
                let places = queue.slots_per_working_day.or(queue.servers).unwrap_or(0);
                if places.checked_add_signed(more).is_none_or(|places| places > 100_000) {
                    self.tell(part, "fewer places than none, or more than 100000");
                }
            }
        }
    }
}
