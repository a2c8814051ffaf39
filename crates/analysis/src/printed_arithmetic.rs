//! Does what a publication prints agree with itself?
//!
//! Rows are added up beside their printed total, parts beside their row,
//! percentages are made anew from the counts over the printed total, and the
//! results of statements from the figures that they name. Where two printed
//! figures disagree both are shown and neither is called right: the
//! publication alone does not say which of them is the slip.
//!
//! Everything is computed in whole numbers, so that a half is a half.

use std::collections::{BTreeMap, BTreeSet};

use firstyear_core::layout::{printed_statement, printed_table};
use firstyear_core::{
    Annotation, Place, PrintedId, PrintedNumber, PrintedRole, PrintedRow, Problem, ProblemCode,
    SourceClass, SourceId,
};

use crate::Evidence;

mod percent;
mod statement;

pub use percent::{CheckedPercent, Misprint, PercentSum};
pub use statement::CheckedStatement;

/// The tables and statements of publications, recomputed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrintedArithmetic {
    /// Tables, in the order of the files.
    pub tables: Vec<CheckedTable>,
    /// Statements, in the order of the files.
    pub statements: Vec<CheckedStatement>,
    /// What is odd in the publications, in the order of the files.
    pub annotations: Vec<PlacedAnnotation>,
    /// What was checked, in numbers.
    pub checked: Checks,
    /// Tables of restricted sources, which are not listed.
    pub tables_not_listed: usize,
    /// Statements of restricted sources, which are not listed.
    pub statements_not_listed: usize,
}

/// How many checks were made, those that found nothing included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checks {
    /// Printed totals held against the sum of their rows.
    pub totals: usize,
    /// Rows held against the sum of their parts.
    pub parts: usize,
    /// Percentages made anew from their counts.
    pub percents: usize,
    /// Results of statements made anew.
    pub statements: usize,
}

/// A printed table and what it gives when it is computed anew.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedTable {
    /// Its id.
    pub table: PrintedId,
    /// Its title.
    pub title: String,
    /// Where it comes from.
    pub source: SourceId,
    /// The class of the source.
    pub class: SourceClass,
    /// Its rows in their order, without the total.
    pub rows: Vec<CheckedRow>,
    /// The printed total; `None` where none is printed.
    pub total: Option<CheckedRow>,
    /// The sum of the rows of the first level.
    pub row_sum: u64,
    /// The sum of the printed percentages of the first level, misprints as
    /// they are read; `None` where a row has none.
    pub percent_sum: Option<PercentSum>,
}

/// A row and what it gives when it is computed anew.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckedRow {
    /// As printed.
    pub printed: PrintedRow,
    /// Its percentage; `None` where none is printed.
    pub percent: Option<CheckedPercent>,
    /// The sum of its parts; `None` where it has none. For the total, the sum
    /// of the rows of the first level.
    pub sum: Option<u64>,
}

/// An annotation, and which of its figures the project holds.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedAnnotation {
    /// As noted.
    pub annotation: Annotation,
    /// The class of the source.
    pub class: SourceClass,
    /// Whether the project holds any of the figures that it concerns.
    pub has_figure: bool,
}

/// Recomputes everything that publications print.
#[must_use]
pub fn printed_arithmetic(evidence: &Evidence<'_>) -> PrintedArithmetic {
    let printed = &evidence.data.printed;
    let tables: Vec<CheckedTable> = by_table(&printed.rows)
        .into_iter()
        .map(|rows| CheckedTable::of(&rows, evidence.class(&rows[0].source)))
        .collect();
    let statements: Vec<CheckedStatement> = printed
        .statements
        .iter()
        .map(|statement| CheckedStatement::of(statement, evidence.class(&statement.source)))
        .collect();
    let annotations = printed.annotations.iter().map(|annotation| PlacedAnnotation {
        annotation: annotation.clone(),
        class: evidence.class(&annotation.source),
        has_figure: annotation.concerns.iter().any(|concern| {
            let of = concern.of.as_str();
            match &concern.row {
                Some(row) => printed.rows.iter().any(|r| r.table == concern.of && r.row == *row),
                None => {
                    printed.rows.iter().any(|row| row.table == concern.of)
                        || printed.statements.iter().any(|other| other.id == concern.of)
                        || evidence.data.observations.iter().any(|o| o.indicator.as_str() == of)
                        || evidence.data.gaps.iter().any(|gap| gap.indicator.as_str() == of)
                }
            }
        }),
    });
    PrintedArithmetic {
        checked: Checks::of(&tables, &statements),
        annotations: annotations.collect(),
        tables,
        statements,
        tables_not_listed: 0,
        statements_not_listed: 0,
    }
}

impl PrintedArithmetic {
    /// Whether nothing was printed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.tables.is_empty()
            && self.statements.is_empty()
            && self.annotations.is_empty()
            && self.tables_not_listed == 0
            && self.statements_not_listed == 0
    }

    /// What does not agree, as problems at their places, without the figures.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let tables = self.tables.iter().flat_map(CheckedTable::problems);
        tables.chain(self.statements.iter().filter_map(CheckedStatement::problem)).collect()
    }
}

impl CheckedTable {
    fn of(rows: &[&PrintedRow], class: SourceClass) -> Self {
        let mut parts: BTreeMap<&PrintedId, u64> = BTreeMap::new();
        let mut row_sum = 0_u64;
        for row in rows.iter().filter(|row| row.role == PrintedRole::Row) {
            let sum = row.parent.as_ref().map_or(&mut row_sum, |p| parts.entry(p).or_default());
            *sum = sum.saturating_add(row.count);
        }
        let total = rows.iter().find(|row| row.role == PrintedRole::Total);
        let column = percent::column_decimals(rows);
        let checked = |row: &PrintedRow| CheckedRow {
            percent: CheckedPercent::of(row, total.map(|total| total.count), column),
            sum: match row.role {
                PrintedRole::Row => parts.get(&row.row).copied(),
                PrintedRole::Total => Some(row_sum),
            },
            printed: row.clone(),
        };
        let of_rows: Vec<CheckedRow> = rows
            .iter()
            .filter(|row| row.role == PrintedRole::Row)
            .map(|row| checked(row))
            .collect();
        Self {
            table: rows[0].table.clone(),
            title: rows[0].title.clone(),
            source: rows[0].source.clone(),
            class,
            percent_sum: PercentSum::of(&of_rows),
            rows: of_rows,
            total: total.map(|total| checked(total)),
            row_sum,
        }
    }

    /// The sum of the rows minus the printed total: positive where the rows
    /// have more, negative for what the total counts and no row does. `None`
    /// without a total.
    #[must_use]
    pub fn difference(&self) -> Option<i64> {
        self.total.as_ref().and_then(CheckedRow::difference)
    }

    fn all_rows(&self) -> impl Iterator<Item = &CheckedRow> {
        self.rows.iter().chain(&self.total)
    }

    fn problems(&self) -> Vec<Problem> {
        self.all_rows().flat_map(CheckedRow::problems).collect()
    }
}

impl CheckedRow {
    /// The sum of its parts minus its own count; `None` where it has none.
    #[must_use]
    pub fn difference(&self) -> Option<i64> {
        let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.sum.map(|sum| whole(sum) - whole(self.printed.count))
    }

    /// Whether sum, count and percentage agree and are printed well.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.difference().is_none_or(|difference| difference == 0)
            && self.percent.as_ref().is_none_or(|p| p.agrees() && p.misprint.is_none())
    }

    fn at(&self, column: &'static str) -> Place {
        self.printed.place.clone().column(column)
    }

    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if self.difference().is_some_and(|difference| difference != 0) {
            let message = match self.printed.role {
                PrintedRole::Total => "the rows do not add up to the total that is printed",
                PrintedRole::Row => "the parts do not add up to the count of their row",
            };
            let at = self.at(printed_table::COUNT);
            let problem = Problem::new(ProblemCode::TotalDisagrees, at, message);
            problems.push(problem.with_help(BOTH_SHOWN));
        }
        let Some(percent) = &self.percent else { return problems };
        let at = || self.at(printed_table::PERCENT);
        if let Some(misprint) = percent.misprint {
            problems.push(Problem::new(ProblemCode::Misprint, at(), misprint.message()));
        }
        if !percent.agrees() {
            let message = "the printed percentage is not what the count gives of the total";
            problems.push(Problem::new(ProblemCode::PercentDisagrees, at(), message));
        }
        problems
    }
}

const BOTH_SHOWN: &str = "see the page of printed tables: both are shown, and neither is called \
                          right";

impl CheckedStatement {
    fn problem(&self) -> Option<Problem> {
        let place = || self.printed.place.clone().column(printed_statement::RESULT);
        let message = match (self.agrees(), self.within_rounding) {
            (true, _) => return None,
            (false, true) => {
                "the printed result is not what the printed figures give; rounding of these \
                 before they were printed could explain it"
            }
            (false, false) => {
                "the printed result is not what the printed figures give, nor what any figures \
                 that round to them could give"
            }
        };
        Some(Problem::new(ProblemCode::StatementDisagrees, place(), message))
    }
}

impl Checks {
    fn of(tables: &[CheckedTable], statements: &[CheckedStatement]) -> Self {
        let rows = || tables.iter().flat_map(|table| &table.rows);
        let all = || tables.iter().flat_map(CheckedTable::all_rows);
        let percent = |row: &CheckedRow| row.percent.is_some_and(|p| p.recomputed.is_some());
        Self {
            totals: tables.iter().filter(|table| table.total.is_some()).count(),
            parts: rows().filter(|row| row.sum.is_some()).count(),
            percents: all().filter(|row| percent(row)).count(),
            statements: statements.len(),
        }
    }
}

/// Rows by source and table, tables in the order of their first row. A row
/// that another file repeats is there once.
fn by_table(rows: &[PrintedRow]) -> Vec<Vec<&PrintedRow>> {
    let mut at: BTreeMap<(&SourceId, &PrintedId), usize> = BTreeMap::new();
    let mut seen: BTreeSet<(usize, &PrintedId)> = BTreeSet::new();
    let mut tables: Vec<Vec<&PrintedRow>> = Vec::new();
    for row in rows {
        let index = *at.entry((&row.source, &row.table)).or_insert_with(|| {
            tables.push(Vec::new());
            tables.len() - 1
        });
        if seen.insert((index, &row.row)) {
            tables[index].push(row);
        }
    }
    tables
}

/// `numerator / denominator`, both whole and the denominator positive, to so
/// many decimals, a half away from zero; `None` where the result has more
/// digits than are printed.
fn rounded(numerator: i128, denominator: i128, decimals: u8) -> Option<PrintedNumber> {
    let scaled = numerator.checked_mul(10_i128.pow(decimals.into()))?.checked_mul(2)?;
    let size =
        (scaled.unsigned_abs() + denominator.unsigned_abs()) / (2 * denominator.unsigned_abs());
    let digits = i64::try_from(size).ok()? * scaled.signum() as i64;
    PrintedNumber::new(digits, decimals).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_is_rounded_away_from_zero() {
        let text = |n, d, decimals| rounded(n, d, decimals).unwrap().to_string();
        assert_eq!(text(425, 100, 1), "4.3");
        assert_eq!(text(-425, 100, 1), "-4.3");
        assert_eq!(text(4_249, 1_000, 1), "4.2");
        assert_eq!(text(0, 7, 1), "0.0");
        // Table 7 of the report of 2010: 17 of 70 is 24.2857 percent.
        assert_eq!(text(1_700, 70, 1), "24.3");
    }
}
