//! The page of decompositions: why do the rates differ?

use firstyear_analysis::{CountedRate, Decomposition, DecompositionForm};
use firstyear_core::{Estimate, IndicatorId, MethodId};

use super::block::{Block, NamedTable, PageParts};
use super::gap::unit_said;
use super::{Report, cells, names};
use crate::chart::{BarRow, Column, DataTable, Heading, PartsChart, Reading, Slug, TableCell};
use crate::format::capital;
use crate::sentence::decomposition;
use crate::sentence::title as titles;
use crate::words::{Words, say};

pub(super) const PATH: &str = "decomposition.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("decomposition-{}", index + 1)
}

/// The page; `None` for a project that takes no difference apart.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.decompositions;
    let (nav, title) = (
        say!(report.language, "decomposition-page-short"),
        say!(report.language, "decomposition-page"),
    );
    PageParts::of_answers((PATH, &nav, &title), answers, |index, found| {
        (names::sources(rates(found)), of_difference(report, found, &stem(index)))
    })
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
    say!(
        report.language,
        "decomposition-heading",
        classification = found.first.version_name.as_str(),
        first = first,
        second = second
    )
}

/// The difference with its parts, and what adds most.
pub(super) fn findings(report: &Report<'_>, found: &Decomposition) -> Vec<String> {
    let words = report.language;
    let (first, second) = populations(report, found);
    let unit = unit_said(&report.measured(&found.indicators[0].0));
    let parts = match found.form {
        DecompositionForm::MixAndRisk => {
            vec![say!(words, "decomposition-from-mix"), say!(words, "decomposition-from-risk")]
        }
        DecompositionForm::ByCause => events(report, found),
    };
    let rate = match &found.indicators[..] {
        [(id, _)] => report.measured(id).name,
        _ => say!(words, "decomposition-rate-of-ages"),
    };
    let finding = decomposition::finding(found, (&first, &second), (&rate, &unit), &parts, words);
    [finding].into_iter().chain(decomposition::most(found, words)).collect()
}

fn populations(report: &Report<'_>, found: &Decomposition) -> (String, String) {
    let name = |population: &firstyear_analysis::DecomposedPopulation| {
        decomposition::population(population, &report.area_name(&population.area), report.language)
    };
    (name(&found.first), name(&found.second))
}

/// What each indicator counts.
fn events(report: &Report<'_>, found: &Decomposition) -> Vec<String> {
    found.indicators.iter().map(|(id, _)| report.measured(id).events).collect()
}

/// Names of the parts as heads of columns.
fn parts(report: &Report<'_>, found: &Decomposition) -> Vec<String> {
    let words = report.language;
    match found.form {
        DecompositionForm::MixAndRisk => {
            vec![say!(words, "decomposition-mix"), say!(words, "decomposition-risk")]
        }
        DecompositionForm::ByCause => events(report, found).iter().map(|e| capital(e)).collect(),
    }
}

fn of_difference(report: &Report<'_>, found: &Decomposition, stem: &str) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(title(report, found))];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    let (first, second) = populations(report, found);
    let births = report.measured(&found.indicators[0].0).at_risk;
    let (words, events) = (report.language, events(report, found));
    let named = [(&found.first, &first), (&found.second, &second)];
    // Without categories side by side, what is in none says nothing.
    if !found.categories.is_empty() {
        let left_out = named.into_iter().filter_map(|(population, name)| {
            decomposition::left_out(population, name, &events, &births, words)
        });
        blocks.extend(left_out.map(Block::Note));
    }
    let reading = match found.form {
        DecompositionForm::MixAndRisk => say!(words, "decomposition-mix-and-risk"),
        DecompositionForm::ByCause => say!(words, "decomposition-by-cause"),
    };
    blocks.push(Block::Note(reading));
    blocks.push(Block::Note(say!(words, "decomposition-limits")));
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
    let (words, unit) = (report.language, unit_said(&report.measured(&found.indicators[0].0)));
    PartsChart {
        heading: Heading {
            id: Slug::new(stem),
            title: titles::decomposition(found, (&first, &second), &unit, words),
            description: description(report, found),
            subtitle: title(report, found),
            when_empty: say!(words, "decomposition-chart-empty"),
            words,
        },
        measure: cells::measure(
            words,
            say!(words, "decomposition-axis", unit = unit, first = first),
            2,
            report.project.confidence,
        ),
        row_label: head(found, words),
        series: parts(report, found),
        rows: rows(found, words),
    }
}

/// What is drawn, the difference with its parts, and the longest bars.
fn description(report: &Report<'_>, found: &Decomposition) -> String {
    let words = report.language;
    let (first, second) = populations(report, found);
    let mut said = vec![say!(words, "decomposition-chart-words", first = first, second = second)];
    said.extend(findings(report, found));
    said.extend(decomposition::drawn(found, &parts(report, found), words));
    said.push(say!(words, "figures-in-table"));
    said.join(" ")
}

fn head(found: &Decomposition, words: &Words) -> String {
    match found.form {
        DecompositionForm::MixAndRisk => say!(words, "decomposition-category"),
        DecompositionForm::ByCause => say!(words, "decomposition-cause"),
    }
}

fn all(found: &Decomposition, words: &Words) -> String {
    match found.form {
        DecompositionForm::MixAndRisk => say!(words, "decomposition-all-categories"),
        DecompositionForm::ByCause => say!(words, "decomposition-all-causes"),
    }
}

/// All categories together, then each.
fn rows(found: &Decomposition, words: &Words) -> Vec<BarRow> {
    let Ok(parts) = &found.parts else { return Vec::new() };
    let reading = |part: &Option<Estimate>| {
        part.as_ref()
            .map_or_else(|| Reading::missing(say!(words, "not-applicable")), cells::reading_of)
    };
    let whole = BarRow {
        label: all(found, words),
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
    let words = report.language;
    let mut columns = vec![Column::text(head(found, words))];
    let names = parts(report, found);
    columns.extend(names.iter().flat_map(|name| cells::columns(words, name)));
    // One age is the whole.
    let together = names.len() > 1;
    let head_of_all = say!(words, "decomposition-together");
    columns.extend(together.then(|| cells::columns(words, &head_of_all)).into_iter().flatten());
    let line = |label: &str, parts: Vec<Option<Estimate>>, whole: &Estimate| {
        let mut cells = vec![TableCell::text(label)];
        cells.extend(parts.iter().flat_map(|part| match part {
            Some(_) => cells::computed(words, part.as_ref(), 2),
            None => [(); 3].map(|()| TableCell::missing(say!(words, "not-applicable"))),
        }));
        let whole = together.then(|| cells::computed(words, Some(whole), 2));
        cells.extend(whole.into_iter().flatten());
        cells
    };
    let mut rows = Vec::new();
    if let Ok(parts) = &found.parts {
        let each = found.categories.iter().zip(&parts.by_category).zip(&parts.of_category);
        rows.extend(each.map(|((row, by), whole)| line(&row.label, by.clone(), whole)));
        let whole = parts.parts.iter().copied().map(Some).collect();
        rows.push(line(&all(found, words), whole, &parts.difference));
    }
    let unit = unit_said(&report.measured(&found.indicators[0].0));
    DataTable {
        caption: say!(
            words,
            "decomposition-parts-table",
            unit = unit,
            heading = title(report, found)
        ),
        columns,
        rows,
    }
}

/// The counts and rates of both populations.
fn counts_table(report: &Report<'_>, found: &Decomposition) -> DataTable {
    let words = report.language;
    let (first, second) = populations(report, found);
    let several = found.indicators.len() > 1;
    let mut columns = vec![Column::text(head(found, words))];
    columns.extend(several.then(|| Column::text(say!(words, "decomposition-age"))));
    let measured = report.measured(&found.indicators[0].0);
    let deaths =
        if several { say!(words, "decomposition-deaths") } else { capital(&measured.events) };
    for name in [first.as_str(), second.as_str()] {
        let of = |column: &str| say!(words, "decomposition-of", column = column, population = name);
        columns.push(Column::number(of(&deaths)));
        columns.push(Column::number(of(&capital(&measured.at_risk))));
        columns.extend(cells::columns(words, &of(&say!(words, "trend-column-rate"))));
    }
    let events = events(report, found);
    let line = |label: &str, at: usize, rates: [Option<&CountedRate>; 2]| {
        let mut cells = vec![TableCell::text(label)];
        cells.extend(several.then(|| TableCell::text(capital(&events[at]))));
        for rate in rates {
            match rate {
                Some(rate) => cells.extend(cells::counted(words, rate)),
                None => {
                    cells.extend((0..5).map(|_| TableCell::missing(say!(words, "not-reported"))));
                }
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
        line(
            &say!(words, "decomposition-total"),
            at,
            [found.first.totals[at].as_ref(), found.second.totals[at].as_ref()],
        )
    }));
    let caption = say!(
        words,
        "decomposition-counts-table",
        unit = unit_said(&measured),
        heading = title(report, found)
    );
    DataTable { caption, columns, rows }
}

/// The indicators of a result.
pub(super) fn indicators(found: &Decomposition) -> impl Iterator<Item = &IndicatorId> {
    found.indicators.iter().map(|(id, _)| id)
}
