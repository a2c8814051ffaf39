//! Actions of a plan of somebody else: steps, groups of them, and the conditions under
//! which they are done.

use std::collections::BTreeMap;

use firstyear_core::pathway::exchange::fhir as names;
use firstyear_core::pathway::{
    CarePathway, Decision, DecisionRow, ElementBasis, Grounds, Obligation, ObligationTemplate, Per,
    Step, StepCode, StepKind, Strength,
};

use super::super::Report;
use super::super::draft::{Draft, Whether, condition, inferred, one_line, open, words_input};
use super::super::located::At;
use super::foreign::said;

/// The ids that an action gets.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) step: String,
    decision: String,
}

/// What follows, and why.
#[derive(Clone, Debug)]
pub(super) struct Onward {
    pub(super) to: String,
    pub(super) grounds: Grounds,
}

/// A draft on the way.
pub(super) struct Build<'b> {
    pub(super) draft: Draft,
    pub(super) report: &'b mut Report,
    /// How long the place of the plan itself is in that of an action.
    prefix: usize,
    pub(super) names: BTreeMap<String, Names>,
    kinds_supplied: Vec<String>,
    /// What the plan is a part of.
    task: Option<(At<'b>, StepCode)>,
}

impl<'b> Build<'b> {
    pub(super) fn new(plan: &At<'b>, draft: Draft, report: &'b mut Report) -> Self {
        let prefix = if plan.path.is_empty() { 0 } else { plan.path.len() + 1 };
        let names = BTreeMap::new();
        Self { draft, report, prefix, names, kinds_supplied: Vec::new(), task: task(plan) }
    }

    /// Reads all actions.
    pub(super) fn all(&mut self, actions: &[At<'_>]) {
        for action in actions {
            self.name(action);
        }
        if super::ways::are_said(actions) {
            self.by_ways(actions);
        } else {
            let end = self.draft.end();
            self.chain(actions, &end);
            let entry = self.entry(&actions[0]);
            self.begin(&actions[0], entry);
        }
    }

    /// Lets the pathway begin with a step: where the file begins with a decision, with
    /// what triggers it.
    pub(super) fn begin(&mut self, action: &At<'_>, entry: String) {
        if self.draft.pathway.step(&entry).is_some() {
            self.draft.pathway.index = entry;
            return;
        }
        let trigger = action.items("trigger").into_iter().find(|one| one.text("name").is_some());
        let named = trigger.as_ref().and_then(|one| one.text("name"));
        let (name, grounds) = if let Some(name) = named {
            (one_line(name), self.stated(action))
        } else {
            self.report.supplied(&action.path, "nothing says with what a case begins");
            ("Begin".to_owned(), inferred("the file begins with what must hold"))
        };
        if let Some(trigger) = &trigger {
            trigger.take_all(&["type", "name"]);
        }
        let task = self.task.take_if(|_| trigger.is_some());
        let id = self.draft.begin(name, grounds);
        if let Some((context, code)) = task {
            context.take();
            self.draft.pathway.steps[0].codes.push(code);
        }
        self.draft.flow(&id, &entry, None, inferred("the file begins with it"));
        // It leads to what begins: a reader looks for it there.
        if let Some(first) = self.draft.pathway.flow.pop() {
            self.draft.pathway.flow.insert(0, first);
        }
    }

    /// The pathway, with what was supplied told.
    pub(super) fn finish(self) -> CarePathway {
        if let [first, more @ ..] = self.kinds_supplied.as_slice() {
            let others = match more.len() {
                0 => String::new(),
                1 => ", as is one more".to_owned(),
                many => format!(", as are {many} more"),
            };
            let message =
                format!("the kind of the step is not said: it is called an intervention{others}");
            self.report.supplied(first, message);
        }
        self.draft.pathway
    }

    /// Gives an action and those within it their ids.
    fn name(&mut self, action: &At<'_>) {
        let name = title(action).unwrap_or_default();
        let step = self.draft.id(&name, "step");
        let decision = self.draft.id(&format!("whether-{step}"), "whether");
        self.names.insert(action.path.clone(), Names { step, decision });
        if !is_all_done(action) {
            for within in action.items("action") {
                self.name(&within);
            }
        }
    }

    /// The step, or the decision before it, with which an action begins.
    pub(super) fn entry(&self, action: &At<'_>) -> String {
        let Some(names) = self.names.get(&action.path) else { return String::new() };
        let within = action.items("action");
        match within.first() {
            _ if has_conditions(action) => names.decision.clone(),
            Some(_) if is_group(action) && is_choice(action) => names.decision.clone(),
            Some(first) if is_group(action) => self.entry(first),
            _ => names.step.clone(),
        }
    }

    /// Actions one after the other, in the order of the file.
    fn chain(&mut self, actions: &[At<'_>], end: &str) {
        for (at, action) in actions.iter().enumerate() {
            let (to, why) = match actions.get(at + 1) {
                Some(next) => (self.entry(next), "no order is said: that of the file is taken"),
                None => (end.to_owned(), "nothing follows in the file"),
            };
            self.action(action, &[Onward { to, grounds: inferred(why) }]);
        }
    }

    /// An action with what follows it; the first of that follows too where it is passed
    /// over.
    pub(super) fn action(&mut self, action: &At<'_>, onward: &[Onward]) {
        let Some(names) = self.names.get(&action.path).cloned() else { return };
        let next = onward.first().map_or_else(|| self.draft.end(), |one| one.to.clone());
        let within = action.items("action");
        if is_group(action) {
            let begins = if is_choice(action) {
                self.choice(action, &names, &within, &next)
            } else {
                self.chain(&within, &next);
                self.entry(&within[0])
            };
            if has_conditions(action) {
                self.whether(action, &names, &begins, &next);
            }
            // Its name is that of the plan, or stands nowhere.
            if action.text("title") == Some(&self.draft.pathway.title) {
                action.take_all(&["title"]);
            }
            return;
        }
        if has_conditions(action) {
            self.whether(action, &names, &names.step.clone(), &next);
        }
        self.step(action, &names);
        if is_all_done(action) || within.is_empty() {
            for one in onward {
                self.draft.flow(&names.step, &one.to, None, one.grounds.clone());
            }
        } else {
            let first = self.entry(&within[0]);
            let why = inferred("it stands within the action");
            self.draft.flow(&names.step, &first, None, why);
            self.chain(&within, &next);
        }
    }

    /// One of several, each where its condition holds and no other does.
    fn choice(&mut self, action: &At<'_>, names: &Names, within: &[At<'_>], next: &str) -> String {
        action.take_all(&["selectionBehavior"]);
        let id = if has_conditions(action) {
            self.draft.id(&format!("which-{}", names.step), "which")
        } else {
            names.decision.clone()
        };
        let input = format!("{}-choice", names.step);
        let mut words = Vec::new();
        let mut rows = Vec::new();
        for one in within {
            let Some(names) = self.names.get(&one.path).cloned() else { continue };
            let said = conditions(one).join("; and ");
            let why = format!("what must hold is not there as data: {}", one_line(&said));
            let grounds = Grounds { source: self.citation(one), ..open(&why) };
            rows.push(DecisionRow {
                when: vec![condition(&input, Some(&names.step))],
                then: names.step.clone(),
                grounds,
            });
            words.push(names.step.clone());
            self.step(one, &names);
            self.draft.flow(&names.step, next, None, inferred("one of several is done"));
        }
        let none = "none";
        let grounds = inferred("what does not hold is passed over");
        let when = vec![condition(&input, Some(none))];
        rows.push(DecisionRow { when, then: next.to_owned(), grounds });
        words.push(none.to_owned());
        let grounds = open("the file does not say what follows where it is not known");
        let when = vec![condition(&input, None)];
        rows.push(DecisionRow { when, then: next.to_owned(), grounds });
        let question = title(action).unwrap_or_else(|| "Which is done?".to_owned());
        let inputs = vec![words_input((input, question.clone()), words)];
        self.draft.pathway.decisions.push(Decision { id: id.clone(), question, inputs, rows });
        id
    }

    /// Whether an action is done at all.
    fn whether(&mut self, action: &At<'_>, names: &Names, yes: &str, no: &str) {
        let all = action.items("condition");
        let named = all.iter().find_map(|one| one.get("expression")).filter(|expression| {
            expression.text("language").is_some_and(|language| language.ends_with("identifier"))
        });
        let name = named.and_then(|expression| expression.text("expression")).map(one_line);
        let said = conditions(action).join("; and ");
        let input = names.decision.clone();
        let label = name.clone().unwrap_or_else(|| format!("{} applies", names.step));
        let source = self.citation(action);
        self.draft.whether(Whether {
            id: &names.decision,
            question: &format!("{}?", label.trim_end_matches('?')),
            input: (input, label),
            said: &said,
            yes,
            no,
            source,
        });
    }

    fn step(&mut self, action: &At<'_>, names: &Names) {
        let name = title(action).unwrap_or_else(|| names.step.clone());
        let mut does: Vec<String> = Vec::new();
        let mut tell = |text: Option<&str>| {
            if let Some(text) = text.map(one_line).filter(|text| *text != name)
                && !does.contains(&text)
            {
                does.push(text);
            }
        };
        tell(action.text("title"));
        tell(action.text("description"));
        tell(action.text("textEquivalent"));
        if is_all_done(action) {
            for one in action.items("action") {
                for field in ["title", "description", "textEquivalent"] {
                    tell(one.text(field));
                }
            }
        }
        let (kind, codes) = self.codes(action);
        let grounds = match self.citation(action) {
            Some(source) => {
                Grounds { basis: ElementBasis::Stated, source: Some(source), why: None }
            }
            None => self.stated(action),
        };
        let actors = action.items("participant").iter().filter_map(|one| self.actor(one)).collect();
        action.take_all(&["id"]);
        self.draft.pathway.steps.push(Step {
            id: names.step.clone(),
            name,
            kind,
            actors,
            setting: None,
            does,
            activities: Vec::new(),
            codes,
            at_most: (action.text("cardinalityBehavior") == Some("single")).then_some(1),
            grounds,
        });
        self.timed(action, names);
    }

    /// What a step is, and its codes in other systems.
    fn codes(&mut self, action: &At<'_>) -> (StepKind, Vec<StepCode>) {
        let mut kind = None;
        let mut codes = Vec::new();
        for coding in action.items("code").iter().flat_map(|concept| concept.items("coding")) {
            coding.take_all(&["display"]);
            let (Some(system), Some(code)) = (coding.text("system"), coding.text("code")) else {
                continue;
            };
            if system.contains("/CodeSystem/cpg-common-process") {
                if code == "discharge-referral-of-patient" {
                    let message = "the code says discharge or referral: it is called a handover";
                    self.report.supplied(&coding.path, message);
                }
                kind = kind.or_else(|| of_process(code));
                continue;
            }
            let known = names::SYSTEMS.iter().find(|(_, address)| *address == system);
            let system = known.map_or(system, |(word, _)| word).to_owned();
            codes.push(StepCode { system, code: code.to_owned() });
        }
        for field in ["definitionCanonical", "definitionUri"] {
            let code = action.text(field).map(str::to_owned);
            codes.extend(code.map(|code| StepCode { system: "fhir-definition".to_owned(), code }));
        }
        let kind = kind.unwrap_or_else(|| {
            self.kinds_supplied.push(action.path.clone());
            StepKind::Intervention
        });
        (kind, codes)
    }

    fn actor(&mut self, participant: &At<'_>) -> Option<String> {
        let role = participant.get("role").and_then(|role| said(&role));
        let kind = participant.text("type");
        let role = role.or_else(|| kind.map(str::to_owned))?;
        Some(self.draft.actor(&role, None))
    }

    /// When it is done, where that is a program or a time without a beginning: it is
    /// owed, and the window is open.
    fn timed(&mut self, action: &At<'_>, names: &Names) {
        let values = action
            .items("dynamicValue")
            .into_iter()
            .filter(|one| one.text("path").is_some_and(|path| path.starts_with("timing")));
        let by_program = values.map(|one| {
            let program = one.get("expression").and_then(|at| at.text("expression").map(one_line));
            one.take();
            format!("its time is the program `{}`, not data", program.unwrap_or_default())
        });
        let by_time = action.named("timing").map(|one| {
            one.take();
            let field = one.path.rsplit('.').next().unwrap_or_default().to_owned();
            format!("its time is said as {field}, which is no window after something")
        });
        let whys: Vec<_> = by_program.chain(by_time).collect();
        let Some(why) = whys.first() else { return };
        let said =
            action.text("textEquivalent").map(|text| format!("; in words: {}", one_line(text)));
        let why = format!("{why}{}", said.unwrap_or_default());
        let name = title(action).unwrap_or_default();
        self.owed(names, ObligationTemplate::Existence, None, None, open(&why), &name);
    }

    /// One obligation more: that a step is done.
    pub(super) fn owed(
        &mut self,
        names: &Names,
        template: ObligationTemplate,
        trigger: Option<String>,
        window: Option<firstyear_core::pathway::Window>,
        grounds: Grounds,
        name: &str,
    ) {
        let id = self.draft.id(&format!("{}-in-time", names.step), "in-time");
        self.draft.pathway.obligations.push(Obligation {
            id,
            text: format!("{name}, in its time."),
            template,
            trigger,
            eligible: Vec::new(),
            expects: vec![names.step.clone()],
            window,
            per: Per::Case,
            discharged_by: Vec::new(),
            strength: Strength::Should,
            grounds,
        });
    }

    /// What an action cites.
    fn citation(&mut self, action: &At<'_>) -> Option<String> {
        let cited = action.items("documentation").into_iter().filter_map(|one| {
            let label = one.text("label").or_else(|| one.text("display"));
            let label = label.or_else(|| one.text("citation")).map(one_line)?;
            one.take_all(&["type"]);
            Some(label)
        });
        let cited: Vec<_> = cited.map(|label| self.draft.cited(&label)).collect();
        (!cited.is_empty()).then(|| cited.join("; "))
    }

    /// Grounds by the place in the file.
    pub(super) fn stated(&self, at: &At<'_>) -> Grounds {
        self.draft.stated(at.path.get(self.prefix..).unwrap_or(&at.path))
    }
}

/// The task of a workflow in which a plan is asked, by its code.
fn task<'v>(plan: &At<'v>) -> Option<(At<'v>, StepCode)> {
    let contexts = plan.items("useContext").into_iter();
    let mut tasks =
        contexts.filter(|one| one.get("code").and_then(|code| code.peek("code")) == Some("task"));
    let context = tasks.next()?;
    let coding = context.get("valueCodeableConcept")?.items("coding").into_iter().next()?;
    let (system, code) = (coding.peek("system")?.to_owned(), coding.peek("code")?.to_owned());
    Some((context, StepCode { system, code }))
}

/// What an action is called.
pub(super) fn title(action: &At<'_>) -> Option<String> {
    let text = action.text("title").or_else(|| action.text("description"));
    let text = text.or_else(|| action.text("textEquivalent")).map(one_line);
    text.or_else(|| action.items("code").first().and_then(said))
}

/// What must hold for an action, as people read it where the file says so.
fn conditions(action: &At<'_>) -> Vec<String> {
    let all = action.items("condition").into_iter();
    let applies = all.filter(|one| one.text("kind") == Some("applicability"));
    let said = applies.map(|one| {
        let Some(expression) = one.get("expression") else { return "not said".to_owned() };
        let description = expression.text("description");
        let program = expression.text("expression").or_else(|| expression.text("reference"));
        expression.take_all(&["language"]);
        match (description, program) {
            (Some(said), Some(program)) if said != program => format!("`{program}`: {said}"),
            (said, program) => said.or(program).unwrap_or("not said").to_owned(),
        }
    });
    said.collect()
}

fn has_conditions(action: &At<'_>) -> bool {
    action.items("condition").iter().any(|one| one.text("kind") == Some("applicability"))
}

/// Whether what stands within an action is only what is done in it, in words.
fn is_all_done(action: &At<'_>) -> bool {
    const WORDS: [&str; 4] = ["title", "description", "textEquivalent", "prefix"];
    let within = action.items("action");
    let in_words = |one: &At<'_>| {
        let fields = one.value().as_object();
        fields.is_some_and(|fields| fields.keys().all(|name| WORDS.contains(&name.as_str())))
    };
    !within.is_empty() && within.iter().all(in_words)
}

/// Whether an action only holds others.
fn is_group(action: &At<'_>) -> bool {
    let defined = action.named("definition").next().is_some();
    action
        .get("action")
        .is_some_and(|within| within.value().as_array().is_some_and(|all| !all.is_empty()))
        && !defined
        && !is_all_done(action)
}

/// Whether at most one of those within is done.
fn is_choice(action: &At<'_>) -> bool {
    let one = matches!(action.text("selectionBehavior"), Some("exactly-one" | "at-most-one"));
    let within = action.items("action");
    one && within.iter().all(|one| has_conditions(one) && !is_group(one))
}

/// A step by the term of CPG-on-FHIR for what is done.
fn of_process(code: &str) -> Option<StepKind> {
    Some(match code {
        "registration" => StepKind::Contact,
        "triage" | "history-and-physical" | "diagnostic-testing" | "determine-diagnosis" => {
            StepKind::Test
        }
        "provide-counseling"
        | "guideline-based-care"
        | "dispense-medications"
        | "emergency-care" => StepKind::Intervention,
        "discharge-referral-of-patient" => StepKind::Handover,
        "record-and-report" => StepKind::Outcome,
        "monitor-and-follow-up-of-patient" => StepKind::Review,
        _ => return None,
    })
}
