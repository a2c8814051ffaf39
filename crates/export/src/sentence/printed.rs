//! Sentences about what publications print: what does not agree, with both
//! figures, and without calling one of them right.

use firstyear_analysis::{
    CheckedPercent, CheckedRow, CheckedStatement, CheckedTable, Misprint, PrintedArithmetic,
};
use firstyear_core::{PrintedNumber, Relation};

use crate::format::{and, count, plural};

/// How many checks were made and how many figures do not agree.
#[must_use]
pub fn checked(found: &PrintedArithmetic) -> String {
    let checks = found.checked;
    let of = |n: usize, one: &str, many: &str| {
        format!("{} {}", count(n as u64), plural(n as u64, one, many))
    };
    let wrong = findings(found).len() as u64;
    let hidden = (found.tables_not_listed + found.statements_not_listed) as u64;
    let outcome = match (wrong, hidden) {
        (0, 0) => "all agree".to_owned(),
        (0, _) => "all that are listed agree".to_owned(),
        _ => format!("{} {} not agree", count(wrong), plural(wrong, "figure does", "figures do")),
    };
    format!(
        "Of what is printed, {}, {}, {} and {} were recomputed: {outcome}.",
        of(checks.totals, "total", "totals"),
        of(checks.parts, "row with parts", "rows with parts"),
        of(checks.percents, "percentage", "percentages"),
        of(checks.statements, "statement", "statements"),
    )
}

/// One sentence for each figure that does not agree: tables first.
#[must_use]
pub fn findings(found: &PrintedArithmetic) -> Vec<String> {
    let tables = found.tables.iter().flat_map(of_table);
    tables.chain(found.statements.iter().filter_map(statement)).collect()
}

/// What is not listed, as it would give counts away.
#[must_use]
pub fn not_listed(found: &PrintedArithmetic) -> Option<String> {
    let hidden = (found.tables_not_listed + found.statements_not_listed) as u64;
    (hidden > 0).then(|| {
        let (tables, are) = (
            plural(hidden, "table or statement", "tables and statements"),
            plural(hidden, "is", "are"),
        );
        format!("{} printed {tables} of restricted sources {are} not listed.", count(hidden))
    })
}

/// What does not agree in one table.
#[must_use]
pub fn of_table(table: &CheckedTable) -> Vec<String> {
    let rows = table.rows.iter().flat_map(|row| of_row(table, row));
    total(table).into_iter().chain(rows).collect()
}

/// Rows and total, where they differ.
fn total(table: &CheckedTable) -> Option<String> {
    let total = table.total.as_ref()?;
    let difference = table.difference().filter(|difference| *difference != 0)?;
    let size = difference.unsigned_abs();
    let which = if difference < 0 {
        format!("not accounted for by a row: {}", count(size))
    } else {
        format!("more in the rows than in the total: {}", count(size))
    };
    let percents = table
        .percent_sum
        .filter(|sum| !sum.within_rounding)
        .map_or_else(String::new, |sum| format!(" The printed percentages add up to {}.", sum.sum));
    Some(format!(
        "{}: the rows add up to {}, and the printed total is {}; {which}. Which of the two is \
         right cannot be told.{percents}",
        name(table),
        count(table.row_sum),
        count(total.printed.count),
    ))
}

fn of_row(table: &CheckedTable, row: &CheckedRow) -> Vec<String> {
    let place = format!("{}, {}", name(table), row.printed.label);
    let mut said = Vec::new();
    if let Some(sum) = row.sum.filter(|_| row.difference().is_some_and(|d| d != 0)) {
        said.push(format!(
            "{place}: the parts add up to {}, and the printed count is {}. Which of the two is \
             right cannot be told.",
            count(sum),
            count(row.printed.count),
        ));
    }
    let Some(percent) = &row.percent else { return said };
    if let Some(misprint) = percent.misprint {
        said.push(format!("{place}: {}.", read_as(row, percent, misprint)));
    }
    if let Some(recomputed) = percent.recomputed.filter(|_| !percent.agrees()) {
        let total = table.total.as_ref().map_or(0, |total| total.printed.count);
        said.push(format!(
            "{place}: the printed percentage is {}, and {} of {} is {}.",
            percent.read,
            count(row.printed.count),
            count(total),
            recomputed,
        ));
    }
    said
}

fn read_as(row: &CheckedRow, percent: &CheckedPercent, misprint: Misprint) -> String {
    let printed = row.printed.cell.clone().unwrap_or_else(|| percent.printed.to_string());
    let how = match misprint {
        Misprint::DigitForBracket => "a digit stands where the bracket should close",
        Misprint::BracketOpen => "the bracket is not closed",
        Misprint::TooManyDecimals => "it has more decimals than its column",
    };
    format!("printed as {printed}, where {how}; read as {}", percent.read)
}

/// A statement that does not agree.
#[must_use]
pub fn statement(checked: &CheckedStatement) -> Option<String> {
    if checked.agrees() {
        return None;
    }
    let said = &checked.printed;
    let gives =
        checked.recomputed.map_or("a number too long to print".to_owned(), |n| n.to_string());
    let rounding = if checked.within_rounding {
        "Figures that were rounded before they were printed could explain it."
    } else {
        "No figures that round to the printed ones give it."
    };
    Some(format!(
        "Section {}, {}: printed is {}, and {} is {gives}. {rounding}",
        said.section,
        said.about,
        said.result,
        operation(said.relation, &said.operands),
    ))
}

/// What is computed of the operands, in words.
#[must_use]
pub fn operation(relation: Relation, operands: &[PrintedNumber]) -> String {
    let texts: Vec<String> = operands.iter().map(ToString::to_string).collect();
    match (relation, &texts[..]) {
        (Relation::Difference, [first, second]) => format!("{first} less {second}"),
        (Relation::PercentOf, [first, second]) => format!("{first} in percent of {second}"),
        (Relation::Ratio, [first, second]) => format!("{first} over {second}"),
        _ => format!("the sum of {}", and(&texts)),
    }
}

/// A table by its id, as people write it, and its title: `Table 4: Nutrition`.
#[must_use]
pub fn name(table: &CheckedTable) -> String {
    format!("{} ({})", crate::format::capital(&table.table.as_str().replace('-', " ")), table.title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn both_figures_are_said_and_neither_is_called_right() {
        let said = findings(&testing::printed_arithmetic());
        assert_eq!(
            said,
            [
                "Table 4 (Nutrition): the rows add up to 96, and the printed total is 94; more in \
                 the rows than in the total: 2. Which of the two is right cannot be told. The \
                 printed percentages add up to 102.1.",
                "Table 7 (Teenage pregnancy), Other: printed as 17 (24.30, where a digit stands \
                 where the bracket should close; read as 24.3.",
                "Section 1.6, Change in visited areas: printed is 2.1, and 66.8 less 64.8 is 2.0. \
                 Figures that were rounded before they were printed could explain it.",
            ]
        );
        assert_eq!(
            checked(&testing::printed_arithmetic()),
            "Of what is printed, 2 totals, 1 row with parts, 10 percentages and 1 statement were \
             recomputed: 3 figures do not agree."
        );
        assert_eq!(not_listed(&testing::printed_arithmetic()), None);
    }
}
