//! Sentences about what publications print: what does not agree, with both
//! figures, and without calling one of them right.

use firstyear_analysis::{
    CheckedPercent, CheckedRow, CheckedStatement, CheckedTable, Misprint, PrintedArithmetic,
};
use firstyear_core::{PrintedNumber, Relation};

use crate::format::{capital, count};
use crate::words::{Words, say};

/// How many checks were made and how many figures do not agree.
#[must_use]
pub fn checked(found: &PrintedArithmetic, words: &Words) -> String {
    let checks = found.checked;
    let [totals, parts, percents, statements] =
        [checks.totals, checks.parts, checks.percents, checks.statements].map(|n| n as u64);
    let wrong = findings(found, words).len() as u64;
    let hidden = (found.tables_not_listed + found.statements_not_listed) as u64;
    let outcome = match (wrong, hidden) {
        (0, 0) => say!(words, "printed-all-agree"),
        (0, _) => say!(words, "printed-listed-agree"),
        _ => say!(words, "printed-do-not-agree", n = wrong, count = count(wrong)),
    };
    let totals = say!(words, "printed-totals", n = totals, count = count(totals));
    let parts = say!(words, "printed-parts", n = parts, count = count(parts));
    let percents = say!(words, "printed-percents", n = percents, count = count(percents));
    let results = say!(words, "printed-results", n = statements, count = count(statements));
    say!(
        words,
        "printed-checked",
        totals = totals,
        parts = parts,
        percents = percents,
        results = results,
        outcome = outcome
    )
}

/// One sentence for each figure that does not agree: tables first.
#[must_use]
pub fn findings(found: &PrintedArithmetic, words: &Words) -> Vec<String> {
    let tables = found.tables.iter().flat_map(|table| of_table(table, words));
    tables.chain(found.statements.iter().filter_map(|one| statement(one, words))).collect()
}

/// What is not listed, as it would give counts away.
#[must_use]
pub fn not_listed(found: &PrintedArithmetic, words: &Words) -> Option<String> {
    let hidden = (found.tables_not_listed + found.statements_not_listed) as u64;
    (hidden > 0).then(|| say!(words, "printed-not-listed", n = hidden, count = count(hidden)))
}

/// What does not agree in one table.
#[must_use]
pub fn of_table(table: &CheckedTable, words: &Words) -> Vec<String> {
    let rows = table.rows.iter().flat_map(|row| of_row(table, row, words));
    total(table, words).into_iter().chain(rows).collect()
}

/// Rows and total, where they differ.
fn total(table: &CheckedTable, words: &Words) -> Option<String> {
    let total = table.total.as_ref()?;
    let difference = table.difference().filter(|difference| *difference != 0)?;
    let (of, rows) = (name(table, words), count(table.row_sum));
    let (total, by) = (count(total.printed.count), count(difference.unsigned_abs()));
    let said = if difference < 0 {
        say!(words, "printed-total-fewer", table = of, rows = rows, total = total, by = by)
    } else {
        say!(words, "printed-total-more", table = of, rows = rows, total = total, by = by)
    };
    let odd = table.percent_sum.filter(|sum| !sum.within_rounding);
    let odd = odd.map(|sum| say!(words, "printed-percent-sum", sum = sum.sum.to_string()));
    Some([said].into_iter().chain(odd).collect::<Vec<_>>().join(" "))
}

fn of_row(table: &CheckedTable, row: &CheckedRow, words: &Words) -> Vec<String> {
    let (of, label) = (name(table, words), row.printed.label.as_str());
    let place = say!(words, "printed-place", table = of, row = label);
    let place = place.as_str();
    let printed = count(row.printed.count);
    let mut said = Vec::new();
    if let Some(sum) = row.sum.filter(|_| row.difference().is_some_and(|d| d != 0)) {
        let sum = count(sum);
        said.push(say!(
            words,
            "printed-row-parts",
            place = place,
            sum = sum,
            printed = printed.as_str()
        ));
    }
    let Some(percent) = &row.percent else { return said };
    if let Some(misprint) = percent.misprint {
        said.push(read_as((place, row), percent, misprint, words));
    }
    if let Some(recomputed) = percent.recomputed.filter(|_| !percent.agrees()) {
        let total = table.total.as_ref().map_or(0, |total| total.printed.count);
        said.push(say!(
            words,
            "printed-row-percent",
            place = place,
            percent = percent.read.to_string(),
            count = printed,
            total = count(total),
            recomputed = recomputed.to_string()
        ));
    }
    said
}

fn read_as(
    (place, row): (&str, &CheckedRow),
    percent: &CheckedPercent,
    misprint: Misprint,
    words: &Words,
) -> String {
    let printed = row.printed.cell.clone().unwrap_or_else(|| percent.printed.to_string());
    let read = percent.read.to_string();
    match misprint {
        Misprint::DigitForBracket => {
            say!(words, "printed-digit-for-bracket", place = place, printed = printed, read = read)
        }
        Misprint::BracketOpen => {
            say!(words, "printed-bracket-open", place = place, printed = printed, read = read)
        }
        Misprint::TooManyDecimals => {
            say!(words, "printed-too-many-decimals", place = place, printed = printed, read = read)
        }
    }
}

/// A statement that does not agree.
#[must_use]
pub fn statement(checked: &CheckedStatement, words: &Words) -> Option<String> {
    if checked.agrees() {
        return None;
    }
    let said = &checked.printed;
    let gives = checked.recomputed.map(|gives| gives.to_string());
    let gives = gives.unwrap_or_else(|| say!(words, "printed-too-long"));
    let found = say!(
        words,
        "printed-statement",
        section = said.section.as_str(),
        about = said.about.as_str(),
        result = said.result.to_string(),
        operation = operation(said.relation, &said.operands, words),
        gives = gives
    );
    let rounding = if checked.within_rounding {
        say!(words, "printed-within-rounding")
    } else {
        say!(words, "printed-beyond-rounding")
    };
    Some(format!("{found} {rounding}"))
}

/// What is computed of the operands, in words.
#[must_use]
pub fn operation(relation: Relation, operands: &[PrintedNumber], words: &Words) -> String {
    let texts: Vec<String> = operands.iter().map(ToString::to_string).collect();
    match (relation, &texts[..]) {
        (Relation::Difference, [first, second]) => {
            let (first, second) = (first.as_str(), second.as_str());
            say!(words, "printed-difference", first = first, second = second)
        }
        (Relation::PercentOf, [first, second]) => {
            let (first, second) = (first.as_str(), second.as_str());
            say!(words, "printed-percent-of", first = first, second = second)
        }
        (Relation::Ratio, [first, second]) => {
            let (first, second) = (first.as_str(), second.as_str());
            say!(words, "printed-ratio", first = first, second = second)
        }
        _ => say!(words, "printed-sum", list = words.and(&texts)),
    }
}

/// A table by its id, as people write it, and its title: `Table 4: Nutrition`.
#[must_use]
pub fn name(table: &CheckedTable, words: &Words) -> String {
    let id = capital(&table.table.as_str().replace('-', " "));
    say!(words, "printed-name", table = id, title = table.title.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use crate::words::english;

    #[test]
    fn both_figures_are_said_and_neither_is_called_right() {
        let said = findings(&testing::printed_arithmetic(), english());
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
            checked(&testing::printed_arithmetic(), english()),
            "Of what is printed, 2 totals, 1 row with parts, 10 percentages and 1 statement were \
             recomputed: 3 figures do not agree."
        );
        assert_eq!(not_listed(&testing::printed_arithmetic(), english()), None);
    }
}
