//! The rows that a method works on at a time.

use std::collections::BTreeMap;

use firstyear_core::{Cell, Confidence};

use super::{Argument, Call, RunError, Settings, Table, Value};

/// The rows of one group, with the arguments that hold for it.
#[derive(Clone, Copy, Debug)]
pub struct Group<'a> {
    table: &'a Table,
    call: &'a Call,
    settings: &'a Settings,
    rows: &'a [usize],
    label: &'a str,
}

/// Which rows belong together.
pub(super) struct Rows {
    pub(super) rows: Vec<usize>,
    pub(super) label: String,
}

/// Rows with equal values in the key columns that the table has, in the order
/// of these values; each row by itself where the method has no key.
pub(super) fn groups(table: &Table, call: &Call) -> Vec<Rows> {
    if call.by_row(table) {
        return (0..table.len())
            .map(|row| Rows { rows: vec![row], label: format!("row {}", row + 1) })
            .collect();
    }
    let columns: Vec<(usize, &str)> =
        call.key.iter().filter_map(|name| Some((table.column(name)?, *name))).collect();
    if columns.is_empty() {
        let rows = (0..table.len()).collect();
        return vec![Rows { rows, label: "all rows".to_owned() }];
    }
    let mut by_key: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (row, values) in table.rows().enumerate() {
        let key = columns.iter().map(|(column, _)| values[*column].to_string()).collect();
        by_key.entry(key).or_default().push(row);
    }
    let mut groups: Vec<_> = by_key.into_iter().collect();
    if groups.iter().all(|(key, _)| key[0].parse::<f64>().is_ok()) {
        let number = |key: &[String]| key[0].parse::<f64>().unwrap_or(f64::NAN);
        groups.sort_by(|(a, _), (b, _)| number(a).total_cmp(&number(b)));
    }
    let label = |key: &[String]| {
        let parts: Vec<_> =
            columns.iter().zip(key).map(|((_, name), value)| format!("{name} {value}")).collect();
        parts.join(", ")
    };
    groups.into_iter().map(|(key, rows)| Rows { label: label(&key), rows }).collect()
}

impl<'a> Group<'a> {
    pub(super) const fn new(
        table: &'a Table,
        call: &'a Call,
        settings: &'a Settings,
        rows: &'a [usize],
        label: &'a str,
    ) -> Self {
        Self { table, call, settings, rows, label }
    }

    /// The number of its rows.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no rows.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether no other group is in the table.
    #[must_use]
    pub fn is_whole_table(&self) -> bool {
        self.rows.len() == self.table.len()
    }

    /// What it is called in messages, such as `group A` or `row 3`.
    #[must_use]
    pub const fn label(&self) -> &'a str {
        self.label
    }

    /// Whether the table has a column.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.table.column(column).is_some()
    }

    /// The values of a column; absent ones where the table has no such column.
    pub fn values(&self, column: &str) -> impl Iterator<Item = &'a Value> {
        const NOTHING: &Value = &Value::Absent;
        let at = self.table.column(column);
        let (table, rows) = (self.table, self.rows);
        rows.iter().map(move |row| at.and_then(|at| table.at(*row, at)).unwrap_or(NOTHING))
    }

    /// The values of a column as text.
    #[must_use]
    pub fn texts(&self, column: &str) -> Vec<String> {
        self.values(column).map(ToString::to_string).collect()
    }

    /// The values of a column as cells.
    ///
    /// # Errors
    ///
    /// [`RunError::NotANumber`], with the row.
    pub fn cells(&self, column: &str) -> Result<Vec<Cell<f64>>, RunError> {
        self.values(column)
            .enumerate()
            .map(|(i, value)| {
                value.cell().ok_or_else(|| RunError::NotANumber {
                    column: column.to_owned(),
                    row: self.rows[i] + 1,
                })
            })
            .collect()
    }

    /// The numbers of a column.
    ///
    /// # Errors
    ///
    /// [`RunError`]: a value that is no number, or one that is withheld,
    /// absent or not applicable; of several the strongest reason counts.
    pub fn numbers(&self, column: &str) -> Result<Vec<f64>, RunError> {
        let cells = self.cells(column)?;
        let mut all = Cell::known(());
        for cell in &cells {
            all = all.zip_with(*cell, |(), _| ());
        }
        match all {
            Cell::Known { .. } => {
                Ok(cells.iter().filter_map(|cell| cell.value().copied()).collect())
            }
            Cell::Withheld(by) => Err(RunError::Withheld(by)),
            Cell::Absent => Err(RunError::Absent),
            Cell::NotApplicable => Err(RunError::NotApplicable),
        }
    }

    /// The numbers of a column, those that are absent as `NaN`, as R has it:
    /// for methods that reproduce other packages.
    ///
    /// # Errors
    ///
    /// [`RunError`]: a value that is no number, or one that is withheld.
    pub fn numbers_or_nan(&self, column: &str) -> Result<Vec<f64>, RunError> {
        self.cells(column)?
            .into_iter()
            .map(|cell| match cell {
                Cell::Known { value, .. } => Ok(value),
                Cell::Withheld(by) => Err(RunError::Withheld(by)),
                Cell::Absent | Cell::NotApplicable => Ok(f64::NAN),
            })
            .collect()
    }

    /// Counts: whole numbers from 0.
    ///
    /// # Errors
    ///
    /// As [`Self::numbers`], and [`RunError::OutOfRange`] for what is no
    /// count.
    pub fn counts(&self, column: &str) -> Result<Vec<u64>, RunError> {
        let numbers = self.numbers(column)?;
        numbers.into_iter().enumerate().map(|(i, x)| self.count(column, i, x)).collect()
    }

    fn count(&self, column: &str, index: usize, x: f64) -> Result<u64, RunError> {
        as_whole(x)
            .ok_or_else(|| self.out_of_range(column, index, "a count is a whole number from 0"))
    }

    /// The error for a value that a column cannot hold; `index` counts the
    /// rows of the group from 0.
    #[must_use]
    pub fn out_of_range(&self, column: &str, index: usize, wanted: &'static str) -> RunError {
        RunError::OutOfRange { column: column.to_owned(), row: self.rows[index] + 1, wanted }
    }

    /// Whether the method has an argument.
    #[must_use]
    pub fn takes(&self, argument: &str) -> bool {
        self.call.argument(argument).is_some()
    }

    /// An argument: a column of one of its names, else a setting, else its
    /// default. `None` where there is none, or the column is absent.
    ///
    /// # Errors
    ///
    /// [`RunError`]: an argument without a default that is not said, or a
    /// column that differs between rows of the group.
    ///
    /// # Panics
    ///
    /// When the method does not declare such an argument.
    pub fn argument(&self, name: &str) -> Result<Option<String>, RunError> {
        let argument = self.call.argument(name).expect("the method declares its arguments");
        let from_column = argument.names().find(|name| self.has(name));
        // What is said on the command line holds for every row.
        if let Some(said) = argument.names().find_map(|name| self.settings.get(name)) {
            return Ok(meaning(said));
        }
        if let Some(column) = from_column {
            let mut values = self.values(column);
            let first = values.next();
            if values.any(|value| Some(value) != first) {
                return Err(RunError::ArgumentVaries { name: argument.name });
            }
            return Ok(first.and_then(|value| meaning(&value.to_string())));
        }
        match argument.default {
            Some(default) => Ok(meaning(default)),
            None => Err(missing(argument)),
        }
    }

    /// An argument as a number; `None` where it is `NA` or empty.
    ///
    /// # Errors
    ///
    /// As [`Self::argument`], and [`RunError::Argument`] for what is no
    /// number.
    pub fn number(&self, name: &'static str) -> Result<Option<f64>, RunError> {
        let Some(text) = self.argument(name)? else { return Ok(None) };
        match Value::Text(text).number() {
            Some(number) => Ok(Some(number)),
            None => Err(RunError::Argument { name, wanted: "a number is asked for".to_owned() }),
        }
    }

    /// An argument as a number that must be said.
    ///
    /// # Errors
    ///
    /// As [`Self::number`], and where it is `NA`.
    pub fn number_required(&self, name: &'static str) -> Result<f64, RunError> {
        self.number(name)?
            .ok_or_else(|| RunError::Argument { name, wanted: "a number is asked for".to_owned() })
    }

    /// What results are multiplied by: 0 would hide them, and a number below 0
    /// put their limits the wrong way round.
    ///
    /// # Errors
    ///
    /// As [`Self::number_required`], and [`RunError::Argument`] for what is
    /// not above 0 or not finite.
    pub fn multiplier(&self) -> Result<f64, RunError> {
        const NAME: &str = "multiplier";
        let multiplier = self.number_required(NAME)?;
        if multiplier > 0.0 && multiplier.is_finite() {
            return Ok(multiplier);
        }
        let given = Value::Number(multiplier);
        let wanted = format!("a finite number above 0 is asked for, not {given}");
        Err(RunError::Argument { name: NAME, wanted })
    }

    /// An argument as a whole number from 0; `None` where it is `NA` or empty.
    ///
    /// # Errors
    ///
    /// As [`Self::number`], and for a number that is not whole, negative or
    /// beyond 2^53.
    pub fn whole(&self, name: &'static str) -> Result<Option<u64>, RunError> {
        let Some(number) = self.number(name)? else { return Ok(None) };
        let wanted = || "a whole number from 0 is asked for".to_owned();
        let whole = as_whole(number).ok_or_else(|| RunError::Argument { name, wanted: wanted() });
        whole.map(Some)
    }

    /// An argument as a whole number from 0 that must be said.
    ///
    /// # Errors
    ///
    /// As [`Self::whole`], and where it is `NA`.
    pub fn whole_required(&self, name: &'static str) -> Result<u64, RunError> {
        let wanted = || "a whole number from 0 is asked for".to_owned();
        self.whole(name)?.ok_or_else(|| RunError::Argument { name, wanted: wanted() })
    }

    /// An argument as `TRUE` or `FALSE`.
    ///
    /// # Errors
    ///
    /// As [`Self::argument`], and [`RunError::Argument`] for anything else.
    pub fn flag(&self, name: &'static str) -> Result<bool, RunError> {
        let text = self.argument(name)?.unwrap_or_default();
        Value::Text(text).flag().ok_or_else(|| RunError::Argument {
            name,
            wanted: "TRUE or FALSE is asked for".to_owned(),
        })
    }

    /// An argument that is one of some words.
    ///
    /// # Errors
    ///
    /// As [`Self::argument`], and [`RunError::Argument`] for another word.
    pub fn choice<T: Copy>(&self, name: &'static str, words: &[(&str, T)]) -> Result<T, RunError> {
        let text = self.argument(name)?.unwrap_or_default();
        words.iter().find(|(word, _)| *word == text).map(|(_, choice)| *choice).ok_or_else(|| {
            let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            RunError::Argument { name, wanted: format!("one of `{}`", words.join("`, `")) }
        })
    }

    /// As [`Self::choice`], in capitals or not.
    ///
    /// # Errors
    ///
    /// As [`Self::choice`].
    pub fn choice_in_any_case<T: Copy>(
        &self,
        name: &'static str,
        words: &[(&str, T)],
    ) -> Result<T, RunError> {
        let text = self.argument(name)?.unwrap_or_default();
        let same = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text));
        same.map_or_else(|| self.choice(name, words), |(_, choice)| Ok(*choice))
    }

    /// The confidence levels asked for, as fractions strictly between 0 and 1.
    ///
    /// # Errors
    ///
    /// As [`Self::argument`], and [`RunError::Argument`] for a level that is
    /// no such fraction, such as 95.
    pub fn confidences(&self) -> Result<Vec<Confidence>, RunError> {
        self.levels()?
            .into_iter()
            .map(|level| {
                Confidence::new(level).map_err(|error| RunError::Argument {
                    name: "confidence",
                    wanted: error.to_string(),
                })
            })
            .collect()
    }

    /// The confidence levels as numbers, whatever they are: for methods that
    /// reproduce packages in which 95 and 1 are levels. None for `NA`.
    ///
    /// # Errors
    ///
    /// As [`Self::argument`], and [`RunError::Argument`] for what is no
    /// number.
    pub fn levels(&self) -> Result<Vec<f64>, RunError> {
        const NAME: &str = "confidence";
        let Some(text) = self.argument(NAME)? else { return Ok(Vec::new()) };
        text.split([';', ','])
            .map(|part| {
                Value::from(part.trim()).number().ok_or_else(|| RunError::Argument {
                    name: NAME,
                    wanted: "fractions such as 0.95, several separated by `;`".to_owned(),
                })
            })
            .collect()
    }

    /// What its first row has in a column of the table, by place.
    pub(super) fn first_value(&self, column: usize) -> Value {
        let value = self.rows.first().and_then(|row| self.table.at(*row, column));
        value.cloned().unwrap_or(Value::Absent)
    }
}

/// A whole number from 0, unless it is none. Beyond 2^53 a double no longer
/// holds every one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole and in range"
)]
fn as_whole(x: f64) -> Option<u64> {
    (x.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&x)).then_some(x as u64)
}

/// What an argument says; nothing for `NA` and the empty text.
fn meaning(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text != "NA").then(|| text.to_owned())
}

const fn missing(argument: &Argument) -> RunError {
    RunError::ArgumentMissing { name: argument.name, meaning: argument.meaning }
}
