//! The page of scenarios: what would narrow the gap?

use firstyear_analysis::{
    CountedRate, GapScenario, ModelledMeasure, Narrowing, StartOrigin, TimescalePoints,
};
use firstyear_core::intervention::Input;
use firstyear_core::{Estimate, MethodId};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells, names};
use crate::chart::{
    BarRow, CascadeChart, CascadeStep, Chart, Column, DataTable, Heading, Measure, PartsChart,
    Reading, Slug, TableCell, TornadoChart, TornadoRow,
};
use crate::format::{and, capital, number};
use crate::sentence::scenario::{self, LIMITS, MODEL, PARTS};
use crate::sentence::title::{self, of_sentence};

mod later;

pub(super) const PATH: &str = "scenario.html";
pub(super) const TITLE: &str = "What would narrow the gap?";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("scenario-{}", index + 1)
}

/// The page; `None` for a project without scenarios.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.scenarios;
    PageParts::of_answers((PATH, "What would narrow the gap", TITLE), answers, |index, found| {
        (names::sources(rates(found)), of_scenario(report, found, &stem(index)))
    })
}

/// The rates of a counted gap, and those of every group.
pub(super) fn rates(found: &GapScenario) -> impl Iterator<Item = &CountedRate> {
    let counted = match &found.start.origin {
        StartOrigin::Counted { group, all } => [Some(&**group), Some(&**all)],
        StartOrigin::Stated { .. } => [None, None],
    };
    let groups = found.across.iter().flatten().flat_map(|across| &across.groups);
    counted.into_iter().flatten().chain(groups.map(|group| &group.rate))
}

/// The methods of a scenario.
pub(super) fn methods(found: &GapScenario) -> impl Iterator<Item = MethodId> {
    let rates = names::methods(rates(found));
    let across = found.across.iter().flatten().flat_map(|across| &across.measures);
    let across = across.map(|change| change.before.method);
    rates.chain(found.outcome.iter().map(|outcome| outcome.together.method)).chain(across)
}

/// Where the scenario starts, and what all measures do.
pub(super) fn findings(report: &Report<'_>, found: &GapScenario) -> Vec<String> {
    let start =
        scenario::start(found, &report.area_name(found.whole.as_ref().unwrap_or(&found.area)));
    [start].into_iter().chain(scenario::steadied(found)).chain(scenario::findings(found)).collect()
}

fn of_scenario(report: &Report<'_>, found: &GapScenario, stem: &str) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(found.name.clone())];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    blocks.extend(scenario::choices(found).into_iter().map(Block::Note));
    if let Ok(outcome) = &found.outcome {
        blocks.extend(by_timescale(found).map(Block::Text));
        blocks.extend([MODEL, PARTS, LIMITS].map(|words| Block::Note(words.to_owned())));
        let cascade = cascade(report, found, outcome, stem);
        let table = NamedTable::new(stem, cascade.table());
        blocks.push(Block::Chart { chart: Box::new(cascade), table });
        blocks.push(Block::Chart {
            chart: Box::new(chart(report, found, outcome, stem)),
            table: NamedTable::new(stem, points_table(found, outcome)),
        });
        blocks.extend(timescale_bars(report, found, stem));
        if !outcome.swings.is_empty() {
            blocks.push(Block::Chart {
                chart: Box::new(tornado(found, outcome, stem)),
                table: NamedTable::new(stem, swings_table(found, outcome)),
            });
        }
    }
    blocks.extend(later::blocks(report, found, stem));
    blocks.push(Block::Table(NamedTable::new(stem, remarks_table(found))));
    blocks.push(Block::Table(NamedTable::new(stem, inputs_table(found))));
    blocks
}

/// What the measures of each timescale add up to.
fn by_timescale(found: &GapScenario) -> Option<String> {
    let said: Vec<String> = found
        .timescales()
        .into_iter()
        .map(|TimescalePoints { when, part, alone }| {
            let (part, alone) = (number(part, 1), number(alone, 1));
            let when = scenario::timescale(when);
            format!("{when} {part} points ({alone} added up as if none touched another)")
        })
        .collect();
    (!said.is_empty()).then(|| format!("By when measures are expected to show: {}.", and(&said)))
}

/// Bars of the timescales, where there is more than one.
fn timescale_bars(report: &Report<'_>, found: &GapScenario, stem: &str) -> Option<Block> {
    let all = found.timescales();
    if all.len() < 2 {
        return None;
    }
    let series = ["Part of all together", "Alone, added up"].map(str::to_owned);
    let label = |of: &TimescalePoints| capital(scenario::timescale(of.when));
    let row = |of: &TimescalePoints| BarRow {
        label: label(of),
        readings: vec![Reading::value(of.part), Reading::value(of.alone)],
    };
    let subtitle = format!("When measures are expected to show. {}", found.name);
    let title = by_timescale(found).map_or_else(|| subtitle.clone(), |said| of_sentence(&said));
    let chart = PartsChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-timescales")),
            title,
            description: "A pair of bars for each timescale: what its measures take from the gap as \
                          their part of all together, and added up as if none touched another. Every \
                          figure is in the table."
                .to_owned(),
            subtitle: subtitle.clone(),
            when_empty: "No measure has a timescale.".to_owned(),
            words: report.language,
        },
        measure: cells::measure("Percentage points".to_owned(), 1, report.project.confidence),
        row_label: "Expected to show".to_owned(),
        series: series.to_vec(),
        rows: all.iter().map(row).collect(),
    };
    let mut columns = vec![Column::text("Expected to show")];
    columns.extend(series.map(Column::number));
    let cells = |of: &TimescalePoints| {
        vec![
            TableCell::text(label(of)),
            TableCell::number(of.part, 2),
            TableCell::number(of.alone, 2),
        ]
    };
    let table = DataTable { caption: subtitle, columns, rows: all.iter().map(cells).collect() };
    Some(Block::Chart { chart: Box::new(chart), table: NamedTable::new(stem, table) })
}

/// From the gap at the start to the one that is left, measure by measure.
fn cascade(
    report: &Report<'_>,
    found: &GapScenario,
    outcome: &Narrowing,
    stem: &str,
) -> CascadeChart {
    let steps = found.measures.iter().zip(&outcome.of_measures).map(|(measure, part)| {
        let left = part.as_ref().map(|part| cells::reading_of(&part.left_in_turn));
        let change = part.as_ref().map(|part| part.in_turn);
        CascadeStep { label: capital(&measure.label), change, left }
    });
    CascadeChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-cascade")),
            title: title::narrowing(outcome),
            description: "A bar for the gap at the start, one for what each measure takes from it \
                          after those above it, with the limits of what is left then, and one for \
                          the gap that is left. Every figure is in the table."
                .to_owned(),
            subtitle: format!(
                "From the gap at the start to the one that is left, percent. {}",
                found.name
            ),
            when_empty: "The gap is not known.".to_owned(),
            words: report.language,
        },
        measure: cells::measure("Relative gap, %".to_owned(), 1, report.project.confidence),
        row_label: "Measure".to_owned(),
        start: ("Gap at the start".to_owned(), *found.start.relative.value().unwrap_or(&f64::NAN)),
        steps: steps.collect(),
        end: ("Gap that is left".to_owned(), cells::reading_of(&outcome.gap_after)),
    }
}

/// Which input matters, the widest swing first.
fn tornado(found: &GapScenario, outcome: &Narrowing, stem: &str) -> TornadoChart {
    let row = |swing: &firstyear_analysis::NamedSwing| {
        let measure = capital(&found.measures[swing.measure].label);
        TornadoRow {
            label: format!("{measure}: {}", scenario::swing(found, swing)),
            at_lower: swing.at_lower,
            at_upper: swing.at_upper,
        }
    };
    TornadoChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-tornado")),
            title: title::swings(found, &outcome.swings),
            description:
                "A pair of bars for each uncertain input, from the points of all together \
                          as they are to those with the input at its lower and at its upper limit, \
                          the widest first. Nothing else is changed."
                    .to_owned(),
            subtitle: format!("Which input matters. {}", found.name),
            when_empty: "No input has limits.".to_owned(),
            words: crate::words::english(),
        },
        measure: Measure {
            label: "Points of all measures together".to_owned(),
            decimals: 2,
            interval_label: String::new(),
        },
        row_label: "Input".to_owned(),
        centre: ("All together".to_owned(), outcome.together.value),
        rows: outcome.swings.iter().map(row).collect(),
    }
}

fn chart(report: &Report<'_>, found: &GapScenario, outcome: &Narrowing, stem: &str) -> PartsChart {
    let all = BarRow {
        label: "All together".to_owned(),
        readings: vec![Reading::value(outcome.sum), cells::reading_of(&outcome.together)],
    };
    let of =
        |(measure, part): (&ModelledMeasure, &Option<firstyear_analysis::MeasurePart>)| BarRow {
            label: capital(&measure.label),
            readings: match part {
                Some(part) => [&part.alone, &part.part].map(cells::reading_of).into(),
                None => vec![Reading::missing("not worked out"); 2],
            },
        };
    let each = found.measures.iter().zip(&outcome.of_measures).map(of);
    PartsChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::largest_part(found, outcome),
            description: "A bar for each measure alone, and one for its part in what all \
                          together take from the gap: to the right of 0 where the gap narrows. Of \
                          all together, the first bar is the sum of those alone. Every figure is in \
                          the table."
                .to_owned(),
            subtitle: format!("Each measure alone, and its part of all together. {}", found.name),
            when_empty: "No measure can be worked out.".to_owned(),
            words: report.language,
        },
        measure: cells::measure(
            "Percentage points of the relative gap; right of 0: it narrows".to_owned(),
            2,
            report.project.confidence,
        ),
        row_label: "Measure".to_owned(),
        series: ["Alone", "Part of all together"].map(str::to_owned).into(),
        rows: [all].into_iter().chain(each).collect(),
    }
}

/// What each measure does; the last row is all together.
fn points_table(found: &GapScenario, outcome: &Narrowing) -> DataTable {
    let mut columns = vec![Column::text("Measure"), Column::number("Published")];
    columns.extend(cells::columns("Alone"));
    columns.extend(cells::columns("Part"));
    columns.push(Column::number("In turn"));
    columns.push(Column::number("Fall of the group’s rate, %"));
    columns.push(Column::text("Expected to show"));
    let none = || TableCell::missing("not worked out");
    let mut rows = Vec::new();
    for (measure, part) in found.measures.iter().zip(&outcome.of_measures) {
        let published = measure.published.map(|points| TableCell::number(points, 1));
        let mut row = vec![
            TableCell::text(capital(&measure.label)),
            published.unwrap_or_else(|| TableCell::missing("none")),
        ];
        match part {
            Some(part) => {
                row.extend(cells::known(&part.alone, 2));
                row.extend(cells::known(&part.part, 2));
                row.push(TableCell::number(part.in_turn, 2));
                row.push(TableCell::number(100.0 * part.fall, 2));
            }
            None => row.extend((0..8).map(|_| none())),
        }
        row.push(match measure.timescale {
            Some(timescale) => TableCell::text(scenario::timescale(timescale)),
            None => TableCell::missing("not said"),
        });
        rows.push(row);
    }
    let whole = |estimate: &Estimate| cells::known(estimate, 2);
    let mut row = vec![TableCell::text("All together"), TableCell::missing("not applicable")];
    row.extend([TableCell::number(outcome.sum, 2)]);
    row.extend([(); 2].map(|()| TableCell::missing("none")));
    row.extend(whole(&outcome.together));
    row.push(TableCell::number(outcome.together.value, 2));
    row.push(TableCell::number(100.0 * outcome.fall.value, 2));
    row.push(TableCell::missing("not applicable"));
    rows.push(row);
    let caption = format!(
        "Percentage points that each measure takes from the relative gap; alone, the last row is \
         the sum. {}",
        found.name
    );
    DataTable { caption, columns, rows }
}

/// Which input matters.
fn swings_table(found: &GapScenario, outcome: &Narrowing) -> DataTable {
    let row = |swing: &firstyear_analysis::NamedSwing| {
        vec![
            TableCell::text(capital(&found.measures[swing.measure].label)),
            TableCell::text(scenario::swing(found, swing)),
            TableCell::number(swing.at_lower, 2),
            TableCell::number(swing.at_upper, 2),
        ]
    };
    DataTable {
        caption: format!(
            "Which input matters: points of all together when one input is at its limits, the \
             widest swing first. {}",
            found.name
        ),
        columns: vec![
            Column::text("Measure"),
            Column::text("Input"),
            Column::number("At its lower limit"),
            Column::number("At its upper limit"),
        ],
        rows: outcome.swings.iter().map(row).collect(),
    }
}

/// What to know of each measure.
fn remarks_table(found: &GapScenario) -> DataTable {
    let row = |measure: &ModelledMeasure| {
        let remarks = scenario::remarks(found, measure);
        let remarks = if remarks.is_empty() { "nothing" } else { &remarks };
        vec![
            TableCell::text(capital(&measure.label)),
            TableCell::text(&measure.title),
            TableCell::text(remarks),
        ]
    };
    DataTable {
        caption: format!("What to know before a figure is used. {}", found.name),
        columns: ["Measure", "What is done", "What to know"].map(Column::text).into(),
        rows: found.measures.iter().map(row).collect(),
    }
}

/// Every number that was put in, with its origin.
fn inputs_table(found: &GapScenario) -> DataTable {
    let limit = |limit: Option<f64>| {
        limit.map_or_else(|| TableCell::missing("none"), |limit| cells::as_printed(limit, 0))
    };
    let row = |name: &str, input: &Input| {
        vec![
            TableCell::text(name),
            TableCell::text(scenario::quantity(input.quantity)),
            limit(Some(input.value)),
            limit(input.lower),
            limit(input.upper),
            TableCell::text(scenario::origin(input.origin)),
            match &input.source {
                Some(source) => TableCell::text(source),
                None => TableCell::missing("none"),
            },
        ]
    };
    let mut rows = Vec::new();
    for measure in &found.measures {
        let name = capital(&measure.label);
        rows.extend(measure.inputs.iter().map(|input| row(&name, input)));
        for group in &measure.also_in {
            let name = format!("{name}, in {}", group.label);
            rows.extend(group.inputs.iter().map(|input| row(&name, input)));
        }
    }
    DataTable {
        caption: format!("Every number that was put in, and where it comes from. {}", found.name),
        columns: vec![
            Column::text("Measure"),
            Column::text("Input"),
            Column::number("Value"),
            Column::number("Lower limit"),
            Column::number("Upper limit"),
            Column::text("Origin"),
            Column::text("Source"),
        ],
        rows,
    }
}
