//! The page of what lies behind infant deaths, with what measures it and what
//! changes it.

use firstyear_core::driver::{Driver, DriverLink, LifeStage, Standing};

use super::Report;
use super::block::{Block, NamedTable, PageParts};
use crate::chart::{
    Chart as _, Column, DataTable, DriverArrow, DriverBox, DriverBoxKind, DriverChart, Heading,
    Slug, TableCell,
};
use crate::format::{count, number};
use crate::sentence::title::of_sentence;
use crate::words::{Words, say};

pub(super) const PATH: &str = "drivers.html";

/// The page; `None` for a project without scenarios.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    if report.answers.scenarios.is_empty() {
        return None;
    }
    let (words, map) = (report.language, report.drivers);
    let chart = chart(report);
    let mut blocks = vec![Block::Heading(map.title.clone())];
    blocks.extend(summary(report).map(Block::Finding));
    blocks
        .extend(map.note.iter().cloned().chain([say!(words, "drivers-reading")]).map(Block::Note));
    let table = NamedTable { stem: None, table: chart.table() };
    blocks.push(Block::Chart { chart: Box::new(chart), table });
    blocks.push(Block::Table(NamedTable { stem: None, table: drivers_table(report) }));
    Some(PageParts {
        path: PATH.to_owned(),
        nav: say!(words, "drivers-page-short"),
        title: say!(words, "drivers-page"),
        sources: std::collections::BTreeSet::new(),
        blocks,
    })
}

/// How many drivers there are, how many have a measure, and what is passed on.
fn summary(report: &Report<'_>) -> Option<String> {
    let (words, map) = (report.language, report.drivers);
    let behind: Vec<&Driver> =
        map.drivers.iter().filter(|driver| driver.stage != LifeStage::Outcome).collect();
    if behind.is_empty() {
        return None;
    }
    let acted_on = behind.iter().filter(|driver| !driver.interventions.is_empty()).count();
    let mut said = say!(
        words,
        "drivers-found",
        count = behind.len(),
        all = count(behind.len() as u64),
        actedCount = acted_on,
        acted = count(acted_on as u64)
    );
    let passed_on: Vec<String> = map
        .links
        .iter()
        .filter(|link| link.next_generation)
        .filter_map(|link| Some(map.driver(&link.to)?.name.to_lowercase()))
        .collect();
    if !passed_on.is_empty() {
        let drivers = words.and(&passed_on);
        said = said + " " + &say!(words, "drivers-passed-on", drivers = drivers);
    }
    Some(said)
}

const STAGES: [LifeStage; 5] = [
    LifeStage::Circumstances,
    LifeStage::Pregnancy,
    LifeStage::Baby,
    LifeStage::CauseOfDeath,
    LifeStage::Outcome,
];

fn stage(stage: LifeStage, words: &Words) -> String {
    match stage {
        LifeStage::Circumstances => say!(words, "drivers-circumstances"),
        LifeStage::Pregnancy => say!(words, "drivers-pregnancy"),
        LifeStage::Baby => say!(words, "drivers-baby"),
        LifeStage::CauseOfDeath => say!(words, "drivers-cause-of-death"),
        LifeStage::Outcome => say!(words, "drivers-outcome"),
    }
}

fn chart(report: &Report<'_>) -> DriverChart {
    let words = report.language;
    let (boxes, links) = boxes_and_arrows(report);
    DriverChart {
        heading: Heading {
            id: Slug::new("drivers"),
            title: summary(report)
                .map_or_else(|| say!(words, "drivers-chart-title-none"), |said| of_sentence(&said)),
            description: description(&boxes, &links, words),
            subtitle: say!(words, "drivers-chart"),
            when_empty: say!(words, "drivers-chart-empty"),
            words,
        },
        columns: STAGES.map(|one| stage(one, words)).into(),
        boxes,
        links,
    }
}

/// What is drawn: the boxes of each column by name, and how many arrows there are.
fn description(boxes: &[DriverBox], links: &[DriverArrow], words: &Words) -> String {
    let columns = count(STAGES.len() as u64);
    let mut said = vec![say!(words, "drivers-chart-words", columns = columns)];
    for (column, one) in STAGES.into_iter().enumerate() {
        let of = boxes.iter().filter(|of| of.column == column);
        // What begins again has the name of the driver that it is.
        let own = of.filter(|of| of.kind != DriverBoxKind::NextGeneration);
        let names: Vec<String> = own.map(|of| of.name.clone()).collect();
        if !names.is_empty() {
            let (stage, drivers) = (stage(one, words), words.listed(&names));
            said.push(say!(words, "drivers-chart-column", stage = stage, drivers = drivers));
        }
    }
    if !links.is_empty() {
        let inferred = links.iter().filter(|link| link.inferred).count();
        said.push(say!(
            words,
            "drivers-chart-arrows",
            count = links.len(),
            all = count(links.len() as u64),
            inferredCount = inferred,
            inferred = count(inferred as u64)
        ));
        said.push(say!(words, "drivers-chart-rows"));
    }
    said.join(" ")
}

/// What is drawn: the drivers, then those that begin again, and the links.
fn boxes_and_arrows(report: &Report<'_>) -> (Vec<DriverBox>, Vec<DriverArrow>) {
    let (words, map) = (report.language, report.drivers);
    let last = STAGES.len() - 1;
    let column = |stage| STAGES.iter().position(|known| *known == stage).unwrap_or(last);
    let mut boxes: Vec<DriverBox> = map
        .drivers
        .iter()
        .map(|driver| DriverBox {
            name: driver.name.clone(),
            details: details(driver, words),
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
                hover: say!(words, "drivers-next-generation"),
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
fn details(driver: &Driver, words: &Words) -> Vec<String> {
    let (measures, indicators) = (driver.interventions.len(), driver.indicators.len());
    let measures = (measures > 0)
        .then(|| say!(words, "drivers-measures", count = measures, all = count(measures as u64)));
    let indicators = (indicators > 0).then(|| {
        say!(words, "drivers-indicators", count = indicators, all = count(indicators as u64))
    });
    measures.into_iter().chain(indicators).collect()
}

fn hover(report: &Report<'_>, driver: &Driver) -> String {
    let words = report.language;
    let mut said = Vec::new();
    if !driver.indicators.is_empty() {
        let indicators = words.and(&indicators(report, driver));
        said.push(say!(words, "drivers-measured-by", indicators = indicators));
    }
    if !driver.interventions.is_empty() {
        let measures = words.and(&interventions(report, driver));
        said.push(say!(words, "drivers-changed-by", measures = measures));
    }
    said.join("; ")
}

fn indicators(report: &Report<'_>, driver: &Driver) -> Vec<String> {
    driver.indicators.iter().map(|id| report.indicator_name(id)).collect()
}

/// Titles of what changes a driver, each with its published contribution.
fn interventions(report: &Report<'_>, driver: &Driver) -> Vec<String> {
    let words = report.language;
    let title = |id: &String| {
        let Some(known) = report.interventions.iter().find(|one| one.id == *id) else {
            return id.clone();
        };
        match known.contribution_points {
            Some(points) => {
                let (measure, shown) = (known.title.as_str(), number(points, 1));
                say!(
                    words,
                    "drivers-published-points",
                    n = points,
                    measure = measure,
                    points = shown
                )
            }
            None => known.title.clone(),
        }
    };
    driver.interventions.iter().map(title).collect()
}

fn drivers_table(report: &Report<'_>) -> DataTable {
    let words = report.language;
    let list = |items: Vec<String>| {
        if items.is_empty() {
            TableCell::missing(say!(words, "none"))
        } else {
            TableCell::text(items.join("; "))
        }
    };
    let row = |driver: &Driver| {
        vec![
            TableCell::text(&driver.name),
            TableCell::text(stage(driver.stage, words)),
            list(indicators(report, driver)),
            list(interventions(report, driver)),
        ]
    };
    DataTable {
        caption: say!(words, "drivers-table"),
        columns: [
            say!(words, "drivers-column"),
            say!(words, "drivers-column-stage"),
            say!(words, "drivers-column-indicators"),
            say!(words, "drivers-column-measures"),
        ]
        .map(Column::text)
        .into(),
        rows: report.drivers.drivers.iter().map(row).collect(),
    }
}
