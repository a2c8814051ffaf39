//! The page of periods of risk: in which period of life do more die?

use firstyear_analysis::{
    CountedRate, DistributionAndMortality, PeriodMap, PeriodOfRisk, PeriodRates, Ppor,
};
use firstyear_core::{IndicatorId, MethodId};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells, names};
use crate::chart::{BarRow, Column, DataTable, Heading, PartsChart, Slug, TableCell};
use crate::format::{capital, number};
use crate::sentence::ppor::{self, MAP, PARTS};
use crate::sentence::title::of_sentence;

pub(super) const PATH: &str = "ppor.html";
pub(super) const TITLE: &str = "In which period of life do more die?";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("ppor-{}", index + 1)
}

/// The page; `None` for a project without periods of risk.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.periods_of_risk;
    PageParts::of_answers((PATH, "Periods of risk", TITLE), answers, |index, found| {
        (names::sources(rates(found)), of_periods(report, found, &stem(index)))
    })
}

/// Every rate of the two populations.
pub(super) fn rates(found: &Ppor) -> impl Iterator<Item = &CountedRate> {
    [&found.group, &found.reference].into_iter().flat_map(|side| side.rates.iter().flatten())
}

/// The methods of the rates, of the map and of its parts.
pub(super) fn methods(found: &Ppor) -> impl Iterator<Item = MethodId> {
    let map = found.map.iter().map(|map| map.together.excess);
    let estimates = map.chain(found.parts.iter().map(|parts| parts.excess));
    names::methods(rates(found)).chain(estimates.map(|estimate| estimate.method))
}

/// The indicators that are counted.
pub(super) fn indicators(found: &Ppor) -> impl Iterator<Item = &IndicatorId> {
    found.indicators.iter()
}

/// Such as `Mothers under 25 against mothers of 30 to 34`.
pub(super) fn title(found: &Ppor) -> String {
    capital(&format!("{} against {}", found.group.name, found.reference.name))
}

/// The excess, and where it lies.
pub(super) fn findings(report: &Report<'_>, found: &Ppor) -> Vec<String> {
    let name =
        |side: &firstyear_analysis::PporSide| ppor::population(side, &report.area_name(&side.area));
    ppor::findings(found, &name(&found.group), &name(&found.reference))
}

fn of_periods(report: &Report<'_>, found: &Ppor, stem: &str) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(title(found))];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    let sides = [&found.group, &found.reference];
    blocks.extend(sides.into_iter().filter_map(ppor::left_out).map(Block::Note));
    blocks.push(Block::Note(MAP.to_owned()));
    if let Ok(map) = &found.map {
        blocks.push(Block::Table(NamedTable::new(stem, map_table(found, map))));
        blocks.push(Block::Chart {
            chart: Box::new(chart(report, found, map, stem)),
            table: NamedTable::new(stem, rates_table(found, map)),
        });
    }
    if found.parts.is_ok() {
        blocks.push(Block::Note(PARTS.to_owned()));
        blocks.push(Block::Table(NamedTable::new(stem, parts_table(found))));
    }
    blocks.push(Block::Table(NamedTable::new(stem, counts_table(found))));
    blocks
}

/// The map as it is drawn: birthweight down, age at death across.
fn map_table(found: &Ppor, map: &PeriodMap) -> DataTable {
    let cell = |of: PeriodOfRisk| {
        let at = PeriodOfRisk::ALL.iter().position(|other| *other == of).unwrap_or(0);
        let excess = map.periods[at].excess.value;
        TableCell::text(format!("{} {}", capital(ppor::name(of)), number(excess, 2)))
    };
    let below = cell(PeriodOfRisk::MaternalHealth);
    let columns = ["Birthweight", "Fetal", "Neonatal", "Post-neonatal"].map(Column::text).into();
    let rows = vec![
        vec![TableCell::text("Below 1,500 g"), below.clone(), below.clone(), below],
        vec![
            TableCell::text("From 1,500 g"),
            cell(PeriodOfRisk::MaternalCare),
            cell(PeriodOfRisk::NewbornCare),
            cell(PeriodOfRisk::InfantHealth),
        ],
    ];
    let caption = format!(
        "Map of the four periods: excess deaths by 1,000 live births and fetal deaths. Below \
         1,500 g is one period. {}",
        title(found)
    );
    DataTable { caption, columns, rows }
}

fn chart(report: &Report<'_>, found: &Ppor, map: &PeriodMap, stem: &str) -> PartsChart {
    let row = |label: &str, rates: &PeriodRates| BarRow {
        label: capital(label),
        readings: vec![cells::reading_of(&rates.excess)],
    };
    let periods = PeriodOfRisk::ALL.into_iter().zip(&map.periods);
    let each = periods.map(|(of, rates)| row(ppor::name(of), rates));
    let said = findings(report, found);
    PartsChart {
        heading: Heading {
            id: Slug::new(stem),
            title: said
                .iter()
                .find(|said| said.contains("chance"))
                .map_or_else(|| title(found), |said| of_sentence(said)),
            description: format!(
                "A bar for each period of risk with its limits: to the right of 0 where more of \
                 {} die, to the left where fewer do. Every figure is in the table.",
                found.group.name
            ),
            subtitle: title(found),
            when_empty: "No period can be shown.".to_owned(),
            words: report.language,
        },
        measure: cells::measure(
            "Excess deaths by 1,000 live births and fetal deaths".to_owned(),
            2,
            report.project.confidence,
        ),
        row_label: "Period of risk".to_owned(),
        series: vec!["Excess".to_owned()],
        rows: [row("all periods", &map.together)].into_iter().chain(each).collect(),
    }
}

/// The rates of each period; the last row is all periods.
fn rates_table(found: &Ppor, map: &PeriodMap) -> DataTable {
    let mut columns = vec![Column::text("Period of risk")];
    columns.extend(cells::columns(&capital(&found.group.name)));
    columns.extend(cells::columns(&capital(&found.reference.name)));
    columns.extend(cells::columns("Excess"));
    let row = |label: &str, rates: &PeriodRates| {
        let mut row = vec![TableCell::text(capital(label))];
        for estimate in [&rates.group, &rates.reference, &rates.excess] {
            row.extend(cells::known(estimate, 2));
        }
        row
    };
    let periods = PeriodOfRisk::ALL.into_iter().zip(&map.periods);
    let mut rows: Vec<_> = periods.map(|(of, rates)| row(ppor::name(of), rates)).collect();
    rows.push(row("all periods", &map.together));
    let caption = format!("Deaths by 1,000 live births and fetal deaths. {}", title(found));
    DataTable { caption, columns, rows }
}

/// The parts of each band; the last row is all bands.
fn parts_table(found: &Ppor) -> DataTable {
    let mut columns = vec![Column::text("Birthweight")];
    columns.extend(cells::columns("Distribution"));
    columns.extend(cells::columns("Mortality"));
    let row = |label: &str, parts: &DistributionAndMortality| {
        let mut row = vec![TableCell::text(label)];
        row.extend(cells::known(&parts.distribution, 2));
        row.extend(cells::known(&parts.mortality, 2));
        row
    };
    let mut rows = Vec::new();
    if let Ok(parts) = &found.parts {
        let bands = found.bands.iter().zip(&parts.bands);
        rows.extend(bands.map(|(band, parts)| row(&band.label, parts)));
        rows.push(row("Below 1,500 g", &parts.very_low));
        rows.push(row("From 1,500 g", &parts.others));
        rows.push(row("All", &parts.together));
    }
    let caption = format!(
        "Excess deaths by 1,000 live births and fetal deaths, by birthweight distribution and \
         mortality. {}",
        title(found)
    );
    DataTable { caption, columns, rows }
}

/// Deaths and births of both populations.
fn counts_table(found: &Ppor) -> DataTable {
    let mut columns = vec![Column::text("Birthweight")];
    for side in [&found.group, &found.reference] {
        for head in ["Live births", "Fetal deaths", "Neonatal deaths", "Post-neonatal deaths"] {
            columns.push(Column::number(format!("{head}, {}", side.name)));
        }
    }
    let row = |(at, band): (usize, &firstyear_analysis::PporBand)| {
        let mut row = vec![TableCell::text(&band.label)];
        for side in [&found.group, &found.reference] {
            let [fetal, neonatal, postneonatal] = &side.rates[at];
            row.extend(
                [&neonatal.at_risk, &fetal.events, &neonatal.events, &postneonatal.events]
                    .map(cells::count),
            );
        }
        row
    };
    let caption = format!("Births and deaths by birthweight. {}", title(found));
    DataTable { caption, columns, rows: found.bands.iter().enumerate().map(row).collect() }
}
