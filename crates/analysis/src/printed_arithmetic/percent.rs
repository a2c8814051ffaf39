//! Percentages of printed tables, made anew from their counts.

use std::collections::BTreeMap;

use firstyear_core::{PrintedNumber, PrintedRole, PrintedRow};

use super::{CheckedRow, rounded};

/// A printed percentage beside what its count gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckedPercent {
    /// As printed, with its decimals.
    pub printed: PrintedNumber,
    /// As read: what is printed, without the digits too many of a misprint.
    pub read: PrintedNumber,
    /// The count in percent of the printed total, a half rounded up, to the
    /// decimals with which it is printed, those of the column for a misprint.
    /// `None` without a total, or with a total of 0.
    pub recomputed: Option<PrintedNumber>,
    /// Why it is taken for a misprint.
    pub misprint: Option<Misprint>,
}

/// A slip of the type by which a percentage reads as another number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misprint {
    /// The bracket is opened and not closed, and a digit stands too many.
    DigitForBracket,
    /// The bracket is opened and not closed.
    BracketOpen,
    /// More decimals than the other percentages of the table, and not what the
    /// count gives to so many.
    TooManyDecimals,
}

impl Misprint {
    pub(super) const fn message(self) -> &'static str {
        match self {
            Self::DigitForBracket => {
                "a digit stands where the bracket should close, so the percentage reads as \
                 another; it is read without the digit"
            }
            Self::BracketOpen => "the bracket round the percentage is not closed",
            Self::TooManyDecimals => {
                "the percentage has more decimals than its column and is not what the count gives; \
                 it is read without them"
            }
        }
    }
}

impl CheckedPercent {
    /// Whether the percentage, as it is read, is what the count gives; also
    /// where nothing can be computed.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.recomputed.is_none_or(|recomputed| recomputed == self.read)
    }

    pub(super) fn of(row: &PrintedRow, total: Option<u64>, column: Option<u8>) -> Option<Self> {
        let printed = row.percent?;
        let of_total = total.filter(|&total| total > 0);
        let share = |decimals| {
            of_total.and_then(|total| rounded(i128::from(row.count) * 100, total.into(), decimals))
        };
        let is_share = |number: PrintedNumber| share(number.decimals()) == Some(number);
        let column = column.filter(|_| row.role == PrintedRole::Row).unwrap_or(printed.decimals());
        let open = row.cell.as_ref().is_some_and(|cell| cell.contains('(') && !cell.contains(')'));
        let surplus = match printed.decimals().saturating_sub(column) {
            // More decimals than others that are right are no slip.
            _ if is_share(printed) => 0,
            // Where few rows have a percentage the column does not tell.
            0 if open && shortened(printed, 1).is_some_and(is_share) => 1,
            surplus => surplus,
        };
        let misprint = match (open, surplus) {
            (true, 1..) => Some(Misprint::DigitForBracket),
            (true, 0) => Some(Misprint::BracketOpen),
            (false, 1..) => Some(Misprint::TooManyDecimals),
            (false, 0) => None,
        };
        let read = shortened(printed, surplus).unwrap_or(printed);
        Some(Self { printed, read, recomputed: share(read.decimals()), misprint })
    }
}

/// A number without its last `surplus` decimals; `None` where it has fewer.
fn shortened(number: PrintedNumber, surplus: u8) -> Option<PrintedNumber> {
    let decimals = number.decimals().checked_sub(surplus)?;
    PrintedNumber::new(number.digits() / 10_i64.pow(surplus.into()), decimals).ok()
}

/// The decimals with which most rows of a table print their percentage, the
/// smaller where two are as frequent.
pub(super) fn column_decimals(rows: &[&PrintedRow]) -> Option<u8> {
    let mut frequency: BTreeMap<u8, usize> = BTreeMap::new();
    let of_rows = rows.iter().filter(|row| row.role == PrintedRole::Row);
    for percent in of_rows.filter_map(|row| row.percent) {
        *frequency.entry(percent.decimals()).or_default() += 1;
    }
    let most = frequency.values().max()?;
    frequency.iter().rev().find(|(_, times)| *times == most).map(|(decimals, _)| *decimals)
}

/// The sum of the percentages of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PercentSum {
    /// The sum, misprints as they are read.
    pub sum: PrintedNumber,
    /// Whether rounding alone can keep it from 100: half a unit of the last
    /// decimal for each row.
    pub within_rounding: bool,
}

impl PercentSum {
    /// The sum over the rows of the first level; `None` where one of them has
    /// no percentage, or none of them.
    pub(super) fn of(rows: &[CheckedRow]) -> Option<Self> {
        let first_level = || rows.iter().filter(|row| row.printed.parent.is_none());
        let parts: Option<Vec<PrintedNumber>> =
            first_level().map(|row| row.percent.map(|percent| percent.read)).collect();
        let parts = parts.filter(|parts| !parts.is_empty())?;
        let decimals = parts.iter().map(|part| part.decimals()).max()?;
        let unit = |number: PrintedNumber| 10_i128.pow((decimals - number.decimals()).into());
        let sum: i128 = parts.iter().map(|part| i128::from(part.digits()) * unit(*part)).sum();
        // Twice the sum, so that half a unit is whole.
        let room: i128 = parts.iter().map(|part| unit(*part)).sum();
        let away = (2 * (sum - 100 * 10_i128.pow(decimals.into()))).abs();
        let sum = PrintedNumber::new(i64::try_from(sum).ok()?, decimals).ok()?;
        Some(Self { sum, within_rounding: away <= room })
    }
}

#[cfg(test)]
mod tests {
    use firstyear_core::{Place, PrintedId, SourceId};

    use super::*;

    fn row(count: u64, percent: &str, cell: Option<&str>) -> PrintedRow {
        PrintedRow {
            table: PrintedId::new("t-1").unwrap(),
            title: "Table".to_owned(),
            row: PrintedId::new("a").unwrap(),
            parent: None,
            role: PrintedRole::Row,
            label: "Row".to_owned(),
            count,
            percent: Some(percent.parse().unwrap()),
            cell: cell.map(str::to_owned),
            source: SourceId::new("made-up").unwrap(),
            place: Place::default(),
        }
    }

    /// Misprint, reading and agreement of a row of 70 in a column of one
    /// decimal. 17 of 70 is 24.2857 percent.
    fn of(count: u64, percent: &str, cell: Option<&str>) -> (Option<Misprint>, String, bool) {
        let checked = CheckedPercent::of(&row(count, percent, cell), Some(70), Some(1)).unwrap();
        (checked.misprint, checked.read.to_string(), checked.agrees())
    }

    #[test]
    fn a_digit_in_place_of_a_bracket_is_read_away() {
        let read = |misprint, text: &str, agrees| (misprint, text.to_owned(), agrees);
        assert_eq!(
            of(17, "24.30", Some("17 (24.30")),
            read(Some(Misprint::DigitForBracket), "24.3", true)
        );
        assert_eq!(
            of(17, "24.3", Some("17 (24.3")),
            read(Some(Misprint::BracketOpen), "24.3", true)
        );
        assert_eq!(of(17, "24.30", None), read(Some(Misprint::TooManyDecimals), "24.3", true));
        assert_eq!(of(17, "27.30", None), read(Some(Misprint::TooManyDecimals), "27.3", false));
        assert_eq!(of(17, "24.29", None), read(None, "24.29", true));
        assert_eq!(of(17, "24.2", Some("17 (24.2)")), read(None, "24.2", false));
        // A zero at the end that was left out: 7 of 70 is 10.0 percent.
        assert_eq!(of(7, "10", None), read(None, "10", true));
    }

    #[test]
    fn without_a_total_nothing_is_recomputed() {
        for total in [None, Some(0)] {
            let checked = CheckedPercent::of(&row(17, "24.3", None), total, Some(1)).unwrap();
            assert_eq!((checked.recomputed, checked.agrees()), (None, true));
        }
    }

    #[test]
    fn a_zero_left_out_does_not_make_a_column() {
        let rows = [row(1, "50", None), row(1, "24.3", None)];
        assert_eq!(column_decimals(&rows.iter().collect::<Vec<_>>()), Some(1));
        assert_eq!(column_decimals(&[]), None);
    }
}
