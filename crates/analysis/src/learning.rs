//! What followed recommendations: an indicator in areas where those of a theme
//! were done, against areas where they were not.
//!
//! Areas chose what they did. What they chose it for can be why their figures
//! moved, and so nothing here is an effect estimate.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use firstyear_core::project::{EvaluatedAreas, EvaluationQuestion, LearningQuestion, Years};
use firstyear_core::recommendation::{Recommendation, Status};
use firstyear_core::{AreaCode, IndicatorId};

use crate::{Evaluation, Evidence, QuestionError, evaluation};

/// What followed recommendations of a theme.
#[derive(Clone, Debug, PartialEq)]
pub struct Learning {
    /// Its name.
    pub name: String,
    /// The name of the theme, or of its category.
    pub theme: String,
    /// The day by which what is done counts as done.
    pub done_by: NaiveDate,
    /// The areas that had such recommendations by that day, in the order of their
    /// codes.
    pub areas: Vec<LearningArea>,
    /// How the indicator changed on both sides; or why that is not told.
    pub evaluation: Result<Evaluation, NoLearning>,
}

/// An area with its recommendations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearningArea {
    /// Its code.
    pub code: AreaCode,
    /// The ids of its recommendations that were done between the years before and
    /// those after, in their order.
    pub done: Vec<String>,
    /// Those that were done in the years before, or in those after.
    pub at_another_time: Vec<String>,
    /// Those that were not done by the end of the years after.
    pub not_done: Vec<String>,
}

/// On which side an area is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LearningSide {
    /// All was done.
    Done,
    /// Nothing was.
    NotDone,
    /// Some was, or at another time: it is on neither side.
    Partly,
}

impl LearningArea {
    /// On which side it is.
    #[must_use]
    pub const fn side(&self) -> LearningSide {
        let some = !self.at_another_time.is_empty();
        match (self.done.is_empty(), self.not_done.is_empty()) {
            (false, true) if !some => LearningSide::Done,
            (true, false) if !some => LearningSide::NotDone,
            _ => LearningSide::Partly,
        }
    }
}

impl LearningSide {
    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::NotDone => "not done",
            Self::Partly => "partly, or at another time",
        }
    }
}

/// Why nothing is held against anything.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoLearning {
    /// No area had such recommendations.
    #[error("no area had such recommendations by that day")]
    NoRecommendations,
    /// Nowhere was all done.
    #[error("nowhere was all of it done by that day")]
    NowhereDone,
    /// Everywhere something was done.
    #[error("everywhere something of it was done by that day: there is nothing to hold it against")]
    EverywhereDone,
    /// The figures make no comparison.
    #[error(transparent)]
    Figures(QuestionError),
}

/// Answers a [`LearningQuestion`].
///
/// # Errors
///
/// [`QuestionError`] for an unknown indicator or theme. Areas that cannot be held
/// against each other are no error: the answer says why.
pub fn learning(
    evidence: &Evidence<'_>,
    question: &LearningQuestion,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<Learning, QuestionError> {
    let indicator = question.indicator.as_ref().unwrap_or(indicator);
    evidence.indicator(indicator)?;
    let theme = theme_name(evidence, question)?;
    let done_by = NaiveDate::from_ymd_opt(i32::from(question.after.first) - 1, 12, 31);
    let done_by = done_by.unwrap_or(NaiveDate::MIN);
    let areas = areas(evidence, question, done_by);
    let evaluation = held(evidence, question, &areas, (area, indicator));
    Ok(Learning { name: question.name.clone(), theme, done_by, areas, evaluation })
}

/// The name of the category that is asked about, or of the theme.
fn theme_name(
    evidence: &Evidence<'_>,
    question: &LearningQuestion,
) -> Result<String, QuestionError> {
    let unknown = |id: &str| QuestionError::ThemeUnknown { id: id.to_owned() };
    let theme = evidence.themes.theme(&question.theme);
    let theme = theme.ok_or_else(|| unknown(&question.theme))?;
    match &question.category {
        None => Ok(theme.name.clone()),
        Some(id) => {
            let category = theme.category(id).ok_or_else(|| unknown(id))?;
            Ok(format!("{}: {}", theme.name, category.name))
        }
    }
}

/// The areas that had such recommendations by the day, with what was done.
fn areas(
    evidence: &Evidence<'_>,
    question: &LearningQuestion,
    done_by: NaiveDate,
) -> Vec<LearningArea> {
    let is_asked = |one: &&Recommendation| {
        one.theme == question.theme
            && question.category.as_ref().is_none_or(|id| one.category.as_ref() == Some(id))
            && one.is_made_by(done_by)
    };
    let mut areas: BTreeMap<&AreaCode, LearningArea> = BTreeMap::new();
    for one in evidence.data.recommendations.iter().map(|one| &one.item).filter(is_asked) {
        let area = areas.entry(&one.area).or_insert_with(|| LearningArea {
            code: one.area.clone(),
            done: Vec::new(),
            at_another_time: Vec::new(),
            not_done: Vec::new(),
        });
        let in_years = |day: NaiveDate, years: Years| {
            (i32::from(years.first)..=i32::from(years.last)).contains(&day.year())
        };
        let list = match one.first(Status::Done).map(|day| (day, day.year())) {
            Some((day, _)) if in_years(day, question.after) => &mut area.at_another_time,
            Some((_, year)) if year > i32::from(question.after.last) => &mut area.not_done,
            Some((_, year)) if year <= i32::from(question.before.last) => &mut area.at_another_time,
            Some(_) => &mut area.done,
            None => &mut area.not_done,
        };
        list.push(one.id.clone());
    }
    areas.into_values().collect()
}

/// The indicator where all was done against where nothing was.
fn held(
    evidence: &Evidence<'_>,
    question: &LearningQuestion,
    areas: &[LearningArea],
    (area, indicator): (&AreaCode, &IndicatorId),
) -> Result<Evaluation, NoLearning> {
    let of = |side: LearningSide| -> Vec<AreaCode> {
        let chosen = areas.iter().filter(|area| area.side() == side);
        chosen.map(|area| area.code.clone()).collect()
    };
    let (done, not_done) = (of(LearningSide::Done), of(LearningSide::NotDone));
    if areas.is_empty() {
        return Err(NoLearning::NoRecommendations);
    }
    if done.is_empty() {
        return Err(NoLearning::NowhereDone);
    }
    if not_done.is_empty() {
        return Err(NoLearning::EverywhereDone);
    }
    let side = |name: &str, areas| EvaluatedAreas {
        name: name.to_owned(),
        areas,
        prefixes: Vec::new(),
        rest_of: None,
    };
    let asked = EvaluationQuestion {
        name: question.name.clone(),
        visited: side("areas where all was done", done),
        comparison: side("areas where nothing was done", not_done),
        before: Some(question.before),
        after: Some(question.after),
        indicator: Some(indicator.clone()),
        dimension: None,
        categories: Vec::new(),
        stated: None,
    };
    evaluation(evidence, &asked, area, indicator).map_err(NoLearning::Figures)
}

/// The question of which the evaluation of a learning is the answer, for what is
/// shown of it: everyone's counts.
pub(crate) fn of_everyone(question: &LearningQuestion) -> EvaluationQuestion {
    let nobody = || EvaluatedAreas {
        name: String::new(),
        areas: Vec::new(),
        prefixes: Vec::new(),
        rest_of: None,
    };
    EvaluationQuestion {
        name: question.name.clone(),
        visited: nobody(),
        comparison: nobody(),
        before: Some(question.before),
        after: Some(question.after),
        indicator: question.indicator.clone(),
        dimension: None,
        categories: Vec::new(),
        stated: None,
    }
}
