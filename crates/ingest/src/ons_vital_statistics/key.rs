//! Marks in place of figures, by the workbook's own key: lines such as
//! `: denotes not available`. One mark has different meanings in different
//! years.

use std::collections::BTreeMap;

use firstyear_core::{Cell, Flags, ProblemCode, Withholding};

use super::sheets::Sheet;
use crate::cells::{read_count, read_number};
use crate::fault::Fault;

/// What a mark means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Nil,
    Absent,
    NotApplicable,
    Withheld,
    LowReliability,
}

/// The key of a workbook.
#[derive(Debug, Default)]
pub(super) struct Key {
    marks: BTreeMap<String, Meaning>,
    /// Whether rates of fewer than 20 events are said to be unreliable.
    pub(super) warns_below_20: bool,
}

impl Key {
    /// The key of a sheet: its own notes first, then those of the others. Of
    /// two keys in one sheet the first holds, as the second is that of years
    /// before.
    pub(super) fn of(sheet: &Sheet, all: &[Sheet]) -> Self {
        let mut key = Self::default();
        key.see(sheet);
        for other in all.iter().filter(|other| other.name != sheet.name && !is_table(other)) {
            key.see(other);
        }
        key
    }

    fn see(&mut self, sheet: &Sheet) {
        for row in &sheet.rows {
            let line = row.line();
            let lower = line.to_lowercase();
            self.warns_below_20 |= lower.contains("fewer than 20 ")
                || lower.contains("less than 20 ")
                || lower.contains("between 3 and 19");
            let Some((mark, rest)) = line.split_once(' ') else { continue };
            if mark.chars().count() > 2 {
                continue;
            }
            if let Some(meaning) = meaning(&rest.trim().to_lowercase()) {
                self.marks.entry(mark.to_owned()).or_insert(meaning);
            }
        }
    }

    /// A count of people.
    pub(super) fn count(&self, text: &str) -> Result<Cell<u64>, Fault> {
        self.cell(text, 0, read_count)
    }

    /// A rate.
    pub(super) fn rate(&self, text: &str) -> Result<Cell<f64>, Fault> {
        self.cell(text, 0.0, |text| match read_number(text)? {
            rate if rate < 0.0 => {
                Err(Fault::new(ProblemCode::ValueOutOfRange, "a rate is below zero"))
            }
            rate => Ok(rate),
        })
    }

    fn cell<T>(
        &self,
        text: &str,
        nil: T,
        number: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<Cell<T>, Fault> {
        // Where nothing is printed nothing was calculated: zeros are printed.
        if text.is_empty() {
            return Ok(Cell::Absent);
        }
        Ok(match self.marks.get(text) {
            _ if text.bytes().any(|b| b.is_ascii_digit()) => Cell::known(number(text)?),
            Some(Meaning::Nil) => Cell::known(nil),
            // A rate that would be unreliable was not calculated.
            Some(Meaning::Absent | Meaning::LowReliability) => Cell::Absent,
            Some(Meaning::NotApplicable) => Cell::NotApplicable,
            Some(Meaning::Withheld) => Cell::Withheld(Withholding::Publisher),
            None if text.chars().count() <= 2 => {
                return Err(Fault::new(
                    ProblemCode::MarkUnknown,
                    "a mark stands for a figure, and the key of the workbook does not list it",
                )
                .with_help("see the notes below the table and of the other sheets"));
            }
            None => Cell::known(number(text)?),
        })
    }

    /// What the mark beside a rate says of it.
    pub(super) fn flags(&self, text: &str) -> Flags {
        match self.marks.get(text) {
            Some(Meaning::LowReliability) => Flags::LOW_RELIABILITY,
            _ => Flags::NONE,
        }
    }
}

/// Whether a sheet holds figures: its rows begin with names, not with marks.
fn is_table(sheet: &Sheet) -> bool {
    sheet.rows.iter().filter(|row| row.filled().count() > 6).count() > 6
}

/// The meaning of the words behind a mark; some keys leave the verb out.
fn meaning(words: &str) -> Option<Meaning> {
    let words = words.strip_prefix("denotes").unwrap_or(words).trim();
    let starts = [
        ("not appropriate", Meaning::NotApplicable),
        ("not applicable", Meaning::NotApplicable),
        ("not available", Meaning::Absent),
        ("nil", Meaning::Nil),
        ("low reliability", Meaning::LowReliability),
        ("suppressed to protect confidentiality", Meaning::Withheld),
        ("disclosure controlled", Meaning::Withheld),
    ];
    starts.iter().find(|(start, _)| words.starts_with(start)).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::super::sheets::testing::sheet;
    use super::*;

    #[test]
    fn a_mark_means_what_the_key_of_its_year_says() {
        let old = sheet(
            "Notes",
            &[
                "..|denotes not available ",
                ": |denotes not appropriate/not applicable ",
                "- |denotes nil",
                "* |suppressed to protect confidentiality",
                "Rates calculated from fewer than 20 events are distinguished by italic type.",
            ],
        );
        let new = sheet(
            "Notes",
            &[
                ": denotes not available",
                "z denotes not applicable",
                "u low reliability",
                "A different key was used before:",
                ": denotes not appropriate/not applicable",
            ],
        );
        let table = sheet("Table 1", &["a"]);
        let key = Key::of(&table, &[old]);
        assert_eq!(key.count("-"), Ok(Cell::known(0)));
        assert_eq!(key.count(".."), Ok(Cell::Absent));
        assert_eq!(key.rate(":"), Ok(Cell::NotApplicable));
        assert_eq!(key.count("*"), Ok(Cell::Withheld(Withholding::Publisher)));
        assert_eq!(key.count("u").unwrap_err().code(), ProblemCode::MarkUnknown);
        assert_eq!(key.count("many").unwrap_err().code(), ProblemCode::CellNotANumber);
        assert!(key.warns_below_20);
        let key = Key::of(&table, &[new]);
        assert_eq!(key.rate(":"), Ok(Cell::Absent), "the first key holds");
        assert_eq!(key.rate("u"), Ok(Cell::Absent));
        assert_eq!(key.flags("u"), Flags::LOW_RELIABILITY);
        assert_eq!(key.rate("z"), Ok(Cell::NotApplicable));
        assert_eq!(key.rate(""), Ok(Cell::Absent));
        assert_eq!(key.rate("4.3"), Ok(Cell::known(4.3)));
        assert!(key.count("-3").is_err());
    }

    #[test]
    fn notes_of_the_sheet_come_before_those_of_others() {
        let table = sheet("Table 1", &["- Denotes nil", ": Denotes not applicable. Rates"]);
        let other = sheet("Notes", &[": denotes not available"]);
        let key = Key::of(&table, &[other]);
        assert_eq!(key.rate(":"), Ok(Cell::NotApplicable));
    }
}
