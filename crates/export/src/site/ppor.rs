//! The page of periods of risk: in which period of life do more die?

use firstyear_analysis::{
    CountedRate, DistributionAndMortality, PeriodMap, PeriodOfRisk, PeriodRates, Ppor,
};
use firstyear_core::{IndicatorId, MethodId};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, cells, names};
use crate::chart::{BarRow, Column, DataTable, Heading, PartsChart, Slug, TableCell};
use crate::format::{capital, number};
use crate::sentence::ppor;
use crate::sentence::title::of_sentence;
use crate::words::{Words, say};

pub(super) const PATH: &str = "ppor.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("ppor-{}", index + 1)
}

/// The page; `None` for a project without periods of risk.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.periods_of_risk;
    let words = report.language;
    let (nav, title) = (say!(words, "ppor-page-short"), say!(words, "ppor-page"));
    PageParts::of_answers((PATH, &nav, &title), answers, |index, found| {
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
pub(super) fn title(found: &Ppor, words: &Words) -> String {
    let (group, reference) = (found.group.name.as_str(), found.reference.name.as_str());
    capital(&say!(words, "ppor-heading", group = group, reference = reference))
}

/// The excess, and where it lies.
pub(super) fn findings(report: &Report<'_>, found: &Ppor) -> Vec<String> {
    let words = report.language;
    let name = |side: &firstyear_analysis::PporSide| {
        ppor::population(side, &report.area_name(&side.area), words)
    };
    ppor::findings(found, &name(&found.group), &name(&found.reference), words)
}

fn of_periods(report: &Report<'_>, found: &Ppor, stem: &str) -> Vec<Block> {
    let words = report.language;
    let mut blocks = vec![Block::Heading(title(found, words))];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    let sides = [&found.group, &found.reference].into_iter();
    blocks.extend(sides.filter_map(|side| ppor::left_out(side, words)).map(Block::Note));
    blocks.push(Block::Note(say!(words, "ppor-map")));
    if let Ok(map) = &found.map {
        blocks.push(Block::Table(NamedTable::new(stem, map_table(found, map, words))));
        blocks.push(Block::Chart {
            chart: Box::new(chart(report, found, map, stem)),
            table: NamedTable::new(stem, rates_table(found, map, words)),
        });
    }
    if found.parts.is_ok() {
        blocks.push(Block::Note(say!(words, "ppor-parts")));
        blocks.push(Block::Table(NamedTable::new(stem, parts_table(found, words))));
    }
    blocks.push(Block::Table(NamedTable::new(stem, counts_table(found, words))));
    blocks
}

/// The map as it is drawn: birthweight down, age at death across.
fn map_table(found: &Ppor, map: &PeriodMap, words: &Words) -> DataTable {
    let cell = |of: PeriodOfRisk| {
        let at = PeriodOfRisk::ALL.iter().position(|other| *other == of).unwrap_or(0);
        let (period, excess) = (capital(&ppor::name(of, words)), map.periods[at].excess.value);
        let excess = number(excess, 2);
        TableCell::text(say!(words, "ppor-period-excess", period = period, excess = excess))
    };
    let below = cell(PeriodOfRisk::MaternalHealth);
    let columns = vec![
        Column::text(say!(words, "ppor-birthweight")),
        Column::text(say!(words, "ppor-head-fetal")),
        Column::text(say!(words, "ppor-head-neonatal")),
        Column::text(say!(words, "ppor-head-post-neonatal")),
    ];
    let rows = vec![
        vec![TableCell::text(say!(words, "ppor-below")), below.clone(), below.clone(), below],
        vec![
            TableCell::text(say!(words, "ppor-from")),
            cell(PeriodOfRisk::MaternalCare),
            cell(PeriodOfRisk::NewbornCare),
            cell(PeriodOfRisk::InfantHealth),
        ],
    ];
    let caption = say!(words, "ppor-map-table", heading = title(found, words));
    DataTable { caption, columns, rows }
}

fn chart(report: &Report<'_>, found: &Ppor, map: &PeriodMap, stem: &str) -> PartsChart {
    let words = report.language;
    let row = |label: &str, rates: &PeriodRates| BarRow {
        label: capital(label),
        readings: vec![cells::reading_of(&rates.excess)],
    };
    let periods = PeriodOfRisk::ALL.into_iter().zip(&map.periods);
    let each = periods.map(|(of, rates)| row(&ppor::name(of, words), rates));
    let all = row(&say!(words, "ppor-all-periods"), &map.together);
    PartsChart {
        heading: Heading {
            id: Slug::new(stem),
            title: of_sentence(&ppor::standing(map, words)),
            description: ppor::drawn(found, map, words),
            subtitle: title(found, words),
            when_empty: say!(words, "ppor-chart-empty"),
            words,
        },
        measure: cells::measure(words, say!(words, "ppor-axis"), 2, report.project.confidence),
        row_label: say!(words, "ppor-period-head"),
        series: vec![say!(words, "ppor-excess-head")],
        rows: [all].into_iter().chain(each).collect(),
    }
}

/// The rates of each period; the last row is all periods.
fn rates_table(found: &Ppor, map: &PeriodMap, words: &Words) -> DataTable {
    let mut columns = vec![Column::text(say!(words, "ppor-period-head"))];
    columns.extend(cells::columns(words, &capital(&found.group.name)));
    columns.extend(cells::columns(words, &capital(&found.reference.name)));
    columns.extend(cells::columns(words, &say!(words, "ppor-excess-head")));
    let row = |label: &str, rates: &PeriodRates| {
        let mut row = vec![TableCell::text(capital(label))];
        for estimate in [&rates.group, &rates.reference, &rates.excess] {
            row.extend(cells::known(words, estimate, 2));
        }
        row
    };
    let periods = PeriodOfRisk::ALL.into_iter().zip(&map.periods);
    let mut rows: Vec<_> = periods.map(|(of, rates)| row(&ppor::name(of, words), rates)).collect();
    rows.push(row(&say!(words, "ppor-all-periods"), &map.together));
    let caption = say!(words, "ppor-rates-table", heading = title(found, words));
    DataTable { caption, columns, rows }
}

/// The parts of each band; the last row is all bands.
fn parts_table(found: &Ppor, words: &Words) -> DataTable {
    let mut columns = vec![Column::text(say!(words, "ppor-birthweight"))];
    columns.extend(cells::columns(words, &say!(words, "ppor-distribution")));
    columns.extend(cells::columns(words, &say!(words, "ppor-mortality")));
    let row = |label: &str, parts: &DistributionAndMortality| {
        let mut row = vec![TableCell::text(label)];
        row.extend(cells::known(words, &parts.distribution, 2));
        row.extend(cells::known(words, &parts.mortality, 2));
        row
    };
    let mut rows = Vec::new();
    if let Ok(parts) = &found.parts {
        let bands = found.bands.iter().zip(&parts.bands);
        rows.extend(bands.map(|(band, parts)| row(&band.label, parts)));
        rows.push(row(&say!(words, "ppor-below"), &parts.very_low));
        rows.push(row(&say!(words, "ppor-from"), &parts.others));
        rows.push(row(&say!(words, "ppor-all-weights"), &parts.together));
    }
    let caption = say!(words, "ppor-parts-table", heading = title(found, words));
    DataTable { caption, columns, rows }
}

/// Deaths and births of both populations.
fn counts_table(found: &Ppor, words: &Words) -> DataTable {
    let mut columns = vec![Column::text(say!(words, "ppor-birthweight"))];
    for side in [&found.group, &found.reference].map(|side| side.name.as_str()) {
        columns.push(Column::number(say!(words, "ppor-live-births", side = side)));
        columns.push(Column::number(say!(words, "ppor-fetal-deaths", side = side)));
        columns.push(Column::number(say!(words, "ppor-neonatal-deaths", side = side)));
        columns.push(Column::number(say!(words, "ppor-post-neonatal-deaths", side = side)));
    }
    let row = |(at, band): (usize, &firstyear_analysis::PporBand)| {
        let mut row = vec![TableCell::text(&band.label)];
        for side in [&found.group, &found.reference] {
            let [fetal, neonatal, postneonatal] = &side.rates[at];
            row.extend(
                [&neonatal.at_risk, &fetal.events, &neonatal.events, &postneonatal.events]
                    .map(|cell| cells::count(words, cell)),
            );
        }
        row
    };
    let caption = say!(words, "ppor-counts-table", heading = title(found, words));
    DataTable { caption, columns, rows: found.bands.iter().enumerate().map(row).collect() }
}
