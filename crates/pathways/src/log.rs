//! A log of a pathway: which of its activities and attributes stand for what.

mod groups;

use std::collections::BTreeMap;
use std::sync::Arc;

use firstyear_core::ProblemCode;
use firstyear_core::event::{CaseLog, LogPlan, day_number};
use firstyear_core::pathway::{
    CarePathway, ClockRule, ClockStart, ClockValue, DecisionInput, ElementKind, ElementRef, Exit,
    ExitReason, LogMapping,
};

pub use groups::Grouping;

use crate::check::Inputs;
use crate::finding::Finding;
use crate::judge::{Calendar, JudgeError};

/// How a log is read as one of a pathway: what to keep of it, and what that stands for.
///
/// # Example
///
/// ```
/// use firstyear_core::event::{CaseLogBuilder, When};
/// use firstyear_core::pathway::{CarePathway, LogMapping};
/// use firstyear_pathways::PathwayLog;
///
/// # let text = include_str!("../tests/data/stop-smoking.toml");
/// let pathway: CarePathway = toml::from_str(text)?;
/// let mapping: LogMapping = toml::from_str(
///     "schema_version = 1\n[[activity]]\nname = \"CO test\"\nstep = \"identify\"",
/// )?;
/// let reading = PathwayLog::new(&pathway, &mapping).unwrap();
/// let mut log = CaseLogBuilder::new(reading.plan());
/// assert_eq!(log.code("CO test"), log.code("identify"));
/// # Ok::<(), toml::de::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct PathwayLog<'p> {
    pub(crate) pathway: &'p CarePathway,
    plan: LogPlan,
    /// For each clock of the pathway.
    pub(crate) clocks: Vec<ClockFrom>,
    /// Every input of a decision.
    pub(crate) inputs: BTreeMap<String, InputFrom>,
    groups: Vec<groups::Group>,
    pub(crate) calendar: Calendar,
    observed_until: Option<i32>,
}

/// Where a clock begins.
#[derive(Clone, Debug)]
pub(crate) struct ClockFrom {
    /// Codes of the activities at which it begins.
    pub(crate) codes: Vec<u32>,
    /// The attribute that says it, and what that holds.
    pub(crate) attribute: Option<(usize, ClockValue)>,
    /// What it counts from.
    pub(crate) from: ClockStart,
}

/// Where an input is read.
#[derive(Clone, Debug)]
pub(crate) struct InputFrom {
    pub(crate) input: DecisionInput,
    pub(crate) column: usize,
    pub(crate) words: BTreeMap<String, String>,
}

impl<'p> PathwayLog<'p> {
    /// By a mapping; an empty one where the log uses the words of the pathway.
    ///
    /// # Errors
    ///
    /// Everything that the mapping names and the pathway does not have, and what it
    /// says twice.
    pub fn new(pathway: &'p CarePathway, mapping: &LogMapping) -> Result<Self, Vec<Finding>> {
        let mut making = Making { pathway, plan: LogPlan::new(), found: Vec::new() };
        making.activities(mapping);
        let clocks = making.clocks(mapping);
        let inputs = making.inputs(mapping);
        let groups = making.groups(mapping);
        if !making.found.is_empty() {
            return Err(making.found);
        }
        let observed_until = mapping.observed_until.map(day_number);
        if let Some(day) = observed_until {
            making.plan.until(day);
        }
        Ok(Self {
            pathway,
            plan: making.plan,
            clocks,
            inputs,
            groups,
            calendar: Calendar::new(mapping.holidays.iter().map(|&day| day_number(day)).collect()),
            observed_until,
        })
    }

    /// The pathway.
    #[must_use]
    pub const fn pathway(&self) -> &'p CarePathway {
        self.pathway
    }

    /// What to keep of the log: nothing after the last day that the mapping names. An
    /// activity is told by the place of its step among the steps of the pathway, or of its
    /// exit after them.
    #[must_use]
    pub const fn plan(&self) -> &LogPlan {
        &self.plan
    }

    /// The last day that is looked at, counted from 1970-01-01: as the mapping says, or
    /// that of the last event.
    #[must_use]
    pub fn observed_until(&self, log: &CaseLog) -> Option<i32> {
        self.observed_until.or_else(|| last_day(log))
    }

    /// The same of a log that has nothing after it.
    pub(crate) fn last_day_of(&self, log: &CaseLog) -> Result<i32, JudgeError> {
        let until = self.observed_until(log).ok_or(JudgeError::NoDay)?;
        match last_day(log) {
            Some(last) if last > until => Err(JudgeError::Later),
            _ => Ok(until),
        }
    }

    /// The ids of the groups that results can be told apart by.
    pub fn group_ids(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(|group| group.rule.id.as_str())
    }

    /// The group of each case.
    ///
    /// # Errors
    ///
    /// The name, where the mapping has no such group.
    pub fn grouping<'n>(&self, log: &CaseLog, id: &'n str) -> Result<Grouping, &'n str> {
        let group = self.groups.iter().find(|group| group.rule.id == id).ok_or(id)?;
        Ok(group.of_cases(log))
    }

    /// The code of a step or an exit.
    pub(crate) fn code(&self, id: &str) -> Option<u32> {
        code(self.pathway, id)
    }

    /// Whether an exit with this code closes a case; `None` for what is no exit.
    pub(crate) fn closes(&self, code: u32) -> Option<bool> {
        self.exit(code).map(|exit| exit.closes)
    }

    /// The exit with this code.
    pub(crate) fn exit(&self, code: u32) -> Option<&'p Exit> {
        self.pathway.exits.get(code.checked_sub(self.first_exit())? as usize)
    }

    /// The code of the first exit: steps come before it.
    pub(crate) fn first_exit(&self) -> u32 {
        place(self.pathway.steps.len())
    }
}

fn last_day(log: &CaseLog) -> Option<i32> {
    log.found().days.map(|(_, last)| last)
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(CaseLog::OTHER)
}

fn code(pathway: &CarePathway, id: &str) -> Option<u32> {
    let step = pathway.steps.iter().position(|one| one.id == id);
    let exit = || {
        let at = pathway.exits.iter().position(|one| one.id == id)?;
        Some(pathway.steps.len() + at)
    };
    step.or_else(exit).map(place)
}

/// A reading that is being made.
struct Making<'p> {
    pathway: &'p CarePathway,
    plan: LogPlan,
    found: Vec<Finding>,
}

impl Making<'_> {
    fn tell(&mut self, message: String) {
        let element = ElementRef::new(ElementKind::Pathway, &self.pathway.id);
        self.found.push(Finding::new(ProblemCode::LogMappingInvalid, element, message));
    }

    fn activity(&mut self, name: &str, code: u32) {
        if let Err(known) = self.plan.activity(name, code) {
            let of = |code: u32| {
                let code = code as usize;
                let steps = self.pathway.steps.iter().map(|one| one.id.as_str());
                let mut ids = steps.chain(self.pathway.exits.iter().map(|one| one.id.as_str()));
                ids.nth(code).unwrap_or("a clock").to_owned()
            };
            let (known, other) = (of(known), of(code));
            self.tell(format!("the activity `{name}` stands for `{known}` and for `{other}`"));
        }
    }

    fn activities(&mut self, mapping: &LogMapping) {
        for rule in &mapping.activities {
            let Some(step) = &rule.step else {
                self.plan.ignore(&rule.name);
                continue;
            };
            match code(self.pathway, step) {
                Some(code) => self.activity(&rule.name, code),
                None => self.tell(format!(
                    "the activity `{}` stands for `{step}`, which is no step and no exit",
                    rule.name
                )),
            }
        }
        // A name that the mapping gives another meaning has it.
        let said = |name: &str| mapping.activities.iter().any(|rule| rule.name == name);
        let steps = self.pathway.steps.iter().map(|one| (&one.id, one.activities.as_slice()));
        let exits = self.pathway.exits.iter().map(|one| (&one.id, &[][..]));
        for (at, (id, names)) in steps.chain(exits).enumerate() {
            for name in std::iter::once(id).chain(names).filter(|name| !said(name)) {
                self.activity(name, place(at));
            }
        }
    }

    fn clocks(&mut self, mapping: &LogMapping) -> Vec<ClockFrom> {
        for rule in &mapping.clocks {
            match self.pathway.clock(&rule.id) {
                None => self.tell(format!("the pathway has no clock `{}`", rule.id)),
                Some(clock) if clock.from == ClockStart::Step => {
                    self.tell(format!("the clock `{}` begins with a step", rule.id));
                }
                Some(_) if rule.activity.is_none() && rule.attribute.is_none() => {
                    let id = &rule.id;
                    self.tell(format!(
                        "nothing says where the clock `{id}` begins: name an activity or an attribute"
                    ));
                }
                Some(_) if rule.is.is_some() && rule.attribute.is_none() => {
                    let id = &rule.id;
                    self.tell(format!("`is` of the clock `{id}` has no attribute to tell of"));
                }
                Some(_) => {}
            }
        }
        self.no_repeats("clock", mapping.clocks.iter().map(|rule| rule.id.as_str()));
        let steps = self.pathway.steps.len() + self.pathway.exits.len();
        let mut clocks = Vec::new();
        for (at, clock) in self.pathway.clocks.iter().enumerate() {
            let rule = mapping.clocks.iter().find(|rule| rule.id == clock.id);
            let usual = ClockRule {
                id: clock.id.clone(),
                activity: Some(clock.id.clone()),
                attribute: Some(clock.id.clone()),
                is: None,
            };
            clocks.push(match (clock.from, &clock.step) {
                (ClockStart::Step, step) => {
                    let code = step.as_ref().and_then(|step| code(self.pathway, step));
                    ClockFrom {
                        codes: code.into_iter().collect(),
                        attribute: None,
                        from: ClockStart::Step,
                    }
                }
                (from, _) => match rule {
                    Some(rule) => self.clock(from, rule, place(steps + at), LogPlan::attribute),
                    None => {
                        self.clock(from, &usual, place(steps + at), LogPlan::attribute_if_there)
                    }
                },
            });
        }
        clocks
    }

    fn clock(
        &mut self,
        from: ClockStart,
        rule: &ClockRule,
        own: u32,
        keep: fn(&mut LogPlan, &str) -> usize,
    ) -> ClockFrom {
        let mut codes = Vec::new();
        if let Some(name) = &rule.activity {
            match self.plan.activity(name, own) {
                Ok(()) => codes.push(own),
                // It is a step or an exit too.
                Err(known) => codes.push(known),
            }
        }
        if from == ClockStart::Birth {
            let exits = self.pathway.exits.iter().enumerate();
            let births = exits.filter(|(_, exit)| exit.reason == ExitReason::Birth);
            codes.extend(births.map(|(at, _)| place(self.pathway.steps.len() + at)));
        }
        codes.dedup();
        let is = rule.is.unwrap_or(ClockValue::Start);
        let attribute = rule.attribute.as_ref().map(|name| (keep(&mut self.plan, name), is));
        ClockFrom { codes, attribute, from }
    }

    fn inputs(&mut self, mapping: &LogMapping) -> BTreeMap<String, InputFrom> {
        let known = Inputs::of([self.pathway]);
        for rule in &mapping.attributes {
            if known.get(&rule.input).is_none() {
                let (name, input) = (&rule.name, &rule.input);
                self.tell(format!(
                    "the attribute `{name}` is for `{input}`, which no decision has as an input"
                ));
            }
        }
        self.no_repeats("attribute", mapping.attributes.iter().map(|rule| rule.input.as_str()));
        let mut inputs = BTreeMap::new();
        for input in known.into_all() {
            let rule = mapping.attributes.iter().find(|rule| rule.input == input.id);
            let column = self.plan.attribute(rule.map_or(&input.id, |rule| &rule.name));
            let words = rule.map(|rule| rule.words.clone()).unwrap_or_default();
            inputs.insert(input.id.clone(), InputFrom { input, column, words });
        }
        inputs
    }

    fn groups(&mut self, mapping: &LogMapping) -> Vec<groups::Group> {
        self.no_repeats("group", mapping.groups.iter().map(|rule| rule.id.as_str()));
        let mut groups = Vec::new();
        for rule in &mapping.groups {
            self.no_repeats("order", rule.order.iter().map(String::as_str));
            let column = self.plan.attribute(rule.attribute.as_ref().unwrap_or(&rule.id));
            groups.push(groups::Group { rule: rule.clone(), column });
        }
        groups
    }

    fn no_repeats<'n>(&mut self, field: &str, names: impl Iterator<Item = &'n str>) {
        let mut seen: Vec<&str> = Vec::new();
        for name in names {
            if seen.contains(&name) {
                self.tell(format!("`{name}` stands twice under `{field}`"));
            }
            seen.push(name);
        }
    }
}

/// The texts of a list as one sees them in a log: what `words` makes of each.
pub(crate) fn translated<'t>(words: &'t BTreeMap<String, String>, text: &'t Arc<str>) -> &'t str {
    words.get(&**text).map_or(&**text, String::as_str)
}
