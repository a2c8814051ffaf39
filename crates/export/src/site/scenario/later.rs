//! A scenario over time, its target and its costs, on its page.

use firstyear_analysis::{
    AcrossGroups, DatedMeasure, GapScenario, GroupAfter, InequalityChange, MeasureCosts, PathYear,
    ScenarioPathResult,
};

use super::super::block::{Block, NamedTable};
use super::super::{Report, cells};
use crate::chart::{
    AxisStart, Column, DataTable, Heading, IntervalStyle, Measure, Overlap, Reading, ReferenceLine,
    Slug, TableCell, TimescaleChart, TimescaleRow, TrendChart, TrendPoint, TrendSeries,
};
use crate::format::{capital, count, number, plural};
use crate::sentence::scenario::later::{self, PATH};
use crate::sentence::title::of_first;

/// The target, the path and the costs of a scenario that asks for them.
pub(super) fn blocks(report: &Report<'_>, found: &GapScenario, stem: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = later::across(found).map(Block::Finding).into_iter().collect();
    if let Some(Ok(across)) = &found.across {
        blocks.push(Block::Table(NamedTable::new(stem, across_table(found, across))));
        blocks.push(Block::Table(NamedTable::new(stem, groups_table(found, across))));
    }
    let target = later::target(found);
    if !target.is_empty() || found.path.is_some() {
        blocks.push(Block::Subheading("How far, and when".to_owned()));
        blocks.extend(target.into_iter().map(Block::Finding));
    }
    if let Some(path) = &found.path {
        let said = later::path(found, path);
        blocks.extend(said.iter().cloned().map(Block::Finding));
        if let Ok(years) = &path.years {
            blocks.push(Block::Note(PATH.to_owned()));
            let table = NamedTable::new(stem, years_table(found, years));
            let course = chart(report, found, (years, &said), stem);
            blocks.push(Block::Chart { chart: Box::new(course), table });
            let dates = NamedTable::new(stem, dates_table(found, path));
            let chart = Box::new(dates_chart(found, path, stem));
            blocks.push(Block::Chart { chart, table: dates });
        }
    }
    if let Some(terms) = later::cost_terms(found).filter(|_| !found.costs.is_empty()) {
        blocks.push(Block::Subheading("At what cost".to_owned()));
        blocks.push(Block::Text(terms));
        blocks.push(Block::Table(NamedTable::new(stem, costs_table(found))));
    }
    blocks
}

/// Measures of inequality before and after.
fn across_table(found: &GapScenario, across: &AcrossGroups) -> DataTable {
    let mut columns = vec![Column::text("Measure")];
    for time in ["Before", "After", "Change"] {
        columns.extend(cells::columns(time));
    }
    let row = |change: &InequalityChange| {
        let mut row = vec![TableCell::text(capital(later::inequality(change.of)))];
        for estimate in [&change.before, &change.after, &change.change] {
            row.extend(cells::known(estimate, 3));
        }
        row
    };
    DataTable {
        caption: format!(
            "Inequality across every group before and after: rates in the indicator's unit, ratios \
             and fractions. {}",
            found.name
        ),
        columns,
        rows: across.measures.iter().map(row).collect(),
    }
}

/// Every group before and after.
fn groups_table(found: &GapScenario, across: &AcrossGroups) -> DataTable {
    let mut columns =
        vec![Column::text("Group"), Column::number("Events"), Column::number("At risk")];
    columns.extend(cells::columns("Rate before"));
    columns.push(Column::number("Rate after"));
    columns.extend(cells::columns("Events avoided"));
    let row = |group: &GroupAfter| {
        let mut row = vec![TableCell::text(&group.label)];
        row.extend(cells::counted(&group.rate));
        row.push(TableCell::number(group.after, 2));
        row.extend(match &group.deaths_avoided {
            Some(avoided) => cells::known(avoided, 1),
            None => [(); 3].map(|()| TableCell::missing("not reached")),
        });
        row
    };
    DataTable {
        caption: format!("Every group before and after. {}", found.name),
        columns,
        rows: across.groups.iter().map(row).collect(),
    }
}

/// The gap year by year, with the target as a line.
fn chart(
    report: &Report<'_>,
    found: &GapScenario,
    (years, said): (&[PathYear], &[String]),
    stem: &str,
) -> TrendChart {
    let point = |at: &PathYear| TrendPoint {
        position: f64::from(at.year) + 0.5,
        label: at.year.to_string(),
        reading: cells::reading_of(&at.gap),
        overlap: Overlap::Apart,
        note: None,
    };
    TrendChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-path")),
            title: of_first(said, "No year can be shown"),
            description:
                "The relative gap in the middle of each year, with limits that widen where \
                          a drift is told, and a line for the target where there is one. Every \
                          figure is in the table."
                    .to_owned(),
            subtitle: format!("The gap as measures are taken up, percent. {}", found.name),
            when_empty: "No year can be shown.".to_owned(),
            words: report.language,
        },
        measure: Measure {
            interval_label: format!("{} of the draws", report.project.confidence),
            ..cells::measure("Relative gap, %".to_owned(), 1, report.project.confidence)
        },
        axis_start: AxisStart::Zero,
        position_label: "Year".to_owned(),
        series: vec![TrendSeries {
            name: "Gap".to_owned(),
            unit: String::new(),
            points: years.iter().map(point).collect(),
        }],
        breaks: Vec::new(),
        reference: found.target.as_ref().map(|target| ReferenceLine {
            label: format!("target for {}", target.by),
            reading: Reading::value(target.relative_gap_percent),
            decimals: 1,
        }),
        interval_style: IntervalStyle::Band,
    }
}

fn years_table(found: &GapScenario, years: &[PathYear]) -> DataTable {
    let mut columns = vec![Column::text("Year")];
    columns.extend(cells::columns("Relative gap, %"));
    let with_target = found.target.is_some();
    columns.extend(with_target.then(|| Column::number("Target met, %")));
    let row = |at: &PathYear| {
        let mut row = vec![TableCell::text(at.year.to_string())];
        row.extend(cells::known(&at.gap, 1));
        row.extend(with_target.then(|| {
            at.target_met.map_or_else(
                || TableCell::missing("nothing uncertain"),
                |met| TableCell::number(100.0 * met, 0),
            )
        }));
        row
    };
    DataTable {
        caption: format!("The gap as measures are taken up. {}", found.name),
        columns,
        rows: years.iter().map(row).collect(),
    }
}

/// When each measure is taken up, and from when it works in full.
fn dates_chart(found: &GapScenario, path: &ScenarioPathResult, stem: &str) -> TimescaleChart {
    let name = |at: usize| capital(&found.measures[at].label);
    let row = |one: &DatedMeasure| {
        // It is complete at the end of its last year.
        let (full, lag) = (f64::from(one.full) + 1.0, one.lag_years);
        let words = format!("{} to {}, in full {}", one.from, one.full, number(full + lag, 1));
        let [from, works] = [f64::from(one.from), full + lag];
        TimescaleRow { label: name(one.measure), from, full, works, words }
    };
    let target = found.target.as_ref();
    let aim =
        target.map(|at| (format!("end of {}, year of the target", at.by), f64::from(at.by) + 1.0));
    let late = target.map(|at| {
        let after = |one: &&DatedMeasure| {
            f64::from(one.full) + 1.0 + one.lag_years > f64::from(at.by) + 1.0
        };
        (path.dated.iter().filter(after).count() as u64, at.by)
    });
    let dated = path.dated.len() as u64;
    let title = late.map_or_else(
        || format!("{} {} dated", count(dated), plural(dated, "measure is", "measures are")),
        |(late, by)| {
            format!(
                "{} of {} dated {} in full only after {by}, the year of the target",
                count(late),
                count(dated),
                plural(dated, "measure works", "measures work")
            )
        },
    );
    TimescaleChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-dates")),
            title,
            subtitle: format!("When each measure is taken up, and works. {}", found.name),
            description:
                "A bar for each dated measure from the year in which its uptake begins to \
                          that in which it is complete, and a dotted line on to when it works in \
                          full. Every year is in the table."
                    .to_owned(),
            when_empty: "No measure is dated.".to_owned(),
            words: crate::words::english(),
        },
        axis_label: "Year".to_owned(),
        row_label: "Measure".to_owned(),
        rows: path.dated.iter().map(row).collect(),
        aim,
        untimed: path.undated.iter().map(|at| name(*at)).collect(),
    }
}

/// When each measure is taken up.
fn dates_table(found: &GapScenario, path: &ScenarioPathResult) -> DataTable {
    let dated = path.dated.iter().map(|one| {
        vec![
            TableCell::text(capital(&found.measures[one.measure].label)),
            TableCell::text(one.from.to_string()),
            TableCell::text(one.full.to_string()),
            TableCell::number(one.lag_years, 1),
        ]
    });
    DataTable {
        caption: format!("When each measure is taken up. {}", found.name),
        columns: vec![
            Column::text("Measure"),
            Column::text("Begins in"),
            Column::text("Complete in"),
            Column::number("Years to effect"),
        ],
        rows: dated.collect(),
    }
}

fn costs_table(found: &GapScenario) -> DataTable {
    let currency = found.cost_terms.as_ref().map_or("", |terms| terms.currency.as_str());
    let mut columns = vec![
        Column::text("Measure"),
        Column::text("Years"),
        Column::number(format!("Cost of a year, {currency}")),
        Column::number(format!("Discounted, {currency}")),
    ];
    columns.extend(cells::columns("Deaths avoided"));
    columns.extend(cells::columns(&format!("Cost of a death avoided, {currency}")));
    columns.extend(cells::columns(&format!("Cost of a point, {currency}")));
    columns.push(Column::text("Source of the cost"));
    let row = |cost: &MeasureCosts| {
        let mut row = vec![
            TableCell::text(capital(&found.measures[cost.measure].label)),
            TableCell::text(format!("{} to {}", cost.first, cost.last)),
            TableCell::number(cost.yearly, 0),
            TableCell::number(cost.discounted, 0),
        ];
        for (figure, decimals) in
            [(cost.deaths_avoided, 1), (cost.per_death, 0), (cost.per_point, 0)]
        {
            row.extend(cells::computed(figure.as_ref(), decimals));
        }
        row.push(TableCell::text(&cost.source));
        row
    };
    DataTable {
        caption: format!("What measures cost, each by itself. {}", found.name),
        columns,
        rows: found.costs.iter().map(row).collect(),
    }
}
