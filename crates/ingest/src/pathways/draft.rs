//! A draft that a file of another system fills as far as it goes.

use std::collections::BTreeSet;

use firstyear_core::pathway::{
    Actor, CarePathway, Condition, Decision, DecisionInput, DecisionRow, ElementBasis, Exit,
    ExitReason, Flow, Grounds, InputKind, PathwayKind, PathwaySource, PathwayStatus,
    PopulationPart, Step, StepKind,
};
use firstyear_core::slug;

/// The words of an input that holds or does not.
const YES: &str = "yes";
const NO: &str = "no";

/// What is said where a file does not say it.
const NOT_SAID: &str = "not said in the file";

/// A pathway on the way, and the ids that are used up.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) pathway: CarePathway,
    used: BTreeSet<String>,
}

impl Draft {
    /// An empty draft of this title, itself its first source.
    pub(super) fn new(id: &str, title: &str, format: &str) -> Self {
        let id = short(id).unwrap_or_else(|| "pathway".to_owned());
        let pathway = CarePathway {
            schema_version: 1,
            id: id.clone(),
            version: String::new(),
            title: title.to_owned(),
            kind: PathwayKind::Reference,
            area: None,
            derived_from: None,
            status: PathwayStatus::Draft,
            review: format!("Read from {format}; for clinical review, not clinical advice."),
            theme: None,
            summary: title.to_owned(),
            population: Vec::new(),
            index: String::new(),
            clocks: Vec::new(),
            actors: Vec::new(),
            steps: Vec::new(),
            decisions: Vec::new(),
            exits: Vec::new(),
            flow: Vec::new(),
            obligations: Vec::new(),
            measures: Vec::new(),
            stages: Vec::new(),
            open_questions: Vec::new(),
            sources: vec![PathwaySource {
                id,
                title: title.to_owned(),
                publisher: NOT_SAID.to_owned(),
                year: None,
            }],
        };
        Self { pathway, used: BTreeSet::new() }
    }

    /// An id after `wanted` that no step, decision, exit or obligation has yet.
    pub(super) fn id(&mut self, wanted: &str, otherwise: &str) -> String {
        let base = short(wanted).unwrap_or_else(|| otherwise.to_owned());
        let mut id = base.clone();
        let mut number = 2;
        while !self.used.insert(id.clone()) {
            id = format!("{base}-{number}");
            number += 1;
        }
        id
    }

    /// Grounds that the file states, at this place in it.
    pub(super) fn stated(&self, place: &str) -> Grounds {
        let source = format!("{} {place}", self.pathway.id);
        Grounds {
            basis: ElementBasis::Stated,
            source: Some(source.trim_end().to_owned()),
            why: None,
        }
    }

    /// Grounds by what the file cites, such as `WHO recommendations (2016): B.1.5`: what
    /// stands before the colon is the source.
    pub(super) fn cited(&mut self, label: &str) -> String {
        let (title, within) = label.split_once(':').unwrap_or((label, ""));
        let title = title.trim();
        let Some(id) = short(title) else { return self.pathway.id.clone() };
        if !self.pathway.sources.iter().any(|source| source.id == id) {
            self.pathway.sources.push(PathwaySource {
                id: id.clone(),
                title: title.to_owned(),
                publisher: NOT_SAID.to_owned(),
                year: year(title),
            });
        }
        format!("{id} {}", within.trim()).trim_end().to_owned()
    }

    /// Who acts, by role.
    pub(super) fn actor(&mut self, role: &str, agency: Option<&str>) -> String {
        let id = short(role).unwrap_or_else(|| "actor".to_owned());
        if !self.pathway.actors.iter().any(|actor| actor.id == id) {
            let agency = agency.unwrap_or(NOT_SAID).to_owned();
            self.pathway.actors.push(Actor { id: id.clone(), name: role.to_owned(), agency });
        }
        id
    }

    /// Those whom it is for, where the file says nothing.
    pub(super) fn population_open(&mut self) {
        let grounds = open("the file does not say whom it is for");
        self.pathway.population.push(PopulationPart { text: NOT_SAID.to_owned(), grounds });
    }

    /// What follows what.
    pub(super) fn flow(&mut self, from: &str, to: &str, when: Option<&str>, grounds: Grounds) {
        let (from, to, when) = (from.to_owned(), to.to_owned(), when.map(str::to_owned));
        if !self.pathway.flow.iter().any(|flow| flow.from == from && flow.to == to) {
            self.pathway.flow.push(Flow { from, to, when, grounds });
        }
    }

    /// The exit at which what nothing follows ends.
    pub(super) fn end(&mut self) -> String {
        let known = self.pathway.exits.iter().find(|exit| exit.reason == ExitReason::Completed);
        if let Some(exit) = known {
            return exit.id.clone();
        }
        let id = self.id("done", "done");
        let grounds = inferred("nothing follows in the file");
        let reason = ExitReason::Completed;
        let name = "Done".to_owned();
        self.pathway.exits.push(Exit { id: id.clone(), name, reason, closes: true, grounds });
        id
    }

    /// A step with which a case begins, where the file begins with none; its id.
    pub(super) fn begin(&mut self, name: String, grounds: Grounds) -> String {
        let id = self.id(&name, "begin");
        let step = Step {
            id: id.clone(),
            name,
            kind: StepKind::Contact,
            actors: Vec::new(),
            setting: None,
            does: Vec::new(),
            activities: Vec::new(),
            codes: Vec::new(),
            at_most: None,
            grounds,
        };
        self.pathway.steps.insert(0, step);
        self.pathway.index.clone_from(&id);
        id
    }

    /// A decision whether something holds that the file has as a program or as text.
    /// Who follows neither way, or is not known, passes on.
    pub(super) fn whether(&mut self, asked: Whether<'_>) {
        let Whether { id, question, input, said, yes, no, source } = asked;
        let row = |is: &str, then: &str, grounds| {
            let when = condition(&input.0, Some(is));
            DecisionRow { when: vec![when], then: then.to_owned(), grounds }
        };
        let why = format!("what must hold is not there as data: {}", one_line(said));
        let held = Grounds { source, ..open(&why) };
        let not_known = "the file does not say what follows where it is not known";
        let missing = DecisionRow {
            when: vec![condition(&input.0, None)],
            then: no.to_owned(),
            grounds: open(not_known),
        };
        let rows = vec![
            row(YES, yes, held),
            row(NO, no, inferred("what does not hold is passed over")),
            missing,
        ];
        let words = vec![YES.to_owned(), NO.to_owned()];
        let inputs = vec![words_input(input, words)];
        self.pathway.decisions.push(Decision {
            id: id.to_owned(),
            question: question.to_owned(),
            inputs,
            rows,
        });
    }
}

/// Whether something holds, and what follows.
pub(super) struct Whether<'a> {
    pub(super) id: &'a str,
    pub(super) question: &'a str,
    /// The id and the name of what is looked at.
    pub(super) input: (String, String),
    /// What must hold, as the file has it.
    pub(super) said: &'a str,
    pub(super) yes: &'a str,
    pub(super) no: &'a str,
    pub(super) source: Option<String>,
}

/// An input with these words.
pub(super) fn words_input((id, name): (String, String), words: Vec<String>) -> DecisionInput {
    let kind = InputKind::Words;
    DecisionInput { id, name, kind, unit: None, least: None, most: None, words }
}

/// That an input is a word, or is not recorded.
pub(super) fn condition(input: &str, is: Option<&str>) -> Condition {
    Condition {
        input: input.to_owned(),
        at_least: None,
        below: None,
        is: is.map(str::to_owned).into_iter().collect(),
        missing: is.is_none(),
    }
}

pub(super) fn inferred(why: &str) -> Grounds {
    Grounds { basis: ElementBasis::Inferred, source: None, why: Some(why.to_owned()) }
}

pub(super) fn open(why: &str) -> Grounds {
    Grounds { basis: ElementBasis::Open, source: None, why: Some(why.to_owned()) }
}

/// Text without line ends and runs of blanks.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An id after a text: ids stay short enough to be read.
pub(super) fn short(text: &str) -> Option<String> {
    const LONGEST: usize = 64;
    let id = slug(text)?;
    if id.len() <= LONGEST {
        return Some(id);
    }
    // All of it is ASCII, as slugs are.
    let cut = &id[..LONGEST];
    let whole_words = cut.rfind('-').map_or(cut, |end| &cut[..end]);
    Some(whole_words.to_owned())
}

/// The year in brackets in a title, such as `(2016)`.
fn year(title: &str) -> Option<u16> {
    let inside = title.split('(').skip(1).filter_map(|part| part.split(')').next());
    inside
        .filter(|text| text.len() == 4)
        .find_map(|text| text.parse().ok())
        .filter(|year| (1500..=2999).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_a_source_and_a_place_in_it() {
        let mut draft = Draft::new("ANC.DT.15", "Counselling", "FHIR");
        let source = draft.cited("WHO ANC recommendations (2016): B.1.5. Tobacco use (3)");
        assert_eq!(source, "who-anc-recommendations-2016 B.1.5. Tobacco use (3)");
        assert_eq!(draft.cited("WHO ANC recommendations (2016)"), "who-anc-recommendations-2016");
        assert_eq!(draft.pathway.sources.len(), 2);
        assert_eq!(draft.pathway.sources[1].year, Some(2016));
        assert_eq!(draft.cited("::"), "anc-dt-15");
    }

    #[test]
    fn no_two_have_one_id() {
        let mut draft = Draft::new("", "", "FHIR");
        assert_eq!(draft.pathway.id, "pathway");
        let ids = ["Refer", "refer!", "§", "§"].map(|text| draft.id(text, "step-1"));
        assert_eq!(ids, ["refer", "refer-2", "step-1", "step-1-2"]);
        let long = draft.id(&"long words ".repeat(40), "x");
        assert!(long.len() <= 64 && long.ends_with("long"), "{long}");
        assert!(draft.id(&"x".repeat(400), "x").len() == 64);
    }
}
