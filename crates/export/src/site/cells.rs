//! Figures as cells of tables and as readings of charts. What is missing
//! keeps its word.

use firstyear_analysis::{AreaRate, CountedRate};
use firstyear_core::{Cell, Confidence, Estimate, Interval};

use crate::chart::{Column, Measure, Reading, ReferenceLine, TableCell};
use crate::sentence::{flags, missing};
use crate::words::{Words, english, say};

/// A count.
pub(super) fn count(cell: &Cell<u64>) -> TableCell {
    match (cell.value(), missing(cell)) {
        (Some(&count), _) => TableCell::number(count as f64, 0),
        (None, reason) => TableCell::missing(reason.unwrap_or("not known")),
    }
}

/// A number as printed: with the decimals that it has, at least `decimals`.
pub(super) fn printed(words: &Words, cell: &Cell<f64>, decimals: usize) -> TableCell {
    match (cell.value(), words.missing(cell)) {
        (Some(&value), _) => as_printed(value, decimals),
        (None, reason) => TableCell::missing(reason.unwrap_or_else(|| say!(words, "not-known"))),
    }
}

/// The same of a number that is known.
pub(super) fn as_printed(value: f64, decimals: usize) -> TableCell {
    let own = format!("{value}").split_once('.').map_or(0, |(_, digits)| digits.len());
    TableCell::number(value, own.clamp(decimals, 9))
}

/// Value, lower and upper limit.
pub(super) fn estimate(cell: &Cell<Estimate>, decimals: usize) -> [TableCell; 3] {
    estimate_in(english(), cell, decimals)
}

/// The same in the language of `words`.
pub(super) fn estimate_in(words: &Words, cell: &Cell<Estimate>, decimals: usize) -> [TableCell; 3] {
    if let Some(estimate) = cell.value() {
        let limit = |limit: Option<f64>| match limit {
            Some(limit) => TableCell::number(limit, decimals),
            None => TableCell::missing(say!(words, "none")),
        };
        let ends = |end: fn(Interval) -> f64| limit(estimate.interval.map(end));
        return [
            TableCell::number(estimate.value, decimals),
            ends(|interval| interval.lower),
            ends(|interval| interval.upper),
        ];
    }
    let reason = words.missing(cell).unwrap_or_else(|| say!(words, "not-known"));
    [(); 3].map(|()| TableCell::missing(reason.clone()))
}

/// The value alone.
pub(super) fn value(cell: &Cell<Estimate>, decimals: usize) -> TableCell {
    match (cell.value(), missing(cell)) {
        (Some(estimate), _) => TableCell::number(estimate.value, decimals),
        (None, reason) => TableCell::missing(reason.unwrap_or("not known")),
    }
}

/// A figure in words.
pub(super) fn in_words(
    cell: &Cell<Estimate>,
    words: impl FnOnce(&Estimate) -> String,
) -> TableCell {
    match (cell.value(), missing(cell)) {
        (Some(estimate), _) => TableCell::text(words(estimate)),
        (None, reason) => TableCell::missing(reason.unwrap_or("not known")),
    }
}

/// Value, lower and upper limit of a figure that is known.
pub(super) fn known(value: &Estimate, decimals: usize) -> [TableCell; 3] {
    estimate(&Cell::known(*value), decimals)
}

/// The same of a figure that may not have been computed.
pub(super) fn computed(estimate: Option<&Estimate>, decimals: usize) -> [TableCell; 3] {
    match estimate {
        Some(estimate) => known(estimate, decimals),
        None => [(); 3].map(|()| TableCell::missing("not computed")),
    }
}

/// Heads of a value with its limits.
pub(super) fn columns(name: &str) -> [Column; 3] {
    [
        Column::number(name),
        Column::number(format!("{name}, lower limit")),
        Column::number(format!("{name}, upper limit")),
    ]
}

/// Events, those at risk, and the rate with its limits.
pub(super) fn counted(rate: &CountedRate) -> Vec<TableCell> {
    let mut cells = vec![count(&rate.events), count(&rate.at_risk)];
    cells.extend(estimate(&rate.rate, 1));
    cells
}

/// A figure for a chart.
pub(super) fn reading(cell: &Cell<Estimate>) -> Reading {
    match (cell.value(), missing(cell)) {
        (Some(estimate), _) => reading_of(estimate),
        (None, reason) => Reading::missing(reason.unwrap_or("not known")),
    }
}

/// A known figure for a chart.
pub(super) fn reading_of(estimate: &Estimate) -> Reading {
    let reading = Reading::value(estimate.value);
    match estimate.interval {
        Some(interval) => reading.with_interval(interval.lower, interval.upper),
        None => reading,
    }
}

/// What the publisher says of a figure.
pub(super) fn note<T>(cell: &Cell<T>) -> Option<String> {
    flags(cell.flags())
}

/// An axis with its unit and the level of its limits.
pub(super) fn measure(label: String, decimals: usize, confidence: Confidence) -> Measure {
    Measure { label, decimals, interval_label: format!("{confidence} confidence interval") }
}

/// The line of what areas are held against; `None` where its rate is missing.
pub(super) fn comparator(area: &AreaRate) -> Option<ReferenceLine> {
    let rate = &area.rate.rate;
    missing(rate).is_none().then(|| ReferenceLine {
        label: area.name.clone(),
        reading: reading(rate),
        decimals: 1,
    })
}

/// [`count`] in the language of `words`.
pub(super) fn count_in(words: &Words, cell: &Cell<u64>) -> TableCell {
    match (cell.value(), words.missing(cell)) {
        (Some(&count), _) => TableCell::number(count as f64, 0),
        (None, reason) => TableCell::missing(reason.unwrap_or_else(|| say!(words, "not-known"))),
    }
}

/// [`computed`] in the language of `words`.
pub(super) fn computed_in(
    words: &Words,
    estimate: Option<&Estimate>,
    decimals: usize,
) -> [TableCell; 3] {
    match estimate {
        Some(estimate) => estimate_in(words, &Cell::known(*estimate), decimals),
        None => [(); 3].map(|()| TableCell::missing(say!(words, "not-computed"))),
    }
}

/// [`columns`] in the language of `words`.
pub(super) fn columns_in(words: &Words, name: &str) -> [Column; 3] {
    [
        Column::number(name),
        Column::number(say!(words, "column-lower", name = name)),
        Column::number(say!(words, "column-upper", name = name)),
    ]
}

/// [`counted`] in the language of `words`.
pub(super) fn counted_in(words: &Words, rate: &CountedRate) -> Vec<TableCell> {
    let mut cells = vec![count_in(words, &rate.events), count_in(words, &rate.at_risk)];
    cells.extend(estimate_in(words, &rate.rate, 1));
    cells
}

/// [`reading`] in the language of `words`.
pub(super) fn reading_in(words: &Words, cell: &Cell<Estimate>) -> Reading {
    match (cell.value(), words.missing(cell)) {
        (Some(estimate), _) => reading_of(estimate),
        (None, reason) => Reading::missing(reason.unwrap_or_else(|| say!(words, "not-known"))),
    }
}
