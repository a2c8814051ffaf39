//! What became of what a pathway owes, as tables and sentences.

use std::fmt::Write as _;

use firstyear_analysis::{
    JudgedGroup, JudgedObligation, JudgedWho, LogDisclosure, PathwayJudgement, Released,
};
use firstyear_core::pathway::Verdict;
use firstyear_core::{Cell, Estimate};

use crate::chart::{Column, DataTable, TableCell};
use crate::format::{and, capital, count, day, number, plural};
use crate::site::escaped;

/// How the verdicts are to be read.
pub const READING: &str = "The share is met of met, late and missed, with 95% limits; where no time \
     is set by which it is to be done, of those too for whom it is pending: it was not met so far. \
     Declined: what discharges it came first, such as an opt-out. Pending: its time is not over. \
     Unknown: the log does not say enough, such as a day where hours count.";

/// The verdicts that are shown, with their heads.
const SHOWN: [(Verdict, &str); 6] = [
    (Verdict::Met, "Met"),
    (Verdict::Late, "Late"),
    (Verdict::Missed, "Missed"),
    (Verdict::Declined, "Declined"),
    (Verdict::Pending, "Pending"),
    (Verdict::Unknown, "Unknown"),
];

/// One table of all obligations, a row for each group: of cases, and of activations
/// where each is looked at.
#[must_use]
pub fn judgement_table(released: &Released<PathwayJudgement>) -> DataTable {
    let found = released.get();
    let mut columns = vec![Column::text("Obligation"), Column::text("Of")];
    if found.grouping.is_some() {
        columns.push(Column::text(group_heading(found)));
    }
    columns.extend(figure_columns());
    let rows = found.obligations.iter().flat_map(|one| {
        let cases = one.cases.iter().map(move |group| ("cases", group));
        let each = one.activations.iter().map(move |group| ("activations", group));
        cases.chain(each).map(move |(of, group)| {
            let mut row = vec![TableCell::text(&one.id), TableCell::text(of)];
            if found.grouping.is_some() {
                row.push(TableCell::text(who(&group.who)));
            }
            row.extend(figures(group));
            row
        })
    });
    DataTable { caption: caption(found), columns, rows: rows.collect() }
}

/// All of it in Markdown: for each obligation what is owed, what became of it, and its
/// table.
#[must_use]
pub fn judgement_markdown(released: &Released<PathwayJudgement>) -> String {
    let found = released.get();
    let mut blocks = vec![format!("# {}: what became of what is owed", escaped(&found.title))];
    blocks.extend(judgement_notes(released).iter().map(|note| escaped(note)));
    for one in &found.obligations {
        blocks.push(format!("## {}", escaped(&one.text)));
        blocks.push(escaped(&obligation_finding(one)));
        blocks.push(obligation_table(found, one, false).markdown().trim_end().to_owned());
        if !one.activations.is_empty() {
            blocks.push("Each time that it was owed:".to_owned());
            blocks.push(obligation_table(found, one, true).markdown().trim_end().to_owned());
        }
    }
    blocks.join("\n\n") + "\n"
}

/// What readers must know of the whole: of how many cases, until when, what judges
/// nothing, what is withheld.
#[must_use]
pub fn judgement_notes(released: &Released<PathwayJudgement>) -> Vec<String> {
    let found = released.get();
    let mut notes = Vec::new();
    let until = found
        .observed_until
        .map_or_else(String::new, |until| format!(", looked at until {}", day(until)));
    notes.push(match found.cases {
        Cell::Known { value, .. } => {
            format!("{} {}{until}.", count(value), plural(value, "case", "cases"))
        }
        _ => format!("Fewer cases than may be told{until}."),
    });
    if found.is_draft {
        notes.push("The pathway is a draft: for review, not clinical advice.".to_owned());
    }
    if !found.open.is_empty() {
        let many = found.open.len() as u64;
        notes.push(format!(
            "Open, and judging nothing, {}: {}.",
            plural(many, "is", "are"),
            and(&found.open)
        ));
    }
    notes.push(READING.to_owned());
    if found.disclosure == LogDisclosure::Rounded {
        notes.push(
            "Counts of 1 to 7 are withheld, with another where one would stand alone, and others \
             rounded to the nearest 5; shares are made of rounded counts."
                .to_owned(),
        );
    }
    notes
}

/// What became of one obligation, in a sentence or two.
#[must_use]
pub fn obligation_finding(one: &JudgedObligation) -> String {
    let Some(all) = one.cases.first() else { return String::new() };
    // Writing to a string cannot fail.
    let mut said = match all.met.value() {
        Some(met) => {
            format!(
                "Met {}for {}",
                if one.has_end { "" } else { "so far " },
                percent_with_limits(met)
            )
        }
        None => match all.met {
            Cell::NotApplicable => "Decided for nobody yet".to_owned(),
            _ => "The share for whom it was met is withheld".to_owned(),
        },
    };
    if let Some(&decided) = all.decided.value().filter(|&&decided| decided > 0) {
        let whom = if one.has_end {
            "for whom it is decided"
        } else {
            "to whom it is owed, who did not decline"
        };
        let _ = write!(said, " of the {} {whom}", count(decided));
    }
    said.push('.');
    if let Some((low, high)) = all.if_unknown {
        let _ = write!(
            said,
            " If what is unknown was missed, {}%; if it was met, {}%.",
            number(100.0 * low, 0),
            number(100.0 * high, 0)
        );
    }
    said + &apart(one)
}

/// The groups whose share lies apart from everyone's by more than their limits: those below
/// it, then those above.
pub(crate) fn groups_apart(one: &JudgedObligation) -> [(&'static str, Vec<String>); 2] {
    let Some(all) = one.cases.first().and_then(|all| all.met.value()) else {
        return [("less", Vec::new()), ("more", Vec::new())];
    };
    let beyond = |above: bool| -> Vec<String> {
        let groups = one.cases.iter().skip(1).filter(|group| {
            let limits = group.met.value().and_then(|met| met.interval);
            limits.is_some_and(|limits| {
                if above { limits.lower > all.value } else { limits.upper < all.value }
            })
        });
        groups.map(|group| who(&group.who)).collect()
    };
    [("less", beyond(false)), ("more", beyond(true))]
}

/// The same in words.
fn apart(one: &JudgedObligation) -> String {
    let mut said = String::new();
    for (word, groups) in groups_apart(one) {
        if !groups.is_empty() {
            let _ = write!(said, " {} often than for all: {}.", capital(word), and(&groups));
        }
    }
    said
}

/// One obligation as a table, a row for each group.
#[must_use]
pub fn obligation_table(found: &PathwayJudgement, one: &JudgedObligation, each: bool) -> DataTable {
    let rows = if each { &one.activations } else { &one.cases };
    let mut columns = vec![Column::text(group_heading(found))];
    columns.extend(figure_columns());
    let rows = rows.iter().map(|group| {
        let mut row = vec![TableCell::text(who(&group.who))];
        row.extend(figures(group));
        row
    });
    let what = if each { "times that it was owed" } else { "cases" };
    DataTable { caption: format!("{} ({what})", one.text), columns, rows: rows.collect() }
}

fn group_heading(found: &PathwayJudgement) -> String {
    found.grouping.clone().unwrap_or_else(|| "Group".to_owned())
}

fn caption(found: &PathwayJudgement) -> String {
    format!("{}: what became of what is owed", found.title)
}

fn figure_columns() -> Vec<Column> {
    let mut columns = vec![Column::number("Owed")];
    columns.extend(SHOWN.map(|(_, head)| Column::number(head)));
    columns.push(Column::number("Met, %"));
    columns.push(Column::text("95% limits"));
    columns
}

fn figures(group: &JudgedGroup) -> Vec<TableCell> {
    let mut cells = vec![count_cell(group.owed)];
    cells.extend(SHOWN.map(|(verdict, _)| count_cell(group.of(verdict))));
    match &group.met {
        Cell::Known { value, .. } => {
            cells.push(TableCell::number(100.0 * value.value, 1));
            cells.push(TableCell::text_or(
                value.interval.map(|limits| {
                    format!(
                        "{} to {}",
                        number(100.0 * limits.lower, 1),
                        number(100.0 * limits.upper, 1)
                    )
                }),
                "none",
            ));
        }
        Cell::NotApplicable => {
            cells.extend([TableCell::missing("nobody decided"), TableCell::text("")]);
        }
        _ => cells.extend([TableCell::missing("withheld"), TableCell::text("")]),
    }
    cells
}

fn count_cell(cell: Cell<u64>) -> TableCell {
    match cell {
        Cell::Known { value, .. } => TableCell::number(value as f64, 0),
        Cell::Withheld(_) => TableCell::missing("withheld"),
        Cell::Absent | Cell::NotApplicable => TableCell::missing("none"),
    }
}

/// A group in words.
fn who(who: &JudgedWho) -> String {
    match who {
        JudgedWho::All => "All".to_owned(),
        JudgedWho::Category(category) => category.clone(),
        JudgedWho::NotRecorded => "Not recorded".to_owned(),
    }
}

/// A share as a percentage with its limits.
pub(crate) fn percent_with_limits(met: &Estimate) -> String {
    let share = format!("{}%", number(100.0 * met.value, 1));
    match met.interval {
        Some(limits) => format!(
            "{share} (95% interval {}% to {}%)",
            number(100.0 * limits.lower, 1),
            number(100.0 * limits.upper, 1)
        ),
        None => share,
    }
}
