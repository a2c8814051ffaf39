//! Do the care pathways work: what a project asks of them, answered.
//!
//! A pathway is held against its reference by what is written, and against an event log by
//! what is recorded. What comes of a log leaves through the rules of
//! [`pathway_judgement`](crate::pathway_judgement) and [`release`](crate::release). Two
//! results of one restricted log are not held against each other, so that a log answers one
//! question.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::{Component, Path};

use firstyear_core::event::CaseLog;
use firstyear_core::pathway::CarePathway;
use firstyear_core::project::{Disclosure, PathwayQuestion, Project, ProjectLog, ProjectPathway};
use firstyear_core::{Cell, Place, Problem, ProblemCode, SourceClass, SourceId};
use firstyear_pathways::{
    CascadeError, Comparison, Finding, Grouping, JudgeError, PathwayLog, StageChoiceError,
    cascade as count, chosen_stages, diff, judge,
};

use crate::{
    CascadeAsked, CascadeQuestionError, Evidence, Flow, LogDisclosure, NoFlow, PathwayCascade,
    PathwayJudgement, QuestionError, Released, Rules, Unanswered, cascade, flow, pathway_judgement,
    release,
};

/// What a project is told of a care pathway.
#[derive(Clone, Debug, PartialEq)]
pub struct PathwayAnswer {
    /// The pathway.
    pub pathway: CarePathway,
    /// Whether the check found no error in it; nothing else is told of one that has any.
    pub is_sound: bool,
    /// What it is held against, where that is sound.
    pub reference: Option<CarePathway>,
    /// The source of the log that it is held against.
    pub source: Option<SourceId>,
    /// What became of what it owes.
    pub judgement: Option<Released<PathwayJudgement>>,
    /// How far people come; `None` as well for a pathway without stages.
    pub cascade: Option<Released<PathwayCascade>>,
    /// The answer to the plan of flow, which are the numbers of the plan and of no log.
    pub flow: Option<Flow>,
    /// What in the log does not fit the pathway. Of a restricted log it is not said how
    /// often.
    pub problems: Vec<Problem>,
}

impl PathwayAnswer {
    /// What the pathway keeps of its reference.
    #[must_use]
    pub fn comparison(&self) -> Option<Comparison<'_>> {
        Some(diff(&self.pathway, self.reference.as_ref()?))
    }
}

/// Why something of a care pathway is not told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoPathway {
    /// The pathway has an error.
    #[error(
        "the pathway is not sound, and nobody is judged by it: mend what `firstyear check` says of it"
    )]
    NotSound,
    /// The reference has an error.
    #[error(
        "the reference is not sound, and nothing is held against it: mend what `firstyear check` says of it"
    )]
    ReferenceNotSound,
    /// The mapping does not fit the pathway.
    #[error(
        "the log was not read, since its mapping does not fit the pathway: mend what `firstyear check` says of it"
    )]
    NotRead,
    /// Another question reads the same restricted log.
    #[error(
        "the question before it tells of the same restricted log, and small counts could be worked out of both together: leave out one of them"
    )]
    SameLog,
    /// The project hides more than results about logs do.
    #[error(
        "results about logs withhold counts of 1 to 7, and `[disclosure]` of the project asks for {from} to {to}: narrow it, or leave out the log"
    )]
    Rule {
        /// The smallest count that is to be hidden.
        from: u64,
        /// The largest.
        to: u64,
    },
    /// No event has a time.
    #[error(
        "no event of the log has a time, so that nothing says until when it was kept: give `as_of`"
    )]
    NoDay,
    /// An id of `stages` is of nothing.
    #[error("`stages`: {0}")]
    Stages(StageChoiceError),
    /// A category is none.
    #[error("`against`: {0}")]
    Against(CascadeQuestionError),
    /// The plan of flow has no answer.
    #[error("`flow`: {0}")]
    Flow(String),
    /// Something of this program does not fit together.
    #[error("{0}")]
    Defect(String),
}

/// The group of each case, or of each pair where two groups are named; `None` for none.
///
/// # Errors
///
/// The name that the mapping of the log does not have.
pub fn log_grouping(
    reading: &PathwayLog<'_>,
    log: &CaseLog,
    by: &[String],
) -> Result<Option<Grouping>, String> {
    let one = |id: &String| reading.grouping(log, id).map_err(str::to_owned);
    match by {
        [] => Ok(None),
        [only] => one(only).map(Some),
        [first, second, ..] => Ok(Some(one(first)?.pair(&one(second)?))),
    }
}

/// Answers every question of a project about pathways, with what has no answer.
pub(crate) fn pathway_answers(
    project: &Project,
    evidence: &Evidence<'_>,
    rules: &Rules,
) -> (Vec<PathwayAnswer>, Vec<Unanswered>) {
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let mut asking =
        Asking { evidence, rules, threads, told: BTreeSet::new(), lacking: Vec::new() };
    let mut unanswered = Vec::new();
    let questions = project.pathways.iter().zip(&evidence.data.pathways);
    let answers = questions.map(|(question, read)| {
        let answer = asking.answer(question, read);
        unanswered.extend(asking.lacking.drain(..).map(|why| Unanswered {
            question: format!("pathway: {}", question.pathway),
            why: QuestionError::Pathway(why),
        }));
        answer
    });
    (answers.collect(), unanswered)
}

struct Asking<'a> {
    evidence: &'a Evidence<'a>,
    rules: &'a Rules,
    threads: NonZeroUsize,
    /// The restricted logs of which something was told.
    told: BTreeSet<String>,
    /// What the question that is asked is not told.
    lacking: Vec<NoPathway>,
}

impl Asking<'_> {
    fn answer(&mut self, question: &PathwayQuestion, read: &ProjectPathway) -> PathwayAnswer {
        let mut answer = PathwayAnswer {
            pathway: read.pathway.clone(),
            is_sound: read.is_sound,
            reference: None,
            source: read.log.as_ref().map(|log| log.source.clone()),
            judgement: None,
            cascade: None,
            flow: None,
            problems: Vec::new(),
        };
        if !read.is_sound {
            self.lacking.push(NoPathway::NotSound);
            return answer;
        }
        match &read.reference {
            Some(reference) if !reference.is_sound => {
                self.lacking.push(NoPathway::ReferenceNotSound);
            }
            reference => answer.reference = reference.as_ref().map(|one| one.pathway.clone()),
        }
        if let Some(log) = &read.log
            && let Err(why) = self.log(question, log, &mut answer)
        {
            self.lacking.push(why);
        }
        if let Some(plan) = &read.flow {
            match flow(&read.pathway, plan, self.threads) {
                Ok(found) => answer.flow = Some(found),
                Err(why) => self.lacking.push(no_flow(&why)),
            }
        }
        answer
    }

    /// What the log says: what became of what is owed, then how far people come.
    fn log(
        &mut self,
        question: &PathwayQuestion,
        log: &ProjectLog,
        answer: &mut PathwayAnswer,
    ) -> Result<(), NoPathway> {
        let class = if self.rules.shows_everything() {
            SourceClass::Published
        } else {
            self.evidence.class(&log.source)
        };
        let events = log.events.as_ref().ok_or(NoPathway::NotRead)?;
        if class == SourceClass::Restricted {
            self.may_be_told(&log.file)?;
        }
        let pathway = &answer.pathway;
        let reading = PathwayLog::new(pathway, &log.mapping).map_err(|_| NoPathway::NotRead)?;
        let grouping = log_grouping(&reading, events, &question.by).map_err(NoPathway::Defect)?;
        let whole = Grouping::whole(events.len());
        let by = grouping.as_ref().unwrap_or(&whole);
        let judged =
            judge(&reading, events, by, self.threads).map_err(|error| not_judged(&error))?;
        let disclosure = LogDisclosure::of(class);
        let mut found = judged.findings.clone();
        answer.judgement =
            Some(pathway_judgement(pathway, &judged, &whole, grouping.as_ref(), disclosure));
        let stages = match chosen_stages(pathway, &question.stages) {
            Err(StageChoiceError::None { .. }) => Vec::new(),
            chosen => chosen.map_err(NoPathway::Stages)?,
        };
        if !stages.is_empty() {
            let counted = count(&reading, events, &stages, by, self.threads)
                .map_err(|error| not_counted(&error))?;
            found.extend(counted.findings.iter().cloned());
            let how = CascadeAsked {
                reference: question.against.as_deref(),
                horizon: question.horizon,
                confidence: self.evidence.confidence,
                class,
            };
            let told = cascade(&counted, pathway, grouping.as_ref(), &how);
            let told = told.map_err(NoPathway::Against)?;
            // Beside a judgement, which keeps the rule of logs, a narrower one of the project
            // would show what that withholds.
            answer.cascade = Some(match class {
                SourceClass::Restricted => release(told, &Rules::from(Disclosure::default())),
                SourceClass::Published => release(told, self.rules),
            });
        }
        answer.problems = problems(found, class, &log.file);
        Ok(())
    }

    /// Whether counts of a restricted log may be told beside what was told already.
    fn may_be_told(&mut self, file: &str) -> Result<(), NoPathway> {
        let Disclosure { withhold_from: from, withhold_to: to } = self.rules.range();
        let hides = |count| matches!(LogDisclosure::Rounded.shown(count), Cell::Withheld(_));
        if !(from..=to).all(hides) {
            return Err(NoPathway::Rule { from, to });
        }
        // One file has many names: `./log.csv` is `log.csv`.
        let parts = Path::new(file).components().filter(|part| *part != Component::CurDir);
        let name: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
        if self.told.insert(name.join("/")) { Ok(()) } else { Err(NoPathway::SameLog) }
    }
}

/// What in a log does not fit, each kind and element once.
fn problems(found: Vec<Finding>, class: SourceClass, file: &str) -> Vec<Problem> {
    let mut told: Vec<Problem> = Vec::new();
    for finding in found {
        let problem = finding_of_log(finding, class, Place::file(file));
        if !told.contains(&problem) {
            told.push(problem);
        }
    }
    told
}

/// What a finding says of a log of this class: of a restricted one without figures and without
/// words of the log.
#[must_use]
pub fn finding_of_log(finding: Finding, class: SourceClass, place: Place) -> Problem {
    match class {
        SourceClass::Published => finding.at(place),
        SourceClass::Restricted => without_counts(&finding, place),
    }
}

fn without_counts(finding: &Finding, place: Place) -> Problem {
    let plain = finding.element.to_string().replace(char::is_control, " ");
    let what = match finding.code {
        ProblemCode::CaseWithoutIndex => "some cases never come to it, with which a case begins",
        ProblemCode::ClockAmbiguous => "it begins more than once in some cases",
        ProblemCode::ClockWithoutStart => "the log does not say when it begins in some cases",
        ProblemCode::EventActivityUnknown => "some events are of activities that stand for no step",
        ProblemCode::EventBeforeClock => {
            "a step that is expected after it comes before it in some cases"
        }
        ProblemCode::EventOrder => "some cases have times with an offset beside times without one",
        ProblemCode::EventRepeated => "some events are repeated: they are counted once",
        ProblemCode::EventTimeMissing => "some events have no time",
        ProblemCode::EventValueUnreadable => {
            "some texts of the log cannot be read as what they tell"
        }
        _ => "some of the log does not fit",
    };
    Problem::new(finding.code, place, format!("{plain}: {what}"))
}

fn not_judged(error: &JudgeError) -> NoPathway {
    match error {
        JudgeError::NoDay => NoPathway::NoDay,
        _ => NoPathway::Defect(error.to_string()),
    }
}

fn not_counted(error: &CascadeError) -> NoPathway {
    match error {
        CascadeError::Log(error) => not_judged(error),
        _ => NoPathway::Defect(error.to_string()),
    }
}

fn no_flow(why: &NoFlow) -> NoPathway {
    NoPathway::Flow(why.to_string())
}
