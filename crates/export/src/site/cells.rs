//! Figures as cells of tables and as readings of charts. What is missing
//! keeps its word.

use firstyear_analysis::{AreaRate, CountedRate};
use firstyear_core::{Cell, Confidence, Estimate, Interval};

use crate::chart::{Column, Measure, Reading, ReferenceLine, TableCell};
use crate::words::{Words, say};

/// Why a figure is not there.
fn reason<T>(words: &Words, cell: &Cell<T>) -> String {
    words.missing(cell).unwrap_or_else(|| say!(words, "not-known"))
}

/// A count.
pub(super) fn count(words: &Words, cell: &Cell<u64>) -> TableCell {
    match cell.value() {
        Some(&count) => TableCell::number(count as f64, 0),
        None => TableCell::missing(reason(words, cell)),
    }
}

/// A number as printed: with the decimals that it has, at least `decimals`.
pub(super) fn printed(words: &Words, cell: &Cell<f64>, decimals: usize) -> TableCell {
    match cell.value() {
        Some(&value) => as_printed(value, decimals),
        None => TableCell::missing(reason(words, cell)),
    }
}

/// The same of a number that is known.
pub(super) fn as_printed(value: f64, decimals: usize) -> TableCell {
    let own = format!("{value}").split_once('.').map_or(0, |(_, digits)| digits.len());
    TableCell::number(value, own.clamp(decimals, 9))
}

/// Value, lower and upper limit.
pub(super) fn estimate(words: &Words, cell: &Cell<Estimate>, decimals: usize) -> [TableCell; 3] {
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
    let reason = reason(words, cell);
    [(); 3].map(|()| TableCell::missing(reason.clone()))
}

/// The value alone.
pub(super) fn value(words: &Words, cell: &Cell<Estimate>, decimals: usize) -> TableCell {
    match cell.value() {
        Some(estimate) => TableCell::number(estimate.value, decimals),
        None => TableCell::missing(reason(words, cell)),
    }
}

/// A figure in words.
pub(super) fn in_words(
    words: &Words,
    cell: &Cell<Estimate>,
    say: impl FnOnce(&Estimate) -> String,
) -> TableCell {
    match cell.value() {
        Some(estimate) => TableCell::text(say(estimate)),
        None => TableCell::missing(reason(words, cell)),
    }
}

/// Value, lower and upper limit of a figure that is known.
pub(super) fn known(words: &Words, value: &Estimate, decimals: usize) -> [TableCell; 3] {
    estimate(words, &Cell::known(*value), decimals)
}

/// The same of a figure that may not have been computed.
pub(super) fn computed(
    words: &Words,
    estimate: Option<&Estimate>,
    decimals: usize,
) -> [TableCell; 3] {
    match estimate {
        Some(estimate) => known(words, estimate, decimals),
        None => [(); 3].map(|()| TableCell::missing(say!(words, "not-computed"))),
    }
}

/// Heads of a value with its limits.
pub(super) fn columns(words: &Words, name: &str) -> [Column; 3] {
    [
        Column::number(name),
        Column::number(say!(words, "column-lower", name = name)),
        Column::number(say!(words, "column-upper", name = name)),
    ]
}

/// Events, those at risk, and the rate with its limits.
pub(super) fn counted(words: &Words, rate: &CountedRate) -> Vec<TableCell> {
    let mut cells = vec![count(words, &rate.events), count(words, &rate.at_risk)];
    cells.extend(estimate(words, &rate.rate, 1));
    cells
}

/// A figure for a chart.
pub(super) fn reading(words: &Words, cell: &Cell<Estimate>) -> Reading {
    match cell.value() {
        Some(estimate) => reading_of(estimate),
        None => Reading::missing(reason(words, cell)),
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

/// An axis with its unit and the level of its limits.
pub(super) fn measure(
    words: &Words,
    label: String,
    decimals: usize,
    confidence: Confidence,
) -> Measure {
    let confidence = confidence.to_string();
    let interval_label = say!(words, "confidence-interval", confidence = confidence);
    Measure { label, decimals, interval_label }
}

/// The line of what areas are held against; `None` where its rate is missing.
pub(super) fn comparator(area: &AreaRate) -> Option<ReferenceLine> {
    let rate = area.rate.rate.value()?;
    let (label, reading) = (area.name.clone(), reading_of(rate));
    Some(ReferenceLine { label, reading, decimals: 1 })
}

#[cfg(test)]
mod tests {
    use firstyear_core::Withholding;

    use super::*;
    use crate::words::english;

    #[test]
    fn what_is_missing_keeps_its_word_in_every_form() {
        let cases: [(Cell<Estimate>, &str); 3] = [
            (Cell::Withheld(Withholding::Publisher), "withheld"),
            (Cell::Absent, "not reported"),
            (Cell::NotApplicable, "not applicable"),
        ];
        for (cell, word) in cases {
            let missing = TableCell::missing(word);
            assert_eq!(value(english(), &cell, 1), missing);
            assert_eq!(in_words(english(), &cell, |_| "known".to_owned()), missing);
            assert_eq!(estimate(english(), &cell, 1), [(); 3].map(|()| missing.clone()));
            assert_eq!(reading(english(), &cell), Reading::missing(word));
        }
        assert_eq!(computed(english(), None, 1)[0], TableCell::missing("not computed"));
    }
}
