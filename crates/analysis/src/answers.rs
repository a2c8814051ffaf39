//! Every question of a project, asked and released.

use firstyear_core::project::{
    AreaProfileQuestion, Project, ScorecardQuestion, SelfAssessmentQuestion,
};
use firstyear_core::{AreaCode, IndicatorId, SourceClass};

use crate::pathway_answer::pathway_answers;
use crate::shown::Figures;
use crate::together::Together;
use crate::{
    AreaComparison, AreaFunnel, AreaProfile, AreaProfileAsked, AreaSelection, Causes, DataQuality,
    DeathsReview, Decomposition, Disclose, EquityAudit, Evaluation, Evidence, GapScenario,
    GapTrend, InequalityProfile, Learning, PathwayAnswer, Ppor, PrintedArithmetic, Progress,
    QuestionError, Released, Rules, Scorecard, ScorecardAsked, SelfAssessment, SelfAssessmentAsked,
    SmallAreas, Spc, ThemeTables, Trend, area_comparison, area_funnel, area_profile,
    area_selection, causes, data_quality, deaths_review, decomposition, equity_audit, evaluation,
    gap_scenario, gap_trend, inequality_profile, learning, ppor, printed_arithmetic, progress,
    release, scorecard, self_assessment, small_areas, spc, themes, trend,
};

/// The answers to the questions of a project, in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// Groups held against all.
    pub gaps: Vec<Released<GapTrend>>,
    /// Rates across dimensions.
    pub profiles: Vec<Released<InequalityProfile>>,
    /// Areas against a comparator.
    pub areas: Vec<Released<AreaComparison>>,
    /// Deaths by cause and age.
    pub causes: Vec<Released<Causes>>,
    /// Rates over time.
    pub trends: Vec<Released<Trend>>,
    /// Rates over time on control charts.
    pub control_charts: Vec<Released<Spc>>,
    /// Areas by their size.
    pub funnels: Vec<Released<AreaFunnel>>,
    /// Areas with few events.
    pub small_areas: Vec<Released<SmallAreas>>,
    /// Why rates differ.
    pub decompositions: Vec<Released<Decomposition>>,
    /// In which period of life more die.
    pub periods_of_risk: Vec<Released<Ppor>>,
    /// What would narrow gaps.
    pub scenarios: Vec<Released<GapScenario>>,
    /// Whether something that was done worked.
    pub evaluations: Vec<Released<Evaluation>>,
    /// Which areas to turn to first.
    pub selections: Vec<Released<AreaSelection>>,
    /// How areas stand on many indicators.
    pub scorecards: Vec<Released<Scorecard>>,
    /// What is known of single areas.
    pub area_profiles: Vec<Released<AreaProfile>>,
    /// What followed recommendations.
    pub learnings: Vec<Released<Learning>>,
    /// How far areas say they are.
    pub self_assessments: Vec<Released<SelfAssessment>>,
    /// Who uses services against who needs them.
    pub equity_audits: Vec<Released<EquityAudit>>,
    /// What reviews of infant deaths found.
    pub deaths_reviews: Vec<Released<DeathsReview>>,
    /// Whether care pathways work.
    pub pathways: Vec<PathwayAnswer>,
    /// The state of the data.
    pub quality: Released<DataQuality>,
    /// What publications print, recomputed.
    pub printed: Released<PrintedArithmetic>,
    /// What was recommended, by theme.
    pub themes: Released<ThemeTables>,
    /// What became of it by the day of the project; `None` for a project without
    /// recommendations or without a day.
    pub progress: Option<Released<Progress>>,
    /// Questions without an answer, and why.
    pub unanswered: Vec<Unanswered>,
    /// Whether figures are among them that must not be published: nothing of a
    /// restricted source was hidden.
    pub not_for_release: bool,
}

/// A question without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The question, as the project file names it.
    pub question: String,
    /// Why there is no answer.
    pub why: QuestionError,
}

/// Asks every question of `project`. One without an answer does not spoil the
/// others.
///
/// Of restricted sources, answers are held against each other in the order of
/// [`Answers`]: what one hides does not come out of another. One that would
/// give a small count away beside those before it is refused with
/// [`QuestionError::Disclosive`].
#[must_use]
pub fn answers(project: &Project, evidence: &Evidence<'_>) -> Answers {
    answers_by(project, evidence, &Rules::of(project))
}

/// The same by rules that are not those of the project, such as [`Rules::none`].
#[must_use]
pub fn answers_by(project: &Project, evidence: &Evidence<'_>, rules: &Rules) -> Answers {
    let together = Together::new(evidence, rules);
    let mut asking =
        Asking { project, evidence, rules, together, step: Step::Note, unanswered: Vec::new() };
    // Without published figures there is nothing to take note of.
    if evidence.is_restricted() && evidence.has_figures_of(SourceClass::Published) {
        asking.every_kind();
    }
    asking.step = Step::Release;
    loop {
        asking.unanswered.clear();
        asking.together.begin();
        let answers = asking.every_kind();
        // Each time more counts are held, so that it ends.
        if !asking.together.must_begin_again() {
            return answers;
        }
    }
}

/// What is done with the answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// What is published of it is taken note of.
    Note,
    /// It is released.
    Release,
}

/// The state of asking: what was answered, and what was not.
struct Asking<'a> {
    project: &'a Project,
    evidence: &'a Evidence<'a>,
    rules: &'a Rules,
    together: Together<'a>,
    step: Step,
    unanswered: Vec<Unanswered>,
}

impl Asking<'_> {
    fn every_kind(&mut self) -> Answers {
        let project = self.project;
        let asked = |question: &ScorecardQuestion| ScorecardAsked {
            question: question.clone(),
            gaps: project.gaps.clone(),
            as_of: project.as_of,
        };
        let scorecards: Vec<_> = project.scorecards.iter().map(asked).collect();
        let profiled = |question: &AreaProfileQuestion| AreaProfileAsked {
            question: question.clone(),
            as_of: project.as_of,
        };
        let profiles: Vec<_> = project.area_profiles.iter().map(profiled).collect();
        let assessed = |question: &SelfAssessmentQuestion| SelfAssessmentAsked {
            question: question.clone(),
            as_of: project.as_of,
        };
        let assessed: Vec<_> = project.self_assessments.iter().map(assessed).collect();
        Answers {
            gaps: self.all("gap", &project.gaps, gap_trend, |one| one.group.clone()),
            profiles: self.all("profile", &project.profiles, inequality_profile, |one| {
                one.dimension.to_string()
            }),
            areas: self.all("areas", &project.areas, area_comparison, |one| one.name.clone()),
            causes: self.all("causes", &project.causes, causes, |one| one.dimension.to_string()),
            trends: self.all("trend", &project.trends, trend, |one| one.name.clone()),
            control_charts: self.all("spc", &project.control_charts, spc, |one| one.name.clone()),
            funnels: self.all("funnel", &project.funnels, area_funnel, |one| one.name.clone()),
            small_areas: self
                .all("small_areas", &project.small_areas, small_areas, |one| one.name.clone()),
            decompositions: self.all(
                "decomposition",
                &project.decompositions,
                decomposition,
                |one| one.dimension.to_string(),
            ),
            periods_of_risk: self
                .all("ppor", &project.periods_of_risk, ppor, |one| one.group.name.clone()),
            scenarios: self
                .all("scenario", &project.scenarios, gap_scenario, |one| one.name.clone()),
            evaluations: self
                .all("evaluation", &project.evaluations, evaluation, |one| one.name.clone()),
            selections: self
                .all("selection", &project.selections, area_selection, |one| one.name.clone()),
            scorecards: self
                .all("scorecard", &scorecards, scorecard, |one| one.question.name.clone()),
            area_profiles: self.all("area_profile", &profiles, area_profile, |one| {
                one.question.name.clone().unwrap_or_else(|| one.question.among.clone())
            }),
            learnings: self.all("learning", &project.learnings, learning, |one| one.name.clone()),
            self_assessments: self.all("self_assessment", &assessed, self_assessment, |one| {
                one.question.name.clone()
            }),
            equity_audits: self
                .all("equity_audit", &project.equity_audits, equity_audit, |one| one.name.clone()),
            deaths_reviews: self.all(
                "deaths_review",
                &project.deaths_reviews,
                deaths_review,
                |one| one.name.clone(),
            ),
            pathways: self.pathways(),
            quality: release(data_quality(self.evidence), self.rules),
            printed: release(printed_arithmetic(self.evidence), self.rules),
            themes: release(themes(self.evidence, &project.theme_comparisons), self.rules),
            progress: project
                .as_of
                .filter(|_| !self.evidence.data.recommendations.is_empty())
                .map(|day| release(progress(self.evidence, day), self.rules)),
            unanswered: std::mem::take(&mut self.unanswered),
            not_for_release: self.rules.shows_everything() && self.evidence.is_restricted(),
        }
    }

    /// Asks about care pathways, which share no figure with the files of the project.
    fn pathways(&mut self) -> Vec<PathwayAnswer> {
        if self.step == Step::Note {
            return Vec::new();
        }
        let (answers, lacking) = pathway_answers(self.project, self.evidence, self.rules);
        self.unanswered.extend(lacking);
        answers
    }

    /// Asks the questions of one kind, which stand in `table` of the project
    /// file.
    fn all<Q, T: Figures<Q> + Disclose + Clone>(
        &mut self,
        table: &str,
        questions: &[Q],
        ask: fn(&Evidence<'_>, &Q, &AreaCode, &IndicatorId) -> Result<T, QuestionError>,
        name: fn(&Q) -> String,
    ) -> Vec<Released<T>> {
        let mut answers = Vec::with_capacity(questions.len());
        for question in questions {
            let (area, indicator) = (&self.project.area, &self.project.indicator);
            let answer = ask(self.evidence, question, area, indicator);
            if self.step == Step::Note {
                if let Ok(answer) = &answer {
                    self.together.take_note(question, answer);
                }
                continue;
            }
            let released = answer.and_then(|answer| {
                self.together.release(question, answer).map_err(|_| QuestionError::Disclosive)
            });
            match released {
                Ok(answer) => answers.push(answer),
                Err(why) => {
                    let question = format!("{table}: {}", name(question));
                    self.unanswered.push(Unanswered { question, why });
                }
            }
        }
        answers
    }
}
