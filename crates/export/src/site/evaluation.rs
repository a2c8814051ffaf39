//! The page of evaluations: did it work?

use firstyear_analysis::{ArmRate, CountedRate, EvaluatedArm, Evaluation, When};
use firstyear_core::{Estimate, MethodId, Period, PeriodUnit};

use super::block::{Block, NamedTable, PageParts};
use super::gap::unit_words;
use super::{Report, cells, names};
use crate::chart::{
    AxisStart, Column, DataTable, ForestChart, ForestMark, ForestRow, Heading, IntervalStyle,
    Overlap, SeriesBreak, Slug, TableCell, TrendChart, TrendPoint, TrendSeries,
};
use crate::format::{Unit, capital};
use crate::sentence::{Measured, evaluation as said, title};
use crate::words::{Words, say};

pub(super) const PATH: &str = "evaluation.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("evaluation-{}", index + 1)
}

/// The page; `None` for a project that evaluates nothing.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.evaluations;
    let words = report.language;
    let (nav, title) = (say!(words, "evaluation-page-short"), say!(words, "evaluation-page"));
    PageParts::of_answers((PATH, &nav, &title), answers, |index, found| {
        (names::sources(found.rates()), of_evaluation(report, found, &stem(index)))
    })
    .map(|mut page| {
        if answers.iter().any(|found| found.get().effect.is_ok()) {
            page.blocks.push(Block::Subheading(say!(words, "gap-how-to-read")));
            let notes = [say!(words, "evaluation-reading"), say!(words, "evaluation-limits")];
            page.blocks.extend(notes.map(Block::Note));
        }
        page
    })
}

/// The estimates that are made of the rates.
fn estimates(found: &Evaluation) -> impl Iterator<Item = Estimate> {
    let arms = [&found.visited, &found.comparison].into_iter();
    let changes = arms.flat_map(|arm| [arm.change, arm.relative_change]);
    let effect = found.effect.iter().flat_map(|of| [Some(of.absolute), of.relative]);
    let series = found.series.iter().map(|series| series.level);
    let before = found.before.iter().copied();
    changes.chain(effect).flatten().chain(found.baseline).chain(series).chain(before)
}

/// The methods of its figures.
pub(super) fn methods(found: &Evaluation) -> impl Iterator<Item = MethodId> {
    names::methods(found.rates()).chain(estimates(found).map(|estimate| estimate.method))
}

/// What changed, whether it is more than elsewhere, and what speaks against it.
pub(super) fn findings(report: &Report<'_>, found: &Evaluation) -> Vec<String> {
    let findings = said::findings(found, &report.measured(&found.indicator));
    findings.into_iter().chain(cautions(found, report.language)).collect()
}

/// What else could have made the difference.
fn cautions(found: &Evaluation, words: &Words) -> impl Iterator<Item = String> {
    found.cautions.iter().map(|caution| said::caution(found, *caution, words))
}

fn of_evaluation(report: &Report<'_>, found: &Evaluation, stem: &str) -> Vec<Block> {
    let (measured, words) = (report.measured(&found.indicator), report.language);
    let mut blocks = vec![Block::Heading(found.name.clone())];
    blocks.extend(said::origin(found, words).map(Block::Text));
    blocks.extend(said::findings(found, &measured).into_iter().map(Block::Finding));
    let cautions: Vec<String> = cautions(found, words).collect();
    if !cautions.is_empty() {
        blocks.push(Block::Subheading(say!(words, "evaluation-what-else")));
        blocks.push(Block::List(cautions));
    }
    blocks.extend(figures(report, found, stem));
    blocks
}

/// The charts and tables of both sides.
pub(super) fn figures(report: &Report<'_>, found: &Evaluation, stem: &str) -> Vec<Block> {
    let (measured, words) = (report.measured(&found.indicator), report.language);
    let mut blocks = Vec::new();
    let table = NamedTable::new(stem, rates_table(found, &measured));
    blocks.push(Block::Chart { chart: Box::new(course(report, found, &measured, stem)), table });
    if found.effect.is_ok() {
        let chart = Box::new(changes(report, found, &measured, stem));
        let table = NamedTable::new(stem, changes_table(found, words));
        blocks.push(Block::Chart { chart, table });
        blocks.push(Block::Text(said::series(found, words)));
    }
    if [&found.visited, &found.comparison].iter().any(|arm| !arm.areas.is_empty()) {
        blocks.push(Block::Table(NamedTable::new(stem, areas_table(found, words))));
    }
    blocks
}

/// Both sides over time: by single years where there are some, otherwise
/// before and after.
fn course(report: &Report<'_>, found: &Evaluation, measured: &Measured, stem: &str) -> TrendChart {
    let words = report.language;
    let arms = [&found.visited, &found.comparison];
    let by_year = arms.iter().all(|arm| !arm.by_year.is_empty());
    let by_time = arms.iter().all(|arm| time(&arm.before).is_some() && time(&arm.after).is_some());
    let series = arms.map(|arm| TrendSeries {
        name: capital(&arm.name),
        unit: String::new(),
        points: if by_year { years(arm, words) } else { two_points(arm, by_time, words) },
    });
    let done = match (&found.visited.after.when, by_year) {
        (When::Period(after), true) => Some(SeriesBreak {
            position: after.middle() - after.length_in_years() / 2.0,
            label: say!(words, "evaluation-course-after"),
        }),
        _ => None,
    };
    TrendChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-course")),
            title: title::evaluation(found, words),
            description: said::course(found, measured, by_year, done.is_some()),
            subtitle: say!(
                words,
                "evaluation-course-chart",
                evaluation = found.name.as_str(),
                indicator = measured.name.as_str(),
            ),
            when_empty: say!(words, "evaluation-course-empty"),
            words,
        },
        measure: cells::measure(
            words,
            say!(
                words,
                "evaluation-axis",
                indicator = capital(&measured.name),
                unit = unit_words(measured),
            ),
            1,
            report.project.confidence,
        ),
        axis_start: AxisStart::Zero,
        position_label: say!(words, "column-period"),
        series: series.into(),
        breaks: done.into_iter().collect(),
        reference: None,
        interval_style: IntervalStyle::Whisker,
    }
}

fn years(arm: &EvaluatedArm, words: &Words) -> Vec<TrendPoint> {
    let point =
        |(year, rate): &(Period, CountedRate)| point(year.middle(), year.to_string(), rate, words);
    arm.by_year.iter().map(point).collect()
}

/// Before and after at their times; at two places where one of them is printed
/// in words that are no time.
fn two_points(arm: &EvaluatedArm, by_time: bool, words: &Words) -> Vec<TrendPoint> {
    let points = [&arm.before, &arm.after].into_iter().enumerate();
    let place = |at: usize, of: &ArmRate| time(of).filter(|_| by_time).unwrap_or(at as f64);
    points
        .map(|(at, of)| point(place(at, of), said::when(&of.when, words), &of.rate, words))
        .collect()
}

fn point(position: f64, label: String, rate: &CountedRate, words: &Words) -> TrendPoint {
    TrendPoint {
        position,
        label,
        reading: cells::reading(words, &rate.rate),
        overlap: Overlap::Apart,
        note: None,
    }
}

/// The middle of the time as a decimal year.
fn time(of: &ArmRate) -> Option<f64> {
    let period = match &of.when {
        When::Period(period) => *period,
        When::Printed(label) => Period::parse(label, Some(PeriodUnit::FinancialYear)).ok()?,
    };
    Some(period.middle())
}

/// The relative change of each side, and that beyond the others; absolute ones
/// where there are no relative ones.
fn changes(
    report: &Report<'_>,
    found: &Evaluation,
    measured: &Measured,
    stem: &str,
) -> ForestChart {
    let words = report.language;
    let of_changes = of_changes(found, words);
    let is_relative = of_changes.iter().all(|(_, relative, _)| relative.is_some());
    let marks = [ForestMark::Single, ForestMark::Single, ForestMark::Pooled];
    let drawn: Vec<(&str, Estimate, ForestMark)> = of_changes
        .iter()
        .zip(marks)
        .filter_map(|((label, relative, absolute), mark)| {
            let change = if is_relative { *relative } else { *absolute };
            Some((label.as_str(), change?, mark))
        })
        .collect();
    let rows = drawn.iter().map(|(label, change, mark)| ForestRow {
        label: (*label).to_owned(),
        reading: cells::reading_of(change),
        mark: *mark,
    });
    let unit = match (is_relative, &measured.unit) {
        (true, _) => say!(words, "evaluation-relative-percent"),
        (false, Unit::Percent) => say!(words, "evaluation-change-points"),
        (false, _) => say!(words, "evaluation-change-in-unit", unit = unit_words(measured)),
    };
    let figures = drawn.iter().map(|(label, change, _)| (*label, change));
    ForestChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-changes")),
            title: title::evaluation(found, words),
            description: said::changes(found, measured, figures, is_relative),
            subtitle: say!(
                words,
                "evaluation-changes-chart",
                evaluation = found.name.as_str(),
                indicator = measured.name.as_str(),
            ),
            when_empty: say!(words, "evaluation-changes-empty"),
            words,
        },
        measure: cells::measure(words, unit, 1, report.project.confidence),
        row_label: say!(words, "evaluation-where"),
        none: 0.0,
        sides: [say!(words, "evaluation-fell"), say!(words, "evaluation-rose")],
        rows: rows.collect(),
    }
}

/// Name, relative and absolute change of each side, and what is beyond the
/// others.
fn of_changes(
    found: &Evaluation,
    words: &Words,
) -> [(String, Option<Estimate>, Option<Estimate>); 3] {
    let of = |arm: &EvaluatedArm| (capital(&arm.name), arm.relative_change, arm.change);
    let effect = found.effect.as_ref().ok();
    [
        of(&found.visited),
        of(&found.comparison),
        (
            say!(words, "evaluation-difference"),
            effect.and_then(|effect| effect.relative),
            effect.map(|effect| effect.absolute),
        ),
    ]
}

fn changes_table(found: &Evaluation, words: &Words) -> DataTable {
    let mut columns = vec![Column::text(say!(words, "evaluation-where"))];
    columns.extend(cells::columns(words, &say!(words, "evaluation-relative-change")));
    columns.extend(cells::columns(words, &say!(words, "evaluation-absolute-change")));
    let rows = of_changes(found, words).into_iter().map(|(label, relative, absolute)| {
        let mut row = vec![TableCell::text(label)];
        for (change, decimals) in [(relative, 1), (absolute, 2)] {
            row.extend(cells::computed(words, change.as_ref(), decimals));
        }
        row
    });
    DataTable {
        caption: say!(words, "evaluation-changes-table", evaluation = found.name.as_str()),
        columns,
        rows: rows.collect(),
    }
}

/// Both sides before and after.
fn rates_table(found: &Evaluation, measured: &Measured) -> DataTable {
    let words = measured.words;
    let mut columns = vec![
        Column::text(say!(words, "evaluation-where")),
        Column::text(say!(words, "evaluation-when")),
        Column::number(capital(&measured.events)),
        Column::number(capital(&measured.at_risk)),
    ];
    columns.extend(cells::columns(words, &capital(&measured.name)));
    let mut rows = Vec::new();
    for arm in [&found.visited, &found.comparison] {
        for at in [&arm.before, &arm.after] {
            let when = said::when(&at.when, words);
            let mut row = vec![TableCell::text(capital(&arm.name)), TableCell::text(when)];
            row.extend(cells::counted(words, &at.rate));
            rows.push(row);
        }
    }
    let caption = say!(words, "evaluation-rates-table", evaluation = found.name.as_str());
    DataTable { caption, columns, rows }
}

/// Every area with its counts.
fn areas_table(found: &Evaluation, words: &Words) -> DataTable {
    let columns = vec![
        Column::text(say!(words, "column-area")),
        Column::text(say!(words, "evaluation-side-head")),
        Column::number(say!(words, "evaluation-events-before")),
        Column::number(say!(words, "evaluation-at-risk-before")),
        Column::number(say!(words, "evaluation-rate-before")),
        Column::number(say!(words, "evaluation-events-after")),
        Column::number(say!(words, "evaluation-at-risk-after")),
        Column::number(say!(words, "evaluation-rate-after")),
        Column::text(say!(words, "evaluation-used")),
    ];
    let arms = [&found.visited, &found.comparison];
    let rows = arms.into_iter().flat_map(|arm| {
        arm.areas.iter().map(|area| {
            let mut row = vec![TableCell::text(&area.name), TableCell::text(&arm.name)];
            for rate in [&area.before, &area.after] {
                let [value, _, _] = cells::estimate(words, &rate.rate, 1);
                row.extend([
                    cells::count(words, &rate.events),
                    cells::count(words, &rate.at_risk),
                    value,
                ]);
            }
            row.push(TableCell::text(if area.used {
                say!(words, "evaluation-is-used")
            } else {
                say!(words, "evaluation-lacks-counts")
            }));
            row
        })
    });
    DataTable {
        caption: say!(words, "evaluation-areas-table", evaluation = found.name.as_str()),
        columns,
        rows: rows.collect(),
    }
}
