//! How far an area says it is with each statement of a matrix, over time, and
//! what its indicators say beside it.
//!
//! A level is an opinion of those who claimed it. Levels are an order: they are
//! counted, and never averaged.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use firstyear_core::project::{
    CompareRule, ScorecardIndicator, ScorecardQuestion, SelfAssessmentQuestion,
};
use firstyear_core::recommendation::{Recommendation, Status};
use firstyear_core::self_assessment::{MatrixStatement, MaturityLevel, SelfAssessmentAnswer};
use firstyear_core::{AreaCode, IndicatorId};

use crate::{
    Disclose, Evidence, QuestionError, Rules, Scorecard, ScorecardAsked, ScorecardRow, Standing,
    scorecard,
};

/// A self-assessment with what the rest of its project says to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelfAssessmentAsked {
    /// The question.
    pub question: SelfAssessmentQuestion,
    /// The day of the project: later answers are not yet given.
    pub as_of: Option<NaiveDate>,
}

/// How far an area says it is.
#[derive(Clone, Debug, PartialEq)]
pub struct SelfAssessment {
    /// What it is called.
    pub name: String,
    /// The area.
    pub area: AreaCode,
    /// The name of the matrix.
    pub matrix: String,
    /// Where the matrix comes from.
    pub source: String,
    /// The levels, lowest first.
    pub levels: Vec<MaturityLevel>,
    /// The days of its assessments, in order.
    pub days: Vec<NaiveDate>,
    /// Every statement of the matrix, in its order.
    pub statements: Vec<AssessedStatement>,
    /// The indicators that stand beside the statements; `None` where the area has
    /// figures of none.
    pub indicators: Option<Scorecard>,
    /// The day of which it speaks; `None` where the project names none.
    pub as_of: Option<NaiveDate>,
}

/// A statement with the levels that were claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssessedStatement {
    /// The statement.
    pub statement: MatrixStatement,
    /// The name of its theme.
    pub theme: String,
    /// The level claimed on each day of [`SelfAssessment::days`], counted from 1;
    /// `None` where it was not judged.
    pub levels: Vec<Option<u8>>,
    /// What the latest level rests on, in the words of the area.
    pub evidence: Option<String>,
    /// Who claimed it, by role.
    pub by: Option<String>,
    /// How many areas of the project claim each level by their latest answer, this
    /// one among them: in the order of [`SelfAssessment::levels`].
    pub areas: Vec<usize>,
    /// Recommendations to the area on its theme that are neither done nor stopped,
    /// and those that are done, by the day of the project; 0 where there is none.
    pub open_and_done: (usize, usize),
}

/// What became of a level since the first time that it was claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelChange {
    /// It was never judged.
    NotJudged,
    /// It was judged once.
    Once,
    /// It is as it was.
    Same,
    /// It is higher.
    Higher,
    /// It is lower.
    Lower,
}

/// How many statements of a theme stand at each level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeLevels {
    /// The name of the theme.
    pub theme: String,
    /// How many by their latest answer, in the order of
    /// [`SelfAssessment::levels`].
    pub at: Vec<usize>,
    /// How many were never judged.
    pub not_judged: usize,
}

impl AssessedStatement {
    /// The latest level.
    #[must_use]
    pub fn latest(&self) -> Option<u8> {
        self.levels.iter().rev().flatten().next().copied()
    }

    /// What became of the level since it was first claimed.
    #[must_use]
    pub fn change(&self) -> LevelChange {
        let mut judged = self.levels.iter().flatten();
        let (Some(first), Some(last)) = (judged.clone().next(), judged.next_back()) else {
            return LevelChange::NotJudged;
        };
        if self.levels.iter().flatten().count() == 1 {
            return LevelChange::Once;
        }
        match last.cmp(first) {
            std::cmp::Ordering::Greater => LevelChange::Higher,
            std::cmp::Ordering::Less => LevelChange::Lower,
            std::cmp::Ordering::Equal => LevelChange::Same,
        }
    }
}

impl LevelChange {
    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotJudged => "not judged",
            Self::Once => "judged once",
            Self::Same => "the same",
            Self::Higher => "higher",
            Self::Lower => "lower",
        }
    }
}

impl SelfAssessment {
    /// How many statements of each theme stand at each level, in the order of the
    /// matrix.
    #[must_use]
    pub fn themes(&self) -> Vec<ThemeLevels> {
        let mut themes: Vec<ThemeLevels> = Vec::new();
        for one in &self.statements {
            let place = themes.iter().position(|theme| theme.theme == one.theme);
            let place = place.unwrap_or_else(|| {
                let at = vec![0; self.levels.len()];
                themes.push(ThemeLevels { theme: one.theme.clone(), at, not_judged: 0 });
                themes.len() - 1
            });
            let slot = one
                .latest()
                .and_then(|level| themes[place].at.get_mut(usize::from(level).checked_sub(1)?));
            match slot {
                Some(count) => *count += 1,
                None => themes[place].not_judged += 1,
            }
        }
        themes
    }

    /// How many statements stand at each level, and how many were not judged.
    #[must_use]
    pub fn sum(&self) -> (Vec<usize>, usize) {
        let mut at = vec![0; self.levels.len()];
        let mut not_judged = 0;
        for theme in self.themes() {
            at.iter_mut().zip(theme.at).for_each(|(sum, part)| *sum += part);
            not_judged += theme.not_judged;
        }
        (at, not_judged)
    }

    /// The indicators of a statement that are worse than the comparator's, by more
    /// than chance explains, although the highest level is claimed: what to ask
    /// about first. It can be that what is done is new, or that something else
    /// moves the indicator.
    pub fn at_odds<'a>(
        &'a self,
        one: &'a AssessedStatement,
    ) -> impl Iterator<Item = &'a ScorecardRow> {
        let highest = one.latest().is_some_and(|level| usize::from(level) == self.levels.len());
        let rows = self.indicators.iter().flat_map(|card| &card.rows).filter(move |_| highest);
        rows.filter(|row| {
            one.statement.indicators.contains(&row.indicator) && row.standing() == Standing::Worse
        })
    }

    /// Each statement with the rows of its indicators of which the area has figures, in
    /// the order of the matrix.
    pub fn beside(&self) -> impl Iterator<Item = (&AssessedStatement, &ScorecardRow)> {
        let rows = self.indicators.as_ref().map_or(&[][..], |card| &card.rows);
        self.statements.iter().flat_map(move |one| {
            let ids = one.statement.indicators.iter();
            ids.filter_map(move |id| {
                rows.iter().find(|row| row.indicator == *id).map(|row| (one, row))
            })
        })
    }

    /// Whether other areas have answered too.
    #[must_use]
    pub fn has_other_areas(&self) -> bool {
        let others = |one: &AssessedStatement| {
            one.areas.iter().sum::<usize>() > usize::from(one.latest().is_some())
        };
        self.statements.iter().any(others)
    }

    /// The name of a level.
    #[must_use]
    pub fn level_name(&self, level: u8) -> &str {
        let place = usize::from(level).checked_sub(1);
        place.and_then(|place| self.levels.get(place)).map_or("", |level| &level.name)
    }
}

/// Answers a [`SelfAssessmentQuestion`].
///
/// # Errors
///
/// [`QuestionError::NotAssessed`] where the area has no answer by the day of the
/// project, and [`QuestionError::MatrixUnusable`] where the project brings a matrix
/// that has a fault.
pub fn self_assessment(
    evidence: &Evidence<'_>,
    asked: &SelfAssessmentAsked,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<SelfAssessment, QuestionError> {
    if let Some(file) = &evidence.data.unusable_matrix {
        return Err(QuestionError::MatrixUnusable { file: file.to_string() });
    }
    let question = &asked.question;
    let area = question.area.as_ref().unwrap_or(area);
    let all = evidence.data.self_assessments.iter().map(|one| &one.item);
    let given: Vec<&SelfAssessmentAnswer> =
        all.filter(|one| asked.as_of.is_none_or(|day| one.on <= day)).collect();
    let own: Vec<&SelfAssessmentAnswer> =
        given.iter().copied().filter(|one| one.area == *area).collect();
    if own.is_empty() {
        return Err(QuestionError::NotAssessed { area: area.clone() });
    }
    let mut days: Vec<NaiveDate> = own.iter().map(|one| one.on).collect();
    days.sort();
    days.dedup();
    let statement = |statement: &MatrixStatement| {
        let of = |all: &[&SelfAssessmentAnswer]| -> Vec<SelfAssessmentAnswer> {
            let of_it = all.iter().filter(|one| one.statement == statement.id);
            of_it.map(|one| (*one).clone()).collect()
        };
        let (mine, everywhere) = (of(&own), of(&given));
        let on = |day: &NaiveDate| mine.iter().find(|one| one.on == *day).map(|one| one.level);
        let latest = mine.iter().max_by_key(|one| one.on);
        AssessedStatement {
            theme: theme_name(evidence, &statement.theme),
            levels: days.iter().map(on).collect(),
            evidence: latest.and_then(|one| one.evidence.clone()),
            by: latest.and_then(|one| one.by.clone()),
            areas: areas_at(&everywhere, evidence.matrix.levels.len()),
            open_and_done: open_and_done(evidence, area, &statement.theme, asked.as_of),
            statement: statement.clone(),
        }
    };
    Ok(SelfAssessment {
        name: question.name.clone(),
        area: area.clone(),
        matrix: evidence.matrix.name.clone(),
        source: evidence.matrix.source.clone(),
        levels: evidence.matrix.levels.clone(),
        statements: evidence.matrix.statements.iter().map(statement).collect(),
        days,
        indicators: beside(evidence, asked, area, indicator)?,
        as_of: asked.as_of,
    })
}

fn theme_name(evidence: &Evidence<'_>, id: &str) -> String {
    evidence.themes.theme(id).map_or_else(|| id.to_owned(), |theme| theme.name.clone())
}

/// How many areas claim each level by their latest answer.
fn areas_at(answers: &[SelfAssessmentAnswer], levels: usize) -> Vec<usize> {
    let mut latest: BTreeMap<&AreaCode, &SelfAssessmentAnswer> = BTreeMap::new();
    for one in answers {
        let known = latest.entry(&one.area).or_insert(one);
        if one.on > known.on {
            *known = one;
        }
    }
    let mut at = vec![0; levels];
    for one in latest.values() {
        let place = usize::from(one.level).checked_sub(1);
        if let Some(count) = place.and_then(|place| at.get_mut(place)) {
            *count += 1;
        }
    }
    at
}

/// Recommendations to the area on a theme: those neither done nor stopped, and
/// those done.
fn open_and_done(
    evidence: &Evidence<'_>,
    area: &AreaCode,
    theme: &str,
    day: Option<NaiveDate>,
) -> (usize, usize) {
    let Some(day) = day else { return (0, 0) };
    let is_meant =
        |one: &&Recommendation| one.area == *area && one.theme == theme && one.is_made_by(day);
    let all = evidence.data.recommendations.iter().map(|one| &one.item).filter(is_meant);
    all.fold((0, 0), |(open, done), one| {
        let is_done = one.status_on(day) == Some(Status::Done);
        (open + usize::from(!one.is_closed(day)), done + usize::from(is_done))
    })
}

/// The indicators that stand beside the statements, as a scorecard has them.
fn beside(
    evidence: &Evidence<'_>,
    asked: &SelfAssessmentAsked,
    area: &AreaCode,
    indicator: &IndicatorId,
) -> Result<Option<Scorecard>, QuestionError> {
    let mut ids: Vec<&IndicatorId> = Vec::new();
    for id in evidence.matrix.statements.iter().flat_map(|one| &one.indicators) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.is_empty() {
        return Ok(None);
    }
    let question = ScorecardQuestion {
        name: asked.question.name.clone(),
        area: Some(area.clone()),
        comparator: asked.question.comparator.clone(),
        compare: CompareRule::default(),
        indicators: ids.into_iter().map(|id| ScorecardIndicator::new(id.clone())).collect(),
    };
    let card = ScorecardAsked { question, gaps: Vec::new(), as_of: asked.as_of };
    match scorecard(evidence, &card, area, indicator) {
        Ok(found) => Ok(Some(found)),
        Err(QuestionError::NoFiguresOfAny { .. }) => Ok(None),
        Err(other) => Err(other),
    }
}

impl Disclose for SelfAssessment {
    /// What an area says of itself points to nobody; its figures do.
    fn disclose(&mut self, rule: &Rules) {
        if let Some(indicators) = &mut self.indicators {
            indicators.disclose(rule);
        }
    }
}
