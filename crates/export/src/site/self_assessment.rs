//! The page of self-assessments: how far does the area say it is?

use firstyear_analysis::{AssessedStatement, CountedRate, Scorecard, SelfAssessment, ThemeLevels};
use firstyear_core::driver::Standing;
use firstyear_core::self_assessment::MaturityLevel;
use firstyear_core::{IndicatorId, MethodId};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, names, scorecard};
use crate::chart::{Column, DataTable, TableCell};
use crate::format::capital;
use crate::sentence::self_assessment as sentences;
use crate::words::{Words, say};

pub(super) const PATH: &str = "self-assessment.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("self-assessment-{}", index + 1)
}

/// The page; `None` for a project that does not ask.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let (answers, words) = (&report.answers.self_assessments, report.language);
    let nav = say!(words, "self-assessment-page-short");
    let title = say!(words, "self-assessment-page");
    PageParts::of_answers((PATH, &nav, &title), answers, |index, found| {
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
    let mut said = sentences::findings(found, &report.area_name(&found.area), report.language);
    let ids = found.statements.iter().flat_map(|one| found.at_odds(one));
    let ids: Vec<_> = ids.map(|row| row.indicator.clone()).collect();
    let named = |id: &str| {
        let known = ids.iter().find(|known| known.as_str() == id);
        known.map_or_else(|| id.to_owned(), |id| report.measured(id).name)
    };
    said.extend(sentences::questions(found, &named, report.language));
    said
}

fn of_assessment(report: &Report<'_>, found: &SelfAssessment, stem: &str) -> Vec<Block> {
    let words = report.language;
    let mut blocks = vec![Block::Heading(capital(&found.name))];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    blocks.push(Block::Note(sentences::caution(words)));
    let (matrix, source) = (found.matrix.as_str(), found.source.as_str());
    let matrix = say!(words, "self-assessment-matrix", matrix = matrix, source = source);
    blocks.push(Block::Text(matrix));
    let meaning = |(at, level): (usize, &MaturityLevel)| {
        format!("{}, {}: {}", at + 1, level.name, level.meaning)
    };
    blocks.push(Block::List(found.levels.iter().enumerate().map(meaning).collect()));
    blocks.push(Block::Table(NamedTable::new(stem, matrix_table(found, words))));
    blocks.push(Block::Table(NamedTable::new(stem, theme_table(found, words))));
    blocks.push(Block::Table(NamedTable::new(stem, detail_table(report, found))));
    if let Some(card) = &found.indicators {
        blocks.push(Block::Table(NamedTable::new(stem, indicator_table(report, found, card))));
    }
    blocks
}

/// Statements by level: in each cell the days on which that level was claimed.
fn matrix_table(found: &SelfAssessment, words: &Words) -> DataTable {
    let mut columns = vec![
        Column::text(say!(words, "self-assessment-theme")),
        Column::text(say!(words, "self-assessment-statement")),
    ];
    let name =
        |(at, level): (usize, &MaturityLevel)| Column::text(format!("{}, {}", at + 1, level.name));
    columns.extend(found.levels.iter().enumerate().map(name));
    let row = |one: &AssessedStatement| {
        let mut cells = vec![TableCell::text(&one.theme), TableCell::text(&one.statement.text)];
        cells.extend((1..=found.levels.len()).map(|level| at_level(found, one, level, words)));
        cells
    };
    DataTable {
        caption: say!(words, "self-assessment-matrix-table", name = capital(&found.name)),
        columns,
        rows: found.statements.iter().map(row).collect(),
    }
}

fn at_level(
    found: &SelfAssessment,
    one: &AssessedStatement,
    level: usize,
    words: &Words,
) -> TableCell {
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
        .map(|(day, _)| {
            let said = day.to_string();
            if Some(*day) == last { say!(words, "self-assessment-now", day = said) } else { said }
        })
        .collect();
    // An empty cell says that nobody claimed it.
    if days.is_empty() { TableCell::missing("–") } else { TableCell::text(days.join(", ")) }
}

fn theme_table(found: &SelfAssessment, words: &Words) -> DataTable {
    let mut columns = vec![Column::text(say!(words, "self-assessment-theme"))];
    columns.extend(found.levels.iter().map(|level| Column::number(capital(&level.name))));
    columns.push(Column::number(say!(words, "self-assessment-theme-not-judged")));
    let row = |theme: &ThemeLevels| {
        let counts = theme.at.iter().chain([&theme.not_judged]);
        let mut cells = vec![TableCell::text(&theme.theme)];
        cells.extend(counts.map(|count| TableCell::number(*count as f64, 0)));
        cells
    };
    DataTable {
        caption: say!(words, "self-assessment-theme-table", name = capital(&found.name)),
        columns,
        rows: found.themes().iter().map(row).collect(),
    }
}

/// What a level rests on, what became of it, and where other areas are.
fn detail_table(report: &Report<'_>, found: &SelfAssessment) -> DataTable {
    let words = report.language;
    let mut heads = vec![
        Column::text(say!(words, "self-assessment-statement")),
        Column::text(say!(words, "self-assessment-column-now")),
        Column::text(say!(words, "scorecard-since-first")),
        Column::text(say!(words, "self-assessment-rests-on")),
        Column::text(say!(words, "self-assessment-judged-by")),
    ];
    let (with_areas, with_recommendations) =
        (found.has_other_areas(), has_recommendations(report, found));
    if with_areas {
        let name = |level: &MaturityLevel| {
            let level = level.name.as_str();
            Column::number(say!(words, "self-assessment-areas-at", level = level))
        };
        heads.extend(found.levels.iter().map(name));
    }
    if with_recommendations {
        heads.push(Column::number(say!(words, "self-assessment-open")));
        heads.push(Column::number(say!(words, "self-assessment-done")));
    }
    heads.push(Column::text(say!(words, "self-assessment-from")));
    let not_judged = say!(words, "self-assessment-not-judged");
    let not_told = say!(words, "self-assessment-not-told");
    let row = |one: &AssessedStatement| {
        let mut cells = vec![
            TableCell::text(&one.statement.text),
            TableCell::text_or(one.latest().map(|level| found.level_name(level)), &not_judged),
            TableCell::text(sentences::change(one.change(), words)),
            TableCell::text_or(one.evidence.as_deref(), &not_told),
            TableCell::text_or(one.by.as_deref(), &not_told),
        ];
        if with_areas {
            cells.extend(one.areas.iter().map(|areas| TableCell::number(*areas as f64, 0)));
        }
        if with_recommendations {
            let (open, done) = one.open_and_done;
            cells.extend([open, done].map(|count| TableCell::number(count as f64, 0)));
        }
        let source = one.statement.source.as_str();
        cells.push(TableCell::text(match one.statement.standing {
            Standing::Stated => say!(words, "self-assessment-stated", source = source),
            Standing::Inferred => say!(words, "self-assessment-inferred", source = source),
        }));
        cells
    };
    DataTable {
        caption: say!(words, "self-assessment-detail-table", name = capital(&found.name)),
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
    let words = report.language;
    let not_judged = say!(words, "self-assessment-not-judged");
    let front = |one: &AssessedStatement| {
        vec![
            TableCell::text(&one.statement.text),
            TableCell::text_or(sentences::latest(found, one), &not_judged),
        ]
    };
    let rows: Vec<_> = found.beside().map(|(one, row)| (front(one), row)).collect();
    let comparator = scorecard::comparator(report, card);
    let caption = say!(words, "self-assessment-indicator-table", name = capital(&found.name));
    let columns = vec![
        Column::text(say!(words, "self-assessment-statement")),
        Column::text(say!(words, "self-assessment-level")),
    ];
    scorecard::figures_beside(report, caption, columns, &rows, comparator.as_deref())
}
