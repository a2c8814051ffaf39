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
use crate::sentence::deaths_review::{self as words, CAUTION};
use crate::sentence::{period, title as titles};

pub(super) const PATH: &str = "deaths-review.html";
pub(super) const TITLE: &str = "What did the review of deaths find?";

/// The name of the files of the result at this place.
pub(super) fn stem(index: usize) -> String {
    format!("deaths-review-{}", index + 1)
}

/// The page; `None` for a project that does not ask.
pub(super) fn page(report: &Report<'_>) -> Option<PageParts> {
    let answers = &report.answers.deaths_reviews;
    PageParts::of_answers((PATH, "Review of deaths", TITLE), answers, |index, found| {
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
    words::findings(found, &report.area_name(&found.area), comparator.as_deref(), unit)
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
        blocks.push(Block::Note(CAUTION.to_owned()));
        blocks.push(Block::Table(NamedTable::new(stem, factor_table(report, found))));
    }
    blocks
}

fn chart(report: &Report<'_>, found: &DeathsReview, stem: &str) -> BarChart {
    let (place, when) = (report.area_name(&found.area), period(found.period));
    // What cannot occur at any age is in the table and has no bar.
    let occurs = |row: &&ReviewedCause| row.deaths.iter().any(|c| *c != Cell::NotApplicable);
    let drawn: Vec<&ReviewedCause> = found.causes.iter().filter(occurs).collect();
    let whole: Vec<Option<Reading>> = drawn.iter().map(|row| whole(row)).collect();
    let any_whole = whole.iter().any(Option::is_some);
    let mut description = "A bar for the number of deaths of each cause at each age, from the \
                           figures of the table."
        .to_owned();
    if any_whole {
        description += " Where ages are not shown and their sum is, one bar stands for all ages.";
    }
    BarChart {
        heading: Heading {
            id: Slug::new(stem),
            title: titles::of_first(&findings(report, found), "No number of deaths is known"),
            description,
            subtitle: format!("Deaths by cause and age at death, {place}, {when}"),
            when_empty: "No number of deaths can be shown.".to_owned(),
            words: report.language,
        },
        measure: Measure {
            label: "Number of deaths".to_owned(),
            decimals: 0,
            interval_label: String::new(),
        },
        row_label: "Cause".to_owned(),
        series: causes::in_words(report, &found.ages),
        rows: drawn
            .iter()
            .map(|row| BarRow {
                label: row.label.clone(),
                readings: row.deaths.iter().map(causes::reading).collect(),
            })
            .collect(),
        arrangement: Arrangement::SideBySide,
        whole: any_whole.then(|| WholeBars { name: "age not shown".to_owned(), readings: whole }),
    }
}

/// The deaths of a cause at all ages, where those of an age are not shown: without it
/// the largest causes can have no bar.
fn whole(row: &ReviewedCause) -> Option<Reading> {
    let hidden = |cell: &Cell<u64>| matches!(cell, Cell::Withheld(_) | Cell::Absent);
    let all = row.all.events.value().filter(|_| row.deaths.iter().any(hidden))?;
    Some(Reading::value(*all as f64))
}

fn cause_table(report: &Report<'_>, found: &DeathsReview) -> DataTable {
    let mut columns = vec![Column::text("Cause")];
    columns.extend(causes::in_words(report, &found.ages).into_iter().map(Column::number));
    columns.push(Column::number("All ages"));
    columns.extend(cells::columns("Share of all deaths, %"));
    let row = |row: &ReviewedCause| {
        let mut cells_of = vec![label(row)];
        cells_of.extend(row.deaths.iter().map(cells::count));
        cells_of.push(cells::count(&row.all.events));
        let share = found.share(row).map(|share| share.scaled(100.0));
        cells_of.extend(match share {
            // All of them is no estimate.
            Some(share) if is_total(found, row) => {
                cells::known(&Estimate { interval: None, ..share }, 1)
            }
            share => cells::computed(share.as_ref(), 1),
        });
        cells_of
    };
    DataTable {
        caption: format!("{}: deaths by cause and age", capital(&found.name)),
        columns,
        rows: found.causes.iter().chain(&found.total).map(row).collect(),
    }
}

/// Each cause among live births, and how that stands elsewhere.
fn rate_table(report: &Report<'_>, found: &DeathsReview) -> DataTable {
    // Of one that nothing is held against the finding says why.
    let comparator = comparator(report, found).filter(|_| found.comparator_lacks.is_none());
    let measured = report.measured(&found.whole);
    let mut columns = vec![Column::text("Cause")];
    columns.extend(cells::columns(&capital(super::gap::unit_words(&measured))));
    if let Some(name) = &comparator {
        columns.extend([name, "Deaths at that rate"].map(Column::number));
        columns.push(Column::text("Standing"));
    }
    let row = |row: &ReviewedCause| {
        let mut cells_of = vec![label(row)];
        cells_of.extend(cells::estimate(&row.all.rate, 2));
        if comparator.is_some() {
            let rate = row.comparator.as_ref().map_or(Cell::Absent, |other| other.rate);
            cells_of.push(cells::value(&rate, 2));
            cells_of.push(row.expected().map_or_else(
                || TableCell::missing("not known"),
                |deaths| TableCell::number(deaths, 1),
            ));
            cells_of.push(TableCell::text(row.verdict().word()));
        }
        cells_of
    };
    DataTable {
        caption: format!("{}: each cause among births", capital(&found.name)),
        columns,
        rows: found.causes.iter().chain(&found.total).map(row).collect(),
    }
}

fn label(row: &ReviewedCause) -> TableCell {
    let remainder = if row.is_remainder { " (in no group)" } else { "" };
    TableCell::text(format!("{}{remainder}", row.label))
}

fn is_total(found: &DeathsReview, row: &ReviewedCause) -> bool {
    found.total.as_ref().is_some_and(|total| total.cause == row.cause)
}

fn factor_table(report: &Report<'_>, found: &DeathsReview) -> DataTable {
    let mut columns = ["Factor", "Found in", "Deaths reviewed"].map(Column::number).to_vec();
    columns[0] = Column::text("Factor");
    columns.extend(cells::columns("Share of those reviewed, %"));
    let row = |factor: &ReviewedFactor| {
        let mut cells_of = vec![TableCell::text(&factor.label)];
        cells_of.extend(cells::counted(&factor.found));
        cells_of
    };
    DataTable {
        caption: format!(
            "{}: factors that could be changed, {}",
            capital(&found.name),
            report.area_name(&found.area)
        ),
        columns,
        rows: found.factors.iter().map(row).collect(),
    }
}
