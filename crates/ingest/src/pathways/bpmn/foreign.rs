//! A model of somebody else, as far as our document has a place for it.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::pathway::exchange::bpmn as names;
use firstyear_core::pathway::{
    CarePathway, Decision, DecisionRow, Exit, ExitReason, Grounds, Step, StepKind,
};

use super::super::Report;
use super::super::draft::{Draft, condition, inferred, one_line, open, words_input};
use super::process::{Node, is_noted, placed};
use super::tree::Tag;

/// The process as a draft.
pub(super) fn foreign(root: &Tag, process: &Tag, report: &mut Report) -> CarePathway {
    let pool = pool(root, process);
    let name = pool.or_else(|| process.attribute("name")).filter(|name| !name.trim().is_empty());
    let title = name.or_else(|| process.attribute("id")).unwrap_or("pathway");
    let mut draft = Draft::new(title, &one_line(title), "BPMN 2.0");
    "1".clone_into(&mut draft.pathway.version);
    report.supplied(&placed(process), "it has no version: it is called 1");
    match process.named(names::MODEL, "documentation").next() {
        Some(said) if !said.text.trim().is_empty() => draft.pathway.summary = one_line(&said.text),
        _ => report.supplied(&placed(process), "it has no documentation: its title is the summary"),
    }
    draft.population_open();
    let mut build = Build::new(process, pool, draft);
    build.all(report);
    left(root, process, report);
    build.draft.pathway
}

/// The name of the pool in which a process stands.
fn pool<'t>(root: &'t Tag, process: &Tag) -> Option<&'t str> {
    let all = root.named(names::MODEL, "collaboration");
    let mut pools = all.flat_map(|one| one.named(names::MODEL, "participant"));
    let of = |pool: &&Tag| {
        let refers = pool.attribute("processRef")?;
        Some(refers.rsplit(':').next() == process.attribute("id"))
    };
    pools.find(|pool| of(pool) == Some(true))?.attribute("name")
}

/// A process on the way.
struct Build<'t> {
    process: &'t Tag,
    pool: Option<&'t str>,
    draft: Draft,
    nodes: Vec<(&'t Tag, Node)>,
    /// Our ids of the nodes.
    ids: Vec<String>,
    /// The ways on from each node, with the node that each leads to.
    ways: Vec<Vec<(&'t Tag, usize)>>,
    by_id: BTreeMap<&'t str, usize>,
}

impl<'t> Build<'t> {
    fn new(process: &'t Tag, pool: Option<&'t str>, draft: Draft) -> Self {
        let flows: Vec<&Tag> = process.named(names::MODEL, "sequenceFlow").collect();
        let many = |tag: &Tag| {
            let id = tag.attribute("id");
            flows.iter().filter(|flow| flow.attribute("sourceRef") == id).count()
        };
        let node = |tag: &'t Tag| Some((tag, Node::of(tag, many(tag))?));
        let nodes: Vec<_> = process.within.iter().filter_map(node).collect();
        let id = |(at, (tag, _)): (usize, &(&'t Tag, Node))| Some((tag.attribute("id")?, at));
        let by_id = nodes.iter().enumerate().filter_map(id).collect();
        let ways = vec![Vec::new(); nodes.len()];
        Self { process, pool, draft, nodes, ids: Vec::new(), ways, by_id }
    }

    fn all(&mut self, report: &mut Report) {
        self.join(report);
        for at in 0..self.nodes.len() {
            let (tag, kind) = self.nodes[at];
            let otherwise = if kind == Node::Choice { "which" } else { "step" };
            let id = self.draft.id(&Self::name(tag), otherwise);
            self.ids.push(id);
        }
        let (mut steps, mut ends) = (Vec::new(), Vec::new());
        for at in 0..self.nodes.len() {
            let (tag, kind) = self.nodes[at];
            match kind {
                Node::Step(told) => {
                    if told.is_none() {
                        steps.push(placed(tag));
                    }
                    self.step(at, told.unwrap_or(StepKind::Intervention));
                }
                Node::Fork => self.fork(at, report),
                Node::Choice => self.choice(at, report),
                Node::End => {
                    ends.push(placed(tag));
                    self.end(at);
                }
                Node::Start | Node::Pass | Node::Boundary => {}
            }
        }
        tell(report, &steps, "the kind of the step is not said: it is called an intervention");
        tell(report, &ends, "why somebody leaves is not said: it is called completed");
        self.begin(report);
    }

    /// The ways between the nodes; those of what interrupts an activity begin there.
    fn join(&mut self, report: &mut Report) {
        for flow in self.process.named(names::MODEL, "sequenceFlow") {
            let end = |name: &str| flow.attribute(name).and_then(|id| self.by_id.get(id).copied());
            let (Some(from), Some(to)) = (end("sourceRef"), end("targetRef")) else {
                report.wrong(&placed(flow), "no node here has the id that the way names");
                continue;
            };
            let (tag, kind) = self.nodes[from];
            let host = tag.attribute("attachedToRef").filter(|_| kind == Node::Boundary);
            let from = host.and_then(|id| self.by_id.get(id).copied()).unwrap_or(from);
            self.ways[from].push((flow, to));
        }
    }

    fn name(tag: &Tag) -> String {
        let name = tag.attribute("name").map(one_line).filter(|name| !name.is_empty());
        name.unwrap_or_else(|| match Node::of(tag, 2) {
            Some(Node::Fork) => "At one time".to_owned(),
            Some(Node::Choice) => "Which way?".to_owned(),
            Some(Node::End) => "Done".to_owned(),
            _ => one_line(tag.attribute("id").unwrap_or("step")),
        })
    }

    /// What a way leads to, gateways that only join passed over.
    fn leads(&self, to: usize) -> Vec<String> {
        let (mut found, mut seen, mut open) = (Vec::new(), BTreeSet::new(), vec![to]);
        while let Some(at) = open.pop() {
            match self.nodes[at].1 {
                Node::Step(_) | Node::Choice | Node::Fork | Node::End => {
                    found.push(self.ids[at].clone());
                }
                // In the order of the file: what was put on last is taken first.
                Node::Start | Node::Pass | Node::Boundary if seen.insert(at) => {
                    open.extend(self.ways[at].iter().rev().map(|(_, next)| *next));
                }
                Node::Start | Node::Pass | Node::Boundary => {}
            }
        }
        found
    }

    /// The ways on from a step; one that leads nowhere ends.
    fn flows(&mut self, at: usize) {
        let from = self.ids[at].clone();
        let mut any = false;
        for (flow, to) in self.ways[at].clone() {
            let when = label(flow);
            for to in self.leads(to) {
                any = true;
                let grounds = self.stated(flow);
                self.draft.flow(&from, &to, when.as_deref(), grounds);
            }
        }
        if !any {
            let end = self.draft.end();
            self.draft.flow(&from, &end, None, inferred("nothing follows in the file"));
        }
    }

    fn step(&mut self, at: usize, kind: StepKind) {
        let tag = self.nodes[at].0;
        let mut does: Vec<String> = Vec::new();
        let said = tag.named(names::MODEL, "documentation").map(|said| one_line(&said.text));
        does.extend(said.chain(self.notes(tag)).filter(|text| !text.is_empty()));
        let actors = self.lane(tag).map(|lane| self.draft.actor(&lane, self.pool));
        let grounds = self.stated(tag);
        self.push_step(at, kind, actors.into_iter().collect(), does, grounds);
        self.flows(at);
    }

    fn fork(&mut self, at: usize, report: &mut Report) {
        let path = placed(self.nodes[at].0);
        report.supplied(&path, "all ways are gone at one time: a step stands for where they part");
        let grounds = inferred("all ways are gone at one time in the file");
        self.push_step(at, StepKind::Intervention, Vec::new(), Vec::new(), grounds);
        self.flows(at);
    }

    fn push_step(
        &mut self,
        at: usize,
        kind: StepKind,
        actors: Vec<String>,
        does: Vec<String>,
        grounds: Grounds,
    ) {
        let name = Self::name(self.nodes[at].0);
        self.draft.pathway.steps.push(Step {
            id: self.ids[at].clone(),
            name,
            kind,
            actors,
            setting: None,
            does,
            activities: Vec::new(),
            codes: Vec::new(),
            at_most: None,
            grounds,
        });
    }

    fn choice(&mut self, at: usize, report: &mut Report) {
        let tag = self.nodes[at].0;
        if tag.name == "inclusiveGateway" || tag.name == "complexGateway" {
            report.supplied(&placed(tag), "several ways may be gone: it is read as if one is");
        }
        let id = self.ids[at].clone();
        let input = format!("{id}-answer");
        let (mut words, mut rows): (Vec<String>, Vec<DecisionRow>) = (Vec::new(), Vec::new());
        let mut standard = None;
        for (flow, to) in self.ways[at].clone() {
            let mut leads = self.leads(to).into_iter();
            let then = leads.next().unwrap_or_else(|| self.draft.end());
            for _ in leads {
                report.wrong(&placed(flow), "it leads to several at once: the first is meant");
            }
            if flow.attribute("id").is_some_and(|id| tag.attribute("default") == Some(id)) {
                standard = Some(then.clone());
            }
            let said = label(flow).unwrap_or_else(|| then.clone());
            let mut word = said.clone();
            while words.contains(&word) {
                word.push_str(", too");
            }
            let program = flow.named(names::MODEL, "conditionExpression").next();
            let grounds = match program {
                Some(program) => open(&format!(
                    "what must hold is not there as data: {}",
                    one_line(&program.text)
                )),
                None => inferred("the label of the way is taken for an answer"),
            };
            rows.push(DecisionRow { when: vec![condition(&input, Some(&word))], then, grounds });
            words.push(word);
        }
        let otherwise = standard.or_else(|| rows.first().map(|row| row.then.clone()));
        let then = otherwise.unwrap_or_else(|| self.draft.end());
        let grounds = open("the file does not say what follows where it is not known");
        rows.push(DecisionRow { when: vec![condition(&input, None)], then, grounds });
        let question = Self::name(tag);
        let inputs = vec![words_input((input, question.clone()), words)];
        self.draft.pathway.decisions.push(Decision { id, question, inputs, rows });
    }

    fn end(&mut self, at: usize) {
        let tag = self.nodes[at].0;
        let (id, name, grounds) = (self.ids[at].clone(), Self::name(tag), self.stated(tag));
        let reason = ExitReason::Completed;
        self.draft.pathway.exits.push(Exit { id, name, reason, closes: true, grounds });
    }

    /// The step with which a case begins: that which the start leads to.
    fn begin(&mut self, report: &mut Report) {
        let starts: Vec<usize> =
            (0..self.nodes.len()).filter(|at| self.nodes[*at].1 == Node::Start).collect();
        for other in starts.iter().skip(1) {
            let path = placed(self.nodes[*other].0);
            report.not_taken(&path, "another start: a case begins at the first");
        }
        let leads: Vec<String> = match starts.first() {
            Some(start) => self.leads(*start),
            None => self.ids.first().cloned().into_iter().collect(),
        };
        if let [only] = leads.as_slice()
            && self.draft.pathway.step(only).is_some()
        {
            self.draft.pathway.index.clone_from(only);
            return;
        }
        let tag = starts.first().map(|start| self.nodes[*start].0);
        let name = tag.and_then(|tag| tag.attribute("name")).map(one_line);
        let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| "Begin".to_owned());
        let place = tag.map(placed).unwrap_or_default();
        report.supplied(&place, "no step stands at the start: one was put there");
        let step = self.draft.begin(name, inferred("the file begins with no step"));
        for to in leads {
            let grounds = inferred("the file begins with it");
            self.draft.flow(&step, &to, None, grounds);
        }
        if self.draft.pathway.flow.iter().all(|flow| flow.from != step) {
            let end = self.draft.end();
            self.draft.flow(&step, &end, None, inferred("nothing follows in the file"));
        }
    }

    /// The lane of a node: the innermost where lanes stand in lanes.
    fn lane(&self, tag: &Tag) -> Option<String> {
        let id = tag.attribute("id")?;
        let sets = self.process.named(names::MODEL, "laneSet");
        let mut open: Vec<&Tag> = sets.flat_map(|set| set.named(names::MODEL, "lane")).collect();
        let mut found = None;
        while let Some(lane) = open.pop() {
            let mut refs = lane.named(names::MODEL, "flowNodeRef");
            if refs.any(|one| one.text.trim() == id) {
                found = lane.attribute("name").map(one_line).filter(|name| !name.is_empty());
            }
            let within = lane.named(names::MODEL, "childLaneSet");
            open.extend(within.flat_map(|set| set.named(names::MODEL, "lane")));
        }
        found
    }

    /// What annotations say of a node.
    fn notes(&self, tag: &Tag) -> Vec<String> {
        let Some(id) = tag.attribute("id") else { return Vec::new() };
        let all = self.process.named(names::MODEL, "association");
        let other = |one: &'t Tag| {
            let ends = [one.attribute("sourceRef")?, one.attribute("targetRef")?];
            let at = ends.iter().position(|end| *end == id)?;
            Some(ends[1 - at])
        };
        let others: Vec<&str> = all.filter_map(other).collect();
        let notes = self.process.named(names::MODEL, "textAnnotation");
        let notes = notes.filter(|one| one.attribute("id").is_some_and(|id| others.contains(&id)));
        let texts = notes.flat_map(|note| note.named(names::MODEL, "text"));
        texts.map(|text| one_line(&text.text)).collect()
    }

    fn stated(&self, tag: &Tag) -> Grounds {
        self.draft.stated(tag.attribute("id").unwrap_or_default())
    }
}

/// What a way says: its name, or else its condition.
fn label(flow: &Tag) -> Option<String> {
    let name = flow.attribute("name").map(one_line).filter(|name| !name.is_empty());
    let condition = flow.named(names::MODEL, "conditionExpression").next();
    name.or_else(|| condition.map(|one| one_line(&one.text)).filter(|text| !text.is_empty()))
}

/// Tells something of the first place, with how many more there are.
fn tell(report: &mut Report, places: &[String], what: &str) {
    let [first, more @ ..] = places else { return };
    let others = match more.len() {
        0 => String::new(),
        1 => ", as is one more".to_owned(),
        many => format!(", as are {many} more"),
    };
    report.supplied(first, format!("{what}{others}"));
}

/// Tells what was not taken, once for each name of a tag.
fn left(root: &Tag, process: &Tag, report: &mut Report) {
    const TAKEN: [&str; 4] = ["incoming", "outgoing", "documentation", "conditionExpression"];
    let mut found: BTreeMap<&str, (String, usize)> = BTreeMap::new();
    let mut add = |tag: &'_ Tag, name: &'static str| {
        found.entry(name).or_insert_with(|| (placed(tag), 0)).1 += 1;
    };
    let outside =
        root.within.iter().filter(|tag| tag.name != "process" && tag.name != "collaboration");
    let between = root.named(names::MODEL, "collaboration").flat_map(|one| &one.within);
    for tag in outside.chain(between.filter(|tag| tag.name != "participant")) {
        add(tag, known(&tag.name));
    }
    for tag in &process.within {
        let is_node = Node::of(tag, 0).is_some();
        if !is_node && (!is_noted(tag) || tag.name == "extensionElements") {
            add(tag, known(&tag.name));
        }
        if !is_node && tag.name != "sequenceFlow" {
            continue;
        }
        for within in tag.within.iter().filter(|one| !TAKEN.contains(&one.name.as_str())) {
            add(within, known(&within.name));
        }
    }
    for (name, (path, many)) in found {
        let message = match many {
            1 => format!("{name} is not taken"),
            2 => format!("{name} is not taken, here and in one more place"),
            many => format!("{name} is not taken, here and in {} more places", many - 1),
        };
        report.not_taken(&path, message);
    }
}

/// The name of a tag where it is one of BPMN.
fn known(name: &str) -> &'static str {
    const KNOWN: [&str; 20] = [
        "BPMNDiagram",
        "extensionElements",
        "messageFlow",
        "textAnnotation",
        "association",
        "timerEventDefinition",
        "messageEventDefinition",
        "errorEventDefinition",
        "signalEventDefinition",
        "terminateEventDefinition",
        "conditionalEventDefinition",
        "standardLoopCharacteristics",
        "multiInstanceLoopCharacteristics",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "ioSpecification",
        "message",
        "error",
        "sequenceFlow",
    ];
    KNOWN.into_iter().find(|known| *known == name).unwrap_or("another tag")
}
