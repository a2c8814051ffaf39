//! The page of decompositions: why do the rates differ?

use firstyear_analysis::{CountedRate, Decomposition, DecompositionForm};
use firstyear_core::{Estimate, IndicatorId, MethodId};

use super::block::{Block, NamedTable, PageParts};
use super::gap::unit_words;
use super::{Report, cells, names};
use crate::chart::{BarRow, Column, DataTable, Heading, PartsChart, Reading, Slug, TableCell};
use crate::format::capital;
use crate::sentence::decomposition::{self, BY_CAUSE, LIMITS, MIX_AND_RISK};
use crate::sentence::title as titles;

pub(super) const PATH: &str = "decomposition.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("decomposition-{}", index + 1)
}

/// The page; `None` for a project that takes no difference apart.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.decompositions;
    PageParts::of_answers(
        (PATH, "Why rates differ", "Why do the rates differ?"),
        answers,
        |index, found| (names::sources(rates(found)), of_difference(report, found, &stem(index))),
    )
}

/// Every rate of the two populations.
pub(super) fn rates(found: &Decomposition) -> impl Iterator<Item = &CountedRate> {
    let totals = [&found.first, &found.second].map(|population| population.totals.iter().flatten());
    let rows = found.categories.iter().flat_map(|row| row.first.iter().chain(&row.second));
    rows.chain(totals.into_iter().flatten())
}

/// The methods of the rates and of the parts of their difference.
pub(super) fn methods(found: &Decomposition) -> impl Iterator<Item = MethodId> {
    let parts = found.parts.iter().flat_map(|of| of.parts.iter().chain([&of.difference]));
    names::methods(rates(found)).chain(parts.map(|estimate| estimate.method))
}

/// Such as `Birthweight: England, 2022, less England, 2019`.
pub(super) fn title(report: &Report<'_>, found: &Decomposition) -> String {
    let (first, second) = populations(report, found);
    format!("{}: {first}, less {second}", found.first.version_name)
}

/// The difference with its parts, and what adds most.
pub(super) fn findings(report: &Report<'_>, found: &Decomposition) -> Vec<String> {
    let (first, second) = populations(report, found);
    let unit = unit_words(&report.measured(&found.indicators[0].0)).to_owned();
    let parts = match found.form {
        DecompositionForm::MixAndRisk => {
            ["from another mix of births", "from other rates within categories"]
                .map(str::to_owned)
                .into()
        }
        DecompositionForm::ByCause => events(report, found),
    };
    let rate = match &found.indicators[..] {
        [(id, _)] => report.measured(id).name,
        _ => "rate of deaths at all these ages".to_owned(),
    };
    let finding = decomposition::finding(found, (&first, &second), (&rate, &unit), &parts);
    [finding].into_iter().chain(decomposition::most(found)).collect()
}

fn populations(report: &Report<'_>, found: &Decomposition) -> (String, String) {
    let name = |population: &firstyear_analysis::DecomposedPopulation| {
        decomposition::population(population, &report.area_name(&population.area))
    };
    (name(&found.first), name(&found.second))
}

/// What each indicator counts.
fn events(report: &Report<'_>, found: &Decomposition) -> Vec<String> {
    found.indicators.iter().map(|(id, _)| report.measured(id).events).collect()
}

/// Names of the parts as heads of columns.
fn parts(report: &Report<'_>, found: &Decomposition) -> Vec<String> {
    match found.form {
        DecompositionForm::MixAndRisk => ["Mix of births", "Risk"].map(str::to_owned).into(),
        DecompositionForm::ByCause => events(report, found).iter().map(|e| capital(e)).collect(),
    }
}

fn of_difference(report: &Report<'_>, found: &Decomposition, stem: &str) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(title(report, found))];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    let (first, second) = populations(report, found);
    let births = report.measured(&found.indicators[0].0).at_risk;
    let words = events(report, found);
    let named = [(&found.first, &first), (&found.second, &second)];
    // Without categories side by side, what is in none says nothing.
    if !found.categories.is_empty() {
        let left_out = named.into_iter().filter_map(|(population, name)| {
            decomposition::left_out(population, name, &words, &births)
        });
        blocks.extend(left_out.map(Block::Note));
    }
    let reading = match found.form {
        DecompositionForm::MixAndRisk => MIX_AND_RISK,
        DecompositionForm::ByCause => BY_CAUSE,
    };
    blocks.push(Block::Note(reading.to_owned()));
    blocks.push(Block::Note(LIMITS.to_owned()));
    if found.parts.is_ok() {
        blocks.push(Block::Chart {
            chart: Box::new(chart(report, found, stem)),
            table: NamedTable::new(stem, parts_table(report, found)),
        });
    }
    blocks.push(Block::Table(NamedTable::new(stem, counts_table(report, found))));
    blocks
}

fn chart(report: &Report<'_>, found: &Decomposition, stem: &str) -> PartsChart {
    let (first, second) = populations(report, found);
    let unit = unit_words(&report.measured(&found.indicators[0].0)).to_owned();
    PartsChart {
        heading: Heading {
            id: Slug::new(stem),
            title: titles::decomposition(found, (&first, &second), &unit),
            description: format!(
                "A bar for each part of the difference with its limits: to the right of 0 where \
                 {first} has more, to the left where {second} has. Every figure is in the table."
            ),
            subtitle: title(report, found),
            when_empty: "No part of the difference can be shown.".to_owned(),
            words: report.language,
        },
        measure: cells::measure(
            format!("Parts of the difference, {unit}; right of 0: more in {first}"),
            2,
            report.project.confidence,
        ),
        row_label: head(found).to_owned(),
        series: parts(report, found),
        rows: rows(found),
    }
}

const fn head(found: &Decomposition) -> &'static str {
    match found.form {
        DecompositionForm::MixAndRisk => "Category",
        DecompositionForm::ByCause => "Cause",
    }
}

fn all(found: &Decomposition) -> &'static str {
    match found.form {
        DecompositionForm::MixAndRisk => "All categories",
        DecompositionForm::ByCause => "All causes listed",
    }
}

/// All categories together, then each.
fn rows(found: &Decomposition) -> Vec<BarRow> {
    let Ok(parts) = &found.parts else { return Vec::new() };
    let reading = |part: &Option<Estimate>| {
        part.as_ref().map_or_else(|| Reading::missing("not applicable"), cells::reading_of)
    };
    let whole = BarRow {
        label: all(found).to_owned(),
        readings: parts.parts.iter().map(cells::reading_of).collect(),
    };
    let each = found.categories.iter().zip(&parts.by_category).map(|(row, parts)| BarRow {
        label: row.label.clone(),
        readings: parts.iter().map(reading).collect(),
    });
    [whole].into_iter().chain(each).collect()
}

/// The parts with their limits; the last row is the difference.
fn parts_table(report: &Report<'_>, found: &Decomposition) -> DataTable {
    let mut columns = vec![Column::text(head(found))];
    let names = parts(report, found);
    columns.extend(names.iter().flat_map(|name| cells::columns(name)));
    // One age is the whole.
    let together = names.len() > 1;
    columns.extend(together.then(|| cells::columns("Together")).into_iter().flatten());
    let line = |label: &str, parts: Vec<Option<Estimate>>, whole: &Estimate| {
        let mut cells = vec![TableCell::text(label)];
        cells.extend(parts.iter().flat_map(|part| match part {
            Some(part) => cells::known(part, 2),
            None => [(); 3].map(|()| TableCell::missing("not applicable")),
        }));
        cells.extend(together.then(|| cells::known(whole, 2)).into_iter().flatten());
        cells
    };
    let mut rows = Vec::new();
    if let Ok(parts) = &found.parts {
        let each = found.categories.iter().zip(&parts.by_category).zip(&parts.of_category);
        rows.extend(each.map(|((row, by), whole)| line(&row.label, by.clone(), whole)));
        let whole = parts.parts.iter().copied().map(Some).collect();
        rows.push(line(all(found), whole, &parts.difference));
    }
    let unit = unit_words(&report.measured(&found.indicators[0].0)).to_owned();
    DataTable {
        caption: format!("Parts of the difference, {unit}. {}", title(report, found)),
        columns,
        rows,
    }
}

/// The counts and rates of both populations.
fn counts_table(report: &Report<'_>, found: &Decomposition) -> DataTable {
    let (first, second) = populations(report, found);
    let several = found.indicators.len() > 1;
    let mut columns = vec![Column::text(head(found))];
    columns.extend(several.then(|| Column::text("Age at death")));
    let measured = report.measured(&found.indicators[0].0);
    let deaths = if several { "Deaths".to_owned() } else { capital(&measured.events) };
    for name in [&first, &second] {
        columns.push(Column::number(format!("{deaths}, {name}")));
        columns.push(Column::number(format!("{}, {name}", capital(&measured.at_risk))));
        columns.extend(cells::columns(&format!("Rate, {name}")));
    }
    let words = events(report, found);
    let line = |label: &str, at: usize, rates: [Option<&CountedRate>; 2]| {
        let mut cells = vec![TableCell::text(label)];
        cells.extend(several.then(|| TableCell::text(capital(&words[at]))));
        for rate in rates {
            match rate {
                Some(rate) => cells.extend(cells::counted(rate)),
                None => cells.extend((0..5).map(|_| TableCell::missing("not reported"))),
            }
        }
        cells
    };
    let ages = 0..found.indicators.len();
    let mut rows = Vec::new();
    for row in &found.categories {
        rows.extend(
            ages.clone()
                .map(|at| line(&row.label, at, [Some(&row.first[at]), Some(&row.second[at])])),
        );
    }
    rows.extend(ages.map(|at| {
        line("Total", at, [found.first.totals[at].as_ref(), found.second.totals[at].as_ref()])
    }));
    let caption = format!("Counts and rates, {}. {}", unit_words(&measured), title(report, found));
    DataTable { caption, columns, rows }
}

/// The indicators of a result.
pub(super) fn indicators(found: &Decomposition) -> impl Iterator<Item = &IndicatorId> {
    found.indicators.iter().map(|(id, _)| id)
}
