//! The page of scenarios: what would narrow the gap?

use firstyear_analysis::{
    CountedRate, GapScenario, ModelledMeasure, Narrowing, StartOrigin, TimescalePoints,
};
use firstyear_core::MethodId;
use firstyear_core::intervention::Input;

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells, names};
use crate::chart::{
    BarRow, CascadeChart, CascadeStep, Chart, Column, DataTable, Heading, Measure, PartsChart,
    Reading, Slug, TableCell, TornadoChart, TornadoRow,
};
use crate::format::capital;
use crate::sentence::scenario::{self, drawn};
use crate::sentence::title::{self, of_sentence};
use crate::words::{Words, say};

mod later;

pub(super) const PATH: &str = "scenario.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("scenario-{}", index + 1)
}

/// The page; `None` for a project without scenarios.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.scenarios;
    let (nav, title) =
        (say!(report.language, "scenario-page-short"), say!(report.language, "scenario-page"));
    PageParts::of_answers((PATH, &nav, &title), answers, |index, found| {
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
    let words = report.language;
    let area = report.area_name(found.whole.as_ref().unwrap_or(&found.area));
    let start = scenario::start(found, &area, words);
    let steadied = scenario::steadied(found, words);
    [start].into_iter().chain(steadied).chain(scenario::findings(found, words)).collect()
}

fn of_scenario(report: &Report<'_>, found: &GapScenario, stem: &str) -> Vec<Block> {
    let words = report.language;
    let mut blocks = vec![Block::Heading(found.name.clone())];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    blocks.extend(scenario::choices(found, words).into_iter().map(Block::Note));
    if let Ok(outcome) = &found.outcome {
        blocks.extend(scenario::by_timescale(found, words).map(Block::Text));
        let notes = [
            say!(words, "scenario-model"),
            say!(words, "scenario-how-parts-read"),
            say!(words, "scenario-limits"),
        ];
        blocks.extend(notes.map(Block::Note));
        let cascade = cascade(report, found, outcome, stem);
        let table = NamedTable::new(stem, cascade.table());
        blocks.push(Block::Chart { chart: Box::new(cascade), table });
        blocks.push(Block::Chart {
            chart: Box::new(chart(report, found, outcome, stem)),
            table: NamedTable::new(stem, points_table(found, outcome, words)),
        });
        blocks.extend(timescale_bars(report, found, stem));
        if !outcome.swings.is_empty() {
            blocks.push(Block::Chart {
                chart: Box::new(tornado(report, found, outcome, stem)),
                table: NamedTable::new(stem, swings_table(found, outcome, words)),
            });
        }
    }
    blocks.extend(later::blocks(report, found, stem));
    blocks.push(Block::Table(NamedTable::new(stem, remarks_table(found, words))));
    blocks.push(Block::Table(NamedTable::new(stem, inputs_table(found, words))));
    blocks
}

/// Bars of the timescales, where there is more than one.
fn timescale_bars(report: &Report<'_>, found: &GapScenario, stem: &str) -> Option<Block> {
    let (all, words) = (found.timescales(), report.language);
    if all.len() < 2 {
        return None;
    }
    let series = [say!(words, "scenario-part-of-all"), say!(words, "scenario-alone-added")];
    let label = |of: &TimescalePoints| capital(&scenario::timescale(of.when, words));
    let row = |of: &TimescalePoints| BarRow {
        label: label(of),
        readings: vec![Reading::value(of.part), Reading::value(of.alone)],
    };
    let subtitle = say!(words, "scenario-timescales-chart", scenario = found.name.as_str());
    let title = scenario::by_timescale(found, words)
        .map_or_else(|| subtitle.clone(), |said| of_sentence(&said));
    let chart = PartsChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-timescales")),
            title,
            description: drawn::timescales(words),
            subtitle: subtitle.clone(),
            when_empty: say!(words, "scenario-timescales-empty"),
            words,
        },
        measure: cells::measure(
            words,
            say!(words, "scenario-axis-points"),
            1,
            report.project.confidence,
        ),
        row_label: say!(words, "scenario-expected"),
        series: series.to_vec(),
        rows: all.iter().map(row).collect(),
    };
    let mut columns = vec![Column::text(say!(words, "scenario-expected"))];
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
    let words = report.language;
    let steps = found.measures.iter().zip(&outcome.of_measures).map(|(measure, part)| {
        let left = part.as_ref().map(|part| cells::reading_of(&part.left_in_turn));
        let change = part.as_ref().map(|part| part.in_turn);
        CascadeStep { label: capital(&measure.label), change, left }
    });
    let start = *found.start.relative.value().unwrap_or(&f64::NAN);
    CascadeChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-cascade")),
            title: title::narrowing(outcome, words),
            description: drawn::cascade(found, outcome, words),
            subtitle: say!(words, "scenario-cascade-chart", scenario = found.name.as_str()),
            when_empty: say!(words, "scenario-cascade-empty"),
            words,
        },
        measure: cells::measure(
            words,
            say!(words, "scenario-axis-gap"),
            1,
            report.project.confidence,
        ),
        row_label: say!(words, "scenario-measure"),
        start: (say!(words, "scenario-gap-at-start"), start),
        steps: steps.collect(),
        end: (say!(words, "scenario-gap-left"), cells::reading_of(&outcome.gap_after)),
    }
}

/// Which input matters, the widest swing first.
fn tornado(
    report: &Report<'_>,
    found: &GapScenario,
    outcome: &Narrowing,
    stem: &str,
) -> TornadoChart {
    let words = report.language;
    let row = |swing: &firstyear_analysis::NamedSwing| TornadoRow {
        label: drawn::input(found, swing, words),
        at_lower: swing.at_lower,
        at_upper: swing.at_upper,
    };
    TornadoChart {
        heading: Heading {
            id: Slug::new(&format!("{stem}-tornado")),
            title: title::swings(found, &outcome.swings, words),
            description: drawn::tornado(found, outcome, words),
            subtitle: say!(words, "scenario-tornado-chart", scenario = found.name.as_str()),
            when_empty: say!(words, "scenario-tornado-empty"),
            words,
        },
        measure: Measure {
            label: say!(words, "scenario-axis-together"),
            decimals: 2,
            interval_label: String::new(),
        },
        row_label: say!(words, "scenario-input"),
        centre: (say!(words, "scenario-all-together"), outcome.together.value),
        rows: outcome.swings.iter().map(row).collect(),
    }
}

fn chart(report: &Report<'_>, found: &GapScenario, outcome: &Narrowing, stem: &str) -> PartsChart {
    let words = report.language;
    let all = BarRow {
        label: say!(words, "scenario-all-together"),
        readings: vec![Reading::value(outcome.sum), cells::reading_of(&outcome.together)],
    };
    let of =
        |(measure, part): (&ModelledMeasure, &Option<firstyear_analysis::MeasurePart>)| BarRow {
            label: capital(&measure.label),
            readings: match part {
                Some(part) => [&part.alone, &part.part].map(cells::reading_of).into(),
                None => vec![Reading::missing(say!(words, "scenario-not-worked-out-cell")); 2],
            },
        };
    let each = found.measures.iter().zip(&outcome.of_measures).map(of);
    PartsChart {
        heading: Heading {
            id: Slug::new(stem),
            title: title::largest_part(found, outcome, words),
            description: drawn::points(found, outcome, words),
            subtitle: say!(words, "scenario-points-chart", scenario = found.name.as_str()),
            when_empty: say!(words, "scenario-points-empty"),
            words,
        },
        measure: cells::measure(
            words,
            say!(words, "scenario-axis-narrows"),
            2,
            report.project.confidence,
        ),
        row_label: say!(words, "scenario-measure"),
        series: vec![say!(words, "scenario-alone"), say!(words, "scenario-part-of-all")],
        rows: [all].into_iter().chain(each).collect(),
    }
}

/// What each measure does; the last row is all together.
fn points_table(found: &GapScenario, outcome: &Narrowing, words: &Words) -> DataTable {
    let mut columns = vec![
        Column::text(say!(words, "scenario-measure")),
        Column::number(say!(words, "scenario-published")),
    ];
    columns.extend(cells::columns(words, &say!(words, "scenario-alone")));
    columns.extend(cells::columns(words, &say!(words, "scenario-part")));
    columns.push(Column::number(say!(words, "scenario-in-turn")));
    columns.push(Column::number(say!(words, "scenario-rate-fall")));
    columns.push(Column::text(say!(words, "scenario-expected")));
    let none = || TableCell::missing(say!(words, "none"));
    let mut rows = Vec::new();
    for (measure, part) in found.measures.iter().zip(&outcome.of_measures) {
        let published = measure.published.map(|points| TableCell::number(points, 1));
        let mut row =
            vec![TableCell::text(capital(&measure.label)), published.unwrap_or_else(none)];
        match part {
            Some(part) => {
                row.extend(cells::known(words, &part.alone, 2));
                row.extend(cells::known(words, &part.part, 2));
                row.push(TableCell::number(part.in_turn, 2));
                row.push(TableCell::number(100.0 * part.fall, 2));
            }
            None => row.extend(
                (0..8).map(|_| TableCell::missing(say!(words, "scenario-not-worked-out-cell"))),
            ),
        }
        row.push(match measure.timescale {
            Some(timescale) => TableCell::text(scenario::timescale(timescale, words)),
            None => TableCell::missing(say!(words, "scenario-not-said")),
        });
        rows.push(row);
    }
    let not_applicable = || TableCell::missing(say!(words, "not-applicable"));
    let mut row = vec![TableCell::text(say!(words, "scenario-all-together")), not_applicable()];
    row.extend([TableCell::number(outcome.sum, 2)]);
    row.extend([(); 2].map(|()| none()));
    row.extend(cells::known(words, &outcome.together, 2));
    row.push(TableCell::number(outcome.together.value, 2));
    row.push(TableCell::number(100.0 * outcome.fall.value, 2));
    row.push(not_applicable());
    rows.push(row);
    let caption = say!(words, "scenario-points-table", scenario = found.name.as_str());
    DataTable { caption, columns, rows }
}

/// Which input matters.
fn swings_table(found: &GapScenario, outcome: &Narrowing, words: &Words) -> DataTable {
    let row = |swing: &firstyear_analysis::NamedSwing| {
        vec![
            TableCell::text(capital(&found.measures[swing.measure].label)),
            TableCell::text(scenario::swing(found, swing, words)),
            TableCell::number(swing.at_lower, 2),
            TableCell::number(swing.at_upper, 2),
        ]
    };
    DataTable {
        caption: say!(words, "scenario-swings-table", scenario = found.name.as_str()),
        columns: vec![
            Column::text(say!(words, "scenario-measure")),
            Column::text(say!(words, "scenario-input")),
            Column::number(say!(words, "scenario-at-lower")),
            Column::number(say!(words, "scenario-at-upper")),
        ],
        rows: outcome.swings.iter().map(row).collect(),
    }
}

/// What to know of each measure.
fn remarks_table(found: &GapScenario, words: &Words) -> DataTable {
    let row = |measure: &ModelledMeasure| {
        let remarks = scenario::remarks(found, measure, words);
        let remarks =
            if remarks.is_empty() { say!(words, "scenario-nothing-to-know") } else { remarks };
        vec![
            TableCell::text(capital(&measure.label)),
            TableCell::text(&measure.title),
            TableCell::text(remarks),
        ]
    };
    DataTable {
        caption: say!(words, "scenario-remarks-table", scenario = found.name.as_str()),
        columns: vec![
            Column::text(say!(words, "scenario-measure")),
            Column::text(say!(words, "scenario-what-is-done")),
            Column::text(say!(words, "scenario-what-to-know")),
        ],
        rows: found.measures.iter().map(row).collect(),
    }
}

/// Every number that was put in, with its origin.
fn inputs_table(found: &GapScenario, words: &Words) -> DataTable {
    let none = || TableCell::missing(say!(words, "none"));
    let limit = |limit: Option<f64>| limit.map_or_else(none, |limit| cells::as_printed(limit, 0));
    let row = |name: &str, input: &Input| {
        vec![
            TableCell::text(name),
            TableCell::text(scenario::quantity(input.quantity, words)),
            limit(Some(input.value)),
            limit(input.lower),
            limit(input.upper),
            TableCell::text(scenario::origin(input.origin, words)),
            input.source.as_ref().map_or_else(none, TableCell::text),
        ]
    };
    let mut rows = Vec::new();
    for measure in &found.measures {
        let name = capital(&measure.label);
        rows.extend(measure.inputs.iter().map(|input| row(&name, input)));
        for group in &measure.also_in {
            let name = say!(
                words,
                "scenario-measure-in-group",
                measure = name.as_str(),
                group = group.label.as_str(),
            );
            rows.extend(group.inputs.iter().map(|input| row(&name, input)));
        }
    }
    DataTable {
        caption: say!(words, "scenario-inputs-table", scenario = found.name.as_str()),
        columns: vec![
            Column::text(say!(words, "scenario-measure")),
            Column::text(say!(words, "scenario-input")),
            Column::number(say!(words, "scenario-value")),
            Column::number(say!(words, "scenario-lower")),
            Column::number(say!(words, "scenario-upper")),
            Column::text(say!(words, "scenario-origin")),
            Column::text(say!(words, "frame-source")),
        ],
        rows,
    }
}
