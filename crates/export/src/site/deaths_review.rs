//! The page of reviews of infant deaths: what was found?

use firstyear_analysis::{DeathsReview, ReviewedCause, ReviewedFactor};
use firstyear_core::{Cell, Estimate, IndicatorId, MethodId};

use super::block::{Block, NamedTable, PageParts};
use super::{Report, causes, cells, names};
use crate::chart::{
    Arrangement, BarChart, BarRow, Column, DataTable, Heading, Measure, Reading, Slug, TableCell,
    WholeBars,
};
use crate::format::capital;
use crate::sentence::{deaths_review as said, title as titles};
use crate::words::{Words, say};

pub(super) const PATH: &str = "deaths-review.html";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("deaths-review-{}", index + 1)
}

/// The page; `None` for a project that does not ask.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.deaths_reviews;
    let words = report.language;
    let (nav, title) = (say!(words, "deaths-page-short"), say!(words, "deaths-page"));
    PageParts::of_answers((PATH, &nav, &title), answers, |index, found| {
        (names::sources(found.rates()), of_review(report, found, &stem(index)))
    })
}

/// The indicators that are shown.
pub(super) fn indicators(found: &DeathsReview) -> impl Iterator<Item = &IndicatorId> {
    let ages = found.ages.iter().map(|(id, _)| id);
    ages.chain([&found.whole]).chain(&found.factor_indicator)
}

/// The methods of rates and shares.
pub(super) fn methods(found: &DeathsReview) -> impl Iterator<Item = MethodId> {
    let shares = found.causes.iter().filter_map(|cause| found.share(cause));
    names::methods(found.rates()).chain(shares.map(|share| share.method))
}

/// What takes most, and what was found.
pub(super) fn findings(report: &Report<'_>, found: &DeathsReview) -> Vec<String> {
    let comparator = comparator(report, found);
    let measured = report.measured(&found.whole);
    let unit = super::gap::unit_words(&measured);
    let area = report.area_name(&found.area);
    said::findings(found, &area, comparator.as_deref(), unit, report.language)
}

fn comparator(report: &Report<'_>, found: &DeathsReview) -> Option<String> {
    found.comparator.as_ref().map(|code| report.area_name(code))
}

fn of_review(report: &Report<'_>, found: &DeathsReview, stem: &str) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(capital(&found.name))];
    blocks.extend(findings(report, found).into_iter().map(Block::Finding));
    blocks.push(Block::Chart {
        chart: Box::new(chart(report, found, stem)),
        table: NamedTable::new(stem, cause_table(report, found)),
    });
    blocks.push(Block::Table(NamedTable::new(stem, rate_table(report, found))));
    if !found.factors.is_empty() {
        blocks.push(Block::Note(said::caution(report.language)));
        blocks.push(Block::Table(NamedTable::new(stem, factor_table(report, found))));
    }
    blocks
}

fn chart(report: &Report<'_>, found: &DeathsReview, stem: &str) -> BarChart {
    let words = report.language;
    let (area, period) = (report.area_name(&found.area), words.period(found.period));
    // What cannot occur at any age is in the table and has no bar.
    let occurs = |row: &&ReviewedCause| row.deaths.iter().any(|c| *c != Cell::NotApplicable);
    let drawn: Vec<&ReviewedCause> = found.causes.iter().filter(occurs).collect();
    let whole = drawn.iter().map(|row| said::drawn::whole(row));
    let whole: Vec<Option<Reading>> =
        whole.map(|deaths| deaths.map(|deaths| Reading::value(deaths as f64))).collect();
    let any_whole = whole.iter().any(Option::is_some);
    let ages = causes::in_words(report, &found.ages);
    let no_number = say!(words, "deaths-chart-title-none");
    BarChart {
        heading: Heading {
            id: Slug::new(stem),
            title: titles::of_first(&findings(report, found), &no_number),
            description: said::drawn::causes(found, &drawn, &ages, words),
            subtitle: say!(words, "deaths-chart", area = area, period = period),
            when_empty: say!(words, "deaths-chart-empty"),
            words,
        },
        measure: Measure {
            label: say!(words, "deaths-axis"),
            decimals: 0,
            interval_label: String::new(),
        },
        row_label: say!(words, "deaths-cause"),
        series: ages,
        rows: drawn
            .iter()
            .map(|row| BarRow {
                label: row.label.clone(),
                readings: row.deaths.iter().map(|cell| causes::reading(words, cell)).collect(),
            })
            .collect(),
        arrangement: Arrangement::SideBySide,
        whole: any_whole
            .then(|| WholeBars { name: say!(words, "deaths-age-not-shown"), readings: whole }),
    }
}

fn cause_table(report: &Report<'_>, found: &DeathsReview) -> DataTable {
    let words = report.language;
    let mut columns = vec![Column::text(say!(words, "deaths-cause"))];
    columns.extend(causes::in_words(report, &found.ages).into_iter().map(Column::number));
    columns.push(Column::number(say!(words, "deaths-all-ages")));
    columns.extend(cells::columns(words, &say!(words, "deaths-share")));
    let row = |row: &ReviewedCause| {
        let mut cells_of = vec![label(row, words)];
        cells_of.extend(row.deaths.iter().map(|cell| cells::count(words, cell)));
        cells_of.push(cells::count(words, &row.all.events));
        let share = found.share(row).map(|share| share.scaled(100.0));
        cells_of.extend(match share {
            // All of them is no estimate.
            Some(share) if is_total(found, row) => {
                cells::known(words, &Estimate { interval: None, ..share }, 1)
            }
            share => cells::computed(words, share.as_ref(), 1),
        });
        cells_of
    };
    DataTable {
        caption: say!(words, "deaths-cause-table", review = capital(&found.name)),
        columns,
        rows: found.causes.iter().chain(&found.total).map(row).collect(),
    }
}

/// Each cause among live births, and how that stands elsewhere.
fn rate_table(report: &Report<'_>, found: &DeathsReview) -> DataTable {
    // Of one that nothing is held against the finding says why.
    let comparator = comparator(report, found).filter(|_| found.comparator_lacks.is_none());
    let (measured, words) = (report.measured(&found.whole), report.language);
    let mut columns = vec![Column::text(say!(words, "deaths-cause"))];
    columns.extend(cells::columns(words, &capital(super::gap::unit_words(&measured))));
    if let Some(name) = &comparator {
        columns.push(Column::number(name));
        columns.push(Column::number(say!(words, "deaths-expected")));
        columns.push(Column::text(say!(words, "deaths-standing")));
    }
    let row = |row: &ReviewedCause| {
        let mut cells_of = vec![label(row, words)];
        cells_of.extend(cells::estimate(words, &row.all.rate, 2));
        if comparator.is_some() {
            let rate = row.comparator.as_ref().map_or(Cell::Absent, |other| other.rate);
            cells_of.push(cells::value(words, &rate, 2));
            cells_of.push(row.expected().map_or_else(
                || TableCell::missing(say!(words, "not-known")),
                |deaths| TableCell::number(deaths, 1),
            ));
            cells_of.push(TableCell::text(said::standing(row.verdict(), words)));
        }
        cells_of
    };
    DataTable {
        caption: say!(words, "deaths-rate-table", review = capital(&found.name)),
        columns,
        rows: found.causes.iter().chain(&found.total).map(row).collect(),
    }
}

fn label(row: &ReviewedCause, words: &Words) -> TableCell {
    TableCell::text(if row.is_remainder {
        say!(words, "deaths-remainder", cause = row.label.as_str())
    } else {
        row.label.clone()
    })
}

fn is_total(found: &DeathsReview, row: &ReviewedCause) -> bool {
    found.total.as_ref().is_some_and(|total| total.cause == row.cause)
}

fn factor_table(report: &Report<'_>, found: &DeathsReview) -> DataTable {
    let words = report.language;
    let mut columns = vec![
        Column::text(say!(words, "deaths-factor")),
        Column::number(say!(words, "deaths-found-in")),
        Column::number(say!(words, "deaths-reviewed")),
    ];
    columns.extend(cells::columns(words, &say!(words, "deaths-share-of-reviewed")));
    let row = |factor: &ReviewedFactor| {
        let mut cells_of = vec![TableCell::text(&factor.label)];
        cells_of.extend(cells::counted(words, &factor.found));
        cells_of
    };
    DataTable {
        caption: say!(
            words,
            "deaths-factor-table",
            review = capital(&found.name),
            area = report.area_name(&found.area),
        ),
        columns,
        rows: found.factors.iter().map(row).collect(),
    }
}
