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
use crate::format::{capital, count};
use crate::sentence::scenario::{drawn, later};
use crate::sentence::title::{of_first, of_sentence};
use crate::words::{Words, say};

/// The target, the path and the costs of a scenario that asks for them.
pub(super) fn blocks(report: &Report<'_>, found: &GapScenario, stem: &str) -> Vec<Block> {
    let words = report.language;
    let mut blocks: Vec<Block> =
        later::across(found, words).map(Block::Finding).into_iter().collect();
    if let Some(Ok(across)) = &found.across {
        blocks.push(Block::Table(NamedTable::new(stem, across_table(found, across, words))));
        blocks.push(Block::Table(NamedTable::new(stem, groups_table(found, across, words))));
    }
    let target = later::target(found, words);
    if !target.is_empty() || found.path.is_some() {
        blocks.push(Block::Subheading(say!(words, "scenario-how-far")));
        blocks.extend(target.into_iter().map(Block::Finding));
    }
    if let Some(path) = &found.path {
        let said = later::path(found, path, words);
        blocks.extend(said.iter().cloned().map(Block::Finding));
        if let Ok(years) = &path.years {
            blocks.push(Block::Note(say!(words, "scenario-path-reading")));
            let table = NamedTable::new(stem, years_table(found, years, words));
            let course = chart(report, found, (years, &said), stem);
            blocks.push(Block::Chart { chart: Box::new(course), table });
            let dates = NamedTable::new(stem, dates_table(found, path, words));
            let chart = Box::new(dates_chart(report, found, path, stem));
            blocks.push(Block::Chart { chart, table: dates });
        }
    }
    if let Some(terms) = later::cost_terms(found, words).filter(|_| !found.costs.is_empty()) {
        blocks.push(Block::Subheading(say!(words, "scenario-at-what-cost")));
        blocks.push(Block::Text(terms));
        blocks.push(Block::Table(NamedTable::new(stem, costs_table(found, words))));
    }
    blocks
}

/// Measures of inequality before and after.
fn across_table(found: &GapScenario, across: &AcrossGroups, words: &Words) -> DataTable {
    let mut columns = vec![Column::text(say!(words, "scenario-measure"))];
    let times = [
        say!(words, "scenario-before"),
        say!(words, "scenario-after"),
        say!(words, "scenario-change"),
    ];
    for time in &times {
        columns.extend(cells::columns(words, time));
    }
    let row = |change: &InequalityChange| {
        let mut row = vec![TableCell::text(capital(&later::inequality(change.of, words)))];
        for estimate in [&change.before, &change.after, &change.change] {
            row.extend(cells::known(words, estimate, 3));
        }
        row
    };
    DataTable {
        caption: say!(words, "scenario-across-table", scenario = found.name.as_str()),
        columns,
        rows: across.measures.iter().map(row).collect(),
    }
}

/// Every group before and after.
fn groups_table(found: &GapScenario, across: &AcrossGroups, words: &Words) -> DataTable {
    let mut columns = vec![
        Column::text(say!(words, "scenario-group")),
        Column::number(say!(words, "scenario-events")),
        Column::number(say!(words, "scenario-at-risk")),
    ];
    columns.extend(cells::columns(words, &say!(words, "scenario-rate-before")));
    columns.push(Column::number(say!(words, "scenario-rate-after")));
    columns.extend(cells::columns(words, &say!(words, "scenario-events-avoided")));
    let row = |group: &GroupAfter| {
        let mut row = vec![TableCell::text(&group.label)];
        row.extend(cells::counted(words, &group.rate));
        row.push(TableCell::number(group.after, 2));
        row.extend(match &group.deaths_avoided {
            Some(avoided) => cells::known(words, avoided, 1),
            None => [(); 3].map(|()| TableCell::missing(say!(words, "scenario-not-reached"))),
        });
        row
    };
    DataTable {
        caption: say!(words, "scenario-groups-table", scenario = found.name.as_str()),
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
    let words = report.language;
    let point = |at: &PathYear| TrendPoint {
        position: f64::from(at.year) + 0.5,
        label: at.year.to_string(),
        reading: cells::reading_of(&at.gap),
        overlap: Overlap::Apart,
        note: None,
    };
    let confidence = report.project.confidence;
    let when_empty = say!(words, "scenario-path-empty");
    TrendChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-path")),
            title: of_first(said, &of_sentence(&when_empty)),
            description: drawn::path(found, years, words),
            subtitle: say!(words, "scenario-path-chart", scenario = found.name.as_str()),
            when_empty,
            words,
        },
        measure: Measure {
            interval_label: say!(words, "scenario-of-draws", confidence = confidence.to_string(),),
            ..cells::measure(words, say!(words, "scenario-axis-gap"), 1, confidence)
        },
        axis_start: AxisStart::Zero,
        position_label: say!(words, "scenario-year"),
        series: vec![TrendSeries {
            name: say!(words, "scenario-gap"),
            unit: String::new(),
            points: years.iter().map(point).collect(),
        }],
        breaks: Vec::new(),
        reference: found.target.as_ref().map(|target| ReferenceLine {
            label: say!(words, "scenario-target-line", year = target.by.to_string()),
            reading: Reading::value(target.relative_gap_percent),
            decimals: 1,
        }),
        interval_style: IntervalStyle::Band,
    }
}

fn years_table(found: &GapScenario, years: &[PathYear], words: &Words) -> DataTable {
    let mut columns = vec![Column::text(say!(words, "scenario-year"))];
    columns.extend(cells::columns(words, &say!(words, "scenario-axis-gap")));
    let with_target = found.target.is_some();
    columns.extend(with_target.then(|| Column::number(say!(words, "scenario-target-met-share"))));
    let row = |at: &PathYear| {
        let mut row = vec![TableCell::text(at.year.to_string())];
        row.extend(cells::known(words, &at.gap, 1));
        row.extend(with_target.then(|| {
            at.target_met.map_or_else(
                || TableCell::missing(say!(words, "scenario-nothing-uncertain")),
                |met| TableCell::number(100.0 * met, 0),
            )
        }));
        row
    };
    DataTable {
        caption: say!(words, "scenario-years-table", scenario = found.name.as_str()),
        columns,
        rows: years.iter().map(row).collect(),
    }
}

/// When each measure is taken up, and from when it works in full.
fn dates_chart(
    report: &Report<'_>,
    found: &GapScenario,
    path: &ScenarioPathResult,
    stem: &str,
) -> TimescaleChart {
    let words = report.language;
    let name = |at: usize| capital(&found.measures[at].label);
    let row = |one: &DatedMeasure| TimescaleRow {
        label: name(one.measure),
        from: f64::from(one.from),
        // It is complete at the end of its last year.
        full: f64::from(one.full) + 1.0,
        works: drawn::works_in_full(one),
        words: say!(
            words,
            "scenario-dates-row",
            from = one.from.to_string(),
            to = one.full.to_string(),
            full = drawn::in_full(one),
        ),
    };
    let aim = found.target.as_ref().map(|at| {
        let year = at.by.to_string();
        (say!(words, "scenario-dates-target", year = year), f64::from(at.by) + 1.0)
    });
    TimescaleChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-dates")),
            title: dates_title(found, path, words),
            subtitle: say!(words, "scenario-dates-chart", scenario = found.name.as_str()),
            description: drawn::dates(found, path, words),
            when_empty: say!(words, "scenario-dates-empty"),
            words,
        },
        axis_label: say!(words, "scenario-year"),
        row_label: say!(words, "scenario-measure"),
        rows: path.dated.iter().map(row).collect(),
        aim,
        untimed: path.undated.iter().map(|at| name(*at)).collect(),
    }
}

/// How many measures are dated, and how many of them work in full after the year of the target.
fn dates_title(found: &GapScenario, path: &ScenarioPathResult, words: &Words) -> String {
    let dated = path.dated.len() as u64;
    let Some(target) = &found.target else {
        return say!(words, "scenario-dates-title", count = dated, written = count(dated));
    };
    let end = f64::from(target.by) + 1.0;
    let late = path.dated.iter().filter(|one| drawn::works_in_full(one) > end).count() as u64;
    if late == 0 {
        return say!(words, "scenario-dates-title-none-late", year = target.by.to_string());
    }
    say!(
        words,
        "scenario-dates-title-late",
        count = dated,
        written = count(dated),
        late = count(late),
        year = target.by.to_string(),
    )
}

/// When each measure is taken up.
fn dates_table(found: &GapScenario, path: &ScenarioPathResult, words: &Words) -> DataTable {
    let dated = path.dated.iter().map(|one| {
        vec![
            TableCell::text(capital(&found.measures[one.measure].label)),
            TableCell::text(one.from.to_string()),
            TableCell::text(one.full.to_string()),
            TableCell::number(one.lag_years, 1),
        ]
    });
    DataTable {
        caption: say!(words, "scenario-dates-table", scenario = found.name.as_str()),
        columns: vec![
            Column::text(say!(words, "scenario-measure")),
            Column::text(say!(words, "scenario-begins")),
            Column::text(say!(words, "scenario-complete")),
            Column::number(say!(words, "scenario-years-to-effect")),
        ],
        rows: dated.collect(),
    }
}

fn costs_table(found: &GapScenario, words: &Words) -> DataTable {
    let currency = found.cost_terms.as_ref().map_or("", |terms| terms.currency.as_str());
    let mut columns = vec![
        Column::text(say!(words, "scenario-measure")),
        Column::text(say!(words, "scenario-cost-years")),
        Column::number(say!(words, "scenario-cost-of-year", currency = currency)),
        Column::number(say!(words, "scenario-cost-discounted", currency = currency)),
    ];
    columns.extend(cells::columns(words, &say!(words, "scenario-deaths-avoided")));
    columns
        .extend(cells::columns(words, &say!(words, "scenario-cost-of-death", currency = currency)));
    columns
        .extend(cells::columns(words, &say!(words, "scenario-cost-of-point", currency = currency)));
    columns.push(Column::text(say!(words, "scenario-cost-source")));
    let row = |cost: &MeasureCosts| {
        let mut row = vec![
            TableCell::text(capital(&found.measures[cost.measure].label)),
            TableCell::text(say!(
                words,
                "span",
                from = cost.first.to_string(),
                to = cost.last.to_string(),
            )),
            TableCell::number(cost.yearly, 0),
            TableCell::number(cost.discounted, 0),
        ];
        for (figure, decimals) in
            [(cost.deaths_avoided, 1), (cost.per_death, 0), (cost.per_point, 0)]
        {
            row.extend(cells::computed(words, figure.as_ref(), decimals));
        }
        row.push(TableCell::text(&cost.source));
        row
    };
    DataTable {
        caption: say!(words, "scenario-costs-table", scenario = found.name.as_str()),
        columns,
        rows: found.costs.iter().map(row).collect(),
    }
}
