//! The page of self-assessments: how far does the area say it is?

use firstyear_analysis::{AssessedStatement, CountedRate, Scorecard, SelfAssessment, ThemeLevels};
use firstyear_core::driver::Standing;
use firstyear_core::self_assessment::MaturityLevel;
use firstyear_core::{IndicatorId, MethodId};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, names, scorecard};
use crate::chart::{Column, DataTable, TableCell};
use crate::format::capital;
use crate::sentence::self_assessment::{self as words, CAUTION};

pub(super) const PATH: &str = "self-assessment.html";
pub(super) const TITLE: &str = "How far does the area say it is?";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("self-assessment-{}", index + 1)
}

/// The page; `None` for a project that does not ask.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.self_assessments;
    PageParts::of_answers((PATH, "Self-assessment", TITLE), answers, |index, found| {
        (names::sources(rates(found)), of_assessment(report, found, &stem(index)))
    })
}

/// Every rate that is shown.
pub(super) fn rates(found: &SelfAssessment) -> impl Iterator<Item = &CountedRate> {
    found.indicators.iter().flat_map(scorecard::rates)
}

/// The methods of the indicators beside the statements.
pub(super) fn methods(found: &SelfAssessment) -> impl Iterator<Item = MethodId> {
    found.indicators.iter().flat_map(scorecard::methods)
}

/// The indicators beside the statements.
pub(super) fn indicators(found: &SelfAssessment) -> impl Iterator<Item = &IndicatorId> {
    found.indicators.iter().flat_map(|card| &card.rows).map(|row| &row.indicator)
}

/// How many statements stand at which level.
pub(super) fn findings(report: &Report<'_>, found: &SelfAssessment) -> Vec<String> {
    let mut said = words::findings(found, &report.area_name(&found.area));
    let ids = found.statements.iter().flat_map(|one| found.at_odds(one));
    let ids: Vec<_> = ids.map(|row| row.indicator.clone()).collect();
    let named = |id: &str| {
        let known = ids.iter().find(|known| known.as_str() == id);
        known.map_or_else(|| id.to_owned(), |id| report.measured(id).name)
    };
    said.extend(words::questions(found, &named));
    said
}

fn of_assessment(report: &Report<'_>, found: &SelfAssessment, stem: &str) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(capital(&found.name))];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    blocks.push(Block::Note(CAUTION.to_owned()));
    blocks.push(Block::Text(format!("Matrix: {} ({}).", found.matrix, found.source)));
    let meaning = |(at, level): (usize, &MaturityLevel)| {
        format!("{}, {}: {}", at + 1, level.name, level.meaning)
    };
    blocks.push(Block::List(found.levels.iter().enumerate().map(meaning).collect()));
    blocks.push(Block::Table(NamedTable::new(stem, matrix_table(found))));
    blocks.push(Block::Table(NamedTable::new(stem, theme_table(found))));
    blocks.push(Block::Table(NamedTable::new(stem, detail_table(report, found))));
    if let Some(card) = &found.indicators {
        blocks.push(Block::Table(NamedTable::new(stem, indicator_table(report, found, card))));
    }
    blocks
}

/// Statements by level: in each cell the days on which that level was claimed.
fn matrix_table(found: &SelfAssessment) -> DataTable {
    let mut columns = vec![Column::text("Theme"), Column::text("Statement")];
    let name =
        |(at, level): (usize, &MaturityLevel)| Column::text(format!("{}, {}", at + 1, level.name));
    columns.extend(found.levels.iter().enumerate().map(name));
    let row = |one: &AssessedStatement| {
        let mut cells = vec![TableCell::text(&one.theme), TableCell::text(&one.statement.text)];
        cells.extend((1..=found.levels.len()).map(|level| at_level(found, one, level)));
        cells
    };
    DataTable {
        caption: format!("{}: statements by level, with the days", capital(&found.name)),
        columns,
        rows: found.statements.iter().map(row).collect(),
    }
}

fn at_level(found: &SelfAssessment, one: &AssessedStatement, level: usize) -> TableCell {
    let judged: Vec<_> = found
        .days
        .iter()
        .zip(&one.levels)
        .filter_map(|(day, level)| Some((day, usize::from((*level)?))))
        .collect();
    let last = judged.last().map(|(day, _)| *day);
    let days: Vec<String> = judged
        .iter()
        .filter(|(_, at)| *at == level)
        .map(|(day, _)| if Some(*day) == last { format!("now: {day}") } else { day.to_string() })
        .collect();
    // An empty cell says that nobody claimed it.
    if days.is_empty() { TableCell::missing("–") } else { TableCell::text(days.join(", ")) }
}

fn theme_table(found: &SelfAssessment) -> DataTable {
    let mut columns = vec![Column::text("Theme")];
    columns.extend(found.levels.iter().map(|level| Column::number(capital(&level.name))));
    columns.push(Column::number("Not judged"));
    let row = |theme: &ThemeLevels| {
        let counts = theme.at.iter().chain([&theme.not_judged]);
        let mut cells = vec![TableCell::text(&theme.theme)];
        cells.extend(counts.map(|count| TableCell::number(*count as f64, 0)));
        cells
    };
    DataTable {
        caption: format!("{}: how many statements stand at which level", capital(&found.name)),
        columns,
        rows: found.themes().iter().map(row).collect(),
    }
}

/// What a level rests on, what became of it, and where other areas are.
fn detail_table(report: &Report<'_>, found: &SelfAssessment) -> DataTable {
    let mut heads = vec!["Statement", "Now", "Since the first", "Rests on", "Judged by"]
        .into_iter()
        .map(Column::text)
        .collect::<Vec<_>>();
    let (with_areas, with_recommendations) =
        (found.has_other_areas(), has_recommendations(report, found));
    if with_areas {
        let name = |level: &MaturityLevel| Column::number(format!("Areas, {}", level.name));
        heads.extend(found.levels.iter().map(name));
    }
    if with_recommendations {
        let of_theme = ["Recommendations on the theme, open", "done"];
        heads.extend(of_theme.map(Column::number));
    }
    heads.push(Column::text("From"));
    let row = |one: &AssessedStatement| {
        let mut cells = vec![
            TableCell::text(&one.statement.text),
            TableCell::text_or(one.latest().map(|level| found.level_name(level)), "not judged"),
            TableCell::text(one.change().word()),
            TableCell::text_or(one.evidence.as_deref(), "not told"),
            TableCell::text_or(one.by.as_deref(), "not told"),
        ];
        if with_areas {
            cells.extend(one.areas.iter().map(|areas| TableCell::number(*areas as f64, 0)));
        }
        if with_recommendations {
            let (open, done) = one.open_and_done;
            cells.extend([open, done].map(|count| TableCell::number(count as f64, 0)));
        }
        let standing = match one.statement.standing {
            Standing::Stated => "stated",
            Standing::Inferred => "inferred",
        };
        cells.push(TableCell::text(format!("{standing}: {}", one.statement.source)));
        cells
    };
    DataTable {
        caption: format!("{}: what each level rests on", capital(&found.name)),
        columns: heads,
        rows: found.statements.iter().map(row).collect(),
    }
}

/// Without any in the project, none open and none done would read as if some had been
/// looked for.
fn has_recommendations(report: &Report<'_>, found: &SelfAssessment) -> bool {
    found.as_of.is_some() && report.answers.themes.get().recommendations > 0
}

fn indicator_table(report: &Report<'_>, found: &SelfAssessment, card: &Scorecard) -> DataTable {
    let front = |one: &AssessedStatement| {
        vec![
            TableCell::text(&one.statement.text),
            TableCell::text_or(words::latest(found, one), "not judged"),
        ]
    };
    let rows: Vec<_> = found.beside().map(|(one, row)| (front(one), row)).collect();
    let comparator = scorecard::comparator(report, card);
    let caption = format!("{}: the indicators beside the statements", capital(&found.name));
    let columns = ["Statement", "Level"].map(Column::text).into();
    scorecard::figures_beside(report, caption, columns, &rows, comparator.as_deref())
}
