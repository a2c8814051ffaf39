//! A project with the answers to its questions: what `check`, `report`, `gap`
//! and `inequality` share.

use firstyear_analysis::{Answers, Evidence, Rules, Unanswered, answers_by};
use firstyear_catalogue::catalogue;
use firstyear_core::Problem;
use firstyear_export::problems;
use firstyear_export::site::{MethodNote, Report, ReportPlace, WordNote};
use firstyear_export::words::Words;
use firstyear_ingest::ProjectData;

use crate::args::Disclosure;
use crate::exit::Code;
use crate::load;

/// What was read, and what it answers.
pub(crate) struct Asked<'a> {
    read: &'a ProjectData,
    pub(crate) answers: Answers,
    /// What is wrong with the files, and what in logs does not fit their pathways.
    pub(crate) problems: Vec<Problem>,
}

impl<'a> Asked<'a> {
    /// Asks every question of a project.
    pub(crate) fn of(read: &'a ProjectData) -> Self {
        Self::with(read, &Rules::of(&read.project))
    }

    fn with(read: &'a ProjectData, rules: &Rules) -> Self {
        let answers = answers_by(&read.project, &evidence(read), rules);
        let of_logs = answers.pathways.iter().flat_map(|one| &one.problems);
        let problems = read.read.problems.iter().chain(of_logs).cloned().collect();
        Self { read, answers, problems }
    }

    /// The same with as much hidden as is asked for.
    pub(crate) fn by(read: &'a ProjectData, disclosure: Disclosure) -> Self {
        match disclosure {
            Disclosure::Rules => Self::of(read),
            Disclosure::None => Self::with(read, &Rules::none()),
        }
    }

    /// What the questions were asked of.
    pub(crate) fn evidence(&self) -> Evidence<'a> {
        evidence(self.read)
    }

    /// Everything that pages are made of.
    pub(crate) fn report<'r>(
        &'r self,
        methods: &'r [MethodNote],
        words: &'r [WordNote],
    ) -> Report<'r> {
        let catalogue = catalogue();
        Report {
            project: &self.read.project,
            indicators: &self.read.indicators,
            dimensions: catalogue.dimensions(),
            drivers: catalogue.drivers(),
            interventions: catalogue.interventions(),
            library: catalogue.library(),
            sources: &self.read.read.rows.sources,
            geography: &self.read.read.rows.geography,
            maps: &self.read.read.rows.maps,
            answers: &self.answers,
            problems: &self.problems,
            methods,
            words,
            version: env!("CARGO_PKG_VERSION"),
            language: Words::of(self.read.project.language),
            inputs: &self.read.inputs,
            place: ReportPlace::Alone,
        }
    }

    /// Says on standard error what was wrong with the files, and which
    /// questions have no answer.
    pub(crate) fn warn(&self) {
        if !self.problems.is_empty() {
            anstream::eprint!("{}", problems::text(&self.problems));
        }
        self.warn_of_questions();
        if self.answers.not_for_release {
            anstream::eprintln!(
                "warning: nothing of restricted sources is hidden: what was written contains \
                 figures that must not be published"
            );
        }
    }

    /// Says which questions have no answer.
    pub(crate) fn warn_of_questions(&self) {
        for question in &self.answers.unanswered {
            anstream::eprintln!("warning: no answer to `{}`: {}", question.question, question.why);
        }
    }

    /// How many questions have no answer, in words; `None` where all have one.
    pub(crate) fn without_answer(&self) -> Option<String> {
        match self.answers.unanswered.len() {
            0 => None,
            1 => Some("1 question without an answer".to_owned()),
            many => Some(format!("{many} questions without an answer")),
        }
    }

    /// Refusal where an answer would give a small count away, then problems
    /// where a row has an error or a question no answer.
    pub(crate) fn verdict(&self) -> Code {
        let why = |one: &Unanswered| one.why.is_refusal();
        if self.answers.unanswered.iter().any(why) {
            Code::Refused
        } else if self.answers.unanswered.is_empty() {
            load::verdict(&self.problems)
        } else {
            Code::Problems
        }
    }
}

/// What was read, beside the code lists.
pub(crate) fn evidence(read: &ProjectData) -> Evidence<'_> {
    let catalogue = catalogue();
    Evidence {
        data: &read.read.rows,
        indicators: &read.indicators,
        dimensions: catalogue.dimensions(),
        interventions: catalogue.interventions(),
        themes: catalogue.themes(),
        matrix: read
            .read
            .rows
            .matrices
            .first()
            .map_or_else(|| catalogue.self_assessment(), |own| &own.item),
        confidence: read.project.confidence,
    }
}
