//! Figures as cells of tables and as readings of charts. What is missing
//! keeps its word.
//!
//! Each function has a form in English, for pages whose words stand in no catalogue yet, and one
//! that ends in `_in` and takes the words of a language.

use firstyear_analysis::{AreaRate, CountedRate};
use firstyear_core::{Cell, Confidence, Estimate, Interval};

use crate::chart::{Column, Measure, Reading, ReferenceLine, TableCell};
use crate::words::{Words, english, say};

/// Why a figure is not there.
fn reason<T>(words: &Words, cell: &Cell<T>) -> String {
    words.missing(cell).unwrap_or_else(|| say!(words, "not-known"))
}

/// A count.
pub(super) fn count(cell: &Cell<u64>) -> TableCell {
    count_in(english(), cell)
}

/// The same in the language of `words`.
pub(super) fn count_in(words: &Words, cell: &Cell<u64>) -> TableCell {
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
    let reason = reason(words, cell);
    [(); 3].map(|()| TableCell::missing(reason.clone()))
}

/// The value alone.
pub(super) fn value(cell: &Cell<Estimate>, decimals: usize) -> TableCell {
    value_in(english(), cell, decimals)
}

/// The same in the language of `words`.
pub(super) fn value_in(words: &Words, cell: &Cell<Estimate>, decimals: usize) -> TableCell {
    match cell.value() {
        Some(estimate) => TableCell::number(estimate.value, decimals),
        None => TableCell::missing(reason(words, cell)),
    }
}

/// A figure in words.
pub(super) fn in_words(cell: &Cell<Estimate>, say: impl FnOnce(&Estimate) -> String) -> TableCell {
    in_words_in(english(), cell, say)
}

/// The same in the language of `words`, which `say` speaks too.
pub(super) fn in_words_in(
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
pub(super) fn known(value: &Estimate, decimals: usize) -> [TableCell; 3] {
    known_in(english(), value, decimals)
}

/// The same in the language of `words`.
pub(super) fn known_in(words: &Words, value: &Estimate, decimals: usize) -> [TableCell; 3] {
    estimate_in(words, &Cell::known(*value), decimals)
}

/// The same of a figure that may not have been computed.
pub(super) fn computed(estimate: Option<&Estimate>, decimals: usize) -> [TableCell; 3] {
    computed_in(english(), estimate, decimals)
}

/// The same in the language of `words`.
pub(super) fn computed_in(
    words: &Words,
    estimate: Option<&Estimate>,
    decimals: usize,
) -> [TableCell; 3] {
    match estimate {
        Some(estimate) => known_in(words, estimate, decimals),
        None => [(); 3].map(|()| TableCell::missing(say!(words, "not-computed"))),
    }
}

/// Heads of a value with its limits.
pub(super) fn columns(name: &str) -> [Column; 3] {
    columns_in(english(), name)
}

/// The same in the language of `words`.
pub(super) fn columns_in(words: &Words, name: &str) -> [Column; 3] {
    [
        Column::number(name),
        Column::number(say!(words, "column-lower", name = name)),
        Column::number(say!(words, "column-upper", name = name)),
    ]
}

/// Events, those at risk, and the rate with its limits.
pub(super) fn counted(rate: &CountedRate) -> Vec<TableCell> {
    counted_in(english(), rate)
}

/// The same in the language of `words`.
pub(super) fn counted_in(words: &Words, rate: &CountedRate) -> Vec<TableCell> {
    let mut cells = vec![count_in(words, &rate.events), count_in(words, &rate.at_risk)];
    cells.extend(estimate_in(words, &rate.rate, 1));
    cells
}

/// A figure for a chart.
pub(super) fn reading(cell: &Cell<Estimate>) -> Reading {
    reading_in(english(), cell)
}

/// The same in the language of `words`.
pub(super) fn reading_in(words: &Words, cell: &Cell<Estimate>) -> Reading {
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

/// What the publisher says of a figure.
pub(super) fn note<T>(cell: &Cell<T>) -> Option<String> {
    english().flags(cell.flags())
}

/// An axis with its unit and the level of its limits.
pub(super) fn measure(label: String, decimals: usize, confidence: Confidence) -> Measure {
    measure_in(english(), label, decimals, confidence)
}

/// The same in the language of `words`.
pub(super) fn measure_in(
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

    #[test]
    fn what_is_missing_keeps_its_word_in_every_form() {
        let cases: [(Cell<Estimate>, &str); 3] = [
            (Cell::Withheld(Withholding::Publisher), "withheld"),
            (Cell::Absent, "not reported"),
            (Cell::NotApplicable, "not applicable"),
        ];
        for (cell, word) in cases {
            let missing = TableCell::missing(word);
            assert_eq!(value(&cell, 1), missing);
            assert_eq!(in_words(&cell, |_| "known".to_owned()), missing);
            assert_eq!(estimate(&cell, 1), [(); 3].map(|()| missing.clone()));
            assert_eq!(reading(&cell), Reading::missing(word));
        }
        assert_eq!(computed(None, 1)[0], TableCell::missing("not computed"));
    }
}
