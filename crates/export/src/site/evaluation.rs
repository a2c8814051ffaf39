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
use crate::sentence::evaluation::{self as words, LIMITS, READING};
use crate::sentence::{Measured, title};

pub(super) const PATH: &str = "evaluation.html";
pub(super) const TITLE: &str = "Did it work?";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("evaluation-{}", index + 1)
}

/// The page; `None` for a project that evaluates nothing.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.evaluations;
    PageParts::of_answers((PATH, "Evaluation", TITLE), answers, |index, found| {
        (names::sources(found.rates()), of_evaluation(report, found, &stem(index)))
    })
    .map(|mut page| {
        if answers.iter().any(|found| found.get().effect.is_ok()) {
            page.blocks.push(Block::Subheading("How to read it".to_owned()));
            page.blocks.extend([READING, LIMITS].map(|words| Block::Note(words.to_owned())));
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
    let mut said = words::findings(found, &report.measured(&found.indicator));
    said.extend(found.cautions.iter().map(|caution| words::caution(found, *caution)));
    said
}

fn of_evaluation(report: &Report<'_>, found: &Evaluation, stem: &str) -> Vec<Block> {
    let measured = report.measured(&found.indicator);
    let mut blocks = vec![Block::Heading(found.name.clone())];
    blocks.extend(words::origin(found).map(Block::Text));
    blocks.extend(words::findings(found, &measured).into_iter().map(Block::Finding));
    let cautions: Vec<String> =
        found.cautions.iter().map(|caution| words::caution(found, *caution)).collect();
    if !cautions.is_empty() {
        blocks.push(Block::Subheading("What else could have made the difference".to_owned()));
        blocks.push(Block::List(cautions));
    }
    blocks.extend(figures(report, found, stem));
    blocks
}

/// The charts and tables of both sides.
pub(super) fn figures(report: &Report<'_>, found: &Evaluation, stem: &str) -> Vec<Block> {
    let measured = report.measured(&found.indicator);
    let mut blocks = Vec::new();
    let table = NamedTable::new(stem, rates_table(found, &measured));
    blocks.push(Block::Chart { chart: Box::new(course(report, found, &measured, stem)), table });
    if found.effect.is_ok() {
        let chart = Box::new(changes(report, found, &measured, stem));
        let table = NamedTable::new(stem, changes_table(found));
        blocks.push(Block::Chart { chart, table });
        blocks.push(Block::Text(words::series(found)));
    }
    if [&found.visited, &found.comparison].iter().any(|arm| !arm.areas.is_empty()) {
        blocks.push(Block::Table(NamedTable::new(stem, areas_table(found))));
    }
    blocks
}

/// Both sides over time: by single years where there are some, otherwise
/// before and after.
fn course(report: &Report<'_>, found: &Evaluation, measured: &Measured, stem: &str) -> TrendChart {
    let arms = [&found.visited, &found.comparison];
    let by_year = arms.iter().all(|arm| !arm.by_year.is_empty());
    let by_time = arms.iter().all(|arm| time(&arm.before).is_some() && time(&arm.after).is_some());
    let series = arms.map(|arm| TrendSeries {
        name: capital(&arm.name),
        unit: String::new(),
        points: if by_year { years(arm) } else { two_points(arm, by_time) },
    });
    let done = match (&found.visited.after.when, by_year) {
        (When::Period(after), true) => Some(SeriesBreak {
            position: after.middle() - after.length_in_years() / 2.0,
            label: "after".to_owned(),
        }),
        _ => None,
    };
    TrendChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-course")),
            title: title::evaluation(found),
            description: format!(
                "The {} of {} and of {} over time, with limits where counts are known. Every \
                 figure is in the table or its download.",
                measured.name, found.visited.name, found.comparison.name
            ),
            subtitle: format!("{}: {} of both sides", found.name, measured.name),
            when_empty: "No rate can be shown.".to_owned(),
            words: report.language,
        },
        measure: cells::measure(
            format!("{}, {}", capital(&measured.name), unit_words(measured)),
            1,
            report.project.confidence,
        ),
        axis_start: AxisStart::Zero,
        position_label: "Period".to_owned(),
        series: series.into(),
        breaks: done.into_iter().collect(),
        reference: None,
        interval_style: IntervalStyle::Whisker,
    }
}

fn years(arm: &EvaluatedArm) -> Vec<TrendPoint> {
    let point = |(year, rate): &(Period, CountedRate)| point(year.middle(), year.to_string(), rate);
    arm.by_year.iter().map(point).collect()
}

/// Before and after at their times; at two places where one of them is printed
/// in words that are no time.
fn two_points(arm: &EvaluatedArm, by_time: bool) -> Vec<TrendPoint> {
    let points = [&arm.before, &arm.after].into_iter().enumerate();
    let place = |at: usize, of: &ArmRate| time(of).filter(|_| by_time).unwrap_or(at as f64);
    points.map(|(at, of)| point(place(at, of), words::when(&of.when), &of.rate)).collect()
}

fn point(position: f64, label: String, rate: &CountedRate) -> TrendPoint {
    TrendPoint {
        position,
        label,
        reading: cells::reading(&rate.rate),
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
    let [visited, comparison, beyond] = of_changes(found);
    let is_relative = visited.1.is_some() && comparison.1.is_some() && beyond.1.is_some();
    let marks = [ForestMark::Single, ForestMark::Single, ForestMark::Pooled];
    let rows = [visited, comparison, beyond].into_iter().zip(marks).filter_map(
        |((label, relative, absolute), mark)| {
            let change = if is_relative { relative } else { absolute };
            change.map(|change| ForestRow { label, reading: cells::reading_of(&change), mark })
        },
    );
    let unit = match (is_relative, &measured.unit) {
        (true, _) => "Relative change, percent".to_owned(),
        (false, Unit::Percent) => "Change, percentage points".to_owned(),
        (false, _) => format!("Change, {}", unit_words(measured)),
    };
    ForestChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-changes")),
            title: title::evaluation(found),
            description: format!(
                "A square for the change of {} and one for that of {}, and a diamond for the \
                 difference of the two, each as wide as its limits: to the left of 0 where the rate \
                 fell. Where the diamond holds 0, chance alone could have made the difference.",
                found.visited.name, found.comparison.name
            ),
            subtitle: format!("{}: change within areas, {}", found.name, measured.name),
            when_empty: "No change can be shown.".to_owned(),
            words: report.language,
        },
        measure: cells::measure(unit, 1, report.project.confidence),
        row_label: "Where".to_owned(),
        none: 0.0,
        sides: ["fell".to_owned(), "rose".to_owned()],
        rows: rows.collect(),
    }
}

/// Name, relative and absolute change of each side, and what is beyond the
/// others.
fn of_changes(found: &Evaluation) -> [(String, Option<Estimate>, Option<Estimate>); 3] {
    let of = |arm: &EvaluatedArm| (capital(&arm.name), arm.relative_change, arm.change);
    let effect = found.effect.as_ref().ok();
    [
        of(&found.visited),
        of(&found.comparison),
        (
            "Difference".to_owned(),
            effect.and_then(|effect| effect.relative),
            effect.map(|effect| effect.absolute),
        ),
    ]
}

fn changes_table(found: &Evaluation) -> DataTable {
    let mut columns = vec![Column::text("Where")];
    columns.extend(cells::columns("Relative change, %"));
    columns.extend(cells::columns("Absolute change"));
    let rows = of_changes(found).into_iter().map(|(label, relative, absolute)| {
        let mut row = vec![TableCell::text(label)];
        for (change, decimals) in [(relative, 1), (absolute, 2)] {
            row.extend(cells::computed(change.as_ref(), decimals));
        }
        row
    });
    DataTable {
        caption: format!("{}: changes within areas", found.name),
        columns,
        rows: rows.collect(),
    }
}

/// Both sides before and after.
fn rates_table(found: &Evaluation, measured: &Measured) -> DataTable {
    let mut columns = vec![
        Column::text("Where"),
        Column::text("When"),
        Column::number(capital(&measured.events)),
        Column::number(capital(&measured.at_risk)),
    ];
    columns.extend(cells::columns(&capital(&measured.name)));
    let mut rows = Vec::new();
    for arm in [&found.visited, &found.comparison] {
        for at in [&arm.before, &arm.after] {
            let mut row =
                vec![TableCell::text(capital(&arm.name)), TableCell::text(words::when(&at.when))];
            row.extend(cells::counted(&at.rate));
            rows.push(row);
        }
    }
    DataTable { caption: format!("{}: before and after", found.name), columns, rows }
}

/// Every area with its counts.
fn areas_table(found: &Evaluation) -> DataTable {
    let mut columns = vec![Column::text("Area"), Column::text("Side")];
    for time in ["before", "after"] {
        columns.push(Column::number(format!("Events {time}")));
        columns.push(Column::number(format!("At risk {time}")));
        columns.push(Column::number(format!("Rate {time}")));
    }
    columns.push(Column::text("Used"));
    let arms = [&found.visited, &found.comparison];
    let rows = arms.into_iter().flat_map(|arm| {
        arm.areas.iter().map(|area| {
            let mut row = vec![TableCell::text(&area.name), TableCell::text(&arm.name)];
            for rate in [&area.before, &area.after] {
                let [value, _, _] = cells::estimate(&rate.rate, 1);
                row.extend([cells::count(&rate.events), cells::count(&rate.at_risk), value]);
            }
            row.push(TableCell::text(if area.used { "yes" } else { "no, lacks counts" }));
            row
        })
    });
    DataTable { caption: format!("{}: each area", found.name), columns, rows: rows.collect() }
}
