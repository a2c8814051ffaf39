//! The page of what lies behind infant deaths, with what measures it and what
//! changes it.

use firstyear_core::driver::{Driver, DriverLink, LifeStage, Standing};

use super::Report;
use super::block::{Block, NamedTable, PageParts};
use crate::chart::{
    Chart as _, Column, DataTable, DriverArrow, DriverBox, DriverBoxKind, DriverChart, Heading,
    Slug, TableCell,
};
use crate::format::{and, number, plural};
use crate::sentence::title::of_sentence;

pub(super) const PATH: &str = "drivers.html";
const TITLE: &str = "What lies behind it?";

/// How to read the diagram.
const READING: &str = "An arrow is an association as its source words it. It is not the size of \
    an effect, and no figure of this report is computed from it: what measures would do is worked \
    out from their own inputs, on the page of scenarios.";

/// The page; `None` for a project without scenarios.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    if report.answers.scenarios.is_empty() {
        return None;
    }
    let map = report.drivers;
    let chart = chart(report);
    let mut blocks = vec![Block::Heading(map.title.clone())];
    blocks.extend(summary(report).map(Block::Finding));
    blocks.extend(map.note.iter().cloned().chain([READING.to_owned()]).map(Block::Note));
    let table = NamedTable { stem: None, table: chart.table() };
    blocks.push(Block::Chart { chart: Box::new(chart), table });
    blocks.push(Block::Table(NamedTable { stem: None, table: drivers_table(report) }));
    let [path, nav, title] = [PATH, "What lies behind it", TITLE].map(str::to_owned);
    Some(PageParts { path, nav, title, sources: std::collections::BTreeSet::new(), blocks })
}

/// How many drivers there are, how many have a measure, and what is passed on.
fn summary(report: &Report<'_>) -> Option<String> {
    let map = report.drivers;
    let behind: Vec<&Driver> =
        map.drivers.iter().filter(|driver| driver.stage != LifeStage::Outcome).collect();
    if behind.is_empty() {
        return None;
    }
    let acted_on = behind.iter().filter(|driver| !driver.interventions.is_empty()).count();
    let has = plural(acted_on as u64, "has", "have");
    let mut said = format!(
        "{} {} behind it; {acted_on} of them {has} a measure in the catalogue.",
        behind.len(),
        plural(behind.len() as u64, "driver lies", "drivers lie"),
    );
    let passed_on: Vec<String> = map
        .links
        .iter()
        .filter(|link| link.next_generation)
        .filter_map(|link| Some(map.driver(&link.to)?.name.to_lowercase()))
        .collect();
    if !passed_on.is_empty() {
        said.push_str(" Passed on to the next generation: ");
        said.push_str(&and(&passed_on));
        said.push('.');
    }
    Some(said)
}

const STAGES: [(LifeStage, &str); 5] = [
    (LifeStage::Circumstances, "What a family lives in"),
    (LifeStage::Pregnancy, "Before and in pregnancy"),
    (LifeStage::Baby, "The baby"),
    (LifeStage::CauseOfDeath, "Cause of death"),
    (LifeStage::Outcome, "What follows"),
];

fn chart(report: &Report<'_>) -> DriverChart {
    let (boxes, links) = boxes_and_arrows(report);
    DriverChart {
        heading: Heading {
            id: Slug::new("drivers"),
            title: summary(report)
                .map_or_else(|| "No drivers are known".to_owned(), |said| of_sentence(&said)),
            description: format!(
                "Boxes in {} columns, from what a family lives in to infant death, with arrows from \
                 each to what it leads to. Every arrow is a row of the table, with what its source \
                 says.",
                STAGES.len()
            ),
            subtitle: "What leads to what".to_owned(),
            when_empty: "No drivers are known.".to_owned(),
            words: report.language,
        },
        columns: STAGES.map(|(_, words)| words.to_owned()).into(),
        boxes,
        links,
    }
}

/// What is drawn: the drivers, then those that begin again, and the links.
fn boxes_and_arrows(report: &Report<'_>) -> (Vec<DriverBox>, Vec<DriverArrow>) {
    let map = report.drivers;
    let last = STAGES.len() - 1;
    let column = |stage| STAGES.iter().position(|(known, _)| *known == stage).unwrap_or(last);
    let mut boxes: Vec<DriverBox> = map
        .drivers
        .iter()
        .map(|driver| DriverBox {
            name: driver.name.clone(),
            details: details(driver),
            hover: hover(report, driver),
            column: column(driver.stage),
            kind: match driver.stage {
                LifeStage::Outcome => DriverBoxKind::Outcome,
                _ => DriverBoxKind::Driver,
            },
        })
        .collect();
    // What begins again stands beside the outcome, once however often it is
    // led to.
    let mut again: Vec<&str> = Vec::new();
    for link in map.links.iter().filter(|link| link.next_generation) {
        if let Some(driver) = map.driver(&link.to).filter(|_| !again.contains(&&*link.to)) {
            again.push(&link.to);
            boxes.push(DriverBox {
                name: driver.name.clone(),
                details: Vec::new(),
                hover: "in the next generation".to_owned(),
                column: last,
                kind: DriverBoxKind::NextGeneration,
            });
        }
    }
    let place = |id: &str| map.drivers.iter().position(|driver| driver.id == id);
    let place_again = |id: &str| Some(map.drivers.len() + again.iter().position(|at| *at == id)?);
    let arrow = |link: &DriverLink| {
        let to = if link.next_generation { place_again(&link.to) } else { place(&link.to) };
        Some(DriverArrow {
            from: place(&link.from)?,
            to: to?,
            inferred: link.standing == Standing::Inferred,
            statement: link.statement.clone(),
            source: link.source.clone(),
        })
    };
    let arrows = map.links.iter().filter_map(arrow).collect();
    (boxes, arrows)
}

/// How much measures and changes it.
fn details(driver: &Driver) -> Vec<String> {
    let some = |count: usize, one, many| {
        (count > 0).then(|| format!("{count} {}", plural(count as u64, one, many)))
    };
    let measures = some(driver.interventions.len(), "measure", "measures");
    let indicators = some(driver.indicators.len(), "indicator", "indicators");
    measures.into_iter().chain(indicators).collect()
}

fn hover(report: &Report<'_>, driver: &Driver) -> String {
    let mut said = Vec::new();
    if !driver.indicators.is_empty() {
        said.push(format!("measured by {}", and(&indicators(report, driver))));
    }
    if !driver.interventions.is_empty() {
        said.push(format!("changed by {}", and(&interventions(report, driver))));
    }
    said.join("; ")
}

fn indicators(report: &Report<'_>, driver: &Driver) -> Vec<String> {
    driver.indicators.iter().map(|id| report.indicator_name(id)).collect()
}

/// Titles of what changes a driver, each with its published contribution.
fn interventions(report: &Report<'_>, driver: &Driver) -> Vec<String> {
    let words = |id: &String| {
        let Some(known) = report.interventions.iter().find(|one| one.id == *id) else {
            return id.clone();
        };
        match known.contribution_points {
            Some(points) => {
                format!("{} ({} points as published)", known.title, number(points, 1))
            }
            None => known.title.clone(),
        }
    };
    driver.interventions.iter().map(words).collect()
}

fn drivers_table(report: &Report<'_>) -> DataTable {
    let list = |items: Vec<String>| {
        if items.is_empty() {
            TableCell::missing("none")
        } else {
            TableCell::text(items.join("; "))
        }
    };
    let row = |driver: &Driver| {
        let stage = STAGES.iter().find(|(stage, _)| *stage == driver.stage);
        vec![
            TableCell::text(&driver.name),
            TableCell::text(stage.map_or("", |(_, words)| words)),
            list(indicators(report, driver)),
            list(interventions(report, driver)),
        ]
    };
    DataTable {
        caption: "What measures each driver, and what changes it".to_owned(),
        columns: ["Driver", "When in life", "Indicators", "Measures"].map(Column::text).into(),
        rows: report.drivers.drivers.iter().map(row).collect(),
    }
}
