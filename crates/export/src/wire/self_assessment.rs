//! How far an area says it is.

use chrono::NaiveDate;
use firstyear_analysis::{
    AssessedStatement, LevelChange, Released, ScorecardRow, SelfAssessment, ThemeLevels,
};
use firstyear_core::driver::Standing;
use firstyear_core::self_assessment::MaturityLevel;
use firstyear_core::{AreaCode, IndicatorId};
use serde::Serialize;

use super::{SCHEMA_VERSION, ScorecardRowV1, StandingV1};

/// How far an area says it is with each statement of a matrix. Levels are an order
/// and no quantity: nothing here is their mean.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SelfAssessmentV1 {
    /// Version of this layout: 1.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1)))]
    pub schema_version: u32,
    /// What it is called.
    pub name: String,
    /// Code of the area.
    pub area: AreaCode,
    /// Name of the matrix.
    pub matrix: String,
    /// Where the matrix comes from.
    pub matrix_source: String,
    /// What must be said with every level.
    pub caution: String,
    /// The levels, lowest first: the first is level 1.
    pub levels: Vec<MaturityLevelV1>,
    /// The day of which it speaks, as YYYY-MM-DD; null where the project names
    /// none.
    pub as_of: Option<NaiveDate>,
    /// The days of its assessments, in order, as YYYY-MM-DD.
    pub days: Vec<NaiveDate>,
    /// Every statement of the matrix, in its order.
    pub statements: Vec<AssessedStatementV1>,
    /// How many statements of each theme stand at each level.
    pub themes: Vec<ThemeLevelsV1>,
    /// Code of the area that the indicators are held against; null where nothing
    /// is compared.
    pub comparator: Option<AreaCode>,
    /// The indicators that stand beside the statements.
    pub indicators: Vec<ScorecardRowV1>,
    /// Each statement with each of its indicators of which the area has figures: what
    /// is claimed against what is counted. Null in documents before this was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beside: Option<Vec<BesideStatementV1>>,
}

/// A statement and one of its indicators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BesideStatementV1 {
    /// Id of the statement.
    pub statement: String,
    /// Its latest level, counted from 1; null where it was never judged.
    pub level: Option<u8>,
    /// Name of the level; null where it was never judged.
    pub level_name: Option<String>,
    /// Id of the indicator.
    pub indicator: IndicatorId,
    /// How the indicator stands to the comparator's.
    pub standing: StandingV1,
}

/// A level of maturity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MaturityLevelV1 {
    /// Its name.
    pub name: String,
    /// What must be true to claim it.
    pub meaning: String,
}

/// A statement with the levels that were claimed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssessedStatementV1 {
    /// Its id.
    pub id: String,
    /// Id of its theme.
    pub theme: String,
    /// Name of its theme.
    pub theme_name: String,
    /// What is the case where it is fully met.
    pub text: String,
    /// Whether a source states it, or it was inferred.
    pub standing: Standing,
    /// Where it is stated, or what it was inferred from.
    pub source: String,
    /// The level claimed on each of `days`, counted from 1; null where it was not
    /// judged.
    pub levels: Vec<Option<u8>>,
    /// The latest level; null where it was never judged.
    pub latest: Option<u8>,
    /// What became of the level since it was first claimed.
    pub change: LevelChangeV1,
    /// Who claimed the latest level, by role; null where that is not told.
    pub by: Option<String>,
    /// What it rests on; null where that is not told.
    pub evidence: Option<String>,
    /// How many areas claim each level by their latest answer, in the order of the
    /// levels.
    pub areas: Vec<usize>,
    /// Recommendations to the area on the theme that are neither done nor stopped;
    /// null where the project names no day.
    pub open_recommendations: Option<usize>,
    /// Those that are done; null where the project names no day.
    pub done_recommendations: Option<usize>,
    /// Ids of the indicators that should move where it is met.
    pub indicators: Vec<IndicatorId>,
    /// Ids of those of them that are worse than the comparator's, by more than
    /// chance explains, although the highest level is claimed.
    pub at_odds: Vec<IndicatorId>,
}

/// What became of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LevelChangeV1 {
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ThemeLevelsV1 {
    /// Name of the theme.
    pub theme: String,
    /// How many by their latest answer, in the order of the levels.
    pub at: Vec<usize>,
    /// How many were never judged.
    pub not_judged: usize,
}

impl From<&Released<SelfAssessment>> for SelfAssessmentV1 {
    fn from(released: &Released<SelfAssessment>) -> Self {
        let found = released.get();
        let card = found.indicators.as_ref();
        let rows = card.map_or(&[][..], |card| &card.rows);
        Self {
            schema_version: SCHEMA_VERSION,
            name: found.name.clone(),
            area: found.area.clone(),
            matrix: found.matrix.clone(),
            matrix_source: found.source.clone(),
            caution: crate::sentence::self_assessment::caution(crate::words::english()),
            levels: found.levels.iter().map(level).collect(),
            as_of: found.as_of,
            days: found.days.clone(),
            statements: found.statements.iter().map(|one| statement(found, one)).collect(),
            themes: found.themes().into_iter().map(ThemeLevelsV1::from).collect(),
            comparator: card.and_then(|card| card.comparator.clone()),
            indicators: rows.iter().map(|row| super::scorecard::row(row, found.as_of)).collect(),
            beside: Some(found.beside().map(|(one, row)| beside(found, one, row)).collect()),
        }
    }
}

fn beside(
    found: &SelfAssessment,
    one: &AssessedStatement,
    row: &ScorecardRow,
) -> BesideStatementV1 {
    let level = one.latest();
    BesideStatementV1 {
        statement: one.statement.id.clone(),
        level,
        level_name: level.map(|level| found.level_name(level).to_owned()),
        indicator: row.indicator.clone(),
        standing: StandingV1::new(row.standing()),
    }
}

fn level(of: &MaturityLevel) -> MaturityLevelV1 {
    MaturityLevelV1 { name: of.name.clone(), meaning: of.meaning.clone() }
}

fn statement(found: &SelfAssessment, one: &AssessedStatement) -> AssessedStatementV1 {
    let of = &one.statement;
    let (open, done) = one.open_and_done;
    AssessedStatementV1 {
        id: of.id.clone(),
        theme: of.theme.clone(),
        theme_name: one.theme.clone(),
        text: of.text.clone(),
        standing: of.standing,
        source: of.source.clone(),
        levels: one.levels.clone(),
        latest: one.latest(),
        change: match one.change() {
            LevelChange::NotJudged => LevelChangeV1::NotJudged,
            LevelChange::Once => LevelChangeV1::Once,
            LevelChange::Same => LevelChangeV1::Same,
            LevelChange::Higher => LevelChangeV1::Higher,
            LevelChange::Lower => LevelChangeV1::Lower,
        },
        by: one.by.clone(),
        evidence: one.evidence.clone(),
        areas: one.areas.clone(),
        open_recommendations: found.as_of.map(|_| open),
        done_recommendations: found.as_of.map(|_| done),
        indicators: of.indicators.clone(),
        at_odds: found.at_odds(one).map(|row| row.indicator.clone()).collect(),
    }
}

impl From<ThemeLevels> for ThemeLevelsV1 {
    fn from(of: ThemeLevels) -> Self {
        let ThemeLevels { theme, at, not_judged } = of;
        Self { theme, at, not_judged }
    }
}
